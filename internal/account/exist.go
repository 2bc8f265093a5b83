package account

import (
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// exist returns fault.Invalid, naming the fields, unless all that the posts are held for
// is in the registers of the force.
func (s *Service) exist(tx *db.Tx, force id.Force, posts []Post) error {
	var wrong fault.Fields
	for _, p := range posts {
		if err := ask(tx, force, s.HasOrg, p.Org, &wrong, "org", "There is no such organisation"); err != nil {
			return err
		}
		if err := ask(tx, force, s.HasPerson, p.Person, &wrong, "person", "There is no such person in the register"); err != nil {
			return err
		}
		for _, a := range p.Areas {
			if err := ask(tx, force, s.HasArea, a, &wrong, "areas", "There is no such area"); err != nil {
				return err
			}
		}
	}
	return wrong.Err()
}

// ask notes that a field is wrong if it names what is not there.
func ask[T ~string](tx *db.Tx, force id.Force, has func(*db.Tx, id.Force, T) (bool, error), of T, wrong *fault.Fields, field, says string) error {
	if has == nil || of == "" {
		return nil
	}
	ok, err := has(tx, force, of)
	if err == nil && !ok {
		wrong.Add(field, "%s", says)
	}
	return err
}
