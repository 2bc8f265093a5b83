package intake

// Reason is why a line is bad, or what a warning is about. The codes are stable.
type Reason string

// The line cannot be read; the lines around it can.
const (
	TooFewColumns     Reason = "too-few-columns"
	TooManyColumns    Reason = "too-many-columns"
	UnterminatedQuote Reason = "unterminated-quote"
	NULByte           Reason = "nul-byte"
	InvalidEncoding   Reason = "invalid-encoding"
)

// A text that no cell may hold.
const (
	ControlCharacter Reason = "control-character"
	TooLong          Reason = "too-long"
	Formula          Reason = "formula"
	FormulaUnsaved   Reason = "formula-unsaved" // its result is not in the file
	ErrorValue       Reason = "error-value"     // what a spreadsheet shows where it has no value: #REF!
	LettersLost      Reason = "letters-lost"    // once read and saved in the wrong encoding
)

// Needed, and not given.
const (
	SurnameMissing      Reason = "surname-missing"
	ForenameMissing     Reason = "forename-missing"
	NumberMissing       Reason = "ap-number-missing"
	BirthMissing        Reason = "date-of-birth-missing"
	NameMissing         Reason = "name-missing"
	OrganisationMissing Reason = "organisation-missing"
	StartMissing        Reason = "start-missing"
	PersonMissing       Reason = "person-missing" // a number, and nobody whose it is
)

// Given, and not to be read.
const (
	NameUnreadable     Reason = "name-unreadable"
	NumberUnreadable   Reason = "ap-number-unreadable"
	EmailUnreadable    Reason = "email-unreadable"
	PostcodeUnreadable Reason = "postcode-unreadable"
	VettingUnreadable  Reason = "vetting-unreadable"
)

// Dates and ages.
const (
	DateImpossible   Reason = "date-impossible"
	DateUnreadable   Reason = "date-unreadable"
	EndBeforeStart   Reason = "end-before-start"
	BirthInFuture    Reason = "birth-in-future"
	BirthImplausible Reason = "birth-implausible"
	UnderAge         Reason = "under-18" // under the least age that Options name
	DateInFuture     Reason = "date-in-future"
	VettingOutside   Reason = "vetting-outside" // of the time of the accreditation
)

// The same thing twice.
const (
	NumberDuplicate Reason = "ap-number-duplicate"
	DuplicateLine   Reason = "duplicate-line"
	NameDuplicate   Reason = "name-duplicate"
	PersonTwice     Reason = "person-twice" // one person at one employer under two AP numbers
	RoleTwice       Reason = "role-twice"
	RefDuplicate    Reason = "reference-duplicate"
)

// Organisations, roles and states.
const (
	OrganisationUnknown       Reason = "organisation-unknown"
	OrganisationCloseMatch    Reason = "organisation-close-match"
	OrganisationAmbiguous     Reason = "organisation-ambiguous"
	OrganisationNotAccredited Reason = "organisation-not-accredited"
	RoleUnknown               Reason = "role-unknown"
	StatusUnknown             Reason = "status-unknown"
	ParentUnknown             Reason = "parent-unknown"
	ParentSelf                Reason = "parent-self"
	ParentCycle               Reason = "parent-cycle"
	AliasConflict             Reason = "alias-conflict"
)

// Powers and offences.
const (
	PowerUnknown             Reason = "power-unknown"
	PowerAmbiguous           Reason = "power-ambiguous"
	PowerUnreadable          Reason = "power-unreadable"
	PowerSpent               Reason = "power-spent"
	PowerRepealed            Reason = "power-repealed"
	PowerTooEarly            Reason = "power-too-early" // not law yet on the first day of accreditation
	PowerNotSchedule5        Reason = "power-not-schedule-5"
	PowerNotAllowed          Reason = "power-not-allowed"
	PowerPrerequisiteMissing Reason = "power-prerequisite-missing"
	OffenceUnknown           Reason = "offence-unknown"
	OffenceExcluded          Reason = "offence-excluded"
	OffenceSpent             Reason = "offence-spent"
	OffenceWithoutPND        Reason = "offence-without-pnd"
)

// Accredited though it ought not to be.
const (
	VettingNotPassed Reason = "vetting-not-passed"
	ConsentMissing   Reason = "consent-missing"
)

// Warnings.
const (
	NoStatus               Reason = "no-status"
	StatusDoubtful         Reason = "status-doubtful" // a struck-through line whose colour or status says otherwise
	EndMissing             Reason = "end-missing"
	DateDoubtful           Reason = "date-doubtful" // day and month may have been exchanged
	PhoneLeadingZeroLost   Reason = "phone-leading-zero-lost"
	PhoneDigitsLost        Reason = "phone-digits-lost"
	SamePersonTwoEmployers Reason = "same-person-two-employers"
	AliasShared            Reason = "alias-shared"
	VettingLater           Reason = "vetting-later" // decided when the accreditation had begun
	VettingOver            Reason = "vetting-over"
	VettingEndMissing      Reason = "vetting-end-missing"
	TrainingOver           Reason = "training-over"
	LevelUnknown           Reason = "vetting-level-unknown"
	PhoneUnreadable        Reason = "phone-unreadable"
	HeadCountUnreadable    Reason = "head-count-unreadable"
	RegisterDiffers        Reason = "register-differs" // from the line of somebody who is there already
)
