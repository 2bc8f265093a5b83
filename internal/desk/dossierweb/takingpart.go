package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// takingPartPage is where an accredited person says themselves that they take part, or no
// longer do. Nobody else can.
type takingPartPage struct {
	web.Page
	Head    part.Head
	Says    string // what is recorded now
	OptsIn  bool
	OptsOut bool
	Holds   bool // something ends with opting out
	// Equality is the address of the voluntary questions; empty: none are asked.
	Equality string
	Form     takingPartForm
}

type takingPartForm struct {
	Act string `form:"act" max:"10"`
	Why string `form:"why" label:"Why" max:"1000" text:"lines"`
}

func (h *Handlers) takingPartPage(r *http.Request) (*takingPartPage, error) {
	v := visit.At(r, h.Clock)
	if v.Who.Person == "" {
		return nil, fault.New(fault.NotFound, "This account does not belong to a person in the register.")
	}
	p := &takingPartPage{Page: web.Page{Title: "Taking part", Active: "/me", Crumbs: []web.Crumb{{Text: "My page", Href: "/me"}, {Text: "Taking part"}}}, Head: part.Head{Title: "Taking part"}}
	if h.Equality != nil {
		p.Equality = h.Equality(v.Who.Force)
	}
	err := h.read(r, func(tx *db.Tx) error {
		d, err := h.dossier(tx, v.Who, v.Who.Person, v.Now)
		if err != nil {
			return err
		}
		m := &d.person
		p.Holds = d.has && d.chief.State.State.Live()
		switch {
		case m.Left != clock.NoDay:
			p.Says = "You left the employer on " + m.Left.Long() + ", so you take no part any more."
		case m.OptedOut != clock.NoDay:
			p.Says, p.OptsIn = "You opted out on "+m.OptedOut.Long()+". Nothing is held against you.", true
		case m.OptedIn != clock.NoDay:
			p.Says, p.OptsOut = "You said on "+m.OptedIn.Long()+" that you take part.", true
		default:
			p.Says, p.OptsIn, p.OptsOut = "Your employer wrote that you agreed to take part on "+m.Agreed.Long()+". You have not said so yourself yet.", true, true
			if m.Agreed == clock.NoDay {
				p.Says = "Nobody has written down that you agreed to take part."
			}
		}
		return nil
	})
	return p, err
}

func (h *Handlers) takingPart(w http.ResponseWriter, r *http.Request) error {
	p, err := h.takingPartPage(r)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "takingpart.html", p)
}

func (h *Handlers) takingPartNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.takingPartPage(r)
	if err != nil {
		return err
	}
	who, done := account.Actor(r.Context()), "person.opted-in"
	if err := who.May(authz.OwnConsent, authz.Object{Org: who.Org, Person: who.Person}); err != nil {
		return err
	}
	if p.Form, err = web.Form[takingPartForm](r); err == nil {
		switch p.Form.Act {
		case "in":
			err = h.Persons.OptIn(r.Context(), who, who.Person)
		case "out":
			err, done = h.Persons.OptOut(r.Context(), who, who.Person, p.Form.Why), "person.opted-out"
		default:
			err = fault.New(fault.Conflict, "Say whether you take part.")
		}
	}
	if err != nil {
		return h.page.Again(w, r, "takingpart.html", p, err)
	}
	return web.SeeOther(w, r, "/me/taking-part", done)
}
