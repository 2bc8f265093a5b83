package area

import (
	"context"
	"fmt"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Population is how many people live in areas of a kind, by their codes, in a year.
type Population struct {
	Kind   Kind
	Year   int
	People map[string]int
}

// Counted is what setting a population does, or would do.
type Counted struct {
	Set     []string // names of areas whose number it sets
	Same    []string
	Without []string // names of areas of the kind that it does not tell
	Unknown []string // codes that no area of the kind has
}

// PreviewPeople is what CountPeople would do. Errors are those of CountPeople.
func (s *Service) PreviewPeople(tx *db.Tx, who authz.Actor, c Population) (Counted, error) {
	_, told, err := s.counted(tx, who, c)
	return told, err
}

// CountPeople sets how many people live in areas, for the whole time that their present
// borders hold. Errors: fault.Invalid for a year or a number that cannot be, and if no area
// has any of the codes; fault.Forbidden.
func (s *Service) CountPeople(ctx context.Context, who authz.Actor, c Population) (Counted, error) {
	var told Counted
	_, err := s.ledger.Do(ctx, who, "area.people", []ledger.Subject{ledger.About("force", who.Force)}, func(tx *db.Tx, e *ledger.Draft) error {
		set, t, err := s.counted(tx, who, c)
		if err != nil {
			return err
		}
		told = t
		e.Say(fmt.Sprintf("Numbers of inhabitants for %d were set for %d areas", c.Year, len(set)), "")
		for _, v := range set {
			if err := table.Put(tx, e, v.ID, v.State, v.From, clock.Forever); err != nil {
				return err
			}
		}
		return nil
	})
	return told, err
}

func (s *Service) counted(tx *db.Tx, who authz.Actor, c Population) ([]Version, Counted, error) {
	var told Counted
	if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
		return nil, told, err
	}
	if c.Year < 1801 || c.Year > 2200 {
		return nil, told, fault.In("year", "Enter the year of the figures, for example 2020")
	}
	for code, n := range c.People {
		if n < 0 || n > 100_000_000 {
			return nil, told, fault.In("people", "The number of people of %s cannot be right", code)
		}
	}
	all, err := s.Of(tx, who.Force, c.Kind)
	if err != nil {
		return nil, told, err
	}
	var set []Version
	there := map[string]bool{}
	for _, v := range all {
		n, ok := c.People[v.State.Code]
		there[v.State.Code] = true
		switch {
		case !ok || v.State.Code == "":
			told.Without = append(told.Without, v.State.Name)
		case v.State.People == n && v.State.PeopleYear == c.Year:
			told.Same = append(told.Same, v.State.Name)
		default:
			v.State.People, v.State.PeopleYear = n, c.Year
			told.Set = append(told.Set, v.State.Name)
			set = append(set, v)
		}
	}
	for code := range c.People {
		if !there[code] {
			told.Unknown = append(told.Unknown, code)
		}
	}
	if len(told.Set)+len(told.Same) == 0 {
		return nil, told, fault.In("people", "No area of this kind has any of these codes. Bring the areas in first, with their codes")
	}
	return set, told, nil
}

// PeopleIn is how many people live in an area, for which year, and whether that is known:
// the sum of its parts of one kind where it was told for each of them alone.
func (t *Tree) PeopleIn(of id.Area, areas map[id.Area]*Area) (people, year int, known bool) {
	if a := areas[of]; a != nil && a.People > 0 {
		return a.People, a.PeopleYear, true
	}
	by := map[Kind][]*Area{}
	for _, part := range t.Parts(of)[1:] {
		if a := areas[part]; a != nil {
			by[a.Kind] = append(by[a.Kind], a)
		}
	}
	for _, k := range Kinds {
		sum, full := 0, len(by[k]) > 0
		for _, a := range by[k] {
			sum, full, year = sum+a.People, full && a.People > 0, a.PeopleYear
		}
		if full {
			return sum, year, true
		}
	}
	return 0, 0, false
}
