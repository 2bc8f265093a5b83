package geo_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/internal/geo"
)

// sharedFile reads a file of the shared data folder, or skips the test.
func sharedFile(tb testing.TB, name string) []byte {
	tb.Helper()
	root := os.Getenv("WATCHWORD_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			tb.Fatal(err)
		}
		for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
		}
		root = filepath.Join(dir, "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		tb.Skip("needs the shared data folder")
	}
	return data
}

func sharedShapes(tb testing.TB, name string) []geo.Feature {
	tb.Helper()
	fs, err := geo.ReadAll(sharedFile(tb, name), geo.Limits{})
	if err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return fs
}

func TestRealWardsLieInTheirDistricts(t *testing.T) {
	t.Parallel()
	districts := sharedShapes(t, "boundaries/essex-districts-2025.geojson")
	var shapes []geo.Shape
	for _, d := range districts {
		shapes = append(shapes, d.Shape)
	}
	index := geo.NewIndex(shapes)
	wards := sharedShapes(t, "boundaries/essex-wards-2025.geojson")
	if len(wards) != 257 || len(districts) != 14 {
		t.Fatalf("%d wards, %d districts", len(wards), len(districts))
	}
	for _, w := range wards {
		p := w.Shape.Label()
		i, ok := index.First(p)
		if !ok || districts[i].Properties["LAD25CD"] != w.Properties["LAD25CD"] {
			t.Errorf("%v: label %v lies in the wrong district", w.Properties["WD25NM"], p)
			continue
		}
		if !w.Shape.Within(shapes[i], 3) {
			t.Errorf("%v is not within its district", w.Properties["WD25NM"])
		}
		if w.Shape.Within(shapes[(i+1)%14], 3) {
			t.Errorf("%v is within another district", w.Properties["WD25NM"])
		}
	}
}

func TestRealAreasAreMeasured(t *testing.T) {
	t.Parallel()
	published := map[string]float64{ // hectares, as the Office for National Statistics gives them
		"Basildon": 11000, "Braintree": 61200, "Brentwood": 15300, "Harlow": 3100, "Maldon": 35800, "Uttlesford": 64100,
	}
	for _, d := range sharedShapes(t, "boundaries/essex-districts-2025.geojson") {
		name := d.Properties["LAD25NM"].(string)
		if want := published[name]; want > 0 && (d.Shape.Hectares() < want*0.985 || d.Shape.Hectares() > want*1.015) {
			t.Errorf("%s: %.0f ha, published %.0f", name, d.Shape.Hectares(), want)
		}
	}
}

func TestRealWardsJoin(t *testing.T) {
	t.Parallel()
	wards := sharedShapes(t, "boundaries/essex-wards-2025.geojson")
	var shapes []geo.Shape
	sum := 0.0
	for _, w := range wards {
		shapes = append(shapes, w.Shape)
		sum += w.Shape.Hectares()
	}
	county, err := geo.Join(shapes...)
	if err != nil {
		t.Fatal(err)
	}
	if ha := county.Hectares(); ha < sum*0.9999 || ha > sum*1.0001 {
		t.Errorf("joined %.0f ha, wards %.0f ha", ha, sum)
	}
	if county.Points() > 20_000 {
		t.Errorf("%d corners: inner borders were kept", county.Points())
	}
	thin := geo.Simplify(shapes, 150)
	points := 0
	for _, s := range thin {
		points += s.Points()
	}
	if points > 9000 {
		t.Errorf("simplified wards still have %d corners", points)
	}
}

func TestEverySharedBoundaryIsReadOrToldWhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"essex-lsoa-2011", "essex-wards-2013", "essex-police-area", "ew-police-force-areas-generalised", "essex-districts-2025-generalised"} {
		fs, err := geo.ReadAll(sharedFile(t, "boundaries/"+name+".geojson"), geo.Limits{})
		if err == nil && len(fs) == 0 {
			t.Errorf("%s holds nothing", name)
		}
		if err != nil && !strings.Contains(err.Error(), "crosses itself at longitude") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRealTopologies reads the TopoJSON files: of those beside a GeoJSON file, each area is
// the same ground but for the coarser steps of its corners.
func TestRealTopologies(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"essex-wards-2025", "essex-districts-2025"} {
		plain := sharedShapes(t, "boundaries/"+name+".geojson")
		shared, err := geo.ReadAll(sharedFile(t, "boundaries/"+name+".topojson"), geo.Limits{Mend: 25})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(plain) != len(shared) {
			t.Fatalf("%s: %d areas, as TopoJSON %d", name, len(plain), len(shared))
		}
		for i := range shared {
			if !shared[i].Shape.Within(plain[i].Shape, 15) {
				t.Errorf("%s: %v lies elsewhere", name, shared[i].Properties)
			}
			if a, b := shared[i].Shape.Hectares(), plain[i].Shape.Hectares(); math.Abs(a-b) > 1+b/500 {
				t.Errorf("%s: %v has %.0f ha, %.0f as GeoJSON", name, shared[i].Properties, a, b)
			}
		}
	}
	for _, name := range []string{"essex-msoa-2021", "essex-lsoa-2011", "essex-lsoa-2021", "ew-districts-2013-generalised"} {
		fs, err := geo.ReadAll(sharedFile(t, "boundaries/"+name+".topojson"), geo.Limits{Mend: 25})
		n := 0
		for _, f := range fs {
			n += len(f.Mended)
		}
		t.Logf("%s: %d areas, mended in %d places", name, len(fs), n)
		if err != nil || len(fs) == 0 || n > 60 {
			t.Errorf("%s: %d areas, mended in %d places, %v", name, len(fs), n, err)
		}
	}
}

func TestARealBoundaryThatCrossesItselfIsTold(t *testing.T) {
	t.Parallel()
	// Rounded to five decimals, one island of this official file crosses itself.
	_, err := geo.ReadAll(sharedFile(t, "boundaries/essex-lsoa-2021.geojson"), geo.Limits{})
	if err == nil || !strings.Contains(err.Error(), "Feature 471: The boundary crosses itself at longitude 0.62577, latitude 51.53813") {
		t.Error(err)
	}
}

func BenchmarkReadWards(b *testing.B) {
	data := sharedFile(b, "boundaries/essex-wards-2025.geojson")
	for b.Loop() {
		if _, err := geo.Read(data, geo.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWardOfPoint(b *testing.B) {
	wards := sharedShapes(b, "boundaries/essex-wards-2025.geojson")
	var shapes []geo.Shape
	for _, w := range wards {
		shapes = append(shapes, w.Shape)
	}
	index := geo.NewIndex(shapes)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := index.First(geo.Point{0.4725, 51.7356}); !ok {
			b.Fatal("in no ward")
		}
	}
}
