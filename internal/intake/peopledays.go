package intake

import (
	"strings"

	"watchword/internal/clock"
	"watchword/internal/sheet"
)

// date reads the date of a field. A date that is not given is clock.NoDay and no
// fault.
func (f *faults) date(d map[Field]dates, field Field) clock.Day {
	i, ok := f.t.m.at[field]
	if !ok {
		return clock.NoDay
	}
	c := f.row.Cell(i)
	if missing(oneLine(clean(c.Text))) {
		return clock.NoDay
	}
	day, reason := d[field].read(c)
	switch reason {
	case DateImpossible:
		p := f.bad(field, reason, "There is no day %s. Correct it; the day comes first, for example 28/02/2026.", shown(clean(c.Text)))
		if other, ok := d[field].otherOrder(c); ok {
			p.Suggestion = other.Long()
		}
	case DateUnreadable:
		f.bad(field, reason, "%q is no date. Write it with the day first, for example 28/02/2026.", shown(clean(c.Text)))
	}
	if other, ok := d[field].exchanged(c); ok {
		f.warn(field, DateDoubtful, "A spreadsheet set to American dates seems to have exchanged day and month in this column. Here it says %s, and %s may be meant.", day.Long(), other.Long()).Suggestion = other.String()
	}
	return day
}

// otherOrder is the day that a date of three numbers is, read in the order of day and
// month that its column does not have.
func (d dates) otherOrder(c sheet.Cell) (clock.Day, bool) {
	d.monthFirst = !d.monthFirst
	day, reason := d.read(c)
	return day, reason == ""
}

// days reads the dates of a person and judges them against each other.
func (p *peopleReader) days(f *faults, l *PersonLine) {
	start := f.n
	before := f.n
	l.Born = f.date(p.dates, FieldBorn)
	if _, has := p.m.at[FieldBorn]; has && l.Born == clock.NoDay && f.n == before {
		f.bad(FieldBorn, BirthMissing, "The date of birth is missing. Give it.")
	}
	before = f.n
	l.From = f.date(p.dates, FieldFrom)
	startRead := f.n == before
	before = f.n
	l.To = f.date(p.dates, FieldTo)
	endRead := f.n == before
	l.Vetting.Decided, l.Vetting.Ends = f.date(p.dates, FieldVettingDecided), f.date(p.dates, FieldVettingExpires)
	l.TrainingPassed, l.TrainingEnds = f.date(p.dates, FieldTrainingPassed), f.date(p.dates, FieldTrainingExpires)
	p.age(f, l)
	_, hasStart := p.m.at[FieldFrom]
	_, hasEnd := p.m.at[FieldTo]
	switch {
	case l.From != clock.NoDay && l.To != clock.NoDay && l.To < l.From:
		f.bad(FieldTo, EndBeforeStart, "The accreditation ends on %s, before it begins on %s. Correct one of them.", l.To.Long(), l.From.Long())
	case l.From > p.opt.Day && l.Status != AwaitingVetting && l.Status != "":
		f.bad(FieldFrom, DateInFuture, "The status says %s, but the first day of accreditation, %s, is still to come. Correct one of them.", strings.ReplaceAll(string(l.Status), "-", " "), l.From.Long())
	case hasStart && startRead && l.From == clock.NoDay && (l.Status == Active || l.Status == Suspended || l.Status == Withdrawn || l.Status == Left || l.Status == Expired):
		f.bad(FieldFrom, StartMissing, "The first day of accreditation is missing. Give it, unless vetting is still awaited.")
	case hasEnd && endRead && l.To == clock.NoDay && l.From != clock.NoDay && l.Status != AwaitingVetting:
		f.warn(FieldTo, EndMissing, "The last day of accreditation is not given. The line comes in without an end, and needs one.")
	}
	p.period(f, FieldVettingDecided, FieldVettingExpires, "vetting", l.Vetting.Decided, l.Vetting.Ends)
	p.period(f, FieldTrainingPassed, FieldTrainingExpires, "training", l.TrainingPassed, l.TrainingEnds)
	if f.n == start {
		p.besides(f, l)
	}
}

// period judges the days of vetting or training by themselves.
func (p *peopleReader) period(f *faults, first, last Field, what string, from, to clock.Day) {
	switch {
	case from > p.opt.Day:
		f.bad(first, DateInFuture, "The day of %s, %s, is still to come. Correct it.", what, from.Long())
	case from != clock.NoDay && to != clock.NoDay && to < from:
		f.bad(last, EndBeforeStart, "The last day of %s, %s, is before the day it begins, %s. Correct one of them.", what, to.Long(), from.Long())
	}
}

// besides judges the days of vetting and training against those of the accreditation.
// Vetting that was renewed was decided after the accreditation began, and is no fault.
func (p *peopleReader) besides(f *faults, l *PersonLine) {
	if l.From == clock.NoDay || l.Status == AwaitingVetting {
		return
	}
	if d := l.Vetting.Decided; d != clock.NoDay && l.To != clock.NoDay && d > l.To {
		f.bad(FieldVettingDecided, VettingOutside, "Vetting was decided on %s, after the last day of accreditation, %s. Correct one of them.", d.Long(), l.To.Long())
	} else if d > l.From {
		f.warn(FieldVettingDecided, VettingLater, "Vetting was decided on %s, after accreditation began on %s. That is right where vetting was renewed; else correct one of them.", d.Long(), l.From.Long())
	}
	if d := l.Vetting.Ends; d != clock.NoDay && d < l.From {
		f.bad(FieldVettingExpires, VettingOutside, "Vetting ended on %s, before accreditation began on %s. Give the clearance that holds in that time.", d.Long(), l.From.Long())
		return
	}
	if l.Status != Active || l.To != clock.NoDay && l.To < p.opt.Day {
		return
	}
	if d := l.Vetting.Ends; d != clock.NoDay && d < p.opt.Day {
		f.warn(FieldVettingExpires, VettingOver, "The status says active, but vetting ended on %s. The line comes in and the accreditation is lapsed until the person is vetted again; correct the day if it is wrong.", d.Long())
	}
	if d := l.TrainingEnds; d != clock.NoDay && d < p.opt.Day && l.TrainingPassed != clock.NoDay {
		f.warn(FieldTrainingExpires, TrainingOver, "The status says active, but training ended on %s. The line comes in and the powers are not in force until it is passed again; correct the day if it is wrong.", d.Long())
	}
}

// age judges the date of birth.
func (p *peopleReader) age(f *faults, l *PersonLine) {
	switch {
	case l.Born == clock.NoDay:
	case l.Born > p.opt.Day:
		f.bad(FieldBorn, BirthInFuture, "The date of birth, %s, is still to come. Correct it.", l.Born.Long())
	case l.Born.AgeOn(p.opt.Day) > 100:
		f.bad(FieldBorn, BirthImplausible, "Born on %s, the person would be %d years old. Correct the date.", l.Born.Long(), l.Born.AgeOn(p.opt.Day))
	case l.From != clock.NoDay && l.Born.AgeOn(l.From) < p.opt.MinAge:
		f.bad(FieldBorn, UnderAge, "The person would be %d on %s, the first day of accreditation, and must be %d. Correct one of the dates.", max(l.Born.AgeOn(l.From), 0), l.From.Long(), p.opt.MinAge)
	}
}
