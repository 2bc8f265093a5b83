// Package roll is the roll that each employer keeps with the scheme office: on one page it
// reports who has left and who has moved to another role or team, and confirms that
// everybody else is still there. An employer that has been silent for longer than the force
// allows is told so, and reminded by the office.
//
// Who has left holds nothing any more from that second: see person.Service.Leave.
//
// Read Service.Confirm, then diary.go.
package roll

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct {
	ledger  *ledger.Ledger
	areas   *area.Service
	orgs    *org.Service
	persons *person.Service
	outbox  *outbox.Outbox
}

// New is the service on the database of those rooms.
func New(l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, out *outbox.Outbox) *Service {
	return &Service{ledger: l, areas: areas, orgs: orgs, persons: persons, outbox: out}
}

// Roll is when an employer last confirmed who works for it, and what it told then. Day is
// clock.NoDay if it never did.
type Roll struct {
	Day     clock.Day `json:"day,omitempty"`
	By      string    `json:"by,omitempty"`
	Here    int       `json:"here,omitempty"` // how many were still there
	Leavers int       `json:"leavers,omitempty"`
	Movers  int       `json:"movers,omitempty"`

	Reminded   int       `json:"reminded,omitempty"` // how often since then
	RemindedOn clock.Day `json:"reminded_on,omitempty"`
}

// Version is a roll with its periods; its identity is the organisation's.
type Version = register.Version[Roll]

var table = &register.Table[Roll]{Name: "staff_roll", What: "roll", Values: func(Roll) []any { return nil }}

// Rows reads the register of rolls for ledger.Verify.
var Rows = table.Rows

// Leaver is somebody who has left.
type Leaver struct {
	Person id.Person
	Last   clock.Day // the last day of employment
}

// Mover is somebody who is in another role or team now.
type Mover struct {
	Person id.Person
	Role   id.Role
	Team   id.Team
}

// Told is what an employer tells: whoever is not named is still there, as recorded.
type Told struct {
	Leavers []Leaver
	Movers  []Mover
}

// Confirm records what an employer tells of its people, all or nothing, and that everybody
// else is still there. What is wrong is named "left-per_…" or "role-per_…".
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict if
// somebody is not, or no longer, of this employer.
//
// Law: Police Reform Act 2002, s41(8)(a).
func (s *Service) Confirm(ctx context.Context, who authz.Actor, of id.Org, t Told) error {
	_, err := s.ledger.Do(ctx, who, "roll.confirm", []ledger.Subject{ledger.About("organisation", of)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.ReportLeaving, authz.Object{Org: of}); err != nil {
			return err
		}
		here, err := s.here(tx, e, of)
		if err != nil {
			return err
		}
		var wrong fault.Fields
		if err := s.leave(tx, e, who, here, t.Leavers, &wrong); err != nil {
			return err
		}
		if err := s.move(tx, e, who, here, t.Movers, &wrong); err != nil {
			return err
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		e.Say(fmt.Sprintf("The employer told of %d who left and %d who moved, and confirmed the rest", len(t.Leavers), len(t.Movers)), "Police Reform Act 2002, s41(8)(a)")
		return table.Put(tx, e, string(of), Roll{Day: clock.DayOf(e.At), By: who.Name, Here: len(here) - len(t.Leavers), Leavers: len(t.Leavers), Movers: len(t.Movers)}, e.At, clock.Forever)
	})
	return err
}

// here is the people of an employer who have not left.
func (s *Service) here(tx *db.Tx, e *ledger.Draft, of id.Org) (map[id.Person]person.Person, error) {
	all, err := s.persons.Under(tx, e.Force, of)
	out := map[id.Person]person.Person{}
	for _, v := range all {
		if !v.State.Gone() {
			out[id.Person(v.ID)] = v.State
		}
	}
	return out, err
}

var notHere = fault.New(fault.Conflict, "Somebody named here is not, or no longer, one of this employer’s people. See the roll as it is now.")

func (s *Service) leave(tx *db.Tx, e *ledger.Draft, who authz.Actor, here map[id.Person]person.Person, leavers []Leaver, wrong *fault.Fields) error {
	for _, l := range leavers {
		p, ok := here[l.Person]
		if !ok {
			return notHere
		}
		if err := s.persons.LeaveIn(tx, e, who, l.Person, l.Last, ""); !named(err, wrong, "left-"+string(l.Person), p.Name()) {
			return err
		}
	}
	return nil
}

func (s *Service) move(tx *db.Tx, e *ledger.Draft, who authz.Actor, here map[id.Person]person.Person, movers []Mover, wrong *fault.Fields) error {
	for _, m := range movers {
		p, ok := here[m.Person]
		if !ok {
			return notHere
		}
		err := s.persons.AlterIn(tx, e, who, m.Person, func(p *person.Person) error {
			if p.Team != m.Team {
				p.Supervisor = "" // that of the team
			}
			p.Role, p.Team = m.Role, m.Team
			return nil
		})
		if !named(err, wrong, "role-"+string(m.Person), p.Name()) {
			return err
		}
	}
	return nil
}

// named takes what is wrong with one person into what is wrong with the page, with the
// person's name. It reports whether the error is taken, or there was none.
func named(err error, wrong *fault.Fields, field, name string) bool {
	if err == nil {
		return true
	}
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return false
	}
	for _, x := range f.Fields {
		wrong.Add(field, "%s: %s", name, x.Message)
	}
	return true
}

// Of is the roll of an employer as it stands; the zero roll if it never confirmed it.
// Errors: fault.Forbidden.
func (s *Service) Of(tx *db.Tx, who authz.Actor, of id.Org, w register.When) (Roll, error) {
	if err := who.May(authz.ReportLeaving, authz.Object{Org: of}); err != nil {
		return Roll{}, err
	}
	v, err := table.Find(tx, who.Force, string(of), w)
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return v.State, err
}

// Due is the last day in time to confirm the roll of an employer whose arrangements are in
// force, every so many months from the last time, or from the day they began; clock.NoDay if
// none is asked for.
func (r *Roll) Due(o *org.Organisation, months int) clock.Day {
	if o.State != org.InForce && o.State != org.Suspended || months == 0 {
		return clock.NoDay
	}
	return max(o.From, r.Day).AddMonths(months)
}

// Silent is an employer that has not confirmed its roll in time.
type Silent struct {
	Org  id.Org
	Name string
	Due  clock.Day
	Roll Roll
	Next clock.Day // to be reminded
}

// SilentOnes is the employers that are overdue, those that have been silent longest first.
// Errors: fault.Forbidden.
func (s *Service) SilentOnes(tx *db.Tx, who authz.Actor, w register.When) ([]Silent, error) {
	if err := who.May(authz.SendMessages, authz.Object{}); err != nil {
		return nil, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	orgs, err := s.orgs.All(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	rolls, err := table.List(tx, who.Force, w, db.Where{}, "r.id", 1<<30)
	byOrg := map[string]Roll{}
	for _, v := range rolls {
		byOrg[v.ID] = v.State
	}
	var out []Silent
	for i := range orgs {
		r := byOrg[orgs[i].ID]
		due := r.Due(&orgs[i].State, f.Settings.RollMonths)
		if due == clock.NoDay || due >= clock.DayOf(w.At) {
			continue
		}
		next := due.AddDays(1)
		if r.RemindedOn != clock.NoDay {
			next = r.RemindedOn.AddDays(f.Settings.ChaseDays)
		}
		out = append(out, Silent{Org: id.Org(orgs[i].ID), Name: orgs[i].State.Name, Due: due, Roll: r, Next: next})
	}
	slices.SortStableFunc(out, func(a, b Silent) int { return cmp.Compare(a.Due, b.Due) })
	return out, err
}

// Remind reminds an employer that has been silent, by e-mail to its authorised signatory and
// liaison officers; it is counted, and dated. It returns to how many. Errors:
// fault.Forbidden; fault.NotFound; fault.Conflict if the employer is not silent, was reminded
// today, or has no contact with an e-mail address.
func (s *Service) Remind(ctx context.Context, who authz.Actor, of id.Org) (int, error) {
	told := 0
	_, err := s.ledger.Do(ctx, who, "roll.remind", []ledger.Subject{ledger.About("organisation", of)}, func(tx *db.Tx, e *ledger.Draft) error {
		all, err := s.SilentOnes(tx, who, register.Now(e.At))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(x Silent) bool { return x.Org == of })
		today := clock.DayOf(e.At)
		switch {
		case i < 0:
			return fault.New(fault.Conflict, "This employer is in time with its roll.")
		case all[i].Roll.RemindedOn == today:
			return fault.New(fault.Conflict, "%s was reminded today already.", all[i].Name)
		}
		if told, err = s.tell(tx, e, &all[i]); err != nil {
			return err
		}
		after := all[i].Roll
		after.Reminded, after.RemindedOn = after.Reminded+1, today
		e.Say(all[i].Name+" was reminded to confirm who works for it", "")
		return table.Put(tx, e, string(of), after, e.At, clock.Forever)
	})
	return told, err
}

func (s *Service) tell(tx *db.Tx, e *ledger.Draft, x *Silent) (int, error) {
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return 0, err
	}
	o, err := s.orgs.Any(tx, e.Force, x.Org, register.Now(e.At))
	if err != nil {
		return 0, err
	}
	link := ""
	if f.Settings.PublicURL != "" {
		link = strings.TrimSuffix(f.Settings.PublicURL, "/") + "/organisations/" + string(x.Org) + "/roll"
	}
	told := map[string]bool{}
	for _, c := range o.State.Contacts {
		if c.Email == "" || told[c.Email] || c.Kind != org.Signatory && c.Kind != org.Liaison {
			continue
		}
		told[c.Email] = true
		if _, err := s.outbox.Put(tx, outbox.Message{Force: e.Force, Kind: "roll", Sender: f.Name, Address: c.Email, Link: link, Subject: "Confirm who works for you in the Community Safety Accreditation Scheme",
			Body: fmt.Sprintf("%s: %s has not confirmed who works for it since %s. Say on the page below who has left and who has moved, and confirm the rest. Somebody who has left may use no power.", f.Name, x.Name, max(o.State.From, x.Roll.Day).Long())}); err != nil {
			return 0, err
		}
	}
	if len(told) == 0 {
		return 0, fault.New(fault.Conflict, "No contact of %s has an e-mail address. Telephone, or write to it.", x.Name)
	}
	return len(told), nil
}
