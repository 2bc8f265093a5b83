package agreement

import (
	"strconv"
	"strings"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// made is a text with what it was made from.
type made struct {
	body   string
	values map[string]string
	text   string
	org    org.Version
}

// made merges the template of a draft with its values as they stand.
func (s *Service) made(tx *db.Tx, force id.Force, v Version, w register.When) (made, error) {
	a := &v.State
	t, err := s.template(tx, force, a.Kind, a.Template)
	if err != nil {
		return made{}, err
	}
	m := made{body: t.Body}
	if m.org, err = s.orgs.Any(tx, force, a.Org, w); err != nil {
		return m, err
	}
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return m, err
	}
	m.values = registered(a, &f, &m.org.State)
	if m.values["area_list"], err = s.areaList(tx, force, &m.org.State); err != nil {
		return m, err
	}
	if a.Annex != "" {
		if err := s.annexed(tx, force, a.Annex, w, m.values); err != nil {
			return m, err
		}
	}
	for _, f := range a.Typed() {
		m.values[f.Key] = a.Fields[f.Key]
	}
	m.text = merge(m.body, m.values)
	return m, nil
}

// annexed adds what a protocol says of its annex. While the annex is a draft it has no
// fingerprint.
func (s *Service) annexed(tx *db.Tx, force id.Force, annex id.Agreement, w register.When, values map[string]string) error {
	v, err := table.Find(tx, force, string(annex), w)
	values["annex_number"], values["annex_fingerprint"] = v.State.Number, string(v.State.Text)
	return err
}

// registered is the values that the register and the settings give.
func registered(a *Agreement, f *area.Force, o *org.Organisation) map[string]string {
	set := &f.Settings
	review := set.AgreementReviewMonths
	return map[string]string{
		"force": f.Name, "organisation": o.Name, "number": a.Number, "version": strconv.Itoa(a.Version), "area": o.AreaText,
		"authorised_signatory": persons(o.Of(org.Signatory)), "police_liaison": persons(o.Of(org.PoliceLiaison)),
		"liaison_officers": persons(o.Of(org.Liaison)), "supervisors": persons(o.Of(org.Supervisor)),
		"review_months": months(review), "first_review_months": months(set.SharingFirstReviewMonths), "meeting_months": months(set.MeetingMonths),
		"contact_months": months(set.ContactMonths), "evaluation_months": months(set.EvaluationMonths), "minutes_years": years(set.MinutesYears),
	}
}

// persons names people with their posts: "Ann Lee (Head of parks) and Jo Hill".
func persons(cs []org.Contact) string {
	var names []string
	for _, c := range cs {
		name := c.Name
		if c.Post != "" {
			name += " (" + c.Post + ")"
		}
		names = append(names, name)
	}
	return listed(names)
}

func listed(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// namesOf is the names of contacts by what they are, as an agreement that names them keeps
// them.
func namesOf(o *org.Organisation) map[string][]string {
	out := map[string][]string{}
	for _, c := range o.Contacts {
		if c.Kind != org.Complaints {
			out[string(c.Kind)] = append(out[string(c.Kind)], c.Name)
		}
	}
	return out
}

var numerals = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

func months(n int) string {
	switch {
	case n == 12:
		return "one year"
	case n == 1:
		return "one month"
	case n < len(numerals):
		return numerals[n] + " months"
	}
	return strconv.Itoa(n) + " months"
}

func years(n int) string {
	switch {
	case n == 1:
		return "one year"
	case n < len(numerals):
		return numerals[n] + " years"
	}
	return strconv.Itoa(n) + " years"
}

// areaList is the areas of the register in which the organisation works, a line each, with
// their kind and code; and the fingerprint of a boundary drawn for it.
func (s *Service) areaList(tx *db.Tx, force id.Force, o *org.Organisation) (string, error) {
	all, err := s.areas.Of(tx, force, "")
	if err != nil {
		return "", err
	}
	var out []string
	for _, of := range o.Areas {
		for _, v := range all {
			if id.Area(v.ID) != of {
				continue
			}
			line := v.State.Name + ", " + lower(v.State.Kind.Title())
			if v.State.Code != "" {
				line += ", " + v.State.Code
			}
			out = append(out, line)
		}
	}
	if o.Drawn != nil {
		out = append(out, "A boundary drawn for this organisation, kept in its entry in the register")
	}
	return strings.Join(out, "\n"), nil
}

// Lacks is what an agreement needs before it can be active, and does not have as things
// stand: those whom a protocol must be able to name, and its area. Its annex is signed by
// the same signatures, so that it is never without.
//
// Law: joint operating protocol, clauses 1.3 and 2.2.
func Lacks(a *Agreement, o *org.Organisation) []fault.Reason {
	if a.Kind != Protocol {
		return nil
	}
	var out []fault.Reason
	need := func(ok bool, code, message, clause, mend string) {
		if !ok {
			out = append(out, fault.Reason{Code: code, Message: message, Source: "Joint operating protocol, clause " + clause, Mend: mend})
		}
	}
	const contacts = "Name them in the organisation’s contacts."
	need(len(o.Of(org.Signatory)) > 0, "protocol.signatory", "No authorised signatory is named.", "1.3", contacts)
	need(len(o.Areas) > 0 || o.Drawn != nil, "protocol.area", "The area in which the scheme operates is not set.", "2.2 i", "Set it in the organisation’s entry.")
	need(len(o.Of(org.PoliceLiaison)) > 0, "protocol.police-liaison", "No police liaison officer is named.", "2.2 ii", contacts)
	need(distinct(o.Of(org.Liaison)) >= 2, "protocol.liaison", "Two liaison officers of the organisation are not named.", "2.2 iii", contacts)
	need(len(o.Of(org.Supervisor)) > 0, "protocol.supervisors", "No supervisor is named.", "2.2 iv", contacts)
	need(a.Annex != "", "protocol.annex", "There is no information sharing agreement as its annex.", "2.2 v", "Draft the protocol anew, with its annex.")
	return out
}

// distinct is how many people contacts are.
func distinct(cs []org.Contact) int {
	seen := map[string]bool{}
	for _, c := range cs {
		seen[org.Fold(c.Name)] = true
	}
	return len(seen)
}

// Values is what stands in the fields of an agreement as things stand. Errors:
// fault.Forbidden.
func (s *Service) Values(tx *db.Tx, who authz.Actor, v Version) (map[string]string, error) {
	if err := s.readable(tx, who, &v.State); err != nil {
		return nil, err
	}
	m, err := s.made(tx, who.Force, v, register.Now(s.ledger.Now()))
	return m.values, err
}
