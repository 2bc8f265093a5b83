package landweb

import (
	"strconv"

	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/web/land"
	"watchword/internal/web/part"
)

// mapWidth is how wide a map is drawn, and textSize how large its names are, in its own
// measures; steps is how many shades it has. The names of up to named areas are all moved
// to where there is room; of more, those that stand on another are left out.
const (
	mapWidth = 640
	textSize = 17.0
	steps    = 4
	named    = 20
)

// draw is a map of areas, each a link, in steps of how many accredited persons may act in
// it; nil if no boundary was entered.
func draw(lines []desk.AreaLine, chosen id.Area, link func(string) string, credit string, persons bool, title string) *part.Map {
	var places []land.Place
	var shown []desk.AreaLine
	for _, l := range lines {
		if a := l.Area.State; !a.Shape.Empty() {
			places, shown = append(places, land.Place{Name: a.Name, Shape: a.Shape}), append(shown, l)
		}
	}
	d := land.Draw(places, nil, mapWidth)
	if d == nil {
		return nil
	}
	few := len(shown) <= named
	if few {
		d.Label(textSize, part.NarrowText(mapWidth))
	} else {
		d.Middles()
	}
	m := &part.Map{Title: title, Width: d.Width, Height: d.Height, Areas: d.Areas, Credit: credit, TextSize: textSize}
	wide := width(shown)
	for i := range m.Areas {
		a, l := &m.Areas[i], shown[i]
		a.Href, a.Chosen = link(areaURL(l.ID())), l.ID() == chosen
		if persons {
			a.Says = said(l.Persons)
			a.Step = int((l.Persons + wide - 1) / wide)
		}
	}
	if persons {
		m.Legend = legend(shown, wide)
	}
	if few {
		m.NarrowSize = part.NarrowText(mapWidth)
		return m
	}
	land.Quieten(m.Areas, mapWidth, textSize, func(i int) float64 { return shown[i].Area.State.Shape.Hectares() })
	return m
}

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
