package geo

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"

	"watchword/internal/fault"
)

func (rd *reader) geometry(n node, at string) ([]raw, error) {
	field := at + "coordinates"
	var polys [][][][]float64
	var err error
	switch n.Type {
	case "Polygon":
		polys = make([][][][]float64, 1)
		err = json.Unmarshal(n.Coordinates, &polys[0])
	case "MultiPolygon":
		err = json.Unmarshal(n.Coordinates, &polys)
	case "":
		return nil, fault.In(at+"type", "There is no \"type\". Send a Polygon, a MultiPolygon, a Feature or a FeatureCollection.")
	default:
		return nil, fault.In(at+"type", "%s is not an area. Send a Polygon or a MultiPolygon.", quoted(n.Type))
	}
	if err != nil || bytes.Contains(n.Coordinates, []byte("null")) {
		return nil, fault.In(field, "The coordinates of a %s must be lists of rings, and each ring a list of points such as [0.52, 51.73].", n.Type)
	}
	if len(polys) == 0 {
		return nil, fault.In(field, "The area has no polygon.")
	}
	out := make([]raw, len(polys))
	for i, rings := range polys {
		path := field
		if n.Type == "MultiPolygon" {
			path = fmt.Sprintf("%s[%d]", field, i)
		}
		if len(rings) == 0 {
			return nil, fault.In(path, "Polygon %d has no ring.", i+1)
		}
		for j, points := range rings {
			r, err := rd.ring(points, fmt.Sprintf("%s[%d]", path, j), ringName(i, j, len(polys)))
			if err != nil {
				return nil, err
			}
			out[i].rings = append(out[i].rings, r)
		}
	}
	return out, nil
}

// ringName is what people call ring j of polygon i.
func ringName(i, j, polygons int) string {
	name := "the outer ring"
	if j > 0 {
		name = fmt.Sprintf("hole %d", j)
	}
	if polygons > 1 {
		name += fmt.Sprintf(" of polygon %d", i+1)
	}
	return name
}

func (rd *reader) ring(points [][]float64, path, name string) (rawRing, error) {
	rd.rings++
	rd.points += len(points)
	if rd.rings > rd.lim.Rings {
		return rawRing{}, fault.New(fault.TooLarge, "The boundary has more than %d rings. Send a simpler one.", rd.lim.Rings)
	}
	if rd.points > rd.lim.Points {
		return rawRing{}, fault.New(fault.TooLarge, "The boundary has more than %d points. Simplify it and send it again.", rd.lim.Points)
	}
	var r rawRing
	for i, xy := range points {
		field := fmt.Sprintf("%s[%d]", path, i)
		if len(xy) < 2 {
			return r, fault.In(field, "Point %d of %s needs a longitude and a latitude.", i+1, name)
		}
		if msg := misplaced(xy[0], xy[1]); msg != "" {
			return r, fault.In(field, "Point %d of %s: %s", i+1, name, msg)
		}
		p := snap(Point{xy[0], xy[1]})
		if n := len(r.pts); n > 0 && r.pts[n-1] == p && i < len(points)-1 {
			continue
		}
		r.pts, r.from = append(r.pts, p), append(r.from, int32(i+1))
	}
	return r.closed(path, name)
}

// closed checks that the ring ends where it began, and drops the repeated point.
func (r rawRing) closed(path, name string) (rawRing, error) {
	n := len(r.pts)
	if n < 2 {
		return r, fault.In(path, "A ring needs at least four points, the last the same as the first; %s has %d.", name, n)
	}
	if r.pts[n-1] != r.pts[0] {
		first, last := r.pts[0].point(), r.pts[n-1].point()
		return r, fault.In(path, "Close %s: its last point (%.5f, %.5f) must be the same as its first (%.5f, %.5f).", name, last[0], last[1], first[0], first[1])
	}
	for n > 1 && r.pts[n-1] == r.pts[0] {
		n--
	}
	r.pts, r.from = r.pts[:n], r.from[:n]
	if n < 3 {
		return r, fault.In(path, "%s has fewer than three different points, so it encloses nothing.", capital(name))
	}
	r = r.unspiked()
	if len(r.pts) < 3 {
		return r, fault.In(path, "All lines of %s run to and fro, so it encloses nothing.", name)
	}
	return r, nil
}

// unspiked drops corners at which the ring turns back along its own way. Such spikes
// enclose nothing, and official boundaries have them.
func (r rawRing) unspiked() rawRing {
	var out rawRing
	last := func() int { return len(out.pts) - 1 }
	pop := func() { out.pts, out.from = out.pts[:last()], out.from[:last()] }
	for i, p := range r.pts {
		for last() >= 1 && spike(out.pts[last()-1], out.pts[last()], p) {
			pop()
		}
		if last() < 0 || out.pts[last()] != p {
			out.pts, out.from = append(out.pts, p), append(out.from, r.from[i])
		}
	}
	for n := len(out.pts); n >= 3; n = len(out.pts) { // across the place where it closes
		switch {
		case out.pts[n-1] == out.pts[0] || spike(out.pts[n-2], out.pts[n-1], out.pts[0]):
			pop()
		case spike(out.pts[n-1], out.pts[0], out.pts[1]):
			out.pts, out.from = out.pts[1:], out.from[1:]
		default:
			return out
		}
	}
	return out
}

// spike reports whether the way from a to b turns straight back to c.
func spike(a, b, c pt) bool { return a != b && orient(a, b, c) == 0 && onRay(b, a, c) }

// misplaced says why a longitude and latitude cannot be right, or nothing.
func misplaced(lon, lat float64) string {
	switch {
	case lon > 1000 || lon < -1000 || lat > 1000 || lat < -1000:
		return fmt.Sprintf("%.0f, %.0f looks like a grid reference in metres. Export the boundary as WGS84 longitude and latitude.", lon, lat)
	case !onGlobe(Point{lon, lat}):
		return fmt.Sprintf("longitude %v and latitude %v are not on the globe.", lon, lat)
	case lon > 49 && lon < 61.5 && lat > -9 && lat < 4:
		return fmt.Sprintf("%v, %v has longitude and latitude the wrong way round. Longitude comes first.", lon, lat)
	}
	return ""
}

func capital(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// FromOrb makes a Shape of orb's type, with the checks of Read. Rings may be closed
// or not. It is for boundaries made by program; errors are fault.Invalid.
func FromOrb(mp orb.MultiPolygon) (Shape, error) {
	rd := &reader{lim: Limits{}.filled()}
	polys := make([]raw, len(mp))
	for i, p := range mp {
		for j, r := range p {
			points := make([][]float64, 0, len(r)+1)
			for _, q := range r {
				points = append(points, []float64{q[0], q[1]})
			}
			if n := len(r); n > 0 && r[n-1] != r[0] {
				points = append(points, points[0])
			}
			made, err := rd.ring(points, fmt.Sprintf("coordinates[%d][%d]", i, j), ringName(i, j, len(mp)))
			if err != nil {
				return Shape{}, err
			}
			polys[i].rings = append(polys[i].rings, made)
		}
		if len(polys[i].rings) == 0 {
			return Shape{}, fault.In("coordinates", "Polygon %d has no ring.", i+1)
		}
	}
	if len(polys) == 0 {
		return Shape{}, nil
	}
	return checked(polys)
}
