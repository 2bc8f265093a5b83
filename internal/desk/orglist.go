package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

// OrgState is a group of states as people filter organisations by it.
type OrgState string

const (
	OrgInForce   OrgState = "in-force"
	OrgSuspended OrgState = "suspended"
	OrgApplying  OrgState = "applying"
	OrgLapsed    OrgState = "lapsed" // its arrangements ended by themselves
	OrgEnded     OrgState = "ended"  // declined, withdrawn or left
)

// OrgStates is the groups in the order they are offered, with their names.
var OrgStates = []struct {
	State OrgState
	Title string
}{{OrgInForce, "In force"}, {OrgSuspended, "Suspended"}, {OrgApplying, "Applying"}, {OrgLapsed, "Lapsed"}, {OrgEnded, "Declined, withdrawn or left"}}

// OrgLine is an organisation in a list. Its entry is shared and is not to be changed.
type OrgLine struct {
	ID        id.Org
	Entry     *org.Organisation
	State     OrgState
	Holders   int64     // accredited persons, in force
	Suspended int64     // persons suspended, or stopped with it
	Vetting   int64     // persons who await vetting
	Powers    int       // powers asked for, role by role
	Asked     int       // of those, not answered
	Since     time.Time // its entry stands so since
	sort      string
}

// OrgFilter chooses organisations. Empty fields choose all.
type OrgFilter struct {
	Text   string // part of a name, alias, number, place or area
	State  OrgState
	Group  string // as org.Kind.Group says
	Kind   org.Kind
	Area   id.Area // it works there: in the area, in a part of it, or in one it is part of
	Power  law.PowerID
	Sort   string // name, number, kind, people or ends; a minus before it turns the order
	After  string // cursor of the page before
	Offset int
	Limit  int // 1 to 200; 0 means 30
}

// Orgs is a page of organisations.
type Orgs struct {
	Lines  []OrgLine
	Total  int64
	Next   string           // cursor of the next page; empty on the last
	Groups map[string]int64 // how many pass the filter, apart from Group and Kind, by group
}

// Organisations is those the actor may see that pass the filter, as they stand now, or
// with when as they stood then.
// Errors: fault.Forbidden; fault.Invalid for an unknown order, a bad limit or cursor.
func (b *Board) Organisations(ctx context.Context, who authz.Actor, f OrgFilter, when *register.When) (Orgs, error) {
	if !who.Can(authz.ReadOrg) {
		return Orgs{}, who.May(authz.ReadOrg, authz.Object{})
	}
	compare, err := f.order()
	if err != nil {
		return Orgs{}, err
	}
	if f.Limit == 0 {
		f.Limit = 30
	}
	offset, err := (&Filter{After: f.After, Offset: f.Offset}).start()
	if err != nil {
		return Orgs{}, err
	}
	all, err := b.orgLines(ctx, who.Force, when)
	if err != nil {
		return Orgs{}, err
	}
	near, err := b.near(ctx, who.Force, f.Area)
	if err != nil {
		return Orgs{}, err
	}
	out := Orgs{Groups: map[string]int64{}}
	var lines []OrgLine
	for _, l := range all {
		if who.May(authz.ReadOrg, authz.Object{Org: l.ID}) != nil || !f.passes(&l, near) {
			continue
		}
		out.Groups[l.Entry.Kind.Group()]++
		if (f.Group == "" || f.Group == l.Entry.Kind.Group()) && (f.Kind == "" || f.Kind == l.Entry.Kind) {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, compare)
	out.Total = int64(len(lines))
	from, to := min(offset, len(lines)), min(offset+f.Limit, len(lines))
	out.Lines = lines[from:to]
	if to < len(lines) {
		out.Next = cursor(to)
	}
	return out, nil
}

func (f *OrgFilter) order() (func(a, b OrgLine) int, error) {
	key, turned := strings.CutPrefix(f.Sort, "-")
	by := map[string]func(a, b OrgLine) int{
		"":       func(a, b OrgLine) int { return cmp.Compare(a.sort, b.sort) },
		"number": func(a, b OrgLine) int { return cmp.Compare(a.Entry.Number, b.Entry.Number) },
		"kind":   func(a, b OrgLine) int { return cmp.Compare(a.Entry.Kind.Title(), b.Entry.Kind.Title()) },
		"people": func(a, b OrgLine) int { return cmp.Compare(b.Holders, a.Holders) },
		"ends":   func(a, b OrgLine) int { return cmp.Compare(ends(a), ends(b)) },
	}
	by["name"] = by[""]
	compare, ok := by[key]
	if !ok {
		return nil, fault.In("sort", "Sort by name, number, kind, people or ends")
	}
	if f.Limit < 0 || f.Limit > 200 {
		return nil, fault.In("limit", "Ask for 1 to 200 at a time")
	}
	if turned {
		return func(a, b OrgLine) int { return compare(b, a) }, nil
	}
	return compare, nil
}

// ends is the last day of the arrangements, for sorting: those without come last.
func ends(l OrgLine) clock.Day {
	if l.Entry.To == clock.NoDay {
		return clock.DayOf(clock.Forever)
	}
	return l.Entry.To
}

// passes reports whether the line passes the filter, apart from kind and group.
func (f *OrgFilter) passes(l *OrgLine, near map[id.Area]bool) bool {
	if f.State != "" && l.State != f.State {
		return false
	}
	if text := org.Fold(f.Text); text != "" && !l.says(text) {
		return false
	}
	if near != nil && !slices.ContainsFunc(l.Entry.Areas, func(a id.Area) bool { return near[a] }) {
		return false
	}
	return f.Power == "" || slices.ContainsFunc(l.Entry.Roles, func(r org.Role) bool { _, ok := r.Allows(f.Power); return ok })
}

// says reports whether the words stand in the name, an alias, the number, the place or
// the area of the line.
func (l *OrgLine) says(words string) bool {
	if strings.Contains(l.sort, words) {
		return true
	}
	return slices.ContainsFunc(append([]string{l.Entry.Number, l.Entry.Address, l.Entry.Postcode, l.Entry.AreaText}, l.Entry.Aliases...),
		func(s string) bool { return strings.Contains(org.Fold(s), words) })
}

// near is every area that shares ground with one; nil for none.
func (b *Board) near(ctx context.Context, force id.Force, of id.Area) (map[id.Area]bool, error) {
	if of == "" {
		return nil, nil
	}
	areas, err := db.Find(ctx, b.DB, func(tx *db.Tx) ([]id.Area, error) { return b.Areas.Reach(tx, force, []id.Area{of}) })
	out := make(map[id.Area]bool, len(areas))
	for _, a := range areas {
		out[a] = true
	}
	return out, err
}

// orgLines is every organisation of the force, in the order of their names.
func (b *Board) orgLines(ctx context.Context, force id.Force, when *register.When) ([]OrgLine, error) {
	if when != nil {
		return db.Find(ctx, b.DB, func(tx *db.Tx) ([]OrgLine, error) { return b.orgLinesAsAt(tx, force, *when) })
	}
	return b.orgs.of(b, string(force), fresh, func() ([]OrgLine, error) {
		return db.Find(ctx, b.DB, func(tx *db.Tx) ([]OrgLine, error) {
			now := b.Clock.Now()
			lines, err := b.orgEntries(tx, force, register.Now(now))
			if err != nil {
				return nil, err
			}
			return lines, countOrgs(tx, force, now, lines)
		})
	})
}

func (b *Board) orgEntries(tx *db.Tx, force id.Force, w register.When) ([]OrgLine, error) {
	vs, err := b.Desk.Orgs.All(tx, force, w)
	if err != nil {
		return nil, err
	}
	out := make([]OrgLine, len(vs))
	for i := range vs {
		o := &vs[i].State
		out[i] = OrgLine{ID: id.Org(vs[i].ID), Entry: o, State: orgState(o, w.At), Since: vs[i].From, sort: org.Fold(o.Name)}
		for _, r := range o.Roles {
			out[i].Powers += len(r.Powers)
			for _, p := range r.Powers {
				if p.Answer == org.Asked {
					out[i].Asked++
				}
			}
		}
	}
	return out, nil
}

func orgState(o *org.Organisation, at time.Time) OrgState {
	switch o.State {
	case org.Applying:
		return OrgApplying
	case org.InForce, org.Suspended:
		if o.To != clock.NoDay && !at.Before(o.To.End()) {
			return OrgLapsed
		}
		if o.State == org.Suspended {
			return OrgSuspended
		}
		return OrgInForce
	}
	return OrgEnded
}

// countOrgs counts the people of every organisation, in one query.
func countOrgs(tx *db.Tx, force id.Force, now time.Time, lines []OrgLine) error {
	rows, err := tx.Query(`
		SELECT org_id,
			SUM(CASE WHEN stage = 'granted' AND until_at > ? AND begins_at <= ? THEN 1 ELSE 0 END),
			SUM(CASE WHEN stage IN ('suspended', 'org-stopped') THEN 1 ELSE 0 END),
			SUM(CASE WHEN stage = 'vetting' THEN 1 ELSE 0 END)
		FROM desk_line
		WHERE force_id = ? AND stage IN ('granted', 'suspended', 'org-stopped', 'vetting')
		GROUP BY org_id`, now, now, string(force))
	if err != nil {
		return err
	}
	defer rows.Close()
	at := make(map[id.Org]*OrgLine, len(lines))
	for i := range lines {
		at[lines[i].ID] = &lines[i]
	}
	for rows.Next() {
		var o id.Org
		var c OrgLine
		if err := rows.Scan(&o, &c.Holders, &c.Suspended, &c.Vetting); err != nil {
			return err
		}
		if l := at[o]; l != nil {
			l.Holders, l.Suspended, l.Vetting = c.Holders, c.Suspended, c.Vetting
		}
	}
	return rows.Err()
}

func (b *Board) orgLinesAsAt(tx *db.Tx, force id.Force, w register.When) ([]OrgLine, error) {
	lines, err := b.orgEntries(tx, force, w)
	if err != nil {
		return nil, err
	}
	held, err := b.Accreds.WhoHeld(tx, force, w)
	if err != nil {
		return nil, err
	}
	n := map[id.Org]int64{}
	for _, h := range held {
		n[h.Org]++
	}
	for i := range lines {
		lines[i].Holders = n[lines[i].ID]
	}
	return lines, nil
}
