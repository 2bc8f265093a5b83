package desk

import (
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
)

// NamesOf is the names of persons as they stand in lists, surname first, of those whom the
// actor may see.
func (d *Desk) NamesOf(tx *db.Tx, who authz.Actor, people []id.Person) (map[id.Person]string, error) {
	w := who.Scope(authz.ReadPerson, lineScope)
	db.In(&w, "l.person_id", people)
	rows, err := tx.Query(`SELECT l.person_id, l.name FROM desk_line l`+w.SQL(), w.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[id.Person]string, len(people))
	for rows.Next() {
		var of id.Person
		var name string
		if err := rows.Scan(&of, &name); err != nil {
			return nil, err
		}
		out[of] = name
	}
	return out, rows.Err()
}
