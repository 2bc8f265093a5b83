package dossierweb

import (
	"net/http"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/ledger"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// askForMore puts the delegate's question to the scheme office as an entry of the ledger;
// the decision stays open.
func (h *Handlers) askForMore(r *http.Request, d *dossier, question string) error {
	who := h.visit(r).who
	about := []ledger.Subject{accred.Subject(string(d.accreditation())), ledger.About("person", d.id), ledger.About("organisation", d.person.Org)}
	_, err := h.Ledger.Do(r.Context(), who, askedForMore, about, func(tx *db.Tx, e *ledger.Draft) error {
		if err := h.Persons.May(tx, who, authz.Grant, d.id, e.At); err != nil {
			return err
		}
		if question == "" {
			return fault.In("why", "Write what you ask for. The scheme office reads it")
		}
		e.Say(question, "Police Reform Act 2002, s41(4)")
		return nil
	})
	return err
}

// decidedPage says that somebody decided meanwhile, beside what was typed.
type decidedPage struct {
	web.Page
	Heading string
	Theirs  govuk.SummaryList
	Yours   govuk.SummaryList
	Typed   bool
	Back    string
	Name    string
}

// decidedAlready shows what was decided, and, of a form that was sent, what it said.
func (h *Handlers) decidedAlready(w http.ResponseWriter, r *http.Request, d *dossier, sent *grantForm) error {
	v := h.visit(r)
	p := &decidedPage{Page: d.page(&v, "Decided already: "+d.person.Name(), "Decide"), Heading: "There is nothing to decide about " + d.person.Name(), Back: personURL(d.id), Name: d.person.Name()}
	if !d.has {
		p.Theirs = summary("State", d.state().Text)
		return h.page.Render(w, r, "decided.html", p)
	}
	a := &d.chief.State
	if a.Signed.By != "" {
		p.Heading = a.Signed.By + " decided this on " + clock.Moment(a.Signed.At)
	}
	p.Theirs = summary("Decision", d.state().Text)
	if d.granted() {
		p.Theirs = summary("Decision", d.state().Text, "Number", a.Number, "Period", span(a.From, a.To), "Powers", many(len(a.Grants), "power", "powers"), "Area", a.AreaText)
	}
	if a.Why != "" {
		p.Theirs.Rows = append(p.Theirs.Rows, govuk.Row{Key: govuk.Words{Text: "Reason"}, Value: govuk.Words{Text: a.Why}})
	}
	if sent == nil {
		return h.page.Render(w, r, "decided.html", p)
	}
	p.Typed = true
	words := map[string]string{"accredit": "Accredit", "fewer": "Accredit with fewer", "ask": "Ask for more", "refuse": "Refuse"}[sent.Decision]
	p.Yours = summary("Decision", words, "Period", span(sent.From, sent.To), "Powers", many(len(sent.Powers), "power", "powers"), "Conditions", sent.Conditions,
		"Reasons", reasons(sent.Why, sent.unsatisfied()))
	return h.page.Again(w, r, "decided.html", p, fault.New(fault.Conflict, "This was decided while you were reading. Your decision was not saved; what you typed stands below."))
}
