package intake

import (
	"slices"
	"strings"
)

// Field is what a column tells. Its text is stable: the command line, pages and API
// use it to name a column's meaning.
type Field string

// Fields of people, organisations, or both.
const (
	FieldNumber          Field = "ap_number"
	FieldSurname         Field = "surname"
	FieldForenames       Field = "forenames"
	FieldFullName        Field = "full_name"
	FieldBorn            Field = "date_of_birth"
	FieldOrganisation    Field = "organisation"
	FieldRole            Field = "role"
	FieldSupervisor      Field = "supervisor"
	FieldTeam            Field = "team"
	FieldPowers          Field = "powers"
	FieldPower           Field = "power" // one column of a matrix
	FieldOffences        Field = "offences"
	FieldArea            Field = "area"
	FieldVettingLevel    Field = "vetting_level"
	FieldVettingResult   Field = "vetting_result"
	FieldVettingDecided  Field = "vetting_decided"
	FieldVettingExpires  Field = "vetting_expires"
	FieldTrainingPassed  Field = "training_passed"
	FieldTrainingExpires Field = "training_expires"
	FieldFrom            Field = "accredited_from"
	FieldTo              Field = "accredited_to"
	FieldStatus          Field = "status"
	FieldTelephone       Field = "telephone"
	FieldEmail           Field = "email"
	FieldAddress         Field = "address"
	FieldPostcode        Field = "postcode"
	FieldNotes           Field = "notes"
	FieldConsent         Field = "consent"
	FieldInsurance       Field = "national_insurance_number" // recognised so that it is never kept
	FieldReference       Field = "reference"
	FieldKind            Field = "kind"
	FieldAliases         Field = "aliases"
	FieldParent          Field = "parent"
	FieldContact         Field = "contact"
	FieldSignatory       Field = "authorised_signatory"
	FieldLiaison1        Field = "liaison_officer_1"
	FieldLiaison2        Field = "liaison_officer_2"
	FieldRolesPowers     Field = "roles_and_powers"
	FieldHeadCount       Field = "head_count"
)

// isDay reports whether the field holds a day.
func (f Field) isDay() bool { return slices.Contains(dayFields, f) }

// dayFields are the fields that hold days.
var dayFields = []Field{FieldBorn, FieldFrom, FieldTo, FieldVettingDecided, FieldVettingExpires, FieldTrainingPassed, FieldTrainingExpires}

// strength is how surely a heading names a field.
type strength int

const (
	weak   strength = 1 // "No", "Name", "Start": other columns may say it better
	strong strength = 2
)

// words are the headings of a field, folded; weak ones after the bar.
type headingWords struct {
	field Field
	words string
}

// personWords are the headings of British scheme registers about people.
var personWords = []headingWords{
	{FieldNumber, "ap no, ap number, ap num, ap nr, ap ref, ap reference, ap id, ap id number, ap id no, ap code, aps no, accredited person no, accredited person number, accredited person id, accredited person ref, accreditation no, accreditation number, accreditation ref, accreditation id, collar no, collar number, collar, collar num, coll no, coll number, ap nos, number ap, warden no, warden number, authority no, authority number, permit no, licence no, certificate no, shoulder no, shoulder number, epaulette no, epaulette number, warrant no, warrant number, warrant id no, warrant card no, warrant id, warrant, csas no, csas number, csas id, csas ref, csas reference, person ref, person reference, badge no, badge number, card no, card number, id card no, pin no | no, number, id, id no, id number, ref, ref no, reference, reference number, unique ref, ap, pin, unique id, nr, num, officer no, officer number, officer id, staff no, staff number, staff id, employee no, employee number"},
	{FieldSurname, "surname, last name, lastname, family name, second name, surnames, sname, surname s"},
	{FieldForenames, "forename, forenames, first name, first names, firstname, firstnames, given name, given names, christian name, christian names, fname, forename s, first name s, given name s, first forename | initials"},
	{FieldFullName, "full name, fullname, surname forename, surname forenames, surname first name, surname first names, surname and forename, surname and forenames, surname then forename, forename surname, forenames surname, forename and surname, first name surname, first name last name, last name first name, name of ap, name of accredited person, accredited person, accredited person name, ap name, employee name, officer name, name of officer, name of employee, name surname first, name of person, person name, staff name, name in full, names, post holder, name of warden, name of holder, holder | name, officer, warden, person, employee, staff member, ap"},
	{FieldBorn, "dob, d o b, date of birth, d of b, birth date, birthdate, born, date born, born on, birthday, date birth, dateofbirth"},
	{FieldOrganisation, "organisation, organization, organisation name, name of organisation, employer, employer organisation name, organis, orgn, orgs, employer name, employers name, name of employer, employing organisation, employing body, employed by, company, company name, accredited organisation, accredited body, org, organisation employer, employer organisation, works for, authority, partner organisation, scheme employer | agency, firm, partner, body, council, contractor"},
	{FieldRole, "role, role held, role at employer, job description, role title, role name, job, job title, job role, post, post title, post held, position, designation, occupation, ap role, role post, job post, role job title | duties, grade, function"},
	{FieldSupervisor, "supervisor, line manager, supervised by, team leader, supervisor name, supervising officer | manager, line mgr"},
	{FieldTeam, "team, team name, patrol team, warden team, name of team | squad, section, crew"},
	{FieldPowers, "powers, power, schedule 5, sch 5, sched 5, sch5, sch5 powers, para no, para number, paras held, powers codes, power codes, powers code, sch 5 powers, schedule 5 powers, sched 5 powers, powers sch 5, powers schedule 5, powers held, powers granted, powers given, powers conferred, powers designated, designated powers, csas powers, accredited powers, paras, paragraphs, para nos, para numbers, sched 5 paras, sch 5 paras, schedule 5 paragraphs, paragraph numbers, powers paras, powers para nos, list of powers, powers list, pra powers, powers awarded, powers authorised"},
	{FieldOffences, "pnd offences, pnd offence, offences pnd, offences pnds, pnd, pnds, pnd offence codes, pnd codes, pnd offences codes, penalty notice offences, offences for pnd, pnd powers, offence codes | offences, offence"},
	{FieldArea, "area, areas, area s, area of operation, areas of operation, patrol area, patrol areas, operating area, geographic area, geographical area, area covered, areas covered, where | district, districts, beat, locality, location, ward, wards, division"},
	{FieldVettingLevel, "vetting level, level of vetting, nppv, nppv level, vetting grade, vet level"},
	{FieldVettingResult, "vetting result, vetting status, vetting outcome, vetted, result of vetting, vetting decision, vetting passed, vetting cleared, vetting complete, vetting clearance | vetting"},
	{FieldVettingDecided, "vetting decided, vetting date, vetted on, date vetted, vetting from, vetting granted, date of vetting, vetting start, vetting issued, vetting completed, vetting decision date, vetting approved"},
	{FieldVettingExpires, "vetting expires, vetting exp, vetting expiry, vetting expiry date, vetting to, vetting renewal, vetting renewal date, vetting due, vetting end, vetting ends, vetting valid to, vetting valid until, vetting expires on, vetting until, vet exp, vet expiry, vetting exp date, vetting review"},
	{FieldTrainingPassed, "trained, training passed, training date, date trained, training completed, trained on, date of training, course date, training complete, training done, course completed, date training completed, training from, initial training | training, course"},
	{FieldTrainingExpires, "training expires, training exp, training expiry, training expiry date, refresher due, refresher, training due, refresher date, training to, training valid to, refresher training due, training ends, training until, retraining due"},
	{FieldFrom, "accr from, accr, accr date, accred from, accred, accred date, accred start, accr start, acc from, date accr, date accred, authorised from, authority from, accredited from, accredited, date accredited, accreditation date, date of accreditation, accreditation start, accreditation start date, accreditation from, accredited on, accredited since, valid from, start date, effective from, date granted, granted, date of grant, issue date, date of issue, date issued, commencement, commencement date, commences, accredited date, powers from, first accredited, start of accreditation, from date, date from, date started, accreditation begins | start, from, started, issued, starts, begins, since, commenced, begin, joined"},
	{FieldTo, "accr to, accr expires, accr exp, accr end, accred to, accred expires, accred exp, accred end, acc to, authorised to, authorised until, authority to, authority expires, accreditation due to expire, accredited to, accredited until, accreditation expires, accreditation expiry, accreditation expiry date, accreditation end, accreditation end date, accreditation ends, accreditation to, valid to, valid until, end date, expiry date, expiration date, date of expiry, expires on, exp date, powers to, end of accreditation, to date, date to, accreditation until, accredited till, last day, good until, date expires, accreditation exp | end, to, expires, expiry, exp, until, ends, ended, renewal date, renewal due, renew by, till, finish, finishes, lapses, lapse date, review date, finish date"},
	{FieldStatus, "status, current status, accreditation status, ap status, live, live y n, live yes no, active, active y n, active yes no, current, current y n, current yes no, is active, is live, still live, in force, in force y n, left, left y n, leaver, leaver y n, suspended, suspended y n, in post, in post y n | state, y n, position status"},
	{FieldTelephone, "telephone, telephone no, telephone number, telephone nos, tel, tel no, tel number, phone, phone no, phone number, mobile, mobile no, mobile number, mobile phone, mob, mob no, contact no, contact number, contact tel, contact telephone, contact phone, contact nos, work mobile, work phone, work tel | contact, landline, home phone"},
	{FieldEmail, "e mail, email, email address, e mail address, mail, work email, contact email, e mail addr, email addr"},
	{FieldAddress, "address, work address, home address, postal address, full address, address line 1 | base, work base"},
	{FieldPostcode, "postcode, post code, postal code, p code"},
	{FieldNotes, "notes, note, any comments, comments notes, notes comments, remarks, remark, comments, comment, observations, further information, additional information, other information, other info, any other comments | other, misc, info"},
	{FieldConsent, "consent, consent given, consent signed, consent form, declaration, declaration signed, declaration ticked, declaration made, declaration y n, consent y n, data protection, data protection consent, privacy notice, signed declaration, dpa consent, declaration completed, declaration consent"},
	{FieldInsurance, "ni no, ni number, nino, national insurance no, national insurance number, national insurance, nat ins no, nat ins, n i no, n i number, ni num, nin | ni"},
}

// organisationWords are the headings of registers of organisations, where they
// differ from those about people.
var organisationWords = []headingWords{
	{FieldReference, "reference, ref, ref no, reference no, reference number, organisation ref, organisation reference, org ref, ao no, ao number, ao ref, organisation no, organisation id, org id, org no, accreditation no, accreditation number, certificate no, certificate number | no, number, id, code"},
	{FieldOrganisation, "organisation, organization, organisation name, name of organisation, organisations, accredited organisation, accredited organisations, employer, employers, employer name, name of employer, company, company name, org, org name, accredited body | name, authority, body, partner, agency"},
	{FieldKind, "type, sector, kind, category, organisation type, type of organisation, kind of organisation, org type, class"},
	{FieldAliases, "alias, aliases, also known as, aka, a k a, other names, other name, known as, trading as, t a, former name, formerly, former names, previous name, short name, short names, abbreviation, acronym, official name, registered name, legal name, full legal name, name in authority register"},
	{FieldParent, "parent, parent organisation, part of, parent company, belongs to, parent body, group, owned by, parent org, subsidiary of"},
	{FieldContact, "contact, contact name, contact details, contact person, contact name tel e mail, contacts, main contact, single point of contact, spoc, contact name tel email, contact name phone email"},
	{FieldSignatory, "authorised signatory, signatory, authorised signature, authorising officer, signed by, authorized signatory, signatory name"},
	{FieldLiaison1, "liaison officer 1, liaison officer, liaison, liaison 1, first liaison officer, liaison officer one, liaison officers"},
	{FieldLiaison2, "liaison officer 2, liaison 2, second liaison officer, deputy liaison officer, liaison officer two"},
	{FieldArea, "area, areas, area s, area of operation, areas of operation, operating area, geographic area, area covered, areas covered, patrol area, where | district, districts, location"},
	{FieldRolesPowers, "roles and powers, roles powers, role and powers, powers by role, roles with powers, roles and codes, powers per role, roles and their powers, roles and power codes"},
	{FieldRole, "roles, role, role titles, role title, job titles, posts, job roles, role names"},
	{FieldPowers, "powers, power codes, powers codes, powers held, schedule 5 powers, sch 5 powers, powers granted, powers given, paras, powers agreed, powers allowed, agreed powers"},
	{FieldOffences, "pnd offences, pnd offence codes, offences pnd, pnd codes, pnds, pnd | offences"},
	{FieldFrom, "agreement from, agreement start, agreement date, arrangements from, jop from, jop signed, accredited from, accredited since, date accredited, approved on, date approved, start date, valid from, accreditation date, date of agreement, agreement signed, approval date, agreement start date, from date, date from, member since | start, from, signed, since, accredited, approved"},
	{FieldTo, "agreement to, agreement end, agreement ends, agreement expires, agreement expiry, agreement until, arrangements to, jop to, jop expires, accredited to, accredited until, end date, valid to, valid until, expiry date, agreement end date, date of expiry, to date, date to, agreement expiry date | end, to, expires, expiry, until, renewal date, review date"},
	{FieldStatus, "status, state, current status, accreditation status, approval status, active, active y n, live, live y n, approval, current y n"},
	{FieldHeadCount, "head count, headcount, number of aps, no of aps, aps, no of accredited persons, number of accredited persons, staff accredited, no of staff, number of staff, accredited persons, no of people, number of people, strength, total aps, how many, no aps"},
	{FieldTelephone, "telephone, telephone no, telephone number, tel, tel no, phone, phone no, phone number, contact no, contact number, contact tel, contact telephone, mobile, main telephone"},
	{FieldEmail, "e mail, email, email address, e mail address, contact email"},
	{FieldAddress, "address, registered address, postal address, full address, head office, business address"},
	{FieldPostcode, "postcode, post code, postal code"},
	{FieldNotes, "notes, note, remarks, remark, comments, comment, observations"},
	{FieldInsurance, "ni no, ni number, nino, national insurance number"},
}

// sense is a heading found in a word list.
type sense struct {
	field    Field
	strength strength
}

// lexicon finds fields by headings.
type lexicon map[string][]sense

func newLexicon(list []headingWords) lexicon {
	l := lexicon{}
	for _, h := range list {
		sure, unsure, _ := strings.Cut(h.words, "|")
		for i, words := range []string{sure, unsure} {
			for w := range strings.SplitSeq(words, ",") {
				if w = strings.TrimSpace(w); w != "" {
					l[w] = append(l[w], sense{h.field, strong - strength(i)})
				}
			}
		}
	}
	return l
}

var (
	personLexicon       = newLexicon(personWords)
	organisationLexicon = newLexicon(organisationWords)
)

func lexiconOf(k Kind) lexicon {
	if k == Organisations {
		return organisationLexicon
	}
	return personLexicon
}

// find is what a heading may mean, the surest first. "Person ref (AP number)" is
// tried whole, without its brackets, and by what stands inside them; a letter wrong
// in a long heading does not matter.
func (l lexicon) find(heading string) []sense {
	whole := oneLine(clean(heading))
	outside, inside := withoutBrackets(whole)
	var out []sense
	for i, s := range []string{fold(whole), fold(outside), fold(inside)} {
		for _, x := range l[strings.TrimPrefix(s, "the ")] {
			if i == 2 {
				x.strength = weak
			}
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		if key := fold(outside); len(key) >= 6 {
			out = l.nearly(key)
		}
	}
	return out
}

// nearly finds a long heading with one letter wrong.
func (l lexicon) nearly(key string) []sense {
	var words []string
	for w := range l {
		if len(w) >= 6 && abs(len(w)-len(key)) <= 1 && distance(key, w, 1) == 1 {
			words = append(words, w)
		}
	}
	if len(words) != 1 {
		return nil
	}
	out := append([]sense(nil), l[words[0]]...)
	for i := range out {
		out[i].strength = weak
	}
	return out
}

func abs(n int) int { return max(n, -n) }

// withoutBrackets parts a heading into what stands outside and inside brackets.
func withoutBrackets(s string) (outside, inside string) {
	var out, in strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(' || r == '[':
			depth++
			out.WriteByte(' ')
		case r == ')' || r == ']':
			depth = max(depth-1, 0)
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String()), strings.TrimSpace(in.String())
}

// labels are fields in the words of people.
var labels = map[Field]string{
	FieldNumber: "AP number", FieldSurname: "surname", FieldForenames: "forenames", FieldFullName: "full name", FieldBorn: "date of birth",
	FieldOrganisation: "organisation", FieldRole: "role", FieldSupervisor: "supervisor", FieldTeam: "team", FieldPowers: "powers", FieldPower: "one power, by a mark",
	FieldOffences: "offences for penalty notices", FieldArea: "area", FieldVettingLevel: "vetting level", FieldVettingResult: "vetting result",
	FieldVettingDecided: "day vetting was decided", FieldVettingExpires: "last day of vetting", FieldTrainingPassed: "day training was passed",
	FieldTrainingExpires: "last day of training", FieldFrom: "first day of accreditation", FieldTo: "last day of accreditation", FieldStatus: "status",
	FieldTelephone: "telephone", FieldEmail: "e-mail", FieldAddress: "address", FieldPostcode: "postcode", FieldNotes: "notes", FieldConsent: "declaration",
	FieldInsurance: "National Insurance number", FieldReference: "reference", FieldKind: "kind of organisation", FieldAliases: "other names", FieldParent: "parent organisation",
	FieldContact: "contact", FieldSignatory: "authorised signatory", FieldLiaison1: "first liaison officer", FieldLiaison2: "second liaison officer",
	FieldRolesPowers: "roles and their powers", FieldHeadCount: "head-count",
}

// Label is the field in the words of people: "last day of accreditation".
func (f Field) Label() string {
	if l, ok := labels[f]; ok {
		return l
	}
	return strings.ReplaceAll(string(f), "_", " ")
}
