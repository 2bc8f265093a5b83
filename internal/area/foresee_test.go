package area_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/ledger"
	"watchword/internal/person"
	"watchword/internal/training/course"
)

// TestWhatAChangeOfSettingsTouches walks over settings that move days, states and rights,
// each answered by another room. What is foreseen is what then is.
func TestWhatAChangeOfSettingsTouches(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		o := w.Approved(t, "Aldermere Borough Council")
		w.InForce(t, o)
		_, refused := w.Accredited(t, o, "Mary", law.PowerID("csas-fpn-litter"))
		_, err := w.Persons.Nominate(t.Context(), w.Manager, person.Person{Forenames: "Joel", Surname: "Fenn", Born: clock.MustDay("2005-05-01"), Org: o, Role: w.Org(t, o).Roles[0].ID, Agreed: accredtest.Today, Supervisor: "Gareth Lyle"})
		accredtest.Must(t, err)
		w.Clock.Advance(300 * 24 * time.Hour)
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, refused, "Left the role"))
		foresee := func(who authz.Actor, name, value string) area.Foreseen {
			f, err := w.Areas.Foresee(t.Context(), who, map[string]string{name: value})
			accredtest.Must(t, err)
			return f
		}
		for _, tt := range []struct {
			name, setting, value string
			want                 []string // how, kind, and how it would stand
		}{
			{"a refresher comes sooner, and is overdue at once", "refresher_months", "6", []string{"overdue training-refresher By 17 May 2027", "begins refresher-at-renewal Overdue: warned of at a renewal"}},
			{"a refresher comes sooner", "refresher_months", "24", []string{"sooner training-refresher By 17 November 2028"}},
			{"a refresher comes later", "refresher_months", "48", []string{"later training-refresher By 17 November 2030"}},
			{"further training that is asked no more", "cpd_hours", "0", []string{"otherwise further-training Enough"}},
			{"what too little of it does at a renewal", "cpd_short", "block", []string{"otherwise further-training 0 of 6 hours: stops a renewal"}},
			{"who is then too young", "minimum_age", "25", []string{"begins under-the-minimum-age Under 25 years of age"}},
			{"a right to appeal that ends sooner", "appeal_days", "7", []string{"otherwise right-to-appeal To 20 September 2027"}},
			{"an employer that is asked who works for it", "roll_months", "12", []string{"begins staff-roll By 17 November 2027"}},
			{"a review that is overdue stops a renewal", "agreement_review_months", "6", []string{"overdue agreement-review By 17 May 2027", "otherwise standard-of-an-organisation Not met"}},
			{"contacts that are verified in time", "contact_months", "12", []string{"in-time contacts By 17 November 2027"}},
			{"a visit that was overdue before", "visit_months", "1", []string{"sooner supervision-visit By 17 December 2026"}},
			{"what counts from now on alone touches nothing", "training_months", "12", nil},
		} {
			f := foresee(w.Manager, tt.setting, tt.value)
			var got []string
			if f.Count("", "") != len(tt.want) || f.Changed[0].Setting.Name != tt.setting {
				t.Errorf("%s: %s", tt.name, f.Sentence())
			}
			for _, x := range f.Touches {
				got = append(got, string(x.How)+" "+string(x.Kind)+" "+x.After)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s: %s", tt.name, diff)
			}
		}

		w.Accredited(t, o, "Ada", "csas-fpn-litter")
		w.Accredited(t, o, "Tamsin", "csas-fpn-litter")
		hidden := foresee(w.Operator, "cpd_hours", "0") // who may not read a person's training is told how many
		if x := hidden.Touches[0]; hidden.Count(course.FurtherDone, area.Otherwise) != 3 || x.Title != "" || x.Link != "" || x.Person != "" {
			t.Errorf("%+v", hidden.Touches)
		}
		if x := foresee(w.Manager, "supervision_ratio", "1").Touches[0]; x.Title != "Whom Gareth Lyle supervises at Aldermere Borough Council" || x.Before != "Not too many: 2 persons" || x.After != "Too many: 2 persons" {
			t.Errorf("more persons than one supervisor may have: %+v", x)
		}
		if _, err := w.Areas.Foresee(t.Context(), w.Delegate, map[string]string{"cpd_hours": "0"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not change settings: %v", err)
		}

		would := foresee(w.Manager, "agreement_review_months", "6")
		w.Set(t, "agreement_review_months", "6")
		back := foresee(w.Manager, "agreement_review_months", "12")
		if len(back.Touches) != len(would.Touches) || back.Touches[1].Before != would.Touches[0].After || back.Touches[1].How != area.InTime {
			t.Errorf("it is not as it was foreseen: %+v, then %+v", would.Touches, back.Touches)
		}
		_, err = w.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		said, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]ledger.Entry, error) {
			return w.Ledger.List(tx, w.Force, ledger.Query{Act: "force.settings", Limit: 1})
		})
		accredtest.Must(t, err)
		if !strings.Contains(said[0].Summary, "It touches 2: 1 overdue or over at once, 1 different") {
			t.Errorf("the entry says %q", said[0].Summary)
		}
	})
}
