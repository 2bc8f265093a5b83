package bring

import (
	"strings"

	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/ledger"
	"watchword/internal/org"
)

func (t *taking) organisations(lines []intake.OrganisationLine) error {
	made := map[string]id.Org{}
	for _, l := range parentsFirst(lines) {
		if l.Known != "" {
			t.known++
			made[org.Fold(l.Name)] = l.Known
			continue
		}
		of := id.New[id.Org]()
		made[org.Fold(l.Name)] = of
		err := t.line(l.Line, "organisation.import", func(e *ledger.Draft) error {
			e.Summary = l.Name + " was entered from " + t.source
			return t.s.Orgs.EnterIn(t.tx, e, t.who, of, t.organisation(l, made))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// parentsFirst orders lines so that an organisation comes before those that are parts of
// it.
func parentsFirst(lines []intake.OrganisationLine) []intake.OrganisationLine {
	out := make([]intake.OrganisationLine, 0, len(lines))
	for _, withParent := range []bool{false, true} {
		for _, l := range lines {
			if (l.Parent != "") == withParent {
				out = append(out, l)
			}
		}
	}
	return out
}

var orgStates = map[intake.Status]org.State{intake.Active: org.InForce, intake.Expired: org.InForce, intake.Suspended: org.Suspended,
	intake.Withdrawn: org.Withdrawn, intake.Left: org.Left}

func (t *taking) organisation(l intake.OrganisationLine, made map[string]id.Org) org.Organisation {
	o := org.Organisation{Name: l.Name, Number: l.Reference, Aliases: l.Aliases, Kind: KindOf(l.Kind, l.Name), Address: oneLine(l.Address), Postcode: l.Postcode, Phone: l.Telephone,
		Email: l.Email, Parent: made[org.Fold(l.Parent)], State: orgStates[l.Status], From: l.From, To: l.To, Since: l.From}
	if o.State == "" {
		o.State = org.Applying
	}
	o.Areas, o.AreaText = t.areas(l.Areas)
	contact := func(kind org.ContactKind, name string) {
		if name = strings.TrimSpace(name); name != "" {
			o.Contacts = append(o.Contacts, org.Contact{Kind: kind, Name: name})
		}
	}
	contact(org.Signatory, l.Signatory)
	for _, name := range l.Liaison {
		contact(org.Liaison, name)
	}
	if l.Signatory == "" {
		contact(org.Signatory, l.Contact)
	}
	for _, r := range l.Roles {
		o.Roles = append(o.Roles, org.Role{ID: id.New[id.Role](), Title: r.Name, Powers: org.Imported(r.Powers, r.Offences, t.evidence(l.Line))})
	}
	if o.State == org.InForce || o.State == org.Suspended {
		o.FitTest = org.Decision{Satisfied: true, By: t.who.Name, Account: t.who.Account, At: t.s.Clock.Now(), Evidence: t.evidence(l.Line), Until: l.To}
	}
	return o
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// kindWords finds the kind of an employer in what a register calls it, or in its name;
// the first that fits wins.
var kindWords = []struct {
	word string
	kind org.Kind
}{
	{"county council", "county-council"}, {"unitary", "unitary-council"}, {"parish", "parish-council"}, {"town council", "parish-council"},
	{"city council", "district-council"}, {"borough council", "district-council"}, {"district", "district-council"}, {"almo", "almo"},
	{"housing", "housing"}, {"homes", "housing"}, {"landlord", "housing"}, {"nhs", "health"}, {"hospital", "health"}, {"health", "health"},
	{"universit", "university"}, {"college", "university"}, {"business improvement", "bid"}, {"bid", "bid"}, {"shopping", "shopping"},
	{"steward", "stewarding"}, {"event", "stewarding"}, {"traffic", "traffic"}, {"parking", "parking"}, {"transport", "transport"}, {"bus ", "transport"},
	{"fire", "fire"}, {"charit", "charity"}, {"trust", "charity"}, {"security", "security"}, {"council", "district-council"},
}

// KindOf is the kind of employer that a word of a register, or else the name, tells;
// "other" if neither does.
func KindOf(word, name string) org.Kind {
	for _, text := range []string{strings.ToLower(word), strings.ToLower(name)} {
		for _, k := range org.Kinds {
			if text == string(k.Kind) || text == strings.ToLower(k.Title) {
				return k.Kind
			}
		}
		for _, k := range kindWords {
			if strings.Contains(text, k.word) {
				return k.kind
			}
		}
	}
	return "other"
}

// firstDay is the day itself, or the day of the import where none is told.
func (t *taking) firstDay(d clock.Day) clock.Day {
	if d == clock.NoDay {
		return t.today
	}
	return d
}
