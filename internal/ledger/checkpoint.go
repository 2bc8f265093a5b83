package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/sign"
)

// Checkpoint is a signed statement of how large the tree was and what its root.
type Checkpoint struct {
	Size int64
	Root tlog.Hash
	Note string // the signed note, as published
	At   time.Time
}

// ErrForked says that the tree does not contain what was signed before: the database
// was put back to an earlier state or altered. Nothing is signed until that is explained.
var ErrForked = errors.New("the ledger does not contain what its last checkpoint signed: it was altered or restored to an earlier state. Run watchword verify")

// Checkpoint signs the tree as it stands, unless its last checkpoint says the same
// already. It returns ErrForked, and signs nothing, if the tree has not grown from
// what was signed last.
func (l *Ledger) Checkpoint(ctx context.Context, ring *keyring.Ring, force id.Force, origin string) (Checkpoint, error) {
	if _, err := l.Sequence(ctx); err != nil {
		return Checkpoint{}, err
	}
	var out Checkpoint
	err := l.db.WriteAlone(ctx, lockPlaces, func(tx *db.Tx) error {
		size, err := treeSize(tx, force)
		if err != nil {
			return err
		}
		last, err := l.Latest(tx, force)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil && last.Size == size {
			out = last
			return nil
		}
		if out, err = l.signTree(tx, ring, force, origin, size, last); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO ledger_checkpoint (force_id, size, root, note, at) VALUES (?, ?, ?, ?, ?)`,
			string(force), size, out.Root[:], out.Note, out.At)
		return err
	})
	if err == nil && out.Size > 0 {
		l.signed.Store(force, out.Size)
	}
	return out, err
}

// newestSigned is the size of the newest checkpoint of the force, as far as this process
// knows; 0 if there is none. Entries tell it, so that a checkpoint that is taken away later
// is missed.
func (l *Ledger) newestSigned(tx *db.Tx, force id.Force) (int64, error) {
	if size, ok := l.signed.Load(force); ok {
		return size.(int64), nil
	}
	size, err := db.Count(tx, `SELECT COALESCE(MAX(size), 0) FROM ledger_checkpoint WHERE force_id = ?`, string(force))
	if err == nil {
		l.signed.LoadOrStore(force, size)
	}
	return size, err
}

func (l *Ledger) signTree(tx *db.Tx, ring *keyring.Ring, force id.Force, origin string, size int64, last Checkpoint) (Checkpoint, error) {
	root, err := l.Root(tx, force, size)
	if err != nil {
		return Checkpoint{}, err
	}
	if last.Size > size {
		return Checkpoint{}, ErrForked
	}
	if last.Size > 0 {
		proof, err := l.Growth(tx, force, size, last.Size)
		if err != nil || tlog.CheckTree(proof, size, root, last.Size, last.Root) != nil {
			return Checkpoint{}, ErrForked
		}
	}
	now := l.clock.Now()
	key, err := ring.Signer(tx, force, sign.ForCheckpoints, now)
	if err != nil {
		return Checkpoint{}, err
	}
	note, err := sign.SignCheckpoint(key, sign.Checkpoint{Origin: origin, Size: size, Root: root}, now)
	return Checkpoint{Size: size, Root: root, Note: string(note), At: now}, err
}

// Latest is the newest checkpoint. It returns fault.NotFound if there is none yet.
func (l *Ledger) Latest(tx *db.Tx, force id.Force) (Checkpoint, error) {
	c, err := scanCheckpoint(tx.QueryRow(`
		SELECT size, root, note, at
		FROM ledger_checkpoint
		WHERE force_id = ?
		ORDER BY size DESC
		LIMIT 1`, string(force)))
	if db.NoRows(err) {
		return c, fault.New(fault.NotFound, "No checkpoint has been signed yet.")
	}
	return c, err
}

// Covering is the oldest checkpoint that has the entry at that place in its tree. It
// returns fault.NotFound if there is none yet.
func (l *Ledger) Covering(tx *db.Tx, force id.Force, place int64) (Checkpoint, error) {
	c, err := scanCheckpoint(tx.QueryRow(`
		SELECT size, root, note, at
		FROM ledger_checkpoint
		WHERE force_id = ? AND size > ?
		ORDER BY size
		LIMIT 1`, string(force), place))
	if db.NoRows(err) {
		return c, fault.New(fault.NotFound, "No checkpoint covers this entry yet. One is signed within a minute.")
	}
	return c, err
}

func checkpoints(tx *db.Tx, force id.Force) ([]Checkpoint, error) {
	return db.All(tx, scanCheckpoint, `SELECT size, root, note, at FROM ledger_checkpoint WHERE force_id = ? ORDER BY size`, string(force))
}

func scanCheckpoint(s db.Scanner) (Checkpoint, error) {
	var c Checkpoint
	var root []byte
	err := s.Scan(&c.Size, &root, &c.Note, db.Instant{To: &c.At})
	copy(c.Root[:], root)
	return c, err
}

// ProofFile is the file with which any C2SP tool can check, without this program,
// that the entry stands in the tree of the checkpoint that covers it.
func (l *Ledger) ProofFile(tx *db.Tx, force id.Force, place int64) ([]byte, error) {
	c, err := l.Covering(tx, force, place)
	if err != nil {
		return nil, err
	}
	hashes, err := l.Proof(tx, force, place, c.Size)
	if err != nil {
		return nil, fmt.Errorf("proof of entry %d: %w", place, err)
	}
	return sign.Proof{Index: place, Hashes: hashes, Checkpoint: []byte(c.Note)}.Marshal(), nil
}
