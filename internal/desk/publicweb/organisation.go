package publicweb

import (
	"net/http"
	"net/url"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type organisationPage struct {
	web.Page
	Head     part.Head
	Day, Now string
	Posts    []postView
	Empty    string
	Facts    []fact
	Look     part.Points
	Complain string // where to complain to the force
	Employer []string
}

// complain is where the public complains to the force about people of the organisation.
func complain(c *desk.Census, o *desk.Accredited) string {
	if to := c.Force.Settings.Complain(""); to != "/complain" {
		return to
	}
	return "/complain?employer=" + url.QueryEscape(string(o.ID))
}

type fact struct{ Key, Value string }

// postView is a kind of post, with what its holders may do.
type postView struct {
	Title   string
	Count   string
	May     part.Points
	Powers  []web.Link
	Nothing string
}

func (h *Handlers) organisation(w http.ResponseWriter, r *http.Request) error {
	day, wrong := h.day(r)
	if wrong != "" {
		return fault.In("as_at", "%s", wrong)
	}
	c, err := h.census(r, day)
	if err != nil {
		return err
	}
	o, ok := c.ByNumber(r.PathValue("organisation"))
	if !ok {
		return fault.New(fault.NotFound, "There is no accredited organisation with that number. It may be suspended, or its arrangements may have ended.")
	}
	today := clock.DayOf(h.Clock.Now())
	p := &organisationPage{Page: web.Page{Title: o.Name, Active: "/register", Past: day != clock.NoDay,
		Crumbs: []web.Crumb{{Text: "Who is accredited", Href: address("/register", asAt(day))}, {Text: o.Name}}},
		Day: past(day, today), Now: r.URL.Path, Complain: complain(c, o)}
	p.Head = part.Head{Caption: o.Kind.Title(), Title: o.Name, Statuses: []part.Status{{Kind: part.InForce, Text: "Accredited"}}}
	p.Facts = []fact{{"Number in the register", o.Number}, {"Area", o.Area}, {"Accredited since", long(o.Since)}, {"Arrangements until", long(o.To)}, {"Accredited persons", number(c, o.Persons)}}
	on := today
	if day != clock.NoDay {
		on = day
	}
	veiled := c.Veiled(o)
	for i, post := range o.Posts {
		p.Posts = append(p.Posts, viewOf(c, post, veiled[i], on))
	}
	if len(o.Posts) == 0 {
		p.Empty = "Nobody of this organisation is accredited at present."
	}
	look := "The red, white and black badge"
	if b := c.Force.Settings.Badge; b != "" {
		look = strings.ToUpper(b[:1]) + b[1:]
	}
	if o.Uniform != "" {
		p.Look.Items = append(p.Look.Items, part.Point{Strong: "Uniform: ", Text: o.Uniform})
	}
	p.Look.Items = append(p.Look.Items, part.Point{Strong: "Badge: ", Text: look}, part.Point{Strong: "Card: ", Text: "it bears a number, and no name is needed. Ask to see it."})
	p.Employer = employer(o)
	return h.page.Render(w, r, "organisation.html", p)
}

func long(d clock.Day) string {
	if d == clock.NoDay {
		return "Not recorded"
	}
	return d.Long()
}

func number(c *desk.Census, n int) string {
	if c.Hidden(n) {
		return "Fewer than 5"
	}
	return web.Number(n)
}

// employer is how to reach the organisation itself, in lines.
func employer(o *desk.Accredited) []string {
	var out []string
	for _, s := range []string{o.Name, o.Address, o.Postcode, o.Phone} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func viewOf(c *desk.Census, p desk.Post, veil desk.Veil, on clock.Day) postView {
	v := postView{Title: p.Title}
	switch veil {
	case desk.Few:
		v.Count = "Fewer than 5 accredited persons"
	case desk.Told:
		v.Count = persons(c, p.Persons)
	}
	in := c.Force.Settings.Law()
	for _, a := range law.Asks(p.Powers, func(id law.PowerID) law.Pence { return law.Price(id, on, in, 0) }) {
		v.May.Items = append(v.May.Items, part.Point{Kind: part.InForce, Says: "May", Strong: a.Lead, Text: a.Rest})
	}
	for _, id := range p.Powers {
		if x, ok := law.Find(id); ok {
			v.Powers = append(v.Powers, web.Link{Text: x.Name, Href: "/powers/" + string(id)})
		}
	}
	if len(p.Powers) == 0 {
		v.Nothing = "None of them may use a power at present."
	}
	return v
}
