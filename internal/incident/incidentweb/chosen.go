package incidentweb

import (
	"cmp"
	"html/template"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/incident"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// mostHere is how many organisations stand in the box.
const mostHere = 6

// choose is the box beside the map: what was chosen, or the whole.
func (m *mapPage) choose(v *reading) *box {
	i := slices.IndexFunc(m.lines, func(l line) bool { return m.q.chosen != "" && l.key() == m.q.chosen })
	if i < 0 {
		return m.whole(v)
	}
	l := &m.lines[i]
	b := &box{Caption: "Chosen on the map", Title: l.Name, Change: arrow(m, l.change)}
	if l.within != "" && m.q.By != incident.ByDivision {
		b.Title += ", " + l.within
	}
	if l.Cluster != nil {
		b.Caption = "Cluster of " + web.Number(l.Cluster.Points) + " points about"
		if l.Cluster.Points == 1 {
			b.Caption = "One point"
		}
	}
	if m.basis != incident.NoRate {
		b.Figures = append(b.Figures, fig{figure(l.rate, false), perWhat(m.basis)})
	}
	b.Figures = append(b.Figures, fig{web.Number(l.N), noun(l.N, "incident")})
	if m.counting {
		b.Words = append(b.Words, acting(l))
		if l.persons > 0 {
			b.Words = append(b.Words, figure(float64(l.N)/float64(l.persons), false)+" incidents for each of them.")
		}
	}
	m.organisations(v, b, l)
	if l.Area != "" {
		b.Links = append(b.Links, web.Link{Text: "Open the " + string(m.q.By), Href: v.Link("/areas/" + string(l.Area))})
		if m.q.By == incident.ByDivision {
			b.Links = append(b.Links, web.Link{Text: "Its wards", Href: v.with(*m.q, func(q *query) { q.By, q.Within, q.chosen = incident.ByWard, l.Area, "" })})
		}
	}
	b.Links = append(b.Links, web.Link{Text: "Choose nothing", Href: v.with(*m.q, func(q *query) { q.chosen = "" })})
	return b
}

// acting says who may act there; nobody is what a manager looks for, and is said first.
func acting(l *line) string {
	switch l.persons {
	case 0:
		return "No accredited person may act here."
	case 1:
		return "1 accredited person may act here."
	}
	return web.Number(l.persons) + " accredited persons may act here."
}

func (m *mapPage) organisations(v *reading, b *box, l *line) {
	if !v.Who.Can(authz.ReadOrg) {
		return
	}
	for i, o := range l.orgs {
		if i == mostHere {
			b.More = "and " + web.Number(len(l.orgs)-mostHere) + " more"
			break
		}
		x := orgHere{Name: o.Name, Href: v.Link("/organisations/" + string(o.Org)), Shown: o.Org == m.q.org}
		if m.counting {
			x.Persons = web.Number(o.Persons) + " " + noun(o.Persons, "person")
		}
		x.On = v.with(*m.q, func(q *query) {
			q.org = o.Org
			if x.Shown {
				q.org = ""
			}
		}) + "&chosen=" + m.q.chosen + "#chosen"
		b.Orgs = append(b.Orgs, x)
	}
}

// whole is the box when nothing is chosen.
func (m *mapPage) whole(v *reading) *box {
	b := &box{Caption: period(m.q.From, m.q.To), Title: v.force.Name, Change: arrow(m, m.c.Overall())}
	for _, d := range m.c.Ground.Divisions {
		if d.ID == m.q.Within {
			b.Title = d.Area.Name
		}
	}
	b.Figures = append(b.Figures, fig{web.Number(m.c.Placed()), noun(m.c.Placed(), "incident") + " on the map"})
	top := slices.Clone(m.lines)
	slices.SortStableFunc(top, func(x, y line) int { return cmp.Compare(y.value(m), x.value(m)) })
	if len(top) > 0 && top[0].value(m) > 0 {
		b.Words = append(b.Words, m.first(&top[0]))
	}
	if m.counting && m.q.By != incident.ByCluster {
		none := 0
		for i := range m.lines {
			if m.lines[i].persons == 0 {
				none++
			}
		}
		if none > 0 {
			b.Words = append(b.Words, "In "+web.Number(none)+" of "+web.Number(len(m.lines))+" "+string(m.q.By)+"s no accredited person may act.")
			b.Links = append(b.Links, web.Link{Text: "Where no accredited person may act", Href: v.with(*m.q, func(q *query) { q.sort = "persons" }) + "#figures"})
		}
	}
	b.Words = append(b.Words, "Choose a place on the map, or its name in the table, to see who may act there.")
	return b
}

// first says which line the map shows highest.
func (m *mapPage) first(l *line) string {
	name := l.Name
	if l.within != "" && m.q.By != incident.ByDivision {
		name += ", " + l.within
	}
	switch {
	case m.q.as == asChange:
		return "Rose most: " + name + ", " + changed(l.change) + "."
	case m.q.as == asRate && m.basis != incident.NoRate:
		return "Highest: " + name + ", " + figure(l.rate, false) + " " + perWhat(m.basis) + "."
	}
	return "Most: " + name + ", " + incidents(l.N) + "."
}

// arrow is a change with its mark; the word carries it alone.
func arrow(m *mapPage, c incident.Change) govuk.Words {
	if m.c.Against.From == 0 {
		return govuk.Words{}
	}
	mark, class := "–", "same"
	switch {
	case !c.Known:
		mark = ""
	case c.Percent > 0:
		mark, class = "▲", "more"
	case c.Percent < 0:
		mark, class = "▼", "fewer"
	}
	if mark != "" {
		mark = `<span aria-hidden="true">` + mark + `</span> `
	}
	return govuk.Words{HTML: template.HTML(`<span class="ww-change ww-change--` + class + `">` + mark + changed(c) + `</span>`)}
}

func noun(n int, of string) string {
	if n == 1 {
		return of
	}
	return of + "s"
}

// scatter is accredited persons beside the rate, area by area.
func (m *mapPage) scatter() *part.Scatter {
	if !m.counting || m.basis == incident.NoRate || len(m.lines) < 3 || !slices.ContainsFunc(m.lines, func(l line) bool { return l.persons > 0 }) {
		return nil
	}
	s := &part.Scatter{Title: "Accredited persons beside the rate", Sub: "Each mark is a " + string(m.q.By) + ". Side by side only: this does not show that one causes the other.",
		XText: "accredited persons", YText: "Incidents " + perWhat(m.basis), Table: "#figures"}
	for i := range m.lines {
		l := &m.lines[i]
		s.Dots = append(s.Dots, part.Dot{Name: l.Name, X: float64(l.persons), Y: l.rate, Chosen: l.key() == m.q.chosen})
	}
	return s
}

// monthsBack is how many months the chart goes back from the last on the map.
const monthsBack = 18

// byMonth is what was chosen, or the whole, month by month; nil for a cluster, since each
// month has clusters of its own, and for a single month.
func (h *Handlers) byMonth(v *reading, m *mapPage) (*part.Months, error) {
	chosen := slices.IndexFunc(m.lines, func(l line) bool { return m.q.chosen != "" && l.key() == m.q.chosen })
	ask := m.q.Query
	ask.From, ask.Against = max(m.c.Known[0], min(m.q.From, m.q.To-monthsBack+1)), 0
	if ask.By == incident.ByCluster {
		if chosen >= 0 {
			return nil, nil
		}
		ask.By = incident.ByDivision
	}
	if ask.From >= ask.To {
		return nil, nil
	}
	s, err := h.Incidents.Series(v.R.Context(), v.Who, ask, v.Then())
	if err != nil {
		return nil, err
	}
	out := &part.Months{Title: "Month by month", Sub: "Dark are the months on the map.", Values: "Incidents"}
	if len(s.Span.Missing) > 0 {
		out.Sub += " A gap is a month that was not taken."
	}
	for month := ask.From; month <= ask.To; month++ {
		bar := part.MonthBar{Label: month.Short(), On: month >= m.q.From}
		if i := slices.IndexFunc(s.Months, func(c incident.MonthCount) bool { return c.Month == month }); i >= 0 {
			bar.Known, bar.N = true, s.Months[i].Placed()
			if chosen >= 0 {
				bar.N = s.Of(m.lines[chosen].Area)[i]
			}
		}
		out.Data = append(out.Data, bar)
	}
	return out, nil
}
