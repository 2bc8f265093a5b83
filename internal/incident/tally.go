package incident

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// Entry is how many incidents of a kind a file puts at a place.
type Entry struct {
	Kind  Kind
	Place int64 // 0: without a place
	N     int
}

// tally counts records by kind and place.
func tally(records []Record) []Entry {
	counts := map[Entry]int{}
	for _, r := range records {
		counts[Entry{Kind: r.Kind, Place: r.Place}]++
	}
	out := make([]Entry, 0, len(counts))
	for e, n := range counts {
		e.N = n
		out = append(out, e)
	}
	return sorted(out)
}

// sorted is the tally by kind and place.
func sorted(entries []Entry) []Entry {
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Place, b.Place)) })
	return entries
}

// pack writes a tally in few bytes: kind by kind the number of places, then each place as
// the step from the one before, and its count.
func pack(entries []Entry) []byte {
	var out []byte
	for from := 0; from < len(entries); {
		to := from
		for to < len(entries) && entries[to].Kind == entries[from].Kind {
			to++
		}
		out = append(out, byte(entries[from].Kind))
		out = binary.AppendUvarint(out, uint64(to-from))
		last := int64(0)
		for _, e := range entries[from:to] {
			out = binary.AppendUvarint(out, uint64(e.Place-last))
			out = binary.AppendUvarint(out, uint64(e.N))
			last = e.Place
		}
		from = to
	}
	return out
}

// errPacked is returned for bytes that pack did not make.
var errPacked = errors.New("incident: this is not a packed tally")

// unpack reads what pack made.
func unpack(data []byte) ([]Entry, error) {
	var out []Entry
	next := func() int64 {
		v, n := binary.Uvarint(data)
		if n <= 0 || v > 1<<40 {
			data = nil
			return -1
		}
		data = data[n:]
		return int64(v)
	}
	for len(data) > 0 {
		kind := Kind(data[0])
		data = data[1:]
		n, place := next(), int64(0)
		if kind == 0 || int(kind) >= len(kinds) || n < 0 || n > int64(len(data)) {
			return nil, errPacked
		}
		for range n {
			step, count := next(), next()
			if step < 0 || count < 0 {
				return nil, errPacked
			}
			place += step
			out = append(out, Entry{kind, place, int(count)})
		}
	}
	return out, nil
}
