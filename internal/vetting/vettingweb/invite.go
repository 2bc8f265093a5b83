package vettingweb

import (
	"net/http"
	"slices"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type invitePage struct {
	web.Page
	Head   part.Head
	Who    govuk.SummaryList
	Levels []govuk.Choice
	Level  string
	Kept   bool // the person is cleared already: there is no form to fill
	Back   string
}

func (h *Handlers) invitePage(r *http.Request) (*invitePage, error) {
	of := id.Person(r.PathValue("person"))
	p := &invitePage{Back: "/envelopes"}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		begun, err := h.Envelopes.Begins(tx, who(r), of)
		if err != nil {
			return possible(r, err)
		}
		p.Kept, p.Level = begun.Kind == envelope.Kept, begun.Level
		s, err := h.subject(tx, who(r), of)
		if err != nil {
			return err
		}
		p.Page = web.Page{Title: "Make a link to the vetting form", Active: "/envelopes", Crumbs: []web.Crumb{{Text: "Queue", Href: "/envelopes"}, {Text: s.person.Name()}}}
		p.Head = part.Head{Caption: s.person.Name(), Title: "Make a link to the vetting form", Text: "The link is for the person alone. Whoever opens it first chooses the word that guards it."}
		for _, l := range s.settings.VettingLevels {
			c := govuk.Choice{Value: l, Text: l}
			if slices.Contains(s.settings.VettingFullLevels, l) {
				c.Hint.Text = "Asks for partner, household and money too"
			}
			p.Levels = append(p.Levels, c)
		}
		p.Who = govuk.SummaryList{Rows: []govuk.Row{{Key: govuk.Words{Text: "Date of birth"}, Value: govuk.Words{Text: s.person.Born.Long()}},
			{Key: govuk.Words{Text: "Employer and role"}, Value: govuk.Words{Text: s.employer + ", " + s.person.RoleTitle}},
			{Key: govuk.Words{Text: "How to reach the person"}, Value: govuk.Words{Text: reach(s)}}}}
		return nil
	})
	return p, err
}

func reach(s subject) string {
	switch {
	case s.person.Email != "" && s.person.Phone != "":
		return s.person.Email + ", " + s.person.Phone
	case s.person.Email+s.person.Phone != "":
		return s.person.Email + s.person.Phone
	}
	return "Not known. Ask the employer for the person’s own address."
}

func (h *Handlers) invite(w http.ResponseWriter, r *http.Request) error {
	p, err := h.invitePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "invite.html", p)
}

func (h *Handlers) inviteNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.invitePage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[struct {
		Level string `form:"level" max:"80"`
	}](r)
	p.Level = form.Level
	var l envelope.Link
	if err == nil {
		l, err = h.Envelopes.Invite(r.Context(), who(r), id.Person(r.PathValue("person")), form.Level)
	}
	if err != nil {
		return h.page.Again(w, r, "invite.html", p, err)
	}
	return h.madeLink(w, r, l)
}

// linkPage shows a link once.
type linkPage struct {
	web.Page
	Address string
	Until   string
	Case    string
}

func (h *Handlers) madeLink(w http.ResponseWriter, r *http.Request, l envelope.Link) error {
	return h.page.Render(w, r, "link.html", &linkPage{Page: web.Page{Title: "The link", Active: "/envelopes", Crumbs: []web.Crumb{{Text: "Queue", Href: "/envelopes"}, {Text: "The link"}}},
		Address: h.address(r, "/v/"+l.Secret), Until: (clock.DayOf(l.Until) - 1).Long(), Case: envelopeURL(string(l.Case))})
}

// linkNow renews the link of a case.
func (h *Handlers) linkNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[struct {
		Forget bool `form:"forget"`
	}](r)
	if err != nil {
		return err
	}
	l, err := h.Envelopes.RenewLink(r.Context(), who(r), caseOf(r), form.Forget)
	if err != nil {
		return err
	}
	return h.madeLink(w, r, l)
}
