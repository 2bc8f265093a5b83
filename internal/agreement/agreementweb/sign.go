package agreementweb

import (
	"html/template"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type signForm struct {
	Typed string         `form:"typed" label:"Your name" max:"200"`
	Text  agreement.Hash `form:"text" max:"64"`
	Agree bool           `form:"agree"`
}

type signPage struct {
	web.Page
	Named    string
	Party    string
	Document template.HTML
	Back     string
	Form     signForm
	Follows  []string
}

func (h *Handlers) signPage(r *http.Request) (*signPage, error) {
	v, o, err := h.find(r)
	if err != nil {
		return nil, err
	}
	who := account.Actor(r.Context())
	a := &v.State
	if err := h.possible(r, v, "agreement.sign"); err != nil {
		return nil, err
	}
	p := &signPage{Page: page(v, &o, "Sign "+a.Number, "Read and sign"), Back: url(of(r)), Named: a.Lead, Party: o.Name, Form: signForm{Text: a.Text}}
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if agreement.SideOf(who) == agreement.OfForce {
			f, err := h.Areas.Force(tx, who.Force)
			if err != nil {
				return err
			}
			p.Named, p.Party = a.Chief, f.Name
		}
		d, err := h.Agreements.Document(tx, who, v)
		if err != nil {
			return err
		}
		p.Document, err = d.HTML()
		return err
	})
	p.Follows = []string{"Your account, your name as you type it, the instant and the fingerprint of this text are kept with it."}
	if a.Kind == agreement.Protocol {
		p.Follows = append(p.Follows, "Annex A is agreed by the same signature.", "The schedule of accredited persons is kept as it stands at this moment.")
	}
	if len(a.Signatures) == 1 {
		p.Follows = append(p.Follows, "The other side has signed. With your signature it is in force at once, if nothing that it needs is missing.")
	}
	return p, err
}

func (h *Handlers) sign(w http.ResponseWriter, r *http.Request) error {
	p, err := h.signPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "sign.html", p)
}

func (h *Handlers) signNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.signPage(r)
	if err != nil {
		return err
	}
	read := p.Form.Text
	if p.Form, err = web.Form[signForm](r); err == nil && !p.Form.Agree {
		err = fault.In("agree", "Confirm that you have read it, to sign")
	}
	if err == nil {
		err = h.Agreements.Sign(r.Context(), account.Actor(r.Context()), of(r), agreement.Signing{Typed: p.Form.Typed, Text: p.Form.Text})
	}
	if err != nil {
		p.Form.Text = read
		return h.page.Again(w, r, "sign.html", p, err)
	}
	done := "agreement.signed"
	if v, _, err := h.find(r); err == nil && v.State.State == agreement.InForce {
		done = "agreement.in-force"
	}
	return web.SeeOther(w, r, p.Back, done)
}

// stops is the acts that need a reason and nothing else.
var stops = map[string]struct {
	title, label, button string
	follows              []string
}{
	"send-back": {"Send it back unsigned", "What is to be changed?", "Send it back",
		[]string{"It is a draft of the scheme office again.", "A signature that the other side has given to this text is void."}},
	"end": {"End the agreement", "Why does it end?", "End it",
		[]string{"It ends at once, with its annex and whatever stands under it.", "The arrangements of the organisation, and its accreditations, do not end with it. The delegate decides on those."}},
	"discard": {"Discard it", "Why is it not pursued?", "Discard it",
		[]string{"It can no longer be signed, nor its annex. What was written is kept."}},
}

type stopForm struct {
	Why string `form:"why" label:"Reason" max:"2000" text:"lines"`
}

type stopPage struct {
	web.Page
	Head    part.Head
	Follows []string
	Label   string
	Button  string
	Back    string
	Form    stopForm
}

func (h *Handlers) stopPage(r *http.Request, what string) (*stopPage, error) {
	v, o, err := h.find(r)
	if err != nil {
		return nil, err
	}
	s := stops[what]
	if err := h.possible(r, v, "agreement."+what); err != nil {
		return nil, err
	}
	return &stopPage{Page: page(v, &o, s.title, s.title), Head: part.Head{Caption: caption(v, &o), Title: s.title}, Follows: s.follows, Label: s.label, Button: s.button, Back: url(of(r))}, nil
}

func (h *Handlers) stop(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.stopPage(r, what)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "stop.html", p)
}

func (h *Handlers) stopNow(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.stopPage(r, what)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[stopForm](r); err == nil {
		do := map[string]func() error{
			"send-back": func() error { return h.Agreements.SendBack(r.Context(), account.Actor(r.Context()), of(r), p.Form.Why) },
			"end":       func() error { return h.Agreements.End(r.Context(), account.Actor(r.Context()), of(r), p.Form.Why) },
			"discard":   func() error { return h.Agreements.Discard(r.Context(), account.Actor(r.Context()), of(r), p.Form.Why) },
		}[what]
		err = do()
	}
	if err != nil {
		return h.page.Again(w, r, "stop.html", p, err)
	}
	if what == "send-back" && !account.Actor(r.Context()).Can(authz.WriteAgreement) && agreement.SideOf(account.Actor(r.Context())) == agreement.OfOrg {
		return web.SeeOther(w, r, "/agreements", "agreement.send-back") // a draft is the force's own
	}
	return web.SeeOther(w, r, p.Back, "agreement."+what)
}
