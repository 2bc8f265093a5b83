package area_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

func TestWhatIsPartOfWhat(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		names, ids := map[id.Area]string{w.City: "Aldermere", w.Quay: "Quaymouth"}, map[string]id.Area{"Aldermere": w.City, "Quaymouth": w.Quay}
		put := func(kind area.Kind, name, parent, authority string) {
			_, err := w.Ledger.Do(t.Context(), w.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) error {
				a, err := w.Areas.Put(tx, e, ids[name], area.Area{Kind: kind, Name: name, Parent: ids[parent], Authority: ids[authority]}, e.At)
				ids[name], names[a] = a, name
				return err
			})
			accredtest.Must(t, err)
		}
		put(area.WholeForce, "Eastmarch", "", "")
		put(area.Authority, "City Council", "", "")
		put(area.Ward, "Market", "Aldermere", "City Council")
		put(area.Ward, "Castle", "Aldermere", "")
		put(area.Ward, "Harbour", "Quaymouth", "City Council")
		tree, err := db.Find(t.Context(), d, func(tx *db.Tx) (*area.Tree, error) { return w.Areas.Tree(tx, w.Force) })
		accredtest.Must(t, err)
		said := func(as []id.Area) string {
			var out []string
			for _, a := range as {
				out = append(out, names[a])
			}
			slices.Sort(out)
			return strings.Join(out, " ")
		}
		for _, tt := range []struct{ name, got, want string }{
			{"a ward is part of its district, its authority and the force", said(tree.Above(ids["Market"])), "Aldermere City Council Eastmarch"},
			{"a district without an area above it is part of the force", said(tree.Above(w.City)), "Eastmarch"},
			{"a district has its wards", said(tree.Parts(w.City)), "Aldermere Castle Market"},
			{"a district reaches its wards and the force", said(tree.Reach([]id.Area{w.City})), "Aldermere Castle Eastmarch Market"},
			{"a ward does not reach its neighbour", said(tree.Reach([]id.Area{ids["Castle"]})), "Aldermere Castle Eastmarch"},
			{"an authority reaches its wards of two districts", said(tree.Reach([]id.Area{ids["City Council"]})), "City Council Eastmarch Harbour Market"},
			{"what is no area reaches nothing", said(tree.Reach([]id.Area{"are_none"})), ""},
			{"the force reaches everything", said(tree.Reach([]id.Area{ids["Eastmarch"]})), "Aldermere Castle City Council Eastmarch Harbour Market Quaymouth"},
		} {
			if tt.got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, tt.got, tt.want)
			}
		}
		put(area.District, "Aldermere", "Market", "") // a mistake: each part of the other
		tree, err = db.Find(t.Context(), d, func(tx *db.Tx) (*area.Tree, error) { return w.Areas.Tree(tx, w.Force) })
		accredtest.Must(t, err)
		if got := said(tree.Above(ids["Castle"])); got != "Aldermere Castle City Council Eastmarch Market" && got != "Aldermere City Council Eastmarch Market" {
			t.Errorf("areas that are part of one another: %s", got)
		}
	})
}

func TestReachGoesBothWays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		var all []id.Area
		_, err := w.Ledger.Do(t.Context(), w.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) error {
			for i := range 20 {
				a := area.Area{Kind: area.Ward, Name: fmt.Sprint("Area ", i)}
				if i > 0 {
					a.Parent, a.Authority = all[i/3], all[i/2]
				}
				got, err := w.Areas.Put(tx, e, "", a, e.At)
				if err != nil {
					return err
				}
				all = append(all, got)
			}
			return nil
		})
		accredtest.Must(t, err)
		tree, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (*area.Tree, error) { return w.Areas.Tree(tx, w.Force) })
		accredtest.Must(t, err)
		rapid.Check(t, func(rt *rapid.T) {
			a, b := rapid.SampledFrom(all).Draw(rt, "a"), rapid.SampledFrom(all).Draw(rt, "b")
			there, back := slices.Contains(tree.Reach([]id.Area{a}), b), slices.Contains(tree.Reach([]id.Area{b}), a)
			if meet := tree.Within(a, b) || tree.Within(b, a); there != meet || back != meet {
				rt.Fatalf("%s reaches %s: %v, back: %v, one lies in the other: %v", a, b, there, back, meet)
			}
		})
	})
}
