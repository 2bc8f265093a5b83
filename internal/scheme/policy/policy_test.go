package policy_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/register"
	"watchword/internal/scheme/policy"
)

// assessed is an assessment that found nothing worse for anybody.
func assessed(on clock.Day) policy.Assessment {
	a := policy.Assessment{Eliminate: "Complaints are weighed for it", Advance: "It may be told in any way", Foster: "Learning is shared", Assessor: "Ruth Adeyemi", Approver: "C/Insp Daniel Thorne", On: on}
	for _, c := range policy.Characteristics {
		a.Findings = append(a.Findings, policy.Finding{Characteristic: c.Characteristic, Looked: "Two years of complaints", Effect: "none"})
	}
	return a
}

// TestNoVersionComesIntoForceWithoutItsAssessment takes a policy through two versions; what
// was in force is found for any day, with what was assessed then.
func TestNoVersionComesIntoForceWithoutItsAssessment(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, who, today := t.Context(), w.Manager, accredtest.Today
		must := func(err error) { t.Helper(); accredtest.Must(t, err) }
		of, err := w.Policies.Enter(ctx, who, policy.Kind{Name: "Complaints policy", Purpose: "How complaints are dealt with", Owner: "Ruth Adeyemi"})
		must(err)
		_, err = w.Policies.Enter(ctx, who, policy.Kind{Name: "complaints POLICY", Purpose: "A", Owner: "B"})
		field(t, err, "name", "Another policy has this name")
		file := blob.New("application/pdf", []byte("%PDF- %%EOF"))
		first, err := w.Policies.Draft(ctx, who, of, policy.Words{File: &file, FileName: "complaints.pdf"})
		must(err)
		early := policy.Adoption{From: today.AddDays(-100), ApprovedOn: today.AddDays(-110), ApprovedBy: "ACC Prowse", Review: today.AddDays(20)}
		if err := w.Policies.Adopt(ctx, who, first, early); !fault.Is(err, fault.Refused) {
			t.Errorf("without an assessment it is adopted: %v", err)
		}
		wrong := assessed(today.AddDays(-120))
		wrong.Findings, wrong.Approver = wrong.Findings[:8], "Insp Ruth Adeyemi"
		wrong.Findings[0].Effect = "negative"
		err = w.Policies.Assess(ctx, who, first, wrong)
		field(t, err, "orientation", "Enter what was looked at for Sexual orientation")
		field(t, err, "orientation-effect", "Choose what was found for Sexual orientation")
		field(t, err, "approver", "Somebody else than who assessed it approves it")
		field(t, err, "actions", "Something is worse for somebody, or not known. Enter what is done about it")
		must(w.Policies.Assess(ctx, who, first, assessed(today.AddDays(-105))))
		field(t, w.Policies.Adopt(ctx, who, first, early), "approved_on", "The assessment was approved on 4 August 2026. A version is approved on that day or after it")
		early.ApprovedOn = today.AddDays(-105)
		must(w.Policies.Adopt(ctx, who, first, early))

		w.Clock.Set(clock.OnClock(today.AddDays(10), 9, 0))
		second, err := w.Policies.Draft(ctx, who, of, policy.Words{Text: "Within three days", Changes: "Sooner"})
		must(err)
		if _, err := w.Policies.Draft(ctx, who, of, policy.Words{Text: "A", Changes: "B"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("two are drafted at a time: %v", err)
		}
		must(w.Policies.Assess(ctx, who, second, assessed(today.AddDays(10))))
		must(w.Policies.Redraft(ctx, who, second, policy.Words{Text: "Within two days", Changes: "Sooner"}))
		next := policy.Adoption{From: today.AddDays(30), ApprovedOn: today.AddDays(10), ApprovedBy: "ACC Prowse", Review: today.AddDays(400)}
		if err := w.Policies.Adopt(ctx, who, second, next); !fault.Is(err, fault.Refused) {
			t.Errorf("an assessment of other words counts: %v", err)
		}
		items := due(t, w, today.AddDays(25))
		if len(items) != 2 || items[0].Kind != policy.ToReview || items[0].Due != today.AddDays(20) || items[1].Title != "Assess the equality impact of version 2 of a policy: Complaints policy" {
			t.Errorf("the office is told %+v", items)
		}
		must(w.Policies.Assess(ctx, who, second, assessed(today.AddDays(10))))
		must(w.Policies.Adopt(ctx, who, second, next))
		must(w.Policies.Review(ctx, who, first, "It stays until the second", today.AddDays(60)))
		if err := w.Policies.Review(ctx, who, second, "A", today.AddDays(90)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a version to come is reviewed: %v", err)
		}
		for day, want := range map[int]int{-101: 0, -100: 1, 29: 1, 30: 2} {
			l, err := db.Find(ctx, d, func(tx *db.Tx) (policy.Line, error) {
				return w.Policies.Policy(tx, who, of, register.When{At: clock.OnClock(today.AddDays(day), 12, 0), Known: w.Clock.Now()})
			})
			if want == 0 {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("day %d: before its first version it is %v", day, err)
				}
				continue
			}
			must(err)
			v, _ := l.InForce(today.AddDays(day))
			if v.State.N != want || v.State.Assessment == nil {
				t.Errorf("day %d: version %d is in force, want %d", day, v.State.N, want)
			}
		}
		w.Clock.Set(clock.OnClock(today.AddDays(40), 9, 0))
		must(w.Policies.End(ctx, who, of, "Merged with another"))
		if items := due(t, w, today.AddDays(500)); len(items) != 0 {
			t.Errorf("of a policy that ended the office is told %+v", items)
		}
		if _, err := w.Policies.Draft(ctx, who, of, policy.Words{Text: "A"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a policy that ended is drafted: %v", err)
		}
		if _, err := w.Policies.Enter(ctx, w.Delegate, policy.Kind{Name: "A", Purpose: "B", Owner: "C"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the delegate enters one: %v", err)
		}
		w.Verify(t)
	})
}

func due(t *testing.T, w *accredtest.World, to clock.Day) []diary.Item {
	t.Helper()
	items, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]diary.Item, error) {
		return w.Policies.Diary(tx, w.Manager, diary.Window{At: w.Clock.Now(), To: to, Limit: 9})
	})
	accredtest.Must(t, err)
	return items
}

// field holds an error to say that about a field.
func field(t *testing.T, err error, name, says string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil {
		t.Errorf("%s: nothing is wrong", name)
		return
	}
	for _, x := range f.Fields {
		if x.Name == name && x.Message == says {
			return
		}
	}
	t.Errorf("%s is not told %q: %v", name, says, f.Fields)
}
