// Package ledger is the proof of what was done. Every act that changes a register,
// uses a power or discloses personal data is one entry, written in the same
// transaction as the change itself: who, in what role and organisation, what, about
// whom, when, on what basis, and the full state afterwards. Refusals are entries too.
//
// Entries of a force are leaves of a Merkle tree in the format of Go's checksum
// database (RFC 6962 hashes, C2SP tiles). A leaf commits to a salted hash of the
// content, so that content and salt can be erased under a retention rule and the
// log still verifies. Signed checkpoints say how large the tree was and what its root.
// Tables are what the program reads; the ledger is the proof: Verify compares them.
//
// Read Entry, then Ledger.Do; verify.go says what is checked.
package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Subject is what an entry is about: a kind and an identity, such as
// "person/per_01j8…".
type Subject string

// About is the subject of that kind and identity.
func About[T ~string](kind string, of T) Subject { return Subject(kind + "/" + string(of)) }

// Kind is the part before the stroke.
func (s Subject) Kind() string { k, _, _ := strings.Cut(string(s), "/"); return k }

// ID is the part after the stroke.
func (s Subject) ID() string { _, i, _ := strings.Cut(string(s), "/"); return i }

// Outcome says whether the act was done.
type Outcome string

const (
	Done    Outcome = "done"
	Refused Outcome = "refused"
)

// Header is what an entry says, apart from the states of register rows. Instants
// are UTC, cut to milliseconds.
type Header struct {
	ID       id.Entry       `json:"id"`
	Force    id.Force       `json:"force"`
	At       time.Time      `json:"at"`
	Actor    id.Account     `json:"actor,omitempty"`
	Name     string         `json:"name,omitempty"`
	Role     authz.Role     `json:"role,omitempty"`
	Org      id.Org         `json:"org,omitempty"`
	Act      string         `json:"act"`
	Outcome  Outcome        `json:"outcome"`
	Signed   int64          `json:"signed,omitempty"` // size of the newest checkpoint when it was written, as far as this process knew
	Subjects []Subject      `json:"subjects,omitempty"`
	Basis    string         `json:"basis,omitempty"`   // section of law, decision or request it rests on
	Summary  string         `json:"summary,omitempty"` // one line for people
	Why      []fault.Reason `json:"why,omitempty"`     // of a refusal
	// TrueFrom is when what was recorded became true, if not at At.
	TrueFrom *time.Time `json:"true_from,omitempty"`
}

// Draft is an entry being made. A use case adds to it what it did.
type Draft struct {
	Header
	rows    strings.Builder
	finally []finally
}

// finally is work put off to the end of the use case, once for each key.
type finally struct {
	key string
	do  func(tx *db.Tx, e *Draft) error
}

// Finally puts work off until the use case has done everything else, within the same
// transaction: for lines derived from what it changed, however often it changed it. Of
// several with the same key the first is kept.
func (e *Draft) Finally(key string, do func(tx *db.Tx, e *Draft) error) {
	for _, f := range e.finally {
		if f.key == key {
			return
		}
	}
	e.finally = append(e.finally, finally{key, do})
}

// Say sets the line for people and the basis.
func (e *Draft) Say(summary, basis string) { e.Summary, e.Basis = summary, basis }

// Subject adds what the entry is about, once.
func (e *Draft) Subject(s Subject) {
	for _, have := range e.Subjects {
		if have == s {
			return
		}
	}
	e.Subjects = append(e.Subjects, s)
}

// Row records the full state of a register row after the act. ref names the row and
// has no space; until is when it ceased to be what is known (clock.Forever while it
// is); body is one line. Verify compares it with the table.
func (e *Draft) Row(ref string, until time.Time, body string) {
	e.rows.WriteByte('\n')
	e.rows.WriteString(ref)
	e.rows.WriteByte(' ')
	e.rows.WriteString(strconv.FormatInt(clock.Millis(until), 10))
	e.rows.WriteByte(' ')
	e.rows.WriteString(body)
}

// Unchanged stands for the body of a row of which only the until was changed.
const Unchanged = "~"

// Removed is the body of a row that was deleted under a retention rule.
const Removed = "-"

// Entry is an entry as it stands in the ledger.
type Entry struct {
	Header
	Place      int64     // its place in the tree, from 0; -1 while it waits for one
	Rows       []string  // the state lines: ref, until in milliseconds, body
	Commitment [32]byte  // SHA-256 of salt and content
	ErasedAt   time.Time // zero while the content is there
	ErasedWhy  string
}

// Ledger writes and reads entries. It is safe for concurrent use.
type Ledger struct {
	db     *db.DB
	clock  clock.Clock
	seq    *sequencer
	signed sync.Map // size of the newest checkpoint that is durable, by force
	wrote  atomic.Bool
}

// New is the ledger in that database. It takes the database's sequencer, so there
// is one Ledger a process.
func New(d *db.DB, c clock.Clock) *Ledger {
	l := &Ledger{db: d, clock: c}
	l.seq = newSequencer(l)
	return l
}

// Do runs a use case: fn changes registers and says in the draft what it did; both
// are written together or not at all. If fn returns a fault that forbids or refuses,
// the refusal is recorded as an entry of its own, and the error is returned as it
// came. The identity returned is that of the entry written.
func (l *Ledger) Do(ctx context.Context, who authz.Actor, act string, about []Subject, fn func(tx *db.Tx, e *Draft) error) (id.Entry, error) {
	var written id.Entry
	err := l.db.Write(ctx, func(tx *db.Tx) error {
		e := l.Begin(who, act, about...)
		if err := fn(tx, e); err != nil {
			return err
		}
		written = e.ID
		return l.Record(tx, e)
	})
	return written, l.DidNot(ctx, who, act, about, err)
}

// Begin is a draft of an entry by that actor, now.
func (l *Ledger) Begin(who authz.Actor, act string, about ...Subject) *Draft {
	return &Draft{Header: Header{ID: id.New[id.Entry](), Force: who.Force, At: l.clock.Now(), Actor: who.Account, Name: who.Name, Role: who.Role,
		Org: who.Org, Act: act, Outcome: Done, Subjects: append([]Subject(nil), about...)}}
}

// Wrote reports whether any entry was written here since the ledger was opened.
func (l *Ledger) Wrote() bool { return l.wrote.Load() }

// Now is the ledger's clock, so that a use case and its entry agree.
func (l *Ledger) Now() time.Time { return l.clock.Now() }

// Record finishes the use case (Draft.Finally) and writes the entry in the transaction
// of the change it tells of.
func (l *Ledger) Record(tx *db.Tx, e *Draft) error {
	for i := 0; i < len(e.finally); i++ { // one may put off another
		if err := e.finally[i].do(tx, e); err != nil {
			return err
		}
	}
	e.finally = nil
	var err error
	if e.Signed, err = l.newestSigned(tx, e.Force); err != nil {
		return err
	}
	s, err := seal(e)
	if err != nil {
		return err
	}
	l.wrote.Store(true)
	if tx.Stage(s) {
		return nil
	}
	return insertPending(tx, s)
}

// DidNot records that an act was refused, when err says that it was forbidden or not
// lawful, and returns err as it came.
func (l *Ledger) DidNot(ctx context.Context, who authz.Actor, act string, about []Subject, err error) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Forbidden && f.Kind != fault.Refused || who.Force == "" {
		return err
	}
	e := l.Begin(who, act, about...)
	e.Outcome, e.Summary, e.Why = Refused, f.Message, f.Reasons
	if werr := l.db.Write(db.Apart(context.WithoutCancel(ctx)), func(tx *db.Tx) error { return l.Record(tx, e) }); werr != nil {
		return werr
	}
	return err
}

// sealed is an entry with its text, salt and commitment, ready to be stored.
type sealed struct {
	Header
	salt       [16]byte
	content    string
	commitment [32]byte
}

func seal(e *Draft) (*sealed, error) {
	head, err := json.Marshal(e.Header)
	if err != nil {
		return nil, err
	}
	s := &sealed{Header: e.Header, content: string(head) + e.rows.String()}
	rand.Read(s.salt[:])
	s.commitment = commit(s.salt[:], s.content)
	return s, nil
}

// commit is the salted hash to which a leaf commits.
func commit(salt []byte, content string) [32]byte {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(content))
	var sum [32]byte
	h.Sum(sum[:0])
	return sum
}

// Leaf is the bytes of an entry's leaf: what witnesses mirror. It tells the entry's
// identity and commitment, and nothing of its content.
func Leaf(entry id.Entry, commitment [32]byte) []byte {
	b := make([]byte, 0, 96)
	b = append(b, "watchword/entry/v1\n"...)
	b = append(b, entry...)
	b = append(b, '\n')
	return append(b, commitment[:]...)
}

func leafHash(entry id.Entry, commitment [32]byte) tlog.Hash {
	return tlog.RecordHash(Leaf(entry, commitment))
}

// Content splits an entry's text into its header and its state lines.
func Content(text string) (Header, []string, error) {
	head, rest, more := strings.Cut(text, "\n")
	var h Header
	err := json.Unmarshal([]byte(head), &h)
	if !more {
		return h, nil, err
	}
	return h, strings.Split(rest, "\n"), err
}

// LeafHash is the entry's leaf in the tree.
func LeafHash(e Entry) tlog.Hash { return leafHash(e.ID, e.Commitment) }
