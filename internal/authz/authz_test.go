package authz_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// TestScopeIsMayRowByRow makes a table of things of two forces, three organisations
// and three areas, and holds that the list an actor gets is exactly the rows that
// pass one by one.
func TestScopeIsMayRowByRow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		things := make([]authz.Object, 0, 54)
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := tx.Exec(`CREATE TABLE thing (force_id TEXT, n BIGINT, org_id TEXT, person_id TEXT)`); err != nil {
				return err
			}
			if _, err := tx.Exec(`CREATE TABLE thing_area (force_id TEXT, n BIGINT, area_id TEXT)`); err != nil {
				return err
			}
			for n := range 54 {
				o := authz.Object{Force: id.Force(fmt.Sprint("for_", n%2)), Org: id.Org(fmt.Sprint("org_", n/2%3)),
					Person: id.Person(fmt.Sprint("per_", n/6%3)), Areas: []id.Area{id.Area(fmt.Sprint("are_", n/18%3))}}
				if n%5 == 0 {
					o.Areas = append(o.Areas, "are_9")
				}
				things = append(things, o)
				if _, err := tx.Exec(`INSERT INTO thing (force_id, n, org_id, person_id) VALUES (?, ?, ?, ?)`, string(o.Force), n, string(o.Org), string(o.Person)); err != nil {
					return err
				}
				for _, a := range o.Areas {
					if _, err := tx.Exec(`INSERT INTO thing_area (force_id, n, area_id) VALUES (?, ?, ?)`, string(o.Force), n, string(a)); err != nil {
						return err
					}
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		cols := authz.Columns{Force: "force_id", Org: "org_id", Person: "person_id",
			Area: "EXISTS (SELECT 1 FROM thing_area x WHERE x.force_id = thing.force_id AND x.n = thing.n AND x.area_id IN (%s))"}
		rapid.Check(t, func(rt *rapid.T) {
			a := authz.Actor{
				Force: rapid.SampledFrom([]id.Force{"for_0", "for_1", "for_2"}).Draw(rt, "force"),
				Role:  rapid.SampledFrom(append([]authz.Role{authz.Public, authz.Operator, authz.System, "nonsense"}, authz.Roles...)).Draw(rt, "role"),
				Org:   rapid.SampledFrom([]id.Org{"", "org_0", "org_1"}).Draw(rt, "org"), Person: rapid.SampledFrom([]id.Person{"", "per_0", "per_2"}).Draw(rt, "person"),
				Areas: rapid.SampledFrom([][]id.Area{nil, {"are_0"}, {"are_1", "are_9"}}).Draw(rt, "areas"),
			}
			p := rapid.SampledFrom(authz.Permissions).Draw(rt, "permission")
			w := a.Scope(p, cols)
			got, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]int, error) {
				return db.All(tx, func(s db.Scanner) (n int, err error) { return n, s.Scan(&n) }, `SELECT n FROM thing`+w.SQL()+` ORDER BY n`, w.Args()...)
			})
			if err != nil {
				rt.Fatal(err)
			}
			var want []int
			for n, o := range things {
				if a.May(p, o) == nil {
					want = append(want, n)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				rt.Fatalf("%s %s: the list has %v, one by one %v pass", a.Role, p, got, want)
			}
		})
	})
}

func TestEveryDenialIsASentence(t *testing.T) {
	t.Parallel()
	for _, r := range append([]authz.Role{authz.Public}, authz.Roles...) {
		for _, p := range authz.Permissions {
			err := authz.Actor{Force: "for_a", Role: r}.May(p, authz.Object{Org: "org_x", Person: "per_x"})
			if err == nil {
				continue
			}
			msg := fault.Of(err).Message
			if !strings.HasSuffix(msg, ".") || len(msg) < 12 || strings.Contains(msg, "%!") || strings.Contains(msg, "may not  ") {
				t.Errorf("%s %s: %q", r, p, msg)
			}
		}
	}
}

func TestAnotherForceIsNotThere(t *testing.T) {
	t.Parallel()
	a := authz.Actor{Force: "for_a", Role: authz.SchemeManager}
	if err := a.May(authz.ReadPerson, authz.Object{Force: "for_b"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}

func TestTheOfficeNeverDecidesWhatItRecommends(t *testing.T) {
	t.Parallel()
	for _, r := range authz.Roles {
		a := authz.Actor{Role: r}
		if a.Can(authz.Grant) && a.Can(authz.Recommend) {
			t.Errorf("%s both recommends and grants", r)
		}
		if a.Can(authz.RecordVetting) && r != authz.VettingUnit {
			t.Errorf("%s records vetting", r)
		}
		if (a.Can(authz.Grant) || a.Can(authz.DecideOrg)) && r != authz.Delegate {
			t.Errorf("%s decides for the chief officer", r)
		}
	}
}

// TestPermissionsPageIsTrue compares docs/permissions.md with the rules. Run with
// UPDATE=1 to write it anew.
func TestPermissionsPageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/permissions.md"
	want := authz.Table()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/permissions.md does not say what the rules say (UPDATE=1 writes it): %v", err)
	}
}
