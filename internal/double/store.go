package double

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

var forever = strconv.FormatInt(clock.Millis(clock.Forever), 10)

func saveKeys(tx *db.Tx, force id.Force, of id.Person, keys []string) error {
	if _, err := tx.Exec(`DELETE FROM person_key WHERE force_id = ? AND person_id = ?`, string(force), string(of)); err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := tx.Exec(`INSERT INTO person_key (force_id, key, person_id) VALUES (?, ?, ?)`, string(force), k, string(of)); err != nil {
			return err
		}
	}
	return nil
}

// sharing is the other entries with a key.
func sharing(tx *db.Tx, force id.Force, key string, of id.Person) ([]id.Person, error) {
	return db.All(tx, func(sc db.Scanner) (p id.Person, err error) { return p, sc.Scan(&p) },
		`SELECT person_id FROM person_key WHERE force_id = ? AND key = ? AND person_id <> ? ORDER BY person_id LIMIT 200`, string(force), key, string(of))
}

// saveLikeness writes whom an entry is like, in place of what was kept of it. What was found
// before keeps its instant.
func saveLikeness(tx *db.Tx, force id.Force, of id.Person, why map[id.Person]string, at time.Time) error {
	had, err := db.All(tx, scanLikeness, `SELECT first_id, second_id, why, found_at FROM person_likeness WHERE force_id = ? AND first_id = ?
		UNION ALL SELECT first_id, second_id, why, found_at FROM person_likeness WHERE force_id = ? AND second_id = ?`, string(force), string(of), string(force), string(of))
	if err != nil {
		return err
	}
	since := map[id.Person]time.Time{}
	for _, l := range had {
		since[l.other(of)] = l.found
		if _, err := tx.Exec(`DELETE FROM person_likeness WHERE force_id = ? AND first_id = ? AND second_id = ?`, string(force), string(l.first), string(l.second)); err != nil {
			return err
		}
	}
	for _, o := range slices.Sorted(maps.Keys(why)) {
		found, ok := since[o]
		if !ok {
			found = at
		}
		if _, err := tx.Exec(`INSERT INTO person_likeness (force_id, first_id, second_id, why, found_at) VALUES (?, ?, ?, ?, ?)`,
			string(force), string(min(of, o)), string(max(of, o)), why[o], found); err != nil {
			return err
		}
	}
	return nil
}

type likeness struct {
	first, second id.Person
	why           string
	found         time.Time
}

func (l likeness) other(of id.Person) id.Person {
	if l.first == of {
		return l.second
	}
	return l.first
}

func scanLikeness(sc db.Scanner) (l likeness, err error) {
	return l, sc.Scan(&l.first, &l.second, &l.why, db.Instant{To: &l.found})
}

// likenesses is those of which nothing was said, found longest ago first, and how many there
// are. Those answered are few, and are taken from the whole.
func likenesses(tx *db.Tx, force id.Force, offset, limit int) ([]likeness, int64, error) {
	all, err := db.Count(tx, `SELECT COUNT(*) FROM person_likeness WHERE force_id = ?`, string(force))
	if err != nil || all == 0 {
		return nil, 0, err
	}
	answered, err := db.Count(tx, `SELECT COUNT(*) FROM person_pair p WHERE p.force_id = ? AND p.until_at = `+forever+` AND p.superseded_at = `+forever+`
		AND EXISTS (SELECT 1 FROM person_likeness l WHERE l.force_id = p.force_id AND l.first_id = p.first_id AND l.second_id = p.second_id)`, string(force))
	if err != nil || all == answered {
		return nil, 0, err
	}
	ls, err := db.All(tx, scanLikeness, `SELECT l.first_id, l.second_id, l.why, l.found_at FROM person_likeness l WHERE l.force_id = ?
		AND NOT EXISTS (SELECT 1 FROM person_pair p WHERE p.force_id = l.force_id AND p.first_id = l.first_id AND p.second_id = l.second_id AND p.until_at = `+forever+` AND p.superseded_at = `+forever+`)
		ORDER BY l.found_at, l.first_id, l.second_id`+db.Limit+` OFFSET ?`, string(force), int64(limit), int64(offset))
	return ls, all - answered, err
}

// unkept is entries without a key: at most so many.
func unkept(tx *db.Tx, force id.Force, limit int) ([]string, error) {
	return db.Strings(tx, `SELECT r.id FROM person r WHERE r.force_id = ? AND r.until_at = `+forever+` AND r.superseded_at = `+forever+`
		AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.force_id = r.force_id AND k.person_id = r.id) ORDER BY r.id LIMIT ?`, string(force), int64(limit))
}
