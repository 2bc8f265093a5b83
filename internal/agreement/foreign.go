package agreement

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// A template that went from force to force keeps names of forces and places that are not
// ours. What may be named is told by the register: the force, the organisation, the areas
// of the agreement with all that lie in them or hold them, and people. Every other force,
// county, council or district of England and Wales, every other organisation of the
// register and every other district of the force is foreign.

//go:embed names/forces.txt
var forceNames string

//go:embed names/places.txt
var placeNames string

// known is the names of forces and places of England and Wales, as patterns.
var known = sync.OnceValue(func() []*pattern {
	var out []*pattern
	for i, list := range []string{forceNames, placeNames} {
		for line := range strings.Lines(list) {
			for name := range strings.SplitSeq(line, ",") {
				if name = strings.TrimSpace(name); name != "" && !strings.HasPrefix(line, "#") {
					out = append(out, newPattern(name, []string{"a force", "a place"}[i]))
				}
			}
		}
	}
	return out
})

// pattern finds a name as whole words: in any capitals if it has several words, else as
// it is written, since many a place is a word as well.
type pattern struct {
	name, what string
	longest    string // its longest word, in small letters: where that is absent, so is the name
}

func newPattern(name, what string) *pattern {
	p := &pattern{name: name, what: what}
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if len(w) > len(p.longest) {
			p.longest = w
		}
	}
	return p
}

// in reports whether the text holds the name; small is the text in small letters.
func (p *pattern) in(text, small string) bool {
	if p.longest == "" || !strings.Contains(small, p.longest) {
		return false
	}
	words := strings.Fields(p.name)
	several := len(words) > 1
	for i, w := range words {
		if words[i] = regexp.QuoteMeta(w); several && (strings.EqualFold(w, "and") || w == "&") {
			words[i] = "(?:and|&)"
		}
	}
	flags := ""
	if several {
		flags = "(?i)"
	}
	return regexp.MustCompile(flags + `(?:^|[^\pL\pN])` + strings.Join(words, `[\s-]+`) + `(?:$|[^\pL\pN])`).MatchString(text)
}

// Own is what an agreement may name, and what of the register is foreign to it.
type Own struct {
	names  []string
	others []*pattern
}

// own reads what an agreement with that organisation may name; with none, what any
// agreement of the force may.
func (s *Service) own(tx *db.Tx, force id.Force, with *org.Version, w register.When) (*Own, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	own := &Own{names: []string{f.Name, f.Settings.ChiefOfficer, strings.TrimSuffix(strings.TrimSuffix(f.Name, " Police"), " Constabulary")}}
	orgs, err := s.orgs.All(tx, force, w)
	if err != nil {
		return nil, err
	}
	for _, o := range orgs {
		if with != nil && (o.ID == with.ID || string(with.State.Parent) == o.ID) {
			own.orgs(&o.State)
			continue
		}
		for _, name := range append([]string{o.State.Name}, o.State.Aliases...) {
			own.others = append(own.others, newPattern(name, "another organisation of the register"))
		}
	}
	all, err := s.areas.Of(tx, force, "")
	if err != nil {
		return nil, err
	}
	tree, err := s.areas.Tree(tx, force)
	if err != nil {
		return nil, err
	}
	reach := map[id.Area]bool{}
	if with != nil {
		for _, a := range tree.Reach(with.State.Areas) {
			reach[a] = true
		}
	}
	for _, a := range all {
		switch {
		case with == nil || reach[id.Area(a.ID)] || a.State.Kind == area.WholeForce:
			own.names = append(own.names, a.State.Name)
		case a.State.Kind == area.District || a.State.Kind == area.Authority:
			own.others = append(own.others, newPattern(a.State.Name, "a part of the force outside the area agreed"))
		}
	}
	return own, nil
}

// orgs adds what an organisation is called and where it is.
func (own *Own) orgs(o *org.Organisation) {
	own.names = append(own.names, o.Name, o.AreaText, o.Address)
	own.names = append(own.names, o.Aliases...)
	for _, c := range o.Contacts {
		own.names = append(own.names, c.Name, c.Post)
	}
}

// with is what may be named besides, such as the persons named in the fields.
func (own *Own) with(names ...string) *Own {
	return &Own{names: append(slices.Clone(own.names), names...), others: own.others}
}

// foreign is every name in a text that belongs elsewhere, each with where it stands.
func (own *Own) foreign(text string) []fault.Reason {
	names := slices.Clone(own.names)
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	var out []fault.Reason
	for _, l := range Lines(text) {
		said := l.Text
		for _, n := range names {
			said = blanked(said, n)
		}
		for _, p := range own.found(said) {
			out = append(out, fault.Reason{Code: "name.foreign", Message: fmt.Sprintf("“%s” in %s is the name of %s, and does not belong in this agreement.", p.name, where(l), p.what),
				Source: "Joint operating protocol, the hazards of its template",
				Mend:   "Take it out. If it belongs here, put it in the register: as the organisation’s area in words, or among its other names."})
		}
	}
	return out
}

// found is the foreign names in a line; of names within one another, the longest.
func (own *Own) found(line string) []*pattern {
	small := strings.ToLower(line)
	var all []*pattern
	for _, list := range [][]*pattern{known(), own.others} {
		for _, p := range list {
			if p.in(line, small) {
				all = append(all, p)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(p *pattern) bool {
		return slices.ContainsFunc(all, func(x *pattern) bool {
			return len(x.name) > len(p.name) && strings.Contains(strings.ToLower(x.name), strings.ToLower(p.name))
		})
	})
}

// blanked is the text with the name taken out wherever it stands as whole words.
func blanked(text, name string) string {
	if name = strings.TrimSpace(name); len(name) < 2 {
		return text
	}
	small, find := strings.ToLower(text), strings.ToLower(name)
	if len(small) != len(text) || len(find) != len(name) { // letters that change their length: as written alone
		small, find = text, name
	}
	var b strings.Builder
	for from := 0; ; {
		i := strings.Index(small[from:], find)
		if i < 0 {
			return b.String() + text[from:]
		}
		i += from
		end := i + len(find)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		b.WriteString(text[from:i])
		if letter(before) || letter(after) {
			b.WriteString(text[i:end])
		} else {
			b.WriteString("·")
		}
		from = end
	}
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
