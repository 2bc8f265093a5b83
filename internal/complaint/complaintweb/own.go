package complaintweb

import (
	"context"
	"html/template"
	"net/http"

	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/print"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// ownPage is what the complainant finds behind the link.
type ownPage struct {
	web.Page
	Praise    bool
	Reference string
	Status    part.Status
	Says      string
	Link      string // the whole address of the page
	At        string // its path
	Way       part.Way
	Facts     []part.Fact
	Said      []saidView
	Finding   string
	Letter    bool
	Adds      bool
	Withdraws bool
	Reviews   string // until when a review can be asked for; empty: it cannot
	Form      addForm
}

type addForm struct {
	Text  string     `form:"text" label:"What you want to add" max:"4000" text:"lines"`
	Files []web.File `form:"files"`
	Why   string     `form:"why" label:"Reason" max:"4000" text:"lines"`
}

// held is whose link it is. Browsers and whoever stands between keep nothing of the page.
func (h *Handlers) held(w http.ResponseWriter, r *http.Request) (complaint.Holder, error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	return h.Complaints.Holder(r.Context(), r.PathValue("secret"))
}

func ownURL(r *http.Request) string { return "/complaint/" + r.PathValue("secret") }

func (h *Handlers) ownPage(w http.ResponseWriter, r *http.Request) (complaint.Holder, *ownPage, error) {
	holder, err := h.held(w, r)
	if err != nil {
		return holder, nil, err
	}
	o, err := h.Complaints.Own(r.Context(), holder)
	if err != nil {
		return holder, nil, err
	}
	c := &o.Complaint
	p := &ownPage{Page: web.Page{Title: "Your complaint", Active: "/complain"}, Praise: c.Praise, Reference: c.Reference, Status: stateStatus(c.State), At: ownURL(r), Link: h.address(r, ownURL(r)),
		Way: wayOf(o.Steps), Said: saidOf(c, ownURL(r)), Letter: c.Outcome != nil, Adds: c.State.Allows("complaint.add") && !c.Praise, Withdraws: c.State.Allows("complaint.withdraw") && !c.Praise,
		Says: ownSays[c.State]}
	if c.Praise {
		p.Title, p.Says = "Your praise", "Thank you. We pass it on to the person and the employer."
	}
	if x := c.Final(); x != nil {
		p.Finding = x.Finding.Title()
	}
	if c.State == complaint.Decided && o.Today <= o.Days.AskReview {
		p.Reviews = o.Days.AskReview.Long()
	}
	p.Facts = []part.Fact{{Key: "Where", Value: c.Where}, {Key: "When", Value: c.On.Long()}}
	if c.Time != "" {
		p.Facts[1].Value += ", " + c.Time
	}
	if c.Number != "" {
		p.Facts = append(p.Facts, part.Fact{Key: "Number on the card", Value: c.Number})
	}
	if c.Looks != "" {
		p.Facts = append(p.Facts, part.Fact{Key: "The person", Value: c.Looks})
	}
	if !c.Praise {
		p.Facts = append(p.Facts, part.Fact{Key: "About", Value: c.MatterWords()})
	}
	if holder.Ends != clock.NoDay {
		p.Facts = append(p.Facts, part.Fact{Key: "This page is here until", Value: holder.Ends.Long()})
	}
	return holder, p, nil
}

// ownSays is what the complainant is told of each state, in a sentence.
var ownSays = map[complaint.State]string{
	complaint.Received:     "We have it and will write who deals with it.",
	complaint.Acknowledged: "We have read it. Somebody will look into it.",
	complaint.Referred:     "Professional standards of the police see whether it is theirs to deal with.",
	complaint.Enquiring:    "Somebody looks into it.",
	complaint.Reported:     "It was looked into. We will decide on it soon.",
	complaint.Decided:      "We have decided on it. The letter says what we found and why.",
	complaint.InReview:     "Somebody who did not decide on it looks at it again.",
	complaint.Reviewed:     "It was reviewed. The letter says what we found and why.",
	complaint.Withdrawn:    "You withdrew it. If it is grave, the force may still go on with it.",
}

func (h *Handlers) own(w http.ResponseWriter, r *http.Request) error {
	_, p, err := h.ownPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "own.html", p)
}

func (h *Handlers) addNow(w http.ResponseWriter, r *http.Request) error {
	form, ferr := web.Form[addForm](r)
	holder, p, err := h.ownPage(w, r)
	if err != nil {
		return err
	}
	p.Form, err = form, ferr
	if err == nil {
		var files []complaint.Attached
		if files, err = attached(form.Files); err == nil {
			if err := h.added(r, form); err != nil {
				return err
			}
			err = h.Complaints.Add(r.Context(), holder, form.Text, files)
		}
	}
	if err != nil {
		return h.public.Again(w, r, "own.html", p, err)
	}
	return web.SeeOther(w, r, ownURL(r), "complaint.added")
}

func (h *Handlers) withdraw(w http.ResponseWriter, r *http.Request) error {
	_, p, err := h.ownPage(w, r)
	if err != nil {
		return err
	}
	p.Title = "Withdraw your complaint"
	return h.public.Render(w, r, "withdraw.html", p)
}

func (h *Handlers) withdrawNow(w http.ResponseWriter, r *http.Request) error {
	return h.ask(w, r, "withdraw.html", "complaint.withdrawn", h.Complaints.Withdraw)
}

func (h *Handlers) review(w http.ResponseWriter, r *http.Request) error {
	_, p, err := h.ownPage(w, r)
	if err != nil {
		return err
	}
	p.Title = "Ask for a review"
	return h.public.Render(w, r, "review.html", p)
}

func (h *Handlers) reviewNow(w http.ResponseWriter, r *http.Request) error {
	return h.ask(w, r, "review.html", "complaint.asked", h.Complaints.AskReview)
}

// ask runs an act of the complainant that takes a reason.
func (h *Handlers) ask(w http.ResponseWriter, r *http.Request, page, done string, do func(ctx context.Context, holder complaint.Holder, why string) error) error {
	holder, p, err := h.ownPage(w, r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[addForm](r); err == nil {
		err = do(r.Context(), holder, p.Form.Why)
	}
	if err != nil {
		return h.public.Again(w, r, page, p, err)
	}
	return web.SeeOther(w, r, ownURL(r), done)
}

func (h *Handlers) ownFile(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.held(w, r)
	if err != nil {
		return err
	}
	f, name, err := h.Complaints.OwnFile(r.Context(), holder, blob.Hash(r.PathValue("hash")))
	if err != nil {
		return err
	}
	return f.Send(w, name)
}

type letterPage struct {
	web.Page
	Document  template.HTML
	PDF, Back string
}

func letterOf(d print.Document, at string) (*letterPage, error) {
	html, err := d.HTML()
	return &letterPage{Page: web.Page{Title: d.Title, Active: "/complain"}, Document: html, PDF: at + "/letter.pdf", Back: at}, err
}

func (h *Handlers) ownLetter(w http.ResponseWriter, r *http.Request) error {
	d, err := h.ownDocument(w, r)
	if err != nil {
		return err
	}
	p, err := letterOf(d, ownURL(r))
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "letter.html", p)
}

func (h *Handlers) ownLetterPDF(w http.ResponseWriter, r *http.Request) error {
	d, err := h.ownDocument(w, r)
	if err != nil {
		return err
	}
	return sendPDF(w, d)
}

func (h *Handlers) ownDocument(w http.ResponseWriter, r *http.Request) (print.Document, error) {
	holder, err := h.held(w, r)
	if err != nil {
		return print.Document{}, err
	}
	return h.Complaints.OwnLetter(r.Context(), holder)
}

// added takes a try of the sender’s address for words that are sent, and none for an empty
// form.
func (h *Handlers) added(r *http.Request, f addForm) error {
	if f.Text == "" {
		return nil
	}
	return h.adds.Take(r)
}
