package alike

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"Hartnoll, Joel":         {"hartnoll", "joel"},
		"O’Brien-Łoś, Zoë":       {"obrien", "brien", "los", "zoe"},
		"van der Berg, Åse":      {"van", "der", "berg", "ase"},
		"D'A, Ann ann":           {"da", "ann"},
		"Strauß 12, Bjørn Þóra.": {"strauss", "bjorn", "thora"},
		"  ":                     nil,
	} {
		if diff := cmp.Diff(want, Words(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a, b string
		want bool
	}{
		{"clark", "clarke", true},
		{"smith", "smyth", true},
		{"philips", "phillips", true},
		{"hartnoll", "harntoll", true}, // exchanged
		{"hartnoll", "hartnol", true},
		{"thompson", "thomson", true},
		{"macdonald", "mcdonald", true},
		{"william", "bill", true},
		{"catherine", "kathryn", true},
		{"mohammed", "muhammad", true},
		{"stephen", "steve", true},
		{"reid", "read", true},
		{"bill", "margaret", false},
		{"smith", "jones", false},
		{"ng", "li", false},
		{"ann", "ian", false}, // short words must be right
		{"hart", "hartnoll", false},
		{"johnson", "jackson", false},
	} {
		if got := Same(x.a, x.b); got != x.want {
			t.Errorf("%s and %s: %t", x.a, x.b, got)
		}
	}
}

func TestNearestComeFirst(t *testing.T) {
	t.Parallel()
	known := []string{"bill", "billy", "will", "william", "williams", "zebedee"}
	if got, want := Near("william", known, 4), []string{"william", "bill", "billy", "will"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Near("nobody", known, 4); got != nil {
		t.Errorf("got %v for a word that is like none", got)
	}
}

// TestOneSlipIsForgiven makes one slip of each kind in any longer word.
func TestOneSlipIsForgiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z]{5,20}`).Draw(t, "word")
		at := rapid.IntRange(0, len(word)-2).Draw(t, "at")
		letter := rapid.StringMatching(`[a-z]`).Draw(t, "letter")
		for kind, slipped := range map[string]string{
			"left out":  word[:at] + word[at+1:],
			"put in":    word[:at] + letter + word[at:],
			"changed":   word[:at] + letter + word[at+1:],
			"exchanged": word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:],
		} {
			if !Same(word, slipped) || !Same(slipped, word) {
				t.Fatalf("%s: %s and %s are not alike", kind, word, slipped)
			}
		}
	})
}

func BenchmarkNear(b *testing.B) {
	known := make([]string, 0, 30000)
	for i := range cap(known) {
		known = append(known, fmt.Sprintf("%c%c%d%c%c", 'a'+i%26, 'a'+i/26%26, i, 'a'+i%7, 'a'+i%11))
	}
	for b.Loop() {
		Near("hartnoll", known, 40)
	}
}
