package law

import "watchword/internal/clock"

// pndRate is the two amounts of a penalty notice for disorder for offences from a
// day on. YoungLower and YoungUpper, where set, are for offenders under 16.
type pndRate struct {
	From                   clock.Day
	Lower, Upper           Pence
	YoungLower, YoungUpper Pence
	By                     string
}

// Law: Criminal Justice and Police Act 2001, section 3, and the orders under it.
// The day of the offence decides, not that of the notice.
var pndRates = []pndRate{
	{From: clock.MustDay("2002-08-08"), Lower: Pounds(40), Upper: Pounds(80), By: "SI 2002/1837"},
	{From: day2004Nov, Lower: Pounds(50), Upper: Pounds(80), By: "SI 2004/2468"},
	{From: clock.MustDay("2004-12-26"), Lower: Pounds(50), Upper: Pounds(80), YoungLower: Pounds(30), YoungUpper: Pounds(40), By: "SI 2004/3371"},
	{From: clock.MustDay("2013-05-20"), Lower: Pounds(50), Upper: Pounds(80), By: "SI 2013/903"},
	{From: dayPND60, Lower: Pounds(60), Upper: Pounds(90), By: "SI 2013/1579"},
}

// councilRate is the range within which a council sets its litter and graffiti
// penalties, and what holds where it sets none.
type councilRate struct {
	In                  Territory
	From                clock.Day
	Min, Max, Otherwise Pence
	Floor               Pence // least that may be taken for early payment
	Sure                Sure
	By                  string
}

// Law: Environmental Protection Act 1990, section 88; Anti-social Behaviour Act
// 2003, section 43A; SI 2017/1050 and SI 2023/770 (England); SI 2008/663 (Wales).
var councilRates = []councilRate{
	{England, dayStart, Pounds(50), Pounds(80), Pounds(75), Pounds(50), U, "not read"},
	{England, clock.MustDay("2018-04-01"), Pounds(50), Pounds(150), Pounds(100), Pounds(50), H, "SI 2017/1050"},
	{England, clock.MustDay("2019-04-01"), Pounds(65), Pounds(150), Pounds(100), Pounds(50), H, "SI 2017/1050"},
	{England, clock.MustDay("2023-07-31"), Pounds(65), Pounds(500), Pounds(100), Pounds(50), H, "SI 2023/770"},
	{Wales, dayStart, 0, 0, Pounds(75), Pounds(50), U, "not read"},
	{Wales, clock.MustDay("2008-04-07"), Pounds(75), Pounds(150), Pounds(75), Pounds(50), H, "SI 2008/663 (Wales)"},
}

// schoolRate is the two amounts of a notice to a parent, and its two periods.
type schoolRate struct {
	Notice             NoticeType
	In                 Territory
	From               clock.Day // of the day on which the offence period begins
	Early, Full        Pence
	EarlyDays, PayDays int
	Framework          bool // the second notice in three years is flat, a third may not be given
	By                 string
}

// Law: SI 2007/1867 regulations 4 to 7, as amended (England); SI 2013/1983
// (Wales). Days are counted beginning with the day of receipt.
var schoolRates = []schoolRate{
	{Truancy, England, dayTruancy, Pounds(50), Pounds(100), 28, 42, false, "SI 2004/181; SI 2007/1867"},
	{Truancy, England, clock.MustDay("2012-09-01"), Pounds(60), Pounds(120), 28, 42, false, "SI 2012/1046"},
	{Truancy, England, clock.MustDay("2013-09-01"), Pounds(60), Pounds(120), 21, 28, false, "SI 2013/757"},
	{Truancy, England, dayFramework, Pounds(80), Pounds(160), 21, 28, true, "SI 2024/210, as corrected by SI 2024/717"},
	{Truancy, Wales, dayTruancyWales, Pounds(60), Pounds(120), 28, 42, false, "SI 2013/1983 (Wales)"},
	{Excluded, England, dayExcluded, Pounds(50), Pounds(100), 28, 42, false, "SI 2007/1867"},
	{Excluded, England, clock.MustDay("2012-09-01"), Pounds(60), Pounds(120), 28, 42, false, "SI 2012/1046"},
	{Excluded, England, clock.MustDay("2013-09-01"), Pounds(60), Pounds(120), 21, 28, false, "SI 2013/757"},
}

// cyclingRates is the fixed penalty for cycling on a footway, by the day of the
// offence.
//
// Law: Road Traffic Offenders Act 1988, section 53; SI 2000/2792, Schedule 1.
var cyclingRates = []struct {
	From   clock.Day
	Amount Pence
}{
	{clock.MustDay("2000-11-01"), Pounds(30)},
	{clock.MustDay("2013-08-16"), Pounds(50)},
}

const (
	byelawDefault = Pence(7500)  // LGA 1972 s237A and 2012 Act s12: where the authority sets none
	dogDefault    = Pence(5000)  // not confirmed
	capNow        = Pence(10000) // 2014 Act ss 52(7), 68(6)
	capEnacted    = Pence(50000) // enacted in 2026, not commenced
)

// pndRateOn is the rate for an offence of that day, or nil.
func pndRateOn(day clock.Day) *pndRate {
	var r *pndRate
	for i := range pndRates {
		if day >= pndRates[i].From {
			r = &pndRates[i]
		}
	}
	return r
}

func councilRateOn(day clock.Day, in Territory) *councilRate {
	var r *councilRate
	for i := range councilRates {
		if councilRates[i].In == in && day >= councilRates[i].From {
			r = &councilRates[i]
		}
	}
	return r
}

func schoolRateOn(n NoticeType, day clock.Day, in Territory) *schoolRate {
	var r *schoolRate
	for i := range schoolRates {
		if s := &schoolRates[i]; s.Notice == n && s.In == in && day >= s.From {
			r = s
		}
	}
	return r
}

func cyclingOn(day clock.Day) Pence {
	var a Pence
	for _, r := range cyclingRates {
		if day >= r.From {
			a = r.Amount
		}
	}
	return a
}

// capOn is the most that a notice for breach of a public spaces protection order
// or a community protection notice may cost, by the day of the offence.
func (b *Book) capOn(day clock.Day) Pence {
	if b.capDay != clock.NoDay && day >= b.capDay {
		return capEnacted
	}
	return capNow
}

// Range is what a council may charge for a litter or graffiti notice for an
// offence of that day: least, most, what holds where it sets none, and the least
// it may take for early payment. Sure says how far the figures are confirmed;
// ok is false where the law has no such range.
func Range(day clock.Day, in Territory) (least, most, otherwise, floor Pence, sure Sure, ok bool) {
	r := councilRateOn(day, in)
	if r == nil {
		return 0, 0, 0, 0, 0, false
	}
	return r.Min, r.Max, r.Otherwise, r.Floor, r.Sure, true
}

// Price is what a fixed penalty of that power costs for an offence of that day:
// for litter and graffiti the council's rate if it lies within the range of the
// day, else the default; for byelaws the authority's rate or £75; for cycling the
// police's. It is 0 for any other power. Rate is 0 where none is set.
func Price(id PowerID, on clock.Day, in Territory, rate Pence) Pence {
	switch id {
	case "csas-fpn-cycling":
		return cyclingOn(on)
	case "csas-fpn-litter", "csas-fpn-graffiti":
		if r := councilRateOn(on, in); r != nil {
			if rate >= r.Min && rate <= r.Max && rate > 0 {
				return rate
			}
			return r.Otherwise
		}
	case "csas-fpn-byelaw":
		if rate > 0 {
			return rate
		}
		return byelawDefault
	}
	return 0
}
