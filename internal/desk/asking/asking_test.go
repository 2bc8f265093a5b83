package asking_test

import (
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/asking"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// ask is the verdict on a question whose circumstances are all as they should be.
func ask(t *testing.T, w *accredtest.World, who authz.Actor, of id.Person, in asking.Inquiry) (law.Verdict, error) {
	t.Helper()
	for _, f := range []law.Fact{law.Uniform, law.Badge, law.OnDuty, law.Belief, law.OffenceInArea} {
		in.Circumstances.Facts[f] = law.Yes
	}
	g := asking.Registers{Areas: w.Areas, Orgs: w.Orgs, Persons: w.Persons, Vettings: w.Vettings, Trainings: w.Trainings, Accreds: w.Accreds}
	q, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (law.Question, error) { return g.Question(tx, who, of, in) })
	return law.May(&q), err
}

func TestTheRegistersAreAsked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		before := w.Clock.Now()
		w.Clock.Advance(24 * time.Hour)
		p, a := w.Accredited(t, o, "Tamsin", "csas-name-address-asb", "csas-fpn-litter")
		asb := asking.Inquiry{When: w.Now(), Power: "csas-name-address-asb", Area: w.City}
		suspended := func(in asking.Inquiry) asking.Inquiry { in.When = w.Now(); return in }
		stranger := authz.Actor{Force: w.Force, Account: "acc_s", Role: authz.Signatory, Org: "org_other"}

		for _, tt := range []struct {
			name   string
			in     asking.Inquiry
			answer law.Answer
			code   string
		}{
			{"in the area, in uniform", asb, law.Allowed, ""},
			{"in another district", asking.Inquiry{When: w.Now(), Power: "csas-name-address-asb", Area: w.Quay}, law.Forbidden, "grant.area"},
			{"nowhere in particular", asking.Inquiry{When: w.Now(), Power: "csas-name-address-asb"}, law.OnlyIf, "place.unknown"},
			{"a power that was not given", asking.Inquiry{When: w.Now(), Power: "csas-tobacco-u16", Area: w.City}, law.Forbidden, "grant.none"},
		} {
			v, err := ask(t, w, w.Manager, p, tt.in)
			accredtest.Must(t, err)
			if v.Answer != tt.answer || tt.code != "" && !hasCode(v, tt.code) {
				t.Errorf("%s: %s %+v", tt.name, v.Answer, v.Reasons)
			}
		}
		if _, err := ask(t, w, w.Manager, p, asking.Inquiry{When: register.When{At: before, Known: w.Clock.Now()}, Power: "csas-name-address-asb", Area: w.City}); !fault.Is(err, fault.NotFound) {
			t.Errorf("before the person was put forward: %v", err)
		}
		if _, err := ask(t, w, stranger, p, asb); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger asks: %v", err)
		}
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Delegate, a, "A complaint is looked into."))
		if v, err := ask(t, w, w.Manager, p, suspended(asb)); err != nil || v.Answer != law.Forbidden || !hasCode(v, "accreditation.suspended") {
			t.Errorf("suspended: %s %+v %v", v.Answer, v.Reasons, err)
		}
		if v, err := ask(t, w, w.Manager, p, asb); err != nil || v.Answer != law.Allowed {
			t.Errorf("an hour before: %s %+v %v", v.Answer, v.Reasons, err)
		}
		if v, err := ask(t, w, w.Manager, p, asking.Inquiry{When: register.Now(w.Clock.Now().AddDate(4, 0, 0)), Power: "csas-fpn-litter", Area: w.City}); err == nil && v.Answer != law.Forbidden {
			t.Errorf("in four years: %s %+v %v", v.Answer, v.Reasons, err)
		}
	})
}

func hasCode(v law.Verdict, code string) bool {
	for _, r := range v.Reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}
