package desk

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person/alike"
)

// Matches is what is offered while somebody types into the search box.
type Matches struct {
	People []Line
	Orgs   []OrgLine
	Places []Place
}

// How many matches of a kind are offered, and from how many letters on.
const (
	matchPeople = 6
	matchOthers = 3
	matchLeast  = 2
)

// Match is the first persons of whose names some word begins as each word typed, or whose
// AP number begins so; organisations and places by their names: of all that the actor may
// see in a search. It looks nothing up that takes longer the more persons there are.
func (b *Board) Match(ctx context.Context, who authz.Actor, text string) (Matches, error) {
	var out Matches
	text = strings.Join(strings.Fields(text), " ")
	if len([]rune(text)) < matchLeast {
		return out, nil
	}
	var err error
	if who.Can(authz.ReadPerson) {
		if out.People, err = b.matchPeople(ctx, who, text); err != nil {
			return out, err
		}
	}
	if who.Can(authz.ReadOrg) {
		found, err := b.Organisations(ctx, who, OrgFilter{Text: text, Limit: foundLimit}, nil)
		if err != nil {
			return out, err
		}
		named := func(o OrgLine) int { // those found by their name stand before those found by their place
			if strings.Contains(org.Fold(o.Entry.Name), org.Fold(text)) {
				return 0
			}
			return 1
		}
		slices.SortStableFunc(found.Lines, func(x, y OrgLine) int { return named(x) - named(y) })
		out.Orgs = found.Lines[:min(len(found.Lines), matchOthers)]
	}
	places, err := b.areaNames.of(b, string(who.Force), slow, func() ([]Place, error) { return b.readPlaces(ctx, who.Force) })
	for _, p := range places {
		if len(out.Places) < matchOthers && strings.Contains(org.Fold(p.Name), org.Fold(text)) {
			out.Places = append(out.Places, p)
		}
	}
	return out, err
}

func (b *Board) matchPeople(ctx context.Context, who authz.Actor, text string) ([]Line, error) {
	words := alike.Words(text)
	switch {
	case strings.ContainsAny(text, "0123456789"):
		return b.numbered(ctx, who, text)
	case len(words) == 0 || len(words) > wordLimit:
		return nil, nil
	}
	each := make([]likeness, len(words))
	for i, word := range words {
		each[i] = begins(word)
	}
	return b.firstNamed(ctx, who, each)
}

// firstNamed is some persons whose names have a word for each likeness, the first of them by
// the word that the fewest have: so that it is enough to go along the index of words until
// they are found, and nothing is sorted.
func (b *Board) firstNamed(ctx context.Context, who authz.Actor, each []likeness) ([]Line, error) {
	return db.Find(ctx, b.DB, func(tx *db.Tx) ([]Line, error) {
		rarest, _, err := rarest(tx, who.Force, each)
		if err != nil {
			return nil, err
		}
		w := who.Scope(authz.ReadPerson, lineScope)
		w.And("w.force_id = ?", string(who.Force))
		w.Join(each[rarest]("w.word"))
		for i, is := range each {
			if i != rarest {
				in := is("o.word")
				w.And("EXISTS (SELECT 1 FROM desk_word o"+in.SQL()+" AND o.force_id = w.force_id AND o.person_id = w.person_id)", in.Args()...)
			}
		}
		lines, err := db.All(tx, scanLine, `SELECT `+qualified+` FROM desk_word w JOIN desk_line l ON l.force_id = w.force_id AND l.person_id = w.person_id`+w.SQL()+
			` ORDER BY w.word, w.person_id`+db.Limit, w.Args(int64(2*matchPeople))...)
		var out []Line
		for _, l := range lines { // somebody may have two such words
			if len(out) < matchPeople && !slices.ContainsFunc(out, func(o Line) bool { return o.Person == l.Person }) {
				out = append(out, l)
			}
		}
		slices.SortStableFunc(out, func(x, y Line) int { return strings.Compare(x.Name, y.Name) })
		return out, err
	})
}

// numbered is the first persons whose AP number begins as typed, with or without letters and
// space.
func (b *Board) numbered(ctx context.Context, who authz.Actor, text string) ([]Line, error) {
	return db.Find(ctx, b.DB, func(tx *db.Tx) ([]Line, error) {
		force, err := b.Areas.Force(tx, who.Force)
		if err != nil {
			return nil, err
		}
		typed := numbers(text, force.Settings.APPrefix)
		if len(typed) == 0 {
			return nil, nil
		}
		w := who.Scope(authz.ReadPerson, lineScope)
		w.And("l.number >= ?", typed[0]) // by this the index finds them
		last := len(typed[0]) - 1
		if c := typed[0][last]; c < '9' {
			w.And("l.number < ?", typed[0][:last]+string(c+1))
		}
		w.And("l.number LIKE ?", typed[0]+"%")
		return db.All(tx, scanLine, `SELECT `+qualified+` FROM desk_line l`+w.SQL()+` ORDER BY l.number, l.person_id`+db.Limit, w.Args(int64(matchPeople))...)
	})
}

// readPlaces is every area that a search finds by its name.
func (b *Board) readPlaces(ctx context.Context, force id.Force) ([]Place, error) {
	areas, err := db.Find(ctx, b.DB, func(tx *db.Tx) ([]area.Version, error) { return b.Areas.Of(tx, force, "") })
	var out []Place
	for _, v := range areas {
		if k := v.State.Kind; k != area.Drawn {
			out = append(out, Place{ID: id.Area(v.ID), Name: v.State.Name, Kind: k.Title()})
		}
	}
	return out, err
}
