package sheet

import (
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// style is what a cell's style number means to a reader.
type style struct {
	look   *Look
	date   bool
	digits int    // at least so many digits before the point, from a format such as 0000
	before string // words the format puts before and after the number
	after  string
}

// show writes a number as its format does, as far as a register needs: leading
// zeros, and words before and after.
func (s style) show(f float64) string {
	if f != math.Trunc(f) || math.Abs(f) >= 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	text := strconv.FormatInt(int64(f), 10)
	if s.digits > 0 && f >= 0 && len(text) < s.digits {
		text = strings.Repeat("0", s.digits-len(text)) + text
	}
	return s.before + text + s.after
}

// styles are the styles of a workbook, by number.
type styles struct {
	list       []style
	withStrike map[Look]*Look
}

func (s *styles) at(i int) style {
	if i < 0 || i >= len(s.list) {
		return style{}
	}
	return s.list[i]
}

// struck is the look with a line through it.
func (s *styles) struck(look *Look) *Look {
	var l Look
	if look != nil {
		l = *look
	}
	l.Struck = true
	if s.withStrike[l] == nil {
		if s.withStrike == nil {
			s.withStrike = map[Look]*Look{}
		}
		s.withStrike[l] = &l
	}
	return s.withStrike[l]
}

// stylesReader gathers fonts, fills and formats before the styles that name them.
type stylesReader struct {
	theme   []string
	formats map[int]string
	struck  []bool
	fills   []string
	within  string
	out     []style
}

func (w *workbook) readStyles(part string, theme []string) error {
	sr := stylesReader{theme: theme, formats: map[int]string{}}
	if err := w.walk(part, sr.element); err != nil {
		return err
	}
	w.styles.list = sr.out
	return nil
}

func (sr *stylesReader) element(e xml.StartElement, r *reader) error {
	if max(len(sr.struck), len(sr.fills), len(sr.out), len(sr.formats)) > maxStyles {
		return damaged("it has more styles than a workbook can hold")
	}
	switch e.Name.Local {
	case "numFmts", "fonts", "fills", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "borders":
		sr.within = e.Name.Local
	case "numFmt":
		if sr.within == "numFmts" {
			sr.formats[atoi(attr(e, "numFmtId"), -1)] = attr(e, "formatCode")
		}
	case "font":
		if sr.within == "fonts" {
			sr.struck = append(sr.struck, false)
		}
	case "strike":
		if sr.within == "fonts" && len(sr.struck) > 0 {
			sr.struck[len(sr.struck)-1] = toggled(e)
		}
	case "fill":
		if sr.within == "fills" {
			colour, err := sr.fill(r)
			sr.fills = append(sr.fills, colour)
			return err
		}
	case "xf":
		if sr.within == "cellXfs" {
			sr.out = append(sr.out, sr.style(e))
		}
	}
	return nil
}

// fill reads the colour of a fill; none is empty.
func (sr *stylesReader) fill(r *reader) (string, error) {
	pattern, front, back := "", "", ""
	err := r.inside(func(tok xml.Token) error {
		e, ok := tok.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "patternFill":
			pattern = attr(e, "patternType")
		case "fgColor", "color":
			if front == "" {
				front = sr.colour(e)
			}
		case "bgColor":
			back = sr.colour(e)
		}
		return nil
	})
	switch {
	case pattern == "none" || pattern == "gray125":
		return "", err
	case front == "" && pattern != "":
		return back, err
	}
	return front, err
}

func (sr *stylesReader) style(e xml.StartElement) style {
	var st style
	look := Look{}
	if i := atoi(attr(e, "fillId"), 0); i >= 0 && i < len(sr.fills) {
		look.Fill = sr.fills[i]
	}
	if i := atoi(attr(e, "fontId"), 0); i >= 0 && i < len(sr.struck) {
		look.Struck = sr.struck[i]
	}
	if look != (Look{}) {
		st.look = &look
	}
	number := atoi(attr(e, "numFmtId"), 0)
	code, own := sr.formats[number]
	switch {
	case own:
		st.date = showsDate(code)
		if m := zeros.FindStringSubmatch(code); m != nil {
			st.before, st.digits, st.after = m[1], len(m[2]), m[3]
		}
	case number >= 14 && number <= 22, number >= 27 && number <= 36, number >= 45 && number <= 47, number >= 50 && number <= 58:
		st.date = true
	}
	return st
}

var (
	zeros    = regexp.MustCompile(`^(?:"([^"]*)")?(0+)(?:"([^"]*)")?(?:;.*)?$`)
	unshown  = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	dateCode = regexp.MustCompile(`[dDyYmMhHsS]`)
)

// showsDate reports whether a number format shows a date or a time.
func showsDate(code string) bool {
	first, _, _ := strings.Cut(code, ";")
	first = unshown.ReplaceAllString(first, "")
	if strings.EqualFold(strings.TrimSpace(first), "general") {
		return false
	}
	return dateCode.MatchString(first)
}

// colour is a colour as RRGGBB, or empty where there is none.
func (sr *stylesReader) colour(e xml.StartElement) string {
	base := ""
	switch {
	case len(attr(e, "rgb")) >= 6:
		rgb := attr(e, "rgb")
		base = strings.ToUpper(rgb[len(rgb)-6:])
	case attr(e, "theme") != "":
		if i := atoi(attr(e, "theme"), -1); i >= 0 && i < len(sr.theme) {
			base = sr.theme[i]
		}
	case attr(e, "indexed") != "":
		i := atoi(attr(e, "indexed"), -1)
		if i >= 8 {
			i -= 8
		}
		if i >= 0 && i < len(indexed) {
			base = indexed[i]
		}
	}
	if tint, err := strconv.ParseFloat(attr(e, "tint"), 64); err == nil && base != "" {
		base = tinted(base, tint)
	}
	return base
}

// tinted is a colour made lighter (tint above 0) or darker.
func tinted(rgb string, tint float64) string {
	n, err := strconv.ParseUint(rgb, 16, 32)
	if err != nil || !(tint >= -1 && tint <= 1) {
		return rgb
	}
	mix := func(c uint64) int {
		v := float64(c)
		if tint < 0 {
			return int(math.Round(v * (1 + tint)))
		}
		return int(math.Round(v + (255-v)*tint))
	}
	return fmt.Sprintf("%02X%02X%02X", mix(n>>16&255), mix(n>>8&255), mix(n&255))
}

// indexed is the palette that old workbooks name colours from, numbers 8 to 63; 0
// to 7 are the same as 8 to 15.
var indexed = strings.Fields(`000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF
	800000 008000 000080 808000 800080 008080 C0C0C0 808080
	9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF
	000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF
	00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
	3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696
	003366 339966 003300 333300 993300 993366 333399 333333`)

// readTheme reads the theme's colours in the order in which styles number them.
func (w *workbook) readTheme(part string) ([]string, error) {
	var colours []string
	scheme := false
	err := w.walk(part, func(e xml.StartElement, r *reader) error {
		switch e.Name.Local {
		case "clrScheme":
			scheme = true
		case "fontScheme", "fmtScheme":
			scheme = false
		case "srgbClr":
			if scheme {
				colours = append(colours, strings.ToUpper(attr(e, "val")))
			}
		case "sysClr":
			if scheme {
				colours = append(colours, strings.ToUpper(attr(e, "lastClr")))
			}
		}
		return nil
	})
	if len(colours) >= 4 { // written dark, light, dark, light; numbered light, dark, light, dark
		colours[0], colours[1], colours[2], colours[3] = colours[1], colours[0], colours[3], colours[2]
	}
	return colours, err
}
