package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// State is where a version stands. Whether an adopted one is in force is a question of the
// day; see Line.InForce.
type State string

// The states.
const (
	Draft   State = "draft"
	Adopted State = "adopted"
	Dropped State = "dropped"
)

// moves is the states in which each act on a version is open, and what it leads to.
var moves = map[string]struct {
	from []State
	to   State
}{
	"policy.draft":  {[]State{"", Draft}, Draft},
	"policy.assess": {[]State{Draft}, Draft},
	"policy.adopt":  {[]State{Draft}, Adopted},
	"policy.drop":   {[]State{Draft}, Dropped},
	"policy.review": {[]State{Adopted}, Adopted},
}

// Version is what a policy says from a day on.
type Version struct {
	Policy id.Policy `json:"policy"`
	N      int       `json:"n"`
	Text   string    `json:"text,omitempty"`
	// File is the policy as a document, by the hash of its content.
	File     blob.Hash `json:"file,omitempty"`
	FileName string    `json:"file_name,omitempty"`
	Changes  string    `json:"changes,omitempty"` // what is other than before
	State    State     `json:"state"`
	// Assessment is nil until it was entered; without it no version is adopted.
	Assessment *Assessment `json:"assessment,omitempty"`
	From       clock.Day   `json:"from,omitempty"`
	ApprovedBy string      `json:"approved_by,omitempty"`
	ApprovedOn clock.Day   `json:"approved_on,omitempty"`
	Review     clock.Day   `json:"review,omitempty"`
	Found      string      `json:"found,omitempty"` // by the last review
	Reviewed   clock.Day   `json:"reviewed,omitempty"`
	Why        string      `json:"why,omitempty"` // it was dropped
	By         string      `json:"by"`
	At         time.Time   `json:"at"`
}

// Can reports whether the act is open to the version.
func (v *Version) Can(verb string) bool { return slices.Contains(moves[verb].from, v.State) }

// VersionEntry is a version with its identity and periods.
type VersionEntry = register.Version[Version]

var versions = &register.Table[Version]{Name: "policy_version", What: "version of a policy", Columns: []string{"policy_id", "standing", "from_day", "review_day"},
	Values: func(v Version) []any {
		return []any{string(v.Policy), string(v.State), int64(v.From), int64(v.Review)}
	}}

// VersionRows reads the register of versions for ledger.Verify.
var VersionRows = versions.Rows

// Version is a version as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Version(tx *db.Tx, who authz.Actor, of id.PolicyVersion, w register.When) (VersionEntry, error) {
	v, err := versions.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, may(who)
}

// History is every version of a policy's version; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.PolicyVersion, all bool) ([]VersionEntry, error) {
	if err := may(who); err != nil {
		return nil, err
	}
	return versions.History(tx, who.Force, string(of), all)
}

// Words is what is entered of a draft: its text, a document, or both.
type Words struct {
	Text, Changes string
	File          *blob.File
	FileName      string
}

func (x Words) onto(v *Version) error {
	var wrong fault.Fields
	v.Text, v.Changes = wrong.Text("text", x.Text, 60000, ""), wrong.Text("changes", x.Changes, 2000, "")
	if x.File != nil {
		v.File, v.FileName = x.File.Hash, wrong.Text("file", x.FileName, 200, "")
	}
	if v.Text == "" && v.File == "" {
		wrong.Add("text", "Enter what it says, or choose a document")
	}
	if v.N > 1 && v.Changes == "" {
		wrong.Add("changes", "Enter what is other than in the version before")
	}
	return wrong.Err()
}

// Draft begins a version of a policy. One is drafted at a time. Errors: fault.Forbidden;
// fault.NotFound; fault.Invalid; fault.Conflict.
func (s *Service) Draft(ctx context.Context, who authz.Actor, of id.Policy, x Words) (id.PolicyVersion, error) {
	made := id.New[id.PolicyVersion]()
	return made, s.do(ctx, who, made, of, "policy.draft", x.File, func(e *ledger.Draft, l *Line, v *Version) error {
		if b, ok := l.Being(); ok {
			return fault.New(fault.Conflict, "Version %d is being drafted. Adopt or drop it first.", b.State.N)
		}
		v.Policy, v.N = of, len(l.Versions)+1
		e.Say(title(l, v.N)+": drafted", "")
		return x.onto(v)
	})
}

// Redraft changes a draft. An assessment of what it said before no longer holds. Errors: as
// Draft.
func (s *Service) Redraft(ctx context.Context, who authz.Actor, of id.PolicyVersion, x Words) error {
	return s.do(ctx, who, of, "", "policy.draft", x.File, func(e *ledger.Draft, l *Line, v *Version) error {
		v.Assessment = nil
		e.Say(title(l, v.N)+": the draft was changed", "")
		return x.onto(v)
	})
}

// Assess enters the equality impact assessment of a draft, or enters it anew. Errors:
// fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict.
//
// Law: Equality Act 2010, s4, s149(1).
func (s *Service) Assess(ctx context.Context, who authz.Actor, of id.PolicyVersion, a Assessment) error {
	return s.do(ctx, who, of, "", "policy.assess", nil, func(e *ledger.Draft, l *Line, v *Version) error {
		a.By, a.At = who.Name, e.At
		e.Say(title(l, v.N)+": equality impact assessment entered", "Equality Act 2010, s149(1)")
		v.Assessment = &a
		return a.check(clock.DayOf(e.At), authz.SameName)
	})
}

// Adoption is that a version comes into force.
type Adoption struct {
	From, ApprovedOn, Review clock.Day
	ApprovedBy               string
}

// Adopt lets a version come into force from a day on: the one before is past from then. A
// past day enters what was in force already.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict;
// fault.Refused without its equality impact assessment.
func (s *Service) Adopt(ctx context.Context, who authz.Actor, of id.PolicyVersion, a Adoption) error {
	return s.do(ctx, who, of, "", "policy.adopt", nil, func(e *ledger.Draft, l *Line, v *Version) error {
		if v.Assessment == nil {
			return fault.Because("This version cannot come into force.", fault.Reason{Code: "policy.not-assessed", Message: "Its equality impact assessment was not entered, or the draft was changed since.",
				Source: "Equality Act 2010, s149(1)", Mend: "Enter the assessment of what the draft says now."})
		}
		var wrong fault.Fields
		v.ApprovedBy = wrong.Text("approved_by", a.ApprovedBy, 100, "Enter who approved the version")
		v.From, v.ApprovedOn, v.Review = a.From, a.ApprovedOn, a.Review
		today := clock.DayOf(e.At)
		last := clock.MustDay("2002-07-24") // the Police Reform Act 2002
		for _, o := range l.Versions {
			if o.State.State == Adopted {
				last = max(last, o.State.From)
			}
		}
		switch {
		case a.From == clock.NoDay:
			wrong.Add("from", "Enter the day from which it is in force")
		case a.From <= last || a.From > today.AddYears(2):
			wrong.Add("from", "Enter a day after %s, within two years", last.Long())
		}
		switch {
		case a.ApprovedOn == clock.NoDay:
			wrong.Add("approved_on", "Enter the day on which it was approved")
		case a.ApprovedOn > today:
			wrong.Add("approved_on", "Enter today or a day before")
		case a.ApprovedOn < v.Assessment.On:
			wrong.Add("approved_on", "The assessment was approved on %s. A version is approved on that day or after it", v.Assessment.On.Long())
		case a.From != clock.NoDay && a.From < a.ApprovedOn:
			wrong.Add("from", "It is in force from the day it was approved at the earliest")
		}
		review(&wrong, a.Review, a.From)
		e.Say(fmt.Sprintf("%s: in force from %s, approved by %s", title(l, v.N), v.From.Long(), v.ApprovedBy), "")
		return wrong.Err()
	})
}

// review holds the day of a review to lie after another, within five years.
func review(wrong *fault.Fields, day, after clock.Day) {
	switch {
	case day == clock.NoDay:
		wrong.Add("review", "Enter by when it is looked at again")
	case after != clock.NoDay && (day <= after || day > after.AddYears(5)):
		wrong.Add("review", "Enter a day after %s, within five years", after.Long())
	}
}

// Review records that a version in force was looked at again and stays as it is, and when it
// is looked at next. What is to change is drafted. Errors: as Adopt.
func (s *Service) Review(ctx context.Context, who authz.Actor, of id.PolicyVersion, found string, next clock.Day) error {
	return s.do(ctx, who, of, "", "policy.review", nil, func(e *ledger.Draft, l *Line, v *Version) error {
		today := clock.DayOf(e.At)
		if now, ok := l.InForce(today); !ok || now.ID != string(of) {
			return fault.New(fault.Conflict, "This version is not in force, so it is not reviewed.")
		}
		var wrong fault.Fields
		v.Found = wrong.Text("found", found, 2000, "Enter what the review found")
		review(&wrong, next, today)
		v.Review, v.Reviewed = next, today
		e.Say(title(l, v.N)+": reviewed, next by "+next.Long(), "")
		return wrong.Err()
	})
}

// Drop gives up a draft, with the reason. Errors: as Draft.
func (s *Service) Drop(ctx context.Context, who authz.Actor, of id.PolicyVersion, why string) error {
	return s.do(ctx, who, of, "", "policy.drop", nil, func(e *ledger.Draft, l *Line, v *Version) error {
		var wrong fault.Fields
		v.Why = wrong.Text("why", why, 600, "Enter why it is given up")
		e.Say(title(l, v.N)+": the draft was dropped", "")
		return wrong.Err()
	})
}

// do runs a use case on one version; in is the policy of a new one.
func (s *Service) do(ctx context.Context, who authz.Actor, of id.PolicyVersion, in id.Policy, verb string, file *blob.File, do func(*ledger.Draft, *Line, *Version) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{versions.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := keeper(who); err != nil {
			return err
		}
		var v Version
		if in == "" {
			x, err := versions.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			v = x.State
			in = v.Policy
		}
		l, err := s.open(tx, who, in, e.At)
		if err != nil {
			return err
		}
		e.Subject(policies.Subject(string(in)))
		if !v.Can(verb) {
			return fault.New(fault.Conflict, "Version %d is %s, so this cannot be done.", v.N, strings.ToLower(l.On(&VersionEntry{ID: string(of), State: v}, clock.DayOf(e.At))))
		}
		if err := do(e, &l, &v); err != nil {
			return err
		}
		if file != nil {
			if err := blob.Put(tx, who.Force, *file, e.At); err != nil {
				return err
			}
		}
		v.State, v.By, v.At = moves[verb].to, who.Name, e.At
		if past := v.From.Start(); verb == "policy.adopt" && past.Before(e.At) {
			if err := reach(tx, e, &l, past); err != nil {
				return err
			}
			return versions.Put(tx, e, string(of), v, past, clock.Forever)
		}
		return versions.Put(tx, e, string(of), v, e.At, clock.Forever)
	})
	return err
}

// reach lets a policy that was entered later be found from an instant on, as it was first
// entered.
func reach(tx *db.Tx, e *ledger.Draft, l *Line, from time.Time) error {
	all, err := policies.History(tx, e.Force, l.ID, false)
	if err != nil || !from.Before(all[0].From) {
		return err
	}
	return policies.Put(tx, e, l.ID, all[0].State, from, all[0].From)
}

// Kinds of what falls due.
const (
	ToReview diary.Kind = "policy-review"
	ToAdopt  diary.Kind = "policy-draft"
)

// Diary says which policies are to be looked at again, and which drafts wait, for the scheme
// office.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.KeepScheme) {
		return nil, nil
	}
	all, err := lines(tx, who.Force, "", register.Now(w.At))
	if err != nil {
		return nil, err
	}
	var out []diary.Item
	for _, l := range all {
		if l.State.State != Kept {
			continue
		}
		if v, ok := l.InForce(clock.DayOf(w.At)); ok && v.State.Review <= w.To {
			out = append(out, diary.Item{Key: string(ToReview) + "/" + v.ID, Kind: ToReview, Title: "Review the policy: " + l.State.Name, Link: "/policies/" + l.ID, Due: v.State.Review})
		}
		if v, ok := l.Being(); ok {
			what := "Adopt or drop"
			if v.State.Assessment == nil {
				what = "Assess the equality impact of"
			}
			out = append(out, diary.Item{Key: string(ToAdopt) + "/" + v.ID, Kind: ToAdopt, Title: fmt.Sprintf("%s version %d of a policy: %s", what, v.State.N, l.State.Name), Link: "/policy-versions/" + v.ID, Since: v.State.At})
		}
	}
	diary.Sort(out)
	return out[:min(len(out), w.Limit)], nil
}
