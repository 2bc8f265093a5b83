package agreementweb

import (
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// onePage is one agreement.
type onePage struct {
	web.Page
	Bar       part.AsAt
	Head      part.Head
	ID        string
	Here      string // its own address
	Hinders   []fault.Reason
	HasDraft  bool
	CanIssue  bool
	Why       string
	Needs     []need
	Renamed   []string
	Alone     []agreement.Scheduled // of the schedule, without a supervisor who is one
	Sides     []sideRow
	Box       part.Box
	Proposals part.Table
	Proposed  bool
	Answer    part.Link // to the open proposal
	Text      string    // fingerprint of the text that is signed
	Next      bool      // the next version can be drafted
	Reviews   part.Table
	Reviewed  bool
	Together  []need // what the parties do under a protocol, and when it falls due
	Family    part.Table
	Under     part.Table
	HasUnder  bool
	Links     []part.Link
}

// need is one thing that a protocol needs, and whether it has it.
type need struct {
	Text   string
	Href   string
	Sub    string
	Status part.Status
}

// sideRow is how far one side is with its signature.
type sideRow struct {
	Party  string
	Named  string
	Status part.Status
	Sub    string
	Kept   string // address of the schedule kept with it
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &onePage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Agreements.Find(tx, v.Who, of(r), v.When)
		if err != nil {
			return err
		}
		l, err := h.Agreements.Look(tx, v.Who, x, v.When)
		if err != nil {
			return err
		}
		return h.fillOne(tx, v, p, x, l)
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "one.html", p)
}

func (h *Handlers) fillOne(tx *db.Tx, v visit.Visit, p *onePage, x agreement.Version, l agreement.Look) error {
	a, o := &x.State, &l.Org.State
	p.Page = page(x, o, a.Title+" with "+o.Name, "")
	p.Page.Past, p.ID, p.Here, p.Why = v.Bar.Past(), x.ID, "/agreements/"+x.ID, a.Why
	p.Head = part.Head{Title: a.Title, Text: "With " + o.Name + ". " + a.Number + ".", Statuses: []part.Status{status(a, a.Active(l))},
		Links: []part.Link{{Text: o.Name, Href: v.Bar.Link("/organisations/" + string(a.Org))}}}
	if s := reviewStatus(l.Due, clock.DayOf(v.When.At)); s.Text != "" {
		p.Head.Statuses = append(p.Head.Statuses, s)
	}
	p.HasDraft = a.State == agreement.Draft
	if p.HasDraft && !p.Past {
		var err error
		if p.Hinders, err = h.Agreements.Hindrances(tx, v.Who, id.Agreement(x.ID)); err != nil {
			return err
		}
	}
	p.needs(a, l)
	p.sides(v, x, l)
	p.Box = part.Box{Title: "In short", HTML: summary(v, x, l).Render()}
	p.proposals(a, l)
	p.reviews(a)
	if err := h.together(tx, v, p, a); err != nil {
		return err
	}
	if err := h.relations(tx, v, p, x); err != nil {
		return err
	}
	p.Links = papers(v, x)
	if !p.Past {
		h.offer(tx, v, p, x)
	}
	return nil
}

// needs is what a protocol needs, ticked off.
func (p *onePage) needs(a *agreement.Agreement, l agreement.Look) {
	if a.Kind != agreement.Protocol || !a.State.Live() {
		return
	}
	o := &l.Org.State
	lacks := map[string]bool{}
	for _, r := range l.Lacks {
		lacks[r.Code] = true
	}
	add := func(text, sub string, ok bool, words ...string) {
		st := part.Status{Kind: part.InForce, Text: words[0], Plain: true}
		if !ok {
			st = part.Status{Kind: part.NotInForce, Text: words[1], Plain: true}
		}
		p.Needs = append(p.Needs, need{Text: text, Sub: sub, Status: st})
	}
	add("Authorised signatory", names(o.Of(org.Signatory)), !lacks["protocol.signatory"], "Named", "Missing")
	add("Area", o.AreaText, !lacks["protocol.area"], "Set", "Missing")
	add("Police liaison officer", names(o.Of(org.PoliceLiaison)), !lacks["protocol.police-liaison"], "Named", "Missing")
	add("Two liaison officers", names(o.Of(org.Liaison)), !lacks["protocol.liaison"], "Named", "Missing")
	add("Supervisors", names(o.Of(org.Supervisor)), !lacks["protocol.supervisors"], "Named", "Missing")
	signed := len(a.Signatures) == 2
	add("Information sharing agreement, Annex A", "Signed by the same signatures", signed, "Signed", "Not signed yet")
	if !signed {
		p.Needs[len(p.Needs)-1].Status.Kind = part.Waiting
	}
	kinds := map[org.ContactKind]string{org.Signatory: "authorised signatory", org.Liaison: "liaison officer", org.PoliceLiaison: "police liaison officer", org.Supervisor: "supervisor"}
	for _, r := range l.Renamed {
		p.Renamed = append(p.Renamed, r.Name+", "+kinds[r.Kind])
	}
	p.Alone = l.Unsupervised
}

func names(cs []org.Contact) string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Name)
	}
	return strings.Join(out, ", ")
}

// sides is the two signatures.
func (p *onePage) sides(v visit.Visit, x agreement.Version, l agreement.Look) {
	a := &x.State
	if a.State == agreement.Draft || a.Issued.IsZero() {
		return
	}
	p.Text = string(a.Text)
	for _, s := range []struct {
		side         agreement.Side
		party, named string
	}{{agreement.OfForce, l.Force.Name, a.Chief}, {agreement.OfOrg, l.Org.State.Name, a.Lead}} {
		row := sideRow{Party: s.party, Named: s.named, Status: part.Status{Kind: part.Waiting, Text: "Not signed"}}
		if sig, ok := a.SignedBy(s.side); ok {
			row.Status = part.Status{Kind: part.InForce, Text: "Signed " + clock.DayOf(sig.At).Short()}
			row.Sub = sig.Typed + ", " + clock.Moment(sig.At) + ", on the account of " + sig.By + ". " + sig.Post + "."
			if a.Kind == agreement.Protocol {
				row.Kept = "/agreements/" + x.ID + "/schedule?kept=" + string(s.side)
			}
		}
		p.Sides = append(p.Sides, row)
	}
}

// summary is an agreement in a few lines.
func summary(v visit.Visit, x agreement.Version, l agreement.Look) govuk.SummaryList {
	a := &x.State
	list := govuk.SummaryList{Classes: "govuk-summary-list--no-border"}
	add := func(key, value, sub string) {
		if value == "" {
			return
		}
		html := template.HTMLEscapeString(value)
		if sub != "" {
			html += `<span class="ww-sub">` + template.HTMLEscapeString(sub) + `</span>`
		}
		list.Rows = append(list.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: template.HTML(html)}})
	}
	add("Version", strconv.Itoa(a.Version), "From version "+strconv.Itoa(a.Template)+" of the template")
	if !a.Issued.IsZero() {
		add("Issued", clock.DayOf(a.Issued).Long(), "")
	}
	if !a.From.IsZero() {
		add("In force from", clock.DayOf(a.From).Long(), "")
	}
	if !a.Ended.IsZero() {
		add("Until", clock.DayOf(a.Ended).Long(), a.Why)
	}
	add("Review due", l.Due.Long(), "")
	if a.Kind == agreement.Protocol {
		add("Schedule", people(len(l.Schedule)), "Accredited persons, as the register stands")
	}
	return list
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return web.Number(n) + " persons"
}

// proposals is every change proposed, the latest first.
func (p *onePage) proposals(a *agreement.Agreement, l agreement.Look) {
	p.Proposals = part.Table{Caption: "Changes proposed", Columns: []part.Column{{Text: "Proposed"}, {Text: "What and why"}, {Text: "Answer"}}}
	for i := len(a.Proposals) - 1; i >= 0; i-- {
		x := a.Proposals[i]
		party := l.Force.Name
		if x.Side == agreement.OfOrg {
			party = l.Org.State.Name
		}
		st := part.Status{Kind: part.Waiting, Text: "Waits for an answer", Plain: true}
		sub := ""
		if x.Answer != "" {
			st = map[agreement.Answer]part.Status{agreement.Agreed: {Kind: part.InForce, Text: "Agreed"}, agreement.Declined: {Kind: part.NotInForce, Text: "Declined"},
				agreement.TakenBack: {Kind: part.Ended, Text: "Taken back"}}[x.Answer]
			st.Plain = true
			sub = x.Answerer + ", " + clock.DayOf(x.Answered).Short()
			if x.Because != "" {
				sub += ": " + x.Because
			}
		}
		p.Proposals.Rows = append(p.Proposals.Rows, part.Row{Cells: []part.Cell{{Text: clock.DayOf(x.At).Short(), Nowrap: true, Sub: x.By + ", " + party}, {Text: x.What, Sub: x.Why}, {Status: st, Sub: sub}}})
	}
	p.Proposed = len(a.Proposals) > 0
}

// reviews is every review, the latest first.
func (p *onePage) reviews(a *agreement.Agreement) {
	p.Reviews = part.Table{Caption: "Reviews", Columns: []part.Column{{Text: "Held"}, {Text: "Outcome"}, {Text: "Who took part"}}}
	for i := len(a.Reviews) - 1; i >= 0; i-- {
		x := a.Reviews[i]
		p.Reviews.Rows = append(p.Reviews.Rows, part.Row{Cells: []part.Cell{{Text: x.Held.Short(), Nowrap: true}, {Text: x.Outcome.Title(), Sub: x.Note}, {Text: x.Present, Sub: "Recorded by " + x.By}}})
	}
	p.Reviewed = len(a.Reviews) > 0
}

// relations is the versions of the family, and what stands above, beneath and beside.
func (h *Handlers) relations(tx *db.Tx, v visit.Visit, p *onePage, x agreement.Version) error {
	family, err := h.Agreements.List(tx, v.Who, agreement.Query{Org: x.State.Org}, v.When)
	if err != nil {
		return err
	}
	p.Family = part.Table{Caption: "Versions", Columns: []part.Column{{Text: "Version"}, {Text: "State"}, {Text: "Signed"}}}
	p.Under = part.Table{Caption: "Agreements that belong together", Columns: []part.Column{{Text: "Agreement"}, {Text: "State"}}}
	for i := len(family) - 1; i >= 0; i-- {
		y := family[i]
		a := &y.State
		st := part.Status{Kind: status(a, true).Kind, Text: a.State.Title(), Plain: true}
		here := y.ID == x.ID
		href := v.Bar.Link("/agreements/" + y.ID)
		if here {
			href = ""
		}
		if a.Family == x.State.Family {
			p.Family.Rows = append(p.Family.Rows, part.Row{Current: here, Ended: !a.State.Live(), Cells: []part.Cell{{Text: a.Number, Href: href}, {Status: st}, part.DayCell(a.Signed)}})
			continue
		}
		above := a.Family == x.State.Parent && a.State == agreement.InForce || id.Agreement(y.ID) == x.State.AnnexOf
		beneath := id.Agreement(y.ID) == x.State.Annex || a.Parent == x.State.Family && a.AnnexOf == ""
		if !above && !beneath {
			continue
		}
		sub := "Stands under this one"
		switch {
		case id.Agreement(y.ID) == x.State.Annex:
			sub = "Annex A of this one"
		case above && x.State.AnnexOf != "":
			sub = "This is its Annex A"
		case above:
			sub = "Stands above this one"
		}
		p.Under.Rows = append(p.Under.Rows, part.Row{Ended: !a.State.Live(), Cells: []part.Cell{{Text: a.Title + " " + a.Number, Href: href, Sub: sub}, {Status: st}}})
	}
	p.HasUnder = len(p.Under.Rows) > 0
	return nil
}

// papers is the ways to its words.
func papers(v visit.Visit, x agreement.Version) []part.Link {
	here := "/agreements/" + x.ID
	out := []part.Link{{Text: "Read it", Href: v.Bar.Link(here + "/document")}, {Text: "Open as PDF", Href: v.Bar.Link(here + "/agreement.pdf")}}
	if x.State.Text != "" {
		out = append(out, part.Link{Text: "Text as signed", Href: v.Bar.Link(here + "/agreement.txt")})
	}
	if x.State.Kind == agreement.Protocol {
		out = append(out, part.Link{Text: "Schedule of persons", Href: v.Bar.Link(here + "/schedule")})
	}
	return out
}

// offer is what the reader may do about the agreement now.
func (h *Handlers) offer(tx *db.Tx, v visit.Visit, p *onePage, x agreement.Version) {
	a := &x.State
	may := func(verb string, needs authz.Permission) bool {
		return a.State.Can(verb) && h.Agreements.May(tx, v.Who, needs, a.Org) == nil
	}
	add := func(text, path string, first bool) {
		b := govuk.Button{Text: text, Href: p.Here + path}
		if !first {
			b.Classes = "govuk-button--secondary"
		}
		p.Head.Actions = append(p.Head.Actions, b)
	}
	side := agreement.SideOf(v.Who)
	_, signed := a.SignedBy(side)
	annex := a.AnnexOf != ""
	if may("agreement.fill", authz.WriteAgreement) {
		add("Fill in", "/fill", len(p.Hinders) > 0)
		p.CanIssue = len(p.Hinders) == 0 && !annex
	}
	if may("agreement.sign", authz.SignAgreement) && !annex && !signed {
		add("Read and sign", "/sign", true)
		add("Send back", "/send-back", false)
	}
	if open, ok := a.Open(); ok && may("agreement.answer", authz.ProposeChange) {
		p.Answer = part.Link{Text: "Take the proposal back", Href: p.Here + "/answer"}
		if open.Side != side {
			p.Answer.Text = "Answer the proposal"
			add(p.Answer.Text, "/answer", true)
		}
	}
	if _, due := a.Due(); due && may("agreement.review", authz.WriteAgreement) {
		p.Next = true
	}
	if may("agreement.review", authz.WriteAgreement) {
		add("Record a review", "/review", len(p.Head.Actions) == 0)
	}
	if _, open := a.Open(); !open && !p.Next && !annex && may("agreement.propose", authz.ProposeChange) {
		add("Propose a change", "/propose", len(p.Head.Actions) == 0)
	}
	if may("agreement.end", authz.SignAgreement) && !annex {
		add("End it", "/end", false)
	}
	if may("agreement.discard", authz.WriteAgreement) && !annex {
		add("Discard", "/discard", false)
	}
}
