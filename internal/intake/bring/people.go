package bring

import (
	"strings"
	"time"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/training"
	"watchword/internal/vetting"
)

func (t *taking) people(lines []intake.PersonLine) error {
	for i := range lines {
		l := &lines[i]
		if t.there.has(l) {
			t.known++
			continue
		}
		err := t.line(l.Line, "person.import", func(e *ledger.Draft) error { return t.person(e, l) })
		if err != nil {
			return err
		}
	}
	return nil
}

// person enters one person with vetting, training and accreditation, all true from the
// days the file gives.
func (t *taking) person(e *ledger.Draft, l *intake.PersonLine) error {
	role, err := t.role(e, l)
	if err != nil {
		return err
	}
	team, err := t.team(e, l)
	if err != nil {
		return err
	}
	of := id.New[id.Person]()
	p := person.Person{Surname: l.Surname, Forenames: l.Forenames, Born: l.Born, Org: l.OrganisationID, Role: role, Team: team, Supervisor: l.Supervisor,
		Email: l.Email, Phone: l.Telephone, Nominated: l.From, Agreed: l.From, Note: note(l)}
	if p.Nominated == clock.NoDay {
		p.Nominated, p.Agreed = t.today, clock.NoDay
	}
	e.Summary = p.Name() + " was entered from " + t.source
	from := earlierOf(t.firstDay(l.From).Start(), e.At)
	if err := t.s.Persons.EnterIn(t.tx, e, t.who, of, p, from); err != nil {
		return err
	}
	if err := t.facts(e, of, l, from); err != nil {
		return err
	}
	st, ok := states[l.Status]
	if !ok || l.From == clock.NoDay {
		return nil
	}
	a := accred.Accreditation{Person: of, Number: l.Number, State: st, From: l.From, To: l.To, Grants: grants(l.Powers, l.Offences), Why: whys[st]}
	a.Areas, a.AreaText = t.areas(l.Areas)
	return t.s.Accreds.EnterIn(t.tx, e, t.who, id.New[id.Accreditation](), a, t.evidence(l.Line))
}

var states = map[intake.Status]accred.State{intake.Active: accred.InForce, intake.Expired: accred.InForce, intake.Suspended: accred.Suspended,
	intake.Withdrawn: accred.Withdrawn, intake.Left: accred.Left}

var whys = map[accred.State]string{accred.Suspended: "Suspended in the register that was imported", accred.Withdrawn: "Withdrawn in the register that was imported",
	accred.Left: "Left, by the register that was imported"}

// facts enters what the line tells of vetting and training. What it does not tell is not
// entered: a clearance of which nothing is known does not lapse, and training without a
// last day has none.
func (t *taking) facts(e *ledger.Draft, of id.Person, l *intake.PersonLine, from time.Time) error {
	v := vetting.Vetting{Level: l.Vetting.Level, Decided: l.Vetting.Decided, Expires: l.Vetting.Ends, Requested: l.Vetting.Decided, By: "the register imported"}
	switch {
	case l.Status == intake.AwaitingVetting:
		v = vetting.Vetting{Outcome: vetting.Waiting, Requested: t.today}
	case l.Vetting.Result == intake.VettingRefused:
		v.Outcome, v.Expires = vetting.Refused, clock.NoDay
	case l.Vetting.Result == intake.VettingPassed && l.Vetting.Ends != clock.NoDay:
		v.Outcome = vetting.Passed
	}
	if v.Outcome != "" {
		if err := t.s.Vettings.EnterIn(t.tx, e, t.who, of, v, from); err != nil {
			return err
		}
	}
	if l.TrainingPassed == clock.NoDay || len(l.Powers) == 0 {
		return nil
	}
	var passes []training.Pass
	for _, p := range l.Powers {
		passes = append(passes, training.Pass{Power: p, Passed: l.TrainingPassed, Expires: l.TrainingEnds, Course: "As in the register imported", By: "the register imported"})
	}
	return t.s.Trainings.EnterIn(t.tx, e, t.who, of, passes, from)
}

// role is the identity of the line's role, entered if the organisation lacks it.
func (t *taking) role(e *ledger.Draft, l *intake.PersonLine) (id.Role, error) {
	title := l.Role
	if strings.TrimSpace(title) == "" {
		title = "Accredited person"
	}
	key := string(l.OrganisationID) + "\x00" + org.Fold(title)
	if r, ok := t.roles[key]; ok {
		return r, nil
	}
	v, err := t.s.Orgs.Any(t.tx, t.who.Force, l.OrganisationID, register.Now(e.At))
	if err != nil {
		return "", err
	}
	if r, ok := v.State.RoleNamed(title); ok {
		t.roles[key] = r.ID
		return r.ID, nil
	}
	if l.Role == "" && len(v.State.Roles) == 1 {
		t.roles[key] = v.State.Roles[0].ID
		return v.State.Roles[0].ID, nil
	}
	r, err := t.s.Orgs.EnterRoleIn(t.tx, e, t.who, l.OrganisationID, title, org.Imported(v.State.PowersAllowed(), nil, t.evidence(l.Line)))
	t.roles[key] = r
	return r, err
}

// team is the identity of the line's team, entered if the organisation lacks it.
func (t *taking) team(e *ledger.Draft, l *intake.PersonLine) (id.Team, error) {
	if l.Team == "" {
		return "", nil
	}
	key := string(l.OrganisationID) + "\x00" + org.Fold(l.Team)
	if of, ok := t.teams[key]; ok {
		return of, nil
	}
	of, err := t.s.Orgs.EnterTeamIn(t.tx, e, t.who, l.OrganisationID, l.Team, l.Supervisor)
	t.teams[key] = of
	return of, err
}

func note(l *intake.PersonLine) string {
	parts := append([]string{l.Notes}, l.CellNotes...)
	if l.KnownAs != "" {
		parts = append(parts, "Known as "+l.KnownAs)
	}
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "\n")
}

func earlierOf(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
