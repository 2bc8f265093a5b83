package desk

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/sign"
)

// Reader reads the ledger for people: what an entry says, what stands about it, and
// whether it still fits what was signed. It needs authz.ReadLedger, and what is about a
// person is read by those who may read the person.
type Reader struct {
	Desk *Desk
	Ring *keyring.Ring
}

// Statement is one thing that has to be so if nobody changed an entry.
type Statement struct {
	Text  string
	Holds bool
	Open  bool // it cannot be told: the words are erased, or nothing is signed yet
}

// Step is one join on the way from an entry to the root.
type Step struct {
	Beside      tlog.Hash // what the result so far is joined with
	First, Last int64     // the places that Beside stands for
	Result      tlog.Hash
}

// Evidence is an entry with its proof, checked at the moment of asking.
type Evidence struct {
	Entry      ledger.Entry
	Force      area.Force
	Leaf       tlog.Hash
	Signed     bool // a checkpoint has it in its tree
	Checkpoint ledger.Checkpoint
	Key        string // with which the checkpoint's signature is checked, as published; empty if none fits
	Proof      tlog.RecordProof
	Steps      []Step
	Statements []Statement
	Text       string         // the words as they were sealed, as far as the actor may read them; empty once erased
	Withheld   bool           // something in them is not for the actor
	Salt       []byte         // nil where something is withheld: with it, what is left out could be guessed
	Near       []ledger.Entry // the entries before and after it, itself among them
}

// Fits reports whether every statement holds or is open.
func (e *Evidence) Fits() bool {
	return !slices.ContainsFunc(e.Statements, func(s Statement) bool { return !s.Holds && !s.Open })
}

// Evidence reads the entry at a place and checks it afresh: its words against their
// fingerprint, the fingerprint against the newest signed checkpoint, the checkpoint
// against the force's keys. Errors: fault.NotFound, fault.Forbidden.
func (r *Reader) Evidence(tx *db.Tx, who authz.Actor, place int64) (*Evidence, error) {
	if err := who.May(authz.ReadLedger, authz.Object{}); err != nil {
		return nil, err
	}
	l := r.Desk.Ledger
	entry, err := l.At(tx, who.Force, place)
	if err != nil {
		return nil, err
	}
	if err := r.may(tx, who, entry); err != nil {
		return nil, err
	}
	e := &Evidence{Entry: entry, Leaf: ledger.LeafHash(entry)}
	if e.Force, err = r.Desk.Areas.Force(tx, who.Force); err != nil {
		return nil, err
	}
	near, err := l.List(tx, who.Force, ledger.Query{Forward: true, After: max(0, place-2), Limit: 5})
	if err != nil {
		return nil, err
	}
	for _, n := range near {
		if r.may(tx, who, n) == nil {
			e.Near = append(e.Near, n)
		}
	}
	if err := e.words(tx, sight{who}); err != nil {
		return nil, err
	}
	return e, r.proof(tx, e)
}

// may asks whether the actor may read what an entry is about: each person in it.
func (r *Reader) may(tx *db.Tx, who authz.Actor, e ledger.Entry) error {
	if reach, ok := who.Reach(authz.ReadPerson); ok && reach == authz.WholeForce {
		return nil
	}
	for _, s := range e.Subjects {
		if s.Kind() != "person" {
			continue
		}
		if err := r.Desk.Persons.May(tx, who, authz.ReadPerson, id.Person(s.ID()), r.Desk.Clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// words checks the entry's words against their fingerprint. It reads the sealed text
// and its salt from the ledger's table, which nothing but the ledger writes.
func (e *Evidence) words(tx *db.Tx, see sight) error {
	var text *string
	if err := tx.QueryRow(`SELECT content, salt FROM ledger_entry WHERE force_id = ? AND id = ?`, string(e.Force.ID), string(e.Entry.ID)).Scan(&text, &e.Salt); err != nil {
		return err
	}
	if text == nil {
		e.Statements = append(e.Statements, Statement{Text: "The words were erased. Their fingerprint remains.", Open: true})
		return nil
	}
	sum := sha256.Sum256(append(slices.Clone(e.Salt), *text...))
	e.Statements = append(e.Statements, Statement{Text: "The words, with their salt, give the entry’s seal.", Holds: sum == e.Entry.Commitment})
	if e.Text, e.Withheld = see.text(*text); e.Withheld {
		e.Salt = nil
	}
	return nil
}

// proof leads the entry to the newest checkpoint and checks both.
func (r *Reader) proof(tx *db.Tx, e *Evidence) error {
	say := func(text string, holds bool) {
		e.Statements = append(e.Statements, Statement{Text: text, Holds: holds})
	}
	c, err := r.Desk.Ledger.Latest(tx, e.Force.ID)
	if fault.Is(err, fault.NotFound) || err == nil && c.Size <= e.Entry.Place {
		e.Statements = append(e.Statements, Statement{Text: "No checkpoint has been signed since the entry was written. One is signed within a minute.", Open: true})
		return nil
	}
	if err != nil {
		return err
	}
	e.Checkpoint, e.Signed = c, true
	keys, err := r.Ring.Public(tx, e.Force.ID)
	if err != nil {
		return err
	}
	signed, err := sign.VerifyCheckpoint([]byte(c.Note), keys, e.Force.Origin())
	good := err == nil && signed.Size == c.Size && signed.Root == c.Root
	e.Key = keyOf(c, keys, e.Force.Origin())
	e.Proof, err = r.Desk.Ledger.Proof(tx, e.Force.ID, e.Entry.Place, c.Size)
	led := false
	if err == nil {
		e.Steps = Steps(e.Proof, c.Size, e.Entry.Place, e.Leaf)
		led = tlog.CheckRecord(e.Proof, c.Size, c.Root, e.Entry.Place, e.Leaf) == nil
	}
	say("Joined "+fmt.Sprint(len(e.Proof))+" times with the fingerprints beside it, it gives the root of the checkpoint.", led)
	say("The checkpoint bears the signature of "+e.Force.Name+".", good)
	return nil
}

// keyOf is the key that signed a checkpoint, as signed notes publish it.
func keyOf(c ledger.Checkpoint, keys sign.Keys, origin string) string {
	for _, k := range keys {
		if k.Purpose != sign.ForCheckpoints {
			continue
		}
		if _, err := sign.VerifyCheckpoint([]byte(c.Note), sign.Keys{k}, origin); err == nil {
			text, _ := k.VerifierKey() // a key of that purpose has one
			return text
		}
	}
	return ""
}

// Steps is every join on the way from the entry at a place to the root of a tree of
// that size, as tlog.CheckRecord makes them.
func Steps(p tlog.RecordProof, size, place int64, leaf tlog.Hash) []Step {
	var out []Step
	var climb func(p tlog.RecordProof, lo, hi int64) tlog.Hash
	climb = func(p tlog.RecordProof, lo, hi int64) tlog.Hash {
		if hi-lo == 1 || len(p) == 0 {
			return leaf
		}
		k := int64(1)
		for k*2 < hi-lo {
			k *= 2
		}
		beside := p[len(p)-1]
		s := Step{Beside: beside}
		if place < lo+k {
			s.First, s.Last = lo+k, hi-1
			s.Result = tlog.NodeHash(climb(p[:len(p)-1], lo, lo+k), beside)
		} else {
			s.First, s.Last = lo, lo+k-1
			s.Result = tlog.NodeHash(beside, climb(p[:len(p)-1], lo+k, hi))
		}
		out = append(out, s)
		return s.Result
	}
	climb(p, 0, size)
	return out
}

// ProofFile is the proof as a file that any C2SP tool can check without this program:
// the proof, the signed checkpoint and, along with them, the words and their salt, unless
// something in the words is not for the actor: then it proves the seal alone. It returns
// fault.Conflict while no checkpoint has the entry.
func (e *Evidence) ProofFile() ([]byte, error) {
	if !e.Signed {
		return nil, fault.New(fault.Conflict, "No checkpoint covers this entry yet. One is signed within a minute.")
	}
	words := e.Text
	if e.Withheld {
		words = ""
	}
	extra, err := json.Marshal(struct {
		Leaf       []byte `json:"leaf"`
		Commitment []byte `json:"commitment"`
		Salt       []byte `json:"salt,omitempty"`
		Content    string `json:"content,omitempty"`
		Withheld   bool   `json:"withheld,omitempty"`
	}{ledger.Leaf(e.Entry.ID, e.Entry.Commitment), e.Entry.Commitment[:], e.Salt, words, e.Withheld})
	return sign.Proof{Extra: extra, Index: e.Entry.Place, Hashes: e.Proof, Checkpoint: []byte(e.Checkpoint.Note)}.Marshal(), err
}
