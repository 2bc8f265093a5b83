package govuk

import (
	"html/template"
	"strconv"
)

// Words are a text or HTML with classes of its own.
type Words struct {
	Text    string
	HTML    template.HTML
	Classes string
}

// TaskStatus is how far a task is: a Tag or words.
type TaskStatus struct {
	Tag     Tag
	Text    string
	HTML    template.HTML
	Classes string
}

// Task is one line of a TaskList; without Href it cannot be begun.
type Task struct {
	Title   Words
	Hint    Words
	Status  TaskStatus
	Href    string
	Classes string
}

// TaskList shows what is to be done, and how far each is.
type TaskList struct {
	Items      []Task
	IDPrefix   string // empty: "task-list"
	Classes    string
	Attributes Attributes
}

// Render is the list as HTML.
func (x TaskList) Render() template.HTML { return render(x) }

// Write writes the list.
func (x TaskList) Write(w *writer) {
	w.Raw(`<ul`)
	w.Class("govuk-task-list", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	for i := range x.Items {
		x.Items[i].write(w, or(x.IDPrefix, "task-list")+"-"+strconv.Itoa(i+1))
	}
	w.Raw(`</ul>`)
}

func (t *Task) write(w *writer, id string) {
	hint := t.Hint.Text != "" || t.Hint.HTML != ""
	w.Raw(`<li`)
	w.Class("govuk-task-list__item", when(t.Href != "", "govuk-task-list__item--with-link"), t.Classes)
	w.Raw(`><div class="govuk-task-list__name-and-hint">`)
	if t.Href != "" {
		w.Raw(`<a`)
		w.Class("govuk-link govuk-task-list__link", t.Title.Classes)
		w.Href(t.Href)
		w.Attr("aria-describedby", when(hint, id+"-hint ")+id+"-status")
		w.Raw(`>`)
		w.Content(t.Title.Text, t.Title.HTML)
		w.Raw(`</a>`)
	} else {
		w.Raw(`<div`)
		w.Opt("class", t.Title.Classes)
		w.Raw(`>`)
		w.Content(t.Title.Text, t.Title.HTML)
		w.Raw(`</div>`)
	}
	if hint {
		w.Raw(`<div`)
		w.Attr("id", id+"-hint")
		w.Raw(` class="govuk-task-list__hint">`)
		w.Content(t.Hint.Text, t.Hint.HTML)
		w.Raw(`</div>`)
	}
	w.Raw(`</div><div`)
	w.Class("govuk-task-list__status", t.Status.Classes)
	w.Attr("id", id+"-status")
	w.Raw(`>`)
	if t.Status.Tag.Text != "" || t.Status.Tag.HTML != "" {
		t.Status.Tag.Write(w)
	} else {
		w.Content(t.Status.Text, t.Status.HTML)
	}
	w.Raw(`</div></li>`)
}

// Action is a link at the end of a row or in the head of a card.
type Action struct {
	Text               string
	HTML               template.HTML
	Href               string
	VisuallyHiddenText string // what the link is about, for those who hear it alone
	Classes            string
	Attributes         Attributes
}

// Actions are the links of a row or a card.
type Actions struct {
	Items   []Action
	Classes string
}

// Row is one line of a SummaryList.
type Row struct {
	Key     Words
	Value   Words
	Actions Actions
	Classes string
}

// CardTitle is the heading of a summary card.
type CardTitle struct {
	Text         string
	HTML         template.HTML
	HeadingLevel int // 0: 2
	Classes      string
}

// Card puts a SummaryList in a frame with a heading.
type Card struct {
	Title      CardTitle
	Actions    Actions
	Classes    string
	Attributes Attributes
}

// SummaryList is a list of headings with their values.
type SummaryList struct {
	Rows       []Row
	Card       *Card
	Classes    string
	Attributes Attributes
}

// Render is the list as HTML.
func (x SummaryList) Render() template.HTML { return render(x) }

// Write writes the list.
func (x SummaryList) Write(w *writer) {
	var title CardTitle
	if x.Card != nil {
		title = x.Card.Title
		x.Card.open(w)
	}
	actions := false
	for i := range x.Rows {
		actions = actions || len(x.Rows[i].Actions.Items) > 0
	}
	w.Raw(`<dl`)
	w.Class("govuk-summary-list", x.Classes)
	w.Attributes(x.Attributes)
	w.Raw(`>`)
	for i := range x.Rows {
		x.Rows[i].write(w, title, actions)
	}
	w.Raw(`</dl>`)
	if x.Card != nil {
		w.Raw(`</div></div>`)
	}
}

func (r *Row) write(w *writer, title CardTitle, anyActions bool) {
	w.Raw(`<div`)
	w.Class("govuk-summary-list__row", when(anyActions && len(r.Actions.Items) == 0, "govuk-summary-list__row--no-actions"), r.Classes)
	w.Raw(`><dt`)
	w.Class("govuk-summary-list__key", r.Key.Classes)
	w.Raw(`>`)
	w.Content(r.Key.Text, r.Key.HTML)
	w.Raw(`</dt><dd`)
	w.Class("govuk-summary-list__value", r.Value.Classes)
	w.Raw(`>`)
	w.Content(r.Value.Text, r.Value.HTML)
	w.Raw(`</dd>`)
	if n := len(r.Actions.Items); n > 0 {
		w.Raw(`<dd`)
		w.Class("govuk-summary-list__actions", r.Actions.Classes)
		w.Raw(`>`)
		if n == 1 {
			r.Actions.Items[0].write(w, title)
		} else {
			w.Raw(`<ul class="govuk-summary-list__actions-list">`)
			for i := range r.Actions.Items {
				w.Raw(`<li class="govuk-summary-list__actions-list-item">`)
				r.Actions.Items[i].write(w, title)
				w.Raw(`</li>`)
			}
			w.Raw(`</ul>`)
		}
		w.Raw(`</dd>`)
	}
	w.Raw(`</div>`)
}

func (a *Action) write(w *writer, title CardTitle) {
	titled := title.Text != "" || title.HTML != ""
	w.Raw(`<a`)
	w.Class("govuk-link", a.Classes)
	w.Href(a.Href)
	w.Attributes(a.Attributes)
	w.Raw(`>`)
	w.Content(a.Text, a.HTML)
	if a.VisuallyHiddenText != "" || titled {
		w.Raw(`<span class="govuk-visually-hidden">`)
		if a.VisuallyHiddenText != "" {
			w.Raw(` `)
			w.Text(a.VisuallyHiddenText)
		}
		if titled {
			w.Raw(` (`)
			w.Content(title.Text, title.HTML)
			w.Raw(`)`)
		}
		w.Raw(`</span>`)
	}
	w.Raw(`</a>`)
}

func (c *Card) open(w *writer) {
	w.Raw(`<div`)
	w.Class("govuk-summary-card", c.Classes)
	w.Attributes(c.Attributes)
	w.Raw(`><div class="govuk-summary-card__title-wrapper">`)
	if c.Title.Text != "" || c.Title.HTML != "" {
		h := "h" + level(c.Title.HeadingLevel, 2)
		w.Raw(`<`, h)
		w.Class("govuk-summary-card__title", c.Title.Classes)
		w.Raw(`>`)
		w.Content(c.Title.Text, c.Title.HTML)
		w.Raw(`</`, h, `>`)
	}
	switch n := len(c.Actions.Items); {
	case n == 1:
		w.Raw(`<div`)
		w.Class("govuk-summary-card__actions", c.Actions.Classes)
		w.Raw(`>`)
		c.Actions.Items[0].write(w, c.Title)
		w.Raw(`</div>`)
	case n > 1:
		w.Raw(`<ul`)
		w.Class("govuk-summary-card__actions", c.Actions.Classes)
		w.Raw(`>`)
		for i := range c.Actions.Items {
			w.Raw(`<li class="govuk-summary-card__action">`)
			c.Actions.Items[i].write(w, c.Title)
			w.Raw(`</li>`)
		}
		w.Raw(`</ul>`)
	}
	w.Raw(`</div><div class="govuk-summary-card__content">`)
}
