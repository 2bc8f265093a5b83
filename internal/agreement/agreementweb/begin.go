package agreementweb

import (
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/agreement"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type beginForm struct {
	Org  id.Org         `form:"org" label:"Organisation" max:"64"`
	Kind agreement.Kind `form:"kind" label:"Sort of agreement" max:"20"`
}

type beginPage struct {
	web.Page
	Head  part.Head
	Orgs  []govuk.Option
	Kinds []govuk.Choice
	Form  beginForm
}

func (h *Handlers) beginPage(r *http.Request) (*beginPage, error) {
	p := &beginPage{Head: part.Head{Title: "Begin an agreement"}, Page: web.Page{Title: "Begin an agreement", Active: "/agreements",
		Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Begin"}}}}
	p.Kinds = []govuk.Choice{{Value: string(agreement.Protocol), Text: agreement.Protocol.Title(), Hint: govuk.Hint{Text: "With its information sharing agreement as Annex A, agreed by the same signatures"}},
		{Value: string(agreement.Sharing), Text: agreement.Sharing.Title() + " of its own", Hint: govuk.Hint{Text: "For a purpose apart from the protocol, or with a partner that has none"}},
		{Value: string(agreement.Supplement), Text: agreement.Supplement.Title(), Hint: govuk.Hint{Text: "Stands under a protocol, for example for an event"}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		all, err := h.Orgs.AsAt(tx, account.Actor(r.Context()), h.now())
		p.Orgs = append(p.Orgs, govuk.Option{Value: "", Text: "Choose"})
		for _, o := range all {
			if s := o.State.State; s == org.Applying || s == org.InForce || s == org.Suspended {
				p.Orgs = append(p.Orgs, govuk.Option{Value: o.ID, Text: o.State.Name})
			}
		}
		return err
	})
	return p, err
}

func (h *Handlers) begin(w http.ResponseWriter, r *http.Request) error {
	p, err := h.beginPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Query[beginForm](r); err != nil {
		return err
	}
	if p.Form.Kind == "" {
		p.Form.Kind = agreement.Protocol
	}
	return h.page.Render(w, r, "begin.html", p)
}

func (h *Handlers) beginNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.beginPage(r)
	if err != nil {
		return err
	}
	var made id.Agreement
	if p.Form, err = web.Form[beginForm](r); err == nil {
		made, err = h.Agreements.Draft(r.Context(), account.Actor(r.Context()), agreement.Order{Org: p.Form.Org, Kind: p.Form.Kind})
	}
	if err != nil {
		return h.page.Again(w, r, "begin.html", p, err)
	}
	return web.SeeOther(w, r, url(made), "agreement.begun")
}

// nextNow drafts the next version of an agreement, which both sides agreed to change.
func (h *Handlers) nextNow(w http.ResponseWriter, r *http.Request) error {
	v, _, err := h.find(r)
	if err != nil {
		return err
	}
	made, err := h.Agreements.Draft(r.Context(), account.Actor(r.Context()), agreement.Order{Org: v.State.Org, Kind: v.State.Kind, After: of(r)})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, url(made), "agreement.begun")
}

// fillPage is the fields of a draft.
type fillPage struct {
	web.Page
	Head   part.Head
	Fields []fillField
	Known  []govuk.Row // what comes from the register
	List   govuk.SummaryList
	Back   string
	Annex  string // address at which the annex is filled in
}

type fillField struct {
	agreement.Field
	Value string
	Rows  int
}

func (h *Handlers) fillPage(r *http.Request) (*fillPage, error) {
	v, o, err := h.find(r)
	if err != nil {
		return nil, err
	}
	if err := h.possible(r, v, "agreement.fill"); err != nil {
		return nil, err
	}
	p := &fillPage{Page: page(v, &o, "Fill in "+v.State.Number, "Fill in"), Back: url(of(r)), Head: part.Head{Caption: caption(v, &o), Title: "Fill in the fields"}}
	if v.State.Annex != "" {
		p.Annex = url(v.State.Annex) + "/fill"
	}
	var values map[string]string
	err = h.DB.Read(r.Context(), func(tx *db.Tx) (err error) {
		values, err = h.Agreements.Values(tx, account.Actor(r.Context()), v)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range agreement.FieldsOf(v.State.Kind) {
		if f.Typed || f.Key == "annex_fingerprint" {
			continue
		}
		value := values[f.Key]
		if value == "" {
			value = "Missing. " + f.Mend
		}
		p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: f.Label}, Value: govuk.Words{Text: value}})
	}
	for _, f := range v.State.Typed() {
		p.Fields = append(p.Fields, fillField{f, v.State.Fields[f.Key], 4})
	}
	return p, nil
}

func (h *Handlers) fill(w http.ResponseWriter, r *http.Request) error {
	p, err := h.fillPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "fill.html", p)
}

func (h *Handlers) fillNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.fillPage(r)
	if err != nil {
		return err
	}
	if _, err = web.Form[struct{}](r); err == nil {
		values := map[string]string{}
		for _, f := range p.Fields {
			if sent, ok := r.PostForm[f.Key]; ok {
				values[f.Key] = strings.TrimSpace(strings.ReplaceAll(sent[0], "\r\n", "\n"))
			}
		}
		err = h.Agreements.Fill(r.Context(), account.Actor(r.Context()), of(r), values)
	}
	if err != nil {
		return h.page.Again(w, r, "fill.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, "agreement.filled")
}

// issueNow fixes the text and puts it before both sides.
func (h *Handlers) issueNow(w http.ResponseWriter, r *http.Request) error {
	if err := h.Agreements.Issue(r.Context(), account.Actor(r.Context()), of(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, url(of(r)), "agreement.issued")
}
