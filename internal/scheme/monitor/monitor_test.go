package monitor_test

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/scheme/monitor"
)

// world is a force on the first day of a quarter.
type world struct {
	*accredtest.World
	t *testing.T
}

func open(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{accredtest.New(t, d), t}
	w.day("2026-10-01")
	return w
}

func (w *world) day(on string) { w.Clock.Set(clock.OnClock(clock.MustDay(on), 10, 0)) }

// answer answers n times alike, each with a ticket of its own.
func (w *world) answer(n int, a monitor.Answers) {
	w.t.Helper()
	for range n {
		accredtest.Must(w.t, w.Monitor.Answer(w.t.Context(), w.Force, w.Monitor.Ticket(w.Force), a))
	}
}

func (w *world) report(on string) monitor.Report {
	w.t.Helper()
	r, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) (monitor.Report, error) {
		return w.Monitor.Report(tx, w.Manager, register.When{At: clock.OnClock(clock.MustDay(on), 12, 0), Known: w.Clock.Now()})
	})
	accredtest.Must(w.t, err)
	return r
}

// table is one table of a period in a line: "Female 12, Male 8, …".
func table(p monitor.Period, code string) string {
	var out []string
	for _, t := range p.Tables {
		for _, l := range t.Lines {
			switch {
			case t.Question.Code != code || l.N == 0 && !l.Hidden:
			case l.Hidden:
				out = append(out, l.Title+" -")
			default:
				out = append(out, fmt.Sprint(l.Title, " ", l.N))
			}
		}
	}
	return strings.Join(out, ", ")
}

// TestNothingIsToldThatTellsOfAPerson counts answers over three quarters: none is told while
// its quarter runs or too few answered, small numbers are left out with what would tell them,
// and periods never overlap.
func TestNothingIsToldThatTellsOfAPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		w.answer(11, monitor.Answers{"sex": "female", "race": "white", "religion": "christian"})
		w.day("2026-12-31")
		w.answer(7, monitor.Answers{"sex": "male", "race": "white"})
		w.answer(1, monitor.Answers{"sex": "rather-not", "race": "mixed"})
		if r := w.report("2026-12-31"); len(r.Periods) != 0 || r.Since != clock.MustDay("2026-10-01") {
			t.Errorf("while the quarter runs it tells %+v", r)
		}
		w.day("2027-02-01")
		if r := w.report("2027-02-01"); len(r.Periods) != 0 || r.Since != clock.MustDay("2026-10-01") {
			t.Errorf("of 19 answers it tells %+v", r)
		}
		w.answer(9, monitor.Answers{"sex": "male", "race": "black"})
		w.day("2027-04-01")
		w.answer(30, monitor.Answers{"sex": "female"})
		r := w.report("2027-04-01")
		if len(r.Periods) != 1 || r.Periods[0].Forms != 28 || r.Periods[0].To != clock.MustDay("2027-03-31") || r.Since != clock.MustDay("2027-04-01") {
			t.Fatalf("of two quarters it tells %+v", r)
		}
		first := r.Periods[0]
		for code, want := range map[string]string{
			"sex":  "Female -, Male 16, Prefer not to say -",
			"race": "Black, Black British, Caribbean or African -, Mixed or multiple ethnic groups -, White 18",
			"age":  "Under 25 -, 25 to 34 -, 35 to 44 -, 45 to 54 -, 55 to 64 -, 65 or over -, Prefer not to say -, Not answered -", // all alike
		} {
			if got := table(first, code); got != want {
				t.Errorf("%s: %s, want %s", code, got, want)
			}
		}
		w.day("2027-07-02")
		r = w.report("2027-07-02")
		if len(r.Periods) != 2 || r.Periods[0].From != clock.MustDay("2027-04-01") || r.Periods[0].Forms != 30 || table(r.Periods[1], "sex") != table(first, "sex") {
			t.Errorf("a later quarter changes what was told: %+v", r)
		}
		if r := w.report("2027-04-01"); len(r.Periods) != 1 {
			t.Errorf("of a day of the past it tells %d periods", len(r.Periods))
		}
		w.Verify(t)
	})
}

// TestWhatIsKeptIsASealedTallyAlone looks at everything the database has of answers.
func TestWhatIsKeptIsASealedTallyAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		kept := func() (rows []string) {
			rows, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]string, error) {
				return db.All(tx, func(s db.Scanner) (string, error) {
					var quarter string
					var sealed []byte
					err := s.Scan(&quarter, &sealed)
					return fmt.Sprintf("%s %d %v", quarter, len(sealed), strings.Contains(string(sealed), "muslim")), err
				}, `SELECT quarter, sealed FROM equality_tally WHERE force_id = ?`, string(w.Force))
			})
			accredtest.Must(t, err)
			return rows
		}
		w.answer(1, monitor.Answers{"religion": "muslim"})
		before := kept()
		w.answer(12, monitor.Answers{"religion": "sikh", "age": "25-34"})
		if after := kept(); len(after) != 1 || after[0] != before[0] || !strings.HasPrefix(after[0], "2026 Q4 8") || strings.HasSuffix(after[0], "true") {
			t.Errorf("one answer leaves %v, thirteen %v", before, after)
		}
		said, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]string, error) {
			return db.Strings(tx, `SELECT DISTINCT actor_id || actor_role || org_id || COALESCE((SELECT MAX(subject) FROM ledger_subject s WHERE s.force_id = e.force_id AND s.entry_id = e.id), '') FROM ledger_entry e WHERE force_id = ? AND act = 'equality.answer'`, string(w.Force))
		})
		if err != nil || len(said) != 1 || said[0] != "" {
			t.Errorf("the ledger has of who answered %q: %v", said, err)
		}
		texts, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]string, error) {
			return db.Strings(tx, `SELECT content FROM ledger_entry WHERE force_id = ? AND act = 'equality.answer'`, string(w.Force))
		})
		accredtest.Must(t, err)
		for _, x := range texts {
			if !strings.Contains(x, "One answer came in to the equality monitoring of 2026 Q4") || strings.Contains(x, "sikh") || strings.Contains(x, "Sikh") {
				t.Errorf("the ledger says %s", x)
			}
		}
		w.Verify(t)
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`DELETE FROM equality_tally WHERE force_id = ?`, string(w.Force))
			return err
		}))
		wrong, err := db.Find(t.Context(), d, func(tx *db.Tx) (string, error) { return w.Monitor.Fit(tx, w.Force) })
		if err != nil || wrong != "the equality tallies count 0 answers, and 13 came in" {
			t.Errorf("a tally that is gone is told as %q: %v", wrong, err)
		}
	})
}

// TestATicketIsGoodForOneAnswerOfItsForce tries tickets that are none.
func TestATicketIsGoodForOneAnswerOfItsForce(t *testing.T) {
	t.Parallel()
	w := open(t, dbtest.SQLite(t))
	answer := func(ticket string) error {
		return w.Monitor.Answer(t.Context(), w.Force, ticket, monitor.Answers{"sex": "male"})
	}
	good := w.Monitor.Ticket(w.Force)
	if good == w.Monitor.Ticket(w.Force) {
		t.Error("two tickets are alike")
	}
	for name, ticket := range map[string]string{"none": "", "no text of ours": "%%%", "of another force": w.Monitor.Ticket("for_other"), "altered": "AAAA" + good[4:], "shortened": good[:20]} {
		if err := answer(ticket); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, a := range map[string]monitor.Answers{"no answer": {}, "an answer that there is not": {"sex": "4"}} {
		if err := w.Monitor.Answer(t.Context(), w.Force, good, a); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	accredtest.Must(t, answer(good))
	if err := answer(good); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second time: %v", err)
	}
	old := w.Monitor.Ticket(w.Force)
	w.day("2027-01-03")
	accredtest.Must(t, answer(old))
	old = w.Monitor.Ticket(w.Force)
	w.day("2027-07-01")
	if err := answer(old); !fault.Is(err, fault.NotFound) {
		t.Errorf("two quarters later: %v", err)
	}
	if _, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (monitor.Report, error) {
		return w.Monitor.Report(tx, w.Trainer, register.Now(w.Clock.Now()))
	}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the trainer reads it: %v", err)
	}
}
