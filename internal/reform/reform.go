// Package reform is what the force does about changes of the law: it watches what is to
// come, previews what a change would do before anything is changed (who loses or gains a
// power, which cards, certificates and agreements must be made again, which training is
// missing), keeps such a preview with a number, and carries the change out as one decision of
// two persons, with letters.
//
// A preview is worked out from the registers and changes nothing. What is kept is what it
// said on its day, and says the same for ever. The law itself is in law: what its catalogue
// has ends by itself on its day; what it has no day for ends by what is carried out here
// (accred.Ending).
//
// Read Reform, then impact.go; states.go says what may become of a change.
package reform

import (
	"fmt"
	"time"

	"watchword/internal/accred"
	"watchword/internal/agreement"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
)

// Rooms is what a change looks at. All are required.
type Rooms struct {
	DB         *db.DB
	Ledger     *ledger.Ledger
	Areas      *area.Service
	Orgs       *org.Service
	Persons    *person.Service
	Trainings  *training.Service
	Accreds    *accred.Service
	Cards      *card.Service
	Agreements *agreement.Service
}

// Service is the use cases.
type Service struct{ Rooms }

// New is the service on those rooms.
func New(r Rooms) *Service { return &Service{r} }

// Kind is what happens to the power.
type Kind string

// The kinds.
const (
	Ends    Kind = "ends"    // nobody has it from the day on
	Amended Kind = "amended" // it says something else from the day on
	Begins  Kind = "begins"  // it may be given from the day on
)

// Kinds is every kind with its words.
var Kinds = []struct {
	Kind        Kind
	Title, Does string
}{
	{Ends, "Ends", "Nobody has the power from the day on."},
	{Amended, "Is amended", "The power says something else from the day on. It may need new training."},
	{Begins, "Begins", "The power may be given from the day on. Nobody has it by that alone: each grant is decided."},
}

// Title is the kind in plain words; empty for none of them.
func (k Kind) Title() string {
	for _, x := range Kinds {
		if x.Kind == k {
			return x.Title
		}
	}
	return ""
}

// Change is what would change: what a preview is made of.
type Change struct {
	Kind  Kind        `json:"kind"`
	Power law.PowerID `json:"power"`
	Day   clock.Day   `json:"day,omitempty"` // the first day of what is new; none while it is not known
	// Retrain says that an amended power may be used from the day on only by who has trained for
	// it anew since Trained.
	Retrain bool      `json:"retrain,omitempty"`
	Trained clock.Day `json:"trained,omitempty"`
}

// power is the row of the catalogue.
func (c Change) power() *law.Power {
	p, _ := law.Find(c.Power)
	return p
}

// Title is the change as a heading: "Penalty notice for disorder ends".
func (c Change) Title() string {
	p := c.power()
	if p == nil {
		return string(c.Power)
	}
	return p.Name + map[Kind]string{Ends: " ends", Amended: " is amended", Begins: " begins"}[c.Kind]
}

// ending is what the change does to a grant; the zero Ending if nobody loses by it.
func (c Change) ending() accred.Ending {
	switch {
	case c.Kind == Ends:
		return accred.Ending{Day: c.Day}
	case c.Kind == Amended && c.Retrain:
		return accred.Ending{Day: c.Day, Trained: c.Trained}
	}
	return accred.Ending{}
}

// check holds the change to being one. A day is needed for a preview, not for the watch list.
func (c *Change) check(wrong *fault.Fields, dated bool) {
	if c.Kind.Title() == "" {
		wrong.Add("kind", "Choose what happens to the power")
	}
	p, ok := law.Find(c.Power)
	switch {
	case !ok:
		wrong.Add("power", "Choose a power")
	case p.Authority != law.Accreditation:
		wrong.Add("power", "Choose a power that an accreditation gives")
	}
	if c.Day == clock.NoDay && dated {
		wrong.Add("day", "Enter the first day of what is new")
	}
	if c.Day != clock.NoDay && (c.Day < earliest || c.Day > latest) {
		wrong.Add("day", "Enter a day between 2002 and 2099")
	}
	if c.Kind != Amended {
		c.Retrain, c.Trained = false, clock.NoDay
	}
	if c.Retrain && c.Trained == clock.NoDay && dated {
		wrong.Add("trained", "Enter the first day of training for what is new")
	}
}

// Days outside these are slips of the hand.
var earliest, latest = clock.MustDay("2002-01-01"), clock.MustDay("2099-12-31")

// Reform is a change of the law as the force keeps it.
type Reform struct {
	Number string `json:"number"`
	State  State  `json:"state"`
	Change
	What   string    `json:"what"`             // in words, for the letters
	Source string    `json:"source"`           // where it was read
	Look   clock.Day `json:"look,omitempty"`   // by when to look at it again
	Who    string    `json:"who,omitempty"`    // who watches it
	Impact *Impact   `json:"impact,omitempty"` // as it was kept, or carried out
	// Instrument is what makes the law, by its number; it is needed before the force decides.
	Instrument string     `json:"instrument,omitempty"`
	By         string     `json:"by"` // who put it before the delegate
	Account    id.Account `json:"account,omitempty"`
	Decided    string     `json:"decided,omitempty"` // who carried it out
	DecidedAt  time.Time  `json:"decided_at,omitzero"`
	Why        string     `json:"why,omitempty"` // it was dropped, or sent back
	Last       done       `json:"last"`
}

// done says who did something last, and when.
type done struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Version is a change with its identity and periods.
type Version = register.Version[Reform]

var table = &register.Table[Reform]{Name: "reform", What: "change of the law", Columns: []string{"number", "standing"}, Values: func(r Reform) []any { return []any{r.Number, string(r.State)} }}

// Rows reads the register for ledger.Verify.
var Rows = table.Rows

// Find is a change as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, of id.Reform, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(of), w)
	if err != nil {
		return v, err
	}
	return v, who.May(authz.ReadReforms, authz.Object{})
}

// History is every version of a change; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, of id.Reform, all bool) ([]Version, error) {
	if err := who.May(authz.ReadReforms, authz.Object{}); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(of), all)
}

// List is every change as it stood, the newest first. Errors: fault.Forbidden.
func (s *Service) List(tx *db.Tx, who authz.Actor, w register.When) ([]Version, error) {
	if err := who.May(authz.ReadReforms, authz.Object{}); err != nil {
		return nil, err
	}
	return table.List(tx, who.Force, w, db.Where{}, "r.number DESC", 10000)
}

// Endings is which powers changes that were carried out end; see accred.Service.Ends.
func (s *Service) Endings(tx *db.Tx, force id.Force) (accred.Endings, error) {
	var where db.Where
	where.And("r.standing = 'carried-out'")
	vs, err := table.Current(tx, force, where, "r.number", 10000)
	if err != nil || len(vs) == 0 {
		return nil, err
	}
	out := accred.Endings{}
	for _, v := range vs {
		if e := v.State.ending(); e.Day != clock.NoDay {
			out[v.State.Power] = e
		}
	}
	return out, nil
}

// number is the next number of the watch list.
func number(tx *db.Tx, force id.Force) (string, error) {
	n, err := db.Count(tx, `SELECT COUNT(DISTINCT id) FROM reform WHERE force_id = ?`, string(force))
	return fmt.Sprintf("LC-%03d", n+1), err
}
