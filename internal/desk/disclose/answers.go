package disclose

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"watchword/internal/accred"
	"watchword/internal/apply"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/law"
	"watchword/internal/sheet"
	"watchword/internal/veil"
)

// Question is what people ask of powers and persons under the Freedom of Information Act.
type Question struct {
	Code, Title string
	Asks        string // as it is asked
}

// Questions is the questions that are answered in one press.
var Questions = []Question{
	{"organisations", "Accredited organisations", "How many organisations are accredited, which, public or private, since when, and how many persons has each?"},
	{"roles", "Persons by role", "How many accredited persons are there, in each organisation and in each role?"},
	{"powers", "Powers by organisation", "Which powers has each organisation, and how many of its persons hold each?"},
	{"ended", "What ended, and why", "How often was an accreditation suspended or withdrawn, and how often was the force told that a person left, by organisation and year?"},
}

// Answer is the table that answers a question, as it stood at the end of the day.
type Answer struct {
	Question
	Day     clock.Day
	Columns []string
	Rows    [][]string
}

// Write writes the answer as CSV, dated in every line.
func (a Answer) Write(w io.Writer) error {
	out := sheet.To(w)
	out.Line(append([]string{"as at"}, a.Columns...)...)
	for _, r := range a.Rows {
		out.Line(append([]string{a.Day.String()}, r...)...)
	}
	return out.End()
}

// Answer answers a question as it stood at the end of the day, as known today; of clock.NoDay
// as it stands now. Numbers of persons from which somebody could be known are left out,
// unless exact is set: then it is for whoever sends it to weigh them (s40).
//
// Errors: fault.Forbidden; fault.NotFound for a question that is not answered here.
func (s *Service) Answer(ctx context.Context, who authz.Actor, code string, day clock.Day, exact bool) (Answer, error) {
	out := Answer{}
	for _, q := range Questions {
		if q.Code == code {
			out.Question = q
		}
	}
	if out.Code == "" {
		return out, fault.New(fault.NotFound, "There is no such question. Ask for organisations, roles, powers or ended.")
	}
	if err := who.May(authz.ReadFigures, authz.Object{}); err != nil {
		return out, err
	}
	c, err := s.census(ctx, who.Force, day)
	if err != nil {
		return out, err
	}
	out.Day = clock.DayOf(c.When.At)
	switch code {
	case "organisations":
		out.Columns = []string{"number", "organisation", "public or private", "kind", "accredited since", "arrangements until", "accredited persons"}
		for i := range c.Orgs {
			o := &c.Orgs[i]
			_, total := hiddenOf(o, exact)
			out.Rows = append(out.Rows, []string{o.Number, o.Name, sector(o), o.Kind.Title(), o.Since.String(), o.To.String(), count(o.Persons, total)})
		}
	case "roles":
		out.Columns = []string{"organisation", "public or private", "role", "accredited persons"}
		for i := range c.Orgs {
			o := &c.Orgs[i]
			hidden, _ := hiddenOf(o, exact)
			for j, p := range o.Posts {
				out.Rows = append(out.Rows, []string{o.Name, sector(o), p.Title, count(p.Persons, hidden[j])})
			}
		}
	case "powers":
		out.Columns = []string{"organisation", "public or private", "schedule 5 paragraph", "power", "accredited persons"}
		for i := range c.Orgs {
			o := &c.Orgs[i]
			for _, p := range o.Powers() {
				x, _ := law.Find(p) // powers of the catalogue
				out.Rows = append(out.Rows, []string{o.Name, sector(o), x.Para, x.Name, count(o.Holders[p], !exact && veil.Small(o.Holders[p]))})
			}
		}
	default: // ended
		out.Columns = []string{"year", "organisation", "what", "times"}
		out.Rows, err = s.ended(ctx, who, c, exact)
	}
	return out, err
}

func sector(o *desk.Accredited) string {
	return map[bool]string{true: "private", false: "public"}[apply.Private(o.Kind)]
}

// hiddenOf is which of an organisation’s posts are left out, and whether its total is.
func hiddenOf(o *desk.Accredited, exact bool) ([]bool, bool) {
	counts := make([]int, len(o.Posts))
	for i, p := range o.Posts {
		counts[i] = p.Persons
	}
	if exact {
		return make([]bool, len(counts)), false
	}
	hidden, total := veil.Over(counts)
	return hidden, total || veil.Small(o.Persons)
}

func count(n int, hidden bool) string {
	if hidden {
		return NotShown
	}
	return strconv.Itoa(n)
}

// endings is what an accreditation comes to that people ask about.
var endings = []accred.State{accred.Suspended, accred.Withdrawn, accred.Left, accred.Ceased, accred.Refused}

// ended counts what was recorded up to the instant, by year and organisation.
func (s *Service) ended(ctx context.Context, who authz.Actor, c *desk.Census, exact bool) ([][]string, error) {
	type key struct {
		year int
		org  string
		to   accred.State
	}
	counts, first, last := map[key]int{}, 1<<30, 0
	var names []string
	err := s.desk.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := s.desk.Orgs.All(tx, who.Force, c.When)
		if err != nil {
			return err
		}
		turns, err := s.desk.Accreds.Turns(tx, who.Force)
		if err != nil {
			return err
		}
		name := map[string]string{}
		for _, o := range all {
			name[o.ID] = o.State.Name
			names = append(names, o.State.Name)
		}
		for _, t := range turns {
			if t.Known.After(c.When.At) {
				continue
			}
			y, _, _ := clock.DayOf(t.Known).Date()
			counts[key{y, name[string(t.Org)], t.To}]++
			first, last = min(first, y), max(last, y)
		}
		return nil
	})
	var out [][]string
	for y := first; y <= last; y++ {
		for _, n := range names {
			for _, to := range endings {
				if k := counts[key{y, n, to}]; k > 0 {
					out = append(out, []string{fmt.Sprint(y), n, to.Title(), count(k, !exact && veil.Small(k))})
				}
			}
		}
	}
	return out, err
}
