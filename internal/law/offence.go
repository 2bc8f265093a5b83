package law

import "watchword/internal/clock"

// Offence is one for which a penalty notice for disorder can be given, or may
// never be given by an accredited person.
type Offence struct {
	ID      OffenceID
	Name    string
	Texts   []Citation // the provision, by the day of the offence
	Tiers   []Tier     // the amount, by the day of the offence
	Periods []Period   // its time in the table of section 1 of the 2001 Act
	Barred  Bar        // set for the five that an accredited person may never be given
	Off     Territory  // lawful, but switched off until a force asks for it
	MinAge  int8       // least age that the offence itself needs, 0 for none
	MaxAge  int8       // greatest age that it needs, 0 for none
	Turns   []Turn
	Note    string
	Sure    Sure // of the tier
	Doubts  Doubts
	Sources []string
}

// Citation is the provision that makes the offence, from a day on.
type Citation struct {
	From clock.Day
	Text string
}

// Tier is which of the two amounts an offence has, from a day on.
type Tier struct {
	From  clock.Day
	Upper bool
}

// Bar is the rule that keeps an offence from accredited persons.
type Bar struct {
	From    clock.Day // the day from which it stands; 0 for no bar
	Perhaps clock.Day // the earliest day on which it may have begun, where that is not confirmed
	Source  string
}

// StatusOn is where the offence stands as one for which an accredited person can
// give a penalty notice.
func (o *Offence) StatusOn(day clock.Day, in Territory) Status {
	if o.Barred.From != 0 {
		return Never
	}
	return statusOn(o.Periods, day, in)
}

// CiteOn is the provision that made the offence on the day.
func (o *Offence) CiteOn(day clock.Day) string {
	text := ""
	for i, c := range o.Texts {
		if i == 0 || day >= c.From {
			text = c.Text
		}
	}
	return text
}

// UpperOn reports whether the offence was in the upper tier on the day.
func (o *Offence) UpperOn(day clock.Day) bool {
	upper := false
	for _, t := range o.Tiers {
		if day >= t.From {
			upper = t.Upper
		}
	}
	return upper
}

// Basis is one of the four of paragraph 2(3).
type Basis struct {
	ID      BasisID
	Para    string // "2(3)(aa)"
	Name    string
	Meaning string
	Law     string
	Periods []Period
	Saved   bool      // after its end it stays for offences committed before
	Needs   []PowerID // at least one power of these must be held; see Para1
	Doubts  Doubts
	History []Change
	Certain []Certainty
	Sources []string
}

// StatusOn is where the basis stands on that day in that territory.
func (b *Basis) StatusOn(day clock.Day, in Territory) Status { return statusOn(b.Periods, day, in) }
