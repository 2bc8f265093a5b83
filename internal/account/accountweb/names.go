package accountweb

import (
	"context"
	"html/template"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/id"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// names gives the names of organisations, areas and persons by identity.
type names map[string]string

// names is the names of all that roles of these accounts are held for, as far as the actor
// may see it.
func (h *Handlers) names(r *http.Request, accounts ...account.Account) (names, error) {
	n := names{}
	who := account.Actor(r.Context())
	for _, choices := range []func(context.Context, authz.Actor) ([]Choice, error){h.config.Orgs, h.config.Areas} {
		if choices == nil {
			continue
		}
		all, err := choices(r.Context(), who)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			n[c.ID] = c.Name
		}
	}
	var which []id.Person
	for _, a := range accounts {
		for _, p := range a.Posts {
			if p.Person != "" {
				which = append(which, p.Person)
			}
		}
	}
	persons, err := h.named(r, which)
	for _, p := range persons {
		n[string(p.ID)] = p.Name
	}
	return n, err
}

// of is a name; what has none here is not shown by its identity, which says nothing.
func (n names) of(identity, otherwise string) string { return orElse(n[identity], otherwise) }

// scope says for whom a post is held.
func (n names) scope(p account.Post) string {
	var parts []string
	if p.Person != "" {
		parts = append(parts, n.of(string(p.Person), "a person you may not see"))
	}
	if p.Org != "" {
		parts = append(parts, n.of(string(p.Org), "an organisation you may not see"))
	}
	for _, a := range p.Areas {
		parts = append(parts, n.of(string(a), "an area that is no more"))
	}
	return orElse(strings.Join(parts, ", "), "the whole force")
}

// title is a post in one line.
func (n names) title(p account.Post) string { return p.Role.Title() + ", " + n.scope(p) }

// lines is the posts of an account, each in a line: the role, and below it for whom. The
// holder’s own name is not said again.
func (n names) lines(a account.Account) template.HTML {
	var b strings.Builder
	for _, p := range a.Posts {
		scope := strings.TrimPrefix(n.scope(p), a.Name+", ")
		b.WriteString("<div>" + template.HTMLEscapeString(p.Role.Title()) + ` <span class="ww-sub">` + template.HTMLEscapeString(capital(scope)) + "</span></div>")
	}
	return template.HTML(b.String())
}

// capital is a text with a capital first letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (n names) table(posts []account.Post) part.Table {
	t := part.Table{Caption: "Roles", Columns: []part.Column{{Text: "Role"}, {Text: "For"}}, RowHeaders: true}
	for _, p := range posts {
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: p.Role.Title()}, {Text: capital(n.scope(p))}}})
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
		out = append(out, govuk.Choice{Value: string(r), Text: r.Title(), Hint: govuk.Hint{Text: roleSays[r]}})
	}
	return out
}

func optionsOf(cs []Choice) []govuk.Option {
	out := []govuk.Option{{Blank: true, Text: "Choose an organisation"}}
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
