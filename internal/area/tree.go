package area

import (
	"slices"

	"watchword/internal/db"
	"watchword/internal/id"
)

// Tree says which areas are part of which: a ward of its district and of its local
// authority, a district of its local policing area, and every one of the whole force. It
// may be shared, and is not to be changed.
type Tree struct {
	above map[id.Area][]id.Area // at once above
	below map[id.Area][]id.Area
}

// NewTree is how these areas lie in one another.
func NewTree(vs []Version) *Tree {
	t := &Tree{above: make(map[id.Area][]id.Area, len(vs)), below: map[id.Area][]id.Area{}}
	known := make(map[id.Area]bool, len(vs))
	var whole []id.Area
	for _, v := range vs {
		known[id.Area(v.ID)] = true
		if v.State.Kind == WholeForce {
			whole = append(whole, id.Area(v.ID))
		}
	}
	for _, v := range vs {
		a := id.Area(v.ID)
		var up []id.Area
		for _, x := range []id.Area{v.State.Parent, v.State.Authority} {
			if known[x] && x != a && !slices.Contains(up, x) {
				up = append(up, x)
			}
		}
		if len(up) == 0 && v.State.Kind != WholeForce {
			up = whole
		}
		t.above[a] = up
		for _, x := range up {
			t.below[x] = append(t.below[x], a)
		}
	}
	return t
}

// Above is every area that one is part of, the nearest first.
func (t *Tree) Above(a id.Area) []id.Area { return spread(t.above, a)[1:] }

// Parts is an area and every area that is part of it.
func (t *Tree) Parts(a id.Area) []id.Area { return spread(t.below, a) }

// Within reports whether an area is another, or part of it.
func (t *Tree) Within(a, in id.Area) bool { return slices.Contains(spread(t.above, a), in) }

// Reach is every area that shares ground with one of these by what is part of what:
// themselves, their parts, and all that they are part of. Whoever may act in one of those
// may act in one of these, or in part of it.
func (t *Tree) Reach(of []id.Area) []id.Area {
	var out []id.Area
	seen := map[id.Area]bool{}
	for _, a := range of {
		for _, x := range append(t.Parts(a), t.Above(a)...) {
			if !seen[x] {
				seen[x] = true
				out = append(out, x)
			}
		}
	}
	return out
}

// Reach is Tree.Reach of the force's present areas.
func (s *Service) Reach(tx *db.Tx, force id.Force, of []id.Area) ([]id.Area, error) {
	t, err := s.Tree(tx, force)
	if err != nil {
		return nil, err
	}
	return t.Reach(of), nil
}

// spread is an area and all that can be come to from it, the nearest first. Areas that are
// part of one another, which nothing forbids, end it.
func spread(way map[id.Area][]id.Area, from id.Area) []id.Area {
	out, seen := []id.Area{from}, map[id.Area]bool{from: true}
	for i := 0; i < len(out); i++ {
		for _, x := range way[out[i]] {
			if !seen[x] {
				seen[x] = true
				out = append(out, x)
			}
		}
	}
	return out
}

// Tree is how the force's present areas lie in one another.
func (s *Service) Tree(tx *db.Tx, force id.Force) (*Tree, error) {
	h, err := s.hold(tx, force)
	if err != nil {
		return nil, err
	}
	return h.tree, nil
}
