package retainweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/retain"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type onePage struct {
	web.Page
	Head    part.Head
	List    govuk.SummaryList
	History part.Table
	Here    string
	Holds   bool // it may be held
	Lifts   bool // the hold may be lifted
	Erases  bool
	Sure    []govuk.Choice
	Form    recordForm
}

type recordForm struct {
	Why    string    `form:"why" label:"Reason" max:"1000" text:"lines"`
	Review clock.Day `form:"review" label:"Look at it again by"`
	Sure   bool      `form:"sure"`
}

// Chosen is the box as it was ticked.
func (f recordForm) Chosen() []string {
	if f.Sure {
		return []string{"yes"}
	}
	return nil
}

func (h *Handlers) onePage(r *http.Request) (*onePage, error) {
	v := visit.Present(r, h.Clock)
	p := &onePage{Here: url(of(r)), Sure: []govuk.Choice{{Value: "yes", Text: "I know that it cannot be brought back"}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		k, err := h.Retention.Find(tx, v.Who, of(r))
		if err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		past, err := h.Retention.History(tx, v.Who, of(r), false)
		rule, _ := h.Retention.Source(k.Kind)
		p.fill(v, k, rule, f.Settings, past)
		return err
	})
	return p, err
}

func (p *onePage) fill(v visit.Visit, k retain.Kept, rule retain.Source, set area.Settings, past []retain.HoldVersion) {
	p.Page = web.Page{Title: k.Name, Active: "/retention", Crumbs: []web.Crumb{{Text: "Retention", Href: "/retention"}, {Text: k.Name}}}
	p.Head = part.Head{Caption: "Retention", Title: k.Name, Statuses: []part.Status{stateOf(k, set, v.Today())}}
	add := func(key, text, href string) {
		row := govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: text}}
		if href != "" {
			row.Actions.Items = []govuk.Action{{Text: "See it", Href: href, VisuallyHiddenText: "the record"}}
		}
		p.List.Rows = append(p.List.Rows, row)
	}
	add("Came to its end", k.Ended.Long(), k.Link)
	add("Kept to", k.Until.Long(), "")
	add("What goes, and what stays", rule.What, "")
	p.History = part.Table{Caption: "Holds", Empty: "It has never been held.", Columns: []part.Column{{Text: "When"}, {Text: "What"}, {Text: "Why"}, {Text: "By"}}}
	for i := len(past) - 1; i >= 0; i-- {
		x := &past[i].State
		what := "Hold lifted"
		if x.Held {
			what = "Held"
		}
		p.History.Rows = append(p.History.Rows, part.Row{Cells: []part.Cell{{Text: clock.Moment(x.At), Nowrap: true}, {Text: what}, {Text: x.Why}, {Text: x.By}}})
	}
	if k.Hold != nil && k.Hold.Review != clock.NoDay {
		add("The hold is looked at again by", k.Hold.Review.Long(), "")
	}
	if v.Who.Can(authz.KeepRetention) {
		p.Holds, p.Lifts, p.Erases = k.Hold == nil, k.Hold != nil, k.Hold == nil && k.Until < v.Today()
	}
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	p, err := h.onePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "one.html", p)
}

// act reads the form of a record, does what it asks for, and leads on.
func (h *Handlers) act(w http.ResponseWriter, r *http.Request, done, to string, do func(f recordForm) error) error {
	p, err := h.onePage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[recordForm](r); err == nil {
		err = do(p.Form)
	}
	if err != nil {
		return h.page.Again(w, r, "one.html", p, err)
	}
	return web.SeeOther(w, r, to, done)
}

func (h *Handlers) hold(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "retention.hold", url(of(r)), func(f recordForm) error {
		return h.Retention.Hold(r.Context(), who(r), of(r), f.Why, f.Review)
	})
}

func (h *Handlers) lift(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "retention.lift", url(of(r)), func(f recordForm) error {
		return h.Retention.Lift(r.Context(), who(r), of(r), f.Why)
	})
}

// erase asks that it be meant: the record has no page here afterwards.
func (h *Handlers) erase(w http.ResponseWriter, r *http.Request) error {
	return h.act(w, r, "retention.erase", "/retention", func(f recordForm) error {
		if !f.Sure {
			return fault.In("sure", "Tick the box: what is erased cannot be brought back")
		}
		return h.Retention.Erase(r.Context(), who(r), of(r))
	})
}
