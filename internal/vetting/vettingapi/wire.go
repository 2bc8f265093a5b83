// Package vettingapi offers vetting to other programs: to those who may see a person,
// state, level and days; to the vetting unit, what it does on its pages; to a person’s own
// account, declarations and changes. The form itself is filled on pages alone, through the
// person’s own link.
//
// What lies in an envelope leaves by one operation, vetting-case-content, which asks for a
// reason and writes it into the ledger. Answers that hold content or a link are kept
// nowhere.
package vettingapi

import (
	"time"

	"watchword/internal/api"
	"watchword/internal/clock"
	"watchword/internal/vetting/envelope"
)

// Case is a case in JSON: what everybody may see who may see the person.
type Case struct {
	ID          string   `json:"id"`
	Person      string   `json:"person"`
	Org         string   `json:"organisation"`
	Kind        string   `json:"kind" enum:"first,renewal,kept"`
	State       string   `json:"state" enum:"invited,sent,asked,cleared,refused,withdrawn,appealed,upheld,stopped"`
	Level       string   `json:"level,omitempty"`
	Requested   string   `json:"requested,omitempty" format:"date"`
	Invited     string   `json:"invited,omitempty" format:"date" doc:"The person was given a link"`
	Sent        string   `json:"sent,omitempty" format:"date" doc:"The form came to the unit"`
	AnswerBy    string   `json:"answer_by,omitempty" format:"date" doc:"The last day for an answer to the unit"`
	Decided     string   `json:"decided,omitempty" format:"date"`
	Expires     string   `json:"expires,omitempty" format:"date" doc:"The last day of the clearance"`
	AppealBy    string   `json:"appeal_by,omitempty" format:"date" doc:"The last day to appeal"`
	Appealed    string   `json:"appealed,omitempty" format:"date"`
	Heard       string   `json:"heard,omitempty" format:"date" doc:"The appeal was decided"`
	Declaration string   `json:"declaration,omitempty" format:"date" doc:"The last day for the next yearly declaration"`
	Erased      string   `json:"erased,omitempty" format:"date" doc:"What lay in the envelope was destroyed"`
	Documents   []string `json:"documents" doc:"What the employer saw as proof of identity"`
	Seen        string   `json:"seen,omitempty" format:"date" doc:"When it saw them"`
	Expected    string   `json:"expected,omitempty" format:"date" doc:"When the decision can be expected, reckoned from the unit’s pace"`
}

func wire(v envelope.Version) Case {
	c := v.State
	out := Case{ID: v.ID, Person: string(c.Person), Org: string(c.Org), Kind: string(c.Kind), State: string(c.State), Level: c.Level, Requested: c.Requested.String(),
		Invited: c.Invited.String(), Sent: c.Sent.String(), AnswerBy: c.AnswerBy.String(), Decided: c.Decided.String(), Expires: c.Expires.String(), AppealBy: c.AppealBy.String(),
		Appealed: c.Appealed.String(), Heard: c.Heard.String(), Declaration: c.Declaration.String(), Erased: c.Erased.String(), Documents: c.Identity.Documents, Seen: c.Identity.Seen.String()}
	if out.Documents == nil {
		out.Documents = []string{}
	}
	return out
}

func tag(v envelope.Version) string { return api.Tag(v.ID, v.Entry) }

// Link is a person's way to their form.
type Link struct {
	Case  string    `json:"case"`
	Path  string    `json:"path" doc:"The address, without the host. It is told once, and is for the person alone"`
	Until time.Time `json:"until" doc:"It works before this instant"`
}

// Content is one thing in an envelope.
type Content struct {
	ID          string    `json:"id"`
	Kind        string    `json:"kind" enum:"form,question,answer,check,decision,told,review,appeal"`
	Made        time.Time `json:"made"`
	Fingerprint string    `json:"fingerprint" doc:"As the ledger has it"`
	Says        any       `json:"says" doc:"What it says, by its kind"`
}

func wireContent(o envelope.Opened) Content {
	return Content{ID: string(o.ID), Kind: string(o.Kind), Made: o.Made, Fingerprint: o.Commitment, Says: o.Says}
}

// Forecast is the unit's pace and what it leads to.
type Forecast struct {
	Weeks     int       `json:"weeks" doc:"Over so many weeks decisions are counted"`
	Decisions int64     `json:"decisions" doc:"That were made in them"`
	ByAim     bool      `json:"by_aim" doc:"There were too few: the unit’s aim is taken instead"`
	AimWeeks  int       `json:"aim_weeks"`
	WithUnit  int       `json:"with_unit" doc:"Forms in the hands of the unit"`
	Waiting   []Waiting `json:"waiting"`
	Renewals  []Month   `json:"renewals" doc:"Clearances that end, by month"`
}

// Waiting is one person who waits for a decision.
type Waiting struct {
	Person   string `json:"person"`
	Case     string `json:"case,omitempty"`
	State    string `json:"state,omitempty"`
	Since    string `json:"since" format:"date"`
	Renewal  bool   `json:"renewal"`
	Expected string `json:"expected" format:"date"`
}

// Month is the clearances that end in a month.
type Month struct {
	Month string `json:"month" doc:"2026-11"`
	Ends  int    `json:"ends"`
	Asked int    `json:"renewal_asked"`
}

func wireForecast(all []envelope.Waiting, f envelope.Forecast, months []envelope.Month) Forecast {
	out := Forecast{Weeks: f.PaceWeeks(), Decisions: f.Decisions, ByAim: f.ByAim(), AimWeeks: f.AimWeeks, WithUnit: f.WithUnit, Waiting: []Waiting{}, Renewals: []Month{}}
	for _, w := range all {
		out.Waiting = append(out.Waiting, Waiting{Person: string(w.Person), Case: string(w.Case), State: string(w.State), Since: w.Since.String(), Renewal: w.Renewal, Expected: w.Expected.String()})
	}
	for _, m := range months {
		out.Renewals = append(out.Renewals, Month{Month: m.First.String()[:7], Ends: m.Ends, Asked: m.Asked})
	}
	return out
}

// Decision is a decision in JSON.
type Decision struct {
	Outcome       string   `json:"outcome" enum:"passed,refused,withdrawn,upheld" doc:"Of an appeal: passed or upheld"`
	Level         string   `json:"level,omitempty" maxLength:"80"`
	Expires       string   `json:"expires,omitempty" format:"date" doc:"The last day, if passed"`
	Restrictions  []string `json:"restrictions,omitempty" maxItems:"50" doc:"Sealed; the person reads them"`
	Aftercare     string   `json:"aftercare,omitempty" format:"date" doc:"The day on which the unit looks again"`
	AftercareWhat string   `json:"aftercare_what,omitempty" maxLength:"2000"`
	Reasons       string   `json:"reasons" maxLength:"6000" doc:"Sealed, for the file of the unit"`
	Letter        string   `json:"letter,omitempty" maxLength:"6000" doc:"Sealed; what the person is told. Needed if it is against the person"`
}

func (d Decision) decision(expires, aftercare clock.Day) envelope.Decision {
	return envelope.Decision{Level: d.Level, Expires: expires, Restrictions: d.Restrictions, Aftercare: aftercare, AftercareWhat: d.AftercareWhat, Reasons: d.Reasons, Letter: d.Letter}
}

// Told is a declaration or a change in JSON.
type Told struct {
	Items []struct {
		What string `json:"what" enum:"name,address,household,proceedings,money,business,associations,discipline,role,leaving"`
		Text string `json:"text" maxLength:"6000" doc:"Sealed; the vetting unit alone reads it"`
	} `json:"items,omitempty" maxItems:"10"`
	Signed string `json:"signed" maxLength:"200" doc:"Your full name"`
}

func (t Told) told(declaration bool) envelope.Told {
	out := envelope.Told{Declaration: declaration, Signed: t.Signed}
	for _, i := range t.Items {
		out.Items = append(out.Items, envelope.ToldItem{What: i.What, Text: i.Text})
	}
	return out
}
