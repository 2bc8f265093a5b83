package dossierweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/training"
)

// decision is the form of the delegate's page as it stands, with values set.
func (h *house) decision(of string, pairs ...string) url.Values {
	form := h.get(of).Status(200).Form("main form")
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func TestTheDelegateAccredits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		at := h.person(h.Asked, "/decide")
		p := h.as(h.Delegate).get(at).Status(200).Sound()
		p.Has("h1", "Joel Hartnoll").Says("Are you satisfied of these four things?", "Accredit with 2 powers", "The detail is sealed", "Also needs 3A, which is not given (para 8B(5))")
		if n := p.Count(`input[name="decision"][checked]`); n != 0 {
			t.Error("a decision is chosen beforehand")
		}
		if got := p.Count(`input[name="powers"][checked]`); got != 2 {
			t.Errorf("%d powers are ticked, want the 2 that are trained", got)
		}
		if p.Count(`input[id="power-csas-tobacco-u16"][disabled]`) != 1 {
			t.Error("an untrained power can be ticked")
		}
		h.post(at, h.decision(at)).Status(422).Says("Choose what you decide")
		h.post(at, h.decision(at, "decision", "accredit")).Status(422).Says("Confirm that you are satisfied of all four tests", "Type your name to sign")
		h.post(at, h.decision(at, "decision", "accredit", "satisfied", "yes", "typed_name", "Daniel Thorne", "not_b", "The date looks wrong")).Status(422).
			Says("You wrote that you are not satisfied of test (b)")
		h.post(at, h.decision(at, "decision", "fewer", "satisfied", "yes", "typed_name", "Daniel Thorne")).Status(422).Says("Every power is ticked")
		form := h.decision(at, "decision", "accredit", "satisfied", "yes", "typed_name", "Daniel Thorne")
		form.Del("powers")
		form.Add("powers", "csas-fpn-litter")
		back := h.post(at, form).Status(422).Says("You left out 1 power")
		if back.Value("Type your name to sign") != "Daniel Thorne" || back.Count(`input[name="powers"][checked]`) != 1 {
			t.Error("what was typed and ticked is lost")
		}
		form.Add("powers", "csas-tobacco-u16") // not trained: forged
		form.Set("decision", "fewer")
		h.post(at, form).Status(409).Says("has not passed training for Take tobacco")
		form["powers"] = []string{"csas-fpn-litter"}
		h.post(at, form).Status(303).Leads(h.person(h.Asked, "?done=accred.granted"))
		h.get(h.person(h.Asked, "")).Says("Accreditation in force", "EM 4002").Has("table th", "Notice: litter")
		h.get(at).Status(200).Says("Daniel Thorne decided this")
	})
}

func TestWhatChangedMeanwhileIsTold(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Asked, "/decide")
	form := h.as(h.Delegate).decision(at, "decision", "accredit", "satisfied", "yes", "typed_name", "Daniel Thorne", "conditions", "Only by day")
	accredtest.Must(t, h.Train(t, h.Asked, accredtest.Today.AddYears(1), "csas-tobacco-u16"))
	p := h.post(at, form).Status(409).Says("Training changed while you were reading. What you typed is still here.")
	if p.Value("Conditions, one a line") != "Only by day" {
		t.Error("what was typed is lost")
	}
	form = h.decision(at, "decision", "accredit", "satisfied", "yes", "typed_name", "Daniel Thorne", "conditions", "Only by day")
	h.post(at, h.decision(at, "decision", "refuse", "typed_name", "Daniel Thorne", "why", "Not enough experience.")).Status(303)
	h.post(at, form).Status(409).Says("Daniel Thorne decided this on 17 November 2026, 10:42", "Refused", "What you were about to decide", "Only by day")
}

func TestOthersDoNotDecide(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Asked, "/decide")
	h.as(h.Manager).get(at).Status(403).Says("You may not decide on an accreditation. That is for the chief officer’s delegate.")
	h.post(at, values("decision", "accredit")).Status(403)
	maker := h.Delegate
	maker.Account = h.Manager.Account
	form := h.as(maker).decision(at, "decision", "accredit", "satisfied", "yes", "typed_name", "Daniel Thorne")
	h.post(at, form).Status(409).Says("You put this person forward, so somebody else must sign.")
}

func TestTheDelegateChangesAnAccreditation(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Person, "/modify")
	form := h.as(h.Delegate).decision(at, "why", "The work has changed.", "typed_name", "Daniel Thorne")
	form["powers"] = []string{"csas-pnd", "csas-fpn-litter"}
	form.Del("offences")
	h.post(at, form).Status(422).Says("Choose at least one offence")
	form.Set("offences", "pnd-fire-alarm")
	h.post(at, form).Status(303)
	p := h.get(h.person(h.Person, "")).Says("False alarm of fire")
	p.Lacks("main table th", "Ask name and address: antisocial behaviour")
	h.get(h.person(h.Person, "/certificate")).Says("EM 4001 / 2", "Version 1")
	if first := h.get(h.person(h.Person, "/certificate?version=1")).Status(200).Source(); !strings.Contains(first, "antisocial behaviour") {
		t.Error("the first version is not as it was signed")
	}
	h.as(h.of(authz.Signatory)).get(at).Status(403)
	accredtest.Must(t, h.Trainings.Record(t.Context(), h.Trainer, h.Person, []training.Pass{{Power: "csas-fpn-litter", Passed: accredtest.Today, Expires: accredtest.Today.AddDays(5), Course: "Refresher"}}))
	h.pass(6)
	h.as(h.Delegate).get(at).Status(200).Says("Left out, since they cannot be given as things stand: notice: litter.")
}

func TestTheDelegateAsksForMoreAndIsAnswered(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Asked, "")
	signatory := h.of(authz.Signatory)
	h.as(signatory).get(at + "/answer").Status(409).Says("Nothing is asked")
	h.as(h.Delegate).post(at+"/decide", values("decision", "ask", "why", "Was the interview held?\nBy whom?", "not_c", "The report is undated.")).Status(303)
	h.get(at+"/decide").Status(200).Says("Not yet answered", "By whom?", "Test (c): The report is undated.")
	h.post(at+"/decide", values("decision", "ask", "why", "And when?")).Status(409).Says("waits for the answer", "And when?")

	p := h.as(signatory).get(at).Status(200).Sound()
	p.Says("More is asked before deciding", "Was the interview held?")
	if href := p.Link("Answer the delegate"); href != at+"/answer" {
		t.Errorf("the way to answer leads to %s", href)
	}
	h.get(at + "/answer").Status(200).Sound().Says("Was the interview held?")
	h.post(at+"/answer", values("answer", "  ")).Status(422).Sound().Says("Write the answer")
	long := h.post(at+"/answer", values("answer", strings.Repeat("y", 4001))).Status(422)
	if got := long.Value("What do you answer?"); len(got) != 4001 {
		t.Errorf("of what was typed %d letters are left", len(got))
	}
	h.as(h.of(authz.Supervisor)).get(at + "/answer").Status(403)
	h.as(signatory).post(at+"/answer", values("answer", "On 2 November, by Gareth Lyle.")).Status(303)
	h.post(at+"/answer", values("answer", "Again")).Status(409)
	h.as(h.Delegate).get(at+"/decide").Status(200).Says("Answered", "On 2 November, by Gareth Lyle.")
	h.post(at+"/decide", values("decision", "ask", "why", "And when?")).Status(303)
}

func TestALaterLastDayRenews(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Person, "/modify")
	form := date(values("powers", "csas-fpn-litter", "areas", string(h.City), "why", "Renewed in time.", "typed_name", "Daniel Thorne"), "to", accredtest.Today.AddYears(4))
	h.as(h.Delegate).post(at, form).Status(303)
	h.get(h.person(h.Person, "")).Says("to 17 November 2030")
	h.get(h.person(h.Person, "/history")).Says("Accreditation renewed to 17 November 2030")
}

func TestNobodyIsPutForwardWhereTheEmployerIsNotInForce(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	accredtest.Must(t, h.Orgs.Suspend(t.Context(), h.Delegate, h.Org, "An inquiry"))
	h.as(h.Delegate).get(h.person(h.Asked, "/decide")).Says("Not in force. Arrangements were made for")
	accredtest.Must(t, h.Orgs.Withdraw(t.Context(), h.Delegate, h.Org, "The council gave the scheme up"))
	h.as(h.Manager).get(h.person(h.Person, "")).Status(200).Sound().Lacks("a", "Put before the delegate")
	h.get("/organisations/"+string(h.Org)).Status(200).Sound().Lacks("a", "Put somebody forward")
}
