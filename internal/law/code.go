package law

import (
	"errors"
	"strings"
)

// Errors of ParseCode.
var (
	// ErrCode says that a text names no paragraph of Schedule 5.
	ErrCode = errors.New("this is no paragraph of Schedule 5; write for example 1(2)(aa), 3 or 8B")
	// ErrAmbiguous says that a text may name two paragraphs.
	ErrAmbiguous = errors.New("1a may mean 1(2)(a), cycling, or 1A, byelaws; write which")
)

// ParseCode is the power that a text names, as people write it: the paragraph of
// Schedule 5 in any case, with or without "para", spaces or brackets ("para 8b",
// "1(2)(AA)", "1 2 aa", "9za"), or the power's id, name or title. "1A" with a capital and
// nothing else is paragraph 1A; "1a" returns ErrAmbiguous. Spent and repealed
// paragraphs are found too: whether a power can be granted is for Grantable.
func ParseCode(text string) (PowerID, error) {
	name := strings.TrimSpace(text)
	low := strings.ToLower(name)
	if _, ok := Find(PowerID(low)); ok {
		return PowerID(low), nil
	}
	for _, word := range []string{"schedule 5", "sch 5", "paragraph", "para", "p"} {
		if rest, ok := strings.CutPrefix(low, word); ok {
			low = strings.TrimLeft(rest, " .,:\u00a0")
		}
	}
	bare := fold(low)
	if bare == "1a" && !strings.HasSuffix(name, "1A") {
		return "", ErrAmbiguous
	}
	for i := range Whole.powers {
		p := &Whole.powers[i]
		if p.Para != "" && fold(strings.ToLower(p.Para)) == bare || strings.EqualFold(p.Name, name) || strings.EqualFold(p.Title, name) {
			return p.ID, nil
		}
	}
	return "", ErrCode
}

// fold takes a paragraph number to letters and digits, so that "1(2)(aa)", "1 2
// aa" and "1.2.aa" are one.
func fold(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if !strings.ContainsRune("() .-\u00a0", r) {
			b.WriteByte('?')
		}
	}
	return b.String()
}
