// Package cardapi offers cards to other programs: the office’s acts on them, and to
// anybody the check, the keys and the status lists.
package cardapi

import (
	"time"

	"watchword/internal/api"
	"watchword/internal/card"
	"watchword/internal/law"
)

// Card is a card in JSON.
type Card struct {
	ID            string    `json:"id"`
	Number        string    `json:"number" doc:"Number of the card, for example 004417-02"`
	AP            string    `json:"ap_number" doc:"Number of the accredited person, for example EM 4417"`
	Accreditation string    `json:"accreditation"`
	Person        string    `json:"person"`
	Org           string    `json:"organisation"`
	State         string    `json:"state" enum:"ordered,printed,held,lost,stolen,returned,destroyed,replaced"`
	Since         time.Time `json:"since" doc:"When the state began"`
	Why           string    `json:"why,omitempty"`
	Role          string    `json:"role"`
	Employer      string    `json:"employer"`
	Area          string    `json:"area"`
	Powers        []string  `json:"powers" doc:"As printed on it"`
	Issued        string    `json:"issued" format:"date"`
	Ends          string    `json:"ends" format:"date" doc:"The last day on which it is good"`
	Recalled      string    `json:"recalled,omitempty" doc:"Asked back since this day"`
	Replaces      string    `json:"replaces,omitempty"`
	ReplacedBy    string    `json:"replaced_by,omitempty"`
	Because       string    `json:"because,omitempty" enum:"lost,stolen,damaged,changed,ending" doc:"Why it takes the place of another"`
	Fee           string    `json:"fee,omitempty" doc:"What it is charged as by the tariff: replacement-card, or nothing"`
	Batch         string    `json:"batch,omitempty" doc:"In which it was last printed"`
	RecallWhy     string    `json:"recall_why,omitempty" doc:"Empty of a card asked back since its accreditation ended"`
	Chased        int       `json:"chased,omitempty" doc:"How often its employer was reminded to send it back"`
	ChasedOn      string    `json:"chased_on,omitempty" format:"date"`
	Witness       string    `json:"witness,omitempty" doc:"Of its destruction"`
}

func wire(v card.Version) Card {
	c := v.State
	out := Card{ID: v.ID, Number: c.Number, AP: c.AP, Accreditation: string(c.Accreditation), Person: string(c.Person), Org: string(c.Org), State: string(c.State),
		Since: c.Since, Why: c.Why, Role: c.Role, Employer: c.Employer, Area: c.Area, Powers: []string{}, Issued: c.Issued.String(), Ends: c.Ends.String(),
		Recalled: c.Recalled.String(), Replaces: string(c.Replaces), ReplacedBy: string(c.ReplacedBy),
		Because: string(c.Because), Fee: string(c.Because.Fee()), Batch: string(c.Batch), RecallWhy: c.RecallWhy, Chased: c.Chased, ChasedOn: c.ChasedOn.String(), Witness: c.Witness}
	for _, p := range c.Powers {
		out.Powers = append(out.Powers, string(p))
	}
	return out
}

func tag(v card.Version) string { return api.Tag(v.ID, v.Entry) }

// Check is the answer to a check in JSON. It never holds a name.
type Check struct {
	Outcome  string     `json:"outcome" enum:"valid,not-valid,could-not-check" doc:"Could-not-check is neither a yes nor a no"`
	Reason   string     `json:"reason" doc:"Stable, for programs: good, forged, lost, suspended, …"`
	Sentence string     `json:"sentence" doc:"The same for people"`
	Since    *time.Time `json:"since,omitempty" doc:"From when it has not been valid, where that can be told"`
	At       time.Time  `json:"at" doc:"The instant of the answer"`
	Until    *time.Time `json:"until,omitempty" doc:"Until when it stays valid if nobody acts"`
	Number   string     `json:"ap_number,omitempty"`
	Role     string     `json:"role,omitempty"`
	Employer string     `json:"employer,omitempty"`
	Area     string     `json:"area,omitempty"`
	Powers   []Power    `json:"powers" doc:"Those held this minute; none unless it is valid"`
}

// Power is a power in JSON.
type Power struct {
	ID   string `json:"id"`
	Para string `json:"paragraph" doc:"Of Schedule 5 to the Police Reform Act 2002"`
	Name string `json:"name"`
}

func wireCheck(c card.Check) Check {
	out := Check{Outcome: string(c.Outcome), Reason: string(c.Reason), Sentence: c.Sentence(), At: c.At, Number: c.Number, Role: c.Role, Employer: c.Employer,
		Area: c.Area, Powers: []Power{}}
	if !c.Since.IsZero() {
		out.Since = &c.Since
	}
	if !c.Until.IsZero() {
		out.Until = &c.Until
	}
	for _, id := range c.Powers {
		if p, ok := law.Find(id); ok {
			out.Powers = append(out.Powers, Power{string(p.ID), p.Para, p.Name})
		}
	}
	return out
}
