// Package rollapi offers to other programs what an employer tells of who has left and who has
// moved, and which employers have been silent.
package rollapi

import (
	"context"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/person/roll"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// Roll is when an employer last confirmed who works for it, in JSON.
type Roll struct {
	Org        string `json:"organisation"`
	Confirmed  string `json:"confirmed,omitempty" format:"date" doc:"Absent: never"`
	By         string `json:"by,omitempty"`
	Here       int    `json:"here,omitempty" doc:"How many were still there then"`
	Leavers    int    `json:"leavers,omitempty"`
	Movers     int    `json:"movers,omitempty"`
	Reminded   int    `json:"reminded,omitempty" doc:"How often since then"`
	RemindedOn string `json:"reminded_on,omitempty" format:"date"`
	Due        string `json:"due,omitempty" format:"date" doc:"Of silent employers: the last day in time"`
}

func wire(of id.Org, r roll.Roll) Roll {
	return Roll{Org: string(of), Confirmed: r.Day.String(), By: r.By, Here: r.Here, Leavers: r.Leavers, Movers: r.Movers, Reminded: r.Reminded, RemindedOn: r.RemindedOn.String()}
}

// RollTold is what an employer tells; whoever is not named is still there.
type RollTold struct {
	Leavers []RollLeaver `json:"leavers,omitempty" maxItems:"2000"`
	Movers  []RollMover  `json:"movers,omitempty" maxItems:"2000"`
}

// RollLeaver is somebody who has left.
type RollLeaver struct {
	Person string `json:"person" maxLength:"64"`
	Last   string `json:"last" format:"date" doc:"Last day of employment"`
}

// RollMover is somebody who is in another role or team now.
type RollMover struct {
	Person string `json:"person" maxLength:"64"`
	Role   string `json:"role" maxLength:"64"`
	Team   string `json:"team,omitempty" maxLength:"64"`
}

// OfOrg names an employer in the address.
type OfOrg struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the employer"`
}

// Register adds the operations.
func Register(a *api.API, d *db.DB, c clock.Clock, s *roll.Service) {
	read := func(ctx context.Context, of id.Org, w register.When) (*api.Body[Roll], error) {
		r, err := db.Find(ctx, d, func(tx *db.Tx) (roll.Roll, error) { return s.Of(tx, account.Actor(ctx), of, w) })
		return api.Of(wire(of, r)), err
	}
	api.Get(a, "/organisations/{id}/roll", "roll-find", "When an employer last confirmed who works for it, as it stood", authz.ReportLeaving, func(ctx context.Context, in *struct {
		OfOrg
		registerapi.AsAt
	}) (*api.Body[Roll], error) {
		w, err := in.When(c.Now())
		if err != nil {
			return nil, err
		}
		return read(ctx, id.Org(in.ID), w)
	})
	api.Post(a, "/organisations/{id}/roll", "roll-confirm", "Say who has left and who has moved, and confirm the rest", authz.ReportLeaving, func(ctx context.Context, in *struct {
		OfOrg
		Body RollTold
	}) (*api.Body[Roll], error) {
		var t roll.Told
		var wrong fault.Fields
		for _, l := range in.Body.Leavers {
			t.Leavers = append(t.Leavers, roll.Leaver{Person: id.Person(l.Person), Last: registerapi.Day(l.Last, "left-"+l.Person, &wrong)})
		}
		for _, m := range in.Body.Movers {
			t.Movers = append(t.Movers, roll.Mover{Person: id.Person(m.Person), Role: id.Role(m.Role), Team: id.Team(m.Team)})
		}
		if err := wrong.Err(); err != nil {
			return nil, err
		}
		if err := s.Confirm(ctx, account.Actor(ctx), id.Org(in.ID), t); err != nil {
			return nil, err
		}
		return read(ctx, id.Org(in.ID), register.Now(c.Now()))
	})
	api.Get(a, "/silent-employers", "roll-silent", "Employers that have not confirmed who works for them in time, the longest first", authz.SendMessages, func(ctx context.Context, _ *struct{}) (*api.Body[api.Page[Roll]], error) {
		all, err := db.Find(ctx, d, func(tx *db.Tx) ([]roll.Silent, error) {
			return s.SilentOnes(tx, account.Actor(ctx), register.Now(c.Now()))
		})
		page := api.Page[Roll]{Items: []Roll{}}
		for _, x := range all {
			r := wire(x.Org, x.Roll)
			r.Due = x.Due.String()
			page.Items = append(page.Items, r)
		}
		return api.Of(page), err
	})
	api.Post(a, "/organisations/{id}/roll/remind", "roll-remind", "Remind a silent employer by e-mail", authz.SendMessages, func(ctx context.Context, in *OfOrg) (*api.Body[Roll], error) {
		if _, err := s.Remind(ctx, account.Actor(ctx), id.Org(in.ID)); err != nil {
			return nil, err
		}
		return read(ctx, id.Org(in.ID), register.Now(c.Now()))
	})
}
