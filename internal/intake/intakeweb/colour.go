package intakeweb

import (
	"html/template"
	"regexp"
	"strconv"
)

var sixDigits = regexp.MustCompile(`^[0-9A-F]{6}$`)

// swatch shows a fill colour as a small square. Its name stands beside it.
func swatch(colour string) template.HTML {
	fill, dash := "#FFFFFF", ` stroke-dasharray="3 3"`
	if sixDigits.MatchString(colour) {
		fill, dash = "#"+colour, ""
	}
	return template.HTML(`<svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false"><rect x="1" y="1" width="26" height="26" rx="3" fill="` + fill +
		`" stroke="#5B6B66" stroke-width="1.5"` + dash + `/></svg>`)
}

// colourName is a fill colour in a word or two, for those who cannot see it.
func colourName(colour string) string {
	if !sixDigits.MatchString(colour) {
		return "No colour"
	}
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		return "No colour"
	}
	r, g, b := int(n>>16), int(n>>8&255), int(n&255)
	high, low := max(r, g, b), min(r, g, b)
	light := (high + low) / 2
	if high-low < 24 {
		switch {
		case light > 230:
			return "White"
		case light < 40:
			return "Black"
		case light > 170:
			return "Light grey"
		}
		return "Grey"
	}
	name := hueName(r, g, b, high, low)
	switch {
	case light > 190:
		return "Light " + name
	case light < 80:
		return "Dark " + name
	}
	return string(name[0]-'a'+'A') + name[1:]
}

// hueName is the hue of a colour that is not grey.
func hueName(r, g, b, high, low int) string {
	span := high - low
	var hue int
	switch high {
	case r:
		hue = (60*(g-b)/span + 360) % 360
	case g:
		hue = 60*(b-r)/span + 120
	default:
		hue = 60*(r-g)/span + 240
	}
	for _, x := range []struct {
		upTo int
		name string
	}{{15, "red"}, {45, "orange"}, {70, "yellow"}, {165, "green"}, {195, "turquoise"}, {255, "blue"}, {290, "purple"}, {345, "pink"}} {
		if hue < x.upTo {
			return x.name
		}
	}
	return "red"
}
