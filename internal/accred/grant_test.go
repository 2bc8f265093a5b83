package accred_test

import (
	"slices"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/vetting"
)

func TestAWardenIsAccredited(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Joel", asb, litter)
		s := w.Standing(t, a, w.Now())
		if s.Status != accred.StatusInForce || !sameWords(held(s), string(asb)+" "+string(litter)) {
			t.Fatalf("%+v", s)
		}
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Accreds.ByNumber(tx, w.Force, "EM 4001", w.Now())
			if err != nil {
				return err
			}
			if v.State.Person != p || v.State.Tests.Suitable.By != "Force Vetting Unit" || v.State.Tests.Trained.By != "C. Marsh" ||
				v.State.Tests.Capable.By != "Ruth Adeyemi" || v.State.Tests.Employer.By != "C/Insp Daniel Thorne" {
				t.Errorf("the four tests are not each signed by who decided them: %+v", v.State.Tests)
			}
			letters, err := w.Accreds.LettersOf(tx, w.Manager, p)
			if err != nil || len(letters) != 2 {
				t.Errorf("%d letters, %v; want one to the person and a copy to the employer", len(letters), err)
			}
			return nil
		})
		accredtest.Must(t, err)
		w.Verify(t)
	})
}

func TestSigningIsRefusedWithTheSection(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		propose := func(t *testing.T, p id.Person) id.Accreditation {
			a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview notes")
			accredtest.Must(t, err)
			return a
		}
		until := accredtest.Today.AddYears(3)
		for _, tt := range []struct {
			name    string
			prepare func(t *testing.T) (id.Accreditation, accred.Signing)
			code    string
		}{
			{"no training for a power", func(t *testing.T) (id.Accreditation, accred.Signing) {
				return propose(t, w.Warden(t, o, "Ann", until, asb)), w.Signing(asb, litter)
			}, "training.missing"},
			{"traffic control without paragraph 3A", func(t *testing.T) (id.Accreditation, accred.Signing) {
				return propose(t, w.Warden(t, o, "Bea", until, control)), w.Signing(control)
			}, "power.prerequisite"},
			{"a power the role is not allowed", func(t *testing.T) (id.Accreditation, accred.Signing) {
				return propose(t, w.Warden(t, o, "Cal", until, "csas-stop-cycle")), w.Signing("csas-stop-cycle")
			}, "power.not-allowed"},
			{"a spent power", func(t *testing.T) (id.Accreditation, accred.Signing) {
				return propose(t, w.Warden(t, o, "Dee", until, "csas-alcohol-dppo")), w.Signing("csas-alcohol-dppo")
			}, "power.not-allowed"},
			{"an offence that was not allowed", func(t *testing.T) (id.Accreditation, accred.Signing) {
				s := w.Signing("csas-pnd")
				s.Grants[0].Offences = []law.OffenceID{"pnd-police-time"}
				return propose(t, w.Warden(t, o, "Eli", until, "csas-pnd")), s
			}, "offence.not-allowed"},
			{"vetting refused", func(t *testing.T) (id.Accreditation, accred.Signing) {
				p := w.Warden(t, o, "Fay", until, asb)
				accredtest.Must(t, w.Vettings.Record(t.Context(), w.Vetter, p, vetting.Vetting{Outcome: vetting.Refused, Decided: accredtest.Today}))
				return propose(t, p), w.Signing(asb)
			}, "vetting.not-passed"},
			{"an area that is not the employer’s", func(t *testing.T) (id.Accreditation, accred.Signing) {
				s := w.Signing(asb)
				s.Areas = []id.Area{w.Quay}
				return propose(t, w.Warden(t, o, "Gil", until, asb)), s
			}, "area.outside"},
			{"a basis of which no power is given", func(t *testing.T) (id.Accreditation, accred.Signing) {
				s := w.Signing("csas-name-address")
				s.Grants[0].Bases = []law.BasisID{"basis-byelaw", "basis-harm"}
				return propose(t, w.Warden(t, o, "Hal", until, "csas-name-address")), s
			}, "basis.not-held"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				a, s := tt.prepare(t)
				if err := w.Accreds.Sign(t.Context(), w.Delegate, a, s); !has(err, tt.code) {
					t.Errorf("got %v, want %s with its section", err, tt.code)
				}
				if st := w.Standing(t, a, w.Now()); st.Status != accred.StatusProposed {
					t.Errorf("it is %s after the refusal", st.Status)
				}
			})
		}
	})
}

func TestADecisionIsSignedInOnesOwnNameAndFromToday(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(3), asb)
		a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview notes")
		accredtest.Must(t, err)
		wrong := func(what string, err error, field string) {
			t.Helper()
			if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Name == field }) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, name := range []string{"Somebody Else", "x", "", "Thorne"} {
			s := w.Signing(asb)
			s.TypedName = name
			wrong("a grant signed "+name, w.Accreds.Sign(t.Context(), w.Delegate, a, s), "typed_name")
			wrong("a refusal signed "+name, w.Accreds.Refuse(t.Context(), w.Delegate, a, name, "Not enough experience"), "typed_name")
		}
		early := w.Signing(asb)
		early.From = early.From.AddDays(-1)
		wrong("a grant from yesterday", w.Accreds.Sign(t.Context(), w.Delegate, a, early), "from")
		good := w.Signing(asb)
		good.TypedName = " c/insp DANIEL  thorne"
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, good))
		v, err := db.Find(t.Context(), d, func(tx *db.Tx) (accred.Version, error) { return w.Accreds.Find(tx, w.Manager, a, w.Now()) })
		accredtest.Must(t, err)
		if v.State.Signed.By != w.Delegate.Name {
			t.Errorf("signed by %q, on the account of %q", v.State.Signed.By, w.Delegate.Name)
		}
		wrong("a change signed by another", w.Accreds.Modify(t.Context(), w.Delegate, a, accred.Modification{Why: "Less", TypedName: "Mickey Mouse"}), "typed_name")
	})
}

func TestNobodyIsPutForwardForAnEmployerThatIsNotInForce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(3), asb)
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "An inquiry"))
		if _, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview notes"); !has(err, "employer.not-in-force") {
			t.Errorf("put forward while the employer is suspended: %v", err)
		}
		accredtest.Must(t, w.Orgs.Reinstate(t.Context(), w.Delegate, o, "Nothing found"))
		_, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview notes")
		accredtest.Must(t, err)
	})
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(3), asb)
		a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview notes")
		accredtest.Must(t, err)
		for _, who := range []authz.Actor{w.Manager, w.Vetter, w.Trainer, {Force: w.Force, Role: authz.Signatory, Org: o}, {Force: w.Force, Role: authz.AccreditedPerson, Person: p}} {
			if err := w.Accreds.Sign(t.Context(), who, a, w.Signing(asb)); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s signs: %v", who.Role, err)
			}
		}
		if err := w.Accreds.Sign(t.Context(), authz.Actor{Force: "for_other", Role: authz.Delegate}, a, w.Signing(asb)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a delegate of another force signs: %v", err)
		}
		both := w.Delegate
		both.Account = w.Manager.Account // one account that holds both roles
		if err := w.Accreds.Sign(t.Context(), both, a, w.Signing(asb)); !has(err, "decision.same-person") {
			t.Errorf("the one who put the person forward signs: %v", err)
		}
	})
}
