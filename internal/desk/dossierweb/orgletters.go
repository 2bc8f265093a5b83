package dossierweb

import (
	"watchword/internal/accred"
	"watchword/internal/db"
	"watchword/internal/id"
)

// orgLetterLimit is how many letters of an organisation stand on its page.
const orgLetterLimit = 100

// lettersTo is the copies sent to an organisation, newest first, with the names of those
// they are about: a join of the letters and the lines of the desk, for reading alone. The
// caller has asked for permission.
func (h *Handlers) lettersTo(tx *db.Tx, v *visit, of *file) ([]accred.Letter, map[id.Person]string, error) {
	names := map[id.Person]string{}
	list, err := db.All(tx, func(s db.Scanner) (accred.Letter, error) {
		var l accred.Letter
		var name string
		err := s.Scan(&l.ID, db.Instant{To: &l.At}, &l.To, &l.Subject, &l.Person, &name)
		names[l.Person], l.Body.Name = name, of.org.Name
		return l, err
	}, `
		SELECT l.id, l.at, l.to_whom, l.subject, l.person_id, COALESCE(d.name, '')
		FROM letter l LEFT JOIN desk_line d ON d.force_id = l.force_id AND d.person_id = l.person_id
		WHERE l.force_id = ? AND l.org_id = ? AND l.to_whom = 'employer'
		ORDER BY l.at DESC, l.id`+db.Limit, string(v.who.Force), string(of.id), int64(orgLetterLimit))
	return list, names, err
}
