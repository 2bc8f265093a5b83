package retain_test

import (
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply/applytest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/retain"
)

// traces is the columns in which any of the words still stand.
func traces(t *testing.T, d *db.DB, words ...string) string {
	t.Helper()
	var out []string
	for _, column := range []string{"complaint.state", "prospect.state", "prospect.sort_name", "application.state", "application_draft.form", "ledger_entry.content", "retention_hold.state"} {
		table, name, _ := strings.Cut(column, ".")
		for _, word := range words {
			n, err := db.Find(t.Context(), d, func(tx *db.Tx) (int64, error) {
				return db.Count(tx, `SELECT COUNT(*) FROM `+table+` WHERE `+name+` LIKE ?`, "%"+word+"%")
			})
			accredtest.Must(t, err)
			if n > 0 {
				out = append(out, column+": "+word)
			}
		}
	}
	return strings.Join(out, ", ")
}

func list(t *testing.T, w *accredtest.World, by clock.Day) []retain.Kept {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]retain.Kept, error) { return w.Retention.List(tx, w.Manager, by) })
	accredtest.Must(t, err)
	return all
}

// TestWhatIsOverIsErasedAndTheLedgerStillVerifies walks a complaint to the end of its time:
// entries about it tell of other rows too (the accreditation that was suspended meanwhile),
// which stay known.
func TestWhatIsOverIsErasedAndTheLedgerStillVerifies(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		ctx, office := t.Context(), w.Acting(authz.DataProtection)
		x := w.Rude()
		x.Files = []complaint.Attached{{Name: "photo.png", File: blob.New("image/png", []byte("what was seen"))}}
		r := w.Told(t, x)
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Complaints.Acknowledge(ctx, w.Manager, r.Complaint))
		accredtest.Must(t, w.Complaints.Suspend(ctx, w.Manager, r.Complaint, "Until it was looked into"))
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Complaints.Withdraw(ctx, w.Holder(t, r), "Casey Rowe has settled it."))
		other := w.Decided(t, w.Rude())
		of, words := string(r.Complaint), []string{"Casey", "casey.rowe", "900 321", "shouted", "what was seen", "Market Street, Aldermere"}
		ends := clock.DayOf(w.Clock.Now()).AddMonths(72)
		if all := list(t, w.World, ends); len(all) != 2 || all[0].Until != ends || all[0].Name != "Complaint "+r.Reference && all[1].Name != "Complaint "+r.Reference {
			t.Fatalf("%+v", all)
		}

		if err := w.Retention.Erase(ctx, office, of); !fault.Is(err, fault.Refused) || accredtest.Wrong(err) != "retention.keep" {
			t.Errorf("before its time: %v", err)
		}
		w.Clock.Advance(ends.End().Sub(w.Clock.Now()) + time.Hour)
		items, err := db.Find(ctx, d, func(tx *db.Tx) ([]diary.Item, error) {
			return w.Retention.Diary(tx, office, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()), Limit: 10})
		})
		if accredtest.Must(t, err); len(items) != 2 || items[0].Due != ends || items[0].Itself != "" {
			t.Errorf("the diary says %+v", items)
		}
		for name, who := range map[string]authz.Actor{"a delegate": w.Delegate, "the employer": w.Employer} {
			if err := w.Retention.Erase(ctx, who, of); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s erases: %v", name, err)
			}
		}
		if err := w.Retention.Hold(ctx, office, of, " ", clock.NoDay); accredtest.Wrong(err) != "why" {
			t.Errorf("held without a reason: %v", err)
		}
		accredtest.Must(t, w.Retention.Hold(ctx, office, of, "A claim is before the county court", clock.NoDay))
		if err := w.Retention.Erase(ctx, office, of); accredtest.Wrong(err) != "retention.held" {
			t.Errorf("held: %v", err)
		}
		w.Set(t, "retention_itself", "yes")
		if n, err := w.Retention.EraseDue(ctx, w.Force, 10); n != 1 || err != nil {
			t.Errorf("by itself, but for what is held: %d, %v", n, err)
		}
		if c := w.Stands(t, other); c.Erased == clock.NoDay || c.Outcome.Finding != "upheld" || c.Said != nil || c.From.Name != "" || c.Org != w.Org || c.Person != "" {
			t.Errorf("what is left: %+v", c)
		}
		w.Verify(t)
		accredtest.Must(t, w.Retention.Lift(ctx, office, of, "The claim was settled"))
		if err := w.Retention.Lift(ctx, office, of, "Again"); !fault.Is(err, fault.Conflict) {
			t.Errorf("lifted twice: %v", err)
		}
		accredtest.Must(t, w.Retention.Erase(ctx, office, of))
		if left := traces(t, d, words...); left != "" {
			t.Errorf("words still stand in %s", left)
		}
		if kept, err := db.Find(ctx, d, func(tx *db.Tx) (map[blob.Hash]bool, error) { return blob.Kept(tx, w.Force) }); err != nil || kept[x.Files[0].File.Hash] {
			t.Errorf("the file is there: %v", err)
		}
		w.Verify(t)
		if _, err := w.Complaints.Holder(ctx, r.Secret); err == nil {
			t.Error("the complainant’s link works still")
		}
		if err := w.Complaints.GoOn(ctx, w.Manager, r.Complaint, "After all"); !fault.Is(err, fault.Conflict) {
			t.Errorf("it goes on: %v", err)
		}
		if err := w.Retention.Erase(ctx, office, of); !fault.Is(err, fault.NotFound) {
			t.Errorf("erased twice: %v", err)
		}
		if all := list(t, w.World, ends.AddYears(50)); len(all) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

func TestAnApplicationThatFailedTakesItsEnquiryWithIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		of, h := w.Sent(t, false)
		accredtest.Must(t, w.Applies.Withdraw(t.Context(), h, "Mina Sefton has left the council"))
		q := applytest.Enquiry()
		q.Name, q.Contact.Name = "Northgate Security Ltd", "Casey Rowe"
		closed := w.Asked(t, q)
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Applies.Close(t.Context(), w.Manager, closed.Prospect, "Casey Rowe asked for it"))
		from := w.Application(t, of).Prospect

		would, err := w.Areas.Foresee(t.Context(), w.Manager, map[string]string{"enquiry_keep_months": "6"})
		if accredtest.Must(t, err); would.Count(retain.ToErase, area.Sooner) != 1 {
			t.Errorf("a shorter time: %+v", would.Touches)
		}
		w.Clock.Advance(25 * 31 * 24 * time.Hour)
		all := list(t, w.World, clock.DayOf(w.Clock.Now()))
		if len(all) != 2 {
			t.Fatalf("%+v", all)
		}
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE prospect SET state = REPLACE(state, 'Northgate', 'Southgate') WHERE id = ?`, string(closed.Prospect))
			return err
		}))
		if err := w.Retention.Erase(t.Context(), w.Manager, string(closed.Prospect)); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "watchword verify") {
			t.Errorf("erasing would hide that it was altered: %v", err)
		}
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE prospect SET state = REPLACE(state, 'Southgate', 'Northgate') WHERE id = ?`, string(closed.Prospect))
			return err
		}))
		accredtest.Must(t, w.Retention.Erase(t.Context(), w.Manager, string(closed.Prospect)))
		accredtest.Must(t, w.Retention.Erase(t.Context(), w.Manager, string(of)))
		if left := traces(t, d, "Mina", "mina.sefton", "Casey Rowe", "900 300", "patrol the town"); left != "" {
			t.Errorf("words still stand in %s", left)
		}
		a, p := w.Application(t, of), w.Prospect(t, from)
		if a.Erased == clock.NoDay || p.Erased == clock.NoDay || a.Form.Values != nil || p.Contact.Name != "" || p.Name != "Hallowdene District Council" {
			t.Errorf("what is left: %+v, %+v", a, p)
		}
		if err := w.Applies.Note(t.Context(), w.Manager, from, "They rang again"); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is written on: %v", err)
		}
		w.Verify(t)
	})
}
