package accred_test

import (
	"fmt"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// BenchmarkWhoHeld is "who held what on that day" over 10,000 persons with 20 years
// behind each: seven accreditations of three years, each changed once, 210,000 versions.
func BenchmarkWhoHeld(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := accredtest.New(b, open(b))
			o := w.Council(b, "Aldermere City Council")
			w.Approve(b, o, accredtest.Today.AddYears(-4), accredtest.Today)
			history(b, w, o)
			when := register.When{At: accredtest.Today.AddDays(-400).Start(), Known: w.Clock.Now()}
			b.ResetTimer()
			for b.Loop() {
				held, err := db.Find(b.Context(), w.DB, func(tx *db.Tx) ([]accred.Holding, error) { return w.Accreds.WhoHeld(tx, w.Force, when) })
				if err != nil || len(held) != persons && len(held) != 0 {
					b.Fatal(len(held), err)
				}
			}
		})
	}
}

const persons, years = 10000, 20

// history writes the versions past the services: making them one by one would take longer
// than all that is measured.
func history(b *testing.B, w *accredtest.World, o id.Org) {
	b.Helper()
	first := accredtest.Today.AddYears(-years)
	const text = `INSERT INTO accreditation (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state, person_id, org_id, number, standing, begins_at, ends_at, powers)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'ent_x', '{}', ?, ?, ?, 'in-force', ?, ?, ?)`
	powers := ""
	for _, p := range law.Powers()[:10] {
		powers += p.Para + ":fv2a "
	}
	for chunk := 0; chunk < persons; chunk += 500 {
		err := w.DB.Write(b.Context(), func(tx *db.Tx) error {
			for p := chunk; p < chunk+500; p++ {
				for term := 0; term*3 < years; term++ {
					from, to := first.AddYears(term*3), first.AddYears(term*3+3)
					change := from.AddYears(1)
					for v, row := range [][4]any{{from.Start(), clock.Forever, from.Start(), change.Start()}, {from.Start(), change.Start(), change.Start(), clock.Forever},
						{change.Start(), clock.Forever, change.Start(), clock.Forever}} {
						if _, err := tx.Exec(text, string(w.Force), fmt.Sprintf("acr_%d_%d", p, term), int64(v+1), row[0], row[1], row[2], row[3],
							fmt.Sprintf("per_%d", p), string(o), fmt.Sprintf("EM %d", p), from.Start(), to.Start(), powers); err != nil {
							return err
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if w.DB.Dialect() == db.Postgres {
		accredtest.Must(b, w.DB.Write(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE accreditation"); return err }))
	}
}
