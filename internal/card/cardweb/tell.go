package cardweb

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// reportPage asks what happened to a card.
type reportPage struct {
	web.Page
	ID   string
	Card card.Card
	What []govuk.Choice
	Form reportForm
}

type reportForm struct {
	What card.State `form:"what" max:"20"`
	Why  string     `form:"why" label:"What happened" max:"1000" text:"lines"`
}

func (h *Handlers) reportPage(r *http.Request) (*reportPage, error) {
	v, err := h.find(r, account.Actor(r.Context()), id.Card(r.PathValue("card")))
	if err != nil {
		return nil, err
	}
	p := &reportPage{ID: v.ID, Card: v.State, Page: page(account.Actor(r.Context()), "Report card "+v.State.Number, web.Crumb{Text: v.State.Number, Href: "/cards/" + v.ID}, web.Crumb{Text: "Report"})}
	for _, x := range []struct {
		state      card.State
		verb, hint string
	}{{card.Lost, "card.lost", "It stops being valid at once. The accreditation stays"}, {card.Stolen, "card.stolen", "It stops being valid at once. Report the theft to the police as well"},
		{card.Returned, "card.return", "It is in the scheme office’s hands"}} {
		if v.State.State.Can(x.verb) {
			p.What = append(p.What, govuk.Choice{Value: string(x.state), Text: x.state.Title(), Hint: govuk.Hint{Text: x.hint}})
		}
	}
	return p, nil
}

func (h *Handlers) report(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reportPage(r)
	if err != nil {
		return err
	}
	return h.office.Render(w, r, "report.html", p)
}

func (h *Handlers) reportNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.reportPage(r)
	if err != nil {
		return err
	}
	which := id.Card(r.PathValue("card"))
	if p.Form, err = web.Form[reportForm](r); err == nil {
		err = h.Cards.Report(r.Context(), account.Actor(r.Context()), p.Form.What, p.Form.Why, which)
	}
	if err != nil {
		return h.office.Again(w, r, "report.html", p, err)
	}
	return web.SeeOther(w, r, "/cards/"+string(which), "card."+string(p.Form.What))
}

// tellPage asks what the office must say before it replaces a card, asks it back or records
// that it was destroyed.
type tellPage struct {
	web.Page
	Head    part.Head
	ID      string
	Card    card.Card
	Does    string
	Button  string
	Reasons []govuk.Choice
	Form    tellForm
}

type tellForm struct {
	Because card.Because `form:"because" max:"20"`
	Note    string       `form:"note" label:"When and where" max:"1000" text:"lines"`
	Why     string       `form:"why" label:"Reason" max:"1000" text:"lines"`
	How     string       `form:"how" label:"How it was destroyed" max:"200"`
	Witness string       `form:"witness" label:"Witness" max:"120"`
}

// tell is one of the acts that such a page leads to.
type tell struct {
	title, button, done string
	do                  func(h *Handlers, ctx context.Context, who authz.Actor, c id.Card, f tellForm) (id.Card, error)
}

var tells = map[string]tell{
	"replace": {"Replace card", "Order the new card", "card.issued", func(h *Handlers, ctx context.Context, who authz.Actor, c id.Card, f tellForm) (id.Card, error) {
		return h.Cards.Replace(ctx, who, c, card.Replacement{Because: f.Because, Note: f.Note})
	}},
	"destroy": {"Record that card", "Record it as destroyed", "card.destroyed", func(h *Handlers, ctx context.Context, who authz.Actor, c id.Card, f tellForm) (id.Card, error) {
		return c, h.Cards.Destroy(ctx, who, card.Destruction{Cards: []id.Card{c}, How: f.How, Witness: f.Witness})
	}},
	"recall": {"Ask back card", "Ask it back", "card.recalled", func(h *Handlers, ctx context.Context, who authz.Actor, c id.Card, f tellForm) (id.Card, error) {
		_, err := h.Cards.Recall(ctx, who, card.Recall{Cards: []id.Card{c}, Why: f.Why})
		return c, err
	}},
}

func (h *Handlers) tellPage(r *http.Request, what string) (*tellPage, error) {
	who, act := account.Actor(r.Context()), tells[what]
	if err := who.May(authz.IssueCard, authz.Object{}); err != nil {
		return nil, err
	}
	v, err := h.find(r, who, id.Card(r.PathValue("card")))
	if err != nil {
		return nil, err
	}
	number := v.State.Number
	title := act.title + " " + number
	if what == "destroy" {
		title += " was destroyed"
	}
	p := &tellPage{ID: v.ID, Card: v.State, Does: what, Button: act.button, Head: part.Head{Title: title},
		Page: page(who, title, web.Crumb{Text: number, Href: "/cards/" + v.ID}, web.Crumb{Text: act.button})}
	for _, b := range card.Reasons {
		p.Reasons = append(p.Reasons, govuk.Choice{Value: string(b), Text: b.Title(), Hint: govuk.Hint{Text: hints[b]}})
	}
	return p, nil
}

// hints is what follows from each reason for a replacement.
var hints = map[card.Because]string{card.WasLost: "It stops being valid at once. The fee of a lost card follows", card.WasStolen: "It stops being valid at once. The fee of a stolen card follows",
	card.WasDamaged: "It stays valid until the new one is handed over. The fee of a damaged card follows", card.HasChanged: "It stays valid until the new one is handed over. There is no fee",
	card.IsEnding: "It stays valid until the new one is handed over. There is no fee"}

func (h *Handlers) tell(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.tellPage(r, what)
	if err != nil {
		return err
	}
	return h.office.Render(w, r, "tell.html", p)
}

func (h *Handlers) tellNow(w http.ResponseWriter, r *http.Request, what string) error {
	p, err := h.tellPage(r, what)
	if err != nil {
		return err
	}
	to := id.Card(p.ID)
	if p.Form, err = web.Form[tellForm](r); err == nil {
		to, err = tells[what].do(h, r.Context(), account.Actor(r.Context()), to, p.Form)
	}
	if err != nil {
		return h.office.Again(w, r, "tell.html", p, err)
	}
	return web.SeeOther(w, r, "/cards/"+string(to), tells[what].done)
}
