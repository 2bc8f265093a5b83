package vettingweb

import (
	"net/http"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type ownPage struct {
	web.Page
	Head  part.Head
	Now   govuk.SummaryList
	Tasks govuk.TaskList
	Link  bool // something waits behind the link
}

// own is an accredited person's page about their own vetting. What lies in the envelope
// is not read here: an account can be opened anew by whoever manages accounts.
func (h *Handlers) own(w http.ResponseWriter, r *http.Request) error {
	p := &ownPage{Page: web.Page{Title: "Your vetting", Active: "/me"}, Head: part.Head{Title: "Your vetting", Text: "State, level and days. What you told is sealed, and is not shown here either."}}
	v, err := h.Envelopes.Own(r.Context(), who(r))
	if err != nil {
		return err
	}
	now, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (vetting.Vetting, error) {
		return h.Vettings.Of(tx, who(r).Force, who(r).Person, register.Now(h.Clock.Now()))
	})
	if err != nil {
		return err
	}
	p.Now = registered(now)
	c, today := v.State, h.today()
	if v.ID != "" {
		p.Head.Statuses = []part.Status{statusOfCase(c, today)}
		p.Link = c.WithPerson()
		if c.Declaration != clock.NoDay {
			p.Now.Rows = append(p.Now.Rows, govuk.Row{Key: govuk.Words{Text: "Next yearly declaration by"}, Value: govuk.Words{Text: c.Declaration.Long()}})
		}
	}
	can := func(declaration bool) (bool, error) {
		_, err := h.Envelopes.OwnTelling(r.Context(), who(r), declaration)
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Refused) {
			return false, nil
		}
		return err == nil, err
	}
	if ok, err := can(true); err != nil {
		return err
	} else if ok {
		declare := govuk.Task{Title: govuk.Words{Text: "Yearly declaration"}, Hint: govuk.Words{Text: "Once a year you say what has changed, or that nothing has."}, Href: "/my-vetting/declaration", Status: govuk.TaskStatus{HTML: statusOf(envelope.NotStarted)}}
		if c.Declaration > today.AddMonths(2) {
			declare.Status = govuk.TaskStatus{Text: "Not due yet"}
		}
		p.Tasks.Items = append(p.Tasks.Items, declare)
	}
	if ok, err := can(false); err != nil {
		return err
	} else if ok {
		p.Tasks.Items = append(p.Tasks.Items, govuk.Task{Title: govuk.Words{Text: "Tell of a change"}, Hint: govuk.Words{Text: "Name, address, household, a court, money, work."}, Href: "/my-vetting/change", Status: govuk.TaskStatus{Text: "At any time"}})
	}
	return h.page.Render(w, r, "own.html", p)
}

func ownTell(declaration bool) *toldPage {
	p := tellPage(declaration, "/my-vetting")
	p.Office, p.Active = true, "/me"
	p.Crumbs = []web.Crumb{{Text: "Your vetting", Href: "/my-vetting"}, {Text: p.Title}}
	return p
}

func (h *Handlers) ownDeclaration(w http.ResponseWriter, r *http.Request) error {
	return h.ownTellPage(w, r, true)
}

func (h *Handlers) ownChange(w http.ResponseWriter, r *http.Request) error {
	return h.ownTellPage(w, r, false)
}

func (h *Handlers) ownDeclarationNow(w http.ResponseWriter, r *http.Request) error {
	return h.ownTellNow(w, r, true)
}

func (h *Handlers) ownChangeNow(w http.ResponseWriter, r *http.Request) error {
	return h.ownTellNow(w, r, false)
}

func (h *Handlers) ownTellPage(w http.ResponseWriter, r *http.Request, declaration bool) error {
	if _, err := h.Envelopes.OwnTelling(r.Context(), who(r), declaration); err != nil {
		return possible(r, err)
	}
	return h.page.Render(w, r, "told.html", ownTell(declaration))
}

// ownTellNow tells the unit by the person's own account.
func (h *Handlers) ownTellNow(w http.ResponseWriter, r *http.Request, declaration bool) error {
	if _, err := h.Envelopes.OwnTelling(r.Context(), who(r), declaration); err != nil {
		return possible(r, err)
	}
	t, err := told(r, declaration)
	if err == nil {
		err = h.Envelopes.TellOwn(r.Context(), who(r), t)
	}
	if err != nil {
		return h.page.Again(w, r, "told.html", ownTell(declaration), err)
	}
	return web.SeeOther(w, r, "/my-vetting", "envelope.told")
}
