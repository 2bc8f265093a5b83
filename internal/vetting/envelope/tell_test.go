package envelope_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

func TestDeclarationsAndChangesWaitForTheUnit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Waiting(t, council, "Lee")
		c, h := w.Sent(t, p)
		w.Checked(t, c)
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()))
		own := authz.Actor{Force: w.Force, Account: "acc_lee", Name: "Lee Hartnoll", Role: authz.AccreditedPerson, Org: council, Person: p}
		kind(t, w.Envelopes.Tell(t.Context(), own, c, envelope.Told{Signed: "Lee"}), fault.Invalid)
		kind(t, w.Envelopes.Tell(t.Context(), own, c, envelope.Told{Signed: "Lee", Items: []envelope.ToldItem{{What: "shoes", Text: "New"}}}), fault.Invalid)
		must(t, w.Envelopes.Tell(t.Context(), own, c, envelope.Told{Declaration: true, Signed: "Lee Hartnoll"}))
		if got := w.Case(t, c); got.Review != clock.NoDay || got.Declaration != accredtest.Today.AddYears(1) {
			t.Errorf("nothing changed: %+v", got)
		}
		must(t, w.Envelopes.Tell(t.Context(), h.Actor(), c, envelope.Told{Signed: "Lee Hartnoll", Items: []envelope.ToldItem{{What: "proceedings", Text: vettingtest.Planted}}}))
		if got := w.Case(t, c); got.Review != accredtest.Today {
			t.Errorf("a change: %+v", got)
		}
		kind(t, w.Envelopes.Review(t.Context(), w.Vetter, c, "Fine", accredtest.Today.AddYears(9)), fault.Invalid)
		must(t, w.Envelopes.Review(t.Context(), w.Vetter, c, "Fine, "+vettingtest.Planted, accredtest.Today.AddMonths(2)))
		if got := w.Case(t, c); got.Review != clock.NoDay || got.Aftercare != accredtest.Today.AddMonths(2) {
			t.Errorf("looked at: %+v", got)
		}
		stranger := own
		stranger.Person = "per_other"
		kind(t, w.Envelopes.Tell(t.Context(), stranger, c, envelope.Told{Declaration: true, Signed: "Mo"}), fault.Forbidden)
		w.Verify(t)
	})
}

func TestAClearanceOnPaperGetsAnEnvelopeWhenItIsNeeded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Warden(t, council, "Mo", accredtest.Today.AddYears(2))
		own := authz.Actor{Force: w.Force, Account: "acc_mo", Name: "Mo Hartnoll", Role: authz.AccreditedPerson, Org: council, Person: p}
		must(t, w.Envelopes.TellOwn(t.Context(), own, envelope.Told{Declaration: true, Signed: "Mo Hartnoll"}))
		must(t, w.Envelopes.TellOwn(t.Context(), own, envelope.Told{Signed: "Mo Hartnoll", Items: []envelope.ToldItem{{What: "address", Text: "Moved"}}}))
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			all, err := w.Envelopes.Of(tx, w.Vetter, p)
			if len(all) != 1 || all[0].State.Kind != envelope.Kept || all[0].State.Level != "NPPV 2" || all[0].State.Review != accredtest.Today {
				t.Errorf("%+v", all)
			}
			return err
		}))
		// What is recorded on paper afterwards is followed.
		must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 3", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(4)}))
		all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]envelope.Version, error) { return w.Envelopes.Of(tx, w.Vetter, p) })
		must(t, err)
		if c := all[0].State; c.Level != "NPPV 3" || c.Expires != accredtest.Today.AddYears(4) {
			t.Errorf("%+v", c)
		}
		w.Verify(t)
	})
}

func TestWhatIsRecordedOnPaperStopsAnEnvelope(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	council := w.Approved(t, "Ferry Lane Council")
	p := w.Waiting(t, council, "Lee")
	c, h := w.Inside(t, p, "NPPV 2")
	_, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2")
	kind(t, err, fault.Conflict)
	must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(1)}))
	if got := w.Case(t, c).State; got != envelope.Stopped {
		t.Errorf("the case is %s", got)
	}
	kind(t, w.Envelopes.Send(t.Context(), h, "Lee"), fault.Conflict)
	q := w.Waiting(t, council, "Mo")
	c, _ = w.Inside(t, q, "NPPV 2")
	must(t, w.Persons.Leave(t.Context(), w.Manager, q, accredtest.Today.AddDays(-1), "Moved away"))
	if got := w.Case(t, c).State; got != envelope.Stopped {
		t.Errorf("the case of somebody who left is %s", got)
	}
	r := w.Waiting(t, council, "Ash")
	c, h = w.Inside(t, r, "NPPV 2")
	own := authz.Actor{Force: w.Force, Account: "acc_own", Name: "Ash", Role: authz.AccreditedPerson, Org: council, Person: r}
	must(t, w.Persons.OptOut(t.Context(), own, r, ""))
	if got := w.Case(t, c).State; got != envelope.Stopped {
		t.Errorf("the case of somebody who opted out is %s", got)
	}
	kind(t, w.Envelopes.Send(t.Context(), h, "Ash"), fault.Conflict)
	_, err = w.Envelopes.Invite(t.Context(), w.Vetter, r, "NPPV 2")
	kind(t, err, fault.Conflict)
	if ended, err := w.Desk.People(t.Context(), w.Manager, desk.Filter{Text: "Ash", State: desk.StateEnded}); err != nil || len(ended.Lines) != 1 {
		t.Errorf("at the desk: %+v, %v", ended, err)
	}
	must(t, w.Persons.OptIn(t.Context(), own, r))
	_, err = w.Envelopes.Invite(t.Context(), w.Vetter, r, "NPPV 2")
	must(t, err)
	w.Verify(t)
}
