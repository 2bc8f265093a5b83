package part

import "html/template"

// WayStep is one stage of a Way.
type WayStep struct {
	Text string
	Sub  string // its day
	Done bool
	Now  bool
}

// Way is the stages that something goes through, in order: those that are done, the one it
// stands at, and those to come.
type Way struct{ Steps []WayStep }

// Render is the way as HTML.
func (x Way) Render() template.HTML { return render(x) }

// Write writes the way.
func (x Way) Write(w *writer) {
	w.Raw(`<ol class="ww-way">`)
	for _, s := range x.Steps {
		w.Raw(`<li`, when(s.Now, ` class="ww-way__now"`), when(s.Done && !s.Now, ` class="ww-way__done"`), `><strong>`)
		w.Text(s.Text)
		w.Raw(when(s.Now, `<span class="govuk-visually-hidden"> (now)</span>`), `</strong>`)
		if s.Sub != "" {
			w.Raw(`<span class="ww-sub">`)
			w.Text(s.Sub)
			w.Raw(`</span>`)
		}
		w.Raw(`</li>`)
	}
	w.Raw(`</ol>`)
}
