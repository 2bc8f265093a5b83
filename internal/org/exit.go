package org

import (
	"context"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// ExitReason is why an organisation leaves the scheme, as it is counted.
type ExitReason string

// ExitReasons is every reason, in the order in which they are offered.
var ExitReasons = []struct {
	Reason ExitReason
	Title  string
}{
	{"contract", "It lost the contract or client for whom its people worked"}, {"staff", "It has nobody left to do the work"}, {"cost", "It finds the cost too high"},
	{"need", "It no longer needs the powers"}, {"closes", "It closes, or is merged with another"}, {"other", "Something else"},
}

// Title is the reason in plain words; empty for one that there is not.
func (r ExitReason) Title() string {
	for _, x := range ExitReasons {
		if x.Reason == r {
			return x.Title
		}
	}
	return ""
}

// Exit is that an organisation leaves the scheme, or gave notice that it will.
type Exit struct {
	Reason ExitReason `json:"reason"`
	Why    string     `json:"why"`
	Day    clock.Day  `json:"day"` // the last on which its people act
	By     string     `json:"by"`
	At     time.Time  `json:"at"`
	// Until is the last day of the arrangements before notice was given.
	Until clock.Day `json:"until,omitempty"`
}

// Exit records that an organisation leaves the scheme. On the day, or after it, its
// arrangements end at once, and every accreditation under them; before it, notice is kept,
// the arrangements end by themselves with that day, and the exit is recorded then.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under reason, why and day;
// fault.Conflict if it is not in the scheme.
//
// Law: Police Reform Act 2002, s41(8)(b).
func (s *Service) Exit(ctx context.Context, who authz.Actor, org id.Org, x Exit) error {
	x.Why, x.By = strings.TrimSpace(x.Why), who.Name
	today := clock.DayOf(s.ledger.Now())
	var wrong fault.Fields
	if x.Reason.Title() == "" {
		wrong.Add("reason", "Choose why it leaves")
	}
	if x.Why == "" || len([]rune(x.Why)) > 2000 {
		wrong.Add("why", "Enter the reason in words, in 2,000 letters or fewer. The organisation and each person read it")
	}
	if x.Day == clock.NoDay || x.Day < today.AddYears(-1) || x.Day > today.AddYears(2) {
		wrong.Add("day", "Enter the last day on which its people act, within a year back and two years ahead")
	}
	if x.Day > today {
		return s.exiting(ctx, who, org, "organisation.notice", func(o *Organisation, e *ledger.Draft) error {
			if o.To != clock.NoDay && x.Day > o.To && wrong.Err() == nil {
				wrong.Add("day", "The arrangements end before, on %s", o.To.Long())
			}
			if err := wrong.Err(); err != nil {
				return err
			}
			x.At, x.Until = e.At, o.To
			if o.Exit != nil {
				x.Until = o.Exit.Until
			}
			o.Exit, o.To = &x, x.Day
			e.Say(o.Name+" gave notice: it leaves the scheme after "+x.Day.Long(), "Police Reform Act 2002, s41(8)(b)")
			return nil
		})
	}
	if err := wrong.Err(); err != nil {
		if may := who.May(authz.ChangeOrg, authz.Object{Org: org}); may != nil {
			return s.ledger.DidNot(ctx, who, "organisation.leave", []ledger.Subject{table.Subject(string(org))}, may)
		}
		return err
	}
	return s.decideWith(ctx, who, org, "organisation.leave", x.Why, func(o *Organisation, e *ledger.Draft) { x.At = e.At; o.Exit = &x })
}

// Stay takes notice back: the arrangements end when they did before.
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict without notice, or after its day.
func (s *Service) Stay(ctx context.Context, who authz.Actor, org id.Org) error {
	return s.exiting(ctx, who, org, "organisation.stay", func(o *Organisation, e *ledger.Draft) error {
		switch {
		case o.Exit == nil:
			return fault.New(fault.Conflict, "No notice was given, so there is none to take back.")
		case o.Exit.Day < clock.DayOf(e.At):
			return fault.New(fault.Conflict, "The arrangements ended on %s. To begin again they are approved anew.", o.Exit.Day.Long())
		}
		o.To, o.Exit = o.Exit.Until, nil
		e.Say(o.Name+" took its notice back", "")
		return nil
	})
}

// exiting changes what an organisation in the scheme has given notice of.
func (s *Service) exiting(ctx context.Context, who authz.Actor, org id.Org, verb string, change func(*Organisation, *ledger.Draft) error) error {
	return s.contacts(ctx, who, org, verb, authz.ChangeOrg, func(e *ledger.Draft, o *Organisation) error {
		if o.State != InForce && o.State != Suspended || o.lapsed(e.At) {
			return fault.New(fault.Conflict, "The arrangements are not in force, so there is nothing to leave.")
		}
		return change(o, e)
	})
}

// ToLeave is the kind of what waits when notice has run out.
const ToLeave diary.Kind = "exit"

// Diary says which organisations gave notice that has run out, and are to be recorded as
// having left.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if reach, ok := who.Reach(authz.ChangeOrg); !ok || reach != authz.WholeForce {
		return nil, nil
	}
	all, err := s.All(tx, who.Force, register.Now(w.At))
	var out []diary.Item
	for _, v := range all {
		o := &v.State
		if (o.State == InForce || o.State == Suspended) && o.Exit != nil && o.Exit.Day < clock.DayOf(w.At) {
			out = append(out, diary.Item{Key: string(ToLeave) + "/" + v.ID, Kind: ToLeave, Title: "Record that " + o.Name + " has left the scheme", Link: "/organisations/" + v.ID + "/exit",
				Org: id.Org(v.ID), OrgName: o.Name, Since: o.Exit.Day.End()})
		}
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], err
}
