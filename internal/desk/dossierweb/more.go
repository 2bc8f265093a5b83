package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web"
)

// asked is a request of the delegate before deciding, with its answer.
type asked struct {
	By, On, Of             string
	Text, Answer           []string // line by line
	AnsweredBy, AnsweredOn string
}

// requests is what the delegate asked before deciding and what was answered, while the
// decision is open: for those between whom requests go.
func (d *dossier) requests(v *visit.Visit) []asked {
	a := &d.chief.State
	if !d.has || a.State != accred.Proposed || !accred.SeesRequests(v.Who, d.object()) {
		return nil
	}
	var out []asked
	for _, r := range a.Requests {
		x := asked{By: r.By, On: clock.Moment(r.At), Of: d.org.Name, Text: lines(r.Text), Answer: lines(r.Answer), AnsweredBy: r.AnsweredBy}
		if !r.Open() {
			x.AnsweredOn = clock.Moment(r.AnsweredAt)
		}
		out = append(out, x)
	}
	return out
}

type answerPage struct {
	confirmPage
	Asked []asked
}

type answerForm struct {
	Answer string `form:"answer" label:"Answer" max:"4000" text:"lines"`
}

func (h *Handlers) answerPage(r *http.Request) (*answerPage, *dossier, error) {
	p := &answerPage{confirmPage: confirmPage{Button: "Send the answer", Field: "answer", Label: "What do you answer?", Hint: "The delegate reads it before deciding, and it is kept."}}
	d, err := h.about(r, authz.NominatePerson, "Answer the delegate", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	open, ok := d.chief.State.Asked()
	if !ok {
		return nil, nil, fault.New(fault.Conflict, "Nothing is asked about %s that has not been answered.", d.person.Name())
	}
	p.Asked = []asked{{By: open.By, On: clock.Moment(open.At), Of: d.org.Name, Text: lines(open.Text)}}
	return p, d, nil
}

// answer shows what the delegate asks, and takes the answer.
func (h *Handlers) answer(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.answerPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "answer.html", p)
}

// answerNow answers the delegate.
func (h *Handlers) answerNow(w http.ResponseWriter, r *http.Request) error {
	p, d, err := h.answerPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[answerForm](r)
	if err == nil {
		err = h.Accreds.Answer(r.Context(), account.Actor(r.Context()), d.accreditation(), form.Answer)
	}
	if err != nil {
		return h.page.Again(w, r, "answer.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "accred.answered")
}
