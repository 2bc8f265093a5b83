package reformweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/reform"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type noteForm struct {
	changeForm
	What   string    `form:"what" label:"What changes" max:"1000" text:"lines"`
	Source string    `form:"source" label:"Where it was read" max:"300"`
	Look   clock.Day `form:"look" label:"Look again by"`
	Who    string    `form:"who" label:"Who watches it" max:"100"`
}

func (f noteForm) note() reform.Note {
	return reform.Note{Change: f.change(), What: f.What, Source: f.Source, Look: f.Look, Who: f.Who}
}

// notePage is a change put on the watch list, or noted anew.
type notePage struct {
	web.Page
	Head         part.Head
	Asked        asked
	Form         noteForm
	Button, Back string
}

func (h *Handlers) watch(w http.ResponseWriter, r *http.Request) error {
	p := newWatchPage()
	var err error
	if p.Form.changeForm, err = web.Query[changeForm](r); err != nil {
		return err
	}
	p.Form.Who, p.Asked = account.Actor(r.Context()).Name, newAsked(p.Form.changeForm)
	return h.page.Render(w, r, "note.html", p)
}

func newWatchPage() *notePage {
	title := "Put a change on the watch list"
	return &notePage{Head: part.Head{Title: title}, Button: "Put it on the list", Back: "/changes", Page: web.Page{Title: title, Active: "/changes", Crumbs: []web.Crumb{{Text: "Changes of the law", Href: "/changes"}, {Text: "Watch"}}}}
}

// watchNow puts a change on the list. Where its day is known, the preview is kept with it.
func (h *Handlers) watchNow(w http.ResponseWriter, r *http.Request) (err error) {
	p, done := newWatchPage(), "reform.watched"
	var made id.Reform
	if p.Form, err = web.Form[noteForm](r); err == nil {
		ctx, who := r.Context(), account.Actor(r.Context())
		made, err = h.Reforms.Watch(ctx, who, p.Form.note())
		if err == nil && p.Form.Day != clock.NoDay && h.Reforms.Keep(ctx, who, made) == nil {
			done = "reform.kept" // what hinders it is said when it is asked for on its own page
		}
	}
	if err != nil {
		p.Asked = newAsked(p.Form.changeForm)
		return h.page.Again(w, r, "note.html", p, err)
	}
	return web.SeeOther(w, r, url(made), done)
}

func (h *Handlers) notePage(r *http.Request) (*notePage, error) {
	v, err := h.find(r)
	if err != nil {
		return nil, err
	}
	x := &v.State
	if !x.Can("reform.note") {
		return nil, visit.Unsent(r, fault.New(fault.Conflict, "%s can no longer be changed.", x.Number))
	}
	title := "Note what is known"
	return &notePage{Head: part.Head{Caption: x.Number + ", " + x.Title(), Title: title}, Button: "Note it", Back: url(v.ID),
		Page: web.Page{Title: title + ": " + x.Number, Active: "/changes", Crumbs: []web.Crumb{{Text: "Changes of the law", Href: "/changes"}, {Text: x.Number, Href: url(v.ID)}, {Text: "Note"}}},
		Form: noteForm{changeForm{x.Kind, x.Power, x.Day, x.Retrain, x.Trained}, x.What, x.Source, x.Look, x.Who}}, nil
}

func (h *Handlers) note(w http.ResponseWriter, r *http.Request) error {
	p, err := h.notePage(r)
	if err != nil {
		return err
	}
	p.Asked = newAsked(p.Form.changeForm)
	return h.page.Render(w, r, "note.html", p)
}

func (h *Handlers) noteNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.notePage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[noteForm](r); err == nil {
		err = h.Reforms.Note(r.Context(), account.Actor(r.Context()), of(r), p.Form.note())
	}
	if err != nil {
		p.Asked = newAsked(p.Form.changeForm)
		return h.page.Again(w, r, "note.html", p, err)
	}
	return web.SeeOther(w, r, url(of(r)), "reform.noted")
}
