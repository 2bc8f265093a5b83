// Package land draws areas of the ground as a part.Map: their borders simplified as far as
// the picture shows, neighbours still sharing theirs, with names that do not stand on one
// another. It knows no register; a page says what its areas are and what they show.
//
// Read Draw.
package land

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"watchword/internal/geo"
	"watchword/internal/web/part"
)

// Place is a piece of ground with its name.
type Place struct {
	Name  string
	Shape geo.Shape // not empty
}

// Drawing is places as they lie in a picture. It may be kept, and is not to be changed:
// pages work on clones of Areas.
type Drawing struct {
	Width, Height int
	Areas         []part.MapArea // name and path of each place, in their order
	Outlines      []string       // paths of what is drawn over them
	frame         geo.Frame
	places        []Place
}

// margin is how far what is drawn keeps from the edge of the picture, in its measures.
const margin = 8

// Draw lays places in a picture of that width, and outlines, such as the borders of the
// districts of wards, over them. Lines that they share stay shared. It returns nil for no
// places.
func Draw(places []Place, outlines []geo.Shape, width int) *Drawing {
	if len(places) == 0 {
		return nil
	}
	bound := places[0].Shape.Bound()
	var all []geo.Shape
	for _, p := range places {
		bound = bound.Union(p.Shape.Bound())
		all = append(all, p.Shape)
	}
	f := geo.Fit(bound, float64(width), margin)
	d := &Drawing{Width: width, Height: int(f.Height), frame: f, places: places}
	for i, s := range geo.Simplify(append(all, outlines...), f.Metres()) {
		if i >= len(places) {
			d.Outlines = append(d.Outlines, f.Path(s))
			continue
		}
		d.Areas = append(d.Areas, part.MapArea{Name: places[i].Name, Path: f.Path(s)})
	}
	return d
}

// Middles sets every name in the middle of its area. It takes about a millisecond for
// each, so that a map of many areas that says few names asks for Middle instead.
func (d *Drawing) Middles() {
	for i := range d.Areas {
		d.Areas[i] = d.Middle(d.Areas[i], i)
	}
}

// Middle is an area with its name in the middle of the place of that number.
func (d *Drawing) Middle(a part.MapArea, i int) part.MapArea {
	a.X, a.Y = d.frame.XY(d.places[i].Shape.Label())
	a.NX, a.NY = a.X, a.Y
	return a
}

// Top is how far down the picture the place of that number begins, and how high it is.
func (d *Drawing) Top(i int) (top, height float64) {
	b := d.places[i].Shape.Bound()
	_, top = d.frame.XY(geo.Point{b.Min[0], b.Max[1]})
	_, foot := d.frame.XY(geo.Point{b.Min[0], b.Min[1]})
	return top, foot - top
}

// XY is where a point of the ground falls in the picture.
func (d *Drawing) XY(p geo.Point) (x, y float64) { return d.frame.XY(p) }

// Label moves the figures and names of all areas apart, each within its own, for text of
// a size and of another in a narrow window.
func (d *Drawing) Label(size, narrow float64) {
	d.Middles()
	inside := func(i int, x, y float64) bool { return d.places[i].Shape.Contains(d.frame.Point(x, y)) }
	place := func(size float64) []spot {
		return labels{areas: d.Areas, size: size, width: float64(d.Width), height: d.frame.Height, inside: inside}.placed()
	}
	wide, small := place(size), place(narrow)
	for i := range d.Areas {
		a := &d.Areas[i]
		a.X, a.Y, a.NX, a.NY = wide[i].x, wide[i].y, small[i].x, small[i].y
	}
}

// Quieten leaves out names that would stand on one another in text of that size, those of
// less weight first and never the chosen one's, and keeps the others within a picture of
// that width. Every area says its name all the same.
func Quieten(areas []part.MapArea, width, size float64, weight func(i int) float64) {
	order := make([]int, len(areas))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if areas[a].Chosen != areas[b].Chosen {
			if areas[a].Chosen {
				return -1
			}
			return 1
		}
		return cmp.Compare(weight(b), weight(a))
	})
	var said []int
	for _, i := range order {
		a := &areas[i]
		half := wideness(a.Name, size) / 2
		a.X = min(max(a.X, half+4), width-half-4)
		a.Quiet = slices.ContainsFunc(said, func(j int) bool {
			b := areas[j]
			return math.Abs(a.X-b.X) < half+wideness(b.Name, size)/2+4 && math.Abs(a.Y-b.Y) < size
		})
		if !a.Quiet {
			said = append(said, i)
		}
	}
}

// wideness is about how wide a name is written in text of that size.
func wideness(name string, size float64) float64 {
	return float64(utf8.RuneCountInString(name)) * size * .54
}

// Credit says whose the boundaries of a force are; demo is whether they were made up.
func Credit(demo bool) string {
	if demo {
		return "Boundaries made up for this demonstration."
	}
	return "Boundaries as the force keeps them. Those of local authorities and wards: Office for National Statistics, licensed under the Open Government Licence v3.0; contains OS data © Crown copyright and database right."
}
