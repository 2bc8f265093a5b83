package review_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/outbox"
	"watchword/internal/register"
	"watchword/internal/review"
)

var must = accredtest.Must

func wrong(t *testing.T, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%v (%s), want %s", err, got, want)
	}
}

// told is what waits for the actor within two months.
func told(t *testing.T, w *accredtest.World, who authz.Actor) string {
	t.Helper()
	items, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return w.Reviews.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()) + 60, Limit: 10})
	})
	must(t, err)
	var out []string
	for _, i := range items {
		out = append(out, strings.TrimSpace(string(i.Kind)+" "+i.Due.String()))
	}
	return strings.Join(out, ", ")
}

func find(t *testing.T, w *accredtest.World, of id.PowerReview, at register.When) review.Review {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (review.Version, error) { return w.Reviews.Find(tx, w.Manager, of, at) })
	must(t, err)
	return v.State
}

const (
	asb     = law.PowerID("csas-name-address-asb")
	litter  = law.PowerID("csas-fpn-litter")
	traffic = law.PowerID("csas-name-address-traffic")
)

// TestAReviewOfPowersFromItsDueDayToTheDecision takes the powers of a council through a review:
// what is removed ends for its people, what a kept power needs cannot be removed, and each
// side sees what waits for it.
func TestAReviewOfPowersFromItsDueDayToTheDecision(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, s := t.Context(), w.Reviews
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		must(t, w.Orgs.Alter(ctx, w.Manager, o, func(o *org.Organisation) error { o.Contacts[0].Email = "priya@aldermere.example"; return nil }))
		priya := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		neighbour := authz.Actor{Force: w.Force, Account: "acc_n", Role: authz.Signatory, Org: other}
		_, joel := w.Accredited(t, o, "Joel", asb, litter)
		w.Accredited(t, o, "Mina", litter)
		w.Warden(t, o, "Ann", accredtest.Today.AddYears(2), litter)
		_, elsewhere := w.Accredited(t, other, "Beth", litter)

		if got := told(t, w, w.Manager); got != "" {
			t.Errorf("before it is due: %s", got)
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddMonths(23), 9, 0))
		if got := told(t, w, w.Manager); got != "power-review 2028-11-17, power-review 2028-11-17" {
			t.Errorf("due: %s", got)
		}
		_, err := s.Open(ctx, w.Delegate, o)
		wrong(t, err, "forbidden")
		of, err := s.Open(ctx, w.Manager, o)
		must(t, err)
		_, err = s.Open(ctx, w.Manager, o)
		wrong(t, err, "conflict")
		r := find(t, w, of, w.Now())
		if r.Number != "PR-001" || r.State != review.Asked || r.Told != 1 || len(r.Lines) != 6 || r.Due != clock.DayOf(w.Clock.Now()).AddDays(28) || r.From != accredtest.Today {
			t.Fatalf("%+v", r)
		}
		at := func(p law.PowerID) int {
			return slices.IndexFunc(r.Lines, func(l review.Line) bool { return l.Power == p })
		}
		if l := r.Lines[at(litter)]; l.InForce != 2 || l.Trained != 3 || l.Since != accredtest.Today || l.RoleTitle != "Community warden" {
			t.Errorf("litter: %+v", l)
		}
		if a, b := told(t, w, priya), told(t, w, neighbour); a != "power-review-answer "+r.Due.String() || b != "" {
			t.Errorf("the employer is told %q, the other %q", a, b)
		}

		yes, no := true, false
		says := make([]review.Told, 6)
		for i := range says {
			uses := 10 * i
			says[i] = review.Told{Line: i, Uses: &uses, Needed: &yes, Why: "Most patrols"}
		}
		says[at(litter)].Needed, says[at(litter)].Why, says[at(litter)].Uses = &no, "Our council fines by its own officers", nil
		wrong(t, s.Answer(ctx, w.Manager, of, says), "forbidden")
		wrong(t, s.Answer(ctx, neighbour, of, says), "forbidden")
		wrong(t, s.Answer(ctx, priya, of, says[:5]), "needed-5")
		wrong(t, s.Decide(ctx, w.Delegate, of, nil), "conflict")
		must(t, s.Answer(ctx, priya, of, says))
		if a, b, c := told(t, w, priya), told(t, w, w.Delegate), told(t, w, w.Manager); a != "" || b != "power-review-decision" || c != "power-review 2028-11-17, power-review-decision" {
			t.Errorf("after the answer the employer is told %q, the delegate %q, the office %q", a, b, c)
		}

		ds := make([]review.Ruling, 6)
		for i := range ds {
			ds[i] = review.Ruling{Line: i, Verdict: review.Keep}
		}
		answered := w.Now()
		w.Clock.Advance(26 * time.Hour)
		wrong(t, s.Decide(ctx, w.Manager, of, ds), "forbidden")
		wrong(t, s.Decide(ctx, w.Delegate, of, ds), "reason-"+strconv.Itoa(at(litter)))
		ds[at(litter)] = review.Ruling{Line: at(litter), Verdict: review.Remove, Reason: "Not used, as you say"}
		ds[at(asb)] = review.Ruling{Line: at(asb), Verdict: review.Condition, Condition: "In pairs", Reason: "Two complaints"}
		ds[at(traffic)] = review.Ruling{Line: at(traffic), Verdict: review.Remove, Reason: "Not used"} // traffic control needs it
		wrong(t, s.Decide(ctx, w.Delegate, of, ds), "power.prerequisite")
		ds[at(traffic)] = review.Ruling{Line: at(traffic), Verdict: review.Keep}
		must(t, s.Decide(ctx, w.Delegate, of, ds))
		wrong(t, s.Decide(ctx, w.Delegate, of, ds), "conflict")

		if held := w.Standing(t, joel, w.Now()).Held(); !slices.Equal(held, []law.PowerID{asb}) {
			t.Errorf("Joel holds %v", held)
		}
		if held := w.Standing(t, elsewhere, w.Now()).Held(); len(held) != 1 {
			t.Errorf("with another employer: %v", held)
		}
		x := w.Org(t, o)
		if p, ok := x.Roles[0].Allows(litter); ok || p.Because != "Not used, as you say" {
			t.Errorf("litter: %+v", p)
		}
		if p, _ := x.Roles[0].Allows(asb); p.Answer != org.Conditional || p.Condition != "In pairs" {
			t.Errorf("asb: %+v", p)
		}
		if p, _ := x.Roles[0].Allows(traffic); p.On != accredtest.Today {
			t.Errorf("what is kept was decided again: %+v", p)
		}
		r = find(t, w, of, w.Now())
		if l := r.Lines[at(litter)]; r.State != review.Decided || l.InForce != 2 || l.Decision.Verdict != review.Remove || l.Word.Counted || l.Word.Source != review.ByEmployer {
			t.Errorf("what was decided rests on what stood before: %+v", l)
		}
		if r := find(t, w, of, answered); r.State != review.Answered || r.Lines[at(litter)].Decision != nil {
			t.Errorf("as it was answered: %+v", r)
		}
		mail, err := db.Find(ctx, d, func(tx *db.Tx) ([]outbox.Message, error) {
			return w.Outbox.List(tx, w.Manager, outbox.Filter{Kind: "power-review"})
		})
		must(t, err)
		if len(mail) != 2 || mail[0].Address != "priya@aldermere.example" || !strings.Contains(mail[0].Body+mail[1].Body, "4 kept, 1 kept with a condition, 1 removed") {
			t.Errorf("%+v", mail)
		}

		next, err := db.Find(ctx, d, func(tx *db.Tx) (review.Cycle, error) { return s.Of(tx, priya, o, w.Now()) })
		must(t, err)
		if next.Due != clock.DayOf(w.Clock.Now()).AddMonths(24) || next.ByWhat != "Review PR-001" {
			t.Errorf("next: %v %s", next.Due, next.ByWhat)
		}
		_, err = db.Find(ctx, d, func(tx *db.Tx) (review.Cycle, error) { return s.Of(tx, neighbour, o, w.Now()) })
		wrong(t, err, "forbidden")
		_, err = db.Find(ctx, d, func(tx *db.Tx) (review.Version, error) {
			return s.Find(tx, w.Stranger(t, authz.SchemeManager), of, w.Now())
		})
		wrong(t, err, "not-found")

		// Another council never answers, and is decided all the same; a third leaves the scheme.
		late, err := s.Open(ctx, w.Manager, other)
		must(t, err)
		w.Clock.Set(clock.OnClock(clock.DayOf(w.Clock.Now()).AddDays(29), 9, 0))
		if got := told(t, w, w.Delegate); got != "power-review-decision" {
			t.Errorf("unanswered: %s", got)
		}
		wrong(t, s.Decide(ctx, w.Delegate, late, ds[:1]), "reason-0 verdict-1 verdict-2 verdict-3 verdict-4 verdict-5")
		must(t, s.CallOff(ctx, w.Manager, late, "Opened too early"))
		again, err := s.Open(ctx, w.Manager, other)
		must(t, err)
		must(t, w.Orgs.Withdraw(ctx, w.Delegate, other, "Clause 6"))
		if r := find(t, w, again, w.Now()); r.State != review.CalledOff || r.Why == "" {
			t.Errorf("of one that left: %+v", r)
		}
		_, err = s.Open(ctx, w.Manager, other)
		wrong(t, err, "conflict")
		w.Verify(t)
	})
}

func TestTheLifeOfAReviewPageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/life-of-a-review-of-powers.md"
	if os.Getenv("UPDATE") != "" {
		must(t, os.WriteFile(path, []byte(review.LifePage()), 0o644))
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != review.LifePage() {
		t.Errorf("%s is not what the table of states says; write it with UPDATE=1 (%v)", path, err)
	}
}
