package area

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Bring is areas of one kind to be brought in with the days on which their borders hold.
// An area is known again by its code, or without one by its name and what it is part of.
// What it is part of is worked out from the ground.
type Bring struct {
	Kind  Kind
	Areas []Area    // name, code, shape and people
	From  clock.Day // the first day; clock.NoDay: from the present instant
	Until clock.Day // the last day; clock.NoDay: until other borders are known
	// Replace ends, with the day before From, the areas of the kind that are not among
	// these, as when a review has done away with them.
	Replace bool
}

// Brought is what bringing areas in does, or would do.
type Brought struct {
	Added   []string // names, in the order of the file
	Changed []string
	Same    []string // known already, and left as they are
	Ended   []string
	Linked  []string // of other kinds: what they are part of is known now
	Apart   []string // wards that lie in no local authority or district of the force
}

// Preview is what Take would do. Errors are those of Take.
func (s *Service) Preview(tx *db.Tx, who authz.Actor, b Bring) (Brought, error) {
	p, err := s.plan(tx, who, b, s.ledger.Now())
	return p.told, err
}

// Take brings areas in, in one entry of the ledger. It returns fault.Invalid for areas
// without a name, for two that cannot be told apart and for days that cannot be;
// fault.Forbidden.
func (s *Service) Take(ctx context.Context, who authz.Actor, b Bring) (Brought, error) {
	var told Brought
	_, err := s.ledger.Do(ctx, who, "area.import", []ledger.Subject{ledger.About("force", who.Force)}, func(tx *db.Tx, e *ledger.Draft) error {
		p, err := s.plan(tx, who, b, e.At)
		if err != nil {
			return err
		}
		told = p.told
		e.Say(told.sentence(b), "")
		for _, x := range p.puts {
			if err := table.Put(tx, e, string(x.area), x.state, p.from, x.until); err != nil {
				return err
			}
		}
		for _, of := range p.ends {
			if err := table.End(tx, e, string(of), p.from); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}

func (t Brought) sentence(b Bring) string {
	s := fmt.Sprintf("Areas brought in (%s): %d new, %d changed", strings.ToLower(b.Kind.Title()), len(t.Added), len(t.Changed))
	if len(t.Ended) > 0 {
		s += fmt.Sprintf(", %d ended", len(t.Ended))
	}
	if b.From != clock.NoDay {
		s += ", with their borders of " + b.From.Long()
	}
	return s
}

// planned is what is to be written.
type planned struct {
	told Brought
	from time.Time
	puts []put
	ends []id.Area
}

type put struct {
	area  id.Area
	state Area
	until time.Time
}

func (s *Service) plan(tx *db.Tx, who authz.Actor, b Bring, now time.Time) (planned, error) {
	if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
		return planned{}, err
	}
	from, until, err := b.period(now)
	if err != nil {
		return planned{}, err
	}
	if err := b.check(); err != nil {
		return planned{}, err
	}
	then, err := table.List(tx, who.Force, register.When{At: from, Known: now}, db.Where{}, "r.kind, r.name, r.id", 100000)
	if err != nil {
		return planned{}, err
	}
	known, err := s.everKnown(tx, who.Force, b.Kind, then)
	if err != nil {
		return planned{}, err
	}
	p := planned{from: from}
	err = p.decide(b, then, known, func(of id.Area) (time.Time, error) { return s.untilNext(tx, who.Force, of, from, until) })
	return p, err
}

// period is the instants of the days.
func (b Bring) period(now time.Time) (from, until time.Time, err error) {
	from, until = now, clock.Forever
	if b.From != clock.NoDay {
		from = b.From.Start()
	}
	if from.After(now) {
		return from, until, fault.In("from", "Borders cannot be brought in before their first day. Bring them in on %s or after", b.From.Long())
	}
	if b.Until != clock.NoDay {
		until = b.Until.End()
	}
	if !from.Before(until) {
		return from, until, fault.In("until", "The last day must not lie before the first")
	}
	if b.Replace && b.Until != clock.NoDay {
		return from, until, fault.In("replace", "Borders that end themselves cannot replace others")
	}
	return from, until, nil
}

// check refuses areas that have no name, and two that would be one.
func (b Bring) check() error {
	if !slices.Contains(Kinds, b.Kind) || b.Kind == Drawn {
		return fault.In("kind", "There is no such kind of area")
	}
	var wrong fault.Fields
	codes := map[string]int{}
	for i, a := range b.Areas {
		field := fmt.Sprintf("areas[%d]", i)
		if strings.TrimSpace(a.Name) == "" {
			wrong.Add(field, "Area %d has no name", i+1)
		}
		if j, there := codes[a.Code]; there && a.Code != "" {
			wrong.Add(field, "Areas %d and %d have the same code, %s", j+1, i+1, a.Code)
		}
		codes[a.Code] = i
	}
	if len(b.Areas) == 0 {
		wrong.Add("areas", "There is no area in it")
	}
	return wrong.Err()
}

// everKnown is the identities of areas of the kind by what they are known again by, also
// of those that did not hold at the instant then.
func (s *Service) everKnown(tx *db.Tx, force id.Force, kind Kind, then []Version) (names, error) {
	out := names{}
	all, err := db.All(tx, func(sc db.Scanner) (x [4]string, err error) { return x, sc.Scan(&x[0], &x[1], &x[2], &x[3]) },
		`SELECT id, code, name, authority_id FROM area WHERE force_id = ? AND kind = ? ORDER BY id, version`, string(force), string(kind))
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		out.note(Area{Code: x[1], Name: x[2], Authority: id.Area(x[3])}, id.Area(x[0]))
	}
	for _, v := range then { // what held then goes before what did not
		if v.State.Kind == kind {
			out.note(v.State, id.Area(v.ID))
		}
	}
	return out, nil
}

// names is areas by what they are known again by within their kind.
type names map[string]id.Area

func (n names) note(a Area, of id.Area) {
	name := "name " + a.Name + " in " + string(a.Authority)
	n[name] = of
	if a.Code != "" {
		n["code "+a.Code] = of
	} else {
		n["uncoded "+name] = of
	}
}

// untilNext cuts a period short where another state of the area begins later: what is
// known of later days stays.
func (s *Service) untilNext(tx *db.Tx, force id.Force, of id.Area, from, until time.Time) (time.Time, error) {
	vs, err := table.History(tx, force, string(of), false)
	for _, v := range vs {
		if v.From.After(from) && v.From.Before(until) {
			until = v.From
		}
	}
	return until, err
}

// decide works out what is added, changed and ended, where until is how long what begins
// now holds.
func (p *planned) decide(b Bring, then []Version, known names, until func(id.Area) (time.Time, error)) error {
	old := map[id.Area]*Version{}
	var above []placed
	for i, v := range then {
		old[id.Area(v.ID)] = &then[i]
		if v.State.Kind != b.Kind {
			above = append(above, placed{id.Area(v.ID), v.State})
		}
	}
	g, kept := newGround(above), map[id.Area]bool{}
	var brought []placed
	for _, a := range b.Areas {
		a.Kind = b.Kind
		g.place(&a)
		of := known.find(a)
		was := old[of]
		a.inherit(was)
		if of == "" {
			of = id.New[id.Area]()
			known.note(a, of)
		}
		if kept[of] {
			return fault.In("areas", "Two areas are called %s. Name the property that holds their codes, so that they are told apart", a.Name)
		}
		kept[of], brought = true, append(brought, placed{of, a})
		if b.Kind == Ward && a.Authority == "" && a.Parent == "" {
			p.told.Apart = append(p.told.Apart, a.Name)
		}
		end, err := until(of)
		switch {
		case err != nil:
			return err
		case was == nil:
			p.told.Added = append(p.told.Added, a.Name)
		case was.State.same(a) && !was.Until.Before(end):
			p.told.Same = append(p.told.Same, a.Name)
			continue
		default:
			p.told.Changed = append(p.told.Changed, a.Name)
		}
		p.puts = append(p.puts, put{of, a, end})
	}
	g = newGround(brought)
	for _, v := range then {
		of, a := id.Area(v.ID), v.State
		switch {
		case a.Kind == b.Kind && b.Replace && !kept[of]:
			p.told.Ended = append(p.told.Ended, a.Name)
			p.ends = append(p.ends, of)
		case a.Kind != b.Kind && b.Until == clock.NoDay && g.place(&a):
			p.told.Linked = append(p.told.Linked, a.Name)
			end, err := until(of)
			if err != nil {
				return err
			}
			p.puts = append(p.puts, put{of, a, end})
		}
	}
	return nil
}

// find is the area that this one is, or nothing for a new one. One that comes with a code
// is no other that has a code of its own.
func (n names) find(a Area) id.Area {
	name := "name " + a.Name + " in " + string(a.Authority)
	if a.Code == "" {
		return n[name]
	}
	if of, ok := n["code "+a.Code]; ok {
		return of
	}
	return n["uncoded "+name]
}

// inherit takes over what the file does not tell of an area that is known.
func (a *Area) inherit(old *Version) {
	if old == nil {
		return
	}
	a.Code, a.Parent, a.Authority = cmp.Or(a.Code, old.State.Code), cmp.Or(a.Parent, old.State.Parent), cmp.Or(a.Authority, old.State.Authority)
	if a.People == 0 {
		a.People, a.PeopleYear = old.State.People, old.State.PeopleYear
	}
	if a.Shape.Empty() {
		a.Shape = old.State.Shape
	}
}

func (a Area) same(b Area) bool {
	return a.Kind == b.Kind && a.Name == b.Name && a.Code == b.Code && a.Parent == b.Parent && a.Authority == b.Authority &&
		a.People == b.People && a.PeopleYear == b.PeopleYear && a.Shape.Equal(b.Shape)
}
