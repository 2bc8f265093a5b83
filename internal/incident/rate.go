package incident

// Basis is what a rate is for.
type Basis string

const (
	PerPeople    Basis = "people"           // 1,000 people who live there
	PerKilometre Basis = "square-kilometre" // where it is not known how many do
	NoRate       Basis = ""                 // clusters have neither
)

// Basis is what the rate of the lines is for, and of how many areas it is not known how
// many people live there. One rate serves all lines, so that they can be compared.
func (c *Counts) Basis() (b Basis, unknown int) {
	if c.Query.By == ByCluster || len(c.Lines) == 0 {
		return NoRate, 0
	}
	for _, l := range c.Lines {
		if _, _, known := c.People(l); !known {
			unknown++
		}
	}
	if unknown > 0 {
		return PerKilometre, unknown
	}
	return PerPeople, 0
}

// Rate is the incidents of a line for each 1,000 people or each square kilometre, in all the
// months asked for; 0 for no basis.
func (c *Counts) Rate(b Basis, l Line) float64 {
	switch b {
	case PerPeople:
		if people, _, known := c.People(l); known && people > 0 {
			return float64(l.N) * 1000 / float64(people)
		}
	case PerKilometre:
		if km := c.Kilometres(l); km > 0 {
			return float64(l.N) / km
		}
	}
	return 0
}

// PeopleYear is the year for which the numbers of people are, the latest if they differ.
func (c *Counts) PeopleYear() int {
	last := 0
	for _, l := range c.Lines {
		if _, year, known := c.People(l); known {
			last = max(last, year)
		}
	}
	return last
}
