package agreementweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// issuesPage is the issues and questions of one organisation, or of all.
type issuesPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Lede   string
	Sub    moj.SubNavigation
	Table  part.Table
	Paging part.Paging
}

// Listing is the list as it is saved.
func (p *issuesPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

type issuesForm struct {
	Show string `form:"show" max:"20"`
	Sort string `form:"sort" max:"20"`
	Page int    `form:"page"`
}

// issueSize is how many lines a page of the list has.
const issueSize = 50

// issue is one line of the list.
type issue struct {
	v     liaison.MatterVersion
	m     *liaison.Matter
	org   string
	about string
	due   clock.Day
}

// issueViews are the ways to look at the list.
var issueViews = []struct {
	show, text, empty string
	has               func(x issue, side agreement.Side, today clock.Day) bool
}{
	{"", "Open", "Nothing is open between the parties.", func(x issue, _ agreement.Side, _ clock.Day) bool { return x.m.State.Live() }},
	{"waits", "Waits for us", "Nothing waits for an answer of your side.", func(x issue, side agreement.Side, _ clock.Day) bool { return x.m.Turn == side }},
	{"late", "Overdue", "Nothing waits longer than it may.", func(x issue, _ agreement.Side, today clock.Day) bool { return x.due != clock.NoDay && x.due < today }},
	{"questions", "Questions", "No question was asked of the scheme office.", func(x issue, _ agreement.Side, _ clock.Day) bool { return x.m.Kind == liaison.Question }},
	{"over", "Over", "Nothing was closed or withdrawn.", func(x issue, _ agreement.Side, _ clock.Day) bool { return !x.m.State.Live() }},
}

// issueOrders are the ways to sort it.
var issueOrders = map[string]func(a, b issue) int{
	"subject":      func(a, b issue) int { return cmp.Compare(org.Fold(a.m.Subject), org.Fold(b.m.Subject)) },
	"organisation": func(a, b issue) int { return cmp.Compare(org.Fold(a.org), org.Fold(b.org)) },
	"due":          func(a, b issue) int { return cmp.Compare(cmp.Or(a.due, 1<<30), cmp.Or(b.due, 1<<30)) },
}

// issues is the issues and questions that the reader may see.
func (h *Handlers) issues(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[issuesForm](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	p := &issuesPage{Page: web.Page{Title: "Issues and questions", Active: "/agreements", Crumbs: []web.Crumb{{Text: "Agreements", Href: "/agreements"}, {Text: "Issues and questions"}}}, Bar: v.Bar,
		Head: part.Head{Title: "Issues and questions"}, Lede: "Either side of an agreement raises an issue, and both agree on its outcome. An organisation asks the scheme office a question, and the office answers."}
	var all []issue
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if all, err = h.readIssues(tx, v, with(r)); err != nil || with(r) == "" {
			return err
		}
		o, err := h.Orgs.Any(tx, v.Who.Force, with(r), v.When)
		if err != nil {
			return err
		}
		p.Page = common(&o, "Issues and questions with "+o.State.Name, "Issues and questions", "/issues", "")
		p.Head.Caption = o.State.Name
		if !v.Bar.Past() {
			p.Head.Actions = h.raising(tx, v, with(r))
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Page.Past = v.Bar.Past()
	p.fill(v, r, form, all)
	return v.Show(h.page, w, "issues.html", p)
}

// raising is the ways to begin a matter that are open to the reader.
func (h *Handlers) raising(tx *db.Tx, v visit.Visit, of id.Org) []govuk.Button {
	var out []govuk.Button
	for _, k := range []struct {
		kind liaison.MatterKind
		text string
	}{{liaison.Question, "Ask the scheme office"}, {liaison.Issue, "Raise an issue"}} {
		if h.Liaison.MayRaise(tx, v.Who, of, k.kind) != nil {
			continue
		}
		b := govuk.Button{Text: k.text, Href: "/organisations/" + string(of) + "/issues/raise?kind=" + string(k.kind)}
		if len(out) > 0 {
			b.Classes = "govuk-button--secondary"
		}
		out = append(out, b)
	}
	return out
}

// readIssues is the matters with what their lines say, in a handful of queries.
func (h *Handlers) readIssues(tx *db.Tx, v visit.Visit, of id.Org) ([]issue, error) {
	vs, err := h.Liaison.Matters(tx, v.Who, liaison.MatterQuery{Org: of}, v.When)
	if err != nil {
		return nil, err
	}
	f, err := h.Areas.Force(tx, v.Who.Force)
	if err != nil {
		return nil, err
	}
	orgs, err := h.Orgs.AsAt(tx, v.Who, v.When)
	if err != nil {
		return nil, err
	}
	names := map[id.Org]string{}
	for _, o := range orgs {
		names[id.Org(o.ID)] = o.State.Name
	}
	as, err := h.Agreements.List(tx, v.Who, agreement.Query{Org: of}, v.When)
	numbers := map[id.Agreement]string{}
	for _, a := range as {
		numbers[id.Agreement(a.ID)] = a.State.Number
	}
	var out []issue
	for _, x := range vs {
		m := x.State
		out = append(out, issue{v: x, m: &m, org: names[m.Org], about: numbers[m.Under], due: m.Due(f.Settings)})
	}
	return out, err
}

func (p *issuesPage) fill(v visit.Visit, r *http.Request, form issuesForm, all []issue) {
	today, side := clock.DayOf(v.When.At), agreement.SideOf(v.Who)
	var shown []issue
	p.Sub.Label = "Issues by state"
	for _, x := range issueViews {
		n := 0
		for _, l := range all {
			if x.has(l, side, today) {
				if n++; x.show == form.Show {
					shown = append(shown, l)
				}
			}
		}
		text := x.text
		if n > 0 {
			text += " (" + web.Number(n) + ")"
		}
		p.Sub.Items = append(p.Sub.Items, moj.NavItem{Text: text, Href: v.Bar.Link(web.With(r.URL.Path, "show", x.show)), Active: x.show == form.Show})
		if x.show == form.Show {
			p.Table.Empty = x.empty
		}
	}
	key, back := strings.CutPrefix(form.Sort, "-")
	if order := issueOrders[key]; order != nil {
		slices.SortStableFunc(shown, order)
		if back {
			slices.Reverse(shown)
		}
	}
	p.Paging = part.Paging{Path: r.URL.Path, Query: r.URL.Query(), Total: len(shown), Size: v.Size(issueSize), Noun: "issues and questions"}
	p.Paging.Page = min(max(1, form.Page), p.Paging.Pages())
	p.Table.Caption, p.Table.RowHeaders = "Issues and questions", true
	p.Table.Columns = []part.Column{p.Paging.Sort("What it is about", "subject"), p.Paging.Sort("Organisation", "organisation"), {Text: "State"}, {Text: "Waits for"}, p.Paging.Sort("Answer by", "due")}
	for _, x := range shown[p.Paging.Offset():min(len(shown), p.Paging.Offset()+p.Paging.Size)] {
		p.Table.Rows = append(p.Table.Rows, issueRow(v, x, today))
	}
}

func issueRow(v visit.Visit, x issue, today clock.Day) part.Row {
	sub := map[liaison.MatterKind]string{liaison.Issue: "Issue", liaison.Question: "Question"}[x.m.Kind]
	if x.about != "" {
		sub += ", " + x.about
	}
	waits := part.Cell{Text: "Nobody", Quiet: true}
	if x.m.Turn == agreement.OfOrg {
		waits = part.Cell{Text: "The organisation"}
	} else if x.m.Turn == agreement.OfForce {
		waits = part.Cell{Text: "The force"}
		if x.m.Kind == liaison.Question {
			waits.Text = "The scheme office"
		}
	}
	due := part.Cell{}
	if x.due != clock.NoDay {
		due = dueCell(x.due, today)
	}
	return part.Row{Ended: !x.m.State.Live(), Cells: []part.Cell{{Text: x.m.Subject, Href: v.Bar.Link("/issues/" + x.v.ID), Sub: sub}, {Text: x.org}, {Status: issueStatus(x.m, true), Sub: clock.DayOf(x.m.Turned).Short()}, waits, due}}
}

func issueStatus(m *liaison.Matter, plain bool) part.Status {
	kind := map[liaison.MatterState]part.Kind{liaison.Open: part.Waiting, liaison.Proposed: part.Due, liaison.Closed: part.InForce, liaison.Withdrawn: part.Ended}[m.State]
	if m.State == liaison.Proposed && m.Kind == liaison.Question {
		kind = part.InForce
	}
	return part.Status{Kind: kind, Text: m.Standing(), Plain: plain}
}

// issuePage is one issue or question, with what was said of it.
type issuePage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Box     part.Box
	Outcome []string // a paragraph each
	Settled string   // what the outcome is
	Said    []saying
}

// saying is one thing that was said.
type saying struct {
	Party, By, When, Does string
	Text                  []string
}

// sayings is what each act says of itself, of an issue and of a question.
var sayings = map[string][2]string{"propose": {"Proposed this outcome", "Answered"}, "agree": {"Agreed", "Closed it"}, "withdraw": {"Withdrew it", "Withdrew it"}}

func (h *Handlers) issue(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	p := &issuePage{Bar: v.Bar}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		x, err := h.Liaison.Matter(tx, v.Who, id.Matter(r.PathValue("matter")), v.When)
		if err != nil {
			return err
		}
		o, err := h.Orgs.Any(tx, v.Who.Force, x.State.Org, v.When)
		if err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		p.fill(v, &o, &f, &x)
		if err := h.about(tx, v, p, &x.State); err != nil {
			return err
		}
		if !p.Past {
			h.offerIssue(tx, v, p, x)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "issue.html", p)
}

func (p *issuePage) fill(v visit.Visit, o *org.Version, f *area.Force, x *liaison.MatterVersion) {
	m, today := &x.State, clock.DayOf(v.When.At)
	party := func(s agreement.Side) string {
		switch {
		case s == agreement.OfOrg:
			return o.State.Name
		case m.Kind == liaison.Question:
			return "The scheme office"
		}
		return f.Name
	}
	p.Page = common(o, m.Subject, "Issues and questions", "/issues", m.Subject)
	p.Page.Past = v.Bar.Past()
	p.Head = part.Head{Caption: map[liaison.MatterKind]string{liaison.Issue: "Issue with ", liaison.Question: "Question of "}[m.Kind] + o.State.Name, Title: m.Subject, Statuses: []part.Status{issueStatus(m, false)}}
	due := m.Due(f.Settings)
	if due != clock.NoDay && due <= today.AddDays(7) {
		p.Head.Statuses = append(p.Head.Statuses, dueStatus("Answer", due, today))
	}
	list := govuk.SummaryList{Classes: "govuk-summary-list--no-border"}
	add := func(key, value string) { list.Rows = append(list.Rows, told(key, value)...) }
	add("Raised by", party(m.Raised)+"\n"+clock.Moment(m.Said[0].At))
	if m.Turn != "" {
		add("Waits for", party(m.Turn)+"\nsince "+clock.DayOf(m.Turned).Long())
	} else {
		add("Over since", clock.DayOf(m.Turned).Long())
	}
	add("Answer by", due.Long())
	p.Box = part.Box{Title: "Where it stands", HTML: list.Render()}
	if m.State == liaison.Proposed || m.State == liaison.Closed {
		p.Outcome = paragraphs(m.Outcome)
		p.Settled = map[bool]string{true: "Outcome proposed", false: "Outcome"}[m.State == liaison.Proposed]
		if m.Kind == liaison.Question {
			p.Settled = "Answer"
		}
	}
	for _, s := range m.Said {
		does := sayings[s.Does][0]
		if m.Kind == liaison.Question {
			does = sayings[s.Does][1]
		}
		p.Said = append(p.Said, saying{Party: party(s.Side), By: s.By, When: clock.Moment(s.At), Does: does, Text: paragraphs(s.Text)})
	}
}

// about names the agreement that a matter is about, and leads to it.
func (h *Handlers) about(tx *db.Tx, v visit.Visit, p *issuePage, m *liaison.Matter) error {
	if m.Under == "" {
		return nil
	}
	a, err := h.Agreements.Find(tx, v.Who, m.Under, v.When)
	if err == nil {
		p.Head.Links = append(p.Head.Links, part.Link{Text: a.State.Title + " " + a.State.Number, Href: v.Bar.Link("/agreements/" + a.ID)})
	}
	return err
}

func (h *Handlers) offerIssue(tx *db.Tx, v visit.Visit, p *issuePage, x liaison.MatterVersion) {
	m := &x.State
	mine := m.Turn == agreement.SideOf(v.Who)
	for _, what := range issueOffers(m, mine) {
		act := issueActs[what]
		if h.Liaison.OpenMatter(tx, v.Who, m, act.verb) != nil {
			continue
		}
		b := govuk.Button{Text: act.button[kindAt(m)], Href: "/issues/" + x.ID + "/" + what}
		if len(p.Head.Actions) > 0 || !mine {
			b.Classes = "govuk-button--secondary"
		}
		p.Head.Actions = append(p.Head.Actions, b)
	}
}

// issueOffers is the acts in the order in which the reader is likely to want them.
func issueOffers(m *liaison.Matter, mine bool) []string {
	if m.State == liaison.Proposed && mine {
		return []string{"agree", "say", "withdraw"}
	}
	if m.Kind == liaison.Question && mine {
		return []string{"propose", "say", "withdraw"}
	}
	return []string{"say", "propose", "agree", "withdraw"}
}

// kindAt is the place of the kind of a matter among words for an issue and for a question.
func kindAt(m *liaison.Matter) int {
	if m.Kind == liaison.Question {
		return 1
	}
	return 0
}

// issueDoes is an act on an issue, and what its page says: of an issue, and of a question.
type issueDoes struct {
	verb, done           string
	button, label, hints [2]string
	warning              bool
	do                   func(s *liaison.Service, ctx context.Context, who authz.Actor, of id.Matter, text string) error
}

var issueActs = map[string]issueDoes{
	"say": {verb: "matter.say", do: (*liaison.Service).Say, done: "issue.said", button: [2]string{"Say something", "Say something more"}, label: [2]string{"What do you say?", "What do you say?"},
		hints: [2]string{"The other side is written to, and is asked to answer where it was your turn", "The other side is written to, and is asked to answer where it was your turn"}},
	"propose": {verb: "matter.propose", do: (*liaison.Service).Propose, done: "issue.proposed", button: [2]string{"Propose an outcome", "Answer"}, label: [2]string{"What should the outcome be?", "What is the answer?"},
		hints: [2]string{"It closes the issue once the other side agrees", "The organisation reads it, and may ask further"}},
	"agree": {verb: "matter.agree", do: (*liaison.Service).Agree, done: "issue.agreed", button: [2]string{"Agree to the outcome", "Close the question"}, label: [2]string{"Note (optional)", "Note (optional)"},
		hints: [2]string{"The issue is closed on this outcome", "Ask anew if something is left open"}},
	"withdraw": {verb: "matter.withdraw", do: (*liaison.Service).Withdraw, done: "issue.withdrawn", button: [2]string{"Withdraw it", "Withdraw it"}, label: [2]string{"Why is it withdrawn?", "Why is it withdrawn?"},
		hints: [2]string{"It is kept, and the other side reads it", "It is kept, and the other side reads it"}, warning: true},
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// issueLine is how many matters are open with an organisation, as the page of its protocol says.
func issueLine(vs []liaison.MatterVersion, set area.Settings) (string, clock.Day) {
	n, due := 0, clock.NoDay
	for _, x := range vs {
		if !x.State.State.Live() {
			continue
		}
		n++
		if d := x.State.Due(set); d != clock.NoDay && (due == clock.NoDay || d < due) {
			due = d
		}
	}
	if n == 0 {
		return "None open", due
	}
	return strconv.Itoa(n) + " open", due
}
