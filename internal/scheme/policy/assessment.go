package policy

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
)

// Characteristic is a protected characteristic.
type Characteristic string

// Characteristics is the nine of the Equality Act 2010, s4, in its order and its words.
var Characteristics = []struct {
	Characteristic Characteristic
	Title          string
}{
	{"age", "Age"}, {"disability", "Disability"}, {"gender-reassignment", "Gender reassignment"}, {"marriage", "Marriage and civil partnership"},
	{"pregnancy", "Pregnancy and maternity"}, {"race", "Race"}, {"religion", "Religion or belief"}, {"sex", "Sex"}, {"orientation", "Sexual orientation"},
}

// Effect is what was found for people who share a characteristic.
type Effect string

// Effects is every effect with its words.
var Effects = []struct {
	Effect Effect
	Title  string
}{
	{"none", "No effect of its own"}, {"positive", "Better for them"}, {"negative", "Worse for them"}, {"mixed", "Better and worse"}, {"unknown", "Not known yet"},
}

// Title is the effect in plain words; empty for none of them.
func (e Effect) Title() string {
	for _, x := range Effects {
		if x.Effect == e {
			return x.Title
		}
	}
	return ""
}

// Finding is what was looked at, and found, for one characteristic.
type Finding struct {
	Characteristic Characteristic `json:"characteristic"`
	Looked         string         `json:"looked"` // what was looked at, and what it showed
	Effect         Effect         `json:"effect"`
}

// Assessment is the equality impact assessment of a version.
type Assessment struct {
	Findings []Finding `json:"findings"` // one of each characteristic, in their order
	// Regard had to the three aims of s149(1)(a), (b) and (c).
	Eliminate string    `json:"eliminate"`
	Advance   string    `json:"advance"`
	Foster    string    `json:"foster"`
	Actions   string    `json:"actions"`
	Assessor  string    `json:"assessor"`
	Approver  string    `json:"approver"`
	On        clock.Day `json:"on"` // the day it was approved
	By        string    `json:"by"` // entered it
	At        time.Time `json:"at"`
}

// Aims is the three aims of the public sector equality duty.
//
// Law: Equality Act 2010, s149(1).
var Aims = []struct{ Field, Title, Cite string }{
	{"eliminate", "Eliminate discrimination, harassment, victimisation and other conduct that the Act prohibits", "s149(1)(a)"},
	{"advance", "Advance equality of opportunity between people who share a characteristic and people who do not", "s149(1)(b)"},
	{"foster", "Foster good relations between people who share a characteristic and people who do not", "s149(1)(c)"},
}

// Worse reports whether something was found that is worse for somebody, or is not known.
func (a *Assessment) Worse() bool {
	for _, f := range a.Findings {
		if f.Effect != "none" && f.Effect != "positive" {
			return true
		}
	}
	return false
}

// check names every field that is wrong; findings are named by their characteristic. today is
// the day on which it is entered.
func (a *Assessment) check(today clock.Day, same func(x, y string) bool) error {
	var wrong fault.Fields
	of := map[Characteristic]Finding{}
	for _, f := range a.Findings {
		of[f.Characteristic] = f
	}
	a.Findings = nil
	for _, c := range Characteristics {
		f := Finding{Characteristic: c.Characteristic, Effect: of[c.Characteristic].Effect}
		f.Looked = wrong.Text(string(c.Characteristic), of[c.Characteristic].Looked, 2000, "Enter what was looked at for "+c.Title)
		if f.Effect.Title() == "" {
			wrong.Add(string(c.Characteristic)+"-effect", "Choose what was found for %s", c.Title)
		}
		a.Findings = append(a.Findings, f)
	}
	a.Eliminate = wrong.Text("eliminate", a.Eliminate, 2000, "Enter how regard was had to eliminating discrimination")
	a.Advance = wrong.Text("advance", a.Advance, 2000, "Enter how regard was had to equality of opportunity")
	a.Foster = wrong.Text("foster", a.Foster, 2000, "Enter how regard was had to good relations")
	missing := ""
	if a.Worse() {
		missing = "Something is worse for somebody, or not known. Enter what is done about it"
	}
	a.Actions = wrong.Text("actions", a.Actions, 2000, missing)
	a.Assessor = wrong.Text("assessor", a.Assessor, 100, "Enter who assessed it")
	a.Approver = wrong.Text("approver", a.Approver, 100, "Enter who approved the assessment")
	if a.Assessor != "" && same(a.Assessor, a.Approver) {
		wrong.Add("approver", "Somebody else than who assessed it approves it")
	}
	switch {
	case a.On == clock.NoDay:
		wrong.Add("on", "Enter the day on which it was approved")
	case a.On > today || a.On < clock.MustDay("2010-10-01"):
		wrong.Add("on", "Enter today or a day before, since October 2010")
	}
	return wrong.Err()
}
