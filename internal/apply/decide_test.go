package apply_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/apply/applytest"
	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/print"
)

func settings(t *testing.T, w *applytest.World) area.Settings {
	t.Helper()
	set, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (area.Settings, error) { return w.Areas.Settings(tx, w.Manager) })
	accredtest.Must(t, err)
	return set
}

func letter(t *testing.T, w *applytest.World, of id.Application) string {
	t.Helper()
	d, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (print.Document, error) { return w.Applies.Letter(tx, w.Manager, of, w.Now()) })
	accredtest.Must(t, err)
	html, err := d.HTML()
	accredtest.Must(t, err)
	if pdf, err := d.PDF(); err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("the letter as a PDF: %v", err)
	}
	return string(html)
}

func TestACouncilIsApprovedPowerByPower(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		of, h := w.Ready(t, false)
		before := w.Now()
		w.Clock.Advance(time.Hour)
		if !slices.Contains(kinds(t, w, w.Manager), apply.ToAssess) {
			t.Error("it does not wait for the office")
		}
		accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, of, true, "All criteria met."))
		items := waits(t, w, w.Delegate)
		if len(items) != 1 || items[0].Kind != apply.ToDecide || items[0].Due != accredtest.Today+10 {
			t.Errorf("it does not wait for the delegate: %+v", items)
		}
		yes := w.Yes(t, of)
		wrong(t, w.Applies.Approve(t.Context(), w.Manager, of, yes), fault.Forbidden.String())

		// All or nothing: what is refused leaves no organisation behind.
		short := yes
		short.Powers = yes.Powers[:1]
		wrong(t, w.Applies.Approve(t.Context(), w.Delegate, of, short), "power.unanswered")
		none, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]org.Version, error) { return w.Orgs.All(tx, w.Force, w.Now()) })
		if err != nil || len(none) != 0 {
			t.Errorf("an organisation stands in the register after a decision that failed: %v", none)
		}

		yes.Powers[0].Answer, yes.Powers[0].Condition = org.Conditional, "In pairs after dark"
		yes.Powers[1].Answer, yes.Powers[1].Reason = org.Refused, "Your officers are authorised by the council already."
		accredtest.Must(t, w.Applies.Approve(t.Context(), w.Delegate, of, yes))
		a := w.Application(t, of)
		if a.State != apply.Approved || a.Org == "" || a.Decided == nil || !a.Decided.Approved {
			t.Fatalf("approved: %+v", a)
		}
		o := w.Org(t, a.Org)
		if o.State != org.InForce || o.Number != "ORG-001" || o.To != yes.To || !o.FitTest.Satisfied || o.AreaText != "District of Hallowdene" || len(o.Of(org.Liaison)) != 2 || o.Roles[0].Staff != 4 {
			t.Errorf("in the register: %+v", o)
		}
		if p := o.Roles[0].Powers; p[0].Answer != org.Conditional || p[0].Condition != "In pairs after dark" || p[1].Answer != org.Refused || p[0].By != w.Delegate.Name {
			t.Errorf("its powers: %+v", p)
		}
		v, err := db.Find(t.Context(), d, func(tx *db.Tx) (org.Version, error) { return w.Orgs.Any(tx, w.Force, a.Org, w.Now()) })
		accredtest.Must(t, err)
		av, err := db.Find(t.Context(), d, func(tx *db.Tx) (apply.Version, error) { return w.Applies.Find(tx, w.Manager, of, w.Now()) })
		accredtest.Must(t, err)
		if v.Entry != av.Entry {
			t.Error("organisation and decision are not of one entry")
		}
		if p := w.Prospect(t, a.Prospect); p.Stage != apply.Joined || p.Org != a.Org {
			t.Errorf("the prospect: %+v", p)
		}
		for _, want := range []string{"Hallowdene District Council is accredited", "Allowed, with the condition: In pairs after dark", "Refused: Your officers are authorised by the council already.", yes.To.Long()} {
			if !strings.Contains(letter(t, w, of), want) {
				t.Errorf("the letter does not say %q", want)
			}
		}
		then, err := db.Find(t.Context(), d, func(tx *db.Tx) (apply.Version, error) { return w.Applies.Find(tx, w.Manager, of, before) })
		if err != nil || then.State.State != apply.Sent || then.State.Decided != nil {
			t.Errorf("as it stood before: %v %v", then.State.State, err)
		}
		wrong(t, w.Applies.Approve(t.Context(), w.Delegate, of, yes), fault.Conflict.String())
		if _, err := w.Applies.Again(t.Context(), h); !fault.Is(err, fault.Conflict) {
			t.Errorf("an approved application is followed by another: %v", err)
		}
		w.Verify(t)
	})
}

func TestAFirmIsRefusedAndAppliesAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		of, h := w.Sent(t, true)
		wrong(t, w.Applies.Refuse(t.Context(), w.Delegate, of, "x"), fault.Conflict.String())
		accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, of, false, "The company is not approved."))
		wrong(t, w.Applies.Refuse(t.Context(), w.Delegate, of, " "), "why")
		accredtest.Must(t, w.Applies.Refuse(t.Context(), w.Delegate, of, "Police Crime Prevention Initiatives have not approved the company."))
		a := w.Application(t, of)
		if p := w.Prospect(t, a.Prospect); a.State != apply.Refused || p.Stage != apply.Closed {
			t.Errorf("refused: %s, %s", a.State, p.Stage)
		}
		if text := letter(t, w, of); !strings.Contains(text, "Your application to be accredited is refused") || !strings.Contains(text, "have not approved the company") {
			t.Errorf("the letter: %s", text)
		}
		if _, err := w.Applies.OwnLetter(t.Context(), h); err != nil {
			t.Errorf("the applicant cannot read the letter: %v", err)
		}

		next, err := w.Applies.Again(t.Context(), h)
		accredtest.Must(t, err)
		if _, err := w.Applies.Again(t.Context(), h); !fault.Is(err, fault.Conflict) {
			t.Errorf("two applications follow one: %v", err)
		}
		l, err := w.Applies.MakeLink(t.Context(), w.Manager, next)
		accredtest.Must(t, err)
		h = w.In(t, l.Secret)
		f, err := w.Applies.Filled(t.Context(), h)
		accredtest.Must(t, err)
		if f.Application.Before != of || f.Application.State != apply.Draft || f.Form.Values["legal_name"] != "Northgate Security Ltd" || len(f.Form.Directors) != 1 {
			t.Errorf("the next application: %+v", f.Application)
		}
		accredtest.Must(t, w.Applies.Send(t.Context(), h, applytest.Signed))
		w.Assessed(t, next)
		accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, next, true, "The company is approved now."))
		accredtest.Must(t, w.Applies.Approve(t.Context(), w.Delegate, next, w.Yes(t, next)))
		if o := w.Org(t, w.Application(t, next).Org); o.State != org.InForce || o.Kind != "security" {
			t.Errorf("in the register: %+v", o)
		}
		if was := w.Application(t, of); was.State != apply.Refused {
			t.Errorf("the refusal is forgotten: %s", was.State)
		}
		w.Verify(t)
	})
}

func TestWhatAnApprovalNeeds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		private bool
		change  func(t *testing.T, w *applytest.World, of id.Application)
		want    string
	}{
		{"everything is found", false, func(*testing.T, *applytest.World, id.Application) {}, ""},
		{"of a firm too", true, func(*testing.T, *applytest.World, id.Application) {}, ""},
		{"a criterion is not met", false, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.Judge(t.Context(), w.Manager, of, apply.Judgement{Criterion: settings(t, w).Criteria[0], Outcome: apply.Fails, Evidence: "None"}))
		}, "criterion.failed"},
		{"one that does not apply is no hindrance", false, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.Judge(t.Context(), w.Manager, of, apply.Judgement{Criterion: settings(t, w).Criteria[0], Outcome: apply.Excused, Evidence: "They carry none"}))
		}, ""},
		{"the force sets another criterion", false, func(t *testing.T, w *applytest.World, _ id.Application) {
			w.Set(t, "criteria", strings.Join(append(settings(t, w).Criteria, "Dogs are kept on leads"), "\n"))
		}, "criterion.open"},
		{"evidence ran out meanwhile", false, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.Judge(t.Context(), w.Manager, of, apply.Judgement{Criterion: settings(t, w).Criteria[0], Outcome: apply.Meets, Evidence: "Policy 7", Until: accredtest.Today + 3}))
			w.Clock.Advance(4 * 24 * time.Hour)
		}, "criterion.past"},
		{"the company is not approved", true, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.RecordCompany(t.Context(), w.Manager, of, apply.Company{Asked: accredtest.Today, Came: accredtest.Today}))
		}, "company.missing"},
		{"somebody was asked and has time still", false, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.Consult(t.Context(), w.Manager, of, []string{apply.Commissioner}))
		}, "consultation.open"},
		{"whoever lets the time pass is not waited for", false, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.Consult(t.Context(), w.Manager, of, []string{apply.Commissioner}))
			w.Clock.Advance(29 * 24 * time.Hour)
		}, ""},
		{"an objection is for the delegate to weigh", false, func(t *testing.T, w *applytest.World, of id.Application) {
			accredtest.Must(t, w.Applies.Answer(t.Context(), w.Manager, of, apply.Commissioner, apply.Objects, "Too many already", accredtest.Today))
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := applytest.New(t, dbtest.SQLite(t))
			of, _ := w.Ready(t, tt.private)
			tt.change(t, w, of)
			wrong(t, w.Applies.Recommend(t.Context(), w.Manager, of, true, "So I find"), tt.want)
		})
	}
	w := applytest.New(t, dbtest.SQLite(t))
	of, _ := w.Sent(t, true)
	got := accredtest.Wrong(w.Applies.Recommend(t.Context(), w.Manager, of, true, "x"))
	for _, want := range []string{"criterion.open", "company.missing", "visit.missing", "consultation.commissioner"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s, want also %s", got, want)
		}
	}
}

func TestWhatIsWrongWithAFinding(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	of, _ := w.Sent(t, false)
	ctx, first := t.Context(), settings(t, w).Criteria[0]
	today := accredtest.Today
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"a criterion there is not", w.Applies.Judge(ctx, w.Manager, of, apply.Judgement{Criterion: "Luck", Outcome: apply.Meets, Evidence: "x"}), "criterion"},
		{"no outcome, no evidence", w.Applies.Judge(ctx, w.Manager, of, apply.Judgement{Criterion: first}), "outcome evidence"},
		{"evidence that has run out", w.Applies.Judge(ctx, w.Manager, of, apply.Judgement{Criterion: first, Outcome: apply.Meets, Evidence: "x", Until: today - 1}), "until"},
		{"a visit to come", w.Applies.RecordVisit(ctx, w.Manager, of, apply.Visit{On: today + 1}), "on where present found"},
		{"company approval of a public body", w.Applies.RecordCompany(ctx, w.Manager, of, apply.Company{Asked: today}), fault.Conflict.String()},
		{"nobody is asked", w.Applies.Consult(ctx, w.Manager, of, nil), "with"},
		{"somebody else is asked", w.Applies.Consult(ctx, w.Manager, of, []string{"My cousin"}), "with"},
		{"an answer of who was not asked", w.Applies.Answer(ctx, w.Manager, of, apply.Commissioner, apply.Content, "", today), "with"},
		{"the delegate judges nothing", w.Applies.Judge(ctx, w.Delegate, of, apply.Judgement{Criterion: first, Outcome: apply.Meets, Evidence: "x"}), fault.Forbidden.String()},
		{"nothing to send back", w.Applies.SendBack(ctx, w.Delegate, of, "x"), fault.Conflict.String()},
	} {
		wrongNamed(t, tt.name, tt.err, tt.want)
	}
}

func wrongNamed(t *testing.T, name string, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%s: %v (%s), want %s", name, err, got, want)
	}
}

func TestWhoRecommendsDoesNotDecide(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	of, _ := w.Ready(t, false)
	accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, of, true, "x"))
	both := w.Delegate
	both.Account = w.Manager.Account
	wrong(t, w.Applies.Approve(t.Context(), both, of, w.Yes(t, of)), fault.Forbidden.String())
	wrong(t, w.Applies.Refuse(t.Context(), both, of, "x"), fault.Forbidden.String())
	accredtest.Must(t, w.Applies.SendBack(t.Context(), w.Delegate, of, "Which shifts?"))
	if a := w.Application(t, of); a.State != apply.Sent || a.Why != "Which shifts?" {
		t.Errorf("sent back: %+v", a)
	}
}

func TestPowersThatTheLawDoesNotAllowAreNotAllowed(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	_, h := w.Invited(t, applytest.Enquiry())
	f := w.Complete(false)
	f.Roles[0].Powers = []apply.Want{{Power: "csas-traffic-control", Reason: "r", Uses: "u", Instead: "i"}, {Power: "csas-alcohol-dppo", Reason: "r", Uses: "u", Instead: "i"}}
	w.Filled(t, h, f)
	accredtest.Must(t, w.Applies.Send(t.Context(), h, applytest.Signed))
	w.Assessed(t, h.Application)
	accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, h.Application, true, "x"))
	got := accredtest.Wrong(w.Applies.Approve(t.Context(), w.Delegate, h.Application, w.Yes(t, h.Application)))
	if got != "power.spent power.prerequisite" {
		t.Errorf("approved against the law: %s", got)
	}
	a := w.Yes(t, h.Application)
	for i := range a.Powers {
		a.Powers[i].Answer, a.Powers[i].Reason = org.Refused, "Not in law"
	}
	accredtest.Must(t, w.Applies.Approve(t.Context(), w.Delegate, h.Application, a)) // none is legitimate
}

func TestAnEntryThatEndedIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := applytest.New(t, d)
		was := w.Approved(t, "Hallowdene District Council")
		of, _ := w.Ready(t, false)
		accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, of, true, "x"))
		wrong(t, w.Applies.Approve(t.Context(), w.Delegate, of, w.Yes(t, of)), fault.Conflict.String())
		accredtest.Must(t, w.Orgs.Withdraw(t.Context(), w.Delegate, was, "No supervisors"))
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Applies.Approve(t.Context(), w.Delegate, of, w.Yes(t, of)))
		o := w.Org(t, was)
		if w.Application(t, of).Org != was || o.State != org.InForce || len(o.Of(org.PoliceLiaison)) != 1 || len(o.Roles) != 1 || o.Number != "ORG-001" {
			t.Errorf("taken up again: %+v", o)
		}
		w.Verify(t)
	})
}

func TestANameThatIsAnothersIsForTheApplicantToMend(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	w.Approved(t, "The Wardens")
	_, h := w.Invited(t, applytest.Enquiry())
	f := w.Complete(false)
	f.Values["trading_names"] = "The Wardens"
	w.Filled(t, h, f)
	accredtest.Must(t, w.Applies.Send(t.Context(), h, applytest.Signed))
	w.Assessed(t, h.Application)
	accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, h.Application, true, "x"))
	wrong(t, w.Applies.Approve(t.Context(), w.Delegate, h.Application, w.Yes(t, h.Application)), "application.name")
}

func TestEvidenceThatEndsStandsInTheDiary(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	of, _ := w.Ready(t, false)
	accredtest.Must(t, w.Applies.Judge(t.Context(), w.Manager, of, apply.Judgement{Criterion: settings(t, w).Criteria[0], Outcome: apply.Meets, Evidence: "Policy 7", Until: accredtest.Today + 30}))
	accredtest.Must(t, w.Applies.Recommend(t.Context(), w.Manager, of, true, "x"))
	accredtest.Must(t, w.Applies.Approve(t.Context(), w.Delegate, of, w.Yes(t, of)))
	items := waits(t, w, w.Manager)
	if len(items) != 1 || items[0].Kind != apply.EvidenceEnds || items[0].Due != accredtest.Today+30 || items[0].Org == "" {
		t.Errorf("%+v", items)
	}
}
