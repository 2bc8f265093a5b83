// Package applyapi offers enquiries and applications of employers to other programs: what
// the office follows, as it stood at any instant, each act on it, and the public way in.
package applyapi

import (
	"context"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type prospects struct {
	registerapi.Read[id.Prospect, apply.Prospect, Prospect]
	applies *apply.Service
}

// Register adds the operations of enquiries and applications.
func Register(a *api.API, d *db.DB, c clock.Clock, s *apply.Service) {
	p := &prospects{applies: s, Read: registerapi.Read[id.Prospect, apply.Prospect, Prospect]{DB: d, Clock: c, Who: account.Actor, Find: s.FindProspect, History: s.ProspectHistory,
		Past: func(_ authz.Actor, v apply.ProspectVersion) Prospect { return wireProspect(v) }, Tag: func(p Prospect) string { return api.Tag(p.ID, p.Period.Entry) }}}
	p.Wire = func(_ *db.Tx, _ authz.Actor, v apply.ProspectVersion, _ register.When) (Prospect, error) {
		return wireProspect(v), nil
	}
	p.Read.Register(a, "/prospects", "prospect", authz.ReadApplications, "An employer that asked about the scheme, as it stood at any instant", "Every version of the entry, oldest first")
	api.Get(a, "/prospects", "prospect-list", "Employers that asked about the scheme, in order of their names", authz.ReadApplications, p.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/prospects", ID: "prospect-enter", Summary: "Enter an enquiry that came otherwise than by the public page", Needs: authz.WorkApplications, Status: http.StatusCreated}, p.enter)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/enquiries", ID: "enquiry-send", Summary: "Ask about joining the scheme", Needs: api.Anyone, Status: http.StatusCreated,
		About: "Open to all. The answer’s reference shows where the enquiry stands."}, p.enquire)
	api.Get(a, "/enquiries/{reference}", "enquiry-progress", "Where an enquiry or application stands, by its reference", api.Anyone, p.progress)
	p.acts(a)
	registerApplications(a, d, c, s)
}

// Enquiry is what an employer says when it asks.
type Enquiry struct {
	Name    string   `json:"organisation" maxLength:"400"`
	Kind    string   `json:"kind" maxLength:"40" doc:"As in the register of organisations: district-council, security, …"`
	Contact Contact  `json:"contact"`
	Purpose string   `json:"purpose" maxLength:"8000" doc:"The work its people do, and where"`
	Powers  []string `json:"powers,omitempty" maxItems:"64" doc:"Powers in mind"`
	Staff   int      `json:"staff,omitempty" doc:"How many people might be accredited"`
}

// Contact is whom the office writes to.
type Contact struct {
	Name  string `json:"name" maxLength:"400"`
	Post  string `json:"post,omitempty" maxLength:"400"`
	Email string `json:"email" maxLength:"254"`
	Phone string `json:"phone,omitempty" maxLength:"40"`
}

func (q Enquiry) enquiry() apply.Enquiry {
	out := apply.Enquiry{Name: q.Name, Kind: org.Kind(q.Kind), Contact: apply.Contact(q.Contact), Purpose: q.Purpose, Staff: q.Staff}
	for _, p := range q.Powers {
		out.Powers = append(out.Powers, law.PowerID(p))
	}
	return out
}

// Prospect is an employer that asked, in JSON.
type Prospect struct {
	ID          string                     `json:"id"`
	Reference   string                     `json:"reference" example:"7K2M-9QXD"`
	Enquiry     Enquiry                    `json:"enquiry"`
	Made        time.Time                  `json:"made"`
	Public      bool                       `json:"public" doc:"It came by the public page"`
	Stage       string                     `json:"stage" enum:"enquired,met,invited,applied,joined,closed"`
	Since       time.Time                  `json:"since"`
	Why         string                     `json:"why,omitempty"`
	Next        string                     `json:"next,omitempty" doc:"What the office does next"`
	NextDay     string                     `json:"next_day,omitempty" format:"date"`
	Owner       string                     `json:"owner,omitempty"`
	Met         *ProspectMeeting           `json:"met,omitempty"`
	Notes       []ProspectNoted            `json:"notes"`
	Application string                     `json:"application,omitempty"`
	Org         string                     `json:"organisation,omitempty" doc:"In the register, once accredited"`
	Period      *registerapi.VersionPeriod `json:"period"`
}

// ProspectMeeting is the first meeting.
type ProspectMeeting struct {
	On    string `json:"on" format:"date"`
	Found string `json:"found" maxLength:"8000"`
}

// ProspectNoted is a note of the office.
type ProspectNoted struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

func wireProspect(v apply.ProspectVersion) Prospect {
	p, s := registerapi.PeriodOf(v), &v.State
	out := Prospect{ID: v.ID, Reference: s.Reference, Made: s.Made, Public: s.Public, Stage: string(s.Stage), Since: s.Since, Why: s.Why, Next: s.Next, NextDay: s.NextDay.String(),
		Owner: s.Owner, Application: string(s.Application), Org: string(s.Org), Period: &p, Notes: []ProspectNoted{},
		Enquiry: Enquiry{Name: s.Name, Kind: string(s.Kind), Contact: Contact(s.Contact), Purpose: s.Purpose, Staff: s.Staff}}
	for _, x := range s.Powers {
		out.Enquiry.Powers = append(out.Enquiry.Powers, string(x))
	}
	if s.Met != nil {
		out.Met = &ProspectMeeting{On: s.Met.On.String(), Found: s.Met.Found}
	}
	for _, n := range s.Notes {
		out.Notes = append(out.Notes, ProspectNoted(n))
	}
	return out
}

func (p *prospects) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	Text  string `query:"q" maxLength:"120" doc:"In the name, the contact or the reference"`
	Stage string `query:"stage" enum:"enquired,met,invited,applied,joined,closed" doc:"Only these"`
	Power string `query:"power" maxLength:"64" doc:"Only those with this power in mind"`
}) (*api.Body[api.Page[Prospect]], error) {
	after, err := api.ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	w, err := in.When(p.Clock.Now())
	if err != nil {
		return nil, err
	}
	vs, err := db.Find(ctx, p.DB, func(tx *db.Tx) ([]apply.ProspectVersion, error) {
		return p.applies.List(tx, account.Actor(ctx), apply.Query{Text: in.Text, Stage: apply.Stage(in.Stage), Power: law.PowerID(in.Power)}, w)
	})
	if err != nil {
		return nil, err
	}
	key := func(v apply.ProspectVersion) []string { return []string{org.Fold(v.State.Name), v.ID} }
	return api.PageOf(behind(vs, after, key), in.Limit, wireProspect, key), nil
}

// behind is what stands after the cursor in the order of the key.
func behind[V any](vs []V, after []string, key func(V) []string) []V {
	if after == nil {
		return vs
	}
	for i, v := range vs {
		if k := key(v); k[0] > after[0] || k[0] == after[0] && k[1] > after[1] {
			return vs[i:]
		}
	}
	return nil
}

func (p *prospects) enter(ctx context.Context, in *struct{ Body Enquiry }) (*api.Body[Prospect], error) {
	who := account.Actor(ctx)
	if err := who.May(authz.WorkApplications, authz.Object{}); err != nil {
		return nil, err
	}
	got, err := p.applies.Enquire(ctx, who, in.Body.enquiry())
	if err != nil {
		return nil, err
	}
	return p.Now(ctx, got.Prospect)
}

// EnquiryReceipt is the receipt for an enquiry.
type EnquiryReceipt struct {
	Reference string `json:"reference" example:"7K2M-9QXD"`
}

func (p *prospects) enquire(ctx context.Context, in *struct{ Body Enquiry }) (*api.Body[EnquiryReceipt], error) {
	got, err := p.applies.Enquire(ctx, account.Actor(ctx), in.Body.enquiry())
	return api.Of(EnquiryReceipt{got.Reference}), err
}

// EnquiryProgress is where an enquiry stands: no name, and nothing of what was written.
type EnquiryProgress struct {
	Reference string        `json:"reference"`
	Stage     string        `json:"stage"`
	Steps     []EnquiryStep `json:"steps"`
}

// EnquiryStep is one stage of the way.
type EnquiryStep struct {
	Text string `json:"text"`
	Day  string `json:"day,omitempty" format:"date"`
	Done bool   `json:"done"`
	Now  bool   `json:"now"`
}

func (p *prospects) progress(ctx context.Context, in *struct {
	Reference string `path:"reference" maxLength:"20"`
}) (*api.Body[EnquiryProgress], error) {
	found, err := p.applies.ByReference(ctx, account.Actor(ctx).Force, in.Reference)
	if fault.Is(err, fault.Invalid) {
		return nil, fault.New(fault.NotFound, "There is no enquiry with that reference.")
	}
	if err != nil {
		return nil, err
	}
	out := EnquiryProgress{Reference: found.Reference, Stage: string(found.Stage), Steps: []EnquiryStep{}}
	for _, s := range found.Steps {
		out.Steps = append(out.Steps, EnquiryStep{s.Text, s.Day.String(), s.Done, s.Now})
	}
	return api.Of(out), nil
}

// ProspectPlan is what the office does next.
type ProspectPlan struct {
	Next  string `json:"next" maxLength:"400"`
	Day   string `json:"day" format:"date"`
	Owner string `json:"owner,omitempty" maxLength:"400" doc:"Absent: the account’s own name"`
}

// ProspectText is a note, or a reason.
type ProspectText struct {
	Text string `json:"text" maxLength:"8000"`
}

func (p *prospects) acts(a *api.API) {
	s := p.applies
	registerapi.Act(a, &p.Read, "plan", "Say what is done next, by when and by whom", authz.WorkApplications, func(ctx context.Context, who authz.Actor, of id.Prospect, b ProspectPlan) error {
		var wrong fault.Fields
		day := registerapi.Day(b.Day, "day", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Plan(ctx, who, of, apply.Plan{Next: b.Next, Day: day, Owner: b.Owner})
	})
	registerapi.Act(a, &p.Read, "note", "Write a note", authz.WorkApplications, func(ctx context.Context, who authz.Actor, of id.Prospect, b ProspectText) error {
		return s.Note(ctx, who, of, b.Text)
	})
	registerapi.Act(a, &p.Read, "meet", "Record a first meeting", authz.WorkApplications, func(ctx context.Context, who authz.Actor, of id.Prospect, b ProspectMeeting) error {
		var wrong fault.Fields
		on := registerapi.Day(b.On, "on", &wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.Meet(ctx, who, of, on, b.Found)
	})
	registerapi.Act(a, &p.Read, "close", "Close an enquiry that goes no further", authz.WorkApplications, func(ctx context.Context, who authz.Actor, of id.Prospect, b ProspectText) error {
		return s.Close(ctx, who, of, b.Text)
	})
	registerapi.Act(a, &p.Read, "reopen", "Take a closed enquiry up again", authz.WorkApplications, func(ctx context.Context, who authz.Actor, of id.Prospect, b ProspectText) error {
		return s.Reopen(ctx, who, of, b.Text)
	})
}
