// Package review is the review of an accredited organisation's powers: whether each remains
// fit for purpose. The scheme office opens it; the organisation says how often each power was
// used and whether it is still needed; the delegate keeps each, keeps it with a condition, or
// removes it, and what is removed ends for its people in the same second.
//
// How often a power was used is told by the employer, since no register of notices tells it.
// When a review falls due is worked out from the settings of the force; nothing is kept that
// says so.
//
// Read Review, then states.go, act.go, and read.go for what the registers say of each power.
package review

import (
	"time"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
)

// Service is the use cases.
type Service struct {
	ledger    *ledger.Ledger
	areas     *area.Service
	orgs      *org.Service
	persons   *person.Service
	trainings *training.Service
	accreds   *accred.Service
	outbox    *outbox.Outbox
}

// New is the service on the database of those rooms.
func New(l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, trainings *training.Service, accreds *accred.Service, out *outbox.Outbox) *Service {
	return &Service{ledger: l, areas: areas, orgs: orgs, persons: persons, trainings: trainings, accreds: accreds, outbox: out}
}

// Review is a review of the powers that an organisation held on the day it was opened.
type Review struct {
	Number string    `json:"number"` // PR-001
	Org    id.Org    `json:"org"`
	State  State     `json:"state"`
	From   clock.Day `json:"from"` // of the period about which uses are told,
	To     clock.Day `json:"to"`   // both days counting
	Due    clock.Day `json:"due"`  // the organisation's last day in time
	Lines  []Line    `json:"lines"`
	Asked  Act       `json:"asked"`
	Told   int       `json:"told"` // contacts of the organisation that were written to when it was opened

	Answered  *Act   `json:"answered,omitempty"`
	Decided   *Act   `json:"decided,omitempty"`
	CalledOff *Act   `json:"called_off,omitempty"`
	Why       string `json:"why,omitempty"` // it was called off
}

// Act is who did something, and when.
type Act struct {
	By      string     `json:"by"`
	Account id.Account `json:"account,omitempty"`
	At      time.Time  `json:"at"`
}

// Line is one power of one role. What the registers say of it stands as it was worked out
// last: while the review is open, Find works it out anew.
type Line struct {
	Role      id.Role     `json:"role"`
	RoleTitle string      `json:"role_title"`
	Power     law.PowerID `json:"power"`
	Condition string      `json:"condition,omitempty"` // under which it was held when the review was opened
	Since     clock.Day   `json:"since"`               // held without a break from this day
	InForce   int         `json:"in_force"`            // accreditations in which it may be used
	Trained   int         `json:"trained"`             // persons of the role whose training for it counts
	Gone      bool        `json:"gone,omitempty"`      // it is no longer held: there is nothing to decide

	Word     *Word     `json:"word,omitempty"`     // the organisation's; nil until it answers
	Decision *Decision `json:"decision,omitempty"` // nil until it is decided
}

// Name is the power as pages name it, and Para its paragraph of Schedule 5.
func (l *Line) Name() string { return nameOf(l.Power) }

// Para is the paragraph of Schedule 5.
func (l *Line) Para() string {
	if p, ok := law.Find(l.Power); ok {
		return p.Para
	}
	return ""
}

func nameOf(p law.PowerID) string {
	if x, ok := law.Find(p); ok {
		return x.Name
	}
	return string(p)
}

// Source is who says how often a power was used.
type Source string

// ByEmployer: told by the employer. Counts from a register of notices would be another.
const ByEmployer Source = "employer"

// Title is the source in words.
func (s Source) Title() string { return map[Source]string{ByEmployer: "told by the employer"}[s] }

// Word is what the organisation says of a power.
type Word struct {
	Counted bool   `json:"counted"` // whether it knows how often
	Uses    int    `json:"uses"`    // in the period, if it does
	Source  Source `json:"source"`
	Needed  bool   `json:"needed"`
	Why     string `json:"why"`
}

// Verdict is what is decided of a power.
type Verdict string

const (
	Keep      Verdict = "keep"
	Condition Verdict = "condition"
	Remove    Verdict = "remove"
)

// Verdicts is each with its words, in the order they are offered.
var Verdicts = []struct {
	Verdict     Verdict
	Title, Done string
}{{Keep, "Keep", "Kept"}, {Condition, "Keep with a condition", "Kept with a condition"}, {Remove, "Remove", "Removed"}}

// Done is the verdict in words, once it is given; empty for none of them.
func (v Verdict) Done() string {
	for _, x := range Verdicts {
		if x.Verdict == v {
			return x.Done
		}
	}
	return ""
}

// Decision is what was decided of a power.
type Decision struct {
	Verdict   Verdict `json:"verdict"`
	Condition string  `json:"condition,omitempty"`
	Reason    string  `json:"reason,omitempty"`
}

// Version is a review with its identity and periods.
type Version = register.Version[Review]

var table = &register.Table[Review]{Name: "power_review", What: "review of powers", Columns: []string{"number", "org_id", "standing", "due_day"},
	Values: func(r Review) []any { return []any{r.Number, string(r.Org), string(r.State), int64(r.Due)} }}

// Rows reads the register of reviews for ledger.Verify.
var Rows = table.Rows

// open counts the lines of which something is to be said.
func (r *Review) open() int {
	n := 0
	for i := range r.Lines {
		if !r.Lines[i].Gone {
			n++
		}
	}
	return n
}

// Count is how many lines were decided so.
func (r *Review) Count(v Verdict) int {
	n := 0
	for i := range r.Lines {
		if d := r.Lines[i].Decision; d != nil && d.Verdict == v {
			n++
		}
	}
	return n
}

// copy is the review with lines of its own, safe to change.
func (r Review) copy() Review {
	r.Lines = append([]Line(nil), r.Lines...)
	return r
}
