package card

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/sign"
)

// drawFacts draws what stands behind a card, mostly good, around one instant.
func drawFacts(t *rapid.T) (facts, time.Time) {
	day := clock.MustDay("2026-11-17")
	near := func(label string) clock.Day { return day.AddDays(rapid.IntRange(-2, 3).Draw(t, label)) }
	f := facts{in: law.England}
	f.card = Card{State: rapid.SampledFrom(append([]State{Held, Held, Held, Held}, States...)).Draw(t, "card"), Ends: near("card ends"), Accreditation: "acr_1"}
	f.accreditation = accred.Accreditation{Org: "org_1", From: near("from"), To: near("to"), VettingUntil: near("vetting"),
		State: rapid.SampledFrom([]accred.State{accred.InForce, accred.InForce, accred.InForce, accred.Suspended, accred.Withdrawn, accred.Left, accred.Ceased, accred.Refused, accred.Proposed}).Draw(t, "accreditation")}
	f.org = org.Organisation{From: near("org from"), To: near("org to"), State: rapid.SampledFrom([]org.State{org.InForce, org.InForce, org.InForce, org.Suspended, org.Withdrawn, org.Applying, org.Left}).Draw(t, "org")}
	f.person = person.Person{Org: rapid.SampledFrom([]id.Org{"org_1", "org_1", "org_1", "org_2"}).Draw(t, "employer")}
	if rapid.IntRange(0, 3).Draw(t, "left") == 0 {
		f.person.Left = near("left on")
	}
	return f, day.Start().Add(time.Duration(rapid.IntRange(0, 86_399_999).Draw(t, "instant")) * time.Millisecond)
}

func TestValidOnlyIfCardAccreditationEmployerAndPersonAreAllGood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		reason, _ := f.judge(at)
		cardGood := f.card.State == Held && at.Before(f.card.Ends.End())
		a := &f.accreditation
		accredGood := a.State == accred.InForce && !at.Before(a.From.Start()) && at.Before(a.To.End()) && at.Before(a.VettingUntil.End())
		orgGood := f.org.State == org.InForce && at.Before(f.org.To.End())
		personGood := f.person.Org == a.Org && (f.person.Left == clock.NoDay || at.Before(f.person.Left.End()))
		if want := cardGood && accredGood && orgGood && personGood; (reason == Good) != want {
			t.Fatalf("judged %s; card %v, accreditation %v, employer %v, person %v", reason, cardGood, accredGood, orgGood, personGood)
		}
		if (reason.Outcome() == Valid) != (reason == Good) {
			t.Fatalf("%s comes to %s", reason, reason.Outcome())
		}
	})
}

// TestAListNeverSaysMoreThanTheCheck: the list that checkers keep says valid only where the
// page would, and until then at the latest.
func TestAListNeverSaysMoreThanTheCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, at := drawFacts(t)
		f.person = person.Person{Org: f.accreditation.Org} // leaving ends the accreditation in the same transaction
		live := standings{}
		if f.accreditation.State.Live() {
			live["acr_1"] = f.accreditation.Stand(&f.org, at, f.in)
		}
		status, until := live.status(&f.card, at)
		reason, _ := f.judge(at)
		if (status == sign.StatusValid) != (reason == Good) {
			t.Fatalf("the list says %d, the check %s", status, reason)
		}
		if reason == Good {
			if r, _ := f.judge(until.Add(-time.Millisecond)); r != Good || !until.After(at) {
				t.Fatalf("it stops being valid before %s: %s", until, r)
			}
			if r, _ := f.judge(until); until.Before(clock.Forever) && r == Good {
				t.Fatalf("it is still valid at %s, when the list stops saying so", until)
			}
		}
	})
}

func TestEveryReasonHasASentence(t *testing.T) {
	t.Parallel()
	for _, r := range []Reason{Good, Forged, UnknownKey, NoRecord, NoNumber, NoCard, NotHandedOver, IsLost, IsStolen, IsReturned, IsDestroyed, IsReplaced, NotBegun, Lapsed, IsSuspended, IsWithdrawn, HasEnded, IsRecalled} {
		c := Check{Reason: r, Outcome: r.Outcome(), Since: clock.MustDay("2026-11-17").Start()}
		if s := c.Sentence(); len(s) < 10 || s[len(s)-1] != '.' || c.Headline() == "" {
			t.Errorf("%s: %q", r, s)
		}
	}
}
