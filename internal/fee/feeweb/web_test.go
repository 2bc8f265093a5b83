package feeweb_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fee/feetest"
	"watchword/internal/fee/feeweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// house is a force’s pages of money as the server wires them, for the actor given.
type house struct {
	*feetest.World
	t       testing.TB
	actor   authz.Actor
	handler http.Handler
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: feetest.New(t, d), t: t}
	h.actor = h.Manager
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: h.Clock.Now(), Who: &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	feeweb.New(site, feeweb.Deps{DB: d, Clock: h.Clock, Areas: h.Areas, Orgs: h.Orgs, Fees: h.Fees}).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address)
}

func (h *house) post(address string, form url.Values) *webtest.Page {
	h.t.Helper()
	return webtest.Post(h.t, h.handler, address, form)
}

// upload sends a bank's file.
func (h *house) upload(content string) *httptest.ResponseRecorder {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "november.csv")
	accredtest.Must(h.t, err)
	_, err = part.Write([]byte(content))
	accredtest.Must(h.t, err)
	accredtest.Must(h.t, form.Close())
	r := httptest.NewRequest("POST", "/bank", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

func at(page *webtest.Page) string {
	address, _, _ := strings.Cut(page.Status(303).Header("Location"), "?")
	return address
}

// TestAnInvoiceFromTheScheduleToTheReceipt enters an amount, quotes, accepts as the employer,
// books from the bank's file, and puts the statement before the board.
func TestAnInvoiceFromTheScheduleToTheReceipt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/fees").Status(200).Sound().Says("£150.50", "Not set", "Free", "No change is known").Has("a", "Enter an amount")
		h.post("/fees/set", url.Values{"event": {"card"}, "amount": {"12.345"}}).Status(422).Sound().Says("Choose who pays it", "For example 120 or 97.50", "Enter the first day", "Enter who decided the amount")
		h.post("/fees/set", url.Values{"event": {"card"}, "sector": {"public"}, "amount": {"15"}, "from-day": {"1"}, "from-month": {"12"}, "from-year": {"2026"}, "basis": {"Board of 12 November"}}).Status(303)
		h.get("/fees").Sound().Says("1 Dec 2026", "£15.00", "Board of 12 November")
		h.get("/invoices").Status(200).Sound().Says("No invoice is to be paid.")
		h.get("/invoices/make?org="+string(h.Council)).Status(200).Sound().Says("Public body £120.00, private body £150.50, each", "No amount is set")
		h.post("/invoices/make", url.Values{"kind": {"quote"}, "quantity-card": {"two"}}).Status(422).Sound().Says("Choose an organisation", "Enter a whole number")
		h.post("/invoices/make", url.Values{"kind": {"quote"}, "org": {string(h.Council)}, "quantity-card": {"2"}}).Status(409).Sound().Says("The schedule has no amount for “ID card” of a public body on 17 November 2026.")
		quote := at(h.post("/invoices/make", url.Values{"kind": {"quote"}, "org": {string(h.Council)}, "quantity-training-place": {"2"}, "note-training-place": {"Course 2026-12"}, "yours": {"PO 5"}}))
		h.get(quote).Status(200).Sound().Has("h1", "Quote QUO-0001").Says("Offered", "Training place: Course 2026-12", "£240.00", "They hold until 16 January 2027").Has("a", "Withdraw the quote")

		h.actor = h.Signatory(h.Firm)
		h.get(quote).Status(403)
		h.actor = h.Signatory(h.Council)
		h.get("/invoices?show=quotes").Status(200).Sound().Has("a", "QUO-0001").Lacks("a", "Make an invoice or quote")
		h.get(quote).Sound().Has("a", "Accept the quote").Lacks("a", "Withdraw the quote")
		h.get(quote + "/accept").Status(200).Sound().Says("The invoice is made at once")
		invoice := at(h.post(quote+"/accept", url.Values{"yours": {"PO 6"}}))
		h.get(invoice).Sound().Has("h1", "Invoice INV-0001").Says("To be paid", "PO 6", "QUO-0001", "17 December 2026").Lacks("a", "Book a payment")
		h.get(quote + "/accept").Status(409).Sound().Says("Quote QUO-0001 is accepted")
		h.get("/bank").Status(403)
		h.get("/bank/lines.csv").Status(403)
		h.get("/scheme-account").Status(403)

		h.actor = h.Manager
		h.get("/bank").Status(200).Sound().Says("No line that waits fits an invoice.", "No line is left over.")
		h.get("/bank/lines").Status(200).Sound().Says("No file of the bank has been read.")
		if w := h.upload("Date,Words\n1,2\n"); w.Code != 422 || !strings.Contains(w.Body.String(), "No line of headings was found") {
			t.Errorf("%d", w.Code)
		}
		file := "Date,Description,Amount\n16/11/2026,ALDERMERE CC INV-0001,200.00\n17/11/2026,COFFEE,3.20\n"
		if w := h.upload(file); w.Code != 303 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		page := h.get("/bank").Sound().Says("Suggested", "It names INV-0001, and pays a part of the £240.00 owed.", "COFFEE")
		h.post("/bank/book", nil).Status(422).Sound().Says("Choose at least one line")
		h.post("/bank/book", url.Values{"lines": {page.Attr("input[name=lines]", "value")}}).Status(303)
		h.get(invoice).Sound().Says("Part paid", "REC-0001", "£40.00")
		if w := h.upload(file); w.Code != 303 || !strings.Contains(w.Header().Get("Location"), "bank.known") {
			t.Errorf("%s", w.Header().Get("Location"))
		}
		coffee := h.get("/bank").Link("£3.20 on 17 Nov 2026")
		h.post(coffee, url.Values{"act": {"book"}, "number": {"INV-0099"}}).Status(422).Sound().Says("There is no invoice with this number")
		h.post(coffee, url.Values{"act": {"aside"}, "why": {"Not the scheme’s"}}).Status(303)
		h.get("/bank/lines").Sound().Says("ALDERMERE CC INV-0001", "Booked", "COFFEE", "Not the scheme’s", "2 lines")
		h.get("/bank/lines?show=booked").Says("INV-0001").Lacks("td", "COFFEE")
		h.get("/bank/lines?show=waiting").Says("No line waits.")
		h.get("/bank/lines.csv").Says("\ufeffDay,What it says,Set aside because,State,Last changed by,On,Amount", "COFFEE,Not the scheme’s,Set aside")

		h.post(invoice+"/pay", url.Values{"amount": {"40.01"}, "day-day": {"17"}, "day-month": {"11"}, "day-year": {"2026"}, "through": {"Cheque"}}).Status(422).Sound().Says("Of INV-0001 £40.00 is owed.")
		h.post(invoice+"/credit", url.Values{"amount": {"60"}, "why": {"Half a place"}}).Status(303)
		h.get(invoice).Sound().Says("In credit", "Paid too much", "£20.00", "CRN-0001").Has("a", "Record that it was sent back")
		h.get(invoice + "/refund").Status(200).Sound().Says("£20.00 was paid too much.")
		h.post(invoice+"/refund", url.Values{"day-day": {"17"}, "day-month": {"11"}, "day-year": {"2026"}, "through": {"Bank transfer"}}).Status(303)
		h.get(invoice).Sound().Says("Settled").Lacks("a", "Book a payment")
		for _, p := range []string{quote, invoice} {
			if pdf := h.get(p + "/paper.pdf").Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
				t.Error(p)
			}
		}
		receipt := h.get("/invoices?show=receipts").Sound().Link("REC-0001")
		h.get(receipt).Status(200).Sound().Says("£200.00 came on 16 November 2026 for invoice INV-0001.")
		h.get("/invoices/list.csv?show=all").Status(200).Says("INV-0001,invoice,Aldermere City Council,public,settled")
		h.get(invoice + "?as_at=2026-11-16").Status(404)
		h.Verify(t)
	})
}

func TestTheSchemeAccountOnPages(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	day := func(v url.Values) url.Values {
		v["day-day"], v["day-month"], v["day-year"] = []string{"17"}, []string{"11"}, []string{"2026"}
		return v
	}
	h.get("/scheme-account").Status(200).Sound().Says("There is no line in this period.", "enter that first", "not confirmed")
	h.post("/scheme-account/spend", day(url.Values{"kind": {"brought"}, "amount": {"1,000"}, "what": {"Held on the old account"}})).Status(303)
	h.post("/scheme-account/spend", day(url.Values{"kind": {"something-else"}, "amount": {"20"}, "what": {"Tyres"}})).Status(409).Sound().Says("The scheme account cannot be spent on this.", "CPD events, ID cards and training manuals", "Pay it from another account of the force.")
	h.post("/scheme-account/spend", day(url.Values{"kind": {"cpd"}, "amount": {"1000.01"}, "what": {"Hall"}})).Status(409).Sound().Says("It holds £1,000.00, and £1,000.01 would go out.")
	h.post("/scheme-account/spend", url.Values{}).Status(422).Sound().Says("Enter the amount", "Choose what it was spent on")
	h.post("/scheme-account/spend", day(url.Values{"kind": {"cpd"}, "amount": {"400"}, "what": {"=Hall"}})).Status(303)
	page := h.get("/scheme-account").Sound().Says("£600.00", "CPD events", "£400.00").Lacks("a", "enter that first")
	h.post(page.Link("Put right"), url.Values{}).Status(422).Sound().Says("Enter what was wrong")
	h.get("/scheme-account/pst_none/put-right").Status(404)
	h.get("/scheme-account?from=2026-12-01&to=2026-11-01").Status(422).Sound().Says("The last day lies before the first")
	h.get("/scheme-account?from=2026-12-01&to=2026-12-31").Status(200).Sound().Says("Before 1 December 2026", "£600.00", "There is no line in this period.")
	h.actor = h.Acting(authz.Commissioner)
	h.get("/scheme-account").Status(200).Sound().Says("£600.00").Lacks("a", "Enter spending").Lacks("a", "Put right")
	h.get("/scheme-account/statement.csv?from=2026-11-01&to=2026-11-30").Status(200).Says("'=Hall", "600.00")
	if pdf := h.get("/scheme-account/statement.pdf?from=2026-11-01&to=2026-11-30").Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
		t.Error("no PDF")
	}
	h.post("/scheme-account/spend", day(url.Values{"kind": {"cpd"}, "amount": {"1"}, "what": {"x"}})).Status(403)
	h.get("/invoices").Status(403)
}
