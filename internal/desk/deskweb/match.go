package deskweb

import (
	"encoding/json"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/web"
)

// match is one thing that the search box offers.
type match struct {
	Text   string `json:"text"`
	Beside string `json:"beside"` // what tells it from others of the same name
	Href   string `json:"href"`
}

// matches is what the search box offers while somebody types: of what the page of the
// search would show them, the first few.
func (h *Handlers) matches(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	if Search(who) == "" {
		return fault.New(fault.Forbidden, "There is nothing that your role may search.")
	}
	q, err := web.Query[searchQuery](r)
	if err != nil {
		return err
	}
	if err := h.typed.Take(r); err != nil {
		return err
	}
	found, err := h.board.Match(r.Context(), who, q.Text)
	if err != nil {
		return err
	}
	out := struct {
		Matches []match `json:"matches"`
	}{[]match{}}
	add := func(text, href string, beside ...string) {
		out.Matches = append(out.Matches, match{text, strings.Join(beside, ", "), href})
	}
	for _, l := range found.People {
		var beside []string
		for _, s := range []string{l.Number, l.OrgName} {
			if s != "" {
				beside = append(beside, s)
			}
		}
		add(l.Name, personURL(l.Person), beside...)
	}
	for _, o := range found.Orgs {
		add(o.Entry.Name, "/organisations/"+string(o.ID), o.Entry.Kind.Title())
	}
	for _, a := range found.Places {
		if address := "/areas/" + string(a.ID); who.Can(authz.ReadArea) && h.has(address) {
			add(a.Name, address, a.Kind)
		} else if who.Can(authz.ReadOrg) {
			add(a.Name, "/organisations?area="+string(a.ID), a.Kind)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(out)
}
