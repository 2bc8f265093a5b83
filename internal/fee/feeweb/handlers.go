// Package feeweb is the pages of the scheme's money: what is charged, quotes, invoices,
// receipts and credit notes, the bank's files, and the scheme account with its statements.
// The scheme office keeps them; an organisation's signatory sees its own papers and accepts
// quotes; the commissioner's office sees the account.
//
// Read Doors, then one.go.
package feeweb

import (
	"embed"
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/moj"
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
		"charge.invoiced":   "The invoice is made of the charges that were chosen.",
		"charges.invoiced":  "The invoices are made, one for each organisation.",
		"charge.waived":     "The charge is waived.",
		"charge.stands":     "The charge stays on its invoice.",
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

// Doors is every address of these pages.
var Doors = visit.Doors[*Handlers]{
	visit.List("GET /fees", authz.ReadFees, (*Handlers).schedule),
	visit.To("GET /fees/set", authz.KeepFees, (*Handlers).set),
	visit.To("POST /fees/set", authz.KeepFees, (*Handlers).setNow),
	visit.To("GET /invoices", authz.ReadFees, (*Handlers).list),
	visit.To("GET /invoices/list.csv", authz.ReadFees, (*Handlers).listCSV),
	visit.To("GET /invoices/make", authz.KeepFees, (*Handlers).bill),
	visit.To("POST /invoices/make", authz.KeepFees, (*Handlers).billNow),
	visit.To("GET /invoices/{paper}", authz.ReadFees, (*Handlers).one),
	visit.To("GET /invoices/{paper}/paper.pdf", authz.ReadFees, (*Handlers).pdf),
	visit.To("GET /invoices/{paper}/accept", authz.OrderFees, acting("accept", (*Handlers).act)),
	visit.To("POST /invoices/{paper}/accept", authz.OrderFees, acting("accept", (*Handlers).actNow)),
	visit.To("GET /invoices/{paper}/withdraw", authz.KeepFees, acting("withdraw", (*Handlers).act)),
	visit.To("POST /invoices/{paper}/withdraw", authz.KeepFees, acting("withdraw", (*Handlers).actNow)),
	visit.To("GET /invoices/{paper}/pay", authz.KeepFees, acting("pay", (*Handlers).act)),
	visit.To("POST /invoices/{paper}/pay", authz.KeepFees, acting("pay", (*Handlers).actNow)),
	visit.To("GET /invoices/{paper}/credit", authz.KeepFees, acting("credit", (*Handlers).act)),
	visit.To("POST /invoices/{paper}/credit", authz.KeepFees, acting("credit", (*Handlers).actNow)),
	visit.To("GET /invoices/{paper}/refund", authz.KeepFees, acting("refund", (*Handlers).act)),
	visit.To("POST /invoices/{paper}/refund", authz.KeepFees, acting("refund", (*Handlers).actNow)),
	visit.To("GET /invoices/{paper}/reverse", authz.KeepFees, acting("reverse", (*Handlers).act)),
	visit.To("POST /invoices/{paper}/reverse", authz.KeepFees, acting("reverse", (*Handlers).actNow)),
	visit.List("GET /charges", authz.ReadFees, (*Handlers).charges),
	visit.To("POST /charges", authz.KeepFees, (*Handlers).chargesNow),
	visit.To("GET /charges/{charge}", authz.ReadFees, (*Handlers).charge),
	visit.To("GET /charges/{charge}/credit", authz.KeepFees, charging("credit", (*Handlers).chargeAct)),
	visit.To("POST /charges/{charge}/credit", authz.KeepFees, charging("credit", (*Handlers).chargeActNow)),
	visit.To("GET /charges/{charge}/stand", authz.KeepFees, charging("stand", (*Handlers).chargeAct)),
	visit.To("POST /charges/{charge}/stand", authz.KeepFees, charging("stand", (*Handlers).chargeActNow)),
	visit.To("GET /charges/{charge}/waive", authz.KeepFees, charging("waive", (*Handlers).chargeAct)),
	visit.To("POST /charges/{charge}/waive", authz.KeepFees, charging("waive", (*Handlers).chargeActNow)),
	visit.To("GET /bank", authz.KeepFees, (*Handlers).bank),
	visit.WithFile("POST /bank", authz.KeepFees, (*Handlers).bankNow, 5<<20),
	visit.To("POST /bank/book", authz.KeepFees, (*Handlers).bookNow),
	visit.List("GET /bank/lines", authz.KeepFees, (*Handlers).lines),
	visit.To("GET /bank/{line}", authz.KeepFees, (*Handlers).line),
	visit.To("POST /bank/{line}", authz.KeepFees, (*Handlers).lineNow),
	visit.To("GET /scheme-account", authz.ReadSchemeAccount, (*Handlers).statement),
	visit.To("GET /scheme-account/statement.pdf", authz.ReadSchemeAccount, (*Handlers).statementPDF),
	visit.To("GET /scheme-account/statement.csv", authz.ReadSchemeAccount, (*Handlers).statementCSV),
	visit.To("GET /scheme-account/spend", authz.KeepFees, (*Handlers).spend),
	visit.To("POST /scheme-account/spend", authz.KeepFees, (*Handlers).spendNow),
	visit.To("GET /scheme-account/{posting}/put-right", authz.KeepFees, (*Handlers).putRight),
	visit.To("POST /scheme-account/{posting}/put-right", authz.KeepFees, (*Handlers).putRightNow),
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) { Doors.Open(mux, h.page, h) }

func (h *Handlers) now() register.When { return register.Now(h.Clock.Now()) }

func paperOf(r *http.Request) id.Paper { return id.Paper(r.PathValue("paper")) }

func url[T ~string](of T) string { return "/invoices/" + string(of) }

// sub leads through the pages of money that the reader may open.
func sub(v visit.Visit, here string) moj.SubNavigation {
	n := moj.SubNavigation{Label: "Money"}
	for _, x := range []struct {
		text, href string
		needs      authz.Permission
	}{{"Invoices", "/invoices", authz.ReadFees}, {"Charges", "/charges", authz.ReadFees}, {"What is charged", "/fees", authz.ReadFees}, {"Bank", "/bank", authz.KeepFees}, {"Scheme account", "/scheme-account", authz.ReadSchemeAccount}} {
		if v.Who.Can(x.needs) {
			n.Items = append(n.Items, moj.NavItem{Text: x.text, Href: v.Bar.Link(x.href), Active: x.href == here})
		}
	}
	return n
}

// sendCSV sends lines as a file.
func sendCSV(w http.ResponseWriter, name string, lines [][]string) error {
	web.Attach(w, sheet.Media, name)
	out := sheet.ForPeople(w)
	for _, l := range lines {
		out.Line(l...)
	}
	return out.End()
}
