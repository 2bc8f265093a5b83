// Package accred decides and keeps accreditations: who may use which powers of Schedule
// 5, for which employer, where, from when to when, and by whose decision (Police Reform
// Act 2002, s41 and s42).
//
// An accreditation stands on four tests (s41(4)), each decided, dated and signed: the
// employer's in org, suitability in vetting, training per power in training, capability
// here. What lapses ends the authority by itself: whether it is in force is never
// stored, but worked out for the instant asked about (standing.go). States and who may
// move between them are in states.go; docs/life-of-an-accreditation.md is drawn from them.
//
// Read Accreditation, then Standing.
package accred

import (
	"slices"
	"sort"
	"time"

	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// Grant is one power given. For a penalty notice for disorder it names each offence; for
// a name and address, the bases, all of them if none is named.
type Grant struct {
	Power     law.PowerID     `json:"power"`
	Offences  []law.OffenceID `json:"offences,omitempty"`
	Bases     []law.BasisID   `json:"bases,omitempty"`
	Condition string          `json:"condition,omitempty"`
	Trained   clock.Day       `json:"trained,omitempty"` // the last day the training counts; none: it has no date
	Suspended bool            `json:"suspended,omitempty"`
	Stopped   *Decision       `json:"stopped,omitempty"` // who suspended it; nil while it is not
	// Ends is the last day on which the law gives the power, by a change that the force carried
	// out and the catalogue does not have; none: as the catalogue has it.
	Ends clock.Day `json:"ends,omitempty"`
}

// Decision is one dated decision on one of the tests, or on the accreditation.
type Decision struct {
	Satisfied bool       `json:"satisfied"`
	By        string     `json:"by"`
	Account   id.Account `json:"account,omitempty"`
	At        time.Time  `json:"at"`
	Evidence  string     `json:"evidence,omitempty"`
}

// Tests is the four tests of s41(4), as they stood when the decision was signed.
type Tests struct {
	Employer Decision `json:"employer"` // (a) fit and proper to supervise
	Suitable Decision `json:"suitable"` // (b) a suitable person
	Capable  Decision `json:"capable"`  // (c) capable of carrying out the functions
	Trained  Decision `json:"trained"`  // (d) adequately trained, per power: see Grant.Trained
}

// Accreditation is an accreditation's state in a period.
type Accreditation struct {
	Person     id.Person `json:"person"`
	Org        id.Org    `json:"org"`
	Role       id.Role   `json:"role"`
	RoleTitle  string    `json:"role_title"`
	Number     string    `json:"number,omitempty"` // AP number, from the grant on
	State      State     `json:"state"`
	Grants     []Grant   `json:"grants,omitempty"`
	Areas      []id.Area `json:"areas,omitempty"` // none: wherever the employer’s arrangements reach
	AreaText   string    `json:"area_text,omitempty"`
	From       clock.Day `json:"from,omitempty"`
	To         clock.Day `json:"to,omitempty"` // the last day; none: an imported register did not tell
	Uniform    string    `json:"uniform,omitempty"`
	Conditions []string  `json:"conditions,omitempty"`
	// VettingUntil is the last day of the person's clearance: of vetting's record, kept
	// here so that one row answers for any past instant.
	VettingUntil clock.Day `json:"vetting_until,omitempty"`
	// VettingUntold says that an imported register told nothing of the clearance: no lapse
	// follows from it until the unit records one.
	VettingUntold bool      `json:"vetting_untold,omitempty"`
	Tests         Tests     `json:"tests"`
	Recommended   Decision  `json:"recommended"` // who put it before the delegate
	Signed        Decision  `json:"signed"`      // who decided for the chief officer, with the name as typed
	Why           string    `json:"why,omitempty"`
	GivenUp       bool      `json:"given_up,omitempty"`    // of one that ended: at the person's own wish, by nobody's fault
	Waiting       clock.Day `json:"waiting,omitempty"`     // with the delegate since
	Certificate   int       `json:"certificate,omitempty"` // version of the certificate
	// Requests is what the delegate asked of the employer before deciding, oldest first.
	Requests []Request `json:"requests,omitempty"`
	// Stopped is who suspended or withdrew it last; nil while it was not.
	Stopped *Decision `json:"stopped,omitempty"`
	// Appeals is every appeal against its refusal or withdrawal, oldest first.
	Appeals []Appeal `json:"appeals,omitempty"`
}

// Version is an accreditation with identity and periods.
type Version = register.Version[Accreditation]

// Grant is the grant of a power.
func (a *Accreditation) Grant(p law.PowerID) (*Grant, bool) {
	for i := range a.Grants {
		if a.Grants[i].Power == p {
			return &a.Grants[i], true
		}
	}
	return nil, false
}

// HasBasis reports whether a name and address may be required under that basis: the power
// is given with it, or with no basis named, which means all; and where the basis rests on
// other powers, one of them is given too.
//
// Law: Police Reform Act 2002, Sch 5 para 2(3)(a), (aza).
func (a *Accreditation) HasBasis(b *law.Basis) bool {
	g, ok := a.Grant("csas-name-address")
	if !ok || len(g.Bases) > 0 && !slices.Contains(g.Bases, b.ID) {
		return false
	}
	return len(b.Needs) == 0 || slices.ContainsFunc(b.Needs, func(p law.PowerID) bool { _, ok := a.Grant(p); return ok })
}

// PowerIDs is the powers named, in the order of the catalogue.
func (a *Accreditation) PowerIDs() []law.PowerID {
	out := make([]law.PowerID, len(a.Grants))
	for i, g := range a.Grants {
		out[i] = g.Power
	}
	return out
}

// copy is the accreditation with slices of its own, safe to change.
func (a Accreditation) copy() Accreditation {
	a.Grants = append([]Grant(nil), a.Grants...)
	a.Areas = append([]id.Area(nil), a.Areas...)
	a.Conditions = append([]string(nil), a.Conditions...)
	a.Requests = append([]Request(nil), a.Requests...)
	a.Appeals = append([]Appeal(nil), a.Appeals...)
	return a
}

// order puts grants in the order of the catalogue.
func order(gs []Grant) {
	rank := map[law.PowerID]int{}
	for i, p := range law.Powers() {
		rank[p.ID] = i
	}
	sort.SliceStable(gs, func(i, j int) bool { return rank[gs[i].Power] < rank[gs[j].Power] })
}

// begins and ends bound the accreditation's own period: its days, cut short by the end
// of the clearance. The period of one that is not live is empty.
func (a *Accreditation) begins() time.Time {
	if a.From == clock.NoDay {
		return clock.Forever
	}
	return a.From.Start()
}

func (a *Accreditation) ends() time.Time {
	if !a.State.Live() {
		return clock.FromMillis(0)
	}
	return earlier(a.last(), a.cleared())
}

// last is the instant at which the accreditation's own period is over.
func (a *Accreditation) last() time.Time {
	if a.To == clock.NoDay {
		return clock.Forever
	}
	return a.To.End()
}

// cleared is the instant at which the clearance is over; long past if there is none.
func (a *Accreditation) cleared() time.Time {
	switch {
	case a.VettingUntold:
		return clock.Forever
	case a.VettingUntil == clock.NoDay:
		return clock.FromMillis(0)
	}
	return a.VettingUntil.End()
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

var table = &register.Table[Accreditation]{
	Name: "accreditation", What: "accreditation",
	Columns: []string{"person_id", "org_id", "number", "standing", "begins_at", "ends_at", "powers", "appealed"},
	Values: func(a Accreditation) []any {
		return []any{string(a.Person), string(a.Org), a.Number, string(a.State), clock.Millis(a.begins()), clock.Millis(a.ends()), a.packed(), a.appealed()}
	},
}

// Rows reads the register of accreditations for ledger.Verify.
var Rows = table.Rows

// Subject is an accreditation as the ledger names it.
var Subject = table.Subject
