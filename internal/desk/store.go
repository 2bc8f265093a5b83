package desk

import (
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

const lineColumns = "person_id, accreditation_id, org_id, org_name, name, number, role_title, stage, begins_at, until_at, ends_as, due_at, due_what, waiting_day, area_text, powers, photo, team_id, team_name"

func scanLine(s db.Scanner) (Line, error) {
	var l Line
	err := s.Scan(&l.Person, &l.Accreditation, &l.Org, &l.OrgName, &l.Name, &l.Number, &l.Role, &l.Stage, db.Instant{To: &l.Begins}, db.Instant{To: &l.Until},
		&l.EndsAs, db.Instant{To: &l.Due}, &l.DueWhat, db.Day{To: &l.Waiting}, &l.Area, &l.Powers, &l.Photo, &l.Team, &l.TeamName)
	return l, err
}

func saveLine(tx *db.Tx, force id.Force, l Line, sortName, sortOrg string) error {
	_, err := tx.Exec(`
		INSERT INTO desk_line (force_id, `+lineColumns+`, sort_name, sort_org)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (force_id, person_id) DO UPDATE SET accreditation_id = excluded.accreditation_id, org_id = excluded.org_id, org_name = excluded.org_name,
			name = excluded.name, number = excluded.number, role_title = excluded.role_title, stage = excluded.stage, begins_at = excluded.begins_at,
			until_at = excluded.until_at, ends_as = excluded.ends_as, due_at = excluded.due_at, due_what = excluded.due_what,
			waiting_day = excluded.waiting_day, area_text = excluded.area_text, powers = excluded.powers, photo = excluded.photo,
			team_id = excluded.team_id, team_name = excluded.team_name,
			sort_name = excluded.sort_name, sort_org = excluded.sort_org`,
		string(force), string(l.Person), string(l.Accreditation), string(l.Org), l.OrgName, l.Name, l.Number, l.Role, string(l.Stage), l.Begins, l.Until,
		string(l.EndsAs), l.Due, l.DueWhat, l.Waiting, l.Area, int64(l.Powers), l.Photo, string(l.Team), l.TeamName, sortName, sortOrg)
	return err
}

// saveParts writes the powers in force, each until when, and the areas of a line. Powers
// that have stopped are not among them; what lapses later is told by until_at.
func saveParts(tx *db.Tx, force id.Force, of id.Person, s accred.Standing, areas []id.Area) error {
	if _, err := tx.Exec(`DELETE FROM desk_line_power WHERE force_id = ? AND person_id = ?`, string(force), string(of)); err != nil {
		return err
	}
	for _, p := range s.Powers {
		until := p.Until
		if p.Status != accred.PowerInForce {
			if p.Status != accred.PowerStopped || s.Status != accred.StatusNotYet {
				continue
			}
			until = clock.Forever
		}
		if _, err := tx.Exec(`INSERT INTO desk_line_power (force_id, power, person_id, until_at) VALUES (?, ?, ?, ?)`, string(force), string(p.Grant.Power), string(of), until); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`DELETE FROM desk_line_area WHERE force_id = ? AND person_id = ?`, string(force), string(of)); err != nil {
		return err
	}
	for _, a := range areas {
		if _, err := tx.Exec(`INSERT INTO desk_line_area (force_id, area_id, person_id) VALUES (?, ?, ?)
			ON CONFLICT (force_id, area_id, person_id) DO NOTHING`, string(force), string(a), string(of)); err != nil {
			return err
		}
	}
	return nil
}
