package scheme_test

import (
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/scheme"
)

// TestWhoMayDecideIsOfTheDay reads who could grant an accreditation before, while and after
// an account held the role.
func TestWhoMayDecideIsOfTheDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		could := func(day int) (out []string) {
			all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]scheme.Decision, error) {
				return w.Scheme.Decisions(tx, w.Manager, register.When{At: clock.OnClock(accredtest.Today.AddDays(day), 12, 0), Known: w.Clock.Now()})
			})
			accredtest.Must(t, err)
			for _, x := range all {
				for _, h := range x.By {
					if x.Needs == authz.Grant {
						out = append(out, h.Name+", "+h.Role.Title())
					}
				}
			}
			return out
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(5), 9, 0))
		delegate, err := w.Accounts.Add(t.Context(), w.Operator, account.Account{Email: "d@example.org", Name: "C/Insp Quill", Posts: []account.Post{{Role: authz.Delegate}}})
		accredtest.Must(t, err)
		_, err = w.Accounts.Add(t.Context(), w.Operator, account.Account{Email: "m@example.org", Name: "Ines Okafor", Posts: []account.Post{{Role: authz.SchemeManager}}})
		accredtest.Must(t, err)
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(10), 9, 0))
		accredtest.Must(t, w.Accounts.End(t.Context(), w.Operator, delegate, "Posted elsewhere"))
		for day, want := range map[int]string{4: "", 5: "C/Insp Quill, Chief officer’s delegate", 9: "C/Insp Quill, Chief officer’s delegate", 10: ""} {
			got := ""
			for _, x := range could(day) {
				got += x
			}
			if got != want {
				t.Errorf("day %d: %q could grant, want %q", day, got, want)
			}
		}
		_, err = db.Find(t.Context(), d, func(tx *db.Tx) ([]scheme.Decision, error) {
			return w.Scheme.Decisions(tx, w.Trainer, register.Now(w.Clock.Now()))
		})
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("the trainer reads it: %v", err)
		}
	})
}
