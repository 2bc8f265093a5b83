package dossierweb

import (
	"strconv"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/web/part"
)

func countOf(n, of int) string { return strconv.Itoa(n) + " of " + strconv.Itoa(of) }

// powersTable is the powers of the accreditation, those that have ended last and in grey.
func (d *dossier) powersTable(v *visit.Visit) part.Table {
	t := part.Table{Caption: "Powers", RowHeaders: true, Columns: []part.Column{{Text: "Power"}, {Text: "Sch 5 para"}, {Text: "From"}, {Text: "Training until"}, {Text: "Now"}}}
	if v.Bar.Past() {
		t.Columns[4].Text = "On this day"
	}
	var live, over []part.Row
	for _, p := range d.standing.Powers {
		row, ended := d.powerRow(v, p)
		if ended {
			over = append(over, row)
		} else {
			live = append(live, row)
		}
	}
	t.Rows = append(live, append(over, d.endedBases()...)...)
	return t
}

func (d *dossier) powerRow(v *visit.Visit, p accred.PowerStanding) (part.Row, bool) {
	name, para := string(p.Grant.Power), ""
	known, ok := law.Find(p.Grant.Power)
	if ok {
		name, para = known.Name, known.Para
	}
	status := d.powerStatus(p)
	from := d.chief.State.From.Short()
	trained := p.Grant.Trained.Short()
	if p.Grant.Trained == clock.NoDay {
		trained = "No date"
	}
	if p.Status == accred.PowerEnded {
		trained = ""
	}
	ended := p.Status == accred.PowerEnded || p.Status == accred.PowerTrainingOver || p.Status == accred.PowerLacks
	return part.Row{Ended: ended, Cells: []part.Cell{
		{Text: name, Href: "/powers/" + string(p.Grant.Power), Sub: grantNote(&d.chief.State, p.Grant, clock.DayOf(d.when.At), d.territory())},
		{Text: para, Nowrap: true}, {Text: from, Nowrap: true}, {Text: trained, Nowrap: true}, {Status: status}}}, ended
}

// powerStatus is where one power stands, in the words of the pages.
func (d *dossier) powerStatus(p accred.PowerStanding) part.Status {
	switch p.Status {
	case accred.PowerInForce:
		if soon(p.Until, d.when.At) {
			what := "Training "
			if p.Grant.Trained == clock.NoDay || !p.Grant.Trained.End().Equal(p.Until) {
				what = "In law, "
			}
			return part.Status{Kind: part.Due, Text: what + ends(p.Until, d.when.At)}
		}
		return part.Status{Kind: part.InForce, Text: "In force"}
	case accred.PowerTrainingOver:
		return part.Status{Kind: part.Ended, Text: "Stopped: training ended"}
	case accred.PowerSuspended:
		return part.Status{Kind: part.Suspended, Text: "Suspended"}
	case accred.PowerEnded:
		if p.Grant.Ends != clock.NoDay {
			return part.Status{Kind: part.Ended, Text: "Ended in law, " + (p.Grant.Ends + 1).Short()}
		}
		return part.Status{Kind: part.Ended, Text: "Ended in law" + lawEnd(p.Grant.Power, d.territory())}
	case accred.PowerLacks:
		need, _ := law.Find(p.Lacks)
		return part.Status{Kind: part.Ended, Text: "Stopped: needs " + need.Para}
	}
	switch d.standing.Status {
	case accred.StatusSuspended, accred.StatusOrgStopped:
		return part.Status{Kind: part.Suspended, Text: "Suspended"}
	case accred.StatusNotYet:
		return part.Status{Kind: part.Waiting, Text: "From " + d.chief.State.From.Short()}
	case accred.StatusWithdrawn:
		return part.Status{Kind: part.NotInForce, Text: "Withdrawn"}
	case accred.StatusVettingOver:
		return part.Status{Kind: part.Ended, Text: "Stopped: vetting ended"}
	case accred.StatusExpired:
		return part.Status{Kind: part.Ended, Text: "Expired"}
	case accred.StatusGivenUp:
		return part.Status{Kind: part.Ended, Text: "Given up"}
	case accred.StatusLeft:
		return part.Status{Kind: part.Ended, Text: "Left"}
	}
	return part.Status{Kind: part.Ended, Text: "Ended"}
}

// lawEnd is ", 6 April 2006" for a power of which the end is known, with "about" where the
// day is not confirmed.
func lawEnd(of law.PowerID, in law.Territory) string {
	p, ok := law.Find(of)
	if !ok || p.Ends(in) == clock.NoDay {
		return ""
	}
	return ", " + about(p.Periods, in) + p.Ends(in).Short()
}

// about is "about " where the last end of the periods is not confirmed.
func about(periods []law.Period, in law.Territory) string {
	word := ""
	for i := range periods {
		if p := &periods[i]; p.In&in != 0 && p.Until != clock.NoDay {
			word = ""
			if p.UntilSure == law.L || p.UntilSure == law.U {
				word = "about "
			}
		}
	}
	return word
}

// grantNote is what stands under a power: its offences, its bases, its condition, what it
// needs.
func grantNote(a *accred.Accreditation, g accred.Grant, on clock.Day, in law.Territory) string {
	var notes []string
	if len(g.Offences) > 0 {
		var names []string
		for _, off := range g.Offences {
			if o, ok := law.FindOffence(off); ok {
				names = append(names, small(o.Name))
			}
		}
		notes = append(notes, capital(strings.Join(names, "; ")))
	}
	if g.Power == "csas-name-address" {
		notes = append(notes, capital(listedOr(basisNames(a, on, in))))
	}
	for _, need := range law.Prerequisites(g.Power) {
		if p, ok := law.Find(need); ok {
			notes = append(notes, "Needs "+p.Para)
		}
	}
	if g.Condition != "" {
		notes = append(notes, "Condition: "+g.Condition)
	}
	return strings.Join(notes, ". ")
}

// basisNames is the bases of paragraph 2 that the accreditation has and that are law on the day.
func basisNames(a *accred.Accreditation, on clock.Day, in law.Territory) []string {
	var out []string
	for i := range law.Bases() {
		b := &law.Bases()[i]
		if a.HasBasis(b) && b.StatusOn(on, in) == law.InForce {
			out = append(out, basisWords[b.ID])
		}
	}
	return out
}

// basisWords is each basis of paragraph 2 in a few words, for a line under the power.
var basisWords = map[law.BasisID]string{"basis-fixed-penalty": "offences this person may give a notice for", "basis-begging": "begging",
	"basis-byelaw": "byelaws this person may give a notice for", "basis-harm": "any offence causing harm or loss"}

// endedBases is a row for each basis of paragraph 2 that was law when the power was given
// and has ended since.
func (d *dossier) endedBases() []part.Row {
	var out []part.Row
	on, in := clock.DayOf(d.when.At), d.territory()
	for i := range law.Bases() {
		b := &law.Bases()[i]
		if !d.chief.State.HasBasis(b) || b.StatusOn(d.chief.State.From, in) != law.InForce || b.StatusOn(on, in) == law.InForce {
			continue
		}
		end := b.Periods[len(b.Periods)-1].Until
		out = append(out, part.Row{Ended: true, Cells: []part.Cell{
			{Text: "Ask name and address: " + small(b.Name), Href: "/powers/csas-name-address", Sub: "One basis of para 2"},
			{Text: b.Para, Nowrap: true}, {Text: d.chief.State.From.Short(), Nowrap: true}, {},
			{Status: part.Status{Kind: part.Ended, Text: "Ended in law, " + about(b.Periods, in) + end.Short()}}}})
	}
	return out
}

// trainedTable is what the person has passed, while there are no powers to show it beside.
func (d *dossier) trainedTable() part.Table {
	t := part.Table{Caption: "Training passed", RowHeaders: true, Empty: "No training is recorded.",
		Columns: []part.Column{{Text: "Power"}, {Text: "Passed"}, {Text: "Until"}, {Text: "Course"}}}
	for _, p := range d.training.Passes {
		name := string(p.Power)
		if known, ok := law.Find(p.Power); ok {
			name = known.Name
		}
		until := part.Cell{Text: p.Expires.Short()}
		if p.Expires == clock.NoDay {
			until.Text = "No date"
		}
		t.Rows = append(t.Rows, part.Row{Ended: !d.when.At.Before(p.Until()),
			Cells: []part.Cell{{Text: name, Href: "/powers/" + string(p.Power)}, {Text: p.Passed.Short()}, until, {Text: p.Course, Sub: p.By}}})
	}
	return t
}
