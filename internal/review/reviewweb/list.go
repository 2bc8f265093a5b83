package reviewweb

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/review"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// size is how many organisations a page of the list has.
const size = 50

type listQuery struct {
	Show string `form:"show" max:"10"`
	Sort string `form:"sort" max:"10"`
	Page int    `form:"page"`
}

// views is the ways to look at the list.
var views = []struct {
	show, text, empty string
	has               func(c *review.Cycle, today clock.Day) bool
}{
	{"", "All", "No organisation has arrangements in force.", func(*review.Cycle, clock.Day) bool { return true }},
	{"open", "Under way", "No review is open. Open one from the page of an organisation.", func(c *review.Cycle, _ clock.Day) bool { _, open := c.Open(); return open }},
	{"due", "Due", "No review is due.", func(c *review.Cycle, today clock.Day) bool { return c.Due != clock.NoDay && c.Due <= today.AddDays(90) }},
}

type listPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Views  moj.SubNavigation
	CSV    string
	Table  part.Table
	Paging part.Paging
}

// list is where each organisation stands in the cycle.
func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[listQuery](r)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]review.Cycle, error) { return h.Reviews.All(tx, v.Who, v.When) })
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: "Reviews of powers", Active: "/organisations", Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: "Organisations", Href: "/organisations"}, {Text: "Reviews of powers"}}}, Bar: v.Bar, CSV: v.Link("/power-reviews.csv"),
		Head: part.Head{Title: "Reviews of powers", Text: "Whether each power of each organisation is held for a reason: held, used, still needed. How often is a setting of the force; no source gives a number."}}
	p.Views = moj.SubNavigation{Label: "Reviews"}
	view := views[0]
	for _, x := range views {
		address := "/power-reviews"
		if x.show != "" {
			address += "?show=" + x.show
		}
		p.Views.Items = append(p.Views.Items, moj.NavItem{Text: x.text, Href: v.Link(address), Active: x.show == q.Show})
		if x.show == q.Show {
			view = x
		}
	}
	all = slices.DeleteFunc(all, func(c review.Cycle) bool { return !view.has(&c, v.Day()) })
	order(all, q.Sort)
	p.Paging = part.Paging{Path: "/power-reviews", Query: r.URL.Query(), Total: len(all), Size: size, Noun: "organisations"}
	p.Paging.Page = min(max(1, q.Page), p.Paging.Pages())
	p.Table = part.Table{Caption: "Organisations and the reviews of their powers", RowHeaders: true, Empty: view.empty,
		Columns: []part.Column{p.Paging.Sort("Organisation", "name"), p.Paging.Sort("Last looked at", "last"), {Text: "Under way"}, p.Paging.Sort("Next due by", "due")}}
	for _, c := range all[p.Paging.Offset():min(len(all), p.Paging.Offset()+size)] {
		p.Table.Rows = append(p.Table.Rows, row(v, &c))
	}
	return v.Show(h.page, w, "list.html", p)
}

// order sorts the organisations: what is under way, and then what is due first, stands first,
// unless another order is asked for.
func order(all []review.Cycle, sort string) {
	day := func(c review.Cycle) clock.Day {
		if _, open := c.Open(); open {
			return clock.NoDay
		}
		return cmp.Or(c.Due, 1<<30)
	}
	by := map[string]func(a, b review.Cycle) int{
		"name": func(a, b review.Cycle) int {
			return strings.Compare(strings.ToLower(a.Org.State.Name), strings.ToLower(b.Org.State.Name))
		},
		"last": func(a, b review.Cycle) int { return cmp.Compare(a.Last, b.Last) },
		"due":  func(a, b review.Cycle) int { return cmp.Compare(day(a), day(b)) },
	}
	key, down := strings.CutPrefix(cmp.Or(sort, "due"), "-")
	less := by[key]
	if less == nil {
		less = by["due"]
	}
	slices.SortStableFunc(all, func(a, b review.Cycle) int {
		if down {
			return less(b, a)
		}
		return less(a, b)
	})
}

func row(v visit.Visit, c *review.Cycle) part.Row {
	last := part.Cell{Text: "Never", Quiet: true}
	if c.Last != clock.NoDay {
		last = part.DayCell(c.Last)
		last.Sub = c.ByWhat
	}
	under := part.Cell{Text: "None", Quiet: true}
	if x, open := c.Open(); open {
		under = part.Cell{Text: x.State.Number, Href: v.Link(url(x.ID)), Status: status(&x.State, v.Day(), true)}
	}
	return part.Row{Cells: []part.Cell{{Text: c.Org.State.Name, Href: v.Link(orgURL(c.Org.ID) + "/power-reviews")}, last, under, dueCell(c.Due, v.Day())}}
}

// dueCell is a last day in time; red once it is over.
func dueCell(due, today clock.Day) part.Cell {
	switch {
	case due == clock.NoDay:
		return part.Cell{Text: "None due", Quiet: true}
	case due < today:
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.NotInForce, Text: due.Short(), Plain: true}, Sub: "Overdue"}
	case due <= today.AddDays(90):
		return part.Cell{Nowrap: true, Status: part.Status{Kind: part.Due, Text: due.Short(), Plain: true}}
	}
	return part.DayCell(due)
}

func status(r *review.Review, today clock.Day, plain bool) part.Status {
	s := part.Status{Kind: map[review.State]part.Kind{review.Asked: part.Waiting, review.Answered: part.Due, review.Decided: part.InForce, review.CalledOff: part.Ended}[r.State], Text: r.State.Title(), Plain: plain}
	if r.State == review.Asked && r.Due < today {
		s.Kind, s.Text = part.NotInForce, "No answer by "+r.Due.Short()
	}
	return s
}

// listCSV is every line of every review, as a file.
func (h *Handlers) listCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) ([]review.Cycle, error) { return h.Reviews.All(tx, v.Who, v.When) })
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "power-reviews-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line(review.Heads...)
	for i := range all {
		for _, x := range all[i].Reviews {
			for j := range x.State.Lines {
				out.Line(x.State.Cells(all[i].Org.State.Name, &x.State.Lines[j])...)
			}
		}
	}
	return out.End()
}

// orgPage is the cycle of one organisation.
type orgPage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Says  string
	Here  string
	Opens bool // the reader may open a review now
	Table part.Table
}

func (h *Handlers) ofOrg(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	c, err := db.Find(r.Context(), h.DB, func(tx *db.Tx) (review.Cycle, error) {
		return h.Reviews.Of(tx, v.Who, id.Org(r.PathValue("org")), v.When)
	})
	if err != nil {
		return err
	}
	name := c.Org.State.Name
	p := &orgPage{Page: web.Page{Title: "Reviews of the powers of " + name, Active: active(v), Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: name, Href: v.Link(orgURL(c.Org.ID))}, {Text: "Reviews of powers"}}}, Bar: v.Bar,
		Head: part.Head{Caption: name, Title: "Reviews of powers"}, Here: orgURL(c.Org.ID) + "/power-reviews"}
	x, open := c.Open()
	switch {
	case open:
		p.Says = x.State.Number + " is open."
		p.Head.Actions = []govuk.Button{{Text: "See " + x.State.Number, Href: v.Link(url(x.ID))}}
	case c.Due != clock.NoDay:
		p.Says = "The powers were last looked at on " + c.Last.Long() + " (" + strings.ToLower(c.ByWhat[:1]) + c.ByWhat[1:] + ")."
		s := part.Status{Kind: part.Waiting, Text: "Next review by " + c.Due.Short()}
		if c.Due < v.Day() {
			s = part.Status{Kind: part.NotInForce, Text: "Review overdue since " + c.Due.Short()}
		}
		p.Head.Statuses = []part.Status{s}
	default:
		p.Says = "No review falls due: the organisation holds no power, its arrangements are not in force, or the force has set that none does."
	}
	p.Opens = v.May(authz.KeepReviews) && !open && len(c.Org.State.PowersAllowed()) > 0 && c.Org.State.From != clock.NoDay
	p.Table = part.Table{Caption: "Reviews", RowHeaders: true, Empty: "Its powers have not been reviewed yet.", Columns: []part.Column{{Text: "Review"}, {Text: "State"}, {Text: "Period"}, {Text: "Outcome"}}}
	for _, y := range c.Reviews {
		k := &y.State
		p.Table.Rows = append(p.Table.Rows, part.Row{Ended: k.State == review.CalledOff, Cells: []part.Cell{{Text: k.Number, Href: v.Link(url(y.ID)), Nowrap: true}, {Status: status(k, v.Day(), true)}, {Text: k.From.Short() + " to " + k.To.Short()}, outcome(k)}})
	}
	return v.Show(h.page, w, "organisation.html", p)
}

// active is the item of the main navigation under which an organisation's pages lie.
func active(v visit.Visit) string {
	if v.Who.Role.OfEmployer() {
		return orgURL(v.Who.Org)
	}
	return "/organisations"
}

func outcome(k *review.Review) part.Cell {
	switch k.State {
	case review.Decided:
		return part.Cell{Text: tally(k), Sub: clock.DayOf(k.Decided.At).Short() + ", by " + k.Decided.By}
	case review.CalledOff:
		return part.Cell{Text: k.Why, Quiet: true}
	}
	return part.Cell{Text: "Not decided", Quiet: true}
}

// tally is how many powers were kept and removed.
func tally(k *review.Review) string {
	out := []string{web.Number(k.Count(review.Keep)) + " kept"}
	if n := k.Count(review.Condition); n > 0 {
		out = append(out, web.Number(n)+" with a condition")
	}
	if n := k.Count(review.Remove); n > 0 {
		out = append(out, web.Number(n)+" removed")
	}
	return strings.Join(out, ", ")
}
