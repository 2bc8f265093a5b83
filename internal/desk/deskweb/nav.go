package deskweb

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/web"
)

// item is one item of the main navigation. An address ending in a stroke is followed by
// the identity of the actor's organisation.
type item struct{ text, href string }

var (
	start  = item{"Start", "/start"}
	orgs   = item{"Organisations", "/organisations"}
	people = item{"People", "/people"}
	ours   = item{"Our people", "/people"}
	employ = item{"Our organisation", "/organisations/"}
	powers = item{"Powers", "/powers"}
	cards  = item{"Cards", "/cards"}
	ledger = item{"Ledger", "/ledger"}
	due    = item{"Falls due", "/due"}
	areas  = item{"Areas", "/areas"}
	set    = item{"Settings", "/settings"}
	agreed = item{"Agreements", "/agreements"}
	apply  = item{"Applicants", "/prospects"}
	onMap  = item{"Map", "/map"}
	wrongs = item{"Complaints", "/complaints"}
	bills  = item{"Invoices", "/invoices"}
	admin  = item{"Administration", "/administration"}
	train  = item{"Training", "/training/sessions"}
)

// navigation is the items of each role, in order. An accredited person has a page of their
// own, and their card.
var navigation = map[authz.Role][]item{
	authz.SchemeManager:  {start, apply, orgs, people, {"Vetting", "/vetting"}, train, agreed, wrongs, cards, powers, onMap, ledger, admin},
	authz.Delegate:       {start, {"To decide", "/decide"}, apply, orgs, people, agreed, wrongs, powers, ledger, admin},
	authz.VettingUnit:    {start, {"Queue", "/envelopes"}, {"Decided", "/envelopes/decided"}, {"Forecast", "/envelopes/forecast"}, people, orgs, {"Expiring", "/due?what=vetting"}},
	authz.Trainer:        {start, {"Sessions", "/training/sessions"}, {"Courses", "/training/courses"}, people, orgs, {"Expiring", "/due?what=training"}, powers},
	authz.Signatory:      {start, ours, employ, train, agreed, bills, wrongs, due, powers},
	authz.Liaison:        {start, ours, employ, train, agreed, wrongs, due, powers},
	authz.Supervisor:     {start, ours, employ, train, agreed, due},
	authz.Neighbourhood:  {start, people, orgs, agreed, areas, onMap, powers},
	authz.ControlRoom:    {start, people},
	authz.HubManager:     {start, orgs, people, areas, onMap, powers},
	authz.Standards:      {start, wrongs, orgs, people, agreed, areas, powers, ledger, set},
	authz.DataProtection: {start, orgs, people, agreed, wrongs, ledger, set},
	authz.Commissioner:   {{"Figures", "/start"}, orgs, areas, onMap, {"Scheme account", "/scheme-account"}, {"Law", "/powers"}},

	authz.AccreditedPerson: {{"My page", "/me"}, {"My card", "/my-card"}, {"My training", "/my-training"}, wrongs, powers},
}

// Navigation is the main navigation of the actor's role, for the frame around every
// office page. Only items whose pages exist are in it: has tells whether the program
// serves GET at an address; nil: all exist.
func Navigation(who authz.Actor, has func(address string) bool) []web.Link {
	var out []web.Link
	for _, i := range navigation[who.Role] {
		href := i.href
		if href == employ.href {
			if who.Org == "" {
				continue
			}
			href += string(who.Org)
		}
		address, _, _ := strings.Cut(href, "?")
		if has == nil || has(address) {
			out = append(out, web.Link{Text: i.text, Href: href})
		}
	}
	return out
}

// Under is the item of the main navigation that a page lies under whose own address is
// none of the role's items.
func Under(role authz.Role) map[string]string {
	if !slices.Contains(navigation[role], admin) {
		return nil
	}
	out := map[string]string{}
	for _, g := range housekeeping {
		for _, c := range g.Items {
			out[c.Href] = admin.href
		}
	}
	return out
}

// Home is where a role begins after signing in.
func Home(authz.Role) string { return "/start" }

// Search is the address of the search, or empty for a role that has nothing to search.
func Search(who authz.Actor) string {
	if who.Role == authz.AccreditedPerson || !who.Can(authz.ReadPerson) && !who.Can(authz.ReadOrg) {
		return ""
	}
	return "/search"
}
