package envelope_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

func TestEachOpeningIsAnEntryWithItsReason(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
		c, _ := w.Sent(t, p)
		_, _, err := w.Envelopes.Read(t.Context(), w.Vetter, c)
		kind(t, err, fault.Conflict)
		_, err = w.Envelopes.Open(t.Context(), w.Vetter, c, "because I like to")
		kind(t, err, fault.Invalid)
		all, err := w.Envelopes.Open(t.Context(), w.Vetter, c, "look")
		must(t, err)
		form, ok := all[0].Says.(*envelope.SentForm)
		if !ok || form.Signed != "Lee Hartnoll" || len(form.Lines) < 30 || !strings.Contains(form.Lines[0].Answer, vettingtest.Planted) {
			t.Errorf("the form opens as %+v", all[0].Says)
		}
		_, by, err := w.Envelopes.Read(t.Context(), w.Vetter, c)
		if err != nil || by.Reason != "look" {
			t.Errorf("%v %v", by, err)
		}
		_, _, err = w.Envelopes.Read(t.Context(), w.Other, c) // each opens for themselves
		kind(t, err, fault.Conflict)
		w.Clock.Advance(30 * time.Minute)
		_, _, err = w.Envelopes.Read(t.Context(), w.Vetter, c)
		kind(t, err, fault.Conflict)
		_, err = w.Ledger.Sequence(t.Context())
		must(t, err)
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			list, err := w.Ledger.List(tx, w.Force, ledger.Query{Act: "vetting.open", Subject: envelope.Subject(c), Outcome: ledger.Done})
			if len(list) != 1 || list[0].Summary != "An envelope of vetting was opened. To look at what came in" || list[0].Actor != w.Vetter.Account {
				t.Errorf("the ledger has %+v", list)
			}
			seen, e2 := w.Envelopes.Openings(tx, w.Vetter, c)
			if len(seen) != 1 || e2 != nil {
				t.Errorf("%v %v", seen, e2)
			}
			return err
		}))
	})
}

func TestTheUnitAsksAndIsAnswered(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
		c, h := w.Sent(t, p)
		w.Checked(t, c)
		must(t, w.Envelopes.Ask(t.Context(), w.Vetter, c, "Which court was it?"))
		must(t, w.Envelopes.Ask(t.Context(), w.Vetter, c, "And when?"))
		kind(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()), fault.Refused)
		f, err := w.Envelopes.Filled(t.Context(), h)
		must(t, err)
		if len(f.Open) != 2 || f.Open[0].Text != "Which court was it?" || f.Case.AnswerBy != accredtest.Today.AddDays(14) {
			t.Fatalf("%+v", f)
		}
		kind(t, w.Envelopes.Answer(t.Context(), h, f.Open[0].ID, "  "), fault.Invalid)
		must(t, w.Envelopes.Answer(t.Context(), h, f.Open[0].ID, "Aldermere, "+vettingtest.Planted))
		if got := w.Case(t, c); got.State != envelope.Asked || got.Questions != 1 {
			t.Errorf("one answer of two: %+v", got)
		}
		kind(t, w.Envelopes.Answer(t.Context(), h, f.Open[0].ID, "Again"), fault.Conflict)
		must(t, w.Envelopes.Answer(t.Context(), h, f.Open[1].ID, "In May"))
		if got := w.Case(t, c); got.State != envelope.Sent || got.Questions != 0 || got.AnswerBy != clock.NoDay {
			t.Errorf("both answers: %+v", got)
		}
		// Without an answer the unit waits until the last day, and decides after it.
		must(t, w.Envelopes.Ask(t.Context(), w.Vetter, c, "Anything else?"))
		w.Clock.Set(accredtest.Today.AddDays(15).Start())
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()))
		w.Verify(t)
	})
}

func TestTheEmployerSaysWhatItSaw(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	council := w.Approved(t, "Ferry Lane Council")
	p := w.Waiting(t, council, "Lee")
	c, _ := w.Inside(t, p, "NPPV 2")
	boss := authz.Actor{Force: w.Force, Account: "acc_boss", Name: "Priya Nair", Role: authz.Signatory, Org: council}
	kind(t, w.Envelopes.SeeIdentity(t.Context(), boss, c, []string{"Passport"}, true, accredtest.Today), fault.Invalid)
	kind(t, w.Envelopes.SeeIdentity(t.Context(), boss, c, []string{"Passport", "Library card"}, true, accredtest.Today), fault.Invalid)
	must(t, w.Envelopes.SeeIdentity(t.Context(), boss, c, []string{"Utility bill", "Passport"}, true, accredtest.Today))
	if diff := cmp.Diff(envelope.Identity{Documents: []string{"Passport", "Utility bill"}, Likeness: true, Seen: accredtest.Today, By: "Priya Nair"}, w.Case(t, c).Identity); diff != "" {
		t.Error(diff)
	}
	boss.Org = "org_other"
	kind(t, w.Envelopes.SeeIdentity(t.Context(), boss, c, []string{"Utility bill", "Passport"}, true, accredtest.Today), fault.Forbidden)
}

// TestNoneButTheUnitOpensAnEnvelope asks every role for everything that tells of content.
func TestNoneButTheUnitOpensAnEnvelope(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	council := w.Approved(t, "Ferry Lane Council")
	p := w.Waiting(t, council, "Lee")
	c, _ := w.Sent(t, p)
	for _, role := range append([]authz.Role{authz.Public, authz.Operator, authz.System}, authz.Roles...) {
		who := authz.Actor{Force: w.Force, Account: "acc_" + id.Account(role), Name: role.Title(), Role: role, Org: council, Person: p, Areas: []id.Area{w.City}}
		for name, ask := range map[string]func() error{
			"open": func() error { _, err := w.Envelopes.Open(t.Context(), who, c, "look"); return err },
			"read": func() error { _, _, err := w.Envelopes.Read(t.Context(), who, c); return err },
			"ask":  func() error { return w.Envelopes.Ask(t.Context(), who, c, "What?") },
			"check": func() error {
				return w.Envelopes.RecordCheck(t.Context(), who, c, envelope.Check{Name: "Identity", Class: envelope.Nothing, Day: accredtest.Today})
			},
			"refuse": func() error { return w.Envelopes.Refuse(t.Context(), who, c, envelope.Decision{}) },
			"link":   func() error { _, err := w.Envelopes.RenewLink(t.Context(), who, c, true); return err },
			"parts": func() error {
				return w.DB.Read(t.Context(), func(tx *db.Tx) error { _, err := w.Envelopes.Parts(tx, who, c); return err })
			},
			"queue": func() error {
				return w.DB.Read(t.Context(), func(tx *db.Tx) error { _, _, err := w.Envelopes.Queue(tx, who); return err })
			},
		} {
			err := ask()
			refused := fault.Is(err, fault.Forbidden) || fault.Is(err, fault.Unauthorized)
			if refused == (role == authz.VettingUnit) {
				t.Errorf("%s %s: %v", role, name, err)
			}
		}
	}
	other := w.Vetter
	other.Force = "for_west"
	_, err := w.Envelopes.Open(t.Context(), other, c, "look")
	kind(t, err, fault.NotFound)
}
