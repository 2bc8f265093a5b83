package orgapi

import (
	"encoding/json"
	"fmt"
	"time"

	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register/registerapi"
)

// OrgEntry is an organisation's entry in JSON, as it stood at the instant asked for.
type OrgEntry struct {
	ID     string `json:"id"`
	Number string `json:"number" example:"ORG-007"`
	OrgParticulars
	Roles   []OrgRole                 `json:"roles"`
	Teams   []OrgTeam                 `json:"teams"`
	State   string                    `json:"state" enum:"applying,in-force,suspended,withdrawn,declined,left" doc:"What was decided. Whether arrangements are in force is told by in_force"`
	InForce bool                      `json:"in_force" doc:"Arrangements are in force at the instant asked for"`
	From    string                    `json:"from,omitempty" format:"date" doc:"First day of the arrangements"`
	To      string                    `json:"to,omitempty" format:"date" doc:"Last day of the arrangements; they lapse by themselves at its end"`
	Since   string                    `json:"since,omitempty" format:"date" doc:"First accredited"`
	Why     string                    `json:"why,omitempty" doc:"Reason of the last change of state"`
	FitTest *OrgDecision              `json:"fit_test,omitempty" doc:"Fit and proper to supervise: Police Reform Act 2002, s41(4)(a)"`
	Told    *OrgContactsChange        `json:"contacts_changed,omitempty" doc:"The employer changed its contacts, and the scheme office has not noted it"`
	Exit    *OrgExit                  `json:"exit,omitempty" doc:"That it leaves the scheme, or left it"`
	Period  registerapi.VersionPeriod `json:"period"`
}

// OrgParticulars is what an organisation's entry says apart from decisions.
type OrgParticulars struct {
	Name            string       `json:"name" minLength:"1" maxLength:"200"`
	Aliases         []string     `json:"aliases,omitempty" maxItems:"50"`
	Kind            string       `json:"kind" doc:"For example district-council" maxLength:"40"`
	Registration    string       `json:"registration,omitempty" maxLength:"200" doc:"Company or charity number"`
	Address         string       `json:"address,omitempty" maxLength:"4000"`
	Postcode        string       `json:"postcode,omitempty" maxLength:"20"`
	Phone           string       `json:"phone,omitempty" maxLength:"40"`
	Email           string       `json:"email,omitempty" maxLength:"254"`
	Parent          string       `json:"parent,omitempty" maxLength:"64" doc:"Identity of the organisation it belongs to"`
	Purpose         string       `json:"purpose,omitempty" maxLength:"4000" doc:"The community safety work its people do"`
	Uniform         string       `json:"uniform,omitempty" maxLength:"4000" doc:"s42(2)"`
	UniformApproved string       `json:"uniform_approved,omitempty" format:"date"`
	Contacts        []OrgContact `json:"contacts,omitempty" maxItems:"100"`
	Areas           []string     `json:"areas,omitempty" maxItems:"1000" doc:"Identities of areas"`
	Drawn           any          `json:"drawn,omitempty" doc:"A boundary of its own, GeoJSON"`
	AreaText        string       `json:"area_text,omitempty" maxLength:"4000" doc:"The area in words"`
}

// OrgContact is a person to be reached.
type OrgContact struct {
	Kind  string `json:"kind" enum:"signatory,liaison,supervisor,police-liaison,complaints"`
	Name  string `json:"name" maxLength:"200"`
	Post  string `json:"post,omitempty" maxLength:"200"`
	Email string `json:"email,omitempty" maxLength:"254"`
	Phone string `json:"phone,omitempty" maxLength:"40"`
}

// OrgContactsChange is what an employer changed of its contacts itself.
type OrgContactsChange struct {
	By     string       `json:"by"`
	At     time.Time    `json:"at"`
	Before []OrgContact `json:"before,omitempty" doc:"The contacts as the office last knew them"`
}

// OrgRole is a kind of post whose holders may be accredited.
type OrgRole struct {
	ID     string     `json:"id,omitempty" maxLength:"64" doc:"Absent for a new role"`
	Title  string     `json:"title" maxLength:"200"`
	Staff  int        `json:"staff,omitempty" minimum:"0" maximum:"1000000" doc:"Posts of this kind"`
	Powers []OrgPower `json:"powers" maxItems:"200"`
}

// OrgPower is what was asked, and decided, of one power for one role.
type OrgPower struct {
	Power     string   `json:"power" maxLength:"64" doc:"Identity of the power in the catalogue"`
	Offences  []string `json:"offences,omitempty" maxItems:"200" doc:"For penalty notices for disorder: each named"`
	Answer    string   `json:"answer,omitempty" enum:"asked,allowed,conditional,refused" doc:"Only a decision changes it"`
	Reason    string   `json:"reason,omitempty" maxLength:"4000"`
	Because   string   `json:"because,omitempty" readOnly:"true" doc:"Why it was refused"`
	Condition string   `json:"condition,omitempty" maxLength:"4000"`
	By        string   `json:"decided_by,omitempty" readOnly:"true"`
	On        string   `json:"decided_on,omitempty" format:"date" readOnly:"true"`
}

// OrgDecision is a dated decision by someone entitled.
type OrgDecision struct {
	Satisfied bool      `json:"satisfied"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Evidence  string    `json:"evidence,omitempty"`
	Until     string    `json:"until,omitempty" format:"date"`
}

// OrgChange is what may be sent of an organisation: particulars, roles and powers asked for.
type OrgChange struct {
	OrgParticulars
	Roles []OrgRole `json:"roles" maxItems:"100"`
}

func wire(v org.Version, at time.Time) OrgEntry {
	o := v.State
	out := OrgEntry{ID: v.ID, Number: o.Number, OrgParticulars: particulars(o), Roles: []OrgRole{}, Teams: wireTeams(o.Teams), State: string(o.State), From: o.From.String(), To: o.To.String(), Since: o.Since.String(),
		Why: o.Why, Period: registerapi.PeriodOf(v)}
	st := o.Standing(at)
	out.InForce = st.State == law.Active && !at.Before(st.From)
	if o.FitTest.By != "" {
		out.FitTest = &OrgDecision{Satisfied: o.FitTest.Satisfied, By: o.FitTest.By, At: o.FitTest.At, Evidence: o.FitTest.Evidence, Until: o.FitTest.Until.String()}
	}
	if x := o.Exit; x != nil {
		out.Exit = &OrgExit{Reason: string(x.Reason), Why: x.Why, Day: x.Day.String()}
	}
	if o.Told != nil {
		out.Told = &OrgContactsChange{By: o.Told.By, At: o.Told.At, Before: wireContacts(o.Told.Before)}
	}
	for _, r := range o.Roles {
		x := OrgRole{ID: string(r.ID), Title: r.Title, Staff: r.Staff, Powers: []OrgPower{}}
		for _, p := range r.Powers {
			x.Powers = append(x.Powers, OrgPower{Power: string(p.Power), Offences: texts(p.Offences), Answer: string(p.Answer), Reason: p.Reason, Because: p.Because, Condition: p.Condition, By: p.By, On: p.On.String()})
		}
		out.Roles = append(out.Roles, x)
	}
	return out
}

func particulars(o org.Organisation) OrgParticulars {
	p := OrgParticulars{Name: o.Name, Aliases: o.Aliases, Kind: string(o.Kind), Registration: o.Registration, Address: o.Address, Postcode: o.Postcode, Phone: o.Phone, Email: o.Email,
		Parent: string(o.Parent), Purpose: o.Purpose, Uniform: o.Uniform, UniformApproved: o.UniformApproved.String(), Areas: texts(o.Areas), AreaText: o.AreaText}
	p.Contacts = wireContacts(o.Contacts)
	if o.Drawn != nil && !o.Drawn.Empty() {
		p.Drawn = json.RawMessage(o.Drawn.GeoJSON())
	}
	return p
}

func wireContacts(in []org.Contact) []OrgContact {
	var out []OrgContact
	for _, c := range in {
		out = append(out, OrgContact{Kind: string(c.Kind), Name: c.Name, Post: c.Post, Email: c.Email, Phone: c.Phone})
	}
	return out
}

func contacts(in []OrgContact) []org.Contact {
	var out []org.Contact
	for _, x := range in {
		out = append(out, org.Contact{Kind: org.ContactKind(x.Kind), Name: x.Name, Post: x.Post, Email: x.Email, Phone: x.Phone})
	}
	return out
}

// into writes what was sent into an entry. Everything that only a decision may change is
// kept by the use case.
func (c OrgChange) into(o *org.Organisation) error {
	var wrong fault.Fields
	o.Name, o.Aliases, o.Kind, o.Registration = c.Name, c.Aliases, org.Kind(c.Kind), c.Registration
	o.Address, o.Postcode, o.Phone, o.Email, o.Parent = c.Address, c.Postcode, c.Phone, c.Email, id.Org(c.Parent)
	o.Purpose, o.Uniform, o.AreaText = c.Purpose, c.Uniform, c.AreaText
	o.UniformApproved = registerapi.Day(c.UniformApproved, "uniform_approved", &wrong)
	o.Contacts, o.Areas = contacts(c.Contacts), nil
	for _, a := range c.Areas {
		o.Areas = append(o.Areas, id.Area(a))
	}
	o.Drawn = c.boundary(&wrong)
	var roles []org.Role
	for i, r := range c.Roles {
		x := org.Role{ID: id.Role(r.ID), Title: r.Title, Staff: r.Staff}
		if x.ID == "" {
			x.ID = id.New[id.Role]()
		} else if _, ok := o.Role(x.ID); !ok {
			wrong.Add(fmt.Sprintf("roles[%d].id", i), "There is no such role in this organisation. Leave the identity out for a new one")
		}
		for _, p := range r.Powers {
			x.Powers = append(x.Powers, org.Power{Power: law.PowerID(p.Power), Offences: ids[law.OffenceID](p.Offences), Answer: org.Asked, Reason: p.Reason})
		}
		roles = append(roles, x)
	}
	o.Roles = roles
	return wrong.Err()
}

// boundary is the boundary that was sent, or nil.
func (c OrgChange) boundary(wrong *fault.Fields) *geo.Shape {
	if c.Drawn == nil {
		return nil
	}
	text, err := json.Marshal(c.Drawn)
	if err == nil {
		var shape geo.Shape
		if shape, err = geo.Read(text, geo.Limits{}); err == nil {
			return &shape
		}
	}
	wrong.Add("drawn", "%s", messageOf(err))
	return nil
}

func messageOf(err error) string {
	if f := fault.Of(err); f != nil && f.Message != "" {
		return f.Message
	}
	return err.Error()
}

func texts[T ~string](in []T) []string {
	var out []string
	for _, x := range in {
		out = append(out, string(x))
	}
	return out
}

func ids[T ~string](in []string) []T {
	var out []T
	for _, x := range in {
		out = append(out, T(x))
	}
	return out
}

// OrgAnswer is the delegate's answer on one power for one role.
type OrgAnswer struct {
	Role      string   `json:"role" maxLength:"64" doc:"Identity of the role"`
	Power     string   `json:"power" maxLength:"64"`
	Offences  []string `json:"offences,omitempty" maxItems:"200" doc:"For penalty notices: those allowed; absent: all asked for"`
	Answer    string   `json:"answer" enum:"allowed,conditional,refused"`
	Reason    string   `json:"reason,omitempty" maxLength:"4000" doc:"Needed for refused"`
	Condition string   `json:"condition,omitempty" maxLength:"4000" doc:"Needed for conditional"`
}

func answers(in []OrgAnswer) []org.PowerDecision {
	var out []org.PowerDecision
	for _, a := range in {
		out = append(out, org.PowerDecision{Role: id.Role(a.Role), Power: law.PowerID(a.Power), Offences: ids[law.OffenceID](a.Offences), Answer: org.Answer(a.Answer), Reason: a.Reason, Condition: a.Condition})
	}
	return out
}

// OrgApproval is a decision to accredit an organisation, or to renew its arrangements.
type OrgApproval struct {
	From     string      `json:"from" format:"date" doc:"First day of the arrangements"`
	To       string      `json:"to" format:"date" doc:"Last day"`
	Evidence string      `json:"evidence" maxLength:"4000" doc:"What shows that it is fit and proper to supervise (s41(4)(a))"`
	Powers   []OrgAnswer `json:"powers" maxItems:"1000" doc:"Every power asked for is answered"`
}

func (a OrgApproval) decide() (org.Approval, error) {
	var wrong fault.Fields
	out := org.Approval{From: registerapi.Day(a.From, "from", &wrong), To: registerapi.Day(a.To, "to", &wrong), Evidence: a.Evidence, Powers: answers(a.Powers)}
	return out, wrong.Err()
}

// orgReason is the body of an act that needs a reason.
type orgReason struct {
	Why string `json:"why" minLength:"1" maxLength:"4000" doc:"The reason. It is kept, and the organisation is told"`
}
