package course

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// PlaceState is where a person's place in a session stands.
type PlaceState string

const (
	Booked   PlaceState = "booked"
	Waiting  PlaceState = "waiting" // on the waiting list
	GivenUp  PlaceState = "given-up"
	Attended PlaceState = "attended" // a training day, which has no assessment
	Absent   PlaceState = "absent"
	Passed   PlaceState = "passed"
	Failed   PlaceState = "failed"
)

// Title is the state in plain words.
func (s PlaceState) Title() string {
	return map[PlaceState]string{Booked: "Has a place", Waiting: "On the waiting list", GivenUp: "Given up", Attended: "Attended", Absent: "Did not come", Passed: "Passed", Failed: "Did not pass"}[s]
}

// Settled reports whether what came of the place is recorded.
func (s PlaceState) Settled() bool {
	return s == Attended || s == Absent || s == Passed || s == Failed
}

// Issued is a version of a manual that a learner was given.
type Issued struct {
	Manual  id.Manual `json:"manual"`
	Title   string    `json:"title"`
	Version int       `json:"version"`
	Day     clock.Day `json:"day"`
}

// Feedback is what a learner says of a session: 1 is poor and 5 very good.
type Feedback struct {
	Rating int       `json:"rating"`
	Text   string    `json:"text,omitempty"`
	At     time.Time `json:"at"`
}

// Place is a person's place in a session, and what came of it.
type Place struct {
	Session id.CourseSession `json:"session"`
	Person  id.Person        `json:"person"`
	Org     id.Org           `json:"org"`
	State   PlaceState       `json:"state"`
	Asked   time.Time        `json:"asked"` // when it was asked for: the order of the waiting list
	Why     string           `json:"why,omitempty"`
	// What came of it.
	Title     string        `json:"title,omitempty"` // of the course, as it was then
	Day       clock.Day     `json:"day,omitempty"`   // the last of the session
	Hours     int           `json:"hours,omitempty"` // attended
	Missed    []string      `json:"missed,omitempty"`
	Score     int           `json:"score,omitempty"` // in percent; 0: none was given
	Powers    []law.PowerID `json:"powers,omitempty"`
	Until     clock.Day     `json:"until,omitempty"` // the last day that the passes count
	Trainer   string        `json:"trainer,omitempty"`
	Provider  string        `json:"provider,omitempty"`
	Certified string        `json:"certified,omitempty"` // name of the person on the certificate
	Manuals   []Issued      `json:"manuals,omitempty"`
	Feedback  *Feedback     `json:"feedback,omitempty"`
	Changed   done          `json:"changed"`
}

// PlaceVersion is a place with its identity and periods.
type PlaceVersion = register.Version[Place]

var placeTable = &register.Table[Place]{Name: "training_place", What: "place in a session", Columns: []string{"session_id", "person_id", "org_id", "standing"},
	Values: func(p Place) []any {
		return []any{string(p.Session), string(p.Person), string(p.Org), string(p.State)}
	}}

// PlaceRows reads the register of places for ledger.Verify.
var PlaceRows = placeTable.Rows

// scope is the places that the actor may see.
func scope(who authz.Actor) db.Where {
	return who.Scope(authz.ReadTraining, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
}

// Place is a place as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Place(tx *db.Tx, who authz.Actor, of id.Place, w register.When) (PlaceVersion, error) {
	v, err := placeTable.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.ReadTraining, authz.Object{Org: v.State.Org, Person: v.State.Person})
}

// PlaceHistory is every version of a place; see register.Table.History.
func (s *Service) PlaceHistory(tx *db.Tx, who authz.Actor, of id.Place, all bool) ([]PlaceVersion, error) {
	if _, err := s.Place(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return placeTable.History(tx, who.Force, string(of), all)
}

// Places is the places of a session that the actor may see: those who have one, then the
// waiting list in its order, then those given up.
func (s *Service) Places(tx *db.Tx, who authz.Actor, of id.CourseSession, w register.When) ([]PlaceVersion, error) {
	where := scope(who)
	where.And("r.session_id = ?", string(of))
	all, err := placeTable.List(tx, who.Force, w, where, "r.id", 1<<30)
	inTurn(all)
	return all, err
}

// OfPerson is every place of a person as it stood, the latest asked for first.
//
// Errors: fault.Forbidden, fault.NotFound for a person whom nobody knows.
func (s *Service) OfPerson(tx *db.Tx, who authz.Actor, of id.Person, w register.When) ([]PlaceVersion, error) {
	if err := s.persons.May(tx, who, authz.ReadTraining, of, s.ledger.Now()); err != nil {
		return nil, err
	}
	all, err := s.ofPerson(tx, who.Force, of, w)
	slices.Reverse(all)
	return all, err
}

func (s *Service) ofPerson(tx *db.Tx, force id.Force, of id.Person, w register.When) ([]PlaceVersion, error) {
	var where db.Where
	where.And("r.person_id = ?", string(of))
	all, err := placeTable.List(tx, force, w, where, "r.id", 1<<30)
	slices.SortStableFunc(all, func(a, b PlaceVersion) int { return a.State.Asked.Compare(b.State.Asked) })
	return all, err
}

// places is every place of a session, whoever asks.
func (s *Service) places(tx *db.Tx, force id.Force, of id.CourseSession, w register.When) ([]PlaceVersion, error) {
	var where db.Where
	where.And("r.session_id = ?", string(of))
	all, err := placeTable.List(tx, force, w, where, "r.id", 1<<30)
	inTurn(all)
	return all, err
}

func inTurn(all []PlaceVersion) {
	rank := map[PlaceState]int{Waiting: 1, GivenUp: 2}
	slices.SortStableFunc(all, func(a, b PlaceVersion) int {
		return cmp.Or(rank[a.State.State]-rank[b.State.State], a.State.Asked.Compare(b.State.Asked), cmp.Compare(a.ID, b.ID))
	})
}

func count(all []PlaceVersion, state PlaceState) int {
	n := 0
	for _, p := range all {
		if p.State.State == state {
			n++
		}
	}
	return n
}

// taken is how many of the places nobody else can have: those of who comes, came or did not.
func taken(all []PlaceVersion) int { return len(all) - count(all, Waiting) - count(all, GivenUp) }

func itoa(n int) string { return strconv.Itoa(n) }

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func (s *Service) putPlace(tx *db.Tx, e *ledger.Draft, of string, p Place) error {
	e.Subject(person.Subject(string(p.Person)))
	e.Subject(ledger.About("organisation", p.Org))
	return placeTable.Put(tx, e, of, p, e.At, clock.Forever)
}

// Book asks for places for persons, in that order. Who comes when none is left waits, and
// moves up by itself.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid if nobody is named; fault.Refused
// with a reason for each who cannot be booked; fault.Conflict for a session that is not
// planned or has begun.
func (s *Service) Book(ctx context.Context, who authz.Actor, of id.CourseSession, persons []id.Person) error {
	_, err := s.ledger.Do(ctx, who, "course-session.book", []ledger.Subject{sessionTable.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		x, all, err := s.open(tx, who, e, of)
		if err != nil {
			return err
		}
		if len(persons) == 0 || len(persons) > 500 {
			return fault.In("people", "Choose at least one person")
		}
		if x.First <= clock.DayOf(e.At) && !who.Can(authz.RecordTraining) {
			return fault.New(fault.Conflict, "The session has begun. Ask the trainer to add whom you bring.")
		}
		free := x.Places - taken(all)
		var reasons []fault.Reason
		for i, p := range persons {
			if slices.Contains(persons[:i], p) {
				continue
			}
			now, reason, err := s.mayBook(tx, who, e, p, all)
			if err != nil {
				return err
			}
			if reason.Code != "" {
				reasons = append(reasons, reason)
				continue
			}
			y := Place{Session: of, Person: p, Org: now.Org, State: Booked, Asked: e.At.Add(time.Duration(i) * time.Millisecond), Changed: doneBy(who, e)}
			if free--; free < 0 {
				y.State = Waiting
			}
			if err := s.putPlace(tx, e, string(id.New[id.Place]()), y); err != nil {
				return err
			}
		}
		e.Say(people(len(persons))+" booked for "+x.Days(), "")
		if len(reasons) > 0 {
			return fault.Because("Not everybody chosen can be booked, so nobody was.", reasons...)
		}
		return nil
	})
	return err
}

func people(n int) string {
	if n == 1 {
		return "1 person"
	}
	return itoa(n) + " people"
}

// open is a session that takes bookings, with its places.
func (s *Service) open(tx *db.Tx, who authz.Actor, e *ledger.Draft, of id.CourseSession) (Session, []PlaceVersion, error) {
	v, err := sessionTable.Find(tx, who.Force, string(of), register.Now(e.At))
	if err != nil {
		return v.State, nil, err
	}
	if err := who.May(authz.BookTraining, authz.Object{Org: who.Org}); err != nil {
		return v.State, nil, err
	}
	if v.State.State != Planned {
		return v.State, nil, fault.New(fault.Conflict, "The session is %s, so places in it do not change.", lower(v.State.State.Title()))
	}
	all, err := s.places(tx, e.Force, of, register.Now(e.At))
	return v.State, all, err
}

// mayBook is the person as they stand, and why they cannot be booked, if they cannot.
func (s *Service) mayBook(tx *db.Tx, who authz.Actor, e *ledger.Draft, of id.Person, all []PlaceVersion) (person.Person, fault.Reason, error) {
	if err := s.persons.May(tx, who, authz.BookTraining, of, e.At); err != nil {
		return person.Person{}, fault.Reason{}, err
	}
	v, err := s.persons.Any(tx, who.Force, of, register.Now(e.At))
	if err != nil {
		return v.State, fault.Reason{}, err
	}
	if v.State.Left != clock.NoDay {
		return v.State, fault.Reason{Code: "person.left", Message: v.State.Name() + " left the employer on " + v.State.Left.Long() + ".", Source: "Police Reform Act 2002, s41(8)(a)"}, nil
	}
	if v.State.OptedOut != clock.NoDay {
		return v.State, fault.Reason{Code: "person.opted-out", Message: v.State.Name() + " takes part no longer since " + v.State.OptedOut.Long() + ".", Source: "The person’s own wish"}, nil
	}
	for _, p := range all {
		if p.State.Person == of && p.State.State != GivenUp {
			return v.State, fault.Reason{Code: "place.taken", Message: v.State.Name() + ": " + lower(p.State.State.Title()) + " already.", Source: "The list of this session"}, nil
		}
	}
	return v.State, fault.Reason{}, nil
}

// GiveUp gives a place up, or leaves the waiting list; who waits longest moves up.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict for one whose result is recorded.
func (s *Service) GiveUp(ctx context.Context, who authz.Actor, of id.Place, why string) error {
	_, err := s.ledger.Do(ctx, who, "course-session.give-up", []ledger.Subject{placeTable.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := placeTable.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		if err := who.May(authz.BookTraining, authz.Object{Org: v.State.Org, Person: v.State.Person}); err != nil {
			return err
		}
		x, _, err := s.open(tx, who, e, v.State.Session)
		if err != nil {
			return err
		}
		if v.State.State != Booked && v.State.State != Waiting {
			return fault.New(fault.Conflict, "This cannot be given up: %s.", lower(v.State.State.Title()))
		}
		var wrong fault.Fields
		v.State.Why = wrong.Text("why", why, 400, "")
		if err := wrong.Err(); err != nil {
			return err
		}
		v.State.State, v.State.Changed = GivenUp, doneBy(who, e)
		e.Subject(sessionTable.Subject(string(v.State.Session)))
		e.Say("A place on "+x.Days()+" was given up", "")
		if err := s.putPlace(tx, e, v.ID, v.State); err != nil {
			return err
		}
		return s.moveUp(tx, e, v.State.Session, &x)
	})
	return err
}

// moveUp gives the places that are free to those who wait longest and may still come, and
// tells them. Nobody moves up once the session has begun.
func (s *Service) moveUp(tx *db.Tx, e *ledger.Draft, of id.CourseSession, x *Session) error {
	if x.First <= clock.DayOf(e.At) {
		return nil
	}
	all, err := s.places(tx, e.Force, of, register.Now(e.At))
	if err != nil {
		return err
	}
	free := x.Places - taken(all)
	wait := slices.DeleteFunc(all, func(p PlaceVersion) bool { return p.State.State != Waiting })
	if free <= 0 || len(wait) == 0 {
		return nil
	}
	if wait, err = s.mayCome(tx, e, wait); err != nil {
		return err
	}
	wait = wait[:min(free, len(wait))]
	for _, p := range wait {
		p.State.State, p.State.Changed = Booked, done{By: "The waiting list", At: e.At}
		if err := s.putPlace(tx, e, p.ID, p.State); err != nil {
			return err
		}
	}
	when := x.Days() + ", " + x.Venue
	return s.tell(tx, e, wait, news{"A place became free: training, " + x.Days(), "You were on the waiting list and now have a place in the training of " + when + ". If you cannot come, tell your employer, so that somebody else can.",
		"they were on the waiting list and now have a place in the training of " + when + "."})
}
