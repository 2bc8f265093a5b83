// Package apply is the way of an employer into the scheme: the enquiry, the first meeting,
// the application behind a secret link, its assessment against the force's criteria, what
// others were asked, the recommendation, and the decision on each power. With an approval
// the organisation stands in the register of org, in the same transaction.
//
// What is decided of an organisation afterwards is in org; its people are in person.
//
// Law: Police Reform Act 2002, s40(4) and (8), s41(1)-(4)(a); practice of forces for the
// rest, each interval and criterion a setting of the force.
//
// Read Prospect, then Application, then states.go.
package apply

import (
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Contact is whom the office writes to about an enquiry or an application.
type Contact struct {
	Name  string `json:"name"`
	Post  string `json:"post,omitempty"`
	Email string `json:"email"`
	Phone string `json:"phone,omitempty"`
}

// Enquiry is what an employer says when it first asks.
type Enquiry struct {
	Name    string        `json:"name"` // of the organisation
	Kind    org.Kind      `json:"kind"`
	Contact Contact       `json:"contact"`
	Purpose string        `json:"purpose"` // the work its people do
	Powers  []law.PowerID `json:"powers,omitempty"`
	Staff   int           `json:"staff,omitempty"` // who might be accredited
}

// Note is something the office wrote down about a prospect.
type Note struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// Met is the first meeting, and what was found in it.
type Met struct {
	On    clock.Day `json:"on"`
	Found string    `json:"found"`
	By    string    `json:"by"`
}

// Prospect is an employer that asked about the scheme: where it stands, and what the
// office does next.
type Prospect struct {
	Reference string `json:"reference"` // 7K2M-9QXD: by it the employer sees where it stands
	Enquiry
	Made   time.Time `json:"made"`
	Public bool      `json:"public,omitempty"` // it came by the public page
	Stage  Stage     `json:"stage"`
	Since  time.Time `json:"since"` // in the stage
	Why    string    `json:"why,omitempty"`
	// Next is what the office does next, by the day, and who does it.
	Next    string    `json:"next,omitempty"`
	NextDay clock.Day `json:"next_day,omitempty"`
	Owner   string    `json:"owner,omitempty"`
	Met     *Met      `json:"met,omitempty"`
	Notes   []Note    `json:"notes,omitempty"`
	// Application is the last one begun for it.
	Application id.Application `json:"application,omitempty"`
	Org         id.Org         `json:"org,omitempty"` // in the register, once approved
	// Erased is the day on which what it said of people was erased under the retention rule.
	Erased clock.Day `json:"erased,omitempty"`
}

// ProspectVersion is a prospect with its identity and periods.
type ProspectVersion = register.Version[Prospect]

var prospects = &register.Table[Prospect]{
	Name: "prospect", What: "enquiry",
	Columns: []string{"reference", "sort_name", "stage", "next_day"},
	Values: func(p Prospect) []any {
		return []any{p.Reference, org.Fold(p.Name), string(p.Stage), p.NextDay.String()}
	},
}

// ProspectRows reads the register of prospects for ledger.Verify.
var ProspectRows = prospects.Rows

// copy is the prospect with slices of its own, safe to change.
func (p Prospect) copy() Prospect {
	p.Notes, p.Powers = slices.Clone(p.Notes), slices.Clone(p.Powers)
	return p
}

// Lengths in letters, and how many people an employer may say it wants accredited.
const (
	nameLimit  = 200
	lineLimit  = 200
	textLimit  = 4000
	staffLimit = 10000
)

// Check names every field that is wrong, and trims what surrounds the words.
func (q *Enquiry) Check() error {
	var wrong fault.Fields
	q.Name, q.Purpose = strings.TrimSpace(q.Name), strings.TrimSpace(q.Purpose)
	switch {
	case q.Name == "":
		wrong.Add("name", "Enter the name of the organisation")
	case len([]rune(q.Name)) > nameLimit:
		wrong.Add("name", "The name must be %d letters or fewer", nameLimit)
	}
	if !knownKind(q.Kind) {
		wrong.Add("kind", "Choose what kind of organisation it is")
	}
	q.Contact.check(&wrong)
	switch {
	case q.Purpose == "":
		wrong.Add("purpose", "Say what work your people do, and where")
	case len([]rune(q.Purpose)) > textLimit:
		wrong.Add("purpose", "This must be 4,000 letters or fewer")
	}
	if q.Staff < 0 || q.Staff > staffLimit {
		wrong.Add("staff", "Enter how many people might be accredited, as a number up to 10,000")
	}
	var powers []law.PowerID
	for _, p := range q.Powers {
		x, ok := law.Find(p)
		switch {
		case !ok || x.Authority != law.Accreditation:
			wrong.Add("powers", "Choose powers from the list")
		case !slices.Contains(powers, p):
			powers = append(powers, p)
		}
	}
	q.Powers = powers
	return wrong.Err()
}

func (c *Contact) check(wrong *fault.Fields) {
	c.Name, c.Post, c.Email, c.Phone = strings.TrimSpace(c.Name), strings.TrimSpace(c.Post), strings.TrimSpace(c.Email), strings.TrimSpace(c.Phone)
	if c.Name == "" || len([]rune(c.Name)) > lineLimit {
		wrong.Add("contact", "Enter the name of the person we should write to, in 200 letters or fewer")
	}
	if c.Email == "" || !org.ValidEmail(c.Email) {
		wrong.Add("email", "Enter an e-mail address, for example name@council.example")
	}
	if len([]rune(c.Post)) > lineLimit {
		wrong.Add("post", "The post must be 200 letters or fewer")
	}
	if len(c.Phone) > 40 || strings.Trim(c.Phone, "+0123456789 ()-extEXT.") != "" {
		wrong.Add("phone", "Enter a telephone number, for example 01700 900 100")
	}
}

func knownKind(k org.Kind) bool {
	return slices.ContainsFunc(org.Kinds, func(x struct {
		Kind  org.Kind
		Title string
		Group string
	}) bool {
		return x.Kind == k
	})
}

// Private reports whether employers of the kind are approved by Police Crime Prevention
// Initiatives before the force decides, as private firms and charities are; public bodies
// apply straight to the force.
func Private(k org.Kind) bool { return k.Private() }

// Query chooses prospects. Empty fields choose all.
type Query struct {
	Text  string // in the name, the contact or the reference
	Stage Stage
	Open  bool // only those still under way
	Group string
	Power law.PowerID
	Due   clock.Day // whose next action is due by the day
	Sort  string    // name, stage, made, next, staff; with a minus before it the other way
}

// fits reports whether a prospect is chosen.
func (q Query) fits(p *Prospect) bool {
	text := org.Fold(q.Text)
	switch {
	case q.Stage != "" && p.Stage != q.Stage, q.Open && !p.Stage.Open(), q.Group != "" && p.Kind.Group() != q.Group,
		q.Power != "" && !slices.Contains(p.Powers, q.Power), q.Due != clock.NoDay && (p.NextDay == clock.NoDay || p.NextDay > q.Due):
		return false
	}
	return text == "" || strings.Contains(org.Fold(p.Name), text) || strings.Contains(org.Fold(p.Contact.Name), text) || strings.Contains(strings.ToLower(p.Reference), text)
}

// may asks whether the actor may read what lies in this room.
func may(who authz.Actor) error { return who.May(authz.ReadApplications, authz.Object{}) }
