package demo

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/id"
)

// units enters the parts of the force that have to do with the scheme, and makes the support
// unit at headquarters the owner of documents and reports.
func (l *loading) units() error {
	l.parts = map[authz.Role]id.Unit{}
	operator := l.actors[""]
	var support id.Unit
	for i, x := range []struct {
		unit  area.Unit
		below bool // part of the support unit
		roles []authz.Role
	}{
		{area.Unit{Name: "Local Policing Support Unit", Short: "LPSU"}, false, []authz.Role{authz.Delegate}},
		{area.Unit{Name: "Citizens in Policing"}, true, []authz.Role{authz.SchemeManager, authz.Trainer}},
		{area.Unit{Name: "Force vetting unit", Short: "FVU"}, false, []authz.Role{authz.VettingUnit}},
		{area.Unit{Name: "Force control room", Short: "FCR"}, false, []authz.Role{authz.ControlRoom}},
		{area.Unit{Name: "Community policing"}, false, []authz.Role{authz.Neighbourhood}},
		{area.Unit{Name: "Professional standards department", Short: "PSD"}, false, []authz.Role{authz.Standards}},
		{area.Unit{Name: "Information management"}, false, []authz.Role{authz.DataProtection}},
	} {
		if x.below {
			x.unit.Parent = support
		}
		made, err := l.Areas.SetUnit(l.ctx, operator, "", x.unit)
		if err != nil {
			return err
		}
		if i == 0 {
			support = made
		}
		for _, r := range x.roles {
			l.parts[r] = made
		}
	}
	return l.Areas.OwnDocuments(l.ctx, operator, support)
}
