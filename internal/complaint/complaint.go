// Package complaint is complaints and praise about accredited persons: told on a public page
// or entered by the office, routed to the employer and the force, followed step by step to an
// outcome, and reviewed by somebody else where the complainant asks.
//
// The employer deals with complaints about its people; the chief officer sees to it that it
// does so well. What may touch force, honesty, discrimination or a crime is the force's to
// weigh on the same day, and is kept from the employer until the force gives it over. Who is
// told what is in seen.go: the employer never learns who complained unless the complainant
// agrees, and the person complained of reads what the office tells them. Entries in the ledger
// are about the complaint alone, so that nobody finds one by looking up a person.
//
// Law: Police Reform Act 2002, s40(9); practice of forces for the steps and their days, each
// a setting of the force.
//
// Read Complaint, then states.go.
package complaint

import (
	"slices"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Option is a value offered, with its words.
type Option struct{ Value, Text string }

// Matter is what a complaint touches.
type Matter string

const (
	Manner         Matter = "manner"
	Power          Matter = "power"
	Card           Matter = "card"
	Force          Matter = "force"
	Honesty        Matter = "honesty"
	Discrimination Matter = "discrimination"
	Crime          Matter = "crime"
	Other          Matter = "other"
)

// Matters is every matter with its words, in the order offered.
var Matters = []Option{{string(Manner), "How they behaved or spoke"}, {string(Power), "A power used wrongly, or one they do not have"}, {string(Card), "No card, badge or uniform"},
	{string(Force), "Force, or touching somebody"}, {string(Honesty), "Honesty"}, {string(Discrimination), "Discrimination"}, {string(Crime), "Something that may be a crime"}, {string(Other), "Something else"}}

// serious is the matters that the force weighs on the day they reach it.
var serious = []Matter{Force, Honesty, Discrimination, Crime}

// Title is the matter in words.
func (m Matter) Title() string { return word(Matters, string(m)) }

func word(all []Option, v string) string {
	for _, o := range all {
		if o.Value == v {
			return o.Text
		}
	}
	return v
}

func oneOf(all []Option, v string) bool {
	return slices.ContainsFunc(all, func(o Option) bool { return o.Value == v })
}

// Channels is how a complaint may reach the scheme, with its words.
var Channels = []Option{{"page", "The public page"}, {"telephone", "Telephone"}, {"e-mail", "E-mail"}, {"letter", "Letter"}, {"in-person", "In person"}, {"employer", "The employer, to whom it was made"}}

// Party is who complains or praises. All may be empty: nobody need say who they are.
type Party struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	Share bool   `json:"share,omitempty"` // the employer may be told who it is
}

// Told is what somebody tells: what happened, and about whom, as far as they know.
type Told struct {
	Praise   bool      `json:"praise,omitempty"`
	Channel  string    `json:"channel"`
	Number   string    `json:"number,omitempty"`   // AP number, as typed
	Looks    string    `json:"looks,omitempty"`    // of the person, where the number is not known
	Employer id.Org    `json:"employer,omitempty"` // for whom they seemed to work
	Where    string    `json:"where"`
	On       clock.Day `json:"on"`
	Time     string    `json:"time,omitempty"`
	Matters  []Matter  `json:"matters,omitempty"`
	From     Party     `json:"from"`
}

// File is something sent along: typed by its content, served so that it does nothing.
type File struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
	Type string `json:"type"`
	Size int    `json:"size"` // in bytes
}

// Saying is words of the complainant, with what they sent along.
type Saying struct {
	At    time.Time `json:"at"`
	Text  string    `json:"text"`
	Files []File    `json:"files,omitempty"`
}

// Note is something that was written down, or decided, with its reason.
type Note struct {
	At      time.Time  `json:"at"`
	By      string     `json:"by"`
	Account id.Account `json:"account,omitempty"`
	Text    string     `json:"text"`
}

// Handler is who looks into a complaint.
type Handler string

const (
	Employer  Handler = "employer"
	Office    Handler = "office"
	Standards Handler = "standards"
)

// Handlers is who may be given a complaint to look into; professional standards take it
// themselves.
var Handlers = []Option{{string(Employer), "The employer"}, {string(Office), "The scheme office"}}

// Title is the handler in words, within a sentence.
func (h Handler) Title() string {
	return map[Handler]string{Employer: "the employer", Office: "the scheme office", Standards: "professional standards"}[h]
}

// Assignment is who looks into it, and by when they say what they found.
type Assignment struct {
	To    Handler   `json:"to"`
	Name  string    `json:"name,omitempty"` // of the person who does it
	By    clock.Day `json:"by"`             // the last day in time
	Since time.Time `json:"since"`
}

// Referral is the way of a complaint to the force's professional standards.
type Referral struct {
	Note
	Answered time.Time `json:"answered,omitzero"`
	Taken    bool      `json:"taken,omitempty"` // they deal with it themselves
	Answer   string    `json:"answer,omitempty"`
	AnswerBy string    `json:"answer_by,omitempty"`
}

// Finding is what is found of a complaint.
type Finding string

// Findings is every finding, with its words, in the order offered.
var Findings = []Option{{"upheld", "Upheld"}, {"partly-upheld", "Upheld in part"}, {"not-upheld", "Not upheld"}, {"resolved", "Settled with the complainant"}, {"no-finding", "It cannot be decided"}}

// Title is the finding in words.
func (f Finding) Title() string { return word(Findings, string(f)) }

// Outcome is what was found, by whom, and what follows from it. Text is for the complainant.
type Outcome struct {
	Note
	Finding  Finding `json:"finding"`
	Learning string  `json:"learning,omitempty"`
}

// Complaint is a complaint or a word of praise, as it stands.
type Complaint struct {
	Reference string `json:"reference"` // 7K2M-9QXD: to speak of it by; it opens nothing
	Told
	Received time.Time `json:"received"`
	Said     []Saying  `json:"said,omitempty"` // the first is the complaint itself

	// Person, Accreditation and Org are whom it is about, once that is known.
	Person        id.Person        `json:"person,omitempty"`
	Accreditation id.Accreditation `json:"accreditation,omitempty"`
	Org           id.Org           `json:"org,omitempty"`
	Power         law.PowerID      `json:"power,omitempty"` // the power used, if one was

	State State     `json:"state"`
	Since time.Time `json:"since"`
	By    string    `json:"by,omitempty"`
	Why   string    `json:"why,omitempty"` // it was withdrawn, or goes on

	Acknowledged time.Time   `json:"acknowledged,omitzero"`
	Weighed      *Note       `json:"weighed,omitempty"` // why professional standards need not have it
	Referred     *Referral   `json:"referred,omitempty"`
	Assigned     *Assignment `json:"assigned,omitempty"`
	// Held keeps it from the employer until the force gives it over.
	Held      bool      `json:"held,omitempty"`
	Suspended *Note     `json:"suspended,omitempty"` // interim suspension of the accreditation
	Informed  time.Time `json:"informed,omitzero"`   // the person complained of was told
	Gist      string    `json:"gist,omitempty"`      // what they were told, in words of the office
	Enquiries []Note    `json:"enquiries,omitempty"`
	Report    *Outcome  `json:"report,omitempty"`  // of whoever looked into it
	Outcome   *Outcome  `json:"outcome,omitempty"` // of the force
	Asked     *Note     `json:"asked,omitempty"`   // the complainant asked for a review
	Review    *Outcome  `json:"review,omitempty"`  // by somebody else

	// Erased is the day on which what it said of people was erased under the retention rule.
	Erased clock.Day `json:"erased,omitempty"`

	// Part says that this is a copy for a reader who does not learn what the force weighs.
	Part bool `json:"-"`
}

// Version is a complaint with its identity and periods.
type Version = register.Version[Complaint]

var table = &register.Table[Complaint]{
	Name: "complaint", What: "complaint",
	Columns: []string{"reference", "standing", "org_id", "person_id", "received_at"},
	Values: func(c Complaint) []any {
		return []any{c.Reference, string(c.State), string(c.Org), string(c.Person), clock.Millis(c.Received)}
	},
}

// Rows reads the register of complaints for ledger.Verify.
var Rows = table.Rows

// Subject is a complaint as the ledger names it.
var Subject = table.Subject

// copy is the complaint with what it points to of its own, safe to change.
func (c Complaint) copy() Complaint {
	c.Matters, c.Said, c.Enquiries = slices.Clone(c.Matters), slices.Clone(c.Said), slices.Clone(c.Enquiries)
	c.Referred, c.Assigned = own(c.Referred), own(c.Assigned)
	return c
}

func own[T any](p *T) *T {
	if p == nil {
		return nil
	}
	x := *p
	return &x
}

// Serious reports whether it touches something that the force weighs on the same day.
func (c *Complaint) Serious() bool {
	return !c.Praise && slices.ContainsFunc(c.Matters, func(m Matter) bool { return slices.Contains(serious, m) })
}

// Unweighed reports whether the force has still to say if professional standards must have
// it. Of a copy for who does not learn of that it is false.
func (c *Complaint) Unweighed() bool {
	return !c.Part && c.Serious() && c.State.Open() && c.Weighed == nil && c.Referred == nil
}

// Noun is what it is, within a sentence.
func (c *Complaint) Noun() string {
	if c.Praise {
		return "praise"
	}
	return "complaint"
}

// MatterWords is what it touches, in words.
func (c *Complaint) MatterWords() string {
	var out []string
	for _, m := range c.Matters {
		out = append(out, m.Title())
	}
	return strings.Join(out, "; ")
}

// ForThePerson is what the person complained of reads that it is about.
func (c *Complaint) ForThePerson() string {
	if c.Gist != "" {
		return c.Gist
	}
	return c.MatterWords()
}

// Days is the last days in time, by the settings of the force; clock.NoDay for what is done
// or does not apply.
type Days struct {
	Weigh, Acknowledge, Answer, Outcome, AskReview clock.Day
}

// Days is by when each of its next steps is to be done.
func (c *Complaint) Days(set area.Settings) Days {
	var d Days
	from := clock.DayOf(c.Received)
	if c.Unweighed() {
		d.Weigh = from
	}
	if c.State == Received {
		d.Acknowledge = from.AddDays(set.ComplaintAcknowledgeDays)
	}
	if c.State == Enquiring && c.Assigned != nil {
		d.Answer = c.Assigned.By
	}
	if c.State.Open() && c.State != InReview && !c.Praise {
		d.Outcome = from.AddDays(set.ComplaintOutcomeDays)
	}
	if c.State == Decided {
		d.AskReview = c.reviewUntil(set)
	}
	return d
}

// reviewUntil is the last day on which a review of the outcome can be asked for.
func (c *Complaint) reviewUntil(set area.Settings) clock.Day {
	return clock.DayOf(c.Outcome.At).AddDays(set.ComplaintReviewDays)
}

// Next is the earliest of them that the force or the employer must keep; clock.NoDay if there
// is none.
func (d Days) Next() clock.Day {
	next := clock.NoDay
	for _, x := range []clock.Day{d.Weigh, d.Acknowledge, d.Answer, d.Outcome} {
		if x != clock.NoDay && (next == clock.NoDay || x < next) {
			next = x
		}
	}
	return next
}

// Final is what is found in the end: of the review, or else the outcome; nil before.
func (c *Complaint) Final() *Outcome {
	if c.Review != nil {
		return c.Review
	}
	return c.Outcome
}

// OpenDays is how many days it has been open, or was.
func (c *Complaint) OpenDays(today clock.Day) int {
	end := today
	switch {
	case c.Outcome != nil:
		end = clock.DayOf(c.Outcome.At)
	case !c.State.Open():
		end = clock.DayOf(c.Since)
	}
	return int(end - clock.DayOf(c.Received))
}

// Step is one stage of the way, as the complainant sees it.
type Step struct {
	Text string
	Day  clock.Day // when it was done, or by when it will be; clock.NoDay if that is not known
	Done bool
	Now  bool
}

// Steps is the way of a complaint, with its days.
func (c *Complaint) Steps(set area.Settings) []Step {
	d := c.Days(set)
	out := []Step{{Text: "We received it", Day: clock.DayOf(c.Received), Done: true}}
	if c.Praise {
		return append(out, Step{Text: "It is passed on to the person and the employer", Day: doneOn(c.State == Passed, c.Since), Done: c.State == Passed, Now: true})
	}
	ack := Step{Text: "We say who deals with it", Day: d.Acknowledge, Now: c.State == Received}
	if !c.Acknowledged.IsZero() {
		ack = Step{Text: "We said who deals with it", Day: clock.DayOf(c.Acknowledged), Done: true, Now: c.State == Acknowledged}
	}
	out = append(out, ack)
	if r := c.Referred; r != nil {
		given := Step{Text: "It was given to professional standards of the police", Day: clock.DayOf(r.At), Done: true, Now: c.State == Referred}
		at := len(out)
		if !c.Acknowledged.IsZero() && r.At.Before(c.Acknowledged) || c.Acknowledged.IsZero() {
			at-- // before it was said who deals with it
		}
		out = slices.Insert(out, at, given)
	}
	looks := Step{Text: "Somebody looks into it", Now: c.State == Enquiring}
	if c.Assigned != nil {
		looks.Text, looks.Day = strings.ToUpper(c.Assigned.To.Title()[:1])+c.Assigned.To.Title()[1:]+" looks into it", c.Assigned.By
		if c.Assigned.To == Standards {
			looks.Text = "Professional standards look into it"
		}
	}
	if c.Report != nil && c.State != Enquiring {
		looks = Step{Text: "It was looked into", Day: clock.DayOf(c.Report.At), Done: true, Now: c.State == Reported}
	}
	out = append(out, looks)
	if c.State == Withdrawn {
		return append(out[:1], Step{Text: "You withdrew it", Day: clock.DayOf(c.Since), Done: true, Now: true})
	}
	decided := Step{Text: "We decide and write to you", Day: d.Outcome}
	if c.Outcome != nil {
		decided = Step{Text: "We decided", Day: clock.DayOf(c.Outcome.At), Done: true, Now: c.State == Decided}
	}
	out = append(out, decided)
	if c.Asked != nil {
		out = append(out, Step{Text: "You asked for a review", Day: clock.DayOf(c.Asked.At), Done: true, Now: c.State == InReview})
	}
	if c.Review != nil {
		out = append(out, Step{Text: "Somebody else reviewed it", Day: clock.DayOf(c.Review.At), Done: true, Now: true})
	}
	return out
}

func doneOn(done bool, at time.Time) clock.Day {
	if !done {
		return clock.NoDay
	}
	return clock.DayOf(at)
}
