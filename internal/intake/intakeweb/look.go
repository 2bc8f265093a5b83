package intakeweb

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/intake"
	"watchword/internal/intake/draft"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type lookPage struct {
	web.Page
	Head        part.Head
	At          string // address of the draft
	Busy        string // what to say while it is being written
	Questions   []question
	Sheet       sheetChoices
	Status      *statusChoices
	came        string // which form came back with something wrong
	reading     *draft.Reading
	Figures     part.Figures
	States      part.Table
	StatesHead  part.Heading
	Remarks     []string
	BadHead     part.Heading
	Filter      badFilter
	Chips       moj.Chips
	Bad         part.Table
	BadPaging   part.Paging
	Notes       part.Table
	NotesCount  string
	NotesMore   string
	ColumnsHead part.Heading
	ColumnsSay  string // how many are read, and which are not
	ColumnsMore string
	Take        takeChoices
}

// question is something to answer first, with the place on the page where it is answered.
type question struct{ Text, Href, Link string }

// look is the dry run.
func (h *Handlers) look(w http.ResponseWriter, r *http.Request) error {
	d, err := h.drafts.Find(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	if d.State == draft.Taken {
		return web.SeeOther(w, r, draftURL(d.ID, "/done"), "")
	}
	if d.State == draft.Taking {
		p := newLook(&d)
		p.Busy = "It began at " + clock.Moment(d.TakenAt) + ". Open this page again in a little while: it then shows what was done."
		return h.page.Render(w, r, "look.html", p)
	}
	rd, err := h.drafts.Read(r.Context(), actor(r), d.ID)
	if err != nil {
		return err
	}
	q, err := web.Query[badQuery](r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "look.html", lookOf(r, &rd, q))
}

// lookAgain shows the dry run with what was sent in one of its forms and what is wrong
// with it.
func (h *Handlers) lookAgain(w http.ResponseWriter, r *http.Request, form string, rd *draft.Reading, err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Invalid {
		return err
	}
	if rd == nil {
		read, e := h.drafts.Read(r.Context(), actor(r), draftOf(r))
		if e != nil {
			return e
		}
		rd = &read
	}
	p := lookOf(r, rd, badQuery{})
	p.came = form
	return h.page.Again(w, r, "look.html", p, err)
}

// typed is what stands in a control: what was typed, if its form came back, or what the
// draft has.
func (p *lookPage) typed(form, name, value string) string {
	if p.came == form {
		return p.Typed(name, value)
	}
	return value
}

func newLook(d *draft.Draft) *lookPage {
	p := &lookPage{Page: frame("Dry run: "+d.Name, web.Crumb{Text: d.Name}), At: draftURL(d.ID, "")}
	p.Head = part.Head{Caption: "Import " + noun(d.Kind, 2), Title: d.Name, Text: "Dry run: nothing is written yet.",
		Facts: []part.Fact{{Key: "Size", Value: size(d.Size)}, {Key: "Kept until", Value: clock.Moment(d.Until())}}}
	return p
}

func lookOf(r *http.Request, rd *draft.Reading, q badQuery) *lookPage {
	d, res := &rd.Draft, &rd.Result
	p := newLook(d)
	p.reading = rd
	if d.Choices.Sheet != "" {
		p.Head.Facts = append([]part.Fact{{Key: "Sheet", Value: d.Choices.Sheet}}, p.Head.Facts...)
	}
	p.Sheet = sheetOf(d, rd.Which)
	if rd.Which != "" {
		p.Questions = []question{{rd.Which, "#where", "Choose the sheet"}}
		p.Take = takeOf(rd)
		return p
	}
	p.Status = statusOf(rd)
	for _, x := range res.Questions {
		p.Questions = append(p.Questions, ask(x))
		p.Sheet.Open = p.Sheet.Open || x.Code == intake.NoHeader
	}
	p.Remarks = res.Remarks
	p.figures(rd)
	p.states(rd)
	p.badLines(r, rd, q)
	p.notes(rd)
	p.ColumnsHead = part.Heading{Text: "How each column is read", ID: "columns"}
	if res.Mapping.Line > 0 {
		p.Head.Links = []part.Link{{Text: "How each column is read", Href: "#columns"}}
		p.ColumnsHead.Beside = "headings on line " + web.Number(res.Mapping.Line)
		p.ColumnsSay = columnsSay(res.Mapping)
		_, _, more := chosen(res.Mapping)
		if more > 0 {
			p.ColumnsMore = "Columns that are not listed: " + web.Number(more) + ". They have no heading or stand too far right, and are not read."
		}
	}
	p.Take = takeOf(rd)
	return p
}

func ask(q intake.Question) question {
	switch q.Code {
	case intake.NoColumn:
		return question{q.Text, "#columns", "Choose the column"}
	case intake.StatusByColour, intake.StatusNowhere:
		return question{q.Text, "#status-first", "Say where people stand"}
	case intake.NoHeader:
		return question{q.Text, "#where", "Say which line has the headings"}
	}
	return question{Text: q.Text}
}

func (p *lookPage) figures(rd *draft.Reading) {
	bad := rd.Result.BadLines()
	p.Figures = part.Figures{Items: []part.Figure{
		{Number: web.Number(rd.Result.Records), Text: plural(rd.Result.Records, "line") + " about " + noun(rd.Draft.Kind, 2)},
		{Number: web.Number(rd.New()), Text: "new to the register"},
		{Number: web.Number(rd.Known), Text: "in it already, left as they are"},
		{Number: web.Number(bad), Text: plural(bad, "bad line"), Href: "#bad"},
		{Number: web.Number(len(rd.Result.Warnings)), Text: plural(len(rd.Result.Warnings), "note"), Href: "#notes"},
	}}
	if bad == 0 {
		p.Figures.Items[3].Href = ""
	}
	if len(rd.Result.Warnings) == 0 {
		p.Figures.Items[4].Href = ""
	}
}

// plural is a noun for that number of things.
func plural(n int, one string) string {
	if n == 1 {
		return one
	}
	return one + "s"
}

var statusWords = []struct {
	status intake.Status
	word   string
	kind   part.Kind
}{
	{intake.Active, "Active", part.InForce}, {intake.Expired, "Expired", part.Ended}, {intake.Suspended, "Suspended", part.Suspended},
	{intake.AwaitingVetting, "Awaiting vetting", part.Waiting}, {intake.AwaitingApproval, "Awaiting approval", part.Waiting},
	{intake.Withdrawn, "Withdrawn", part.NotInForce}, {intake.Left, "Left", part.Ended}, {"", "No status", part.NotKnown},
}

func (p *lookPage) states(rd *draft.Reading) {
	by := rd.Result.Summary.ByStatusAsAt
	if rd.Draft.Kind == intake.Organisations {
		by = rd.Result.Summary.ByStatus
	}
	p.StatesHead = part.Heading{Text: "Where the good lines stand", Beside: "as at today"}
	p.States = part.Table{Caption: "Good lines by status", Columns: []part.Column{{Text: "Status"}, {Text: upper(noun(rd.Draft.Kind, 2)), Numeric: true}}, Empty: "There is no good line."}
	for _, s := range statusWords {
		if n := by[s.status]; n > 0 {
			p.States.Rows = append(p.States.Rows, part.Row{Cells: []part.Cell{{Status: part.Status{Kind: s.kind, Text: s.word}}, {Text: web.Number(n)}}})
		}
	}
}

// notesShown is how many notes stand on the page.
const notesShown = 50

func (p *lookPage) notes(rd *draft.Reading) {
	all := rd.Result.Warnings
	if len(all) == 0 {
		return
	}
	p.NotesCount = web.Number(len(all)) + " notes: these lines come in all the same"
	if len(all) == 1 {
		p.NotesCount = "1 note: this line comes in all the same"
	}
	p.Notes = problemTable("Notes on lines that come in", all[:min(len(all), notesShown)])
	if len(all) > notesShown {
		p.NotesMore = "The first " + strconv.Itoa(notesShown) + " are shown. The file has all of them."
	}
}

func problemTable(caption string, ps []intake.Problem) part.Table {
	t := part.Table{Caption: caption, Columns: []part.Column{{Text: "Line", Numeric: false}, {Text: "Column"}, {Text: "What is wrong"}, {Text: "In the file"}}}
	for _, x := range ps {
		said := part.Cell{Text: x.Message}
		if x.Suggestion != "" {
			said.Sub = "Perhaps: " + x.Suggestion
		}
		value := part.Cell{HTML: breakable(x.Value), Mono: true}
		if x.Value == "" {
			value = part.Cell{Text: "empty", Quiet: true}
		}
		column := part.Cell{Text: x.Column}
		if x.Column == "" {
			column = part.Cell{Text: "the whole line", Quiet: true}
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{HTML: template.HTML(`<span class="ww-narrow">Line </span>` + web.Number(x.Line)), Strong: true}, column, said, value}})
	}
	return t
}

// breakable is a text that may be broken within long words, so that it does not stretch a
// table.
func breakable(s string) template.HTML {
	var b strings.Builder
	run := 0
	for _, c := range s {
		if run++; unicode.IsSpace(c) {
			run = 0
		}
		b.WriteString(template.HTMLEscapeString(string(c)))
		if run == 16 {
			b.WriteString("<wbr>")
			run = 0
		}
	}
	return template.HTML(b.String())
}

// byCount is the keys, those that occur most first.
func byCount(counts map[string]int) []string {
	var out []string
	for k := range counts {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		if a < b {
			return -1
		}
		return 1
	})
	return out
}
