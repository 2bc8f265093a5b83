package agreement

import (
	"cmp"
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Scheduled is one accredited person of the schedule.
type Scheduled struct {
	Person     id.Person
	Number     string // AP number
	Name       string
	Role       string
	Supervisor string // empty: none is named
	Standing   string // in words: "Accreditation in force"
}

// Schedule is the accredited persons who act for an organisation, with their immediate
// supervisors, made from the register as it stood: those whose accreditation was in force,
// or suspended and not ended. Errors: fault.Forbidden, fault.NotFound.
//
// Law: joint operating protocol, clause 2.2 iv.
func (s *Service) Schedule(tx *db.Tx, who authz.Actor, with id.Org, w register.When) ([]Scheduled, error) {
	if err := s.May(tx, who, authz.ReadAgreement, with); err != nil {
		return nil, err
	}
	return s.schedule(tx, who.Force, with, w)
}

func (s *Service) schedule(tx *db.Tx, force id.Force, with id.Org, w register.When) ([]Scheduled, error) {
	all, err := s.Schedules(tx, force, with, w)
	return all[with], err
}

// Schedules is the schedule of one organisation, or with an empty identity of each, for
// rooms that have asked for permission themselves.
func (s *Service) Schedules(tx *db.Tx, force id.Force, with id.Org, w register.When) (map[id.Org][]Scheduled, error) {
	live, err := s.accreds.Live(tx, force, with, w)
	if err != nil || len(live) == 0 {
		return nil, err
	}
	orgs, err := s.employers(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return nil, err
	}
	people, err := s.people(tx, force, with, w)
	if err != nil {
		return nil, err
	}
	out := map[id.Org][]Scheduled{}
	for _, v := range live {
		of, o := v.State.Org, orgs[v.State.Org]
		p, ok := people[v.State.Person]
		if o == nil || !ok || p.Gone() {
			continue
		}
		st := v.State.Stand(o, w.At, f.Settings.Law())
		if scheduled[string(st.Status)] {
			out[of] = append(out[of], Scheduled{Person: v.State.Person, Number: v.State.Number, Name: p.Name(), Role: v.State.RoleTitle, Supervisor: p.Supervisor, Standing: st.Status.Title()})
		}
	}
	for _, all := range out {
		slices.SortFunc(all, func(a, b Scheduled) int {
			return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Person, b.Person))
		})
	}
	return out, nil
}

// scheduled is the standings of an accreditation that stand in the schedule.
var scheduled = map[string]bool{"in-force": true, "not-yet": true, "suspended": true, "org-stopped": true, "vetting-over": true}

// people is those who worked for an organisation then, or for any.
func (s *Service) people(tx *db.Tx, force id.Force, with id.Org, w register.When) (map[id.Person]person.Person, error) {
	var vs []person.Version
	var err error
	if with == "" {
		vs, err = s.persons.AsAt(tx, force, w)
	} else {
		vs, err = s.persons.OfOrg(tx, force, with, w)
	}
	out := make(map[id.Person]person.Person, len(vs))
	for _, v := range vs {
		out[id.Person(v.ID)] = v.State
	}
	return out, err
}

// unsupervised is those of the schedule for whom no immediate supervisor is named, or one
// who is not among the organisation's supervisors.
func unsupervised(all []Scheduled, o *org.Organisation) []Scheduled {
	named := map[string]bool{}
	for _, c := range o.Of(org.Supervisor) {
		named[org.Fold(c.Name)] = true
	}
	var out []Scheduled
	for _, p := range all {
		if !named[org.Fold(p.Supervisor)] {
			out = append(out, p)
		}
	}
	return out
}

// scheduleHead is the first line of a schedule that is kept.
const scheduleHead = "AP number\tName\tRole\tImmediate supervisor\tStanding\tIdentity"

// keep stores the schedule as it stands and returns its fingerprint.
func (s *Service) keep(st *step) (Hash, error) {
	all, err := s.schedule(st.tx, st.who.Force, st.a.Org, register.Now(st.e.At))
	if err != nil {
		return "", err
	}
	lines := []string{scheduleHead}
	for _, p := range all {
		cells := []string{p.Number, p.Name, p.Role, p.Supervisor, p.Standing, string(p.Person)}
		for i, c := range cells {
			cells[i] = strings.Join(strings.Fields(c), " ")
		}
		lines = append(lines, strings.Join(cells, "\t"))
	}
	return keepText(st.tx, st.who.Force, strings.Join(lines, "\n")+"\n", st.e.At)
}

// Snapshot is the schedule as it was kept with a signature of the agreement, and its text.
// Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Snapshot(tx *db.Tx, who authz.Actor, of id.Agreement, side Side) ([]Scheduled, string, error) {
	v, err := s.Find(tx, who, of, register.Now(s.ledger.Now()))
	if err != nil {
		return nil, "", err
	}
	sig, ok := v.State.SignedBy(side)
	if !ok || sig.Schedule == "" {
		return nil, "", fault.New(fault.NotFound, "No schedule was kept: this side has not signed.")
	}
	text, err := readText(tx, who.Force, sig.Schedule)
	return kept(text), text, err
}

// kept reads a schedule that was kept.
func kept(text string) []Scheduled {
	var out []Scheduled
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if c := strings.Split(line, "\t"); i > 0 && len(c) == 6 {
			out = append(out, Scheduled{Number: c[0], Name: c[1], Role: c[2], Supervisor: c[3], Standing: c[4], Person: id.Person(c[5])})
		}
	}
	return out
}
