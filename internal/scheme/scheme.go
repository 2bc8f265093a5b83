// Package scheme is what the force keeps of the scheme as a whole: its risk register, with
// who owns each risk, how it is scored, what is done about it, and by when it is looked at
// again; and who may decide what.
//
// How it grows is in growth, its policies are in policy. Read Risk, then Decision.
package scheme

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct {
	ledger   *ledger.Ledger
	accounts *account.Service
}

// New is the service on the database of that ledger.
func New(l *ledger.Ledger, accounts *account.Service) *Service { return &Service{l, accounts} }

// RiskState is where a risk stands.
type RiskState string

const (
	Open   RiskState = "open"
	Closed RiskState = "closed"
)

// Title is the state in plain words.
func (s RiskState) Title() string { return map[RiskState]string{Open: "Open", Closed: "Closed"}[s] }

// riskMoves is the states in which each act on a risk is open, and what it leads to.
var riskMoves = map[string]struct {
	from []RiskState
	to   RiskState
}{
	"risk.enter":  {[]RiskState{""}, Open},
	"risk.review": {[]RiskState{Open}, Open},
	"risk.close":  {[]RiskState{Open}, Closed},
	"risk.reopen": {[]RiskState{Closed}, Open},
}

// Most is the highest likelihood and the highest impact; the lowest is 1.
const Most = 5

// Words of the two scales, from 1 up.
var (
	Likelihoods = []string{"Rare", "Unlikely", "Possible", "Likely", "Almost certain"}
	Impacts     = []string{"Slight", "Small", "Moderate", "Large", "Severe"}
)

// Risk is one risk of the scheme.
type Risk struct {
	Number     string    `json:"number"`
	State      RiskState `json:"state"`
	Title      string    `json:"title"`  // what may happen
	Effect     string    `json:"effect"` // what it would do
	Owner      string    `json:"owner"`
	Likelihood int       `json:"likelihood"`     // 1 to Most
	Impact     int       `json:"impact"`         // 1 to Most
	Action     string    `json:"action"`         // what is done about it
	Review     clock.Day `json:"review"`         // by which it is looked at again
	Note       string    `json:"note,omitempty"` // what the last review found, or why it was closed
	Raised     clock.Day `json:"raised"`         // when it was entered
	Reviewed   clock.Day `json:"reviewed"`       // when it was last looked at
	By         string    `json:"by"`             // who wrote this
	At         time.Time `json:"at"`             // when
}

// Score is likelihood times impact: 1 to 25.
func (r *Risk) Score() int { return r.Likelihood * r.Impact }

// Level is the score in a word: low to 5, medium to 12, else high.
func (r *Risk) Level() string {
	switch s := r.Score(); {
	case s <= 5:
		return "Low"
	case s <= 12:
		return "Medium"
	}
	return "High"
}

// Can reports whether the act is open to the risk.
func (r *Risk) Can(verb string) bool { return slices.Contains(riskMoves[verb].from, r.State) }

// RiskVersion is a risk with its identity and periods.
type RiskVersion = register.Version[Risk]

var risks = &register.Table[Risk]{Name: "risk", What: "risk", Columns: []string{"number", "standing", "score", "review_day"},
	Values: func(r Risk) []any { return []any{r.Number, string(r.State), int64(r.Score()), int64(r.Review)} }}

// RiskRows reads the risk register for ledger.Verify.
var RiskRows = risks.Rows

// Risk is a risk as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Risk(tx *db.Tx, who authz.Actor, of id.Risk, w register.When) (RiskVersion, error) {
	v, err := risks.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.ReadRisks, authz.Object{})
}

// RiskHistory is every version of a risk; see register.Table.History.
func (s *Service) RiskHistory(tx *db.Tx, who authz.Actor, of id.Risk, all bool) ([]RiskVersion, error) {
	if err := who.May(authz.ReadRisks, authz.Object{}); err != nil {
		return nil, err
	}
	return risks.History(tx, who.Force, string(of), all)
}

// orders is the texts by which the register is sorted.
var orders = map[string]string{"": "r.score DESC, r.number", "-score": "r.score DESC, r.number", "score": "r.score, r.number", "number": "r.number", "-number": "r.number DESC", "review": "r.review_day, r.number", "-review": "r.review_day DESC, r.number"}

// Risks is the risks in a state (empty: in any) as they stood, the highest score first unless
// sort (score, number or review, with a minus before it the other way round) says otherwise.
// Errors: fault.Forbidden.
func (s *Service) Risks(tx *db.Tx, who authz.Actor, state RiskState, sort string, w register.When) ([]RiskVersion, error) {
	if err := who.May(authz.ReadRisks, authz.Object{}); err != nil {
		return nil, err
	}
	var where db.Where
	if state != "" {
		where.And("r.standing = ?", string(state))
	}
	order, ok := orders[sort]
	if !ok {
		order = orders[""]
	}
	return risks.List(tx, who.Force, w, where, order, 10000)
}

// Judged is what is entered of a risk.
type Judged struct {
	Title, Effect, Owner, Action, Note string
	Likelihood, Impact                 int
	Review                             clock.Day
}

func (j Judged) onto(r *Risk, today clock.Day) error {
	var wrong fault.Fields
	r.Title = wrong.Text("title", j.Title, 200, "Enter what may happen")
	r.Effect = wrong.Text("effect", j.Effect, 1000, "Enter what it would do to the scheme")
	r.Owner = wrong.Text("owner", j.Owner, 100, "Enter who owns it")
	r.Action = wrong.Text("action", j.Action, 1000, "Enter what is done about it, or that it is borne")
	r.Note = wrong.Text("note", j.Note, 1000, "")
	for field, n := range map[string]int{"likelihood": j.Likelihood, "impact": j.Impact} {
		if n < 1 || n > Most {
			wrong.Add(field, "Choose one of the five")
		}
	}
	r.Likelihood, r.Impact = j.Likelihood, j.Impact
	switch {
	case j.Review == clock.NoDay:
		wrong.Add("review", "Enter by when it is looked at again")
	case j.Review <= today || j.Review > today.AddYears(3):
		wrong.Add("review", "Enter a day after today, within three years")
	}
	r.Review, r.Reviewed = j.Review, today
	return wrong.Err()
}

// Enter puts a risk into the register. Errors: fault.Forbidden; fault.Invalid.
func (s *Service) Enter(ctx context.Context, who authz.Actor, j Judged) (id.Risk, error) {
	return s.do(ctx, who, "", "risk.enter", func(e *ledger.Draft, r *Risk) error {
		r.Raised = clock.DayOf(e.At)
		err := j.onto(r, r.Raised)
		e.Say(fmt.Sprintf("%s, %s: score %d", r.Number, r.Title, r.Score()), "")
		return err
	})
}

// Review looks at a risk again: what it says then holds from now on, and what it said stays
// in its history. Errors: fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict.
func (s *Service) Review(ctx context.Context, who authz.Actor, of id.Risk, j Judged) error {
	_, err := s.do(ctx, who, of, "risk.review", func(e *ledger.Draft, r *Risk) error {
		before := r.Score()
		err := j.onto(r, clock.DayOf(e.At))
		e.Say(fmt.Sprintf("%s, %s: reviewed, score %d, before %d", r.Number, r.Title, r.Score(), before), "")
		return err
	})
	return err
}

// Close closes a risk, with the reason. Errors: fault.Forbidden; fault.NotFound; fault.Invalid
// under note; fault.Conflict.
func (s *Service) Close(ctx context.Context, who authz.Actor, of id.Risk, note string) error {
	return s.because(ctx, who, of, "risk.close", note, "closed")
}

// Reopen opens a closed risk again, with the reason. Errors: as Close.
func (s *Service) Reopen(ctx context.Context, who authz.Actor, of id.Risk, note string) error {
	return s.because(ctx, who, of, "risk.reopen", note, "opened again")
}

func (s *Service) because(ctx context.Context, who authz.Actor, of id.Risk, verb, note, says string) error {
	_, err := s.do(ctx, who, of, verb, func(e *ledger.Draft, r *Risk) error {
		var wrong fault.Fields
		r.Note = wrong.Text("note", note, 1000, "Enter the reason")
		e.Say(r.Number+", "+r.Title+": "+says, "")
		return wrong.Err()
	})
	return err
}

// do runs a use case on one risk, of which an empty identity makes a new one.
func (s *Service) do(ctx context.Context, who authz.Actor, of id.Risk, verb string, do func(*ledger.Draft, *Risk) error) (id.Risk, error) {
	fresh := of == ""
	if fresh {
		of = id.New[id.Risk]()
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{risks.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.KeepRisks, authz.Object{}); err != nil {
			return err
		}
		var r Risk
		if fresh {
			n, err := db.Count(tx, `SELECT COUNT(DISTINCT id) FROM risk WHERE force_id = ?`, string(who.Force))
			if err != nil {
				return err
			}
			r.Number = fmt.Sprintf("R-%03d", n+1)
		} else {
			v, err := risks.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			r = v.State
		}
		if !r.Can(verb) {
			return fault.New(fault.Conflict, "%s is %s, so this cannot be done.", r.Number, strings.ToLower(r.State.Title()))
		}
		if err := do(e, &r); err != nil {
			return err
		}
		r.State, r.By, r.At = riskMoves[verb].to, who.Name, e.At
		return risks.Put(tx, e, string(of), r, e.At, clock.Forever)
	})
	return of, err
}

// ToReview is the kind of a risk that is to be looked at again.
const ToReview diary.Kind = "risk-review"

// Diary says which risks are to be looked at again, for the scheme office.
func (s *Service) Diary(tx *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
	if !who.Can(authz.KeepRisks) {
		return nil, nil
	}
	var where db.Where
	where.And("r.standing = 'open' AND r.review_day <= ?", int64(w.To))
	vs, err := risks.List(tx, who.Force, register.Now(w.At), where, "r.review_day, r.number", w.Limit)
	if err != nil {
		return nil, err
	}
	out := make([]diary.Item, 0, len(vs))
	for _, v := range vs {
		out = append(out, diary.Item{Key: string(ToReview) + "/" + v.ID, Kind: ToReview, Title: "Review the risk " + v.State.Number + ": " + v.State.Title, Link: "/risks/" + v.ID, Due: v.State.Review})
	}
	return out, nil
}
