package envelope

import (
	"cmp"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"watchword/internal/clock"
)

var yesNo = []Option{{"yes", "Yes"}, {"no", "No"}}

// yes is a question to be answered by yes or no, with what is to be told if yes.
func yes(name, label, hint, details string) []Field {
	return []Field{
		{Name: name, Label: label, Hint: hint, Kind: Choose, Options: yesNo, Needed: "Answer yes or no: " + lower(label)},
		{Name: name + "-details", Label: details, Kind: Long, If: name + "=yes", Needed: "You answered yes. " + details},
	}
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// unsure stands on the pages about which people ask most.
const unsure = "Not sure whether something counts? Ask the vetting unit before you answer."

// sections is the whole form. The employer never sees any of it.
var sections = []Section{
	{"you", "About you", []Page{
		{Name: "name", Title: "Your full name", Why: "As it stands on your passport or birth certificate.", Fields: []Field{
			{Name: "forenames", Label: "First and middle names", Fills: "given-name", Needed: "Enter your first name"},
			{Name: "surname", Label: "Last name", Fills: "family-name", Needed: "Enter your last name"}}},
		{Name: "other-names", Title: "Other names you have had", Why: "Records may stand under an earlier name.", Fields: []Field{
			{Name: "had-other-names", Label: "Have you ever had another name?", Hint: "For example before a marriage, by deed poll, or a name you are known by", Kind: Choose, Options: yesNo, Needed: "Say whether you have ever had another name"}},
			List: &List{Name: "names", Noun: "name", Add: "A name you have had", If: "had-other-names=yes", Least: 1, Needed: "Add each other name you have had",
				Title: func(i map[string]string) string { return i["name"] }, Fields: []Field{
					{Name: "name", Label: "Full name", Needed: "Enter the name"},
					{Name: "until", Label: "Until when, roughly", Hint: "For example, 2014", Width: 10}}}},
		{Name: "birth", Title: "Where and when you were born", Fields: []Field{
			{Name: "born", Label: "Date of birth", Kind: Date, Hint: "For example, 27 3 1990", Fills: "bday", Needed: "Enter your date of birth", wrong: past},
			{Name: "birth-town", Label: "Town or city", Needed: "Enter the town where you were born"},
			{Name: "birth-country", Label: "Country", Needed: "Enter the country where you were born"}}},
		{Name: "sex", Title: "Your sex", Why: "Police records are searched by name, date of birth and sex.", Fields: []Field{
			{Name: "sex", Label: "Your sex", Kind: Choose, Options: []Option{{"female", "Female"}, {"male", "Male"}, {"tell", "I will tell the vetting unit myself"}}, Needed: "Choose an answer about your sex"}}},
		{Name: "nationality", Title: "Your nationality and right to work", Fields: []Field{
			{Name: "nationality", Label: "Nationality", Hint: "Name each, if you have more than one", Needed: "Enter your nationality"},
			{Name: "right-to-work", Label: "Your right to work in the United Kingdom", Kind: Choose, Options: []Option{{"citizen", "British or Irish citizen"}, {"settled", "Settled status or indefinite leave"}, {"leave", "Leave to work, for a time"}},
				Needed: "Choose what gives you the right to work"},
			{Name: "leave-until", Label: "Last day of your leave", Kind: Date, If: "right-to-work=leave", Needed: "Enter the last day of your leave to work"}}},
		{Name: "insurance-number", Title: "Your National Insurance number", Why: "It tells people of the same name apart.", Fields: []Field{
			{Name: "ni", Label: "National Insurance number", Hint: "On your payslip. For example, QQ 12 34 56 C", Width: 20, If: "ni-none=", Needed: "Enter your National Insurance number, or tick that you have none", wrong: notInsurance},
			{Name: "ni-none", Label: "I have no National Insurance number", Kind: Tick}}},
	}},
	{"reach", "How to reach you", []Page{
		{Name: "contact", Title: "How the vetting unit reaches you", Why: "Give your own e-mail address and telephone, not your employer’s, so that nobody else reads what the unit asks.", Fields: []Field{
			{Name: "email", Label: "Your own e-mail address", Fills: "email", Keys: "email", Needed: "Enter your own e-mail address", wrong: notEmail},
			{Name: "phone", Label: "Your own telephone number", Fills: "tel", Keys: "tel", Width: 20, Most: 40, Needed: "Enter your own telephone number"}}},
	}},
	{"addresses", "Where you have lived", []Page{
		{Name: "addresses", Title: "Where you have lived", Why: "Police of every place where you lived are asked. Begin with where you live now, and go back without a gap.",
			List: &List{Name: "addresses", Noun: "address", Add: "An address", Least: 1, Needed: "Add where you live now, then where you lived before", missing: uncovered,
				Title: func(i map[string]string) string { return strings.TrimSpace(i["address"] + ", " + i["postcode"]) }, Fields: []Field{
					{Name: "address", Label: "House, street and town", Kind: Short, Needed: "Enter the house, street and town"},
					{Name: "postcode", Label: "Postcode", Hint: "Or the country, if it is not in the United Kingdom", Width: 10, Most: 60, Needed: "Enter the postcode, or the country"},
					{Name: "from", Label: "From", Kind: Date, Hint: "Roughly is good enough. For example, 1 9 2021", Needed: "Enter since when you lived there", wrong: past},
					{Name: "to", Label: "To", Kind: Date, Hint: "Leave it empty if you live there now", wrong: past}}}},
	}},
	{"identity", "Proof of who you are", []Page{
		{Name: "documents", Title: "Documents that show who you are", Why: "Your employer looks at the papers themselves, gives them back, and tells us which it saw. The numbers are for the vetting unit alone.",
			List: &List{Name: "documents", Noun: "document", Add: "A document", Least: 2, Needed: "Add at least two documents: one that shows who you are, and one that shows where you live",
				Title: func(i map[string]string) string { return i["document"] }, Fields: []Field{
					{Name: "document", Label: "Which document", Kind: Choose, Options: documentOptions(), Needed: "Choose the document"},
					{Name: "number", Label: "Number on it", Hint: "Of a bill, who sent it and its date", Needed: "Enter the number on the document"}}}},
		{Name: "licence", Title: "A security licence", Fields: []Field{
			{Name: "sia", Label: "Do you hold a licence of the Security Industry Authority?", Kind: Choose, Options: yesNo, Needed: "Say whether you hold a licence of the Security Industry Authority"},
			{Name: "sia-number", Label: "Number of the licence", Hint: "16 figures", Width: 20, Keys: "numeric", If: "sia=yes", Needed: "Enter the number of the licence", wrong: notLicence}}},
	}},
	{"record", "Convictions, cautions and matters pending", []Page{
		{Name: "convictions", Title: "Convictions", Why: unsure, Fields: yes("convicted", "Have you been convicted of an offence?", "In any country, and by a military court too", "What it was, when, which court, and what the sentence was")},
		{Name: "cautions", Title: "Cautions and warnings", Why: unsure, Fields: yes("cautioned", "Have you been given a caution, a warning or a penalty notice by the police?", "", "What it was for, when, and by which police")},
		{Name: "pending", Title: "Matters pending", Why: unsure, Fields: yes("pending", "Are you under investigation, on bail, or waiting for a court?", "Anywhere, as far as you know", "What it is about, since when, and which police or court")},
	}},
	{"money", "Money", []Page{
		{Name: "debts", Title: "Debts", Why: "Debt is no bar. Debt that nobody knows of can be used to press somebody.", Full: true, Fields: yes("debts", "Do you owe money that you cannot pay as agreed?", "", "To whom, how much, and what you have agreed")},
		{Name: "judgments", Title: "Judgments of a court", Full: true, Fields: yes("judgments", "Has a court ordered you to pay a debt in the last six years?", "For example a county court judgment", "When, how much, and whether it is paid")},
		{Name: "bankruptcy", Title: "Bankruptcy and arrangements", Full: true, Fields: yes("bankrupt", "Have you been bankrupt, or made an arrangement with those you owed?", "For example an individual voluntary arrangement or a debt relief order", "What, when, and whether it is over")},
	}},
	{"household", "People close to you", []Page{
		{Name: "partner", Title: "Your partner", Why: "At this level those who live with you are looked up too. Tell them that you name them here.", Full: true, Fields: []Field{
			{Name: "partner", Label: "Do you have a partner?", Hint: "Whether you live together or not", Kind: Choose, Options: yesNo, Needed: "Say whether you have a partner"},
			{Name: "partner-name", Label: "Partner’s full name, and earlier names", If: "partner=yes", Needed: "Enter your partner’s name"},
			{Name: "partner-born", Label: "Partner’s date of birth", Kind: Date, If: "partner=yes", Needed: "Enter your partner’s date of birth", wrong: past}}},
		{Name: "household", Title: "Who lives with you", Full: true, Fields: []Field{
			{Name: "lives-with", Label: "Does anybody aged 10 or over live with you, apart from your partner?", Kind: Choose, Options: yesNo, Needed: "Say whether anybody else lives with you"}},
			List: &List{Name: "household", Noun: "person", Add: "Somebody who lives with you", If: "lives-with=yes", Least: 1, Needed: "Add each person who lives with you",
				Title: func(i map[string]string) string { return i["name"] }, Fields: []Field{
					{Name: "name", Label: "Full name, and earlier names", Needed: "Enter the person’s name"},
					{Name: "relation", Label: "What the person is to you", Hint: "For example parent, child, lodger", Width: 20, Needed: "Enter what the person is to you"},
					{Name: "born", Label: "Date of birth", Kind: Date, Needed: "Enter the person’s date of birth", wrong: past}}}},
	}},
	{"ties", "Associations, business and service", []Page{
		{Name: "associations", Title: "Associations", Why: unsure, Fields: yes("associations", "Are you close to a person or a group whose conduct could bring your duty into conflict?", "For example somebody involved in crime, or a group that stirs up hatred", "Who, and what ties you")},
		{Name: "business", Title: "Business interests", Fields: yes("business", "Do you have another job or a business interest?", "Unpaid ones count too", "What it is, since when, and how it touches your work")},
		{Name: "service", Title: "Military service", Fields: yes("service", "Have you served in the armed forces?", "Of any country, reserves included", "Which service, your service number, from when to when")},
	}},
	{"work", "Your work in the scheme", []Page{
		{Name: "work", Title: "Is this right?", Why: "This is what your employer told the scheme office.", Work: true, Fields: []Field{
			{Name: "work-right", Label: "Is this right?", Kind: Choose, Options: yesNo, Needed: "Say whether what your employer told is right"},
			{Name: "work-wrong", Label: "What is not right", Kind: Long, If: "work-right=no", Needed: "Say what is not right"}}},
	}},
	{"consent", "Consent", []Page{
		{Name: "consent", Title: "Your consent", Why: "Taking part is voluntary. You may stop at any time before a decision: tell the vetting unit or your employer.", Fields: []Field{
			{Name: "consent-checks", Label: "I agree that the police check these answers against police and other records", Kind: Tick, Needed: "Tick that you agree to the checks"},
			{Name: "consent-true", Label: "What I have said is true and complete as far as I know", Kind: Tick, Needed: "Tick that what you said is true and complete"},
			{Name: "consent-tell", Label: "I will tell the vetting unit if anything of it changes", Kind: Tick, Needed: "Tick that you will tell of changes"}}},
	}},
}

func documentOptions() []Option {
	var out []Option
	for _, d := range Documents {
		out = append(out, Option{d, d})
	}
	return out
}

// past is what is wrong with a day that lies in the future or before anybody's memory.
func past(v string, today clock.Day) string {
	d, err := clock.ParseDay(v)
	switch {
	case err != nil:
		return "Enter a real date"
	case d > today:
		return "The date must not be in the future"
	case d.AddYears(120) < today:
		return "The date is more than 120 years ago. Check the year"
	}
	return ""
}

var insurance = regexp.MustCompile(`^[A-Z]{2}[0-9]{6}[A-D]$`)

func notInsurance(v string, _ clock.Day) string {
	if !insurance.MatchString(strings.ToUpper(strings.ReplaceAll(v, " ", ""))) {
		return "Enter the National Insurance number as it stands on a payslip: two letters, six figures and a letter"
	}
	return ""
}

var licence = regexp.MustCompile(`^[0-9]{16}$`)

func notLicence(v string, _ clock.Day) string {
	if !licence.MatchString(strings.ReplaceAll(v, " ", "")) {
		return "Enter the 16 figures of the licence"
	}
	return ""
}

func notEmail(v string, _ clock.Day) string {
	if a, err := mail.ParseAddress(v); err != nil || a.Address != v || len(v) > 254 {
		return "Enter an e-mail address in the correct format, such as name@example.org"
	}
	return ""
}

// gap is how many days between two addresses are let pass.
const gap = 31

// uncovered is the times of the years asked about in which no address is given.
func uncovered(items []map[string]string, a Ask) []string {
	type span struct{ from, to clock.Day }
	var spans []span
	for _, i := range items {
		from, err := clock.ParseDay(i["from"])
		if err != nil {
			continue // told as missing already
		}
		to, err := clock.ParseDay(i["to"])
		if err != nil {
			to = a.Today
		}
		if to < from {
			return []string{"An address ends before it begins. Put its dates right"}
		}
		spans = append(spans, span{from, to})
	}
	slices.SortFunc(spans, func(x, y span) int { return cmp.Compare(x.from, y.from) })
	var out []string
	reached := a.Today.AddYears(-a.Years)
	say := func(from, to clock.Day) {
		if to > from+gap {
			out = append(out, fmt.Sprintf("Add where you lived from %s to %s", from.Long(), to.Long()))
		}
	}
	for _, s := range spans {
		if s.to < reached {
			continue
		}
		say(reached, s.from)
		reached = max(reached, s.to)
	}
	say(reached, a.Today)
	return out
}

// Changes is what the person is asked once a year, and may tell at any time.
var Changes = []Option{
	{"name", "Name"}, {"address", "Address"}, {"household", "Partner or household"}, {"proceedings", "An arrest, a charge, a caution or a court"},
	{"money", "Debts, judgments or bankruptcy"}, {"business", "Another job or a business interest"}, {"associations", "Whom you are close to"},
	{"discipline", "Discipline at work"}, {"role", "Your role or your employer"}, {"leaving", "Leaving"},
}
