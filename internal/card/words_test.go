package card_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/card"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestWordsCanBeReadOutAndHeard(t *testing.T) {
	t.Parallel()
	if len(card.Words) != 1024 {
		t.Errorf("%d words, want 1,024", len(card.Words))
	}
	text, err := os.ReadFile("testdata/homophones.txt")
	accredtest.Must(t, err)
	alike := map[string]string{}
	for line := range strings.Lines(string(text)) {
		for _, w := range strings.Fields(line) {
			alike[w] = strings.TrimSpace(line)
		}
	}
	plain := regexp.MustCompile(`^[a-z]{3,8}$`)
	for i, w := range card.Words {
		if !plain.MatchString(w) {
			t.Errorf("%q is not 3 to 8 plain letters", w)
		}
		if a, ok := alike[w]; ok {
			t.Errorf("%s sounds like another word: %s", w, a)
		}
		if unkind.MatchString(w) {
			t.Errorf("%s is not a word to say to anybody", w)
		}
		for _, v := range card.Words[:i] {
			if near(v, w) {
				t.Errorf("%s and %s are a letter apart", v, w)
			}
		}
	}
}

// unkind is words, and beginnings of words, that insult when said to somebody’s face.
var unkind = regexp.MustCompile(`^(ass|arse|bast|bitch|bloody|bugger|bum|clown|cock|cow$|coon|crap|cunt|damn|dick|dolt|dyke|fag|fanny|fart|fat|freak$|fuck|gimp|git$|goon|grass|hag|hoe|idiot|kaffir|knob|monkey|moron|muppet|nazi|nonce|paki|pansy|pig$|pik|poof|prat|prick|puss|queer|rat$|retard|shag|shit|sissy|slag|slut|snake|sod$|spast|swine|tart|thief|thug|tit|toad|tosser|tramp|twat|twit|ugly|wank|weasel|whore|witch|wog|worm)`)

// near reports whether two words are equal or a letter apart.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
