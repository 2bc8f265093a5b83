package intakeweb

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/fault"
	"watchword/internal/intake"
	"watchword/internal/intake/draft"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// statuses is what a colour, or everybody, can be said to mean.
var statuses = func() []govuk.Option {
	out := []govuk.Option{{Blank: true, Text: "Choose a status"}}
	for _, s := range intake.PersonStatuses {
		out = append(out, govuk.Option{Value: string(s), Text: upper(strings.ReplaceAll(string(s), "-", " "))})
	}
	return out
}()

func isStatus(s string) bool {
	_, err := intake.ParseStatus(s)
	return err == nil
}

// sheetForm is what the lines are, and where in the file they stand.
type sheetForm struct {
	Kind   string `form:"kind" label:"What the lines are" max:"20"`
	Sheet  string `form:"sheet" label:"Sheet" max:"200"`
	Header string `form:"header" label:"Line of the headings" max:"9"`
}

// sheetChoices is the form as the draft has it.
type sheetChoices struct {
	Form   sheetForm
	Kinds  []govuk.Option
	Sheets []govuk.Option
	Must   string // why a sheet must be chosen
	Open   bool
}

func sheetOf(d *draft.Draft, which string) sheetChoices {
	c := sheetChoices{Must: which, Open: which != "", Form: sheetForm{Kind: string(d.Kind), Sheet: d.Choices.Sheet},
		Kinds: []govuk.Option{{Value: string(intake.Organisations), Text: "Organisations"}, {Value: string(intake.People), Text: "People"}}}
	if d.Choices.Header > 0 {
		c.Form.Header = strconv.Itoa(d.Choices.Header)
	}
	if len(d.Choices.Sheets) < 2 {
		return c
	}
	c.Sheets = append(c.Sheets, govuk.Option{Blank: true, Text: "The one that fits"})
	for _, s := range d.Choices.Sheets {
		about := "neither people nor organisations"
		if s.Kind != intake.Neither {
			about = lines(s.Lines) + " of " + noun(s.Kind, 2)
		}
		if s.Hidden {
			about += ", hidden"
		}
		c.Sheets = append(c.Sheets, govuk.Option{Value: s.Name, Text: s.Name + " (" + about + ")"})
	}
	return c
}

// chooseSheet takes kind, sheet and line of headings.
func (h *Handlers) chooseSheet(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[sheetForm](r)
	header := 0
	if err == nil && form.Header != "" {
		if header, err = strconv.Atoi(form.Header); err != nil || header < 1 {
			err = fault.In("header", "Line of the headings must be a whole number, for example 3")
		}
	}
	if err == nil {
		err = h.drafts.Choose(r.Context(), actor(r), draftOf(r), func(d *draft.Draft) error {
			if form.Kind != string(intake.People) && form.Kind != string(intake.Organisations) {
				return fault.In("kind", "Choose what the lines are")
			}
			if !hasSheet(d, form.Sheet) {
				return fault.New(fault.Invalid, "The file has no such sheet. Choose one of the list.")
			}
			d.At(intake.Kind(form.Kind), form.Sheet, header)
			return nil
		})
	}
	if err != nil {
		return h.lookAgain(w, r, "sheet", nil, err)
	}
	return web.SeeOther(w, r, draftURL(draftOf(r), ""), "import.read")
}

func hasSheet(d *draft.Draft, name string) bool {
	if name == "" {
		return true
	}
	for _, s := range d.Choices.Sheets {
		if strings.TrimSpace(s.Name) == name {
			return true
		}
	}
	return false
}

// statusChoices is what tells who is accredited now, where no column does.
type statusChoices struct {
	Question string
	Fills    []fillChoice
	All      string // one status for everybody
	Answered bool
}

type fillChoice struct {
	intake.Fill
	Name string // of the control
}

// mostFills is how many colours can be asked about.
const mostFills = 100

func fillName(colour string) string {
	if colour == "" {
		return "fill-none"
	}
	return "fill-" + colour
}

// statusOf is the form for the status, or nil where a column or the file's own key tells
// it.
func statusOf(rd *draft.Reading) *statusChoices {
	d := &rd.Draft
	s := &statusChoices{All: string(d.Choices.Status)}
	for _, q := range rd.Result.Questions {
		if q.Code == intake.StatusByColour || q.Code == intake.StatusNowhere {
			s.Question = q.Text
			s.fills(q.Fills)
		}
	}
	if s.Question == "" {
		if d.Choices.Status == "" && len(d.Choices.Fills) == 0 {
			return nil
		}
		s.Question, s.Answered = "You said where people stand. It can be changed.", true
		s.fills(d.Choices.Seen)
	}
	return s
}

// Colours is the colours of the lines, each with a list to choose what it means.
func (p *lookPage) Colours() template.HTML {
	t := part.Table{Caption: "Colours of the lines and what each means", Columns: []part.Column{{Text: "Colour"}, {Text: "Lines", Numeric: true}, {Text: "Means"}}}
	for _, f := range p.Status.Fills {
		name := colourName(f.Colour)
		choice := govuk.Select{Name: f.Name, Label: govuk.Label{Text: name + " means", Classes: "govuk-visually-hidden"}, Items: statuses,
			Value: p.typed("status", f.Name, string(p.reading.Draft.Choices.Fills[f.Colour])), ErrorMessage: govuk.ErrorMessage{Text: p.Message(f.Name)}}
		sub := ""
		if f.Colour != "" {
			sub = "#" + f.Colour
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{HTML: swatch(f.Colour) + template.HTML(" "+template.HTMLEscapeString(name)), Sub: sub},
			{Text: web.Number(f.Lines)}, {HTML: choice.Render()}}})
	}
	return t.Render()
}

// Everybody is the list from which one status is chosen for all.
func (p *lookPage) Everybody() template.HTML {
	s := govuk.Select{Name: "status", Label: govuk.Label{Text: "Everybody in the file is"}, Items: statuses, Value: p.typed("status", "status", p.Status.All),
		ErrorMessage: govuk.ErrorMessage{Text: p.Message("status")}}
	if len(p.Status.Fills) > 0 {
		s.Label.Text = "Or the colours mean nothing, and everybody in the file is"
	}
	return s.Render()
}

// Where is what the lines are, and where in the file they stand.
func (p *lookPage) Where() template.HTML {
	c := &p.Sheet
	out := govuk.Select{Name: "kind", Label: govuk.Label{Text: "What the lines are"}, Items: c.Kinds, Value: p.typed("sheet", "kind", c.Form.Kind),
		ErrorMessage: govuk.ErrorMessage{Text: p.Message("kind")}}.Render()
	if len(c.Sheets) > 0 {
		out += govuk.Select{Name: "sheet", Label: govuk.Label{Text: "Sheet to be read"}, Items: c.Sheets, Value: p.typed("sheet", "sheet", c.Form.Sheet),
			ErrorMessage: govuk.ErrorMessage{Text: p.Message("sheet")}}.Render()
	}
	return out + govuk.Input{Name: "header", Label: govuk.Label{Text: "Line of the headings"}, Hint: govuk.Hint{Text: "Leave it empty, and it is found"}, Classes: "govuk-input--width-4",
		Inputmode: "numeric", Value: p.typed("sheet", "header", c.Form.Header), ErrorMessage: govuk.ErrorMessage{Text: p.Message("header")}}.Render()
}

func (s *statusChoices) fills(fs []intake.Fill) {
	for _, f := range fs[:min(len(fs), mostFills)] {
		s.Fills = append(s.Fills, fillChoice{f, fillName(f.Colour)})
	}
}

// chooseStatus takes what each colour means, or one status for all.
func (h *Handlers) chooseStatus(w http.ResponseWriter, r *http.Request) error {
	reading, err := h.drafts.Read(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	form, err := web.Form[struct {
		All string `form:"status" max:"40"`
	}](r)
	s := statusOf(&reading)
	if err == nil && s == nil {
		return web.SeeOther(w, r, draftURL(draftOf(r), ""), "") // a column tells it meanwhile
	}
	if err == nil {
		err = h.drafts.Choose(r.Context(), actor(r), draftOf(r), func(d *draft.Draft) error { return s.take(d, form.All, r.PostForm.Get) })
	}
	if err != nil {
		return h.lookAgain(w, r, "status", &reading, err)
	}
	return web.SeeOther(w, r, draftURL(draftOf(r), ""), "import.read")
}

func (s *statusChoices) take(d *draft.Draft, all string, sent func(string) string) error {
	if all != "" {
		if !isStatus(all) {
			return fault.In("status", "Choose one of the list")
		}
		d.Choices.Status, d.Choices.Fills, d.Choices.Seen = intake.Status(all), nil, nil
		return nil
	}
	if len(s.Fills) == 0 {
		return fault.In("status", "Choose where everybody in the file stands")
	}
	var wrong fault.Fields
	d.Choices.Status, d.Choices.Fills, d.Choices.Seen = "", map[string]intake.Status{}, nil
	for _, f := range s.Fills {
		answer := sent(f.Name)
		if !isStatus(answer) {
			wrong.Add(f.Name, "Choose what %s means", strings.ToLower(colourName(f.Colour)))
		}
		d.Choices.Fills[f.Colour] = intake.Status(answer)
		d.Choices.Seen = append(d.Choices.Seen, f.Fill)
	}
	return wrong.Err()
}
