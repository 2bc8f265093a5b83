package law

import (
	"slices"
	"strconv"
	"time"

	"watchword/internal/clock"
)

// May says whether the person may use the power at that instant, in that place, on
// these facts. It is total: any question has an answer. A fact that is known to be
// wrong gives "may not"; one that is needed and not known gives "may if". It
// allocates nothing when the answer is "may".
//
// Law: Police Reform Act 2002, sections 41 and 42 and Schedule 5; for council
// authority, Part 4 of the Anti-social Behaviour, Crime and Policing Act 2014.
func May(q *Question) Verdict { return Whole.May(q) }

// May is as the function of that name, by this book.
func (b *Book) May(q *Question) Verdict {
	l := look{book: b, q: q}
	p, ok := b.Find(q.Power)
	if !ok {
		l.add(bar("power.none", "There is no power of that name.", "", "a power of the catalogue is named"))
		return l.Verdict
	}
	l.p, l.Law = p, p.Law
	switch {
	case p.Authority == Nobody:
		l.add(bar("power.never", p.Meaning, p.Law, ""))
		return l.Verdict
	case q.At.IsZero():
		l.undated()
		return l.Verdict
	}
	l.day = clock.DayOf(q.At)
	l.Test = p.testOn(l.day)
	l.status()
	if p.Authority == Council {
		l.council()
	} else {
		l.accredited()
	}
	l.turns(p.Turns)
	l.age()
	l.particular()
	if p.Notice != NoNotice {
		l.notice()
	}
	l.Doubts |= l.doubts()
	return l.Verdict
}

// undated is what can be said without an instant: never more than "may if".
func (l *look) undated() {
	l.add(wait("at.unknown", "the instant is told", ""))
	if l.p.Authority == Accreditation {
		if !slices.ContainsFunc(l.q.Grants, func(g Grant) bool { return g.Power == l.p.ID }) {
			l.add(notGiven)
		}
		l.turns(always)
		if !l.p.AnyArea {
			l.turn(&inForce)
		}
	}
	l.turns(l.p.Turns)
	if o, ok := l.book.FindOffence(l.q.Offence); ok && l.p.Notice == PND && o.Barred.From != 0 {
		l.add(never(o))
	}
}

// look is one question on its way to a verdict.
type look struct {
	Verdict
	book *Book
	q    *Question
	p    *Power
	o    *Offence  // of a penalty notice for disorder, once found
	day  clock.Day // on which the power would be used
}

// told reports whether a day was given.
func told(d clock.Day) bool { return d > 0 }

// offenceDay is the day of the offence, or, where it is not told, of the use.
func (l *look) offenceDay() clock.Day {
	if told(l.q.OffenceOn) {
		return l.q.OffenceOn
	}
	return l.day
}

// status adds why the power is not law on that day in that territory. A power
// that is saved for earlier offences is judged by the day of the offence.
func (l *look) status() {
	in := l.q.Territory & EnglandAndWales
	if in != England && in != Wales {
		l.add(wait("territory.unknown", "it is told whether this is England or Wales", ""))
		in = EnglandAndWales
	}
	s := l.p.StatusOn(l.day, in)
	if l.p.Saved && (s == Repealed || s == Spent) && told(l.q.OffenceOn) {
		s = l.p.StatusOn(l.q.OffenceOn, in)
	}
	if r, bad := statusReason("power", s, l.p.Periods, in, l.p.Law); bad {
		l.add(r)
	}
	if l.p.Off&in == in {
		l.turn(&Turn{Fact: SwitchedOn, Source: l.p.Law})
	}
}

// always is how every power of an accreditation is used.
var always = []Turn{
	{Fact: Employed, Source: s41 + "(8)(a)"},
	{Fact: OnDuty, Source: s41 + "(6)(a)"},
	{Fact: Uniform, Source: s42 + "(2)"},
	{Fact: Badge, Source: s42 + "(2)"},
	{Fact: Produced, Source: s42 + "(1)", Quiet: true},
}

var inForce = Turn{Fact: InForceArea, Source: para10}

// accredited adds what fails of the person's own authority and of how it is used.
func (l *look) accredited() {
	q := l.q
	l.granted()
	l.standing(&q.Accreditation, &accreditationWords)
	l.standing(&q.Employer, &employerWords)
	l.trained()
	l.vetted()
	l.turns(always)
	if !l.p.AnyArea {
		l.turn(&inForce)
	}
}

// standingWords is how an accreditation or the arrangements with an employer are spoken of,
// and what says that they must stand.
type standingWords struct {
	code, name                        string
	is, was, has, begins              string // in the number of the name
	anew                              string // how what has ended comes back
	begun, suspended, withdrawn, over string // sources
}

var (
	accreditationWords = standingWords{
		code: "accreditation", name: "the accreditation", is: "is", was: "was", has: "has", begins: "begins", anew: "given",
		begun: s41 + "(7)", suspended: s41 + "(7)", withdrawn: s42 + "(3)", over: s41 + "(7)",
	}
	// Arrangements that are withdrawn have ended: the notice of s42(3) is the person's.
	employerWords = standingWords{
		code: "employer", name: "the arrangements with the employer", is: "are", was: "were", has: "have", begins: "begin", anew: "made",
		begun: s41 + "(1)", suspended: s40 + "(8)", withdrawn: s41 + "(8)(b)", over: s41 + "(8)(b)",
	}
)

// standing adds what fails of an accreditation or an arrangement.
func (l *look) standing(s *Standing, w *standingWords) {
	switch s.State {
	case Active:
	case StateUnknown:
		l.add(wait(w.code+".unknown", w.name+" "+w.is+" in force", w.over))
	case Suspended:
		l.add(bar(w.code+".suspended", upper(w.name)+" "+w.is+" suspended.", w.suspended, w.name+" "+w.is+" reinstated"))
	case Withdrawn:
		l.add(bar(w.code+".withdrawn", upper(w.name)+" "+w.was+" withdrawn.", w.withdrawn, w.name+" "+w.is+" "+w.anew+" anew"))
	default:
		l.add(bar(w.code+".ended", upper(w.name)+" "+w.has+" ended.", w.over, w.name+" "+w.is+" "+w.anew+" anew"))
	}
	switch {
	case s.From.IsZero():
		l.add(wait(w.code+".from.unknown", w.name+" had begun", w.begun))
	case l.q.At.Before(s.From):
		l.add(bar(w.code+".not-begun", upper(w.name)+" "+w.begins+" on "+clock.Moment(s.From)+".", w.begun, w.name+" "+w.has+" begun"))
	}
	switch {
	case s.Until.IsZero():
		l.add(wait(w.code+".until.unknown", w.name+" "+w.has+" not ended", w.over))
	case !l.q.At.Before(s.Until):
		l.add(bar(w.code+".over", upper(w.name)+" ended on "+clock.Moment(s.Until)+".", w.over, w.name+" "+w.is+" renewed"))
	}
}

func upper(s string) string { return string(s[0]-'a'+'A') + s[1:] }

// trained adds that training for the power is lacking. Several entries for one
// power are read as the best of them.
func (l *look) trained() {
	const source = s41 + "(4)(d)"
	if l.q.Training == nil {
		l.add(wait("training.unknown", "the person is adequately trained for this power", source))
		return
	}
	var last time.Time
	found, open := false, false
	for i := range l.q.Training {
		t := &l.q.Training[i]
		if t.Power != l.p.ID || !t.From.IsZero() && l.q.At.Before(t.From) {
			continue
		}
		found = true
		if t.Until.IsZero() {
			open = true
		} else if l.q.At.Before(t.Until) {
			return
		} else if t.Until.After(last) {
			last = t.Until
		}
	}
	const mend = "the training for this power is passed"
	switch {
	case open:
		l.add(wait("training.until.unknown", "the training has not run out", source))
	case found:
		l.add(bar("training.over", "The training for this power ended on "+clock.Moment(last)+". The power stopped by itself.", source, mend))
	default:
		l.add(bar("training.missing", "There is no training for this power.", source, mend))
	}
}

// vetted adds that vetting is not known or has lapsed.
func (l *look) vetted() {
	const source = s41 + "(4)(b); the scheme’s rule on vetting"
	switch until := l.q.VettingUntil; {
	case until.IsZero():
		l.add(wait("vetting.unknown", "the vetting is passed and in date", source))
	case !l.q.At.Before(until):
		l.add(bar("vetting.over", "The vetting ended on "+clock.Moment(until)+".", source, "the vetting is renewed"))
	}
}

// turns adds each fact on which the power turns that is wrong or not known.
func (l *look) turns(list []Turn) {
	for i := range list {
		l.turn(&list[i])
	}
}

func (l *look) turn(t *Turn) {
	if t.From != 0 && l.day < t.From || t.Until != 0 && l.day >= t.Until {
		return
	}
	if t.Unless != NoFact && l.q.Facts[t.Unless] == No {
		return
	}
	info := t.Fact.Info()
	switch got := l.q.Facts[t.Fact]; {
	case got == info.Want:
	case got == Yes || got == No:
		l.add(bar(info.Name+".no", info.Not, t.Source, info.So))
	case t.Fact == OffenceInArea && l.offenceMayBeElsewhere():
	case !t.Quiet:
		l.add(wait(info.Name+".unknown", info.So, t.Source))
	}
}

// offenceMayBeElsewhere reports whether it is the person and not the offence that
// must be in the area: truancy and excluded pupils.
//
// Law: Police Reform Act 2002, Schedule 5, paragraphs 1(4) and 2(4).
func (l *look) offenceMayBeElsewhere() bool {
	return l.q.Basis == "basis-fixed-penalty" && (l.q.ForNotice == "csas-pn-truancy" || l.q.ForNotice == "csas-pn-excluded")
}

// age adds that the person is too young or too old, or of unknown age.
func (l *look) age() {
	rule := l.p.AgeOn(l.day)
	if rule == nil || l.q.IsBody {
		return
	}
	a := l.q.Age
	if a.Basis == AgeUnknown {
		l.add(wait("age.unknown", "the person is "+limits(rule.Min, rule.Max), rule.Source))
		return
	}
	if a.Years < int(rule.Min) || rule.Max > 0 && a.Years > int(rule.Max) {
		l.add(bar("age.no", "The person must be "+limits(rule.Min, rule.Max)+".", rule.Source, ""))
	}
	if a.Basis == AgeApparent {
		l.Doubts |= DoubtApparentAge
	}
}

// limits says an age limit in words: "18 or over", "under 16".
func limits(least, most int8) string {
	if most > 0 {
		return "under " + strconv.Itoa(int(most)+1)
	}
	return strconv.Itoa(int(least)) + " or over"
}
