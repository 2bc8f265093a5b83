package complaintapi

import (
	"time"

	"watchword/internal/complaint"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type when = register.When

// Complaint is a complaint or praise in JSON. What the reader may not read is absent.
type Complaint struct {
	ID            string                     `json:"id"`
	Reference     string                     `json:"reference" example:"7K2M-9QXD"`
	Praise        bool                       `json:"praise"`
	Channel       string                     `json:"channel,omitempty"`
	Number        string                     `json:"number,omitempty" doc:"AP number"`
	Looks         string                     `json:"looks,omitempty"`
	Where         string                     `json:"where,omitempty"`
	On            string                     `json:"on,omitempty" format:"date"`
	Time          string                     `json:"time,omitempty"`
	Matters       []string                   `json:"matters"`
	Serious       bool                       `json:"serious"`
	From          *ComplaintParty            `json:"complainant,omitempty"`
	Received      time.Time                  `json:"received"`
	Said          []ComplaintSaying          `json:"said"`
	Person        string                     `json:"person,omitempty"`
	Accreditation string                     `json:"accreditation,omitempty"`
	Org           string                     `json:"organisation,omitempty"`
	Power         string                     `json:"power,omitempty" doc:"The power used, if one was"`
	State         string                     `json:"state" enum:"received,acknowledged,referred,enquiring,reported,decided,in-review,reviewed,withdrawn,passed"`
	Since         time.Time                  `json:"since"`
	Why           string                     `json:"why,omitempty"`
	Acknowledged  *time.Time                 `json:"acknowledged,omitempty"`
	Weighed       *ComplaintNote             `json:"not_referred_because,omitempty"`
	Referred      *ComplaintReferral         `json:"referred,omitempty"`
	Assigned      *ComplaintAssigned         `json:"assigned,omitempty"`
	Held          bool                       `json:"held" doc:"Kept from the employer"`
	Suspended     *ComplaintNote             `json:"suspended,omitempty"`
	Informed      *time.Time                 `json:"person_told,omitempty"`
	Gist          string                     `json:"gist,omitempty" doc:"What the person complained of reads"`
	Enquiries     []ComplaintNote            `json:"enquiries"`
	Report        *ComplaintOutcome          `json:"report,omitempty"`
	Outcome       *ComplaintOutcome          `json:"outcome,omitempty"`
	Asked         *ComplaintNote             `json:"review_asked,omitempty"`
	Review        *ComplaintOutcome          `json:"review,omitempty"`
	Period        *registerapi.VersionPeriod `json:"period"`
}

// ComplaintParty is who complains.
type ComplaintParty struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	Share bool   `json:"share" doc:"The employer may know who it is"`
}

// ComplaintSaying is words of the complainant.
type ComplaintSaying struct {
	At    time.Time       `json:"at"`
	Text  string          `json:"text"`
	Files []ComplaintFile `json:"files"`
}

// ComplaintFile is something sent along.
type ComplaintFile struct {
	Name string `json:"name"`
	Hash string `json:"sha256"`
	Type string `json:"type"`
	Size int    `json:"size" doc:"In bytes"`
}

// ComplaintNote is something written down.
type ComplaintNote struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// ComplaintReferral is the way to professional standards.
type ComplaintReferral struct {
	ComplaintNote
	Taken    bool       `json:"taken" doc:"They deal with it themselves"`
	Answered *time.Time `json:"answered,omitempty"`
	Answer   string     `json:"answer,omitempty"`
}

// ComplaintAssigned is who looks into it.
type ComplaintAssigned struct {
	To    string    `json:"to" enum:"employer,office,standards"`
	Name  string    `json:"name,omitempty"`
	By    string    `json:"by" format:"date"`
	Since time.Time `json:"since"`
}

// ComplaintOutcome is what was found.
type ComplaintOutcome struct {
	ComplaintNote
	Finding  string `json:"finding" enum:"upheld,partly-upheld,not-upheld,resolved,no-finding"`
	Learning string `json:"learning,omitempty"`
}

func wire(v complaint.Version) Complaint {
	p, c := registerapi.PeriodOf(v), &v.State
	out := Complaint{ID: v.ID, Reference: c.Reference, Praise: c.Praise, Channel: c.Channel, Number: c.Number, Looks: c.Looks, Where: c.Where, On: c.On.String(), Time: c.Time, Matters: []string{}, Serious: c.Serious(),
		Received: c.Received, Said: []ComplaintSaying{}, Person: string(c.Person), Accreditation: string(c.Accreditation), Org: string(c.Org), Power: string(c.Power), State: string(c.State), Since: c.Since, Why: c.Why,
		Acknowledged: some(c.Acknowledged), Weighed: note(c.Weighed), Held: c.Held, Suspended: note(c.Suspended), Informed: some(c.Informed), Gist: c.Gist, Enquiries: []ComplaintNote{},
		Report: outcome(c.Report), Outcome: outcome(c.Outcome), Asked: note(c.Asked), Review: outcome(c.Review), Period: &p}
	for _, m := range c.Matters {
		out.Matters = append(out.Matters, string(m))
	}
	if c.From != (complaint.Party{}) {
		out.From = &ComplaintParty{c.From.Name, c.From.Email, c.From.Phone, c.From.Share}
	}
	for _, s := range c.Said {
		x := ComplaintSaying{At: s.At, Text: s.Text, Files: []ComplaintFile{}}
		for _, f := range s.Files {
			x.Files = append(x.Files, ComplaintFile(f))
		}
		out.Said = append(out.Said, x)
	}
	for i := range c.Enquiries {
		out.Enquiries = append(out.Enquiries, *note(&c.Enquiries[i]))
	}
	if r := c.Referred; r != nil {
		out.Referred = &ComplaintReferral{ComplaintNote: *note(&r.Note), Taken: r.Taken, Answered: some(r.Answered), Answer: r.Answer}
	}
	if a := c.Assigned; a != nil {
		out.Assigned = &ComplaintAssigned{string(a.To), a.Name, a.By.String(), a.Since}
	}
	return out
}

func some(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func note(n *complaint.Note) *ComplaintNote {
	if n == nil {
		return nil
	}
	return &ComplaintNote{n.At, n.By, n.Text}
}

func outcome(o *complaint.Outcome) *ComplaintOutcome {
	if o == nil {
		return nil
	}
	return &ComplaintOutcome{*note(&o.Note), string(o.Finding), o.Learning}
}
