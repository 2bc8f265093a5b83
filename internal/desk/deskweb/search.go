package deskweb

import (
	"net/http"
	"net/url"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type searchPage struct {
	web.Page
	Head     part.Head
	Box      searchBox
	Searched string // what was searched, and by which permission it was limited
	None     bool
	People   *part.Table
	Similar  *part.Table
	Orgs     *part.Table
	Places   []place

	PeopleMore, OrgsMore                          part.Link
	PeopleHead, SimilarHead, OrgsHead, PlacesHead part.Heading
}

type place struct {
	Name  part.Link
	Kind  string
	Links []part.Link
}

type searchQuery struct {
	Text string `form:"q" label:"Search" max:"120"`
}

// search looks for a name, an AP number, a place or an organisation. An AP number that
// somebody bears leads straight to them.
func (h *Handlers) search(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	if Search(who) == "" {
		return fault.New(fault.Forbidden, "There is nothing that your role may search.")
	}
	q, err := web.Query[searchQuery](r)
	if err != nil {
		return err
	}
	found, err := h.board.Search(r.Context(), who, q.Text)
	if err != nil {
		return err
	}
	if found.Exact != "" {
		return web.SeeOther(w, r, personURL(found.Exact), "")
	}
	o, err := h.board.Overview(r.Context(), who)
	if err != nil {
		return err
	}
	p := &searchPage{Page: web.Page{Title: "Search"}, Head: part.Head{Title: "Search"}, Box: searchBox{Action: "/search", Label: "Name, AP number, place or organisation", Value: q.Text}}
	if q.Text == "" {
		return h.page.Render(w, r, "search.html", p)
	}
	p.Title, p.Head.Title = "Search for “"+q.Text+"”", "Search for “"+q.Text+"”"
	p.Searched = searched(who, o.All)
	now := h.board.Clock.Now()
	same := func(s string) string { return s }
	if len(found.People.Lines) > 0 {
		t := lineTable(who, found.People.Lines, now, nil, same)
		p.People, p.PeopleHead, p.PeopleMore = &t, part.Heading{Text: "People", Count: number(found.People.Total)}, allOf(found.People, q.Text)
		if found.People.More {
			p.PeopleHead.Count = "more than " + p.PeopleHead.Count
		}
	}
	if len(found.Similar) > 0 {
		t := lineTable(who, found.Similar, now, nil, same)
		t.Caption = "People with similar names"
		p.Similar, p.SimilarHead = &t, part.Heading{Text: "People with similar names", Count: number(int64(len(found.Similar)))}
	}
	if len(found.Orgs.Lines) > 0 {
		t := orgTable(found.Orgs.Lines, func(text, _ string) part.Column { return part.Column{Text: text} }, same, clock.DayOf(now), who.Can(authz.ReadPerson))
		p.Orgs, p.OrgsHead = &t, part.Heading{Text: "Organisations", Count: number(found.Orgs.Total)}
		if found.Orgs.Total > int64(len(found.Orgs.Lines)) {
			p.OrgsMore = part.Link{Text: "All " + number(found.Orgs.Total) + " organisations", Href: "/organisations?q=" + url.QueryEscape(q.Text)}
		}
	}
	for _, a := range found.Places {
		x := place{Name: part.Link{Text: a.Name}, Kind: a.Kind}
		if address := "/areas/" + string(a.ID); who.Can(authz.ReadArea) && h.has(address) {
			x.Name.Href = address
		}
		if who.Can(authz.ReadOrg) {
			x.Links = append(x.Links, part.Link{Text: "Organisations that work in " + a.Name, Href: "/organisations?area=" + string(a.ID)})
		}
		p.Places = append(p.Places, x)
	}
	p.PlacesHead = part.Heading{Text: "Places", Count: part.Number(len(p.Places))}
	p.None = p.People == nil && p.Similar == nil && p.Orgs == nil && len(p.Places) == 0
	return h.page.Render(w, r, "search.html", p)
}

// allOf leads to the list of all who were found, if the page has not all of them. How many they
// are is told as far as they were counted.
func allOf(found desk.People, text string) part.Link {
	all := part.Link{Text: "All " + number(found.Total) + " people", Href: "/people?q=" + url.QueryEscape(text)}
	switch {
	case found.More:
		all.Text = "All of them, more than " + number(found.Total)
	case found.Total <= int64(len(found.Lines)):
		return part.Link{}
	}
	return all
}

// searched says what was looked through, and by which permission it was limited.
func searched(who authz.Actor, persons int64) string {
	var parts []string
	if who.Can(authz.ReadPerson) {
		parts = append(parts, "the names, AP numbers and employers of "+part.Count(int(persons), "person", "persons"))
	}
	if who.Can(authz.ReadOrg) {
		parts = append(parts, "the names, numbers and places of organisations")
	}
	parts = append(parts, "the names of areas")
	s := "Searched: " + strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1] + "."
	if l := limits(who, authz.ReadPerson); l != "" {
		return s + " " + l
	}
	if !who.Can(authz.ReadPerson) {
		return s + " Your role does not see people."
	}
	return s
}
