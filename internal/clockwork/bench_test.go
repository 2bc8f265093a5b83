package clockwork_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
)

const (
	benchPeople    = 10000
	benchEmployers = 100
)

// BenchmarkDigest is the work of a day for 10,000 accredited persons of a hundred
// employers, each person and three people of each employer with an account: first of the
// first day, on which all that is within 90 days is told and written of, then of the days
// that follow. It is to take less than ten seconds.
//
//	go test -run '^$' -bench Digest -benchtime 5x ./internal/clockwork
func BenchmarkDigest(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := crowd(b, open(b))
			day := func() {
				w.Clock.Set(clock.OnClock(clock.DayOf(w.Clock.Now()).AddDays(1), 7, 0))
				accredtest.Must(b, w.Clockwork.Tick(b.Context()))
			}
			b.Run("first", func(b *testing.B) {
				for i := range b.N {
					if i > 0 {
						b.StopTimer()
						accredtest.Must(b, w.DB.Write(b.Context(), func(tx *db.Tx) error {
							for _, table := range []string{"clockwork_told", "message"} {
								if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
									return err
								}
							}
							return nil
						}))
						b.StartTimer()
					}
					day()
				}
				b.ReportMetric(float64(w.rows(b, "message")), "messages")
				b.ReportMetric(float64(w.rows(b, "clockwork_told")), "told")
				b.ReportMetric(float64(w.rows(b, "letter")), "letters")
			})
			b.Run("later", func(b *testing.B) {
				for range b.N {
					day()
				}
			})
			b.Run("forecast", func(b *testing.B) {
				for range b.N {
					_, err := w.Clockwork.Forecast(b.Context(), w.Manager, 12)
					accredtest.Must(b, err)
				}
			})
		})
	}
}

func (w *office) rows(t testing.TB, table string) int64 {
	t.Helper()
	n, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM `+table) })
	accredtest.Must(t, err)
	return n
}

// crowd brings the persons in as a force would, from a spreadsheet, with days spread over
// three years, and gives everybody an account.
func crowd(b *testing.B, d *db.DB) *office {
	b.Helper()
	w := &office{World: accredtest.New(b, d), t: b}
	w.Set(b, "digest_on", "daily")
	var orgs, persons bytes.Buffer
	orgs.WriteString("Organisation,Type,Role 1,Role 1 powers,Status,Accredited from,Accredited to\n")
	for i := range benchEmployers {
		fmt.Fprintf(&orgs, "Council %03d,District council,Warden,\"2, 3, 1(2)(c)\",Accredited,01/01/2025,%s\n", i, accredtest.Today.AddDays(30+i*10).Figures())
	}
	persons.WriteString("AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,Vetting level,Vetting result,Vetting decided,Vetting expires,Training passed,Training expires,Accredited from,Accredited to,Status\n")
	for i := range benchPeople {
		day := func(k int) string { return accredtest.Today.AddDays(1 + i*k%1095).Figures() }
		fmt.Fprintf(&persons, "EM %05d,Surname%05d,Person,%02d/%02d/%d,Council %03d,Warden,\"2, 3, 1(2)(c)\",NPPV 2,Passed,01/02/2025,%s,01/03/2025,%s,01/04/2025,%s,Accredited\n",
			i, (i*7919)%benchPeople, 1+i%28, 1+i%12, 1960+i%40, i%benchEmployers, day(7), day(11), day(13))
	}
	for _, f := range []bring.File{{Name: "orgs.csv", Content: orgs.Bytes(), Kind: intake.Organisations}, {Name: "people.csv", Content: persons.Bytes(), Kind: intake.People}} {
		out, err := w.Imports.Take(b.Context(), w.Operator, f, false)
		if err != nil || !out.Written {
			b.Fatalf("%s: %v, %d bad, %v %v", f.Name, err, out.Left, out.Result.Questions, out.Result.Bad[:min(2, len(out.Result.Bad))])
		}
	}
	w.people(b)
	if d.Dialect() == db.Postgres {
		accredtest.Must(b, d.Write(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec("ANALYZE"); return err }))
	}
	return w
}

// people gives an account to everybody. Passphrases are slow to hash, so the rows are
// written as they would be.
func (w *office) people(b *testing.B) {
	b.Helper()
	var all []account.Account
	add := func(email string, p account.Post) {
		all = append(all, account.Account{Email: email, Name: "Somebody", Posts: []account.Post{p}, Standing: account.Active})
	}
	for _, r := range []authz.Role{authz.SchemeManager, authz.Delegate, authz.VettingUnit, authz.Trainer, authz.ControlRoom} {
		for i := range 4 {
			add(fmt.Sprintf("%s%d@force.example", r, i), account.Post{Role: r})
		}
	}
	employers := map[id.Org]bool{}
	for next := ""; ; {
		page, err := w.Desk.People(b.Context(), w.Manager, desk.Filter{Limit: 200, After: next})
		accredtest.Must(b, err)
		for _, l := range page.Lines {
			add(string(l.Person)+"@example.org", account.Post{Role: authz.AccreditedPerson, Org: l.Org, Person: l.Person})
			if !employers[l.Org] {
				employers[l.Org] = true
				for _, r := range []authz.Role{authz.Signatory, authz.Liaison, authz.Supervisor} {
					add(fmt.Sprintf("%s-%s@example.org", r, l.Org), account.Post{Role: r, Org: l.Org})
				}
			}
		}
		if next = page.Next; next == "" {
			break
		}
	}
	accredtest.Must(b, w.DB.Write(b.Context(), func(tx *db.Tx) error {
		for _, a := range all {
			state, err := json.Marshal(a)
			if err != nil {
				return err
			}
			which := string(id.New[id.Account]())
			if _, err := tx.Exec(`INSERT INTO account (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state, email, name, standing)
				VALUES (?, ?, 1, 0, ?, 0, ?, '', ?, ?, ?, 'active')`, string(w.Force), which, clock.Forever, clock.Forever, string(state), a.Email, a.Name); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO account_credential (force_id, account_id, kind, id, secret, made_at) VALUES (?, ?, 'passphrase', '', 'x', ?)`, string(w.Force), which, time.UnixMilli(0)); err != nil {
				return err
			}
		}
		return nil
	}))
}
