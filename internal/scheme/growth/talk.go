package growth

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// TalkState is whether something is still to be done after a talk.
type TalkState string

// The states.
const (
	ToDo TalkState = "open"
	Done TalkState = "done"
)

// Talk is a contact with a community policing team about the growth of the scheme.
type Talk struct {
	Day  clock.Day `json:"day"`
	Team string    `json:"team"`
	// District is the policing district of the team, if the register of areas has it.
	District id.Area `json:"district,omitempty"`
	With     string  `json:"with"` // who spoke for the team
	Said     string  `json:"said"`
	// Next is what is done next, by NextDay, by Owner; empty: nothing is.
	Next    string    `json:"next,omitempty"`
	NextDay clock.Day `json:"next_day,omitempty"`
	Owner   string    `json:"owner,omitempty"`
	// Came is what came of the last action.
	Came  string    `json:"came,omitempty"`
	State TalkState `json:"state"`
	Who   string    `json:"who"` // wrote this
	At    time.Time `json:"at"`
}

// TalkVersion is a talk with its identity and periods.
type TalkVersion = register.Version[Talk]

var talks = &register.Table[Talk]{Name: "talk", What: "contact", Columns: []string{"standing", "held_day", "next_day"},
	Values: func(t Talk) []any { return []any{string(t.State), int64(t.Day), int64(t.NextDay)} }}

// TalkRows reads the contact log for ledger.Verify.
var TalkRows = talks.Rows

// Talk is a contact as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Talk(tx *db.Tx, who authz.Actor, of id.Talk, w register.When) (TalkVersion, error) {
	v, err := talks.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, keep(who)
}

// TalkHistory is every version of a contact; see register.Table.History.
func (s *Service) TalkHistory(tx *db.Tx, who authz.Actor, of id.Talk, all bool) ([]TalkVersion, error) {
	if err := keep(who); err != nil {
		return nil, err
	}
	return talks.History(tx, who.Force, string(of), all)
}

// Log is which contacts are asked for. Empty fields choose all.
type Log struct {
	Text string // in the team, who spoke, or what was said
	Open bool   // only those after which something is still to be done
}

// Talks is the contacts that match, as they stood, the latest first. Errors: fault.Forbidden.
func (s *Service) Talks(tx *db.Tx, who authz.Actor, q Log, w register.When) ([]TalkVersion, error) {
	if err := keep(who); err != nil {
		return nil, err
	}
	var where db.Where
	if q.Open {
		where.And("r.standing = ?", string(ToDo))
	}
	all, err := talks.List(tx, who.Force, w, where, "r.held_day DESC, r.id DESC", 100000)
	text := org.Fold(q.Text)
	return slices.DeleteFunc(all, func(v TalkVersion) bool {
		t := &v.State
		return text != "" && !strings.Contains(org.Fold(t.Team+"\n"+t.With+"\n"+t.Said+"\n"+t.Next), text)
	}), err
}

// Step is what is done next.
type Step struct {
	Next  string // empty: nothing is
	By    clock.Day
	Owner string
}

func (x Step) onto(t *Talk, wrong *fault.Fields, today clock.Day) {
	t.Next, t.Owner = wrong.Text("next", x.Next, 300, ""), wrong.Text("owner", x.Owner, 100, "")
	t.NextDay, t.State = x.By, ToDo
	if t.Next == "" {
		if x.By != clock.NoDay {
			wrong.Add("next", "Enter what is done by that day")
		}
		t.NextDay, t.Owner, t.State = clock.NoDay, "", Done
		return
	}
	ahead(wrong, "by", x.By, today, 3, "Enter by when it is done")
	if t.Owner == "" {
		wrong.Add("owner", "Enter who does it")
	}
}

// Recorded is what is entered of a contact.
type Recorded struct {
	Day              clock.Day
	Team, With, Said string
	District         id.Area
	Step
}

// Record puts a contact into the log. Errors: fault.Forbidden; fault.Invalid names the fields.
func (s *Service) Record(ctx context.Context, who authz.Actor, x Recorded) (id.Talk, error) {
	of := id.New[id.Talk]()
	return of, act(ctx, s, who, talks, string(of), true, "talk.record", func(tx *db.Tx, e *ledger.Draft, t *Talk) error {
		var wrong fault.Fields
		today := clock.DayOf(e.At)
		t.Team = wrong.Text("team", x.Team, 200, "Enter which team it was with")
		t.With = wrong.Text("with", x.With, 200, "Enter who spoke for the team")
		t.Said = wrong.Text("said", x.Said, 2000, "Enter what was said")
		switch {
		case x.Day == clock.NoDay:
			wrong.Add("day", "Enter the day")
		case x.Day > today || x.Day < clock.MustDay("2002-07-24"):
			wrong.Add("day", "Enter today or a day before")
		}
		t.Day, t.District = x.Day, x.District
		if x.District != "" {
			a, err := s.Areas.Find(tx, who.Force, x.District, register.Now(e.At))
			if err != nil && !fault.Is(err, fault.NotFound) {
				return err
			}
			if err != nil || a.State.Kind != area.District {
				wrong.Add("district", "Choose a policing district of the register")
			}
		}
		x.Step.onto(t, &wrong, today)
		t.Who, t.At = who.Name, e.At
		e.Say("Spoke with "+t.Team+" on "+t.Day.Long()+" about the growth of the scheme", "")
		return wrong.Err()
	})
}

// Follow says what came of the next action, and what is done after it, if anything. Errors:
// fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict where nothing is to be done.
func (s *Service) Follow(ctx context.Context, who authz.Actor, of id.Talk, came string, x Step) error {
	return act(ctx, s, who, talks, string(of), false, "talk.follow", func(_ *db.Tx, e *ledger.Draft, t *Talk) error {
		if t.State != ToDo {
			return fault.New(fault.Conflict, "Nothing is left to do after this contact. Record the next one as a new line.")
		}
		var wrong fault.Fields
		done := t.Next
		t.Came = wrong.Text("came", came, 1000, "Enter what came of it")
		x.onto(t, &wrong, clock.DayOf(e.At))
		t.Who, t.At = who.Name, e.At
		e.Say("After speaking with "+t.Team+": “"+done+"” is done", "")
		return wrong.Err()
	})
}
