package feeweb

import (
	"io"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// fitting is a line that waits, as the page shows it.
type fitting struct {
	Day, Amount, Text, Href, Why string
}

// bankPage is the lines of the bank's files: those that wait, by how they fit, and those of
// which somebody said what they are.
type bankPage struct {
	web.Page
	Head           part.Head
	Sub            moj.SubNavigation
	Left           []fitting
	CountMatched   part.Heading
	CountSuggested part.Heading
	CountLeft      part.Heading
	Waits          bool
	Choices        []govuk.Choice // the matched lines, chosen
	Chosen         []string
	Maybe          []govuk.Choice // the suggested, not chosen
	MaybeName      string         // of their field: of the only group, that to which errors lead
	None           []string
}

func (h *Handlers) bankPage(r *http.Request) (*bankPage, error) {
	v := visit.At(r, h.Clock)
	p := &bankPage{Page: web.Page{Title: "Bank", Active: "/bank"}, Head: part.Head{Title: "Bank", Text: "Money that came, read from the file that the bank exports, held against the invoices."}, Sub: sub(v, "/bank")}
	p.Head.Links = []part.Link{{Text: "All lines", Href: "/bank/lines"}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := h.Fees.WaitingLines(tx, v.Who, h.now())
		if err != nil {
			return err
		}
		for _, f := range all {
			p.add(f)
		}
		return nil
	})
	p.Waits = len(p.Choices)+len(p.Maybe) > 0
	if p.MaybeName = "maybe"; len(p.Choices) == 0 {
		p.MaybeName = "lines"
	}
	p.CountMatched = part.Heading{Text: "Matched", Count: part.Number(len(p.Choices)), Beside: "names one invoice and pays exactly what is owed"}
	p.CountSuggested = part.Heading{Text: "Suggested", Count: part.Number(len(p.Maybe)), Beside: "look at each before you choose it"}
	p.CountLeft = part.Heading{Text: "Left", Count: part.Number(len(p.Left)), Beside: "say what each is on its page"}
	return p, err
}

func (p *bankPage) add(f fee.Fitting) {
	l := &f.Line.State
	x := fitting{Day: l.Day.Short(), Amount: l.Amount.String(), Text: l.Text, Href: "/bank/" + f.Line.ID, Why: f.Why}
	if f.Fit == fee.Left {
		p.Left = append(p.Left, x)
		return
	}
	key := f.Line.ID + " " + f.Invoice.ID
	choice := govuk.Choice{Value: key, Text: x.Amount + " on " + x.Day + " for " + f.Invoice.State.Number + ", " + f.Invoice.State.To[0], Hint: govuk.Hint{Text: "“" + x.Text + "”. " + x.Why}}
	if f.Fit == fee.Matched {
		p.Choices, p.Chosen = append(p.Choices, choice), append(p.Chosen, key)
	} else {
		p.Maybe = append(p.Maybe, choice)
	}
}

func (h *Handlers) bank(w http.ResponseWriter, r *http.Request) error {
	p, err := h.bankPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "bank.html", p)
}

type bankForm struct {
	File web.File `form:"file" label:"File"`
}

func (h *Handlers) bankNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.bankPage(r)
	if err != nil {
		return err
	}
	var taken fee.TakenFile
	f, err := web.Form[bankForm](r)
	if err == nil {
		taken, err = h.take(r, f.File)
	}
	if err != nil {
		return h.page.Again(w, r, "bank.html", p, err)
	}
	done := "bank.taken"
	if taken.New == 0 {
		done = "bank.known"
	}
	return web.SeeOther(w, r, "/bank", done)
}

func (h *Handlers) take(r *http.Request, f web.File) (fee.TakenFile, error) {
	if !f.Given() {
		return fee.TakenFile{}, fault.In("file", "Choose the file that the bank exported")
	}
	in, err := f.Open()
	if err != nil {
		return fee.TakenFile{}, err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, 5<<20))
	if err != nil {
		return fee.TakenFile{}, err
	}
	return h.Fees.TakeBankFile(r.Context(), account.Actor(r.Context()), f.Name, content)
}

type bookForm struct {
	Lines []string `form:"lines" max:"140"`
	Maybe []string `form:"maybe" max:"140"`
}

func (h *Handlers) bookNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.bankPage(r)
	if err != nil {
		return err
	}
	f, err := web.Form[bookForm](r)
	if err == nil {
		var bookings []fee.Booking
		for _, key := range append(f.Lines, f.Maybe...) {
			bookings = append(bookings, bookingOf(key))
		}
		err = h.Fees.BookLines(r.Context(), account.Actor(r.Context()), bookings)
	}
	if fault.Is(err, fault.Invalid) && !p.Waits {
		err = fault.New(fault.Conflict, "No line that waits fits an invoice any more.")
	}
	if err != nil {
		return h.page.Again(w, r, "bank.html", p, err)
	}
	return web.SeeOther(w, r, "/bank", "bank.booked")
}

// linePage is one line that waits or waited.
type linePage struct {
	web.Page
	Head    part.Head
	List    govuk.SummaryList
	Waits   bool
	MoneyIn bool
	Aside   bool
	Form    lineForm
}

type lineForm struct {
	Act    string `form:"act" max:"10"`
	Number string `form:"number" label:"Number of the invoice" max:"20"`
	Why    string `form:"why" label:"What it is" max:"300"`
}

func (h *Handlers) linePage(r *http.Request) (*linePage, error) {
	v, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (fee.BankLineVersion, error) {
		return h.Fees.BankLine(tx, account.Actor(r.Context()), id.BankLine(r.PathValue("line")), h.now())
	})
	if err != nil {
		return nil, err
	}
	l := &v.State
	title := l.Amount.String() + " on " + l.Day.Long()
	p := &linePage{Head: part.Head{Caption: "Line of the bank’s file", Title: title}, Page: web.Page{Title: title, Active: "/bank", Crumbs: []web.Crumb{{Text: "Bank", Href: "/bank"}, {Text: l.Day.Short()}}},
		Waits: l.State == fee.Waiting, MoneyIn: l.Amount > 0, Aside: l.State == fee.Aside}
	add := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	add("What it says", l.Text)
	add("From", l.File+", line "+part.Number(l.FileLine))
	add("Set aside because", l.Why)
	add("Last changed by", l.Last.By+", "+clock.Moment(l.Last.At))
	if l.Receipt != "" {
		p.Head.Links = []part.Link{{Text: "Receipt", Href: url(l.Receipt)}, {Text: "Invoice", Href: url(l.Invoice)}}
	}
	return p, nil
}

func (h *Handlers) line(w http.ResponseWriter, r *http.Request) error {
	p, err := h.linePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "line.html", p)
}

func (h *Handlers) lineNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.linePage(r)
	if err != nil {
		return err
	}
	done := map[string]string{"book": "bank.booked", "aside": "bank.aside", "back": "bank.back"}
	if p.Form, err = web.Form[lineForm](r); err == nil {
		ctx, who, of := r.Context(), account.Actor(r.Context()), id.BankLine(r.PathValue("line"))
		switch p.Form.Act {
		case "book":
			err = h.Fees.BookLines(ctx, who, []fee.Booking{{Line: of, Number: p.Form.Number}})
		case "aside", "back":
			err = h.Fees.SetAside(ctx, who, of, p.Form.Why, p.Form.Act == "back")
		default:
			err = fault.New(fault.Invalid, "Choose what is to be done with the line.")
		}
	}
	if err != nil {
		return h.page.Again(w, r, "line.html", p, err)
	}
	return web.SeeOther(w, r, "/bank", done[p.Form.Act])
}

// bookingOf is a choice of the form: a line, and the invoice that it was held against when
// the page was shown.
func bookingOf(key string) fee.Booking {
	line, invoice, _ := strings.Cut(key, " ")
	return fee.Booking{Line: id.BankLine(line), Invoice: id.Paper(invoice)}
}
