package sheet

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"watchword/internal/fault"
)

// sharedString is a text of the workbook, which many cells may show.
type sharedString struct {
	text   string
	struck bool // a line through all of it
}

// sharedString reads the text inside the element just begun: plain, or in runs that
// look different. Readings in another script (rPh) are left out.
func (r *reader) sharedString() (sharedString, error) {
	var b strings.Builder
	phonetic, inText := 0, false
	runStruck, struck, unstruck := false, false, false
	err := r.inside(func(tok xml.Token) error {
		switch t := tok.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "rPh":
				phonetic++
			case "r":
				runStruck = false
			case "strike":
				runStruck = toggled(t)
			case "t":
				inText = phonetic == 0
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "rPh":
				phonetic--
			case "t":
				inText = false
			}
		case xml.CharData:
			if inText {
				b.Write(t)
				if strings.TrimSpace(string(t)) != "" {
					struck, unstruck = struck || runStruck, unstruck || !runStruck
				}
			}
		}
		return nil
	})
	return sharedString{unescape(b.String()), struck && !unstruck}, err
}

func (w *workbook) readStrings(part string) error {
	return w.walk(part, func(e xml.StartElement, r *reader) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := r.sharedString()
		if w.strings = append(w.strings, s); len(w.strings) > MaxCells {
			return fault.New(fault.Invalid, "The workbook has more than %d texts. Split it and send the parts.", MaxCells)
		}
		return err
	})
}

var escaped = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescape resolves _x000D_, the way workbooks write characters XML cannot hold, and
// makes every line break a plain one.
func unescape(s string) string {
	if strings.Contains(s, "_x") {
		s = escaped.ReplaceAllStringFunc(s, func(m string) string {
			n, err := strconv.ParseUint(m[2:6], 16, 16)
			if err != nil || n >= 0xD800 && n < 0xE000 {
				return m
			}
			return string(rune(n))
		})
	}
	return strings.ReplaceAll(s, "\r\n", "\n")
}

// cell makes a cell of what its element holds, its type t and its style.
func (w *workbook) cell(t string, style int, raw rawCell) Cell {
	st := w.styles.at(style)
	c := Cell{Look: st.look, Formula: raw.formula, Unsaved: raw.formula && raw.value == "" && !(raw.kept && t == "str")}
	set := func(kind Kind, text string) {
		if text != "" {
			c.Kind, c.Text = kind, text
		}
	}
	switch t {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw.value)); err == nil && i >= 0 && i < len(w.strings) {
			set(Text, w.strings[i].text)
			raw.struck = w.strings[i].struck
		}
	case "inlineStr":
		set(Text, raw.inline)
	case "str":
		set(Text, unescape(raw.value))
	case "b":
		set(Bool, map[bool]string{true: "TRUE", false: "FALSE"}[truth(strings.TrimSpace(raw.value))])
	case "e":
		set(Error, strings.TrimSpace(raw.value))
	case "d":
		w.isoDate(&c, strings.TrimSpace(raw.value))
	default:
		w.number(&c, st, strings.TrimSpace(raw.value))
	}
	if raw.struck && c.Kind != Empty && (c.Look == nil || !c.Look.Struck) {
		c.Look = w.styles.struck(c.Look)
	}
	return c
}

// number sets a number, a date where its format shows it as one.
func (w *workbook) number(c *Cell, st style, value string) {
	if value == "" {
		return
	}
	f, ok := isNumber(value)
	if !ok {
		c.Kind, c.Text = Text, value
		return
	}
	c.Kind, c.Number = Number, f
	if !st.date {
		c.Text = st.show(f)
		return
	}
	if w.from1904 {
		f += 1462
	}
	c.Number = f
	c.Kind, c.Text = Date, ShowSerial(f)
}

// isoDate sets a date that is kept as text, as strict workbooks do.
func (w *workbook) isoDate(c *Cell, value string) {
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04:05Z07:00", "2006-01-02"} {
		if at, err := time.Parse(layout, value); err == nil {
			c.Kind = Date
			c.Number = float64(at.Unix())/86400 + 25569
			c.Text = ShowSerial(c.Number)
			return
		}
	}
	if value != "" {
		c.Kind, c.Text = Text, value
	}
}

// SerialDay is the date of a spreadsheet's day number (days since 30 December 1899),
// and whether there is one: from 1 March 1900 to the end of 9999. Earlier numbers
// are off by one in the best known program, and no one in a register is that old.
func SerialDay(serial float64) (year int, month time.Month, day int, ok bool) {
	if !(serial >= 61 && serial < 2_958_466) {
		return 0, 0, 0, false
	}
	year, month, day = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(math.Floor(serial))).Date()
	return year, month, day, true
}

// ShowSerial writes a day number as 2006-01-02, with the time of day where it has one.
func ShowSerial(serial float64) string {
	y, m, d, ok := SerialDay(serial)
	if !ok {
		return strconv.FormatFloat(serial, 'f', -1, 64)
	}
	at := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	minutes := int(math.Round((serial - math.Floor(serial)) * 1440))
	if minutes == 0 {
		return at.Format("2006-01-02")
	}
	return at.Add(time.Duration(minutes) * time.Minute).Format("2006-01-02 15:04")
}
