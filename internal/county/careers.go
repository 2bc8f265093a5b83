package county

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"watchword/internal/clock"
)

// career is one person's accreditation with one employer, from grant to end.
type career struct {
	person  Person
	o       *org
	post    int // of the employer's roles
	first   int // the post at the grant, where it has changed since
	granted time.Time
	start   clock.Day // NoDay until it is scheduled
	end     clock.Day // NoDay while it is alive
	how     ending
	idle    clock.Day // suspended today, since that day; NoDay otherwise
	tag     string    // for those that the pictures name
	number  string
	periods []period
	vetted  clock.Day // when the vetting that the grant rested on was decided
	powers  []Grant   // as they stand
	gap     period    // days on which training had lapsed; zero for none
	apart   []string  // powers whose module ends before the rest, after apartTo
	apartTo clock.Day
}

// ending is how an accreditation came to its end.
type ending int

const (
	alive     ending = iota
	left             // the employer
	struck           // withdrawn by the chief officer
	lapsed           // at the end of its period, for nobody renewed it
	orgEnded         // with the employer's arrangements
	fixedTerm        // with a contract for some months
)

// The months of the county's history. inForceAgo is how many accreditations were in
// force that many months ago, and leavers how many ended in the month before that.
var (
	inForceAgo = []int{538, 531, 524, 526, 524, 520, 515, 505, 502, 497, 489, 493, 488, 481, 476, 474, 470, 463, 458, 448, 452, 447, 440, 430, 420, 424, 418, 415, 409, 402}
	leavers    = []int{6, 8, 22, 9, 8, 7, 5, 8, 11, 6, 5, 4, 6, 5, 7, 6, 18, 5, 6, 9, 7, 6, 8, 5, 9, 4, 6, 5, 6}
)

// Months, counted back from today, in which something else happens.
const (
	seasonEnds   = 2 // contracts of the season end
	seasonBegins = 6
	tamsinMonth  = 9
	tamsinAfter  = 7 // grants of that month that come after Tamsin Okafor's
	lastNumber   = 4560
	seasonal     = 12
)

// goneMonth is in which month past employers were withdrawn.
var goneMonth = map[string]int{"Merrow Park and Ride Ltd": 8, "Beacon Retail Guarding Ltd": 16, "Fenbury Market Wardens CIC": 22}

// joinedMonth is in which month the first persons of employers who joined lately were
// accredited; their first day is counted back from it.
var joinedMonth = map[string]int{"Strand BID": 23, "Lanternfield Security Ltd": 20, "Castlegate Centre Ltd": 15, "Kettlesea BID": 12, "Calder Vale Countryside Trust": 3}

// employ makes the careers that are alive today.
func (m *maker) employ() {
	for _, o := range m.orgs {
		if o.now == applying || o.now == gone {
			continue
		}
		for i, p := range o.roles {
			for range p.n {
				m.career(o, i)
			}
		}
	}
	for i, name := range []string{"Pellmouth Council", "Vale University", "Fenbury District Council"} {
		c := m.career(m.org(name), 0)
		c.idle = m.today - []clock.Day{12, 25, 40}[i]
	}
	m.pictured()
}

func (m *maker) org(name string) *org {
	i := slices.IndexFunc(m.orgs, func(o *org) bool { return o.employer.name == name })
	return m.orgs[i]
}

func (m *maker) career(o *org, post int) *career {
	c := &career{o: o, post: post, first: post, start: clock.NoDay, end: clock.NoDay, idle: clock.NoDay}
	m.careers = append(m.careers, c)
	return c
}

// readyAfter is how many days an employer needs until its first person is accredited.
const readyAfter = 45

// ready is the first day on which an employer's person can have been accredited.
func (o *org) ready() clock.Day { return o.since + readyAfter }

// aliveAgo is how many accreditations existed k months ago: those in force and those
// that are suspended now and were so then.
func (m *maker) aliveAgo(k int) int {
	n := inForceAgo[k]
	on := m.today.AddMonths(-k)
	for _, c := range m.careers {
		if c.end == clock.NoDay && (c.idle != clock.NoDay && c.idle <= on || c.o.now == suspended && m.tollgateSuspended() <= on) {
			n++
		}
	}
	return n
}

func (m *maker) tollgateSuspended() clock.Day { return m.today - 44 }

// schedule goes back month by month from those who hold an accreditation today: it
// brings back those who left in the month and sends away those who were granted
// theirs in it, so that every month ends with the number it should.
func (m *maker) schedule() {
	n := len(leavers)
	need := make([]int, n)
	for k := range n {
		need[k] = m.aliveAgo(k) - m.aliveAgo(k+1) + leavers[k]
	}
	for k := range n {
		lo, hi := m.today.AddMonths(-k-1)+1, min(m.today.AddMonths(-k), m.today-1)
		m.leave(k, lo, hi)
		m.grantIn(k, lo, hi, need[k])
	}
	before := m.today.AddMonths(-n)
	for _, c := range m.careers {
		if c.start != clock.NoDay {
			continue
		}
		c.start = m.between(max(c.o.ready(), before.AddYears(-5)), before)
		if c.o.stopped(m, c.start) {
			c.start = workday(c.start - 14)
		}
		if c.tag == "vetting due" {
			c.start = workday((m.today + 8).AddYears(-3) + m.days(25, 55))
		}
	}
}

// leave makes the careers that ended in a month.
func (m *maker) leave(k int, lo, hi clock.Day) {
	n := leavers[k]
	for _, o := range m.orgs {
		if month, ok := goneMonth[o.employer.name]; ok && month == k {
			o.ended = workday(lo + 14)
			for i, p := range o.roles {
				for range p.n {
					c := m.career(o, i)
					c.end, c.how = o.ended, orgEnded
					n--
				}
			}
		}
	}
	if k == seasonEnds {
		for range seasonal {
			c := m.career(m.org("Gullhaven Borough Council"), 3)
			c.end, c.how, c.tag = workday(lo+20), fixedTerm, "season"
			n--
		}
	}
	for range n {
		o := m.leaverOf(lo)
		post := m.r.IntN(len(o.roles))
		c := m.career(o, post)
		c.end, c.how = m.between(lo+1, hi), left
		switch m.r.IntN(22) {
		case 0:
			c.how = struck
		case 1, 2:
			c.how = lapsed
		}
	}
}

// leaverOf chooses the employer of somebody who left after lo.
func (m *maker) leaverOf(lo clock.Day) *org {
	aldermere := m.orgs[0]
	had := 0
	for _, c := range m.careers {
		if c.o == aldermere && c.end != clock.NoDay {
			had++
		}
	}
	if had < 11 && m.r.IntN(9) == 0 {
		return aldermere
	}
	for {
		c := one(m.r, m.careers)
		if c.end == clock.NoDay && c.o != aldermere && c.o.now == inForce && c.o.ready() < lo-200 && c.o.employer.name != "Pellmouth Port Authority" {
			if _, late := joinedMonth[c.o.employer.name]; !late {
				return c.o
			}
		}
	}
}

// grantIn chooses who was granted an accreditation in a month, and on what day.
func (m *maker) grantIn(k int, lo, hi clock.Day, need int) {
	may := func(c *career) bool {
		return c.start == clock.NoDay && c.o.ready() <= hi && (c.end == clock.NoDay || c.end > hi+45) && (c.idle == clock.NoDay || c.idle > hi+60) && c.tag == "" &&
			(c.o.now != suspended || m.tollgateSuspended() > hi+60)
	}
	var chosen, others []*career
	for _, c := range m.careers {
		switch {
		case c.start != clock.NoDay:
		case c.tag == "season" && k == seasonBegins, c.tag == "tamsin" && k == tamsinMonth, may(c) && c.o.ready() > lo:
			chosen = append(chosen, c)
		case may(c):
			others = append(others, c)
		}
	}
	m.r.Shuffle(len(others), func(i, j int) { others[i], others[j] = others[j], others[i] })
	if len(chosen) > need || len(chosen)+len(others) < need {
		panic(fmt.Sprintf("county: month %d needs %d grants, has %d that must be and %d that may be in it", k, need, len(chosen), len(others)))
	}
	chosen = append(chosen, others[:need-len(chosen)]...)
	slices.SortStableFunc(chosen, func(a, b *career) int { return cmp.Compare(b.o.ready(), a.o.ready()) })
	tamsin, after := m.shift("2026-02-03"), 0
	for _, c := range chosen {
		from, to := max(lo, c.o.ready()), hi
		switch {
		case c.tag == "tamsin":
			from, to = tamsin, tamsin
		case k == tamsinMonth && after < tamsinAfter:
			from, after = tamsin+1, after+1
		case k == tamsinMonth:
			to = tamsin - 1
		}
		c.start = m.between(from, to)
		if c.tag == "tamsin" {
			c.start = tamsin
		}
	}
}

// number gives the AP numbers, in the order of the grants.
func (m *maker) number() {
	for _, c := range m.careers {
		c.granted = clock.OnClock(c.start, 9+m.r.IntN(7), m.r.IntN(60)).Add(time.Duration(m.r.IntN(60)) * time.Second)
		if c.tag == "tamsin" {
			c.granted = clock.OnClock(c.start, 9, 12).Add(44 * time.Second)
		}
	}
	slices.SortStableFunc(m.careers, func(a, b *career) int { return a.granted.Compare(b.granted) })
	first := lastNumber + 1 - len(m.careers)
	for _, w := range []struct {
		number int
		org    string
		tag    string
	}{{4302, "Harbourside Security Ltd", "4302"}, {4088, "Merrowby Homes", "4088"}, {4390, "Aldermere City Council", "dev"}, {4519, "Pellmouth Town Council", "4519"}} {
		m.swap(w.number-first, w.org, w.tag)
	}
	last := time.Time{}
	for i, c := range m.careers {
		if !c.granted.After(last) {
			c.granted = last.Add(time.Second)
		}
		last = c.granted
		c.number = fmt.Sprintf("EM %d", first+i)
	}
}

// swap lets a person of that employer have the grant at place i. Where whoever has
// that grant cannot have another's, a neighbour changes places with them first.
func (m *maker) swap(i int, orgName, tag string) {
	for d := range 60 {
		if d > 0 && !m.exchange(i, i+d, true) {
			continue
		}
		for j, c := range m.careers {
			if c.o.employer.name == orgName && c.post == 0 && c.tag == "" && c.end == clock.NoDay && c.idle == clock.NoDay && (i == j || m.exchange(i, j, false)) {
				c.tag = tag
				return
			}
		}
	}
	panic("county: nobody of " + orgName + " can have that number")
}

// exchange lets two careers change their grants, if both can have begun on the other
// day. Neighbours may do so even where one has a day of its own.
func (m *maker) exchange(i, j int, neighbours bool) bool {
	a, b := m.careers[i], m.careers[j]
	fits := func(c *career, start clock.Day) bool {
		free := c.tag == "" || neighbours && c.tag != "tamsin"
		return free && c.o.ready() <= start && (c.end == clock.NoDay || c.end > start+60) && (c.idle == clock.NoDay || c.idle > start+60) &&
			!c.o.stopped(m, start) && (c.o.now != suspended || start < m.tollgateSuspended()-20)
	}
	if !fits(a, b.start) || !fits(b, a.start) {
		return false
	}
	a.start, b.start = b.start, a.start
	a.granted, b.granted = b.granted, a.granted
	m.careers[i], m.careers[j] = b, a
	return true
}

// stopped reports whether the employer of the pictures stood suspended on that day,
// for lack of insurance.
func (o *org) stopped(m *maker, on clock.Day) bool {
	return o.Key == "aldermere-city-council" && on >= m.shift("2022-08-12") && on <= m.shift("2022-08-21")
}
