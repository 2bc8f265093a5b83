package growth

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Authority is what the office says of a local authority. One that has ground in the register
// of areas bears the identity of that area, and counts without a word said of it; one without
// is entered.
type Authority struct {
	Name string `json:"name"`
	// Org is the authority itself in the register of organisations; empty: it is looked for
	// by its name.
	Org id.Org `json:"org,omitempty"`
	// Left is why it is not counted, as a county council beside its districts; empty: it counts.
	Left string    `json:"left,omitempty"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// AuthorityVersion is what was said of an authority, with its periods.
type AuthorityVersion = register.Version[Authority]

var authorities = &register.Table[Authority]{Name: "authority", What: "local authority", Columns: []string{"left_out"},
	Values: func(a Authority) []any {
		if a.Left != "" {
			return []any{int64(1)}
		}
		return []any{int64(0)}
	}}

// AuthorityRows reads the register of authorities for ledger.Verify.
var AuthorityRows = authorities.Rows

// Member is where an authority stands in the scheme.
type Member int

// The standings. Only In counts as covered.
const (
	Out     Member = iota // it has no arrangements in force
	Stopped               // its arrangements are suspended
	In
)

// Line is one authority as it stood.
type Line struct {
	ID     id.Authority
	Name   string
	Ground bool      // the register of areas knows it, and has its name
	Shape  geo.Shape // empty where its border is not known
	Left   string    // why it is not counted
	// Org is its entry in the register of organisations, if it has one; Found says that its
	// name led there and nobody said so.
	Org     id.Org
	OrgName string
	Found   bool
	Member  Member
	Since   clock.Day // first accredited, of one that is In
	Until   clock.Day // the last day of the arrangements
	// Prospect is its enquiry, where it is not in the scheme and the reader may see it.
	Prospect *apply.ProspectVersion
}

// Coverage is the authorities of the force area as they stood, by name.
type Coverage struct {
	Lines []Line // those that count
	Left  []Line // and those left out
}

// Covered is how many of those that count are in the scheme.
func (c *Coverage) Covered() int {
	n := 0
	for _, l := range c.Lines {
		if l.Member == In {
			n++
		}
	}
	return n
}

// Missing is those that count and are not in the scheme.
func (c *Coverage) Missing() []Line {
	return slices.DeleteFunc(slices.Clone(c.Lines), func(l Line) bool { return l.Member == In })
}

// Says is the figure in words: "13 of 14".
func (c *Coverage) Says() string { return count(c.Covered(), len(c.Lines)) }

// Coverage is the local authorities of the force area as they stood, each with whether it is
// an accredited organisation. Errors: fault.Forbidden.
func (s *Service) Coverage(tx *db.Tx, who authz.Actor, w register.When) (Coverage, error) {
	if err := may(who); err != nil {
		return Coverage{}, err
	}
	lines, err := s.lines(tx, who, w)
	if err != nil {
		return Coverage{}, err
	}
	orgs, err := s.Orgs.All(tx, who.Force, w)
	if err != nil {
		return Coverage{}, err
	}
	var asked []apply.ProspectVersion
	if who.Can(authz.ReadApplications) {
		if asked, err = s.Applies.List(tx, who, apply.Query{Open: true}, w); err != nil {
			return Coverage{}, err
		}
	}
	var c Coverage
	for _, l := range lines {
		l.join(orgs, w.At)
		if l.Member != In {
			l.ask(asked)
		}
		if l.Left == "" {
			c.Lines = append(c.Lines, l)
		} else {
			c.Left = append(c.Left, l)
		}
	}
	return c, nil
}

// lines is the authorities that the register of areas knows, with what was said of them, and
// those entered besides, by name.
func (s *Service) lines(tx *db.Tx, who authz.Actor, w register.When) ([]Line, error) {
	ground, err := s.Areas.List(tx, who, area.Filter{Kind: area.Authority}, &w)
	if err != nil {
		return nil, err
	}
	said, err := authorities.List(tx, who.Force, w, db.Where{}, "r.id", 10000)
	if err != nil {
		return nil, err
	}
	var out []Line
	for _, g := range ground {
		l := Line{ID: id.Authority(g.ID), Name: g.State.Name, Ground: true, Shape: g.State.Shape}
		if i := slices.IndexFunc(said, func(v AuthorityVersion) bool { return v.ID == g.ID }); i >= 0 {
			l.Org, l.Left = said[i].State.Org, said[i].State.Left
			said = slices.Delete(said, i, i+1)
		}
		out = append(out, l)
	}
	for _, v := range said {
		out = append(out, Line{ID: id.Authority(v.ID), Name: v.State.Name, Org: v.State.Org, Left: v.State.Left})
	}
	slices.SortStableFunc(out, func(a, b Line) int {
		return strings.Compare(org.Fold(area.Short(a.Name)), org.Fold(area.Short(b.Name)))
	})
	return out, nil
}

// join finds the authority among the organisations, and where it stands. Of several of its
// name, as after a council was made anew, it is the one that stands best.
func (l *Line) join(orgs []org.Version, at time.Time) {
	said := l.Org
	for i := range orgs {
		o := &orgs[i]
		if said != "" && string(said) != o.ID || said == "" && !l.named(o.State.Kind, o.State.Name) {
			continue
		}
		member, st := Out, o.State.Standing(at)
		switch {
		case st.State == law.Suspended:
			member = Stopped
		case st.State == law.Active && !at.Before(st.From):
			member = In
		}
		if l.OrgName != "" && member <= l.Member {
			continue
		}
		l.Org, l.OrgName, l.Found, l.Member, l.Since, l.Until = id.Org(o.ID), o.State.Name, said == "", member, o.State.Since, clock.NoDay
		if member == In {
			l.Until = o.State.To
		}
	}
}

// named reports whether an organisation is the authority, by its kind and name.
func (l *Line) named(k org.Kind, name string) bool {
	here := place(l.Name)
	return governs(k) && here != "" && place(name) == here
}

// ask finds the enquiry of the authority among those still under way.
func (l *Line) ask(asked []apply.ProspectVersion) {
	for i := range asked {
		p := &asked[i].State
		if l.Org != "" && p.Org == l.Org || l.named(p.Kind, p.Name) {
			l.Prospect = &asked[i]
			return
		}
	}
}

// governs reports whether organisations of the kind are the local authorities that are
// counted: districts, which boroughs and cities are too, and unitaries.
func governs(k org.Kind) bool { return k == "district-council" || k == "unitary-council" }

// sorts is the words by which names say what sort of authority or place something is.
var sorts = []string{"the", "royal", "city", "borough", "district", "county", "metropolitan", "unitary", "authority", "council", "of", "(unitary)", "(b)"}

// place is a name without them, as two names of one place are compared: "City of Aldermere"
// and "Aldermere City Council".
func place(name string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(org.Fold(name)), func(w string) bool { return slices.Contains(sorts, w) }), " ")
}

// Authority is what one authority is, as it stood, whether or not anything was said of it.
// Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Authority(tx *db.Tx, who authz.Actor, of id.Authority, w register.When) (Line, error) {
	c, err := s.Coverage(tx, who, w)
	if err != nil {
		return Line{}, err
	}
	for _, l := range slices.Concat(c.Lines, c.Left) {
		if l.ID == of {
			return l, nil
		}
	}
	return Line{}, fault.New(fault.NotFound, "There is no such local authority.")
}

// Said is what the office says of an authority.
type Said struct {
	Name string // of one that has no ground in the register of areas
	Org  id.Org // empty: it is looked for by its name
	Left string // why it is not counted; empty: it counts
	// From is since when that is so; clock.NoDay: from now on.
	From clock.Day
}

// Settle says which organisation an authority is, and whether it counts; with an empty
// identity it enters one that has no ground in the register of areas. It returns which.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) Settle(ctx context.Context, who authz.Actor, of id.Authority, x Said) (id.Authority, error) {
	fresh := of == ""
	if fresh {
		of = id.New[id.Authority]()
	}
	_, err := s.Ledger.Do(ctx, who, "authority.settle", []ledger.Subject{authorities.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := keep(who); err != nil {
			return err
		}
		name := x.Name
		if !fresh {
			l, err := s.Authority(tx, who, of, register.Now(e.At))
			if err != nil {
				return err
			}
			if !l.Ground && name != "" {
				l.Name = name
			}
			name = l.Name
		}
		var wrong fault.Fields
		a := Authority{Name: wrong.Text("name", name, 200, "Enter the name of the authority"), Org: x.Org, Left: wrong.Text("left", x.Left, 400, ""), By: who.Name, At: e.At}
		from := e.At
		if x.From != clock.NoDay {
			from = x.From.Start()
		}
		if from.After(e.At) || x.From != clock.NoDay && x.From < clock.MustDay("2002-07-24") {
			wrong.Add("from", "Enter today or a day before, since the Police Reform Act 2002")
		}
		if a.Org != "" {
			if _, err := s.Orgs.Any(tx, who.Force, a.Org, register.Now(e.At)); fault.Is(err, fault.NotFound) {
				wrong.Add("org", "Choose an organisation of the register")
			} else if err != nil {
				return err
			}
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		e.Say("Local authority "+a.Name+": "+map[bool]string{true: "it counts", false: "it is left out"}[a.Left == ""], "")
		return authorities.Put(tx, e, string(of), a, from, clock.Forever)
	})
	return of, err
}

// AuthorityHistory is every version of what was said of an authority; see
// register.Table.History. Errors: fault.Forbidden.
func (s *Service) AuthorityHistory(tx *db.Tx, who authz.Actor, of id.Authority, all bool) ([]AuthorityVersion, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	return authorities.History(tx, who.Force, string(of), all)
}
