package person_test

import (
	"testing"
	"time"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/register"
)

func TestOptingOutEndsWhatIsHeldInTheSameSecond(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		p, a, c := w.Held(t, o, "Joel", law.PowerID("csas-name-address-asb"))
		joel := w.Holder(p)
		accredtest.Must(t, w.Persons.OptIn(ctx, joel, p))
		if err := w.Persons.OptIn(ctx, joel, p); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		for name, who := range map[string]authz.Actor{"a colleague": w.Holder("per_other"), "the office": w.Manager, "the employer": {Force: w.Force, Role: authz.Signatory, Org: o}} {
			if err := w.Persons.OptOut(ctx, who, p, ""); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.Clock.Advance(time.Minute)
		accredtest.Must(t, w.Persons.OptOut(ctx, joel, p, ""))
		v, err := db.Find(ctx, w.DB, func(tx *db.Tx) (accred.Version, error) {
			return w.Accreds.Find(tx, w.Manager, a, register.Now(w.Clock.Now()))
		})
		if err != nil || v.State.State != accred.Left || !v.State.GivenUp || !v.From.Equal(w.Clock.Now()) {
			t.Errorf("%v %+v", err, v)
		}
		if got := w.Card(t, c); got.Recalled != accredtest.Today {
			t.Errorf("the card is not asked back: %+v", got)
		}
		m, err := db.Find(ctx, w.DB, func(tx *db.Tx) (person.Version, error) {
			return w.Persons.Find(tx, joel, p, register.Now(w.Clock.Now()))
		})
		if err != nil || m.State.OptedOut != accredtest.Today || m.State.Left != clock.NoDay {
			t.Errorf("%v %+v", err, m.State)
		}
		letters, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersOf(tx, joel, p) })
		if err != nil || letters[0].Kind != "person.opt-out" {
			t.Errorf("%v %+v", err, letters)
		}
		w.Clock.Advance(time.Minute)
		accredtest.Must(t, w.Persons.OptIn(ctx, joel, p))
		if err := w.Persons.Leave(ctx, w.Manager, p, accredtest.Today, ""); err != nil {
			t.Fatal(err)
		}
		if err := w.Persons.OptOut(ctx, joel, p, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("after leaving: %v", err)
		}
		w.Verify(t)
	})
}
