package agreement

import "slices"

// Field is one thing that a template leaves open, written {{key}} in its text.
type Field struct {
	Key   string
	Label string
	Hint  string
	// Typed fields are filled by the scheme office; the others come from the register and
	// the force's settings, and are mended there.
	Typed  bool
	Person bool // it names a person, whose name is never taken for that of a place
	Lines  bool // of several lines
	Mend   string
	// Usual is what a new draft begins with.
	Usual string
}

// most is how many letters a field may have.
const most = 2000

// common is what every kind takes from the register.
var common = []Field{
	{Key: "force", Label: "Force"}, {Key: "organisation", Label: "Organisation"}, {Key: "number", Label: "Number"},
	{Key: "area", Label: "Area", Mend: "Set the area in which its people work, in the organisation’s entry."},
	{Key: "review_months", Label: "Time to the review"},
}

// fields is what each kind of agreement leaves open, in the order of the form.
var fields = map[Kind][]Field{
	Protocol: append(slices.Clone(common), []Field{
		{Key: "authorised_signatory", Label: "Authorised signatory", Person: true, Mend: "Name the authorised signatory in the organisation’s contacts."},
		{Key: "police_liaison", Label: "Police liaison officer", Person: true, Mend: "Name the police liaison officer in the organisation’s contacts."},
		{Key: "liaison_officers", Label: "Liaison officers", Person: true, Mend: "Name two liaison officers in the organisation’s contacts."},
		{Key: "supervisors", Label: "Supervisors", Person: true, Mend: "Name the supervisors in the organisation’s contacts."},
		{Key: "area_list", Label: "Areas of the register", Mend: "Set the area in which its people work, in the organisation’s entry."},
		{Key: "contact_months", Label: "Time between checks of contacts"}, {Key: "meeting_months", Label: "Time between meetings"},
		{Key: "minutes_years", Label: "Time that minutes are kept"}, {Key: "evaluation_months", Label: "Time between evaluations"},
		{Key: "annex_number", Label: "Number of the annex"}, {Key: "annex_fingerprint", Label: "Fingerprint of the annex"},
		{Key: "chief_inspector", Label: "Chief Inspector who signs for the force", Hint: "Rank and name, as on the account that will sign. For example, C/Insp Alex Morgan", Typed: true, Person: true},
		{Key: "organisation_lead", Label: "Lead who signs for the organisation", Hint: "The name, as on the account that will sign", Typed: true, Person: true},
		{Key: "neighbourhood_team", Label: "Neighbourhood team", Hint: "The team that meets the organisation. For example, the Aldermere neighbourhood team", Typed: true},
		{Key: "supervision", Label: "Supervision on site", Hint: "Who supervises whom, where and how often, and who stands in", Typed: true, Lines: true,
			Usual: "A supervisor is on duty whenever accredited persons are, and visits each of them at work at least once a month."},
		{Key: "monitoring", Label: "Monitoring of documents and reports", Hint: "Which notebooks, notices and reports are looked at, by whom and how often", Typed: true, Lines: true,
			Usual: "Supervisors look at every notice and at one notebook in ten each month, and keep a record of what they found."},
	}...),
	Sharing: append(slices.Clone(common), []Field{
		{Key: "version", Label: "Version"}, {Key: "first_review_months", Label: "Time to the first review"},
		{Key: "purpose", Label: "Purpose", Typed: true, Lines: true, Usual: "Preventing and reducing crime, disorder, antisocial behaviour and nuisance, and the safety of those who work under the scheme and of those they meet."},
		{Key: "force_capacity", Label: "Capacity of the force", Hint: "Controller, joint controller or processor", Typed: true, Usual: "controller"},
		{Key: "organisation_capacity", Label: "Capacity of the organisation", Hint: "Controller, joint controller or processor", Typed: true, Usual: "controller"},
		{Key: "basis_force", Label: "Legal basis of the force", Typed: true, Lines: true, Hint: "To be confirmed by the force’s data-protection officer",
			Usual: "Data Protection Act 2018, Part 3: necessary for the law enforcement purposes. Crime and Disorder Act 1998, as a responsible authority."},
		{Key: "basis_organisation", Label: "Legal basis of the organisation", Typed: true, Lines: true, Hint: "A council is named in the Crime and Disorder Act 1998; a private employer is not. To be confirmed by its data-protection officer"},
		{Key: "direction", Label: "Directions", Typed: true, Lines: true, Usual: "From the organisation to the force: reports, records of the use of powers, intelligence. From the force to the organisation: briefings, and results of what was reported."},
		{Key: "data_items", Label: "Items of information", Hint: "One to a line", Typed: true, Lines: true,
			Usual: "Name, date of birth and address of persons dealt with\nTime, place and kind of incident\nUse of a power and its result\nDescriptions and photographs in briefings\nParticulars of accredited persons and their supervisors"},
		{Key: "data_subjects", Label: "Groups of people", Typed: true, Lines: true, Usual: "Persons dealt with, witnesses, victims, callers, accredited persons and their supervisors."},
		{Key: "special_data", Label: "Special category and criminal offence data", Typed: true, Lines: true, Usual: "Shared only where the case cannot be dealt with without it, and marked as such."},
		{Key: "necessity", Label: "Test of necessity", Typed: true, Lines: true, Usual: "Can the purpose be reached without this item, with less of it, or without naming the person? If so, that is what is shared."},
		{Key: "transparency", Label: "How people are told", Typed: true, Lines: true, Usual: "By the privacy notices of both parties, and by the accredited person when a name and address are required."},
		{Key: "method", Label: "Method", Typed: true, Lines: true, Usual: "By secure e-mail or through the system of the scheme; by telephone where time presses, confirmed in writing the same day."},
		{Key: "representatives_force", Label: "Representatives of the force", Typed: true, Person: true},
		{Key: "representatives_organisation", Label: "Representatives of the organisation", Typed: true, Person: true},
		{Key: "security", Label: "Security", Typed: true, Lines: true, Usual: "Information is held on systems with a login for each person, and on paper under lock."},
		{Key: "marking", Label: "Marking", Typed: true, Usual: "As marked by the party that sends it; unmarked information is treated as official and sensitive."},
		{Key: "access", Label: "Access", Typed: true, Lines: true, Usual: "The nominated representatives, the supervisors, and accredited persons as far as their duty needs it."},
		{Key: "agents", Label: "Agents and sub-contractors", Typed: true, Lines: true, Usual: "None without the written consent of the other party."},
		{Key: "onward", Label: "Onward sharing", Typed: true, Lines: true, Usual: "None without the consent of the party that shared it, unless the law requires it."},
		{Key: "breach_hours", Label: "Hours to report a breach", Typed: true, Usual: "72"},
		{Key: "breach_force", Label: "Contact for breaches, the force", Typed: true, Person: true},
		{Key: "breach_organisation", Label: "Contact for breaches, the organisation", Typed: true, Person: true},
		{Key: "retention", Label: "Retention", Typed: true, Lines: true, Usual: "Briefings until their last day; reports and records of the use of powers for six years; minutes as the protocol says."},
		{Key: "rights", Label: "Rights of the people concerned", Typed: true, Lines: true, Usual: "A request is answered by the party that received it, after asking the party that shared the information."},
		{Key: "foi", Label: "Freedom of information", Typed: true, Lines: true, Usual: "A party that is subject to the Act answers, after consulting the other."},
		{Key: "dpia", Label: "Data protection impact assessment", Hint: "Its reference", Typed: true},
		{Key: "indemnity", Label: "Indemnity", Typed: true, Lines: true, Usual: "Neither indemnifies the other."},
		{Key: "declarations", Label: "Specific declarations", Hint: "One to a line", Typed: true, Lines: true, Usual: "Those who receive information under this agreement have signed a confidentiality declaration."},
	}...),
	Supplement: append(slices.Clone(common), []Field{
		{Key: "title", Label: "Title", Hint: "What it is for. For example, Summer carnival 2027", Typed: true},
		{Key: "purpose", Label: "Purpose", Typed: true, Lines: true},
		{Key: "terms", Label: "What is agreed", Hint: "One point to a line", Typed: true, Lines: true},
		{Key: "chief_inspector", Label: "Chief Inspector who signs for the force", Hint: "Rank and name, as on the account that will sign. For example, C/Insp Alex Morgan", Typed: true, Person: true},
		{Key: "organisation_lead", Label: "Lead who signs for the organisation", Hint: "The name, as on the account that will sign", Typed: true, Person: true},
	}...),
}

// standalone is what a sharing agreement that is nobody's annex asks besides: who signs.
var standalone = []Field{fieldOf(Protocol, "chief_inspector"), fieldOf(Protocol, "organisation_lead")}

func fieldOf(k Kind, key string) Field {
	i := slices.IndexFunc(fields[k], func(f Field) bool { return f.Key == key })
	return fields[k][i]
}

// FieldsOf is the fields of a kind, in the order of the form.
func FieldsOf(k Kind) []Field { return fields[k] }

// Typed is the fields that the office fills in for this agreement.
func (a *Agreement) Typed() []Field {
	var out []Field
	for _, f := range fields[a.Kind] {
		if f.Typed {
			out = append(out, f)
		}
	}
	if a.Kind == Sharing && a.AnnexOf == "" {
		out = append(out, standalone...)
	}
	return out
}
