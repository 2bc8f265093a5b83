package part

import "html/template"

// Kind is one of the eight kinds of state. Each has a shape, a colour and words
// of its own; the word carries it alone.
type Kind string

// The kinds of state, with words that suit them.
const (
	InForce    Kind = "in-force"     // In force, Satisfied, Valid, Taken: a filled circle with a tick
	Due        Kind = "due"          // Ends in 24 days, Marked: a clock
	Waiting    Kind = "waiting"      // Waiting 3 days, Not yet started: a dashed ring
	Suspended  Kind = "suspended"    // Suspended: a square with two bars
	NotInForce Kind = "not-in-force" // Withdrawn, Refused, Not valid: an octagon with a cross
	Ended      Kind = "ended"        // Ended in law, Spent, Left: a ring with a bar
	NotKnown   Kind = "not-known"    // Could not check, Depends on: a diamond with a question mark
	Council    Kind = "council"      // Council authority: brackets round a dot
)

// Kinds are all kinds of state.
var Kinds = []Kind{InForce, Due, Waiting, Suspended, NotInForce, Ended, NotKnown, Council}

// Shapes are drawn on a grid of 16. The parts of class ww-shape__in have the
// colour of the ground.
var shapes = map[Kind]template.HTML{
	InForce: `<circle cx="8" cy="8" r="7.5" fill="currentColor"/><path class="ww-shape__in" d="M4.6 8.3 7 10.7 11.5 5.6" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
	Due:     `<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 4.4V8.2L10.6 9.8" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`,
	Waiting: `<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="2.2" stroke-dasharray="3.4 3.3"/>`,
	Suspended: `<rect x="1" y="1" width="14" height="14" rx="2" fill="currentColor"/>` +
		`<path class="ww-shape__in" d="M6 5V11M10 5V11" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/>`,
	NotInForce: `<path d="M4.9.5H11.1L15.5 4.9V11.1L11.1 15.5H4.9L.5 11.1V4.9Z" fill="currentColor"/>` +
		`<path class="ww-shape__in" d="M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6" stroke="#fff" stroke-width="2" stroke-linecap="round"/>`,
	Ended:    `<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M5 8H11" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>`,
	NotKnown: `<path d="M8 .2 15.8 8 8 15.8.2 8Z" fill="currentColor"/><path class="ww-shape__in" d="M6.3 6.4C6.3 4.2 9.9 4.3 9.8 6.5 9.7 7.9 8 7.8 8 9.3" fill="none" stroke="#fff" stroke-width="1.5" stroke-linecap="round"/><circle class="ww-shape__dot" cx="8" cy="11.5" r=".95" fill="#fff"/>`,
	Council:  `<path d="M5 2H2.2V14H5M11 2H13.8V14H11" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/><circle cx="8" cy="8" r="2" fill="currentColor"/>`,
}

// Shape is the shape of a kind alone, coloured, hidden from screen readers: for
// places where words beside it say the same.
func Shape(k Kind) template.HTML {
	return `<svg class="ww-shape ww-shape--` + template.HTML(known(k)) + `" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">` + shapes[known(k)] + `</svg>`
}

func known(k Kind) Kind {
	if _, ok := shapes[k]; ok {
		return k
	}
	return NotKnown
}

// Status is a state: shape, word and colour.
type Status struct {
	Kind  Kind
	Text  string
	Href  string // leads to the reason, if there is one to open
	Plain bool   // without the tinted ground, for dense tables
}

// Render is the status as HTML.
func (s Status) Render() template.HTML { return render(s) }

// Write writes the status.
func (s Status) Write(w *writer) {
	w.Raw(`<strong class="ww-status ww-status--`, string(known(s.Kind)), when(s.Plain, ` ww-status--plain`), `">`)
	w.Trusted(Shape(s.Kind))
	if s.Href != "" {
		w.Raw(`<a`)
		w.Href(s.Href)
		w.Raw(`>`)
	}
	w.Text(s.Text)
	w.Raw(when(s.Href != "", `</a>`), `</strong>`)
}

// Statuses writes several states beside each other.
func Statuses(ss ...Status) template.HTML {
	var w writer
	w.Raw(`<div class="ww-statuses">`)
	for i := range ss {
		if i > 0 {
			w.Raw(` `)
		}
		ss[i].Write(&w)
	}
	w.Raw(`</div>`)
	return w.HTML()
}
