package agreement_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

func TestChangeOnlyByAProposalBothAgreeTo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		of := w.InForce(t, o)
		ctx, s := t.Context(), w.Agreements
		_, err := s.Draft(ctx, w.Manager, agreement.Order{Org: o, Kind: agreement.Protocol})
		wantKind(t, err, fault.Conflict)
		after := agreement.Order{Org: o, Kind: agreement.Protocol, After: of}
		_, err = s.Draft(ctx, w.Manager, after)
		wantCode(t, err, "agreement.no-proposal")

		wantKind(t, s.Propose(ctx, w.Lead(o), of, "", "why"), fault.Invalid)
		accredtest.Must(t, s.Propose(ctx, w.Lead(o), of, "Evening patrols on market days", "Complaints after eight"))
		wantKind(t, s.Propose(ctx, w.Manager, of, "Something else", "why"), fault.Conflict)
		wantCode(t, s.AnswerProposal(ctx, w.Lead(o), of, agreement.Agreed, ""), "proposal.own")
		wantKind(t, s.AnswerProposal(ctx, w.Manager, of, agreement.TakenBack, ""), fault.Forbidden)
		wantKind(t, s.AnswerProposal(ctx, w.Manager, of, agreement.Declined, ""), fault.Invalid)
		accredtest.Must(t, s.AnswerProposal(ctx, w.Manager, of, agreement.Declined, "No officers to support them"))
		_, err = s.Draft(ctx, w.Manager, after)
		wantCode(t, err, "agreement.no-proposal")

		w.Clock.Advance(24 * 3600e9)
		next := w.Next(t, of, "Patrols on Saturdays")
		old, now := w.Find(t, of), w.Find(t, next)
		if old.State != agreement.Superseded || w.Find(t, old.Annex).State != agreement.Superseded || old.Proposals[1].Into != next {
			t.Errorf("the version before: %s, %+v", old.State, old.Proposals)
		}
		if now.Number != "JOP 001/2" || now.Version != 2 || now.Family != of || now.Before != of || now.State != agreement.InForce || w.Find(t, now.Annex).Number != "ISA 001/2" {
			t.Errorf("%+v", now)
		}
		family, err := db.Find(ctx, d, func(tx *db.Tx) ([]agreement.Version, error) {
			return s.List(tx, w.Manager, agreement.Query{Family: of}, w.Now())
		})
		accredtest.Must(t, err)
		if len(family) != 2 {
			t.Errorf("%d versions of the family are kept", len(family))
		}
		past, err := db.Find(ctx, d, func(tx *db.Tx) (agreement.Version, error) {
			return s.Find(tx, w.Manager, of, register.Now(w.Clock.Now().Add(-3600e9)))
		})
		if err != nil || past.State.State != agreement.InForce {
			t.Errorf("an hour ago the first version was in force: %v %v", past.State.State, err)
		}
		w.Verify(t)
	})
}

func TestDiscardingAVersionLeavesItsProposalAgreed(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Approved(t, "Aldermere City Council")
	of := w.InForce(t, o)
	ctx, s := t.Context(), w.Agreements
	accredtest.Must(t, s.Propose(ctx, w.Manager, of, "Saturdays", "Market"))
	accredtest.Must(t, s.AnswerProposal(ctx, w.Lead(o), of, agreement.Agreed, ""))
	order := agreement.Order{Org: o, Kind: agreement.Protocol, After: of}
	next, err := s.Draft(ctx, w.Manager, order)
	accredtest.Must(t, err)
	_, err = s.Draft(ctx, w.Manager, order)
	wantCode(t, err, "agreement.no-proposal")
	accredtest.Must(t, s.Discard(ctx, w.Manager, next, "Begun from the wrong template"))
	again, err := s.Draft(ctx, w.Manager, order)
	accredtest.Must(t, err)
	if a := w.Find(t, again); a.Number != "JOP 001/3" {
		t.Errorf("%s: a number is never used again", a.Number)
	}
	w.Verify(t)
}

func TestReviewsFallDue(t *testing.T) {
	t.Parallel()
	set := area.Defaults()
	day := clock.MustDay
	for _, tt := range []struct {
		name string
		a    agreement.Agreement
		to   string
		want string
	}{
		{"a year from the last signature", agreement.Agreement{Kind: agreement.Protocol, Signed: day("2026-11-17")}, "2029-11-16", "2027-11-17"},
		{"before the arrangements are renewed, if that is sooner", agreement.Agreement{Kind: agreement.Protocol, Signed: day("2026-11-17")}, "2027-03-31", "2027-03-31"},
		{"a review held for that renewal counts", agreement.Agreement{Kind: agreement.Protocol, Signed: day("2026-11-17"),
			Reviews: []agreement.Review{{Held: day("2027-01-10"), Before: day("2027-03-31")}}}, "2027-03-31", "2028-01-10"},
		{"a review for the renewal before does not", agreement.Agreement{Kind: agreement.Protocol, Signed: day("2026-11-17"),
			Reviews: []agreement.Review{{Held: day("2027-01-10"), Before: day("2027-03-31")}}}, "2027-09-30", "2027-09-30"},
		{"arrangements that ended before the signature do not count", agreement.Agreement{Kind: agreement.Protocol, Signed: day("2026-11-17")}, "2026-10-31", "2027-11-17"},
		{"a sharing agreement first after six months", agreement.Agreement{Kind: agreement.Sharing, Signed: day("2026-11-17")}, "2026-12-31", "2027-05-17"},
		{"and then after a year", agreement.Agreement{Kind: agreement.Sharing, Signed: day("2026-11-17"), Reviews: []agreement.Review{{Held: day("2027-05-01")}}}, "", "2028-05-01"},
		{"from 29 February to 28 February", agreement.Agreement{Kind: agreement.Protocol, Signed: day("2028-02-29")}, "", "2029-02-28"},
	} {
		tt.a.State = agreement.InForce
		o := org.Organisation{}
		if tt.to != "" {
			o.To = day(tt.to)
		}
		if got := tt.a.ReviewDue(&o, set); got.String() != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestArrangementsAreNotRenewedBeforeTheReview(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Council(t, "Aldermere City Council")
	to := accredtest.Today.AddMonths(6)
	w.Approve(t, o, accredtest.Today, to)
	of := w.InForce(t, o)
	w.Clock.Set((to - 20).Start())
	renew := org.Approval{From: to + 1, To: to.AddYears(3), Evidence: "All criteria met again"}
	wantCode(t, w.Orgs.Approve(t.Context(), w.Delegate, o, renew), "protocol.review")
	early := renew
	early.From = to - 20
	wantCode(t, w.Orgs.Approve(t.Context(), w.Delegate, o, early), "protocol.review")
	bad := agreement.Reviewed{Held: to - 10, Present: "Both", Outcome: agreement.Stands}
	wantKind(t, w.Agreements.Review(t.Context(), w.Manager, of, bad), fault.Invalid) // in the future
	accredtest.Must(t, w.Agreements.Review(t.Context(), w.Manager, of, agreement.Reviewed{Held: to - 20, Present: "Sgt Askew, Priya Nair", Outcome: agreement.Stands, Note: "No change"}))
	accredtest.Must(t, w.Orgs.Approve(t.Context(), w.Delegate, o, renew))
	w.Verify(t)
}

func TestAForceMayAskForAProtocolBeforeApproval(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	w.Set(t, "protocol_needed", "yes")
	o := w.Council(t, "Aldermere City Council")
	approve := func() error {
		var ds []org.PowerDecision
		for _, r := range w.Org(t, o).Roles {
			for _, p := range r.Powers {
				ds = append(ds, org.PowerDecision{Role: r.ID, Power: p.Power, Answer: org.Allowed})
			}
		}
		return w.Orgs.Approve(t.Context(), w.Delegate, o, org.Approval{From: accredtest.Today, To: accredtest.Today.AddYears(1), Powers: ds})
	}
	wantCode(t, approve(), "protocol.none")
	w.InForce(t, o)
	accredtest.Must(t, approve())
}

func TestAReviewMayProposeAChange(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Approved(t, "Aldermere City Council")
	of := w.InForce(t, o)
	r := agreement.Reviewed{Held: accredtest.Today, Present: "Both", Outcome: agreement.Changes}
	wantKind(t, w.Agreements.Review(t.Context(), w.Manager, of, r), fault.Invalid)
	r.Change = "A third liaison officer"
	accredtest.Must(t, w.Agreements.Review(t.Context(), w.Manager, of, r))
	a := w.Find(t, of)
	if p, ok := a.Open(); !ok || p.What != "A third liaison officer" || p.Side != agreement.OfForce {
		t.Errorf("%+v", a.Proposals)
	}
	wantKind(t, w.Agreements.Review(t.Context(), w.Manager, a.Annex, r), fault.Invalid) // a change of the annex is proposed with the protocol
	r.Outcome = agreement.Stands
	accredtest.Must(t, w.Agreements.Review(t.Context(), w.Manager, a.Annex, r))
}

func TestEndsWithTheArrangementsAndTakesWithItWhatStandsUnderIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		ctx, s := t.Context(), w.Agreements
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		_, err := s.Draft(ctx, w.Manager, agreement.Order{Org: o, Kind: agreement.Supplement})
		wantCode(t, err, "supplement.protocol")
		of, else1 := w.InForce(t, o), w.InForce(t, other)
		under, err := s.Draft(ctx, w.Manager, agreement.Order{Org: o, Kind: agreement.Supplement})
		accredtest.Must(t, err)
		accredtest.Must(t, s.Fill(ctx, w.Manager, under, map[string]string{"title": "Summer carnival", "purpose": "Keeping the route clear", "terms": "Two wardens at each gate\nA briefing at noon",
			"chief_inspector": "C/Insp Daniel Thorne"}))
		accredtest.Must(t, s.Issue(ctx, w.Manager, under))
		accredtest.Must(t, w.Sign(t, under, w.Delegate))
		accredtest.Must(t, w.Sign(t, under, w.Lead(o)))
		if a := w.Find(t, under); a.State != agreement.InForce || a.Parent != of || a.Title != "Summer carnival" || a.Number != "SUP 001/1" {
			t.Fatalf("%+v", a)
		}
		wantKind(t, s.End(ctx, w.Manager, of, "why"), fault.Forbidden)
		accredtest.Must(t, s.End(ctx, w.Delegate, of, "The council withdraws its wardens"))
		for _, x := range []id.Agreement{of, w.Find(t, of).Annex, under} {
			if a := w.Find(t, x); a.State != agreement.Ended || a.Ended.IsZero() {
				t.Errorf("%s is %s", a.Number, a.State)
			}
		}
		accredtest.Must(t, w.Orgs.Withdraw(ctx, w.Delegate, other, "Complaints were not answered"))
		if a := w.Find(t, else1); a.State != agreement.Ended || w.Find(t, a.Annex).State != agreement.Ended {
			t.Errorf("with the arrangements ended it is %s", a.State)
		}
		again := w.Issued(t, o)
		if a := w.Find(t, again); a.Number != "JOP 001B/1" || a.Family != again {
			t.Errorf("a new family: %s", a.Number)
		}
		w.Verify(t)
	})
}

func TestASharingAgreementMayStandAlone(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Council(t, "Quayside Homes")
	of, err := w.Agreements.Draft(t.Context(), w.Manager, agreement.Order{Org: o, Kind: agreement.Sharing})
	accredtest.Must(t, err)
	w.Fill(t, of)
	wantCode(t, w.Agreements.Issue(t.Context(), w.Manager, of), "field.chief_inspector")
	accredtest.Must(t, w.Agreements.Fill(t.Context(), w.Manager, of, map[string]string{"chief_inspector": "C/Insp Daniel Thorne"}))
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, of))
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	if a := w.Find(t, of); a.State != agreement.InForce || a.Parent != "" {
		t.Errorf("%+v", a)
	}
}
