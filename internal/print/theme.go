package print

// theme is the measures of a style: sizes in points, lengths in millimetres.
type theme struct {
	left, right, top, bottom float64 // margins
	body, small, lead, name  float64
	h1, h2, h3               float64
	table                    float64 // text of tables, summaries and lists of powers
	key                      float64 // width of the headings of a summary
	numbered                 bool    // page numbers even on a single page
}

var themes = [...]theme{
	Report:      {left: 22, right: 22, top: 20, bottom: 22, body: 12, small: 10.5, lead: 13.5, name: 20, h1: 24, h2: 16, h3: 13, table: 11, key: 45, numbered: true},
	Letter:      {left: 22, right: 22, top: 18, bottom: 22, body: 12, small: 10.5, lead: 12, name: 14, h1: 14, h2: 13, h3: 12, table: 11, key: 50},
	Certificate: {left: 21.2, right: 21.2, top: 16, bottom: 18, body: 10.5, small: 9, lead: 12.3, name: 23, h1: 31, h2: 13.6, h3: 12, table: 10.2, key: 39.6},
}

// leading is the distance of lines in parts of the text size.
const leading = 1.42

// height is the distance in millimetres between lines of text of a size in points.
func height(size float64) float64 { return size * mmPerPoint * leading }
