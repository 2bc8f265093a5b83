package desk

import (
	"context"
	"slices"
	"sort"
	"strings"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
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
	all, err := d.everybody(tx, who.Force, w)
	if err != nil {
		return nil, err
	}
	var out []Line
	for _, x := range all {
		where := x.where()
		if who.May(authz.ReadPerson, x.state.Object(x.person, where)) != nil {
			continue
		}
		l, _, s := x.line(w.At)
		l.areas = where
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
