package desk

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/ledger"
)

// StateRow is a register's row after an act, for people.
type StateRow struct {
	Subject ledger.Subject
	Says    string // where there is nothing to list: an earlier version ceased to hold
	Facts   [][2]string
	Sealed  bool // something in it is not shown to anybody
}

// StateRows is what the registers held after the act, row by row. Of vetting there are
// outcome, level and days alone, whatever else the ledger may come to hold.
func StateRows(e *ledger.Entry) []StateRow {
	var out []StateRow
	for i, line := range e.Rows {
		ref, body := splitRow(line)
		if ended(body) && slices.ContainsFunc(e.Rows[i+1:], func(later string) bool {
			r, b := splitRow(later)
			return subjectOf(r) == subjectOf(ref) && !ended(b)
		}) {
			continue // what had held before, written again up to the act
		}
		s := StateRow{Subject: subjectOf(ref)}
		switch body {
		case ledger.Unchanged:
			continue
		case ledger.Removed:
			s.Says = "Removed under a retention rule."
		default:
			s.Facts, s.Sealed = stateFacts(s.Subject.Kind(), stateJSON(body))
		}
		out = append(out, s)
	}
	return out
}

// WholeText is the entry's words as they were sealed, and whether something in them is
// withheld: rows of vetting that tell more than outcome, level and days.
func WholeText(text string) (shown string, withheld bool) {
	lines := strings.Split(text, "\n")
	for i, line := range lines[1:] {
		ref, body := splitRow(line)
		if _, sealed := stateFacts(subjectOf(ref).Kind(), stateJSON(body)); sealed {
			lines[i+1], withheld = ref+" (sealed)", true
		}
	}
	return strings.Join(lines, "\n"), withheld
}

// splitRow cuts a state line into what it is of and what it says.
func splitRow(line string) (ref, body string) {
	ref, rest, _ := strings.Cut(line, " ")
	_, body, _ = strings.Cut(rest, " ")
	return ref, body
}

// ended reports whether a version's period has an end: it tells of the time before the
// act, or of a time foreseen.
func ended(body string) bool {
	_, rest, _ := strings.Cut(body, " ")
	until, _, more := strings.Cut(rest, " ")
	n, err := strconv.ParseInt(until, 10, 64)
	return more && err == nil && n < clock.Millis(clock.Forever)
}

func subjectOf(ref string) ledger.Subject {
	parts := strings.Split(ref, "/")
	return ledger.Subject(strings.Join(parts[:min(2, len(parts))], "/"))
}

// stateJSON is the JSON of a row's body: what stands behind its periods.
func stateJSON(body string) string {
	if i := strings.IndexByte(body, '{'); i >= 0 {
		return body[i:]
	}
	return ""
}

// openOfVetting is what of vetting may be read outside the vetting unit.
var openOfVetting = []string{"outcome", "level", "requested", "decided", "expires"}

// unsaid is what of a row says nothing to people: boundaries, fingerprints, what a card
// carries for machines, and who is told elsewhere.
var unsaid = []string{"shape", "drawn", "account", "photo", "small", "by", "token", "cti"}

// stateFacts is the fields of a state in their order, each with its value in words.
func stateFacts(kind, text string) (out [][2]string, sealed bool) {
	dec := json.NewDecoder(strings.NewReader(text))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return out, sealed
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return out, sealed
		}
		name, _ := key.(string)
		if kind == "vetting" && !slices.Contains(openOfVetting, name) {
			sealed = sealed || name != "by" && name != "account"
			continue
		}
		if slices.Contains(unsaid, name) {
			continue
		}
		if v := stateValue(raw, 0); v != "" {
			out = append(out, [2]string{stateLabel(name), v})
		}
	}
	return out, sealed
}

// stateLabel is a field's name in words.
func stateLabel(key string) string {
	if key == "ap" {
		return "AP number"
	}
	s := strings.ReplaceAll(key, "_", " ")
	return strings.ToUpper(s[:min(1, len(s))]) + s[min(1, len(s)):]
}

// stateValue is a field's value in words, cut where it is long.
func stateValue(raw json.RawMessage, depth int) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > 3 {
		return ""
	}
	switch raw[0] {
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s)
		return stateText(s)
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(raw, &list)
		var parts []string
		for _, x := range list {
			if v := stateValue(x, depth+1); v != "" {
				parts = append(parts, v)
			}
		}
		return shorten(strings.Join(parts, "; "))
	case '{':
		list, _ := stateFacts("", string(raw))
		var parts []string
		for i, f := range list {
			if depth > 0 && i == 0 {
				parts = append(parts, f[1])
				continue
			}
			parts = append(parts, strings.ToLower(f[0])+" "+f[1])
		}
		return shorten(strings.Join(parts, ", "))
	case 't':
		return "yes"
	case 'f':
		return "no"
	case 'n':
		return ""
	}
	return string(raw)
}

// stateText is a text in words: a day or an instant as people write it, a power by its name.
func stateText(s string) string {
	if d, err := clock.ParseDay(s); err == nil && d != clock.NoDay {
		return d.Long()
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		if t.Year() <= 1 {
			return ""
		}
		return clock.Moment(t)
	}
	if p, ok := law.Find(law.PowerID(s)); ok {
		return p.Name
	}
	if o, ok := law.FindOffence(law.OffenceID(s)); ok {
		return o.Name
	}
	if b, ok := law.FindBasis(law.BasisID(s)); ok {
		return b.Name
	}
	if i := strings.IndexByte(s, '_'); i == 3 && len(s) > 20 {
		return "" // an identity says nothing to people
	}
	return shorten(s)
}

// longestValue is how much of a value is shown, in bytes.
const longestValue = 600

func shorten(s string) string {
	if len(s) <= longestValue {
		return s
	}
	return strings.ToValidUTF8(s[:longestValue], "") + " …"
}
