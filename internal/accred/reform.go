package accred

import (
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

// Ending is that a change of the law ends a power, or asks for new training for it, from a
// day on, as the force decided.
type Ending struct {
	Day clock.Day // the first day without it
	// Trained is the first day of training after which it may be used again; none: never.
	Trained clock.Day
}

// Endings is the powers that changes of the law end; see Service.Ends.
type Endings map[law.PowerID]Ending

// last is the last day on which somebody who passed training on a day has the power; none
// if no change ends it for them.
func (es Endings) last(p law.PowerID, passed clock.Day) clock.Day {
	e, ok := es[p]
	if !ok || e.Trained != clock.NoDay && passed >= e.Trained {
		return clock.NoDay
	}
	return e.Day - 1
}

// Reform is what a change of the law does to those who hold a power, in words.
type Reform struct {
	Power   law.PowerID
	Ending  Ending // the zero Ending: nobody loses it
	Subject string // of the letters
	Says    string // what changes, to the person
	Basis   string // the instrument
}

// ReformIn carries a change of the law into one accreditation: the power ends on the day if
// the change ends it, a new version of the certificate is due, and the person is written to,
// with a copy to the employer. It is part of the use case that decided the change.
//
// Law: Police Reform Act 2002, s42(3), (6).
func (s *Service) ReformIn(tx *db.Tx, e *ledger.Draft, of id.Accreditation, r Reform) error {
	v, err := table.Find(tx, e.Force, string(of), register.Now(e.At))
	if err != nil {
		return err
	}
	after := v.State.copy()
	for i := range after.Grants {
		if g := &after.Grants[i]; g.Power == r.Power && r.Ending.Day != clock.NoDay {
			g.Ends = r.Ending.Day - 1
		}
	}
	after.Certificate++
	if err := s.put(tx, e, Change{Accreditation: of, Before: v.State, After: after, From: e.At}); err != nil {
		return err
	}
	return s.reformLetters(tx, e, after, r)
}

func (s *Service) reformLetters(tx *db.Tx, e *ledger.Draft, a Accreditation, r Reform) error {
	w, err := s.world(tx, e, a.Person)
	if err != nil {
		return err
	}
	body := LetterBody{From: w.force.Settings.ChiefOfficer, Name: w.person.Name(), Address: []string{w.org.Name}, Closing: "For the " + w.force.Settings.ChiefOfficer,
		Paragraphs: []string{r.Says, "It rests on: " + r.Basis + ".", "AP number " + a.Number + ". " + a.RoleTitle + ", " + w.org.Name + "."}}
	for _, g := range a.Grants {
		if g.Power != r.Power || r.Ending.Day == clock.NoDay {
			body.Powers = append(body.Powers, powerLine(g))
		}
	}
	if len(body.Powers) > 0 {
		body.Paragraphs = append(body.Paragraphs, "These powers stay yours, as long as nothing else ends them:")
	} else {
		body.Paragraphs = append(body.Paragraphs, "No other power was given to you, so your accreditation stands without powers.")
	}
	copied := body
	copied.Name, copied.Address = w.org.Name, []string{w.org.Address, w.org.Postcode}
	copied.Paragraphs = append([]string{"This is a copy of the notice given to " + w.person.Name() + ", as section 42(6) of the Police Reform Act 2002 requires."}, body.Paragraphs...)
	for _, l := range []Letter{{To: "person", Body: body}, {To: "employer", Body: copied}} {
		l.ID, l.At, l.Kind, l.Person, l.Org, l.Entry, l.Subject = id.New[id.Letter](), e.At, e.Act, a.Person, a.Org, e.ID, r.Subject
		if err := insertLetter(tx, e, l); err != nil {
			return err
		}
	}
	return nil
}

// Without is the accreditation as it would be if a change of the law ended the power.
func (a *Accreditation) Without(p law.PowerID, last clock.Day) Accreditation {
	out := a.copy()
	for i := range out.Grants {
		if out.Grants[i].Power == p {
			out.Grants[i].Ends = last
		}
	}
	return out
}
