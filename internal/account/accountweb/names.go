package accountweb

import (
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// names gives the names of organisations and areas by identity.
type names map[string]string

// names is what the actor may choose from; where that is nothing, identities stay as
// they are.
func (h *Handlers) names(r *http.Request) (names, error) {
	n := names{}
	who := account.Actor(r.Context())
	orgs, areas, err := h.choices(r, who)
	for _, c := range append(orgs, areas...) {
		n[c.ID] = c.Name
	}
	return n, err
}

func (h *Handlers) choices(r *http.Request, who authz.Actor) (orgs, areas []Choice, err error) {
	if h.config.Orgs != nil {
		if orgs, err = h.config.Orgs(r.Context(), who); err != nil {
			return nil, nil, err
		}
	}
	if h.config.Areas != nil {
		areas, err = h.config.Areas(r.Context(), who)
	}
	return orgs, areas, err
}

func (n names) of(identity string) string { return orElse(n[identity], identity) }

// scope says for whom a post is held.
func (n names) scope(p account.Post) string {
	var parts []string
	if p.Org != "" {
		parts = append(parts, n.of(string(p.Org)))
	}
	if p.Person != "" {
		parts = append(parts, n.of(string(p.Person)))
	}
	for _, a := range p.Areas {
		parts = append(parts, n.of(string(a)))
	}
	return orElse(strings.Join(parts, ", "), "The whole force")
}

// title is a post in one line.
func (n names) title(p account.Post) string { return p.Role.Title() + ", " + n.scope(p) }

func (n names) table(posts []account.Post) part.Table {
	t := part.Table{Caption: "Roles", Columns: []part.Column{{Text: "Role"}, {Text: "For"}}, RowHeaders: true}
	for _, p := range posts {
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: p.Role.Title()}, {Text: n.scope(p)}}})
	}
	return t
}

func (n names) options(posts []account.Post) []govuk.Option {
	var out []govuk.Option
	for _, p := range posts {
		out = append(out, govuk.Option{Value: p.Key(), Text: n.title(p)})
	}
	return out
}

// roleChoices is every role an account can be given.
func roleChoices() []govuk.Choice {
	var out []govuk.Choice
	for _, r := range authz.Roles {
		out = append(out, govuk.Choice{Value: string(r), Text: r.Title()})
	}
	return out
}

func optionsOf(cs []Choice) []govuk.Option {
	out := []govuk.Option{{Blank: true, Text: "None"}}
	for _, c := range cs {
		out = append(out, govuk.Option{Value: c.ID, Text: c.Name})
	}
	return out
}

func choicesOf(cs []Choice) []govuk.Choice {
	var out []govuk.Choice
	for _, c := range cs {
		out = append(out, govuk.Choice{Value: c.ID, Text: c.Name})
	}
	return out
}

// without is the posts but the one of that key.
func without(posts []account.Post, key string) []account.Post {
	return slices.DeleteFunc(slices.Clone(posts), func(p account.Post) bool { return p.Key() == key })
}

// browserName is a browser as people know it, from what it says of itself: "Firefox on
// Windows". What says something else is named as it says.
func browserName(agent string) string {
	name, system := "", ""
	for _, x := range [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if name == "" && strings.Contains(agent, x[0]) {
			name = x[1]
		}
	}
	for _, x := range [][2]string{{"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS", "a Mac"}, {"CrOS", "a Chromebook"}, {"Linux", "Linux"}} {
		if system == "" && strings.Contains(agent, x[0]) {
			system = x[1]
		}
	}
	switch {
	case agent == "":
		return "A browser that does not say what it is"
	case name == "":
		return agent
	case system == "":
		return name
	}
	return name + " on " + system
}
