package law

import (
	"time"

	"watchword/internal/clock"
)

// Question is what May is asked: may this person use this power, at this instant,
// in this place, on these facts? What is left at its zero value is not known.
//
// Instants are UTC; periods are half-open; days are legal days in Europe/London. A
// zero Day (clock.NoDay) is not told.
type Question struct {
	Power     PowerID
	Offence   OffenceID // for a penalty notice for disorder, also where one is the basis for name and address
	Basis     BasisID   // for csas-name-address
	ForNotice PowerID   // the notice meant: for basis-fixed-penalty, and for csas-photograph the notice that was given
	At        time.Time
	Territory Territory
	Place     []AreaCode // every area the place lies in; nil: not known

	// Who acts.
	Accreditation Standing
	Employer      Standing // the employer's arrangements with the chief officer
	Grants        []Grant
	Training      []Training // nil: not known; not nil: all there is
	VettingUntil  time.Time
	Councils      []Authorisation

	Facts [Facts]Tri

	// The person dealt with.
	Age    Age
	IsBody bool // not an individual: no age

	// The offence and the notice.
	OffenceOn    clock.Day // for truancy, the day on which the offence period began
	Limb         Limb      // of csas-alcohol-u18
	DesignatedOn clock.Day // when the place was designated
	NoticeBy     By        // for csas-photograph: who gave the notice
	Acting       Acting    // for community protection notices
	CouncilID    string    // the council that made the order, or for which the person acts
	Rate         Pence     // what the council has set; 0: none set, or not known
	EarlyRate    Pence     // what it takes for early payment; 0: none
	EarlyDays    int       // within how many days
	StatedDays   int       // cycling: a longer period that the notice states
	Earlier      []Earlier // truancy: earlier notices to this parent for this child; nil: not known
	Served       Served
	PostedOn     clock.Day
	ReceivedOn   clock.Day // if known; it overrides what is presumed of post
	BankHolidays []clock.Day
}

// Standing is whether something is in force, and for how long. A zero From or
// Until is not known; clock.Forever is no end.
type Standing struct {
	State       State
	From, Until time.Time
}

// State is where an accreditation, arrangement or grant stands.
type State uint8

// The states. A grant whose State is zero is in force.
const (
	StateUnknown State = iota
	Active
	Suspended
	Withdrawn
	Ended
)

// Grant is one power given to the person. From and Until may be zero, and then
// follow the accreditation.
type Grant struct {
	Power       PowerID
	Offences    []OffenceID // for csas-pnd: those named; none named, none given
	Bases       []BasisID   // for csas-name-address: empty means all four
	Areas       []AreaCode  // empty means the whole force area
	From, Until time.Time
	State       State
	Conditions  []Condition
}

// Condition is a restriction written in the accreditation (section 41(6)(b)).
type Condition struct {
	Text string
	Met  Tri
}

// Training is until when the person is adequately trained for a power.
type Training struct {
	Power       PowerID
	From, Until time.Time // a zero From is no bar; a zero Until is not known
}

// Authorisation is a council's authority under a section of the 2014 Act.
type Authorisation struct {
	Section     string // "53", "63" or "68"
	Council     string
	From, Until time.Time // a zero Until is no end
}

// Age is the age of the person dealt with, and how it is known.
type Age struct {
	Years int
	Basis AgeBasis
}

// AgeBasis is how an age is known. The zero AgeBasis says that it is not.
type AgeBasis uint8

// How an age is known.
const (
	AgeUnknown AgeBasis = iota
	AgeFromBirth
	AgeStated
	AgeApparent
)

// Limb is which limb of section 1 of the 1997 Act is relied on.
type Limb uint8

// The limbs of csas-alcohol-u18.
const (
	LimbUnknown     Limb = iota
	LimbUnder18          // is under 18
	LimbForUnder18       // means it for someone under 18
	LimbWithUnder18      // is with someone under 18 who recently drank
)

// By is who gave a notice.
type By uint8

// Who gave the notice.
const (
	ByUnknown By = iota
	BySelf
	ByAnother
	ByNobody
)

// Acting is in what capacity someone gives a community protection notice.
type Acting uint8

// The capacities.
const (
	ActingUnknown Acting = iota
	CouncilOfficer
	HousingProvider
	Contractor
)

// Earlier is an earlier truancy notice to the same parent for the same child.
type Earlier struct {
	IssuedOn  clock.Day
	BeganOn   clock.Day // when its offence period began
	Withdrawn bool
	Acquitted bool
}

// Served is how a notice is served.
type Served uint8

// The ways of service.
const (
	ServedUnknown Served = iota
	ByHand
	FirstClass
	OtherPost
)
