package envelope

import (
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
)

// Refuses is why an act of the actor cannot be done to the case on the day: nil if it can,
// as far as the case itself tells and once its input is right. Every use case asks it, and
// so does every page before it shows a form that could only be refused.
//
// Errors: fault.Conflict where the vetting stands elsewhere; fault.Refused by the rules
// about appeals and answers.
func (c Case) Refuses(who authz.Actor, verb string, today clock.Day) error {
	_, err := c.State.move(verb)
	switch {
	case verb == "vetting.send" && err != nil && c.Sent != clock.NoDay:
		return errSent
	case err != nil:
		return err
	case verb == "vetting.appeal" && today > c.AppealBy:
		return fault.Because("It is too late to appeal.", fault.Reason{Code: "vetting.appeal-late", Message: "The last day was " + c.AppealBy.Long() + "."})
	case c.Erased != clock.NoDay:
		return errDestroyed
	case verb == "vetting.declare" && today > c.Expires:
		return fault.New(fault.Conflict, "The clearance ended on %s, so there is nothing to declare. To be cleared again, ask your employer to ask for vetting.", c.Expires.Long())
	case verb == "vetting.pass" || verb == "vetting.refuse":
		return c.awaits(today)
	case verb == "vetting.allow" || verb == "vetting.uphold":
		return c.decidedBy(who)
	}
	return nil
}

// awaits refuses to decide while an answer may still come.
func (c Case) awaits(today clock.Day) error {
	if c.Questions == 0 || today > c.AnswerBy {
		return nil
	}
	return fault.Because("This cannot be decided yet.", fault.Reason{Code: "vetting.answer", Message: "The person was asked something, and has until " + c.AnswerBy.Long() + " to answer.",
		Mend: "Wait for the answer, or for that day."})
}

// decidedBy refuses the account that decided first.
func (c Case) decidedBy(who authz.Actor) error {
	if who.Account != "" && who.Account != c.Account {
		return nil
	}
	return fault.Because("An appeal is decided by another than who decided first.",
		fault.Reason{Code: "vetting.same-decider", Message: "You made the decision of " + c.Decided.Long() + ".", Mend: "Leave it to somebody else of the unit, or to the panel."})
}

// stands says where a vetting stands to whoever asked for what it does not allow there, and
// what comes first.
func (s State) stands() error {
	return fault.New(fault.Conflict, "The vetting stands at “%s”. %s", strings.ToLower(s.Title()), map[State]string{
		Invited:   "The form has to be sent first.",
		Sent:      "The vetting unit looks at the form and decides.",
		Asked:     "An answer of the person is awaited.",
		Cleared:   "The clearance is given: it can be reviewed, or withdrawn.",
		Refused:   "Only an appeal by the person changes the decision.",
		Withdrawn: "Only an appeal by the person changes the decision.",
		Appealed:  "The appeal has to be decided first.",
		Upheld:    "The appeal is decided. To begin again, vetting has to be asked for anew.",
		Stopped:   "To begin again, vetting has to be asked for anew.",
	}[s])
}
