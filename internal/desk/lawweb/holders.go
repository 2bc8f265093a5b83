package lawweb

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// holders is who holds a power, for the office.
type holders struct {
	Title   string
	Says    string // where there is nobody
	Figures part.Figures
	Table   part.Table
	Links   govukHTML
}

// few is how many organisations the page names before it is asked for all.
const few = 10

// holders counts who holds the power, or held it on the day of the bar.
func (h *Handlers) holders(r *http.Request, p *law.Power, bar part.AsAt, in law.Territory) (*holders, error) {
	who := account.Actor(r.Context())
	c, err := h.census(r, bar)
	if err != nil {
		return nil, err
	}
	orgs, persons := c.HeldBy(p.ID)
	out := &holders{Title: "Who holds it"}
	over := p.StatusOn(h.today(), in)
	if bar.Past() || over == law.Spent || over == law.Repealed {
		out.Title = "Who held it"
	}
	out.Says, out.Links = nobody(p, bar, h.today(), in)
	if persons == 0 {
		return out, nil
	}
	people := part.Figure{Number: web.Number(persons), Text: "persons hold it"}
	if bar.Past() {
		people.Text = "persons held it"
	}
	if persons == 1 {
		people.Text = strings.Replace(people.Text, "persons hold", "person holds", 1)
	}
	if who.Can(authz.ReadPerson) {
		people.Href = bar.Link("/people?power=" + string(p.ID))
	}
	text := "organisations"
	if len(orgs) == 1 {
		text = "organisation"
	}
	out.Figures = part.Figures{Items: []part.Figure{people, {Number: web.Number(len(orgs)), Text: text}}}
	out.Says = ""
	all := r.URL.Query().Get("all") != ""
	out.Table = orgTable(orgs, p.ID, who.Can(authz.ReadOrg), bar, all)
	csv := part.Link{Text: "CSV", Href: bar.Link("/powers/" + string(p.ID) + "/holders.csv")}
	out.Links = part.Links(csv)
	if len(orgs) > few && !all {
		out.Links = part.Links(part.Link{Text: "All " + web.Number(len(orgs)) + " organisations", Href: bar.Link("/powers/" + string(p.ID) + "?all=1")}, csv)
	}
	return out, nil
}

// census counts at the instants of the bar.
func (h *Handlers) census(r *http.Request, bar part.AsAt) (*desk.Census, error) {
	at, known := time.Time{}, time.Time{}
	if bar.Past() {
		at, known = bar.Instants()
		if bar.Known == clock.NoDay {
			known = time.Time{}
		}
	}
	return h.Public.Figures(r.Context(), account.Actor(r.Context()), at, known)
}

// nobody is the sentence where nobody holds the power, and the way to who did.
func nobody(p *law.Power, bar part.AsAt, today clock.Day, in law.Territory) (string, govukHTML) {
	on := orToday(bar.At, today)
	switch s := p.StatusOn(on, in); {
	case s == law.Spent || s == law.Repealed:
		last := p.Ends(in).AddDays(-1)
		return "Nobody: it has ended.", part.Links(part.Link{Text: "Who held it on its last day, " + last.Long(), Href: link(p, last)})
	case s != law.InForce:
		return "Nobody: it was not in force on this day.", ""
	case bar.Past():
		return "Nobody held it on this day.", ""
	}
	return "Nobody holds it.", ""
}

func orgTable(orgs []desk.Accredited, power law.PowerID, linked bool, bar part.AsAt, all bool) part.Table {
	t := part.Table{Caption: "Organisations", RowHeaders: true, Columns: []part.Column{{Text: "Organisation"}, {Text: "Persons", Numeric: true}}}
	for i, o := range orgs {
		if i == few && !all {
			break
		}
		cell := part.Cell{Text: o.Name}
		if linked {
			cell.Href = bar.Link("/organisations/" + string(o.ID))
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{cell, {Text: web.Number(o.Holders[power])}}})
	}
	return t
}

// holdersCSV is the organisations of which somebody holds the power, dated.
func (h *Handlers) holdersCSV(w http.ResponseWriter, r *http.Request) error {
	p, ok := law.Find(law.PowerID(r.PathValue("power")))
	if !ok {
		return fault.New(fault.NotFound, "There is no power of that name in the catalogue.")
	}
	bar, err := web.AsAt(r, h.Clock.Now())
	if err != nil {
		return err
	}
	c, err := h.census(r, bar)
	if err != nil {
		return err
	}
	day := clock.DayOf(c.When.At).String()
	web.Attach(w, sheet.Media, "holders-"+string(p.ID)+"-"+day+".csv")
	out := sheet.To(w)
	out.Line("as at", "as known", "power", "organisation number", "organisation", "persons")
	orgs, _ := c.HeldBy(p.ID)
	for _, o := range orgs {
		out.Line(day, clock.DayOf(c.When.Known).String(), string(p.ID), o.Number, o.Name, strconv.Itoa(o.Holders[p.ID]))
	}
	return out.End()
}
