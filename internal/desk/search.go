package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// Found is the answer to a search.
type Found struct {
	Exact   id.Person // the person who bears the AP number typed, if the actor may see them
	People  People    // the first ten
	Similar []Line    // people of similar names, at most ten; none when ten or more were found
	Orgs    Orgs      // the first ten
	Places  []Place   // at most ten
}

// Place is an area whose name was found.
type Place struct {
	ID   id.Area
	Name string
	Kind string
}

const foundLimit = 10

// Search looks for a name, an AP number, a place or an organisation among all that the
// actor may see.
func (b *Board) Search(ctx context.Context, who authz.Actor, text string) (Found, error) {
	var out Found
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return out, nil
	}
	var err error
	if who.Can(authz.ReadPerson) {
		if out.Exact, out.People, out.Similar, err = b.searchPeople(ctx, who, text); err != nil || out.Exact != "" {
			return out, err
		}
	}
	if who.Can(authz.ReadOrg) {
		if out.Orgs, err = b.Organisations(ctx, who, OrgFilter{Text: text, Limit: foundLimit}, nil); err != nil {
			return out, err
		}
	}
	areas, err := db.Find(ctx, b.DB, func(tx *db.Tx) ([]area.Version, error) { return b.Areas.Of(tx, who.Force, "") })
	for _, v := range areas {
		if k := v.State.Kind; k != area.Drawn && strings.Contains(org.Fold(v.State.Name), org.Fold(text)) && len(out.Places) < foundLimit {
			out.Places = append(out.Places, Place{ID: id.Area(v.ID), Name: v.State.Name, Kind: k.Title()})
		}
	}
	return out, err
}

// bearer is the person who bears the AP number typed, as people type numbers: with or
// without letters and space.
func (b *Board) bearer(ctx context.Context, who authz.Actor, text string) (id.Person, error) {
	return db.Find(ctx, b.DB, func(tx *db.Tx) (id.Person, error) {
		force, err := b.Areas.Force(tx, who.Force)
		if err != nil {
			return "", err
		}
		var w db.Where
		if w = who.Scope(authz.ReadPerson, lineScope); len(numbers(text, force.Settings.APPrefix)) == 0 {
			return "", nil
		}
		db.In(&w, "n.number", numbers(text, force.Settings.APPrefix))
		found, err := db.Strings(tx, `
			SELECT DISTINCT n.person_id
			FROM ap_number n JOIN desk_line l ON l.force_id = n.force_id AND l.person_id = n.person_id`+w.SQL()+` LIMIT 2`, w.Args()...)
		if err != nil || len(found) != 1 {
			return "", err
		}
		return id.Person(found[0]), nil
	})
}

// numbers is the AP numbers that the text may stand for.
func numbers(text, prefix string) []string {
	joined := strings.ToUpper(strings.ReplaceAll(text, " ", ""))
	digits := strings.TrimPrefix(joined, strings.ToUpper(strings.ReplaceAll(prefix, " ", "")))
	if digits == "" || len(digits) > 9 || strings.Trim(digits, "0123456789") != "" {
		return nil
	}
	out := []string{prefix + " " + digits}
	if len(digits) < 4 {
		out = append(out, fmt.Sprintf("%s %04s", prefix, digits))
	}
	return out
}

// Facets is what the lines can be filtered by, of what the actor may see: only what
// occurs is offered.
type Facets struct {
	Orgs   []Choice
	Roles  []string
	Teams  map[id.Org][]Choice
	Areas  []Choice
	Powers []law.PowerID
}

// Choice is an identity with its name.
type Choice struct{ ID, Name string }

const facetLimit = 500

// Facets is worked out anew every half minute.
func (b *Board) Facets(ctx context.Context, who authz.Actor) (Facets, error) {
	orgs, err := b.orgLines(ctx, who.Force, nil)
	if err != nil {
		return Facets{}, err
	}
	return b.facets.of(b, scopeKey(who), slow, func() (Facets, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) (Facets, error) { return b.readFacets(tx, who, orgs) })
	})
}

func (b *Board) readFacets(tx *db.Tx, who authz.Actor, orgs []OrgLine) (Facets, error) {
	f := Facets{Teams: map[id.Org][]Choice{}}
	w := who.Scope(authz.ReadPerson, lineScope)
	var err error
	if f.Roles, err = db.Strings(tx, `SELECT DISTINCT l.role_title FROM desk_line l`+w.SQL()+` ORDER BY l.role_title`+db.Limit, w.Args(int64(facetLimit))...); err != nil {
		return f, err
	}
	employers, err := db.Strings(tx, `SELECT DISTINCT l.org_id FROM desk_line l`+w.SQL()+``+db.Limit, w.Args(int64(facetLimit))...)
	if err != nil {
		return f, err
	}
	for _, o := range orgs {
		if slices.Contains(employers, string(o.ID)) {
			f.Orgs = append(f.Orgs, Choice{ID: string(o.ID), Name: o.Entry.Name})
			for _, t := range o.Entry.Teams {
				f.Teams[o.ID] = append(f.Teams[o.ID], Choice{ID: string(t.ID), Name: t.Name})
			}
		}
	}
	held, err := facet(tx, who, "desk_line_power", "power")
	if err != nil {
		return f, err
	}
	for _, p := range law.Powers() {
		if slices.Contains(held, string(p.ID)) {
			f.Powers = append(f.Powers, p.ID)
		}
	}
	where, err := facet(tx, who, "desk_line_area", "area_id")
	if err != nil {
		return f, err
	}
	f.Areas, err = b.areaChoices(tx, who.Force, where)
	return f, err
}

// areaChoices is areas, with all that they are part of, by name.
func (b *Board) areaChoices(tx *db.Tx, force id.Force, of []string) ([]Choice, error) {
	tree, err := b.Areas.Tree(tx, force)
	if err != nil {
		return nil, err
	}
	names, err := b.Areas.Names(tx, force)
	var out []Choice
	seen := map[id.Area]bool{}
	for _, o := range of {
		for _, a := range append(tree.Above(id.Area(o)), id.Area(o)) {
			if n := names[a]; n != "" && !seen[a] {
				seen[a] = true
				out = append(out, Choice{ID: string(a), Name: n})
			}
		}
	}
	slices.SortFunc(out, func(a, b Choice) int { return strings.Compare(a.Name, b.Name) })
	return out, err
}

// facet is what occurs in a column of a part of the lines. Who sees the whole force needs
// no look at the lines themselves.
func facet(tx *db.Tx, who authz.Actor, table, column string) ([]string, error) {
	if r, ok := who.Reach(authz.ReadPerson); ok && r == authz.WholeForce {
		return db.Strings(tx, `SELECT DISTINCT `+column+` FROM `+table+` WHERE force_id = ?`, string(who.Force))
	}
	w := who.Scope(authz.ReadPerson, lineScope)
	return db.Strings(tx, `SELECT DISTINCT p.`+column+` FROM `+table+` p JOIN desk_line l ON l.force_id = p.force_id AND l.person_id = p.person_id`+w.SQL(), w.Args()...)
}

// EachLine gives every line that passes the filter, in its order, whatever the size:
// nothing is gathered. Limit, Offset and After are not looked at.
func (b *Board) EachLine(ctx context.Context, who authz.Actor, f Filter, yield func(Line) error) error {
	order, err := f.order()
	if err != nil {
		return err
	}
	return b.DB.Read(ctx, func(tx *db.Tx) error {
		if err := f.reach(tx, b.Areas, who.Force); err != nil {
			return err
		}
		w := f.where(who, b.Clock.Now())
		rows, err := tx.Query(`SELECT `+qualified+` FROM desk_line l`+w.SQL()+` ORDER BY `+order, w.Args()...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			l, err := scanLine(rows)
			if err != nil {
				return err
			}
			if err := yield(l); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
