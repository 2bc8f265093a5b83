package land

import (
	"testing"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/web/part"
)

// The places of the demonstration county, of which four lie close together.
func TestNoNameStandsOnAnother(t *testing.T) {
	t.Parallel()
	const mapWidth, textSize = 640, 18.0
	narrowSize := part.NarrowText(mapWidth)
	var places []Place
	for _, a := range county.Make(1, clock.MustDay("2026-11-17")).Areas {
		if a.Kind == county.Authority {
			places = append(places, Place{area.Short(a.Name), a.Shape})
		}
	}
	d := Draw(places, nil, mapWidth)
	d.Label(textSize, narrowSize)
	if len(d.Areas) != 14 {
		t.Fatalf("%d areas", len(d.Areas))
	}
	for name, size := range map[string]float64{"wide": textSize, "narrow": narrowSize} {
		l := labels{areas: d.Areas, size: size}
		at := make([]spot, len(d.Areas))
		for i, a := range d.Areas {
			at[i] = spot{a.X, a.Y}
			if name == "narrow" {
				at[i] = spot{a.NX, a.NY}
			}
		}
		for i, a := range at {
			if f := l.figure(a); f.l < 0 || f.t < 0 || f.r > mapWidth || f.b > float64(d.Height) {
				t.Errorf("%s: the figure of %s lies beyond the map", name, d.Areas[i].Name)
			}
			for j, b := range at[:i] {
				if l.figure(a).over(l.figure(b))+l.figure(a).over(l.name(j, b))+l.name(i, a).over(l.figure(b))+l.name(i, a).over(l.name(j, b)) > 0 {
					t.Errorf("%s: %s and %s stand on one another", name, d.Areas[i].Name, d.Areas[j].Name)
				}
			}
		}
	}
}
