// Package policy is the policies of the scheme and their versions, each with its equality
// impact assessment: without one no version comes into force, and what was in force on any
// day is found with what was assessed then.
//
// Law: Equality Act 2010, s4 for the nine protected characteristics, s149 for the public
// sector equality duty. Neither Act names an impact assessment: that is how forces show that
// they had due regard. That who assesses does not approve is a rule of this program.
//
// Read Version, then Assessment.
package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct{ ledger *ledger.Ledger }

// New is the service on the database of that ledger.
func New(l *ledger.Ledger) *Service { return &Service{l} }

// Standing is whether a policy is kept.
type Standing string

// The standings.
const (
	Kept  Standing = "kept"
	Ended Standing = "ended"
)

// Policy is a policy of the scheme, as a complaints or a fees policy.
type Policy struct {
	Name    string    `json:"name"`
	Purpose string    `json:"purpose"`
	Owner   string    `json:"owner"`
	State   Standing  `json:"state"`
	Why     string    `json:"why,omitempty"` // it was ended
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Entry is a policy with its identity and periods.
type Entry = register.Version[Policy]

var policies = &register.Table[Policy]{Name: "policy", What: "policy", Columns: []string{"name", "standing"},
	Values: func(p Policy) []any { return []any{org.Fold(p.Name), string(p.State)} }}

// Rows reads the register of policies for ledger.Verify.
var Rows = policies.Rows

// Line is a policy as it stood, with its versions, the newest first.
type Line struct {
	Entry
	Versions []VersionEntry
}

// InForce is the version that was in force on the day; none if no version was, or the policy
// had ended.
func (l *Line) InForce(day clock.Day) (VersionEntry, bool) {
	best, ok := VersionEntry{}, false
	for _, v := range l.Versions {
		if s := &v.State; s.State == Adopted && s.From <= day && (!ok || s.From > best.State.From) {
			best, ok = v, true
		}
	}
	return best, ok && l.State.State == Kept
}

// Being is the version that is being drafted, if one is.
func (l *Line) Being() (VersionEntry, bool) {
	i := slices.IndexFunc(l.Versions, func(v VersionEntry) bool { return v.State.State == Draft })
	if i < 0 {
		return VersionEntry{}, false
	}
	return l.Versions[i], true
}

// On says what a version is on the day: in force, to come, past, a draft, or dropped.
func (l *Line) On(v *VersionEntry, day clock.Day) string {
	now, ok := l.InForce(day)
	switch {
	case v.State.State == Draft:
		return "Draft"
	case v.State.State == Dropped:
		return "Dropped"
	case v.State.From > day:
		return "From " + v.State.From.Short()
	case ok && now.ID == v.ID:
		return "In force"
	}
	return "Past"
}

// Policies is every policy as it stood, by name, those kept first. Errors: fault.Forbidden.
func (s *Service) Policies(tx *db.Tx, who authz.Actor, w register.When) ([]Line, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	return lines(tx, who.Force, "", w)
}

func lines(tx *db.Tx, force id.Force, of id.Policy, w register.When) ([]Line, error) {
	var one, its db.Where
	if of != "" {
		one.And("r.id = ?", string(of))
		its.And("r.policy_id = ?", string(of))
	}
	all, err := policies.List(tx, force, w, one, "r.standing DESC, r.name, r.id", 10000)
	if err != nil {
		return nil, err
	}
	vs, err := versions.List(tx, force, w, its, "r.id DESC", 100000)
	out := make([]Line, 0, len(all))
	for _, p := range all {
		l := Line{Entry: p}
		for _, v := range vs {
			if string(v.State.Policy) == p.ID {
				l.Versions = append(l.Versions, v)
			}
		}
		out = append(out, l)
	}
	return out, err
}

// Policy is one policy as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Policy(tx *db.Tx, who authz.Actor, of id.Policy, w register.When) (Line, error) {
	if err := may(who); err != nil {
		return Line{}, err
	}
	return find(tx, who.Force, of, w)
}

func find(tx *db.Tx, force id.Force, of id.Policy, w register.When) (Line, error) {
	if _, err := policies.Find(tx, force, string(of), w); err != nil {
		return Line{}, err
	}
	all, err := lines(tx, force, of, w)
	if err != nil {
		return Line{}, err
	}
	return all[0], nil
}

// Kind is what is entered of a policy.
type Kind struct{ Name, Purpose, Owner string }

// Enter puts a policy into the register; it has no version yet. Errors: fault.Forbidden;
// fault.Invalid names the fields; fault.Conflict if one has the name.
func (s *Service) Enter(ctx context.Context, who authz.Actor, k Kind) (id.Policy, error) {
	of := id.New[id.Policy]()
	return of, s.keep(ctx, who, of, "policy.enter", k)
}

// Alter changes what is said of a policy: its name, purpose and owner. Errors: as Enter;
// fault.NotFound.
func (s *Service) Alter(ctx context.Context, who authz.Actor, of id.Policy, k Kind) error {
	return s.keep(ctx, who, of, "policy.change", k)
}

func (s *Service) keep(ctx context.Context, who authz.Actor, of id.Policy, verb string, k Kind) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{policies.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := keeper(who); err != nil {
			return err
		}
		p := Policy{State: Kept}
		if verb != "policy.enter" {
			v, err := policies.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			p = v.State
		}
		var wrong fault.Fields
		p.Name, p.Purpose = wrong.Text("name", k.Name, 120, "Enter what it is called"), wrong.Text("purpose", k.Purpose, 600, "Enter what it settles")
		p.Owner, p.By, p.At = wrong.Text("owner", k.Owner, 100, "Enter who owns it"), who.Name, e.At
		if err := wrong.Err(); err != nil {
			return err
		}
		n, err := db.Count(tx, `SELECT COUNT(*) FROM policy WHERE force_id = ? AND name = ? AND standing = 'kept' AND id <> ? AND until_at = 253402214400000 AND superseded_at = 253402214400000`, string(who.Force), org.Fold(p.Name), string(of))
		if err != nil {
			return err
		}
		if n > 0 {
			return fault.In("name", "Another policy has this name")
		}
		e.Say("Policy "+p.Name+map[string]string{"policy.enter": " is kept", "policy.change": " was changed"}[verb], "")
		return policies.Put(tx, e, string(of), p, e.At, clock.Forever)
	})
	return err
}

// End ends a policy, with the reason: no version of it is in force any more. Its past stays.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) End(ctx context.Context, who authz.Actor, of id.Policy, why string) error {
	_, err := s.ledger.Do(ctx, who, "policy.end", []ledger.Subject{policies.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		l, err := s.open(tx, who, of, e.At)
		if err != nil {
			return err
		}
		var wrong fault.Fields
		p := l.State
		p.Why, p.State, p.By, p.At = wrong.Text("why", why, 600, "Enter why it ends"), Ended, who.Name, e.At
		if err := wrong.Err(); err != nil {
			return err
		}
		e.Say("Policy "+p.Name+" ended", "")
		return policies.Put(tx, e, string(of), p, e.At, clock.Forever)
	})
	return err
}

// open is a policy that is kept, for who may keep it.
func (s *Service) open(tx *db.Tx, who authz.Actor, of id.Policy, at time.Time) (Line, error) {
	if err := keeper(who); err != nil {
		return Line{}, err
	}
	l, err := find(tx, who.Force, of, register.Now(at))
	if err == nil && l.State.State != Kept {
		err = fault.New(fault.Conflict, "%s has ended, so this cannot be done.", l.State.Name)
	}
	return l, err
}

func may(who authz.Actor) error    { return who.May(authz.ReadScheme, authz.Object{}) }
func keeper(who authz.Actor) error { return who.May(authz.KeepScheme, authz.Object{}) }

// File is the document of a version. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) File(tx *db.Tx, who authz.Actor, of id.PolicyVersion, w register.When) (blob.File, string, error) {
	v, err := s.Version(tx, who, of, w)
	if err != nil {
		return blob.File{}, "", err
	}
	if v.State.File == "" {
		return blob.File{}, "", fault.New(fault.NotFound, "This version has no document.")
	}
	f, err := blob.Get(tx, who.Force, v.State.File)
	return f, v.State.FileName, err
}

// title is a version in a sentence: "Complaints policy, version 2".
func title(l *Line, n int) string { return fmt.Sprintf("%s, version %d", l.State.Name, n) }
