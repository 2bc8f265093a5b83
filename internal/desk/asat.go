package desk

import (
	"context"
	"slices"
	"sort"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
)

// PeopleAsAt is the list as it stood at an instant, as known at another: worked out from
// the registers themselves, not from the lines of today. Persons who had not been put
// forward then are not in it. Filters by area and due date are not offered for the past.
func (d *Desk) PeopleAsAt(ctx context.Context, who authz.Actor, f Filter, w register.When) (People, error) {
	key, turned := strings.CutPrefix(f.Sort, "-")
	if key == "" {
		key = "name"
	}
	if _, ok := sorts[key]; !ok {
		return People{}, fault.In("sort", "Sort by name, number, org, role or due")
	}
	if f.Limit == 0 {
		f.Limit = 30
	}
	offset, err := f.start()
	if err != nil {
		return People{}, err
	}
	lines, err := db.Find(ctx, d.DB, func(tx *db.Tx) ([]Line, error) { return d.linesAsAt(tx, who, f, w) })
	if err != nil {
		return People{}, err
	}
	sort.SliceStable(lines, func(i, j int) bool {
		a, b := sortKey(lines[i], key), sortKey(lines[j], key)
		if turned {
			a, b = b, a
		}
		return a < b
	})
	out := People{Total: int64(len(lines))}
	from, to := min(offset, len(lines)), min(offset+f.Limit, len(lines))
	out.Lines = lines[from:to]
	if to < len(lines) {
		out.Next = cursor(to)
	}
	return out, nil
}

func sortKey(l Line, by string) string {
	name := strings.ToLower(l.Name)
	switch by {
	case "number":
		return l.Number
	case "org":
		return org.Fold(l.OrgName) + "\x00" + name
	case "role":
		return l.Role
	case "due":
		return l.Due.Format("2006-01-02T15:04")
	}
	return name
}

func (d *Desk) linesAsAt(tx *db.Tx, who authz.Actor, f Filter, w register.When) ([]Line, error) {
	force, err := d.Areas.Force(tx, who.Force)
	if err != nil {
		return nil, err
	}
	orgs, err := d.Orgs.All(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	byOrg := make(map[id.Org]*org.Organisation, len(orgs))
	for i := range orgs {
		byOrg[id.Org(orgs[i].ID)] = &orgs[i].State
	}
	people, err := d.Persons.AsAt(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	accs, err := d.Accreds.All(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	vets, err := d.Vettings.All(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	var out []Line
	for _, p := range people {
		of, o := id.Person(p.ID), byOrg[p.State.Org]
		if o == nil {
			continue
		}
		where := accred.Where(accs[of], o)
		if who.May(authz.ReadPerson, p.State.Object(of, where)) != nil {
			continue
		}
		l := Line{Person: of, Org: p.State.Org, OrgName: o.Name, Name: p.State.Surname + ", " + p.State.Forenames, Role: p.State.RoleTitle,
			Team: p.State.Team, TeamName: o.TeamName(p.State.Team), Begins: clock.Forever, Until: clock.Forever, Due: clock.Forever, Area: o.AreaText, Photo: string(p.State.Photo), areas: where}
		l.vetting(vets[of], p.State)
		var s accred.Standing
		if a, ok := accred.Chief(accs[of]); ok {
			s = l.accreditation(a, o, w.At, force.Settings.Law())
		}
		if f.passes(l, s, w) {
			out = append(out, l)
		}
	}
	return out, nil
}

// passes is the filter for one line of the past.
func (f *Filter) passes(l Line, s accred.Standing, w register.When) bool {
	text := strings.ToLower(strings.TrimSpace(f.Text))
	switch {
	case text != "" && !strings.Contains(strings.ToLower(l.Name+" "+l.Number+" "+strings.ReplaceAll(l.Number, " ", "")+" "+l.OrgName), text):
		return false
	case f.Org != "" && l.Org != f.Org, f.Role != "" && l.Role != f.Role, f.Team != "" && l.Team != f.Team:
		return false
	case f.Power != "" && !slices.Contains(s.Held(), f.Power):
		return false
	}
	return f.State == "" || f.State == l.group(s)
}

// group is the state by which people filter.
func (l Line) group(s accred.Standing) State {
	switch l.Stage {
	case Granted:
		if s.Status == accred.StatusInForce {
			return StateInForce
		}
		return StateLapsed
	case Suspended, OrgStopped:
		return StateSuspended
	case InVetting:
		return StateVetting
	case Proposed:
		return StateToDecide
	case PutForward, Cleared:
		return StateWaiting
	}
	return StateEnded
}
