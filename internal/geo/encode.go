package geo

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
)

// errCoded is returned for bytes that Encode did not make.
var errCoded = errors.New("geo: this is not an encoded shape")

// coded is the first byte of the encoding, and its version.
const coded = 1

// Encode is the shape in few bytes: corners as differences from the one before,
// about three to six bytes each. Decode gives back an equal shape.
func (s Shape) Encode() []byte {
	out := []byte{coded}
	if s.b == nil {
		return append(out, 0)
	}
	var last pt
	out = binary.AppendUvarint(out, uint64(len(s.b.polys)))
	for _, rings := range s.b.polys {
		out = binary.AppendUvarint(out, uint64(len(rings)))
		for _, r := range rings {
			out = binary.AppendUvarint(out, uint64(len(r)))
			for _, p := range r {
				out = binary.AppendVarint(out, int64(p.x)-int64(last.x))
				out = binary.AppendVarint(out, int64(p.y)-int64(last.y))
				last = p
			}
		}
	}
	return out
}

// Decode reads what Encode made. It trusts that the shape was good when it was
// encoded, but no bytes can make it fail otherwise than by an error.
func Decode(data []byte) (Shape, error) {
	d := decoder{rest: data}
	if len(data) == 0 || data[0] != coded {
		return Shape{}, errCoded
	}
	d.rest = data[1:]
	n := d.count(1)
	polys := make([][]ring, n)
	for i := range polys {
		rings := make([]ring, max(d.count(1), 1))
		for j := range rings {
			rings[j] = d.ring()
		}
		polys[i] = rings
	}
	if d.bad || len(d.rest) > 0 {
		return Shape{}, errCoded
	}
	return newShape(polys), nil
}

type decoder struct {
	rest []byte
	last pt
	bad  bool
}

// count reads how many things follow, each of at least size bytes.
func (d *decoder) count(size int) int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || v > uint64(len(d.rest)/size) {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

func (d *decoder) ring() ring {
	n := d.count(2)
	if n < 3 {
		d.bad, d.rest = true, nil
		return ring{{}, {}, {}}
	}
	r := make(ring, n)
	for i := range r {
		d.last.x = d.step(d.last.x, 180*perDegree)
		d.last.y = d.step(d.last.y, 90*perDegree)
		r[i] = d.last
	}
	return r
}

func (d *decoder) step(from int32, limit int64) int32 {
	v, n := binary.Varint(d.rest)
	if n <= 0 || v > 2*limit || v < -2*limit {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[n:]
	if v += int64(from); v > limit || v < -limit {
		d.bad, v = true, 0
	}
	return int32(v)
}

// MarshalText is Encode in letters, for columns and JSON that hold text.
func (s Shape) MarshalText() ([]byte, error) {
	return base64.RawURLEncoding.AppendEncode(nil, s.Encode()), nil
}

// UnmarshalText reads what MarshalText wrote.
func (s *Shape) UnmarshalText(text []byte) error {
	data, err := base64.RawURLEncoding.AppendDecode(nil, text)
	if err != nil {
		return errCoded
	}
	*s, err = Decode(data)
	return err
}

// GeoJSON is the shape as a GeoJSON geometry: a Polygon if it has one piece, else
// a MultiPolygon.
func (s Shape) GeoJSON() []byte {
	if s.b == nil {
		return []byte(`{"type":"MultiPolygon","coordinates":[]}`)
	}
	if len(s.b.polys) == 1 {
		return append(appendPolygon([]byte(`{"type":"Polygon","coordinates":`), s.b.polys[0]), '}')
	}
	out := []byte(`{"type":"MultiPolygon","coordinates":[`)
	for i, rings := range s.b.polys {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendPolygon(out, rings)
	}
	return append(out, ']', '}')
}

func appendPolygon(out []byte, rings []ring) []byte {
	for i, r := range rings {
		out = append(out, "[,"[min(i, 1)], '[')
		for _, p := range r {
			out = append(appendPoint(out, p), ',')
		}
		out = append(appendPoint(out, r[0]), ']')
	}
	return append(out, ']')
}

func appendPoint(out []byte, p pt) []byte {
	q := p.point()
	out = strconv.AppendFloat(append(out, '['), q[0], 'f', -1, 64)
	return append(strconv.AppendFloat(append(out, ','), q[1], 'f', -1, 64), ']')
}
