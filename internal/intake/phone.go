package intake

import (
	"regexp"
	"strings"

	"watchword/internal/sheet"
)

var scientific = regexp.MustCompile(`(?i)^\d(?:[.,]\d+)?E\+?\d+$`)

// readPhone reads a telephone number. British numbers become digits from the 0 on,
// 07700900123; others keep their country's code. The reason is a warning: the
// leading zero was lost and is put back, or digits were lost and nothing can be
// saved. Number cells have lost their zero in every spreadsheet; it is put back
// without a word on each of them.
func readPhone(c sheet.Cell) (string, Reason) {
	s := oneLine(clean(c.Text))
	if missing(s) {
		return "", ""
	}
	if scientific.MatchString(s) {
		return "", PhoneDigitsLost
	}
	digits, plus := phoneDigits(s)
	switch {
	case digits == "":
		return s, "" // words, an extension, two numbers: kept as written
	case plus && strings.HasPrefix(digits, "44"):
		return british(digits[2:]), ""
	case plus:
		return "+" + digits, ""
	case strings.HasPrefix(digits, "0044"):
		return british(digits[4:]), ""
	case strings.HasPrefix(digits, "44") && len(digits) == 12:
		return british(digits[2:]), ""
	case digits[0] != '0' && len(digits) == 10:
		if c.Kind == sheet.Number {
			return "0" + digits, ""
		}
		return "0" + digits, PhoneLeadingZeroLost
	}
	return digits, ""
}

// british is the national number, after the country's code, with its 0.
func british(national string) string { return "0" + strings.TrimPrefix(national, "0") }

// phoneDigits is the digits of one number, and whether it begins with a plus. It is
// empty where anything else stands in the text.
func phoneDigits(s string) (string, bool) {
	var b strings.Builder
	plus := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "(+")
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && i < 2:
		case strings.ContainsRune(" ()-.\u2010\u2011\u2013", r):
		default:
			return "", false
		}
	}
	if b.Len() < 6 || b.Len() > 15 {
		return "", false
	}
	return b.String(), plus
}
