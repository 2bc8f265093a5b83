package area_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

const square = `{"type":"Polygon","coordinates":[[[1,52],[1.1,52],[1.1,52.1],[1,52.1],[1,52]]]}`

func TestAPlaceLiesInEveryAreaThatHoldsIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		shape, err := geo.Read([]byte(square), geo.Usual)
		accredtest.Must(t, err)
		var ward id.Area
		put := func(a area.Area, of id.Area) id.Area {
			var got id.Area
			_, err := w.Ledger.Do(t.Context(), w.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
				got, err = w.Areas.Put(tx, e, of, a, e.At)
				return err
			})
			accredtest.Must(t, err)
			return got
		}
		ward = put(area.Area{Kind: area.Ward, Name: "Market", Parent: w.City, Shape: shape}, "")
		put(area.Area{Kind: area.District, Name: "Aldermere", Shape: shape}, w.City)
		at := func(p geo.Point) []id.Area {
			got, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]id.Area, error) { return w.Areas.At(tx, w.Force, p) })
			accredtest.Must(t, err)
			return got
		}
		if got := at(geo.Point{1.05, 52.05}); len(got) != 2 {
			t.Errorf("inside: %v, want the ward %s and the district %s", got, ward, w.City)
		}
		if got := at(geo.Point{1.2, 52.05}); len(got) != 0 {
			t.Errorf("outside: %v", got)
		}
	})
}

func TestForcesAreToldApart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		w.AddForce(t, "for_other", "Westmarch Police", "westmarch")
		err := w.Areas.AddForce(t.Context(), area.Force{ID: "for_third", Name: "Another", Short: "westmarch", Settings: area.Defaults()})
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("a short name is taken twice: %v", err)
		}
		for _, bad := range []area.Force{{ID: "for_x", Short: "x1"}, {ID: "for_x", Name: "X", Short: "Has Space"}} {
			if err := w.Areas.AddForce(t.Context(), bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		other, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]area.Version, error) { return w.Areas.Of(tx, "for_other", "") })
		if err != nil || len(other) != 0 {
			t.Errorf("a new force has %d areas, %v", len(other), err)
		}
	})
}
