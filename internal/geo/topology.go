package geo

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"watchword/internal/fault"
)

// topology is a TopoJSON file: lines that areas share stand in it once, as arcs, and
// each ring names the arcs it is made of.
type topology struct {
	Objects   map[string]topoGeometry `json:"objects"`
	Arcs      [][][]float64           `json:"arcs"`
	Transform *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
}

type topoGeometry struct {
	Type       string          `json:"type"`
	Arcs       json.RawMessage `json:"arcs"`
	Geometries []topoGeometry  `json:"geometries"`
	Properties map[string]any  `json:"properties"`
}

// topology reads the features of the one layer of a TopoJSON file.
func (rd *reader) topology(data []byte) ([]rawFeature, error) {
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, fault.In("topology", "This is not a TopoJSON topology: its objects, arcs or transform are not written as they should be.")
	}
	switch len(t.Objects) {
	case 0:
		return nil, fault.In("objects", "The topology holds no layer.")
	case 1:
	default:
		return nil, fault.In("objects", "The topology holds several layers (%s). Export each into a file of its own.",
			strings.Join(slices.Sorted(maps.Keys(t.Objects)), ", "))
	}
	if err := t.place(); err != nil {
		return nil, err
	}
	for name, layer := range t.Objects {
		all := []topoGeometry{layer}
		if layer.Type == "GeometryCollection" {
			all = layer.Geometries
		}
		return rd.layer(&t, all, "objects."+name)
	}
	return nil, nil
}

func (rd *reader) layer(t *topology, all []topoGeometry, at string) ([]rawFeature, error) {
	if len(all) == 0 {
		return nil, fault.In(at, "The layer holds no area.")
	}
	if len(all) > rd.lim.Features {
		return nil, fault.New(fault.TooLarge, "The layer holds %d areas; at most %d are taken.", len(all), rd.lim.Features)
	}
	out := make([]rawFeature, len(all))
	for i, g := range all {
		polys, err := rd.joined(t, g, fmt.Sprintf("%s.geometries[%d]", at, i))
		if err != nil {
			return nil, inFeature(err, i, len(all))
		}
		out[i] = rawFeature{polys: polys, props: g.Properties}
	}
	return out, nil
}

// place turns every arc into longitudes and latitudes.
func (t *topology) place() error {
	for i, arc := range t.Arcs {
		x, y := 0.0, 0.0
		for j, p := range arc {
			if len(p) < 2 {
				return fault.In(fmt.Sprintf("arcs[%d][%d]", i, j), "Point %d of arc %d needs two numbers.", j+1, i)
			}
			if t.Transform == nil {
				continue
			}
			x, y = x+p[0], y+p[1] // each is the step from the one before
			arc[j] = []float64{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]}
		}
	}
	return nil
}

// joined is the polygons of a geometry, its rings made of their arcs.
func (rd *reader) joined(t *topology, g topoGeometry, at string) ([]raw, error) {
	var polys [][][]int
	var err error
	switch g.Type {
	case "Polygon":
		polys = make([][][]int, 1)
		err = json.Unmarshal(g.Arcs, &polys[0])
	case "MultiPolygon":
		err = json.Unmarshal(g.Arcs, &polys)
	case "":
		return nil, fault.In(at, "It has no geometry.")
	default:
		return nil, fault.In(at+".type", "%s is not an area. Send polygons.", quoted(g.Type))
	}
	if err != nil {
		return nil, fault.In(at+".arcs", "The arcs of a %s must be lists of rings, and each ring a list of whole numbers.", g.Type)
	}
	if len(polys) == 0 {
		return nil, fault.In(at+".arcs", "The area has no polygon.")
	}
	out := make([]raw, len(polys))
	for i, rings := range polys {
		if len(rings) == 0 {
			return nil, fault.In(at+".arcs", "Polygon %d has no ring.", i+1)
		}
		for j, arcs := range rings {
			points, err := t.ring(arcs, at, rd.lim.Points)
			if err != nil {
				return nil, err
			}
			r, err := rd.ring(points, fmt.Sprintf("%s.arcs[%d][%d]", at, i, j), ringName(i, j, len(polys)))
			if err != nil {
				return nil, err
			}
			out[i].rings = append(out[i].rings, r)
		}
	}
	return out, nil
}

// ring is the points of a ring: arc after arc, an arc named ^n being arc n backwards. The
// last point of an arc is the first of the next, and stands once. A ring may name an arc as
// often as it likes, so its points are bounded here.
func (t *topology) ring(arcs []int, at string, most int) ([][]float64, error) {
	var points [][]float64
	for _, n := range arcs {
		i := n
		if n < 0 {
			i = ^n
		}
		if i >= len(t.Arcs) {
			return nil, fault.In(at+".arcs", "It names arc %d, and the file holds %d arcs.", i, len(t.Arcs))
		}
		arc := t.Arcs[i]
		if n < 0 {
			arc = slices.Clone(arc)
			slices.Reverse(arc)
		}
		if len(points) > 0 && len(arc) > 0 {
			arc = arc[1:]
		}
		if len(points)+len(arc) > most+1 {
			return nil, fault.New(fault.TooLarge, "The boundary has more than %d points. Simplify it and send it again.", most)
		}
		points = append(points, arc...)
	}
	return points, nil
}
