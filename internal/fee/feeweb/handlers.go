// Package feeweb is the pages of the scheme's money: what is charged, quotes, invoices,
// receipts and credit notes, the bank's files, and the scheme account with its statements.
// The scheme office keeps them; an organisation's signatory sees its own papers and accepts
// quotes; the commissioner's office sees the account.
//
// Read Doors, then one.go.
package feeweb

import (
	"embed"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

//go:embed templates/*.html
var templates embed.FS

// Deps is what the pages need. All are required.
type Deps struct {
	DB    *db.DB
	Clock clock.Clock
	Areas *area.Service
	Orgs  *org.Service
	Fees  *fee.Service
}

// Handlers serve the pages.
type Handlers struct {
	Deps
	page *web.Pages
}

// New is the pages on that site.
func New(site *web.Site, d Deps) *Handlers {
	return &Handlers{Deps: d, page: site.Office(templates, "templates/*.html", web.Done{
		"fee.set":           "The amount is entered. Papers already made stay as they are.",
		"quote.offered":     "The quote is made. The organisation’s signatory can accept it.",
		"invoice.issued":    "The invoice is made. The organisation’s signatory can see it.",
		"quote.accepted":    "The quote is accepted, and this is the invoice.",
		"quote.withdrawn":   "The quote is withdrawn.",
		"payment.booked":    "The payment is booked. The receipt is made, and the scheme account has its line.",
		"payment.reversed":  "The receipt is reversed, and the scheme account put right.",
		"payment.refunded":  "It is recorded that the money was sent back.",
		"credit.given":      "The credit note is made.",
		"bank.taken":        "The file is read. Nothing is booked until you say so.",
		"bank.known":        "Every line of this file is known already. Nothing was taken twice.",
		"bank.booked":       "Booked. Each line has its receipt, and the scheme account its line.",
		"bank.aside":        "The line is set aside.",
		"bank.back":         "The line waits again.",
		"account.spent":     "The spending is entered.",
		"account.begun":     "What the account held is entered.",
		"account.put-right": "The line is put right by one against it.",
	})}
}

// Door is one address, and the permission without which nobody need come to it.
type Door struct {
	Pattern string
	Needs   authz.Permission
	serve   func(*Handlers, http.ResponseWriter, *http.Request) error
}

// Doors is every address of these pages.
var Doors = []Door{
	{"GET /fees", authz.ReadFees, (*Handlers).schedule},
	{"GET /fees/set", authz.KeepFees, (*Handlers).set},
	{"POST /fees/set", authz.KeepFees, (*Handlers).setNow},
	{"GET /invoices", authz.ReadFees, (*Handlers).list},
	{"GET /invoices/list.csv", authz.ReadFees, (*Handlers).listCSV},
	{"GET /invoices/make", authz.KeepFees, (*Handlers).bill},
	{"POST /invoices/make", authz.KeepFees, (*Handlers).billNow},
	{"GET /invoices/{paper}", authz.ReadFees, (*Handlers).one},
	{"GET /invoices/{paper}/paper.pdf", authz.ReadFees, (*Handlers).pdf},
	{"GET /invoices/{paper}/accept", authz.OrderFees, acting("accept", (*Handlers).act)},
	{"POST /invoices/{paper}/accept", authz.OrderFees, acting("accept", (*Handlers).actNow)},
	{"GET /invoices/{paper}/withdraw", authz.KeepFees, acting("withdraw", (*Handlers).act)},
	{"POST /invoices/{paper}/withdraw", authz.KeepFees, acting("withdraw", (*Handlers).actNow)},
	{"GET /invoices/{paper}/pay", authz.KeepFees, acting("pay", (*Handlers).act)},
	{"POST /invoices/{paper}/pay", authz.KeepFees, acting("pay", (*Handlers).actNow)},
	{"GET /invoices/{paper}/credit", authz.KeepFees, acting("credit", (*Handlers).act)},
	{"POST /invoices/{paper}/credit", authz.KeepFees, acting("credit", (*Handlers).actNow)},
	{"GET /invoices/{paper}/refund", authz.KeepFees, acting("refund", (*Handlers).act)},
	{"POST /invoices/{paper}/refund", authz.KeepFees, acting("refund", (*Handlers).actNow)},
	{"GET /invoices/{paper}/reverse", authz.KeepFees, acting("reverse", (*Handlers).act)},
	{"POST /invoices/{paper}/reverse", authz.KeepFees, acting("reverse", (*Handlers).actNow)},
	{"GET /bank", authz.KeepFees, (*Handlers).bank},
	{"POST /bank", authz.KeepFees, (*Handlers).bankNow},
	{"POST /bank/book", authz.KeepFees, (*Handlers).bookNow},
	{"GET /bank/{line}", authz.KeepFees, (*Handlers).line},
	{"POST /bank/{line}", authz.KeepFees, (*Handlers).lineNow},
	{"GET /scheme-account", authz.ReadSchemeAccount, (*Handlers).statement},
	{"GET /scheme-account/statement.pdf", authz.ReadSchemeAccount, (*Handlers).statementPDF},
	{"GET /scheme-account/statement.csv", authz.ReadSchemeAccount, (*Handlers).statementCSV},
	{"GET /scheme-account/spend", authz.KeepFees, (*Handlers).spend},
	{"POST /scheme-account/spend", authz.KeepFees, (*Handlers).spendNow},
	{"GET /scheme-account/{posting}/put-right", authz.KeepFees, (*Handlers).putRight},
	{"POST /scheme-account/{posting}/put-right", authz.KeepFees, (*Handlers).putRightNow},
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	for _, d := range Doors {
		serve := func(w http.ResponseWriter, r *http.Request) error { return d.serve(h, w, r) }
		if d.Pattern == "POST /bank" {
			mux.Handle(d.Pattern, h.page.Upload(5<<20, serve))
			continue
		}
		mux.Handle(d.Pattern, h.page.Handle(serve))
	}
}

// visit is one reading of a page.
type visit struct {
	r     *http.Request
	who   authz.Actor
	bar   part.AsAt
	when  register.When
	wrong error // what is wrong with the days of the as-at bar, if anything
}

func (h *Handlers) visit(r *http.Request) visit {
	v := visit{r: r, who: account.Actor(r.Context())}
	v.bar, v.wrong = web.AsAt(r, h.Clock.Now())
	v.when.At, v.when.Known = v.bar.Instants()
	return v
}

// show renders a page that has an as-at bar.
func (h *Handlers) show(w http.ResponseWriter, v visit, name string, p web.Paged) error {
	if v.wrong != nil {
		return h.page.Again(w, v.r, name, p, v.wrong)
	}
	return h.page.Render(w, v.r, name, p)
}

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func paperOf(r *http.Request) id.Paper { return id.Paper(r.PathValue("paper")) }

func url[T ~string](of T) string { return "/invoices/" + string(of) }

// sub leads through the pages of money that the reader may open.
func sub(v visit, here string) moj.SubNavigation {
	n := moj.SubNavigation{Label: "Money"}
	for _, x := range []struct {
		text, href string
		needs      authz.Permission
	}{{"Invoices", "/invoices", authz.ReadFees}, {"What is charged", "/fees", authz.ReadFees}, {"Bank", "/bank", authz.KeepFees}, {"Scheme account", "/scheme-account", authz.ReadSchemeAccount}} {
		if v.who.Can(x.needs) {
			n.Items = append(n.Items, moj.NavItem{Text: x.text, Href: v.bar.Link(x.href), Active: x.href == here})
		}
	}
	return n
}

// unsent makes a conflict that comes before a form was sent the page of a refusal, which
// says what can be done instead.
func unsent(r *http.Request, err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Conflict && r.Method != http.MethodPost {
		return &fault.Fault{Kind: fault.Refused, Message: f.Message, Reasons: f.Reasons}
	}
	return err
}

func send(w http.ResponseWriter, kind, name string, content []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content) // the reader has gone; there is nobody to tell
	return nil
}

// sendCSV sends lines as a file. A cell that a spreadsheet would take for a formula is set
// off by an apostrophe, unless it is an amount.
func sendCSV(w http.ResponseWriter, name string, lines [][]string) error {
	head := w.Header()
	head.Set("Content-Type", "text/csv; charset=utf-8")
	head.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	head.Set("Cache-Control", "no-store")
	for _, l := range lines {
		for i, c := range l {
			if _, amount := fee.ParsePence(c); c != "" && !amount && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				l[i] = "'" + c
			}
		}
	}
	lines[0][0] = "\ufeff" + lines[0][0]
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.WriteAll(lines) // the reader has gone; there is nobody to tell
	return nil
}
