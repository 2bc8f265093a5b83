package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"watchword/internal/law"
	"watchword/internal/sheet"
)

// codeFault is one thing wrong with a list of powers or offences.
type codeFault struct {
	reason     Reason
	code       string // as written
	suggestion string
}

// readPowers reads a list of powers: paragraph numbers, identities or plain names
// with anything people put between them. Each power is given once, in the order of
// the list. Whether they may be granted is asked later.
func readPowers(c sheet.Cell) ([]law.PowerID, []codeFault) {
	if f, bad := mangled(c); bad {
		return nil, []codeFault{f}
	}
	s := clean(c.Text)
	if noneAtAll(s) {
		return nil, nil
	}
	var out []law.PowerID
	var faults []codeFault
	for rest := skipBetween(s); rest != ""; rest = skipBetween(rest) {
		p, fault, after := nextPower(rest)
		switch {
		case fault.reason != "":
			faults = append(faults, fault)
		case p != "" && !slices.Contains(out, p):
			out = append(out, p)
		}
		rest = after
	}
	return out, faults
}

// noneAtAll reports whether a list says that there is nothing in it, which is
// lawful.
func noneAtAll(s string) bool {
	if missing(s) {
		return true
	}
	switch fold(s) {
	case "none", "nil", "no", "no powers", "none given", "without powers", "nothing", "0", "no power", "no offences", "none held", "nil powers":
		return true
	}
	return false
}

var (
	months     = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*`
	dateWords  = regexp.MustCompile(`(?i)^(?:\d{1,2}[-/ .]` + months + `(?:[-/ .]\d{2,4})?|` + months + `[-/ .]\d{1,4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}-\d{2}-\d{2}(?:[ T].*)?)$`)
	dayMonth   = regexp.MustCompile(`(?i)^(\d{1,2})[-/ .](` + months + `)`)
	dayNumbers = regexp.MustCompile(`^(?:\d{4}-(\d{2})-(\d{2})|(\d{1,2})[-/.](\d{1,2})[-/.]\d{4})`)
	decimals   = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})$`)
)

// mangled reports whether a spreadsheet has turned a list into a date or a number.
// What stood there cannot be known; the most likely list is suggested.
func mangled(c sheet.Cell) (codeFault, bool) {
	s := clean(c.Text)
	fault := codeFault{reason: PowerUnreadable, code: s}
	switch {
	case c.Kind == sheet.Date || c.Kind == sheet.Number && c.Number >= 1000:
		_, m, d, ok := sheet.SerialDay(c.Number)
		if ok && c.Number < 80_000 {
			fault.suggestion = strconv.Itoa(d) + ", " + strconv.Itoa(int(m))
		}
		return fault, true
	case dateWords.MatchString(s):
		if m := dayMonth.FindStringSubmatch(s); m != nil {
			at := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(m[2])[:3])/3 + 1
			fault.suggestion = strings.TrimLeft(m[1], "0") + ", " + strconv.Itoa(at)
		} else if m := dayNumbers.FindStringSubmatch(s); m != nil {
			fault.suggestion = strings.TrimLeft(m[2]+m[3], "0") + ", " + strings.TrimLeft(m[1]+m[4], "0")
		}
		return fault, true
	}
	if m := decimals.FindStringSubmatch(s); m != nil {
		fault.suggestion = m[1] + ", " + m[2]
		return fault, true
	}
	return codeFault{}, false
}

var (
	between    = regexp.MustCompile(`^(?:[\s,;/&+|\x{2022}\x{00B7}*]+|(?i:and|plus)\b|[-\x{2013}]\s+)+`)
	leadWord   = regexp.MustCompile(`^(?i:(?:(?:schedule|sched|sch)\.?\s*5|paragraphs?|para'?s?|par|powers?|p)\b[.:]?\s*)+`)
	notice     = regexp.MustCompile(`^1\s*(?:\(\s*2\s*\)|\.2\.?)\s*\(?\s*([A-Za-z]{1,2})\b\s*\)?`)
	paragraph  = regexp.MustCompile(`^\d{1,3}[A-Za-z]{0,2}`)
	spanOf     = regexp.MustCompile(`^[ \t]*(?:[-\x{2013}]|(?i:to)\b)[ \t]*\d`)
	inBrackets = regexp.MustCompile(`^\s*\([^0-9)][^)]{2,}\)`)
	described  = regexp.MustCompile(`^\s*[:\x{2013}-]\s*[A-Za-z][^,;\n]*`)
	notOurs    = regexp.MustCompile(`(?i)dispers|\bpspo|\bcpn\b|community protection|public spaces?\b|\bdetain|\bdetention|\barrest|\bs(?:ection)?[ .]*3[45]\b|^la-|^none-`)
	stop       = regexp.MustCompile(`[,;/&+|\n]`)
)

func skipBetween(s string) string {
	for {
		after := strings.TrimLeft(between.ReplaceAllString(s, ""), " ")
		if after == s {
			return s
		}
		s = after
	}
}

// nextPower reads one power at the start of s and returns what follows it.
func nextPower(s string) (law.PowerID, codeFault, string) {
	if m := leadWord.FindString(s); m != "" && len(m) < len(s) && unicode.IsDigit(rune(s[len(m)])) {
		s = s[len(m):]
	}
	if m := notice.FindStringSubmatchIndex(s); m != nil {
		letters := strings.ToLower(s[m[2]:m[3]])
		return asPower("1(2)("+letters+")", s[:m[1]], afterCode(s[m[1]:]))
	}
	if m := paragraph.FindString(s); m != "" && !joined(s[len(m):]) {
		rest := s[len(m):]
		if span := spanOf.FindString(rest); span != "" {
			whole, after := upTo(s)
			return "", codeFault{reason: PowerUnreadable, code: whole}, after
		}
		return asPower(m, m, afterCode(rest))
	}
	if p, n := byName(s); n > 0 {
		return p.id, p.fault(s[:n]), s[n:]
	}
	word, after := upTo(s)
	if noneAtAll(word) {
		return "", codeFault{}, after
	}
	reason := PowerUnknown
	if notOurs.MatchString(word) {
		reason = PowerNotSchedule5
	}
	return "", codeFault{reason: reason, code: word}, after
}

// joined reports whether a code goes on in what follows, so that it is none.
func joined(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '(' || r == '.' && len(rest) > 1 && unicode.IsDigit(rune(rest[1])))
}

// upTo cuts at the next sign that stands between powers.
func upTo(s string) (string, string) {
	if at := stop.FindStringIndex(s); at != nil && at[0] > 0 {
		return strings.TrimSpace(s[:at[0]]), s[at[0]:]
	}
	return strings.TrimSpace(s), ""
}

// afterCode skips words that explain a code: "2 (name and address)", "2 - litter".
func afterCode(rest string) string {
	rest = inBrackets.ReplaceAllString(rest, "")
	return described.ReplaceAllString(rest, "")
}

// asPower is the power of a paragraph. A bare 1a may be 1(2)(a) or 1A.
func asPower(para, written, rest string) (law.PowerID, codeFault, string) {
	if para == "1a" {
		return "", codeFault{PowerAmbiguous, written, "1(2)(a) or 1A"}, rest
	}
	id, ok := catalogue().paras[strings.ToLower(para)]
	if !ok {
		return "", codeFault{reason: PowerUnknown, code: strings.TrimSpace(written), suggestion: nearPara(para)}, rest
	}
	return id, codeFault{}, rest
}

// nearPara suggests 1(2)(aa) for 1aa and the like.
func nearPara(para string) string {
	if letters, ok := strings.CutPrefix(strings.ToLower(para), "1"); ok {
		if _, known := catalogue().paras["1(2)("+letters+")"]; known {
			return "1(2)(" + letters + ")"
		}
	}
	return ""
}

// called is a power or offence by one of its names.
type called struct {
	name    string // in small letters
	id      law.PowerID
	offence law.OffenceID
	outside bool // not of Schedule 5
}

func (c called) fault(written string) codeFault {
	if c.outside {
		return codeFault{reason: PowerNotSchedule5, code: written}
	}
	return codeFault{}
}

// book is the law's catalogue by what people write.
type book struct {
	paras    map[string]law.PowerID // by paragraph in small letters
	names    []called               // longest first
	offences []called               // longest first
}

var catalogue = sync.OnceValue(func() *book {
	b := &book{paras: map[string]law.PowerID{}}
	for _, p := range law.Powers() {
		outside := p.Authority != law.Accreditation
		if p.Para != "" && !outside {
			b.paras[strings.ToLower(p.Para)] = p.ID
		}
		for _, name := range []string{string(p.ID), p.Name, p.Title} {
			b.names = append(b.names, called{name: strings.ToLower(name), id: p.ID, outside: outside})
		}
	}
	for _, o := range law.Offences() {
		for _, name := range []string{string(o.ID), strings.TrimPrefix(string(o.ID), "pnd-"), o.Name} {
			b.offences = append(b.offences, called{name: strings.ToLower(name), offence: o.ID})
		}
	}
	longest := func(a, b called) int { return len(b.name) - len(a.name) }
	slices.SortStableFunc(b.names, longest)
	slices.SortStableFunc(b.offences, longest)
	return b
})

// byName finds the power whose name stands at the start of s, and the name's length.
func byName(s string) (called, int) { return startsWith(s, catalogue().names) }

func startsWith(s string, names []called) (called, int) {
	for _, c := range names {
		if c.name == "" || len(s) < len(c.name) || !strings.EqualFold(s[:len(c.name)], c.name) {
			continue
		}
		r, _ := utf8.DecodeRuneInString(s[len(c.name):])
		if len(s) == len(c.name) || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
			if c.outside {
				c.id = ""
			}
			return c, len(c.name)
		}
	}
	return called{}, 0
}

// readOffences reads a list of offences for which a penalty notice can be given, by
// identity, with or without its pnd-, or plain name.
func readOffences(c sheet.Cell) ([]law.OffenceID, []codeFault) {
	s := clean(c.Text)
	if noneAtAll(s) {
		return nil, nil
	}
	var out []law.OffenceID
	var faults []codeFault
	for rest := skipBetween(s); rest != ""; rest = skipBetween(rest) {
		if o, n := startsWith(rest, catalogue().offences); n > 0 {
			if !slices.Contains(out, o.offence) {
				out = append(out, o.offence)
			}
			rest = rest[n:]
			continue
		}
		word, after := upTo(rest)
		if first, more, ok := strings.Cut(word, " "); ok && strings.HasPrefix(strings.ToLower(first), "pnd-") {
			word, after = first, more+after
		}
		if !noneAtAll(word) {
			faults = append(faults, codeFault{reason: OffenceUnknown, code: word, suggestion: nearOffence(word)})
		}
		rest = after
	}
	return out, faults
}

// nearOffence is the identity that differs from the word by a letter or two.
func nearOffence(word string) string {
	var ids []string
	for _, o := range law.Offences() {
		ids = append(ids, string(o.ID))
	}
	if i := nearest(strings.ToLower(word), ids, 2); i >= 0 {
		return ids[i]
	}
	return ""
}

// powerCode is the power that a heading names, for a matrix of marks.
func powerCode(heading string) (law.PowerID, bool) {
	s := oneLine(clean(heading))
	if s == "" || len(s) > 80 {
		return "", false
	}
	p, fault, rest := nextPower(s)
	return p, fault.reason == "" && p != "" && skipBetween(rest) == ""
}

// mark reads a mark in a matrix: given, not given, or no mark at all.
func mark(c sheet.Cell) (given, ok bool) {
	s := clean(c.Text)
	if missing(s) {
		return false, true
	}
	switch strings.ToLower(s) {
	case "x", "\u00D7", "\u2713", "\u2714", "\u2611", "\u221A", "y", "yes", "1", "1.0", "true", "t", "*", "\u2022", "\u25CF", "\u25A0", "\u2612", "held", "granted", "\u2705", "\u00FC": // the last is how the tick of Wingdings is kept
		return true, true
	case "n", "no", "0", "false", "f", "none", "nil", "\u2717", "\u2718", "\u2610", "\u274C", "\u25CB", "not held", "\u00FB":
		return false, true
	}
	return false, false
}
