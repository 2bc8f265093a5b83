// Package web knows how a page is made. It knows no register: a slice brings its
// own templates and structs, and web gives them frame, components, forms, errors
// and the guard that stands before everything.
//
// # How to make a page
//
// A slice holds its pages beside its handlers:
//
//	internal/card/cardweb/
//	  handlers.go         Handlers, New, Routes
//	  revoke.go           one page action a file
//	  templates/revoke.html
//	  templates/_row.html fragments for all pages of the slice
//
// The handlers keep the Pages that New parses once:
//
//	//go:embed templates
//	var templates embed.FS
//
//	type Handlers struct {
//		page  *web.Pages
//		cards *card.Service
//	}
//
//	func New(site *web.Site, cards *card.Service) *Handlers {
//		return &Handlers{cards: cards, page: site.Office(templates, "templates/*.html", web.Done{
//			"card.revoke.done": "The card is revoked. It stopped answering at once.",
//		})}
//	}
//
//	func (h *Handlers) Routes(mux *http.ServeMux) {
//		mux.Handle("GET /cards/{id}/revoke", h.page.Handle(h.revoke))
//		mux.Handle("POST /cards/{id}/revoke", h.page.Handle(h.revokeNow))
//	}
//
// A page is a struct that embeds Page, and a template of the same name. Handlers
// decode, call one use case and answer; they return every error:
//
//	type revokeForm struct {
//		Why   string    `form:"why" label:"Reason" max:"400" text:"lines"`
//		Since clock.Day `form:"since" label:"Day it was lost"`
//	}
//
//	type revokePage struct {
//		web.Page
//		Card    card.Card
//		Head    part.Head
//		Reasons []govuk.Choice
//		Form    revokeForm
//	}
//
//	func (h *Handlers) revokePage(r *http.Request) (*revokePage, error) {
//		c, err := h.cards.Find(r.Context(), authz.From(r), card.ID(r.PathValue("id")))
//		if err != nil {
//			return nil, err // not found, forbidden: the page of the error
//		}
//		return &revokePage{Card: c, Page: web.Page{Title: "Revoke card", Active: "/cards",
//			Crumbs: []web.Crumb{{Text: "Cards", Href: "/cards"}, {Text: "Revoke"}}}}, nil
//	}
//
//	func (h *Handlers) revoke(w http.ResponseWriter, r *http.Request) error {
//		p, err := h.revokePage(r)
//		if err != nil {
//			return err
//		}
//		return h.page.Render(w, r, "revoke.html", p)
//	}
//
//	func (h *Handlers) revokeNow(w http.ResponseWriter, r *http.Request) error {
//		p, err := h.revokePage(r)
//		if err != nil {
//			return err
//		}
//		if p.Form, err = web.Form[revokeForm](r); err == nil {
//			err = h.cards.Revoke(r.Context(), authz.From(r), p.Card.ID, p.Form.Why, p.Form.Since)
//		}
//		if err != nil {
//			return h.page.Again(w, r, "revoke.html", p, err)
//		}
//		return web.SeeOther(w, r, "/cards/"+string(p.Card.ID), "card.revoke.done")
//	}
//
// Again shows the form as it was typed, with the error summary above it and each
// message at its field: the names in fault.Fields are the names of the controls.
// Forbidden, not found and the rest pass through it to the page of the error.
//
// The template defines the block main; also, where it needs them, title (of the
// window, else Page.Title), top (before main) and aside (after it):
//
//	{{define "main"}}
//	{{.Head.Render}}
//	<form method="post" novalidate>
//	{{radios . "why" "Why is it revoked?" .Form.Why .Reasons}}
//	{{dateinput . "since" "Day it was lost" .Form.Since (hint "For example, 27 3 2026")}}
//	<div class="govuk-button-group">{{button "Revoke the card" warning}}<a class="govuk-link" href="/cards">Leave it</a></div>
//	</form>
//	{{end}}
//
// The controls are input, textarea, select, radios, checkboxes, dateinput (three
// fields), datefield (one), upload and password. Each takes the page (inside
// range that is $), the name, the label, the value (not upload and password), for
// choices the items, and then any of: hint "text", hinthtml, width 10, rows 8,
// kind "email", inputmode "numeric", autocomplete "email", accept "image/png",
// prefix "£", suffix "years", heading (the label is the h1), inline, small,
// multiple. button takes secondary, warning, and named "act" "withdraw".
// There are also hidden "version" .Version, status "in-force" "In force",
// shape "due", mark, asset "mark.svg", number 48231 and moment .At.
//
// Every component of govuk, moj and part is a struct with Render, so a page
// struct holds them ready and the template writes {{.Powers.Render}}. No template
// computes: if it needs more than if and range, the struct lacks a field.
//
// Layout classes: ww-grid (work column and side column), ww-grid--filter (filter
// at the left), ww-grid--half, ww-grid--third, ww-reading (at most 760 px),
// ww-hero, ww-panel, ww-doors, ww-line (field and button on one line), ww-list,
// ww-links, ww-quiet, ww-sub, ww-mono, ww-lede, ww-bar (heading left, links
// right), govuk-button-group. Styles in elements and scripts in pages are blocked
// by the policy that Guard sends.
//
// # As at
//
// A page that answers for a past day reads the bar with AsAt and shows it:
//
//	bar, err := web.AsAt(r, h.clock.Now())
//	at, known := bar.Instants()
//	p.Past = bar.Past() // the template leaves out every button
//	{{.Bar.Render}} in the template; bar.Link(url) for links that keep the days
//
// # The rest
//
// Site.Public and Site.Bare are the frames of the public pages and of the card
// check. Guard wraps the whole program; Assets serves what lies under /assets/.
// Tests read pages with webtest, and in a browser with browser.
package web
