package area

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Unit is a part of the force: the Local Policing Support Unit, and the scheme team that
// belongs to it. Accounts belong to a unit; one unit is the owner of documents and reports,
// which say so.
type Unit struct {
	Name   string  `json:"name"`
	Short  string  `json:"short,omitempty"` // LPSU
	Parent id.Unit `json:"parent,omitempty"`
	Owns   bool    `json:"owns,omitempty"`   // documents and reports stand in its name
	Closed bool    `json:"closed,omitempty"` // for good; its history stays
}

// UnitVersion is a unit with its identity and periods.
type UnitVersion = register.Version[Unit]

// Title is the unit's name with its short form: "Local Policing Support Unit (LPSU)".
func (u Unit) Title() string {
	if u.Short == "" {
		return u.Name
	}
	return u.Name + " (" + u.Short + ")"
}

var units = &register.Table[Unit]{
	Name: "unit", What: "unit of the force",
	Columns: []string{"name", "parent_id", "owns"},
	Values:  func(u Unit) []any { return []any{u.Name, string(u.Parent), db.Bool(u.Owns)} },
}

// UnitRows reads the register of units for ledger.Verify.
var UnitRows = units.Rows

// Units is the units of the force that are not closed, as they stood, by name. Errors:
// fault.Forbidden.
func (s *Service) Units(tx *db.Tx, who authz.Actor, w register.When) ([]UnitVersion, error) {
	if err := who.May(authz.ReadSettings, authz.Object{}); err != nil {
		return nil, err
	}
	return openUnits(tx, who.Force, w)
}

func openUnits(tx *db.Tx, force id.Force, w register.When) ([]UnitVersion, error) {
	all, err := units.List(tx, force, w, db.Where{}, "r.name, r.id", 10000)
	return slices.DeleteFunc(all, func(v UnitVersion) bool { return v.State.Closed }), err
}

// FindUnit is a unit as it stood, closed ones too. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) FindUnit(tx *db.Tx, who authz.Actor, of id.Unit, w register.When) (UnitVersion, error) {
	if err := who.May(authz.ReadSettings, authz.Object{}); err != nil {
		return UnitVersion{}, err
	}
	return units.Find(tx, who.Force, string(of), w)
}

// UnitHistory is every version of a unit; see register.Table.History. Errors:
// fault.Forbidden.
func (s *Service) UnitHistory(tx *db.Tx, who authz.Actor, of id.Unit, all bool) ([]UnitVersion, error) {
	if err := who.May(authz.ReadSettings, authz.Object{}); err != nil {
		return nil, err
	}
	return units.History(tx, who.Force, string(of), all)
}

// Owner is the unit in whose name documents and reports stood, if there was one.
func (s *Service) Owner(tx *db.Tx, force id.Force, w register.When) (Unit, bool, error) {
	var owns db.Where
	owns.And("r.owns = 1")
	vs, err := units.List(tx, force, w, owns, "r.name, r.id", 1)
	if err != nil || len(vs) == 0 {
		return Unit{}, false, err
	}
	return vs[0].State, true, nil
}

// OpenUnit returns fault.NotFound unless there is such a unit, and it is not closed.
func (s *Service) OpenUnit(tx *db.Tx, force id.Force, of id.Unit) error {
	v, err := units.Find(tx, force, string(of), register.Now(s.ledger.Now()))
	if err == nil && v.State.Closed {
		err = fault.New(fault.NotFound, "There is no such unit of the force.")
	}
	return err
}

// SetUnit adds a unit, if the identity is empty, or changes its name, short form and what it
// is part of. It returns the identity. Errors: fault.Invalid names the fields;
// fault.NotFound; fault.Conflict if it is closed; fault.Forbidden.
func (s *Service) SetUnit(ctx context.Context, who authz.Actor, of id.Unit, u Unit) (id.Unit, error) {
	verb, was := "unit.change", of
	if of == "" {
		verb, of = "unit.add", id.New[id.Unit]()
	}
	err := s.unit(ctx, who, of, verb, func(tx *db.Tx, e *ledger.Draft, all []UnitVersion) error {
		if was != "" {
			i := slices.IndexFunc(all, func(v UnitVersion) bool { return v.ID == string(of) })
			if i < 0 {
				return errNoUnit
			}
			u.Owns = all[i].State.Owns
		}
		u.Closed = false
		if err := u.check(of, all); err != nil {
			return err
		}
		e.Say("Unit of the force: "+u.Title(), "")
		return units.Put(tx, e, string(of), u, e.At, clock.Forever)
	})
	return of, err
}

var errNoUnit = fault.New(fault.NotFound, "There is no such unit of the force.")

// OwnDocuments makes a unit the owner of documents and reports, in place of the one that was.
// Errors: fault.NotFound; fault.Conflict if it is so already; fault.Forbidden.
func (s *Service) OwnDocuments(ctx context.Context, who authz.Actor, of id.Unit) error {
	return s.unit(ctx, who, of, "unit.own", func(tx *db.Tx, e *ledger.Draft, all []UnitVersion) error {
		found := false
		for _, v := range all {
			is := v.ID == string(of)
			switch {
			case is && v.State.Owns:
				return fault.New(fault.Conflict, "%s is the owner of documents and reports already.", v.State.Title())
			case is:
				found = true
				e.Say(v.State.Title()+" owns documents and reports", "")
			case !v.State.Owns:
				continue
			}
			v.State.Owns = is
			if err := units.Put(tx, e, v.ID, v.State, e.At, clock.Forever); err != nil {
				return err
			}
		}
		if !found {
			return errNoUnit
		}
		return nil
	})
}

// CloseUnit closes a unit for good. Errors: fault.NotFound; fault.Conflict while accounts or
// other units belong to it, or documents stand in its name; fault.Forbidden.
func (s *Service) CloseUnit(ctx context.Context, who authz.Actor, of id.Unit) error {
	return s.unit(ctx, who, of, "unit.close", func(tx *db.Tx, e *ledger.Draft, all []UnitVersion) error {
		i := slices.IndexFunc(all, func(v UnitVersion) bool { return v.ID == string(of) })
		if i < 0 {
			return errNoUnit
		}
		u := all[i].State
		if u.Owns {
			return fault.New(fault.Conflict, "Documents and reports stand in the name of %s. Name another owner first.", u.Title())
		}
		if slices.ContainsFunc(all, func(v UnitVersion) bool { return v.State.Parent == of }) {
			return fault.New(fault.Conflict, "Other units are part of %s. Move or close them first.", u.Title())
		}
		if s.InUnit != nil {
			n, err := s.InUnit(tx, e.Force, of)
			if err != nil {
				return err
			}
			if n > 0 {
				return fault.New(fault.Conflict, "Accounts belong to %s. Move them first.", u.Title())
			}
		}
		u.Closed = true
		e.Say("Closed the unit "+u.Title(), "")
		return units.Put(tx, e, string(of), u, e.At, clock.Forever)
	})
}

// unit runs a use case on the units that are not closed.
func (s *Service) unit(ctx context.Context, who authz.Actor, of id.Unit, verb string, do func(*db.Tx, *ledger.Draft, []UnitVersion) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{units.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
			return err
		}
		all, err := openUnits(tx, who.Force, register.Now(e.At))
		if err != nil {
			return err
		}
		return do(tx, e, all)
	})
	return err
}

// check names what is wrong with a unit among the others.
func (u *Unit) check(of id.Unit, all []UnitVersion) error {
	var fs fault.Fields
	u.Name, u.Short = strings.Join(strings.Fields(u.Name), " "), strings.Join(strings.Fields(u.Short), " ")
	parents := map[id.Unit]id.Unit{}
	for _, v := range all {
		parents[id.Unit(v.ID)] = v.State.Parent
		if v.ID != string(of) && strings.EqualFold(v.State.Name, u.Name) {
			fs.Add("name", "There is a unit named %s already", v.State.Name)
		}
	}
	printed := func(field, text string, most int) {
		if len([]rune(text)) > most || strings.ContainsAny(text, "\n\t") || strings.ContainsFunc(text, fault.Unseen) {
			fs.Add(field, "Write %d letters or fewer, on one line", most)
		}
	}
	printed("name", u.Name, 120)
	printed("short", u.Short, 20)
	if u.Name == "" {
		fs.Add("name", "Enter the name of the unit")
	}
	if _, ok := parents[u.Parent]; u.Parent != "" && !ok {
		fs.Add("parent", "Choose a unit of the list")
	}
	parents[of] = u.Parent
	for at, n := u.Parent, 0; at != "" && n <= len(parents); at, n = parents[at], n+1 {
		if at == of {
			fs.Add("parent", "A unit cannot be part of itself")
			break
		}
	}
	return fs.Err()
}

// UnitLine is a unit as it stands in a tree: how many units it is below.
type UnitLine struct {
	UnitVersion
	Depth int
}

// UnitTree is units in the order of a tree: each followed by those that are part of it.
func UnitTree(vs []UnitVersion) []UnitLine {
	var out []UnitLine
	there := map[id.Unit]bool{}
	for _, v := range vs {
		there[id.Unit(v.ID)] = true
	}
	var add func(parent id.Unit, depth int)
	add = func(parent id.Unit, depth int) {
		below := slices.DeleteFunc(slices.Clone(vs), func(v UnitVersion) bool {
			return v.State.Parent != parent && (parent != "" || there[v.State.Parent])
		})
		slices.SortFunc(below, func(a, b UnitVersion) int {
			return cmp.Or(cmp.Compare(a.State.Name, b.State.Name), cmp.Compare(a.ID, b.ID))
		})
		for _, v := range below {
			out = append(out, UnitLine{v, depth})
			if depth < len(vs) {
				add(id.Unit(v.ID), depth+1)
			}
		}
	}
	add("", 0)
	return out
}
