package area_test

import (
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

func TestUnitsOfTheForce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		set := func(of id.Unit, u area.Unit) id.Unit {
			t.Helper()
			got, err := w.Areas.SetUnit(t.Context(), w.Manager, of, u)
			accredtest.Must(t, err)
			return got
		}
		lpsu := set("", area.Unit{Name: "Local Policing Support Unit", Short: "LPSU"})
		team := set("", area.Unit{Name: "Scheme team", Parent: lpsu})
		standards := set("", area.Unit{Name: "Professional standards"})
		ruth := accounttest.Add(t, w.Accounts, w.Manager, "ruth@eastmarch.example", "Ruth Adeyemi", account.Post{Role: authz.SchemeManager})
		accredtest.Must(t, w.Accounts.SetUnit(t.Context(), w.Manager, ruth, team))

		tree := func() string {
			vs, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]area.UnitVersion, error) { return w.Areas.Units(tx, w.Delegate, w.Now()) })
			accredtest.Must(t, err)
			var out []string
			for _, l := range area.UnitTree(vs) {
				out = append(out, strings.Repeat("-", l.Depth)+l.State.Title())
			}
			return strings.Join(out, ", ")
		}
		if got := tree(); got != "Local Policing Support Unit (LPSU), -Scheme team, Professional standards" {
			t.Error(got)
		}
		owner := func(when register.When) string {
			var u area.Unit
			err := d.Read(t.Context(), func(tx *db.Tx) (err error) { u, _, err = w.Areas.Owner(tx, w.Force, when); return err })
			accredtest.Must(t, err)
			return u.Title()
		}
		before := w.Now()
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Areas.OwnDocuments(t.Context(), w.Manager, lpsu))
		first := w.Now()
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Areas.OwnDocuments(t.Context(), w.Manager, standards))
		if owner(before) != "" || owner(first) != "Local Policing Support Unit (LPSU)" || owner(w.Now()) != "Professional standards" {
			t.Errorf("owners: %q, %q, %q", owner(before), owner(first), owner(w.Now()))
		}

		for _, tt := range []struct {
			name string
			err  error
			kind fault.Kind
		}{
			{"the owner again", w.Areas.OwnDocuments(t.Context(), w.Manager, standards), fault.Conflict},
			{"a unit that owns documents closes", w.Areas.CloseUnit(t.Context(), w.Manager, standards), fault.Conflict},
			{"a unit of which others are part closes", w.Areas.CloseUnit(t.Context(), w.Manager, lpsu), fault.Conflict},
			{"a unit to which accounts belong closes", w.Areas.CloseUnit(t.Context(), w.Manager, team), fault.Conflict},
			{"no such unit closes", w.Areas.CloseUnit(t.Context(), w.Manager, "unt_none"), fault.NotFound},
			{"a delegate closes one", w.Areas.CloseUnit(t.Context(), w.Delegate, team), fault.Forbidden},
			{"an account joins no such unit", w.Accounts.SetUnit(t.Context(), w.Manager, ruth, "unt_none"), fault.NotFound},
			{"a delegate moves an account", w.Accounts.SetUnit(t.Context(), w.Delegate, ruth, ""), fault.Forbidden},
		} {
			if !fault.Is(tt.err, tt.kind) {
				t.Errorf("%s: %v", tt.name, tt.err)
			}
		}
		for _, tt := range []struct {
			name, field string
			of          id.Unit
			unit        area.Unit
		}{
			{"no name", "name", "", area.Unit{}},
			{"the name of another", "name", "", area.Unit{Name: "scheme TEAM"}},
			{"no such parent", "parent", "", area.Unit{Name: "Archive", Parent: "unt_none"}},
			{"part of itself", "parent", lpsu, area.Unit{Name: "Local Policing Support Unit", Parent: lpsu}},
			{"part of its own part", "parent", lpsu, area.Unit{Name: "Local Policing Support Unit", Parent: team}},
			{"a short form of 30 letters", "short", "", area.Unit{Name: "Archive", Short: strings.Repeat("A", 30)}},
		} {
			_, err := w.Areas.SetUnit(t.Context(), w.Manager, tt.of, tt.unit)
			if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Fields[0].Name != tt.field {
				t.Errorf("%s: %v", tt.name, err)
			}
		}

		accredtest.Must(t, w.Accounts.SetUnit(t.Context(), w.Manager, ruth, lpsu))
		accredtest.Must(t, w.Areas.CloseUnit(t.Context(), w.Manager, team))
		set(lpsu, area.Unit{Name: "Neighbourhood support", Short: "NS"})
		if got := tree(); got != "Neighbourhood support (NS), Professional standards" {
			t.Error(got)
		}
		w.Verify(t)
	})
}

func TestAnEmployersPeopleBelongToNoUnit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		unit, err := w.Areas.SetUnit(t.Context(), w.Manager, "", area.Unit{Name: "Scheme team"})
		accredtest.Must(t, err)
		o := w.Approved(t, "Aldermere City Council")
		helen := accounttest.Add(t, w.Accounts, w.Manager, "helen@aldermere.example", "Helen Prowse", account.Post{Role: authz.Signatory, Org: o})
		if err := w.Accounts.SetUnit(t.Context(), w.Manager, helen, unit); !fault.Is(err, fault.Refused) {
			t.Error(err)
		}
	})
}
