package clockwork

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
)

// Forecast is what lapses and falls due month by month, of what an actor may see, as it
// stands now: whoever renews something moves it.
type Forecast struct {
	Months []Month
	Kinds  []diary.Kind // every kind there is, what has most first
	// Training is who must be trained again, power by power in the order of the catalogue.
	Training []PowerMonths
	// Places is how many persons those are in each month: the places they need on courses.
	Places []int
}

// Month is what falls due in a month.
type Month struct {
	First  clock.Day
	Counts map[diary.Kind]int
	Total  int
}

// PowerMonths is how many persons' training for a power ends in each month.
type PowerMonths struct {
	Power   law.PowerID
	Name    string
	Persons []int // by month
	Total   int
}

// MostMonths is how far a forecast looks ahead at most.
const MostMonths = 60

// Forecast works out the months ahead, this one first. What is overdue counts to this
// month.
//
// Errors: fault.Forbidden; fault.Invalid for no months, or more than MostMonths.
func (s *Service) Forecast(ctx context.Context, who authz.Actor, months int) (Forecast, error) {
	if err := who.May(authz.OwnAccount, authz.Object{}); err != nil {
		return Forecast{}, err
	}
	if months < 1 || months > MostMonths {
		return Forecast{}, fault.In("months", "Enter a number of months between 1 and %d", MostMonths)
	}
	now := s.now()
	y, m, _ := clock.DayOf(now).Date()
	first := clock.Date(y, m, 1)
	w := diary.Window{At: now, To: first.AddMonths(months).AddDays(-1), Limit: diary.Everything}
	items, err := db.Find(ctx, s.DB, func(tx *db.Tx) ([]diary.Item, error) { return diary.All(tx, s.Sources, who, w) })
	if err != nil {
		return Forecast{}, err
	}
	return forecast(items, first, months, w.To), nil
}

// forecast counts items by the month they fall into.
func forecast(items []diary.Item, first clock.Day, months int, last clock.Day) Forecast {
	f := Forecast{Months: make([]Month, months)}
	for i := range f.Months {
		f.Months[i] = Month{First: first.AddMonths(i), Counts: map[diary.Kind]int{}}
	}
	totals := map[diary.Kind]int{}
	all, each := make(persons, months), map[law.PowerID]persons{}
	for _, x := range items {
		if x.Due == clock.NoDay || x.Due > last {
			continue
		}
		i := monthsFrom(first, x.Due)
		f.Months[i].Counts[x.Kind]++
		f.Months[i].Total++
		totals[x.Kind]++
		if x.Kind != trainingEnds {
			continue
		}
		all.add(i, x.Person)
		for _, p := range x.Powers {
			if each[p] == nil {
				each[p] = make(persons, months)
			}
			each[p].add(i, x.Person)
		}
	}
	f.Kinds = slices.SortedFunc(maps.Keys(totals), func(a, b diary.Kind) int { return cmp.Or(totals[b]-totals[a], cmp.Compare(a, b)) })
	f.Places, _ = all.counts()
	for _, p := range law.Powers() {
		if by, ok := each[p.ID]; ok {
			row := PowerMonths{Power: p.ID, Name: p.Name}
			row.Persons, row.Total = by.counts()
			f.Training = append(f.Training, row)
		}
	}
	return f
}

// trainingEnds is the kind of what needs a place on a course.
const trainingEnds diary.Kind = "training"

// persons is who, by month.
type persons []map[id.Person]bool

func (p persons) add(month int, who id.Person) {
	if p[month] == nil {
		p[month] = map[id.Person]bool{}
	}
	p[month][who] = true
}

func (p persons) counts() (by []int, total int) {
	for _, who := range p {
		by, total = append(by, len(who)), total+len(who)
	}
	return by, total
}

// monthsFrom is in which month after the first a day lies; the first for an earlier day.
func monthsFrom(first, day clock.Day) int {
	y0, m0, _ := first.Date()
	y, m, _ := day.Date()
	return max(0, (y-y0)*12+int(m)-int(m0))
}
