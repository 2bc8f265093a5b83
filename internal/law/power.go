package law

import "watchword/internal/clock"

// Power is one row of the catalogue: something that the law lets, once let, or
// never lets an accredited person do.
type Power struct {
	ID         PowerID
	Para       string    // paragraph of Schedule 5, "1(2)(aa)"; empty for what does not come from it
	Authority  Authority // who gives it
	Name       string    // as pages and cards show it: "Ask name and address: antisocial behaviour"
	Title      string    // as scheme offices list it: "Require name and address (ASB)"
	Law        string    // the provision that gives it
	Underlying string    // the Act it stands on
	Meaning    string    // one sentence: what an accredited person may do
	Ask        Ask       // the same, said to the public
	Whom       string    // to whom
	Where      string    // where
	Age        string    // the age rule in words
	Refused    string    // what follows a refusal or false details
	NotAllowed string    // what it does not allow
	Limits     []string  // further limits
	Must       []string  // what must be done when it is used
	Record     []string  // what must be written down
	Groups     Group
	Needs      []PowerID  // powers without which it may not be granted
	Notice     NoticeType // the notice it gives, or NoNotice
	Periods    []Period
	Saved      bool      // after its end it stays for offences committed before
	AnyArea    bool      // usable in any police area, not only the accrediting force's
	Off        Territory // lawful, but switched off until a force asks for it
	Tests      []Test
	Ages       []AgeRule
	Turns      []Turn
	Certain    []Certainty
	History    []Change
	Doubts     Doubts
	Sources    []string // tags, see Source
}

// Authority is who can give a power.
type Authority uint8

// The authorities.
const (
	Accreditation Authority = iota // the chief officer, by accreditation (Schedule 5)
	Council                        // a council, by its own authorisation; not accreditation
	Nobody                         // nobody can give it to an accredited person
)

// String is the authority in words.
func (a Authority) String() string {
	return [...]string{"The chief officer of the force, by accreditation", "The council, by its own authorisation",
		"Nobody: an accredited person can never have it"}[a]
}

// Code is the authority as data shows it.
func (a Authority) Code() string { return [...]string{"accreditation", "council", "nobody"}[a] }

// Group gathers powers for filters and counts.
type Group uint16

// The groups. "Persons with antisocial behaviour powers" are those who hold a
// power of GroupASB: paragraph 3.
const (
	GroupASB      Group = 1 << iota // antisocial behaviour
	GroupAlcohol                    // alcohol and tobacco
	GroupIdentity                   // name and address, photograph
	GroupCycle                      // cycles
	GroupTraffic                    // traffic and vehicles
	GroupNotice                     // notices
	GroupParent                     // notices to parents
	GroupCouncil                    // authority that comes from a council
	GroupNever                      // never an accredited person's
)

// Groups lists every group with the words of the filter.
var Groups = []struct {
	Group Group
	Code  string
	Name  string
}{
	{GroupASB, "asb", "Antisocial behaviour"},
	{GroupAlcohol, "alcohol-tobacco", "Alcohol and tobacco"},
	{GroupIdentity, "identity", "Name, address and photograph"},
	{GroupCycle, "cycle", "Cycles"},
	{GroupTraffic, "traffic", "Traffic and vehicles"},
	{GroupNotice, "notice", "Notices"},
	{GroupParent, "parent", "Notices to parents"},
	{GroupCouncil, "council", "Council authority"},
	{GroupNever, "never", "Never an accredited person's"},
}

// In reports whether the power belongs to the group.
func (p *Power) In(g Group) bool { return p.Groups&g != 0 }

// Period is a stretch of days in which a rule is law in a territory. From is its
// first day; Until is the first day on which it is law no more, or clock.NoDay.
//
// Where the first day is not confirmed, From is the first day on which the rule
// was read in force, and Perhaps the earliest day on which it may have begun;
// between them its status is Unsure.
type Period struct {
	In        Territory
	From      clock.Day
	FromSure  Sure
	Perhaps   clock.Day // 0 when From is the day itself
	Until     clock.Day
	UntilSure Sure
	After     Status // what it is from Until on: Spent or Repealed
	By        string // what began it, and what ended it
}

// status is where the period stands on the day.
func (p *Period) status(day clock.Day) Status {
	switch {
	case day >= p.From && (p.Until == clock.NoDay || day < p.Until):
		return InForce
	case day >= p.From:
		return p.After
	case p.Perhaps != 0 && day >= p.Perhaps:
		return Unsure
	}
	return NotYet
}

// statusOn is where a rule with these periods stands. In both territories at once
// it is in force where it is in force in either.
func statusOn(periods []Period, day clock.Day, in Territory) Status {
	best := Elsewhere
	for i := range periods {
		if p := &periods[i]; p.In&in != 0 {
			best = better(best, p.status(day))
		}
	}
	return best
}

// better is the status that says more about a day on which two periods speak: in
// force before unsure, ended before not begun.
func better(a, b Status) Status {
	rank := [...]uint8{NotYet: 2, InForce: 6, Unsure: 5, Spent: 4, Repealed: 3, NotCommenced: 1, Never: 0, Elsewhere: 0}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// StatusOn is where the power stands on that day in that territory.
func (p *Power) StatusOn(day clock.Day, in Territory) Status {
	if p.Authority == Nobody {
		return Never
	}
	return statusOn(p.Periods, day, in)
}

// Ends is the first day on which the power is law no more in that territory, or
// clock.NoDay if no end is known.
func (p *Power) Ends(in Territory) clock.Day {
	end := clock.NoDay
	for i := range p.Periods {
		if p.Periods[i].In&in != 0 {
			end = p.Periods[i].Until
		}
	}
	return end
}

// Territory is where the power is or was law.
func (p *Power) Territory() Territory {
	var t Territory
	for i := range p.Periods {
		t |= p.Periods[i].In
	}
	return t
}

// Test is a text by which conduct is judged from a day on.
type Test struct {
	From clock.Day
	Text string
	Sure Sure
}

// AgeRule is an age limit from a day on. Min and Max are ages in whole years, both
// inclusive; a Max of 0 is no upper limit.
type AgeRule struct {
	From     clock.Day
	Min, Max int8
	Sure     Sure
	Source   string
}

// Turn is a fact on which a power turns, with the section that says so. It counts
// on days from From until Until (0: no limit).
type Turn struct {
	Fact        Fact
	Source      string
	Unless      Fact // not asked where this fact is known not to be so
	Quiet       bool // not told is no bar: the duty arises only on request
	From, Until clock.Day
}

// Certainty is how sure one fact of a row is.
type Certainty struct {
	About string // "start", "end", "amount", "age", "text", "territory"
	Sure  Sure
	Note  string
}

// Change is one dated step in the history of a power, for a time line.
type Change struct {
	On     clock.Day
	In     Territory
	What   string
	By     string
	Sure   Sure
	Source string // tag
}

// Certainty is the step's certainty in the words of pages.
func (c *Change) Certainty() string {
	if c.Sure == H {
		return "Confirmed"
	}
	return "Day unconfirmed"
}

// Certainty is the row's certainty in the words of pages: "Confirmed", "Day
// unconfirmed", "Amount unconfirmed" or "Not confirmed".
func (p *Power) Certainty() string {
	word := "Confirmed"
	for _, c := range p.Certain {
		if c.Sure == H {
			continue
		}
		switch c.About {
		case "start", "end":
			if word == "Confirmed" {
				word = "Day unconfirmed"
			}
		case "amount":
			if word == "Confirmed" {
				word = "Amount unconfirmed"
			}
		default:
			return "Not confirmed"
		}
	}
	return word
}

// testOn is the text that applies on the day, or "".
func (p *Power) testOn(day clock.Day) string {
	text := ""
	for i := range p.Tests {
		if day >= p.Tests[i].From {
			text = p.Tests[i].Text
		}
	}
	return text
}

// AgeOn is the age rule that applies on the day, or nil.
func (p *Power) AgeOn(day clock.Day) *AgeRule {
	var rule *AgeRule
	for i := range p.Ages {
		if day >= p.Ages[i].From {
			rule = &p.Ages[i]
		}
	}
	return rule
}
