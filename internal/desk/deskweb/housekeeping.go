package deskweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// housekeepingPage leads to what the office sets up and looks after now and then.
type housekeepingPage struct {
	web.Page
	Head   part.Head
	Groups []chores
}

// chores is one part of that page.
type chores struct {
	Title string
	Items []chore
}

// chore is one address there: who may go there, and what one does there.
type chore struct {
	Text, Href, Does string
	needs            authz.Permission
}

// housekeeping is every such address. The navigation marks Administration on their pages.
var housekeeping = []chores{
	{"The force", []chore{
		{"Settings", "/settings", "Names, ages, periods, warnings and what stands on a card. Every change is shown before it is made, and can be undone.", authz.ReadSettings},
		{"Areas", "/areas", "Local policing areas, districts and wards, their borders and since when.", authz.ReadArea},
		{"Accounts", "/accounts", "Who can sign in, with which role and for whom. Links to begin with, tokens for programs.", authz.ManageAccounts},
	}},
	{"Files", []chore{
		{"Import", "/import", "Spreadsheets of organisations and people: read first, every bad line told, taken when you say so.", authz.Import},
		{"Months of police.uk", "/map/months", "Which months of antisocial behaviour and crime are in the figures.", authz.ReadIncidents},
	}},
	{"What is published", []chore{
		{"Answers to requests", "/answers", "What people ask under the Freedom of Information Act of powers and persons, each answered by a file.", authz.ReadFigures},
		{"Statistics", "/statistics", "The figures that are open to all, for any day, without small numbers.", authz.ReadFigures},
		{"Grants and withdrawals", "/decisions", "The public list that names nobody, and the proof of each line.", authz.ReadFigures},
	}},
	{"Agreements", []chore{
		{"Templates", "/agreement-templates", "The wording of protocols and sharing agreements, clause by clause, with every version.", authz.WriteAgreement},
	}},
	{"The scheme", []chore{
		{"Local authorities", "/coverage", "Which authorities of the force area are accredited organisations, and which are missing, on any day.", authz.ReadScheme},
		{"Targets for growth", "/targets", "What the scheme is to reach by a day, and how far the registers are.", authz.ReadScheme},
		{"Contact log", "/growth-log", "What was said with the community policing teams about growth, and what is done next.", authz.KeepScheme},
		{"Policies", "/policies", "What each policy said on any day, with the equality impact assessment of each version, and by when it is looked at again.", authz.ReadScheme},
		{"Equality of applicants", "/equality-monitoring", "What applicants answered of themselves, voluntarily: numbers alone, of quarters that are over, without small ones.", authz.ReadScheme},
		{"Who may decide", "/who-decides", "Which decisions are made for the chief officer, and who could make them on any day.", authz.ReadScheme},
		{"Risks of the scheme", "/risks", "What may happen to the scheme, who owns it, how it is scored, and by when it is looked at again.", authz.ReadRisks},
		{"Retention", "/retention", "For how long the personal data of complainants and failed applicants is kept, what is held, and what falls due to be erased.", authz.ReadRetention},
		{"Changes of the law", "/changes", "What may come, a preview of what it would do here, and carrying it out as one decision.", authz.ReadReforms},
	}},
	{"Money", []chore{
		{"Invoices", "/invoices", "Quotes, invoices, receipts and credit notes; what is owed and what is overdue.", authz.ReadFees},
		{"What is charged", "/fees", "The fee schedule by day, for public and private bodies.", authz.ReadFees},
		{"Bank", "/bank", "Files of the bank held against the invoices. Nothing is booked until you say so.", authz.KeepFees},
		{"Scheme account", "/scheme-account", "The ring-fenced account, and its statement for any period.", authz.ReadSchemeAccount},
	}},
	{"Messages and dates", []chore{
		{"Messages", "/messages", "What was sent to whom, and what could not be.", authz.ReadMessages},
		{"Forecast", "/forecast", "Who lapses when, month by month, and who must be trained.", authz.ReadPerson},
		{"Calendar", "/calendar", "A secret address from which your own calendar fetches what falls due.", authz.OwnAccount},
	}},
}

// administration shows what of it there is for who asks.
func (h *Handlers) administration(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	p := &housekeepingPage{Page: web.Page{Title: "Administration", Active: "/administration"},
		Head: part.Head{Title: "Administration", Text: "What is set up once and looked after now and then."}}
	for _, g := range housekeeping {
		at := chores{Title: g.Title}
		for _, c := range g.Items {
			if h.has(c.Href) && who.Can(c.needs) {
				at.Items = append(at.Items, c)
			}
		}
		if len(at.Items) > 0 {
			p.Groups = append(p.Groups, at)
		}
	}
	return h.page.Render(w, r, "housekeeping.html", p)
}
