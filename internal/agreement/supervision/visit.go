package supervision

import (
	"context"
	"slices"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Kind is what is looked at.
type Kind string

const (
	OnSite Kind = "visit"  // persons at work
	Sample Kind = "sample" // of notebooks, notices and reports
)

// Title is the kind in plain words.
func (k Kind) Title() string {
	return map[Kind]string{OnSite: "Supervision visit", Sample: "Sample of documents"}[k]
}

// State is where a visit or sample stands.
type State string

const (
	Planned   State = "planned"
	Done      State = "done"
	CalledOff State = "called-off"
)

// moves is the states in which each act is open, and what it leads to.
var moves = map[string]struct {
	from []State
	to   State
}{
	"supervision.schedule": {[]State{"", Planned}, Planned},
	"supervision.record":   {[]State{"", Planned}, Done},
	"supervision.call-off": {[]State{Planned}, CalledOff},
	"supervision.mend":     {[]State{Done}, Done},
}

// Visit is a supervision visit, or a sample of documents that was looked through.
type Visit struct {
	Org   id.Org    `json:"org"`
	Kind  Kind      `json:"kind"`
	State State     `json:"state"`
	Day   clock.Day `json:"day"` // for which it is planned, or on which it was made
	Place string    `json:"place,omitempty"`
	By    string    `json:"by,omitempty"` // who is to make it, or made it
	// Of a sample: how many of each were looked at, and of how many something is wrong.
	Notebooks int `json:"notebooks,omitempty"`
	Notices   int `json:"notices,omitempty"`
	Reports   int `json:"reports,omitempty"`
	Wrong     int `json:"wrong,omitempty"`

	Found  string    `json:"found,omitempty"`
	MendBy clock.Day `json:"mend_by,omitempty"` // what was found is put right by then; clock.NoDay: nothing is to be
	Mended clock.Day `json:"mended,omitempty"`
	How    string    `json:"how,omitempty"` // it was put right
	Why    string    `json:"why,omitempty"` // it was called off
	Last   string    `json:"last_by"`
	At     time.Time `json:"last_at"`
}

// Open reports whether something found is not put right yet.
func (v *Visit) Open() bool {
	return v.State == Done && v.MendBy != clock.NoDay && v.Mended == clock.NoDay
}

// Looked is how many documents a sample looked at.
func (v *Visit) Looked() int { return v.Notebooks + v.Notices + v.Reports }

// Can reports whether the act is open to a visit in this state.
func (v *Visit) Can(verb string) bool {
	return slices.Contains(moves[verb].from, v.State) && (verb != "supervision.mend" || v.Open())
}

// VisitVersion is a visit with its identity and periods.
type VisitVersion = register.Version[Visit]

var visits = &register.Table[Visit]{
	Name: "supervision_visit", What: "visit", Columns: []string{"org_id", "standing"},
	Values: func(v Visit) []any { return []any{string(v.Org), string(v.State)} },
}

// VisitRows reads the register of visits and samples for ledger.Verify.
var VisitRows = visits.Rows

// Visit is a visit or sample as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Visit(tx *db.Tx, who authz.Actor, of id.Visit, w register.When) (VisitVersion, error) {
	v, err := visits.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.agreements.May(tx, who, authz.ReadAgreement, v.State.Org)
}

// VisitHistory is every version of a visit or sample; see register.Table.History.
func (s *Service) VisitHistory(tx *db.Tx, who authz.Actor, of id.Visit, all bool) ([]VisitVersion, error) {
	if _, err := s.Visit(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return visits.History(tx, who.Force, string(of), all)
}

// Schedule plans a visit or sample, or moves the one that is named.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// for one that was made or called off.
func (s *Service) Schedule(ctx context.Context, who authz.Actor, of id.Visit, in Visit) (id.Visit, error) {
	return s.visit(ctx, who, of, in.Org, "supervision.schedule", func(e *ledger.Draft, v *Visit, wrong *fault.Fields) {
		if of == "" {
			v.Kind = in.Kind
		}
		today := clock.DayOf(e.At)
		switch {
		case in.Day == clock.NoDay:
			wrong.Add("day", "Enter the day")
		case in.Day < today:
			wrong.Add("day", "This day is past. What was done is recorded, not planned")
		case in.Day > today.AddYears(2):
			wrong.Add("day", "Plan no more than two years ahead")
		}
		v.Day, v.Place, v.By = in.Day, wrong.Text("place", in.Place, longest, ""), wrong.Text("by", in.By, longest, "Enter who is to do it")
	})
}

// most is how many documents of one sort a sample has at most.
const most = 10000

// Record records that a visit or sample was made: the one that was planned, or, with an
// empty identity, one that was not.
//
// Errors: as Schedule.
func (s *Service) Record(ctx context.Context, who authz.Actor, of id.Visit, in Visit) (id.Visit, error) {
	return s.visit(ctx, who, of, in.Org, "supervision.record", func(e *ledger.Draft, v *Visit, wrong *fault.Fields) {
		if of == "" {
			v.Kind = in.Kind
		}
		today := clock.DayOf(e.At)
		switch {
		case in.Day == clock.NoDay:
			wrong.Add("day", "Enter the day")
		case in.Day > today:
			wrong.Add("day", "This day is in the future. Record it when it has been done")
		case in.Day < today.AddYears(-20):
			wrong.Add("day", "This day is more than 20 years ago. Check the year")
		}
		v.Day, v.Place, v.By = in.Day, wrong.Text("place", in.Place, longest, ""), wrong.Text("by", in.By, longest, "Enter who did it")
		v.Found = wrong.Text("found", in.Found, longest, "Enter what was found, even if all was in order")
		if v.Kind == Sample {
			v.Notebooks, v.Notices, v.Reports, v.Wrong = in.Notebooks, in.Notices, in.Reports, in.Wrong
			for _, x := range []struct {
				field string
				n     int
			}{{"notebooks", v.Notebooks}, {"notices", v.Notices}, {"reports", v.Reports}} {
				if x.n < 0 || x.n > most {
					wrong.Add(x.field, "Enter a whole number from 0 to 10,000")
				}
			}
			switch {
			case v.Looked() == 0:
				wrong.Add("notebooks", "Enter how many notebooks, notices or reports were looked at")
			case v.Wrong < 0 || v.Wrong > v.Looked():
				wrong.Add("wrong", "Enter a number no greater than what was looked at")
			}
		}
		v.MendBy = in.MendBy
		if v.MendBy != clock.NoDay && (v.MendBy < v.Day || v.MendBy > v.Day.AddYears(2)) {
			wrong.Add("mend_by", "Enter a day within two years, not before it was found; or none, if nothing is to be put right")
		}
	})
}

// CallOff calls a planned visit or sample off.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) CallOff(ctx context.Context, who authz.Actor, of id.Visit, why string) error {
	_, err := s.visit(ctx, who, of, "", "supervision.call-off", func(_ *ledger.Draft, v *Visit, wrong *fault.Fields) {
		v.Why = wrong.Text("why", why, longest, "Enter the reason")
	})
	return err
}

// Mend records that what was found has been put right.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under how; fault.Conflict if
// nothing is to be.
func (s *Service) Mend(ctx context.Context, who authz.Actor, of id.Visit, how string) error {
	_, err := s.visit(ctx, who, of, "", "supervision.mend", func(e *ledger.Draft, v *Visit, wrong *fault.Fields) {
		v.Mended, v.How = clock.DayOf(e.At), wrong.Text("how", how, longest, "Enter how it was put right")
	})
	return err
}

// OpenTo is nil if the actor may now do that to the visit.
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict.
func (s *Service) OpenTo(tx *db.Tx, who authz.Actor, v *Visit, verb string) error {
	if err := s.agreements.May(tx, who, authz.KeepSupervision, v.Org); err != nil {
		return err
	}
	if v.Can(verb) {
		return nil
	}
	instead := map[State]string{Planned: "Record it once it has been done.", Done: "It was done, and nothing is left to put right.", CalledOff: "It was called off. Plan another."}[v.State]
	return fault.New(fault.Conflict, "This cannot be done as things stand. %s", instead)
}

// said is each act in words.
var said = map[string]string{"supervision.schedule": "was planned", "supervision.record": "was recorded", "supervision.call-off": "was called off", "supervision.mend": "led to something, which was put right"}

// visit runs a use case on one visit, of which an empty identity makes a new one.
func (s *Service) visit(ctx context.Context, who authz.Actor, of id.Visit, with id.Org, verb string, set func(*ledger.Draft, *Visit, *fault.Fields)) (id.Visit, error) {
	fresh := of == ""
	if fresh {
		of = id.New[id.Visit]()
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{visits.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v := Visit{Org: with}
		if !fresh {
			old, err := visits.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			v = old.State
		}
		if err := s.OpenTo(tx, who, &v, verb); err != nil {
			return err
		}
		o, err := s.orgs.Any(tx, who.Force, v.Org, register.Now(e.At))
		if err != nil {
			return err
		}
		var wrong fault.Fields
		set(e, &v, &wrong)
		if v.Kind != OnSite && v.Kind != Sample {
			wrong.Add("kind", "Choose a visit or a sample of documents")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		v.State, v.Last, v.At = moves[verb].to, who.Name, e.At
		e.Say(o.State.Name+": "+v.Kind.Title()+" "+said[verb]+", "+v.Day.Long(), basis)
		for _, x := range about(visits.Subject(string(of)), v.Org) {
			e.Subject(x)
		}
		return visits.Put(tx, e, string(of), v, e.At, clock.Forever)
	})
	return of, err
}
