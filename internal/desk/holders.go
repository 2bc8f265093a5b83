package desk

import (
	"context"
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
)

// fromLines counts the present from the lines of today, which one index holds.
func (p *Public) fromLines(tx *db.Tx, c *Census) error {
	by, _, err := p.orgs(tx, c)
	if err != nil {
		return err
	}
	found := tally{}
	var w db.Where
	w.And("l.force_id = ?", string(c.Force.ID))
	StateInForce.where(&w, c.When.At)
	type row struct {
		org    id.Org
		title  string
		power  law.PowerID
		number int
	}
	persons, err := db.All(tx, func(s db.Scanner) (r row, err error) { return r, s.Scan(&r.org, &r.title, &r.number) },
		`SELECT l.org_id, l.role_title, COUNT(*) FROM desk_line l`+w.SQL()+` GROUP BY l.org_id, l.role_title`, w.Args()...)
	if err != nil {
		return err
	}
	for _, r := range persons {
		if by[r.org] != nil {
			found.post(r.org, r.title).persons += r.number
		}
	}
	w.And("p.until_at > ?", c.When.At)
	held, err := db.All(tx, func(s db.Scanner) (r row, err error) { return r, s.Scan(&r.org, &r.title, &r.power, &r.number) },
		`SELECT l.org_id, l.role_title, p.power, COUNT(*)
		FROM desk_line l JOIN desk_line_power p ON p.force_id = l.force_id AND p.person_id = l.person_id`+w.SQL()+`
		GROUP BY l.org_id, l.role_title, p.power`, w.Args()...)
	if err != nil {
		return err
	}
	for _, r := range held {
		if by[r.org] != nil {
			found.post(r.org, r.title).holders[r.power] += r.number
		}
	}
	found.into(c)
	return nil
}

// fromRegisters counts any instant from the registers themselves.
func (p *Public) fromRegisters(tx *db.Tx, c *Census) error {
	by, all, err := p.orgs(tx, c)
	if err != nil {
		return err
	}
	states := make(map[id.Org]*org.Organisation, len(all))
	for i := range all {
		states[id.Org(all[i].ID)] = &all[i].State
	}
	live, err := p.desk.Accreds.Live(tx, c.Force.ID, "", c.When)
	if err != nil {
		return err
	}
	found := tally{}
	for i := range live {
		a := &live[i].State
		if by[a.Org] == nil {
			continue
		}
		s := a.Stand(states[a.Org], c.When.At, c.Force.Settings.Law())
		if s.Status != accred.StatusInForce {
			continue
		}
		n := found.post(a.Org, a.RoleTitle)
		n.persons++
		for _, power := range s.Held() {
			n.holders[power]++
		}
	}
	found.into(c)
	return nil
}

// Figures is the census for the office, which sees every figure. It returns
// fault.Forbidden for those who may not see figures. Zero instants are the present.
func (p *Public) Figures(ctx context.Context, who authz.Actor, at, known time.Time) (*Census, error) {
	if err := who.May(authz.ReadFigures, authz.Object{}); err != nil {
		return nil, err
	}
	if at.IsZero() {
		return p.Now(ctx, who.Force)
	}
	return p.AsAt(ctx, who.Force, at, known)
}
