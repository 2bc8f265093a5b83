package agreementapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/agreement/liaison"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Meeting is a meeting in JSON.
type Meeting struct {
	ID      string                     `json:"id"`
	Org     string                     `json:"organisation"`
	State   string                     `json:"state" enum:"planned,held,called-off"`
	Day     string                     `json:"day" format:"date" doc:"For which it is planned, or on which it was held"`
	Place   string                     `json:"place,omitempty"`
	OfForce string                     `json:"attended_for_force,omitempty" doc:"A name on each line"`
	OfOrg   string                     `json:"attended_for_organisation,omitempty"`
	Minutes string                     `json:"minutes,omitempty"`
	File    string                     `json:"minutes_file_sha256,omitempty"`
	Keep    string                     `json:"kept_until,omitempty" format:"date"`
	Why     string                     `json:"why,omitempty" doc:"Why it was called off"`
	Period  *registerapi.VersionPeriod `json:"period"`
}

// Meetings is the meetings of an organisation, and when the next is due.
type Meetings struct {
	Due   string    `json:"due,omitempty" format:"date" doc:"The last day in time of the next; absent without a protocol in force"`
	Last  string    `json:"last_held,omitempty" format:"date"`
	Every int       `json:"every_months"`
	Items []Meeting `json:"items" doc:"The latest day first"`
}

func wireMeeting(v liaison.MeetingVersion) Meeting {
	m, p := &v.State, registerapi.PeriodOf(v)
	return Meeting{ID: v.ID, Org: string(m.Org), State: string(m.State), Day: m.Day.String(), Place: m.Place, OfForce: m.OfForce, OfOrg: m.OfOrg, Minutes: m.Minutes, File: string(m.File), Keep: m.Keep.String(), Why: m.Why, Period: &p}
}

// MeetingPlan is when and where a meeting is to be held.
type MeetingPlan struct {
	Day   string `json:"day" format:"date"`
	Place string `json:"place,omitempty" maxLength:"200"`
}

// MeetingHeld is what is recorded of a meeting.
type MeetingHeld struct {
	MeetingPlan
	OfForce string `json:"attended_for_force" maxLength:"2000" doc:"A name on each line"`
	OfOrg   string `json:"attended_for_organisation" maxLength:"2000"`
	Minutes string `json:"minutes,omitempty" maxLength:"40000"`
}

// MeetingMinutes is the minutes of a meeting.
type MeetingMinutes struct {
	Minutes string `json:"minutes" maxLength:"40000"`
}

type meetings struct {
	registerapi.Read[id.Meeting, liaison.Meeting, Meeting]
	s *liaison.Service
}

// RegisterLiaison adds the operations of what the parties do under an agreement.
func RegisterLiaison(a *api.API, d *db.DB, c clock.Clock, s *liaison.Service) {
	h := &meetings{s: s, Read: registerapi.Read[id.Meeting, liaison.Meeting, Meeting]{DB: d, Clock: c, Who: account.Actor, Find: s.Meeting, History: s.MeetingHistory,
		Past: func(_ authz.Actor, v liaison.MeetingVersion) Meeting { return wireMeeting(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v liaison.MeetingVersion, _ register.When) (Meeting, error) {
			return wireMeeting(v), nil
		},
		Tag: func(m Meeting) string { return api.Tag(m.ID, m.Period.Entry) }}}
	h.Register(a, "/meetings", "meeting", authz.ReadAgreement, "A meeting, as it stood at any instant", "Every version of a meeting’s entry, oldest first")
	api.Get(a, "/organisations/{id}/meetings", "meeting-list", "The meetings of an organisation with its neighbourhood team, and when the next is due", authz.ReadAgreement, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/meetings", ID: "meeting-plan", Summary: "Plan a meeting", Needs: authz.KeepLiaison, Status: http.StatusCreated}, h.plan)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations/{id}/meetings/held", ID: "meeting-record", Summary: "Record a meeting that was not planned", Needs: authz.KeepLiaison, Status: http.StatusCreated}, h.record)
	api.Get(a, "/organisations/{id}/directory", "contact-list", "The contacts of both sides, each with when it was verified", authz.ReadAgreement, h.directory)
	api.Post(a, "/organisations/{id}/directory/verify", "contact-verify", "Record that a contact can be reached as it stands, today", authz.KeepLiaison, h.verify)
	registerMatters(a, d, c, s)
	registerEvaluations(a, d, c, s)
	registerapi.Act(a, &h.Read, "move", "Move a planned meeting", authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Meeting, b MeetingPlan) error {
		day, err := day(b.Day)
		if err == nil {
			_, err = s.Plan(ctx, who, "", of, day, b.Place)
		}
		return err
	})
	registerapi.Act(a, &h.Read, "hold", "Record that a planned meeting was held", authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Meeting, b MeetingHeld) error {
		held, err := attended(b)
		if err == nil {
			_, err = s.Hold(ctx, who, "", of, held)
		}
		return err
	})
	registerapi.Act(a, &h.Read, "minutes", "Write the minutes of a meeting, or write them anew", authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Meeting, b MeetingMinutes) error {
		return s.Minute(ctx, who, of, liaison.Attended{Minutes: b.Minutes})
	})
	registerapi.Act(a, &h.Read, "call-off", "Call a planned meeting off", authz.KeepLiaison, func(ctx context.Context, who authz.Actor, of id.Meeting, b AgreementWhy) error {
		return s.CallOff(ctx, who, of, b.Why)
	})
}

func day(text string) (clock.Day, error) {
	var wrong fault.Fields
	d := registerapi.Day(text, "day", &wrong)
	return d, wrong.Err()
}

func attended(b MeetingHeld) (liaison.Attended, error) {
	d, err := day(b.Day)
	return liaison.Attended{Day: d, Place: b.Place, OfForce: b.OfForce, OfOrg: b.OfOrg, Minutes: b.Minutes}, err
}

func (h *meetings) list(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[Meetings], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	m, err := db.Find(ctx, h.DB, func(tx *db.Tx) (liaison.Meetings, error) {
		return h.s.Meetings(tx, account.Actor(ctx), id.Org(in.ID), w)
	})
	out := Meetings{Due: m.Due.String(), Last: m.Last.String(), Every: m.Months, Items: []Meeting{}}
	for _, v := range m.All {
		out.Items = append(out.Items, wireMeeting(v))
	}
	return &api.Body[Meetings]{Body: out}, err
}

func (h *meetings) plan(ctx context.Context, in *struct {
	registerapi.Entry
	Body MeetingPlan
}) (*api.Body[Meeting], error) {
	d, err := day(in.Body.Day)
	if err != nil {
		return nil, err
	}
	of, err := h.s.Plan(ctx, account.Actor(ctx), id.Org(in.ID), "", d, in.Body.Place)
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}

func (h *meetings) record(ctx context.Context, in *struct {
	registerapi.Entry
	Body MeetingHeld
}) (*api.Body[Meeting], error) {
	held, err := attended(in.Body)
	if err != nil {
		return nil, err
	}
	of, err := h.s.Hold(ctx, account.Actor(ctx), id.Org(in.ID), "", held)
	if err != nil {
		return nil, err
	}
	return h.Now(ctx, of)
}
