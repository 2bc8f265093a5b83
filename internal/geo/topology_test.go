package geo

import (
	"strings"
	"testing"

	"watchword/internal/fault"
)

// twoSquares is a topology of two squares with a common side, one turned round.
const twoSquares = `{"type":"Topology","transform":{"scale":[0.01,0.01],"translate":[0,51]},
	"objects":{"wards":{"type":"GeometryCollection","geometries":[
		{"type":"Polygon","arcs":[[0,1]],"properties":{"name":"West"}},
		{"type":"MultiPolygon","arcs":[[[2,-1]]],"properties":{"name":"East"}}]}},
	"arcs":[[[10,0],[0,10]],[[10,10],[-10,0],[0,-10],[10,0]],[[10,0],[10,0],[0,10],[-10,0]]]}`

func TestTopologySharesItsLines(t *testing.T) {
	t.Parallel()
	fs, err := ReadAll([]byte(twoSquares), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(fs) != 2 || fs[0].Properties["name"] != "West" || fs[1].Properties["name"] != "East" {
		t.Fatalf("features: %v", fs)
	}
	if !fs[0].Shape.Contains(Point{0.05, 51.05}) || !fs[1].Shape.Contains(Point{0.15, 51.05}) {
		t.Error("a square is not where it should be")
	}
	both, err := Join(fs[0].Shape, fs[1].Shape)
	if err != nil || both.Polygons() != 1 || both.Points() != 6 {
		t.Errorf("joined: %v, %d pieces of %d corners", err, both.Polygons(), both.Points())
	}
	one, err := Read([]byte(twoSquares), Limits{})
	if err != nil || one.Polygons() != 2 {
		t.Errorf("as one area: %v, %d pieces", err, one.Polygons())
	}
}

func TestTopologyWithoutTransformHoldsPositions(t *testing.T) {
	t.Parallel()
	s, err := Read([]byte(`{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[0,51],[1,51],[1,52],[0,51]]]}`), Limits{})
	if err != nil || s.Points() != 3 || !s.Contains(Point{0.9, 51.5}) {
		t.Errorf("%v, %d points", err, s.Points())
	}
}

func TestTopologyFaultsAreTold(t *testing.T) {
	t.Parallel()
	of := func(object, arcs string) string {
		return `{"type":"Topology","objects":{"a":` + object + `},"arcs":` + arcs + `}`
	}
	square := `[[[0,51],[1,51],[1,52],[0,51]]]`
	for _, tt := range []struct{ name, text, says string }{
		{"no layer", `{"type":"Topology","objects":{},"arcs":[]}`, "no layer"},
		{"two layers", `{"type":"Topology","objects":{"wards":{"type":"Polygon","arcs":[[0]]},"districts":{"type":"Polygon","arcs":[[0]]}},"arcs":` + square + `}`, "several layers (districts, wards)"},
		{"an empty layer", of(`{"type":"GeometryCollection","geometries":[]}`, square), "no area"},
		{"an arc that is not there", of(`{"type":"Polygon","arcs":[[3]]}`, square), "names arc 3, and the file holds 1 arcs"},
		{"arcs that are no numbers", of(`{"type":"Polygon","arcs":[["a"]]}`, square), "whole numbers"},
		{"a point", of(`{"type":"Point","arcs":[]}`, square), "is not an area"},
		{"nothing", of(`{"type":null}`, square), "no geometry"},
		{"a ring that is not closed", of(`{"type":"Polygon","arcs":[[0]]}`, `[[[0,51],[1,51],[1,52]]]`), "Close the outer ring"},
		{"half a point", of(`{"type":"Polygon","arcs":[[0]]}`, `[[[0],[1,51]]]`), "needs two numbers"},
		{"no polygon", of(`{"type":"MultiPolygon","arcs":[]}`, square), "no polygon"},
		{"no ring", of(`{"type":"Polygon","arcs":[]}`, square), "no ring"},
		{"arcs that are none", `{"type":"Topology","objects":{"a":{"type":"Polygon"}},"arcs":7}`, "not a TopoJSON topology"},
		{"which of several", of(`{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0]]},{"type":"Polygon","arcs":[[9]]}]}`, square), "Feature 2: It names arc 9"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadAll([]byte(tt.text), Limits{})
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v, want %q", err, tt.says)
			}
		})
	}
	again := of(`{"type":"Polygon","arcs":[[`+strings.Repeat("0,", 5000)+`0]]}`, square)
	if _, err := ReadAll([]byte(again), Limits{Points: 1000}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("one arc named without end: %v", err)
	}
}

func TestNearestIsWithinReach(t *testing.T) {
	t.Parallel()
	fs, err := ReadAll([]byte(twoSquares), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	x := NewIndex([]Shape{fs[0].Shape, {}, fs[1].Shape})
	every := func(int) bool { return true }
	for _, tt := range []struct {
		name   string
		at     Point
		metres float64
		may    func(int) bool
		want   int
	}{
		{"inside", Point{0.05, 51.05}, 10, every, 0},
		{"some metres off the east", Point{0.2005, 51.05}, 100, every, 2},
		{"too far off", Point{0.2005, 51.05}, 10, every, -1},
		{"the neighbour, if only that may be chosen", Point{0.0995, 51.05}, 100, func(i int) bool { return i == 2 }, 2},
		{"off the globe", Point{500, 51}, 1e9, every, -1},
	} {
		got, ok := x.Nearest(tt.at, tt.metres, tt.may)
		if got != tt.want || ok != (tt.want >= 0) {
			t.Errorf("%s: %d, %v; want %d", tt.name, got, ok, tt.want)
		}
	}
	if d := fs[1].Shape.Distance(Point{0.2005, 51.05}); d < 34 || d > 36 {
		t.Errorf("0.0005 degrees of longitude are %.1f m", d)
	}
}

func TestSmallCrossingsAreMended(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, coords string
		metres       float64
		corners      int // of what is left; 0: it is refused
		places       int
	}{
		{"a loop of some metres at a corner", `[[[0,51],[1,51],[1,52],[0.0001,52],[0,51.9999],[0,52],[0.0001,51.9999],[0,51]]]`, 50, 6, 1},
		{"the same without leave to mend", `[[[0,51],[1,51],[1,52],[0.0001,52],[0,51.9999],[0,52],[0.0001,51.9999],[0,51]]]`, 0, 0, 0},
		{"a loop too large", `[[[0,51],[1,52],[1,51],[0,52],[0,51]]]`, 50, 0, 0},
		{"an islet upon the coast", `[[[[0,51],[1,51],[1,52],[0,51]]],[[[0.9999,51.5],[1.0001,51.5],[1.0001,51.5002],[0.9999,51.5]]]]`, 50, 3, 1},
		{"an island upon the coast", `[[[[0,51],[1,51],[1,52],[0,51]]],[[[0.9,51.5],[1.1,51.5],[1.1,51.7],[0.9,51.5]]]]`, 50, 0, 0},
		{"a hole that sticks out a little", `[[[0,51],[1,51],[1,52],[0,51]],[[0.9999,51.5],[1.0001,51.5],[1.0001,51.5002],[0.9999,51.5]]]`, 50, 3, 1},
	} {
		kind := "Polygon"
		if strings.HasPrefix(tt.coords, "[[[[") {
			kind = "MultiPolygon"
		}
		fs, err := ReadAll([]byte(`{"type":"`+kind+`","coordinates":`+tt.coords+`}`), Limits{Mend: tt.metres})
		switch {
		case tt.corners == 0:
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", tt.name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case fs[0].Shape.Points() != tt.corners || len(fs[0].Mended) != tt.places:
			t.Errorf("%s: %d corners, mended in %d places", tt.name, fs[0].Shape.Points(), len(fs[0].Mended))
		}
	}
}
