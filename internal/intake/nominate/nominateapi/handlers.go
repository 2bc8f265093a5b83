// Package nominateapi offers to other programs how an employer puts several persons forward:
// a spreadsheet is read and comes back line by line, and what was read is entered at a word.
package nominateapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake/nominate"
	"watchword/internal/register/registerapi"
	"watchword/internal/sheet"
)

// OfOrg names an employer in the address.
type OfOrg struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the employer"`
}

// NominationLine is a person whom a line of the file puts forward.
type NominationLine struct {
	Line       int    `json:"line" minimum:"0" doc:"Of the file"`
	Surname    string `json:"surname" maxLength:"200"`
	Forenames  string `json:"forenames" maxLength:"200"`
	Born       string `json:"born" format:"date"`
	Role       string `json:"role" maxLength:"64"`
	Team       string `json:"team,omitempty" maxLength:"64"`
	Supervisor string `json:"supervisor,omitempty" maxLength:"200"`
	Email      string `json:"email,omitempty" maxLength:"320"`
	Phone      string `json:"phone,omitempty" maxLength:"100"`
}

// NominationFault is what is wrong with a line of the file.
type NominationFault struct {
	Line       int    `json:"line"`
	Column     string `json:"column,omitempty"`
	Message    string `json:"message"`
	Value      string `json:"value,omitempty" doc:"As it stands in the file"`
	Suggestion string `json:"suggestion,omitempty"`
}

// Nominations is what was found in a file. Nothing is entered by it.
type Nominations struct {
	Good    []NominationLine  `json:"good"`
	Bad     []NominationFault `json:"bad" doc:"A line may have several"`
	Asks    []string          `json:"asks,omitempty" doc:"What only another file can answer; this one cannot be taken"`
	Remarks []string          `json:"remarks,omitempty"`
}

// NominationsTaken is the persons to put forward, as they were read.
type NominationsTaken struct {
	Lines  []NominationLine `json:"lines" minItems:"1" maxItems:"500"`
	Agreed string           `json:"agreed" format:"date" doc:"The day on which they agreed to take part"`
}

// Nominated is how many were put forward.
type Nominated struct {
	Persons int `json:"persons"`
}

// Register adds the operations.
func Register(a *api.API, d *db.DB, s *nominate.Service) {
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/nominations/read", ID: "nominations-read", Summary: "Read a spreadsheet of persons to put forward", Needs: authz.NominatePerson,
		MaxBody: sheet.MaxBytes + 1, About: "The body is the file itself, CSV or XLSX. Nothing is kept and nothing is entered: send back the good lines to put them forward."},
		func(ctx context.Context, in *struct {
			OfOrg
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*api.Body[Nominations], error) {
			found, err := db.Find(ctx, d, func(tx *db.Tx) (nominate.Reading, error) {
				return s.Read(tx, account.Actor(ctx), id.Org(in.ID), in.RawBody)
			})
			return api.Of(wire(found)), err
		})
	api.Post(a, "/organisations/{id}/nominations", "nominations-take", "Put several persons forward, all or none", authz.NominatePerson, func(ctx context.Context, in *struct {
		OfOrg
		Body NominationsTaken
	}) (*api.Body[Nominated], error) {
		var wrong fault.Fields
		var lines []nominate.Line
		for _, l := range in.Body.Lines {
			lines = append(lines, nominate.Line{Line: l.Line, Surname: l.Surname, Forenames: l.Forenames, Born: registerapi.Day(l.Born, "born", &wrong), Role: id.Role(l.Role), Team: id.Team(l.Team),
				Supervisor: l.Supervisor, Email: l.Email, Phone: l.Phone})
		}
		agreed := registerapi.Day(in.Body.Agreed, "agreed", &wrong)
		if err := wrong.Err(); err != nil {
			return nil, err
		}
		n, err := s.Take(ctx, account.Actor(ctx), id.Org(in.ID), lines, agreed)
		return api.Of(Nominated{n}), err
	})
}

func wire(r nominate.Reading) Nominations {
	out := Nominations{Good: []NominationLine{}, Bad: []NominationFault{}, Asks: r.Asks, Remarks: r.Remarks}
	for _, l := range r.Good {
		out.Good = append(out.Good, NominationLine{Line: l.Line, Surname: l.Surname, Forenames: l.Forenames, Born: l.Born.String(), Role: string(l.Role), Team: string(l.Team), Supervisor: l.Supervisor, Email: l.Email, Phone: l.Phone})
	}
	for _, p := range r.Bad {
		out.Bad = append(out.Bad, NominationFault{Line: p.Line, Column: p.Column, Message: p.Message, Value: p.Value, Suggestion: p.Suggestion})
	}
	return out
}
