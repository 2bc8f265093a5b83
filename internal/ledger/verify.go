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

// Beside holds to the registers what a room keeps beside them, such as the files that they
// name by hash or the numbers that were ever given out. wrong names the first thing that
// does not fit; empty if all does. It is asked when the registers fit the ledger.
type Beside func(tx *db.Tx, force id.Force) (wrong string, err error)

// Check is what Verify is to check against.
type Check struct {
	Keys    sign.Keys       // of the force, current and retired
	Origin  string          // the log's name in checkpoints
	Against string          // a signed checkpoint kept elsewhere, or nothing
	Tables  map[string]Rows // each register, by the first part of its rows' refs
	Beside  []Beside        // what is kept beside the registers
	// Unsigned is for how long entries may wait for their checkpoint: how much earlier than
	// the last entry one may have been written that no checkpoint covers. 0: any time.
	Unsigned time.Duration
	Ahead    func(done int64) // told now and then how many entries were checked; may be nil
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

// Verify checks every entry against its commitment and its columns and subjects against its
// words, the tree against its tiles and every signed checkpoint, every registered row
// against its last state in the ledger, and what is kept beside them. The first thing that does not fit is named in the report; an error means
// that the check itself could not be made.
func (l *Ledger) Verify(ctx context.Context, force id.Force, c Check) (Report, error) {
	var r Report
	err := l.db.Read(ctx, func(tx *db.Tx) error {
		v := &verifier{tx: tx, force: force, check: c, report: &r, last: map[string]rowState{}, seed: maphash.MakeSeed(),
			erased: map[id.Entry]*scanned{}, now: clock.Millis(l.clock.Now())}
		if err := v.entries(); err != nil {
			return err
		}
		if err := v.tail(); err != nil {
			return err
		}
		if err := v.tiles.compare(tx, force); err != nil {
			return err
		}
		if err := v.subjects(); err != nil {
			return err
		}
		if err := v.tables(); err != nil {
			return err
		}
		return v.beside()
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
	tx     *db.Tx
	force  id.Force
	check  Check
	report *Report
	last   map[string]rowState
	seed   maphash.Seed
	tree   frontier
	tiles  tileCheck
	about  pairs                 // what entries are about
	erased map[id.Entry]*scanned // entries without words
	now    int64
	signing
}

// batch is a run of entries on its way through the check.
type batch struct {
	entries []scanned
	err     error
}

type scanned struct {
	place      int64 // -1: it waits for one
	id         id.Entry
	at         int64
	columns    string
	commitment []byte
	salt       []byte
	content    *string
	erased     bool
	// What reckon finds.
	leaf   tlog.Hash
	signed int64
	about  pairs
	bad    string
}

const scannedColumns = "COALESCE(place, -1), id, at, " + headingColumns + ", commitment, salt, content, erased_at IS NOT NULL"

func scanScanned(s db.Scanner) (e scanned, err error) {
	return e, s.Scan(&e.place, &e.id, &e.at, &e.columns, &e.commitment, &e.salt, &e.content, &e.erased)
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
				b.entries[i].reckon(v.force, v.seed)
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
		SELECT `+scannedColumns+`
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
		s, err := scanScanned(rows)
		if err != nil {
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

// reckon computes the entry's leaf, and whether its words fit its commitment and its
// columns its words.
func (s *scanned) reckon(force id.Force, seed maphash.Seed) {
	if len(s.commitment) != 32 {
		s.bad = "its commitment is not 32 bytes"
		return
	}
	s.leaf = leafHash(s.id, [32]byte(s.commitment))
	switch {
	case s.content == nil && !s.erased:
		s.bad = "its words are missing, and it is not marked as erased"
	case s.content != nil && s.erased:
		s.bad = "it is marked as erased, and its words are there"
	case s.content != nil && commit(s.salt, *s.content) != [32]byte(s.commitment):
		s.bad = "its words do not fit its commitment"
	case s.content != nil:
		s.head(force, seed)
	}
}

// head compares the entry's columns with its words, and notes what it is about.
func (s *scanned) head(force id.Force, seed maphash.Seed) {
	h, err := headingOf(*s.content)
	switch {
	case err != nil:
		s.bad = "its words cannot be read"
	case h.id != string(s.id):
		s.bad = "it holds the words of another entry"
	default:
		s.bad, s.signed = h.differs(force, s.at, s.columns), h.signed
	}
	for _, subject := range h.subjects {
		s.about.add(seed, h.id, subject)
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
		if err := v.note(s); err != nil {
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

// note takes up what the entry tells.
func (v *verifier) note(s *scanned) error {
	if err := v.timely(s); err != nil {
		return err
	}
	if s.content == nil {
		v.report.Erased++
		v.erased[s.id] = s
		return nil
	}
	v.about.sum += s.about.sum
	v.about.n += s.about.n
	return v.states(s)
}

// states notes the last state of each row the entry tells of.
func (v *verifier) states(s *scanned) error {
	_, rest, _ := strings.Cut(*s.content, "\n")
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

// tail checks what is left when all entries are read: checkpoints of a larger tree,
// entries still waiting for a place, and what was erased.
func (v *verifier) tail() error {
	waiting, err := db.All(v.tx, scanScanned, `SELECT `+scannedColumns+` FROM ledger_entry WHERE force_id = ? AND place IS NULL ORDER BY at, id`, string(v.force))
	if err != nil {
		return err
	}
	for i := range waiting {
		s := &waiting[i]
		if s.reckon(v.force, v.seed); s.bad != "" {
			return finds("entry %s, which waits for its place: %s", s.id, s.bad)
		}
		s.place = v.tree.size + int64(i)
		if err := v.note(s); err != nil {
			return err
		}
	}
	if err := v.allSigned(); err != nil {
		return err
	}
	return v.erasures()
}

// erasures compares what is left of entries without words with what their erasing told.
func (v *verifier) erasures() error {
	for _, s := range v.erased {
		left, err := remains(v.tx, v.force, s.id)
		if err != nil {
			return err
		}
		st, ok := v.last[erasedRef(s.id)]
		switch {
		case !ok:
			return finds("entry %d (%s): its words were taken away, but no entry tells that they were erased", s.place, s.id)
		case st.body != maphash.String(v.seed, left):
			return finds("entry %d (%s): what is left of it is not what entry %d says was left when its words were erased", s.place, s.id, st.entry)
		}
	}
	return nil
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

// beside asks the rooms for what they keep beside their registers.
func (v *verifier) beside() error {
	for _, fits := range v.check.Beside {
		wrong, err := fits(v.tx, v.force)
		if err != nil {
			return err
		}
		if wrong != "" {
			return finding(wrong)
		}
	}
	return nil
}

func instant(ms int64) string {
	if ms == clock.Millis(clock.Forever) {
		return "further notice"
	}
	return clock.FromMillis(ms).Format(time.RFC3339)
}
