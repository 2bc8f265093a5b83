package ledger

import (
	"context"
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/sign"
)

// Rows reads every row of a register whose states stand in the ledger: its ref, the
// instant it ceased to be what is known, and its body, as Draft.Row had them. broken is
// what is wrong with the row in itself, such as a column that disagrees with its state.
type Rows func(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error

// Check is what Verify is to check against.
type Check struct {
	Keys    sign.Keys        // of the force, current and retired
	Origin  string           // the log's name in checkpoints
	Against string           // a signed checkpoint kept elsewhere, or nothing
	Tables  map[string]Rows  // each register, by the first part of its rows' refs
	Ahead   func(done int64) // told now and then how many entries were checked; may be nil
}

// Report is what Verify found.
type Report struct {
	Entries     int64
	Erased      int64
	Checkpoints int
	Rows        int64
	Fault       string // the first thing that does not fit; empty if all does
}

// finding is a thing that does not fit, as an error.
type finding string

func (f finding) Error() string { return string(f) }

func finds(format string, args ...any) error { return finding(fmt.Sprintf(format, args...)) }

// Verify checks every entry against its commitment, the tree against its tiles and
// every signed checkpoint, and every registered row against its last state in the
// ledger. The first thing that does not fit is named in the report; an error means
// that the check itself could not be made.
func (l *Ledger) Verify(ctx context.Context, force id.Force, c Check) (Report, error) {
	var r Report
	err := l.db.Read(ctx, func(tx *db.Tx) error {
		v := &verifier{tx: tx, force: force, check: c, report: &r, last: map[string]rowState{}, seed: maphash.MakeSeed()}
		if err := v.entries(); err != nil {
			return err
		}
		if err := v.tail(); err != nil {
			return err
		}
		if err := v.tiles.compare(tx, force); err != nil {
			return err
		}
		return v.tables()
	})
	if f, ok := err.(finding); ok {
		r.Fault = string(f)
		return r, nil
	}
	return r, err
}

// rowState is the last state of a row according to the ledger.
type rowState struct {
	until int64
	body  uint64
	entry int64
}

type verifier struct {
	tx      *db.Tx
	force   id.Force
	check   Check
	report  *Report
	last    map[string]rowState
	seed    maphash.Seed
	tree    frontier
	tiles   tileCheck
	signed  []Checkpoint
	against *Checkpoint
}

// batch is a run of entries on its way through the check.
type batch struct {
	entries []scanned
	err     error
}

type scanned struct {
	place      int64
	id         id.Entry
	commitment []byte
	salt       []byte
	content    *string
	erased     bool
	leaf       tlog.Hash
	bad        string
}

const batchSize = 1024

// entries checks every entry in its place. One goroutine reads, one reckons hashes,
// and this one puts them together, so that two cores have work. All is read even
// after a fault, since the reader holds the transaction's connection.
func (v *verifier) entries() error {
	if err := v.openCheckpoints(); err != nil {
		return err
	}
	raw, hashed := make(chan batch, 4), make(chan batch, 4)
	go v.scan(raw)
	go func() {
		defer close(hashed)
		for b := range raw {
			for i := range b.entries {
				b.entries[i].reckon()
			}
			hashed <- b
		}
	}()
	var err error
	for b := range hashed {
		if err == nil {
			err = v.take(b)
		}
	}
	return err
}

func (v *verifier) scan(out chan<- batch) {
	defer close(out)
	rows, err := v.tx.Query(`
		SELECT place, id, commitment, salt, content, erased_at IS NOT NULL
		FROM ledger_entry
		WHERE force_id = ? AND place IS NOT NULL
		ORDER BY place`, string(v.force))
	if err != nil {
		out <- batch{err: err}
		return
	}
	defer rows.Close()
	b := batch{entries: make([]scanned, 0, batchSize)}
	for rows.Next() {
		var s scanned
		if err := rows.Scan(&s.place, &s.id, &s.commitment, &s.salt, &s.content, &s.erased); err != nil {
			out <- batch{err: err}
			return
		}
		if b.entries = append(b.entries, s); len(b.entries) == batchSize {
			out <- b
			b = batch{entries: make([]scanned, 0, batchSize)}
		}
	}
	b.err = rows.Err()
	out <- b
}

// reckon computes the entry's leaf and whether its words fit its commitment.
func (s *scanned) reckon() {
	if len(s.commitment) != 32 {
		s.bad = "its commitment is not 32 bytes"
		return
	}
	s.leaf = leafHash(s.id, [32]byte(s.commitment))
	switch {
	case s.content == nil && !s.erased:
		s.bad = "its words are missing, and it is not marked as erased"
	case s.content != nil && commit(s.salt, *s.content) != [32]byte(s.commitment):
		s.bad = "its words do not fit its commitment"
	}
}

// take puts a batch into the tree and compares it with what was signed.
func (v *verifier) take(b batch) error {
	for i := range b.entries {
		s := &b.entries[i]
		if s.place != v.tree.size {
			return finds("entry %d is missing", v.tree.size)
		}
		if s.bad != "" {
			return finds("entry %d (%s): %s", s.place, s.id, s.bad)
		}
		if s.content == nil {
			v.report.Erased++
		} else if err := v.states(s); err != nil {
			return err
		}
		v.tiles.add(s.leaf, v.tree.add(s.leaf))
		if err := v.passCheckpoints(); err != nil {
			return err
		}
	}
	v.report.Entries = v.tree.size
	if v.check.Ahead != nil {
		v.check.Ahead(v.tree.size)
	}
	return b.err
}

// states notes the last state of each row the entry tells of. The header must be the
// entry's own.
func (v *verifier) states(s *scanned) error {
	head, rest, _ := strings.Cut(*s.content, "\n")
	if !strings.HasPrefix(head, `{"id":"`+string(s.id)+`"`) {
		return finds("entry %d (%s) holds the words of another entry", s.place, s.id)
	}
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		ref, more, _ := strings.Cut(line, " ")
		until, body, ok := strings.Cut(more, " ")
		ms, err := strconv.ParseInt(until, 10, 64)
		if !ok || err != nil {
			return finds("entry %d (%s): a state line cannot be read", s.place, s.id)
		}
		st := rowState{until: ms, entry: s.place}
		switch body {
		case Removed:
			delete(v.last, ref)
			continue
		case Unchanged:
			st.body = v.last[ref].body
		default:
			st.body = maphash.String(v.seed, body)
		}
		v.last[ref] = st
	}
	return nil
}

// openCheckpoints checks the signature of every stored checkpoint, and of the one
// kept elsewhere.
func (v *verifier) openCheckpoints() error {
	all, err := checkpoints(v.tx, v.force)
	if err != nil {
		return err
	}
	for _, c := range all {
		s, err := sign.VerifyCheckpoint([]byte(c.Note), v.check.Keys, v.check.Origin)
		if err != nil {
			return finds("checkpoint %d: its signature does not hold: %v", c.Size, err)
		}
		if s.Size != c.Size || s.Root != c.Root {
			return finds("checkpoint %d: the row does not say what was signed", c.Size)
		}
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
		if v.tree.root() != v.signed[0].Root {
			return finds("the first %d entries are not those that checkpoint %d signed", v.tree.size, v.tree.size)
		}
		v.signed = v.signed[1:]
	}
	if v.against != nil && v.against.Size == v.tree.size {
		if v.tree.root() != v.against.Root {
			return finds("the first %d entries are not those of the checkpoint given: the ledger was altered since it was signed", v.tree.size)
		}
		v.against = nil
	}
	return nil
}

// tail checks what is left when all entries are read: checkpoints of a larger tree,
// and entries still waiting for a place.
func (v *verifier) tail() error {
	if len(v.signed) > 0 {
		return finds("the ledger has %d entries, but checkpoint %d was signed: entries are missing at its end", v.tree.size, v.signed[0].Size)
	}
	if v.against != nil {
		return finds("the ledger has %d entries, but the checkpoint given was signed over %d: it was cut short or restored to an earlier state", v.tree.size, v.against.Size)
	}
	waiting, err := db.All(v.tx, scanWaiting, `SELECT id, commitment, salt, content FROM ledger_entry WHERE force_id = ? AND place IS NULL ORDER BY at, id`, string(v.force))
	if err != nil {
		return err
	}
	for i := range waiting {
		s := &waiting[i]
		if s.reckon(); s.bad != "" {
			return finds("entry %s, which waits for its place: %s", s.id, s.bad)
		}
		s.place = v.tree.size + int64(i)
		if err := v.states(s); err != nil {
			return err
		}
	}
	return nil
}

func scanWaiting(s db.Scanner) (scanned, error) {
	var e scanned
	return e, s.Scan(&e.id, &e.commitment, &e.salt, &e.content)
}

// tables compares every registered row with its last state.
func (v *verifier) tables() error {
	for _, rows := range v.check.Tables {
		err := rows(v.tx, v.force, func(ref string, until int64, body string, broken error) error {
			v.report.Rows++
			st, ok := v.last[ref]
			switch {
			case !ok:
				return finds("row %s stands in the register, but no entry of the ledger tells of it", ref)
			case st.body != maphash.String(v.seed, body):
				return finds("row %s does not say what entry %d of the ledger says", ref, st.entry)
			case st.until != until:
				return finds("row %s holds until %s, but entry %d of the ledger says %s", ref, instant(until), st.entry, instant(st.until))
			case broken != nil:
				return finds("row %s: %v", ref, broken)
			}
			delete(v.last, ref)
			return nil
		})
		if err != nil {
			return err
		}
	}
	first, entry := "", int64(-1)
	for ref, st := range v.last {
		if kind, _, _ := strings.Cut(ref, "/"); v.check.Tables[kind] != nil && (entry < 0 || st.entry < entry || st.entry == entry && ref < first) {
			first, entry = ref, st.entry
		}
	}
	if first != "" {
		return finds("row %s, of which entry %d of the ledger tells, is missing from the register", first, entry)
	}
	return nil
}

func instant(ms int64) string {
	if ms == clock.Millis(clock.Forever) {
		return "further notice"
	}
	return clock.FromMillis(ms).Format(time.RFC3339)
}
