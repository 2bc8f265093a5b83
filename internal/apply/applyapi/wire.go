package applyapi

import (
	"encoding/json"
	"time"

	"watchword/internal/apply"
	"watchword/internal/register/registerapi"
)

// Application is an application in JSON.
type Application struct {
	ID          string                     `json:"id"`
	Prospect    string                     `json:"prospect"`
	Reference   string                     `json:"reference" example:"7K2M-9QXD"`
	Name        string                     `json:"name"`
	Kind        string                     `json:"kind"`
	Private     bool                       `json:"private" doc:"It needs the company approval"`
	Contact     Contact                    `json:"contact"`
	Before      string                     `json:"before,omitempty" doc:"The refused application that it follows"`
	State       string                     `json:"state" enum:"draft,sent,returned,recommended,approved,refused,withdrawn"`
	Since       time.Time                  `json:"since"`
	Why         string                     `json:"why,omitempty"`
	Begun       string                     `json:"begun" format:"date"`
	Sent        []ApplicationSending       `json:"sent"`
	Asked       []ProspectNoted            `json:"asked" doc:"What the applicant was asked for"`
	Form        *ApplicationForm           `json:"form,omitempty" doc:"As last sent"`
	Criteria    []ApplicationCriterion     `json:"criteria"`
	Visits      []ApplicationVisit         `json:"visits"`
	Company     *ApplicationCompany        `json:"company,omitempty"`
	Consulted   []ApplicationConsulted     `json:"consulted"`
	Recommended *ApplicationRecommended    `json:"recommended,omitempty"`
	Decided     *ApplicationDecided        `json:"decided,omitempty"`
	Org         string                     `json:"organisation,omitempty" doc:"In the register, once approved"`
	Period      *registerapi.VersionPeriod `json:"period"`
}

// ApplicationSending is one time it was sent.
type ApplicationSending struct {
	At     time.Time `json:"at"`
	Signed string    `json:"signed"`
}

// ApplicationForm is what the applicant wrote.
type ApplicationForm struct {
	Answers     map[string]string   `json:"answers" doc:"By the name of the question"`
	Supervisors []Contact           `json:"supervisors"`
	Directors   []Contact           `json:"directors"`
	Roles       []ApplicationRole   `json:"roles"`
	Areas       []string            `json:"areas"`
	Drawn       json.RawMessage     `json:"drawn,omitempty" doc:"A boundary of its own, as a GeoJSON geometry"`
	Photo       string              `json:"photo_sha256,omitempty"`
	Uploads     []ApplicationUpload `json:"uploads"`
}

// ApplicationRole is a role with the powers asked for it.
type ApplicationRole struct {
	ID     string             `json:"id"`
	Title  string             `json:"title"`
	Staff  int                `json:"staff"`
	Powers []ApplicationAsked `json:"powers"`
}

// ApplicationAsked is one power asked for a role.
type ApplicationAsked struct {
	Power    string   `json:"power"`
	Offences []string `json:"offences"`
	Reason   string   `json:"reason"`
	Uses     string   `json:"expected_use"`
	Instead  string   `json:"alternatives"`
	Checks   string   `json:"checked_by,omitempty"`
}

// ApplicationUpload is a file that was sent.
type ApplicationUpload struct {
	What string `json:"shows"`
	Name string `json:"name"`
	Hash string `json:"sha256"`
	Type string `json:"type"`
	Size int    `json:"size"`
}

// ApplicationCriterion is what was found of a criterion.
type ApplicationCriterion struct {
	Criterion string `json:"criterion" maxLength:"200" doc:"Its words, as in the force’s settings"`
	Outcome   string `json:"outcome" enum:"met,not-met,not-applicable"`
	Evidence  string `json:"evidence" maxLength:"8000"`
	By        string `json:"by,omitempty" readOnly:"true"`
	On        string `json:"on,omitempty" readOnly:"true"`
	Until     string `json:"until,omitempty" format:"date" doc:"Last day the evidence is good"`
}

// ApplicationVisit is one visit.
type ApplicationVisit struct {
	On      string `json:"on" format:"date"`
	Where   string `json:"where" maxLength:"1000"`
	Present string `json:"present" maxLength:"2000"`
	Found   string `json:"found" maxLength:"8000"`
	By      string `json:"by,omitempty" readOnly:"true"`
}

// ApplicationCompany is where the company approval stands.
type ApplicationCompany struct {
	Reference string `json:"reference,omitempty" maxLength:"400"`
	Asked     string `json:"asked,omitempty" format:"date"`
	Came      string `json:"came,omitempty" format:"date" doc:"Day of the report; absent while it is awaited"`
	Approved  bool   `json:"approved"`
	Until     string `json:"until,omitempty" format:"date"`
	Note      string `json:"note,omitempty" maxLength:"8000"`
}

// ApplicationConsulted is one party that was asked.
type ApplicationConsulted struct {
	With     string `json:"with" maxLength:"200"`
	Asked    string `json:"asked,omitempty" readOnly:"true"`
	AnswerBy string `json:"answer_by,omitempty" readOnly:"true"`
	Answered string `json:"answered,omitempty" format:"date"`
	View     string `json:"view,omitempty" enum:"supports,no-objection,objects"`
	Text     string `json:"text,omitempty" maxLength:"8000"`
}

// ApplicationRecommended is the office's recommendation.
type ApplicationRecommended struct {
	For  bool      `json:"for"`
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// ApplicationDecided is the decision.
type ApplicationDecided struct {
	Approved bool                  `json:"approved"`
	By       string                `json:"by"`
	At       time.Time             `json:"at"`
	Why      string                `json:"why"`
	From     string                `json:"from,omitempty" format:"date"`
	To       string                `json:"to,omitempty" format:"date"`
	Powers   []ApplicationAnswered `json:"powers"`
}

// ApplicationAnswered is what was decided of one power.
type ApplicationAnswered struct {
	Role      string `json:"role"`
	Power     string `json:"power"`
	Answer    string `json:"answer"`
	Because   string `json:"because,omitempty"`
	Condition string `json:"condition,omitempty"`
}

func wireApplication(v apply.Version) Application {
	p, a := registerapi.PeriodOf(v), &v.State
	out := Application{ID: v.ID, Prospect: string(a.Prospect), Reference: a.Reference, Name: a.Name, Kind: string(a.Kind), Private: a.Private, Contact: Contact(a.Contact), Before: string(a.Before),
		State: string(a.State), Since: a.Since, Why: a.Why, Begun: a.Begun.String(), Org: string(a.Org), Period: &p, Form: wireForm(a.Form),
		Sent: []ApplicationSending{}, Asked: []ProspectNoted{}, Criteria: []ApplicationCriterion{}, Visits: []ApplicationVisit{}, Consulted: []ApplicationConsulted{}}
	for _, s := range a.Sent {
		out.Sent = append(out.Sent, ApplicationSending(s))
	}
	for _, n := range a.Asked {
		out.Asked = append(out.Asked, ProspectNoted(n))
	}
	for _, j := range a.Criteria {
		out.Criteria = append(out.Criteria, ApplicationCriterion{j.Criterion, string(j.Outcome), j.Evidence, j.By, j.On.String(), j.Until.String()})
	}
	for _, x := range a.Visits {
		out.Visits = append(out.Visits, ApplicationVisit{x.On.String(), x.Where, x.Present, x.Found, x.By})
	}
	if c := a.Company; c != nil {
		out.Company = &ApplicationCompany{c.Reference, c.Asked.String(), c.Came.String(), c.Approved, c.Until.String(), c.Note}
	}
	for _, c := range a.Consulted {
		out.Consulted = append(out.Consulted, ApplicationConsulted{c.With, c.Asked.String(), c.AnswerBy.String(), c.Answered.String(), string(c.View), c.Text})
	}
	if r := a.Recommended; r != nil {
		out.Recommended = &ApplicationRecommended{r.For, r.Text, r.By, r.At}
	}
	if d := a.Decided; d != nil {
		out.Decided = &ApplicationDecided{Approved: d.Approved, By: d.By, At: d.At, Why: d.Why, From: d.From.String(), To: d.To.String(), Powers: []ApplicationAnswered{}}
		for _, x := range d.Powers {
			out.Decided.Powers = append(out.Decided.Powers, ApplicationAnswered{x.Role, string(x.Power), string(x.Answer), x.Because, x.Condition})
		}
	}
	return out
}

func wireForm(f *apply.Form) *ApplicationForm {
	if f == nil {
		return nil
	}
	out := &ApplicationForm{Answers: f.Values, Photo: f.Photo, Supervisors: []Contact{}, Directors: []Contact{}, Roles: []ApplicationRole{}, Areas: []string{}, Uploads: []ApplicationUpload{}}
	for _, c := range f.Supervisors {
		out.Supervisors = append(out.Supervisors, Contact(c))
	}
	for _, c := range f.Directors {
		out.Directors = append(out.Directors, Contact(c))
	}
	for _, r := range f.Roles {
		role := ApplicationRole{ID: string(r.ID), Title: r.Title, Staff: r.Staff, Powers: []ApplicationAsked{}}
		for _, w := range r.Powers {
			asked := ApplicationAsked{Power: string(w.Power), Offences: []string{}, Reason: w.Reason, Uses: w.Uses, Instead: w.Instead, Checks: w.Checks}
			for _, o := range w.Offences {
				asked.Offences = append(asked.Offences, string(o))
			}
			role.Powers = append(role.Powers, asked)
		}
		out.Roles = append(out.Roles, role)
	}
	for _, a := range f.Areas {
		out.Areas = append(out.Areas, string(a))
	}
	if f.Drawn != nil {
		out.Drawn = f.Drawn.GeoJSON()
	}
	for _, u := range f.Uploads {
		out.Uploads = append(out.Uploads, ApplicationUpload{u.What, u.Name, u.Hash, u.Type, u.Size})
	}
	return out
}
