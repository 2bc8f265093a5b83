package publicweb

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
)

// query is what of the register is asked for.
type query struct {
	desk.PublicQuery
	day clock.Day // clock.NoDay: today
}

// read reads the address, and says what is wrong with it. What is none of the choices
// counts as not chosen.
func (h *Handlers) read(r *http.Request) (q query, wrong fault.Fields) {
	v := r.URL.Query()
	q.Text = strings.TrimSpace(v.Get("q"))
	q.Kinds = chosen(v["kind"], func(code string) bool {
		return slices.ContainsFunc(desk.KindGroups, func(g struct{ Code, Title string }) bool { return g.Code == code })
	})
	q.Asks, q.Notices = groups(v["ask"], desk.AskGroups), groups(v["notice"], desk.NoticeGroups)
	for _, x := range []struct {
		name, what string
		found      []string
	}{{"kind", "kind of organisation", q.Kinds}, {"ask", "group of powers", q.Asks}, {"notice", "kind of notice", q.Notices}} {
		if slices.ContainsFunc(v[x.name], func(code string) bool { return code != "" && !slices.Contains(x.found, code) }) {
			wrong.Add(x.name, "There is no such %s. Choose from the list", x.what)
		}
	}
	if _, ok := law.Find(law.PowerID(v.Get("power"))); ok {
		q.Power = law.PowerID(v.Get("power"))
	} else if v.Get("power") != "" {
		wrong.Add("ask", "There is no such power. Choose what its holder may ask for from the list")
	}
	q.Division = strings.TrimSpace(v.Get("place"))
	var day string
	if q.day, day = h.day(r); day != "" {
		wrong.Add("as_at", "%s", day)
	}
	return q, wrong
}

// of is what is wrong with a field.
func of(wrong fault.Fields, name string) string {
	for _, f := range wrong {
		if f.Name == name {
			return f.Message
		}
	}
	return ""
}

func chosen(codes []string, known func(string) bool) []string {
	var out []string
	for _, c := range codes {
		if known(c) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func groups(codes []string, of []desk.PowerGroup) []string {
	return chosen(codes, func(code string) bool {
		return slices.ContainsFunc(of, func(g desk.PowerGroup) bool { return g.Code == code })
	})
}

// values is the query as it stands in an address.
func (q *query) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Text, "power": string(q.Power), "place": q.Division, "as_at": q.day.String()} {
		if value != "" {
			v.Set(name, value)
		}
	}
	for name, values := range map[string][]string{"kind": q.Kinds, "ask": q.Asks, "notice": q.Notices} {
		if len(values) > 0 {
			v[name] = values
		}
	}
	return v
}

func address(path string, v url.Values) string {
	if e := v.Encode(); e != "" {
		return path + "?" + e
	}
	return path
}

// at is the address of the register with a place of the map chosen, or with none.
func (q query) at(place string) string {
	q.Division = place
	return address("/register", q.values())
}

// chips is what is set, each with the address without it.
func (q *query) chips() moj.Chips {
	var c moj.Chips
	add := func(text, name, value string) {
		v := q.values()
		rest := slices.DeleteFunc(slices.Clone(v[name]), func(s string) bool { return s == value })
		if v.Del(name); len(rest) > 0 {
			v[name] = rest
		}
		c.Items = append(c.Items, moj.Tag{Text: text, Href: address("/register", v)})
	}
	if q.Text != "" {
		add("“"+q.Text+"”", "q", q.Text)
	}
	if q.Division != "" {
		add(q.Division, "place", q.Division)
	}
	for _, g := range desk.KindGroups {
		if slices.Contains(q.Kinds, g.Code) {
			add(g.Title, "kind", g.Code)
		}
	}
	for name, of := range map[string][]desk.PowerGroup{"ask": desk.AskGroups, "notice": desk.NoticeGroups} {
		for _, g := range of {
			if slices.Contains(map[string][]string{"ask": q.Asks, "notice": q.Notices}[name], g.Code) {
				add(g.Title, name, g.Code)
			}
		}
	}
	if p, ok := law.Find(q.Power); ok {
		add(p.Name, "power", string(q.Power))
	}
	if q.day != clock.NoDay {
		add("On "+q.day.Short(), "as_at", q.day.String())
	}
	slices.SortStableFunc(c.Items, func(a, b moj.Tag) int { return strings.Compare(a.Text, b.Text) })
	if len(c.Items) > 1 {
		c.Clear = "/register"
	}
	return c
}

// options is the fields of the filter. Kinds carry how many organisations each would
// show with the rest of the filter; what has ended in law is not among the choices.
func (q *query) options(c *desk.Census, typed, wrong string, on clock.Day) template.HTML {
	without := q.PublicQuery
	without.Kinds = nil
	counts := map[string]int{}
	for _, o := range c.Find(without) {
		counts[desk.KindCode(o.Kind)]++
	}
	var kinds []govuk.Choice
	for _, g := range desk.KindGroups {
		kinds = append(kinds, govuk.Choice{Value: g.Code, HTML: template.HTML(template.HTMLEscapeString(g.Title) + ` <span class="ww-count">` + web.Number(counts[g.Code]) + `</span>`)})
	}
	if wrong == "" {
		y, m, d := on.Date()
		typed = fmt.Sprintf("%02d/%02d/%d", d, m, y)
	}
	in := c.Force.Settings.Law()
	html := govuk.Input{Name: "q", Value: q.Text, Label: govuk.Label{Text: "Name or place"}}.Render() + boxes("kind", "Kind", kinds, q.Kinds) +
		boxes("ask", "May ask for your", choices(desk.InForceOn(desk.AskGroups, on, in)), q.Asks) +
		boxes("notice", "May give a notice for", choices(desk.InForceOn(desk.NoticeGroups, on, in)), q.Notices) +
		govuk.Input{Name: "as_at", Value: typed, Inputmode: "numeric", Label: govuk.Label{Text: "On this day"}, ErrorMessage: govuk.ErrorMessage{Text: wrong}}.Render()
	for name, value := range map[string]string{"place": q.Division, "power": string(q.Power)} {
		if value != "" {
			html += template.HTML(`<input type="hidden" name="` + name + `" value="` + template.HTMLEscapeString(value) + `">`)
		}
	}
	return html
}

func choices(of []desk.PowerGroup) []govuk.Choice {
	var out []govuk.Choice
	for _, g := range of {
		out = append(out, govuk.Choice{Value: g.Code, Text: g.Title})
	}
	return out
}

func boxes(name, legend string, items []govuk.Choice, values []string) template.HTML {
	if len(items) == 0 {
		return ""
	}
	return govuk.Checkboxes{Name: name, Classes: "govuk-checkboxes--small", Fieldset: govuk.Fieldset{Legend: govuk.Legend{Text: legend}}, Items: items, Values: values}.Render()
}
