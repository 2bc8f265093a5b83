package envelope_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

func TestWhatIsMissingIsNamedBeforeSending(t *testing.T) {
	t.Parallel()
	ask := envelope.Ask{Full: true, Years: 5, Today: accredtest.Today}
	whole := func() envelope.Answers { return vettingtest.Answers(accredtest.Today) }
	if m := whole().Missing(ask); len(m) > 0 {
		t.Fatalf("a whole form lacks %v", m)
	}
	for _, tt := range []struct {
		name string
		take func(*envelope.Answers)
		want []envelope.Missing
	}{
		{"a value", func(a *envelope.Answers) { delete(a.Values, "birth-town") }, []envelope.Missing{{Page: "birth", Field: "birth-town", Message: "Enter the town where you were born"}}},
		{"what is asked where the answer is yes", func(a *envelope.Answers) { delete(a.Values, "pending-details") },
			[]envelope.Missing{{Page: "pending", Field: "pending-details", Message: "You answered yes. What it is about, since when, and which police or court"}}},
		{"nothing where the answer is no", func(a *envelope.Answers) { a.Values["pending"] = "no"; delete(a.Values, "pending-details") }, nil},
		{"nothing of a number that the person does not have", func(a *envelope.Answers) { delete(a.Values, "ni"); a.Values["ni-none"] = "yes" }, nil},
		{"the second document", func(a *envelope.Answers) { a.Lists["documents"] = a.Lists["documents"][:1] },
			[]envelope.Missing{{Page: "documents", Field: "documents", Message: "Add at least two documents: one that shows who you are, and one that shows where you live"}}},
		{"names that the person says there are", func(a *envelope.Answers) { a.Lists["names"] = nil },
			[]envelope.Missing{{Page: "other-names", Field: "names", Message: "Add each other name you have had"}}},
		{"years without an address", func(a *envelope.Answers) { a.Lists["addresses"][0]["from"] = "2025-01-01" },
			[]envelope.Missing{{Page: "addresses", Field: "addresses", Message: "Add where you lived from 17 November 2021 to 1 January 2025"}}},
		{"nothing where a gap is of a month at most", func(a *envelope.Answers) {
			a.Lists["addresses"] = []map[string]string{{"address": "A", "postcode": "EM1 1AA", "from": "2025-01-01"}, {"address": "B", "postcode": "EM1 1AB", "from": "2015-01-01", "to": "2024-12-02"}}
		}, nil},
		{"the days between an address that ended and now", func(a *envelope.Answers) { a.Lists["addresses"][0]["to"] = "2026-06-01" },
			[]envelope.Missing{{Page: "addresses", Field: "addresses", Message: "Add where you lived from 1 June 2026 to 17 November 2026"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := whole()
			tt.take(&a)
			if diff := cmp.Diff(tt.want, a.Missing(ask)); diff != "" {
				t.Error(diff)
			}
		})
	}
	empty := envelope.Answers{}
	if len(empty.Missing(envelope.Ask{Years: 5, Today: accredtest.Today})) >= len(empty.Missing(ask)) {
		t.Error("a form without household and money asks no less")
	}
}

func TestAFormThatIsNotWholeIsNotSent(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, h := w.Inside(t, p, "NPPV 1")
	err := w.Envelopes.Send(t.Context(), h, "Lee Hartnoll")
	kind(t, err, fault.Invalid)
	if fs := fault.Of(err).Fields; len(fs) < 20 || fs[0].Name != "name/forenames" {
		t.Errorf("%d fields are named, the first %v", len(fs), fs[0])
	}
	if got := w.Case(t, c).State; got != envelope.Invited {
		t.Errorf("the case is %s", got)
	}
}
