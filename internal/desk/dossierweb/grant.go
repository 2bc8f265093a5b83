package dossierweb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// grantForm is the delegate's decision as it is sent.
type grantForm struct {
	Decision   string          `form:"decision" max:"20"`
	Powers     []law.PowerID   `form:"powers" max:"64"`
	Offences   []law.OffenceID `form:"offences" max:"64"`
	Bases      []law.BasisID   `form:"bases" max:"64"`
	Areas      []id.Area       `form:"areas" max:"64"`
	From       clock.Day       `form:"from" label:"First day"`
	To         clock.Day       `form:"to" label:"Last day"`
	Conditions string          `form:"conditions" label:"Conditions" max:"2000" text:"lines"`
	Satisfied  bool            `form:"satisfied"`
	TypedName  string          `form:"typed_name" label:"Your name" max:"200"`
	Why        string          `form:"why" label:"Reasons" max:"4000" text:"lines"`
	NotA       string          `form:"not_a" label:"Test (a)" max:"1000" text:"lines"`
	NotB       string          `form:"not_b" label:"Test (b)" max:"1000" text:"lines"`
	NotC       string          `form:"not_c" label:"Test (c)" max:"1000" text:"lines"`
	NotD       string          `form:"not_d" label:"Test (d)" max:"1000" text:"lines"`
	Seen       string          `form:"seen" max:"100"`
}

// unsatisfied is what was written against the tests, in their order.
func (f *grantForm) unsatisfied() []string {
	var out []string
	for i, s := range []string{f.NotA, f.NotB, f.NotC, f.NotD} {
		if s != "" {
			out = append(out, "Test ("+"abcd"[i:i+1]+"): "+s)
		}
	}
	return out
}

// ticks is what was ticked.
func (f *grantForm) ticks() ticks {
	return ticks{powers: f.Powers, offences: f.Offences, bases: f.Bases}
}

// grantPage is where the delegate decides whether to accredit.
type grantPage struct {
	web.Page
	Head     part.Head
	Asked    []asked
	Changed  []string // what changed since the page was opened
	Rows     []testRow
	Offer    []offered
	Givable  int
	Name     string
	Choices  []govuk.Choice
	AreaText string
	Areas    []govuk.Choice
	Whole    []string
	Sooner   string
	Uniform  string
	AtOnce   string
	Seen     string
	Form     grantForm

	d     *dossier
	areas []areaLine
}

// testRow is one of the four tests with its evidence.
type testRow struct {
	Letter   string
	Field    string
	Title    string
	Text     string
	Evidence []part.Link
	Status   part.Status
	Who      string
	Day      string
	Typed    string
}

func (h *Handlers) grantPage(r *http.Request) (*grantPage, error) {
	p := &grantPage{}
	back := ""
	d, err := h.about(r, authz.Grant, "Decide whether to accredit", &p.Page, &p.Head, &back)
	if err != nil {
		return nil, err
	}
	v := visit.At(r, h.Clock)
	p.d, p.Name, p.Asked = d, d.person.Name(), d.requests(&v)
	err = h.read(r, func(tx *db.Tx) (err error) {
		p.areas, err = h.areaLines(tx, v.Who.Force)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.fill(&v)
	p.Areas, p.Whole = h.areaOffer(d, p.areas)
	return p, nil
}

func (p *grantPage) fill(v *visit.Visit) {
	d, today := p.d, v.Today()
	p.Page.Active = "/decide"
	p.Page.Crumbs = []web.Crumb{{Text: "To decide", Href: "/decide"}, {Text: d.org.Name, Href: orgURL(d.person.Org)}, {Text: p.Name, Href: personURL(d.id)}, {Text: "Decide"}}
	p.Head = d.head(v)
	p.Head.Caption, p.Head.Facts = "Decide whether to accredit", nil
	p.Head.HTML, p.Head.Text = "", "Put forward as "+small(d.person.RoleTitle)+" by "+d.org.Name+", "+dayOrNone(d.person.Nominated, "no day recorded")+". Agreed to take part on "+dayOrNone(d.person.Agreed, "no day recorded")+"."
	p.Head.Statuses = []part.Status{{Kind: part.Waiting, Text: "With you since " + d.chief.State.Waiting.Long()}}
	p.Rows = d.testRows(v)
	p.Offer = d.offer(today, ticks{all: true})
	p.Givable = givable(p.Offer)
	p.Choices = decisions(p.Givable, len(p.Offer)-p.Givable)
	p.AreaText, p.Uniform = d.org.AreaText, d.org.Uniform
	if p.Uniform != "" {
		p.Uniform += ", with the badge"
	}
	p.Form.From = today
	p.Form.To = today.AddMonths(max(1, d.force.Settings.AccreditationMonths)).AddDays(-1)
	p.Sooner = d.sooner(p.Form.To)
	p.AtOnce = "At once: number and certificate made, notice to the person, copy to the employer, ledger entry written."
	p.Seen = d.seen()
}

// sooner is what would end the accreditation before its last day, if nobody acts.
func (d *dossier) sooner(to clock.Day) string {
	var out []string
	if d.vetting.Expires != clock.NoDay && d.vetting.Expires < to {
		out = append(out, "vetting ends, "+d.vetting.Expires.Long())
	}
	if d.org.To != clock.NoDay && d.org.To < to {
		out = append(out, "the employer’s arrangements end, "+d.org.To.Long())
	}
	if len(out) == 0 {
		return ""
	}
	return "Ends sooner if nothing is renewed: " + strings.Join(out, "; ") + "."
}

// decisions is the four choices; none is made beforehand.
func decisions(n, untrained int) []govuk.Choice {
	accredit := govuk.Choice{Value: "accredit", Text: "Accredit with " + part.Count(n, "power", "powers")}
	if n == 0 {
		accredit.Text = "Accredit without powers"
	}
	if untrained > 0 {
		accredit.Hint.Text = part.Count(untrained, "power without training can be added later", "powers without training can be added later")
	}
	return []govuk.Choice{accredit,
		{Value: "fewer", Text: "Accredit with fewer", Hint: govuk.Hint{Text: "With those you leave ticked"}},
		{Value: "ask", Text: "Ask for more before I decide", Hint: govuk.Hint{Text: "The decision stays with you"}},
		{Value: "refuse", Text: "Refuse", Hint: govuk.Hint{Text: "Appeal goes to another decision-maker"}}}
}

// arrangements begins the sentence on the employer's arrangements.
func (d *dossier) arrangements() string {
	if d.org.Standing(d.when.At).State != law.Active {
		return "Not in force. Arrangements were made for "
	}
	return "Arrangements in force "
}

// testRows is the four tests in the words of the Act, with who decided them.
//
// Law: Police Reform Act 2002, s41(4).
func (d *dossier) testRows(v *visit.Visit) []testRow {
	tests := d.tests(v.Who).Items
	rows := []testRow{
		{Title: "The employer is fit and proper to supervise", Text: d.arrangements() + span(d.org.From, d.org.To) + ". " + part.Count(len(d.org.Of("supervisor")), "supervisor", "supervisors") + " named.",
			Evidence: []part.Link{{Text: "The employer’s entry", Href: orgURL(d.person.Org)}, {Text: "Contacts and supervisors", Href: orgURL(d.person.Org) + "/contacts"}}},
		{Title: "The person is suitable to exercise the powers", Text: "The detail is sealed: you see only the outcome, the level and the dates."},
		{Title: "The person is capable of carrying out the functions", Text: d.chief.State.Tests.Capable.Evidence,
			Evidence: []part.Link{{Text: "What happened so far", Href: personURL(d.id) + "/history"}}},
		{Title: "The person is adequately trained, power by power", Text: d.trainedSentence(v.Today())},
	}
	for i := range rows {
		t := tests[i]
		rows[i].Letter, rows[i].Field, rows[i].Status = t.Letter, "not_"+t.Letter, t.Status
		if i == 1 && t.First != "" {
			rows[i].Text = t.First + ". " + rows[i].Text
		}
		if len(t.Lines) > 0 {
			rows[i].Who = t.Lines[0]
		}
		if len(t.Lines) > 1 && i != 2 {
			rows[i].Day = t.Lines[1]
		}
	}
	return rows
}

func span(from, to clock.Day) string {
	if from == clock.NoDay {
		return "not yet"
	}
	return from.Long() + " to " + to.Long()
}

func (d *dossier) trainedSentence(on clock.Day) string {
	all := d.allowed(on)
	n := d.trainedCount(on)
	text := capital(countOf(n, len(all))) + " powers that the role allows."
	if courses := d.courses(func(law.PowerID) bool { return true }); len(courses) > 0 {
		text += " " + strings.Join(courses, ", ") + "."
	}
	return text
}

// seen is a short fingerprint of each thing that the decision rests on, so that a change
// while the page was open is noticed.
func (d *dossier) seen() string {
	parts := []any{[]any{d.org.State, d.org.From, d.org.To, d.org.FitTest, d.role()}, d.vetting, []any{d.chief.State, d.person}, d.training}
	var out []string
	for _, x := range parts {
		b, _ := json.Marshal(x) // plain structs always marshal
		sum := sha256.Sum256(b)
		out = append(out, hex.EncodeToString(sum[:6]))
	}
	return strings.Join(out, ".")
}

// changedSince is which of the four things changed since the page was opened.
func (d *dossier) changedSince(seen string) []string {
	was, is := strings.Split(seen, "."), strings.Split(d.seen(), ".")
	if len(was) != len(is) {
		return nil
	}
	var out []string
	for i, what := range []string{"the employer’s arrangements", "vetting", "the person’s entry or the recommendation", "training"} {
		if was[i] != is[i] {
			out = append(out, what)
		}
	}
	return out
}

// toDecision leads from an accreditation of the list of decisions to its page.
func (h *Handlers) toDecision(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var of id.Person
	err := h.read(r, func(tx *db.Tx) error {
		a, err := h.Accreds.Find(tx, v.Who, id.Accreditation(r.PathValue("accreditation")), v.Now)
		of = a.State.Person
		return err
	})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, personURL(of)+"/decide", "")
}

func (h *Handlers) grant(w http.ResponseWriter, r *http.Request) error {
	p, err := h.grantPage(r)
	if err != nil {
		return err
	}
	if !p.d.has || p.d.chief.State.State != accred.Proposed {
		return h.decidedAlready(w, r, p.d, nil)
	}
	return h.page.Render(w, r, "grant.html", p)
}

// grantNow takes the delegate's decision.
func (h *Handlers) grantNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.grantPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[grantForm](r)
	if !p.d.has || p.d.chief.State.State != accred.Proposed {
		return h.decidedAlready(w, r, p.d, &form)
	}
	p.Form = form
	p.Offer = p.d.offer(clock.DayOf(h.Clock.Now()), form.ticks())
	for i, s := range []string{form.NotA, form.NotB, form.NotC, form.NotD} {
		p.Rows[i].Typed = s
	}
	key := ""
	if err == nil {
		if p.Changed = p.d.changedSince(form.Seen); len(p.Changed) > 0 {
			err = fault.New(fault.Conflict, "%s changed while you were reading. What you typed is still here. Look again, then decide.", capital(listed(p.Changed)))
		} else {
			key, err = h.decide(r, p, form)
		}
	}
	if fault.Is(err, fault.Conflict) && len(p.Changed) == 0 { // decided in this very moment
		if q, qerr := h.grantPage(r); qerr == nil && q.d.chief.State.State != accred.Proposed {
			return h.decidedAlready(w, r, q.d, &form)
		}
	}
	if err != nil {
		return h.page.Again(w, r, "grant.html", p, err)
	}
	return web.SeeOther(w, r, personURL(p.d.id), key)
}

// decide carries out what was chosen, and says which sentence tells of it.
func (h *Handlers) decide(r *http.Request, p *grantPage, f grantForm) (string, error) {
	who, a := account.Actor(r.Context()), p.d.accreditation()
	against := f.unsatisfied()
	switch f.Decision {
	case "accredit", "fewer":
		d, err := p.signing(f, against)
		if err != nil {
			return "", err
		}
		return "accred.granted", h.Accreds.Sign(r.Context(), who, a, d)
	case "refuse":
		return "accred.refused", h.Accreds.Refuse(r.Context(), who, a, f.TypedName, reasons(f.Why, against))
	case "ask":
		return "accred.asked", h.Accreds.Ask(r.Context(), who, a, reasons(f.Why, against))
	}
	return "", fault.In("decision", "Choose what you decide")
}

func reasons(why string, against []string) string {
	return strings.TrimSpace(strings.Join(append([]string{why}, against...), "\n\n"))
}

// signing is the decision to accredit, as the use case takes it.
func (p *grantPage) signing(f grantForm, against []string) (accred.Signing, error) {
	var d accred.Signing
	if len(against) > 0 {
		return d, fault.In("decision", "You wrote that you are not satisfied of %s. Ask for more, or refuse; or take back what you wrote", strings.ToLower(listed(letters(against))))
	}
	ticked := 0
	for _, x := range p.Offer {
		if x.Checked {
			ticked++
		}
	}
	switch {
	case f.Decision == "accredit" && ticked < p.Givable:
		return d, fault.In("decision", "You left out %s. Choose “Accredit with fewer”, or tick them again", part.Count(p.Givable-ticked, "power", "powers"))
	case f.Decision == "fewer" && ticked == p.Givable && p.Givable > 0:
		return d, fault.In("decision", "Every power is ticked. Untick those you do not give, or choose “Accredit with %s”", part.Count(p.Givable, "power", "powers"))
	}
	gs, err := grants(p.Offer, f.ticks())
	if err != nil {
		return d, err
	}
	if len(p.Areas) > 0 && len(f.Areas) == 0 {
		return d, fault.In("areas", "Choose the area in which the powers may be used")
	}
	d = accred.Signing{Grants: gs, Areas: f.Areas, From: f.From, To: f.To, Conditions: lines(f.Conditions), Satisfied: f.Satisfied, TypedName: f.TypedName}
	d.AreaText = areaText(f.Areas, p.Whole, p.d.org.AreaText, p.areas)
	return d, nil
}

// letters is "test (b)" for each that was written against.
func letters(against []string) []string {
	var out []string
	for _, s := range against {
		head, _, _ := strings.Cut(s, ":")
		out = append(out, head)
	}
	return out
}

// lines is a text cut at its line breaks, without empty ones.
func lines(s string) []string {
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
