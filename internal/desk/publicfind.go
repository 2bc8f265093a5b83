package desk

import (
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
)

// PublicQuery chooses organisations of the public register. Empty fields choose all.
type PublicQuery struct {
	Text     string      // part of a name, of the area in words, or of a division's name
	Kinds    []string    // codes of KindGroups: any of them
	Asks     []string    // codes of AskGroups: any of them
	Notices  []string    // codes of NoticeGroups: any of them
	Power    law.PowerID // held by somebody
	Division string      // the place of the map, by its short name
}

// KindGroups is how the public register groups employers, in the order it shows them.
var KindGroups = []struct{ Code, Title string }{{"council", "Council"}, {"housing", "Housing"}, {"health", "Health"}, {"security", "Security firm"},
	{"transport", "Transport and parking"}, {"other", "Business district, venue, other"}}

// PowerGroup is a thing an accredited person may ask or give, with its powers.
type PowerGroup struct {
	Code, Title string
	Powers      []law.PowerID
}

// AskGroups is what people may be asked for, and NoticeGroups what they may be given a
// notice for.
var (
	AskGroups = []PowerGroup{{"name-address", "Name and address", []law.PowerID{"csas-name-address", "csas-name-address-asb", "csas-name-address-traffic"}},
		{"alcohol-tobacco", "Alcohol or tobacco", []law.PowerID{"csas-alcohol-u18", "csas-tobacco-u16", "csas-alcohol-dppo"}},
		{"cycle", "Cycle to stop", []law.PowerID{"csas-stop-cycle"}}}
	NoticeGroups = []PowerGroup{{"litter", "Litter", []law.PowerID{"csas-fpn-litter"}}, {"graffiti", "Graffiti", []law.PowerID{"csas-fpn-graffiti"}},
		{"cycling", "Cycling on the pavement", []law.PowerID{"csas-fpn-cycling"}}, {"disorder", "Disorder (PND)", []law.PowerID{"csas-pnd"}}}
)

// InForceOn is the groups of which a power is law on the day.
func InForceOn(groups []PowerGroup, on clock.Day, in law.Territory) []PowerGroup {
	return slices.DeleteFunc(slices.Clone(groups), func(g PowerGroup) bool {
		return !slices.ContainsFunc(g.Powers, func(id law.PowerID) bool {
			p, ok := law.Find(id)
			return ok && p.StatusOn(on, in) == law.InForce
		})
	})
}

// KindCode is the code of the group of an employer's kind.
func KindCode(k org.Kind) string {
	for _, g := range KindGroups {
		if g.Title == k.Group() {
			return g.Code
		}
	}
	return "other"
}

// Find is the organisations that pass the query, in the order of their names.
func (c *Census) Find(q PublicQuery) []*Accredited {
	var out []*Accredited
	for i := range c.Orgs {
		if c.passes(&c.Orgs[i], q) {
			out = append(out, &c.Orgs[i])
		}
	}
	return out
}

func (c *Census) passes(o *Accredited, q PublicQuery) bool {
	switch {
	case len(q.Kinds) > 0 && !slices.Contains(q.Kinds, KindCode(o.Kind)),
		!holdsGroup(o, AskGroups, q.Asks), !holdsGroup(o, NoticeGroups, q.Notices),
		q.Power != "" && !o.Holds(q.Power),
		q.Division != "" && !slices.ContainsFunc(o.Divisions, func(d int) bool { return org.Fold(c.Divisions[d].Short()) == org.Fold(q.Division) }):
		return false
	}
	text := org.Fold(q.Text)
	return text == "" || strings.Contains(org.Fold(o.Name+" | "+o.Area), text) || strings.EqualFold(o.Number, q.Text) ||
		slices.ContainsFunc(o.Divisions, func(d int) bool { return strings.Contains(org.Fold(c.Divisions[d].Name), text) })
}

func holdsGroup(o *Accredited, groups []PowerGroup, codes []string) bool {
	if len(codes) == 0 {
		return true
	}
	for _, g := range groups {
		if slices.Contains(codes, g.Code) && o.Holds(g.Powers...) {
			return true
		}
	}
	return false
}

// ByNumber is the organisation of that number, if it was accredited.
func (c *Census) ByNumber(number string) (*Accredited, bool) {
	for i := range c.Orgs {
		if strings.EqualFold(c.Orgs[i].Number, number) {
			return &c.Orgs[i], true
		}
	}
	return nil, false
}

// Short is the division's name without what sort of place it is.
func (d Division) Short() string { return area.Short(d.Name) }

// FewerThan is the head-count below which a force may have figures hidden.
const FewerThan = 5

// Hidden reports whether the public is told only that there are fewer than FewerThan.
func (c *Census) Hidden(n int) bool { return c.Force.Settings.SmallCounts && n > 0 && n < FewerThan }

// Veil is how the head-count of a post is told to the public.
type Veil int

// A count is told; or that it is under FewerThan; or nothing, so that a total does not tell
// another.
const (
	Told Veil = iota
	Few
	Covered
)

// Veiled is how the head-counts of an organisation's posts are told. Those under FewerThan
// are told as few. A single one takes the next smallest with it, for the total would tell it;
// several that the total tells all the same, since each is the most or the least that few can
// be, are covered, with the next smallest where each is one. Five posts and more of one person
// each and no other are the one thing that a total still tells.
func (c *Census) Veiled(o *Accredited) []Veil {
	out := make([]Veil, len(o.Posts))
	n, sum, next := 0, 0, -1
	for i, p := range o.Posts {
		if c.Hidden(p.Persons) {
			out[i], n, sum = Few, n+1, sum+p.Persons
		} else {
			next = i // posts stand in falling order: the smallest that is told
		}
	}
	if n == 0 || c.Hidden(o.Persons) {
		return out
	}
	if n > 1 && sum == n*(FewerThan-1) {
		for i := range out {
			if out[i] == Few {
				out[i] = Covered
			}
		}
	}
	if next >= 0 && (n == 1 || sum == n) {
		out[next] = Covered
	}
	return out
}
