package envelope_test

import (
	"os"
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
	"watchword/internal/register"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingtest"
)

func must(t testing.TB, err error) {
	t.Helper()
	accredtest.Must(t, err)
}

// kind fails the test unless the error is of that kind.
func kind(t testing.TB, err error, want fault.Kind) {
	t.Helper()
	if !fault.Is(err, want) {
		t.Errorf("the error is %v, want one that is %s", err, want)
	}
}

func each(t *testing.T, do func(t *testing.T, w *vettingtest.World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, vettingtest.New(t, d)) })
}

// TestAPersonIsCleared walks the straight way: invited, filled, sent, checked, passed.
func TestAPersonIsCleared(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Waiting(t, council, "Lee")
		c, h := w.Sent(t, p)
		if got := w.Case(t, c); got.State != envelope.Sent || got.Sent != accredtest.Today || !got.Full {
			t.Fatalf("after sending: %+v", got)
		}
		kind(t, w.Envelopes.Save(t.Context(), h, func(*envelope.Answers) error { return nil }), fault.Conflict)
		kind(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()), fault.Refused) // no check is recorded
		w.Checked(t, c)
		x := w.Passing()
		x.Restrictions, x.Aftercare, x.AftercareWhat = []string{"Not in Quaymouth"}, accredtest.Today.AddMonths(6), "Look at the debts again"
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, x))
		got := w.Case(t, c)
		if got.State != envelope.Cleared || got.Expires != x.Expires || got.Declaration != accredtest.Today.AddYears(1) || got.Aftercare != x.Aftercare || got.Decider != w.Vetter.Name {
			t.Errorf("after passing: %+v", got)
		}
		v := w.Vetting(t, p)
		if v.Outcome != vetting.Passed || v.Level != "NPPV 2" || v.Expires != x.Expires {
			t.Errorf("the register of vettings has %+v", v)
		}
		f, err := w.Envelopes.Filled(t.Context(), h)
		must(t, err)
		if f.Letter == nil || len(f.Letter.Restrictions) != 1 || f.Letter.Reasons != "" || len(f.Answers.Values) != 0 {
			t.Errorf("the person sees %+v, answers %v", f.Letter, f.Answers)
		}
		w.Verify(t)
	})
}

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

func TestAnAppealIsDecidedByAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Waiting(t, council, "Lee")
		c, h := w.Sent(t, p)
		w.Checked(t, c)
		without := w.Against()
		without.Letter = ""
		kind(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, without), fault.Invalid)
		must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
		if v := w.Vetting(t, p); v.Outcome != vetting.Refused {
			t.Fatalf("%+v", v)
		}
		// Nobody goes round the appeal by recording a pass.
		kind(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(1)}), fault.Refused)
		kind(t, w.Envelopes.Appeal(t.Context(), h, "", "Lee"), fault.Invalid)
		must(t, w.Envelopes.Appeal(t.Context(), h, "It was another of my name, "+vettingtest.Planted, "Lee Hartnoll"))
		kind(t, w.Envelopes.Allow(t.Context(), w.Vetter, c, w.Passing()), fault.Refused)
		kind(t, w.Envelopes.Uphold(t.Context(), w.Vetter, c, w.Against()), fault.Refused)
		nobody := w.Other
		nobody.Account = ""
		kind(t, w.Envelopes.Allow(t.Context(), nobody, c, w.Passing()), fault.Refused)
		must(t, w.Envelopes.Allow(t.Context(), w.Other, c, w.Passing()))
		if v := w.Vetting(t, p); v.Outcome != vetting.Passed {
			t.Errorf("%+v", v)
		}
		if got := w.Case(t, c); got.State != envelope.Cleared || got.Heard != accredtest.Today {
			t.Errorf("%+v", got)
		}
		// A clearance withdrawn, and the withdrawal upheld.
		must(t, w.Envelopes.Withdraw(t.Context(), w.Other, c, w.Against()))
		must(t, w.Envelopes.Appeal(t.Context(), h, "No", "Lee Hartnoll"))
		kind(t, w.Envelopes.Uphold(t.Context(), w.Other, c, w.Against()), fault.Refused)
		must(t, w.Envelopes.Uphold(t.Context(), w.Vetter, c, w.Against()))
		if v, got := w.Vetting(t, p), w.Case(t, c); v.Outcome != vetting.Withdrawn || got.State != envelope.Upheld {
			t.Errorf("%+v %+v", v, got)
		}
		w.Verify(t)
	})
}

func TestAnAppealHasALastDay(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, h := w.Sent(t, p)
	must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
	w.Clock.Set(accredtest.Today.AddDays(14).End())
	kind(t, w.Envelopes.Appeal(t.Context(), h, "Late", "Lee"), fault.Refused)
	w.Clock.Advance(-time.Millisecond)
	must(t, w.Envelopes.Appeal(t.Context(), h, "In time", "Lee"))
}

func TestDeclarationsAndChangesWaitForTheUnit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Waiting(t, council, "Lee")
		c, h := w.Sent(t, p)
		w.Checked(t, c)
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()))
		own := authz.Actor{Force: w.Force, Account: "acc_lee", Name: "Lee Hartnoll", Role: authz.AccreditedPerson, Org: council, Person: p}
		kind(t, w.Envelopes.Tell(t.Context(), own, c, envelope.Told{Signed: "Lee"}), fault.Invalid)
		kind(t, w.Envelopes.Tell(t.Context(), own, c, envelope.Told{Signed: "Lee", Items: []envelope.ToldItem{{What: "shoes", Text: "New"}}}), fault.Invalid)
		must(t, w.Envelopes.Tell(t.Context(), own, c, envelope.Told{Declaration: true, Signed: "Lee Hartnoll"}))
		if got := w.Case(t, c); got.Review != clock.NoDay || got.Declaration != accredtest.Today.AddYears(1) {
			t.Errorf("nothing changed: %+v", got)
		}
		must(t, w.Envelopes.Tell(t.Context(), h.Actor(), c, envelope.Told{Signed: "Lee Hartnoll", Items: []envelope.ToldItem{{What: "proceedings", Text: vettingtest.Planted}}}))
		if got := w.Case(t, c); got.Review != accredtest.Today {
			t.Errorf("a change: %+v", got)
		}
		kind(t, w.Envelopes.Review(t.Context(), w.Vetter, c, "Fine", accredtest.Today.AddYears(9)), fault.Invalid)
		must(t, w.Envelopes.Review(t.Context(), w.Vetter, c, "Fine, "+vettingtest.Planted, accredtest.Today.AddMonths(2)))
		if got := w.Case(t, c); got.Review != clock.NoDay || got.Aftercare != accredtest.Today.AddMonths(2) {
			t.Errorf("looked at: %+v", got)
		}
		stranger := own
		stranger.Person = "per_other"
		kind(t, w.Envelopes.Tell(t.Context(), stranger, c, envelope.Told{Declaration: true, Signed: "Mo"}), fault.Forbidden)
		w.Verify(t)
	})
}

func TestAClearanceOnPaperGetsAnEnvelopeWhenItIsNeeded(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		p := w.Warden(t, council, "Mo", accredtest.Today.AddYears(2))
		own := authz.Actor{Force: w.Force, Account: "acc_mo", Name: "Mo Hartnoll", Role: authz.AccreditedPerson, Org: council, Person: p}
		must(t, w.Envelopes.TellOwn(t.Context(), own, envelope.Told{Declaration: true, Signed: "Mo Hartnoll"}))
		must(t, w.Envelopes.TellOwn(t.Context(), own, envelope.Told{Signed: "Mo Hartnoll", Items: []envelope.ToldItem{{What: "address", Text: "Moved"}}}))
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			all, err := w.Envelopes.Of(tx, w.Vetter, p)
			if len(all) != 1 || all[0].State.Kind != envelope.Kept || all[0].State.Level != "NPPV 2" || all[0].State.Review != accredtest.Today {
				t.Errorf("%+v", all)
			}
			return err
		}))
		// What is recorded on paper afterwards is followed.
		must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 3", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(4)}))
		all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]envelope.Version, error) { return w.Envelopes.Of(tx, w.Vetter, p) })
		must(t, err)
		if c := all[0].State; c.Level != "NPPV 3" || c.Expires != accredtest.Today.AddYears(4) {
			t.Errorf("%+v", c)
		}
		w.Verify(t)
	})
}

func TestWhatIsRecordedOnPaperStopsAnEnvelope(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	council := w.Approved(t, "Ferry Lane Council")
	p := w.Waiting(t, council, "Lee")
	c, h := w.Inside(t, p, "NPPV 2")
	_, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2")
	kind(t, err, fault.Conflict)
	must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(1)}))
	if got := w.Case(t, c).State; got != envelope.Stopped {
		t.Errorf("the case is %s", got)
	}
	kind(t, w.Envelopes.Send(t.Context(), h, "Lee"), fault.Conflict)
	q := w.Waiting(t, council, "Mo")
	c, _ = w.Inside(t, q, "NPPV 2")
	must(t, w.Persons.Leave(t.Context(), w.Manager, q, accredtest.Today.AddDays(-1), "Moved away"))
	if got := w.Case(t, c).State; got != envelope.Stopped {
		t.Errorf("the case of somebody who left is %s", got)
	}
	w.Verify(t)
}

func TestARenewalHasAnEnvelopeOfItsOwn(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	council := w.Approved(t, "Ferry Lane Council")
	p := w.Waiting(t, council, "Lee")
	first, _ := w.Sent(t, p)
	w.Checked(t, first)
	must(t, w.Envelopes.Pass(t.Context(), w.Vetter, first, w.Passing()))
	w.Clock.Set(clock.OnClock(accredtest.Today.AddMonths(34), 9, 0))
	must(t, w.Vettings.Request(t.Context(), w.Manager, p, clock.DayOf(w.Clock.Now())))
	l, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2")
	must(t, err)
	h := w.Enter(t, l.Secret)
	must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = vettingtest.Answers(clock.DayOf(w.Clock.Now())); return nil }))
	must(t, w.Envelopes.Send(t.Context(), h, "Lee Hartnoll"))
	w.Checked(t, l.Case)
	must(t, w.Envelopes.Pass(t.Context(), w.Vetter, l.Case, w.Passing()))
	old, now := w.Case(t, first), w.Case(t, l.Case)
	if now.Kind != envelope.Renewal || now.State != envelope.Cleared || old.Declaration != clock.NoDay || old.Ended != clock.DayOf(w.Clock.Now()) {
		t.Errorf("old %+v\nnew %+v", old, now)
	}
	if v := w.Vetting(t, p); v.Expires != now.Expires || v.Renewal != clock.NoDay {
		t.Errorf("%+v", v)
	}
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

// TestErasedContentLeavesTheLedgerWhole destroys what lies in an envelope when its time is
// over, and not before.
func TestErasedContentLeavesTheLedgerWhole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
		c, h := w.Sent(t, p)
		kind(t, w.Envelopes.Erase(t.Context(), w.Vetter, c), fault.Conflict) // in use
		must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
		kind(t, w.Envelopes.Erase(t.Context(), w.Vetter, c), fault.Refused)
		over := accredtest.Today.AddDays(14).AddMonths(12)
		w.Clock.Set((over - 1).Start())
		if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 0 || err != nil {
			t.Errorf("%d destroyed a day early, %v", n, err)
		}
		w.Clock.Set(over.Start())
		if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 1 || err != nil {
			t.Errorf("%d destroyed, %v", n, err)
		}
		if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 0 || err != nil {
			t.Errorf("%d destroyed twice, %v", n, err)
		}
		_, err := w.Envelopes.Open(t.Context(), w.Vetter, c, "look")
		kind(t, err, fault.Conflict)
		_, err = w.Envelopes.RenewLink(t.Context(), w.Vetter, c, false)
		kind(t, err, fault.Conflict)
		kind(t, w.Envelopes.Appeal(t.Context(), h, "Late", "Lee"), fault.Refused)
		must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
			for _, x := range []string{"vetting_part", "vetting_key", "vetting_draft", "vetting_link"} {
				n, err := db.Count(tx, `SELECT COUNT(*) FROM `+x+` WHERE case_id = ?`, string(c))
				if err != nil || n != 0 {
					t.Errorf("%s still holds %d rows, %v", x, n, err)
				}
			}
			return nil
		}))
		if got := w.Case(t, c); got.Erased != over || got.State != envelope.Refused {
			t.Errorf("%+v", got)
		}
		w.Verify(t)
	})
}

func TestAFormThatNeverCameIsDestroyedToo(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, h := w.Inside(t, p, "NPPV 2")
	must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
	w.Clock.Set(accredtest.Today.AddDays(28 + 1).AddMonths(12).Start())
	if n, err := w.Envelopes.EraseDue(t.Context(), w.Force, 100); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	if got := w.Case(t, c); got.State != envelope.Stopped || got.Erased == clock.NoDay {
		t.Errorf("%+v", got)
	}
	if _, err := w.Envelopes.Invite(t.Context(), w.Vetter, p, "NPPV 2"); err != nil {
		t.Errorf("the person still waits, and is not invited again: %v", err)
	}
}

func TestANewKeyOpensWhatTheOldOneDid(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		c, _ := w.Sent(t, w.Waiting(t, council, "Lee"))
		_, h := w.Inside(t, w.Waiting(t, council, "Mo"), "NPPV 2")
		must(t, w.Envelopes.Save(t.Context(), h, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
		before := keys(t, w)
		kindOf := func(who authz.Actor) error { _, err := w.Envelopes.RotateKey(t.Context(), who); return err }
		kind(t, kindOf(w.Manager), fault.Forbidden)
		n, err := w.Envelopes.RotateKey(t.Context(), w.Operator)
		if n != 2 || err != nil {
			t.Fatalf("%d envelopes wrapped anew, %v", n, err)
		}
		_, err = w.Envelopes.Open(t.Context(), w.Vetter, c, "look")
		must(t, err)
		f, err := w.Envelopes.Filled(t.Context(), h)
		if err != nil || len(f.Answers.Values) == 0 {
			t.Errorf("%v %v", f.Answers, err)
		}
		after := keys(t, w)
		if len(after) != 2 || len(before) != 1 || after[0] != "destroyed" || after[1] == before[0] {
			t.Errorf("keys before %v, after %v", before, after)
		}
		w.Verify(t)
	})
}

// keys is the wrapping keys as they are kept, the oldest first.
func keys(t *testing.T, w *vettingtest.World) []string {
	t.Helper()
	out, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, func(s db.Scanner) (string, error) {
			var b []byte
			err := s.Scan(&b)
			if b == nil {
				return "destroyed", err
			}
			return string(b), err
		}, `SELECT sealed FROM wrapping_key WHERE force_id = ? ORDER BY from_at, id`, string(w.Force))
	})
	must(t, err)
	return out
}

// TestVerifyFindsAnEnvelopeThatWasTouched changes what is sealed behind the program's back.
func TestVerifyFindsAnEnvelopeThatWasTouched(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text string }{
		{"its bytes", `UPDATE vetting_part SET sealed = wrapped FROM vetting_key WHERE vetting_part.case_id = vetting_key.case_id`},
		{"its commitment", `UPDATE vetting_part SET commitment = 'x'`},
		{"its kind", `UPDATE vetting_part SET kind = 'appeal'`},
		{"taken out", `DELETE FROM vetting_part`},
		{"the state of a case", `UPDATE vetting_case SET state = REPLACE(state, '"sent"', '"cleared"') WHERE standing = 'sent'`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := vettingtest.New(t, dbtest.SQLite(t))
			c, _ := w.Sent(t, w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee"))
			must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(tt.text); return err }))
			r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Origin: "watchword/eastmarch/ledger", Tables: w.Registers()})
			must(t, err)
			if !strings.Contains(r.Fault, "vetting_") {
				t.Errorf("verify finds %q", r.Fault)
			}
			_ = c
		})
	}
}

func TestTheForecastSaysWhenToExpectADecision(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *vettingtest.World) {
		council := w.Approved(t, "Ferry Lane Council")
		first := w.Waiting(t, council, "Ada")
		c, _ := w.Sent(t, first)
		w.Clock.Advance(24 * time.Hour)
		second := w.Waiting(t, council, "Ben")
		w.Sent(t, second)
		third := w.Waiting(t, council, "Cy") // has no form yet
		w.Clock.Advance(24 * time.Hour)
		w.Waiting(t, council, "Di") // nor has this one, who was put forward later
		queue := func() ([]envelope.Waiting, envelope.Forecast) {
			var f envelope.Forecast
			q, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (q []envelope.Waiting, err error) {
				q, f, err = w.Envelopes.Queue(tx, w.Vetter)
				return q, err
			})
			must(t, err)
			return q, f
		}
		q, f := queue()
		if !f.ByAim() || q[0].Person != first || len(q) != 4 || q[0].Expected != accredtest.Today.AddDays(56) || f.WithUnit != 2 || q[2].Person != third {
			t.Errorf("by the aim: %+v %+v", f, q)
		}
		// Twelve decisions in twelve weeks: one a week.
		for range 12 {
			w.Warden(t, council, "Dee", accredtest.Today.AddYears(1))
		}
		q, f = queue()
		today := clock.DayOf(w.Clock.Now())
		if f.ByAim() || f.PerWeek() != 1 || q[0].Expected != today+7 || q[1].Expected != today+14 || q[2].Expected != today+21 || q[3].Expected != today+28 {
			t.Errorf("by the pace: %+v %+v", f, q)
		}
		if f.Place(second) != 2 || f.Place(third) != 0 {
			t.Errorf("places %d %d", f.Place(second), f.Place(third))
		}
		w.Checked(t, c)
		must(t, w.Envelopes.Pass(t.Context(), w.Vetter, c, w.Passing()))
		if q, _ = queue(); len(q) != 3 || q[0].Person != second {
			t.Errorf("after a decision: %+v", q)
		}
		months, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]envelope.Month, error) { return w.Envelopes.Renewals(tx, w.Vetter) })
		must(t, err)
		if len(months) != 12 || months[0].First != clock.MustDay("2026-11-01") || months[11].Ends != 0 {
			t.Errorf("%+v", months)
		}
	})
}

func TestWhatIsKnownOfACaseOnAPastDay(t *testing.T) {
	t.Parallel()
	w := vettingtest.New(t, dbtest.SQLite(t))
	p := w.Waiting(t, w.Approved(t, "Ferry Lane Council"), "Lee")
	c, _ := w.Sent(t, p)
	then := register.Now(w.Clock.Now())
	w.Clock.Advance(48 * time.Hour)
	must(t, w.Envelopes.Refuse(t.Context(), w.Vetter, c, w.Against()))
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (envelope.Version, error) { return w.Envelopes.Find(tx, w.Manager, c, then) })
	if err != nil || v.State.State != envelope.Sent {
		t.Errorf("%+v %v", v.State, err)
	}
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

// TestLifePageIsTrue compares docs/life-of-a-vetting.md with the table of states. Run with
// UPDATE=1 to write it anew.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/life-of-a-vetting.md"
	want := envelope.LifePage()
	if os.Getenv("UPDATE") != "" {
		must(t, os.WriteFile(path, []byte(want), 0o644))
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s does not say what the table of states says (UPDATE=1 writes it): %v", path, err)
	}
}
