package accred

import (
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// Where is the areas in which a person may act: those of the accreditation that matters,
// and where it names none, or there is none, all those of the employer. It is the one rule
// by which a role that sees certain areas alone sees persons, in a list as in a single
// read.
//
// Law: Police Reform Act 2002, s41(6)(b), Sch 5 para 10.
func Where(all []Version, employer *org.Organisation) []id.Area {
	if a, ok := Chief(all); ok && len(a.State.Areas) > 0 {
		return a.State.Areas
	}
	return employer.Areas
}

// Where is the areas in which a person of that employer might act, as it stood; see
// person.Service.Where.
func (s *Service) Where(tx *db.Tx, force id.Force, of id.Person, employer id.Org, w register.When) ([]id.Area, error) {
	all, err := s.Of(tx, force, of, w)
	if err != nil {
		return nil, err
	}
	o, err := s.orgs.Any(tx, force, employer, w)
	if err != nil {
		return nil, err
	}
	return Where(all, &o.State), nil
}
