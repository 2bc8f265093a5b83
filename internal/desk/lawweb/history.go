package lawweb

import (
	"regexp"
	"slices"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/web/part"
)

// step is one step of a power's history as the time line draws it.
type step struct {
	on   clock.Day
	what string
	sure bool
}

// scale is the power's history as a line to scale, from its first day to today, or to
// its last day where that is still to come. ok is false where there is nothing to draw.
func scale(p *law.Power, today clock.Day, in law.Territory) (line part.Scale, ok bool) {
	steps := stepsOf(p, in)
	if len(steps) == 0 || p.Authority == law.Nobody {
		return line, false
	}
	end, last := today, "today"
	if e := p.Ends(in); e != clock.NoDay && e > today {
		end, last = e, "ends "+e.Short()
	}
	first := steps[0].on
	if first >= end {
		return line, false
	}
	line = part.Scale{Title: "History of " + p.Name, End: last}
	for i, s := range steps {
		until := end
		if i+1 < len(steps) {
			until = min(steps[i+1].on, end)
		}
		if until <= s.on {
			continue
		}
		line.Spans = append(line.Spans, part.Span{Text: testOf(p, s), From: s.label(), About: !s.sure, Share: float64(until-s.on) / float64(end-first),
			Now: s.on <= today && until >= today && p.StatusOn(today, in) == law.InForce})
	}
	if n := len(line.Spans) - 1; n > 0 && line.Spans[n].About && line.Spans[n].Share < .2 {
		line.End, line.Spans[n].From = line.Spans[n].From+"; "+last, ""
	}
	uncrowd(line.Spans, line.End)
	return line, len(line.Spans) > 0
}

var actSection = regexp.MustCompile(`Act (\d{4}), section (\d+)`)

// testOf is what a step begins: where the text by which conduct is judged changes, that
// text in a few words.
func testOf(p *law.Power, s step) string {
	for _, t := range p.Tests {
		if t.From == s.on {
			if m := actSection.FindStringSubmatch(t.Text); m != nil {
				return "Test: " + m[1] + " Act, section " + m[2]
			}
		}
	}
	for _, x := range p.Periods {
		if x.Until == s.on {
			return x.After.String()
		}
	}
	return s.what
}

// year is the label of a day with its year alone.
func year(label string) string {
	if s, doubtful := strings.CutSuffix(label, ", day not confirmed"); doubtful {
		return "about " + s[len(s)-4:]
	}
	return label[len(label)-4:]
}

// uncrowd leaves out the names of days that would stand on one another: first all but
// the year goes, then the year. Days that are not confirmed go last. The table under the
// line names each.
func uncrowd(spans []part.Span, end string) {
	const width, glyph = 698.0, 7.3
	taken := map[bool][][2]float64{false: {{width - glyph*float64(len(end)) - 8, width}}} // by row: the lower one is true
	place := func(i int, x float64, text string) bool {
		low := i%2 == 1 && spans[i-1].Share < .35
		from, to := x, x+glyph*float64(len(text))
		if x > 520 {
			from, to = x-glyph*float64(len(text)), x
		}
		for _, t := range taken[low] {
			if from < t[1]+5 && t[0] < to+5 {
				return false
			}
		}
		taken[low] = append(taken[low], [2]float64{from, to})
		return true
	}
	for _, doubtful := range []bool{true, false} {
		x := 1.0
		for i := range spans {
			if s := &spans[i]; s.From != "" && s.About == doubtful && !place(i, x, s.From) {
				if s.From = year(s.From); !place(i, x, s.From) {
					s.From = ""
				}
			}
			x += width * spans[i].Share
		}
	}
}

// label names a step's day, and says so where it is not confirmed.
func (s step) label() string {
	if !s.sure {
		return "about " + s.on.Short() + ", day not confirmed"
	}
	return s.on.Short()
}

// stepsOf is the steps in a territory, one a day, in order. Where nothing is told of an
// end, the end itself is a step.
func stepsOf(p *law.Power, in law.Territory) []step {
	var out []step
	add := func(s step) {
		for i := range out {
			if out[i].on == s.on {
				if !strings.Contains(out[i].what, s.what) {
					out[i].what += "; " + s.what
				}
				return
			}
		}
		out = append(out, s)
	}
	for _, c := range p.History {
		if c.In&in != 0 && c.On != clock.NoDay {
			add(step{c.On, c.What, c.Sure == law.H})
		}
	}
	for _, x := range p.Periods {
		if x.In&in == 0 {
			continue
		}
		if !slices.ContainsFunc(out, func(s step) bool { return s.on == x.From }) {
			add(step{x.From, "In force", x.FromSure == law.H})
		}
		if x.Until != clock.NoDay && !slices.ContainsFunc(out, func(s step) bool { return s.on == x.Until }) {
			add(step{x.Until, x.After.String(), x.UntilSure == law.H})
		}
	}
	slices.SortFunc(out, func(a, b step) int { return int(a.on - b.on) })
	return out
}

// history is the same in words, the newest first.
func history(p *law.Power) part.Table {
	t := part.Table{Caption: "History", Columns: []part.Column{{Text: "From"}, {Text: "What changed"}, {Text: "By"}, {Text: "Certainty"}},
		Empty: "No change is recorded."}
	changes := slices.Clone(p.History)
	slices.SortStableFunc(changes, func(a, b law.Change) int { return int(b.On - a.On) })
	for _, c := range changes {
		what := c.What
		if c.In != law.EnglandAndWales && c.In != 0 {
			what += " (" + c.In.String() + ")"
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: about(c.On, c.Sure)}, {Text: what, Sub: law.Source(c.Source)}, {Text: c.By}, {Status: certainty(c.Certainty())}}})
	}
	for _, x := range p.Periods {
		if x.Perhaps != 0 {
			t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: "from " + x.Perhaps.Long() + " at the earliest"}, {Text: "The day it began in " + x.In.String() + " is not confirmed; it was read in force on " + x.From.Long()}, {Text: x.By}, {Status: certainty("Day unconfirmed")}}})
		}
	}
	return t
}

// pendingOf is what is enacted of the power and has not begun.
func pendingOf(p *law.Power) part.Table {
	t := part.Table{Caption: "Changes that wait", Columns: []part.Column{{Text: "What"}, {Text: "By"}, {Text: "What stays"}, {Text: "State"}}}
	for _, c := range law.PendingChanges() {
		if contains(c.Powers, p.ID) {
			t.Rows = append(t.Rows, pendingRow(c))
		}
	}
	return t
}

func pendingRow(c law.Pending) part.Row {
	state := part.Status{Kind: part.Waiting, Text: law.NotCommenced.String()}
	sure := certainty("Confirmed")
	if c.Sure != law.H {
		sure = certainty("Not confirmed")
	}
	return part.Row{Cells: []part.Cell{{Text: c.What}, {Text: c.By, Sub: law.Source(c.Source)}, {Text: c.Saving}, {HTML: part.Statuses(state, sure)}}}
}

// offences is the offences of a penalty notice for disorder as they stand on a day, the
// five that may never be given last.
func offences(on clock.Day, in law.Territory) *part.Table {
	t := &part.Table{Caption: "Offences", RowHeaders: true, Columns: []part.Column{{Text: "Offence"}, {Text: "Amount"}, {Text: "Status"}, {Text: "Certainty"}}}
	for i := range law.Offences() {
		o := &law.Offences()[i]
		s := standing(o.StatusOn(on, in))
		if o.StatusOn(on, in) == law.InForce && o.Off&in != 0 {
			s = part.Status{Kind: part.Waiting, Text: "Switched off"}
		}
		note := o.CiteOn(on)
		if o.Note != "" {
			note += ". " + o.Note
		}
		if o.Barred.From != 0 {
			note += ". " + o.Barred.Source
		}
		t.Rows = append(t.Rows, part.Row{Ended: s.Kind == part.Ended, Cells: []part.Cell{
			{HTML: anchor(string(o.ID), o.Name), Sub: note}, {Text: tier(o, on)}, {Status: plain(s)}, {Status: plain(certainty(offenceCertainty(o)))}}})
	}
	return t
}

// bases is the four bases of paragraph 2 as they stand on a day.
func bases(on clock.Day, in law.Territory) *part.Table {
	t := &part.Table{Caption: "Bases", RowHeaders: true, Columns: []part.Column{{Text: "Basis"}, {Text: "Para"}, {Text: "In force"}, {Text: "Status"}, {Text: "Certainty"}}}
	for i := range law.Bases() {
		b := &law.Bases()[i]
		from, to := span(b.Periods, in)
		if to != "" {
			from += " to " + to
		}
		s := b.StatusOn(on, in)
		t.Rows = append(t.Rows, part.Row{Ended: s == law.Repealed || s == law.Spent, Cells: []part.Cell{{HTML: anchor(string(b.ID), b.Name), Sub: b.Meaning}, {Text: b.Para, Mono: true},
			{Text: from}, {Status: plain(standing(s))}, {Status: plain(certainty(basisCertainty(b)))}}})
	}
	return t
}

func anchor(id, text string) govukHTML { return `<span id="` + esc(id) + `">` + esc(text) + `</span>` }
