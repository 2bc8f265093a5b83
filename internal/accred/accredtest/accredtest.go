// Package accredtest is a small force for tests: rooms wired as the server's are, actors of the roles, and builders that take an employer and a warden through the
// scheme as the office would.
package accredtest

import (
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/sign"
	"watchword/internal/training"
	"watchword/internal/vetting"
	"watchword/internal/wire"
)

// Today is the day on which the world begins.
var Today = clock.MustDay("2026-11-17")

// World is a force with every room, wired as the server's are. The clock is moved by hand.
type World struct {
	*wire.Rooms
	Clock *clock.Hand

	Force id.Force
	City  id.Area  // a district
	Quay  id.Area  // another
	other id.Force // see Stranger
	// Actors of the force, by role.
	Manager, Delegate, Vetter, Trainer, Operator authz.Actor
}

// New is a force named Eastmarch Constabulary on that database, with two districts.
func New(t testing.TB, d *db.DB) *World {
	t.Helper()
	hand := clock.At(clock.OnClock(Today, 10, 42))
	w := &World{Rooms: wire.New(d, hand, keyring.New(keyring.Secret{7}), account.Config{}), Clock: hand, Force: id.New[id.Force]()}
	t.Cleanup(func() { _ = w.Cards.Close() }) // the database may be closed already
	w.actors()
	w.AddForce(t, w.Force, "Eastmarch Constabulary", "eastmarch")
	w.do(t, "area.add", func(tx *db.Tx, e *ledger.Draft) (err error) {
		if w.City, err = w.Areas.Put(tx, e, "", area.Area{Kind: area.District, Name: "Aldermere"}, e.At); err != nil {
			return err
		}
		w.Quay, err = w.Areas.Put(tx, e, "", area.Area{Kind: area.District, Name: "Quaymouth"}, e.At)
		return err
	})
	return w
}

func (w *World) actors() {
	actor := func(role authz.Role, account id.Account, name string) authz.Actor {
		return authz.Actor{Force: w.Force, Account: account, Name: name, Role: role}
	}
	w.Manager = actor(authz.SchemeManager, "acc_manager", "Ruth Adeyemi")
	w.Delegate = actor(authz.Delegate, "acc_delegate", "C/Insp Daniel Thorne")
	w.Vetter = actor(authz.VettingUnit, "acc_vetter", "Force Vetting Unit")
	w.Trainer = actor(authz.Trainer, "acc_trainer", "C. Marsh")
	w.Operator = actor(authz.Operator, "", "Operator")
}

// AddForce sets up a force with working settings.
func (w *World) AddForce(t testing.TB, force id.Force, name, short string) {
	t.Helper()
	set := area.Defaults()
	set.APPrefix, set.PublicURL, set.ChiefOfficer = "EM", "https://"+short+".example", "Chief Constable of "+name
	set.ReturnAddress = []string{"Citizens in Policing", name, "EM1 1AA"}
	Must(t, w.Areas.AddForce(t.Context(), area.Force{ID: force, Name: name, Short: short, Host: short + ".example", Settings: set}))
}

func (w *World) do(t testing.TB, act string, fn func(tx *db.Tx, e *ledger.Draft) error) {
	t.Helper()
	_, err := w.Ledger.Do(t.Context(), w.Operator, act, nil, fn)
	Must(t, err)
}

// Acting is an account of the force in a role, bound to no employer, person or area.
func (w *World) Acting(role authz.Role) authz.Actor {
	return authz.Actor{Force: w.Force, Account: id.Account("acc_" + string(role)), Name: role.Title(), Role: role}
}

// Stranger is the same account of another force.
func (w *World) Stranger(t testing.TB, role authz.Role) authz.Actor {
	t.Helper()
	if w.other == "" {
		w.other = id.New[id.Force]()
		w.AddForce(t, w.other, "West Constabulary", "west")
	}
	a := w.Acting(role)
	a.Force = w.other
	return a
}

// Wrong is what an error finds wrong: the fields that it names, or the codes of its
// reasons, parted by spaces; else its kind. It is empty for none.
func Wrong(err error) string {
	f := fault.Of(err)
	if f == nil {
		if err != nil {
			return err.Error()
		}
		return ""
	}
	var out []string
	for _, x := range f.Fields {
		out = append(out, x.Name)
	}
	for _, x := range f.Reasons {
		out = append(out, x.Code)
	}
	if len(out) == 0 {
		return f.Kind.String()
	}
	return strings.Join(out, " ")
}

// Must fails the test at once on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Council is an employer that applies: a city council with wardens who may be given
// name and address for antisocial behaviour, litter notices, and traffic powers.
func (w *World) Council(t testing.TB, name string) id.Org {
	t.Helper()
	o, err := w.Orgs.Add(t.Context(), w.Manager, CouncilState(name, w.City))
	Must(t, err)
	return o
}

// CouncilState is the entry of such an employer.
func CouncilState(name string, area id.Area) org.Organisation {
	ask := func(p law.PowerID, offences ...law.OffenceID) org.Power {
		return org.Power{Power: p, Offences: offences, Answer: org.Asked, Reason: "Wardens meet this on most patrols."}
	}
	return org.Organisation{
		Name: name, Kind: "district-council", Address: "Guildhall", Postcode: "EM1 4AB", Uniform: "Green jacket with the city’s badge",
		Areas: []id.Area{area}, AreaText: "City of Aldermere",
		Contacts: []org.Contact{{Kind: org.Signatory, Name: "Priya Nair"}, {Kind: org.Liaison, Name: "Joanne Birtwell"}, {Kind: org.Liaison, Name: "Idris Pugh"},
			{Kind: org.Supervisor, Name: "Gareth Lyle"}, {Kind: org.PoliceLiaison, Name: "Sgt Martin Askew"}},
		Roles: []org.Role{{ID: id.New[id.Role](), Title: "Community warden", Staff: 14, Powers: []org.Power{ask("csas-name-address-asb"), ask("csas-fpn-litter"),
			ask("csas-name-address-traffic"), ask("csas-traffic-control"), ask("csas-pnd", "pnd-poa5", "pnd-fire-alarm"), ask("csas-tobacco-u16")}}},
	}
}

// Approved is a council with arrangements in force from the world's first day for three
// years, every power asked for allowed.
func (w *World) Approved(t testing.TB, name string) id.Org {
	t.Helper()
	o := w.Council(t, name)
	w.Approve(t, o, Today, Today.AddYears(3).AddDays(-1))
	return o
}

// Approve answers every power with yes and puts arrangements in force.
func (w *World) Approve(t testing.TB, o id.Org, from, to clock.Day) {
	t.Helper()
	v := w.Org(t, o)
	var ds []org.PowerDecision
	for _, r := range v.Roles {
		for _, p := range r.Powers {
			ds = append(ds, org.PowerDecision{Role: r.ID, Power: p.Power, Answer: org.Allowed})
		}
	}
	Must(t, w.Orgs.Approve(t.Context(), w.Delegate, o, org.Approval{From: from, To: to, Evidence: "All eight criteria met", Powers: ds}))
}

// Org is the organisation as it stands.
func (w *World) Org(t testing.TB, o id.Org) org.Organisation {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (org.Version, error) {
		return w.Orgs.Any(tx, w.Force, o, register.Now(w.Clock.Now()))
	})
	Must(t, err)
	return v.State
}

// Warden is a person of the council's first role, put forward, vetted to the day, and
// trained for the powers to the same day.
func (w *World) Warden(t testing.TB, o id.Org, name string, until clock.Day, trained ...law.PowerID) id.Person {
	t.Helper()
	today := clock.DayOf(w.Clock.Now())
	p, err := w.Persons.Nominate(t.Context(), w.Manager, person.Person{Forenames: name, Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: o,
		Role: w.Org(t, o).Roles[0].ID, Agreed: today, Supervisor: "Gareth Lyle"})
	Must(t, err)
	Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: today, Expires: until}))
	if len(trained) > 0 {
		Must(t, w.Train(t, p, until, trained...))
	}
	return p
}

// Train records passes to the day.
func (w *World) Train(t testing.TB, p id.Person, until clock.Day, powers ...law.PowerID) error {
	var passes []training.Pass
	for _, x := range powers {
		passes = append(passes, training.Pass{Power: x, Passed: clock.DayOf(w.Clock.Now()), Expires: until, Course: "Course 2026-11"})
	}
	return w.Trainings.Record(t.Context(), w.Trainer, p, passes)
}

// Signing is a decision to give the powers for three years from today.
func (w *World) Signing(powers ...law.PowerID) accred.Signing {
	today := clock.DayOf(w.Clock.Now())
	d := accred.Signing{From: today, To: today.AddYears(3).AddDays(-1), Satisfied: true, TypedName: "Daniel Thorne"}
	for _, p := range powers {
		g := accred.Grant{Power: p}
		if p == "csas-pnd" {
			g.Offences = []law.OffenceID{"pnd-poa5"}
		}
		d.Grants = append(d.Grants, g)
	}
	return d
}

// Accredited is a warden accredited with the powers for three years from today.
func (w *World) Accredited(t testing.TB, o id.Org, name string, powers ...law.PowerID) (id.Person, id.Accreditation) {
	t.Helper()
	p := w.Warden(t, o, name, clock.DayOf(w.Clock.Now()).AddYears(3), powers...)
	a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Supervisor’s report and interview agree.")
	Must(t, err)
	Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing(powers...)))
	return p, a
}

// Standing is what the accreditation amounts to at an instant, as known now.
func (w *World) Standing(t testing.TB, a id.Accreditation, when register.When) accred.Standing {
	t.Helper()
	s, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (accred.Standing, error) {
		v, err := w.Accreds.Find(tx, w.Manager, a, when)
		if err != nil {
			return accred.Standing{}, err
		}
		return w.Accreds.Stand(tx, w.Force, &v.State, when)
	})
	Must(t, err)
	return s
}

// Now is the present, as known now.
func (w *World) Now() register.When { return register.Now(w.Clock.Now()) }

// Verify fails the test unless every entry of the force, every row of its registers and what
// is kept beside them fits.
func (w *World) Verify(t testing.TB) {
	t.Helper()
	_, err := w.Ledger.Sequence(t.Context())
	Must(t, err)
	keys, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (sign.Keys, error) { return w.Ring.Public(tx, w.Force) })
	Must(t, err)
	r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Keys: keys, Origin: "watchword/eastmarch/ledger", Tables: w.Registers(), Beside: w.Beside()})
	Must(t, err)
	if r.Fault != "" {
		t.Error("verify: " + r.Fault)
	}
}
