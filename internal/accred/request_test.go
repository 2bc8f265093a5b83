package accred_test

import (
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// proposed is a warden who is with the delegate.
func proposed(t *testing.T, w *accredtest.World, o id.Org) id.Accreditation {
	t.Helper()
	p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(2), asb)
	a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Supervisor’s report and interview agree.")
	accredtest.Must(t, err)
	return a
}

func TestTheDelegateAsksAndTheEmployerAnswers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		a := proposed(t, w, o)
		employer := authz.Actor{Force: w.Force, Account: "acc_sig", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		if err := w.Accreds.Answer(t.Context(), employer, a, "There is nothing to add."); !fault.Is(err, fault.Conflict) {
			t.Errorf("an answer that nobody asked for: %v", err)
		}
		accredtest.Must(t, w.Accreds.Ask(t.Context(), w.Delegate, a, "  Was the second reference taken up?  "))
		if got, ok := ptr(find(t, w, a)).Asked(); !ok || got.Text != "Was the second reference taken up?" || got.By != w.Delegate.Name {
			t.Errorf("what stands open: %+v %v", got, ok)
		}
		if err := w.Accreds.Ask(t.Context(), w.Delegate, a, "And the third?"); !fault.Is(err, fault.Conflict) {
			t.Errorf("asked again while the first stands open: %v", err)
		}
		stranger := employer
		stranger.Org = w.Council(t, "Quaymouth Borough Council")
		if err := w.Accreds.Answer(t.Context(), stranger, a, "Yes"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another employer answers: %v", err)
		}
		if err := w.Accreds.Answer(t.Context(), employer, a, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("an empty answer: %v", err)
		}
		accredtest.Must(t, w.Accreds.Answer(t.Context(), employer, a, "Yes, on 2 November."))
		got := find(t, w, a)
		if _, open := got.Asked(); open || len(got.Requests) != 1 || got.Requests[0].AnsweredBy != "Priya Nair" || got.State != accred.Proposed {
			t.Errorf("after the answer: %+v", got.Requests)
		}
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing(asb)))
		if err := w.Accreds.Ask(t.Context(), w.Delegate, a, "More?"); !fault.Is(err, fault.Conflict) {
			t.Errorf("asked after the decision: %v", err)
		}
		w.Verify(t)
	})
}

func TestOnlyTheDelegateAsks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		a := proposed(t, w, w.Approved(t, "Aldermere City Council"))
		if err := w.Accreds.Ask(t.Context(), w.Manager, a, "Was the reference taken up?"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the office asks: %v", err)
		}
		for _, text := range []string{"", "\n\t ", strings.Repeat("a", 4001)} {
			if err := w.Accreds.Ask(t.Context(), w.Delegate, a, text); !fault.Is(err, fault.Invalid) {
				t.Errorf("%d letters are asked: %v", len(text), err)
			}
		}
	})
}

func TestWhoSeesRequests(t *testing.T) {
	t.Parallel()
	of := authz.Object{Org: "org_a", Person: "per_a", Areas: []id.Area{"are_a"}}
	for _, tt := range []struct {
		name string
		who  authz.Actor
		want bool
	}{
		{"the delegate, who asks", authz.Actor{Role: authz.Delegate}, true},
		{"the scheme office", authz.Actor{Role: authz.SchemeManager}, true},
		{"the employer’s signatory", authz.Actor{Role: authz.Signatory, Org: "org_a"}, true},
		{"professional standards, who read the ledger", authz.Actor{Role: authz.Standards}, true},
		{"not another employer", authz.Actor{Role: authz.Signatory, Org: "org_b"}, false},
		{"not the person", authz.Actor{Role: authz.AccreditedPerson, Org: "org_a", Person: "per_a"}, false},
		{"not the control room", authz.Actor{Role: authz.ControlRoom}, false},
	} {
		tt.who.Force, tt.who.Account = "for_a", "acc_a"
		if got := accred.SeesRequests(tt.who, of); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func ptr[T any](v T) *T { return &v }
