package liaison

import (
	"context"
	"slices"

	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Action is what is to be done after an evaluation.
type Action struct {
	What  string         `json:"what"`
	Side  agreement.Side `json:"side"` // whose it is
	Owner string         `json:"owner"`
	Due   clock.Day      `json:"due"`
	Done  clock.Day      `json:"done,omitempty"`
	By    string         `json:"by,omitempty"` // who recorded that it was done
	Note  string         `json:"note,omitempty"`
}

// Evaluation is one evaluation of the parties' work together that was held.
//
// Law: joint operating protocol, clause 4.1.
type Evaluation struct {
	Org     id.Org       `json:"org"`
	Under   id.Agreement `json:"under,omitempty"` // the protocol in force
	Day     clock.Day    `json:"day"`
	OfForce string       `json:"of_force"` // who held it, of each side
	OfOrg   string       `json:"of_org"`
	Found   string       `json:"found"`
	Actions []Action     `json:"actions,omitempty"`
	Last    done         `json:"last"`
}

// EvaluationVersion is an evaluation with its identity and periods.
type EvaluationVersion = register.Version[Evaluation]

var evaluations = &register.Table[Evaluation]{
	Name: "evaluation", What: "evaluation", Columns: []string{"org_id"},
	Values: func(x Evaluation) []any { return []any{string(x.Org)} },
}

// EvaluationRows reads the register of evaluations for ledger.Verify.
var EvaluationRows = evaluations.Rows

// Evaluation is an evaluation as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Evaluation(tx *db.Tx, who authz.Actor, of id.Evaluation, w register.When) (EvaluationVersion, error) {
	v, err := evaluations.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.May(tx, who, authz.ReadAgreement, v.State.Org)
}

// EvaluationHistory is every version of an evaluation; see register.Table.History.
func (s *Service) EvaluationHistory(tx *db.Tx, who authz.Actor, of id.Evaluation, all bool) ([]EvaluationVersion, error) {
	if _, err := s.Evaluation(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return evaluations.History(tx, who.Force, string(of), all)
}

// Evaluations is how an organisation's work with the force was evaluated, at an instant.
type Evaluations struct {
	All    []EvaluationVersion // the latest first
	Last   clock.Day           // clock.NoDay if none was held
	Due    clock.Day           // the last day in time of the next; clock.NoDay without a protocol in force
	Months int
}

// OpenActions is how many actions are not done, and how many of them are overdue.
func (x *Evaluations) OpenActions(today clock.Day) (open, late int) {
	for _, v := range x.All {
		for _, a := range v.State.Actions {
			if a.Done == clock.NoDay {
				open++
				if a.Due < today {
					late++
				}
			}
		}
	}
	return open, late
}

// Evaluations is the evaluations with an organisation as they stood. Errors:
// fault.Forbidden, fault.NotFound.
//
// Law: joint operating protocol, clause 4.1.
func (s *Service) Evaluations(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (Evaluations, error) {
	if err := s.May(tx, who, authz.ReadAgreement, with); err != nil {
		return Evaluations{}, err
	}
	p, err := s.between(tx, who.Force, with, w)
	if err != nil {
		return Evaluations{}, err
	}
	var where db.Where
	where.And("r.org_id = ?", string(with))
	all, err := evaluations.List(tx, who.Force, w, where, "r.id", 100000)
	return evaluated(all, p.began, p.force.Settings.EvaluationMonths), err
}

// evaluated is the evaluations of one organisation in order, with when the next is due.
func evaluated(all []EvaluationVersion, began clock.Day, months int) Evaluations {
	out := Evaluations{All: all, Months: months}
	slices.SortStableFunc(out.All, func(a, b EvaluationVersion) int { return int(b.State.Day) - int(a.State.Day) })
	for _, v := range all {
		out.Last = max(out.Last, v.State.Day)
	}
	out.Due = next(began, out.Last, months)
	return out
}

// EveryEvaluation is Evaluations of each organisation that the actor may see and that has a
// protocol in force or was evaluated, read at once. Errors: fault.Forbidden.
func (s *Service) EveryEvaluation(tx *db.Tx, who authz.Actor, w register.When) (map[id.Org]Evaluations, error) {
	seen, err := s.seen(tx, who, "", w)
	if err != nil {
		return nil, err
	}
	f, err := s.areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	began, err := s.agreements.Begun(tx, who.Force, "", w)
	if err != nil {
		return nil, err
	}
	vs, err := evaluations.List(tx, who.Force, w, db.Where{}, "r.id", 1000000)
	all := map[id.Org][]EvaluationVersion{}
	for o := range began {
		all[o] = nil
	}
	for _, v := range vs {
		all[v.State.Org] = append(all[v.State.Org], v)
	}
	out := map[id.Org]Evaluations{}
	for o, list := range all {
		if seen(o) {
			out[o] = evaluated(list, began[o], f.Settings.EvaluationMonths)
		}
	}
	return out, err
}

// Evaluate records an evaluation that was held, or, with an identity, corrects what was
// recorded; its actions stay.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// without a protocol in force, or for a day that is recorded already.
//
// Law: joint operating protocol, clause 4.1.
func (s *Service) Evaluate(ctx context.Context, who authz.Actor, of id.Evaluation, in Evaluation) (id.Evaluation, error) {
	fresh := of == ""
	verb := "evaluation.correct"
	if fresh {
		of, verb = id.New[id.Evaluation](), "evaluation.hold"
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{evaluations.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		var before Evaluation
		if !fresh {
			v, err := evaluations.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			before, in.Org = v.State, v.State.Org
		}
		if err := s.May(tx, who, authz.KeepLiaison, in.Org); err != nil {
			return err
		}
		p, err := s.between(tx, who.Force, in.Org, register.Now(e.At))
		if err != nil {
			return err
		}
		x, err := in.checked(&p, clock.DayOf(e.At))
		if err != nil {
			return err
		}
		x.Under, x.Actions, x.Last = before.Under, before.Actions, doneBy(who, e)
		if fresh {
			if p.began == clock.NoDay {
				return fault.New(fault.Conflict, "No protocol is in force with %s, so there is no work together to evaluate.", p.org.State.Name)
			}
			x.Under = id.Agreement(p.under.ID)
		}
		if err := s.evaluatedOn(tx, who.Force, of, &x); err != nil {
			return err
		}
		e.Say("The work with "+p.org.State.Name+" was evaluated on "+x.Day.Long(), "Joint operating protocol, clause 4.1")
		return putEvaluation(tx, e, of, x)
	})
	return of, err
}

// evaluatedOn is a fault.Conflict if another evaluation of that day is recorded.
func (s *Service) evaluatedOn(tx *db.Tx, force id.Force, of id.Evaluation, x *Evaluation) error {
	var where db.Where
	where.And("r.org_id = ?", string(x.Org))
	all, err := evaluations.Current(tx, force, where, "r.id", 100000)
	for _, v := range all {
		if v.ID != string(of) && v.State.Day == x.Day {
			return fault.New(fault.Conflict, "The evaluation of %s is recorded already.", x.Day.Long())
		}
	}
	return err
}

func putEvaluation(tx *db.Tx, e *ledger.Draft, of id.Evaluation, x Evaluation) error {
	for _, sub := range about(evaluations.Subject(string(of)), x.Org) {
		e.Subject(sub)
	}
	return evaluations.Put(tx, e, string(of), x, e.At, clock.Forever)
}

// checked is what is recorded, if nothing is wrong with it.
func (x Evaluation) checked(p *parties, today clock.Day) (Evaluation, error) {
	var wrong fault.Fields
	switch {
	case x.Day == clock.NoDay:
		wrong.Add("day", "Enter the day of the evaluation")
	case x.Day > today:
		wrong.Add("day", "This day is in the future. Record the evaluation when it has been held")
	case x.Day < today.AddYears(-20):
		wrong.Add("day", "This day is more than 20 years ago. Check the year")
	}
	x.OfForce = wrong.Text("of_force", x.OfForce, short, "Enter who took part for the police")
	x.OfOrg = wrong.Text("of_org", x.OfOrg, short, "Enter who took part for "+p.org.State.Name)
	x.Found = wrong.Text("found", x.Found, long, "Enter what was found")
	return x, wrong.Err()
}

// actionsMost is how many actions an evaluation has at most.
const actionsMost = 50

// AddAction adds an action to an evaluation: what is to be done, by whom, and by when.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields.
func (s *Service) AddAction(ctx context.Context, who authz.Actor, of id.Evaluation, a Action) error {
	return s.onActions(ctx, who, of, "evaluation.action", func(e *ledger.Draft, x *Evaluation) error {
		var wrong fault.Fields
		a = Action{What: wrong.Text("what", a.What, 400, "Enter what is to be done"), Side: a.Side, Owner: wrong.Text("owner", a.Owner, 200, "Enter who sees to it"), Due: a.Due}
		if a.Side != agreement.OfForce && a.Side != agreement.OfOrg {
			wrong.Add("side", "Choose whose action it is")
		}
		if a.Due == clock.NoDay || a.Due < x.Day || a.Due > x.Day.AddYears(5) {
			wrong.Add("due", "Enter the last day in time, within five years of the evaluation")
		}
		if len(x.Actions) >= actionsMost {
			wrong.Add("what", "An evaluation has %d actions at the most", actionsMost)
		}
		x.Actions = append(x.Actions, a)
		e.Say("An action was agreed after the evaluation of "+x.Day.Long()+", due by "+a.Due.Long(), "Joint operating protocol, clause 4.1")
		return wrong.Err()
	})
}

// MayDo reports whether it is the actor's to say that an action of that side is done:
// their own, and the scheme office every one.
func MayDo(who authz.Actor, side agreement.Side) bool { return MayVerify(who, side) }

// Done records that an action of an evaluation, counted from 0, is done.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under note; fault.Conflict if it is
// done already.
func (s *Service) Done(ctx context.Context, who authz.Actor, of id.Evaluation, action int, note string) error {
	return s.onActions(ctx, who, of, "evaluation.done", func(e *ledger.Draft, x *Evaluation) error {
		switch {
		case action < 0 || action >= len(x.Actions):
			return fault.New(fault.NotFound, "There is no such action.")
		case !MayDo(who, x.Actions[action].Side):
			return fault.New(fault.Forbidden, "That an action is done is said by its own side, or by the scheme office.")
		case x.Actions[action].Done != clock.NoDay:
			return fault.New(fault.Conflict, "This action is done already.")
		}
		var wrong fault.Fields
		a := &x.Actions[action]
		a.Done, a.By, a.Note = clock.DayOf(e.At), who.Name, wrong.Text("note", note, short, "")
		e.Say("An action after the evaluation of "+x.Day.Long()+" is done", "Joint operating protocol, clause 4.1")
		return wrong.Err()
	})
}

// onActions changes the actions of an evaluation.
func (s *Service) onActions(ctx context.Context, who authz.Actor, of id.Evaluation, verb string, change func(*ledger.Draft, *Evaluation) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{evaluations.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := evaluations.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		x := v.State
		if err := s.May(tx, who, authz.KeepLiaison, x.Org); err != nil {
			return err
		}
		x.Actions, x.Last = slices.Clone(x.Actions), doneBy(who, e)
		if err := change(e, &x); err != nil {
			return err
		}
		return putEvaluation(tx, e, of, x)
	})
	return err
}
