package fault

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Unseen reports a sign that nobody sees, and that can make a text read otherwise than it
// is kept or signed: what controls or formats, but line breaks, tabs and the joiners of
// scripts that need them.
func Unseen(c rune) bool {
	switch c {
	case '\n', '\t', '\u200c', '\u200d':
		return false
	}
	return unicode.IsControl(c) || unicode.Is(unicode.Cf, c)
}

// Text is a text as it is kept: trimmed, each line break one sign. What is wrong with it is
// added under the field: more than most letters, what cannot be read (Unseen), and, where
// missing says what to do then, that there is none.
func (fs *Fields) Text(field, text string, most int, missing string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	switch {
	case text == "" && missing != "":
		fs.Add(field, "%s", missing)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, Unseen):
		fs.Add(field, "This has characters that cannot be read. Type it again")
	case utf8.RuneCountInString(text) > most:
		fs.Add(field, "This must be %s letters or fewer", thousands(most))
	}
	return text
}

// thousands is a limit with a comma where people read one: 2,000.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return thousands(n/1000) + "," + strconv.Itoa(n%1000 + 1000)[1:]
}
