package law

import "watchword/internal/clock"

// particular adds what belongs to one power alone.
func (l *look) particular() {
	switch l.p.ID {
	case "csas-name-address":
		l.basis()
	case "csas-alcohol-u18":
		l.limb()
	case "csas-alcohol-dppo":
		l.designated()
	case "csas-photograph":
		l.photograph()
	case "csas-pnd":
		l.pnd()
	}
	if l.p.Notice != NoNotice && l.p.Notice != CPN {
		l.offenceOn()
	}
	if l.p.Notice == Truancy {
		l.framework()
	}
}

// offenceOn adds that the day of the offence is not known or has not come.
func (l *look) offenceOn() {
	switch {
	case !told(l.q.OffenceOn):
		l.add(wait("offence_on.unknown", "the day of the offence is told; amounts follow it", l.p.Law))
	case l.q.OffenceOn > l.day:
		l.add(bar("offence_on.future", "The offence lies in the future.", l.p.Law, ""))
	}
}

// basis adds why no basis of paragraph 2(3) carries the requirement.
func (l *look) basis() {
	q := l.q
	if q.Basis == "" {
		l.add(wait("basis.unknown", "it is told on which basis of paragraph 2(3) it stands", sch5+"2(3)"))
		return
	}
	b, ok := l.book.FindBasis(q.Basis)
	if !ok {
		l.add(bar("basis.none", "There is no basis of that name.", sch5+"2(3)", ""))
		return
	}
	l.Law = b.Law
	l.Doubts |= b.Doubts
	l.basisStatus(b)
	switch b.ID {
	case "basis-fixed-penalty":
		l.basisNotice(b)
	case "basis-byelaw":
		if !l.holds("csas-fpn-byelaw") {
			l.add(bar("basis.not-held", "The accreditation gives no byelaw notices.", b.Law, "the force grants paragraph 1A"))
		}
		l.turns(byelawTurns)
	case "basis-harm":
		l.turn(&Turn{Fact: Harm, Source: b.Law})
	}
	if told(q.OffenceOn) && q.OffenceOn > l.day {
		l.add(bar("offence_on.future", "The offence lies in the future.", b.Law, ""))
	}
}

var byelawTurns = []Turn{
	{Fact: ByelawClass, Source: sch5 + "1A(4)"},
	{Fact: ByelawListed, Source: sch5 + "1A(4)"},
	{Fact: ByelawNamed, Source: sch5 + "1A(4)(b)"},
}

// basisStatus adds that the basis is not law. One that is saved stays for offences
// committed before its end.
//
// Law: Police, Crime, Sentencing and Courts Act 2022, section 81(8), for begging.
func (l *look) basisStatus(b *Basis) {
	s := b.StatusOn(l.day, EnglandAndWales)
	if b.Saved && (s == Repealed || s == Spent) {
		end, _ := lastEnd(b.Periods, EnglandAndWales)
		if !told(l.q.OffenceOn) {
			l.add(wait("offence_on.unknown", "the offence was committed before about "+end.Long(), b.Law))
			return
		}
		s = b.StatusOn(l.q.OffenceOn, EnglandAndWales)
	}
	if r, bad := statusReason("basis", s, b.Periods, EnglandAndWales, b.Law); bad {
		l.add(r)
	}
}

// basisNotice adds that the person could not give a notice for the offence.
func (l *look) basisNotice(b *Basis) {
	id := l.q.ForNotice
	switch {
	case id == "":
		l.add(wait("for_notice.unknown", "it is told for which notice the offence counts", b.Law))
		return
	case !contains(b.Needs, id):
		l.add(bar("for_notice.no", "That is no notice of paragraph 1.", b.Law, "a notice of paragraph 1 is named"))
		return
	}
	p, _ := l.book.Find(id)
	s := p.StatusOn(l.day, l.territory())
	if p.Saved && (s == Repealed || s == Spent) {
		s = p.StatusOn(l.offenceDay(), l.territory())
	}
	if r, bad := statusReason("for_notice", s, p.Periods, l.territory(), p.Law); bad {
		l.add(r)
	}
	if !l.holds(id) {
		l.add(bar("basis.not-held", "The accreditation does not let this person give a notice for that offence.", b.Law, "the force grants paragraph "+p.Para))
		return
	}
	if p.Notice != PND {
		return
	}
	l.pnd()
	if l.o != nil && !l.names(l.o.ID) {
		l.add(bar("basis.not-named", "The accreditation does not name this offence.", para1+"(3)(b)", "the accreditation names the offence"))
	}
}

// territory is England, Wales or, where it is not told, both.
func (l *look) territory() Territory {
	if t := l.q.Territory & EnglandAndWales; t != 0 {
		return t
	}
	return EnglandAndWales
}

// limb adds that the limb of the 1997 Act is not known or does not fit the age.
func (l *look) limb() {
	switch l.q.Limb {
	case LimbUnder18:
		if l.q.Age.Basis != AgeUnknown && l.q.Age.Years >= 18 {
			l.add(bar("age.no", "The person is not under 18.", conf97+"(1)(a)", "the alcohol is for someone under 18, or the person is with someone under 18 who recently drank"))
		}
	case LimbForUnder18, LimbWithUnder18:
	default:
		l.add(wait("limb.unknown", "the person is under 18, has the alcohol for someone who is, or is with someone under 18 who recently drank", conf97+"(1)"))
	}
}

// designated adds that the place was designated too late, or at an unknown time.
//
// Law: Anti-social Behaviour, Crime and Policing Act 2014, section 75.
func (l *look) designated() {
	const source = acpa + "75"
	switch on := l.q.DesignatedOn; {
	case l.q.Facts[Designated] == No:
	case !told(on):
		if l.day >= dayPSPO {
			l.add(wait("designated_on.unknown", "the place was designated before 20 October 2014", source))
		}
	case on >= dayPSPO:
		l.add(bar("designated_on.late", "No place could be designated from 20 October 2014.", source, ""))
	case on > l.day:
		l.add(bar("designated_on.future", "The place was not yet designated.", source, ""))
	}
}

// photograph adds that the person photographed was not given a notice by the
// person who photographs.
func (l *look) photograph() {
	switch l.q.NoticeBy {
	case BySelf:
	case ByUnknown:
		l.add(wait("notice_by.unknown", "this accredited person has given the notice", l.p.Law))
	default:
		l.add(bar("notice_by.no", "This accredited person has not given the notice.", l.p.Law, "this accredited person gives the notice first"))
	}
	switch id := l.q.ForNotice; {
	case id == "":
		l.add(wait("for_notice.unknown", "the notice was one of paragraph 1 or 1A", l.p.Law))
	case contains(Para1(), id):
	case id == "csas-fpn-byelaw" && l.day >= day2010Jan:
	default:
		l.add(bar("for_notice.no", "The notice is not one of paragraph 1 or 1A.", l.p.Law, "the notice is one of paragraph 1 or 1A"))
	}
}

// pnd adds why no penalty notice for disorder can be given for the offence.
func (l *look) pnd() {
	id := l.q.Offence
	o, ok := l.book.FindOffence(id)
	switch {
	case id == "":
		l.add(wait("offence.unknown", "the offence is named", para1+"(3)(b)"))
		return
	case !ok:
		l.add(bar("offence.none", "There is no offence of that name.", "", "an offence of the catalogue is named"))
		return
	case o.Barred.From != 0:
		l.Verdict.Offence = o.CiteOn(l.offenceDay())
		l.add(never(o))
		return
	}
	l.o, l.Verdict.Offence = o, o.CiteOn(l.offenceDay())
	s := o.StatusOn(l.day, l.territory())
	if s == InForce {
		s = o.StatusOn(l.offenceDay(), l.territory())
	}
	if r, bad := statusReason("offence", s, o.Periods, l.territory(), l.Verdict.Offence); bad {
		l.add(r)
	}
	if a := l.q.Age; o.MaxAge > 0 && a.Basis != AgeUnknown && a.Years > int(o.MaxAge) {
		l.add(bar("offence.age", "Only someone under 18 can commit this offence.", l.Verdict.Offence, ""))
	}
	l.turns(o.Turns)
	l.Doubts |= o.Doubts
	if l.offenceDay() < dayTiers && len(o.Tiers) == 1 {
		l.Doubts |= DoubtPNDTier
	}
	if o.ID == "pnd-fire-alarm" && l.q.Territory == Wales && l.offenceDay() < dayTiers {
		l.Doubts |= DoubtFireWales
	}
}

// framework adds that a third truancy notice in three years may not be given.
//
// Law: SI 2007/1867, regulation 12A (England, offence periods from 19 August 2024).
func (l *look) framework() {
	if l.q.Territory != England || l.offenceDay() < dayFramework {
		return
	}
	const source = "SI 2007/1867, regulation 12A"
	if l.q.Earlier == nil {
		l.add(wait("earlier.unknown", "the parent has had fewer than two notices for this child in the last three years", source))
	} else if l.earlier() >= 2 {
		l.add(bar("earlier.third", "The parent has had two notices for this child in the last three years. There is no third.", source, ""))
	}
}

// earlier is how many earlier notices count: issued in the three years that end
// with the day of the new one, for an offence period from 19 August 2024 on,
// neither withdrawn nor answered by an acquittal.
func (l *look) earlier() int {
	n := 0
	for i := range l.q.Earlier {
		e := &l.q.Earlier[i]
		if e.IssuedOn > l.day.AddYears(-3) && e.IssuedOn <= l.day && e.BeganOn >= dayFramework && !e.Withdrawn && !e.Acquitted {
			n++
		}
	}
	return n
}

// doubts is what the answer rests on, of the power's own doubts and those of the
// day, the territory and the age.
func (l *look) doubts() Doubts {
	d := l.p.Doubts
	on, in := l.offenceDay(), l.q.Territory
	keep := func(doubt Doubts, when bool) {
		if when {
			d |= doubt
		} else {
			d &^= doubt
		}
	}
	years := 99
	if l.q.Age.Basis != AgeUnknown {
		years = l.q.Age.Years
	}
	keep(DoubtAbandonedWales, l.p.ID == "csas-abandoned-vehicle" && in != England)
	keep(DoubtCyclingAge, l.p.Notice == CyclingFPN && years < 16)
	keep(DoubtOffenderAge, l.p.Notice == GraffitiFPN && years < 18)
	keep(DoubtASBTest, l.p.ID == "csas-name-address-asb" && l.day >= clock.MustDay("2015-03-20") && l.day <= clock.MustDay("2015-03-27"))
	keep(DoubtByelawClass, l.p.Notice == ByelawFPN && in != Wales)
	keep(DoubtByelawWales, l.p.Notice == ByelawFPN && in != England)
	keep(DoubtTruancyStart, l.p.Notice == Truancy && in != Wales && on < dayExcluded)
	keep(DoubtTruancyWales, l.p.Notice == Truancy && in != England && on > clock.MustDay("2022-09-01"))
	keep(DoubtPNDAge, l.p.Notice == PND && l.day >= clock.MustDay("2004-12-26") && l.day < dayPNDAdult)
	keep(DoubtCap, (l.p.Notice == PSPOFPN || l.p.Notice == CPNFPN) && l.book.capDay == clock.NoDay && on >= clock.MustDay("2026-04-29"))
	return d
}
