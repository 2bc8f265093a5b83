// Package alike tells whether two words of names may be the same name: written without an
// accent, with a letter wrong, left out, doubled or exchanged, or a usual short form. It is
// for suggestions that a person looks at; nothing is decided by it.
//
// Read Words and Near.
package alike

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words is the words of a name, each once, in small letters without accents: "O’Brien-Łoś,
// Zoë" is obrien, los and zoe besides brien.
func Words(name string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(plain(name), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }) {
		for _, w := range []string{strings.ReplaceAll(w, "'", ""), afterMark(w)} {
			if w != "" && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	return out
}

// afterMark is what stands behind the last apostrophe, if that is a name by itself.
func afterMark(w string) string {
	if i := strings.LastIndexByte(w, '\''); i >= 0 && len(w)-i > 3 {
		return w[i+1:]
	}
	return ""
}

var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "’", "'", "‘", "'", "`", "'")

// plain is a text in small letters without accents.
func plain(s string) string {
	return letters.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s))))
}

// Near is the words among the known ones that may be the same name as word, the word itself
// first if it is known, then the nearest; at most limit. Words are as from Words.
func Near(word string, known []string, limit int) []string {
	type near struct {
		word string
		far  int
	}
	var found []near
	for _, k := range known {
		if far, ok := distance(word, k); ok {
			found = append(found, near{k, far})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int {
		if a.far != b.far {
			return a.far - b.far
		}
		return strings.Compare(a.word, b.word)
	})
	var out []string
	for _, n := range found[:min(limit, len(found))] {
		out = append(out, n.word)
	}
	return out
}

// Same reports whether two words may be the same name.
func Same(a, b string) bool {
	_, ok := distance(a, b)
	return ok
}

// distance is how far two words are from each other, in letters to be mended, and whether
// that is near enough for their length. A short form is as near as one letter.
func distance(a, b string) (int, bool) {
	if a == b {
		return 0, true
	}
	most := allowed(max(len(a), len(b)))
	if d := len(a) - len(b); d <= most && -d <= most {
		if far := edits(a, b, most); far <= most {
			return far, true
		}
	}
	return 1, sharesForm(a, b)
}

// allowed is how many letters may be wrong in words of which the longer has that length.
func allowed(length int) int {
	switch {
	case length < 4:
		return 0
	case length < 8:
		return 1
	}
	return 2
}

// edits is how many letters must be put in, taken out, changed or exchanged with the next to
// make b of a, or more than most. No letter is touched twice.
func edits(a, b string, most int) int {
	if most == 0 {
		return 1
	}
	var rows [3][64]int
	if len(b) >= len(rows[0]) {
		return most + 1
	}
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
