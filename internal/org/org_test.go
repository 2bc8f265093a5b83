package org_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/org"
)

const asb, litter, traffic, control = law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter"), law.PowerID("csas-name-address-traffic"), law.PowerID("csas-traffic-control")

var states = []org.State{org.Applying, org.InForce, org.Suspended, org.Withdrawn, org.Declined, org.Left}

// entered is an employer in that state, as an import enters it, with every power allowed.
func entered(t testing.TB, w *accredtest.World, name string, st org.State) id.Org {
	t.Helper()
	of := id.New[id.Org]()
	_, err := w.Ledger.Do(t.Context(), w.Operator, "organisation.import", nil, func(tx *db.Tx, e *ledger.Draft) error {
		o := accredtest.CouncilState(name, w.City)
		for i := range o.Roles[0].Powers {
			o.Roles[0].Powers[i].Answer = org.Allowed
		}
		o.State = st
		if st != org.Applying && st != org.Declined {
			o.From, o.To, o.Since = accredtest.Today.AddYears(-1), accredtest.Today.AddYears(1), accredtest.Today.AddYears(-1)
		}
		return w.Orgs.EnterIn(tx, e, w.Operator, of, o)
	})
	accredtest.Must(t, err)
	return of
}

// acts is every act of the table of states.
func acts(w *accredtest.World) map[string]func(context.Context, authz.Actor, id.Org) error {
	today := clock.DayOf(w.Clock.Now())
	because := func(do func(context.Context, authz.Actor, id.Org, string) error) func(context.Context, authz.Actor, id.Org) error {
		return func(ctx context.Context, who authz.Actor, o id.Org) error {
			return do(ctx, who, o, "Because of the review")
		}
	}
	return map[string]func(context.Context, authz.Actor, id.Org) error{
		"organisation.approve": func(ctx context.Context, who authz.Actor, o id.Org) error {
			return w.Orgs.Approve(ctx, who, o, org.Approval{From: today, To: today.AddYears(3), Evidence: "All eight criteria met"})
		},
		"organisation.decline": because(w.Orgs.Decline), "organisation.suspend": because(w.Orgs.Suspend), "organisation.reinstate": because(w.Orgs.Reinstate),
		"organisation.withdraw": because(w.Orgs.Withdraw), "organisation.leave": because(w.Orgs.Leave),
	}
}

func TestAnOrganisationMovesAsTheTableSaysAndNoOtherWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		do := acts(w)
		if len(do) != len(org.Moves) {
			t.Fatalf("%d acts for %d moves", len(do), len(org.Moves))
		}
		mayBe := map[org.State]bool{}
		for _, m := range org.Moves {
			mayBe[m.To] = true
			for i, from := range states {
				o := entered(t, w, fmt.Sprint(m.Verb, " ", i), from)
				who := w.Delegate
				if m.By == authz.ChangeOrg {
					who = w.Manager
				}
				err := do[m.Verb](t.Context(), who, o)
				want, kind := from, fault.Conflict
				for _, f := range m.From {
					if f == from {
						want, kind = m.To, 0
					}
				}
				if got := w.Org(t, o).State; got != want || (err == nil) != (want == m.To && kind == 0) || err != nil && !fault.Is(err, kind) {
					t.Errorf("%s from %s: %v, and it is %s", m.Verb, from, err, got)
				}
			}
		}
		for _, s := range states {
			if s != org.Applying && !mayBe[s] {
				t.Errorf("nothing leads to %s", s)
			}
		}
		w.Verify(t)
	})
}

func TestOnlyWhoDecidesForTheChiefOfficerDecides(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := entered(t, w, "Aldermere City Council", org.InForce)
		for verb, do := range acts(w) {
			for _, role := range append([]authz.Role{authz.Public}, authz.Roles...) {
				allowed := map[authz.Role]bool{authz.Delegate: verb != "organisation.leave", authz.SchemeManager: verb == "organisation.leave"}
				if allowed[role] {
					continue
				}
				who := w.Acting(role)
				who.Org, who.Areas = o, []id.Area{w.City}
				if err := do(t.Context(), who, o); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.Unauthorized) {
					t.Errorf("%s by %s: %v", verb, role, err)
				}
			}
			if err := do(t.Context(), w.Stranger(t, authz.Delegate), o); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s by another force: %v", verb, err)
			}
		}
		if got := w.Org(t, o).State; got != org.InForce {
			t.Errorf("it is %s", got)
		}
	})
}

func TestAChangeOfStateNeedsAReason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		for i, do := range []func(context.Context, authz.Actor, id.Org, string) error{w.Orgs.Decline, w.Orgs.Suspend, w.Orgs.Reinstate, w.Orgs.Withdraw} {
			o := entered(t, w, fmt.Sprint("Council ", i), []org.State{org.Applying, org.InForce, org.Suspended, org.InForce}[i])
			if err := do(t.Context(), w.Delegate, o, " \t"); accredtest.Wrong(err) != "why" {
				t.Errorf("%d: %v", i, err)
			}
		}
	})
}

func TestApprovalIsRefusedByFieldOrWithTheSection(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Council(t, "Aldermere City Council")
		role := w.Org(t, o).Roles[0].ID
		today := accredtest.Today
		yes := func() []org.PowerDecision {
			var out []org.PowerDecision
			for _, p := range w.Org(t, o).Roles[0].Powers {
				out = append(out, org.PowerDecision{Role: role, Power: p.Power, Answer: org.Allowed})
			}
			return out
		}
		with := func(i int, d org.PowerDecision) []org.PowerDecision {
			out := yes()
			if d.Role == "" {
				d.Role = role
			}
			if d.Power == "" {
				d.Power = out[i].Power
			}
			out[i] = d
			return out
		}
		for _, tt := range []struct {
			name     string
			from, to clock.Day
			powers   []org.PowerDecision
			wrong    string
		}{
			{"no days", clock.NoDay, clock.NoDay, yes(), "to"},
			{"the last day before the first", today, today.AddDays(-1), yes(), "to"},
			{"more than five years", today, today.AddYears(5).AddDays(1), yes(), "to"},
			{"a refusal without a reason", today, today.AddYears(3), with(1, org.PowerDecision{Answer: org.Refused}), "powers[1].reason"},
			{"a condition without words", today, today.AddYears(3), with(0, org.PowerDecision{Answer: org.Conditional, Condition: " "}), "powers[0].condition"},
			{"an answer that is none", today, today.AddYears(3), with(0, org.PowerDecision{Answer: "perhaps"}), "powers[0].answer"},
			{"another's role", today, today.AddYears(3), with(0, org.PowerDecision{Role: "rol_x", Answer: org.Allowed}), "powers[0].role"},
			{"a power not asked for", today, today.AddYears(3), with(0, org.PowerDecision{Power: "csas-photograph", Answer: org.Allowed}), "powers[0].power"},
			{"a power without an answer", today, today.AddYears(3), yes()[1:], "power.unanswered"},
			{"traffic control without what it needs", today, today.AddYears(3), with(2, org.PowerDecision{Answer: org.Refused, Reason: "Not needed"}), "power.prerequisite"},
			{"a power that will be no law on the first day", clock.MustDay("2027-01-01"), clock.MustDay("2029-12-31"), yes(), "power.repealed"},
		} {
			err := w.Orgs.Approve(t.Context(), w.Delegate, o, org.Approval{From: tt.from, To: tt.to, Powers: tt.powers})
			if got := accredtest.Wrong(err); got != tt.wrong {
				t.Errorf("%s: %q, want %q (%v)", tt.name, got, tt.wrong, err)
			}
		}
		if got := w.Org(t, o); got.State != org.Applying || got.Roles[0].Powers[0].Answer != org.Asked {
			t.Errorf("something was decided: %+v", got)
		}
	})
}

func TestRenewalInTimeGoesOnAndLateRenewalBeginsAnew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		last := accredtest.Today.AddYears(3).AddDays(-1)
		renew := func(o id.Org, from clock.Day) {
			t.Helper()
			accredtest.Must(t, w.Orgs.Approve(t.Context(), w.Delegate, o, org.Approval{From: from, To: from.AddYears(3), Evidence: "Renewed"}))
		}
		inTime, late := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		_, a := w.Accredited(t, inTime, "Joel", asb)
		_, b := w.Accredited(t, late, "Ann", asb)
		w.Clock.Set(last.End().Add(-time.Hour))
		renew(inTime, last+1)
		if o := w.Org(t, inTime); o.From != accredtest.Today || o.To != last.AddDays(1).AddYears(3) || o.Since != accredtest.Today {
			t.Errorf("renewed in time: %s to %s since %s", o.From, o.To, o.Since)
		}
		w.Clock.Set(last.End())
		if s := w.Standing(t, b, w.Now()); s.Status != accred.StatusExpired && s.Status != accred.StatusCeased {
			t.Errorf("at the instant the arrangements lapse it is %s", s.Status)
		}
		renew(late, last+1)
		if o := w.Org(t, late); o.From != last+1 || o.Since != accredtest.Today {
			t.Errorf("renewed late: from %s since %s", o.From, o.Since)
		}
		state := func(a id.Accreditation) accred.State {
			v, err := db.Find(t.Context(), d, func(tx *db.Tx) (accred.Version, error) { return w.Accreds.Find(tx, w.Manager, a, w.Now()) })
			accredtest.Must(t, err)
			return v.State.State
		}
		if state(a) != accred.InForce || state(b) == accred.InForce {
			t.Errorf("what was held goes on only where the arrangements did: %s and %s", state(a), state(b))
		}
		w.Verify(t)
	})
}

func TestWhatEndsAnOrganisationEndsEverybodyUnderItInTheSameEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		for i, do := range []func(id.Org) error{
			func(o id.Org) error { return w.Orgs.Withdraw(t.Context(), w.Delegate, o, "No complaint procedure") },
			func(o id.Org) error { return w.Orgs.Leave(t.Context(), w.Manager, o, "The contract ended") },
		} {
			o, other := w.Approved(t, fmt.Sprint("Council ", i)), w.Approved(t, fmt.Sprint("Other ", i))
			_, one := w.Accredited(t, o, "Joel", asb)
			_, two := w.Accredited(t, o, "Ann", asb)
			_, elsewhere := w.Accredited(t, other, "Bea", asb)
			w.Clock.Advance(time.Minute)
			accredtest.Must(t, do(o))
			err := d.Read(t.Context(), func(tx *db.Tx) error {
				v, err := w.Orgs.Any(tx, w.Force, o, w.Now())
				if err != nil {
					return err
				}
				for _, a := range []id.Accreditation{one, two} {
					x, err := w.Accreds.Find(tx, w.Manager, a, w.Now())
					if err != nil {
						return err
					}
					if x.Entry != v.Entry || !x.From.Equal(v.From) || x.State.State == accred.InForce {
						t.Errorf("it is %s by entry %s at %s, the employer's is %s at %s", x.State.State, x.Entry, x.From, v.Entry, v.From)
					}
				}
				return nil
			})
			accredtest.Must(t, err)
			if s := w.Standing(t, elsewhere, w.Now()); !s.InForce() {
				t.Errorf("another employer's is %s", s.Status)
			}
		}
		w.Verify(t)
	})
}

func TestWhatCannotHappenToEverybodyDoesNotHappenAtAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, a := w.Accredited(t, o, "Joel", asb)
		w.Orgs.OnChange = append(w.Orgs.OnChange, func(*db.Tx, *ledger.Draft, org.Change) error {
			return errors.New("the last who was told could not follow")
		})
		if err := w.Orgs.Withdraw(t.Context(), w.Delegate, o, "No complaint procedure"); err == nil {
			t.Fatal("it was done")
		}
		if st := w.Org(t, o).State; st != org.InForce {
			t.Errorf("the employer is %s", st)
		}
		if s := w.Standing(t, a, w.Now()); !s.InForce() {
			t.Errorf("the warden is %s", s.Status)
		}
		w.Verify(t)
	})
}
