package landweb

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"watchword/internal/desk"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/web/part"
)

// mapWidth is how wide a map is drawn, and textSize how large its names are, in its own
// measures; steps is how many shades it has.
const (
	mapWidth = 640
	textSize = 17.0
	steps    = 4
)

// draw is a map of areas, each a link, in steps of how many accredited persons may act in
// it; nil if no boundary was entered.
func draw(lines []desk.AreaLine, chosen id.Area, link func(string) string, credit string, persons bool, title string) *part.Map {
	var shapes []geo.Shape
	var shown []desk.AreaLine
	for _, l := range lines {
		if s := l.Area.State.Shape; !s.Empty() {
			shapes, shown = append(shapes, s), append(shown, l)
		}
	}
	if len(shapes) == 0 {
		return nil
	}
	bound := shapes[0].Bound()
	for _, s := range shapes {
		bound = bound.Union(s.Bound())
	}
	f := geo.Fit(bound, mapWidth, 8)
	m := &part.Map{Title: title, Width: mapWidth, Height: int(f.Height), Credit: credit, TextSize: textSize}
	wide := width(shown)
	for i, s := range geo.Simplify(shapes, f.Metres()) {
		l := shown[i]
		x, y := f.XY(shapes[i].Label())
		a := part.MapArea{Name: l.Area.State.Name, Path: f.Path(s), X: x, Y: y, Href: link(areaURL(l.ID())), Chosen: l.ID() == chosen}
		if persons {
			a.Says = said(l.Persons)
			a.Step = int((l.Persons + wide - 1) / wide)
		}
		m.Areas = append(m.Areas, a)
	}
	if persons {
		m.Legend = legend(shown, wide)
	}
	name(m, shown)
	return m
}

// name leaves out names that would stand on one another, those of small areas first, and
// keeps the others within the drawing. Every area says its name all the same.
func name(m *part.Map, lines []desk.AreaLine) {
	order := make([]int, len(m.Areas))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if m.Areas[a].Chosen != m.Areas[b].Chosen {
			if m.Areas[a].Chosen {
				return -1
			}
			return 1
		}
		return cmp.Compare(lines[b].Area.State.Shape.Hectares(), lines[a].Area.State.Shape.Hectares())
	})
	var said []int
	for _, i := range order {
		a := &m.Areas[i]
		half := wideness(a.Name) / 2
		a.X = min(max(a.X, half+4), mapWidth-half-4)
		a.Quiet = slices.ContainsFunc(said, func(j int) bool {
			b := m.Areas[j]
			return math.Abs(a.X-b.X) < half+wideness(b.Name)/2+4 && math.Abs(a.Y-b.Y) < textSize
		})
		if !a.Quiet {
			said = append(said, i)
		}
	}
}

// wideness is about how wide a name is written.
func wideness(name string) float64 { return float64(utf8.RuneCountInString(name)) * textSize * .54 }

// width is how many persons one step holds.
func width(lines []desk.AreaLine) int64 {
	most := int64(0)
	for _, l := range lines {
		most = max(most, l.Persons)
	}
	return max(1, (most+steps-1)/steps)
}

func legend(lines []desk.AreaLine, wide int64) []part.MapStep {
	out := []part.MapStep{{Step: 0, Text: "No accredited person"}}
	most := int64(0)
	for _, l := range lines {
		most = max(most, l.Persons)
	}
	for i := int64(1); i <= steps && (i-1)*wide < most; i++ {
		text := part.Number(int((i-1)*wide+1)) + " to " + part.Number(int(i*wide))
		if wide == 1 {
			text = strconv.FormatInt(i, 10)
		}
		out = append(out, part.MapStep{Step: int(i), Text: text})
	}
	return out
}

func said(n int64) string {
	switch n {
	case 0:
		return "no accredited person"
	case 1:
		return "1 accredited person"
	}
	return part.Number(int(n)) + " accredited persons"
}
