package feeweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type periodForm struct {
	From clock.Day `form:"from" label:"From"`
	To   clock.Day `form:"to" label:"To"`
}

// accountPage is the statement of a period.
type accountPage struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Sub      moj.SubNavigation
	MadeUp   bool
	Form     periodForm
	Ring     string
	Source   string
	Sums     part.Table
	Lines    part.Table
	PDF, CSV string
	Kept     []keptDay
	Begins   bool // nothing was entered yet, and the reader may
}

// keptDay is a day of the as-at bar that a form of the page hands on.
type keptDay struct{ Name, Value string }

// period is the period that the address asks for; the financial year so far when it names
// none: from 1 April.
func (h *Handlers) period(v visit.Visit) (periodForm, error) {
	f, err := web.Query[periodForm](v.R)
	today := clock.DayOf(v.When.At)
	if f.To == clock.NoDay {
		f.To = today
	}
	if f.From == clock.NoDay {
		y, m, _ := f.To.Date()
		if m < 4 {
			y--
		}
		f.From = clock.Date(y, 4, 1)
	}
	return f, err
}

// asked is the statement of the period that the address asks for.
func (h *Handlers) asked(v visit.Visit) (st fee.Statement, force area.Force, err error) {
	f, err := h.period(v)
	if err != nil {
		return fee.Statement{From: f.From, To: f.To}, force, err
	}
	err = h.DB.Read(v.R.Context(), func(tx *db.Tx) (err error) {
		if st, err = h.Fees.Statement(tx, v.Who, f.From, f.To, v.When); err != nil {
			st.From, st.To = f.From, f.To
			return err
		}
		force, err = h.Areas.Force(tx, v.Who.Force)
		return err
	})
	return st, force, err
}

func (h *Handlers) statement(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	st, force, err := h.asked(v)
	p := &accountPage{Page: web.Page{Title: "Scheme account", Active: "/scheme-account", Past: v.Bar.Past()}, Bar: v.Bar, Head: part.Head{Title: "Scheme account"}, Sub: sub(v, "/scheme-account"), MadeUp: force.Settings.Demo,
		Form: periodForm{st.From, st.To}, Ring: fee.Ring, Source: fee.RingSource}
	p.fill(v, st)
	if err == nil {
		err = v.Wrong
	}
	if err != nil {
		return h.page.Again(w, r, "account.html", p, err)
	}
	return h.page.Render(w, r, "account.html", p)
}

func (p *accountPage) fill(v visit.Visit, st fee.Statement) {
	period := func(path string) string {
		return v.Bar.Link(web.With(web.With("/scheme-account/statement"+path, "from", st.From.String()), "to", st.To.String()))
	}
	p.PDF, p.CSV = period(".pdf"), period(".csv")
	for _, name := range []string{"as_at", "as_known"} {
		if value := v.R.URL.Query().Get(name); value != "" {
			p.Kept = append(p.Kept, keptDay{name, value})
		}
	}
	keeps := v.Who.Can(authz.KeepFees) && !p.Past
	if keeps {
		p.Head.Actions = []govuk.Button{{Text: "Enter spending", Href: "/scheme-account/spend"}}
		p.Begins = len(st.Lines) == 0 && st.Opening == 0
	}
	p.Sums = part.Table{Caption: "What came in and went out, by kind", RowHeaders: true, Columns: []part.Column{{Text: "For"}, {Text: "In", Numeric: true}, {Text: "Out", Numeric: true}, {Text: "Held", Numeric: true}}}
	held := func(text string, p fee.Pence) part.Row {
		return part.Row{Cells: []part.Cell{{Text: text, Strong: true}, {}, {}, {Text: p.String(), Strong: true, Nowrap: true}}}
	}
	p.Sums.Rows = append(p.Sums.Rows, held("Before "+st.From.Long(), st.Opening))
	for _, x := range st.Sums {
		p.Sums.Rows = append(p.Sums.Rows, part.Row{Cells: []part.Cell{{Text: x.Kind.Title()}, sum(x.In), sum(x.Out), {}}})
	}
	p.Sums.Rows = append(p.Sums.Rows, part.Row{Cells: []part.Cell{{Text: "In the period"}, {Text: st.In.String(), Nowrap: true}, {Text: st.Out.String(), Nowrap: true}, {}}}, held("At the end of "+st.To.Long(), st.Closing))
	p.Lines = part.Table{Caption: "Every line of the period", RowHeaders: true, Empty: "There is no line in this period.", Columns: []part.Column{{Text: "Day"}, {Text: "For"}, {Text: "What"}, {Text: "In", Numeric: true}, {Text: "Out", Numeric: true}, {Text: "Held", Numeric: true}}}
	if keeps {
		p.Lines.Columns = append(p.Lines.Columns, part.Column{Text: "Wrong?", Hidden: true})
	}
	for _, l := range st.Lines {
		what := part.Cell{Text: l.State.What}
		if l.State.Paper != "" && v.Who.Can(authz.ReadFees) {
			what.Href = v.Bar.Link(url(l.State.Paper))
		}
		row := part.Row{Ended: l.State.PutRight != "", Cells: []part.Cell{part.DayCell(l.State.Day), {Text: l.State.Kind.Title()}, what, sum(l.State.In), sum(l.State.Out), {Text: l.Held.String(), Nowrap: true}}}
		if keeps {
			mend := part.Cell{}
			if l.State.Mendable() {
				mend = part.Cell{Text: "Put right", Href: "/scheme-account/" + l.ID + "/put-right"}
			}
			row.Cells = append(row.Cells, mend)
		}
		p.Lines.Rows = append(p.Lines.Rows, row)
	}
}

func sum(p fee.Pence) part.Cell {
	if p == 0 {
		return part.Cell{}
	}
	return part.Cell{Text: p.String(), Nowrap: true}
}

func (h *Handlers) statementPDF(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	st, force, err := h.asked(v)
	if err != nil {
		return err
	}
	pdf, err := st.Document(force.Name, clock.DayOf(v.When.Known)).PDF()
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", "scheme-account-"+st.From.String()+"-"+st.To.String()+".pdf", pdf)
}

func (h *Handlers) statementCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	st, _, err := h.asked(v)
	if err != nil {
		return err
	}
	lines := [][]string{{"Day", "For", "What", "In", "Out", "Held"}, {"", "Held before " + st.From.Long(), "", "", "", st.Opening.Plain()}}
	for _, l := range st.Lines {
		lines = append(lines, []string{l.State.Day.String(), l.State.Kind.Title(), l.State.What, l.State.In.Plain(), l.State.Out.Plain(), l.Held.Plain()})
	}
	lines = append(lines, []string{"", "In the period; held at the end of " + st.To.Long(), "", st.In.Plain(), st.Out.Plain(), st.Closing.Plain()})
	return sendCSV(w, "scheme-account-"+st.From.String()+"-"+st.To.String()+".csv", lines)
}

type spendForm struct {
	Kind   fee.PostingKind `form:"kind" label:"What it was spent on" max:"20"`
	Amount string          `form:"amount" label:"Amount" max:"20"`
	Day    clock.Day       `form:"day" label:"Day"`
	What   string          `form:"what" label:"What it was for" max:"300"`
}

// elsewhere is the choice for what the account cannot be spent on: it is refused with the
// rule, so that nobody squeezes it into a kind it is not.
const elsewhere = "something-else"

type spendPage struct {
	web.Page
	Head  part.Head
	Ring  string
	Kinds []govuk.Choice
	Form  spendForm
}

func (h *Handlers) newSpendPage() *spendPage {
	p := &spendPage{Head: part.Head{Title: "Enter spending"}, Ring: fee.Ring, Form: spendForm{Day: clock.DayOf(h.Clock.Now())},
		Page: web.Page{Title: "Enter spending", Active: "/scheme-account", Crumbs: []web.Crumb{{Text: "Scheme account", Href: "/scheme-account"}, {Text: "Enter spending"}}}}
	for _, k := range fee.PostingKinds {
		if k.Spend {
			p.Kinds = append(p.Kinds, govuk.Choice{Value: string(k.Kind), Text: k.Title})
		}
	}
	p.Kinds = append(p.Kinds, govuk.Choice{Value: elsewhere, Text: "Something else"},
		govuk.Choice{Value: string(fee.Brought), Text: "Nothing: it is what the account held when it was first kept here", Hint: govuk.Hint{Text: "Once, before any other line"}})
	return p
}

func (h *Handlers) spend(w http.ResponseWriter, r *http.Request) error {
	p := h.newSpendPage()
	p.Form.Kind = fee.PostingKind(r.URL.Query().Get("kind"))
	return h.page.Render(w, r, "spend.html", p)
}

func (h *Handlers) spendNow(w http.ResponseWriter, r *http.Request) (err error) {
	p, done := h.newSpendPage(), "account.spent"
	if p.Form, err = web.Form[spendForm](r); err == nil {
		f := p.Form
		in := fee.Spending{Kind: f.Kind, Amount: f.Amount, Day: f.Day, What: f.What}
		if f.Kind == fee.Brought {
			done = "account.begun"
			_, err = h.Fees.Begin(r.Context(), account.Actor(r.Context()), in)
		} else {
			_, err = h.Fees.Spend(r.Context(), account.Actor(r.Context()), in)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "spend.html", p, err)
	}
	return web.SeeOther(w, r, "/scheme-account", done)
}

type rightForm struct {
	Why string `form:"why" label:"What was wrong" max:"300"`
}

type rightPage struct {
	web.Page
	Head part.Head
	Form rightForm
}

func (h *Handlers) rightPage(r *http.Request) (*rightPage, error) {
	v, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (fee.PostingVersion, error) {
		return h.Fees.Posting(tx, account.Actor(r.Context()), id.Posting(r.PathValue("posting")), h.now())
	})
	l := &v.State
	return &rightPage{Head: part.Head{Caption: l.Day.Long() + ", " + (l.In + l.Out).String() + ": " + l.What, Title: "Put a line right"},
		Page: web.Page{Title: "Put a line right", Active: "/scheme-account", Crumbs: []web.Crumb{{Text: "Scheme account", Href: "/scheme-account"}, {Text: "Put right"}}}}, err
}

func (h *Handlers) putRight(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rightPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "right.html", p)
}

func (h *Handlers) putRightNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.rightPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[rightForm](r); err == nil {
		err = h.Fees.PutRight(r.Context(), account.Actor(r.Context()), id.Posting(r.PathValue("posting")), p.Form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "right.html", p, err)
	}
	return web.SeeOther(w, r, "/scheme-account", "account.put-right")
}
