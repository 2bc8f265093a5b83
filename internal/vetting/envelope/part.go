package envelope

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/id"
)

// PartKind is what sort of thing lies in an envelope.
type PartKind string

const (
	FormPart     PartKind = "form"
	QuestionPart PartKind = "question"
	AnswerPart   PartKind = "answer"
	CheckPart    PartKind = "check"
	DecisionPart PartKind = "decision"
	ToldPart     PartKind = "told" // a yearly declaration, or a change of circumstances
	ReviewPart   PartKind = "review"
	AppealPart   PartKind = "appeal"
)

// Part is one thing in an envelope, closed. Commitment is the salted hash of what it
// says; salt and words lie inside.
type Part struct {
	ID         id.Sealed
	Case       id.Vetting
	Kind       PartKind
	Made       time.Time
	Entry      id.Entry
	Commitment string // in hexadecimal
	sealed     []byte
}

// SentForm is the form as the person sent it: the answers, and each question with its
// answer in the words of that day.
type SentForm struct {
	Answers Answers `json:"answers"`
	Lines   []Line  `json:"lines"`
	Signed  string  `json:"signed"` // the name typed
}

// Line is a question with its answer as people read it.
type Line struct {
	Section  string `json:"section"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Question is what the unit asks the person.
type Question struct {
	Text string `json:"text"`
	By   string `json:"by"`
}

// Answer is what the person says to one question.
type Answer struct {
	Question id.Sealed `json:"question"`
	Text     string    `json:"text"`
}

// Check is one source that was looked at: the class of its result and the day, and never
// what was found.
type Check struct {
	Name  string    `json:"name"`
	Class Class     `json:"class"`
	Day   clock.Day `json:"day"`
	By    string    `json:"by"`
}

// Decision is the record of a decision.
type Decision struct {
	Outcome       string    `json:"outcome"` // passed, refused, withdrawn; of an appeal also upheld
	Level         string    `json:"level,omitempty"`
	Expires       clock.Day `json:"expires,omitempty"`
	Restrictions  []string  `json:"restrictions,omitempty"`
	Aftercare     clock.Day `json:"aftercare,omitempty"`
	AftercareWhat string    `json:"aftercare_what,omitempty"`
	Reasons       string    `json:"reasons"`          // for the unit's file
	Letter        string    `json:"letter,omitempty"` // what the person is told
	Appeal        bool      `json:"appeal,omitempty"` // decided on appeal
	By            string    `json:"by"`
}

// Told is what the person tells the unit after the form.
type Told struct {
	Declaration bool       `json:"declaration"` // the yearly one; else a change
	Items       []ToldItem `json:"items,omitempty"`
	Signed      string     `json:"signed"`
}

// ToldItem is one thing that changed.
type ToldItem struct {
	What string `json:"what"` // a key of Changes
	Text string `json:"text"`
}

// Review is what the unit concluded from what was told or fell due.
type Review struct {
	Note string `json:"note"`
	By   string `json:"by"`
}

// Appeal is why the person thinks the decision wrong.
type Appeal struct {
	Grounds string `json:"grounds"`
	Signed  string `json:"signed"`
}

// Opened is one thing in an envelope as it was written, with the part it came from. Says
// is one of the types of this file, by pointer.
type Opened struct {
	Part
	Says any
}

// says is an empty value of the type that parts of the kind hold.
func (k PartKind) says() any {
	switch k {
	case FormPart:
		return &SentForm{}
	case QuestionPart:
		return &Question{}
	case AnswerPart:
		return &Answer{}
	case CheckPart:
		return &Check{}
	case DecisionPart:
		return &Decision{}
	case ToldPart:
		return &Told{}
	case ReviewPart:
		return &Review{}
	default:
		return &Appeal{}
	}
}
