package desk

import (
	"maps"
	"slices"

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

// keptColumns is the columns of desk_line behind force_id, in the order of derived.values.
const keptColumns = lineColumns + ", sort_name, sort_org, written_at"

func (x *derived) values() []any {
	l := x.line
	return []any{string(l.Person), string(l.Accreditation), string(l.Org), l.OrgName, l.Name, l.Number, l.Role, string(l.Stage), l.Begins, l.Until,
		string(l.EndsAs), l.Due, l.DueWhat, l.Waiting, l.Area, int64(l.Powers), l.Photo, string(l.Team), l.TeamName, x.sortName, x.sortOrg, x.at}
}

// save writes all that the desk keeps of the person, in place of what it kept.
func (x derived) save(tx *db.Tx, force id.Force) error {
	if _, err := tx.Exec(`
		INSERT INTO desk_line (force_id, `+keptColumns+`)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (force_id, person_id) DO UPDATE SET accreditation_id = excluded.accreditation_id, org_id = excluded.org_id, org_name = excluded.org_name,
			name = excluded.name, number = excluded.number, role_title = excluded.role_title, stage = excluded.stage, begins_at = excluded.begins_at,
			until_at = excluded.until_at, ends_as = excluded.ends_as, due_at = excluded.due_at, due_what = excluded.due_what,
			waiting_day = excluded.waiting_day, area_text = excluded.area_text, powers = excluded.powers, photo = excluded.photo,
			team_id = excluded.team_id, team_name = excluded.team_name,
			sort_name = excluded.sort_name, sort_org = excluded.sort_org, written_at = excluded.written_at`,
		append([]any{string(force)}, x.values()...)...); err != nil {
		return err
	}
	if err := saveLapses(tx, force, x.line.Person, x.lapses); err != nil {
		return err
	}
	return x.saveParts(tx, force)
}

// saveParts writes the powers in force, the areas and the words of the name of a line.
func (x *derived) saveParts(tx *db.Tx, force id.Force) error {
	of := string(x.line.Person)
	if _, err := tx.Exec(`DELETE FROM desk_line_power WHERE force_id = ? AND person_id = ?`, string(force), of); err != nil {
		return err
	}
	for _, p := range slices.Sorted(maps.Keys(x.powers)) {
		if _, err := tx.Exec(`INSERT INTO desk_line_power (force_id, power, person_id, until_at) VALUES (?, ?, ?, ?)`, string(force), string(p), of, x.powers[p]); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`DELETE FROM desk_line_area WHERE force_id = ? AND person_id = ?`, string(force), of); err != nil {
		return err
	}
	for _, a := range x.areas {
		if _, err := tx.Exec(`INSERT INTO desk_line_area (force_id, area_id, person_id) VALUES (?, ?, ?)
			ON CONFLICT (force_id, area_id, person_id) DO NOTHING`, string(force), string(a), of); err != nil {
			return err
		}
	}
	return x.saveWords(tx, force)
}

// saveWords writes the words of the name, if it has changed.
func (x *derived) saveWords(tx *db.Tx, force id.Force) error {
	of := string(x.line.Person)
	have, err := db.Strings(tx, `SELECT word FROM desk_word WHERE force_id = ? AND person_id = ?`, string(force), of)
	if err != nil || len(have) == len(x.words) && !slices.ContainsFunc(x.words, func(w string) bool { return !slices.Contains(have, w) }) {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM desk_word WHERE force_id = ? AND person_id = ?`, string(force), of); err != nil {
		return err
	}
	for _, w := range x.words {
		if _, err := tx.Exec(`INSERT INTO desk_word (force_id, word, person_id) VALUES (?, ?, ?)`, string(force), w, of); err != nil {
			return err
		}
	}
	return nil
}
