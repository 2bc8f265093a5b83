package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fullName is a name taken apart.
type fullName struct{ surname, forenames, knownAs string }

var (
	nickname   = regexp.MustCompile(`["\x{201C}\x{201D}\x{201E}]([^"\x{201C}\x{201D}\x{201E}]*)["\x{201C}\x{201D}]|\(([^)]*)\)|\[([^\]]*)\]|(?:^|\s)['\x{2018}]([^'\x{2018}\x{2019}]+)['\x{2019}](?:$|\s)`)
	courtesy   = regexp.MustCompile(`(?i)^(?:mr|mrs|ms|miss|mx|dr|rev|revd|prof|sir|dame|cllr|sgt|pc|pcso)\b\.?\s+`)
	particle   = map[string]bool{"van": true, "der": true, "den": true, "de": true, "la": true, "del": true, "della": true, "di": true, "da": true, "dos": true, "das": true, "du": true, "le": true, "von": true, "zu": true, "ter": true, "ten": true, "bin": true, "binti": true, "ibn": true, "al": true, "el": true}
	afterWords = map[string]bool{"jr": true, "jnr": true, "sr": true, "snr": true, "ii": true, "iii": true, "mbe": true, "obe": true}
)

// splitName takes a full name apart: at a comma, the surname stands before it; else
// words in capitals beside others are the surname; else it is the last word, with
// the small words that belong to it, or the first where the heading says so.
func splitName(s string, surnameFirst bool) fullName {
	s, known := withoutNickname(oneLine(clean(s)))
	if before, after, ok := strings.Cut(s, ","); ok {
		return fullName{unshout(strings.TrimSpace(before)), unshout(strings.TrimSpace(courtesy.ReplaceAllString(strings.TrimSpace(after), ""))), known}
	}
	words := strings.Fields(courtesy.ReplaceAllString(s, ""))
	for len(words) > 2 && afterWords[strings.ToLower(strings.Trim(words[len(words)-1], "."))] {
		words = words[:len(words)-1]
	}
	if len(words) < 2 {
		return fullName{surname: unshout(strings.Join(words, " ")), knownAs: known}
	}
	from, to := len(words)-1, len(words)
	if a, b, ok := shouted(words); ok {
		from, to = a, b
	} else if surnameFirst {
		from, to = 0, 1
		for to < len(words)-1 && particle[words[to-1]] {
			to++
		}
	} else {
		for from > 1 && particle[words[from-1]] {
			from--
		}
	}
	rest := append(append([]string(nil), words[:from]...), words[to:]...)
	return fullName{unshout(strings.Join(words[from:to], " ")), unshout(strings.Join(rest, " ")), known}
}

// shouted finds the words in capitals at one end of a name whose other words are not.
func shouted(words []string) (from, to int, ok bool) {
	loud := func(w string) bool {
		return utf8.RuneCountInString(w) > 1 && w == strings.ToUpper(w) && w != strings.ToLower(w)
	}
	n := 0
	for _, w := range words {
		if loud(w) {
			n++
		}
	}
	if n == 0 || n == len(words) {
		return 0, 0, false
	}
	if loud(words[0]) {
		for to = 0; to < len(words) && loud(words[to]); to++ {
		}
		return 0, to, to == n
	}
	for from = len(words); from > 0 && loud(words[from-1]); from-- {
	}
	return from, len(words), len(words)-from == n
}

// withoutNickname takes out a name in quotes or brackets.
func withoutNickname(s string) (string, string) {
	if !strings.ContainsAny(s, "\"([\u201C\u201D\u201E'\u2018") {
		return s, ""
	}
	known := ""
	s = nickname.ReplaceAllStringFunc(s, func(m string) string {
		for _, g := range nickname.FindStringSubmatch(m)[1:] {
			if g != "" && known == "" {
				known = strings.TrimSpace(g)
			}
		}
		return " "
	})
	return strings.Join(strings.Fields(s), " "), known
}

// unshout writes a name in capitals as names are written: BARNES is Barnes, O'BRIEN
// O'Brien. Names of one or two letters, and names in small letters, stay.
func unshout(s string) string {
	if utf8.RuneCountInString(s) < 3 || s != strings.ToUpper(s) || s == strings.ToLower(s) {
		return s
	}
	out := []rune(strings.ToLower(s))
	start := true
	for i, r := range out {
		if start && unicode.IsLetter(r) {
			out[i] = unicode.ToUpper(r)
		}
		start = !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r)
	}
	return string(out)
}

// nameKey is a person's name as it is compared.
func nameKey(surname, forenames string) string { return fold(surname) + "|" + fold(forenames) }

// numberKey is an AP number as it is compared.
func numberKey(s string) string {
	return strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00A0", " ")), ""))
}
