package scheme

import (
	"slices"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/register"
)

// Decision is a decision of the scheme and who could make it. Which role may is the table of
// permissions of this version of the program; who held the role is of the day.
type Decision struct {
	What  string
	Needs authz.Permission
	Law   string
	Not   string // who may not, though the role would let them
	Roles []authz.Role
	By    []account.InRole
}

// decisions is what is decided in the scheme for the chief officer.
var decisions = []Decision{
	{What: "Accredit an organisation, power by power; suspend and withdraw it", Needs: authz.DecideOrg, Law: "Police Reform Act 2002, s40(8), s41(1) and (4)(a)", Not: "Who put its application forward"},
	{What: "Grant, refuse, modify and withdraw the accreditation of a person", Needs: authz.Grant, Law: "Police Reform Act 2002, s41 and s42(3)", Not: "On appeal, who decided first"},
	{What: "Suspend an accreditation at once", Needs: authz.SuspendNow, Law: "Police Reform Act 2002, s42(3)"},
	{What: "Find a person suitable, by vetting", Needs: authz.RecordVetting, Law: "Police Reform Act 2002, s41(4)(b)", Not: "On appeal, who decided first"},
	{What: "Find a person capable", Needs: authz.RecordCapable, Law: "Police Reform Act 2002, s41(4)(c)"},
	{What: "Find a person adequately trained for a power", Needs: authz.RecordTraining, Law: "Police Reform Act 2002, s41(4)(d)"},
	{What: "Sign an agreement for the force", Needs: authz.SignAgreement, Law: "Joint operating protocol, clause 1.3", Not: "Anybody but whom the agreement names"},
	{What: "Review the outcome of a complaint", Needs: authz.ReviewComplaints, Law: "Police Reform Act 2002, s40(9)", Not: "Who decided the outcome"},
	{What: "Carry out a change of the law", Needs: authz.CarryOutReforms, Law: "Police Reform Act 2002, s42(3)", Not: "Who proposed it"},
}

// Decisions is what is decided in the scheme, with who held a role in which they could, as it
// stood. Errors: fault.Forbidden.
func (s *Service) Decisions(tx *db.Tx, who authz.Actor, w register.When) ([]Decision, error) {
	if err := who.May(authz.ReadScheme, authz.Object{}); err != nil {
		return nil, err
	}
	held, err := s.accounts.Holding(tx, who.Force, authz.Roles, w)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(decisions)
	for i := range out {
		d := &out[i]
		for _, r := range authz.Roles {
			if (authz.Actor{Role: r}).Can(d.Needs) && !r.OfEmployer() && r != authz.AccreditedPerson {
				d.Roles = append(d.Roles, r)
			}
		}
		for _, h := range held {
			if slices.Contains(d.Roles, h.Role) {
				d.By = append(d.By, h)
			}
		}
	}
	return out, nil
}
