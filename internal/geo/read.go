package geo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"watchword/internal/fault"
)

// Limits bounds what is read from a stranger's file. A zero field takes the value
// of Usual.
type Limits struct {
	Bytes    int // length of the text
	Points   int // corners in all
	Rings    int // rings in all, holes included
	Features int // features of a collection
	// Mend is how many metres wide that may be which rounding has spoiled in a published
	// file, where lines cross, so that it is mended and told in Feature.Mended instead of
	// refused. 0 refuses it.
	Mend float64
}

// Usual is enough for the wards of the largest county at full detail.
var Usual = Limits{Bytes: 8 << 20, Points: 200_000, Rings: 5_000, Features: 2_000}

func (l Limits) filled() Limits {
	fill := func(v *int, usual int) {
		if *v == 0 {
			*v = usual
		}
	}
	fill(&l.Bytes, Usual.Bytes)
	fill(&l.Points, Usual.Points)
	fill(&l.Rings, Usual.Rings)
	fill(&l.Features, Usual.Features)
	return l
}

// Feature is one named thing of a GeoJSON or TopoJSON file.
type Feature struct {
	Properties map[string]any
	Shape      Shape
	Mended     []Point // where the boundary was mended; see Limits.Mend
}

// Read takes one area from GeoJSON (a Polygon, a MultiPolygon, a Feature or a
// FeatureCollection) or from TopoJSON with one layer; their parts become one area.
// Rings that run the wrong way round are turned.
//
// Errors: fault.TooLarge above the limits; fault.Invalid with the place in the file
// and on the ground for anything else, a boundary that crosses itself included.
func Read(data []byte, lim Limits) (Shape, error) {
	rd := &reader{lim: lim.filled()}
	features, err := rd.read(data)
	if err != nil {
		return Shape{}, err
	}
	var all []raw
	for _, f := range features {
		all = append(all, f.polys...)
	}
	s, _, err := mended(all, rd.lim.Mend)
	return s, err
}

// ReadAll takes every feature of a FeatureCollection, or every geometry of the layer of a
// TopoJSON file, as an area of its own; a single geometry or Feature gives one. Errors are
// those of Read.
func ReadAll(data []byte, lim Limits) ([]Feature, error) {
	rd := &reader{lim: lim.filled()}
	features, err := rd.read(data)
	if err != nil {
		return nil, err
	}
	out := make([]Feature, len(features))
	for i, f := range features {
		s, where, err := mended(f.polys, rd.lim.Mend)
		if err != nil {
			return nil, inFeature(err, i, len(features))
		}
		out[i] = Feature{Properties: f.props, Shape: s, Mended: where}
	}
	return out, nil
}

// inFeature says of which feature a fault speaks, where there are several.
func inFeature(err error, i, of int) error {
	f := fault.Of(err)
	if f == nil || of < 2 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		out.Fields = append(out.Fields, fault.Field{Name: fmt.Sprintf("features[%d].geometry.%s", i, x.Name),
			Message: fmt.Sprintf("Feature %d: %s", i+1, x.Message)})
	}
	return &out
}

// raw is a polygon as it was read.
type raw struct{ rings []rawRing }

// rawRing keeps where in the file each corner stood, so that a fault can name it.
type rawRing struct {
	pts  ring
	from []int32 // position in the file, from 1
}

type rawFeature struct {
	polys []raw
	props map[string]any
}

type node struct {
	Type        string            `json:"type"`
	Coordinates json.RawMessage   `json:"coordinates"`
	Geometry    json.RawMessage   `json:"geometry"`
	Features    []json.RawMessage `json:"features"`
	Properties  map[string]any    `json:"properties"`
	CRS         json.RawMessage   `json:"crs"`
}

type reader struct {
	lim           Limits
	points, rings int
}

func (rd *reader) read(data []byte) ([]rawFeature, error) {
	if len(data) > rd.lim.Bytes {
		return nil, fault.New(fault.TooLarge, "The boundary file has %d kB; at most %d kB are taken. Simplify the boundary or send fewer areas at once.", len(data)>>10, rd.lim.Bytes>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	n, err := rd.node(data, "")
	if err != nil {
		return nil, err
	}
	if len(n.CRS) > 0 && !knownCRS(n.CRS) {
		return nil, fault.In("crs", "The file uses another coordinate system. Export it as WGS84 longitude and latitude (EPSG:4326).")
	}
	if n.Type == "Topology" {
		return rd.topology(data)
	}
	if n.Type != "FeatureCollection" {
		f, err := rd.feature(n, "")
		return []rawFeature{f}, err
	}
	if len(n.Features) == 0 {
		return nil, fault.In("features", "The collection holds no feature.")
	}
	if len(n.Features) > rd.lim.Features {
		return nil, fault.New(fault.TooLarge, "The collection holds %d features; at most %d are taken.", len(n.Features), rd.lim.Features)
	}
	out := make([]rawFeature, len(n.Features))
	for i, text := range n.Features {
		at := fmt.Sprintf("features[%d]", i)
		n, err := rd.node(text, at)
		if err != nil {
			return nil, err
		}
		if n.Type == "FeatureCollection" {
			return nil, fault.In(at, "Feature %d is itself a collection; a collection may hold features only.", i+1)
		}
		if out[i], err = rd.feature(n, at+"."); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// knownCRS takes the names under which old files say WGS84 longitude and latitude.
func knownCRS(text json.RawMessage) bool {
	s := string(text)
	return s == "null" || strings.Contains(s, "CRS84") || strings.Contains(s, "4326")
}

func (rd *reader) node(text []byte, at string) (node, error) {
	var n node
	err := json.Unmarshal(text, &n)
	if err == nil {
		return n, nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && at == "" {
		line, col := lineOf(text, int(syntax.Offset))
		return n, fault.In("geojson", "The text is not GeoJSON: it stops making sense at line %d, column %d.", line, col)
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return n, fault.In(join(at, kind.Field), "%s is a %s here, which GeoJSON does not allow.", quoted(kind.Field), kind.Value)
	}
	return n, fault.In(join(at, "geojson"), "This is not a GeoJSON object. Send a Polygon, a MultiPolygon, a Feature or a FeatureCollection.")
}

func join(at, field string) string {
	if at == "" {
		return field
	}
	return strings.TrimSuffix(at, ".") + "." + field
}

// quoted shows a short piece of a stranger's text.
func quoted(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}

// lineOf is the line and column, from 1, of the byte at offset.
func lineOf(text []byte, offset int) (line, col int) {
	before := text[:min(max(offset-1, 0), len(text))]
	return 1 + bytes.Count(before, []byte("\n")), len(before) - bytes.LastIndexByte(before, '\n')
}

func (rd *reader) feature(n node, at string) (rawFeature, error) {
	f := rawFeature{props: n.Properties}
	if n.Type == "Feature" {
		if len(n.Geometry) == 0 || string(n.Geometry) == "null" {
			return f, fault.In(at+"geometry", "The feature has no geometry.")
		}
		at += "geometry."
		var err error
		if n, err = rd.node(n.Geometry, at); err != nil {
			return f, err
		}
	}
	var err error
	f.polys, err = rd.geometry(n, at)
	return f, err
}
