package fault

import "unicode"

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
