// Package demo makes the demo county: it replays the plan of county, event by event,
// through the services that a real force uses, with the clock moved by hand to the hour
// of each event. Nothing is written past the services, so that the demo's ledger, letters
// and as-at answers are as real as any other's.
//
// Read Load.
package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"runtime"
	"slices"
	"sort"
	"sync"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/county/countyface"
	"watchword/internal/id"
	"watchword/internal/training"
	"watchword/internal/wire"
)

// Rooms is the rooms that the demo goes through, wired on a clock moved by hand.
type Rooms struct {
	*wire.Rooms
	Clock *clock.Hand
}

// Seed is the seed of the county that everybody sees.
const Seed = 2026

// Passphrase opens every account of the demo county. It is no secret: the county is
// made up, and the program serves it on this machine alone.
const Passphrase = "eastmarch lamp demo"

// Guest is an account of the demo county that one can sign in as.
type Guest struct{ Name, Post, Email string }

// loading is the replay under way.
type loading struct {
	Rooms
	ctx    context.Context
	plan   *county.Plan
	force  area.Force
	orgs   map[string]*employer
	people map[string]*worker
	areas  map[string]id.Area
	actors map[string]authz.Actor
	parts  map[authz.Role]id.Unit // of the force, by the role of their accounts
	photos map[string]portrait
	month  int
	// steps is what is still to be done besides the events, the earliest first.
	steps []step
	// guests is whom one can sign in as.
	guests []Guest
}

// portrait is a person's photograph, and the small one that a card's check page shows.
type portrait struct{ photo, small blob.File }

// employer is an organisation of the plan and what it became.
type employer struct {
	plan  county.Organisation
	id    id.Org
	roles map[string]id.Role
	teams map[string]id.Team // by supervisor
}

// worker is a person of the plan and what they became.
type worker struct {
	plan    county.Person
	id      id.Person
	acc     id.Accreditation
	to      clock.Day
	capable string
	agreed  bool
	sent    clock.Day
	earlier []training.Pass    // before they were put forward
	renewal *county.Renewed    // waits for a result
	order   *county.CardIssued // waits for the accreditation to be in force
	cards   map[string]id.Card
	// The person’s vetting form, once there is one: its envelope, the link, and the browser’s cookie.
	envelope     id.Vetting
	link, cookie string
}

// Load makes the county as it stands on the day that the rooms' clock shows, and tells
// who one can sign in as. The clock is at that instant again when it returns.
func Load(ctx context.Context, r Rooms, tell func(done, all int)) ([]Guest, error) {
	now := r.Clock.Now()
	l := &loading{Rooms: r, ctx: ctx, plan: county.Make(Seed, clock.DayOf(now)), orgs: map[string]*employer{}, people: map[string]*worker{},
		areas: map[string]id.Area{}, actors: map[string]authz.Actor{}}
	l.steps = inOrder(slices.Concat(toSign(), toJoin(), complaining(), signIn(), told(), toBill(), toWatch(), toJudge(), growing(), ruling(), answering(), toReview(), toTell(), making(), teaching(), l.months(clock.DayOf(now)), l.envelopes(clock.DayOf(now))))
	photos := l.draw()
	if len(l.plan.Events) == 0 {
		return nil, fmt.Errorf("the county has no history")
	}
	inTime(l.plan.Events)
	l.Clock.Set(l.plan.Events[0].At.AddDate(0, 0, -1))
	if err := l.ground(); err != nil {
		return nil, fmt.Errorf("the ground of the county: %w", err)
	}
	if err := l.units(); err != nil {
		return nil, fmt.Errorf("the units of the force: %w", err)
	}
	l.photos = <-photos
	for i, e := range l.plan.Events {
		if e.At.After(now) {
			break
		}
		if err := l.newMonth(e); err != nil {
			return nil, err
		}
		if err := l.catchUp(e.At, now); err != nil {
			return nil, fmt.Errorf("protocols and months before %s: %w", e.At.Format("2006-01-02 15:04"), err)
		}
		l.Clock.Set(e.At)
		if err := l.do(e); err != nil {
			return nil, fmt.Errorf("%s, %T of %v: %w", e.At.Format("2006-01-02 15:04"), e.Act, e.Act, err)
		}
		if tell != nil && i%200 == 0 {
			tell(i, len(l.plan.Events))
		}
	}
	if tell != nil {
		tell(len(l.plan.Events), len(l.plan.Events))
	}
	if err := l.catchUp(now, now); err != nil {
		return nil, fmt.Errorf("protocols and months: %w", err)
	}
	l.Clock.Set(now)
	_, err := l.Ledger.Checkpoint(ctx, l.Ring, l.force.ID, l.force.Origin())
	return l.guests, err
}

// plain is the picture without its palette, which the encoder of JPEG reads faster.
func plain(p *image.Paletted) *image.RGBA {
	out := image.NewRGBA(p.Bounds())
	var colours [256][4]uint8
	for i, c := range p.Palette {
		r, g, b, a := c.RGBA()
		colours[i] = [4]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), uint8(a >> 8)}
	}
	for i, x := range p.Pix {
		copy(out.Pix[4*i:], colours[x][:])
	}
	return out
}

// inTime moves renewals of arrangements that were signed on their first day to the day
// before: by that morning the old ones had lapsed, and with them every accreditation.
func inTime(events []county.Event) {
	for i, e := range events {
		if a, ok := e.Act.(county.OrgRenewed); ok && !e.At.Before(a.From.Start()) {
			events[i].At = clock.OnClock(a.From-1, 15, 0)
		}
	}
	sort.SliceStable(events, func(i, j int) bool { return events[i].At.Before(events[j].At) })
}

// newMonth signs a checkpoint, and renews keys that end soon, when a month has begun.
func (l *loading) newMonth(e county.Event) error {
	_, m, _ := clock.DayOf(e.At).Date()
	if int(m) == l.month {
		return nil
	}
	l.month = int(m)
	if err := l.Areas.RenewKeys(l.ctx, l.force); err != nil {
		return err
	}
	_, err := l.Ledger.Checkpoint(l.ctx, l.Ring, l.force.ID, l.force.Origin())
	return err
}

// draw draws every portrait, on all processors, while the ground is made.
func (l *loading) draw() <-chan map[string]portrait {
	out := make(chan map[string]portrait, 1)
	go func() {
		var mu sync.Mutex
		var wg sync.WaitGroup
		all := make(map[string]portrait, len(l.plan.People))
		work := make(chan county.Person)
		for range runtime.GOMAXPROCS(0) {
			wg.Go(func() {
				for p := range work {
					var b bytes.Buffer
					if jpeg.Encode(&b, plain(countyface.Draw(p.Portrait)), &jpeg.Options{Quality: 82}) != nil {
						continue
					}
					f := portrait{photo: blob.New("image/jpeg", b.Bytes())}
					var err error
					if f.small, err = card.Small(f.photo); err != nil {
						continue
					}
					mu.Lock()
					all[p.Key] = f
					mu.Unlock()
				}
			})
		}
		for _, p := range l.plan.People {
			work <- p
		}
		close(work)
		wg.Wait()
		out <- all
	}()
	return out
}
