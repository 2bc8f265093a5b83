package ledger

import (
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

const entryColumns = "force_id, id, place, at, actor_id, actor_role, org_id, act, outcome, commitment, salt, content"

// insertText is an INSERT of n entries. Groups are cut into runs of these sizes, so
// that few texts are prepared.
func insertText(n int) string {
	return "INSERT INTO ledger_entry (" + entryColumns + ") VALUES " + strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?), ", n), ", ")
}

var (
	insertOne   = insertText(1)
	insertEight = insertText(8)

	subjectOne   = "INSERT INTO ledger_subject (force_id, subject, entry_id) VALUES (?, ?, ?)"
	subjectEight = subjectOne + strings.Repeat(", (?, ?, ?)", 7)
)

func entryArgs(args []any, e *sealed, place any) []any {
	return append(args, string(e.Force), string(e.ID), place, clock.Millis(e.At), string(e.Actor), string(e.Role), string(e.Org), e.Act,
		string(e.Outcome), e.commitment[:], e.salt[:], e.content)
}

func insertPlaced(tx *db.Tx, es []*sealed, start int64) error {
	for i := 0; i < len(es); {
		run, text := 1, insertOne
		if len(es)-i >= 8 {
			run, text = 8, insertEight
		}
		args := make([]any, 0, run*12)
		for j := range run {
			args = entryArgs(args, es[i+j], start+int64(i+j))
		}
		if _, err := tx.Exec(text, args...); err != nil {
			return err
		}
		i += run
	}
	return insertSubjects(tx, es...)
}

func insertPending(tx *db.Tx, e *sealed) error {
	if _, err := tx.Exec(insertOne, entryArgs(nil, e, nil)...); err != nil {
		return err
	}
	return insertSubjects(tx, e)
}

// insertSubjects writes the subjects of entries, eight to a statement and what is left
// one by one.
func insertSubjects(tx *db.Tx, es ...*sealed) error {
	var args []any
	for _, e := range es {
		for _, s := range e.Subjects {
			args = append(args, string(e.Force), string(s), string(e.ID))
		}
	}
	for ; len(args) >= 8*3; args = args[8*3:] {
		if _, err := tx.Exec(subjectEight, args[:8*3]...); err != nil {
			return err
		}
	}
	for ; len(args) > 0; args = args[3:] {
		if _, err := tx.Exec(subjectOne, args[:3]...); err != nil {
			return err
		}
	}
	return nil
}

// treeSize is how many entries of the force have a place.
func treeSize(tx *db.Tx, force id.Force) (int64, error) {
	return db.Count(tx, `SELECT COALESCE(MAX(place), -1) + 1 FROM ledger_entry WHERE force_id = ?`, string(force))
}

// leavesFrom is the leaf hashes of the entries from one place up to another.
func leavesFrom(tx *db.Tx, force id.Force, from, to int64) ([]tlog.Hash, error) {
	return db.All(tx, func(s db.Scanner) (tlog.Hash, error) {
		var entry id.Entry
		var commitment []byte
		if err := s.Scan(&entry, &commitment); err != nil {
			return tlog.Hash{}, err
		}
		return leafHash(entry, [32]byte(commitment)), nil
	}, `SELECT id, commitment FROM ledger_entry WHERE force_id = ? AND place >= ? AND place < ? ORDER BY place`, string(force), from, to)
}

func insertTile(tx *db.Tx, force id.Force, level int, n int64, hashes []tlog.Hash) error {
	_, err := tx.Exec(`INSERT INTO ledger_tile (force_id, level, n, hashes) VALUES (?, ?, ?, ?)`, string(force), int64(level), n, joinHashes(hashes))
	return err
}

// tile is a full tile, or nil when there is none.
func tile(tx *db.Tx, force id.Force, level int, n int64) ([]tlog.Hash, error) {
	var b []byte
	err := tx.QueryRow(`SELECT hashes FROM ledger_tile WHERE force_id = ? AND level = ? AND n = ?`, string(force), int64(level), n).Scan(&b)
	if db.NoRows(err) {
		return nil, nil
	}
	return splitHashes(b), err
}

// tileRoots is the roots of full tiles of a level, from one up to another: the hashes
// of the level above.
func tileRoots(tx *db.Tx, force id.Force, level int, from, to int64) ([]tlog.Hash, error) {
	return db.All(tx, func(s db.Scanner) (tlog.Hash, error) {
		var b []byte
		if err := s.Scan(&b); err != nil {
			return tlog.Hash{}, err
		}
		return rootOf(splitHashes(b)), nil
	}, `SELECT hashes FROM ledger_tile WHERE force_id = ? AND level = ? AND n >= ? AND n < ? ORDER BY n`, string(force), int64(level), from, to)
}

// rootOf is the root over a power of two of hashes.
func rootOf(hs []tlog.Hash) tlog.Hash {
	hs = append([]tlog.Hash(nil), hs...)
	for len(hs) > 1 {
		for i := 0; i < len(hs)/2; i++ {
			hs[i] = tlog.NodeHash(hs[2*i], hs[2*i+1])
		}
		hs = hs[:len(hs)/2]
	}
	return hs[0]
}

func joinHashes(hs []tlog.Hash) []byte {
	b := make([]byte, 0, len(hs)*tlog.HashSize)
	for _, h := range hs {
		b = append(b, h[:]...)
	}
	return b
}

func splitHashes(b []byte) []tlog.Hash {
	hs := make([]tlog.Hash, len(b)/tlog.HashSize)
	for i := range hs {
		copy(hs[i][:], b[i*tlog.HashSize:])
	}
	return hs
}

// placed is an entry stored without a place.
type placed struct {
	force      id.Force
	id         id.Entry
	commitment [32]byte
}

func pending(tx *db.Tx, limit int) ([]placed, error) {
	return db.All(tx, func(s db.Scanner) (placed, error) {
		var p placed
		var c []byte
		err := s.Scan(&p.force, &p.id, &c)
		copy(p.commitment[:], c)
		return p, err
	}, `SELECT force_id, id, commitment FROM ledger_entry WHERE place IS NULL ORDER BY at, id`+db.Limit, int64(limit))
}

func anyPending(tx *db.Tx) (bool, error) {
	n, err := db.Count(tx, `SELECT COUNT(*) FROM (SELECT 1 FROM ledger_entry WHERE place IS NULL LIMIT 1) waiting`)
	return n > 0, err
}

func setPlace(tx *db.Tx, force id.Force, entry id.Entry, place int64) error {
	_, err := tx.Exec(`UPDATE ledger_entry SET place = ? WHERE force_id = ? AND id = ?`, place, string(force), string(entry))
	return err
}
