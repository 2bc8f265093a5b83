package intakeweb

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/fault"
	"watchword/internal/intake"
	"watchword/internal/intake/draft"
	"watchword/internal/law"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// mostColumns is how many columns the page lists.
const mostColumns = 120

// chosen is the columns of which another meaning can be chosen: those that hold one
// field, or none. Columns that belong to a role or to a matrix of powers are read together.
func chosen(m intake.Mapping) (out []intake.Column, together map[int]bool, more int) {
	together = map[int]bool{}
	for _, c := range m.Columns {
		if c.Heading == "" && c.Field == "" {
			more++
			continue
		}
		if len(out) == mostColumns {
			more++
			continue
		}
		at, single := m.Of(c.Field)
		together[c.Index] = c.Field == intake.FieldInsurance || c.Field != "" && !(single && at == c.Index)
		out = append(out, c)
	}
	return out, together, more
}

func columnName(c intake.Column) string { return "column-" + strconv.Itoa(c.Index) }

// mappedColumn is one column as the page lists it.
type mappedColumn struct {
	Letter  string
	Heading string
	Hidden  bool
	Read    template.HTML // what it is read as, with a list to choose otherwise
	Why     string
}

// Columns is how each column is read and why.
func (p *lookPage) Columns() (out []mappedColumn) {
	if p.reading == nil {
		return nil
	}
	shown, together, _ := chosen(p.reading.Result.Mapping)
	for _, c := range shown {
		x := mappedColumn{Letter: sheet.ColumnName(c.Index), Heading: c.Heading, Hidden: c.Hidden, Why: c.Why}
		if together[c.Index] {
			words := upper(c.Field.Label())
			if known, ok := law.Find(c.Power); ok {
				words = known.Name
			}
			x.Read = template.HTML(`<p>` + template.HTMLEscapeString(words) + `</p>`)
		} else {
			x.Read = p.column(c, x.Letter)
		}
		out = append(out, x)
	}
	return out
}

// ColumnsOpen reports whether the list of columns stands open: something is to be chosen
// there, or what was chosen is wrong.
func (p *lookPage) ColumnsOpen() bool {
	return p.came == "columns" || slices.ContainsFunc(p.reading.Result.Questions, func(q intake.Question) bool { return q.Code == intake.NoColumn })
}

// mostNamed is how many columns that are not read are named above the list.
const mostNamed = 6

// columnsSay says how many columns are read and names those that are not.
func columnsSay(m intake.Mapping) string {
	read, headed := 0, 0
	var not []string
	for _, c := range m.Columns {
		switch {
		case c.Field != "" && c.Field != intake.FieldInsurance:
			read++
		case c.Heading != "":
			not = append(not, c.Heading)
		}
		if c.Heading != "" || c.Field != "" {
			headed++
		}
	}
	said := web.Number(read) + " of " + web.Number(headed) + " columns are read."
	if len(not) == 0 {
		return "All " + web.Number(read) + " columns are read."
	}
	more := ""
	if n := len(not) - mostNamed; n > 0 {
		more, not = " and "+web.Number(n)+" more", not[:mostNamed]
	}
	return said + " Not read: " + strings.Join(not, ", ") + more + "."
}

// column is the list from which the meaning of a column is chosen.
func (p *lookPage) column(c intake.Column, letter string) template.HTML {
	name := columnName(c)
	s := govuk.Select{Name: name, Label: govuk.Label{Text: "Column " + letter + " is read as", Classes: "govuk-visually-hidden"},
		Value:        p.typed("columns", name, string(c.Field)),
		ErrorMessage: govuk.ErrorMessage{Text: p.Message(name)}, Items: []govuk.Option{{Blank: true, Text: "Not read"}}}
	for _, f := range p.reading.Draft.Kind.Fields() {
		s.Items = append(s.Items, govuk.Option{Value: string(f), Text: upper(f.Label())})
	}
	return s.Render()
}

func upper(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// chooseColumns takes what each column is to be read as. What was not changed stays as it
// was found.
func (h *Handlers) chooseColumns(w http.ResponseWriter, r *http.Request) error {
	reading, err := h.drafts.Read(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	form, err := web.Form[struct {
		Act string `form:"act"`
	}](r)
	if err == nil {
		err = h.drafts.Choose(r.Context(), actor(r), draftOf(r), func(d *draft.Draft) error {
			if form.Act == "anew" {
				d.Choices.Columns = nil
				return nil
			}
			return takeColumns(d, reading.Result.Mapping, r.PostForm.Get)
		})
	}
	if err != nil {
		return h.lookAgain(w, r, "columns", &reading, err)
	}
	return web.SeeOther(w, r, draftURL(draftOf(r), ""), "import.read")
}

func takeColumns(d *draft.Draft, m intake.Mapping, sent func(string) string) error {
	var wrong fault.Fields
	shown, together, _ := chosen(m)
	now, taken := map[intake.Field]int{}, map[intake.Field]string{}
	for _, c := range shown {
		if together[c.Index] {
			continue
		}
		f := intake.Field(sent(columnName(c)))
		switch {
		case f == "":
		case !slices.Contains(d.Kind.Fields(), f):
			wrong.Add(columnName(c), "Choose one of the list")
		case taken[f] != "":
			wrong.Add(columnName(c), "Column %s is read as %s already. Choose it for one column only", taken[f], f.Label())
		default:
			now[f], taken[f] = c.Index, sheet.ColumnName(c.Index)
		}
	}
	for f, at := range now {
		if was, ok := m.Of(f); !ok || was != at {
			d.Choices.Column(f, at)
		}
	}
	for _, c := range shown {
		if c.Field == "" || together[c.Index] {
			continue
		}
		if _, still := now[c.Field]; !still {
			d.Choices.Column(c.Field, -1)
		}
	}
	return wrong.Err()
}
