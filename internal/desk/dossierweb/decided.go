package dossierweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

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
	v := visit.At(r, h.Clock)
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
		p.Theirs = summary("Decision", d.state().Text, "Number", a.Number, "Period", span(a.From, a.To), "Powers", part.Count(len(a.Grants), "power", "powers"), "Area", a.AreaText)
	}
	if a.Why != "" {
		p.Theirs.Rows = append(p.Theirs.Rows, govuk.Row{Key: govuk.Words{Text: "Reason"}, Value: govuk.Words{Text: a.Why}})
	}
	if sent == nil {
		return h.page.Render(w, r, "decided.html", p)
	}
	p.Typed = true
	words := map[string]string{"accredit": "Accredit", "fewer": "Accredit with fewer", "ask": "Ask for more", "refuse": "Refuse"}[sent.Decision]
	p.Yours = summary("Decision", words, "Period", span(sent.From, sent.To), "Powers", part.Count(len(sent.Powers), "power", "powers"), "Conditions", sent.Conditions,
		"Reasons", reasons(sent.Why, sent.unsatisfied()))
	return h.page.Again(w, r, "decided.html", p, fault.New(fault.Conflict, "This was decided while you were reading. Your decision was not saved; what you typed stands below."))
}
