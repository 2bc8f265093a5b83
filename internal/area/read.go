package area

import (
	"cmp"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Kinds is every kind of area, the largest first.
var Kinds = []Kind{WholeForce, LocalPolicingArea, District, Authority, Ward, Drawn}

// Filter chooses areas. Empty fields choose all.
type Filter struct {
	Kind   Kind
	Parent id.Area // those at once below it: wards of a district or of a local authority
}

// Passes reports whether an area is among those chosen.
func (f Filter) Passes(a Area) bool {
	return (f.Kind == "" || a.Kind == f.Kind) && (f.Parent == "" || a.Parent == f.Parent || a.Authority == f.Parent)
}

// List is the areas that pass, the largest kind first, then by name: as they stand, or with
// when as they stood. The slice may be shared and is not to be changed. Errors:
// fault.Forbidden.
func (s *Service) List(tx *db.Tx, who authz.Actor, f Filter, when *register.When) ([]Version, error) {
	if err := who.May(authz.ReadArea, authz.Object{}); err != nil {
		return nil, err
	}
	vs, err := s.when(tx, who, when)
	if err != nil {
		return nil, err
	}
	var out []Version
	for _, v := range vs {
		if f.Passes(v.State) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, inOrder)
	return out, nil
}

func (s *Service) when(tx *db.Tx, who authz.Actor, when *register.When) ([]Version, error) {
	if when == nil {
		return s.Of(tx, who.Force, "")
	}
	return table.List(tx, who.Force, *when, db.Where{}, "r.kind, r.name, r.id", 100000)
}

// Show is an area as it stood, for those who may see areas. Errors: fault.NotFound,
// fault.Forbidden.
func (s *Service) Show(tx *db.Tx, who authz.Actor, area id.Area, w register.When) (Version, error) {
	if err := who.May(authz.ReadArea, authz.Object{}); err != nil {
		return Version{}, err
	}
	return table.Find(tx, who.Force, string(area), w)
}

// Behind is where in such a list the areas behind one of that kind, name and identity
// begin.
func Behind(vs []Version, kind Kind, name, ident string) int {
	i, _ := slices.BinarySearchFunc(vs, Version{ID: ident, State: Area{Kind: kind, Name: name}}, inOrder)
	if i < len(vs) && vs[i].ID == ident {
		i++
	}
	return i
}

// inOrder compares areas as lists are ordered: the largest kind first, then by name.
func inOrder(a, b Version) int {
	return cmp.Or(slices.Index(Kinds, a.State.Kind)-slices.Index(Kinds, b.State.Kind), cmp.Compare(a.State.Name, b.State.Name), cmp.Compare(a.ID, b.ID))
}
