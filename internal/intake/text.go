package intake

import (
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"watchword/internal/sheet"
)

// maxText is how many characters a cell may hold.
const maxText = 500

// clean is a cell's text as it was meant: composed accents, every kind of space an
// ordinary one and never two together, nothing invisible, no space at the ends of a
// line. Line breaks stay.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\u200B' || r == '\u2060' || r == '\uFEFF' || r == '\u00AD':
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v':
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
			space = false
		case r == '\t' || unicode.Is(unicode.Zs, r):
			space = true
		default:
			if space && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// isClean reports whether clean would leave s as it is.
func isClean(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf || c < ' ' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// oneLine is s with line breaks as spaces.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\n", " ")
}

// missing reports whether a cleaned text says that nothing was given.
func missing(s string) bool {
	if len(s) > 16 {
		return false
	}
	switch strings.ToLower(s) {
	case "", "tbc", "tba", "tbd", "t.b.c.", "n/a", "n.a.", "n/k", "-", "--", "---", "\u2013", "\u2014", "?", "??", "???", ".",
		"not known", "unknown", "not given", "to be confirmed", "to follow":
		return true
	}
	return false
}

// fold is a text as it is compared: lower case, without accents and punctuation, "&"
// as "and", one space between words.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	word := func(r rune) {
		if r != 0 {
			b.WriteRune(r)
		} else if b.Len() > 0 && !strings.HasSuffix(b.String(), " ") {
			b.WriteByte(' ')
		}
	}
	if !ascii(s) {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019', r == '\u2018', r == '\u02BC', r == '`', r == '\u00B4', r == '\u200B', r == '\u2060', r == '\uFEFF':
		case r == '&':
			word(0)
			b.WriteString("and ")
		case unicode.IsLetter(r):
			word(unicode.ToLower(r))
		case unicode.IsDigit(r):
			word(r)
		default:
			word(0)
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// lettered reports whether a text has a letter.
func lettered(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

// isEmail reports whether a text is one e-mail address, as the registers ask.
func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}

// badText is the reason why no cell may hold this text, or empty.
func badText(c sheet.Cell) Reason {
	s := c.Text
	if c.Unsaved {
		return FormulaUnsaved
	}
	if len(s) > maxText && utf8.RuneCountInString(s) > maxText {
		return TooLong
	}
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r >= 0x7F && r < 0xA0 && r != 0x85 ||
			r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return ControlCharacter
		}
	}
	switch {
	case c.Kind == sheet.Error || errorValue.MatchString(s):
		return ErrorValue
	case c.Kind == sheet.Text && isFormula(s):
		return Formula
	case c.Kind == sheet.Text && strings.ContainsRune(s, utf8.RuneError) || misread(s) != "":
		return LettersLost
	}
	return ""
}

// errorValue is what spreadsheets show where they have no value, or no room for it.
var errorValue = regexp.MustCompile(`^\s*#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|#+)\s*$`)

// misread is the text that was meant where UTF-8 was once read as Windows-1252, as
// "JosÃ©" is read for "José"; empty where nothing of the kind was done.
func misread(s string) string {
	if !strings.ContainsAny(s, "ÃÂâÅ") {
		return ""
	}
	b, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil || !utf8.ValidString(b) {
		return ""
	}
	return b
}

// isFormula reports whether a spreadsheet would take the text for a formula. A
// telephone number that begins with + is none.
func isFormula(s string) bool {
	s = strings.TrimLeft(s, " \t\r\n\u00A0")
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '@':
		return len(s) > 1
	case '+', '-':
		r, _ := utf8.DecodeRuneInString(s[1:])
		return unicode.IsLetter(r)
	}
	return false
}

var (
	insurance = regexp.MustCompile(`(?i)\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b`)
	sixDigits = regexp.MustCompile(`\d\d ?\d\d ?\d\d`)
)

// withoutInsurance takes National Insurance numbers out of a text.
func withoutInsurance(s string) string {
	if !sixDigits.MatchString(s) {
		return s
	}
	return insurance.ReplaceAllString(s, "[National Insurance number removed]")
}

// shown is a value as a problem shows it.
func shown(s string) string {
	s = withoutInsurance(sheet.Visible(s))
	if utf8.RuneCountInString(s) <= 60 {
		return s
	}
	return string([]rune(s)[:60])
}
