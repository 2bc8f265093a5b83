package law

import "math/bits"

// Doubts is a set of things that an answer rests on and that no source confirms.
// It is a set of bits, so that an answer can carry it at no cost.
type Doubts uint32

// The doubts, in the order in which they are shown. Each answers to a question in
// docs/law.md.
const (
	DoubtBeggingEnd     Doubts = 1 << iota // the day the begging basis ended
	DoubtASBTest                           // the day the antisocial behaviour test changed
	DoubtByelawClass                       // classes of byelaw in England
	DoubtByelawWales                       // the day byelaw notices began in Wales
	DoubtByelawAmount                      // whether a range limits byelaw notices
	DoubtAbandonedWales                    // abandoned vehicles in Wales
	DoubtTruancyStart                      // truancy amounts before 1 September 2007
	DoubtTruancyWales                      // truancy rates in Wales after September 2022
	DoubtPNDAge                            // least age for a PND between 2004 and 2013
	DoubtPNDTier                           // PND tiers before 24 January 2009
	DoubtKhat                              // the amount for khat
	DoubtPNDEvidence                       // offences no force is known to grant
	DoubtFireWales                         // the day the false alarm row began in Wales
	DoubtCyclingAge                        // least age for cycling notices
	DoubtOffenderAge                       // least age for graffiti notices
	DoubtDogFouling                        // amount and period of dog fouling notices
	DoubtDogControl                        // amount, period and end of dog control notices
	DoubtLitterOld                         // amounts in England before April 2018, in Wales before April 2008
	DoubtCap                               // whether the cap of £500 has begun
	DoubtPayee                             // who is paid
	DoubtHolidays                          // bank holidays were not given
	DoubtReceipt                           // the day of receipt was not given
	DoubtApparentAge                       // the age is judged by appearance
	doubtEnd
)

// Doubt is one of a set of doubts, in words.
type Doubt struct {
	Code     string // stable: "begging.end"
	Kind     string // "Day unconfirmed", "Amount unconfirmed", "Not confirmed" or "Not told"
	Text     string
	Question string // in docs/law.md and the fact sheet: "Q2"; empty for what the asker left out
}

var doubts = [...]Doubt{
	{"begging.end", "Day unconfirmed", "The begging basis ended about 29 June 2026. The mechanism is confirmed, the day is not.", "Q2"},
	{"asb.test", "Day unconfirmed", "Between 20 and 27 March 2015 either text of the antisocial behaviour test may apply: section 1 of the Crime and Disorder Act 1998, or section 2 of the 2014 Act.", "Q17"},
	{"byelaw.class", "Not confirmed", "No regulations that prescribe classes of byelaw in England were found.", "Q4"},
	{"byelaw.wales", "Day unconfirmed", "The day on which byelaw notices began in Wales is not confirmed.", "Q13"},
	{"byelaw.amount", "Amount unconfirmed", "No regulations that set a range for byelaw notices were found.", "Q4"},
	{"abandoned.wales", "Not confirmed", "No instrument that gives accredited persons this power in Wales was found.", "Q13"},
	{"truancy.start", "Amount unconfirmed", "The amounts before 1 September 2007 were not read.", "Q22"},
	{"truancy.wales", "Amount unconfirmed", "No later rate in Wales was found; the regulations were read as at 1 September 2022.", "Q13"},
	{"pnd.age", "Day unconfirmed", "The least age was 16 in the text of January 2004 and 10 before April 2013; the day between them is inferred.", "Q23"},
	{"pnd.tier", "Amount unconfirmed", "The tier of this offence before 24 January 2009 was not read.", "Q24"},
	{"pnd.khat", "Amount unconfirmed", "The instrument that sets the amount for khat was not found.", "Q10"},
	{"pnd.evidence", "Not confirmed", "The offence is not excluded by paragraph 1(2A), but no force is known to grant it.", "Q10"},
	{"fire.wales", "Day unconfirmed", "The day on which the 2004 Act replaced the 1947 Act in Wales is not confirmed.", "Q25"},
	{"cycling.age", "Not confirmed", "No least age above 10 was found in the sections read; practice says 16.", "Q15"},
	{"offender.age", "Not confirmed", "No least age above 10 was found in the sections read.", "Q26"},
	{"dog-fouling", "Amount unconfirmed", "The amount and period of dog fouling notices are not confirmed.", "Q27"},
	{"dog-control", "Not confirmed", "Amount and period were not read; that the power ended with the start of Part 4 of the 2014 Act is inferred.", "Q28"},
	{"litter.old", "Amount unconfirmed", "The amounts of that time were not read.", "Q29"},
	{"fpn.cap", "Day unconfirmed", "A cap of £500 is enacted (2026); no day on which it begins was found. £100 stands until one is.", "Q1"},
	{"payee", "Not confirmed", "To which authority a notice given by an accredited person is paid was not found. It follows the agreement with the council.", "Q14"},
	{"bank-holidays", "Not told", "No bank holidays were given, so the day of service may be later.", ""},
	{"receipt", "Not told", "The day of receipt was not given, so the last days cannot be told.", ""},
	{"age.apparent", "Not told", "The age is judged by appearance.", ""},
}

// Has reports whether every doubt of d is in the set.
func (ds Doubts) Has(d Doubts) bool { return ds&d == d }

// List is the set in words, in a fixed order; nil if it is empty.
func (ds Doubts) List() []Doubt {
	var list []Doubt
	for ds &= doubtEnd - 1; ds != 0; ds &= ds - 1 {
		list = append(list, doubts[bits.TrailingZeros32(uint32(ds))])
	}
	return list
}

// AllDoubts is every doubt there is.
func AllDoubts() []Doubt { return (doubtEnd - 1).List() }
