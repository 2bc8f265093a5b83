package incident

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// By is what incidents are counted by.
type By string

const (
	ByDivision By = "district"
	ByWard     By = "ward"
	ByCluster  By = "cluster" // points that lie close together
)

// Query is what is to be counted. Its zero value counts antisocial behaviour of the newest
// month taken, by division.
type Query struct {
	From, To Month   // the months, both included; zero: the newest taken, at most twelve
	Against  Month   // the first of as many months to compare with; zero: none
	Kinds    []Kind  // empty: antisocial behaviour
	By       By      // empty: ByDivision
	Within   id.Area // a division: only what lies in it
}

// Span is months that were asked for, in as far as they were taken.
type Span struct {
	From, To Month
	Taken    []Month
	Missing  []Month
}

// Counts is the answer.
type Counts struct {
	Query   Query // with its gaps filled
	Known   []Month
	Span    Span
	Against Span // From 0: nothing is compared with
	Lines   []Line
	Total   int // all incidents, wherever they are
	NoPlace int // of Total: published without a place
	Outside int // of Total: in no area of the force, or not in the one asked for
	Before  int // of the months compared with: what Total less NoPlace and Outside is
	Ground  *Ground
}

// Line is the count of one area or cluster.
type Line struct {
	Area     id.Area // empty for a cluster
	Name     string
	Division int // of the ground; of a cluster that of its points; -1: none
	N        int // in the months asked for
	Before   int // in the months compared with
	Cluster  *Cluster
}

// Change is by how many in a hundred incidents a month went up or, if negative, down, in
// as far as that can be said.
type Change struct {
	Percent int
	Known   bool // both periods hold months, and FewBefore incidents or more were compared with
}

// FewBefore is how many incidents there must have been for a change to be told in parts of
// a hundred.
const FewBefore = 10

// Change is the change of a line.
func (c *Counts) Change(l Line) Change { return c.change(l.N, l.Before) }

// Overall is the change of all that is placed.
func (c *Counts) Overall() Change { return c.change(c.Placed(), c.Before) }

// Placed is how many incidents lie in the lines.
func (c *Counts) Placed() int { return c.Total - c.NoPlace - c.Outside }

func (c *Counts) change(n, before int) Change {
	now, then := len(c.Span.Taken), len(c.Against.Taken)
	if now == 0 || then == 0 || before < FewBefore {
		return Change{}
	}
	// By the month, since of either period some may be missing.
	ratio := float64(n) / float64(now) / (float64(before) / float64(then))
	p := (ratio - 1) * 100
	return Change{Percent: int(roundAway(p)), Known: true}
}

func roundAway(f float64) float64 {
	if f < 0 {
		return -roundAway(-f)
	}
	return float64(int(f + .5))
}

// Count counts incidents as the files known at an instant have them, on the borders of
// another; when is nil for the present. Errors: fault.Invalid for months and areas that
// cannot be; fault.Forbidden.
func (s *Service) Count(ctx context.Context, who authz.Actor, q Query, when *register.When) (*Counts, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (*Counts, error) { return s.count(tx, who, q, when) })
}

func (s *Service) count(tx *db.Tx, who authz.Actor, q Query, when *register.When) (*Counts, error) {
	c, files, err := s.asked(tx, who, q, when)
	if err != nil {
		return nil, err
	}
	return c, s.fill(tx, who.Force, c, files, c.Span, c.Against)
}

// asked is what is to be counted, with nothing counted yet, and the files there are.
func (s *Service) asked(tx *db.Tx, who authz.Actor, q Query, when *register.When) (*Counts, []Version, error) {
	now := register.Now(s.ledger.Now())
	if when != nil {
		now = *when
	}
	vs, err := s.Files(tx, who, now)
	if err != nil {
		return nil, nil, err
	}
	c := &Counts{Known: monthsOf(vs)}
	if c.Query, err = q.filled(c.Known); err != nil {
		return nil, nil, err
	}
	if c.Ground, err = s.ground(tx, who, when); err != nil {
		return nil, nil, err
	}
	if q.Within != "" && !slices.ContainsFunc(c.Ground.Divisions, func(d Land) bool { return d.ID == q.Within }) {
		return nil, nil, fault.In("within", "There is no such district")
	}
	c.Span = spanOf(c.Query.From, c.Query.To, c.Known)
	if a := c.Query.Against; a != 0 {
		c.Against = spanOf(a, a+c.Query.To-c.Query.From, c.Known)
	}
	return c, vs, nil
}

// fill counts the incidents of two spans in files.
func (s *Service) fill(tx *db.Tx, force id.Force, c *Counts, files []Version, now, then Span) error {
	n, before := newBins(c.Ground), newBins(c.Ground)
	for _, v := range files {
		in, past := now.holds(v.State.Month), then.holds(v.State.Month)
		if !in && !past {
			continue
		}
		entries, err := s.tallies.of(tx, force, v.State.Number)
		if err != nil {
			return err
		}
		if in {
			n.add(entries, c.Query.Kinds)
		}
		if past {
			before.add(entries, c.Query.Kinds)
		}
	}
	c.lines(n, before)
	return nil
}

// monthsOf is the months of files, each once, the earliest first.
func monthsOf(vs []Version) []Month {
	var out []Month
	for _, v := range vs {
		out = append(out, v.State.Month)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mostMonths is how many months one question may span.
const mostMonths = 240

// filled is the query with the newest months in place of none.
func (q Query) filled(known []Month) (Query, error) {
	if q.By == "" {
		q.By = ByDivision
	}
	if len(q.Kinds) == 0 {
		q.Kinds = []Kind{ASB}
	}
	if len(known) > 0 {
		last := known[len(known)-1]
		q.To = cmp.Or(q.To, max(last, q.From))
		q.From = cmp.Or(q.From, max(known[0], q.To-11))
	}
	switch {
	case !slices.Contains([]By{ByDivision, ByWard, ByCluster}, q.By):
		return q, fault.In("by", "Count by district, ward or cluster")
	case q.From > q.To:
		return q, fault.In("to", "The last month must not lie before the first")
	case q.To-q.From >= mostMonths:
		return q, fault.In("from", "Choose at most %d months", mostMonths)
	case q.Against != 0 && q.Against < 12:
		return q, fault.In("against", "Choose the first month to compare with")
	}
	return q, nil
}

func spanOf(from, to Month, known []Month) Span {
	s := Span{From: from, To: to}
	for m := from; m <= to && m != 0; m++ {
		if _, ok := slices.BinarySearch(known, m); ok {
			s.Taken = append(s.Taken, m)
		} else {
			s.Missing = append(s.Missing, m)
		}
	}
	return s
}

func (s Span) holds(m Month) bool { return s.From != 0 && m >= s.From && m <= s.To }

// bins is counts by place.
type bins struct {
	ground *Ground
	at     []int // by the number of the place; at 0 without a place
}

func newBins(g *Ground) *bins { return &bins{g, make([]int, len(g.places)+1)} }

func (b *bins) add(entries []Entry, kinds []Kind) {
	for _, e := range entries {
		if e.Place < int64(len(b.at)) && slices.Contains(kinds, e.Kind) {
			b.at[e.Place] += e.N
		}
	}
}

// lines turns counts by place into the lines asked for.
func (c *Counts) lines(n, before *bins) {
	g := c.Ground
	for i := range n.at {
		c.Total += n.at[i]
		switch {
		case i == 0:
			c.NoPlace = n.at[0]
		case !c.inside(i):
			c.Outside += n.at[i]
		default:
			c.Before += before.at[i]
		}
	}
	switch c.Query.By {
	case ByCluster:
		c.Lines = c.clusters(n, before)
		return
	case ByWard:
		c.Lines = c.sum(g.Wards, g.ward, n, before)
	default:
		c.Lines = c.sum(g.Divisions, g.division, n, before)
	}
}

// inside reports whether the place of that number lies in what is asked for.
func (c *Counts) inside(place int) bool {
	g := c.Ground
	d := g.division[place]
	switch {
	case c.Query.By == ByWard && g.ward[place] < 0, d < 0 && g.ward[place] < 0:
		return false
	case c.Query.Within == "":
		return true
	}
	return d >= 0 && g.Divisions[d].ID == c.Query.Within
}

func (c *Counts) sum(lands []Land, of []int32, n, before *bins) []Line {
	all := make([]Line, len(lands))
	for i, l := range lands {
		all[i] = Line{Area: l.ID, Name: l.Area.Name, Division: l.Division}
		if c.Query.By == ByDivision {
			all[i].Name, all[i].Division = area.Short(l.Area.Name), i
		}
	}
	for p, x := range of {
		if x >= 0 {
			all[x].N += n.at[p]
			all[x].Before += before.at[p]
		}
	}
	if c.Query.Within != "" {
		all = slices.DeleteFunc(all, func(l Line) bool {
			return l.Division < 0 || c.Ground.Divisions[l.Division].ID != c.Query.Within
		})
	}
	return all
}

// tallies keeps the tallies of files, which never change.
type tallies struct {
	mu   sync.Mutex
	kept map[tallyKey][]Entry
}

type tallyKey struct {
	force id.Force
	file  int64
}

const talliesKept = 400

func (t *tallies) of(tx *db.Tx, force id.Force, file int64) ([]Entry, error) {
	key := tallyKey{force, file}
	t.mu.Lock()
	entries, ok := t.kept[key]
	t.mu.Unlock()
	if ok {
		return entries, nil
	}
	entries, err := tallyOf(tx, force, file)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil || len(t.kept) >= talliesKept {
		t.kept = map[tallyKey][]Entry{}
	}
	t.kept[key] = entries
	return entries, nil
}

// People is how many people live in the area of a line, for which year, and whether that
// is known.
func (c *Counts) People(l Line) (people, year int, known bool) {
	if l.Area == "" {
		return 0, 0, false
	}
	return c.Ground.Tree.PeopleIn(l.Area, c.Ground.Areas)
}

// Kilometres is how many square kilometres the area of a line has.
func (c *Counts) Kilometres(l Line) float64 {
	if a := c.Ground.Areas[l.Area]; a != nil {
		return a.Shape.Hectares() / 100
	}
	return 0
}
