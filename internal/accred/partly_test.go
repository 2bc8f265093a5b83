package accred_test

import (
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
)

// TestAPowerOfAnEmployerIsSuspended suspends one power of all, then a team, and reinstates.
func TestAPowerOfAnEmployerIsSuspended(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const asb, litter = law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter")
		w := accredtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		joel, a := w.Accredited(t, o, "Joel", asb, litter)
		_, b := w.Accredited(t, o, "Mina", asb)
		held := func(want string) {
			t.Helper()
			var got []string
			for _, x := range []any{w.Standing(t, a, w.Now()).Held(), w.Standing(t, b, w.Now()).Held()} {
				var names []string
				for _, p := range x.([]law.PowerID) {
					names = append(names, strings.TrimPrefix(string(p), "csas-"))
				}
				got = append(got, strings.Join(names, "+"))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("held: %q, want %q", got, want)
			}
		}
		held("fpn-litter+name-address-asb name-address-asb")
		part := accred.Partly{Org: o, Power: asb, Why: "Used without grounds."}
		if _, err := w.Accreds.SuspendPart(ctx, w.Acting(authz.Signatory), part); accredtest.Wrong(err) != "forbidden" {
			t.Errorf("by the employer: %v", err)
		}
		for _, tt := range []struct {
			p    accred.Partly
			want string
		}{{accred.Partly{Org: o, Why: "x"}, "power"}, {accred.Partly{Org: o, Power: asb}, "why"}, {accred.Partly{Org: o, Power: "csas-fireworks", Why: "x"}, "conflict"}} {
			if _, err := w.Accreds.SuspendPart(ctx, w.Manager, tt.p); accredtest.Wrong(err) != tt.want {
				t.Errorf("%+v: %v", tt.p, err)
			}
		}
		w.Clock.Advance(1e9)
		n, err := w.Accreds.SuspendPart(ctx, w.Manager, part)
		if accredtest.Must(t, err); n != 2 {
			t.Errorf("%d were suspended", n)
		}
		held("fpn-litter ")
		letters, err := db.Find(ctx, d, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersOf(tx, w.Manager, joel) })
		if accredtest.Must(t, err); len(letters) == 0 || letters[0].Subject != "Your accreditation: a power suspended" || len(letters[0].Body.Powers) != 1 {
			t.Errorf("%+v", letters)
		}
		v, err := db.Find(ctx, d, func(tx *db.Tx) (accred.Version, error) { return w.Accreds.Find(tx, w.Manager, a, w.Now()) })
		accredtest.Must(t, err)
		plain := []accred.Grant{{Power: asb}, {Power: litter}}
		accredtest.Must(t, w.Accreds.Modify(ctx, w.Delegate, a, accred.Modification{Grants: plain, Areas: v.State.Areas, Conditions: []string{"In pairs"}, Why: "A condition", TypedName: w.Delegate.Name}))
		held("fpn-litter ") // a change of something else does not lift it
		if _, err := w.Accreds.ReinstatePart(ctx, w.Manager, part); accredtest.Wrong(err) != "forbidden" {
			t.Errorf("reinstated by who may only suspend: %v", err)
		}
		_, err = w.Accreds.ReinstatePart(ctx, w.Delegate, part)
		accredtest.Must(t, err)
		held("fpn-litter+name-address-asb name-address-asb")
		_, err = w.Accreds.SuspendPart(ctx, w.Delegate, part)
		accredtest.Must(t, err)
		_, err = w.Accreds.ReinstatePart(ctx, w.Delegate, part)
		wants(t, err, "decision.same-person")
		held("fpn-litter ")
		_, err = w.Accreds.ReinstatePart(ctx, second(w), part)
		accredtest.Must(t, err)
		team, err := w.Orgs.SetTeam(ctx, w.Manager, o, org.Team{Name: "Market", Supervisor: "Gareth Lyle"})
		accredtest.Must(t, err)
		accredtest.Must(t, w.Persons.Alter(ctx, w.Manager, joel, func(p *person.Person) error { p.Team = team; return nil }))
		_, err = w.Accreds.SuspendPart(ctx, w.Delegate, accred.Partly{Org: o, Team: team, Why: "The site is closed."})
		accredtest.Must(t, err)
		if st := w.Standing(t, a, w.Now()); st.Status != accred.StatusSuspended {
			t.Errorf("the team: %s", st.Status)
		}
		held(" name-address-asb")
		wants(t, w.Accreds.Reinstate(ctx, w.Delegate, a, "It is open again"), "decision.same-person")
		accredtest.Must(t, w.Accreds.Reinstate(ctx, second(w), a, "It is open again"))
		w.Verify(t)
	})
}
