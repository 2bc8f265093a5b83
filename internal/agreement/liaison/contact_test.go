package liaison_test

import (
	"slices"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/org"
	"watchword/internal/register"
)

func (h *house) directory(w register.When) map[string]liaison.Entry {
	h.t.Helper()
	all, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) ([]liaison.Entry, error) {
		return h.Rooms.Liaison.Directory(tx, h.Manager, h.Org, w)
	})
	accredtest.Must(h.t, err)
	out := map[string]liaison.Entry{}
	for _, e := range all {
		out[e.Name] = e
	}
	return out
}

// TestAContactIsVerifiedWhileItsDetailsStay verifies contacts of both sides, lets them run
// out, and changes one.
func TestAContactIsVerifiedWhileItsDetailsStay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		s, ctx := h.Rooms.Liaison, t.Context()
		all := h.directory(h.Now())
		if len(all) != 6 || all["C/Insp Daniel Thorne"].Side != agreement.OfForce || all["Sgt Martin Askew"].Side != agreement.OfForce || all["Priya Nair"].Kind != org.Signatory {
			t.Fatalf("%+v", all)
		}
		first := accredtest.Today.AddMonths(6)
		if got := h.due(h.officer(), 200, liaison.ToVerify); !slices.Equal(got, []string{"Verify 4 contacts with Aldermere City Council " + first.String()}) {
			t.Errorf("%q", got)
		}
		if got := h.due(h.World.Liaison(), 200, liaison.ToVerify); !slices.Equal(got, []string{"Verify 2 contacts with Aldermere City Council " + first.String()}) {
			t.Errorf("%q", got)
		}
		day := h.on(100)
		for name, e := range all {
			if name != "Idris Pugh" {
				accredtest.Must(t, s.Verify(ctx, h.Manager, h.Org, e.Key))
			}
		}
		if err := s.Verify(ctx, h.Manager, h.Org, all["Gareth Lyle"].Key); accredtest.Wrong(err) != "conflict" {
			t.Errorf("verified twice on a day: %v", err)
		}
		now := h.directory(h.Now())
		if e := now["Gareth Lyle"]; e.Verified != day || e.By != h.Manager.Name || e.Due != day.AddMonths(6) {
			t.Errorf("%+v", e)
		}
		for _, days := range []int{100, 400} { // however far one looks, the others are not due with it
			if got := h.due(h.officer(), days, liaison.ToVerify); !slices.Equal(got, []string{"Verify a contact with Aldermere City Council " + first.String()}) {
				t.Errorf("in %d days: %q", days, got)
			}
		}
		then := accredtest.Today.AddDays(99).End()
		if e := h.directory(register.When{At: then, Known: then})["Gareth Lyle"]; e.Verified != clock.NoDay {
			t.Errorf("the day before it was verified on %s", e.Verified)
		}
		contacts := slices.Clone(h.World.Org(t, h.Org).Contacts)
		i := slices.IndexFunc(contacts, func(c org.Contact) bool { return c.Name == "Gareth Lyle" })
		contacts[i].Phone = "01700 900 300"
		h.Contacts(t, h.Org, contacts...)
		if e := h.directory(h.Now())["Gareth Lyle"]; e.Verified != clock.NoDay || e.Due != first {
			t.Errorf("with another number: %+v", e)
		}
		if err := s.Verify(ctx, h.Manager, h.Org, now["Gareth Lyle"].Key); accredtest.Wrong(err) != "conflict" {
			t.Errorf("details that nobody reads any more: %v", err)
		}
	})
}

func TestWhoVerifiesAContact(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	other := h.Approved(t, "Quaymouth Council")
	supervisor := h.officer()
	supervisor.Role = authz.Supervisor
	all := h.directory(h.Now())
	for _, tt := range []struct {
		name, contact string
		who           authz.Actor
		want          string
	}{
		{"another employer", "Idris Pugh", h.Lead(other), "forbidden"},
		{"a supervisor", "Idris Pugh", supervisor, "forbidden"},
		{"another force", "Idris Pugh", h.Stranger(t, authz.SchemeManager), "not-found"},
		{"the organisation, of the force’s contact", "Sgt Martin Askew", h.officer(), "forbidden"},
		{"the team, of the organisation’s contact", "Idris Pugh", h.World.Liaison(), "forbidden"},
		{"the organisation, of its own", "Idris Pugh", h.officer(), ""},
		{"the team, of the force’s", "Sgt Martin Askew", h.World.Liaison(), ""},
		{"the scheme office", "Joanne Birtwell", h.Manager, ""},
	} {
		if err := h.Rooms.Liaison.Verify(t.Context(), tt.who, h.Org, all[tt.contact].Key); accredtest.Wrong(err) != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
