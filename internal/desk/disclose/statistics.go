package disclose

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
	"watchword/internal/veil"
)

// Figure is a count as it is published.
type Figure struct {
	N      int // 0 where it is left out
	Hidden bool
}

// NotShown stands in place of a figure that is left out.
const NotShown = "not shown"

// String is the figure in figures, or that it is not shown.
func (f Figure) String() string {
	if f.Hidden {
		return NotShown
	}
	return strconv.Itoa(f.N)
}

// Line is a line of a table.
type Line struct {
	Code    string // in files and the API
	Title   string
	Figures []Figure
}

// Table is one table of the statistics, ready to be published.
type Table struct {
	Code    string
	Title   string
	Says    string // what is counted, in a sentence
	Of      string // heading of the first column
	Columns []Column
	Lines   []Line
	Total   *Line // nil where a total would count somebody twice
}

// Column is a column of figures.
type Column struct {
	Code, Title string
	People      bool // counts of persons, of which small ones are left out
}

// Statistics is what the force publishes of its scheme for a day.
type Statistics struct {
	Day    clock.Day
	Force  string
	Tables []Table
}

// Quarters is how many quarters the statistics go back.
const Quarters = 8

// Statistics is the figures as they stood at the end of the day, as known today; of
// clock.NoDay as they stand now. They name nobody and are open to all.
//
// Errors: fault.NotFound if the address belongs to no one force.
func (s *Service) Statistics(ctx context.Context, force id.Force, day clock.Day) (Statistics, error) {
	c, err := s.census(ctx, force, day)
	if err != nil {
		return Statistics{}, err
	}
	out := Statistics{Day: clock.DayOf(c.When.At), Force: c.Force.Name}
	quarters, err := s.byQuarter(ctx, force, c.When.At)
	out.Tables = []Table{byKind(c), quarters, byPower(c), byArea(c)}
	for i := range out.Tables {
		out.Tables[i].suppress()
	}
	return out, err
}

func (s *Service) census(ctx context.Context, force id.Force, day clock.Day) (*desk.Census, error) {
	if day == clock.NoDay || day == clock.DayOf(s.desk.Clock.Now()) {
		return s.public.Now(ctx, force)
	}
	return s.public.AsAt(ctx, force, day.End().Add(-time.Millisecond), time.Time{})
}

// suppress leaves out what must not be published, column by column.
func (t *Table) suppress() {
	for i, col := range t.Columns {
		if !col.People {
			continue
		}
		counts := make([]int, len(t.Lines))
		for j := range t.Lines {
			counts[j] = t.Lines[j].Figures[i].N
		}
		hidden := make([]bool, len(counts))
		if t.Total != nil {
			var total bool
			if hidden, total = veil.Over(counts); total {
				t.Total.Figures[i] = Figure{Hidden: true}
			}
		} else {
			for j, n := range counts {
				hidden[j] = veil.Small(n)
			}
		}
		for j, h := range hidden {
			if h {
				t.Lines[j].Figures[i] = Figure{Hidden: true}
			}
		}
	}
}

func line(code, title string, counts ...int) Line {
	l := Line{Code: code, Title: title}
	for _, n := range counts {
		l.Figures = append(l.Figures, Figure{N: n})
	}
	return l
}

var (
	orgs    = Column{Code: "organisations", Title: "Organisations"}
	persons = Column{Code: "persons", Title: "Accredited persons", People: true}
)

func byKind(c *desk.Census) Table {
	t := Table{Code: "kind", Title: "By type of organisation", Says: "Organisations whose arrangements are in force, and the persons accredited for them.", Of: "Type of organisation", Columns: []Column{orgs, persons}}
	all := line("all", "All", len(c.Orgs), c.Persons)
	for _, g := range desk.KindGroups {
		n, k := 0, 0
		for i := range c.Orgs {
			if desk.KindCode(c.Orgs[i].Kind) == g.Code {
				n, k = n+1, k+c.Orgs[i].Persons
			}
		}
		t.Lines = append(t.Lines, line(g.Code, g.Title, n, k))
	}
	t.Total = &all
	return t
}

func byPower(c *desk.Census) Table {
	t := Table{Code: "power", Title: "By power", Says: "Persons who hold each power, and the organisations of which somebody does. A person may hold several, so there is no total.", Of: "Power", Columns: []Column{orgs, persons}}
	for i := range law.Powers() {
		p := &law.Powers()[i]
		if held, n := c.HeldBy(p.ID); n > 0 {
			t.Lines = append(t.Lines, line(string(p.ID), p.Name, len(held), n))
		}
	}
	return t
}

func byArea(c *desk.Census) Table {
	t := Table{Code: "area", Title: "By area", Says: "Organisations that may act in each area, and the persons accredited for them. One may act in several, so there is no total.", Of: "Area", Columns: []Column{orgs, persons}}
	for d, x := range c.Divisions {
		n, k := 0, 0
		for i := range c.Orgs {
			for _, in := range c.Orgs[i].Divisions {
				if in == d {
					n, k = n+1, k+c.Orgs[i].Persons
				}
			}
		}
		t.Lines = append(t.Lines, line(string(x.ID), x.Name, n, k))
	}
	return t
}

// quarterOf is the quarter of a year that a day lies in: its first day and name.
func quarterOf(d clock.Day) (first clock.Day, name string) {
	y, m, _ := d.Date()
	q := (int(m) - 1) / 3
	return clock.Date(y, time.Month(q*3+1), 1), fmt.Sprintf("%d Q%d", y, q+1)
}

// byQuarter counts what was recorded in each of the last quarters up to the instant.
func (s *Service) byQuarter(ctx context.Context, force id.Force, at time.Time) (Table, error) {
	people := func(code, title string) Column { return Column{Code: code, Title: title, People: true} }
	t := Table{Code: "quarter", Title: "By quarter", Says: "Accreditations granted and withdrawn, and complaints and words of praise received, by the calendar quarter in which they were recorded. The last quarter may still run.", Of: "Quarter",
		Columns: []Column{people("grants", "Granted"), people("withdrawals", "Withdrawn"), people("complaints", "Complaints"), people("praise", "Praise")}}
	now, _ := quarterOf(clock.DayOf(at))
	begin := now.AddMonths(-3 * (Quarters - 1))
	place := map[string]int{}
	for d := begin; d <= now; d = d.AddMonths(3) {
		_, name := quarterOf(d)
		place[name] = len(t.Lines)
		t.Lines = append(t.Lines, line(name, name, 0, 0, 0, 0))
	}
	add := func(when time.Time, column int) {
		if _, name := quarterOf(clock.DayOf(when)); !when.After(at) {
			if i, ok := place[name]; ok {
				t.Lines[i].Figures[column].N++
			}
		}
	}
	r, err := s.record(ctx, force)
	if err != nil {
		return t, err
	}
	for _, x := range r.Lines {
		add(x.known, map[Kind]int{Granted: 0, Withdrawn: 1}[x.Kind])
	}
	err = s.desk.DB.Read(ctx, func(tx *db.Tx) error {
		told, err := s.complaints.Between(tx, force, begin.Start(), at.Add(time.Millisecond), register.Now(s.desk.Clock.Now()))
		for _, v := range told {
			add(v.State.Received, map[bool]int{false: 2, true: 3}[v.State.Praise])
		}
		return err
	})
	return t, err
}

// Kind is what a line of the list of decisions tells.
type Kind string

const (
	Granted   Kind = "granted"
	Withdrawn Kind = "withdrawn"
)

// kindOf is what a change of state amounts to for the public; empty: it is not published.
func kindOf(t accred.Turn) Kind {
	switch {
	case t.To == accred.InForce && (t.From == "" || t.From == accred.Proposed):
		return Granted
	case t.To == accred.Withdrawn:
		return Withdrawn
	}
	return ""
}
