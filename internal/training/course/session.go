package course

import (
	"context"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// SessionState is where a session stands.
type SessionState string

const (
	Planned   SessionState = "planned"
	Held      SessionState = "held" // every place has its result
	CalledOff SessionState = "called-off"
)

// Title is the state in plain words.
func (s SessionState) Title() string {
	return map[SessionState]string{Planned: "Planned", Held: "Held", CalledOff: "Called off"}[s]
}

// Session is a course on its days.
type Session struct {
	Course   id.Course    `json:"course"`
	Provider id.Provider  `json:"provider"`          // who delivers it
	Trainer  id.Trainer   `json:"trainer,omitempty"` // none: to be named before the results
	First    clock.Day    `json:"first"`
	Last     clock.Day    `json:"last"`
	Starts   string       `json:"starts,omitempty"` // "09:00", as people write it
	Venue    string       `json:"venue"`
	Places   int          `json:"places"`
	Note     string       `json:"note,omitempty"` // what learners are told beforehand
	State    SessionState `json:"state"`
	Why      string       `json:"why,omitempty"` // it was called off
	Changed  done         `json:"changed"`
}

// Days is the days in words: "3 to 6 November 2026".
func (x *Session) Days() string {
	if x.First == x.Last {
		return x.First.Long()
	}
	y1, m1, d1 := x.First.Date()
	y2, m2, _ := x.Last.Date()
	if y1 == y2 && m1 == m2 {
		return itoa(d1) + " to " + x.Last.Long()
	}
	return x.First.Long() + " to " + x.Last.Long()
}

// SessionVersion is a session with its identity and periods.
type SessionVersion = register.Version[Session]

var sessionTable = &register.Table[Session]{Name: "course_session", What: "session", Columns: []string{"course_id", "last_day", "standing"},
	Values: func(x Session) []any { return []any{string(x.Course), x.Last.String(), string(x.State)} }}

// SessionRows reads the calendar for ledger.Verify.
var SessionRows = sessionTable.Rows

// Session is a session as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Session(tx *db.Tx, who authz.Actor, of id.CourseSession, w register.When) (SessionVersion, error) {
	return found(tx, who, sessionTable, string(of), w)
}

// SessionHistory is every version of a session; see register.Table.History.
func (s *Service) SessionHistory(tx *db.Tx, who authz.Actor, of id.CourseSession, all bool) ([]SessionVersion, error) {
	return history(tx, who, sessionTable, string(of), all)
}

// Listed is a session with how full it is.
type Listed struct {
	SessionVersion
	Taken   int // places that are booked, or were
	Waiting int // on the waiting list
}

// Sessions is the calendar as it stood, the earliest first, of one course or, with an
// empty identity, of all; two queries however many.
func (s *Service) Sessions(tx *db.Tx, who authz.Actor, of id.Course, w register.When) ([]Listed, error) {
	var where db.Where
	if of != "" {
		where.And("r.course_id = ?", string(of))
	}
	all, err := listed(tx, who, sessionTable, where, w)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b SessionVersion) int { return int(a.State.First) - int(b.State.First) })
	fills, err := s.fills(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	out := make([]Listed, len(all))
	for i, v := range all {
		n := fills[id.CourseSession(v.ID)]
		out[i] = Listed{SessionVersion: v, Taken: n.booked, Waiting: n.waiting}
	}
	return out, nil
}

type fill struct{ booked, waiting int }

// fills is how many places of each session are taken, and wait.
func (s *Service) fills(tx *db.Tx, force id.Force, w register.When) (map[id.CourseSession]fill, error) {
	rows, err := tx.Query(`SELECT session_id, standing, COUNT(*) FROM training_place
		WHERE force_id = ? AND from_at <= ? AND until_at > ? AND known_at <= ? AND superseded_at > ? AND standing <> 'given-up' GROUP BY session_id, standing`,
		string(force), w.At, w.At, w.Known, w.Known)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[id.CourseSession]fill{}
	for rows.Next() {
		var of id.CourseSession
		var state PlaceState
		var n int
		if err := rows.Scan((*string)(&of), (*string)(&state), &n); err != nil {
			return nil, err
		}
		f := out[of]
		if state == Waiting {
			f.waiting += n
		} else {
			f.booked += n
		}
		out[of] = f
	}
	return out, rows.Err()
}

// planned is the sessions that have no results yet and were not called off.
func (s *Service) planned(tx *db.Tx, force id.Force) ([]SessionVersion, error) {
	var where db.Where
	where.And("r.standing = 'planned'")
	return sessionTable.Current(tx, force, where, "r.last_day, r.id", 1<<30)
}

// Plan puts a session into the calendar, or with an identity changes one. With more places
// than before, those who wait longest move up.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// for one that was held or called off.
func (s *Service) Plan(ctx context.Context, who authz.Actor, of id.CourseSession, x Session) (id.CourseSession, error) {
	made, err := alter(ctx, s, who, "course-session.plan", authz.KeepTraining, sessionTable, of, func(tx *db.Tx, e *ledger.Draft, now *Session) error {
		if now.State != "" && now.State != Planned {
			return fault.New(fault.Conflict, "The session is %s, so it cannot be changed.", lower(now.State.Title()))
		}
		x.State, x.Why, x.Changed = Planned, "", doneBy(who, e)
		c, err := s.checkSession(tx, e, of, &x)
		if err != nil {
			return err
		}
		*now = x
		e.Say(c.Title+" is planned for "+x.Days()+", "+x.Venue, "")
		if of == "" {
			return nil
		}
		return s.moveUp(tx, e, of, &x)
	})
	return made, err
}

func (s *Service) checkSession(tx *db.Tx, e *ledger.Draft, of id.CourseSession, x *Session) (Course, error) {
	var wrong fault.Fields
	today := clock.DayOf(e.At)
	x.Venue = wrong.Text("venue", x.Venue, 200, "Enter where it is held, or that it is online")
	x.Starts = wrong.Text("starts", x.Starts, 40, "")
	x.Note = wrong.Text("note", x.Note, 2000, "")
	switch {
	case x.First == clock.NoDay:
		wrong.Add("first", "Enter the first day")
	case x.First < today.AddYears(-2) || x.First > today.AddYears(3):
		wrong.Add("first", "Enter a day within the last two years or the next three")
	case x.Last == clock.NoDay:
		wrong.Add("last", "Enter the last day. It may be the first")
	case x.Last < x.First || x.Last > x.First.AddDays(180):
		wrong.Add("last", "Enter a last day that is not before the first, within half a year of it")
	}
	if x.Places < 1 || x.Places > 500 {
		wrong.Add("places", "Enter the number of places, from 1 to 500")
	} else if of != "" {
		all, err := s.places(tx, e.Force, of, register.Now(e.At))
		if err != nil {
			return Course{}, err
		}
		if n := taken(all); x.Places < n {
			wrong.Add("places", "%d people have a place already. Enter %d or more", n, n)
		}
	}
	c, err := courses.Find(tx, e.Force, string(x.Course), register.Now(e.At))
	if fault.Is(err, fault.NotFound) {
		wrong.Add("course", "Choose a course")
	} else if err != nil {
		return Course{}, err
	} else if c.State.Ended != clock.NoDay {
		wrong.Add("course", "This course is offered no longer")
	} else if x.Provider == "" {
		x.Provider = c.State.Provider
	}
	if err := wrong.Err(); err != nil {
		return Course{}, err
	}
	if err := s.mustProvide(tx, e, x.Provider, x.Last, &wrong, "course"); err != nil {
		return Course{}, err
	}
	if x.Trainer != "" {
		err = s.mustTeach(tx, e, x, &wrong)
	}
	if err != nil {
		return Course{}, err
	}
	return c.State, wrong.Err()
}

// mustTeach adds what is wrong with a session's trainer: they work for its provider, and a
// qualification of theirs counts on its last day.
func (s *Service) mustTeach(tx *db.Tx, e *ledger.Draft, x *Session, wrong *fault.Fields) error {
	t, err := trainers.Find(tx, e.Force, string(x.Trainer), register.Now(e.At))
	switch {
	case x.Trainer == "" || fault.Is(err, fault.NotFound):
		wrong.Add("trainer", "Choose a trainer")
	case err != nil:
		return err
	case t.State.Provider != x.Provider:
		wrong.Add("trainer", "%s does not teach for the provider of this session", t.State.Name)
	case !t.State.QualifiedOn(x.Last):
		wrong.Add("trainer", "%s has no qualification that counts on %s", t.State.Name, x.Last.Long())
	}
	return nil
}

// CallOff calls a session off. Nobody keeps a place or waits.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid; fault.Conflict if it was held.
func (s *Service) CallOff(ctx context.Context, who authz.Actor, of id.CourseSession, why string) error {
	_, err := alter(ctx, s, who, "course-session.call-off", authz.KeepTraining, sessionTable, of, func(tx *db.Tx, e *ledger.Draft, x *Session) error {
		var wrong fault.Fields
		x.Why = wrong.Text("why", why, 2000, "Enter the reason. Employers and learners read it")
		if x.State != Planned {
			return fault.New(fault.Conflict, "The session is %s, so it cannot be called off.", lower(x.State.Title()))
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		all, err := s.places(tx, e.Force, of, register.Now(e.At))
		if err != nil {
			return err
		}
		var told []PlaceVersion
		for _, p := range all {
			if p.State.State.Settled() {
				return fault.New(fault.Conflict, "Results of this session are recorded, so it cannot be called off.")
			}
			if p.State.State != GivenUp {
				told = append(told, p)
				p.State.State, p.State.Why, p.State.Changed = GivenUp, "The session was called off: "+x.Why, doneBy(who, e)
				if err := s.putPlace(tx, e, p.ID, p.State); err != nil {
					return err
				}
			}
		}
		x.State, x.Changed = CalledOff, doneBy(who, e)
		e.Say("The session of "+x.Days()+" was called off", "")
		when := x.Days() + ", " + x.Venue
		return s.tell(tx, e, told, news{"Training called off: " + x.Days(), "The training of " + when + ", is called off, so do not come. Your employer can book another session for you. Sign in to Watchword to read why.",
			"the training of " + when + ", in which they had a place or waited for one, is called off. Book another session for them."})
	})
	return err
}

// Filled is how full one session is, whoever has its places.
func (s *Service) Filled(tx *db.Tx, who authz.Actor, of id.CourseSession, w register.When) (Listed, error) {
	v, err := s.Session(tx, who, of, w)
	if err != nil {
		return Listed{}, err
	}
	all, err := s.places(tx, who.Force, of, w)
	return Listed{SessionVersion: v, Taken: taken(all), Waiting: count(all, Waiting)}, err
}
