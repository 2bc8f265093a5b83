package envelope

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Reason is why somebody of the unit opens an envelope. It is one of Reasons and never a
// text of its own, so that nothing of the content can come into the ledger by it.
type Reason string

// Reasons is every reason, in the order in which people choose.
var Reasons = []Option{
	{"look", "To look at what came in"}, {"check", "To make or record checks"}, {"decide", "To decide"}, {"appeal", "To hear the appeal"},
	{"review", "To look at a change, or again after some time"}, {"subject", "The person asked what is held about them"}, {"quality", "To sample the quality of decisions"},
}

// Title is the reason in plain words.
func (r Reason) Title() string {
	for _, o := range Reasons {
		if o.Value == string(r) {
			return o.Text
		}
	}
	return ""
}

// Opening is one opening of an envelope.
type Opening struct {
	Entry   id.Entry
	Case    id.Vetting
	Account id.Account
	Name    string
	Reason  Reason
	At      time.Time
}

// openFor is how long an envelope stays open to who opened it. What is looked at in that
// time is one opening.
const openFor = 30 * time.Minute

// Until is when the envelope closes again.
func (o Opening) Until() time.Time { return o.At.Add(openFor) }

// Open opens an envelope and is what lies in it. Each opening is an entry of the ledger
// with its reason; the envelope then stays open to the same account for half an hour (see
// Read).
//
// Errors: fault.Forbidden to all but the unit; fault.Invalid without a reason;
// fault.Conflict if nothing has come yet, or it was destroyed.
func (s *Service) Open(ctx context.Context, who authz.Actor, c id.Vetting, why Reason) ([]Opened, error) {
	var out []Opened
	err := s.change(ctx, who, "vetting.open", c, func(d *doing, v *Case) (err error) {
		if why.Title() == "" {
			return fault.In("reason", "Choose why you open the envelope. It is kept in the ledger")
		}
		if out, err = s.all(d.tx, d.e.Force, c); err != nil {
			return err
		}
		d.e.Say("An envelope of vetting was opened. "+why.Title(), basis)
		return insertOpening(d.tx, d.e.Force, Opening{Entry: d.e.ID, Case: c, Account: who.Account, Name: who.Name, Reason: why, At: d.e.At})
	})
	return out, err
}

// errClosed says that the actor has not opened the envelope within the last half hour.
var errClosed = fault.New(fault.Conflict, "The envelope is closed. Open it, and say why.")

// Read is what lies in an envelope that the actor opened within the last half hour, and
// that opening. It returns fault.Conflict if it is closed.
func (s *Service) Read(ctx context.Context, who authz.Actor, c id.Vetting) (all []Opened, by Opening, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := table.Find(tx, who.Force, string(c), register.Now(s.ledger.Now()))
		if err != nil {
			return err
		}
		if err := who.May(authz.OpenVetting, v.State.Object()); err != nil {
			return err
		}
		by, err = lastOpening(tx, who.Force, c, who.Account)
		if db.NoRows(err) || err == nil && !s.ledger.Now().Before(by.Until()) {
			return errClosed
		}
		if err != nil {
			return err
		}
		all, err = s.all(tx, who.Force, c)
		return err
	})
	return all, by, err
}

// Openings is who opened an envelope, when and why, the newest first: for the unit.
func (s *Service) Openings(tx *db.Tx, who authz.Actor, c id.Vetting) ([]Opening, error) {
	if err := who.May(authz.OpenVetting, authz.Object{}); err != nil {
		return nil, err
	}
	return openingsOf(tx, who.Force, c)
}

// Parts is what lies in an envelope, closed: kinds, instants and fingerprints, for the
// unit.
func (s *Service) Parts(tx *db.Tx, who authz.Actor, c id.Vetting) ([]Part, error) {
	if err := who.May(authz.OpenVetting, authz.Object{}); err != nil {
		return nil, err
	}
	return partsOf(tx, who.Force, c)
}

// Ask asks the person something. The question waits behind the person's link.
func (s *Service) Ask(ctx context.Context, who authz.Actor, c id.Vetting, text string) error {
	return s.change(ctx, who, "vetting.ask", c, func(d *doing, v *Case) error {
		text = strings.TrimSpace(text)
		var wrong fault.Fields
		needed(&wrong, "question", text, longest, "Write what you ask")
		if err := wrong.Err(); err != nil {
			return err
		}
		if _, err := s.put(d.tx, d.e, c, QuestionPart, Question{Text: text, By: who.Name}); err != nil {
			return err
		}
		v.Questions++
		v.AnswerBy = d.today.AddDays(d.set.VettingAnswerDays)
		d.say(v, "The vetting unit asked the person something", false)
		return nil
	})
}

// Class is the class of a check's result. What was found is never kept.
type Class string

const (
	Nothing   Class = "nothing"
	Something Class = "something"
	NotNeeded Class = "not-needed"
)

// Classes is every class, in the order in which people choose.
var Classes = []Option{{string(Nothing), "Nothing to consider"}, {string(Something), "Something to consider"}, {string(NotNeeded), "Not needed at this level"}}

// Title is the class in plain words.
func (c Class) Title() string {
	for _, o := range Classes {
		if o.Value == string(c) {
			return o.Text
		}
	}
	return ""
}

// Source is a source of checks.
type Source struct {
	Name string
	// Always: no clearance is given before its result is recorded.
	Always bool
}

// Sources is what the unit checks, in the order of its work.
var Sources = []Source{
	{"Identity", true}, {"Police National Computer", true}, {"Local systems and intelligence", true}, {"Other forces where the person lived", false},
	{"Police National Database", false}, {"Special branch", false}, {"Other information that is no conviction", false}, {"Household and associates", false}, {"Finances", false},
}

// RecordCheck records that a source was looked at: the class of its result, and the day.
func (s *Service) RecordCheck(ctx context.Context, who authz.Actor, c id.Vetting, x Check) error {
	return s.change(ctx, who, "vetting.check", c, func(d *doing, v *Case) error {
		var wrong fault.Fields
		if !slices.ContainsFunc(Sources, func(s Source) bool { return s.Name == x.Name }) {
			wrong.Add("check", "Choose what was checked")
		}
		if x.Class.Title() == "" {
			wrong.Add("class", "Choose the class of the result")
		}
		if x.Day == clock.NoDay || x.Day > d.today {
			wrong.Add("day", "Enter the day of the check, not in the future")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		x.By = who.Name
		_, err := s.put(d.tx, d.e, c, CheckPart, x)
		d.say(v, "A check was recorded", false)
		return err
	})
}

// checked is the last result of each source.
func checked(all []Opened) map[string]Check {
	out := map[string]Check{}
	for _, o := range all {
		if x, ok := o.Says.(*Check); ok {
			out[x.Name] = *x
		}
	}
	return out
}

// Unchecked is the sources without which no clearance is given and of which no result is
// recorded.
func Unchecked(all []Opened) []string {
	have := checked(all)
	var out []string
	for _, x := range Sources {
		if _, ok := have[x.Name]; x.Always && !ok {
			out = append(out, x.Name)
		}
	}
	return out
}
