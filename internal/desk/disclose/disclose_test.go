package disclose_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/disclose"
	"watchword/internal/id"
	"watchword/internal/law"
)

var must = accredtest.Must

func wrong(t *testing.T, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%v (%s), want %s", err, got, want)
	}
}

// figures is a table in one text: code and figures of each line.
func figures(t disclose.Table) string {
	var out []string
	lines := t.Lines
	if t.Total != nil {
		lines = append(slices.Clone(lines), *t.Total)
	}
	for _, l := range lines {
		s := l.Code
		for _, f := range l.Figures {
			s += " " + f.String()
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// world is a council with six wardens of whom two hold a second power, and a firm with two
// officers.
func world(t *testing.T, d *db.DB) (*complainttest.World, id.Org) {
	t.Helper()
	w := complainttest.New(t, d) // one warden
	for i := range 5 {
		powers := []string{"csas-fpn-litter"}
		if i < 2 {
			powers = append(powers, "csas-name-address-asb")
		}
		accredit(t, w, w.Org, fmt.Sprint("Warden", i), powers...)
	}
	firm := w.Elsewhere.Org
	accredit(t, w, firm, "Guard1", "csas-name-address-asb")
	accredit(t, w, firm, "Guard2", "csas-name-address-asb")
	return w, firm
}

func TestStatisticsLeaveOutWhatIsSmall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := world(t, d)
		w.Told(t, w.Rude())
		got, err := w.Disclosed.Statistics(t.Context(), w.Force, clock.NoDay)
		must(t, err)
		want := []string{
			"council 2 8; housing 0 0; health 0 0; security 0 0; transport 0 0; other 0 0; all 2 8",
			"csas-fpn-litter 1 6; csas-name-address-asb 2 not shown",
		}
		for i, x := range want {
			if diff := cmp.Diff(x, figures(got.Tables[2*i])); diff != "" {
				t.Error(diff)
			}
		}
		quarters := got.Tables[1]
		if n := len(quarters.Lines); n != disclose.Quarters {
			t.Errorf("%d quarters", n)
		}
		if last := figures(disclose.Table{Lines: quarters.Lines[disclose.Quarters-1:]}); last != "2026 Q4 8 0 not shown 0" {
			t.Errorf("the last quarter: %s", last)
		}
		before, err := w.Disclosed.Statistics(t.Context(), w.Force, accredtest.Today-1)
		must(t, err)
		if got := figures(before.Tables[0]); got != "council 0 0; housing 0 0; health 0 0; security 0 0; transport 0 0; other 0 0; all 0 0" {
			t.Errorf("the day before: %s", got)
		}
		_, err = w.Disclosed.Statistics(t.Context(), "", clock.NoDay)
		wrong(t, err, "not-found")
	})
}

func TestEveryLineOfTheListCanBeChecked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := complainttest.New(t, d)
		_, other := accredit(t, w, w.Org, "Ann", "csas-fpn-litter")
		must(t, w.Accreds.Suspend(t.Context(), w.Manager, w.Accreditation, "A complaint"))
		must(t, w.Accreds.Reinstate(t.Context(), w.Delegate, w.Accreditation, "Nothing in it"))
		must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, other, "Left the path"))
		f := w.World.Force
		_, err := w.Ledger.Sequence(t.Context())
		must(t, err)
		r, err := w.Disclosed.Record(t.Context(), f)
		must(t, err)
		_, err = w.Ledger.Checkpoint(t.Context(), w.Ring, f, r.Origin)
		must(t, err)
		r, err = w.Disclosed.Record(t.Context(), f)
		must(t, err)
		var kinds []disclose.Kind
		for _, l := range r.Lines {
			kinds = append(kinds, l.Kind)
		}
		if diff := cmp.Diff([]disclose.Kind{disclose.Withdrawn, disclose.Granted, disclose.Granted}, kinds); diff != "" {
			t.Fatal(diff) // neither the suspension nor the reinstatement
		}
		if r.Lines[0].Blinded != r.Lines[1].Blinded || r.Lines[1].Blinded == r.Lines[2].Blinded || len(r.Keys) != 1 {
			t.Errorf("identifiers: %+v, keys %v", r.Lines, r.Keys)
		}
		for _, l := range r.Lines {
			file, err := w.Disclosed.Proof(t.Context(), f, l.Place)
			must(t, err)
			c, leaf, err := disclose.Check(file, r.Keys[0])
			if err != nil || !bytes.Equal(leaf, l.Leaf) || c.Origin != r.Origin || c.Size <= l.Place {
				t.Errorf("line at %d: %v", l.Place, err)
			}
			if bytes.Contains(file, []byte("Hartnoll")) || bytes.Contains(leaf, []byte("EM ")) {
				t.Error("the proof tells whose it is")
			}
			spoilt := bytes.Replace(file, []byte("\nindex "), []byte("\nindex 1"), 1)
			if _, _, err := disclose.Check(spoilt, r.Keys[0]); err == nil {
				t.Error("a proof of another place is taken")
			}
		}
		_, err = w.Disclosed.Proof(t.Context(), f, r.Lines[0].Place+100)
		wrong(t, err, "not-found")
		_, err = w.Disclosed.Proof(t.Context(), f, 0) // the first entry is no grant
		wrong(t, err, "not-found")

		mine, err := w.Disclosed.Open(t.Context(), w.Warden, w.Person)
		must(t, err)
		if len(mine) != 1 || len(mine[0].Lines) != 1 || disclose.Blind(mine[0].Opening, mine[0].Number) != r.Lines[2].Blinded {
			t.Errorf("the person’s own lines: %+v", mine)
		}
		if disclose.Blind(mine[0].Opening, "EM 4002") == r.Lines[0].Blinded {
			t.Error("the opening of one accreditation opens another")
		}
		for _, who := range []authz.Actor{w.Elsewhere, w.Public(), w.Trainer, w.Acting(authz.Commissioner)} {
			if _, err := w.Disclosed.Open(t.Context(), who, w.Person); err == nil {
				t.Errorf("%s opens it", who.Role)
			}
		}
	})
}

func TestTheQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, firm := world(t, d)
		_, a := accredit(t, w, firm, "Guard3", "csas-name-address-asb")
		must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Unfit"))
		ask := func(code string, exact bool) string {
			got, err := w.Disclosed.Answer(t.Context(), w.Acting(authz.DataProtection), code, clock.NoDay, exact)
			must(t, err)
			var b bytes.Buffer
			must(t, got.Write(&b))
			if _, err := csv.NewReader(&b).ReadAll(); err != nil {
				t.Error(err)
			}
			var out []string
			for _, r := range got.Rows {
				out = append(out, r[len(r)-4]+"|"+r[len(r)-1])
			}
			return strings.Join(out, "; ")
		}
		for _, tt := range []struct{ code, open, exact string }{
			{"organisations", "District council|6; District council|" + disclose.NotShown, "District council|6; District council|2"},
			{"roles", "Aldermere City Council|6; Harbourside Security Ltd|" + disclose.NotShown, "Aldermere City Council|6; Harbourside Security Ltd|2"},
			{"powers", "public|6; public|" + disclose.NotShown + "; public|" + disclose.NotShown, "public|6; public|2; public|2"},
			{"ended", "2026|" + disclose.NotShown, "2026|1"},
		} {
			if got := ask(tt.code, false); got != tt.open {
				t.Errorf("%s: %s", tt.code, got)
			}
			if got := ask(tt.code, true); got != tt.exact {
				t.Errorf("%s, exact: %s", tt.code, got)
			}
		}
		_, err := w.Disclosed.Answer(t.Context(), w.Manager, "names", clock.NoDay, false)
		wrong(t, err, "not-found")
		_, err = w.Disclosed.Answer(t.Context(), w.Employer, "roles", clock.NoDay, false)
		wrong(t, err, "forbidden")
	})
}

func accredit(t *testing.T, w *complainttest.World, o id.Org, name string, powers ...string) (id.Person, id.Accreditation) {
	t.Helper()
	var ids []law.PowerID
	for _, p := range powers {
		ids = append(ids, law.PowerID(p))
	}
	return w.Accredited(t, o, name, ids...)
}
