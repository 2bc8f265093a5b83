package apply

import (
	"slices"
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
)

// Form is what an applicant fills in: answers to the questions of Sections, and the lists
// that have pages of their own.
type Form struct {
	Values      map[string]string `json:"values,omitempty"` // by the name of the question
	Supervisors []Contact         `json:"supervisors,omitempty"`
	Directors   []Contact         `json:"directors,omitempty"` // of private bodies
	Roles       []Role            `json:"roles,omitempty"`
	Areas       []id.Area         `json:"areas,omitempty"`
	Drawn       *geo.Shape        `json:"drawn,omitempty"` // a boundary of its own
	Photo       string            `json:"photo,omitempty"` // of the uniform: hash of the file
	Uploads     []Upload          `json:"uploads,omitempty"`
}

// Role is a kind of post whose holders are to be accredited.
type Role struct {
	ID     id.Role `json:"id"`
	Title  string  `json:"title"`
	Staff  int     `json:"staff"`
	Powers []Want  `json:"powers,omitempty"` // none is legitimate
}

// Want is one power asked for a role.
type Want struct {
	Power    law.PowerID     `json:"power"`
	Offences []law.OffenceID `json:"offences,omitempty"`
	Reason   string          `json:"reason"`           // why the work needs it
	Uses     string          `json:"uses"`             // how often it is expected to be used
	Instead  string          `json:"instead"`          // what else was considered
	Checks   string          `json:"checks,omitempty"` // who checks its use
}

// Upload is a file that shows something.
type Upload struct {
	ID   id.Upload `json:"id"`
	What string    `json:"what"` // what it shows: one of Evidence
	Name string    `json:"name"` // as the sender named it
	Hash string    `json:"hash"`
	Type string    `json:"type"`
	Size int       `json:"size"` // in bytes
}

// FieldKind is how a question is answered.
type FieldKind int

const (
	Short  FieldKind = iota // one line
	Long                    // several lines
	Choose                  // one of the options
	Date                    // a legal day, kept as 2006-01-02
	Email
	Phone
)

// Field is one question.
type Field struct {
	Name, Label, Hint string
	Kind              FieldKind
	Options           []Option
	Optional          bool
	Width             int
}

// Option is one answer to choose.
type Option struct{ Value, Text string }

// Page is one page of the form: one subject, and why it is asked.
type Page struct {
	Name, Title, Why string
	Fields           []Field
	List             string // a list with pages of its own: supervisors, directors, roles, area, uniform, uploads
}

// Section is one task of the list.
type Section struct {
	Name, Title string
	Group       int // in Groups
	Pages       []Page
	Private     bool // of private bodies alone
}

// Groups is the headings of the task list.
var Groups = []string{"Your organisation", "What your people will do", "How it is run"}

// policyAnswers is how the applicant shows that it has a policy.
var policyAnswers = []Option{{"sent", "Yes, and we send it here"}, {"visit", "Yes, you can read it when you visit"}, {"not-yet", "Not yet"}}

var yesNo = []Option{{"yes", "Yes"}, {"no", "No"}}

// policies is each policy asked about, by the name of its question.
var policies = []struct{ name, label string }{
	{"policy_complaints", "Complaints about your people"}, {"policy_discipline", "Discipline"}, {"policy_grievance", "Grievances"}, {"policy_equality", "Equality and fair service"},
	{"policy_safety", "Health and safety, with risk assessments for conflict"}, {"policy_safeguarding", "Safeguarding"}, {"policy_drugs", "Drugs and alcohol"},
	{"policy_data", "Data protection, with a plan for breaches"}, {"policy_notebooks", "Notebooks and records of powers used"}, {"policy_bwv", "Body-worn video"},
	{"policy_whistle", "Speaking up, and business interests"},
}

// Evidence is what an upload may show, by its value.
var Evidence = evidence()

func evidence() []Option {
	out := []Option{{"employers_liability", "Certificate of employers’ liability insurance"}, {"public_liability", "Certificate of public liability insurance"}}
	for _, p := range policies {
		out = append(out, Option{p.name, p.label})
	}
	return append(out, Option{"cpi", "Report of the company approval"}, Option{"sia", "SIA licences or approved contractor status"}, Option{"area", "Map of the area"}, Option{"other", "Something else"})
}

func contactFields(name, who string, post bool) []Field {
	out := []Field{{Name: name + "_name", Label: who}}
	if post {
		out = append(out, Field{Name: name + "_post", Label: "Post"})
	}
	return append(out, Field{Name: name + "_email", Label: "E-mail address", Kind: Email}, Field{Name: name + "_phone", Label: "Telephone (optional)", Kind: Phone, Optional: true, Width: 20})
}

// Sections is the tasks of an application, those of private bodies only where it is one.
// Whether insurance has run out is for the office to judge.
func Sections(private bool) []Section {
	all := []Section{identity(private), people(),
		{Name: "supervisors", Title: "Supervisors", Group: 0, Pages: []Page{{Name: "supervisors", Title: "Supervisors", List: "supervisors",
			Why: "The law asks that you are fit to supervise your people. Each accredited person has an immediate supervisor (protocol, clause 2.2 iv)."}}},
		{Name: "directors", Title: "Directors", Group: 0, Private: true, Pages: []Page{{Name: "directors", Title: "Directors", List: "directors",
			Why: "Every director that Companies House shows. Each gives their identity documents to Police Crime Prevention Initiatives, not here."}}},
		proposal(), {Name: "roles", Title: "Roles and powers", Group: 1, Pages: []Page{{Name: "roles", Title: "Roles and powers", List: "roles",
			Why: "The chief officer decides each power for each role. Ask only for what the work needs; asking for none is legitimate."}}},
		{Name: "area", Title: "Area", Group: 1, Pages: []Page{{Name: "area", Title: "Area", List: "area", Why: "Your people may use a power nowhere else."}}},
		{Name: "uniform", Title: "Uniform", Group: 1, Pages: []Page{{Name: "uniform", Title: "Uniform", List: "uniform",
			Why: "A power may be used only in the uniform that the chief officer approved, with the scheme’s badge (Police Reform Act 2002, section 42(2))."}}},
		running(), insurance(), policyPages(), standing(),
		{Name: "evidence", Title: "Files that show it", Group: 2, Pages: []Page{{Name: "evidence", Title: "Files that show it", List: "uploads",
			Why: "PDF, JPEG or PNG, at most 10 MB each. Send no identity documents and nothing about criminal records."}}}}
	return slices.DeleteFunc(all, func(s Section) bool { return s.Private && !private })
}

func identity(private bool) Section {
	return Section{Name: "identity", Title: "Who you are", Group: 0, Pages: []Page{{Name: "identity", Title: "Who you are", Why: "It stands in the register, on cards and in letters.", Fields: []Field{
		{Name: "legal_name", Label: "Legal name"}, {Name: "trading_names", Label: "Other names you trade under (optional)", Hint: "One to a line", Kind: Long, Optional: true},
		{Name: "registration", Label: map[bool]string{true: "Company or charity number", false: "Company or charity number (optional)"}[private], Optional: !private, Width: 20},
		{Name: "address", Label: "Registered address", Kind: Long}, {Name: "postcode", Label: "Postcode", Width: 10},
		{Name: "operating", Label: "Where you work from, if elsewhere (optional)", Kind: Long, Optional: true}, {Name: "website", Label: "Website (optional)", Optional: true},
		{Name: "head_force", Label: "Police force of your head office, if another (optional)", Optional: true},
		{Name: "other_forces", Label: "Other forces that accredit you, or that you ask (optional)", Kind: Long, Optional: true}}}}}
}

func people() Section {
	others := contactFields("complaints", "Who answers for complaints about your people", false)
	for _, x := range []struct{ name, label string }{{"chief_executive", "Chief executive"}, {"data_officer", "Data-protection officer"}, {"hr", "Contact in human resources"}, {"finance", "Contact for fees"}} {
		others = append(others, Field{Name: x.name, Label: x.label})
	}
	return Section{Name: "people", Title: "Who answers for it", Group: 0, Pages: []Page{
		{Name: "signatory", Title: "Authorised signatory", Why: "An employee with authority to sign for the organisation, and who takes responsibility.", Fields: contactFields("signatory", "Name", true)},
		{Name: "liaison", Title: "Two liaison officers", Why: "The police reach them day to day (protocol, clause 2.2 iii).", Fields: append(contactFields("liaison1", "First liaison officer", false), contactFields("liaison2", "Second liaison officer", false)...)},
		{Name: "others", Title: "Others we may need", Fields: others}}}
}

func proposal() Section {
	return Section{Name: "proposal", Title: "Your proposal", Group: 1, Pages: []Page{
		{Name: "purpose", Title: "Why you want to join", Why: "The scheme is for community safety and security, and against crime, disorder, nuisance and other antisocial behaviour (section 40(3)).", Fields: []Field{
			{Name: "purpose", Label: "What is your people’s work, and what would the powers change?", Kind: Long},
			{Name: "problem", Label: "What shows the need?", Hint: "For example, complaints or incidents by place and month", Kind: Long},
			{Name: "council_powers", Label: "Which authority do they hold already from a council? (optional)", Hint: "For example, authorised for litter notices. It is not asked here again.", Kind: Long, Optional: true}}},
		{Name: "patrols", Title: "How they work", Fields: []Field{{Name: "sites", Label: "Where do they work?", Kind: Long}, {Name: "hours", Label: "At what hours?", Hint: "For example, daily 08:00 to 20:00, in pairs after 18:00"},
			{Name: "vehicles", Label: "Do they use vehicles?", Kind: Choose, Options: yesNo}, {Name: "radio", Label: "Do they carry radios?", Kind: Choose, Options: yesNo},
			{Name: "bwv", Label: "Do they wear body-worn video?", Kind: Choose, Options: yesNo}, {Name: "lone", Label: "Do they work alone, and how are they kept safe?", Kind: Long}}}}}
}

func running() Section {
	return Section{Name: "running", Title: "Supervision and records", Group: 2, Pages: []Page{{Name: "running", Title: "Supervision and records", Why: "The chief officer must be satisfied that you are fit and proper to supervise (section 41(4)(a)).", Fields: []Field{
		{Name: "supervision", Label: "How are your people supervised, on site and off?", Kind: Long}, {Name: "records", Label: "How is each use of a power recorded, and who checks the records?", Kind: Long},
		{Name: "training", Label: "How are they trained and appraised?", Kind: Long}}}}}
}

func insurance() Section {
	cover := func(name, title string) Page {
		return Page{Name: name, Title: title, Fields: []Field{{Name: name + "_insurer", Label: "Insurer"}, {Name: name + "_policy", Label: "Policy number", Width: 20},
			{Name: name + "_limit", Label: "Limit", Hint: "For example, £10 million a claim", Width: 20}, {Name: name + "_expires", Label: "Last day of cover", Kind: Date}}}
	}
	return Section{Name: "insurance", Title: "Insurance", Group: 2, Pages: []Page{cover("employers_liability", "Employers’ liability"), cover("public_liability", "Public liability")}}
}

func policyPages() Section {
	var fields []Field
	for _, p := range policies {
		fields = append(fields, Field{Name: p.name, Label: p.label, Kind: Choose, Options: policyAnswers})
	}
	half := (len(fields) + 1) / 2
	why := "Say where each stands. “Not yet” does not end the application: we ask you when."
	return Section{Name: "policies", Title: "Policies", Group: 2, Pages: []Page{{Name: "policies", Title: "Policies", Why: why, Fields: fields[:half]}, {Name: "policies-more", Title: "More policies", Why: why, Fields: fields[half:]}}}
}

func standing() Section {
	return Section{Name: "standing", Title: "Company approval", Group: 2, Private: true, Pages: []Page{{Name: "standing", Title: "Company approval",
		Why: "Private firms and charities are approved by Police Crime Prevention Initiatives before the force decides.", Fields: []Field{
			{Name: "cpi", Label: "Where does your approval by Police Crime Prevention Initiatives stand?", Hint: "For example, approved on 3 March 2026, reference CPI 1234; or applied for in May", Kind: Long},
			{Name: "stake", Label: "For whom do you work here, under which contract and until when?", Kind: Long},
			{Name: "sia", Label: "SIA approved contractor number (optional)", Optional: true, Width: 20},
			{Name: "sia_expires", Label: "Last day of that status (optional)", Kind: Date, Optional: true}}}}}
}

// FindPage is the page of that name with its section.
func FindPage(private bool, name string) (Section, Page, bool) {
	for _, s := range Sections(private) {
		for _, p := range s.Pages {
			if p.Name == name {
				return s, p, true
			}
		}
	}
	return Section{}, Page{}, false
}

// Next is the page after that one in its section, or empty at its end.
func Next(private bool, name string) string {
	s, _, _ := FindPage(private, name)
	for i, p := range s.Pages {
		if p.Name == name && i+1 < len(s.Pages) {
			return s.Pages[i+1].Name
		}
	}
	return ""
}

// copy is the form with maps and slices of its own, safe to change.
func (f Form) copy() Form {
	values := make(map[string]string, len(f.Values))
	for k, v := range f.Values {
		values[k] = v
	}
	f.Values = values
	f.Supervisors, f.Directors, f.Areas, f.Uploads = slices.Clone(f.Supervisors), slices.Clone(f.Directors), slices.Clone(f.Areas), slices.Clone(f.Uploads)
	roles := slices.Clone(f.Roles)
	for i := range roles {
		roles[i].Powers = slices.Clone(roles[i].Powers)
	}
	f.Roles = roles
	return f
}

// Role is the role of that identity, or nil.
func (f *Form) Role(of id.Role) *Role {
	for i := range f.Roles {
		if f.Roles[i].ID == of {
			return &f.Roles[i]
		}
	}
	return nil
}

// Want is what is asked of a power for the role, or nil.
func (r *Role) Want(p law.PowerID) *Want {
	for i := range r.Powers {
		if r.Powers[i].Power == p {
			return &r.Powers[i]
		}
	}
	return nil
}

// Shown is the answer to a question in words.
func (f *Form) Shown(q Field) string {
	v := f.Values[q.Name]
	for _, o := range q.Options {
		if o.Value == v {
			return o.Text
		}
	}
	if d, err := clock.ParseDay(v); err == nil && q.Kind == Date && v != "" {
		return d.Long()
	}
	return v
}

// Staff is how many people the roles have together.
func (f *Form) Staff() int {
	n := 0
	for _, r := range f.Roles {
		n += r.Staff
	}
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }

// How many of each an application may have.
const (
	rolesLimit   = 30
	peopleLimit  = 60
	uploadsLimit = 40
)

func blank(s string) bool { return strings.TrimSpace(s) == "" }
