package county

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"watchword/internal/clock"
	"watchword/internal/geo"
)

// Spot is a point of the map to which incidents are moved, as published ones are.
type Spot struct {
	At     geo.Point
	Street string // "Market Place"
	Code   string // invented, in the form of official codes
	Small  string // the small area it lies in: "Aldermere 004A"
}

// Incident is one that was reported: its kind as police.uk codes it, and the number of its
// spot, or -1 for none.
type Incident struct {
	Kind string
	Spot int
}

// IncidentMonth is what was reported in a month, and the day on which it is published.
type IncidentMonth struct {
	First     clock.Day
	Published clock.Day
	Incidents []Incident
}

// incidentMonths is how many months are told: enough to set three beside the same three of
// the year before.
const incidentMonths = 15

// asb is antisocial behaviour as police.uk codes it.
const asb = "anti-social-behaviour"

// crimes is how often each kind of crime is told for one incident of antisocial behaviour.
var crimes = []struct {
	kind  string
	often float64
}{{"violent-crime", .55}, {"public-order", .2}, {"criminal-damage-arson", .16}, {"other-theft", .14}, {"vehicle-crime", .12}, {"burglary", .1}, {"drugs", .05}}

// season is how antisocial behaviour of a month compares with the year's, from January on.
var season = [12]float64{.82, .80, .94, 1.03, 1.14, 1.17, 1.24, 1.2, 1.02, 1.03, .9, .78}

// beside is what the sea adds to that: visitors in summer, nobody in winter.
var beside = [12]float64{.7, .7, .8, 1, 1.15, 1.3, 1.6, 1.7, 1.1, .9, .75, .7}

// The streets of towns, of the waterside and of villages.
var (
	townStreets = []string{"High Street", "Market Place", "Station Road", "Church Street", "Parking Area", "Queen Street", "Bridge Street", "Shopping Area", "Mill Road", "Abbey Close",
		"Supermarket", "Chapel Street", "Bus/coach Station", "Park/open Space", "Albert Road", "Union Street", "Weavers Row", "Nightclub", "Cross Keys Yard", "St John's Road"}
	shoreStreets   = []string{"Marine Parade", "Pier", "Esplanade", "Quay Street", "Harbour Road", "Beach Road", "Ropewalk", "Lifeboat Lane"}
	villageStreets = []string{"The Green", "Church Lane", "Mill Lane", "Back Lane", "Petrol Station", "School Lane", "Park/open Space", "Chestnut Close"}
)

// trouble is a ward with its spots and how much is reported there in a usual month.
type trouble struct {
	usual float64
	coast bool
	trend float64 // of a year
	spots []int
}

// Incidents is the months that were published by a day, the earliest first, with the spots
// they name: the same month is the same on every day. Most is reported in the middle of
// towns and on the front of those by the sea.
func Incidents(seed uint64, areas []Area, today clock.Day) ([]Spot, []IncidentMonth) {
	spots, wards := layOut(seed, areas)
	y, m, _ := today.Date()
	last := clock.Date(y, m-2, 1)
	if published(last) > today {
		last = last.AddMonths(-1)
	}
	var out []IncidentMonth
	for i := incidentMonths - 1; i >= 0; i-- {
		first := last.AddMonths(-i)
		out = append(out, IncidentMonth{First: first, Published: published(first), Incidents: reported(seed, first, wards)})
	}
	return spots, out
}

// published is the day on which a month is: the fifth of the month after next.
func published(first clock.Day) clock.Day { return first.AddMonths(2).AddDays(4) }

// layOut lays the spots over the wards.
func layOut(seed uint64, areas []Area) (spots []Spot, wards []trouble) {
	in := map[string]int{} // how many wards of an authority came before
	for _, a := range areas {
		if a.Kind != Ward {
			continue
		}
		i := slices.IndexFunc(authorities, func(au authority) bool { return authorityKey(au.short) == a.Parent })
		in[a.Parent]++
		r := chance(seed, "spots "+a.Key)
		t := trouble{usual: usual(authorities[i], a) * float64(a.People) / 1000, coast: a.Coast && a.Towns, trend: .7 + .6*r.Float64()}
		for k, street := range streets(r, a) {
			t.spots = append(t.spots, len(spots))
			spots = append(spots, Spot{At: somewhere(r, a.Shape), Street: street, Code: fmt.Sprintf("X01%06d", len(wards)*10+k/6+1),
				Small: fmt.Sprintf("%s %03d%c", authorities[i].short, in[a.Parent], 'A'+k/6)})
		}
		wards = append(wards, t)
	}
	return spots, wards
}

// usual is how much antisocial behaviour is reported in a ward in a usual month for each
// 1,000 people.
func usual(au authority, w Area) float64 {
	size := au.spread / 20
	street, shore := slices.Index(au.streets, w.Name), slices.Index(au.shore, w.Name)
	switch {
	case street >= 0 && street < 3:
		return size * []float64{4.6, 2.9, 2}[street]
	case shore >= 0:
		return size * 4.2 / float64(shore+1)
	case w.Towns:
		return 1.1 * size
	case w.Coast:
		return .55
	}
	return .35
}

// streets is the streets of a ward's spots, the most troubled first.
func streets(r *rand.Rand, w Area) []string {
	list, n := slices.Clone(villageStreets), 5
	if w.Towns {
		list, n = slices.Clone(townStreets), 12
	}
	if w.Coast {
		list = append(slices.Clone(shoreStreets), list[:n/2]...)
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:n]
}

// somewhere is a place within a shape, to the millionth of a degree as published; its
// middle if chance finds none.
func somewhere(r *rand.Rand, s geo.Shape) geo.Point {
	b := s.Bound()
	rounded := func(p geo.Point) geo.Point { return geo.Point{math.Round(p[0]*1e6) / 1e6, math.Round(p[1]*1e6) / 1e6} }
	for range 60 {
		if p := rounded(geo.Point{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}); s.Contains(p) {
			return p
		}
	}
	return rounded(s.Label())
}

// reported is what was reported in a month.
func reported(seed uint64, first clock.Day, wards []trouble) []Incident {
	r := chance(seed, "incidents "+first.String())
	y, m, _ := first.Date()
	years := float64(y-2025) + float64(m)/12
	var out []Incident
	for _, w := range wards {
		drift := math.Pow(w.trend, years/2)
		often := w.usual * drift * season[m-time.January]
		if w.coast {
			often *= beside[m-time.January]
		}
		out = w.add(r, out, asb, often)
		for _, c := range crimes {
			out = w.add(r, out, c.kind, w.usual*drift*c.often)
		}
	}
	return out
}

// add adds as many incidents as chance has it, of which some few have no place.
func (w trouble) add(r *rand.Rand, to []Incident, kind string, often float64) []Incident {
	for range poisson(r, often) {
		spot := -1
		if r.IntN(250) > 0 {
			// Half of what is left lies at each spot in turn, roughly.
			k := int(r.ExpFloat64() * float64(len(w.spots)) / 3.2)
			spot = w.spots[min(k, len(w.spots)-1)]
		}
		to = append(to, Incident{kind, spot})
	}
	return to
}

// poisson is a number of things that happen by chance, so often on the whole.
func poisson(r *rand.Rand, often float64) int {
	n, limit := 0, math.Exp(-often)
	for p := r.Float64(); p > limit; p *= r.Float64() {
		n++
	}
	return n
}
