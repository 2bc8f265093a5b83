package county

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"watchword/internal/clock"
)

// reference is the day of the page pictures. Days written in this package are those
// of that day's county and move with today; only the law's own days stay.
var reference = clock.MustDay("2026-11-17")

// maker builds a plan.
type maker struct {
	seed      uint64
	today     clock.Day
	r         *rand.Rand
	names     *namer
	plan      *Plan
	orgs      []*org
	careers   []*career
	nextKey   int
	kettlesea string // the nominee of picture 05 whose vetting was refused
}

// org is an employer in the making.
type org struct {
	employer
	*Organisation
	since   clock.Day // first accredited; NoDay while it applies
	ended   clock.Day // withdrawn; NoDay otherwise
	periods []period  // of its arrangements
	domain  string
}

// period is a time for which something was decided, both days included.
type period struct{ decided, from, to clock.Day }

// Make is the county on that day. Equal seeds and days give equal plans. The ground
// depends on the seed alone.
func Make(seed uint64, today clock.Day) *Plan {
	m := &maker{seed: seed, today: today, r: chance(seed, "lives"), names: newNamer(seed), plan: &Plan{Today: today}}
	for i := uint64(0); m.plan.Areas == nil; i++ {
		areas, err := makeAreas(seed + i<<32)
		if i > 20 {
			panic("county: no ground can be drawn: " + err.Error())
		}
		if err == nil {
			m.plan.Areas = areas
		}
	}
	m.plan.Force = Force{
		Name: "Eastmarch Constabulary", Scheme: "Community Safety Accreditation Scheme", ChiefOfficer: "Chief Constable of Eastmarch Constabulary",
		Phone: "01632 960417", Email: "csas@eastmarch.example", CardReturn: "Scheme office, Eastmarch Constabulary, Watch House, Aldermere",
	}
	m.takePictured()
	m.police()
	m.makeOrgs()
	m.employ()
	m.schedule()
	m.number()
	m.lives()
	m.waiting()
	m.orgEvents()
	m.portal()
	m.finish()
	return m.plan
}

// finish puts everything in order.
func (m *maker) finish() {
	slices.SortStableFunc(m.plan.Events, func(a, b Event) int { return a.At.Compare(b.At) })
	m.numberNominees()
	for i := range m.plan.Events {
		if e := m.plan.Events[i]; !e.At.Before(m.today.Start()) {
			panic(fmt.Sprintf("county: an event lies in the future: %v %#v", e.At, e.Act))
		}
	}
	for _, o := range m.orgs {
		m.plan.Organisations = append(m.plan.Organisations, *o.Organisation)
	}
	slices.SortFunc(m.plan.Organisations, func(a, b Organisation) int { return cmp.Compare(a.Reference, b.Reference) })
	slices.SortFunc(m.plan.People, func(a, b Person) int { return cmp.Compare(a.Key, b.Key) })
}

// shift moves a day of the reference county to today's.
func (m *maker) shift(day string) clock.Day { return m.today + clock.MustDay(day) - reference }

// add notes an event at an hour of the London clock, some minutes past by chance.
func (m *maker) add(on clock.Day, hour int, by string, act Act) {
	at := clock.OnClock(on, hour, m.r.IntN(56)).Add(time.Duration(m.r.IntN(60)) * time.Second)
	m.plan.Events = append(m.plan.Events, Event{At: at, By: by, Act: act})
}

// at notes an event at a stated minute or up to four later, so that what is noted five
// minutes on comes after it.
func (m *maker) at(on clock.Day, hour, minute int, by string, act Act) {
	later := time.Duration(m.r.IntN(240)) * time.Second
	m.plan.Events = append(m.plan.Events, Event{At: clock.OnClock(on, hour, minute).Add(later), By: by, Act: act})
}

// past reports whether a day lies before today, so that events may stand on it.
func (m *maker) past(d clock.Day) bool { return d < m.today }

// workday is the day itself or the Friday before it: later days never give earlier
// workdays.
func workday(d clock.Day) clock.Day {
	switch d.Weekday() {
	case time.Saturday:
		return d - 1
	case time.Sunday:
		return d - 2
	}
	return d
}

// between is a working day from a to b, both included where they are working days.
func (m *maker) between(a, b clock.Day) clock.Day {
	if b < a {
		return a
	}
	for range 20 {
		d := a + clock.Day(m.r.IntN(int(b-a)+1))
		if w := workday(d); w >= a {
			return w
		}
	}
	return a
}

// days is a number of days from lo to hi.
func (m *maker) days(lo, hi int) clock.Day { return clock.Day(lo + m.r.IntN(hi-lo+1)) }

// numberNominees gives nominations their numbers, year by year, in order. The count
// begins so that the nominee of picture 05 has number 318: enquiries take numbers
// as well.
func (m *maker) numberNominees() {
	count, year := map[int]int{}, 0
	for _, e := range m.plan.Events {
		if n, ok := e.Act.(Nominated); ok {
			y, _, _ := clock.DayOf(e.At).Date()
			count[y]++
			if n.Person == m.kettlesea {
				year = y
				break
			}
		}
	}
	next := map[int]int{year: max(0, 318-count[year])}
	for i, e := range m.plan.Events {
		if n, ok := e.Act.(Nominated); ok {
			y, _, _ := clock.DayOf(e.At).Date()
			next[y]++
			n.Reference = fmt.Sprintf("%d-%03d", y, next[y])
			m.plan.Events[i].Act = n
		}
	}
}
