package area

import (
	"watchword/internal/geo"
	"watchword/internal/id"
)

// placed is an area with its identity.
type placed struct {
	id   id.Area
	area Area
}

// ground answers which area of each kind a place lies in.
type ground struct {
	index map[Kind]*geo.Index
	areas map[Kind][]id.Area
}

func newGround(all []placed) ground {
	g := ground{index: map[Kind]*geo.Index{}, areas: map[Kind][]id.Area{}}
	shapes := map[Kind][]geo.Shape{}
	for _, p := range all {
		g.areas[p.area.Kind] = append(g.areas[p.area.Kind], p.id)
		shapes[p.area.Kind] = append(shapes[p.area.Kind], p.area.Shape)
	}
	for kind, s := range shapes {
		g.index[kind] = geo.NewIndex(s)
	}
	return g
}

// over is what kinds of area one of a kind is part of: the first as its parent.
var over = map[Kind]Kind{LocalPolicingArea: WholeForce, District: LocalPolicingArea, Authority: District, Ward: District}

// place sets what an area is part of, where that was not told, by where the middle of its
// ground lies, and reports whether there was anything to set.
func (g ground) place(a *Area) bool {
	if a.Shape.Empty() || a.Kind == Drawn || a.Kind == WholeForce {
		return false
	}
	set := false
	in := func(to *id.Area, kind Kind) {
		x := g.index[kind]
		if *to != "" || x == nil {
			return
		}
		if i, ok := x.First(a.Shape.Label()); ok {
			*to, set = g.areas[kind][i], true
		}
	}
	in(&a.Parent, over[a.Kind])
	if a.Kind == Ward {
		in(&a.Authority, Authority)
	}
	return set
}
