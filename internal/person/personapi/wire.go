package personapi

import (
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register/registerapi"
)

// PersonEntry is a person's entry in JSON, as they stood at the instant asked for. Whether the
// person is accredited is told by /people/{id}/accreditations.
type PersonEntry struct {
	ID           string `json:"id"`
	Organisation string `json:"organisation" doc:"Identity of the employer"`
	RoleTitle    string `json:"role_title"`
	PersonParticulars
	Photo     string                    `json:"photo,omitempty" doc:"Hash of the photograph"`
	Nominated string                    `json:"nominated,omitempty" format:"date" doc:"Put forward on this day"`
	Left      string                    `json:"left,omitempty" format:"date" doc:"Last day of employment (Police Reform Act 2002, s41(8)(a))"`
	OptedIn   string                    `json:"opted_in,omitempty" format:"date" doc:"The person said themselves that they take part"`
	OptedOut  string                    `json:"opted_out,omitempty" format:"date" doc:"The person no longer takes part, at their own wish"`
	Period    registerapi.VersionPeriod `json:"period"`
}

// PersonParticulars is what a person's entry says apart from decisions.
type PersonParticulars struct {
	Surname    string `json:"surname" maxLength:"200"`
	Forenames  string `json:"forenames" maxLength:"200"`
	Born       string `json:"born" format:"date"`
	Role       string `json:"role" maxLength:"64" doc:"Identity of a role of the employer"`
	Supervisor string `json:"supervisor,omitempty" maxLength:"200" doc:"The immediate supervisor; left out for a person of a team: that of the team"`
	Team       string `json:"team,omitempty" maxLength:"64" doc:"Identity of a team of the employer"`
	Email      string `json:"email,omitempty" maxLength:"254"`
	Phone      string `json:"phone,omitempty" maxLength:"40"`
	Joined     string `json:"joined,omitempty" format:"date"`
	Agreed     string `json:"agreed,omitempty" format:"date" doc:"The day of the person’s own consent to take part"`
	Note       string `json:"note,omitempty" maxLength:"2000"`
}

// PersonNomination is a person whom an employer puts forward.
type PersonNomination struct {
	Organisation string `json:"organisation" maxLength:"64" doc:"Identity of the employer"`
	PersonParticulars
}

func wire(v person.Version) PersonEntry {
	p := v.State
	return PersonEntry{ID: v.ID, Organisation: string(p.Org), RoleTitle: p.RoleTitle, Photo: string(p.Photo), Nominated: p.Nominated.String(), Left: p.Left.String(), OptedIn: p.OptedIn.String(), OptedOut: p.OptedOut.String(), Period: registerapi.PeriodOf(v),
		PersonParticulars: PersonParticulars{Surname: p.Surname, Forenames: p.Forenames, Born: p.Born.String(), Role: string(p.Role), Supervisor: p.Supervisor, Team: string(p.Team), Email: p.Email, Phone: p.Phone,
			Joined: p.Joined.String(), Agreed: p.Agreed.String(), Note: p.Note}}
}

// into writes what was sent into an entry. Employer, photograph and leaving stay.
func (c PersonParticulars) into(p *person.Person) error {
	var wrong fault.Fields
	p.Surname, p.Forenames, p.Role, p.Supervisor, p.Team = c.Surname, c.Forenames, id.Role(c.Role), c.Supervisor, id.Team(c.Team)
	p.Email, p.Phone, p.Note = c.Email, c.Phone, c.Note
	p.Born = registerapi.Day(c.Born, "born", &wrong)
	p.Joined = registerapi.Day(c.Joined, "joined", &wrong)
	p.Agreed = registerapi.Day(c.Agreed, "agreed", &wrong)
	return wrong.Err()
}
