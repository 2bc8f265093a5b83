package ledgerweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// search is what of the ledger is asked for.
type search struct {
	about, act, by, outcome string
	from, to                clock.Day
	before                  int64
}

type listPage struct {
	web.Page
	Saved  string // the address of the list as a spreadsheet
	Filter moj.Filter
	Chips  moj.Chips
	Which  []web.Link // where a name fits several
	Table  part.Table
	Older  string
	Newest string
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Link: &p.Saved, Table: &p.Table, Next: p.Older}
}

func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	s, wrong := read(r.URL.Query())
	p := &listPage{Page: web.Page{Title: "Ledger", Active: "/ledger"}}
	q, named, err := h.query(r, who, s)
	if err != nil {
		return err
	}
	p.Chips = s.chips(named)
	if p.Filter, err = h.filter(r, who, s, wrong, len(p.Chips.Items)); err != nil {
		return err
	}
	p.Table = part.Table{Caption: "Entries", Classes: "ww-ledger__list", Empty: "No entry matches. Remove a filter.", Columns: []part.Column{{Text: "Entry"}, {Text: "Written"}, {Text: "What", Under: "About"}, {Text: "By", Under: "Role"}}}
	switch {
	case s.about != "" && len(named) == 0:
		p.Table.Empty = "Nothing in the registers is named “" + s.about + "”. Search by the name or number of an organisation, or by a person’s AP number or name."
	case len(named) > 1:
		p.Table.Empty = "“" + s.about + "” fits several. Choose one."
		for _, n := range named {
			one := s
			one.about = string(n.Subject)
			p.Which = append(p.Which, web.Link{Text: n.Text, Href: one.address(0)})
		}
	default:
		found, err := h.Reader.Entries(r.Context(), who, q)
		if err != nil {
			return err
		}
		names, err := h.Reader.Names(r.Context(), who, people(found.Items))
		if err != nil {
			return err
		}
		for i := range found.Items {
			p.Table.Rows = append(p.Table.Rows, row(&found.Items[i], names, -1))
		}
		if found.Next > 0 {
			p.Older = s.address(found.Next)
		}
		if s.before > 0 {
			p.Newest = s.address(0)
		}
	}
	if len(wrong) > 0 {
		r.Form = r.URL.Query()
		return h.page.Again(w, r, "list.html", p, wrong.Err())
	}
	return visit.Show(h.page, w, r, "list.html", p)
}

// people is whom some entries are about.
func people(es []ledger.Entry) []ledger.Subject {
	var out []ledger.Subject
	for i := range es {
		for _, s := range es[i].Subjects {
			if s.Kind() == "person" {
				out = append(out, s)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// row is an entry in a table; current is the place that the page is about.
func row(e *ledger.Entry, names map[ledger.Subject]string, current int64) part.Row {
	what := part.Cell{Text: sentence(e, names), Href: "/ledger/" + strconv.FormatInt(e.Place, 10)}
	if e.Outcome == ledger.Refused {
		if name := personIn(e, names); name != "" && !strings.Contains(what.Text, name) {
			what.Sub = "About " + name
		}
		what.Value = "Refused: " + what.Text
		what.HTML, what.Text = part.Shape(part.NotInForce)+" "+esc(what.Text), ""
	}
	by := part.Cell{Text: doer(e)}
	if e.Role != "" && by.Text != e.Role.Title() {
		by.Sub = e.Role.Title()
	}
	return part.Row{Current: e.Place == current, Cells: []part.Cell{{Text: web.Number(int(e.Place)), Value: strconv.FormatInt(e.Place, 10), Nowrap: true}, {Text: moment(e.At), Value: e.At.UTC().Format(time.RFC3339), Nowrap: true}, what, by}}
}

// read reads the address; wrong names the days that are none.
func read(q url.Values) (s search, wrong fault.Fields) {
	s = search{about: text(q, "about"), act: text(q, "act"), by: text(q, "by"), outcome: q.Get("outcome")}
	if s.outcome != string(ledger.Done) && s.outcome != string(ledger.Refused) {
		s.outcome = ""
	}
	for _, x := range []struct {
		name, label string
		day         *clock.Day
	}{{"from", "From", &s.from}, {"to", "To", &s.to}} {
		day, problem := web.ParseDay(x.label, q.Get(x.name))
		if problem != "" {
			wrong.Add(x.name, "%s", problem)
			continue
		}
		*x.day = day
	}
	if s.from != clock.NoDay && s.to != clock.NoDay && s.to < s.from {
		wrong.Add("to", "To must be the same day as From, or later")
		s.to = clock.NoDay
	}
	if n, err := strconv.ParseInt(q.Get("before"), 10, 64); err == nil && n > 0 {
		s.before = n
	}
	return s, wrong
}

// text is a value of the address as far as it can be printed.
func text(q url.Values, name string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return -1
	}, strings.ToValidUTF8(q.Get(name), "")))
}

// query is the search as the ledger takes it, and what is named by it.
func (h *Handlers) query(r *http.Request, who authz.Actor, s search) (ledger.Query, []desk.Named, error) {
	q := ledger.Query{Act: s.act, Actor: id.Account(s.by), Outcome: ledger.Outcome(s.outcome), Before: s.before, Limit: 50}
	if s.from != clock.NoDay {
		q.From = s.from.Start()
	}
	if s.to != clock.NoDay {
		q.Until = s.to.End()
	}
	named, err := h.Reader.About(r.Context(), who, s.about)
	if len(named) == 1 {
		q.Subject = named[0].Subject
	}
	return q, named, err
}

// address is the list with the search, from below a place on.
func (s search) address(before int64) string {
	v := s.values()
	if before > 0 {
		v.Set("before", strconv.FormatInt(before, 10))
	}
	if e := v.Encode(); e != "" {
		return "/ledger?" + e
	}
	return "/ledger"
}

func (s search) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"about": s.about, "act": s.act, "by": s.by, "outcome": s.outcome, "from": s.from.Figures(), "to": s.to.Figures()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (s search) chips(named []desk.Named) moj.Chips {
	var c moj.Chips
	add := func(text, name string) {
		v := s.values()
		v.Del(name)
		href := "/ledger"
		if e := v.Encode(); e != "" {
			href += "?" + e
		}
		c.Items = append(c.Items, moj.Tag{Text: text, Href: href})
	}
	if s.about != "" {
		text := s.about
		if len(named) == 1 {
			text = named[0].Text
		}
		add("About "+text, "about")
	}
	if s.act != "" {
		text := desk.ActTitle(s.act)
		for _, g := range desk.ActGroups() {
			if g[0] == s.act {
				text = g[1]
			}
		}
		add(text, "act")
	}
	if s.by != "" {
		add("By one account", "by")
	}
	if s.outcome != "" {
		add(map[string]string{"done": "Done", "refused": "Refused"}[s.outcome], "outcome")
	}
	if s.from != clock.NoDay {
		add("From "+s.from.Short(), "from")
	}
	if s.to != clock.NoDay {
		add("To "+s.to.Short(), "to")
	}
	if len(c.Items) > 1 {
		c.Clear = "/ledger"
	}
	return c
}

// filter is the panel beside the list.
func (h *Handlers) filter(r *http.Request, who authz.Actor, s search, wrong fault.Fields, set int) (moj.Filter, error) {
	actors, err := h.Reader.Actors(r.Context(), who)
	if err != nil {
		return moj.Filter{}, err
	}
	by := []govuk.Option{{Blank: true, Text: "Anybody"}}
	for _, a := range actors {
		by = append(by, govuk.Option{Value: a.Subject.ID(), Text: a.Text})
	}
	act := []govuk.Option{{Blank: true, Text: "Anything"}}
	known := s.act == ""
	for _, g := range desk.ActGroups() {
		act = append(act, govuk.Option{Value: g[0], Text: g[1]})
		known = known || g[0] == s.act
	}
	if !known {
		act = append(act, govuk.Option{Value: s.act, Text: desk.ActTitle(s.act)})
	}
	message := func(name string) govuk.ErrorMessage {
		for _, f := range wrong {
			if f.Name == name {
				return govuk.ErrorMessage{Text: f.Message}
			}
		}
		return govuk.ErrorMessage{}
	}
	typed := func(name string, day clock.Day) string {
		if day != clock.NoDay {
			return day.Figures()
		}
		return r.URL.Query().Get(name)
	}
	options := govuk.Input{Name: "about", Value: s.about, Label: govuk.Label{Text: "About"}, Hint: govuk.Hint{Text: "An organisation, an AP number or a name"}}.Render() +
		govuk.Select{Name: "act", Label: govuk.Label{Text: "What was done"}, Items: act, Value: s.act}.Render() +
		govuk.Select{Name: "by", Label: govuk.Label{Text: "By"}, Items: by, Value: s.by}.Render() +
		govuk.Select{Name: "outcome", Label: govuk.Label{Text: "Outcome"}, Value: s.outcome, Items: []govuk.Option{{Blank: true, Text: "Done and refused"}, {Value: "done", Text: "Done"}, {Value: "refused", Text: "Refused"}}}.Render() +
		govuk.Input{Name: "from", Value: typed("from", s.from), Hint: govuk.Hint{Text: "For example, 17/11/2026"}, Inputmode: "numeric", Label: govuk.Label{Text: "From"}, ErrorMessage: message("from")}.Render() +
		govuk.Input{Name: "to", Value: typed("to", s.to), Inputmode: "numeric", Label: govuk.Label{Text: "To"}, ErrorMessage: message("to")}.Render()
	return moj.Filter{Action: "/ledger", Options: options, Set: set}, nil
}
