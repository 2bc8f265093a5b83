package incident

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestATallyPackedIsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 200).Draw(t, "records")
		var rs []Record
		for range n {
			rs = append(rs, Record{Kind: Kind(rapid.IntRange(1, len(kinds)-1).Draw(t, "kind")), Place: rapid.Int64Range(0, 40_000).Draw(t, "place")})
		}
		want := tally(rs)
		got, err := unpack(pack(want))
		if err != nil || cmp.Diff(want, append([]Entry{}, got...)) != "" {
			t.Fatalf("%v: %s", err, cmp.Diff(want, got))
		}
		sum := 0
		for _, e := range got {
			sum += e.N
		}
		if sum != n {
			t.Fatalf("%d of %d records", sum, n)
		}
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add(pack([]Entry{{1, 0, 2}, {1, 7, 1}, {3, 9, 4}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if entries, err := unpack(data); err == nil && len(entries) > len(data) {
			t.Fatalf("%d entries from %d bytes", len(entries), len(data))
		}
	})
}
