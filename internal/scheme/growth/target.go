package growth

import (
	"context"
	"fmt"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Measure is what a target counts.
type Measure string

// The measures.
const (
	Persons       Measure = "persons"       // whose accreditation is in force
	Organisations Measure = "organisations" // whose arrangements are in force
	Covered       Measure = "authorities"   // local authorities in the scheme
)

// Measures is every measure with its words.
var Measures = []struct {
	Measure Measure
	Title   string // at the beginning of a line
	Counted string // how it is counted
}{
	{Persons, "Accredited persons", "Persons whose accreditation is in force, under an employer whose arrangements are."},
	{Organisations, "Accredited organisations", "Employers whose arrangements with the chief officer are in force."},
	{Covered, "Local authorities covered", "District and unitary authorities that are accredited organisations themselves."},
}

// Title is the measure in plain words; empty for none of them.
func (m Measure) Title() string {
	for _, x := range Measures {
		if x.Measure == m {
			return x.Title
		}
	}
	return ""
}

// TargetState is whether a target is still followed.
type TargetState string

// The states.
const (
	Open   TargetState = "open"
	Closed TargetState = "closed"
)

// Target is what the scheme is to reach by a day.
type Target struct {
	Measure Measure     `json:"measure"`
	Goal    int         `json:"goal"`
	By      clock.Day   `json:"by"`
	How     string      `json:"how"` // what is done to reach it
	Owner   string      `json:"owner"`
	Set     clock.Day   `json:"set"` // since when it is followed
	State   TargetState `json:"state"`
	Note    string      `json:"note,omitempty"` // why it was changed, or what came of it
	Who     string      `json:"who"`            // wrote this
	At      time.Time   `json:"at"`
}

// Title is the target in a line: "600 accredited persons".
func (t *Target) Title() string {
	return fmt.Sprintf("%s: %d by %s", t.Measure.Title(), t.Goal, t.By.Long())
}

// TargetVersion is a target with its identity and periods.
type TargetVersion = register.Version[Target]

var targets = &register.Table[Target]{Name: "target", What: "target", Columns: []string{"standing", "by_day"},
	Values: func(t Target) []any { return []any{string(t.State), int64(t.By)} }}

// TargetRows reads the register of targets for ledger.Verify.
var TargetRows = targets.Rows

// Target is a target as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Target(tx *db.Tx, who authz.Actor, of id.Target, w register.When) (TargetVersion, error) {
	v, err := targets.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, may(who)
}

// TargetHistory is every version of a target; see register.Table.History.
func (s *Service) TargetHistory(tx *db.Tx, who authz.Actor, of id.Target, all bool) ([]TargetVersion, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	return targets.History(tx, who.Force, string(of), all)
}

// Targets is every target as it stood, those still followed first, by their day. Errors:
// fault.Forbidden.
func (s *Service) Targets(tx *db.Tx, who authz.Actor, w register.When) ([]TargetVersion, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	return targets.List(tx, who.Force, w, db.Where{}, "r.standing DESC, r.by_day, r.id", 10000)
}

// Count is how many there were at an instant, counted in the registers. Errors:
// fault.Forbidden.
func (s *Service) Count(tx *db.Tx, who authz.Actor, m Measure, w register.When) (int, error) {
	if err := may(who); err != nil {
		return 0, err
	}
	switch m {
	case Persons:
		held, err := s.Accreds.WhoHeld(tx, who.Force, w)
		persons := map[id.Person]bool{}
		for _, h := range held {
			persons[h.Person] = true
		}
		return len(persons), err
	case Organisations:
		all, err := s.Orgs.All(tx, who.Force, w)
		n := 0
		for i := range all {
			if st := all[i].State.Standing(w.At); st.State == law.Active && !w.At.Before(st.From) {
				n++
			}
		}
		return n, err
	case Covered:
		c, err := s.Coverage(tx, who, w)
		return c.Covered(), err
	}
	return 0, fault.New(fault.Invalid, "There is no such measure.")
}

// Point is the figure of one day.
type Point struct {
	Day clock.Day
	N   int
}

// points is how many days a course is told for at most.
const points = 9

// Course is how a target's figure went from the day it was set up to the day the reader asks
// for, or the target's own if that was sooner. At least one point is told, the last is that
// of the last day. Errors: fault.Forbidden.
func (s *Service) Course(tx *db.Tx, who authz.Actor, t *Target, w register.When) ([]Point, error) {
	first, last := t.Set, t.Until(clock.DayOf(w.At))
	first = min(first, last)
	n := min(points, int(last-first)+1)
	out := make([]Point, 0, n)
	for i := range n {
		day := last
		if i < n-1 {
			day = first.AddDays(i * int(last-first) / (n - 1))
		}
		counted, err := s.Count(tx, who, t.Measure, On(w, day))
		if err != nil {
			return nil, err
		}
		out = append(out, Point{day, counted})
	}
	return out, nil
}

// Until is the last day for which a target's figure is told on a day: its own, once that is
// over.
func (t *Target) Until(day clock.Day) clock.Day { return min(day, t.By) }

// On is the end of a day, or the instant asked for where that is sooner.
func On(w register.When, day clock.Day) register.When {
	if end := day.End().Add(-time.Millisecond); end.Before(w.At) {
		w.At = end
	}
	return w
}

// Aim is what is entered of a target.
type Aim struct {
	Measure          Measure
	Goal             int
	By               clock.Day
	How, Owner, Note string
}

func (a Aim) onto(t *Target, today clock.Day) error {
	var wrong fault.Fields
	if a.Measure.Title() == "" {
		wrong.Add("measure", "Choose what is counted")
	}
	if a.Goal < 1 || a.Goal > 100000 {
		wrong.Add("goal", "Enter a whole number from 1 to 100,000")
	}
	ahead(&wrong, "by", a.By, today, 10, "Enter the day by which it is reached")
	t.How = wrong.Text("how", a.How, 1000, "Enter what is done to reach it")
	t.Owner = wrong.Text("owner", a.Owner, 100, "Enter who sees to it")
	t.Note = wrong.Text("note", a.Note, 1000, "")
	t.Measure, t.Goal, t.By = a.Measure, a.Goal, a.By
	return wrong.Err()
}

// Set sets a target. Errors: fault.Forbidden; fault.Invalid names the fields.
func (s *Service) Set(ctx context.Context, who authz.Actor, a Aim) (id.Target, error) {
	of := id.New[id.Target]()
	return of, act(ctx, s, who, targets, string(of), true, "target.set", func(_ *db.Tx, e *ledger.Draft, t *Target) error {
		t.Set, t.State, t.Who, t.At = clock.DayOf(e.At), Open, who.Name, e.At
		err := a.onto(t, t.Set)
		e.Say("Target set. "+t.Title(), "")
		return err
	})
}

// Change changes an open target, with the reason; what it was stays in its history. What is
// counted stays. Errors: fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict once
// it is closed.
func (s *Service) Change(ctx context.Context, who authz.Actor, of id.Target, a Aim) error {
	return act(ctx, s, who, targets, string(of), false, "target.change", func(_ *db.Tx, e *ledger.Draft, t *Target) error {
		if t.State != Open {
			return closed("The target")
		}
		before := t.Title()
		a.Measure = t.Measure
		t.Who, t.At = who.Name, e.At
		if err := a.onto(t, clock.DayOf(e.At)); err != nil {
			return err
		}
		if t.Note == "" {
			return fault.In("note", "Enter why it is changed")
		}
		e.Say("Target changed. "+t.Title()+"; before: "+before, "")
		return nil
	})
}

// Close ends following a target, with what came of it. Errors: as Change; fault.Invalid under
// note.
func (s *Service) Close(ctx context.Context, who authz.Actor, of id.Target, note string) error {
	return act(ctx, s, who, targets, string(of), false, "target.close", func(_ *db.Tx, e *ledger.Draft, t *Target) error {
		if t.State != Open {
			return closed("The target")
		}
		var wrong fault.Fields
		t.Note = wrong.Text("note", note, 1000, "Enter what came of it")
		t.State, t.Who, t.At = Closed, who.Name, e.At
		e.Say("Target closed. "+t.Title(), "")
		return wrong.Err()
	})
}

// Kinds of what falls due.
const (
	TargetDue  diary.Kind = "growth-target"
	NextAction diary.Kind = "growth-action"
)

// Diary says which targets and which next actions fall due, for the scheme office.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.KeepScheme) {
		return nil, nil
	}
	var due, next db.Where
	due.And("r.standing = 'open' AND r.by_day <= ?", int64(w.To))
	ts, err := targets.List(tx, who.Force, register.Now(w.At), due, "r.by_day, r.id", w.Limit)
	if err != nil {
		return nil, err
	}
	next.And("r.standing = 'open' AND r.next_day <= ?", int64(w.To))
	ks, err := talks.List(tx, who.Force, register.Now(w.At), next, "r.next_day, r.id", w.Limit)
	var out []diary.Item
	for _, v := range ts {
		out = append(out, diary.Item{Key: string(TargetDue) + "/" + v.ID, Kind: TargetDue, Title: "Say what came of the target: " + v.State.Title(), Link: "/targets/" + v.ID, Due: v.State.By})
	}
	for _, v := range ks {
		out = append(out, diary.Item{Key: string(NextAction) + "/" + v.ID + "/" + v.State.NextDay.String(), Kind: NextAction, Title: v.State.Next + " (after speaking with " + v.State.Team + ")", Plain: "Next action agreed with " + v.State.Team,
			Link: "/growth-log/" + v.ID, Due: v.State.NextDay})
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], err
}
