package incident

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
)

// digester reckons the digest of a month's records: for each, its line without the number,
// field after field, each closed by a byte that no field holds.
type digester struct {
	sum  hash.Hash
	line []byte
}

func newDigester() *digester { return &digester{sum: sha256.New()} }

func (d *digester) add(r Record, at Place) {
	b := d.line[:0]
	if r.Crime != (ID32{}) {
		b = hex.AppendEncode(b, r.Crime[:])
	}
	b = append(b, 0)
	if r.Place != 0 {
		b = strconv.AppendInt(b, int64(at.At.Lon), 10)
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(at.At.Lat), 10)
		b = append(append(b, 0), at.Street...)
		b = append(append(b, 0), at.LSOA...)
		b = append(append(b, 0), at.Name...)
	}
	b = append(append(b, 0), kinds[r.Kind].code...)
	b = append(append(b, 0), r.Outcome...)
	d.line = append(b, 0, '\n')
	d.sum.Write(d.line)
}

func (d *digester) String() string { return hex.EncodeToString(d.sum.Sum(nil)) }

// digest is the digest of a part.
func (p *Parsed) digest(part *Part) string {
	d := newDigester()
	for _, r := range part.Records {
		var at Place
		if r.Place != 0 {
			at = p.Places[r.Place-1]
		}
		d.add(r, at)
	}
	return d.String()
}
