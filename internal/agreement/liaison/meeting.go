package liaison

import (
	"context"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// MeetingState is where a meeting stands.
type MeetingState string

const (
	Planned   MeetingState = "planned"
	Held      MeetingState = "held"
	CalledOff MeetingState = "called-off"
)

// Title is the state in plain words.
func (s MeetingState) Title() string {
	return map[MeetingState]string{Planned: "Planned", Held: "Held", CalledOff: "Called off"}[s]
}

// meetingMoves is the states in which each act on a meeting is open, and what it leads to.
var meetingMoves = map[string]struct {
	from []MeetingState
	to   MeetingState
}{
	"meeting.plan":     {[]MeetingState{"", Planned}, Planned},
	"meeting.hold":     {[]MeetingState{"", Planned}, Held},
	"meeting.minute":   {[]MeetingState{Held}, Held},
	"meeting.call-off": {[]MeetingState{Planned}, CalledOff},
}

// Meeting is a meeting of an organisation with its neighbourhood team.
//
// Law: joint operating protocol, clause 3.2.
type Meeting struct {
	Org   id.Org       `json:"org"`
	State MeetingState `json:"state"`
	Day   clock.Day    `json:"day"` // for which it is planned, or on which it was held
	Place string       `json:"place,omitempty"`
	// Who attended, of each side, a line each.
	OfForce string `json:"of_force,omitempty"`
	OfOrg   string `json:"of_org,omitempty"`
	Minutes string `json:"minutes,omitempty"`
	// File is the minutes as a document, by the hash of its content.
	File     blob.Hash `json:"file,omitempty"`
	FileName string    `json:"file_name,omitempty"`
	// Keep is the day up to which the minutes are kept, as the force had decided when it was held.
	Keep clock.Day `json:"keep,omitempty"`
	Why  string    `json:"why,omitempty"` // it was called off
	Last done      `json:"last"`
}

// Minuted reports whether there are minutes of it.
func (m *Meeting) Minuted() bool { return m.Minutes != "" || m.File != "" }

// Can reports whether the act is open to a meeting in this state.
func (m *Meeting) Can(verb string) bool { return slices.Contains(meetingMoves[verb].from, m.State) }

// MeetingVersion is a meeting with its identity and periods.
type MeetingVersion = register.Version[Meeting]

var meetings = &register.Table[Meeting]{
	Name: "meeting", What: "meeting", Columns: []string{"org_id", "standing"},
	Values: func(m Meeting) []any { return []any{string(m.Org), string(m.State)} },
}

// MeetingRows reads the register of meetings for ledger.Verify.
var MeetingRows = meetings.Rows

// Meeting is a meeting as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Meeting(tx *db.Tx, who authz.Actor, of id.Meeting, w register.When) (MeetingVersion, error) {
	v, err := meetings.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, s.May(tx, who, authz.ReadAgreement, v.State.Org)
}

// MeetingHistory is every version of a meeting; see register.Table.History.
func (s *Service) MeetingHistory(tx *db.Tx, who authz.Actor, of id.Meeting, all bool) ([]MeetingVersion, error) {
	if _, err := s.Meeting(tx, who, of, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return meetings.History(tx, who.Force, string(of), all)
}

// Meetings is how an organisation and its neighbourhood team meet, at an instant.
type Meetings struct {
	All    []MeetingVersion // the latest day first
	Last   clock.Day        // the last one held; clock.NoDay if none was
	Due    clock.Day        // the last day in time of the next; clock.NoDay without a protocol in force
	Months int              // how often they meet at least
}

// Planned is the meeting that is planned next, if one is.
func (m *Meetings) Planned() (MeetingVersion, bool) {
	for _, v := range slices.Backward(m.All) {
		if v.State.State == Planned {
			return v, true
		}
	}
	return MeetingVersion{}, false
}

// Meetings is the meetings of an organisation as they stood. Errors: fault.Forbidden,
// fault.NotFound.
//
// Law: joint operating protocol, clause 3.2.
func (s *Service) Meetings(tx *db.Tx, who authz.Actor, with id.Org, w register.When) (Meetings, error) {
	if err := s.May(tx, who, authz.ReadAgreement, with); err != nil {
		return Meetings{}, err
	}
	p, err := s.between(tx, who.Force, with, w)
	if err != nil {
		return Meetings{}, err
	}
	var where db.Where
	where.And("r.org_id = ?", string(with))
	all, err := meetings.List(tx, who.Force, w, where, "r.id", 100000)
	return rhythm(all, p.began, p.force.Settings.MeetingMonths), err
}

// rhythm is the meetings of one organisation in order, with when the next is due.
func rhythm(all []MeetingVersion, began clock.Day, months int) Meetings {
	m := Meetings{All: all, Months: months}
	slices.SortStableFunc(m.All, func(a, b MeetingVersion) int { return int(b.State.Day) - int(a.State.Day) })
	for _, v := range all {
		if v.State.State == Held {
			m.Last = max(m.Last, v.State.Day)
		}
	}
	m.Due = next(began, m.Last, months)
	return m
}

// Plan plans a meeting of an organisation with its neighbourhood team, or moves the one
// that is named to another day or place.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under day and place;
// fault.Conflict for a meeting that was held or called off.
func (s *Service) Plan(ctx context.Context, who authz.Actor, with id.Org, of id.Meeting, day clock.Day, place string) (id.Meeting, error) {
	return s.meet(ctx, who, with, of, "meeting.plan", func(tx *db.Tx, e *ledger.Draft, p *parties, m *Meeting) error {
		var wrong fault.Fields
		today := clock.DayOf(e.At)
		switch {
		case day == clock.NoDay:
			wrong.Add("day", "Enter the day of the meeting")
		case day < today:
			wrong.Add("day", "This day is past. A meeting that was held is recorded, not planned")
		case day > today.AddYears(2):
			wrong.Add("day", "Plan no more than two years ahead")
		}
		m.Day, m.Place = day, wrong.Text("place", place, 200, "")
		e.Say("A meeting of "+p.org.State.Name+" with its neighbourhood team was planned for "+day.Long(), "Joint operating protocol, clause 3.2")
		return wrong.Err()
	})
}

// Attended is what is recorded of a meeting that was held.
type Attended struct {
	Day            clock.Day
	Place          string
	OfForce, OfOrg string // who came, of each side
	Minutes        string // may follow later
	File           *blob.File
	FileName       string
}

// Hold records that a meeting was held: the one that was planned, or, with an empty
// identity, one that was not. Its minutes are kept for as long as the force has decided.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid names the fields; fault.Conflict
// for a meeting that is recorded already or was called off.
//
// Law: joint operating protocol, clause 3.2.
func (s *Service) Hold(ctx context.Context, who authz.Actor, with id.Org, of id.Meeting, a Attended) (id.Meeting, error) {
	return s.meet(ctx, who, with, of, "meeting.hold", func(tx *db.Tx, e *ledger.Draft, p *parties, m *Meeting) error {
		var wrong fault.Fields
		switch {
		case a.Day == clock.NoDay:
			wrong.Add("day", "Enter the day of the meeting")
		case a.Day > clock.DayOf(e.At):
			wrong.Add("day", "This day is in the future. Record the meeting when it has been held")
		case a.Day < clock.DayOf(e.At).AddYears(-20):
			wrong.Add("day", "This day is more than 20 years ago. Check the year")
		}
		m.Day, m.Place = a.Day, wrong.Text("place", a.Place, 200, "")
		m.OfForce = wrong.Text("of_force", a.OfForce, short, "Enter who attended for the police")
		m.OfOrg = wrong.Text("of_org", a.OfOrg, short, "Enter who attended for "+p.org.State.Name)
		m.Keep = a.Day.AddYears(p.force.Settings.MinutesYears)
		e.Say(p.org.State.Name+" met its neighbourhood team on "+a.Day.Long(), "Joint operating protocol, clause 3.2")
		if err := m.minute(a, &wrong, false); err != nil {
			return err
		}
		return recorded(tx, who.Force, m)
	}, a.File)
}

// recorded is a fault.Conflict if a meeting of that day with that organisation is recorded
// already.
func recorded(tx *db.Tx, force id.Force, m *Meeting) error {
	all, err := current(tx, force, m.Org)
	for _, v := range all {
		if v.State.State == Held && v.State.Day == m.Day {
			return fault.New(fault.Conflict, "The meeting of %s is recorded already.", m.Day.Long())
		}
	}
	return err
}

// current is the meetings as they stand, of one organisation or, with an empty identity,
// of all.
func current(tx *db.Tx, force id.Force, with id.Org) ([]MeetingVersion, error) {
	var where db.Where
	if with != "" {
		where.And("r.org_id = ?", string(with))
	}
	return meetings.Current(tx, force, where, "r.id", 1<<30)
}

// Minute writes the minutes of a meeting that was held, or writes them anew; what they said
// before stays in their history.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid without any; fault.Conflict for a
// meeting that was not held.
func (s *Service) Minute(ctx context.Context, who authz.Actor, of id.Meeting, a Attended) error {
	_, err := s.meet(ctx, who, "", of, "meeting.minute", func(tx *db.Tx, e *ledger.Draft, p *parties, m *Meeting) error {
		var wrong fault.Fields
		e.Say("Minutes were written of the meeting of "+p.org.State.Name+" on "+m.Day.Long(), "Joint operating protocol, clause 3.2")
		return m.minute(a, &wrong, true)
	}, a.File)
	return err
}

func (m *Meeting) minute(a Attended, wrong *fault.Fields, must bool) error {
	m.Minutes = wrong.Text("minutes", a.Minutes, long, "")
	if a.File != nil {
		m.File, m.FileName = a.File.Hash, wrong.Text("file", a.FileName, 200, "")
	}
	if must && !m.Minuted() {
		wrong.Add("minutes", "Enter the minutes, or choose a file with them")
	}
	return wrong.Err()
}

// CallOff calls a planned meeting off.
// Errors: fault.Forbidden; fault.NotFound; fault.Invalid under why; fault.Conflict.
func (s *Service) CallOff(ctx context.Context, who authz.Actor, of id.Meeting, why string) error {
	_, err := s.meet(ctx, who, "", of, "meeting.call-off", func(tx *db.Tx, e *ledger.Draft, p *parties, m *Meeting) error {
		var wrong fault.Fields
		m.Why = wrong.Text("why", why, short, "Enter the reason. The other side reads it")
		e.Say("The meeting of "+p.org.State.Name+" planned for "+m.Day.Long()+" was called off", "")
		return wrong.Err()
	})
	return err
}

// Open is nil if the actor may now do that to the meeting.
// Errors: fault.Forbidden; fault.Conflict, which says what can be done instead.
func (s *Service) Open(tx *db.Tx, who authz.Actor, m *Meeting, verb string) error {
	if err := s.May(tx, who, authz.KeepLiaison, m.Org); err != nil {
		return err
	}
	if m.Can(verb) {
		return nil
	}
	instead := map[MeetingState]string{Planned: "Record it once it has been held.", Held: "What was held can be minuted.", CalledOff: "Plan another."}[m.State]
	return fault.New(fault.Conflict, "The meeting is %s, so this cannot be done. %s", strings.ToLower(m.State.Title()), instead)
}

// meet runs a use case on one meeting, of which an empty identity makes a new one.
func (s *Service) meet(ctx context.Context, who authz.Actor, with id.Org, of id.Meeting, verb string, do func(*db.Tx, *ledger.Draft, *parties, *Meeting) error, files ...*blob.File) (id.Meeting, error) {
	fresh := of == ""
	if fresh {
		of = id.New[id.Meeting]()
	}
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{meetings.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		m := Meeting{Org: with}
		if !fresh {
			v, err := meetings.Find(tx, who.Force, string(of), register.Now(e.At))
			if err != nil {
				return err
			}
			m = v.State
		}
		if err := s.Open(tx, who, &m, verb); err != nil {
			return err
		}
		p, err := s.between(tx, who.Force, m.Org, register.Now(e.At))
		if err != nil {
			return err
		}
		m.State, m.Last = meetingMoves[verb].to, doneBy(who, e)
		if err := do(tx, e, &p, &m); err != nil {
			return err
		}
		for _, f := range files {
			if f != nil {
				if err := blob.Put(tx, who.Force, *f, e.At); err != nil {
					return err
				}
			}
		}
		for _, x := range about(meetings.Subject(string(of)), m.Org) {
			e.Subject(x)
		}
		return meetings.Put(tx, e, string(of), m, e.At, clock.Forever)
	})
	return of, err
}

// File is the minutes of a meeting as the document that was sent. Errors: fault.NotFound,
// fault.Forbidden.
func (s *Service) File(tx *db.Tx, who authz.Actor, of id.Meeting, w register.When) (blob.File, string, error) {
	v, err := s.Meeting(tx, who, of, w)
	if err != nil {
		return blob.File{}, "", err
	}
	if v.State.File == "" {
		return blob.File{}, "", fault.New(fault.NotFound, "No file was sent with the minutes of this meeting.")
	}
	f, err := blob.Get(tx, who.Force, v.State.File)
	return f, v.State.FileName, err
}
