package publicapi

import (
	"context"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/law"
)

// Day is the day a read speaks for. Embed it in the input.
type Day struct {
	AsAt string `query:"as_at" maxLength:"10" doc:"A day, 2026-11-17: the register as it stood at the end of it, as known today. Absent: now"`
}

type listInput struct {
	api.Paging
	Day
	Text    string   `query:"q" maxLength:"200" doc:"Part of a name or place"`
	Kinds   []string `query:"kind" maxItems:"6" enum:"council,housing,health,security,transport,other"`
	Asks    []string `query:"ask" maxItems:"3" enum:"name-address,alcohol-tobacco,cycle" doc:"Somebody may ask for one of these"`
	Notices []string `query:"notice" maxItems:"4" enum:"litter,graffiti,cycling,disorder" doc:"Somebody may give a notice for one of these"`
	Power   string   `query:"power" maxLength:"64" doc:"Somebody holds this power: its identity in the catalogue"`
	Place   string   `query:"place" maxLength:"200" doc:"A place of the map, by its short name"`
}

type powersInput struct{ Day }

// Power is a power that somebody holds.
type Power struct {
	ID            string `json:"id"`
	Name          string `json:"name"`
	Paragraph     string `json:"schedule_para"`
	Meaning       string `json:"meaning"`
	Organisations int    `json:"organisations" doc:"Organisations of which somebody holds it"`
	Persons       *int   `json:"persons,omitempty" doc:"Absent where fewer_than stands"`
	FewerThan     int    `json:"fewer_than,omitempty"`
}

// Add registers the operations of the public register.
func Add(a *api.API, public *desk.Public, now clock.Clock) {
	api.Get(a, "/register/organisations", "register-organisations", "Accredited organisations by name", api.Anyone, func(ctx context.Context, in *listInput) (*api.Body[api.Page[Organisation]], error) {
		c, err := census(ctx, public, in.Day, now)
		if err != nil {
			return nil, err
		}
		after, err := api.ParseCursor(in.Cursor, 1)
		if err != nil {
			return nil, err
		}
		found := c.Find(desk.PublicQuery{Text: in.Text, Kinds: in.Kinds, Asks: in.Asks, Notices: in.Notices, Power: law.PowerID(in.Power), Division: in.Place})
		for i, o := range found {
			if after != nil && o.Number == after[0] {
				found = found[i+1:]
				break
			}
		}
		return api.PageOf(found, in.Limit, func(o *desk.Accredited) Organisation { return Of(c, o) }, func(o *desk.Accredited) []string { return []string{o.Number} }), nil
	})
	api.Get(a, "/register/powers", "register-powers", "Powers that somebody holds", api.Anyone, func(ctx context.Context, in *powersInput) (*api.Body[api.Page[Power]], error) {
		c, err := census(ctx, public, in.Day, now)
		if err != nil {
			return nil, err
		}
		out := api.Page[Power]{Items: []Power{}}
		for i := range law.Powers() {
			p := &law.Powers()[i]
			orgs, persons := c.HeldBy(p.ID)
			if persons == 0 {
				continue
			}
			x := Power{ID: string(p.ID), Name: p.Name, Paragraph: p.Para, Meaning: p.Meaning, Organisations: len(orgs)}
			x.Persons, x.FewerThan = whole(c, persons)
			out.Items = append(out.Items, x)
		}
		return api.Of(out), nil
	})
}

// census is who was accredited at the end of the day, as known today.
func census(ctx context.Context, public *desk.Public, in Day, now clock.Clock) (*desk.Census, error) {
	force := account.From(ctx).Force.ID
	if in.AsAt == "" {
		return public.Now(ctx, force)
	}
	day, err := clock.ParseDay(in.AsAt)
	if err != nil {
		return nil, fault.In("as_at", "%q is not a day. Write it as 2026-11-17", in.AsAt)
	}
	if day == clock.DayOf(now.Now()) {
		return public.Now(ctx, force)
	}
	return public.AsAt(ctx, force, day.End().Add(-time.Millisecond), time.Time{})
}
