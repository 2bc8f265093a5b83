package incident

import (
	"context"
	"io"
	"slices"
	"strconv"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/sheet"
)

// Series is counts month by month.
type Series struct {
	Query  Query // with its gaps filled
	Span   Span
	Months []MonthCount // of Span.Taken, in their order
	Lines  []SeriesLine
	Ground *Ground
}

// MonthCount is a month of the whole force, or of the division asked for.
type MonthCount struct {
	Month   Month
	Total   int // all incidents, wherever they are
	NoPlace int // of Total
	Outside int // of Total
}

// Placed is how many incidents lie in the lines.
func (m MonthCount) Placed() int { return m.Total - m.NoPlace - m.Outside }

// SeriesLine is the months of one area.
type SeriesLine struct {
	Area     id.Area
	Name     string
	Division int   // of the ground, or -1
	N        []int // of each of Months
}

// Series counts incidents month by month, as Count does over all the months. Clusters have
// no series, for each month has its own. Errors: as Count.
func (s *Service) Series(ctx context.Context, who authz.Actor, q Query, when *register.When) (*Series, error) {
	return db.Find(ctx, s.db, func(tx *db.Tx) (*Series, error) {
		if q.By == ByCluster {
			return nil, fault.In("by", "Months are told by district or ward")
		}
		q.Against = 0
		c, files, err := s.asked(tx, who, q, when)
		if err != nil {
			return nil, err
		}
		out := &Series{Query: c.Query, Span: c.Span, Ground: c.Ground}
		for _, m := range c.Span.Taken {
			one := &Counts{Query: c.Query, Ground: c.Ground}
			if err := s.fill(tx, who.Force, one, files, Span{From: m, To: m}, Span{}); err != nil {
				return nil, err
			}
			out.add(m, one)
		}
		return out, nil
	})
}

// add adds a month, whose lines are those of every other.
func (s *Series) add(m Month, c *Counts) {
	s.Months = append(s.Months, MonthCount{m, c.Total, c.NoPlace, c.Outside})
	for i, l := range c.Lines {
		if len(s.Months) == 1 {
			s.Lines = append(s.Lines, SeriesLine{Area: l.Area, Name: l.Name, Division: l.Division})
		}
		s.Lines[i].N = append(s.Lines[i].N, l.N)
	}
}

// Of is the months of an area.
func (s *Series) Of(a id.Area) []int {
	i := slices.IndexFunc(s.Lines, func(l SeriesLine) bool { return l.Area == a })
	if i < 0 {
		return nil
	}
	return s.Lines[i].N
}

// CSV writes the series as a table for spreadsheets: a row an area and month.
func (s *Series) CSV(to io.Writer) error {
	out := sheet.To(to)
	out.Line(string(s.Query.By), "district", "code", "month", "incidents")
	for _, l := range s.Lines {
		district, code := "", s.Ground.Areas[l.Area].Code
		if l.Division >= 0 {
			district = s.Ground.Divisions[l.Division].Short()
		}
		for i, n := range l.N {
			out.Line(l.Name, district, code, s.Months[i].Month.String(), strconv.Itoa(n))
		}
	}
	return out.End()
}
