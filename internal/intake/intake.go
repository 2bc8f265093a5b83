// Package intake reads registers as scheme offices keep them: the cells of a
// spreadsheet become lines about people and organisations, each either fit to come
// in or told as bad, with its line, its column, a reason and what to do. It writes
// nothing and asks no database; what the register already knows comes in through
// Known. The cells themselves are read by sheet, the law is asked of law, and
// writing the lines down belongs to the register rooms above.
//
// A line is never bent to fit. What a spreadsheet has destroyed is said to be so, a
// name that is nearly that of an organisation is suggested and not taken, and where
// only a colour tells who is accredited and no key explains it, the reader asks.
// National Insurance numbers are never kept, wherever they stand.
//
// Read first Result, then ReadPeople (people.go) and ReadOrganisations
// (organisations.go). The words of headings are in heading.go, the reasons in
// reason.go.
package intake

import (
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
)

// Options is how a table is to be read. Day is needed; the rest works when absent.
type Options struct {
	// Day is the day against which ages, ends and the law are judged.
	Day clock.Day
	// MinAge is the least age in whole years on the first day of an accreditation.
	// 0 is 18, which practice assumes and no source was found for.
	MinAge int
	// HeaderLine is the line of the headings; 0 finds it.
	HeaderLine int
	// Columns overrides the mapping: the column, counted from 0, that holds a field,
	// or -1 to read it from none.
	Columns map[Field]int
	// StatusOfFill answers a question about colours: the status that a fill colour
	// (RRGGBB; empty for no colour) means in this table.
	StatusOfFill map[string]Status
	// AssumeStatus is the status of people whom the table gives none. The zero
	// Status leaves them without one, and the table with a question.
	AssumeStatus Status
	// Territory is where the force lies; 0 is England and Wales.
	Territory law.Territory
	// AreaNames are names of areas, so that "Brighton and Hove" is not cut in two.
	// Those of English and Welsh authorities with "and" in them are known already.
	AreaNames []string
}

func (o Options) orDefaults() Options {
	if o.MinAge == 0 {
		o.MinAge = 18
	}
	if o.Territory == 0 {
		o.Territory = law.EnglandAndWales
	}
	return o
}

// MaxLines is how many lines of a table are read at once.
const MaxLines = 100_000

// Kind is what a table is about.
type Kind string

const (
	People        Kind = "people"
	Organisations Kind = "organisations"
	Neither       Kind = "none"
)

// Result is what was found in a table.
type Result struct {
	Kind          Kind
	Mapping       Mapping
	People        []PersonLine       // good lines, in order; for a table of people
	Organisations []OrganisationLine // good lines, in order; for a table of organisations
	Records       int                // lines that mean a person or an organisation, good or bad
	Bad           []Problem          // in order of lines; a line may have several
	Warnings      []Problem          // to be told; the line comes in all the same
	Questions     []Question         // to be answered before the table can be taken
	Remarks       []string           // on the table as a whole, to be shown
	Skipped       []Skipped          // lines that mean neither a person nor an organisation
	Summary       Summary
}

// Ready reports whether nothing has to be answered before the good lines can be
// taken. Bad lines may still stand beside them.
func (r Result) Ready() bool { return len(r.Questions) == 0 }

// BadLines is how many lines have at least one fault.
func (r Result) BadLines() int {
	n, last := 0, 0
	for _, p := range r.Bad {
		if p.Line != last {
			n, last = n+1, p.Line
		}
	}
	return n
}

// Problem is a fault of a line, or a warning about it.
type Problem struct {
	Line       int
	Column     string // as headed in the file; empty for the line as a whole
	Field      Field  // empty where the column means nothing to the register
	Reason     Reason
	Message    string // a sentence for people: what is wrong, and what to do
	Value      string // as in the file, cut to 60 characters
	Suggestion string // what may have been meant; never taken by itself
	OtherLine  int    // the line it collides with; 0 for none
}

// Question is what only a person can answer about a table.
type Question struct {
	Code  QuestionCode
	Field Field
	Text  string
	Fills []Fill // for StatusByColour: the colours in use
}

// Answer names the choice that answers the question, as a program calls it: "status",
// "columns.ap_number". It is "file" where only another file can.
func (q Question) Answer() string {
	switch q.Code {
	case NoHeader:
		return "header_line"
	case NoColumn:
		return "columns." + string(q.Field)
	case StatusByColour:
		return "fills"
	case StatusNowhere:
		return "status"
	}
	return "file"
}

// QuestionCode is the kind of a question.
type QuestionCode string

const (
	NoHeader       QuestionCode = "no-header"        // no line of headings was found
	NoColumn       QuestionCode = "no-column"        // a field that is needed has no column
	StatusByColour QuestionCode = "status-by-colour" // colours tell the status, and no key explains them
	StatusNowhere  QuestionCode = "status-nowhere"   // nothing tells who is accredited now
	TooManyLines   QuestionCode = "too-many-lines"   // more than MaxLines; nothing was read
	NoLines        QuestionCode = "no-lines"         // headings, and nothing below them
)

// Fill is a colour in use, and on how many lines.
type Fill struct {
	Colour string // RRGGBB; empty for none
	Lines  int
}

// Skipped is a line that was left out because it means no one.
type Skipped struct {
	Line int
	What string // "title", "heading", "key", "total", "remark", "organisation", "status"
}

// Status is where a person or an organisation stands, by the table. The zero Status
// says that the table does not tell.
type Status string

const (
	Active           Status = "active"
	AwaitingVetting  Status = "awaiting-vetting"
	AwaitingApproval Status = "awaiting-approval" // organisations
	Suspended        Status = "suspended"
	Withdrawn        Status = "withdrawn"
	Left             Status = "left"
	Expired          Status = "expired"
)

// PersonLine is a good line about a person.
type PersonLine struct {
	Line           int
	Number         string // AP number, text: 0417 keeps its zero; empty while vetting is awaited
	Surname        string
	Forenames      string
	KnownAs        string // a nickname given in quotes or brackets
	Born           clock.Day
	Organisation   string // by its name in the register
	OrganisationID id.Org // empty where the organisation comes in with the same import
	Role           string // by its name in the register; as written where the register has no roles of the organisation
	Supervisor     string
	Team           string // by its name within the organisation; one that it lacks is added
	Powers         []law.PowerID
	Offences       []law.OffenceID
	Areas          []string
	Vetting        Vetting
	TrainingPassed clock.Day
	TrainingEnds   clock.Day // last day
	From           clock.Day // first day of accreditation
	To             clock.Day // last day on which it is good
	Status         Status    // by the table
	StatusAsAt     Status    // the same, but Expired where it is active and its last day has passed
	Telephone      string
	Email          string
	Address        string
	Postcode       string
	Notes          string
	CellNotes      []string // notes that hang on its cells
	Consent        law.Tri  // the declaration, where the table has a column for it
	Known          id.Person
}

// Vetting is what a line tells of vetting.
type Vetting struct {
	Level   string // "NPPV2"
	Result  VettingResult
	Decided clock.Day
	Ends    clock.Day // last day
}

// VettingResult is passed, refused, pending or, untold, empty.
type VettingResult string

const (
	VettingPassed  VettingResult = "passed"
	VettingRefused VettingResult = "refused"
	VettingPending VettingResult = "pending"
)

// OrganisationLine is a good line about an organisation.
type OrganisationLine struct {
	Line      int
	Reference string
	Name      string
	Aliases   []string
	Kind      string // as written: "council", "housing"
	Parent    string // by its name; empty for none
	Address   string
	Postcode  string
	Telephone string
	Email     string
	Contact   string
	Signatory string
	Liaison   []string // up to two
	Areas     []string
	Roles     []RoleLine
	Status    Status
	From      clock.Day
	To        clock.Day // last day
	HeadCount int       // -1 where it is not given
	Notes     string
	CellNotes []string
	Known     id.Org
}

// RoleLine is a role of an organisation and what it may carry.
type RoleLine struct {
	Name     string
	Powers   []law.PowerID
	Offences []law.OffenceID
}

// Summary counts the good lines.
type Summary struct {
	ByStatus       map[Status]int
	ByStatusAsAt   map[Status]int
	ByOrganisation map[string]int
	ByPower        map[law.PowerID]int
	ByOffence      map[law.OffenceID]int
	ByKind         map[string]int
	WithoutPowers  int
	HeadCount      int // sum over organisations that give one
}
