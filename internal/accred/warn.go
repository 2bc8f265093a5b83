package accred

import (
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Warning is that something of a live accreditation comes to its end by itself.
type Warning struct {
	Person   id.Person
	Due      clock.Day // the last day that counts
	Sentence string    // what ends, and what then happens, to the person
	Powers   []law.PowerID
}

// WarnIn writes to the person of a coming lapse, with a copy to the employer, and returns
// the person as they stand. It is done by the program itself, in a transaction and entry
// begun for it. Who has no live accreditation is not written to: ok is false.
func (s *Service) WarnIn(tx *db.Tx, e *ledger.Draft, warn Warning) (of person.Person, ok bool, err error) {
	a, err := s.Latest(tx, e.Force, warn.Person, register.Now(e.At))
	if err != nil {
		return of, false, err
	}
	if a.State.State != InForce && a.State.State != Suspended {
		return of, false, nil
	}
	w, err := s.world(tx, e, warn.Person)
	if err != nil {
		return of, false, err
	}
	body := LetterBody{From: w.force.Settings.ChiefOfficer, Name: w.person.Name(), Address: []string{w.org.Name}, Closing: "For the " + w.force.Settings.ChiefOfficer,
		Paragraphs: []string{warn.Sentence, "AP number " + a.State.Number + ". " + a.State.RoleTitle + ", " + w.org.Name + ".", "Your employer has a copy of this letter. Speak to your supervisor about what is to be done."}}
	for _, g := range a.State.Grants {
		for _, p := range warn.Powers {
			if g.Power == p {
				body.Powers = append(body.Powers, powerLine(g))
			}
		}
	}
	copied := body
	copied.Name, copied.Address = w.org.Name, []string{w.org.Address, w.org.Postcode}
	copied.Paragraphs = append([]string{"This is a copy of what was written to " + w.person.Name() + "."}, body.Paragraphs[:2]...)
	subject := "Your accreditation: something ends on " + warn.Due.Long()
	e.Subject(person.Subject(string(warn.Person)))
	e.Subject(Subject(a.ID))
	e.Say(w.person.Name()+": written to about what ends on "+warn.Due.Long(), "")
	for _, l := range []Letter{{To: "person", Body: body}, {To: "employer", Body: copied}} {
		l.ID, l.At, l.Kind, l.Person, l.Org, l.Entry, l.Subject = id.New[id.Letter](), e.At, e.Act, warn.Person, a.State.Org, e.ID, subject
		if err := insertLetter(tx, e, l); err != nil {
			return of, false, err
		}
	}
	return w.person, true, nil
}
