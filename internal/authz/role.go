package authz

// Role is one of the people the scheme serves (design, section 1). An account may
// hold several and acts in one of them at a time.
type Role string

const (
	// Public is nobody signed in.
	Public Role = ""
	// SchemeManager runs the scheme at police headquarters.
	SchemeManager Role = "scheme-manager"
	// Delegate decides for the chief officer (Police Reform Act 2002, s41).
	Delegate Role = "delegate"
	// VettingUnit opens vetting forms and decides on suitability.
	VettingUnit Role = "vetting-unit"
	// Trainer gives courses and records results, power by power.
	Trainer Role = "trainer"
	// Signatory is the employer's authorised signatory.
	Signatory Role = "signatory"
	// Liaison is one of the employer's liaison officers.
	Liaison Role = "liaison"
	// Supervisor supervises accredited persons for the employer.
	Supervisor Role = "supervisor"
	// AccreditedPerson is a person in the register, for their own page.
	AccreditedPerson Role = "accredited-person"
	// Neighbourhood is a neighbourhood or community policing team, for its areas.
	Neighbourhood Role = "neighbourhood"
	// ControlRoom verifies callers.
	ControlRoom Role = "control-room"
	// HubManager is a community safety partnership's manager, for its areas.
	HubManager Role = "hub-manager"
	// Standards is professional standards.
	Standards Role = "professional-standards"
	// DataProtection is the data-protection officer.
	DataProtection Role = "data-protection"
	// Commissioner is the commissioner's office: figures only.
	Commissioner Role = "commissioner"
	// Operator is who runs the program at the machine, from the command line.
	Operator Role = "operator"
	// System is the program itself, for what happens by itself.
	System Role = "system"
)

// Roles is every role an account can be given, in the order people are shown them.
var Roles = []Role{SchemeManager, Delegate, VettingUnit, Trainer, Signatory, Liaison, Supervisor, AccreditedPerson,
	Neighbourhood, ControlRoom, HubManager, Standards, DataProtection, Commissioner}

// Title is the role in plain words, with a capital.
func (r Role) Title() string {
	if t, ok := titles[r]; ok {
		return t
	}
	return "Member of the public"
}

// Known reports whether there is such a role to give to an account.
func (r Role) Known() bool {
	for _, k := range Roles {
		if k == r {
			return true
		}
	}
	return false
}

// OfEmployer reports whether the role belongs to an organisation, so that an
// account that holds it names one.
func (r Role) OfEmployer() bool { return r == Signatory || r == Liaison || r == Supervisor }

// OfAreas reports whether an account with this role names the areas it is for.
func (r Role) OfAreas() bool { return r == Neighbourhood || r == HubManager }

var titles = map[Role]string{
	SchemeManager:    "Scheme manager",
	Delegate:         "Chief officer’s delegate",
	VettingUnit:      "Vetting unit",
	Trainer:          "Trainer",
	Signatory:        "Authorised signatory",
	Liaison:          "Liaison officer",
	Supervisor:       "Supervisor",
	AccreditedPerson: "Accredited person",
	Neighbourhood:    "Neighbourhood team",
	ControlRoom:      "Control room",
	HubManager:       "Community safety partnership manager",
	Standards:        "Professional standards",
	DataProtection:   "Data protection",
	Commissioner:     "Commissioner’s office",
	Operator:         "Operator",
	System:           "Watchword",
}
