package account

import (
	"slices"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
)

// InRole is an account that could act in a role.
type InRole struct {
	Account id.Account
	Name    string
	Role    authz.Role
}

// Holding is the accounts of the force's own people that stood active in one of the roles, by
// role and name, whoever asks. Those of an employer's people are left out.
func (s *Service) Holding(tx *db.Tx, force id.Force, roles []authz.Role, w register.When) ([]InRole, error) {
	var active db.Where
	active.And("r.standing = ?", string(Active))
	all, err := table.List(tx, force, w, active, "r.name, r.id", 100000)
	if err != nil {
		return nil, err
	}
	var out []InRole
	for _, role := range roles {
		for _, v := range all {
			if slices.ContainsFunc(v.State.Posts, func(p Post) bool { return p.Role == role && p.Org == "" }) {
				out = append(out, InRole{id.Account(v.ID), v.State.Name, role})
			}
		}
	}
	return out, nil
}
