package id

import (
	"sort"
	"testing"
)

func TestNewIsValidUniqueAndInOrder(t *testing.T) {
	t.Parallel()
	seen := map[Person]bool{}
	var all []string
	for range 2000 {
		p := New[Person]()
		if !Valid(p) || len(p) != 30 || seen[p] {
			t.Fatalf("bad identity %q", p)
		}
		seen[p] = true
		all = append(all, string(p))
	}
	if !sort.StringsAreSorted(all) {
		t.Error("identities made later do not sort after earlier ones")
	}
}

func TestValidRefusesOtherKinds(t *testing.T) {
	t.Parallel()
	for _, s := range []Person{"", "per_", "org_01j8", "per_01J8", "per_../..", "per_0 1"} {
		if Valid(s) {
			t.Errorf("Valid(%q)", s)
		}
	}
}
