package law

import (
	"strconv"
	"time"

	"watchword/internal/clock"
)

// notice fills in what the notice costs and by when, and adds what is wrong with
// the amounts that were set. A notice that may not be given has none.
func (l *look) notice() {
	n := &l.Notice
	n.Type, n.Given = l.p.Notice, l.day
	switch n.Type {
	case PND:
		l.disorder()
	case Truancy, Excluded:
		l.school()
	case CyclingFPN:
		n.Amount = cyclingOn(l.offenceDay())
		n.Unpaid = n.Amount * 3 / 2
		n.PayBy = term(max(21, min(l.q.StatedDays, 3660)), AfterGiven, l.day)
		n.Held = n.PayBy
	case LitterFPN, GraffitiFPN:
		l.litter()
	case ByelawFPN:
		l.byelaw()
	case PSPOFPN, CPNFPN:
		l.capped()
	case DogFoulingFPN:
		n.Amount, n.Held = dogDefault, term(14, AfterGiven, l.day)
		n.PayBy = n.Held
	}
	if l.Answer == Forbidden {
		*n = Notice{}
	}
}

// disorder is the penalty notice for disorder: by the tier of the offence and the
// day it was committed.
//
// Law: Criminal Justice and Police Act 2001, sections 3 to 5.
func (l *look) disorder() {
	n := &l.Notice
	n.PayBy = term(21, FromGiven, l.day)
	n.Held = n.PayBy
	r := pndRateOn(l.offenceDay())
	if l.o == nil || r == nil {
		return
	}
	young := r.YoungLower > 0 && l.q.Age.Basis != AgeUnknown && l.q.Age.Years < 16
	switch upper := l.o.UpperOn(l.offenceDay()); {
	case upper && young:
		n.Amount = r.YoungUpper
	case upper:
		n.Amount = r.Upper
	case young:
		n.Amount = r.YoungLower
	default:
		n.Amount = r.Lower
	}
	n.Unpaid = n.Amount * 3 / 2
}

// school is a notice to a parent: periods run from receipt.
//
// Law: SI 2007/1867, regulations 4, 5 and 7 (England); SI 2013/1983 (Wales).
func (l *look) school() {
	n := &l.Notice
	r := schoolRateOn(n.Type, l.offenceDay(), l.q.Territory)
	if r == nil {
		return
	}
	got := l.receipt()
	n.Amount = r.Full
	n.PayBy = term(r.PayDays, FromReceipt, got)
	n.Held = n.PayBy
	if r.Framework && l.earlier() == 1 {
		return // the second in three years: the full amount, nothing less
	}
	n.Early = r.Early
	n.EarlyBy = term(r.EarlyDays, FromReceipt, got)
}

// litter is the council's figure for litter and graffiti, within the range of its
// day; where the council has set none, the default.
func (l *look) litter() {
	n, q := &l.Notice, l.q
	n.PayBy = term(14, AfterGiven, l.day)
	n.Held = n.PayBy
	r := councilRateOn(l.offenceDay(), q.Territory)
	if r == nil {
		return
	}
	if r.Sure != H {
		l.Doubts |= DoubtLitterOld
	}
	switch {
	case q.Rate == 0:
		n.Amount, n.Default = r.Otherwise, true
	case q.Rate < 0 || r.Sure == H && (q.Rate < r.Min || q.Rate > r.Max):
		l.add(bar("council_rate.range", "The council’s rate of "+q.Rate.String()+" is outside the range of "+r.Min.String()+" to "+r.Max.String()+".", r.By, "the council sets a rate within the range"))
		return
	default:
		n.Amount = q.Rate
	}
	l.early(r.Floor, 14, r.By)
}

// byelaw is the authority's figure, or £75.
//
// Law: Local Government Act 1972, section 237A; Local Government Byelaws (Wales)
// Act 2012, sections 12 to 14.
func (l *look) byelaw() {
	n := &l.Notice
	n.PayBy = term(14, AfterGiven, l.day)
	n.Held = n.PayBy
	n.Amount, n.Default = l.q.Rate, l.q.Rate == 0
	if n.Default {
		n.Amount = byelawDefault
	} else if l.q.Rate < 0 {
		l.add(bar("council_rate.range", "The rate is less than nothing.", l.p.Law, "the authority sets a rate"))
		return
	}
	l.early(0, 14, l.p.Underlying)
}

// capped is a notice for breach of a public spaces protection order or a community
// protection notice: whatever the council states, up to the cap.
//
// Law: Anti-social Behaviour, Crime and Policing Act 2014, sections 52 and 68.
func (l *look) capped() {
	n, most := &l.Notice, l.book.capOn(l.offenceDay())
	source := acpa + "68(6)"
	if n.Type == CPNFPN {
		source = acpa + "52(7)"
	}
	n.PayBy = term(14, AfterGiven, l.day)
	n.Held = n.PayBy
	switch rate := l.q.Rate; {
	case rate == 0:
		l.add(wait("council_rate.unknown", "the council states an amount of at most "+most.String(), source))
		return
	case rate < 0 || rate > most:
		l.add(bar("council_rate.cap", "The council’s rate of "+rate.String()+" is above the cap of "+most.String()+".", source, "the council states at most "+most.String()))
		return
	default:
		n.Amount = rate
	}
	l.early(0, 13, source)
}

// early fills in a lower amount for early payment and adds what is wrong with it.
// Most is the longest period in days in which it may be offered.
func (l *look) early(floor Pence, most int, source string) {
	n, rate, days := &l.Notice, l.q.EarlyRate, l.q.EarlyDays
	switch {
	case rate == 0:
		return
	case rate < 0 || rate < floor:
		l.add(bar("council_early_rate.floor", "The council may not take less than "+floor.String()+" for early payment.", source, "the lower amount is at least "+floor.String()))
	case rate >= n.Amount:
		l.add(bar("council_early_rate.high", "The amount for early payment is not lower than the full amount.", source, "the lower amount is lower"))
	}
	switch {
	case days == 0:
		l.add(wait("council_early_days.unknown", "it is told within how many days the lower amount is taken", source))
	case days < 0 || days > most:
		l.add(bar("council_early_days.long", "The lower amount can be offered within at most "+strconv.Itoa(most)+" days"+".", source, "the period is at most "+strconv.Itoa(most)+" days"))
	}
	n.Early = rate
	n.EarlyBy = term(days, AfterGiven, l.day)
}

// receipt is the day on which the notice is received, or clock.NoDay if that
// cannot be told. First-class post is received on the second working day after
// posting unless the contrary is known.
//
// Law: SI 2007/1867, regulation 22 (England); SI 2013/1983, regulation 20 (Wales).
func (l *look) receipt() clock.Day {
	switch {
	case told(l.q.ReceivedOn):
		return l.q.ReceivedOn
	case l.q.Served == ByHand:
		return l.day
	case l.q.Served == FirstClass:
		posted := l.day
		if told(l.q.PostedOn) {
			posted = l.q.PostedOn
		}
		if l.q.BankHolidays == nil {
			l.Doubts |= DoubtHolidays
		}
		return SecondWorkingDay(posted, l.q.BankHolidays)
	}
	l.Doubts |= DoubtReceipt
	return clock.NoDay
}

// SecondWorkingDay is the second working day after the given day. A working day is
// no Saturday, Sunday, Christmas Day, Good Friday or one of the bank holidays.
//
// Law: SI 2007/1867, regulation 22.
func SecondWorkingDay(after clock.Day, holidays []clock.Day) clock.Day {
	day := after
	for n := 0; n < 2; {
		if day++; working(day, holidays) || day > after+366 {
			n++
		}
	}
	return day
}

func working(day clock.Day, holidays []clock.Day) bool {
	if w := day.Weekday(); w == 0 || w == 6 {
		return false
	}
	year, month, d := day.Date()
	return !(month == 12 && d == 25) && day != easter(year)-2 && !contains(holidays, day)
}

// easter is Easter Sunday of the year, by the rule of the Calendar (New Style) Act
// 1750 in the form published anonymously in Nature in 1876.
func easter(year int) clock.Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	m := (32 + 2*e + 2*i - h - k) % 7
	n := (a + 11*h + 22*m) / 451
	month := (h + m - 7*n + 114) / 31
	return clock.Date(year, time.Month(month), (h+m-7*n+114)%31+1)
}
