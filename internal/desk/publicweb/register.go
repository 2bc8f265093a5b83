package publicweb

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type registerPage struct {
	web.Page
	Lede     string
	Day      string // of another day than today
	Now      string // the same search today
	Filter   moj.Filter
	Chips    moj.Chips
	Found    string
	In       string // where
	Links    []web.Link
	Office   []web.Link
	Map      *part.Map
	Place    *place
	Places   part.Table
	Items    []item
	Paging   part.Paging
	Empty    string
	Held     string // what is not shown, and why
	Complain string // where to complain
}

// place is the chosen place, or the whole county, in figures.
type place struct{ Name, Orgs, OrgWord, Persons, PersonWord string }

// item is an organisation in the list.
type item struct {
	Name, Href string
	Is         string // kind, area, since
	Posts      string
	Persons    string
	Powers     string
}

// pageSize is how many organisations one page lists.
const pageSize = 30

func (h *Handlers) register(w http.ResponseWriter, r *http.Request) error {
	q, wrong := h.read(r)
	c, err := h.census(r, q.day)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.Clock.Now())
	on := today
	if q.day != clock.NoDay {
		on = q.day
	}
	found := c.Find(q.PublicQuery)
	p := &registerPage{Page: web.Page{Title: "Who is accredited", Active: "/register", Past: q.day != clock.NoDay}, Lede: lede(c, on), Day: past(q.day, today),
		Chips: q.chips(), Found: count(len(found), "organisation"), In: in(c, q), Held: held(c), Complain: c.Force.Settings.Complain("")}
	now := q
	now.day = clock.NoDay
	p.Now = address("/register", now.values())
	p.Filter = moj.Filter{Action: "/register", Options: q.options(c, r.URL.Query().Get("as_at"), of(wrong, "as_at"), on), Set: len(p.Chips.Items)}
	p.Links = []web.Link{{Text: "CSV", Href: address("/register.csv", dated(q, on))}, {Text: "JSON", Href: address("/register.json", dated(q, on))},
		{Text: "Link to this search", Href: address("/register", dated(q, on))}}
	if account.Actor(r.Context()).Can(authz.ReadFigures) {
		p.Office = []web.Link{{Text: "Internal list (CSV)", Href: address("/register/internal.csv", asAt(q.day))}}
	}
	p.Map, p.Places = h.land(c, q)
	p.Place = figures(c, q, found)
	p.list(c, q, found, r)
	if err := wrong.Err(); err != nil {
		r.Form = r.URL.Query()
		return h.page.Again(w, r, "register.html", p, err)
	}
	return h.page.Render(w, r, "register.html", p)
}

// list fills in the page of organisations that is asked for.
func (p *registerPage) list(c *desk.Census, q query, found []*desk.Accredited, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	p.Paging = part.Paging{Path: "/register", Query: q.values(), Total: len(found), Page: max(1, n), Size: pageSize, Noun: "organisations"}
	p.Paging.Page = min(p.Paging.Page, p.Paging.Pages())
	from := min(p.Paging.Offset(), len(found))
	for _, o := range found[from:min(from+pageSize, len(found))] {
		p.Items = append(p.Items, itemOf(c, o, q.day))
	}
	if len(found) > 0 {
		return
	}
	p.Empty = "No accredited organisation matches. Remove a filter."
	if q.Division != "" && len(p.Chips.Items) == 1 {
		p.Empty = "No accredited organisation may act in " + q.Division + "."
	}
	if len(p.Chips.Items) == 0 {
		p.Empty = "No organisation is accredited."
	}
}

// dated is the query with its day written out, so that a link says the same for ever.
func dated(q query, on clock.Day) url.Values {
	v := q.values()
	v.Set("as_at", on.String())
	return v
}

func asAt(day clock.Day) url.Values {
	if day == clock.NoDay {
		return nil
	}
	return url.Values{"as_at": {day.String()}}
}

func lede(c *desk.Census, on clock.Day) string {
	return "Councils, landlords, hospitals and firms whose staff the chief constable has given limited powers. " +
		count(len(c.Orgs), "organisation") + ", " + people(c.Persons) + ", on " + on.Long() + "."
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return web.Number(n) + " " + noun
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return web.Number(n) + " people"
}

// in is where the search looks, as it follows the number found.
func in(c *desk.Census, q query) string {
	for _, d := range c.Divisions {
		if strings.EqualFold(d.Short(), q.Division) {
			return "in " + d.Short()
		}
	}
	return ""
}

// held says how many are not shown, and why.
func held(c *desk.Census) string {
	switch n := len(c.Suspended); n {
	case 0:
		return "No organisation is suspended."
	case 1:
		return "One organisation is suspended and is not shown."
	default:
		return web.Number(n) + " organisations are suspended and are not shown."
	}
}

// figures is the number of organisations found and of their accredited persons.
func figures(c *desk.Census, q query, found []*desk.Accredited) *place {
	p := &place{Name: c.Force.Name, Orgs: web.Number(len(found)), OrgWord: "organisations", PersonWord: "accredited persons"}
	if name := in(c, q); name != "" {
		p.Name = strings.TrimPrefix(name, "in ")
	}
	n := 0
	for _, o := range found {
		n += o.Persons
	}
	if p.Persons = web.Number(n); c.Hidden(n) {
		p.Persons = "fewer than 5"
	}
	if len(found) == 1 {
		p.OrgWord = "organisation"
	}
	if n == 1 && !c.Hidden(n) {
		p.PersonWord = "accredited person"
	}
	return p
}

func itemOf(c *desk.Census, o *desk.Accredited, day clock.Day) item {
	return item{Name: o.Name, Href: address("/register/"+url.PathEscape(o.Number), asAt(day)), Is: particulars(o), Posts: posts(c, o), Persons: persons(c, o.Persons), Powers: powersLine(o)}
}

// particulars is what an organisation is, where, and since when.
func particulars(o *desk.Accredited) string {
	s := o.Kind.Title() + "."
	if o.Area != "" {
		s += " " + strings.TrimSuffix(o.Area, ".") + "."
	}
	if o.Since != clock.NoDay {
		s += " Since " + o.Since.Long()[strings.IndexByte(o.Since.Long(), ' ')+1:] + "."
	}
	return s
}

// posts is the kinds of posts with their head-counts in one line.
func posts(c *desk.Census, o *desk.Accredited) string {
	veiled := c.Veiled(o)
	var out []string
	for i, p := range o.Posts {
		s := p.Title
		if i > 0 {
			s = strings.ToLower(s[:1]) + s[1:]
		}
		switch veiled[i] {
		case desk.Few:
			s += " (fewer than 5)"
		case desk.Told:
			s += " " + web.Number(p.Persons)
		}
		out = append(out, s)
	}
	if out == nil {
		return "Nobody is accredited at present."
	}
	return strings.Join(out, ", ")
}

func persons(c *desk.Census, n int) string {
	switch {
	case c.Hidden(n):
		return "Fewer than 5 accredited persons"
	case n == 1:
		return "1 accredited person"
	}
	return web.Number(n) + " accredited persons"
}

// powersLine is the powers held in a few words, or their number where they are many.
func powersLine(o *desk.Accredited) string {
	held := o.Powers()
	if len(held) > 4 {
		return web.Number(len(held)) + " powers"
	}
	var out []string
	for i, id := range held {
		if p, ok := law.Find(id); ok {
			name := p.Name
			if i > 0 {
				name = strings.ToLower(name[:1]) + name[1:]
			}
			out = append(out, name)
		}
	}
	return strings.Join(out, "; ")
}
