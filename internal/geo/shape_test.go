package geo

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// star draws a polygon around a middle, with corners at growing angles: never
// crossing itself.
func star(t *rapid.T) Shape {
	n := rapid.IntRange(3, 60).Draw(t, "corners")
	lon := rapid.Float64Range(-5, 5).Draw(t, "lon")
	lat := rapid.Float64Range(50, 55).Draw(t, "lat")
	r := make(ring, n)
	for i := range r {
		far := rapid.Float64Range(0.01, 0.3).Draw(t, "far")
		a := 2 * math.Pi * float64(i) / float64(n)
		r[i] = snap(Point{lon + far*math.Cos(a), lat + far*math.Sin(a)})
	}
	from := make([]int32, n)
	s, err := checked([]raw{{rings: []rawRing{{r, from}}}})
	if err != nil {
		t.Fatalf("a star: %v", err)
	}
	return s
}

func pointNear(t *rapid.T, s Shape) Point {
	b := s.Bound()
	return Point{rapid.Float64Range(b.Min[0]-0.01, b.Max[0]+0.01).Draw(t, "x"), rapid.Float64Range(b.Min[1]-0.01, b.Max[1]+0.01).Draw(t, "y")}
}

func TestContainsAgreesWithLookingAtEverySide(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := star(t)
		p := pointNear(t, s)
		where := s.b.polys[0][0].find(snap(p))
		if where != onLine && s.Contains(p) != (where == inside) {
			t.Fatalf("%v: Contains %v, place %v", p, s.Contains(p), where)
		}
	})
}

func TestStarsKeepTheirLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := star(t)
		if again, err := Decode(s.Encode()); err != nil || !again.Equal(s) {
			t.Fatalf("encoding: %v", err)
		}
		var text Shape
		if b, _ := s.MarshalText(); text.UnmarshalText(b) != nil || !text.Equal(s) {
			t.Fatal("text")
		}
		if !s.Contains(s.Label()) {
			t.Fatalf("label %v lies outside", s.Label())
		}
		if !s.Within(s, 1) {
			t.Fatal("not within itself")
		}
		small := Simplify([]Shape{s}, 500)[0]
		if small.Points() > s.Points() {
			t.Fatal("simplifying added points")
		}
		d := strings.Count(Fit(s.Bound(), 400, 5).Path(s), "z")
		if d != 1 {
			t.Fatalf("%d rings drawn", d)
		}
	})
}

// cut makes squares of a board whose corners are moved a little, so that every
// border is shared.
func cut(t *rapid.T, n int) []Shape {
	corner := make([][]Point, n+1)
	for i := range corner {
		corner[i] = make([]Point, n+1)
		for j := range corner[i] {
			corner[i][j] = Point{float64(i)*0.01 + rapid.Float64Range(-0.003, 0.003).Draw(t, "dx"), 51 + float64(j)*0.01 + rapid.Float64Range(-0.003, 0.003).Draw(t, "dy")}
		}
	}
	var out []Shape
	for i := range n {
		for j := range n {
			r := ring{snap(corner[i][j]), snap(corner[i+1][j]), snap(corner[i+1][j+1]), snap(corner[i][j+1])}
			out = append(out, newShape([][]ring{{r}}))
		}
	}
	return out
}

func TestNeighboursShareTheGround(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := cut(t, 4)
		whole, err := Join(parts...)
		if err != nil {
			t.Fatal(err)
		}
		if whole.Polygons() != 1 || whole.Points() != 16 {
			t.Fatalf("joined: %d pieces, %d corners", whole.Polygons(), whole.Points())
		}
		sum := 0.0
		for _, s := range parts {
			sum += s.Hectares()
			if !s.Within(whole, 0.1) || whole.Within(s, 1) {
				t.Fatal("a part lies within the whole, and the whole in no part")
			}
		}
		if math.Abs(sum-whole.Hectares()) > 0.01 {
			t.Fatalf("parts %v ha, whole %v ha", sum, whole.Hectares())
		}
		p := pointNear(t, whole)
		if rapid.Bool().Draw(t, "on a corner") {
			p = parts[rapid.IntRange(0, 15).Draw(t, "part")].b.polys[0][0][rapid.IntRange(0, 3).Draw(t, "corner")].point()
		}
		at := NewIndex(parts).At(p)
		if want := whole.Contains(p); len(at) > 1 || (len(at) == 1) != want {
			t.Fatalf("%v is in %v of the parts, in the whole: %v", p, at, want)
		}
	})
}

func TestJoinMakesHolesAndPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := cut(t, 3)
		ringOf := append(append([]Shape{}, parts[:4]...), parts[5:]...)
		donut, err := Join(ringOf...)
		if err != nil || len(donut.b.polys) != 1 || len(donut.b.polys[0]) != 2 {
			t.Fatalf("a ring of eight: %v", err)
		}
		if donut.Contains(parts[4].Label()) || parts[4].Within(donut, 1) {
			t.Fatal("the hole is no part of it")
		}
		corners, err := Join(parts[0], parts[4], parts[8])
		if err != nil || corners.Polygons() != 3 {
			t.Fatalf("three that touch in corners: %v", err)
		}
		if _, err := Join(parts[0], parts[0]); err == nil {
			t.Fatal("the same ground twice was joined")
		}
	})
}

func TestSimplifyKeepsBordersShared(t *testing.T) {
	t.Parallel()
	wavy := func(x0, x1 float64, left, right bool) Shape {
		var r ring
		for i := range 40 {
			r = append(r, snap(Point{x1 + wave(i, right), 51 + float64(i)*0.001}))
		}
		for i := 39; i >= 0; i-- {
			r = append(r, snap(Point{x0 + wave(i, left), 51 + float64(i)*0.001}))
		}
		return newShape([][]ring{{r}})
	}
	a, b := wavy(0, 0.02, false, true), wavy(0.02, 0.04, true, false)
	out := Simplify([]Shape{a, b}, 20)
	if out[0].Points() >= a.Points() {
		t.Fatal("nothing was dropped")
	}
	both, err := Join(out...)
	if err != nil || both.Polygons() != 1 {
		t.Fatalf("the border came apart: %v, %d pieces", err, both.Polygons())
	}
}

func wave(i int, on bool) float64 {
	if !on {
		return 0
	}
	return 0.0005 * math.Sin(float64(i)*1.7) * float64(i%5)
}

func TestHectares(t *testing.T) {
	t.Parallel()
	// One degree square at 51 north: 70.0 km by 111.3 km on the ellipsoid.
	s, err := Read([]byte(polygon(`[[[0,51],[1,51],[1,52],[0,52],[0,51]]]`)), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if ha := s.Hectares(); math.Abs(ha-772_670) > 800 {
		t.Errorf("%.0f ha", ha)
	}
	if m := Metres(Point{0, 51}, Point{0, 52}); math.Abs(m-111_250) > 50 {
		t.Errorf("a degree of latitude is %.0f m", m)
	}
}

func TestWithinHasATolerance(t *testing.T) {
	t.Parallel()
	read := func(coords string) Shape {
		s, err := Read([]byte(polygon(coords)), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	county := read(`[[[0,51],[1,51],[1,52],[0,52],[0,51]]]`)
	over := read(`[[[0.5,51.5],[1.0001,51.5],[1.0001,51.6],[0.5,51.6],[0.5,51.5]]]`) // 7 m beyond
	lake := read(`[[[0,51],[1,51],[1,52],[0,52],[0,51]],[[0.4,51.4],[0.6,51.4],[0.6,51.6],[0.4,51.6],[0.4,51.4]]]`)
	if over.Within(county, 5) || !over.Within(county, 10) {
		t.Error("seven metres beyond are more than 5 and less than 10")
	}
	if county.Within(lake, 100) || !lake.Within(county, 1) {
		t.Error("a hole of the outer shape counts")
	}
	if county.Within(over, 1000) {
		t.Error("the county does not lie in its part")
	}
}

func TestFrameTurnsBack(t *testing.T) {
	t.Parallel()
	f := Fit(Bound{Min: Point{2, 53}, Max: Point{3, 53.5}}, 560, 10)
	x, y := f.XY(Point{2.5, 53.25})
	if math.Abs(x-280) > 0.5 || math.Abs(y-f.Height/2) > 1 {
		t.Errorf("the middle falls at %v, %v of %v", x, y, f.Height)
	}
	p := f.Point(x, y)
	if math.Abs(p[0]-2.5)+math.Abs(p[1]-53.25) > 1e-9 {
		t.Errorf("back to %v", p)
	}
	s := newShape([][]ring{{{snap(Point{2, 53}), snap(Point{3, 53}), snap(Point{3, 53.5})}}})
	if got := f.Path(s); !strings.HasPrefix(got, "M10 ") || !strings.HasSuffix(got, "z") {
		t.Errorf("path %q", got)
	}
}

func TestZeroShapeIsEmpty(t *testing.T) {
	t.Parallel()
	var s Shape
	if !s.Empty() || s.Contains(Point{0, 51}) || s.Hectares() != 0 || s.Points() != 0 || !s.Within(s, 1) {
		t.Error("the zero shape is not empty")
	}
	if again, err := Decode(s.Encode()); err != nil || !again.Empty() {
		t.Error(err)
	}
}
