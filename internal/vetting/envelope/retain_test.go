package envelope_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/ledger"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

// TestErasedContentLeavesTheLedgerWhole destroys what lies in an envelope when its time is
// over, and not before.
func TestErasedContentLeavesTheLedgerWhole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
		c, h := w.Sent(t, p)
		kind(t, w.Envelopes.Erase(t.Context(), w.Vetter, c), fault.Conflict) // in use
		must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
		kind(t, w.Envelopes.Erase(t.Context(), w.Vetter, c), fault.Refused)
		over := accredtest.Today.AddDays(14).AddMonths(12)
		w.Clock.Set((over - 1).Start())
		if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 0 || err != nil {
			t.Errorf("%d destroyed a day early, %v", n, err)
		}
		w.Clock.Set(over.Start())
		if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 1 || err != nil {
			t.Errorf("%d destroyed, %v", n, err)
		}
		if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 0 || err != nil {
			t.Errorf("%d destroyed twice, %v", n, err)
		}
		_, err := w.Envelopes.Open(t.Context(), w.Vetter, c, "look")
		kind(t, err, fault.Conflict)
		_, err = w.Envelopes.RenewLink(t.Context(), w.Vetter, c, false)
		kind(t, err, fault.Conflict)
		kind(t, w.Envelopes.Appeal(t.Context(), h, "Late", "Lee"), fault.Refused)
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			for _, x := range []string{"vetting_part", "vetting_key", "vetting_draft", "vetting_link"} {
				n, err := db.Count(tx, `SELECT COUNT(*) FROM `+x+` WHERE case_id = ?`, string(c))
				if err != nil || n != 0 {
					t.Errorf("%s still holds %d rows, %v", x, n, err)
				}
			}
			return nil
		}))
		if got := w.Case(t, c); got.Erased != over || got.State != envelope.Refused {
			t.Errorf("%+v", got)
		}
		w.Verify(t)
	})
}

func TestAFormThatNeverCameIsDestroyedToo(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, h := w.Inside(t, p, "NPPV 2")
	must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
	w.Clock.Set(accredtest.Today.AddDays(28 + 1).AddMonths(12).Start())
	if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if got := w.Case(t, c); got.State != envelope.Stopped || got.Erased == clock.NoDay {
		t.Errorf("%+v", got)
	}
	if _, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2"); err != nil {
		t.Errorf("the person still waits, and is not invited again: %v", err)
	}
}

func TestANewKeyOpensWhatTheOldOneDid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		c, _ := w.Sent(t, w.Waiting(t, council, "Lee"))
		_, h := w.Inside(t, w.Waiting(t, council, "Mo"), "NPPV 2")
		must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
		before := keys(t, w)
		kindOf := func(who authz.Actor) error { _, err := w.Envelopes.RotateKey(t.Context(), who); return err }
		kind(t, kindOf(w.Manager), fault.Forbidden)
		n, err := w.Envelopes.RotateKey(t.Context(), w.Operator)
		if n != 2 || err != nil {
			t.Fatalf("%d envelopes wrapped anew, %v", n, err)
		}
		_, err = w.Envelopes.Open(t.Context(), w.Vetter, c, "look")
		must(t, err)
		f, err := w.Envelopes.Filled(t.Context(), h)
		if err != nil || len(f.Answers.Values) == 0 {
			t.Errorf("%v %v", f.Answers, err)
		}
		after := keys(t, w)
		if len(after) != 2 || len(before) != 1 || after[0] != "destroyed" || after[1] == before[0] {
			t.Errorf("keys before %v, after %v", before, after)
		}
		w.Verify(t)
	})
}

// keys is the wrapping keys as they are kept, the oldest first.
func keys(t *testing.T, w *vettingtest.World) []string {
	t.Helper()
	out, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, func(s db.Scanner) (string, error) {
			var b []byte
			err := s.Scan(&b)
			if b == nil {
				return "destroyed", err
			}
			return string(b), err
		}, `SELECT sealed FROM wrapping_key WHERE force_id = ? ORDER BY from_at, id`, string(w.Force))
	})
	must(t, err)
	return out
}

// TestVerifyFindsAnEnvelopeThatWasTouched changes what is sealed behind the program's back.
func TestVerifyFindsAnEnvelopeThatWasTouched(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text string }{
		{"its bytes", `UPDATE vetting_part SET sealed = wrapped FROM vetting_key WHERE vetting_part.case_id = vetting_key.case_id`},
		{"its commitment", `UPDATE vetting_part SET commitment = 'x'`},
		{"its kind", `UPDATE vetting_part SET kind = 'appeal'`},
		{"taken out", `DELETE FROM vetting_part`},
		{"the state of a case", `UPDATE vetting_case SET state = REPLACE(state, '"sent"', '"cleared"') WHERE standing = 'sent'`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := vettingtest.New(t, dbtest.SQLite(t))
			c, _ := w.Sent(t, w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee"))
			must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(tt.text); return err }))
			r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Origin: "watchword/eastmarch/ledger", Tables: w.Registers()})
			must(t, err)
			if !strings.Contains(r.Fault, "vetting_") {
				t.Errorf("verify finds %q", r.Fault)
			}
			_ = c
		})
	}
}
