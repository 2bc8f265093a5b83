package compliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/compliance"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

const asb = law.PowerID("csas-name-address-asb")

var today = accredtest.Today

// not is the parts that are not simply met, each with its colour.
func not(fs []compliance.Finding) string {
	var out []string
	for _, f := range fs {
		if f.Colour != compliance.Green {
			out = append(out, fmt.Sprintf("%s:%s", f.Part, f.Colour))
		}
		if len(f.Reasons) == 0 || f.Reasons[0].Text == "" {
			out = append(out, string(f.Part)+" without a reason")
		}
	}
	return strings.Join(out, " ")
}

// inForce is an employer with everything.
func inForce() org.Organisation {
	return org.Organisation{Name: "Aldermere City Council", State: org.InForce, From: today, To: today.AddYears(3), FitTest: org.Decision{Satisfied: true, By: "D. Thorne", At: today.Start()},
		Contacts: []org.Contact{{Kind: org.Signatory, Name: "P. Nair"}, {Kind: org.Liaison, Name: "J. Birtwell"}, {Kind: org.Liaison, Name: "I. Pugh"}, {Kind: org.Supervisor, Name: "Gareth Lyle"}, {Kind: org.Complaints, Name: "P. Nair"}}}
}

func TestAPersonIsJudgedByWhatTheRegistersSay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		alter func(*compliance.PersonFacts)
		want  string
	}{
		{"all is met", func(*compliance.PersonFacts) {}, ""},
		{"nobody decided that they are capable", func(f *compliance.PersonFacts) { f.Accred.Tests.Capable = accred.Decision{} }, "competence:not-known"},
		{"found not capable", func(f *compliance.PersonFacts) { f.Accred.Tests.Capable.Satisfied = false }, "competence:red"},
		{"training ends today", func(f *compliance.PersonFacts) { f.Accred.Grants[0].Trained = today }, "training:amber"},
		{"training ended yesterday", func(f *compliance.PersonFacts) { f.Accred.Grants[0].Trained = today - 1 }, "training:red"},
		{"training ends within the first warning", func(f *compliance.PersonFacts) { f.Accred.Grants[0].Trained = today.AddDays(90) }, "training:amber"},
		{"and a day later", func(f *compliance.PersonFacts) { f.Accred.Grants[0].Trained = today.AddDays(91) }, ""},
		{"training without a last day", func(f *compliance.PersonFacts) { f.Accred.Grants[0].Trained = clock.NoDay }, "training:not-known"},
		{"no powers", func(f *compliance.PersonFacts) { f.Accred.Grants = nil }, "training:not-known"},
		{"the clearance is over", func(f *compliance.PersonFacts) { f.Accred.VettingUntil = today - 1 }, "vetting:red"},
		{"the clearance ends soon", func(f *compliance.PersonFacts) { f.Accred.VettingUntil = today.AddDays(30) }, "vetting:amber"},
		{"no clearance", func(f *compliance.PersonFacts) { f.Accred.VettingUntil = clock.NoDay }, "vetting:red"},
		{"an import told nothing of it", func(f *compliance.PersonFacts) { f.Accred.VettingUntil, f.Accred.VettingUntold = clock.NoDay, true }, "vetting:not-known"},
		{"the employer is suspended", func(f *compliance.PersonFacts) { f.Employer.State = org.Suspended }, "management:red"},
		{"the arrangements lapsed", func(f *compliance.PersonFacts) { f.Employer.To = today - 1 }, "management:red"},
		{"the arrangements end soon", func(f *compliance.PersonFacts) { f.Employer.To = today.AddDays(20) }, "management:amber"},
		{"no supervisor", func(f *compliance.PersonFacts) { f.Person.Supervisor = "" }, "supervision:red"},
		{"a supervisor who is none", func(f *compliance.PersonFacts) { f.Person.Supervisor = "N. Body" }, "supervision:red"},
		{"nobody stands in", func(f *compliance.PersonFacts) { f.Cover = "" }, "supervision:amber"},
		{"too many for one supervisor", func(f *compliance.PersonFacts) { f.Over = true }, "supervision:amber"},
		{"suspended", func(f *compliance.PersonFacts) { f.Accred.State = accred.Suspended }, "accountability:red"},
		{"no photograph", func(f *compliance.PersonFacts) { f.Person.Photo = "" }, "accountability:amber"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := compliance.PersonFacts{ID: "per_1", Org: "org_1", Person: person.Person{Supervisor: "Gareth  LYLE", Photo: "abc"}, Employer: inForce(), Cover: "I. Pugh", Set: area.Defaults(), Today: today,
				Accred: accred.Accreditation{State: accred.InForce, Number: "EM 4417", From: today, To: today.AddYears(3), VettingUntil: today.AddYears(2), Grants: []accred.Grant{{Power: asb, Trained: today.AddYears(2)}},
					Tests: accred.Tests{Capable: accred.Decision{Satisfied: true, By: "R. Adeyemi", At: today.Start()}}}}
			tt.alter(&f)
			f.Standing = f.Accred.Stand(&f.Employer, today.Start(), law.England)
			if got := not(compliance.JudgePerson(f)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// people is n persons, so many of whom do not meet the part.
func people(n, red int, part compliance.Part, c compliance.Colour) [][]compliance.Finding {
	var out [][]compliance.Finding
	for i := range n {
		var fs []compliance.Finding
		for _, p := range []compliance.Part{compliance.Competence, compliance.Training, compliance.Vetting, compliance.Accountability} {
			x := compliance.Finding{Part: p, Colour: compliance.Green}
			if p == part && i < red {
				x.Colour = c
			}
			fs = append(fs, x)
		}
		out = append(out, fs)
	}
	return out
}

func TestAnOrganisationIsJudgedByItselfAndItsPersons(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		alter func(*compliance.OrgFacts)
		want  string
	}{
		{"all is met", func(*compliance.OrgFacts) {}, ""},
		{"nobody is accredited", func(f *compliance.OrgFacts) { f.Persons, f.Look.Persons = nil, 0 }, "competence:not-known training:not-known vetting:not-known supervision:not-known"},
		{"one in ten not trained is tolerated", func(f *compliance.OrgFacts) { f.Persons = people(10, 1, compliance.Training, compliance.Red) }, "training:amber"},
		{"two in ten are not", func(f *compliance.OrgFacts) { f.Persons = people(10, 2, compliance.Training, compliance.Red) }, "training:red"},
		{"nobody is tolerated where the force says so", func(f *compliance.OrgFacts) {
			f.Set.StandardsTolerance, f.Persons = 0, people(100, 1, compliance.Vetting, compliance.Red)
		}, "vetting:red"},
		{"somebody’s clearance ends soon", func(f *compliance.OrgFacts) { f.Persons = people(10, 1, compliance.Vetting, compliance.Amber) }, "vetting:amber"},
		{"nobody is known to be capable", func(f *compliance.OrgFacts) { f.Persons = people(3, 3, compliance.Competence, compliance.Unknown) }, "competence:not-known"},
		{"suspended", func(f *compliance.OrgFacts) { f.Org.State = org.Suspended }, "management:red"},
		{"lapsed", func(f *compliance.OrgFacts) { f.Org.To = today - 1 }, "management:red"},
		{"not found fit and proper", func(f *compliance.OrgFacts) { f.Org.FitTest.Satisfied = false }, "management:red"},
		{"one liaison officer", func(f *compliance.OrgFacts) {
			f.Org.Contacts = slices.Delete(slices.Clone(f.Org.Contacts), 1, 2)
		}, "management:red"},
		{"no protocol", func(f *compliance.OrgFacts) { f.Protocol = nil }, "management:amber"},
		{"no protocol where one is needed", func(f *compliance.OrgFacts) { f.Protocol, f.Set.ProtocolNeeded = nil, true }, "management:red"},
		{"the review is overdue", func(f *compliance.OrgFacts) { f.Protocol.Signed = today.AddYears(-2) }, "management:red"},
		{"a person without a supervisor", func(f *compliance.OrgFacts) { f.Look.Without = []agreement.Scheduled{{Name: "Joel"}} }, "supervision:red"},
		{"no plan", func(f *compliance.OrgFacts) { f.Look.Plan.OnSite = "" }, "supervision:amber"},
		{"nobody for complaints", func(f *compliance.OrgFacts) { f.Org.Contacts = f.Org.Contacts[:4] }, "accountability:amber"},
		{"a meeting overdue", func(f *compliance.OrgFacts) { f.Liaison.MeetingDue = today - 1 }, "accountability:amber"},
		{"an issue not answered", func(f *compliance.OrgFacts) { f.Liaison.LateIssues = 1 }, "accountability:amber"},
		{"complaints are looked into in time", func(f *compliance.OrgFacts) { f.Complaints.Open = 2 }, ""},
		{"a complaint not answered", func(f *compliance.OrgFacts) { f.Complaints = complaint.Standing{Open: 2, Late: 1} }, "accountability:amber"},
		{"somebody is suspended", func(f *compliance.OrgFacts) { f.Persons = people(10, 9, compliance.Accountability, compliance.Red) }, "accountability:amber"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := compliance.OrgFacts{ID: "org_1", Org: inForce(), Protocol: &agreement.Agreement{Number: "JOP 001/1", State: agreement.InForce, Signed: today}, Liaison: liaison.Standing{MeetingDue: today, EvaluationDue: today},
				Look: supervision.Look{Persons: 10, Plan: supervision.Plan{OnSite: "Weekly"}, Loads: []supervision.Load{{Name: "Gareth Lyle", Persons: 10, Cover: "I. Pugh"}}}, Persons: people(10, 0, "", ""), Set: area.Defaults(), Today: today}
			tt.alter(&f)
			if got := not(compliance.JudgeOrg(f)); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

// world is a force with a council that has an accredited warden.
type world struct {
	*agreementtest.World
	t             testing.TB
	Org           id.Org
	Person        id.Person
	Accreditation id.Accreditation
}

func open(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := &world{World: agreementtest.New(t, d), t: t}
	w.Org = w.Approved(t, "Aldermere City Council")
	w.Person, w.Accreditation = w.Accredited(t, w.Org, "Joel", asb)
	return w
}

func (w *world) of(at register.When) compliance.Organisation {
	w.t.Helper()
	o, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) (compliance.Organisation, error) {
		return w.Rooms.Compliance.Of(tx, w.Manager, w.Org, at)
	})
	accredtest.Must(w.t, err)
	return o
}

// TestWhatIsNotMetStopsARenewal refuses the renewal of a person and of their employer,
// naming the part, until it is put right.
func TestWhatIsNotMetStopsARenewal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		ctx := t.Context()
		before := w.of(w.Now())
		if len(before.People) != 1 || compliance.Worst(before.People[0].Findings) == compliance.Red || compliance.Worst(before.Findings) == compliance.Red {
			t.Fatalf("%+v", before)
		}
		supervised := func(by string) {
			accredtest.Must(t, w.Persons.Alter(ctx, w.Manager, w.Person, func(p *person.Person) error { p.Supervisor = by; return nil }))
		}
		w.Clock.Set(clock.OnClock(today.AddDays(10), 9, 0))
		supervised("Nobody Known")
		if got := w.of(w.Now()); got.Part("supervision").Colour != compliance.Red || got.People[0].Part("supervision").Colour != compliance.Red {
			t.Errorf("%+v", got)
		}
		then := today.AddDays(9).End()
		if got := w.of(register.When{At: then, Known: then}); got.Part("supervision").Colour == compliance.Red {
			t.Errorf("the day before: %+v", got.Part("supervision"))
		}
		a, err := db.Find(ctx, d, func(tx *db.Tx) (accred.Version, error) {
			return w.Accreds.Find(tx, w.Delegate, w.Accreditation, w.Now())
		})
		accredtest.Must(t, err)
		renew := accred.Modification{Grants: a.State.Grants, Areas: a.State.Areas, To: a.State.To.AddYears(1), Renews: true, Why: "In time", TypedName: w.Delegate.Name}
		err = w.Accreds.Modify(ctx, w.Delegate, w.Accreditation, renew)
		if accredtest.Wrong(err) != "standard.supervision" || !strings.Contains(err.Error(), "Supervision is not met: Nobody Known is not among the supervisors") {
			t.Errorf("the person is renewed: %v", err)
		}
		modify := renew
		modify.Renews, modify.To = false, a.State.To
		accredtest.Must(t, w.Accreds.Modify(ctx, w.Delegate, w.Accreditation, modify)) // a change is no renewal
		o := w.World.Org(t, w.Org)
		approve := func() error {
			return w.Orgs.Approve(ctx, w.Delegate, w.Org, org.Approval{From: clock.DayOf(w.Clock.Now()), To: o.To.AddMonths(6), Evidence: "As before"})
		}
		if err := approve(); accredtest.Wrong(err) != "standard.supervision" || !strings.Contains(err.Error(), "Supervision is not met: 1 person without a supervisor") {
			t.Errorf("the organisation is renewed: %v", err)
		}
		supervised("Gareth Lyle")
		accredtest.Must(t, w.Accreds.Modify(ctx, w.Delegate, w.Accreditation, renew))
		accredtest.Must(t, approve())
	})
}

// TestComplaintsThatTheEmployerLeavesUnansweredCount counts what was given over to it, and
// nothing that the force keeps from it.
func TestComplaintsThatTheEmployerLeavesUnansweredCount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		found := func() string {
			t.Helper()
			o, err := db.Find(t.Context(), d, func(tx *db.Tx) (compliance.Organisation, error) {
				return w.Rooms.Compliance.Of(tx, w.Employer, w.Org, w.Now())
			})
			accredtest.Must(t, err)
			var out []string
			for _, r := range o.Part(compliance.Accountability).Reasons {
				if strings.Contains(r.Text, "omplaint") {
					out = append(out, r.Text)
				}
			}
			return strings.Join(out, " ")
		}
		before := found()
		w.Told(t, w.Grave()) // the force has not weighed it, and has given nothing over
		if got := found(); got != before {
			t.Errorf("kept from the employer: %q", got)
		}
		r := w.Assigned(t, w.Rude())
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(20), 23, 0))
		if got := found(); strings.Contains(got, "longer") {
			t.Errorf("on the last day: %q", got)
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(21), 1, 0))
		if got := found(); !strings.Contains(got, "1 complaint waits longer than allowed for the employer’s answer.") {
			t.Errorf("a day late: %q", got)
		}
		accredtest.Must(t, w.Complaints.Report(t.Context(), w.Employer, r.Complaint, complainttest.Found("The video bears it out.")))
		if got := found(); strings.Contains(got, "longer") {
			t.Errorf("answered: %q", got)
		}
	})
}

func TestWhoReadsTheStandards(t *testing.T) {
	t.Parallel()
	w := open(t, dbtest.SQLite(t))
	other := w.Approved(t, "Quaymouth Council")
	team := w.Liaison()
	elsewhere := team
	elsewhere.Areas = []id.Area{w.Quay}
	for _, tt := range []struct {
		name string
		who  authz.Actor
		want string
		all  int
	}{
		{"the office", w.Manager, "", 2}, {"professional standards", w.Acting(authz.Standards), "", 2}, {"the employer", w.Lead(w.Org), "", 1}, {"the team of the district", team, "", 2},
		{"another employer", w.Lead(other), "forbidden", 1}, {"a team of another district", elsewhere, "forbidden", 0}, {"the trainer", w.Trainer, "forbidden", -1},
		{"another force", w.Stranger(t, authz.SchemeManager), "not-found", 0},
	} {
		err := w.DB.Read(t.Context(), func(tx *db.Tx) error { _, err := w.Rooms.Compliance.Of(tx, tt.who, w.Org, w.Now()); return err })
		if accredtest.Wrong(err) != tt.want {
			t.Errorf("%s reads an organisation: %v", tt.name, err)
		}
		err = w.DB.Read(t.Context(), func(tx *db.Tx) error {
			_, err := w.Rooms.Compliance.OfPerson(tx, tt.who, w.Person, w.Now())
			return err
		})
		if accredtest.Wrong(err) != tt.want {
			t.Errorf("%s reads a person: %v", tt.name, err)
		}
		all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]compliance.Organisation, error) { return w.Rooms.Compliance.All(tx, tt.who, w.Now()) })
		if tt.all < 0 && accredtest.Wrong(err) != "forbidden" || tt.all >= 0 && len(all) != tt.all {
			t.Errorf("%s reads %d: %v", tt.name, len(all), err)
		}
	}
}
