package accred_test

import (
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
)

// second is a delegate who took no part in the first decision.
func second(w *accredtest.World) authz.Actor {
	return authz.Actor{Force: w.Force, Account: "acc_second", Name: "Supt Grace Holm", Role: authz.Delegate}
}

// stands is an accreditation's state now.
func stands(t testing.TB, w *accredtest.World, a id.Accreditation) accred.Accreditation {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (accred.Version, error) { return w.Accreds.Find(tx, w.Manager, a, w.Now()) })
	accredtest.Must(t, err)
	return v.State
}

// wants fails the test unless the error names these fields or reasons, or is of that kind.
func wants(t testing.TB, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%q, want %q (%v)", got, want, err)
	}
}

// TestNobodyReinstatesWhatTheySuspended holds the two decisions apart.
func TestNobodyReinstatesWhatTheySuspended(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		_, a := w.Accredited(t, w.Approved(t, "Aldermere City Council"), "Joel", asb)
		accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Delegate, a, "Complaint"))
		wants(t, w.Accreds.Reinstate(t.Context(), w.Delegate, a, "Unfounded"), "decision.same-person")
		if s := stands(t, w, a); s.State != accred.Suspended {
			t.Fatal(s.State)
		}
		accredtest.Must(t, w.Accreds.Reinstate(t.Context(), second(w), a, "Unfounded"))
		if s := stands(t, w, a); s.State != accred.InForce || s.Stopped != nil {
			t.Error(s.State)
		}
		w.Verify(t)
	})
}

// TestARefusalIsAppealedAndDecidedAnewBySomebodyElse takes a person from a refusal to a
// grant by another delegate.
func TestARefusalIsAppealedAndDecidedAnewBySomebodyElse(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(3), asb)
		a, err := w.Accreds.Recommend(ctx, w.Manager, p, "Interview")
		accredtest.Must(t, err)
		wants(t, w.Accreds.Lodge(ctx, w.Manager, a, "Look again"), "conflict")
		accredtest.Must(t, w.Accreds.Refuse(ctx, w.Delegate, a, "Daniel Thorne", "Not capable yet"))
		own := authz.Actor{Force: w.Force, Account: "acc_own", Name: "Joel Hartnoll", Role: authz.AccreditedPerson, Org: o, Person: p}
		wants(t, w.Accreds.Lodge(ctx, w.Delegate, a, "x"), "forbidden")
		wants(t, w.Accreds.Lodge(ctx, own, a, " "), "grounds")
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(28), 9, 0))
		accredtest.Must(t, w.Accreds.Lodge(ctx, own, a, "The interview was of somebody else"))
		wants(t, w.Accreds.Lodge(ctx, own, a, "Again"), "conflict")
		told := func(who authz.Actor) (out []string) {
			items, err := db.Find(ctx, d, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Accreds.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: accredtest.Today.AddYears(1), Limit: 10})
			})
			accredtest.Must(t, err)
			for _, i := range items {
				if !i.Others {
					out = append(out, i.Title)
				}
			}
			return out
		}
		if a, b, c := told(second(w)), told(w.Delegate), told(w.Manager); len(a) != 1 || a[0] != "Decide the appeal of Joel Hartnoll" || len(b) != 0 || len(c) != 0 {
			t.Errorf("told %q, %q, %q", a, b, c)
		}
		wants(t, w.Accreds.Allow(ctx, w.Delegate, a, "Daniel Thorne", "x"), "decision.same-person")
		wants(t, w.Accreds.Dismiss(ctx, w.Delegate, a, "Daniel Thorne", "x"), "decision.same-person")
		wants(t, w.Accreds.Allow(ctx, second(w), a, "Daniel Thorne", "The wrong file"), "typed_name")
		wants(t, w.Accreds.Allow(ctx, second(w), a, "Grace Holm", ""), "why")
		accredtest.Must(t, w.Accreds.Allow(ctx, second(w), a, "Grace Holm", "The wrong file"))
		if s := stands(t, w, a); s.State != accred.Proposed || !s.Appeals[0].Allowed || s.Appeals[0].Heard.By != "Supt Grace Holm" || len(told(second(w))) != 0 {
			t.Errorf("%+v", s)
		}
		wants(t, w.Accreds.Sign(ctx, w.Delegate, a, w.Signing(asb)), "decision.same-person")
		wants(t, w.Accreds.Refuse(ctx, w.Delegate, a, "Daniel Thorne", "x"), "decision.same-person")
		sign := w.Signing(asb)
		sign.TypedName = "Grace Holm"
		accredtest.Must(t, w.Accreds.Sign(ctx, second(w), a, sign))
		var kinds []string
		err = d.Read(ctx, func(tx *db.Tx) error {
			list, err := w.Accreds.LettersOf(tx, own, p)
			for _, l := range list {
				kinds = append(kinds, l.Kind)
				if l.Kind == "accreditation.refuse" && !strings.Contains(strings.Join(l.Body.Paragraphs, " "), "You may appeal in writing until 15 December 2026.") {
					t.Errorf("%q", l.Body.Paragraphs)
				}
			}
			return err
		})
		if got := strings.Join(kinds, " "); err != nil || got != "accreditation.grant accreditation.rehear accreditation.appeal accreditation.refuse" && strings.Count(got, " ") != 3 {
			t.Error(got, err)
		}
		w.Verify(t)
	})
}

// TestAWithdrawalIsAppealedInTime looks again at a withdrawal, and at one too late.
func TestAWithdrawalIsAppealedInTime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Joel", asb)
		_, late := w.Accredited(t, o, "Ann", asb)
		for _, x := range []id.Accreditation{a, late} {
			accredtest.Must(t, w.Accreds.Withdraw(ctx, w.Delegate, x, "Misuse"))
		}
		accredtest.Must(t, w.Accreds.Lodge(ctx, w.Manager, a, "By letter"))
		accredtest.Must(t, w.Accreds.Dismiss(ctx, second(w), a, "Grace Holm", "It was misuse"))
		wants(t, w.Accreds.Lodge(ctx, w.Manager, a, "Once more"), "conflict")
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(28), 23, 0))
		accredtest.Must(t, w.Accreds.Lodge(ctx, w.Manager, late, "By letter"))
		accredtest.Must(t, w.Accreds.Allow(ctx, second(w), late, "Grace Holm", "It was somebody else"))
		if s := stands(t, w, late); s.State != accred.InForce || len(w.Standing(t, late, w.Now()).Held()) != 1 {
			t.Errorf("%+v", s)
		}
		accredtest.Must(t, w.Accreds.Withdraw(ctx, w.Delegate, late, "Misuse again"))
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(57), 0, 5))
		wants(t, w.Accreds.Lodge(ctx, w.Manager, late, "By letter"), "conflict")
		accredtest.Must(t, w.Persons.Leave(ctx, w.Manager, p, accredtest.Today, ""))
		if s := stands(t, w, a); s.State != accred.Withdrawn {
			t.Error(s.State)
		}
		w.Verify(t)
	})
}

// TestAnAppealAllowedFindsThingsAsTheyAreNow takes in what was decided of training and powers
// meanwhile, and revives nothing of who gave up, or holds another entry.
func TestAnAppealAllowedFindsThingsAsTheyAreNow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		joel, a := w.Accredited(t, o, "Joel", asb, litter)
		ann, b := w.Accredited(t, o, "Ann", asb)
		for _, x := range []id.Accreditation{a, b} {
			accredtest.Must(t, w.Accreds.Withdraw(ctx, w.Delegate, x, "Misuse"))
			accredtest.Must(t, w.Accreds.Lodge(ctx, w.Manager, x, "By letter"))
		}
		tess := w.Warden(t, o, "Tess", accredtest.Today.AddYears(3), asb)
		put := func() id.Accreditation {
			x, err := w.Accreds.Recommend(ctx, w.Manager, tess, "Interview")
			accredtest.Must(t, err)
			return x
		}
		refused := put()
		accredtest.Must(t, w.Accreds.Refuse(ctx, w.Delegate, refused, "Daniel Thorne", "Not yet"))
		accredtest.Must(t, w.Accreds.Lodge(ctx, w.Manager, refused, "By letter"))
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(7), 9, 0))
		until := accredtest.Today.AddYears(3).AddDays(-3)
		accredtest.Must(t, w.Train(t, joel, until, asb))
		accredtest.Must(t, w.Orgs.DecidePowers(ctx, w.Delegate, o, []org.PowerDecision{{Role: w.Org(t, o).Roles[0].ID, Power: litter, Answer: org.Refused, Reason: "None issued"}}))
		own := authz.Actor{Force: w.Force, Account: "acc_own", Name: "Ann Hartnoll", Role: authz.AccreditedPerson, Org: o, Person: ann}
		accredtest.Must(t, w.Persons.OptOut(ctx, own, ann, ""))
		wants(t, w.Accreds.Allow(ctx, second(w), b, "Grace Holm", "It was somebody else"), "person.opted-out")
		accredtest.Must(t, w.Accreds.Allow(ctx, second(w), a, "Grace Holm", "It was somebody else"))
		if s := stands(t, w, a); len(s.Grants) != 1 || s.Grants[0].Power != asb || s.Grants[0].Trained != until {
			t.Errorf("restored with %+v", s.Grants)
		}
		accredtest.Must(t, w.Accreds.Sign(ctx, w.Delegate, put(), w.Signing(asb)))
		wants(t, w.Accreds.Allow(ctx, second(w), refused, "Grace Holm", "The wrong file"), "accreditation.another")
		w.Verify(t)
	})
}

// TestWhoGoesToAnotherEmployerBeginsAnewThere ends what was held, and carries training alone.
func TestWhoGoesToAnotherEmployerBeginsAnewThere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, o, q := t.Context(), w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		p, a := w.Accredited(t, o, "Joel", asb)
		move := accred.Transfer{Org: q, Role: w.Org(t, q).Roles[0].ID, Supervisor: "Gareth Lyle", Last: accredtest.Today, Agreed: accredtest.Today}
		_, err := w.Accreds.MoveEmployer(ctx, authz.Actor{Force: w.Force, Account: "x", Name: "Priya Nair", Role: authz.Signatory, Org: o}, p, move)
		wants(t, err, "forbidden")
		for name, change := range map[string]func(*accred.Transfer){"org": func(m *accred.Transfer) { m.Org = o }, "last": func(m *accred.Transfer) { m.Last++ }, "role": func(m *accred.Transfer) { m.Role = "rol_none" },
			"agreed": func(m *accred.Transfer) { m.Agreed = clock.NoDay }, "joined": func(m *accred.Transfer) { m.Joined = m.Last }} {
			m := move
			change(&m)
			_, err := w.Accreds.MoveEmployer(ctx, w.Manager, p, m)
			wants(t, err, name)
		}
		if s := stands(t, w, a); s.State != accred.InForce {
			t.Fatalf("what was refused left it %s", s.State)
		}
		to, err := w.Accreds.MoveEmployer(ctx, w.Manager, p, move)
		accredtest.Must(t, err)
		if s := stands(t, w, a); s.State != accred.Left {
			t.Error(s.State)
		}
		err = d.Read(ctx, func(tx *db.Tx) error {
			next, err := w.Persons.Any(tx, w.Force, to, w.Now())
			if err != nil {
				return err
			}
			if x := next.State; x.Org != q || x.Name() != "Joel Hartnoll" || x.Formerly != p || x.Joined != accredtest.Today+1 || x.Left != clock.NoDay {
				t.Errorf("%+v", x)
			}
			trained, err := w.Trainings.Of(tx, w.Force, to, w.Now())
			if _, ok := trained.For(asb); !ok {
				t.Error("the training stayed behind")
			}
			if err != nil {
				return err
			}
			vet, err := w.Vettings.Of(tx, w.Force, to, w.Now())
			if vet.Outcome != "" {
				t.Errorf("the clearance went along: %+v", vet)
			}
			letters, err2 := w.Accreds.LettersOf(tx, w.Manager, to)
			if len(letters) != 2 || letters[0].Kind != "person.move" {
				t.Errorf("%+v", letters)
			}
			if err == nil {
				err = err2
			}
			return err
		})
		accredtest.Must(t, err)
		_, err = w.Accreds.MoveEmployer(ctx, w.Manager, p, move)
		wants(t, err, "conflict")
		w.Verify(t)
	})
}

// TestARenewalLooksAtWhatHindersIt warns or stops, as the force has set.
func TestARenewalLooksAtWhatHindersIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		_, a := w.Accredited(t, o, "Joel", asb)
		hindered := func() (stop, warn []fault.Reason) {
			now := stands(t, w, a)
			err := d.Read(ctx, func(tx *db.Tx) (err error) {
				stop, warn, err = w.Accreds.Hindered(tx, w.Force, now, w.Now())
				return err
			})
			accredtest.Must(t, err)
			return stop, warn
		}
		if stop, warn := hindered(); len(stop) != 0 || len(warn) != 1 || warn[0].Code != "training.cpd" {
			t.Errorf("%v %v", stop, warn)
		}
		set := func(name, value string) {
			_, err := w.Areas.ChangeSettings(ctx, w.Manager, area.Changes{Values: map[string]string{name: value}, Why: "why"})
			accredtest.Must(t, err)
		}
		renew := func() error {
			s := stands(t, w, a)
			return w.Accreds.Modify(ctx, w.Delegate, a, accred.Modification{Grants: s.Grants, To: s.To.AddDays(1), Renews: true, Why: "Renewed", TypedName: "Daniel Thorne"})
		}
		accredtest.Must(t, renew())
		set("cpd_short", "block")
		wants(t, renew(), "training.cpd")
		set("cpd_hours", "0")
		accredtest.Must(t, renew())
		s := stands(t, w, a)
		w.Clock.Set(s.To.End())
		wants(t, renew(), "accreditation.expired")
	})
}
