package card_test

import (
	"bytes"
	"image/jpeg"
	"os"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/sign"
)

const asb, litter, cycling, tobacco = law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter"), law.PowerID("csas-fpn-cycling"), law.PowerID("csas-tobacco-u16")

func TestLastDay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		issued string // legal day
		accred string // last day of the accreditation
		want   string
	}{
		{"three years when the accreditation runs longer", "2025-03-01", "2029-12-31", "2028-02-29"},
		{"ends with the accreditation when that is sooner", "2025-03-01", "2026-06-30", "2026-06-30"},
		{"issued on the accreditation's last day", "2026-06-30", "2026-06-30", "2026-06-30"},
	} {
		if got := card.LastDay(clock.MustDay(tt.issued), clock.MustDay(tt.accred)).String(); got != tt.want {
			t.Errorf("%s: LastDay(%s, %s) = %s, want %s", tt.name, tt.issued, tt.accred, got, tt.want)
		}
	}
}

func scan(t *testing.T, w *cardtest.World, token []byte) card.Check {
	t.Helper()
	c, err := w.Cards.Scanned(t.Context(), w.Force, token, card.ByScan)
	accredtest.Must(t, err)
	return c
}

func typed(t *testing.T, w *cardtest.World, number string) card.Check {
	t.Helper()
	c, err := w.Cards.Typed(t.Context(), w.Force, number)
	accredtest.Must(t, err)
	return c
}

func TestACardFromOrderToHandIsValidOnlyInTheHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, _, c := w.Issued(t, o, "Joel", asb, litter)
		v := w.Card(t, c)
		if v.State != card.Ordered || v.Number != "004001-01" || v.AP != "EM 4001" || v.Ends != clock.MustDay("2029-11-16") {
			t.Fatalf("%+v", v)
		}
		if got := scan(t, w, w.Token(t, c)); got.Outcome != card.NotValid || got.Reason != card.NotHandedOver || got.Photo != nil || got.Role != "" {
			t.Errorf("an ordered card: %+v", got)
		}
		pdf, err := w.Cards.Print(t.Context(), w.Manager, []id.Card{c}, false)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Fatalf("%v, %d bytes", err, len(pdf))
		}
		accredtest.Must(t, w.Cards.HandOver(t.Context(), w.Manager, c, "Signed for at Aldermere"))
		got := scan(t, w, w.Token(t, c))
		if got.Outcome != card.Valid || got.Number != "EM 4001" || got.Role != "Community warden" || got.Employer != "Aldermere City Council" || got.Area != "City of Aldermere" || len(got.Powers) != 2 {
			t.Errorf("a held card: %+v", got)
		}
		img, err := jpeg.DecodeConfig(bytes.NewReader(got.Photo))
		if err != nil || img.Width != 240 || img.Height != 288 || len(got.Photo) > 12<<10 {
			t.Errorf("photo of %d bytes, %+v, %v", len(got.Photo), img, err)
		}
		if by := typed(t, w, "em4001"); by.Outcome != card.Valid || by.Photo != nil || by.Number != "EM 4001" {
			t.Errorf("typed: %+v", by)
		}
		w.Clock.Set(clock.MustDay("2029-11-16").End())
		if got := scan(t, w, w.Token(t, c)); got.Reason != card.Lapsed || got.Since != clock.MustDay("2029-11-16").End() || got.Photo != nil {
			t.Errorf("after its last day: %+v", got)
		}
		_ = p
		w.Verify(t)
	})
}

func TestAnAccreditationThatStopsStopsItsCardAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a, c := w.Held(t, o, "Joel", asb, litter)
		token := w.Token(t, c)
		w.Clock.Advance(time.Hour)
		began := w.Clock.Now()
		accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Manager, a, "A complaint is looked into"))
		w.Clock.Advance(time.Minute)
		accredtest.Must(t, w.Train(t, p, accredtest.Today.AddYears(2), litter)) // a new version of the suspended accreditation
		got := scan(t, w, token)
		if got.Reason != card.IsSuspended || !got.Since.Equal(began) {
			t.Errorf("suspended: %+v", got)
		}
		accredtest.Must(t, w.Accreds.Reinstate(t.Context(), w.Delegate, a, "Nothing was found"))
		if got := scan(t, w, token); got.Outcome != card.Valid {
			t.Errorf("reinstated: %+v", got)
		}
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "Supervision is looked into"))
		if got := scan(t, w, token); got.Reason != card.IsSuspended || !got.Since.Equal(w.Clock.Now()) {
			t.Errorf("employer suspended: %+v", got)
		}
		accredtest.Must(t, w.Orgs.Reinstate(t.Context(), w.Delegate, o, "It is in order"))
		w.Clock.Advance(time.Minute)
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Conduct"))
		if got := scan(t, w, token); got.Reason != card.IsWithdrawn || !got.Since.Equal(w.Clock.Now()) || got.Sentence() != "Withdrawn on 17 November 2026 at 11:44." {
			t.Errorf("withdrawn: %+v %s", got, got.Sentence())
		}
		if v := w.Card(t, c); v.Recalled != accredtest.Today || v.State != card.Held {
			t.Errorf("it is not asked back: %+v", v)
		}
		w.Verify(t)
	})
}

func TestLeaversAndEndedEmployersEndCards(t *testing.T) {
	t.Parallel()
	w := cardtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p, _, c := w.Held(t, o, "Joel", asb)
	_, _, other := w.Held(t, o, "Ann", asb)
	w.Clock.Advance(time.Hour)
	accredtest.Must(t, w.Persons.Leave(t.Context(), w.Manager, p, accredtest.Today, "A new job"))
	if got := scan(t, w, w.Token(t, c)); got.Reason != card.HasEnded || !got.Since.Equal(w.Clock.Now()) || strings.Contains(got.Sentence(), "left") {
		t.Errorf("a leaver's card: %+v", got)
	}
	if got := scan(t, w, w.Token(t, other)); got.Outcome != card.Valid {
		t.Errorf("a colleague's card: %+v", got)
	}
	accredtest.Must(t, w.Orgs.Withdraw(t.Context(), w.Delegate, o, "Arrangements failed"))
	if got := scan(t, w, w.Token(t, other)); got.Reason != card.HasEnded || w.Card(t, other).Recalled == clock.NoDay {
		t.Errorf("a card of an ended employer: %+v", got)
	}
}

func TestLostStolenReplacedReturnedDestroyed(t *testing.T) {
	t.Parallel()
	w := cardtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p, a, c := w.Held(t, o, "Joel", asb)
	ctx, manager := t.Context(), w.Manager
	if _, err := w.Cards.Issue(ctx, manager, a); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second card beside one held: %v", err)
	}
	second, err := w.Cards.Replace(ctx, manager, c, card.Replacement{Because: card.HasChanged})
	accredtest.Must(t, err)
	if got := scan(t, w, w.Token(t, c)); got.Outcome != card.Valid {
		t.Errorf("the old card until the new one is handed over: %+v", got)
	}
	w.HandOver(t, second)
	if got := scan(t, w, w.Token(t, c)); got.Reason != card.IsReplaced || !strings.HasPrefix(got.Sentence(), "Replaced by a newer card on 17 November 2026") {
		t.Errorf("the old card: %+v", got)
	}
	if got := scan(t, w, w.Token(t, second)); got.Outcome != card.Valid || w.Card(t, second).Number != "004001-02" {
		t.Errorf("the new card: %+v", got)
	}
	holder := w.Holder(p)
	if err := w.Cards.Report(ctx, holder, card.Lost, " ", second); !fault.Is(err, fault.Invalid) {
		t.Errorf("lost without a word: %v", err)
	}
	accredtest.Must(t, w.Cards.Report(ctx, holder, card.Lost, "On the number 7 bus", second))
	if got := scan(t, w, w.Token(t, second)); got.Reason != card.IsLost {
		t.Errorf("lost: %+v", got)
	}
	if got := typed(t, w, "4001"); got.Reason != card.IsLost {
		t.Errorf("its number: %+v", got)
	}
	if s := w.Standing(t, a, w.Now()); !s.InForce() {
		t.Error("the accreditation ended with the card")
	}
	accredtest.Must(t, w.Cards.Report(ctx, manager, card.Returned, "", second))
	accredtest.Must(t, w.Cards.Destroy(ctx, manager, card.Destruction{Cards: []id.Card{second}, How: "Shredded", Witness: "Priya Nair"}))
	if err := w.Cards.Report(ctx, manager, card.Stolen, "x", second); !fault.Is(err, fault.Conflict) {
		t.Errorf("a destroyed card is stolen: %v", err)
	}
	third, err := w.Cards.Issue(ctx, manager, a)
	accredtest.Must(t, err)
	if err := w.Cards.HandOver(ctx, manager, third, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("a card is handed over unprinted: %v", err)
	}
	stranger := authz.Actor{Force: w.Force, Role: authz.Signatory, Org: "org_other"}
	for name, err := range map[string]error{
		"report": w.Cards.Report(ctx, stranger, card.Lost, "x", third), "hand over": w.Cards.HandOver(ctx, stranger, third, ""),
		"destroy": w.Cards.Destroy(ctx, holder, card.Destruction{Cards: []id.Card{third}, How: "Shredded", Witness: "Priya Nair"}),
	} {
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s by somebody who may not: %v", name, err)
		}
	}
	if err := w.Cards.Destroy(ctx, authz.Actor{Force: "for_other", Role: authz.SchemeManager}, card.Destruction{Cards: []id.Card{third}, How: "Shredded", Witness: "Priya Nair"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("another force: %v", err)
	}
	w.Verify(t)
}

func TestNoCardWithoutPhotographOrAuthority(t *testing.T) {
	t.Parallel()
	w := cardtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p, a := w.Accredited(t, o, "Joel", asb)
	_, err := w.Cards.Issue(t.Context(), w.Manager, a)
	if f := fault.Of(err); f == nil || f.Kind != fault.Refused || f.Reasons[0].Code != "photo.missing" {
		t.Errorf("without a photograph: %v", err)
	}
	w.Photograph(t, p)
	accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Delegate, a, "A complaint"))
	_, err = w.Cards.Issue(t.Context(), w.Manager, a)
	if f := fault.Of(err); f == nil || f.Kind != fault.Refused || f.Reasons[0].Code != "accreditation.not-in-force" {
		t.Errorf("while suspended: %v", err)
	}
}

func TestForgedUnknownAndStrange(t *testing.T) {
	t.Parallel()
	w := cardtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	_, _, c := w.Held(t, o, "Joel", asb)
	token := w.Token(t, c)
	for i := range token { // no byte can be changed
		bad := bytes.Clone(token)
		bad[i] ^= 0x10
		if got := scan(t, w, bad); got.Outcome == card.Valid || got.Photo != nil || got.Employer != "" {
			t.Fatalf("byte %d changed: %+v", i, got)
		}
	}
	if got := scan(t, w, nil); got.Reason != card.Forged || got.Sentence() != "This was not made by Eastmarch Constabulary." {
		t.Errorf("nothing to read: %+v", got)
	}
	foreign, err := sign.GenerateKey(sign.ForCards, "", w.Clock.Now(), clock.Forever)
	accredtest.Must(t, err)
	said := sign.Card{Issuer: "eastmarch.example", ID: [16]byte{1}, NotBefore: w.Clock.Now(), Expires: w.Clock.Now().AddDate(1, 0, 0),
		Status: sign.StatusRef{URI: "https://eastmarch.example/api/v1/status-lists/1"}, Number: "EM 4001"}
	alien, err := sign.SignCard(foreign, said, w.Clock.Now())
	accredtest.Must(t, err)
	if got := scan(t, w, alien); got.Reason != card.UnknownKey || got.Outcome != card.CouldNotCheck {
		t.Errorf("a key of somebody else: %+v", got)
	}
	var ours []byte
	accredtest.Must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
		key, err := w.Ring.Signer(tx, w.Force, sign.ForCards, w.Clock.Now())
		if err == nil {
			ours, err = sign.SignCard(key, said, w.Clock.Now())
		}
		return err
	}))
	if got := scan(t, w, ours); got.Reason != card.NoRecord || got.Outcome != card.CouldNotCheck {
		t.Errorf("signed by us and not in the register: %+v", got)
	}
	for _, number := range []string{"", "EM", "<script>", "EM 4001; DROP TABLE card", strings.Repeat("9", 40), "EM４００１"} {
		if _, err := w.Cards.Typed(t.Context(), w.Force, number); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", number, err)
		}
	}
	if got := typed(t, w, "EM 9999"); got.Reason != card.NoNumber || got.Outcome != card.NotValid {
		t.Errorf("a number nobody has: %+v", got)
	}
}

func TestCardsAreSignedOnAfterRotation(t *testing.T) {
	t.Parallel()
	w := cardtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	_, _, old := w.Held(t, o, "Joel", asb)
	w.Clock.Advance(time.Hour)
	_, err := w.Ledger.Do(t.Context(), w.Operator, "force.renew-keys", nil, func(tx *db.Tx, e *ledger.Draft) error {
		for _, purpose := range []sign.Purpose{sign.ForCards, sign.ForStatus} {
			if _, err := w.Ring.Rotate(tx, e, w.Force, purpose, "", w.Clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	accredtest.Must(t, err)
	w.Verify(t)
	_, _, fresh := w.Held(t, o, "Ann", asb)
	for _, c := range []id.Card{old, fresh} {
		if got := scan(t, w, w.Token(t, c)); got.Outcome != card.Valid {
			t.Errorf("%+v", got)
		}
	}
	keys, err := w.Cards.Keys(t.Context(), w.Force)
	accredtest.Must(t, err)
	if n := len(keys.For(sign.ForCards)); n != 2 {
		t.Errorf("%d card keys are published, want the old and the new", n)
	}
}

// TestLifePageIsTrue compares docs/life-of-a-card.md with the table of states. Run with
// UPDATE=1 to write it anew.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/life-of-a-card.md"
	if os.Getenv("UPDATE") != "" {
		accredtest.Must(t, os.WriteFile(path, []byte(card.LifePage()), 0o644))
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != card.LifePage() {
		t.Errorf("%s does not say what the table says (UPDATE=1 writes it): %v", path, err)
	}
}

func TestNumbersOfPowersAreForEver(t *testing.T) {
	t.Parallel()
	given, err := os.ReadFile("testdata/numbers.txt")
	accredtest.Must(t, err)
	for n, p := range strings.Fields(string(given)) {
		if got, ok := card.PowerOf(n); !ok || string(got) != p {
			t.Errorf("the number %d was given to %s and is now %s: cards already printed would say something else", n, p, got)
		}
	}
	for _, p := range law.Powers() {
		n, ok := card.PowerNumber(p.ID)
		if p.Authority == law.Accreditation && !ok {
			t.Errorf("%s has no number: add it at the end of numbers.go and of testdata/numbers.txt", p.ID)
		}
		if ok && n >= len(strings.Fields(string(given))) {
			t.Errorf("add %s to testdata/numbers.txt", p.ID)
		}
	}
}

func TestSmallIsSmallWhateverThePicture(t *testing.T) {
	t.Parallel()
	photo, err := blob.Photo("photo", cardtest.Portrait(3))
	accredtest.Must(t, err)
	small, err := card.Small(photo)
	if err != nil || len(small.Content) > 12<<10 || small.Type != "image/jpeg" {
		t.Errorf("%d bytes, %v", len(small.Content), err)
	}
	if _, err := card.Small(blob.New("image/jpeg", []byte("no picture"))); err == nil {
		t.Error("what is no picture was taken for one")
	}
}
