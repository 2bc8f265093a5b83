package county

import (
	"math"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"watchword/internal/geo"
)

// eastmarch is the ground of the demo county, drawn once for all tests.
var eastmarch = sync.OnceValue(func() []Area {
	areas, err := makeAreas(1)
	if err != nil {
		panic(err)
	}
	return areas
})

func ofKind(kind AreaKind) (out []Area) {
	for _, a := range eastmarch() {
		if a.Kind == kind {
			out = append(out, a)
		}
	}
	return out
}

func TestTheCountyIsDividedAsItShould(t *testing.T) {
	t.Parallel()
	if n := len(ofKind(LocalPolice)); n != 3 {
		t.Errorf("%d local policing areas", n)
	}
	if n := len(ofKind(District)); n != 10 {
		t.Errorf("%d districts", n)
	}
	if n := len(ofKind(Authority)); n != 14 {
		t.Errorf("%d authorities", n)
	}
	if n := len(ofKind(Ward)); n < 150 || n > 200 {
		t.Errorf("%d wards", n)
	}
	keys, codes := map[string]Area{}, map[string]bool{}
	for _, a := range eastmarch() {
		if _, twice := keys[a.Key]; twice || codes[a.Code] || a.Name == "" || a.Shape.Empty() {
			t.Errorf("%s: key or code twice, no name or no ground", a.Key)
		}
		parent, ok := keys[a.Parent]
		if a.Kind != ForceArea && (!ok || !a.Shape.Within(parent.Shape, 0.1)) {
			t.Errorf("%s does not lie within %q, or comes before it", a.Key, a.Parent)
		}
		keys[a.Key], codes[a.Code] = a, true
	}
}

func TestBordersLeaveNoGapAndNoOverlap(t *testing.T) {
	t.Parallel()
	whole := eastmarch()[0].Shape
	for _, kind := range []AreaKind{LocalPolice, District, Authority, Ward} {
		sum := 0.0
		for _, a := range ofKind(kind) {
			sum += a.Shape.Hectares()
		}
		if math.Abs(sum-whole.Hectares()) > 0.1 {
			t.Errorf("%s: %.3f ha of %.3f", kind, sum, whole.Hectares())
		}
	}
	var wards []geo.Shape
	for _, w := range ofKind(Ward) {
		wards = append(wards, w.Shape)
		if _, err := geo.Read(w.Shape.GeoJSON(), geo.Limits{}); err != nil {
			t.Errorf("%s: %v", w.Key, err)
		}
		if !w.Shape.Contains(w.Shape.Label()) {
			t.Errorf("the label of %s lies outside", w.Key)
		}
	}
	index, b := geo.NewIndex(wards), whole.Bound()
	rapid.Check(t, func(t *rapid.T) {
		p := geo.Point{rapid.Float64Range(b.Min[0], b.Max[0]).Draw(t, "lon"), rapid.Float64Range(b.Min[1], b.Max[1]).Draw(t, "lat")}
		at := index.At(p)
		if in := whole.Contains(p); len(at) > 1 || (len(at) == 1) != in {
			t.Fatalf("%v lies in wards %v, in the county: %v", p, at, in)
		}
	})
}

func TestTheCountyLiesInTheSea(t *testing.T) {
	t.Parallel()
	b := eastmarch()[0].Shape.Bound()
	if b.Min[0] < 1.95 || b.Max[0] > 3.4 || b.Min[1] < 53.05 || b.Max[1] > 53.8 {
		t.Errorf("the county reaches %v, where land or another country may be", b)
	}
	if ha := eastmarch()[0].Shape.Hectares(); ha < 200_000 || ha > 400_000 {
		t.Errorf("%.0f ha is no county", ha)
	}
}

func TestOtherSeedsDrawOtherGround(t *testing.T) {
	t.Parallel()
	a, err := makeAreas(7)
	if err != nil {
		t.Fatal(err)
	}
	if a[0].Shape.Equal(eastmarch()[0].Shape) {
		t.Error("the seed makes no difference")
	}
}
