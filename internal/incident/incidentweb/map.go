package incidentweb

import (
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/incident"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type mapPage struct {
	web.Page
	Bar      part.AsAt
	Head     part.Head
	Form     form
	Options  options
	Keep     []kept // of the address, sent on with the form
	Empty    string // there is nothing to count, and what to do
	Nothing  string // nothing of these months was taken
	Says     []string
	Map      *part.Map
	NoMap    string
	Chosen   *box
	Months   *part.Months
	Scatter  *part.Scatter
	Heading  part.Heading
	Table    part.Table
	Paging   part.Paging
	CSV      string
	MayTake  bool
	q        *query
	c        *incident.Counts
	name     string // what is counted by what, and where
	sorted   string // how the lines are, whether or not it was asked for
	basis    incident.Basis
	unknown  int // areas of which it is not known how many people live there
	lines    []line
	beside   incident.Beside
	counting bool // persons are counted for the reader
}

type kept struct{ Name, Value string }

// line is one area or cluster with all that is told of it.
type line struct {
	incident.Line
	rate    float64
	change  incident.Change
	orgs    []incident.Here
	persons int
	within  string // the district's name
}

func (l *line) key() string {
	if l.Cluster != nil {
		return strconv.Itoa(l.Cluster.Top)
	}
	return string(l.Area)
}

// value is what the map shows of the line.
func (l *line) value(m *mapPage) float64 {
	switch m.q.as {
	case asCount:
		return float64(l.N)
	case asChange:
		return float64(l.change.Percent)
	}
	if m.basis == incident.NoRate {
		return float64(l.N)
	}
	return l.rate
}

// says is the line in words, for those who hear the map.
func (l *line) says(m *mapPage) string {
	s := incidents(l.N)
	if m.basis != incident.NoRate && l.N > 0 {
		s += ", " + figure(l.rate, false) + " " + perWhat(m.basis)
	}
	if l.change.Known {
		s += ", " + changed(l.change)
	}
	return s
}

// perWhat is what a rate is for, as it follows the figure.
func perWhat(b incident.Basis) string {
	if b == incident.PerPeople {
		return "per 1,000 people"
	}
	return "per square km"
}

// changed is a change in words.
func changed(c incident.Change) string {
	switch {
	case !c.Known:
		return "too few to say"
	case c.Percent > 0:
		return web.Number(c.Percent) + "% more"
	case c.Percent < 0:
		return web.Number(-c.Percent) + "% fewer"
	}
	return "no change"
}

// showMap is the map with its table.
func (h *Handlers) showMap(w http.ResponseWriter, r *http.Request) error {
	v, err := h.reading(r)
	if err != nil {
		return err
	}
	m, wrong, err := h.count(&v)
	if err != nil {
		return err
	}
	m.name = m.q.title()
	for _, d := range m.c.Ground.Divisions {
		if d.ID == m.q.Within {
			m.name += ", " + d.Short()
		}
	}
	m.Page = web.Page{Title: m.name, Active: "/map", Past: v.Bar.Past()}
	m.Bar, m.Head = v.Bar, part.Head{Title: m.name}
	m.MayTake = v.Who.Can(authz.Import) && !v.Bar.Past()
	if len(m.c.Known) == 0 {
		m.Head.Title, m.Title = "Antisocial behaviour on the map", "Map"
		m.Empty = "No month of antisocial behaviour has been taken yet. police.uk publishes each month as a file, open to all."
		return h.answer(w, &v, m, wrong)
	}
	m.Form, m.Options = m.q.typed(), choices(m.q, m.c)
	for _, x := range []kept{{"chosen", m.q.chosen}, {"org", string(m.q.org)}, {"sort", m.q.sort}, {"as_at", r.URL.Query().Get("as_at")}, {"as_known", r.URL.Query().Get("as_known")}} {
		if x.Value != "" && (x.Name == "sort" || x.Name == "org" || v.Bar.Past()) {
			m.Keep = append(m.Keep, x)
		}
	}
	if len(m.c.Span.Taken) == 0 {
		m.Nothing = missing("", m.c.Span) + " Choose other months."
		return h.answer(w, &v, m, wrong)
	}
	m.Head.Aside = aside(m.c)
	m.Says = m.sentences()
	byArea := map[id.Area]*line{}
	for i := range m.lines {
		if m.lines[i].Area != "" {
			byArea[m.lines[i].Area] = &m.lines[i]
		}
	}
	if m.Map = m.shown(&v, h.draw(m.c), byArea); m.Map == nil {
		m.NoMap = "No " + string(m.q.By) + " of the force has a border yet. They come in from a file of boundaries: watchword import areas."
	}
	m.Chosen = m.choose(&v)
	if m.Months, err = h.byMonth(&v, m); err != nil {
		return err
	}
	m.Scatter = m.scatter()
	m.list(&v)
	return h.answer(w, &v, m, wrong)
}

func (h *Handlers) answer(w http.ResponseWriter, v *reading, m *mapPage, wrong error) error {
	if wrong == nil {
		wrong = v.Wrong
	}
	if wrong != nil {
		v.R.Form = v.R.URL.Query()
		return h.page.Again(w, v.R, "map.html", m, wrong)
	}
	return h.page.Render(w, v.R, "map.html", m)
}

// count counts what the address asks for. What is wrong with the address is told apart.
func (h *Handlers) count(v *reading) (*mapPage, error, error) {
	f, wrong := web.Query[form](v.R)
	taken, err := h.Incidents.Count(v.R.Context(), v.Who, incident.Query{}, v.Then())
	if err != nil {
		return nil, nil, err
	}
	q, bad := read(f, taken.Known)
	if wrong == nil {
		wrong = bad
	}
	m := &mapPage{q: &q, c: taken}
	if len(taken.Known) > 0 {
		m.c, err = h.Incidents.Count(v.R.Context(), v.Who, q.Query, v.Then())
		if told := fault.Of(err); told != nil && told.Kind == fault.Invalid { // no such district any more, or too many months
			wrong, q.Within, q.From, q.Against = err, "", q.To, 0
			m.c, err = h.Incidents.Count(v.R.Context(), v.Who, q.Query, v.Then())
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if m.beside, err = h.Incidents.Beside(v.R.Context(), v.Who, v.Then()); err != nil {
		return nil, nil, err
	}
	m.counting = m.beside.Persons
	m.basis, m.unknown = m.c.Basis()
	for _, l := range m.c.Lines {
		m.lines = append(m.lines, m.line(l))
	}
	return m, wrong, nil
}

// line is what is told of a line: of a cluster, those who may act in its ward.
func (m *mapPage) line(l incident.Line) line {
	out := line{Line: l, rate: m.c.Rate(m.basis, l), change: m.c.Change(l), within: m.c.District(l)}
	if l.Cluster != nil && l.Cluster.Ward >= 0 {
		out.within = m.c.Ground.Wards[l.Cluster.Ward].Area.Name + ", " + out.within
	}
	out.orgs, out.persons = m.beside.At(m.c, l)
	return out
}

// aside is what was counted in all, and what of it is on no map.
func aside(c *incident.Counts) string {
	s := incidents(c.Total)
	if c.NoPlace > 0 {
		s += ", " + web.Number(c.NoPlace) + " of them without a place"
	}
	return s
}

// sentences is what is to be known of the figures: what is missing from them, and why.
func (m *mapPage) sentences() []string {
	var out []string
	if n := m.c.Outside; n > 0 {
		where := "outside the " + string(m.q.By) + "s of the force"
		if m.q.By == incident.ByCluster {
			where = "outside the force"
		}
		if m.q.Within != "" {
			where = "elsewhere"
		}
		out = append(out, incidents(n)+" lie "+where+", and are not on the map.")
	}
	if s := missing("", m.c.Span); s != "" {
		out = append(out, s)
	}
	if m.c.Against.From != 0 {
		if s := missing("Compared with: ", m.c.Against); s != "" {
			out = append(out, s)
		}
	}
	if len(m.c.Span.Missing)+len(m.c.Against.Missing) > 0 && len(m.c.Against.Taken) > 0 {
		out = append(out, "Change is reckoned by the month over the months that were taken, and seasons differ.")
	}
	if m.basis == incident.PerKilometre {
		of := "these " + string(m.q.By) + "s"
		if m.unknown < len(m.lines) {
			of = web.Number(m.unknown) + " of " + of
		}
		out = append(out, "No population is known for "+of+", so the rate is by square kilometre. Numbers of people come in from a table: watchword import population.")
	}
	if m.basis == incident.NoRate && m.q.as == asRate && len(m.lines) > 0 {
		out = append(out, "A cluster has no inhabitants of its own, so its circle shows how many incidents lie there.")
	}
	return out
}

// missing names the months of a span that were not taken.
func missing(what string, s incident.Span) string {
	if len(s.Missing) == 0 {
		return ""
	}
	all := len(s.Missing) + len(s.Taken)
	if len(s.Taken) == 0 {
		text := "o month of " + period(s.From, s.To) + " has been taken."
		if all == 1 {
			text = period(s.From, s.To) + " has not been taken."
			return what + text
		}
		if what == "" {
			return "N" + text
		}
		return what + "n" + text
	}
	var names []string
	for _, m := range s.Missing {
		names = append(names, m.Long())
	}
	text := strings.Join(names, ", ")
	if n := len(names); n > 1 {
		text = strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	if len(names) > 6 {
		text = web.Number(len(names)) + " months"
	}
	verb := " are missing."
	if len(names) == 1 {
		verb = " is missing."
	}
	return what + web.Number(len(s.Taken)) + " of " + web.Number(all) + " months have been taken; " + text + verb
}

// box is what was chosen on the map, or the whole of it.
type box struct {
	Caption, Title string
	Figures        []fig
	Change         govuk.Words
	Words          []string
	Orgs           []orgHere
	More           string
	Links          []web.Link
}

// fig is a figure with what it is.
type fig struct{ Number, Text string }

// orgHere is an organisation that works here.
type orgHere struct {
	Name, Href, Persons string
	On                  string // the address of the map with where it works set off
	Shown               bool
}
