package factory_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/outbox"
	"watchword/internal/register"
)

const asb = law.PowerID("csas-name-address-asb")

// house is a force with a council accredited today.
type house struct {
	*cardtest.World
	*factory.Service
	t   testing.TB
	Org id.Org
}

func each(t *testing.T, do func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		do(t, &house{World: w, Service: w.Rooms.Factory, t: t, Org: w.Approved(t, "Aldermere City Council")})
	})
}

func find[T any](h *house, f func(tx *db.Tx) (T, error)) T {
	h.t.Helper()
	v, err := db.Find(h.t.Context(), h.DB, f)
	accredtest.Must(h.t, err)
	return v
}

func (h *house) now() register.When { return register.Now(h.Clock.Now()) }

func (h *house) signatory() authz.Actor {
	return authz.Actor{Force: h.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: h.Org}
}

func (h *house) photo(seed uint64) blob.File {
	f, err := blob.Photo("photo", cardtest.Portrait(seed))
	accredtest.Must(h.t, err)
	return f
}

func (h *house) check(p id.Person) factory.Photo {
	return find(h, func(tx *db.Tx) (factory.PhotoVersion, error) { return h.PhotoOf(tx, h.Manager, p, h.now()) }).State
}

func (h *house) refused(what string, err error, kind fault.Kind) {
	h.t.Helper()
	if !fault.Is(err, kind) {
		h.t.Errorf("%s: %v", what, err)
	}
}

func (h *house) items(who authz.Actor) (titles []string) {
	h.t.Helper()
	all := find(h, func(tx *db.Tx) ([]diary.Item, error) {
		return h.Diary(tx, who, diary.Window{At: h.Clock.Now(), To: clock.DayOf(h.Clock.Now()).AddDays(90), Limit: 100})
	})
	for _, x := range all {
		titles = append(titles, x.Title)
	}
	return titles
}

func TestAPhotographIsLookedAtBeforeItGoesOnACard(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		p, a := h.Accredited(t, h.Org, "Joel", asb)
		first, second := h.photo(1), h.photo(2)
		accredtest.Must(t, h.Persons.SetPhoto(ctx, h.signatory(), p, first))
		_, err := h.Cards.Issue(ctx, h.Manager, a)
		h.refused("nobody looked at it", err, fault.Refused)
		if got := h.items(h.Manager); !cmp.Equal(got, []string{"Look at 1 photograph"}) {
			t.Error(got)
		}
		h.refused("another than was seen", h.Accept(ctx, h.Manager, []factory.Seen{{Person: p, Photo: second.Hash}}), fault.Conflict)
		h.refused("an employer accepts", h.Accept(ctx, h.signatory(), []factory.Seen{{Person: p, Photo: first.Hash}}), fault.Forbidden)
		h.refused("no reason", h.SendBack(ctx, h.Manager, factory.Seen{Person: p, Photo: first.Hash}, "", ""), fault.Invalid)
		h.refused("something else, unsaid", h.SendBack(ctx, h.Manager, factory.Seen{Person: p, Photo: first.Hash}, "other", " "), fault.Invalid)
		accredtest.Must(t, h.SendBack(ctx, h.Manager, factory.Seen{Person: p, Photo: first.Hash}, "covered", "Take the cap off"))
		if got := h.check(p); got.State != factory.SentBack || got.Reason() != "Something covers the face or the eyes. Take the cap off" {
			t.Errorf("%+v", got)
		}
		if got := h.items(h.signatory()); !cmp.Equal(got, []string{"Send another photograph of Joel Hartnoll. Something covers the face or the eyes. Take the cap off"}) {
			t.Error(got)
		}
		h.Clock.Advance(time.Hour)
		accredtest.Must(t, h.Persons.SetPhoto(ctx, h.signatory(), p, second))
		if got := h.check(p); got.State != factory.Waiting || got.Photo != second.Hash {
			t.Errorf("%+v", got)
		}
		accredtest.Must(t, h.Accept(ctx, h.Manager, []factory.Seen{{Person: p, Photo: second.Hash}}))
		h.refused("twice", h.Accept(ctx, h.Manager, []factory.Seen{{Person: p, Photo: second.Hash}}), fault.Conflict)
		_, err = h.Cards.Issue(ctx, h.Manager, a)
		accredtest.Must(t, err)
		if got := h.items(h.signatory()); len(got) != 0 {
			t.Error(got)
		}
		h.Verify(t)
	})
}

func TestAPhotographThatTheOfficePutsInItHasLookedAt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		p, _ := h.Accredited(t, h.Org, "Joel", asb)
		accredtest.Must(t, h.Persons.SetPhoto(t.Context(), h.Manager, p, h.photo(1)))
		if got := h.check(p); got.State != factory.Accepted {
			t.Errorf("%+v", got)
		}
		h.Clock.Advance(time.Hour)
		accredtest.Must(t, h.Persons.Leave(t.Context(), h.signatory(), p, accredtest.Today, "Moved away"))
		if _, err := db.Find(t.Context(), h.DB, func(tx *db.Tx) (factory.PhotoVersion, error) { return h.PhotoOf(tx, h.Manager, p, h.now()) }); !fault.Is(err, fault.NotFound) {
			t.Errorf("of somebody who left: %v", err)
		}
		h.Verify(t)
	})
}

func (h *house) batch(b id.Batch) factory.Batch {
	return find(h, func(tx *db.Tx) (factory.BatchVersion, error) { return h.FindBatch(tx, h.Manager, b, h.now()) }).State
}

func TestABatchFromChoiceToTheLastHand(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		var cards []id.Card
		for i := range 4 {
			_, _, c := h.Issued(t, h.Org, fmt.Sprint("Warden ", i), asb)
			cards = append(cards, c)
		}
		_, err := h.Receive(ctx, h.Manager, factory.Delivery{Kind: factory.Blanks, First: "B000101", Last: "B000110", Received: accredtest.Today})
		accredtest.Must(t, err)
		b, err := h.MakeBatch(ctx, h.Manager, nil)
		accredtest.Must(t, err)
		_, err = h.MakeBatch(ctx, h.Manager, cards[:1])
		h.refused("a card in two batches", err, fault.Conflict)
		_, err = h.Cards.Recall(ctx, h.Manager, card.Recall{Cards: cards[3:], Why: "A power is missing"})
		accredtest.Must(t, err)
		pdf, err := h.PrintBatch(ctx, h.Manager, b)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Fatal(err)
		}
		if got := h.batch(b); got.Number != "B-0001" || len(got.Cards) != 3 || !cmp.Equal(got.Blanks, []string{"B000101 to B000103"}) {
			t.Errorf("%+v", got)
		}
		if got := h.Card(t, cards[0]); got.State != card.Printed || got.Batch != b {
			t.Errorf("%+v", got)
		}
		h.refused("spoiled without a word", h.CheckBatch(ctx, h.Manager, b, cards[:1], ""), fault.Invalid)
		h.refused("sent before it was checked", h.Dispatch(ctx, h.Manager, b, "Post", "Aldermere", ""), fault.Conflict)
		accredtest.Must(t, h.CheckBatch(ctx, h.Manager, b, cards[:1], "A stripe across the face"))
		if got := h.Card(t, cards[0]); got.State != card.Ordered || got.Batch != "" {
			t.Errorf("a spoiled card: %+v", got)
		}
		accredtest.Must(t, h.Dispatch(ctx, h.Manager, b, "Special delivery", "Priya Nair, Aldermere", "AB 1234"))
		h.refused("nobody handed it out", h.Collect(ctx, h.Manager, b, cards[1:2], " "), fault.Invalid)
		h.refused("a card of no batch", h.Collect(ctx, h.Manager, b, cards[:1], "Gareth Lyle"), fault.Invalid)
		accredtest.Must(t, h.Collect(ctx, h.Manager, b, cards[1:2], "Gareth Lyle"))
		if got := h.batch(b); got.State != factory.Dispatched || h.Card(t, cards[1]).State != card.Held || h.Card(t, cards[2]).State != card.Printed {
			t.Errorf("%+v", got)
		}
		h.Clock.Advance(time.Hour)
		accredtest.Must(t, h.Collect(ctx, h.Manager, b, cards[2:3], "Gareth Lyle"))
		if got := h.batch(b); got.State != factory.Collected || len(got.Collected) != 2 || got.Collected[1].Who != "Gareth Lyle" || got.Collected[1].By != h.Manager.Name {
			t.Errorf("%+v", got)
		}
		n, err := h.Cards.Recall(ctx, h.Manager, card.Recall{Batch: b, Why: "The ink runs"})
		if err != nil || n != 2 {
			t.Errorf("recall of the batch: %d, %v", n, err)
		}
		again, err := h.MakeBatch(ctx, h.Manager, nil)
		accredtest.Must(t, err)
		accredtest.Must(t, h.Drop(ctx, h.Manager, again))
		if got := find(h, func(tx *db.Tx) ([]card.Version, error) { return h.Waiting(tx, h.Manager) }); len(got) != 1 || got[0].ID != string(cards[0]) {
			t.Errorf("%+v", got)
		}
		h.Verify(t)
	})
}

func TestSerialNumbersOfStockAreUsedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		receive := func(kind factory.StockKind, first, last string) (id.Stock, error) {
			return h.Receive(ctx, h.Manager, factory.Delivery{Kind: kind, First: first, Last: last, Received: accredtest.Today, From: "Card Works Ltd"})
		}
		for name, x := range map[string][2]string{"no numbers": {"B", "C"}, "other letters": {"A001", "B002"}, "backwards": {"B002", "B001"}, "far too many": {"B000001", "B999999"}} {
			_, err := receive(factory.Blanks, x[0], x[1])
			h.refused(name, err, fault.Invalid)
		}
		blanks, err := receive(factory.Blanks, "b 0001", "B0004")
		accredtest.Must(t, err)
		_, err = receive(factory.Blanks, "B0004", "B0009")
		h.refused("a number that came before", err, fault.Conflict)
		accredtest.Must(t, h.WriteOff(ctx, h.Manager, blanks, "B0002", "", "Bent"))
		h.refused("twice", h.WriteOff(ctx, h.Manager, blanks, "B0001", "B0002", "Bent"), fault.Conflict)
		var cards []id.Card
		for range 4 {
			_, _, c := h.Issued(t, h.Org, "Warden", asb)
			cards = append(cards, c)
		}
		b, err := h.MakeBatch(ctx, h.Manager, cards)
		accredtest.Must(t, err)
		_, err = h.PrintBatch(ctx, h.Manager, b)
		h.refused("more than there are", err, fault.Conflict)
		if h.Card(t, cards[0]).State != card.Ordered {
			t.Error("something was printed")
		}
		_, err = receive(factory.Blanks, "C1", "C9")
		accredtest.Must(t, err)
		_, err = h.PrintBatch(ctx, h.Manager, b)
		accredtest.Must(t, err)
		if got := h.batch(b).Blanks; !cmp.Equal(got, []string{"B0001 to B0004", "C1"}) {
			t.Error(got)
		}
		if got := find(h, func(tx *db.Tx) (factory.Shelf, error) { return h.Shelf(tx, h.Manager) }); got.Blanks != 8 || len(got.Deliveries) != 2 {
			t.Errorf("%+v", got)
		}
		if got := h.items(h.Manager); !strings.Contains(strings.Join(got, "\n"), "Order blank cards: 8 cards left") {
			t.Error(got)
		}
		h.Verify(t)
	})
}

func TestABadgeIsIssuedComesBackAndIsLost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		joel, a := h.Accredited(t, h.Org, "Joel", asb)
		mo, _ := h.Accredited(t, h.Org, "Mo", asb)
		_, err := h.IssueBadge(ctx, h.Manager, joel, "")
		h.refused("none in stock", err, fault.Conflict)
		of, err := h.Receive(ctx, h.Manager, factory.Delivery{Kind: factory.Badges, First: "0001", Last: "0003", Received: accredtest.Today})
		accredtest.Must(t, err)
		accredtest.Must(t, h.WriteOff(ctx, h.Manager, of, "0001", "", "The pin is broken"))
		_, err = h.IssueBadge(ctx, h.Manager, joel, "0009")
		h.refused("never delivered", err, fault.Invalid)
		b, err := h.IssueBadge(ctx, h.Manager, joel, "")
		accredtest.Must(t, err)
		_, err = h.IssueBadge(ctx, h.Manager, joel, "0003")
		h.refused("a second one", err, fault.Refused)
		_, err = h.IssueBadge(ctx, h.Manager, mo, "0002")
		h.refused("that is out", err, fault.Conflict)
		badge := func() factory.Badge {
			return find(h, func(tx *db.Tx) (factory.BadgeVersion, error) { return h.FindBadge(tx, h.Manager, b, h.now()) }).State
		}
		if got := badge(); got.Serial != "0002" || got.Person != joel || got.AP != "EM 4001" || got.State != factory.Issued {
			t.Errorf("%+v", got)
		}
		h.refused("an employer takes it back", h.ChangeBadges(ctx, h.signatory(), factory.BadgeChange{Verb: "return", Badges: []id.Badge{b}}), fault.Forbidden)
		accredtest.Must(t, h.ChangeBadges(ctx, h.signatory(), factory.BadgeChange{Verb: "lost", Badges: []id.Badge{b}, Why: "In the park"}))
		h.Clock.Advance(time.Hour)
		accredtest.Must(t, h.ChangeBadges(ctx, h.Manager, factory.BadgeChange{Verb: "return", Badges: []id.Badge{b}}))
		if got := badge(); got.State != factory.InStock || got.Person != "" {
			t.Errorf("%+v", got)
		}
		b, err = h.IssueBadge(ctx, h.Manager, joel, "0002")
		accredtest.Must(t, err)
		h.Clock.Advance(time.Hour)
		accredtest.Must(t, h.Accreds.Withdraw(ctx, h.Delegate, a, "Conduct"))
		if got := badge(); got.Recalled != accredtest.Today {
			t.Errorf("it is not asked back: %+v", got)
		}
		accredtest.Must(t, h.ChangeBadges(ctx, h.Manager, factory.BadgeChange{Verb: "return", Badges: []id.Badge{b}}))
		h.refused("no witness", h.ChangeBadges(ctx, h.Manager, factory.BadgeChange{Verb: "destroy", Badges: []id.Badge{b}, Why: "Cut up"}), fault.Invalid)
		accredtest.Must(t, h.ChangeBadges(ctx, h.Manager, factory.BadgeChange{Verb: "destroy", Badges: []id.Badge{b}, Why: "Cut up", Witness: "Priya Nair"}))
		if got := find(h, func(tx *db.Tx) (factory.Shelf, error) { return h.Shelf(tx, h.Manager) }); got.Badges != 1 || got.InHand != 0 {
			t.Errorf("%+v", got)
		}
		h.Verify(t)
	})
}

func (h *house) recalled() factory.Recalled {
	return find(h, func(tx *db.Tx) (factory.Recalled, error) { return h.RecalledOf(tx, h.Manager, h.Org) })
}

func TestAnEmployerIsRemindedUntilEverythingIsBackOrReported(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		_, _, one := h.Held(t, h.Org, "Joel", asb)
		p, _, two := h.Held(t, h.Org, "Mo", asb)
		_, err := h.Receive(ctx, h.Manager, factory.Delivery{Kind: factory.Badges, First: "1", Last: "9", Received: accredtest.Today})
		accredtest.Must(t, err)
		b, err := h.IssueBadge(ctx, h.Manager, p, "")
		accredtest.Must(t, err)
		_, err = h.Chase(ctx, h.Manager, h.Org)
		h.refused("nothing is asked back", err, fault.Conflict)
		h.Clock.Advance(time.Hour)
		accredtest.Must(t, h.Orgs.Withdraw(ctx, h.Delegate, h.Org, "It closes"))
		if r := h.recalled(); r.Count(factory.ToComeBack) != 3 || r.Since() != accredtest.Today || r.Due(14) != accredtest.Today.AddDays(14) {
			t.Fatalf("%+v", r)
		}
		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(14), 9, 0))
		c, err := h.Chase(ctx, h.Manager, h.Org)
		accredtest.Must(t, err)
		_, err = h.Chase(ctx, h.Manager, h.Org)
		h.refused("twice a day", err, fault.Conflict)
		got := find(h, func(tx *db.Tx) (factory.ChaserVersion, error) { return h.FindChaser(tx, h.signatory(), c, h.now()) }).State
		if got.N != 1 || len(got.Lines) != 3 || got.Lines[0].Name != "Joel Hartnoll" || got.Until != accredtest.Today.AddDays(28) {
			t.Errorf("%+v", got)
		}
		if times, last := func() (int, clock.Day) { r := h.recalled(); return r.Reminded() }(); times != 1 || last != accredtest.Today.AddDays(14) {
			t.Errorf("%d, %s", times, last)
		}
		messages := find(h, func(tx *db.Tx) ([]outbox.Message, error) {
			return h.Rooms.Outbox.List(tx, h.Manager, outbox.Filter{Kind: "chaser", Limit: 10})
		})
		for _, m := range messages {
			if strings.Contains(m.Body, "Hartnoll") || !strings.Contains(m.Body, "3 cards or badges") {
				t.Error(m.Body)
			}
		}
		if len(messages) != got.Emails {
			t.Errorf("%d messages, %d told", len(messages), got.Emails)
		}
		accredtest.Must(t, h.Cards.Report(ctx, h.Manager, card.Returned, "", one))
		accredtest.Must(t, h.Cards.Report(ctx, h.signatory(), card.Lost, "It was in a coat that was given away", two))
		accredtest.Must(t, h.ChangeBadges(ctx, h.Manager, factory.BadgeChange{Verb: "return", Badges: []id.Badge{b}}))
		if r := h.recalled(); r.Count(factory.ToComeBack) != 0 || r.Count(factory.Missing) != 1 || r.Count(factory.ToDestroy) != 1 || r.Due(14) != clock.NoDay {
			t.Errorf("%+v", r)
		}
		if _, err := db.Find(ctx, h.DB, func(tx *db.Tx) (factory.Recalled, error) {
			return h.RecalledOf(tx, authz.Actor{Force: h.Force, Role: authz.Signatory, Org: "org_other"}, h.Org)
		}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another employer: %v", err)
		}
		h.Verify(t)
	})
}
