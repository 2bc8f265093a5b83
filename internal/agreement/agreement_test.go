package agreement_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

const asb = law.PowerID("csas-name-address-asb")

func sqlite(t *testing.T) *agreementtest.World { return agreementtest.New(t, dbtest.SQLite(t)) }

// codes is the codes of a refusal.
func codes(err error) []string {
	f := fault.Of(err)
	if f == nil {
		return nil
	}
	var out []string
	for _, r := range f.Reasons {
		out = append(out, r.Code)
	}
	return out
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	if !slices.Contains(codes(err), code) {
		t.Errorf("%v (%v), want a reason %s", err, codes(err), code)
	}
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%v, want a fault of the kind %s", err, kind)
	}
}

func look(t *testing.T, w *agreementtest.World, of id.Agreement) agreement.Look {
	t.Helper()
	l, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (agreement.Look, error) {
		v, err := w.Agreements.Find(tx, w.Manager, of, w.Now())
		if err != nil {
			return agreement.Look{}, err
		}
		return w.Agreements.Look(tx, w.Manager, v, w.Now())
	})
	accredtest.Must(t, err)
	return l
}

func text(t *testing.T, w *agreementtest.World, of id.Agreement) string {
	t.Helper()
	b, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]byte, error) {
		v, err := w.Agreements.Find(tx, w.Manager, of, w.Now())
		if err != nil {
			return nil, err
		}
		return w.Agreements.Plain(tx, w.Manager, v)
	})
	accredtest.Must(t, err)
	return string(b)
}

func TestAProtocolFromDraftToForce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		person, _ := w.Accredited(t, o, "Joel", asb)
		of := w.Issued(t, o)
		a := w.Find(t, of)
		if a.Number != "JOP 001/1" || a.State != agreement.Issued || a.Chief != "C/Insp Daniel Thorne" {
			t.Fatalf("%+v", a)
		}
		words := text(t, w, of)
		sum := sha256.Sum256([]byte(words))
		if hex.EncodeToString(sum[:]) != string(a.Text) {
			t.Error("the fingerprint is not that of the text")
		}
		annex := w.Find(t, a.Annex)
		if annex.Number != "ISA 001/1" || annex.Parent != of || !strings.Contains(words, string(annex.Text)) {
			t.Errorf("the protocol does not state the fingerprint of its annex: %+v", annex)
		}
		for _, want := range []string{"The police liaison officer is Sgt Martin Askew.", "Joanne Birtwell and Idris Pugh", "The supervisors are Gareth Lyle.", "City of Aldermere",
			"- Aldermere, policing district", "at least once every three months", "within one year of the day of the last signature"} {
			if !strings.Contains(words, want) {
				t.Errorf("the text lacks %q", want)
			}
		}
		accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
		if got := w.Find(t, of); got.State != agreement.Issued || len(got.Signatures) != 1 {
			t.Errorf("signed by one side: %s", got.State)
		}
		w.Clock.Advance(3600e9)
		accredtest.Must(t, w.Sign(t, of, w.Delegate))
		a = w.Find(t, of)
		annex = w.Find(t, a.Annex)
		if a.State != agreement.InForce || annex.State != agreement.InForce || a.Signed != accredtest.Today || !a.Active(look(t, w, of)) {
			t.Errorf("signed by both: %s, annex %s", a.State, annex.State)
		}
		chief, _ := a.SignedBy(agreement.OfForce)
		if chief.Account != w.Delegate.Account || chief.Typed != "C/Insp Daniel Thorne" || chief.Text != a.Text || !chief.At.Equal(w.Clock.Now()) ||
			chief.Post != "Chief Inspector, for and on behalf of Eastmarch Constabulary" {
			t.Errorf("%+v", chief)
		}
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			all, kept, err := w.Agreements.Snapshot(tx, w.Manager, of, agreement.OfForce)
			if err == nil && (len(all) != 1 || all[0].Person != person || all[0].Supervisor != "Gareth Lyle" || agreement.HashOf(kept) != chief.Schedule) {
				t.Errorf("the schedule kept with the signature: %+v", all)
			}
			return err
		})
		accredtest.Must(t, err)
		w.Verify(t)
	})
}

func TestWhatADraftLacksIsToldAndItIsNotIssued(t *testing.T) {
	t.Parallel()
	contacts := accredtest.CouncilState("x", "").Contacts
	without := func(kind org.ContactKind) []org.Contact {
		return slices.DeleteFunc(slices.Clone(contacts), func(c org.Contact) bool { return c.Kind == kind })
	}
	for _, tt := range []struct {
		name   string
		change func(o *org.Organisation)
		fill   map[string]string
		want   string
	}{
		{"a field that is not filled in", nil, map[string]string{"chief_inspector": ""}, "field.chief_inspector"},
		{"no supervision named", nil, map[string]string{"supervision": ""}, "field.supervision"},
		{"a placeholder of Xs", nil, map[string]string{"neighbourhood_team": "the XXXX team"}, "text.left-over"},
		{"a placeholder in brackets", nil, map[string]string{"neighbourhood_team": "[insert team]"}, "text.left-over"},
		{"a dotted line", nil, map[string]string{"neighbourhood_team": "the ....... team"}, "text.left-over"},
		{"a place of another force", nil, map[string]string{"supervision": "As in North Somerset, by the head of service."}, "name.foreign"},
		{"another force", nil, map[string]string{"monitoring": "Reports go to Avon & Somerset Constabulary each month."}, "name.foreign"},
		{"another organisation of the register", nil, map[string]string{"supervision": "By the supervisors of quaymouth homes."}, "name.foreign"},
		{"a district of the force outside the area agreed", nil, map[string]string{"neighbourhood_team": "the Quaymouth neighbourhood team"}, "name.foreign"},
		{"no police liaison officer", func(o *org.Organisation) { o.Contacts = without(org.PoliceLiaison) }, nil, "protocol.police-liaison"},
		{"one liaison officer", func(o *org.Organisation) { o.Contacts = append(without(org.Liaison), contacts[1]) }, nil, "protocol.liaison"},
		{"one liaison officer named twice", func(o *org.Organisation) { o.Contacts = append(without(org.Liaison), contacts[1], contacts[1]) }, nil, "protocol.liaison"},
		{"no supervisor", func(o *org.Organisation) { o.Contacts = without(org.Supervisor) }, nil, "protocol.supervisors"},
		{"no authorised signatory", func(o *org.Organisation) { o.Contacts = without(org.Signatory) }, nil, "protocol.signatory"},
		{"no area", func(o *org.Organisation) { o.Areas = nil }, nil, "protocol.area"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := sqlite(t)
			o := w.Council(t, "Aldermere City Council")
			w.Council(t, "Quaymouth Homes")
			of := w.Filled(t, o)
			if tt.change != nil {
				accredtest.Must(t, w.Orgs.Alter(t.Context(), w.Manager, o, func(x *org.Organisation) error { tt.change(x); return nil }))
			}
			accredtest.Must(t, w.Agreements.Fill(t.Context(), w.Manager, of, tt.fill))
			err := w.Agreements.Issue(t.Context(), w.Manager, of)
			wantKind(t, err, fault.Refused)
			wantCode(t, err, tt.want)
			if w.Find(t, of).State != agreement.Draft {
				t.Error("it was issued all the same")
			}
			w.Verify(t)
		})
	}
}

func TestOwnNamesAreNotForeign(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Council(t, "Kent Street Wardens")
	accredtest.Must(t, w.Orgs.Alter(t.Context(), w.Manager, o, func(x *org.Organisation) error {
		x.AreaText, x.Aliases = "Aldermere and the road to Lincoln City", []string{"The Rutland wardens"}
		x.Contacts = append(x.Contacts, org.Contact{Kind: org.Supervisor, Name: "Ann Norfolk"})
		return nil
	}))
	of := w.Filled(t, o)
	accredtest.Must(t, w.Agreements.Fill(t.Context(), w.Manager, of, map[string]string{"organisation_lead": "Pat Essex",
		"supervision": "Ann Norfolk supervises the Rutland wardens on every shift, reading each notebook.", "neighbourhood_team": "the Aldermere team"}))
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, of))
}

func TestOnlyWhomItNamesSigns(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Approved(t, "Aldermere City Council")
	of := w.Issued(t, o)
	read := w.Find(t, of).Text
	sign := func(who authz.Actor, typed string, text agreement.Hash) error {
		return w.Agreements.Sign(t.Context(), who, of, agreement.Signing{Typed: typed, Text: text})
	}
	other := w.Delegate
	other.Name = "Supt Miriam Castell"
	wantCode(t, sign(other, "C/Insp Daniel Thorne", read), "sign.named")
	wantKind(t, sign(w.Delegate, "", read), fault.Invalid)
	wantKind(t, sign(w.Delegate, "D. Thorne", read), fault.Invalid)
	wantKind(t, sign(w.Delegate, "Daniel Thorne", "another"), fault.Conflict)
	wantKind(t, sign(w.Manager, "Daniel Thorne", read), fault.Forbidden)
	elsewhere := w.Lead("org_other")
	wantKind(t, sign(elsewhere, "Priya Nair", read), fault.Forbidden)
	accredtest.Must(t, sign(w.Delegate, "daniel THORNE", read))
	wantKind(t, sign(w.Delegate, "Daniel Thorne", read), fault.Conflict)
	wantKind(t, w.Agreements.Fill(t.Context(), w.Manager, of, map[string]string{"monitoring": "Other"}), fault.Conflict)
}

func TestSentBackItIsADraftAgainAndSignaturesAreVoid(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Approved(t, "Aldermere City Council")
	of := w.Issued(t, o)
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	wantKind(t, w.Agreements.SendBack(t.Context(), w.Lead(o), of, " "), fault.Invalid)
	accredtest.Must(t, w.Agreements.SendBack(t.Context(), w.Lead(o), of, "The second liaison officer has changed."))
	a := w.Find(t, of)
	if a.State != agreement.Draft || len(a.Signatures) != 0 || a.Text != "" || a.Why != "The second liaison officer has changed." || w.Find(t, a.Annex).State != agreement.Draft {
		t.Errorf("%+v", a)
	}
	_, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (agreement.Version, error) { return w.Agreements.Find(tx, w.Lead(o), of, w.Now()) })
	wantKind(t, err, fault.NotFound) // what is not issued is the force's own
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, of))
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	w.Verify(t)
}

func TestSignedItWaitsForWhatItNeeds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		o := w.Council(t, "Aldermere City Council") // applies: its contacts are not protected
		contacts := w.Org(t, o).Contacts
		of := w.Issued(t, o)
		accredtest.Must(t, w.Sign(t, of, w.Delegate))
		w.Contacts(t, o, contacts[:4]...) // without the police liaison officer
		accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
		if a := w.Find(t, of); a.State != agreement.Signed || w.Find(t, a.Annex).State != agreement.Signed {
			t.Fatalf("%s, want signed and not in force", a.State)
		}
		w.Contacts(t, o, contacts...)
		if a := w.Find(t, of); a.State != agreement.InForce || w.Find(t, a.Annex).State != agreement.InForce {
			t.Errorf("%s, want in force as soon as nothing is missing", a.State)
		}
		w.Contacts(t, o, contacts[:4]...)
		a, l := w.Find(t, of), look(t, w, of)
		if a.Active(l) || len(l.Lacks) != 1 || l.Lacks[0].Code != "protocol.police-liaison" || len(l.Renamed) != 1 || l.Renamed[0].Name != "Sgt Martin Askew" {
			t.Errorf("without its police liaison officer it is not active: %+v %+v", l.Lacks, l.Renamed)
		}
		w.Verify(t)
	})
}

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

func TestWhoSeesWhichAgreements(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		city, quay := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		accredtest.Must(t, w.Orgs.Alter(t.Context(), w.Manager, quay, func(x *org.Organisation) error { x.Areas = []id.Area{w.Quay}; return nil }))
		of := w.InForce(t, city)
		w.Filled(t, quay)
		for _, tt := range []struct {
			name string
			who  authz.Actor
			want int // agreements in the list
			err  fault.Kind
		}{
			{"the scheme manager, drafts too", w.Manager, 4, fault.Internal},
			{"the organisation, its own", w.Lead(city), 2, fault.Internal},
			{"an organisation whose agreement is a draft", w.Lead(quay), 0, fault.Forbidden},
			{"the police liaison officer, of the area", w.Liaison(), 2, fault.Internal},
			{"a team elsewhere", authz.Actor{Force: w.Force, Role: authz.Neighbourhood, Areas: []id.Area{w.Quay}}, 0, fault.Forbidden},
			{"another force", authz.Actor{Force: "for_other", Role: authz.SchemeManager}, 0, fault.NotFound},
		} {
			err := d.Read(t.Context(), func(tx *db.Tx) error {
				list, err := w.Agreements.List(tx, tt.who, agreement.Query{}, w.Now())
				if err != nil || len(list) != tt.want {
					t.Errorf("%s: %d agreements, %v", tt.name, len(list), err)
				}
				_, err = w.Agreements.Find(tx, tt.who, of, w.Now())
				return err
			})
			if tt.err == fault.Internal && err != nil || tt.err != fault.Internal && !fault.Is(err, tt.err) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		for _, who := range []authz.Actor{w.Trainer, w.Vetter} {
			err := d.Read(t.Context(), func(tx *db.Tx) error { _, err := w.Agreements.List(tx, who, agreement.Query{}, w.Now()); return err })
			wantKind(t, err, fault.Forbidden)
		}
	})
}

func TestATemplateKeepsEveryClause(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	ctx, s := t.Context(), w.Agreements
	house := agreement.House(agreement.Protocol).Body
	for _, tt := range []struct {
		name, body, says string
	}{
		{"a clause is missing", strings.Replace(house, "3.4 In an emergency", "In an emergency", 1), "Missing: 3.4"},
		{"an item is missing", strings.Replace(house, "iii. The liaison", "The liaison", 1), "Missing: 2.2 iii"},
		{"a field is not used", strings.ReplaceAll(house, "{{police_liaison}}", "named elsewhere"), "The field {{police_liaison}} is not used"},
		{"there is no such field", house + "Signed at {{place}}\n", "There is no field {{place}}"},
		{"a placeholder is left over", house + "Signed at [place]\n", "left over"},
		{"a place of another force is left over", strings.Replace(house, "tackled in the area of this protocol: {{area}}", "tackled in North Somerset", 1), "“North Somerset” in clause 5.2"},
		{"nothing is different", house, "Nothing is different"},
		{"no title", strings.Replace(house, "# Joint", "Joint", 1), "first line is the title"},
	} {
		_, err := s.AddTemplate(ctx, w.Manager, agreement.Template{Kind: agreement.Protocol, Body: tt.body, Why: "Shorter"})
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	_, err := s.AddTemplate(ctx, w.Delegate, agreement.Template{Kind: agreement.Protocol, Body: house, Why: "x"})
	wantKind(t, err, fault.Forbidden)
	o := w.Approved(t, "Aldermere City Council")
	before := w.Filled(t, o)
	n, err := s.AddTemplate(ctx, w.Manager, agreement.Template{Kind: agreement.Protocol, Body: strings.Replace(house, "call 999.", "call 999 at once.", 1), Why: "Plainer"})
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	if strings.Contains(text(t, w, before), "999 at once") {
		t.Error("a draft begun before follows the version it was begun from")
	}
	accredtest.Must(t, s.Discard(ctx, w.Manager, before, "New template"))
	after := w.Filled(t, o)
	if a := w.Find(t, after); a.Template != 2 || !strings.Contains(text(t, w, after), "999 at once") {
		t.Errorf("template %d", a.Template)
	}
	w.Verify(t)
}

func TestTheHouseTemplatesHoldTheirOwnRules(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	for _, k := range agreement.Kinds {
		body := agreement.House(k).Body + "A closing line.\n"
		if _, err := w.Agreements.AddTemplate(t.Context(), w.Manager, agreement.Template{Kind: k, Body: body, Why: "A line more"}); err != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}

// TestDocument renders an agreement in every state of its life.
func TestDocument(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	o := w.Approved(t, "Aldermere City Council")
	w.Accredited(t, o, "Joel", asb)
	of, err := w.Agreements.Draft(t.Context(), w.Manager, agreement.Order{Org: o, Kind: agreement.Protocol})
	accredtest.Must(t, err)
	document := func(want ...string) {
		t.Helper()
		err := w.DB.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Agreements.Find(tx, w.Manager, of, w.Now())
			if err != nil {
				return err
			}
			doc, err := w.Agreements.Document(tx, w.Manager, v)
			if err != nil {
				return err
			}
			html, err := doc.HTML()
			for _, x := range want {
				if !strings.Contains(string(html), x) {
					t.Errorf("%s: the document lacks %q", v.State.State, x)
				}
			}
			if pdf, err := doc.PDF(); err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
				t.Errorf("PDF: %v", err)
			}
			return err
		})
		accredtest.Must(t, err)
	}
	document("A draft.", "[Chief Inspector who signs for the force: not filled in]", "Joel Hartnoll", "as it stands")
	w.Fill(t, of)
	accredtest.Must(t, w.Agreements.Issue(t.Context(), w.Manager, of))
	document("Not signed", "Annex A: information sharing agreement ISA 001/1", "Appendix 2: confidentiality declaration", "Gareth Lyle")
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	w.Accredited(t, o, "Ann", asb)
	document("on the account of C/Insp Daniel Thorne", "as it stood when Priya Nair signed")
	err = w.DB.Read(t.Context(), func(tx *db.Tx) error {
		live, err := w.Agreements.Schedule(tx, w.Lead(o), o, w.Now())
		if len(live) != 2 {
			t.Errorf("the live schedule has %d persons", len(live))
		}
		return err
	})
	accredtest.Must(t, err)
}

func TestAnAlteredTextIsFoundOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		of := w.InForce(t, w.Approved(t, "Aldermere City Council"))
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE agreement_text SET content = REPLACE(content, 'three months', 'nine months')`)
			return err
		}))
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Agreements.Find(tx, w.Manager, of, w.Now())
			if err != nil {
				return err
			}
			_, err = w.Agreements.Plain(tx, w.Manager, v)
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "altered") {
			t.Errorf("an altered text is read: %v", err)
		}
	})
}

func TestDiaryOfAgreements(t *testing.T) {
	t.Parallel()
	w := sqlite(t)
	ctx, s := t.Context(), w.Agreements
	o := w.Approved(t, "Aldermere City Council")
	titles := func(who authz.Actor, days int) []string {
		items, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]diary.Item, error) {
			return s.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()).AddDays(days), Limit: 50})
		})
		accredtest.Must(t, err)
		var out []string
		for _, i := range items {
			out = append(out, strings.TrimSpace(i.Title+" "+i.Due.String()))
		}
		return out
	}
	want := func(who authz.Actor, days int, want ...string) {
		t.Helper()
		if got := titles(who, days); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", who.Role, got, want)
		}
	}
	of := w.Issued(t, o)
	want(w.Manager, 90)
	want(w.Delegate, 90, "Sign the joint operating protocol with Aldermere City Council")
	want(w.Lead(o), 90, "Sign the joint operating protocol with Aldermere City Council")
	want(w.Lead("org_other"), 90)
	want(w.Liaison(), 90)
	accredtest.Must(t, w.Sign(t, of, w.Delegate))
	want(w.Delegate, 90)
	accredtest.Must(t, w.Sign(t, of, w.Lead(o)))
	want(w.Manager, 90)
	want(w.Manager, 200, "Review the information sharing agreement with Aldermere City Council 2027-05-17")
	want(w.Manager, 365, "Review the information sharing agreement with Aldermere City Council 2027-05-17", "Review the joint operating protocol with Aldermere City Council 2027-11-17")
	accredtest.Must(t, s.Propose(ctx, w.Lead(o), of, "Saturdays", "Market"))
	want(w.Manager, 30, "Answer the change proposed of the joint operating protocol with Aldermere City Council")
	want(w.Lead(o), 30)
	accredtest.Must(t, s.AnswerProposal(ctx, w.Delegate, of, agreement.Agreed, ""))
	want(w.Manager, 30, "Draft the next version of the joint operating protocol with Aldermere City Council")
	contacts := w.Org(t, o).Contacts
	contacts[4].Name = "Sgt Petra Kolar"
	w.Contacts(t, o, contacts...)
	want(w.Manager, 30, "Draft the next version of the joint operating protocol with Aldermere City Council", "The joint operating protocol with Aldermere City Council names somebody who is no longer in the register")
}

// TestLifePageIsTrue compares docs/life-of-an-agreement.md with the table of states. Run
// with UPDATE=1 to write it anew.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/life-of-an-agreement.md"
	if os.Getenv("UPDATE") != "" {
		accredtest.Must(t, os.WriteFile(path, []byte(agreement.LifePage()), 0o644))
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != agreement.LifePage() {
		t.Errorf("docs/life-of-an-agreement.md does not say what the table says (UPDATE=1 writes it): %v", err)
	}
}

// TestEveryMoveOutOfItsPlaceIsAConflict tries every act in every state.
func TestEveryMoveOutOfItsPlaceIsAConflict(t *testing.T) {
	t.Parallel()
	acts := map[string]func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error{
		"agreement.fill": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.Fill(ctx, w.Manager, of, nil)
		},
		"agreement.issue": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.Issue(ctx, w.Manager, of)
		},
		"agreement.sign": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Sign(t, of, w.Delegate)
		},
		"agreement.send-back": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.SendBack(ctx, w.Delegate, of, "why")
		},
		"agreement.review": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.Review(ctx, w.Manager, of, agreement.Reviewed{Held: accredtest.Today, Present: "Both", Outcome: agreement.Stands})
		},
		"agreement.propose": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.Propose(ctx, w.Manager, of, "a", "b")
		},
		"agreement.end": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.End(ctx, w.Delegate, of, "why")
		},
		"agreement.discard": func(ctx context.Context, w *agreementtest.World, o id.Org, of id.Agreement) error {
			return w.Agreements.Discard(ctx, w.Manager, of, "why")
		},
	}
	states := map[agreement.State]func(w *agreementtest.World, o id.Org) id.Agreement{
		agreement.Draft:   func(w *agreementtest.World, o id.Org) id.Agreement { return w.Filled(t, o) },
		agreement.Issued:  func(w *agreementtest.World, o id.Org) id.Agreement { return w.Issued(t, o) },
		agreement.InForce: func(w *agreementtest.World, o id.Org) id.Agreement { return w.InForce(t, o) },
		agreement.Ended: func(w *agreementtest.World, o id.Org) id.Agreement {
			of := w.InForce(t, o)
			accredtest.Must(t, w.Agreements.End(t.Context(), w.Delegate, of, "why"))
			return of
		},
		agreement.Discarded: func(w *agreementtest.World, o id.Org) id.Agreement {
			of := w.Filled(t, o)
			accredtest.Must(t, w.Agreements.Discard(t.Context(), w.Manager, of, "why"))
			return of
		},
	}
	w := sqlite(t)
	n := 0
	for state, reach := range states {
		for verb, act := range acts {
			n++
			o := w.Approved(t, "Council "+strings.Repeat("a", n))
			of := reach(w, o)
			err := act(t.Context(), w, o, of)
			if state.Can(verb) && err != nil || !state.Can(verb) && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s on an agreement that is %s: %v", verb, state, err)
			}
		}
	}
}
