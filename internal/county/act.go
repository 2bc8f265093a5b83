package county

import "watchword/internal/clock"

// Act is what happened in an Event: one of the types of this file.
type Act interface{ act() }

// Of employers.
type (
	// OrgApplied: the employer asked to join.
	OrgApplied struct{ Org, Note string }
	// OrgStage: an application moved on.
	OrgStage struct{ Org, Stage, Note string }
	// OrgApproved: arrangements were made, test (a) of s41(4), with the powers decided role by role.
	OrgApproved struct {
		Org      string
		From, To clock.Day // both days included
		Note     string
	}
	// OrgRenewed: arrangements follow on from those that end.
	OrgRenewed struct {
		Org      string
		From, To clock.Day
		Note     string
	}
	// OrgSuspended stops all persons of the employer.
	OrgSuspended struct{ Org, Reason string }
	// OrgReinstated ends a suspension.
	OrgReinstated struct{ Org, Reason string }
	// OrgWithdrawn ends the arrangements, and with them all accreditations, s41(8)(b).
	OrgWithdrawn struct{ Org, Reason string }
	// OrgNoted is an event of a meeting, a review or a visit.
	OrgNoted struct{ Org, Title, Note string }
)

// Of persons before the grant.
type (
	// Nominated by the employer's signatory.
	Nominated struct{ Person, Org, Role, Reference, By string }
	// Agreed to take part.
	Agreed struct{ Person string }
	// VettingSent: the sealed forms reached the vetting unit.
	VettingSent struct {
		Person string
		Level  string
		Again  bool // a renewal of vetting
	}
	// VettingDecided. No detail exists outside the unit.
	VettingDecided struct {
		Person string
		Level  string
		Passed bool
		Until  clock.Day // last day, when passed
		Again  bool
	}
	// Trained: a course or a refresher ended for a person.
	Trained struct {
		Person, Course, Trainer string
		Passed, Failed          []string  // powers
		Until                   clock.Day // last day, for those passed
		Refresher               bool
	}
	// Tested: one of the tests of s41(4) was decided for a person.
	Tested struct {
		Person    string
		Test      string // "a" to "d"
		Satisfied bool
		Note      string
	}
	// SentUp: the four tests are complete and the case is with the delegate.
	SentUp struct{ Person string }
	// Declined by the chief officer's delegate.
	Declined struct{ Person, Reason string }
)

// Of accreditations.
type (
	// Granted under s41.
	Granted struct {
		Person, Number string
		Powers         []Grant
		Areas          []string
		Conditions     string // empty for none further
		From, To       clock.Day
	}
	// Renewed, taking effect when the accreditation would otherwise expire, s41(7), with
	// the powers that may still be given on the day of the decision.
	Renewed struct {
		Person   string
		Powers   []Grant
		From, To clock.Day
	}
	// Modified by notice, s42(3): the powers afterwards, and the role if that changed.
	Modified struct {
		Person, Role string
		Powers       []Grant
		Reason       string
	}
	// Suspended by notice.
	Suspended struct{ Person, Reason string }
	// Reinstated after a suspension.
	Reinstated struct{ Person, Reason string }
	// Withdrawn by notice, s42(3).
	Withdrawn struct{ Person, Reason string }
	// Left the employer, so that the accreditation ended, s41(8)(a).
	Left struct{ Person, Reason string }
)

// Of cards.
type (
	// CardIssued: printed and handed over.
	CardIssued struct {
		Person, Card string
		Ends         clock.Day
		Replaces     string // the card before, if any
		Note         string
	}
	// CardLost was reported.
	CardLost struct{ Person, Card, Note string }
	// CardStolen was reported.
	CardStolen struct{ Person, Card, Note string }
	// CardReturned to the scheme office.
	CardReturned struct{ Person, Card, Note string }
	// CardDestroyed by the scheme office.
	CardDestroyed struct{ Person, Card string }
)

func (OrgApplied) act()     {}
func (OrgStage) act()       {}
func (OrgApproved) act()    {}
func (OrgRenewed) act()     {}
func (OrgSuspended) act()   {}
func (OrgReinstated) act()  {}
func (OrgWithdrawn) act()   {}
func (OrgNoted) act()       {}
func (Nominated) act()      {}
func (Agreed) act()         {}
func (VettingSent) act()    {}
func (VettingDecided) act() {}
func (Trained) act()        {}
func (Tested) act()         {}
func (SentUp) act()         {}
func (Declined) act()       {}
func (Granted) act()        {}
func (Renewed) act()        {}
func (Modified) act()       {}
func (Suspended) act()      {}
func (Reinstated) act()     {}
func (Withdrawn) act()      {}
func (Left) act()           {}
func (CardIssued) act()     {}
func (CardLost) act()       {}
func (CardStolen) act()     {}
func (CardReturned) act()   {}
func (CardDestroyed) act()  {}
