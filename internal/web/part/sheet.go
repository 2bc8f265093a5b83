package part

import (
	"html"
	"regexp"
	"strings"
	"time"
)

// Heads is the headings of the columns as a spreadsheet has them. What is there to be
// pressed is left out.
func (t *Table) Heads() []string {
	var out []string
	for _, c := range t.Columns {
		if c.Text == "" || c.Acts {
			continue
		}
		if out = append(out, c.Text); c.Under != "" {
			out = append(out, c.Under)
		}
	}
	return out
}

// Line is a row as a spreadsheet has it: the words of each cell, days as 2006-01-02, and
// figures without what only helps to read them.
func (t *Table) Line(r Row) []string {
	var out []string
	for i, c := range t.Columns {
		if c.Text == "" || c.Acts {
			continue
		}
		var x Cell
		if i < len(r.Cells) {
			x = r.Cells[i]
		}
		words := []string{x.words(c.Numeric), x.Status.Text}
		if c.Under == "" {
			words = append(words, x.Sub)
		}
		if out = append(out, together(words)); c.Under != "" {
			out = append(out, plainDay(x.Sub))
		}
	}
	return out
}

var (
	unseen = regexp.MustCompile(`<span class="govuk-visually-hidden">[^<]*</span>`)
	marked = regexp.MustCompile(`<[^>]*>`)
	figure = regexp.MustCompile(`^-?£?[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?$`)
)

// words is the text of a cell alone.
func (c *Cell) words(numeric bool) string {
	switch {
	case c.Value != "":
		return c.Value
	case numeric && figure.MatchString(c.Text):
		return strings.NewReplacer(",", "", "£", "").Replace(c.Text)
	case c.HTML != "":
		return strings.Join(strings.Fields(html.UnescapeString(marked.ReplaceAllString(unseen.ReplaceAllString(string(c.HTML), ""), " "))), " ")
	}
	return c.Text
}

// together is the texts that are not empty, one after the other.
func together(words []string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, plainDay(w))
		}
	}
	return strings.Join(out, "; ")
}

// plainDay is a day as tables show it, 22 Nov 2026, as 2026-11-22; any other text is left.
func plainDay(s string) string {
	if len(s) == len("2 Jan 2006") || len(s) == len("02 Jan 2006") {
		if t, err := time.Parse("2 Jan 2006", s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return s
}
