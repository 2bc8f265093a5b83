package envelope_test

import (
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/register"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

func TestTheForecastSaysWhenToExpectADecision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		first := w.Waiting(t, council, "Ada")
		c, _ := w.Sent(t, first)
		w.Clock.Advance(24 * time.Hour)
		second := w.Waiting(t, council, "Ben")
		w.Sent(t, second)
		third := w.Waiting(t, council, "Cy") // has no form yet
		w.Clock.Advance(24 * time.Hour)
		w.Waiting(t, council, "Di") // nor has this one, who was put forward later
		queue := func() ([]envelope.Waiting, envelope.Forecast) {
			var f envelope.Forecast
			q, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (q []envelope.Waiting, err error) {
				q, f, err = w.Envelopes.Queue(tx, w.Vetter)
				return q, err
			})
			must(t, err)
			return q, f
		}
		q, f := queue()
		if !f.ByAim() || q[0].Person != first || len(q) != 4 || q[0].Expected != accredtest.Today.AddDays(56) || f.WithUnit != 2 || q[2].Person != third {
			t.Errorf("by the aim: %+v %+v", f, q)
		}
		// Twelve decisions in twelve weeks: one a week.
		for range 12 {
			w.Warden(t, council, "Dee", accredtest.Today.AddYears(1))
		}
		q, f = queue()
		today := clock.DayOf(w.Clock.Now())
		if f.ByAim() || f.PerWeek() != 1 || q[0].Expected != today+7 || q[1].Expected != today+14 || q[2].Expected != today+21 || q[3].Expected != today+28 {
			t.Errorf("by the pace: %+v %+v", f, q)
		}
		w.Checked(t, c)
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()))
		if q, _ = queue(); len(q) != 3 || q[0].Person != second {
			t.Errorf("after a decision: %+v", q)
		}
		months, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]envelope.Month, error) { return w.Envelopes.Renewals(tx, w.Vetter) })
		must(t, err)
		if len(months) != 12 || months[0].First != clock.MustDay("2026-11-01") || months[11].Ends != 0 {
			t.Errorf("%+v", months)
		}
	})
}

func TestWhatIsKnownOfACaseOnAPastDay(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, _ := w.Sent(t, p)
	then := register.Now(w.Clock.Now())
	w.Clock.Advance(48 * time.Hour)
	must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (envelope.Version, error) { return w.Envelopes.Find(tx, w.Manager, c, then) })
	if err != nil || v.State.State != envelope.Sent {
		t.Errorf("%+v %v", v.State, err)
	}
}
