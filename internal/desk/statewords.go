package desk

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/vetting/envelope"
)

// unsaid is what of a row says nothing to people: boundaries, fingerprints, what a card
// carries for machines.
var unsaid = []string{"shape", "drawn", "account", "answerer", "photo", "small", "token", "cti", "list", "place", "demo"}

// labels is the fields of states in words; those of one register alone begin with its name.
var labels = map[string]string{
	"ap": "AP number", "area_text": "Area", "postcode": "Postcode", "phone": "Telephone", "email": "E-mail address", "role_title": "Role", "why": "Reason",
	"organisation.aliases": "Other names", "organisation.registration": "Company or charity number", "organisation.purpose": "What its people do",
	"uniform_approved": "Uniform approved on", "organisation.roles": "Roles and their powers", "fit_test": "Fit and proper to supervise",
	"organisation.from": "Arrangements from", "organisation.to": "Arrangements to the end of", "organisation.since": "Accredited since",
	"contacts_changed": "Contacts changed by the employer", "staff": "posts", "because": "refused because",
	"person.born": "Date of birth", "person.joined": "Employed since", "person.agreed": "Agreed to take part on", "person.nominated": "Put forward on", "person.left": "Last day of employment", "person.merged": "Merged into the entry",
	"vetting.requested": "Asked for on", "vetting.renewal": "Renewal asked for on", "vetting.decided": "Decided on", "vetting.expires": "Holds to the end of", "vetting.by": "Decided by",
	"vetting_case.kind": "What for", "vetting_case.full": "Asks for household and money", "vetting_case.requested": "Asked for on", "vetting_case.invited": "Link given on", "vetting_case.begun": "Opened by the person on",
	"vetting_case.sent": "Form came on", "vetting_case.questions": "Questions without an answer", "vetting_case.answer_by": "Answer asked for by", "vetting_case.chased": "Reminded on", "vetting_case.decided": "Decided on",
	"vetting_case.expires": "Holds to the end of", "vetting_case.decider": "First decided by", "vetting_case.appeal_by": "Appeal possible to the end of", "vetting_case.appealed": "Appealed on", "vetting_case.heard": "Appeal decided on",
	"vetting_case.declaration": "Next yearly declaration by", "vetting_case.aftercare": "Aftercare on", "vetting_case.review": "Something told waits since", "vetting_case.ended": "Content kept from",
	"vetting_case.erased": "Content destroyed on", "vetting_case.identity": "Proof of identity", "seen": "seen on",
	"training_provider.from": "Approved from", "training_provider.until": "Approved to the end of", "training_provider.evidence": "The approval rests on", "trainer.evidence": "Qualifications", "course.pass_mark": "Pass mark in percent",
	"course.months": "A pass counts for months", "course_session.first": "First day", "course_session.last": "Last day", "training_place.missed": "Modules not passed", "training_place.until": "Counts to the end of", "changed": "Last changed",
	"training.passes": "Passed", "passed": "passed on", "expires": "counts to the end of",
	"accreditation.grants": "Powers", "accreditation.to": "To the end of", "accreditation.vetting_until": "Clearance to the end of", "accreditation.vetting_untold": "Clearance",
	"accreditation.tests": "The four tests", "accreditation.recommended": "Put before the delegate", "accreditation.signed": "Decided", "accreditation.waiting": "With the delegate since",
	"accreditation.certificate": "Version of the certificate", "accreditation.requests": "Asked before deciding", "trained": "training counts to the end of",
	"suitable": "Person suitable", "capable": "Person capable", "tests.employer": "Employer fit and proper", "tests.trained": "Adequately trained",
	"answered_by": "answered by", "answered_at": "on", "at": "on",
	"card.number": "Number of the card", "card.since": "So since", "card.issued": "Made on", "card.ends": "Last day", "card.recalled": "Asked back on",
	"account.posts": "Roles", "letter.from": "On behalf of", "letter.name": "To", "letter.paragraphs": "Text", "letter.closing": "Signed",
	"force.name": "Name", "area.code": "Code",
}

// facts is the fields of a state in their order, in words, as far as the actor may read
// them, and whether any is kept back.
func (s sight) facts(kind, text string) (out []Fact, sealed bool) {
	each(text, func(name string, raw json.RawMessage) {
		if !s.field(kind, name) {
			sealed = true
			return
		}
		if slices.Contains(unsaid, name) {
			return
		}
		if lines := linesOf(kind, name, raw); len(lines) > 0 {
			out = append(out, Fact{Label: capital(labelOf(kind, name)), Lines: lines})
		}
	})
	return out, sealed
}

// each calls for every field of a JSON object, in its order.
func each(text string, do func(name string, raw json.RawMessage)) {
	dec := json.NewDecoder(strings.NewReader(text))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return
		}
		name, _ := key.(string)
		do(name, raw)
	}
}

// labelOf is a field's name in words.
func labelOf(kind, name string) string {
	if l, ok := labels[kind+"."+name]; ok {
		return l
	}
	if l, ok := labels[name]; ok {
		return l
	}
	return strings.ReplaceAll(name, "_", " ")
}

// linesOf is a field's value in words: a line for each item of a list, and for each part
// of a thing of several parts.
func linesOf(kind, name string, raw json.RawMessage) []string {
	raw = bytes.TrimSpace(raw)
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, capital(shorten(s)))
		}
	}
	switch {
	case kind == "organisation" && name == "roles":
		var roles []org.Role
		_ = json.Unmarshal(raw, &roles)
		for i := range roles {
			out = append(out, roleLines(&roles[i])...)
		}
	case len(raw) > 0 && raw[0] == '[':
		var list []json.RawMessage
		_ = json.Unmarshal(raw, &list)
		for _, x := range list {
			add(inWords(kind, name, x))
		}
	case name == "tests":
		each(string(raw), func(test string, x json.RawMessage) {
			if v := inWords(name, test, x); v != "" {
				add(labelOf(name, test) + ": " + v)
			}
		})
	default:
		add(inWords(kind, name, raw))
	}
	return out
}

// roleLines is a role, then what was answered of each power asked for it.
func roleLines(r *org.Role) []string {
	out := []string{r.Title}
	if r.Staff > 0 {
		out[0] += ", " + strconv.Itoa(r.Staff) + " posts"
	}
	for _, p := range r.Powers {
		line := textInWords("", "power", string(p.Power)) + ": " + enumInWords("", "answer", string(p.Answer))
		for _, more := range []string{p.Condition, p.Because} {
			if more != "" {
				line += ". " + more
			}
		}
		out = append(out, shorten(line))
	}
	return out
}

// inWords is a value in one line.
func inWords(kind, name string, raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		var s string
		_ = json.Unmarshal(raw, &s)
		return textInWords(kind, name, s)
	case '[':
		var list []json.RawMessage
		_ = json.Unmarshal(raw, &list)
		var parts []string
		for _, x := range list {
			if v := inWords(kind, name, x); v != "" {
				parts = append(parts, v)
			}
		}
		return strings.Join(parts, "; ")
	case '{':
		return objectInWords(string(raw))
	case 't':
		return flags[name]
	case 'f', 'n':
		return ""
	}
	if string(raw) == "0" {
		return ""
	}
	return string(raw)
}

// flags is what is said where a field of yes and no says yes.
var flags = map[string]string{"satisfied": "satisfied", "suspended": "suspended", "vetting_untold": "Not told by the register it was imported from", "small_counts": "Yes", "full": "Yes", "likeness": "photograph confirmed"}

// objectInWords is a thing within a state in one line: its first field, or what was
// decided and by whom, then the others with their names.
func objectInWords(text string) string {
	var parts []string
	by, at := "", ""
	each(text, func(name string, raw json.RawMessage) {
		v := inWords("", name, raw)
		switch {
		case v == "" || slices.Contains(unsaid, name):
		case name == "by":
			by = v
		case name == "at":
			at = v
		case len(parts) == 0 || slices.Contains(bare, name):
			parts = append(parts, v)
		default:
			parts = append(parts, labelOf("", name)+" "+v)
		}
	})
	if by != "" {
		parts = append(parts, "by "+by)
	}
	if by != "" && at != "" {
		parts = append(parts, at)
	}
	for i, p := range parts[:max(0, len(parts)-1)] {
		parts[i] = strings.TrimSuffix(p, ".")
	}
	return strings.Join(parts, ", ")
}

// bare is the fields whose values need no name before them.
var bare = []string{"name", "title", "text", "answer", "evidence", "kind", "post", "email", "phone", "suspended", "satisfied", "likeness"}

// enums is the fields whose values are the program's own words.
var enums = []string{"state", "standing", "outcome", "answer", "kind", "role", "what"}

// textInWords is a text in words: a day or an instant as people write it, a power by its
// name, a state as pages call it.
func textInWords(kind, name, s string) string {
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
	if slices.Contains(enums, name) {
		return enumInWords(kind, name, s)
	}
	return s
}

// enumInWords is one of the program's own words as pages write it.
func enumInWords(kind, name, s string) string {
	switch {
	case name == "kind" && kind == "organisation":
		return org.Kind(s).Title()
	case name == "kind" && kind == "vetting_case":
		return envelope.Kind(s).Title()
	case name == "state" && kind == "vetting_case":
		return envelope.State(s).Title()
	case name == "role" && slices.Contains(authz.Roles, authz.Role(s)):
		return authz.Role(s).Title()
	case name == "state" && kind == "accreditation" && s == "proposed":
		return "With the delegate"
	case name == "answer" && s == "allowed":
		return "Yes"
	case name == "answer" && s == "conditional":
		return "With a condition"
	case strings.ContainsRune(s, ' ') || strings.ToLower(s) != s:
		return s // it is not one of them: an answer to a request, the title of a role
	}
	return capital(strings.ReplaceAll(s, "-", " "))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// longestValue is how much of a value is shown, in bytes.
const longestValue = 900

func shorten(s string) string {
	if len(s) <= longestValue {
		return s
	}
	return strings.ToValidUTF8(s[:longestValue], "") + " …"
}
