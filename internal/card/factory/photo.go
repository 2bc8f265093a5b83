package factory

import (
	"context"
	"strconv"

	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// PhotoState is what the scheme office makes of a photograph.
type PhotoState string

// The states of a photograph.
const (
	Waiting  PhotoState = "waiting"
	Accepted PhotoState = "accepted"
	SentBack PhotoState = "sent-back"
)

// Title is the state in plain words.
func (s PhotoState) Title() string {
	return map[PhotoState]string{Waiting: "Waits to be looked at", Accepted: "Accepted", SentBack: "Sent back"}[s]
}

// PhotoFault is what is wrong with a photograph.
type PhotoFault string

// PhotoFaults is what may be wrong, in the order in which people choose.
var PhotoFaults = []PhotoFault{"not-facing", "covered", "unclear", "shadow", "not-alike", "other"}

// Title is what is wrong, in a sentence that the employer reads.
func (f PhotoFault) Title() string {
	return map[PhotoFault]string{"not-facing": "The face is not seen whole and from the front", "covered": "Something covers the face or the eyes", "unclear": "It is not sharp, or too small",
		"shadow": "There is a shadow, or too much light", "not-alike": "The person no longer looks like it", "other": "Something else"}[f]
}

// Photo is what was made of a person's present photograph.
type Photo struct {
	Person id.Person  `json:"person"`
	Org    id.Org     `json:"org"`
	Photo  blob.Hash  `json:"photo"`
	State  PhotoState `json:"state"`
	Fault  PhotoFault `json:"fault,omitempty"`
	Why    string     `json:"why,omitempty"`
	Last   *Done      `json:"last"`
}

// Reason is why it was sent back, in a sentence.
func (p *Photo) Reason() string {
	switch {
	case p.State != SentBack:
		return ""
	case p.Why == "":
		return p.Fault.Title() + "."
	case p.Fault == "other":
		return p.Why
	}
	return p.Fault.Title() + ". " + p.Why
}

// PhotoVersion is what was made of a photograph, with its periods; its identity is the
// person's.
type PhotoVersion = register.Version[Photo]

var photos = &register.Table[Photo]{Name: "photo_check", What: "check of a photograph", Columns: []string{"org_id", "standing"},
	Values: func(p Photo) []any { return []any{string(p.Org), string(p.State)} }}

// PhotoRows reads the register of checked photographs for ledger.Verify.
var PhotoRows = photos.Rows

// PersonChanged follows a person's photograph (person.Service.OnChange): one that an
// employer puts in waits to be looked at, and one that the office puts in it has looked at.
func (s *Service) PersonChanged(tx *db.Tx, e *ledger.Draft, c person.Change) error {
	if c.After.Photo == "" || c.After.Left != clock.NoDay {
		return photos.End(tx, e, string(c.Person), e.At)
	}
	if c.After.Photo == c.Before.Photo && c.After.Org == c.Before.Org {
		return nil
	}
	v, err := photos.Find(tx, e.Force, string(c.Person), register.Now(e.At))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	after := v.State
	if c.After.Photo != after.Photo {
		after = Photo{State: Waiting, Last: &Done{By: e.Name, At: e.At}}
		if (authz.Actor{Force: e.Force, Role: e.Role}).Can(authz.IssueCard) {
			after.State = Accepted
		}
	}
	after.Person, after.Org, after.Photo = c.Person, c.After.Org, c.After.Photo
	return photos.Put(tx, e, string(c.Person), after, e.At, clock.Forever)
}

// Hinders says why a photograph cannot go on a card yet (card.Service.Photo); nil if it may.
func (s *Service) Hinders(tx *db.Tx, force id.Force, of id.Person, photo blob.Hash) (*fault.Reason, error) {
	v, err := photos.Find(tx, force, string(of), register.Now(s.ledger.Now()))
	switch {
	case err != nil && !fault.Is(err, fault.NotFound):
		return nil, err
	case err == nil && v.State.Photo == photo && v.State.State == Accepted:
		return nil, nil
	case err == nil && v.State.Photo == photo && v.State.State == SentBack:
		return &fault.Reason{Code: "photo.sent-back", Message: "The photograph was sent back to the employer. " + v.State.Reason(),
			Source: photoRule, Mend: "Ask the employer for another, or accept this one."}, nil
	}
	return &fault.Reason{Code: "photo.not-checked", Message: "Nobody has looked at the photograph yet.", Source: photoRule, Mend: "Accept it, or send it back, under Cards, Photographs."}, nil
}

const photoRule = "Scheme rule: a card bears a photograph that the scheme office has accepted"

// Seen is a photograph that somebody has looked at, so that nobody takes one they did not
// see.
type Seen struct {
	Person id.Person
	Photo  blob.Hash
}

// Accept takes photographs for cards, all or none. Errors: fault.Forbidden; fault.Invalid
// for none or more than 200; fault.NotFound; fault.Conflict if one was changed meanwhile or
// is accepted already.
func (s *Service) Accept(ctx context.Context, who authz.Actor, seen []Seen) error {
	if len(seen) == 0 || len(seen) > 200 {
		return fault.In("photo", "Choose 1 to 200 photographs")
	}
	about := make([]ledger.Subject, 0, len(seen))
	for _, x := range seen {
		about = append(about, person.Subject(string(x.Person)))
	}
	_, err := s.ledger.Do(ctx, who, "photo.accept", about, func(tx *db.Tx, e *ledger.Draft) error {
		e.Say(strconv.Itoa(len(seen))+" photographs were accepted for cards", "")
		for _, x := range seen {
			if err := s.AcceptIn(tx, e, who, x); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// AcceptIn is Accept of one photograph within a transaction and entry already begun.
func (s *Service) AcceptIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, x Seen) error {
	return s.decide(tx, e, who, x, "photo.accept", func(p *Photo, name string) {
		p.Fault, p.Why = "", ""
		if len(e.Subjects) <= 1 {
			e.Say("The photograph of "+name+" was accepted", "")
		}
	})
}

// SendBack gives a photograph back to the employer with what is wrong with it. Errors:
// fault.Forbidden; fault.Invalid without a reason; fault.NotFound; fault.Conflict.
func (s *Service) SendBack(ctx context.Context, who authz.Actor, x Seen, what PhotoFault, why string) error {
	var wrong fault.Fields
	missing := ""
	if what == "other" {
		missing = "Say what is wrong with it"
	}
	if why = wrong.Text("why", why, 500, missing); what.Title() == "" {
		wrong.Add("fault", "Choose what is wrong with it")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err := s.ledger.Do(ctx, who, "photo.send-back", []ledger.Subject{person.Subject(string(x.Person))}, func(tx *db.Tx, e *ledger.Draft) error {
		return s.decide(tx, e, who, x, "photo.send-back", func(p *Photo, name string) {
			p.Fault, p.Why = what, why
			e.Say("The photograph of "+name+" was sent back", "")
		})
	})
	return err
}

func (s *Service) decide(tx *db.Tx, e *ledger.Draft, who authz.Actor, x Seen, verb string, set func(p *Photo, name string)) error {
	if err := s.persons.May(tx, who, authz.IssueCard, x.Person, e.At); err != nil {
		return err
	}
	of, err := s.persons.Any(tx, who.Force, x.Person, register.Now(e.At))
	if err != nil {
		return err
	}
	name := of.State.Name()
	if of.State.Photo == "" || of.State.Photo != x.Photo {
		return fault.New(fault.Conflict, "The photograph of %s was changed meanwhile. Look at it again.", name)
	}
	v, err := photos.Find(tx, who.Force, string(x.Person), register.Now(e.At))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	m, err := move(PhotoMoves, v.State.State, verb, "The photograph of "+name+": "+v.State.State.Title()+" already.")
	if err != nil {
		return err
	}
	after := Photo{Person: x.Person, Org: of.State.Org, Photo: x.Photo, State: m.To, Last: doneBy(who, e)}
	set(&after, name)
	e.Subject(person.Subject(string(x.Person)))
	e.Subject(ledger.About("organisation", after.Org))
	return photos.Put(tx, e, string(x.Person), after, e.At, clock.Forever)
}

// PhotoOf is what was made of a person's photograph as it stood, for whoever may see the
// person. Errors: fault.NotFound if there was none; fault.Forbidden.
func (s *Service) PhotoOf(tx *db.Tx, who authz.Actor, of id.Person, w register.When) (PhotoVersion, error) {
	if _, err := s.persons.Find(tx, who, of, w); err != nil {
		return PhotoVersion{}, err
	}
	return photos.Find(tx, who.Force, string(of), w)
}

// PhotoHistory is every version of what was made of a person's photographs; see
// register.Table.History.
func (s *Service) PhotoHistory(tx *db.Tx, who authz.Actor, of id.Person, all bool) ([]PhotoVersion, error) {
	if err := s.persons.May(tx, who, authz.ReadPerson, of, s.ledger.Now()); err != nil {
		return nil, err
	}
	return photos.History(tx, who.Force, string(of), all)
}

// Photos is the photographs in a state, those that have waited longest first, behind a
// cursor, with the cursor of the next page. Errors: fault.Forbidden.
func (s *Service) Photos(tx *db.Tx, who authz.Actor, state PhotoState, after string, limit int) (out []PhotoVersion, next string, err error) {
	if err := office(who); err != nil {
		return nil, "", err
	}
	var where db.Where
	where.And("r.standing = ?", string(state))
	if after != "" {
		at, of := cut(after)
		where.And("(r.from_at, r.id) > (?, ?)", at, of)
	}
	out, err = photos.Current(tx, who.Force, where, "r.from_at, r.id", limit+1)
	if len(out) > limit {
		out = out[:limit]
		last := out[limit-1]
		next = strconv.FormatInt(clock.Millis(last.From), 10) + "/" + last.ID
	}
	return out, next, err
}
