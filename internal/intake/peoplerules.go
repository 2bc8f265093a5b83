package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

// employer finds the organisation and the role. It returns what the person's powers
// may be: the role's, all of the organisation's where the line names no role, or
// nil where they are not to be tested.
func (p *peopleReader) employer(f *faults, rec record, l *PersonLine) []RoleLine {
	l.Role = p.m.text(f.row, FieldRole)
	if missing(l.Role) {
		l.Role = ""
	}
	name := p.m.text(f.row, FieldOrganisation)
	if missing(name) {
		name = rec.org
	}
	if name == "" {
		if _, has := p.m.at[FieldOrganisation]; has || p.headed() {
			f.bad(FieldOrganisation, OrganisationMissing, "The organisation is missing. Give it.")
		}
		return nil
	}
	found := p.dir.find(name)
	if found.at < 0 {
		prob := f.bad(FieldOrganisation, found.reason, "%s", saysOrganisation(name, found))
		prob.Suggestion, prob.Value = found.suggestion, shown(name)
		return nil
	}
	org := p.dir.all[found.at]
	l.Organisation, l.OrganisationID = org.Name, org.ID
	p.accredited(f, l, org)
	return p.role(f, l, org)
}

func saysOrganisation(name string, found found) string {
	name = shown(name)
	switch found.reason {
	case OrganisationCloseMatch:
		return fmt.Sprintf("No organisation is called %q. %q is nearly the same: if it is meant, write it so, or add this name to its other names.", name, found.suggestion)
	case OrganisationAmbiguous:
		return fmt.Sprintf("%q may be %s. Write the full name.", name, found.suggestion)
	}
	return fmt.Sprintf("No organisation is called %q. Import or enter the organisation first, or correct the name.", name)
}

// accredited notes a person who holds powers at an organisation that may not have
// any such person now.
func (p *peopleReader) accredited(f *faults, l *PersonLine, org KnownOrganisation) {
	ok := true
	switch l.Status {
	case Active:
		ok = org.Status == Active || org.Status == ""
	case Suspended:
		ok = org.Status != AwaitingApproval
	}
	if !ok {
		f.bad(FieldOrganisation, OrganisationNotAccredited, "%s is %s, so nobody there can be %s. Correct the status of one of them.", org.Name, strings.ReplaceAll(string(org.Status), "-", " "), l.Status)
	}
}

// role finds the role among the organisation's.
func (p *peopleReader) role(f *faults, l *PersonLine, org KnownOrganisation) []RoleLine {
	if l.Role == "" || len(org.Roles) == 0 {
		return append([]RoleLine{}, org.Roles...) // of no roles, no power
	}
	key := fold(l.Role)
	var names []string
	for i, r := range org.Roles {
		if fold(r.Name) == key {
			l.Role = r.Name
			return org.Roles[i : i+1]
		}
		names = append(names, fold(r.Name))
	}
	prob := f.bad(FieldRole, RoleUnknown, "%s has no role %q. Its roles are: %s.", org.Name, shown(l.Role), roleNames(org.Roles))
	if i := nearest(key, names, max(2, len(key)/6)); i >= 0 {
		prob.Suggestion = org.Roles[i].Name
	}
	return nil
}

func roleNames(roles []RoleLine) string {
	var names []string
	for _, r := range roles {
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}

// powers reads powers and offences and judges them by the law and by the role. What
// a person still holds is judged on the reference day; what someone held who has
// left, on the first day of that accreditation.
func (p *peopleReader) powers(f *faults, l *PersonLine, roles []RoleLine) {
	before := f.n
	if i, ok := p.m.at[FieldPowers]; ok {
		list, wrong := readPowers(f.row.Cell(i))
		l.Powers = list
		f.codes(FieldPowers, wrong)
	} else {
		p.marks(f, l)
	}
	day := p.opt.Day
	if (l.Status == Left || l.Status == Withdrawn || l.Status == Expired) && l.From != clock.NoDay {
		day = l.From
	}
	judge(f, FieldPowers, l.Powers, day, p.opt.Territory)
	for _, id := range l.Powers {
		if pw, ok := law.Find(id); ok && roles != nil && pw.StatusOn(day, p.opt.Territory) == law.InForce && !allows(roles, id) {
			f.bad(FieldPowers, PowerNotAllowed, "%s is not among the powers agreed for %s. Take it out, or change the agreement first.", powerNamed(id), whose(l, roles))
		}
	}
	for _, id := range l.Powers {
		if pw, ok := law.Find(id); ok && l.From != clock.NoDay && l.From < day && pw.StatusOn(l.From, p.opt.Territory) == law.NotCommenced {
			f.bad(FieldPowers, PowerTooEarly, "%s was not law yet on %s, the first day of accreditation. Give the first day of the accreditation that holds it.", powerNamed(id), l.From.Long())
		}
	}
	p.offences(f, l, day, f.n == before)
}

func whose(l *PersonLine, roles []RoleLine) string {
	switch len(roles) {
	case 0:
		return l.Organisation + ", which has none in the register"
	case 1:
		return fmt.Sprintf("the role %s at %s", roles[0].Name, l.Organisation)
	}
	return "any role at " + l.Organisation
}

// marks reads a matrix of powers.
func (p *peopleReader) marks(f *faults, l *PersonLine) {
	for _, c := range p.matrix {
		cell := f.row.Cell(c.Index)
		given, ok := mark(cell)
		if !ok {
			f.add(Problem{Line: f.line, Column: c.Heading, Field: FieldPower, Reason: PowerUnreadable, Value: shown(cell.Text),
				Message: fmt.Sprintf("%q is no mark. Write x for a power that is held, and nothing for one that is not.", shown(cell.Text))})
		}
		if given && !slices.Contains(l.Powers, c.Power) {
			l.Powers = append(l.Powers, c.Power)
		}
	}
}

// judge notes powers that cannot be granted on that day, and powers that need
// another.
func judge(f *faults, field Field, powers []law.PowerID, day clock.Day, in law.Territory) {
	for _, id := range powers {
		pw, ok := law.Find(id)
		if !ok {
			continue
		}
		switch pw.StatusOn(day, in) {
		case law.Spent:
			f.bad(field, PowerSpent, "%s is spent: nothing is left that it could be used for. It can be seen in history and not be granted; take it out.", powerNamed(id))
		case law.Repealed:
			f.bad(field, PowerRepealed, "%s is no longer law. It can be seen in history and not be granted; take it out.", powerNamed(id))
		case law.Elsewhere, law.NotCommenced:
			f.bad(field, PowerNotAllowed, "%s is not law here. Take it out.", powerNamed(id))
		}
		for _, need := range law.Prerequisites(id) {
			if !slices.Contains(powers, need) {
				f.bad(field, PowerPrerequisiteMissing, "%s can be granted only together with %s. Add that, or take this out.", powerNamed(id), strings.ToLower(powerNamed(need)[:1])+powerNamed(need)[1:])
			}
		}
	}
}

const pnd law.PowerID = "csas-pnd"

// offences reads the offences of penalty notices for disorder.
func (p *peopleReader) offences(f *faults, l *PersonLine, day clock.Day, powersRead bool) {
	i, ok := p.m.at[FieldOffences]
	if !ok {
		return
	}
	before := f.n
	list, wrong := readOffences(f.row.Cell(i))
	l.Offences = list
	f.codes(FieldOffences, wrong)
	judgeOffences(f, FieldOffences, list, day, p.opt.Territory)
	if len(list) > 0 && f.n == before && powersRead && !slices.Contains(l.Powers, pnd) {
		f.bad(FieldOffences, OffenceWithoutPND, "Offences are listed, but not the power of paragraph 1(2)(aa) to give penalty notices for them. Add it, or take the offences out.")
	}
}

func judgeOffences(f *faults, field Field, list []law.OffenceID, day clock.Day, in law.Territory) {
	for _, id := range list {
		o, ok := law.FindOffence(id)
		if !ok {
			continue
		}
		switch o.StatusOn(day, in) {
		case law.Never:
			f.bad(field, OffenceExcluded, "%s can never be given to an accredited person (Schedule 5, paragraph 1(2A)). Take it out.", id)
		case law.Spent, law.Repealed:
			f.bad(field, OffenceSpent, "%s is no longer an offence for which a penalty notice can be given. Take it out.", id)
		}
	}
}

var nppv = regexp.MustCompile(`(?i)\bn\.?p\.?p\.?v\.?\s*(?:level\s*)?(\d)`)

// vettingLevel is NPPV2 for "nppv 2 (abb)"; empty where no level is named.
func vettingLevel(s string) string {
	if m := nppv.FindStringSubmatch(s); m != nil {
		return "NPPV" + m[1]
	}
	switch key := fold(s); key {
	case "1", "2", "3", "4":
		return "NPPV" + key
	case "level 1", "level 2", "level 3", "level 4":
		return "NPPV" + key[6:]
	case "rv", "mv", "ctc", "sc", "dv", "recruitment vetting", "management vetting":
		return strings.ToUpper(key)
	}
	return ""
}

var (
	vettingBad  = regexp.MustCompile(`\b(?:refused|fail|failed|rejected|declined|denied|unsuccessful|not passed|not cleared|refusal|revoked|withdrawn|not granted|unsuitable)\b`)
	vettingWait = regexp.MustCompile(`\b(?:pending|awaiting|awaited|in progress|submitted|applied|with cvu|with vetting|not yet|to be done|outstanding|sent|waiting|started)\b`)
	vettingGood = regexp.MustCompile(`\b(?:pass|passed|clear|cleared|granted|approved|complete|completed|yes|y|ok|successful|valid|current|in date|true)\b`)
)

func vettingResult(s string) VettingResult {
	key := fold(s)
	switch {
	case key == "":
		return ""
	case vettingBad.MatchString(key):
		return VettingRefused
	case vettingWait.MatchString(key):
		return VettingPending
	case vettingGood.MatchString(key), vettingLevel(s) != "":
		return VettingPassed
	}
	return ""
}

// ticked reads a declaration; anything but a yes, a mark or a date is a no.
func ticked(s string) law.Tri {
	if given, ok := mark(sheet.Cell{Kind: sheet.Text, Text: s}); ok {
		return law.Is(given)
	}
	switch first, _, _ := strings.Cut(fold(s), " "); first {
	case "signed", "given", "ticked", "received", "held", "done", "agreed", "consented":
		return law.Yes
	}
	if _, reason := (dates{}).read(sheet.Cell{Kind: sheet.Text, Text: s}); reason == "" {
		return law.Yes
	}
	return law.No
}
