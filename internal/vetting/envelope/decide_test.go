package envelope_test

import (
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

// TestAPersonIsCleared walks the straight way: invited, filled, sent, checked, passed.
func TestAPersonIsCleared(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Waiting(t, council, "Lee")
		c, h := w.Sent(t, p)
		if got := w.Case(t, c); got.State != envelope.Sent || got.Sent != accredtest.Today || !got.Full {
			t.Fatalf("after sending: %+v", got)
		}
		kind(t, w.Envelopes.Save(t.Context(), h, func(*envelope.Answers) error { return nil }), fault.Conflict)
		kind(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()), fault.Refused) // no check is recorded
		w.Checked(t, c)
		x := w.Passing()
		x.Restrictions, x.Aftercare, x.AftercareWhat = []string{"Not in Quaymouth"}, accredtest.Today.AddMonths(6), "Look at the debts again"
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, x))
		got := w.Case(t, c)
		if got.State != envelope.Cleared || got.Expires != x.Expires || got.Declaration != accredtest.Today.AddYears(1) || got.Aftercare != x.Aftercare || got.Decider != w.Vetter.Name {
			t.Errorf("after passing: %+v", got)
		}
		v := w.Vetting(t, p)
		if v.Outcome != vetting.Passed || v.Level != "NPPV 2" || v.Expires != x.Expires {
			t.Errorf("the register of vettings has %+v", v)
		}
		f, err := w.Envelopes.Filled(t.Context(), h)
		must(t, err)
		if f.Letter == nil || len(f.Letter.Restrictions) != 1 || f.Letter.Reasons != "" || len(f.Answers.Values) != 0 {
			t.Errorf("the person sees %+v, answers %v", f.Letter, f.Answers)
		}
		w.Verify(t)
	})
}

func TestAnAppealIsDecidedByAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Waiting(t, council, "Lee")
		c, h := w.Sent(t, p)
		w.Checked(t, c)
		without := w.Against()
		without.Letter = ""
		kind(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, without), fault.Invalid)
		must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
		if v := w.Vetting(t, p); v.Outcome != vetting.Refused {
			t.Fatalf("%+v", v)
		}
		// Nobody goes round the appeal by recording a pass.
		kind(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(1)}), fault.Refused)
		kind(t, w.Envelopes.Appeal(t.Context(), h, "", "Lee"), fault.Invalid)
		must(t, w.Envelopes.Appeal(t.Context(), h, "It was another of my name, "+vettingtest.Planted, "Lee Hartnoll"))
		kind(t, w.Envelopes.Allow(t.Context(), w.Vetter, c, w.Passing()), fault.Refused)
		kind(t, w.Envelopes.Uphold(t.Context(), w.Vetter, c, w.Against()), fault.Refused)
		nobody := w.Other
		nobody.Account = ""
		kind(t, w.Envelopes.Allow(t.Context(), nobody, c, w.Passing()), fault.Refused)
		must(t, w.Envelopes.Allow(t.Context(), w.Other, c, w.Passing()))
		if v := w.Vetting(t, p); v.Outcome != vetting.Passed {
			t.Errorf("%+v", v)
		}
		if got := w.Case(t, c); got.State != envelope.Cleared || got.Heard != accredtest.Today {
			t.Errorf("%+v", got)
		}
		// A clearance withdrawn, and the withdrawal upheld.
		must(t, w.Envelopes.Withdraw(t.Context(), w.Other, c, w.Against()))
		must(t, w.Envelopes.Appeal(t.Context(), h, "No", "Lee Hartnoll"))
		kind(t, w.Envelopes.Uphold(t.Context(), w.Other, c, w.Against()), fault.Refused)
		must(t, w.Envelopes.Uphold(t.Context(), w.Vetter, c, w.Against()))
		if v, got := w.Vetting(t, p), w.Case(t, c); v.Outcome != vetting.Withdrawn || got.State != envelope.Upheld {
			t.Errorf("%+v %+v", v, got)
		}
		w.Verify(t)
	})
}

func TestAnAppealHasALastDay(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, h := w.Sent(t, p)
	must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
	w.Clock.Set(accredtest.Today.AddDays(14).End())
	kind(t, w.Envelopes.Appeal(t.Context(), h, "Late", "Lee"), fault.Refused)
	w.Clock.Advance(-time.Millisecond)
	must(t, w.Envelopes.Appeal(t.Context(), h, "In time", "Lee"))
}

func TestARenewalHasAnEnvelopeOfItsOwn(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	council := w.Approved(t, "Ferry Lane Council")
	p := w.Waiting(t, council, "Lee")
	first, _ := w.Sent(t, p)
	w.Checked(t, first)
	must(t, w.Envelopes.Pass(t.Context(), w.Vetter, first, w.Passing()))
	w.Clock.Set(clock.OnClock(accredtest.Today.AddMonths(34), 9, 0))
	must(t, w.Vettings.Request(t.Context(), w.Manager, p, clock.DayOf(w.Clock.Now())))
	l, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2")
	must(t, err)
	h := w.Enter(t, l.Secret)
	must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = vettingtest.Answers(clock.DayOf(w.Clock.Now())); return nil }))
	must(t, w.Envelopes.Send(t.Context(), h, "Lee Hartnoll"))
	w.Checked(t, l.Case)
	must(t, w.Envelopes.Pass(t.Context(), w.Vetter, l.Case, w.Passing()))
	old, now := w.Case(t, first), w.Case(t, l.Case)
	if now.Kind != envelope.Renewal || now.State != envelope.Cleared || old.Declaration != clock.NoDay || old.Ended != clock.DayOf(w.Clock.Now()) {
		t.Errorf("old %+v\nnew %+v", old, now)
	}
	if v := w.Vetting(t, p); v.Expires != now.Expires || v.Renewal != clock.NoDay {
		t.Errorf("%+v", v)
	}
}
