package server_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// planted is words that stand in nothing else, by the place in which they were written.
type planted struct {
	words map[string]string // place by word
}

// word is a word for the place.
func (p *planted) word(place string) string {
	w := fmt.Sprintf("zqxvkj%03dwombat", len(p.words))
	p.words[w] = place
	return w
}

// anyPlanted finds a planted word, whatever its number.
var anyPlanted = regexp.MustCompile(`zqxvkj[0-9]{3}wombat`)

// stem is what every planted word begins with, written so that none of its letters is lost
// in the ways that bytes are written as text.
const stem = "zqxvkj"

// found is the places of the planted words in a text: as they are, and as hexadecimal or
// base64 would write their bytes.
func (p *planted) found(text []byte) []string {
	lower := bytes.ToLower(text)
	var out []string
	for _, w := range anyPlanted.FindAll(lower, -1) {
		out = append(out, p.words[string(w)])
	}
	if bytes.Contains(lower, []byte(hex.EncodeToString([]byte(stem)))) {
		out = append(out, "something, in hexadecimal")
	}
	for shift := range 3 {
		code := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + stem + "00")) // cut to the letters that stem alone makes
		code = code[(shift*4+2)/3 : (shift+len(stem))*4/3]
		if bytes.Contains(text, []byte(code)) {
			out = append(out, "something, in base64")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestFoundFindsAWordHoweverItIsWritten holds the finder itself.
func TestFoundFindsAWordHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	p := &planted{words: map[string]string{}}
	w := p.word("the reasons")
	for _, text := range []string{w, "a" + strings.ToUpper(w) + "b", hex.EncodeToString([]byte("x" + w)), base64.StdEncoding.EncodeToString([]byte(w)),
		base64.StdEncoding.EncodeToString([]byte("1" + w)), base64.StdEncoding.EncodeToString([]byte("12" + w))} {
		if len(p.found([]byte(text))) == 0 {
			t.Errorf("%q is not found in %q", w, text)
		}
	}
	if got := p.found([]byte(base64.StdEncoding.EncodeToString([]byte("nothing of the sort")))); len(got) > 0 {
		t.Errorf("found %v in nothing", got)
	}
}
