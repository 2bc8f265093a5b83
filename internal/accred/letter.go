package accred

import (
	"encoding/json"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
)

// Letter is the notice of a decision to the person, or its copy to the employer.
//
// Law: Police Reform Act 2002, s42(3): by notice to the person; s42(6): a copy to the
// employer.
type Letter struct {
	ID      id.Letter
	At      time.Time
	Kind    string // the act it tells of: "accreditation.suspend"
	Person  id.Person
	Org     id.Org
	To      string // "person" or "employer"
	Entry   id.Entry
	Subject string
	Body    LetterBody
}

// LetterBody is the words of a letter.
type LetterBody struct {
	From       string   `json:"from"`    // the office that writes
	Name       string   `json:"name"`    // to whom
	Address    []string `json:"address"` // lines
	Paragraphs []string `json:"paragraphs"`
	Powers     []string `json:"powers,omitempty"`
	Closing    string   `json:"closing"`
}

// letterTexts is the subject and the first paragraph of each notice; what of the person
// stands between is added by letterBody.
var letterTexts = map[string]struct{ subject, first string }{
	"accreditation.grant":           {"Your accreditation", "You have been accredited under section 41 of the Police Reform Act 2002. The powers below are yours from the first day named, while you work for your employer, in uniform and with the badge, in the area named."},
	"accreditation.refuse":          {"Your accreditation: not granted", "You have not been accredited. The reasons are given below. If you appeal, somebody who took no part in this decision will look at it again."},
	"accreditation.modify":          {"Your accreditation: changed", "Your accreditation has been changed by this notice under section 42(3) of the Police Reform Act 2002. From now on you have the powers below and no others."},
	"accreditation.renew":           {"Your accreditation: renewed", "Your accreditation has been renewed under section 41(7) of the Police Reform Act 2002, to the last day below, with the powers below."},
	"accreditation.suspend":         {"Your accreditation: suspended", "Your accreditation is suspended from now by this notice under section 42(3) of the Police Reform Act 2002. Until it is reinstated you have none of its powers. Give your card to your supervisor."},
	"accreditation.reinstate":       {"Your accreditation: reinstated", "The suspension of your accreditation has ended. You have the powers below again."},
	"accreditation.suspend-power":   {"Your accreditation: a power suspended", "A power of your accreditation is suspended from now by this notice under section 42(3) of the Police Reform Act 2002: it stands below with the reason. Until it is reinstated you may not use it."},
	"accreditation.reinstate-power": {"Your accreditation: a power reinstated", "The suspension of a power of your accreditation has ended: it stands below with the reason. You may use it again."},
	"accreditation.withdraw":        {"Your accreditation: withdrawn", "Your accreditation is withdrawn from now by this notice under section 42(3) of the Police Reform Act 2002. You have none of its powers. Return your card and badge."},
	"accreditation.appeal":          {"Your appeal has been received", "Your appeal has been received. Somebody who took no part in the first decision will look at it, and you will be written to. Until then the first decision stands."},
	"accreditation.dismiss":         {"Your appeal: dismissed", "Your appeal has been looked at by somebody who took no part in the first decision. It is dismissed, and the first decision stands. The reasons are given below."},
	"accreditation.rehear":          {"Your appeal: allowed", "Your appeal is allowed, and the refusal is set aside. Somebody other than who refused will now decide anew whether you are accredited, and you will be written to."},
	"accreditation.restore":         {"Your appeal: allowed", "Your appeal is allowed, and the withdrawal of your accreditation has ended. You have the powers below again, as far as they have not ended by themselves. Wait for a new card before you use them."},
	"person.move":                   {"You have been put forward by another employer", "You have been put forward as an accredited person of the employer named here. What you held with the employer before has ended (section 41(8)(a) of the Police Reform Act 2002). Your training counts on; vetting is decided anew, and until you are accredited anew you have no powers."},
	"person.leave":                  {"Your accreditation: ended", "Your accreditation ended when you left your employer (section 41(8)(a) of the Police Reform Act 2002). You have none of its powers. Return your card and badge."},
	"person.opt-out":                {"Your accreditation: given up", "You told us that you no longer take part in the scheme. Your accreditation ended in the same second, and nothing is held against you. You have none of its powers. Return your card and badge."},
	"organisation.powers":           {"Your accreditation: changed with your employer’s powers", "Which powers your employer may have was decided anew, so your accreditation has been changed by this notice under section 42(3) of the Police Reform Act 2002. From now on you have the powers below and no others."},
	"organisation.suspend":          {"Your accreditation: suspended with your employer", "Your employer’s arrangements are suspended from now. Until they are reinstated you have none of the powers of your accreditation. Give your card to your supervisor."},
	"organisation.reinstate":        {"Your accreditation: goes on", "The suspension of your employer’s arrangements has ended. You have the powers of your accreditation again, as far as they have not ended by themselves."},
	"organisation.withdraw":         {"Your accreditation: ended", "Your accreditation ended with your employer’s arrangements (section 41(8)(b) of the Police Reform Act 2002). You have none of its powers. Return your card and badge."},
}

// orgTexts is the same of what an organisation is told of its arrangements itself.
var orgTexts = map[string]struct{ subject, first string }{
	"organisation.suspend":   {"Your arrangements: suspended", "Your arrangements with the chief officer under section 40(8) of the Police Reform Act 2002 are suspended from now. Until they are reinstated nobody you employ has a power of their accreditation, and their cards answer “not valid now”."},
	"organisation.reinstate": {"Your arrangements: go on", "The suspension of your arrangements has ended. Your people have the powers of their accreditation again, as far as they have not ended by themselves."},
	"organisation.withdraw":  {"Your arrangements: withdrawn", "Your arrangements with the chief officer under section 40(8) of the Police Reform Act 2002 are withdrawn, and every accreditation under them has ended (section 41(8)(b)). Send back every card and badge."},
	"organisation.leave":     {"Your arrangements: ended", "At your wish your arrangements with the chief officer under section 40(8) of the Police Reform Act 2002 have ended, and every accreditation under them (section 41(8)(b)). Send back every card and badge."},
	"organisation.notice":    {"Your arrangements: your notice", "Your notice that you leave the scheme is recorded. Your arrangements with the chief officer end by themselves with the last day below, and every accreditation under them (section 41(8)(b) of the Police Reform Act 2002). Until then they go on. Collect every card and badge on that day."},
}

// orgActs is what was done to arrangements, as letters tell it; empty: nothing they tell.
func orgActs(c org.Change) string {
	before, after := c.Before.State, c.After.State
	switch {
	case before == org.InForce && after == org.Suspended:
		return "organisation.suspend"
	case before == org.Suspended && after == org.InForce:
		return "organisation.reinstate"
	case before != after && after == org.Withdrawn:
		return "organisation.withdraw"
	case before != after && after == org.Left:
		return "organisation.leave"
	case before == after && c.After.Exit != nil && (c.Before.Exit == nil || *c.Before.Exit != *c.After.Exit):
		return "organisation.notice"
	}
	return ""
}

// tellOrg writes to an organisation of what was done to its arrangements.
func (s *Service) tellOrg(tx *db.Tx, e *ledger.Draft, c org.Change) error {
	act := orgActs(c)
	text, ok := orgTexts[act]
	if !ok {
		return nil
	}
	f, err := s.areas.Force(tx, e.Force)
	if err != nil {
		return err
	}
	o := &c.After
	body := LetterBody{From: f.Settings.ChiefOfficer, Name: o.Name, Address: []string{o.Address, o.Postcode}, Paragraphs: []string{text.first}, Closing: "For the " + f.Settings.ChiefOfficer}
	why := o.Why
	if x := o.Exit; x != nil && (act == "organisation.notice" || act == "organisation.leave") {
		why = x.Reason.Title() + ". " + x.Why
		body.Paragraphs = append(body.Paragraphs, "Last day: "+x.Day.Long()+".")
	}
	if why != "" {
		body.Paragraphs = append(body.Paragraphs, "Reason: "+why)
	}
	return insertLetter(tx, e, Letter{ID: id.New[id.Letter](), At: e.At, Kind: act, Org: c.Org, To: "employer", Entry: e.ID, Subject: text.subject, Body: body})
}

// writeLetters keeps the notice to the person and the copy to the employer.
func (s *Service) writeLetters(tx *db.Tx, e *ledger.Draft, verb string, a Accreditation, w world) error {
	text, ok := letterTexts[verb]
	if !ok {
		return nil
	}
	body := LetterBody{From: w.force.Settings.ChiefOfficer, Paragraphs: []string{text.first}, Closing: "For the " + w.force.Settings.ChiefOfficer}
	if a.Number != "" {
		body.Paragraphs = append(body.Paragraphs, "AP number "+a.Number+". "+a.RoleTitle+", "+w.org.Name+". From "+a.From.Long()+" to "+a.To.Long()+". Area: "+a.AreaText+".")
	}
	if a.Why != "" && verb != "accreditation.grant" {
		body.Paragraphs = append(body.Paragraphs, "Reason: "+a.Why)
	}
	if by := a.AppealBy(w.force.Settings.AppealDays); by != clock.NoDay && verb != "accreditation.appeal" {
		body.Paragraphs = append(body.Paragraphs, "You may appeal in writing until "+by.Long()+". Say what is to be looked at again.")
	}
	if a.State == InForce && verb != "organisation.suspend" {
		for _, g := range a.Grants {
			if !g.Suspended {
				body.Powers = append(body.Powers, powerLine(g))
			}
		}
	}
	person := body
	person.Name, person.Address = w.person.Name(), []string{w.org.Name}
	employer := body
	employer.Name, employer.Address = w.org.Name, []string{w.org.Address, w.org.Postcode}
	employer.Paragraphs = append([]string{"This is a copy of the notice given to " + w.person.Name() + ", as section 42(6) of the Police Reform Act 2002 requires."}, body.Paragraphs...)
	for to, b := range map[string]LetterBody{"person": person, "employer": employer} {
		if err := insertLetter(tx, e, Letter{ID: id.New[id.Letter](), At: e.At, Kind: verb, Person: a.Person, Org: a.Org, To: to, Entry: e.ID, Subject: text.subject, Body: b}); err != nil {
			return err
		}
	}
	return nil
}

func powerLine(g Grant) string {
	p, ok := law.Find(g.Power)
	if !ok {
		return string(g.Power)
	}
	line := p.Name + " (paragraph " + p.Para + ")"
	for i, off := range g.Offences {
		if o, ok := law.FindOffence(off); ok {
			if i == 0 {
				line += ": "
			} else {
				line += "; "
			}
			line += o.Name
		}
	}
	if g.Condition != "" {
		line += ". Condition: " + g.Condition
	}
	return line
}

// letterLine is a letter as the ledger keeps it.
func letterLine(l Letter, body []byte) string {
	head, _ := json.Marshal([]string{string(l.Person), string(l.Org), l.To, l.Kind, string(l.Entry), l.Subject})
	return string(head) + " " + string(body)
}

func insertLetter(tx *db.Tx, e *ledger.Draft, l Letter) error {
	body, err := json.Marshal(l.Body)
	if err != nil {
		return err
	}
	e.Row("letter/"+string(l.ID), clock.Forever, letterLine(l, body))
	_, err = tx.Exec(`INSERT INTO letter (force_id, id, at, kind, person_id, org_id, to_whom, entry_id, subject, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(e.Force), string(l.ID), l.At, l.Kind, string(l.Person), string(l.Org), l.To, string(l.Entry), l.Subject, string(body))
	return err
}

const letterColumns = "id, at, kind, person_id, org_id, to_whom, entry_id, subject, body"

func scanLetter(sc db.Scanner) (Letter, error) {
	var l Letter
	var body string
	if err := sc.Scan(&l.ID, db.Instant{To: &l.At}, &l.Kind, &l.Person, &l.Org, &l.To, &l.Entry, &l.Subject, &body); err != nil {
		return l, err
	}
	return l, json.Unmarshal([]byte(body), &l.Body)
}

// LetterRows reads the letters for ledger.Verify.
func LetterRows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	rows, err := tx.Query(`SELECT `+letterColumns+` FROM letter WHERE force_id = ? ORDER BY id`, string(force))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		l, err := scanLetter(rows)
		if err != nil {
			return err
		}
		body, err := json.Marshal(l.Body)
		if err != nil {
			return err
		}
		if err := yield("letter/"+string(l.ID), clock.Millis(clock.Forever), letterLine(l, body), nil); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Letter is one letter. The person reads their own, the employer its copies, the office
// all. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Letter(tx *db.Tx, who authz.Actor, letter id.Letter) (Letter, error) {
	l, err := scanLetter(tx.QueryRow(`SELECT `+letterColumns+` FROM letter WHERE force_id = ? AND id = ?`, string(who.Force), string(letter)))
	if db.NoRows(err) {
		return l, fault.New(fault.NotFound, "There is no such letter.")
	}
	if err != nil {
		return l, err
	}
	if r, _ := who.Reach(authz.ReadLetters); r == authz.OwnOrg && l.To != "employer" {
		return l, fault.New(fault.Forbidden, "You may not read this letter. It is the person’s own; the employer has a copy.")
	}
	return l, who.May(authz.ReadLetters, authz.Object{Org: l.Org, Person: l.Person})
}

// LettersOf is the letters about a person that the actor may read, newest first.
func (s *Service) LettersOf(tx *db.Tx, who authz.Actor, of id.Person) ([]Letter, error) {
	if err := s.persons.May(tx, who, authz.ReadLetters, of, s.ledger.Now()); err != nil {
		return nil, err
	}
	w := who.Scope(authz.ReadLetters, authz.Columns{Force: "force_id", Org: "org_id", Person: "person_id"})
	w.And("person_id = ?", string(of))
	if r, _ := who.Reach(authz.ReadLetters); r == authz.OwnOrg {
		w.And("to_whom = 'employer'")
	} else if r == authz.OwnPerson {
		w.And("to_whom = 'person'")
	}
	return db.All(tx, scanLetter, `SELECT `+letterColumns+` FROM letter`+w.SQL()+` ORDER BY at DESC, id LIMIT 200`, w.Args()...)
}

// LettersTo is the copies sent to an employer, newest first, at most so many. Errors:
// fault.Forbidden.
func (s *Service) LettersTo(tx *db.Tx, who authz.Actor, employer id.Org, limit int) ([]Letter, error) {
	if err := who.May(authz.ReadLetters, authz.Object{Org: employer}); err != nil {
		return nil, err
	}
	return db.All(tx, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE force_id = ? AND org_id = ? AND to_whom = 'employer' ORDER BY at DESC, id LIMIT ?`,
		string(who.Force), string(employer), int64(limit))
}
