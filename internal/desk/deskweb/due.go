package deskweb

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

const (
	// soon is how many days ahead a thing is set off on the lamp tint.
	soon = 14
	// dueDays is how many days the list looks ahead unless another number is chosen.
	dueDays = 90
	// dueMost is how many things of each room the list reads; who needs more takes the CSV.
	dueMost = 10_000
	// dueSize is how many things, or groups of them, stand on a page.
	dueSize = 40
)

// dueItem is what falls due as one, counted down, with what then happens by itself.
func dueItem(g diary.Group, today clock.Day) part.DueItem {
	x := part.DueItem{Day: g.Due, Soon: int(g.Due-today) <= soon, Late: g.Due < today, Sub: countdown(g.Due, today)}
	if after := g.After(); after != "" {
		if g.Due > today { // the hour counts on the last day
			after = strings.Replace(after, " at midnight", "", 1)
		}
		x.Sub += ". " + after
	}
	if len(g.Items) > 1 {
		words := template.HTMLEscapeString(g.Whole()) + `<span class="govuk-visually-hidden">, ` + g.Due.Long() + `</span>`
		x.HTML = part.Link{HTML: template.HTML(words), Href: fmt.Sprintf("/due?org=%s&what=%s&day=%s", g.Org, g.Kind, g.Due)}.Render()
		return x
	}
	of := g.Title // the words that lead there: whose page it is, or all
	switch g.Link {
	case personURL(g.Person):
		of = spoken(g.Name)
	case orgURL(g.Org):
		of = g.OrgName
	}
	before, after, ok := strings.Cut(g.Title, of)
	if !ok || of == "" {
		before, of, after = "", g.Title, ""
	}
	x.HTML = template.HTML(template.HTMLEscapeString(before)) + part.Link{Text: of, Href: g.Link}.Render() + template.HTML(template.HTMLEscapeString(after))
	return x
}

// countdown is how far off a last day is.
func countdown(due, today clock.Day) string {
	switch n := int(due - today); {
	case n < 0:
		return "Overdue by " + days(-n)
	case n == 0:
		return "Today"
	case n == 1:
		return "Tomorrow"
	default:
		return "In " + days(n)
	}
}

func dueList(groups []diary.Group, today clock.Day) part.DueList {
	var out part.DueList
	for _, g := range groups {
		out.Items = append(out.Items, dueItem(g, today))
	}
	return out
}

// ofKind is the items of one kind; all for none.
func ofKind(items []diary.Item, kind string) []diary.Item {
	if kind == "" {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(x diary.Item) bool { return string(x.Kind) != kind })
}

// dueQuery is the filter of the list as its address has it.
type dueQuery struct {
	What  string `form:"what" max:"40"`
	Whose string `form:"whose" max:"10"`
	Days  string `form:"days" max:"4"`
	Org   string `form:"org" max:"64"`
	Day   string `form:"day" max:"10"`
}

// days is how many days the list looks ahead.
func (q dueQuery) days() int {
	if slices.ContainsFunc(dueSpans, func(c desk.Choice) bool { return c.ID == q.Days }) {
		return atoi(q.Days)
	}
	return dueDays
}

var dueSpans = []desk.Choice{{ID: "7", Name: "The next 7 days"}, {ID: "30", Name: "The next 30 days"}, {ID: "90", Name: "The next 90 days"}, {ID: "180", Name: "The next 180 days"}, {ID: "366", Name: "The next year"}}

// of is what the list shows, and whether it is the actor's to see to.
func (q dueQuery) of(a desk.Ahead) ([]diary.Item, bool) {
	items, theirs := a.Shown()
	if q.Whose == "all" {
		items, theirs = a.All(), true
	}
	return ofKind(items, q.What), theirs
}

type duePage struct {
	web.Page
	Head   part.Head
	Filter moj.Filter
	Says   string
	Chips  chips
	Links  template.HTML
	Months []dueMonth
	Paging part.Paging
	Empty  string
	Table  *part.Table // of one group
}

type dueMonth struct {
	Head part.Heading
	List part.DueList
}

// due is what falls due, with what happens by itself, in pages; with an organisation, a
// kind and a day in the address, the persons of that group.
func (h *Handlers) due(w http.ResponseWriter, r *http.Request) error {
	who, q, err := dueAsked(r)
	if err != nil {
		return err
	}
	if q.Org != "" {
		return h.dueGroup(w, r, who, q)
	}
	a, err := h.board.Ahead(r.Context(), who, q.days(), dueMost)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.board.Clock.Now())
	items, theirs := q.of(a)
	groups := diary.Groups(items)
	p := &duePage{Page: web.Page{Title: "Falls due", Active: "/due"}, Head: part.Head{Title: "Falls due",
		Text: fmt.Sprintf("What ends or is to be done up to %s, the nearest first, and what then happens by itself if nobody acts.", today.AddDays(q.days()).Long())}}
	if !theirs {
		p.Head.Text += " None of it is yours to see to: you see it, and others act."
	}
	if here := "/due?what=" + q.What; slices.ContainsFunc(navigation[who.Role], func(i item) bool { return i.href == here }) {
		p.Active = here
	}
	p.filter(r, q, a)
	p.Paging = part.Paging{Path: "/due", Query: r.URL.Query(), Total: len(groups), Size: dueSize, Noun: "lines"}
	p.Paging.Page = pageOf(r, p.Paging)
	p.months(groups[p.Paging.Offset():min(len(groups), p.Paging.Offset()+dueSize)], today)
	p.Says = part.Count(len(items), "thing falls due", "things fall due")
	if a.Cut {
		p.Says = "More than " + p.Says
	}
	p.Empty = fallDue(0, q.days())
	if len(p.Chips.Items) > 0 {
		p.Empty = "Nothing falls due that fits these filters. Remove a filter."
	}
	query := without(r.URL.Query(), "page", "done")
	p.Links = part.Links(part.Link{Text: "CSV", Href: address("/due.csv", query)}, part.Link{Text: "Calendar file", Href: address("/due.ics", query)}, part.Link{Text: "Your own calendar", Href: "/calendar"})
	return h.page.Render(w, r, "due.html", p)
}

// dueAsked is who asks for the list, and for what of it.
func dueAsked(r *http.Request) (authz.Actor, dueQuery, error) {
	who := account.Actor(r.Context())
	if !who.Can(authz.ReadPerson) {
		return who, dueQuery{}, who.May(authz.ReadPerson, authz.Object{})
	}
	q, err := web.Query[dueQuery](r)
	return who, q, err
}

// filter makes the panel and the chips of what is chosen.
func (p *duePage) filter(r *http.Request, q dueQuery, a desk.Ahead) {
	counts := map[diary.Kind]int{}
	q.What, p.Chips = "", chips{}
	items, _ := q.of(a)
	for _, x := range items {
		counts[x.Kind]++
	}
	what := r.URL.Query().Get("what")
	if what != "" {
		counts[diary.Kind(what)] += 0 // it stands there though nothing of it falls due
	}
	var kinds []desk.Choice
	for k, n := range counts {
		kinds = append(kinds, desk.Choice{ID: string(k), Name: fmt.Sprintf("%s (%s)", k.Title(), part.Number(n))})
	}
	slices.SortFunc(kinds, func(a, b desk.Choice) int { return strings.Compare(a.Name, b.Name) })
	fields := []template.HTML{choose("what", "What", "Everything", what, kinds)}
	if len(a.Due) > 0 && len(a.Others) > 0 || q.Whose != "" {
		fields = append(fields, choose("whose", "Who sees to it", "You", q.Whose, []desk.Choice{{ID: "all", Name: "You and others"}}))
	}
	fields = append(fields, choose("days", "Until when", dueSpans[2].Name, q.Days, slices.Delete(slices.Clone(dueSpans), 2, 3)))
	if what != "" {
		p.Chips.add(r, "what", diary.Kind(what).Title())
	}
	if q.Whose == "all" {
		p.Chips.add(r, "whose", "You and others")
	}
	if q.Days != "" && q.days() != dueDays {
		p.Chips.add(r, "days", chosen("Until when", q.Days, dueSpans))
	}
	p.Filter = moj.Filter{Action: "/due", Set: len(p.Chips.Items), Options: kept(fields, r)}
}

// months puts a page of the list under the months; what is overdue stands before them.
func (p *duePage) months(groups []diary.Group, today clock.Day) {
	for _, g := range groups {
		y, m, _ := g.Due.Date()
		title := fmt.Sprintf("%s %d", m, y)
		if g.Overdue(today) {
			title = "Overdue"
		}
		if n := len(p.Months); n == 0 || p.Months[n-1].Head.Text != title {
			p.Months = append(p.Months, dueMonth{Head: part.Heading{Text: title}})
		}
		last := &p.Months[len(p.Months)-1]
		last.List.Items = append(last.List.Items, dueItem(g, today))
	}
}

// dueGroup is the persons of one organisation of whom something of a kind falls due on a
// day.
func (h *Handlers) dueGroup(w http.ResponseWriter, r *http.Request, who authz.Actor, q dueQuery) error {
	day, err := clock.ParseDay(q.Day)
	today := clock.DayOf(h.board.Clock.Now())
	kind := diary.Kind(q.What)
	if err != nil || q.What == "" || day > today.AddDays(366) {
		return fault.New(fault.NotFound, "There is no such list. Begin at what falls due.")
	}
	a, err := h.board.Ahead(r.Context(), who, max(0, int(day-today)), diary.Everything)
	if err != nil {
		return err
	}
	items := slices.DeleteFunc(ofKind(a.All(), q.What), func(x diary.Item) bool { return x.Org != id.Org(q.Org) || x.Due != day })
	title := kind.Title() + ": " + day.Long()
	p := &duePage{Page: web.Page{Title: title, Crumbs: []web.Crumb{{Text: "Falls due", Href: "/due"}, {Text: kind.Title()}}}, Head: part.Head{Title: title, Text: "Nobody you may see falls due here."}}
	p.Table = &part.Table{Caption: "Persons", Columns: []part.Column{{Text: "Person"}, {Text: "AP number"}, {Text: "Powers"}, {Text: "If nobody acts"}},
		Empty: "Nobody falls due here any more. The list of what falls due is up to date."}
	p.Paging = part.Paging{Path: "/due", Query: r.URL.Query(), Total: len(items), Size: dueSize, Noun: "persons"}
	p.Paging.Page = pageOf(r, p.Paging)
	if len(items) > 0 {
		g := diary.Group{Item: items[0], Items: items}
		p.Head.Text = fmt.Sprintf("%s. %s.", g.Whole(), countdown(day, today))
	}
	for _, x := range items[p.Paging.Offset():min(len(items), p.Paging.Offset()+dueSize)] {
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: x.Name, Href: x.Link, Strong: true}, {Text: x.Number}, {Text: powersIn(x)}, {Text: x.Itself}}})
	}
	return h.page.Render(w, r, "due.html", p)
}

// powersIn is which powers a thing is about.
func powersIn(x diary.Item) string {
	if n := len(x.Powers); n != 1 {
		return map[bool]string{true: part.Count(n, "power", "powers")}[n > 0]
	}
	return powerName(x.Powers[0])
}
