package card_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

func TestARecallStopsCardsInTheSameSecond(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		_, _, joel := w.Held(t, o, "Joel", asb)
		_, _, mo := w.Held(t, o, "Mo", asb)
		token := w.Token(t, joel)
		w.Clock.Advance(time.Hour)
		began := w.Clock.Now()
		if _, err := w.Cards.Recall(ctx, w.Manager, card.Recall{Cards: []id.Card{joel}, Why: " "}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		n, err := w.Cards.Recall(ctx, w.Manager, card.Recall{Cards: []id.Card{joel}, Why: "The photograph is another person’s"})
		if err != nil || n != 1 {
			t.Fatal(n, err)
		}
		if got := scan(t, w, token); got.Reason != card.IsRecalled || got.Outcome != card.NotValid || !got.Since.Equal(began) || got.Role != "" || got.Sentence() != "Asked back by the force on 17 November 2026 at 11:42." {
			t.Errorf("%+v %s", got, got.Sentence())
		}
		if got := scan(t, w, w.Token(t, mo)); got.Outcome != card.Valid {
			t.Errorf("another card: %+v", got)
		}
		if _, err := w.Cards.Recall(ctx, w.Manager, card.Recall{Cards: []id.Card{joel}, Why: "Again"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		n, err = w.Cards.Recall(ctx, w.Manager, card.Recall{Org: o, Why: "The employer’s arms have changed"})
		if err != nil || n != 1 {
			t.Errorf("the rest of the employer's: %d, %v", n, err)
		}
		if _, err := w.Cards.Recall(ctx, w.Manager, card.Recall{Org: o, Why: "Again"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("none is left: %v", err)
		}
		accredtest.Must(t, w.Cards.Keep(ctx, w.Manager, joel))
		if got := scan(t, w, token); got.Outcome != card.Valid {
			t.Errorf("taken back: %+v", got)
		}
		if err := w.Cards.Keep(ctx, w.Manager, joel); !fault.Is(err, fault.Conflict) {
			t.Errorf("it was not asked back: %v", err)
		}
		supervisor := authz.Actor{Force: w.Force, Role: authz.Supervisor, Org: o}
		if _, err := w.Cards.Recall(ctx, supervisor, card.Recall{Cards: []id.Card{joel}, Why: "x"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an employer: %v", err)
		}
		w.Verify(t)
	})
}

func TestWhatWasAskedBackIsNotPrintedOrHandedOver(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		_, _, c := w.Issued(t, o, "Joel", asb)
		_, err := w.Cards.Print(ctx, w.Manager, []id.Card{c}, false)
		accredtest.Must(t, err)
		_, err = w.Cards.Recall(ctx, w.Manager, card.Recall{Cards: []id.Card{c}, Why: "A power is missing"})
		accredtest.Must(t, err)
		if _, err := w.Cards.Print(ctx, w.Manager, []id.Card{c}, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("print: %v", err)
		}
		if err := w.Cards.HandOver(ctx, w.Manager, c, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("hand over: %v", err)
		}
	})
}

func TestARecallOfAnEndedAccreditationStandsAndTellsWhyItEnded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, a, c := w.Held(t, o, "Joel", asb)
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Conduct"))
		if got := scan(t, w, w.Token(t, c)); got.Reason != card.IsWithdrawn {
			t.Errorf("%+v", got)
		}
		if err := w.Cards.Keep(t.Context(), w.Manager, c); !fault.Is(err, fault.Refused) {
			t.Errorf("it is kept: %v", err)
		}
	})
}

func TestEmployersAreRemindedCountedAndDated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, a, c := w.Held(t, o, "Joel", asb)
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Conduct"))
		for range 2 {
			_, err := w.Ledger.Do(t.Context(), w.Manager, "card.chase", nil, func(tx *db.Tx, e *ledger.Draft) error {
				return w.Cards.ChasedIn(tx, e, w.Manager, []id.Card{c})
			})
			accredtest.Must(t, err)
		}
		if v := w.Card(t, c); v.Chased != 2 || v.ChasedOn != accredtest.Today || v.State != card.Held {
			t.Errorf("%+v", v)
		}
		w.Verify(t)
	})
}

func TestACardIsReplacedForAReasonThatIsPricedByItsKind(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		got := map[card.Because]string{}
		for _, because := range card.Reasons {
			_, _, c := w.Held(t, o, "Warden", asb)
			next, err := w.Cards.Replace(ctx, w.Manager, c, card.Replacement{Because: because, Note: "On the number 7 bus"})
			accredtest.Must(t, err)
			v := w.Card(t, next)
			got[because] = string(w.Card(t, c).State) + " " + string(v.Because.Fee())
			if v.Replaces != c || v.State != card.Ordered {
				t.Errorf("%s: %+v", because, v)
			}
		}
		if diff := cmp.Diff(map[card.Because]string{card.WasLost: "lost replacement-card", card.WasStolen: "stolen replacement-card", card.WasDamaged: "held replacement-card",
			card.HasChanged: "held ", card.IsEnding: "held "}, got); diff != "" {
			t.Error(diff)
		}
		_, _, c := w.Held(t, o, "Warden", asb)
		for name, why := range map[string]card.Replacement{"no reason": {}, "a loss without when and where": {Because: card.WasLost, Note: " "}} {
			if _, err := w.Cards.Replace(ctx, w.Manager, c, why); !fault.Is(err, fault.Invalid) || w.Card(t, c).State != card.Held {
				t.Errorf("%s: %v, %s", name, err, w.Card(t, c).State)
			}
		}
		w.Verify(t)
	})
}

func TestADestructionNeedsAWitnessBesideWhoDestroys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		_, _, one := w.Held(t, o, "Joel", asb)
		_, _, two := w.Held(t, o, "Mo", asb)
		both := []id.Card{one, two}
		if err := w.Cards.Destroy(ctx, w.Manager, card.Destruction{Cards: both, How: "Shredded", Witness: "Priya Nair"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("cards that are held: %v", err)
		}
		accredtest.Must(t, w.Cards.Report(ctx, w.Manager, card.Returned, "", both...))
		for name, x := range map[string]card.Destruction{
			"no witness": {How: "Shredded"}, "no way": {Witness: "Priya Nair"}, "its own witness": {How: "Shredded", Witness: w.Manager.Name}, "no card": {How: "Shredded", Witness: "Priya Nair"},
		} {
			if name != "no card" {
				x.Cards = both
			}
			if err := w.Cards.Destroy(ctx, w.Manager, x); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		accredtest.Must(t, w.Cards.Destroy(ctx, w.Manager, card.Destruction{Cards: both, How: "Shredded", Witness: "Priya Nair"}))
		for _, c := range both {
			if v := w.Card(t, c); v.State != card.Destroyed || v.Why != "Shredded" || v.Witness != "Priya Nair" {
				t.Errorf("%+v", v)
			}
		}
		w.Verify(t)
	})
}
