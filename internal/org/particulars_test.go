package org_test

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
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

func TestEachFieldThatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		long := strings.Repeat("x", 4001)
		for _, tt := range []struct {
			name   string
			change func(*org.Organisation)
			wrong  string
		}{
			{"nothing is wrong", func(*org.Organisation) {}, ""},
			{"no name", func(o *org.Organisation) { o.Name = " \u00a0" }, "name"},
			{"a name of 4,000 letters", func(o *org.Organisation) { o.Name = long }, "name"},
			{"no kind of employer", func(o *org.Organisation) { o.Kind = "circus" }, "kind"},
			{"a postcode that is none", func(o *org.Organisation) { o.Postcode = "EM1" }, "postcode"},
			{"a postcode in small letters is put right", func(o *org.Organisation) { o.Postcode = " em1 4ab " }, ""},
			{"an e-mail address that is none", func(o *org.Organisation) { o.Email = "office at council" }, "email"},
			{"an e-mail address with a name", func(o *org.Organisation) { o.Email = "Office <office@council.example>" }, "email"},
			{"texts without end", func(o *org.Organisation) { o.Address, o.Purpose, o.Uniform, o.AreaText = long, long, long, long }, "address purpose uniform area_text"},
			{"a contact of no kind", func(o *org.Organisation) { o.Contacts[0].Kind = "friend" }, "contacts[0].kind"},
			{"a contact without a name", func(o *org.Organisation) { o.Contacts[1].Name = " " }, "contacts[1].name"},
			{"a contact that cannot be reached so", func(o *org.Organisation) { o.Contacts[2].Email = "x" }, "contacts[2].email"},
			{"a role without a title", func(o *org.Organisation) { o.Roles[0].Title = "" }, "roles[0].title"},
			{"two roles of one title", func(o *org.Organisation) {
				o.Roles = append(o.Roles, org.Role{ID: "rol_2", Title: "COMMUNITY  warden"})
			}, "roles[1].title"},
			{"a power nobody knows", func(o *org.Organisation) { o.Roles[0].Powers[0].Power = "csas-flying" }, "roles[0].powers[0].power"},
			{"a power twice", func(o *org.Organisation) { o.Roles[0].Powers[1].Power = o.Roles[0].Powers[0].Power }, "roles[0].powers[1].power"},
			{"a power that only a council can give", func(o *org.Organisation) { o.Roles[0].Powers[0].Power = "la-pspo-fpn" }, "roles[0].powers[0].power"},
			{"an offence nobody knows", func(o *org.Organisation) { o.Roles[0].Powers[4].Offences = []law.OffenceID{"pnd-whistling"} }, "roles[0].powers[4].offences"},
		} {
			state := accredtest.CouncilState("Council "+tt.name, w.City)
			tt.change(&state)
			_, err := w.Orgs.Add(t.Context(), w.Manager, state)
			if got := accredtest.Wrong(err); got != tt.wrong {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.wrong)
			}
		}
	})
}

func TestANameAndANumberBelongToOneOrganisationForGood(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		add := func(name string, change func(*org.Organisation)) (id.Org, string) {
			state := accredtest.CouncilState(name, w.City)
			if change != nil {
				change(&state)
			}
			o, err := w.Orgs.Add(t.Context(), w.Manager, state)
			return o, accredtest.Wrong(err)
		}
		first, wrong := add("Aldermere City Council", func(o *org.Organisation) { o.Aliases = []string{" ACC ", ""} })
		if wrong != "" || w.Org(t, first).Number != "ORG-001" || !cmp.Equal(w.Org(t, first).Aliases, []string{"ACC"}) {
			t.Fatalf("%q %+v", wrong, w.Org(t, first))
		}
		for _, name := range []string{"Aldermere City Council", "ALDERMERE  city council", "acc", "A.C.C."} {
			if _, wrong := add(name, nil); wrong != "name" {
				t.Errorf("%s: %q", name, wrong)
			}
		}
		if _, wrong := add("Quaymouth Homes", func(o *org.Organisation) { o.Aliases = []string{"Acc"} }); wrong != "name" {
			t.Errorf("an alias that is another's: %q", wrong)
		}
		if _, wrong := add("Quaymouth Homes", func(o *org.Organisation) { o.Number = "ORG-001" }); wrong != "number" {
			t.Errorf("a number that is another's: %q", wrong)
		}
		accredtest.Must(t, w.Orgs.Alter(t.Context(), w.Manager, first, func(o *org.Organisation) error { o.Name = "City of Aldermere"; return nil }))
		if _, wrong := add("Aldermere City Council", nil); wrong != "name" {
			t.Errorf("a name it had before: %q", wrong)
		}
		second, wrong := add("Quaymouth Homes", nil)
		if wrong != "" || w.Org(t, second).Number != "ORG-002" {
			t.Errorf("%q, number %s", wrong, w.Org(t, second).Number)
		}
		err := d.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Orgs.ByName(tx, w.Force, "aldermere CITY council")
			if err == nil && v.ID != string(first) {
				t.Errorf("the old name leads to %s", v.State.Name)
			}
			return err
		})
		accredtest.Must(t, err)
	})
}

func TestParticularsAreChangedAndDecisionsAreNot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		before := w.Org(t, o)
		accredtest.Must(t, w.Orgs.Alter(t.Context(), w.Manager, o, func(x *org.Organisation) error {
			x.Phone = "01632 960001"
			x.State, x.From, x.To, x.Since, x.Why, x.Number, x.FitTest = org.Withdrawn, 1, 2, 3, "x", "ORG-999", org.Decision{}
			x.Roles[0].Powers[0].Answer, x.Roles[0].Powers[0].By = org.Refused, "Nobody"
			x.Roles[0].Powers[4].Offences = []law.OffenceID{"pnd-poa5"} // one of two
			x.Roles[0].Powers = append(x.Roles[0].Powers, org.Power{Power: "csas-photograph", Answer: org.Allowed, Reason: "For notices"})
			return nil
		}))
		after := w.Org(t, o)
		want := before
		want.Phone = "01632 960001"
		want.Roles = []org.Role{before.Roles[0]}
		want.Roles[0].Powers = append([]org.Power(nil), before.Roles[0].Powers...)
		asked := before.Roles[0].Powers[4]
		asked.Answer, asked.By, asked.On, asked.Offences = org.Asked, "", clock.NoDay, []law.OffenceID{"pnd-poa5"}
		want.Roles[0].Powers[4] = asked
		want.Roles[0].Powers = append(want.Roles[0].Powers, org.Power{Power: "csas-photograph", Answer: org.Asked, Reason: "For notices"})
		if diff := cmp.Diff(want, after); diff != "" {
			t.Errorf("a power whose offences changed, or that is new, is asked for; all else stays (-want +got):\n%s", diff)
		}
		w.Verify(t)
	})
}

func TestTheRegisterTellsWhatWasSoAndWhatWasKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		start := w.Clock.Now()
		w.Clock.Advance(time.Hour)
		o := entered(t, w, "Aldermere City Council", org.InForce) // in force for a year, known from now
		known := w.Clock.Now()
		w.Clock.Advance(48 * time.Hour)
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "Insurance lapsed"))
		now := w.Clock.Now()
		year := accredtest.Today.AddYears(-1).Start()
		for _, tt := range []struct {
			name      string
			at, known time.Time
			want      org.State
		}{
			{"today", now, now, org.Suspended},
			{"yesterday", now.Add(-24 * time.Hour), now, org.InForce},
			{"half a year ago, as known today", year.Add(180 * 24 * time.Hour), now, org.InForce},
			{"half a year ago, as known then", year.Add(180 * 24 * time.Hour), year.Add(180 * 24 * time.Hour), ""},
			{"before it was entered", start, start, ""},
			{"before it was entered, as known since", start, known, org.InForce},
			{"before its first day", year.Add(-time.Millisecond), now, ""},
			{"today, as known yesterday", now, now.Add(-24 * time.Hour), org.InForce},
		} {
			v, err := db.Find(t.Context(), d, func(tx *db.Tx) (org.Version, error) {
				return w.Orgs.Find(tx, w.Manager, o, register.When{At: tt.at, Known: tt.known})
			})
			if v.State.State != tt.want || (tt.want == "") != fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %q, %v; want %q", tt.name, v.State.State, err, tt.want)
			}
		}
	})
}

func TestOthersDoNotSeeOrChangeAnOrganisation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		theirs := w.Acting(authz.Signatory)
		theirs.Org = other
		mine := theirs
		mine.Org = o
		find := func(who authz.Actor) error {
			_, err := db.Find(t.Context(), d, func(tx *db.Tx) (org.Version, error) { return w.Orgs.Find(tx, who, o, w.Now()) })
			return err
		}
		history := func(who authz.Actor) error {
			_, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]org.Version, error) { return w.Orgs.History(tx, who, o, true) })
			return err
		}
		alter := func(who authz.Actor) error {
			return w.Orgs.Alter(t.Context(), who, o, func(x *org.Organisation) error { x.Phone = "999"; return nil })
		}
		for _, tt := range []struct {
			name string
			who  authz.Actor
			do   func(authz.Actor) error
			kind fault.Kind
		}{
			{"another employer's signatory sees it", theirs, find, fault.Forbidden},
			{"another employer's signatory sees its past", theirs, history, fault.Forbidden},
			{"its own signatory changes what the office keeps", mine, alter, fault.Forbidden},
			{"the delegate changes particulars", w.Delegate, alter, fault.Forbidden},
			{"another force's manager sees it", w.Stranger(t, authz.SchemeManager), find, fault.NotFound},
			{"another force's manager sees its past", w.Stranger(t, authz.SchemeManager), history, fault.NotFound},
			{"another force's manager changes it", w.Stranger(t, authz.SchemeManager), alter, fault.NotFound},
		} {
			if err := tt.do(tt.who); !fault.Is(err, tt.kind) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		accredtest.Must(t, find(mine))
		accredtest.Must(t, history(mine))
		all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]org.Version, error) { return w.Orgs.AsAt(tx, theirs, w.Now()) })
		if err != nil || len(all) != 1 || all[0].ID != string(other) {
			t.Errorf("an employer's list: %d, %v", len(all), err)
		}
		none, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]org.Version, error) {
			return w.Orgs.AsAt(tx, w.Stranger(t, authz.SchemeManager), w.Now())
		})
		if err != nil || len(none) != 0 {
			t.Errorf("another force's list: %d, %v", len(none), err)
		}
		if w.Org(t, o).Phone == "999" {
			t.Error("it was changed")
		}
	})
}
