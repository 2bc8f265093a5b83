package apply

import (
	"slices"
	"time"

	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Application is one application of an employer, from the link it is given to the decision.
// What is filled in and not sent yet is no part of it: the ledger hears of it when it is
// sent.
type Application struct {
	Prospect  id.Prospect    `json:"prospect"`
	Reference string         `json:"reference"` // the prospect's
	Name      string         `json:"name"`
	Kind      org.Kind       `json:"kind"`
	Private   bool           `json:"private,omitempty"` // needs the company approval; see Private
	Contact   Contact        `json:"contact"`
	Before    id.Application `json:"before,omitempty"` // the refused one that this follows
	State     State          `json:"state"`
	Since     time.Time      `json:"since"`
	By        string         `json:"by,omitempty"`
	Why       string         `json:"why,omitempty"`
	Begun     clock.Day      `json:"begun"`
	Sent      []Sending      `json:"sent,omitempty"`
	Asked     []Note         `json:"asked,omitempty"` // what the office asked for when it gave it back
	Form      *Form          `json:"form,omitempty"`  // as last sent
	Assessment
	Org id.Org `json:"org,omitempty"` // in the register, once approved
	// Erased is the day on which what it said of people was erased under the retention rule.
	Erased clock.Day `json:"erased,omitempty"`
}

// Sending is one time the application was sent, and who signed it.
type Sending struct {
	At     time.Time `json:"at"`
	Signed string    `json:"signed"`
}

// Version is an application with its identity and periods.
type Version = register.Version[Application]

var applications = &register.Table[Application]{
	Name: "application", What: "application",
	Columns: []string{"prospect_id", "sort_name", "standing", "org_id"},
	Values: func(a Application) []any {
		return []any{string(a.Prospect), org.Fold(a.Name), string(a.State), string(a.Org)}
	},
}

// Rows reads the register of applications for ledger.Verify.
var Rows = applications.Rows

// Subject is an application as the ledger names it.
var Subject = applications.Subject

// subjects is what an entry about an application is about.
func subjects(of id.Application, a *Application) []ledger.Subject {
	out := []ledger.Subject{Subject(string(of)), prospects.Subject(string(a.Prospect))}
	if a.Org != "" {
		out = append(out, ledger.About("organisation", a.Org))
	}
	return out
}

// copy is the application with slices of its own, safe to change.
func (a Application) copy() Application {
	a.Sent, a.Asked = slices.Clone(a.Sent), slices.Clone(a.Asked)
	if a.Form != nil {
		f := a.Form.copy()
		a.Form = &f
	}
	a.Assessment = a.Assessment.copy()
	return a
}

// Steps is the way of the application, with its days, as the applicant sees it.
func (a *Application) Steps() []Step {
	open := a.State == Draft || a.State == Returned
	out := []Step{{Text: "You are invited to apply", Day: a.Begun, Done: true}}
	sent := Step{Text: "You send your application", Now: a.State == Draft}
	if len(a.Sent) > 0 {
		sent = Step{Text: "You sent your application", Day: clock.DayOf(a.Sent[0].At), Done: true}
	}
	out = append(out, sent)
	for i, q := range a.Asked {
		out = append(out, Step{Text: "We asked you for more", Day: clock.DayOf(q.At), Done: true, Now: a.State == Returned && i == len(a.Asked)-1})
		if i+1 < len(a.Sent) {
			out = append(out, Step{Text: "You sent it again", Day: clock.DayOf(a.Sent[i+1].At), Done: true})
		}
	}
	for _, v := range a.Visits {
		out = append(out, Step{Text: "We visited you", Day: v.On, Done: true})
	}
	if a.State == Withdrawn {
		return append(out, Step{Text: "Withdrawn", Day: clock.DayOf(a.Since), Done: true, Now: true})
	}
	assessed := Step{Text: "We assess it", Now: a.State == Sent}
	if r := a.Recommended; r != nil && !open && a.State != Sent {
		assessed = Step{Text: "We assessed it", Day: clock.DayOf(r.At), Done: true}
	}
	out = append(out, assessed, Step{Text: "The chief officer decides", Now: a.State == Recommended})
	if d := a.Decided; d != nil {
		out[len(out)-1] = Step{Text: map[bool]string{true: "You are accredited", false: "Refused"}[d.Approved], Day: clock.DayOf(d.At), Done: true, Now: true}
	}
	return out
}
