package geo

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/fault"
)

func polygon(coords string) string {
	return `{"type":"Polygon","coordinates":` + coords + `}`
}

func TestReadSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		kind       fault.Kind
		want       string // part of the sentence
		field      string
	}{
		{"crosses itself", polygon(`[[[0,51],[1,52],[1,51],[0,52],[0,51]]]`), fault.Invalid,
			"crosses itself at longitude 0.50000, latitude 51.50000: in the outer ring the line between points 1 and 2 crosses the line between points 3 and 4", "coordinates[0][0]"},
		{"crosses itself in a corner", polygon(`[[[0,0],[1,1],[2,2],[2,0],[1,1],[0,2],[0,0]]]`), fault.Invalid, "crosses itself at longitude 1.00000, latitude 1.00000", ""},
		{"doubles back", polygon(`[[[0,0],[4,0],[4,2],[3,2],[3,0],[1,0],[1,3],[0,3],[0,0]]]`), fault.Invalid, "doubles back on itself at longitude 1.00000, latitude 0.00000", ""},
		{"a spike only", polygon(`[[[0,0],[2,0],[3,1],[2,0],[0,0]]]`), fault.Invalid, "run to and fro", ""},
		{"not closed", polygon(`[[[0,51],[1,51],[1,52],[0,52]]]`), fault.Invalid, "Close the outer ring", "coordinates[0]"},
		{"two points", polygon(`[[[0,51],[1,51],[0,51]]]`), fault.Invalid, "fewer than three different points", ""},
		{"one line", polygon(`[[[0,51],[1,51],[2,51],[0,51]]]`), fault.Invalid, "run to and fro", ""},
		{"empty ring", polygon(`[[]]`), fault.Invalid, "at least four points", ""},
		{"no ring", polygon(`[]`), fault.Invalid, "has no ring", ""},
		{"no polygon", `{"type":"MultiPolygon","coordinates":[]}`, fault.Invalid, "no polygon", ""},
		{"off the globe", polygon(`[[[0,51],[181,51],[1,52],[0,51]]]`), fault.Invalid, "Point 2 of the outer ring: longitude 181 and latitude 51 are not on the globe", "coordinates[0][1]"},
		{"metres", polygon(`[[[570000,206000],[571000,206000],[571000,207000],[570000,206000]]]`), fault.Invalid, "grid reference in metres", ""},
		{"the wrong way round", polygon(`[[[51.5,0.1],[51.6,0.1],[51.6,0.2],[51.5,0.1]]]`), fault.Invalid, "Longitude comes first", ""},
		{"a hole outside", polygon(`[[[0,0],[1,0],[1,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]`), fault.Invalid, "Hole 1 lies outside its outer ring", "coordinates[1]"},
		{"a hole that crosses", polygon(`[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[3,1],[6,1],[6,2],[3,2],[3,1]]]`), fault.Invalid, "cross at longitude 4.00000", ""},
		{"a hole in a hole", polygon(`[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[8,1],[8,8],[1,8],[1,1]],[[2,2],[3,2],[3,3],[2,2]]]`), fault.Invalid, "one within the other", ""},
		{"polygons that overlap", `{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]}`, fault.Invalid, "of polygon 1 and the outer ring of polygon 2 cross", ""},
		{"a polygon upon another", `{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,9],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]}`, fault.Invalid, "Polygon 2 lies upon polygon 1", ""},
		{"a polygon twice", `{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,0]]],[[[0,0],[9,0],[9,9],[0,0]]]]}`, fault.Invalid, "run along each other", ""},
		{"a point", `{"type":"Point","coordinates":[0,51]}`, fault.Invalid, "is not an area", "type"},
		{"a null", polygon(`[[[null,51],[1,51],[1,52],[null,51]]]`), fault.Invalid, "lists of rings", ""},
		{"wrong depth", polygon(`[[0,51],[1,51],[1,52],[0,51]]`), fault.Invalid, "lists of rings", ""},
		{"one number", polygon(`[[[0],[1,51],[1,52],[0]]]`), fault.Invalid, "needs a longitude and a latitude", ""},
		{"not JSON", "{\n \"type\": <svg>}", fault.Invalid, "line 2, column 10", "geojson"},
		{"nothing", "", fault.Invalid, "not GeoJSON", ""},
		{"a list", "[]", fault.Invalid, "not a GeoJSON object", ""},
		{"another grid", `{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:27700"}},"features":[]}`, fault.Invalid, "another coordinate system", "crs"},
		{"an empty collection", `{"type":"FeatureCollection","features":[]}`, fault.Invalid, "no feature", ""},
		{"no geometry", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}`, fault.Invalid, "no geometry", "features[0].geometry"},
		{"too long", strings.Repeat(" ", Usual.Bytes+1), fault.TooLarge, "at most 8192 kB", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read([]byte(tt.text), Limits{})
			if !fault.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error = %v, want %q", err, tt.want)
			}
			if tt.field != "" && fault.Of(err).Fields[0].Name != tt.field {
				t.Errorf("field = %q, want %q", fault.Of(err).Fields[0].Name, tt.field)
			}
		})
	}
}

func TestReadTakesWhatIsGood(t *testing.T) {
	t.Parallel()
	square := `[[[0,51],[1,51],[1,52],[0,52],[0,51]]]`
	for _, tt := range []struct {
		name, text       string
		polygons, points int
	}{
		{"a polygon", polygon(square), 1, 4},
		{"behind a byte order mark", "\xef\xbb\xbf" + polygon(square), 1, 4},
		{"a ring the wrong way round", polygon(`[[[0,51],[0,52],[1,52],[1,51],[0,51]]]`), 1, 4},
		{"points given twice", polygon(`[[[0,51],[1,51],[1,51],[1,52],[0,52],[0,51],[0,51]]]`), 1, 4},
		{"a spike, which is dropped", polygon(`[[[0,0],[2,0],[2,1],[3,2],[2,1],[0,1],[0,0]]]`), 1, 4},
		{"a spike where it closes", polygon(`[[[3,-1],[2,0],[2,1],[0,1],[0,0],[2,0],[3,-1]]]`), 1, 4},
		{"with heights", polygon(`[[[0,51,3],[1,51,4],[1,52,5],[0,51,3]]]`), 1, 3},
		{"a hole that touches in a point", polygon(`[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[0,0],[1,2],[2,1],[0,0]]]`), 1, 7},
		{"a ring that touches itself", polygon(`[[[0,0],[2,0],[1,1],[2,2],[0,2],[1,1],[0,0]]]`), 1, 6},
		{"neighbours", `{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[2,0],[4,0],[4,1],[2,1],[2,0]]]]}`, 2, 8},
		{"an island in a lake", `{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[8,1],[8,8],[1,8],[1,1]]],[[[2,2],[3,2],[3,3],[2,2]]]]}`, 2, 11},
		{"a feature", `{"type":"Feature","geometry":` + polygon(square) + `}`, 1, 4},
		{"old way of naming the grid", `{"type":"FeatureCollection","crs":{"properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[{"type":"Feature","geometry":` + polygon(square) + `}]}`, 1, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, err := Read([]byte(tt.text), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if s.Polygons() != tt.polygons || s.Points() != tt.points {
				t.Errorf("%d polygons, %d points; want %d, %d", s.Polygons(), s.Points(), tt.polygons, tt.points)
			}
			again, err := Read(s.GeoJSON(), Limits{})
			if err != nil || !again.Equal(s) {
				t.Errorf("read again: %v", err)
			}
		})
	}
}

func TestReadAllNamesTheFeature(t *testing.T) {
	t.Parallel()
	text := `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"name":"North"},"geometry":` + polygon(`[[[0,51],[1,51],[1,52],[0,51]]]`) + `},
		{"type":"Feature","properties":{"name":"South"},"geometry":` + polygon(`[[[0,51],[1,52],[1,51],[0,52],[0,51]]]`) + `}]}`
	_, err := ReadAll([]byte(text), Limits{})
	if err == nil || !strings.Contains(err.Error(), "Feature 2: The boundary crosses itself") {
		t.Error(err)
	}
	good, err := ReadAll([]byte(strings.Replace(text, "[1,52],[1,51],[0,52]", "[1,51],[1,52],[0,52]", 1)), Limits{})
	if err != nil || len(good) != 2 || good[1].Properties["name"] != "South" {
		t.Errorf("%v %v", good, err)
	}
}

func TestReadOfABoundaryMadeToBeSlow(t *testing.T) {
	t.Parallel()
	var comb, saw strings.Builder
	n := 20_000
	comb.WriteString("[[[0,0]")
	saw.WriteString("[[[0,0]")
	for i := range n {
		fmt.Fprintf(&comb, ",[%.6f,%d]", float64(i+1)/float64(n), 1+i%2)
		fmt.Fprintf(&saw, ",[%.6f,%.6f]", float64(i%2)*2+float64(i)/float64(n)/3, 1+float64(i)/float64(n)+float64(i%2))
	}
	comb.WriteString(",[1,0],[0,0]]]")
	saw.WriteString(",[-1,3],[0,0]]]")
	if _, err := Read([]byte(polygon(comb.String())), Limits{}); err != nil && !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	if _, err := Read([]byte(polygon(saw.String())), Limits{}); err == nil || !fault.Is(err, fault.Invalid) {
		t.Errorf("a saw of long lines: %v", err)
	}
	if _, err := Read([]byte(polygon(comb.String())), Limits{Points: 100}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("too many points: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(polygon(`[[[0,51],[1,51],[1,52],[0,51]]]`)))
	f.Add([]byte(polygon(`[[[0,0],[1,1],[2,2],[2,0],[1,1],[0,2],[0,0]]]`)))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null}]}`))
	f.Add([]byte(`{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[8,1],[8,8],[1,1]]]]}`))
	f.Add([]byte(twoSquares))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(data, Limits{Points: 2000, Mend: float64(len(data) % 3 * 50)})
		if err != nil {
			if fault.Is(err, fault.Internal) {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if again, err := Read(s.GeoJSON(), Limits{}); err != nil || !again.Equal(s) {
			t.Fatalf("read again: %v\n%s", err, s.GeoJSON())
		}
		if again, err := Decode(s.Encode()); err != nil || !again.Equal(s) {
			t.Fatalf("decoded: %v", err)
		}
		if s.Hectares() < 0 || !s.Within(s, 1) {
			t.Fatalf("%s: %v hectares, or not within itself", s.GeoJSON(), s.Hectares())
		}
		Fit(s.Bound(), 300, 4).Path(Simplify([]Shape{s}, 100)[0])
	})
}

func FuzzDecode(f *testing.F) {
	s, _ := Read([]byte(polygon(`[[[0,51],[1,51],[1,52],[0,51]]]`)), Limits{})
	f.Add(s.Encode())
	f.Add([]byte{1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := Decode(data); err == nil {
			s.Contains(Point{0.5, 51.2})
		}
	})
}
