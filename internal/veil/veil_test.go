package veil_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/veil"
)

func TestWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		counts []int
		hidden []int
		total  bool
	}{
		{"nothing is small", []int{12, 5, 0, 40}, nil, false},
		{"none at all is published", []int{0, 0}, nil, false},
		{"two small ones cover one another", []int{3, 30, 4}, []int{0, 2}, false},
		{"one small one takes the smallest other with it", []int{30, 3, 7, 9}, []int{1, 2}, false},
		{"two ones take another with them, since their sum would tell", []int{1, 30, 1}, []int{0, 1, 2}, false},
		{"a small one alone takes the total with it", []int{0, 3, 0}, []int{1}, true},
		{"ones alone take the total with them", []int{1, 1, 0, 1}, []int{0, 1, 3}, true},
		{"nothing", nil, nil, false},
	} {
		hidden, total := veil.Over(tt.counts)
		var got []int
		for i, h := range hidden {
			if h {
				got = append(got, i)
			}
		}
		if diff := cmp.Diff(tt.hidden, got); diff != "" || total != tt.total {
			t.Errorf("%s: %v, total %v", tt.name, got, total)
		}
	}
}

// TestNoCountLeftOutCanBeWorkedOut holds the promise by trying every table that would look the
// same: the counts published and the total are theirs, and what is left out is of somebody.
func TestNoCountLeftOutCanBeWorkedOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 6).Draw(rt, "counts")
		hidden, total := veil.Over(counts)
		left, sum := 0, 0
		for i, c := range counts {
			if c > 0 && c < veil.Fewest && !hidden[i] {
				rt.Fatalf("%d is published", c)
			}
			if hidden[i] {
				if c == 0 {
					rt.Fatalf("a count of nobody is left out")
				}
				left, sum = left+1, sum+c
			}
		}
		if left == 0 || total {
			return // without the total nothing binds what is left out
		}
		could := make([]map[int]bool, left)
		for i := range could {
			could[i] = map[int]bool{}
		}
		each(left, sum, nil, func(way []int) {
			for i, n := range way {
				could[i][n] = true
			}
		})
		for i, c := range could {
			if len(c) < 2 {
				rt.Fatalf("count %d of those left out can only be %v: %v", i, c, counts)
			}
		}
	})
}

// each calls do with every way to write sum as so many numbers of at least one.
func each(parts, sum int, so []int, do func([]int)) {
	if parts == 1 {
		do(append(slices.Clone(so), sum))
		return
	}
	for n := 1; n <= sum-parts+1; n++ {
		each(parts-1, sum-n, append(slices.Clone(so), n), do)
	}
}

// TestTheOrderOfCountsDoesNotMatter: the same counts in another order are left out alike.
func TestTheOrderOfCountsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 20), 0, 8).Draw(rt, "counts")
		other := rapid.Permutation(counts).Draw(rt, "other")
		kept := func(cs []int) ([]int, bool) {
			hidden, total := veil.Over(cs)
			var out []int
			for i, c := range cs {
				if !hidden[i] {
					out = append(out, c)
				}
			}
			slices.Sort(out)
			return out, total
		}
		a, at := kept(counts)
		b, bt := kept(other)
		if !slices.Equal(a, b) || at != bt {
			rt.Fatalf("%v publishes %v, %v publishes %v", counts, a, other, b)
		}
	})
}
