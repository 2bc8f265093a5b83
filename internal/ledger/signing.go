package ledger

import (
	"time"

	"watchword/internal/clock"
	"watchword/internal/sign"
)

// signing is how far the check of checkpoints has come. A checkpoint's signature says
// nothing of when it was signed, nor that no other was: so its instant is held to the
// entries around it, and each entry tells the newest checkpoint there was.
type signing struct {
	kept    map[int64]bool   // sizes of those stored
	covered int64            // size of the newest
	signed  []Checkpoint     // those still to be passed
	passed  *Checkpoint      // the last one passed, until the entry behind it is seen
	against *Checkpoint      // the one kept elsewhere, until it is passed
	told    map[int64]string // sizes that entries tell, and the first entry that does

	lastAt   int64 // instant of the entry before, in milliseconds
	newestAt int64 // the latest of any entry
	open     bool  // some entries are under no checkpoint
	openAt   int64 // the earliest instant of those
}

// clockError is by how many milliseconds a clock may have been wrong before an instant
// beside it is not believed.
const clockError = int64(24 * time.Hour / time.Millisecond)

// openCheckpoints checks the signature of every stored checkpoint, and of the one
// kept elsewhere.
func (v *verifier) openCheckpoints() error {
	all, err := checkpoints(v.tx, v.force)
	if err != nil {
		return err
	}
	v.kept, v.told = map[int64]bool{}, map[int64]string{}
	for _, c := range all {
		s, err := sign.VerifyCheckpoint([]byte(c.Note), v.check.Keys, v.check.Origin)
		if err != nil {
			return finds("checkpoint %d: its signature does not hold: %v", c.Size, err)
		}
		if s.Size != c.Size || s.Root != c.Root {
			return finds("checkpoint %d: the row does not say what was signed", c.Size)
		}
		v.kept[c.Size], v.covered = true, c.Size
	}
	v.signed, v.report.Checkpoints = all, len(all)
	if v.check.Against != "" {
		s, err := sign.VerifyCheckpoint([]byte(v.check.Against), v.check.Keys, v.check.Origin)
		if err != nil {
			return finds("the checkpoint given is not one of this ledger: %v", err)
		}
		v.against = &Checkpoint{Size: s.Size, Root: s.Root}
	}
	return v.passCheckpoints()
}

// passCheckpoints compares the tree with every checkpoint of its present size.
func (v *verifier) passCheckpoints() error {
	for len(v.signed) > 0 && v.signed[0].Size == v.tree.size {
		c := &v.signed[0]
		if v.tree.root() != c.Root {
			return finds("the first %d entries are not those that checkpoint %d signed", v.tree.size, v.tree.size)
		}
		if clock.Millis(c.At) < v.lastAt-clockError {
			return finds("checkpoint %d: it says it was signed on %s, before what it covers was written", c.Size, instant(clock.Millis(c.At)))
		}
		v.passed, v.signed = c, v.signed[1:]
	}
	if v.against != nil && v.against.Size == v.tree.size {
		if v.tree.root() != v.against.Root {
			return finds("the first %d entries are not those of the checkpoint given: the ledger was altered since it was signed", v.tree.size)
		}
		if !v.kept[v.against.Size] {
			return finds("the checkpoint given, over %d entries, is not among those of the ledger: it was taken away", v.against.Size)
		}
		v.against = nil
	}
	return nil
}

// timely holds the checkpoint before an entry to its instant, and notes which checkpoint the
// entry tells of, and whether one covers it.
func (v *verifier) timely(s *scanned) error {
	if c := v.passed; c != nil && clock.Millis(c.At) > s.at+clockError {
		return finds("checkpoint %d: it says it was signed on %s, after entries were written that it does not cover", c.Size, instant(clock.Millis(c.At)))
	}
	v.passed, v.lastAt = nil, s.at
	if s.signed > 0 && v.told[s.signed] == "" {
		v.told[s.signed] = string(s.id)
	}
	v.newestAt = max(v.newestAt, s.at)
	if s.place >= v.covered && (!v.open || s.at < v.openAt) {
		v.open, v.openAt = true, s.at
	}
	return nil
}

// allSigned checks, when all entries are read, that none is missing that was signed, that no
// checkpoint is missing, and that none is wanting.
func (v *verifier) allSigned() error {
	if len(v.signed) > 0 {
		return finds("the ledger has %d entries, but checkpoint %d was signed: entries are missing at its end", v.tree.size, v.signed[0].Size)
	}
	if v.against != nil {
		return finds("the ledger has %d entries, but the checkpoint given was signed over %d: it was cut short or restored to an earlier state", v.tree.size, v.against.Size)
	}
	if c := v.passed; c != nil && clock.Millis(c.At) > v.now+clockError {
		return finds("checkpoint %d: it says it was signed on %s, which is to come", c.Size, instant(clock.Millis(c.At)))
	}
	missing := int64(-1)
	for size := range v.told {
		if !v.kept[size] && (missing < 0 || size < missing) {
			missing = size
		}
	}
	if missing >= 0 {
		return finds("checkpoint %d, of which entry %s tells, is missing", missing, v.told[missing])
	}
	if wait := time.Duration(v.newestAt-v.openAt) * time.Millisecond; v.open && v.check.Unsigned > 0 && wait > v.check.Unsigned {
		return finds("no checkpoint covers the entries from %d on, though the first of them was written %s before the last: checkpoints were taken away, or could not be signed",
			v.covered, wait.Round(time.Second))
	}
	return nil
}
