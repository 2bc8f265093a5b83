package accred_test

import (
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
	"watchword/internal/org"
)

// TestAPowerRefusedToAnEmployerEndsForItsPeople decides powers anew that are held.
func TestAPowerRefusedToAnEmployerEndsForItsPeople(t *testing.T) {
	t.Parallel()
	const pnd = law.PowerID("csas-pnd")
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, o, other := t.Context(), w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		role := w.Org(t, o).Roles[0].ID
		joel, a := w.Accredited(t, o, "Joel", asb, litter, pnd, tobacco)
		_, stopped := w.Accredited(t, o, "Mina", litter)
		_, untouched := w.Accredited(t, o, "Ann", asb)
		_, elsewhere := w.Accredited(t, other, "Beth", litter)
		accredtest.Must(t, w.Accreds.Suspend(ctx, w.Manager, stopped, "Complaint"))
		before := stands(t, w, untouched)
		w.Clock.Advance(1e9)
		decide := func(ds ...org.PowerDecision) {
			t.Helper()
			for i := range ds {
				ds[i].Role = role
			}
			accredtest.Must(t, w.Orgs.DecidePowers(ctx, w.Delegate, o, ds))
		}
		decide(org.PowerDecision{Power: litter, Answer: org.Refused, Reason: "The council issues none."},
			org.PowerDecision{Power: tobacco, Answer: org.Conditional, Condition: "In pairs"},
			org.PowerDecision{Power: pnd, Answer: org.Allowed, Offences: []law.OffenceID{"pnd-poa5"}})
		held := w.Standing(t, a, w.Now()).Held()
		if s := stands(t, w, a); len(held) != 3 || len(s.Grants) != 3 || s.Certificate != 2 {
			t.Errorf("held %v, of %+v, certificate %d", held, s.Grants, s.Certificate)
		} else if g, _ := s.Grant(tobacco); g.Condition != "In pairs" {
			t.Errorf("tobacco: %+v", g)
		}
		if s := stands(t, w, stopped); s.State != accred.Suspended || len(s.Grants) != 0 || s.Why != "Complaint" {
			t.Errorf("suspended: %+v", s)
		}
		if s := stands(t, w, untouched); s.Certificate != before.Certificate {
			t.Errorf("who holds none of it: %+v", s)
		}
		if got := w.Standing(t, elsewhere, w.Now()).Held(); len(got) != 1 {
			t.Errorf("with another employer: %v", got)
		}
		letters, err := db.Find(ctx, d, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersOf(tx, w.Manager, joel) })
		accredtest.Must(t, err)
		var told int
		for _, l := range letters {
			if l.Kind == "organisation.powers" {
				told++
				if text := strings.Join(l.Body.Paragraphs, " "); !strings.Contains(text, "no longer allowed to your employer for your role. The council issues none.") || !strings.Contains(text, "Condition: In pairs.") || len(l.Body.Powers) != 3 {
					t.Errorf("%+v", l.Body)
				}
			}
		}
		if told != 2 {
			t.Errorf("%d letters", told)
		}
		decide(org.PowerDecision{Power: pnd, Answer: org.Allowed, Offences: []law.OffenceID{"pnd-fire-alarm"}})
		if _, ok := new(stands(t, w, a)).Grant(pnd); ok {
			t.Error("penalty notices are held for no offence")
		}
		w.Verify(t)
	})
}
