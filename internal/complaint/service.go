package complaint

import (
	"context"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Service is the use cases.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	areas   *area.Service
	orgs    *org.Service
	persons *person.Service
	accreds *accred.Service
	outbox  *outbox.Outbox
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, areas *area.Service, orgs *org.Service, persons *person.Service, accreds *accred.Service, out *outbox.Outbox) *Service {
	return &Service{db: d, ledger: l, areas: areas, orgs: orgs, persons: persons, accreds: accreds, outbox: out}
}

// Lengths in letters.
const (
	lineLimit = 200
	textLimit = 4000
)

// basis is the section of law that the steps rest on.
const basis = "Police Reform Act 2002, s40(9)"

var errNone = fault.New(fault.NotFound, "There is no such complaint.")

// turn is one act on a complaint under way.
type turn struct {
	tx  *db.Tx
	e   *ledger.Draft
	who authz.Actor
	id  id.Complaint
	c   Complaint // as it will be
	set area.Settings
}

func (t *turn) today() clock.Day { return clock.DayOf(t.e.At) }

func (t *turn) note(text string) Note {
	return Note{At: t.e.At, By: t.who.Name, Account: t.who.Account, Text: text}
}

// act runs a move of the table of states: load, may, decide, save, record.
func (s *Service) act(ctx context.Context, who authz.Actor, of id.Complaint, verb string, do func(t *turn) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		v, err := table.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		m, merr := v.State.State.move(verb)
		if m.By != "" {
			if !v.State.shows(who) {
				return errNone
			}
			if err := who.May(m.By, v.State.object()); err != nil {
				return err
			}
		}
		if err := v.State.kept(); err != nil {
			return err
		}
		if merr != nil {
			return merr
		}
		f, err := s.areas.Force(tx, who.Force)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, e: e, who: who, id: of, c: v.State.copy(), set: f.Settings}
		if err := do(t); err != nil {
			return err
		}
		if t.c.State != m.To {
			t.c.State, t.c.Since, t.c.By = m.To, e.At, who.Name
		}
		return table.Put(tx, e, string(of), t.c, e.At, clock.Forever)
	})
	return err
}

func (c *Complaint) object() authz.Object { return authz.Object{Org: c.Org, Person: c.Person} }

// text trims what must be written, and notes at its field when there is none or too much.
func text(wrong *fault.Fields, field, s, message string) string {
	if s = strings.TrimSpace(s); s == "" || len([]rune(s)) > textLimit {
		wrong.Add(field, "%s, in 4,000 letters or fewer", message)
	}
	return s
}

// write writes to an address in the force’s name; to none, nothing. What it says leaves the
// program, so it tells nothing of the complaint but its reference.
func (s *Service) write(tx *db.Tx, force id.Force, to, subject, body string) error {
	if to == "" {
		return nil
	}
	f, err := s.areas.Force(tx, force)
	if err == nil {
		_, err = s.outbox.Put(tx, outbox.Message{Force: force, Kind: "complaint", Sender: f.Name, Address: to, Subject: subject, Body: body})
	}
	return err
}

// tellEmployer writes to whoever answers for complaints at the employer, once it may know.
func (s *Service) tellEmployer(t *turn, subject, body string) error {
	if t.c.Org == "" || t.c.Held {
		return nil
	}
	o, err := s.orgs.Any(t.tx, t.who.Force, t.c.Org, register.Now(t.e.At))
	if err != nil {
		return err
	}
	contacts := o.State.Of(org.Complaints)
	if len(contacts) == 0 {
		contacts = o.State.Of(org.Liaison)
	}
	for _, c := range contacts {
		if err := s.write(t.tx, t.who.Force, c.Email, subject, body); err != nil {
			return err
		}
	}
	return nil
}

// tellComplainant writes that there is news, which they read behind their link.
func (s *Service) tellComplainant(t *turn, news string) error {
	return s.write(t.tx, t.who.Force, t.c.From.Email, "About your "+t.c.Noun()+" "+t.c.Reference,
		news+" Open it by the link you were shown when you sent it. If you no longer have the link, ask the scheme office for a new one.")
}
