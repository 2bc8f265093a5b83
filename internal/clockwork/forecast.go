package clockwork

import (
	"context"
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
	Items    []diary.Item // the earliest due first
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
	persons := map[law.PowerID][]map[id.Person]bool{}
	for _, x := range items {
		if x.Due == clock.NoDay || x.Due > last {
			continue
		}
		f.Items = append(f.Items, x)
		i := monthsFrom(first, x.Due)
		f.Months[i].Counts[x.Kind]++
		f.Months[i].Total++
		totals[x.Kind]++
		for _, p := range x.Powers {
			if x.Kind != "training" {
				continue
			}
			if persons[p] == nil {
				persons[p] = make([]map[id.Person]bool, months)
			}
			if persons[p][i] == nil {
				persons[p][i] = map[id.Person]bool{}
			}
			persons[p][i][x.Person] = true
		}
	}
	for k := range totals {
		f.Kinds = append(f.Kinds, k)
	}
	slices.SortFunc(f.Kinds, func(a, b diary.Kind) int {
		if totals[a] != totals[b] {
			return totals[b] - totals[a]
		}
		return len(a) - len(b)
	})
	for _, p := range law.Powers() {
		by, ok := persons[p.ID]
		if !ok {
			continue
		}
		row := PowerMonths{Power: p.ID, Name: p.Name, Persons: make([]int, months)}
		for i, who := range by {
			row.Persons[i] = len(who)
			row.Total += len(who)
		}
		f.Training = append(f.Training, row)
	}
	return f
}

// monthsFrom is in which month after the first a day lies; the first for an earlier day.
func monthsFrom(first, day clock.Day) int {
	y0, m0, _ := first.Date()
	y, m, _ := day.Date()
	return max(0, (y-y0)*12+int(m)-int(m0))
}

// Of is the items of one month and one kind; an empty kind is all.
func (f Forecast) Of(month clock.Day, kind diary.Kind) []diary.Item {
	var out []diary.Item
	for _, x := range f.Items {
		if (kind == "" || x.Kind == kind) && monthsFrom(f.Months[0].First, x.Due) == monthsFrom(f.Months[0].First, month) {
			out = append(out, x)
		}
	}
	return out
}
