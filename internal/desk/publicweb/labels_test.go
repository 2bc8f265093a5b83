package publicweb

import (
	"testing"

	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/desk"
	"watchword/internal/id"
)

// The places of the demonstration county, of which four lie close together.
func TestNoNameStandsOnAnother(t *testing.T) {
	t.Parallel()
	var ds []desk.Division
	for _, a := range county.Make(1, clock.MustDay("2026-11-17")).Areas {
		if a.Kind == county.Authority {
			ds = append(ds, desk.Division{ID: id.Area(a.Key), Name: a.Name, Shape: a.Shape})
		}
	}
	d := draw(ds)
	if len(d.areas) != 14 {
		t.Fatalf("%d areas", len(d.areas))
	}
	for name, size := range map[string]float64{"wide": textSize, "narrow": narrowSize} {
		l := labels{areas: d.areas, size: size}
		at := make([]spot, len(d.areas))
		for i, a := range d.areas {
			at[i] = spot{a.X, a.Y}
			if name == "narrow" {
				at[i] = spot{a.NX, a.NY}
			}
		}
		for i, a := range at {
			if f := l.figure(a); f.l < 0 || f.t < 0 || f.r > mapWidth || f.b > float64(d.height) {
				t.Errorf("%s: the figure of %s lies beyond the map", name, d.areas[i].Name)
			}
			for j, b := range at[:i] {
				if l.figure(a).over(l.figure(b))+l.figure(a).over(l.name(j, b))+l.name(i, a).over(l.figure(b))+l.name(i, a).over(l.name(j, b)) > 0 {
					t.Errorf("%s: %s and %s stand on one another", name, d.areas[i].Name, d.areas[j].Name)
				}
			}
		}
	}
}
