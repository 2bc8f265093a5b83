package lawweb

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type powerPage struct {
	web.Page
	Bar      *part.AsAt // for those signed in
	Says     string     // of the day, for the public
	Head     part.Head
	Lede     string
	Ended    string // what ended it
	Council  *part.CouncilBox
	List     govuk.SummaryList
	Scale    part.Scale
	Scaled   bool
	Note     string // under the time line
	History  part.Table
	Amounts  []amount
	Offences *part.Table
	Bases    *part.Table
	Pending  part.Table
	Doubts   []law.Doubt
	Read     []string // sources
	Holders  *holders
	Register string // who holds it, for the public
	Beside   part.Points
}

func (h *Handlers) power(w http.ResponseWriter, r *http.Request) error {
	p, ok := law.Find(law.PowerID(r.PathValue("power")))
	if !ok {
		return fault.New(fault.NotFound, "There is no power of that name in the catalogue.")
	}
	in, err := h.territory(r)
	if err != nil {
		return err
	}
	bar, wrong := web.AsAt(r, h.Clock.Now())
	today := h.today()
	on := orToday(bar.At, today)
	page := &powerPage{Page: web.Page{Title: p.Name, Active: active, Past: bar.Past(), Crumbs: []web.Crumb{{Text: "Powers", Href: home(bar)}, {Text: crumb(p)}}},
		Lede: p.Meaning, List: table(p, on, in), Doubts: p.Doubts.List(), Beside: beside(p, on, in, bar.At)}
	page.Head = part.Head{Caption: paragraph(p), Title: p.Name, Statuses: states(p, on, today, in), Facts: []part.Fact{{Key: p.Territory().String()}}}
	page.Ended = ended(p, on, in)
	if account.Actor(r.Context()).Can(authz.ReadReforms) && p.Authority == law.Accreditation && !bar.Past() {
		page.Head.Links = []part.Link{{Text: "What if this changed?", Href: "/changes/what-if?power=" + string(p.ID)}}
	}
	if p.Authority == law.Council {
		page.Council = &part.CouncilBox{Level: 3, Title: "From a council, not from an accreditation", Text: "A council gives this by its own authorisation, under " + p.Law + ". It cannot be put into an accreditation."}
	}
	page.Scale, page.Scaled = scale(p, today, in)
	page.History, page.Pending = history(p), pendingOf(p)
	if len(page.Scale.Spans) > 1 {
		page.Note = "Each text is kept. An act is judged by the text of its own day."
		if slices.ContainsFunc(page.Scale.Spans, func(s part.Span) bool { return s.From == "" }) {
			page.Note += " Days too close to be named on the line are in the table."
		}
	}
	page.Amounts = amounts(p, today, in)
	if p.Notice == law.PND {
		page.Offences = offences(on, in)
	}
	if p.ID == "csas-name-address" {
		page.Bases = bases(on, in)
	}
	for _, tag := range p.Sources {
		page.Read = append(page.Read, law.Source(tag))
	}
	if err := h.whoHolds(r, page, p, bar, in); err != nil {
		return err
	}
	if wrong != nil {
		r.Form = r.URL.Query()
		return h.pages(r).Again(w, r, "power.html", page, wrong)
	}
	return h.pages(r).Render(w, r, "power.html", page)
}

// whoHolds fills in who holds the power: figures for those who may see them, the public
// register for everybody else.
func (h *Handlers) whoHolds(r *http.Request, page *powerPage, p *law.Power, bar part.AsAt, in law.Territory) error {
	who := account.Actor(r.Context())
	if account.From(r.Context()).SignedIn() {
		page.Bar = &bar
	} else if bar.Past() {
		page.Says = "As the law stood on " + bar.At.Long() + "."
		if bar.At > h.today() {
			page.Says = "As the law will stand on " + bar.At.Long() + ", if nothing changes."
		}
	}
	if p.Authority != law.Accreditation {
		return nil
	}
	if who.Can(authz.ReadFigures) {
		var err error
		page.Holders, err = h.holders(r, p, bar, in)
		return err
	}
	if p.StatusOn(h.today(), in) == law.InForce && !bar.Past() {
		page.Register = "/register?power=" + string(p.ID)
	}
	return nil
}

// home is the catalogue on the day of the bar.
func home(bar part.AsAt) string {
	if bar.At == clock.NoDay {
		return "/powers"
	}
	return "/powers?on=" + bar.At.String()
}

func crumb(p *law.Power) string {
	if p.Para != "" {
		return "Paragraph " + p.Para
	}
	return p.Name
}

// states is where the power stands on a day, and what is to come by itself.
func states(p *law.Power, on, today clock.Day, in law.Territory) []part.Status {
	status := p.StatusOn(on, in)
	s := standing(status)
	switch {
	case status == law.InForce && p.Authority == law.Council:
		s = part.Status{Kind: part.Council, Text: "Council authority, in force"}
	case status == law.InForce && p.Off&in != 0:
		s = part.Status{Kind: part.Waiting, Text: "In force, switched off"}
	case status == law.InForce && on < today:
		s.Text = "In force on that day"
	case status == law.InForce:
		s.Text = "In force, may be granted"
	case status == law.Spent, status == law.Repealed:
		s.Text = "Ended: may not be granted"
	case status == law.NotYet, status == law.NotCommenced:
		s.Text += ": may not be granted"
	}
	out := []part.Status{s}
	if status == law.Spent || status == law.Repealed {
		out = append(out, part.Status{Kind: part.Ended, Text: status.String()})
	}
	if end := p.Ends(in); status == law.InForce && end != clock.NoDay && end > on {
		out = append(out, part.Status{Kind: part.Due, Text: "Ends on " + end.Long()})
	}
	for _, c := range law.PendingChanges() {
		if status == law.InForce && c.ID == law.AbolitionOfPND && p.Notice == law.PND {
			out = append(out, part.Status{Kind: part.Waiting, Text: "Abolition enacted, not commenced"})
		}
	}
	return append(out, certainty(p.Certainty()))
}

// ended is the sentence that says what ended the power.
func ended(p *law.Power, on clock.Day, in law.Territory) string {
	reason, may := law.Grantable(p.ID, "", on, in)
	switch s := p.StatusOn(on, in); {
	case may || p.Authority != law.Accreditation:
		return ""
	case s == law.Spent || s == law.Repealed || s == law.NotYet || s == law.NotCommenced || s == law.Elsewhere:
		if p.Saved && (s == law.Spent || s == law.Repealed) {
			return reason.Text + " Offences committed before that day are judged as they were."
		}
		return reason.Text
	case s == law.InForce:
		return "It is lawful, and shipped switched off: it may be granted once the force asks for it."
	}
	return ""
}

// table is the power in the words of the catalogue.
func table(p *law.Power, on clock.Day, in law.Territory) govuk.SummaryList {
	var l govuk.SummaryList
	add := func(key string, value template.HTML) {
		if value != "" {
			l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{HTML: value}})
		}
	}
	add("Who may grant", esc(p.Authority.String()))
	add("To whom", esc(p.Whom))
	where := p.Where
	if p.AnyArea {
		where += ". In any police area, not only the accrediting force’s"
	}
	add("Where", esc(where))
	if p.Authority == law.Accreditation {
		add("Must have", "Uniform and badge; the accreditation, shown if asked; at work for the employer; training in this power")
	}
	add("Must", lines(p.Must))
	add("Must record", lines(p.Record))
	add("Turns on", lines(turns(p, on)))
	add("Age", esc(p.Age))
	add("If refused or false", esc(p.Refused))
	add("Does not allow", esc(p.NotAllowed))
	add("Limits", lines(p.Limits))
	add("What the words mean", lines(tests(p)))
	add("Only together with", powerLinks(p.Needs))
	add("Needed by", powerLinks(neededBy(p.ID)))
	if p.Notice != law.NoNotice {
		add("Notice", esc(p.Notice.Name()))
	}
	if p.Ask.Lead != "" && p.StatusOn(on, in) == law.InForce && p.Ask.Phrase == "" {
		add("As the public is told", esc(p.Ask.String()))
	}
	source := esc(p.Law)
	if p.Underlying != p.Law {
		source += "; " + esc(p.Underlying)
	}
	add("Source", source+" "+certainty(textCertainty(p)).Render())
	return l
}

// textCertainty is how sure the text itself is, days and amounts apart.
func textCertainty(p *law.Power) string {
	for _, c := range p.Certain {
		if c.About != "start" && c.About != "end" && c.About != "amount" && c.Sure != law.H {
			return "Not confirmed"
		}
	}
	return "Confirmed"
}

func esc(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }

// lines is several sentences as a list, or one as itself.
func lines(list []string) template.HTML {
	if len(list) < 2 {
		return esc(strings.Join(list, ""))
	}
	var b strings.Builder
	b.WriteString("<ul>")
	for _, s := range list {
		b.WriteString("<li>" + template.HTMLEscapeString(s) + "</li>")
	}
	b.WriteString("</ul>")
	return template.HTML(b.String())
}

// turns is the facts on which the power turns on that day.
func turns(p *law.Power, on clock.Day) []string {
	var out []string
	for _, t := range p.Turns {
		if (t.From == 0 || on >= t.From) && (t.Until == 0 || on < t.Until) {
			out = append(out, capital(t.Fact.Info().So)+" ("+t.Source+")")
		}
	}
	return out
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func tests(p *law.Power) []string {
	var out []string
	for _, t := range p.Tests {
		out = append(out, "From "+about(t.From, t.Sure)+": "+t.Text)
	}
	return out
}

func neededBy(of law.PowerID) []law.PowerID {
	var out []law.PowerID
	for i := range law.Powers() {
		for _, n := range law.Powers()[i].Needs {
			if n == of {
				out = append(out, law.Powers()[i].ID)
			}
		}
	}
	return out
}

func powerLinks(ids []law.PowerID) template.HTML {
	var out []string
	for _, one := range ids {
		if p, ok := law.Find(one); ok {
			one := string(part.Link{Text: p.Name, Href: link(p, clock.NoDay)}.Render())
			if p.Para != "" {
				one += ", para " + template.HTMLEscapeString(p.Para)
			}
			out = append(out, one)
		}
	}
	return template.HTML(strings.Join(out, "; "))
}

// beside is the powers nearest to one: those it needs or that need it, then those of the
// same groups, then what a council gives.
func beside(p *law.Power, on clock.Day, in law.Territory, asked clock.Day) part.Points {
	var out part.Points
	groups := p.Groups &^ (law.GroupNotice | law.GroupCouncil)
	if groups == 0 {
		groups = p.Groups
	}
	for i := range law.Powers() {
		q := &law.Powers()[i]
		if q.ID == p.ID || q.Groups&groups == 0 && !contains(p.Needs, q.ID) && !contains(q.Needs, p.ID) || len(out.Items) == 10 {
			continue
		}
		point, says := part.Point{}, ""
		switch s := q.StatusOn(on, in); {
		case q.Authority == law.Council:
			point.Kind, says = part.Council, "council only"
		case q.Authority == law.Nobody:
			point.Kind, says = part.NotInForce, "nobody’s"
		case s != law.InForce:
			point.Kind, says = standing(s).Kind, strings.ToLower(s.String())
		}
		for _, more := range []string{says, q.Para} {
			if more != "" && more == q.Para {
				more = "para " + more
			}
			if more != "" {
				point.HTML += ", " + esc(more)
			}
		}
		point.HTML = part.Link{Text: q.Name, Href: link(q, asked)}.Render() + point.HTML
		out.Items = append(out.Items, point)
	}
	return out
}

func contains(list []law.PowerID, x law.PowerID) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}
