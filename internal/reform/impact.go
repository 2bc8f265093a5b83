package reform

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Touched is one person whom a change touches, by number: a preview that is kept names
// nobody.
type Touched struct {
	Person        id.Person        `json:"person"`
	Accreditation id.Accreditation `json:"accreditation"`
	Number        string           `json:"number"`
	Org           id.Org           `json:"org"`
	Loses         []law.PowerID    `json:"loses,omitempty"` // with those that need what ends
	Gains         bool             `json:"gains,omitempty"` // may be given what begins
	Left          int              `json:"left"`            // how many powers may be used afterwards
	Untrained     bool             `json:"untrained,omitempty"`
	Card          id.Card          `json:"card,omitempty"` // to be made again
	CardNumber    string           `json:"card_number,omitempty"`
}

// OfOrg is what a change does in one organisation.
type OfOrg struct {
	Org        id.Org   `json:"org"`
	Name       string   `json:"name"`
	Persons    int      `json:"persons"`
	Two        int      `json:"two"`  // lose more than the power itself
	None       int      `json:"none"` // are left without a power
	Cards      int      `json:"cards"`
	Untrained  int      `json:"untrained"`
	Agreements []string `json:"agreements,omitempty"` // that name the power, by number
}

// OfPower is what a change does to one power.
type OfPower struct {
	Power   law.PowerID `json:"power"`
	Persons int         `json:"persons"`
	Why     string      `json:"why"`
}

// Impact is what a change would do, as known at an instant.
type Impact struct {
	At           time.Time `json:"at"`
	Persons      []Touched `json:"persons"` // by number
	Orgs         []OfOrg   `json:"orgs"`    // most persons first
	Powers       []OfPower `json:"powers"`  // the power itself first
	Cards        int       `json:"cards"`
	Certificates int       `json:"certificates"`
	Agreements   int       `json:"agreements"`
	Two          int       `json:"two"`
	None         int       `json:"none"`
	Untrained    int       `json:"untrained"`
	// Itself says that the catalogue has the day already, so that it comes by itself.
	Itself bool `json:"itself,omitempty"`
}

// Preview works out what a change would do, from the registers as they stand. Nothing is
// changed by it.
//
// Errors: fault.Forbidden; fault.Invalid names the fields; fault.Refused for a power that
// begins though it is in force.
func (s *Service) Preview(tx *db.Tx, who authz.Actor, c Change) (Impact, error) {
	if err := who.May(authz.ReadReforms, authz.Object{}); err != nil {
		return Impact{}, err
	}
	var wrong fault.Fields
	if c.check(&wrong, true); len(wrong) > 0 {
		return Impact{}, wrong.Err()
	}
	return s.preview(tx, who, c)
}

// looking is what a preview reads once.
type looking struct {
	c     Change
	in    law.Territory
	orgs  map[id.Org]*org.Organisation
	cards map[id.Accreditation]card.Version // live ones that name the power
	out   Impact
	of    map[id.Org]*OfOrg
}

func (s *Service) preview(tx *db.Tx, who authz.Actor, c Change) (Impact, error) {
	now := s.Ledger.Now()
	l := looking{c: c, orgs: map[id.Org]*org.Organisation{}, of: map[id.Org]*OfOrg{}, out: Impact{At: now, Persons: []Touched{}, Orgs: []OfOrg{}}}
	f, err := s.Areas.Force(tx, who.Force)
	if err != nil {
		return l.out, err
	}
	l.in = f.Settings.Law()
	p := c.power()
	if c.Kind == Begins && p.StatusOn(c.Day-1, l.in) == law.InForce {
		return l.out, fault.Because("This power does not begin.", fault.Reason{Code: "power.in-force", Message: p.Name + " is in force on the day before.", Source: p.Law, Mend: "Choose that it is amended."})
	}
	l.out.Itself = c.Kind == Ends && p.Ends(l.in) != clock.NoDay && p.Ends(l.in) <= c.Day
	all, err := s.Orgs.All(tx, who.Force, register.Now(now))
	if err != nil {
		return l.out, err
	}
	for i := range all {
		l.orgs[id.Org(all[i].ID)] = &all[i].State
	}
	if l.cards, err = s.printed(tx, who, c.Power); err != nil {
		return l.out, err
	}
	live, err := s.Accreds.Live(tx, who.Force, "", register.Now(now))
	if err != nil {
		return l.out, err
	}
	for _, v := range live {
		t, ok := l.touch(v)
		if !ok {
			continue
		}
		if t.Gains {
			tr, err := s.Trainings.Of(tx, who.Force, v.State.Person, register.Now(now))
			if err != nil {
				return l.out, err
			}
			_, trained := tr.For(c.Power)
			t.Untrained = !trained
		}
		l.add(t)
	}
	if err := s.named(tx, who.Force, &l); err != nil {
		return l.out, err
	}
	l.finish()
	return l.out, nil
}

// printed is the cards in use that name the power, by accreditation.
func (s *Service) printed(tx *db.Tx, who authz.Actor, p law.PowerID) (map[id.Accreditation]card.Version, error) {
	out := map[id.Accreditation]card.Version{}
	for q := (card.Query{Limit: 200}); ; {
		cards, next, err := s.Cards.List(tx, who, q)
		if err != nil {
			return nil, err
		}
		for _, c := range cards {
			if c.State.State.Live() && slices.Contains(c.State.Powers, p) {
				out[c.State.Accreditation] = c
			}
		}
		if next == "" {
			return out, nil
		}
		q.After = next
	}
}

// touch is what the change does to one live accreditation, and whether it does anything.
func (l *looking) touch(v accred.Version) (Touched, bool) {
	a, o := &v.State, l.orgs[v.State.Org]
	if o == nil {
		return Touched{}, false
	}
	t := Touched{Person: a.Person, Accreditation: id.Accreditation(v.ID), Number: a.Number, Org: a.Org}
	before, after := l.c.Day.Start().Add(-time.Millisecond), l.c.Day.Start()
	had := a.Stand(o, before, l.in)
	if !had.InForce() && had.Status != accred.StatusSuspended && had.Status != accred.StatusOrgStopped {
		return t, false // over by then, by itself
	}
	if l.c.Kind == Begins {
		r, ok := o.Role(a.Role)
		if !ok || !slices.ContainsFunc(r.Powers, func(p org.Power) bool { return p.Power == l.c.Power && p.Answer != org.Refused }) {
			return t, false
		}
		t.Gains, t.Left = true, len(had.Held())
		return t, true
	}
	i := slices.IndexFunc(had.Powers, func(p accred.PowerStanding) bool { return p.Grant.Power == l.c.Power })
	if i < 0 || had.Powers[i].Status == accred.PowerEnded || had.Powers[i].Status == accred.PowerTrainingOver {
		return t, false
	}
	e := l.c.ending()
	if e.Day == clock.NoDay {
		t.Left = len(had.Held())
	} else {
		without := a.Without(l.c.Power, l.c.Day-1)
		has := without.Stand(o, after, l.in).Held()
		t.Left, t.Loses = len(has), []law.PowerID{l.c.Power}
		for _, p := range had.Held() {
			if p != l.c.Power && slices.Contains(law.Prerequisites(p), l.c.Power) && !slices.Contains(has, p) {
				t.Loses = append(t.Loses, p)
			}
		}
		t.Untrained = l.c.Kind == Amended
	}
	if x, ok := l.cards[t.Accreditation]; ok {
		t.Card, t.CardNumber = id.Card(x.ID), x.State.Number
	}
	return t, true
}

func (l *looking) add(t Touched) {
	l.out.Persons = append(l.out.Persons, t)
	o := l.of[t.Org]
	if o == nil {
		o = &OfOrg{Org: t.Org, Name: l.orgs[t.Org].Name}
		l.of[t.Org] = o
	}
	one := func(is bool, sums ...*int) {
		for _, n := range sums {
			if is {
				*n++
			}
		}
	}
	o.Persons++
	one(len(t.Loses) > 1, &o.Two, &l.out.Two)
	one(len(t.Loses) > 0 && t.Left == 0, &o.None, &l.out.None)
	one(t.Card != "", &o.Cards, &l.out.Cards)
	one(t.Untrained, &o.Untrained, &l.out.Untrained)
	one(!t.Gains, &l.out.Certificates)
}

// named finds the protocols in force, with organisations that the change touches, whose text
// names the power.
func (s *Service) named(tx *db.Tx, force id.Force, l *looking) error {
	under, err := s.Agreements.Protocols(tx, force)
	if err != nil {
		return err
	}
	p := l.c.power()
	for of, o := range l.of {
		v, ok := under[of]
		if !ok {
			continue
		}
		text, err := s.Agreements.Text(tx, force, v)
		if err != nil {
			return err
		}
		if names(text, p) {
			o.Agreements = append(o.Agreements, v.State.Number)
			l.out.Agreements++
		}
	}
	return nil
}

// names reports whether a text names the power: by its name, its title or its paragraph.
func names(text string, p *law.Power) bool {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, x := range []string{p.Name, p.Title, "paragraph " + p.Para + " ", "paragraph " + p.Para + ".", "paragraph " + p.Para + ","} {
		if x != "" && strings.Contains(text, strings.ToLower(x)) {
			return true
		}
	}
	return false
}

func (l *looking) finish() {
	slices.SortFunc(l.out.Persons, func(a, b Touched) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Person, b.Person))
	})
	for _, o := range l.of {
		l.out.Orgs = append(l.out.Orgs, *o)
	}
	slices.SortFunc(l.out.Orgs, func(a, b OfOrg) int {
		return cmp.Or(-cmp.Compare(a.Persons, b.Persons), cmp.Compare(org.Fold(a.Name), org.Fold(b.Name)), cmp.Compare(a.Org, b.Org))
	})
	l.out.Powers = []OfPower{{l.c.Power, len(l.out.Persons), map[Kind]string{Ends: "It ends", Amended: "It is amended", Begins: "It may be given"}[l.c.Kind]}}
	for _, q := range law.Powers() {
		n := 0
		for _, t := range l.out.Persons {
			if slices.Contains(t.Loses[min(1, len(t.Loses)):], q.ID) {
				n++
			}
		}
		if n > 0 {
			l.out.Powers = append(l.out.Powers, OfPower{q.ID, n, "It may be used only by who has paragraph " + l.c.power().Para})
		}
	}
}
