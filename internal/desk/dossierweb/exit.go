package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type exitForm struct {
	Reason org.ExitReason `form:"reason" max:"20"`
	Why    string         `form:"why" label:"Reason" max:"2000" text:"lines"`
	Day    clock.Day      `form:"day" label:"Last day"`
}

// exitPage is what follows when an organisation leaves, and what is still open once it has.
type exitPage struct {
	web.Page
	Head    part.Head
	Lede    string
	Notice  govuk.SummaryList
	Given   bool // notice was given, or it has left
	Follows []string
	People  part.Table
	Ends    []part.Link // agreements that end with it
	Open    []openLine  // what is still open
	Cards   part.Table
	Chase   part.Link // where they are chased
	HasLeft bool
	MayExit bool
	MayStay bool
	Reasons []govuk.Choice
	Button  string
	Back    string
	Form    exitForm
}

// openLine is one thing that is still open.
type openLine struct {
	Link   part.Link
	Status part.Status
}

const exitPeople = 50

func (h *Handlers) exitPage(r *http.Request) (*exitPage, *file, error) {
	v := visit.At(r, h.Clock)
	p := &exitPage{Button: "Record the exit"}
	f, err := h.aboutOrg(r, authz.ReadAgreement, "Leaving the scheme", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	o := &f.org
	in := o.State == org.InForce || o.State == org.Suspended
	p.HasLeft = o.State == org.Left || o.State == org.Withdrawn
	if !in && !p.HasLeft {
		return nil, nil, fault.Because("There is nothing to leave.", fault.Reason{Code: "organisation.not-in", Message: o.Name + " is not in the scheme: " + small(o.State.Title()) + "."})
	}
	for _, x := range org.ExitReasons {
		p.Reasons = append(p.Reasons, govuk.Choice{Value: string(x.Reason), Text: x.Title})
	}
	p.notice(o)
	p.MayExit = in && f.may(v.Who, authz.ChangeOrg)
	p.MayStay = in && o.Exit != nil && o.Exit.Day >= v.Day() && p.MayExit
	p.Form = exitForm{Day: v.Day()}
	if o.Exit != nil && in {
		p.Form = exitForm{Reason: o.Exit.Reason, Why: o.Exit.Why, Day: v.Day()}
	}
	err = h.read(r, func(tx *db.Tx) error {
		if in {
			if err := h.exitEffect(tx, &v, f, p); err != nil {
				return err
			}
		}
		return h.stillOpen(tx, &v, f, p)
	})
	if err == nil && in {
		if err = h.withPeople(&v, f, desk.Filter{State: desk.StateInForce, Limit: exitPeople}); err == nil {
			p.who(&v, f)
		}
	}
	if err == nil && h.Cards != nil {
		err = h.cardsOut(r, &v, f, p)
	}
	return p, f, err
}

// notice is what was told of the leaving.
func (p *exitPage) notice(o *org.Organisation) {
	add := func(key, value string) {
		if value != "" {
			p.Notice.Rows = append(p.Notice.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	p.Lede = "The arrangements end, and with them every accreditation. This page shows what follows before anything is done."
	if x := o.Exit; x != nil {
		p.Given = true
		add("Reason", x.Reason.Title())
		add("In words", x.Why)
		add("Last day", x.Day.Long())
		add("Recorded by", x.By+", "+clock.Moment(x.At))
		p.Lede = "Notice is given. The arrangements end by themselves with the last day, and every accreditation with them."
	}
	if p.HasLeft {
		p.Lede = "The arrangements have ended, and with them every accreditation. What is still open stands below."
		if o.Exit == nil {
			p.Given = o.Why != ""
			add("Reason", o.Why)
		}
	}
}

// exitEffect is what follows at once, counted from the registers.
func (h *Handlers) exitEffect(tx *db.Tx, v *visit.Visit, f *file, p *exitPage) error {
	live, err := h.Accreds.Live(tx, v.Who.Force, f.id, v.Now)
	if err != nil {
		return err
	}
	waiting, err := h.Accreds.ToDecide(tx, v.Who.Force, 10000)
	if err != nil {
		return err
	}
	proposed := 0
	for _, a := range waiting {
		if a.State.Org == f.id && a.State.State == accred.Proposed {
			proposed++
		}
	}
	n := len(live)
	p.Follows = []string{part.Count(n, "accreditation ends", "accreditations end") + " at once and for good (Police Reform Act 2002, section 41(8)(b)).",
		"Every card of theirs stops being valid in the same second, and is asked back.",
		"The organisation gets a letter. So does each person, with a copy to the organisation: " + part.Count(2*(n+proposed)+1, "letter", "letters") + " in all."}
	if proposed > 0 {
		p.Follows = append(p.Follows, part.Count(proposed, "person", "persons")+" put before the delegate can no longer be accredited here.")
	}
	if h.Compliance == nil {
		return nil
	}
	as, err := h.Compliance.Agreements.List(tx, v.Who, agreement.Query{Org: f.id, Live: true}, v.Now)
	for _, a := range as {
		p.Ends = append(p.Ends, part.Link{Text: a.State.Title + " " + a.State.Number, Href: "/agreements/" + a.ID})
	}
	if len(as) > 0 {
		p.Follows = append(p.Follows, part.Count(len(as), "agreement ends", "agreements end")+" with the arrangements.")
	}
	return err
}

// stillOpen is what the parties have not settled.
func (h *Handlers) stillOpen(tx *db.Tx, v *visit.Visit, f *file, p *exitPage) error {
	if h.Compliance == nil {
		return nil
	}
	add := func(n int, one, many, path string) {
		l := openLine{part.Link{Text: part.Count(n, one, many), Href: orgURL(f.id) + path}, part.Status{Kind: part.Waiting, Text: "Open", Plain: true}}
		if n == 0 {
			l.Link.Text = "No " + one
			l.Status = part.Status{Kind: part.InForce, Text: "Settled", Plain: true}
		}
		p.Open = append(p.Open, l)
	}
	issues, err := h.Compliance.Liaison.Matters(tx, v.Who, liaison.MatterQuery{Org: f.id, Live: true}, v.Now)
	if err != nil {
		return err
	}
	add(len(issues), "issue or question", "issues and questions", "/issues")
	es, err := h.Compliance.Liaison.Evaluations(tx, v.Who, f.id, v.Now)
	if err != nil {
		return err
	}
	n, _ := es.OpenActions(v.Day())
	add(n, "action after an evaluation", "actions after evaluations", "/evaluations")
	l, err := h.Compliance.Supervised.Of(tx, v.Who, f.id, v.Now)
	add(l.OpenFindings(), "finding of supervision", "findings of supervision", "/supervision")
	return err
}

// who is the persons whose accreditation ends.
func (p *exitPage) who(v *visit.Visit, f *file) {
	p.People = part.Table{Caption: "Whose accreditation ends", RowHeaders: true, Empty: "Nobody is accredited here.", Columns: []part.Column{{Text: "Person"}, {Text: "AP number"}, {Text: "Role"}}}
	for _, l := range f.people.Lines {
		p.People.Rows = append(p.People.Rows, part.Row{Cells: []part.Cell{{Text: l.Name, Href: personURL(l.Person)}, {Text: l.Number}, {Text: l.RoleAndTeam()}}})
	}
	if more := int(f.people.Total) - len(f.people.Lines); more > 0 {
		p.People.Rows = append(p.People.Rows, part.Row{Cells: []part.Cell{{Text: "and " + web.Number(more) + " more", Href: orgURL(f.id) + "/people"}, {}, {}}})
	}
}

// cardsOut is the cards that were asked back and have not been destroyed.
func (h *Handlers) cardsOut(r *http.Request, v *visit.Visit, f *file, p *exitPage) error {
	out, err := h.Cards.AskedBack(r.Context(), v.Who, f.id)
	if fault.Is(err, fault.Forbidden) {
		return nil
	}
	p.Cards = part.Table{Caption: "Cards that were asked back", RowHeaders: true, Empty: "No card that was asked back is still out.", Columns: []part.Column{{Text: "Card"}, {Text: "AP number"}, {Text: "State"}, {Text: "Asked back"}}}
	if len(out) > 0 && f.may(v.Who, authz.IssueCard) {
		p.Chase = part.Link{Text: "Chase them, or settle them", Href: "/card-recalls/" + string(f.id)}
	}
	for _, c := range out {
		p.Cards.Rows = append(p.Cards.Rows, part.Row{Cells: []part.Cell{{Text: c.Number, Href: personURL(c.Person)}, {Text: c.AP}, {Status: c.State, Sub: c.Sub}, {Text: c.Since.Short(), Nowrap: true}}})
	}
	return err
}

func (h *Handlers) exit(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.exitPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "exit.html", p)
}

func (h *Handlers) exitNow(w http.ResponseWriter, r *http.Request) error {
	p, f, err := h.exitPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[exitForm](r); err == nil {
		err = h.Orgs.Exit(r.Context(), account.Actor(r.Context()), f.id, org.Exit{Reason: p.Form.Reason, Why: p.Form.Why, Day: p.Form.Day})
	}
	if err != nil {
		return h.page.Again(w, r, "exit.html", p, err)
	}
	v, done := visit.At(r, h.Clock), "org.leave"
	if p.Form.Day > v.Day() {
		done = "org.notice"
	}
	return web.SeeOther(w, r, orgURL(f.id)+"/exit", done)
}

// stayNow takes notice back.
func (h *Handlers) stayNow(w http.ResponseWriter, r *http.Request) error {
	if err := h.Orgs.Stay(r.Context(), account.Actor(r.Context()), orgOf(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, orgURL(orgOf(r)), "org.stay")
}
