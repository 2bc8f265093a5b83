package draft_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/draft"
)

func office(t testing.TB, d *db.DB) (*accredtest.World, *draft.Service) {
	t.Helper()
	w := accredtest.New(t, d)
	w.Clock.Set(clock.OnClock(clock.MustDay("2026-11-20"), 9, 0))
	return w, draft.New(w.Imports)
}

func keep(t testing.TB, w *accredtest.World, s *draft.Service, kind intake.Kind, content string) id.Upload {
	t.Helper()
	of, err := s.Keep(t.Context(), w.Manager, kind, "file.csv", "", []byte(content))
	accredtest.Must(t, err)
	return of
}

const orgs = "Organisation,Type,Role 1,Role 1 powers,Status,Accredited from,Accredited to\nAldermere City Council,City council,Community warden,3,Accredited,01/04/2024,31/03/2027\n"

// wardens is so many people, every third of them waiting for vetting, without a number.
func wardens(n int) string {
	var b strings.Builder
	b.WriteString("AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,Accredited from,Accredited to,Status\n")
	for i := range n {
		if i%3 == 2 {
			fmt.Fprintf(&b, ",Vane,Cleo%c,09/09/1999,Aldermere City Council,Community warden,3,,,Awaiting vetting\n", 'a'+i%26)
		} else {
			fmt.Fprintf(&b, "%04d,Pike,Joel%c,12/05/1988,Aldermere City Council,Community warden,3,01/04/2025,31/03/2027,Active\n", 400+i, 'a'+i%26)
		}
	}
	return b.String()
}

func TestADraftTakenByTwoAtOnceIsWrittenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, s := office(t, d)
		of := keep(t, w, s, intake.Organisations, orgs)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				out, err := s.Take(t.Context(), w.Manager, of, false, nil)
				if err != nil && !fault.Is(err, fault.Conflict) || err == nil && out.Added != 1 {
					t.Errorf("%+v %v", out, err)
				}
			})
		}
		all.Wait()
		n, err := db.Find(t.Context(), d, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(DISTINCT id) FROM organisation`) })
		if err != nil || n != 1 {
			t.Errorf("%d organisations, %v", n, err)
		}
	})
}

func TestTheDryRunCountsAsTheWritingDoes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, s := office(t, d)
		_, err := s.Take(t.Context(), w.Manager, keep(t, w, s, intake.Organisations, orgs), false, nil)
		accredtest.Must(t, err)
		for _, lines := range []int{6, 9, 9} {
			of := keep(t, w, s, intake.People, wardens(lines))
			r, err := s.Read(t.Context(), w.Manager, of)
			accredtest.Must(t, err)
			out, err := s.Take(t.Context(), w.Manager, of, false, &draft.Seen{Good: r.Good(), Bad: 0})
			accredtest.Must(t, err)
			if out.Added != r.New() || out.Known != r.Known || out.Added+out.Known != lines {
				t.Errorf("%d lines: %d new and %d known by the dry run, %d and %d by the writing", lines, r.New(), r.Known, out.Added, out.Known)
			}
		}
	})
}

func TestAWritingThatNeverEndedIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, s := office(t, d)
		of := keep(t, w, s, intake.Organisations, orgs)
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error { // as if the program had been stopped
			_, err := tx.Exec(`UPDATE import_draft SET state = 'taking', taken_at = ?`, w.Clock.Now())
			return err
		}))
		if _, err := s.Take(t.Context(), w.Manager, of, false, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("at once: %v", err)
		}
		if err := s.Drop(t.Context(), w.Manager, of); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is thrown away: %v", err)
		}
		w.Clock.Advance(6 * time.Minute)
		if out, err := s.Take(t.Context(), w.Manager, of, false, nil); err != nil || out.Added != 1 {
			t.Errorf("later: %+v %v", out, err)
		}
	})
}

func TestWhatCannotBeWrittenStaysOpen(t *testing.T) {
	t.Parallel()
	w, s := office(t, dbtest.SQLite(t))
	of := keep(t, w, s, intake.People, wardens(3)) // of an organisation that is not there
	for range 2 {
		if _, err := s.Take(t.Context(), w.Manager, of, false, nil); !fault.Is(err, fault.Invalid) {
			t.Fatalf("%v", err)
		}
	}
	d, err := s.Find(t.Context(), w.Manager, of)
	accredtest.Must(t, err)
	if d.State != draft.Open {
		t.Errorf("it is %s", d.State)
	}
}

func TestOneImportIsOneLineOfThePast(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, s := office(t, d)
		take := func(kind intake.Kind, content string) {
			t.Helper()
			_, err := s.Take(t.Context(), w.Manager, keep(t, w, s, kind, content), false, nil)
			accredtest.Must(t, err)
			_, err = w.Ledger.Sequence(t.Context())
			accredtest.Must(t, err)
		}
		take(intake.Organisations, orgs)
		w.Clock.Advance(time.Hour)
		take(intake.People, wardens(6))
		past, err := s.Past(t.Context(), w.Manager)
		if err != nil || len(past) != 2 || past[0].Kind != intake.People || past[0].Lines != 6 || past[1].Lines != 1 {
			t.Fatalf("%+v %v", past, err)
		}
		w.Clock.Advance(time.Hour)
		take(intake.People, wardens(9))
		past, err = s.Past(t.Context(), w.Manager)
		if err != nil || len(past) != 3 || past[0].Lines != 3 || past[0].By != w.Manager.Name || !strings.HasPrefix(past[0].Source, "file.csv (SHA-256 ") {
			t.Fatalf("%+v %v", past, err)
		}
	})
}
