package demo

import (
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/county"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

var areaKinds = map[county.AreaKind]area.Kind{county.ForceArea: area.WholeForce, county.LocalPolice: area.LocalPolicingArea, county.District: area.District,
	county.Authority: area.Authority, county.Ward: area.Ward}

// ground sets up the force, its areas and the actors.
func (l *loading) ground() error {
	set := area.Defaults()
	f := l.plan.Force
	set.APPrefix, set.ChiefOfficer, set.ReturnAddress, set.Demo = "EM", f.ChiefOfficer, []string{f.CardReturn}, true
	set.PowerReviewMonths = 30 // of arrangements that run for 36
	l.force = area.Force{ID: id.New[id.Force](), Name: f.Name, Short: "eastmarch", Settings: set}
	if err := l.Areas.AddForce(l.ctx, l.force); err != nil {
		return err
	}
	operator := authz.Actor{Force: l.force.ID, Name: "Operator", Role: authz.Operator}
	_, err := l.Ledger.Do(l.ctx, operator, "area.import", []ledger.Subject{ledger.About("force", l.force.ID)}, func(tx *db.Tx, e *ledger.Draft) error {
		e.Say("The areas of "+l.force.Name+" were entered", "")
		for _, a := range l.plan.Areas {
			if err := l.area(tx, e, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	l.actors[""] = operator
	for _, a := range l.plan.Accounts {
		l.actors[a.Key] = authz.Actor{Force: l.force.ID, Account: id.New[id.Account](), Name: a.Name, Role: roles[a.Role]}
	}
	return nil
}

func (l *loading) area(tx *db.Tx, e *ledger.Draft, a county.Area) error {
	v := area.Area{Kind: areaKinds[a.Kind], Name: a.Name, Code: a.Code, Shape: a.Shape, Parent: l.areas[a.Parent]}
	if a.Kind == county.Ward {
		year, _, _ := l.plan.Today.Date()
		v.People, v.PeopleYear = a.People, year-2
		v.Authority = l.areas[a.Parent]
		v.Parent = l.parentOf(a.Parent)
	}
	got, err := l.Areas.Put(tx, e, "", v, e.At)
	l.areas[a.Key] = got
	return err
}

// parentOf is the district of an authority, for its wards.
func (l *loading) parentOf(key string) id.Area {
	for _, a := range l.plan.Areas {
		if a.Key == key {
			return l.areas[a.Parent]
		}
	}
	return ""
}

func (l *loading) areaIDs(keys []string) []id.Area {
	var out []id.Area
	for _, k := range keys {
		if a, ok := l.areas[k]; ok {
			out = append(out, a)
		}
	}
	return out
}

// areaText is the areas in words: "City of Aldermere and Quaymouth".
func (l *loading) areaText(keys []string) string {
	text := ""
	for i, k := range keys {
		for _, a := range l.plan.Areas {
			if a.Key != k {
				continue
			}
			switch {
			case i == 0:
			case i == len(keys)-1:
				text += " and "
			default:
				text += ", "
			}
			text += a.Name
		}
	}
	return text
}

var roles = map[county.AccountRole]authz.Role{county.SchemeManager: authz.SchemeManager, county.Delegate: authz.Delegate, county.VettingUnit: authz.VettingUnit,
	county.Trainer: authz.Trainer, county.EmployerSignatory: authz.Signatory, county.EmployerLiaison: authz.Liaison, county.EmployerSuper: authz.Supervisor,
	county.AccreditedPerson: authz.AccreditedPerson, county.Neighbourhood: authz.Neighbourhood, county.ControlRoom: authz.ControlRoom,
	county.SafetyManager: authz.HubManager, county.HousingOfficer: authz.HubManager, county.RestorativeHub: authz.HubManager, county.Standards: authz.Standards,
	county.DataOfficer: authz.DataProtection, county.Commissioner: authz.Commissioner}
