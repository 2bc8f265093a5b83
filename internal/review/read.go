package review

import (
	"cmp"
	"slices"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Find is a review as it stood; of one that was open then, what the registers said of each
// power at that instant. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.PowerReview, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	if err := who.May(authz.ReadReviews, authz.Object{Org: v.State.Org}); err != nil || !v.State.State.Open() {
		return v, err
	}
	h, err := s.hold(tx, who, v.State.Org, w)
	if err != nil {
		return v, err
	}
	v.State = v.State.copy()
	h.onto(&v.State)
	return v, nil
}

// History is every version of a review; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.PowerReview, all bool) ([]Version, error) {
	if _, err := s.Find(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(of), all)
}

// of is the reviews of an organisation as they stood, the latest first.
func (s *Service) of(tx *db.Tx, force id.Force, with id.Org, w register.When) ([]Version, error) {
	var where db.Where
	where.And("r.org_id = ?", string(with))
	return table.List(tx, force, w, where, "r.id DESC", 10000)
}

// Cycle is where an organisation stands in the cycle of reviews.
type Cycle struct {
	Org     org.Version
	Reviews []Version // the latest first
	Last    clock.Day // when its powers were last looked at; clock.NoDay if never
	ByWhat  string    // what looked at them: "Review PR-003", or "Approval or renewal"
	Due     clock.Day // of the next review; clock.NoDay if none falls due or one is open
}

// Open is the review that is open.
func (c *Cycle) Open() (Version, bool) {
	i := slices.IndexFunc(c.Reviews, func(v Version) bool { return v.State.State.Open() })
	if i < 0 {
		return Version{}, false
	}
	return c.Reviews[i], true
}

// cycle works out where an organisation stands on the day.
func cycle(o org.Version, reviews []Version, set area.Settings, w register.When) Cycle {
	c := Cycle{Org: o, Reviews: reviews}
	x := &o.State
	if x.FitTest.Satisfied {
		c.Last, c.ByWhat = clock.DayOf(x.FitTest.At), "Approval or renewal"
	} else if x.From != clock.NoDay {
		c.Last, c.ByWhat = x.From, "First day of the arrangements"
	}
	for _, v := range reviews {
		if d := v.State.Decided; v.State.State == Decided && clock.DayOf(d.At) >= c.Last {
			c.Last, c.ByWhat = clock.DayOf(d.At), "Review "+v.State.Number
		}
	}
	_, open := c.Open()
	st := x.Standing(w.At).State
	if set.PowerReviewMonths > 0 && !open && c.Last != clock.NoDay && (st == law.Active || st == law.Suspended) && len(x.PowersAllowed()) > 0 {
		c.Due = c.Last.AddMonths(set.PowerReviewMonths)
	}
	return c
}

// Of is the cycle of one organisation as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Of(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (Cycle, error) {
	if err := who.May(authz.ReadReviews, authz.Object{Org: with}); err != nil {
		return Cycle{}, err
	}
	o, err := s.orgs.Any(tx, who.Force, with, w)
	if err != nil {
		return Cycle{}, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return Cycle{}, err
	}
	vs, err := s.of(tx, who.Force, with, w)
	return cycle(o, vs, f.Settings, w), err
}

// All is the cycle of every organisation that the actor may see and that has arrangements or
// was reviewed, as it stood, read at once, in the order of their names. Errors:
// fault.Forbidden.
func (s *Service) All(tx *db.Tx, who authz.Actor, w register.When) ([]Cycle, error) {
	reach, ok := who.Reach(authz.ReadReviews)
	if !ok {
		return nil, who.May(authz.ReadReviews, authz.Object{})
	}
	if reach == authz.OwnOrg {
		c, err := s.Of(tx, who, who.Org, w)
		return []Cycle{c}, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	orgs, err := s.orgs.All(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	vs, err := table.List(tx, who.Force, w, db.Where{}, "r.id DESC", 1<<30)
	by := map[id.Org][]Version{}
	for _, v := range vs {
		by[v.State.Org] = append(by[v.State.Org], v)
	}
	var out []Cycle
	for _, o := range orgs {
		c := cycle(o, by[id.Org(o.ID)], f.Settings, w)
		if o.State.State == org.InForce || o.State.State == org.Suspended || len(c.Reviews) > 0 {
			out = append(out, c)
		}
	}
	return out, err
}

// holding is what an organisation holds at an instant.
type holding struct {
	org   org.Version
	force area.Force
	lines []Line
}

type key struct {
	role  id.Role
	power law.PowerID
}

// hold reads what an organisation holds, role by role, in the order of the catalogue, with
// what the registers say of each power: a fixed number of queries.
func (s *Service) hold(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (h holding, err error) {
	if h.org, err = s.orgs.Any(tx, who.Force, with, w); err != nil {
		return h, err
	}
	if h.force, err = s.areas.Force(tx, who.Force); err != nil {
		return h, err
	}
	past, err := s.orgs.History(tx, who, with, false)
	if err != nil {
		return h, err
	}
	inForce, err := s.inForce(tx, &h, w)
	if err != nil {
		return h, err
	}
	trained, err := s.trained(tx, &h, w)
	since := since(past, w)
	for i := range h.org.State.Roles {
		r := &h.org.State.Roles[i]
		for _, p := range law.Powers() {
			if x, ok := r.Allows(p.ID); ok {
				k := key{r.ID, p.ID}
				h.lines = append(h.lines, Line{Role: r.ID, RoleTitle: r.Title, Power: p.ID, Condition: x.Condition, Since: since[k], InForce: inForce[k], Trained: trained[k]})
			}
		}
	}
	return h, err
}

// inForce is in how many accreditations each power may be used.
func (s *Service) inForce(tx *db.Tx, h *holding, w register.When) (map[key]int, error) {
	live, err := s.accreds.Live(tx, h.force.ID, id.Org(h.org.ID), w)
	out := map[key]int{}
	for i := range live {
		a := &live[i].State
		for _, p := range a.Stand(&h.org.State, w.At, h.force.Settings.Law()).Held() {
			out[key{a.Role, p}]++
		}
	}
	return out, err
}

// trained is how many persons of each role are trained for each power.
func (s *Service) trained(tx *db.Tx, h *holding, w register.When) (map[key]int, error) {
	all, err := s.persons.OfOrg(tx, h.force.ID, id.Org(h.org.ID), w)
	if err != nil {
		return nil, err
	}
	role := map[id.Person]id.Role{}
	var of []id.Person
	for i := range all {
		if p := &all[i].State; !p.Gone() {
			role[id.Person(all[i].ID)] = p.Role
			of = append(of, id.Person(all[i].ID))
		}
	}
	have, err := s.trainings.Several(tx, h.force.ID, of, w)
	out := map[key]int{}
	for p, t := range have {
		for _, pass := range t.Passes {
			if w.At.Before(pass.Until()) {
				out[key{role[p], pass.Power}]++
			}
		}
	}
	return out, err
}

// since is from which day each power has been held without a break.
func since(past []register.Version[org.Organisation], w register.When) map[key]clock.Day {
	past = slices.Clone(past)
	slices.SortStableFunc(past, func(a, b register.Version[org.Organisation]) int { return a.From.Compare(b.From) })
	out := map[key]clock.Day{}
	for _, v := range past {
		o := &v.State
		if v.From.After(w.At) {
			break
		}
		now := map[key]clock.Day{}
		if o.State == org.InForce || o.State == org.Suspended {
			for i := range o.Roles {
				for _, p := range o.Roles[i].Powers {
					if _, ok := o.Roles[i].Allows(p.Power); ok {
						k := key{o.Roles[i].ID, p.Power}
						now[k] = cmp.Or(out[k], max(o.From, cmp.Or(p.On, clock.DayOf(v.From))))
					}
				}
			}
		}
		out = now
	}
	return out
}

// onto writes into a review what the registers say now of each of its powers.
func (h *holding) onto(r *Review) {
	for i := range r.Lines {
		l := &r.Lines[i]
		j := slices.IndexFunc(h.lines, func(x Line) bool { return x.Role == l.Role && x.Power == l.Power })
		if l.Gone = j < 0; l.Gone {
			l.InForce, l.Trained = 0, 0
			continue
		}
		l.Since, l.InForce, l.Trained = h.lines[j].Since, h.lines[j].InForce, h.lines[j].Trained
	}
}
