// Package clockapi offers the clockwork to other programs: the calendar of the account, the
// months ahead, and the messages that were sent or could not be.
package clockapi

import (
	"context"
	"net/http"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clockwork"
	"watchword/internal/id"
	"watchword/internal/outbox"
)

type handlers struct{ clockwork *clockwork.Service }

// Register adds the operations.
func Register(a *api.API, s *clockwork.Service) {
	h := &handlers{s}
	api.Get(a, "/calendar", "calendar", "Whether your account has a calendar that programs read by a secret address", authz.OwnAccount, h.calendar)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/calendar", ID: "calendar-make", Summary: "Make the secret address of a calendar, in place of the one there is", Needs: authz.OwnAccount, Fleeting: true, Status: http.StatusCreated,
		About: "The secret is told this once. The calendar is at /calendar/{secret}.ics."}, h.make)
	api.Post(a, "/calendar/end", "calendar-end", "End the address of the calendar", authz.OwnAccount, h.end)
	api.Get(a, "/forecast", "forecast", "What ends or falls due month by month, and who must be trained", authz.ReadPerson, h.forecast)
	api.Get(a, "/messages", "message-list", "The messages that were written, the newest first", authz.ReadMessages, h.messages)
	api.Get(a, "/messages/{id}", "message", "A message; its words only where they are not their reader’s alone", authz.ReadMessages, h.message)
	api.Post(a, "/messages/{id}/again", "message-again", "Send a message again that was given up or kept", authz.SendMessages, h.again)
}

// Calendar is the calendar of an account.
type Calendar struct {
	Made time.Time  `json:"made"`
	Read *time.Time `json:"read,omitempty" doc:"It was read last, to within an hour"`
}

func (h *handlers) calendar(ctx context.Context, _ *struct{}) (*api.Body[Calendars], error) {
	f, ok, err := h.clockwork.FeedOf(ctx, account.Actor(ctx))
	out := Calendars{Items: []Calendar{}}
	if ok {
		c := Calendar{Made: f.Made}
		if !f.Seen.IsZero() {
			c.Read = &f.Seen
		}
		out.Items = append(out.Items, c)
	}
	return api.Of(out), err
}

// Calendars is the calendars of an account: none, or one.
type Calendars struct {
	Items []Calendar `json:"items"`
}

// Secret is what a calendar is read by.
type Secret struct {
	Secret string `json:"secret"`
}

func (h *handlers) make(ctx context.Context, _ *struct{}) (*api.Body[Secret], error) {
	secret, err := h.clockwork.MakeFeed(ctx, account.Actor(ctx))
	return api.Of(Secret{secret}), err
}

func (h *handlers) end(ctx context.Context, _ *struct{}) (*api.Done, error) {
	return &api.Done{}, h.clockwork.EndFeed(ctx, account.Actor(ctx))
}

// Forecast is the months ahead.
type Forecast struct {
	Months   []Month    `json:"months"`
	Training []Training `json:"training" doc:"Persons whose training ends, by power"`
}

// Month is what ends or falls due in a month.
type Month struct {
	Month  string         `json:"month" doc:"Year and month, for example 2026-11"`
	All    int            `json:"all"`
	Kinds  map[string]int `json:"kinds" doc:"How much of each kind"`
	Places int            `json:"training_places" doc:"Persons whose training for some power ends: the places needed on courses"`
}

// Training is how many persons' training for a power ends in each month.
type Training struct {
	Power   string `json:"power"`
	Persons []int  `json:"persons" doc:"In the order of the months"`
}

func (h *handlers) forecast(ctx context.Context, in *struct {
	Months int `query:"months" minimum:"1" maximum:"60" default:"12" doc:"How many months, this one first"`
}) (*api.Body[Forecast], error) {
	f, err := h.clockwork.Forecast(ctx, account.Actor(ctx), in.Months)
	out := Forecast{Months: []Month{}, Training: []Training{}}
	for i, m := range f.Months {
		x := Month{Month: m.First.String()[:7], All: m.Total, Kinds: map[string]int{}, Places: f.Places[i]}
		for k, n := range m.Counts {
			x.Kinds[string(k)] = n
		}
		out.Months = append(out.Months, x)
	}
	for _, t := range f.Training {
		out.Training = append(out.Training, Training{Power: string(t.Power), Persons: t.Persons})
	}
	return api.Of(out), err
}

// Message is an e-mail that the program wrote.
type Message struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind" doc:"For example digest, letter"`
	To       string     `json:"to,omitempty" doc:"The address; absent once it is forgotten"`
	Subject  string     `json:"subject"`
	Words    string     `json:"words,omitempty" doc:"Of one message, where they are not their reader’s alone"`
	State    string     `json:"state" enum:"queued,sent,delivered,failed,kept"`
	Why      string     `json:"why_not,omitempty" doc:"Why it was not sent, or not yet"`
	Attempts int        `json:"tries"`
	Made     time.Time  `json:"written"`
	Done     *time.Time `json:"done,omitempty" doc:"Handed over, given up or kept"`
	Way      string     `json:"sent_by,omitempty"`
}

func wire(m outbox.Message) Message {
	out := Message{ID: string(m.ID), Kind: m.Kind, To: m.Address, Subject: m.Subject, State: string(m.State), Why: m.Why, Attempts: m.Attempts, Made: m.Made, Way: m.Way}
	if m.Body != "" {
		out.Words = m.Text()
	}
	if !m.Done.IsZero() {
		out.Done = &m.Done
	}
	return out
}

func (h *handlers) messages(ctx context.Context, in *struct {
	api.Paging
	State string `query:"state" enum:"queued,sent,delivered,failed,kept" doc:"Only these"`
}) (*api.Body[api.Page[Message]], error) {
	after, err := api.ParseCursor(in.Cursor, 1)
	if err != nil {
		return nil, err
	}
	f := outbox.Filter{State: outbox.State(in.State), Limit: in.Limit}
	if after != nil {
		f.After = after[0]
	}
	found, more, _, err := h.clockwork.Messages(ctx, account.Actor(ctx), f)
	out := api.Page[Message]{Items: []Message{}}
	for _, m := range found {
		out.Items = append(out.Items, wire(m))
	}
	if more {
		out.Next = api.Cursor(string(found[len(found)-1].ID))
	}
	return api.Of(out), err
}

type byID struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the message"`
}

func (h *handlers) message(ctx context.Context, in *byID) (*api.Body[Message], error) {
	m, err := h.clockwork.Message(ctx, account.Actor(ctx), id.Message(in.ID))
	return api.Of(wire(m)), err
}

func (h *handlers) again(ctx context.Context, in *byID) (*api.Done, error) {
	return &api.Done{}, h.clockwork.SendAgain(ctx, account.Actor(ctx), id.Message(in.ID))
}
