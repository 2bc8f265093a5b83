package desk

import (
	"slices"
	"strings"
	"sync"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/org"
)

// land is the areas of a force with the divisions of its map.
type land struct {
	stamp     string
	divisions []Division
	areas     map[id.Area]area.Area
	labels    []geo.Point // of the divisions
}

// landCache keeps the land of each force until an area changes.
type landCache struct {
	mu  sync.Mutex
	all map[id.Force]*land
}

func (c *landCache) of(tx *db.Tx, areas *area.Service, force id.Force) (*land, error) {
	vs, err := areas.Of(tx, force, "")
	if err != nil {
		return nil, err
	}
	var stamp strings.Builder
	for _, v := range vs {
		stamp.WriteString(v.Entry)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if l := c.all[force]; l != nil && l.stamp == stamp.String() {
		return l, nil
	}
	l := newLand(vs)
	l.stamp = stamp.String()
	if c.all == nil {
		c.all = map[id.Force]*land{}
	}
	c.all[force] = l
	return l, nil
}

func newLand(vs []area.Version) *land {
	l := &land{areas: make(map[id.Area]area.Area, len(vs))}
	kind := area.District
	for _, v := range vs {
		l.areas[id.Area(v.ID)] = v.State
		if v.State.Kind == area.Authority && !v.State.Shape.Empty() {
			kind = area.Authority
		}
	}
	for _, v := range vs {
		if v.State.Kind == kind {
			l.divisions = append(l.divisions, Division{ID: id.Area(v.ID), Name: v.State.Name, Shape: v.State.Shape, Stamp: v.Entry})
		}
	}
	for _, d := range l.divisions {
		l.labels = append(l.labels, d.Shape.Label())
	}
	return l
}

// under is the divisions in which an organisation's people may act: those named, those
// that lie in an area named, and those in which one lies. An organisation without areas
// acts in the whole force area.
func (l *land) under(o *org.Organisation) []int {
	var out []int
	for i := range l.divisions {
		if len(o.Areas) == 0 && o.Drawn == nil || slices.ContainsFunc(o.Areas, func(a id.Area) bool { return l.meets(i, a) }) ||
			o.Drawn != nil && l.covers(i, *o.Drawn) {
			out = append(out, i)
		}
	}
	return out
}

// meets reports whether an area of the register and a division lie in one another.
func (l *land) meets(i int, of id.Area) bool {
	a, ok := l.areas[of]
	switch {
	case !ok:
		return false
	case a.Kind == area.WholeForce:
		return true
	case l.within(of, l.divisions[i].ID) || l.within(l.divisions[i].ID, of):
		return true
	case a.Kind == l.areas[l.divisions[i].ID].Kind, a.Kind == area.Ward && a.Parent != "":
		return false // it lies in others
	}
	return l.covers(i, a.Shape)
}

// within follows the areas above one, up to another.
func (l *land) within(of, in id.Area) bool {
	for range 8 {
		if of == in {
			return true
		}
		a, ok := l.areas[of]
		if !ok || a.Parent == "" && a.Authority == "" {
			return false
		}
		if a.Authority == in {
			return true
		}
		of = a.Parent
	}
	return false
}

// covers reports whether a shape and a division share ground, as far as their middles
// and the shape's corners tell.
func (l *land) covers(i int, s geo.Shape) bool {
	d := l.divisions[i].Shape
	if s.Empty() || d.Empty() {
		return false
	}
	if s.Contains(l.labels[i]) || d.Contains(s.Label()) {
		return true
	}
	if s.Points() > 500 {
		return false
	}
	for _, polygon := range s.Orb() {
		for _, ring := range polygon {
			if slices.ContainsFunc(ring, func(p geo.Point) bool { return d.Contains(p) }) {
				return true
			}
		}
	}
	return false
}
