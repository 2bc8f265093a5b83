package law

import "watchword/internal/clock"

// Answer is what May says.
type Answer uint8

// The three answers, from the best to the worst.
const (
	Allowed   Answer = iota // may
	OnlyIf                  // may, if what is not known turns out to be so
	Forbidden               // may not
)

// String is "may", "may if" or "may not".
func (a Answer) String() string {
	if a > Forbidden {
		return ""
	}
	return [...]string{"may", "may if", "may not"}[a]
}

// Code is the answer as data shows it.
func (a Answer) Code() string {
	if a > Forbidden {
		return ""
	}
	return [...]string{"may", "may_if", "may_not"}[a]
}

// Verdict is May's answer. Its reasons are all that stand in the way, in a fixed
// order that does not depend on the order of the facts.
type Verdict struct {
	Answer  Answer
	Law     string // the provision that gives the power
	Test    string // the text by which conduct is judged on that day, where it has changed
	Offence string // the provision that made the offence on its day
	Reasons []Reason
	Notice  Notice // for powers that give a notice, where its amount and periods can be told
	Doubts  Doubts // what the answer rests on and is not confirmed
}

// Reason is one thing that stands in the way of a power, or that it waits for.
type Reason struct {
	Code   string // stable, for programs: "uniform.no"
	Text   string // a sentence for people
	Source string // the section
	Mend   string // what would have to be so: "the approved uniform is worn"; empty if nothing can change it
	Bars   bool   // true: may not; false: a condition
}

// Notice is what a notice costs and by when. Amounts follow the day of the
// offence.
type Notice struct {
	Type    NoticeType
	Amount  Pence // the full amount; 0 where it is not known
	Early   Pence // the lower amount if paid early; 0: none
	Unpaid  Pence // what may be registered as a fine if nothing is done; 0: prosecution instead
	Default bool  // the council set no rate, or none was told
	Given   clock.Day
	EarlyBy Term // the period for the lower amount
	PayBy   Term // the period for the full amount
	Held    Term // the period in which no proceedings may be brought
}

// Term is a period of days with its last day. Last is clock.NoDay where the day
// from which it runs is not known. The zero Term is no period.
type Term struct {
	Days int
	From Counting
	Last clock.Day
}

// Counting is how the days of a period are counted.
type Counting uint8

// The ways to count.
const (
	NoCount     Counting = iota
	FromGiven            // beginning with the day the notice is given
	AfterGiven           // following the day of the notice
	FromReceipt          // beginning with the day of receipt
)

// String is how the days are counted, in words.
func (c Counting) String() string {
	if c > FromReceipt {
		return ""
	}
	return [...]string{"", "beginning with the day given", "following the day of the notice", "beginning with the day of receipt"}[c]
}

// Code is the way of counting as data shows it.
func (c Counting) Code() string {
	if c > FromReceipt {
		return ""
	}
	return [...]string{"", "from_given", "after_given", "from_receipt"}[c]
}

// term is the period of that many days counted from the given or received day.
func term(days int, how Counting, day clock.Day) Term {
	switch {
	case days == 0:
		return Term{}
	case day == clock.NoDay:
		return Term{days, how, clock.NoDay}
	case how == AfterGiven:
		return Term{days, how, day.AddDays(days)}
	}
	return Term{days, how, day.AddDays(days - 1)}
}

// add puts a reason into the verdict and lets it count.
func (v *Verdict) add(r Reason) {
	if r.Bars {
		v.Answer = Forbidden
	} else if v.Answer == Allowed {
		v.Answer = OnlyIf
	}
	v.Reasons = append(v.Reasons, r)
}

// bar is a reason that says "may not".
func bar(code, text, source, mend string) Reason { return Reason{code, text, source, mend, true} }

// wait is a reason that says "may if": the mend, as a sentence.
func wait(code, mend, source string) Reason {
	return Reason{code, "Only if " + mend + ".", source, mend, false}
}

// statusReason is why something of that status cannot be used; ok is false where
// it is in force. Kind is "power", "offence" or "basis".
func statusReason(kind string, s Status, periods []Period, in Territory, source string) (Reason, bool) {
	switch s {
	case InForce:
		return Reason{}, false
	case NotYet:
		return bar(kind+".not-yet", "On that day the law had not yet begun.", source, ""), true
	case Unsure:
		return wait(kind+".unsure", "the law had begun by that day, which is not confirmed", source), true
	case NotCommenced:
		return bar(kind+".not-commenced", "It is enacted but has not begun.", source, "a day is appointed for it to begin"), true
	case Never:
		return bar(kind+".never", "No accredited person can ever be given it.", source, ""), true
	case Elsewhere:
		return bar(kind+".territory", "It is not part of the law of "+in.String()+".", source, ""), true
	}
	end, sure := lastEnd(periods, in)
	when := "on "
	if sure == L || sure == U {
		when = "about "
	}
	word := "It was repealed " + when
	if s == Spent {
		word = "It has been spent since "
	}
	return bar(kind+"."+s.Code(), word+end.Long()+".", source, ""), true
}

// lastEnd is the latest end among the periods of the territory.
func lastEnd(periods []Period, in Territory) (clock.Day, Sure) {
	end, sure := clock.NoDay, H
	for i := range periods {
		if p := &periods[i]; p.In&in != 0 && p.Until >= end {
			end, sure = p.Until, p.UntilSure
		}
	}
	return end, sure
}

func off(kind, source string) Reason {
	return bar(kind+".off", "It is lawful, but switched off.", source, "the force switches it on")
}

func never(o *Offence) Reason {
	return bar("offence.never", "An accredited person can never be given this offence.", o.Barred.Source, "")
}

// lacks is the reason that a power stands without one it needs.
func lacks(p *Power, need PowerID) Reason {
	n, _ := Find(need)
	return bar("power.needs", "It may be granted only together with paragraph "+n.Para+", which is not given.", p.Law+"(5)", "paragraph "+n.Para+" is granted too")
}
