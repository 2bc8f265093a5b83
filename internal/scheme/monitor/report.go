package monitor

import (
	"fmt"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/register"
	"watchword/internal/veil"
)

// Least is of how many answers at least a period is told.
const Least = 20

// Report is what may be told on a day.
type Report struct {
	Periods []Period  // the latest first
	Since   clock.Day // from which day on answers are not told yet
}

// Period is whole quarters that are over, one after another, in which at least Least answered.
// No two have a quarter in common, and none changes once it is told, so that no figure can be
// had by taking one from another.
type Period struct {
	From, To clock.Day // the last counts
	Forms    int
	Tables   []Table // one of each question
}

// Title is the period in words: "April to September 2026".
func (p *Period) Title() string {
	fy, fm, _ := p.From.Date()
	ty, tm, _ := p.To.Date()
	if fy == ty {
		return fmt.Sprintf("%s to %s %d", fm, tm, ty)
	}
	return fmt.Sprintf("%s %d to %s %d", fm, fy, tm, ty)
}

// Table is the answers to one question.
type Table struct {
	Question *Question
	Lines    []Line
	// Alike says that all who answered said the same, so that nothing is told.
	Alike bool
}

// Line is how often one answer was given, or that it is not told.
type Line struct {
	Answer
	N      int
	Hidden bool
}

// Report is what may be told at an instant: small numbers are left out, and besides them what
// would tell them. Errors: fault.Forbidden.
func (s *Service) Report(tx *db.Tx, who authz.Actor, w register.When) (Report, error) {
	if err := who.May(authz.ReadScheme, authz.Object{}); err != nil {
		return Report{}, err
	}
	at := w.At
	if w.Known.Before(at) {
		at = w.Known
	}
	now := quarterOf(clock.DayOf(at.Add(time.Millisecond))) // at the end of its last day a quarter is over
	out := Report{Since: now.first()}
	all, err := every(tx, who.Force)
	if err != nil {
		return out, err
	}
	sum, open := newTally(), true
	for _, x := range all {
		var y, n int
		if _, err := fmt.Sscanf(x.quarter, "%d Q%d", &y, &n); err != nil {
			return out, fmt.Errorf("the equality tally of %q: %w", x.quarter, err)
		}
		q := quarter(y*4 + n - 1)
		if q >= now {
			break
		}
		t, err := s.open(who.Force, x.quarter, x.sealed)
		if err != nil {
			return out, err
		}
		if open {
			out.Since, open = q.first(), false
		}
		if sum.plus(t); sum.Forms >= Least {
			out.Periods = append([]Period{told(out.Since, q.last(), sum)}, out.Periods...)
			sum, open, out.Since = newTally(), true, now.first()
		}
	}
	return out, nil
}

// told is a period with its tables, so much of them as is told.
func told(from, to clock.Day, t tally) Period {
	p := Period{From: from, To: to, Forms: t.Forms}
	for i := range Questions {
		q := &Questions[i]
		x := Table{Question: q}
		var counts []int
		some := 0
		for _, a := range append(q.Options(), None) {
			n := t.Counts[q.Code][a.Code]
			x.Lines, counts = append(x.Lines, Line{Answer: a, N: n}), append(counts, n)
			if n > 0 {
				some++
			}
		}
		hidden, total := veil.Over(counts)
		for j := range x.Lines {
			// How many answered is told of every table, so that none can leave its total out.
			if x.Lines[j].Hidden = hidden[j] || total || some == 1; x.Lines[j].Hidden {
				x.Lines[j].N = 0
			}
		}
		x.Alike = some == 1
		p.Tables = append(p.Tables, x)
	}
	return p
}
