package envelope_test

import (
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

// TestOnlyTheWordOpensWhatWasSaved holds the two halves of the door: the link, which may
// come into other hands, and the word.
func TestOnlyTheWordOpensWhatWasSaved(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
		l, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2")
		must(t, err)
		_, err = w.Envelopes.Enter(t.Context(), l.Secret, "short", "short")
		kind(t, err, fault.Invalid)
		_, err = w.Envelopes.Enter(t.Context(), l.Secret, vettingtest.Word, "another word")
		kind(t, err, fault.Invalid)
		h := w.Enter(t, l.Secret)
		must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { a.Set(nil, nil); a.Values["forenames"] = "Lee"; return nil }))

		// Another with the link does not come in, and not by trying.
		for i := range 5 {
			_, err = w.Envelopes.Enter(t.Context(), l.Secret, "the wrong word", "")
			if i < 4 {
				kind(t, err, fault.Invalid)
			}
		}
		kind(t, err, fault.TooMany)
		_, err = w.Envelopes.Enter(t.Context(), l.Secret, vettingtest.Word, "")
		kind(t, err, fault.TooMany)
		w.Clock.Advance(16 * time.Minute)
		h = w.Enter(t, l.Secret)
		f, err := w.Envelopes.Filled(t.Context(), h)
		must(t, err)
		if f.Answers.Values["forenames"] != "Lee" {
			t.Errorf("what was saved is gone: %v", f.Answers)
		}

		// A renewed link keeps the word; the old one is dead.
		again, err := w.Envelopes.RenewLink(t.Context(), w.Vetter, l.Case, false)
		must(t, err)
		_, err = w.Envelopes.Enter(t.Context(), l.Secret, vettingtest.Word, "")
		kind(t, err, fault.NotFound)
		_, err = w.Envelopes.Enter(t.Context(), again.Secret, "a word of their own", "a word of their own")
		kind(t, err, fault.Invalid)
		w.Enter(t, again.Secret)
		// Only after the unit has forgotten the word is another chosen.
		again, err = w.Envelopes.RenewLink(t.Context(), w.Vetter, l.Case, true)
		must(t, err)
		_, err = w.Envelopes.Enter(t.Context(), again.Secret, "a word of their own", "a word of their own")
		must(t, err)

		// Twenty wrong words end the link.
		for range 20 {
			_, err = w.Envelopes.Enter(t.Context(), again.Secret, "the wrong word", "")
			w.Clock.Advance(16 * time.Minute)
		}
		kind(t, err, fault.NotFound)
		w.Verify(t)
	})
}

func TestALinkEndsAndSoDoesASession(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	l, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2")
	must(t, err)
	if want := accredtest.Today.AddDays(28).End(); !l.Until.Equal(want) {
		t.Errorf("the link works until %v, want %v", l.Until, want)
	}
	cookie, err := w.Envelopes.Enter(t.Context(), l.Secret, vettingtest.Word, vettingtest.Word)
	must(t, err)
	w.Clock.Advance(50 * time.Minute)
	_, err = w.Envelopes.Holder(t.Context(), cookie)
	must(t, err)
	w.Clock.Advance(50 * time.Minute) // used in between
	h, err := w.Envelopes.Holder(t.Context(), cookie)
	must(t, err)
	w.Clock.Advance(61 * time.Minute)
	_, err = w.Envelopes.Holder(t.Context(), cookie)
	kind(t, err, fault.NotFound)
	must(t, w.Envelopes.Leave(t.Context(), h))
	_, err = w.Envelopes.Holder(t.Context(), cookie)
	kind(t, err, fault.NotFound)
	w.Clock.Set(l.Until)
	_, err = w.Envelopes.Door(t.Context(), l.Secret)
	kind(t, err, fault.NotFound)
	for _, bad := range []string{"", "x", "for_a." + strings.Repeat("0", 52), l.Secret[:len(l.Secret)-1] + "z", strings.Repeat("ä", 80)} {
		_, err = w.Envelopes.Door(t.Context(), bad)
		kind(t, err, fault.NotFound)
		_, err = w.Envelopes.Holder(t.Context(), bad)
		kind(t, err, fault.NotFound)
	}
}
