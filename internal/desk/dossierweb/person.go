package dossierweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// personPage is the page of one person, as they stood.
type personPage struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Next     string // what the office waits for, in a sentence
	Twice    []twice
	Merged   bool // into another entry: nothing more is decided under this one
	Asked    []asked
	Tests    part.Tests
	Held     part.Table // the powers, when there are any
	Granted  bool
	None     string // "No power is held." when there are none
	NoneMore string
	Trained  part.Table
	HasCard  bool
	Card     CardShown
	NewCard  *newCard
	Standard *standards
	Timeline moj.Timeline
	All      string // address of the whole history
	Compare  *comparison
	Here     bool
}

// newCard is the offer of a card for somebody who has none.
type newCard struct {
	Accreditation id.Accreditation
	Photograph    string // where one is added first; empty: there is one
}

// newCard is the offer as things stand, or nil where a card is held or on its way, or
// none may be made.
func (d *dossier) newCard(v *visit.Visit, now CardShown) *newCard {
	in := d.standing.Status == accred.StatusInForce || d.standing.Status == accred.StatusNotYet
	if v.Bar.Past() || now.Live || !d.has || !in || !d.may(v.Who, authz.IssueCard) {
		return nil
	}
	offer := &newCard{Accreditation: d.accreditation()}
	if d.person.Photo == "" {
		offer.Photograph = personURL(d.id) + "/photograph"
	}
	return offer
}

// page is what the pages about a person have in common.
func (d *dossier) page(v *visit.Visit, title, here string) web.Page {
	p := web.Page{Title: title, Active: "/people", Past: v.Bar.Past()}
	p.Crumbs = []web.Crumb{{Text: "People", Href: v.Link("/people")}}
	if v.Who.May(authz.ReadOrg, authz.Object{Org: d.person.Org}) == nil {
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: d.org.Name, Href: v.Link(orgURL(d.person.Org))})
	}
	if here == "" {
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: d.person.Name()})
		return p
	}
	p.Crumbs = append(p.Crumbs, web.Crumb{Text: d.person.Name(), Href: v.Link(personURL(d.id))}, web.Crumb{Text: here})
	return p
}

func (h *Handlers) person(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p, d, err := h.personPage(&v)
	if err != nil {
		return err
	}
	if h.Cards != nil && v.Who.May(authz.ReadCard, d.object()) == nil && d.here {
		if p.Card, p.HasCard, err = h.Cards.Shown(r.Context(), v.Who, d.id, v.When); err != nil {
			return err
		}
		if p.Past {
			p.Card.Links = nil
		}
		p.NewCard = d.newCard(&v, p.Card)
	}
	if p.Standard, err = h.personStandards(r, &v, d.id); err != nil {
		return err
	}
	return v.Show(h.page, w, "person.html", p)
}

// personPage reads the page and what it was made from.
func (h *Handlers) personPage(v *visit.Visit) (*personPage, *dossier, error) {
	p := &personPage{Bar: v.Bar}
	var d *dossier
	err := h.read(v.R, func(tx *db.Tx) (err error) {
		if d, err = h.dossier(tx, v.Who, personOf(v.R), v.When); err != nil {
			return err
		}
		var list []ledger.Entry
		more := false
		if list, more, err = h.entries(tx, v, person.Subject(string(d.id)), 0, latest); err != nil {
			return err
		}
		p.Timeline = moj.Timeline{Items: merged(latest, events(v.Who, list, d.person.Name()), d.lapses()), Empty: "Nothing was recorded by this day."}
		if more || len(list) > 0 {
			p.All = v.Link(personURL(d.id) + "/history")
		}
		p.Asked = d.requests(v)
		if p.Twice, err = h.twice(tx, v, d.id); err != nil {
			return err
		}
		p.Compare, err = h.compare(tx, v, d)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	p.fill(v, d)
	return p, d, nil
}

func (p *personPage) fill(v *visit.Visit, d *dossier) {
	p.Page = d.page(v, d.person.Name(), "")
	p.Head, p.Here, p.Granted = d.head(v), d.here, d.granted()
	p.Head.Links = d.links(v)
	if !p.Past {
		p.Head.Actions = d.buttons(v)
		if d.person.Merged == "" {
			p.Next = d.next(v)
		}
	}
	p.Tests = d.tests(v.Who)
	p.Tests.Items[1].Link = d.vettingLink(v)
	if p.Granted {
		p.Held = d.powersTable(v)
	}
	p.Merged = d.person.Merged != ""
	if len(d.standing.Held()) == 0 && !p.Merged {
		p.None, p.NoneMore = d.none(v)
	}
	if !p.Granted {
		p.Trained = d.trainedTable()
	}
}

// none says plainly that no power is held, and since when or why.
func (d *dossier) none(v *visit.Visit) (string, string) {
	plain := "No power is held now."
	if v.Bar.Past() {
		plain = "No power was held on this day."
	}
	more := ""
	switch {
	case !d.here:
		more = d.person.Name() + " was not yet in the register."
	case !d.has:
		more = "There was no decision to accredit."
		if !v.Bar.Past() {
			more = "Nobody has decided to accredit " + d.person.Name() + "."
		}
	default:
		more = d.standing.Status.Sentence()
		if d.standing.InForce() && len(d.chief.State.Grants) == 0 {
			more = "The accreditation was given without powers, which the law allows."
		} else if d.standing.InForce() {
			more = "Each power has stopped by itself; the table says why."
		}
	}
	return plain, more
}

// links is what may be read beside the page.
func (d *dossier) links(v *visit.Visit) []part.Link {
	var out []part.Link
	base := personURL(d.id)
	if d.granted() && d.chief.State.Certificate > 0 {
		out = append(out, part.Link{Text: "Certificate", Href: base + "/certificate"})
	}
	if d.may(v.Who, authz.ReadLetters) {
		out = append(out, part.Link{Text: "Letters", Href: base + "/letters"})
	}
	if v.Who.Can(authz.ReadLedger) {
		out = append(out, part.Link{Text: "Who held what, for court", Href: v.Link(base + "/held")})
	}
	if d.may(v.Who, authz.AskMay) {
		out = append(out, part.Link{Text: "Ask about another day or place", Href: v.Link(base + "/ask")})
	}
	return out
}

// vettingLink leads the vetting unit to the person's envelope, the person to their own page,
// and everybody else to where the vetting stands.
func (d *dossier) vettingLink(v *visit.Visit) part.Link {
	switch {
	case v.Who.Can(authz.OpenVetting):
		return part.Link{Text: "The envelope", Href: personURL(d.id) + "/envelope"}
	case v.Who.Can(authz.OwnVetting):
		return part.Link{Text: "Your vetting", Href: "/my-vetting"}
	}
	return part.Link{Text: "Where the vetting stands", Href: v.Link("/vetting/" + string(d.id))}
}

// buttons is the next step for who reads, then the way to the other acts.
func (d *dossier) buttons(v *visit.Visit) []govuk.Button {
	var out []govuk.Button
	acts := d.acts(v)
	rest := 0
	for _, a := range acts {
		if a.First && len(out) == 0 {
			out = append(out, button(a.Title, a.Href, true))
		} else {
			rest++
		}
	}
	switch {
	case rest == 1 && len(acts) <= 2:
		for _, a := range acts {
			if !a.First || len(out) == 0 {
				out = append(out, button(a.Title, a.Href, len(out) == 0))
			}
		}
	case rest > 0:
		text := "Change or report"
		if d.may(v.Who, authz.SuspendNow) && d.has && d.chief.State.State.Live() {
			text = "Change or suspend"
		}
		out = append(out, button(text, personURL(d.id)+"/acts", len(out) == 0))
	}
	return out
}

// next says what the person waits for.
func (d *dossier) next(v *visit.Visit) string {
	if !d.here || !ofForce(v.Who) {
		return ""
	}
	if d.has && d.chief.State.State == accred.Proposed {
		return d.person.Name() + " has been with the delegate since " + d.chief.State.Waiting.Long() + "."
	}
	return ""
}
