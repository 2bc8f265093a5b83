package deskweb

import (
	"net/http"
	"net/url"
	"slices"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// saved puts the filters that somebody keeps of a list above it, and the way to keep what is
// set now beside its other links.
func (p *listPage) saved(h *Handlers, r *http.Request, who authz.Actor, list string, links ...part.Link) error {
	kept, err := h.board.SavedFilters(r.Context(), who, list)
	if err != nil {
		return err
	}
	var open []part.Link
	for _, f := range kept {
		open = append(open, part.Link{Text: f.Name, Href: f.Href()})
	}
	if len(open) > 0 {
		p.Saved = part.Links(append(open, part.Link{Text: "Change saved filters", Href: "/filters"})...)
	}
	if len(p.Chips.Items) > 0 && !p.Past {
		links = append(links, part.Link{Text: "Save this filter", Href: address("/filters/save", url.Values{"list": {list}, "query": {without(r.URL.Query(), "page", "done").Encode()}})})
	}
	p.Links = part.Links(links...)
	return nil
}

type savePage struct {
	web.Page
	Form saveForm
	Here string
	List string // where it leads back to
}

type saveForm struct {
	List  string `form:"list" max:"20"`
	Query string `form:"query" max:"2000"`
	Name  string `form:"name" label:"Name of the filter" max:"60"`
}

// saveFilter asks for the name of a filter, and keeps it.
func (h *Handlers) saveFilter(w http.ResponseWriter, r *http.Request) error {
	read := web.Query[saveForm]
	if r.Method == http.MethodPost {
		read = web.Form[saveForm]
	}
	form, err := read(r)
	p := &savePage{Page: web.Page{Title: "Save this filter", Active: "/" + form.List}, Form: form, Here: "/filters/save", List: "/" + form.List + "?" + form.Query}
	if err == nil && r.Method == http.MethodPost {
		if _, err = h.board.SaveFilter(r.Context(), account.Actor(r.Context()), form.List, form.Name, form.Query); err == nil {
			return web.SeeOther(w, r, p.List, "filter-saved")
		}
	}
	if err != nil {
		if f := fault.Of(err); f == nil || slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Name != "name" }) {
			return err
		}
		return h.page.Again(w, r, "savefilter.html", p, err)
	}
	return h.page.Render(w, r, "savefilter.html", p)
}

type filtersPage struct {
	web.Page
	Head  part.Head
	Lists []filterList
}

type filterList struct {
	Title   string
	Filters []desk.Saved
}

// filters is every filter that somebody keeps, to be opened or removed.
func (h *Handlers) filters(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	kept, err := h.board.SavedFilters(r.Context(), who, "")
	if err != nil {
		return err
	}
	p := &filtersPage{Page: web.Page{Title: "Your saved filters", Active: "/account"}, Head: part.Head{Title: "Your saved filters"}}
	for _, l := range []filterList{{Title: peopleTitle(who)}, {Title: "Organisations"}} {
		for _, f := range kept {
			if (f.List == "organisations") == (l.Title == "Organisations") {
				l.Filters = append(l.Filters, f)
			}
		}
		if len(l.Filters) > 0 {
			p.Lists = append(p.Lists, l)
		}
	}
	return h.page.Render(w, r, "filters.html", p)
}

// removeFilter removes one.
func (h *Handlers) removeFilter(w http.ResponseWriter, r *http.Request) error {
	if err := h.board.RemoveFilter(r.Context(), account.Actor(r.Context()), id.SavedFilter(r.PathValue("filter"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/filters", "filter-removed")
}

// done is what is said once something was done.
var done = web.Done{"filter-saved": "The filter is saved.", "filter-removed": "The filter is removed."}
