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
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
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
