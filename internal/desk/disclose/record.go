package disclose

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// Decision is a line of the list of grants and withdrawals. It tells nobody whose it is.
type Decision struct {
	Kind    Kind
	Day     clock.Day // on which it was recorded
	Blinded string    // the same for one accreditation in every line; see Open
	Place   int64     // of its entry in the ledger; -1 while it waits for one
	Entry   id.Entry
	Leaf    []byte // what stands in the ledger's tree
	of      id.Accreditation
	known   time.Time
}

// Hash is the hash of the leaf in the tree (RFC 6962).
func (d *Decision) Hash() tlog.Hash { return tlog.RecordHash(d.Leaf) }

// Record is the list of grants and withdrawals, the newest first, with what checks it.
type Record struct {
	Force  string
	Origin string   // of the log
	Keys   []string // of the log's checkpoints, as published, the newest first
	Lines  []Decision
}

// Record is the list of every grant and withdrawal. It is open to all.
//
// Errors: fault.NotFound if the address belongs to no one force.
func (s *Service) Record(ctx context.Context, force id.Force) (Record, error) {
	if force == "" {
		return Record{}, errForce
	}
	return s.record(ctx, force)
}

// keptRecord is the list of a force as it was worked out last. It goes with the next change
// on this node, and after a second in any case, since other nodes write too.
type keptRecord struct {
	sync.Mutex
	record Record
	gen    int64
	at     time.Time
}

func (s *Service) keep(force id.Force) *keptRecord {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[force] == nil {
		s.kept[force] = &keptRecord{}
	}
	return s.kept[force]
}

// record is the list, worked out if what is kept no longer holds. One that is being worked
// out is waited for.
func (s *Service) record(ctx context.Context, force id.Force) (Record, error) {
	k := s.keep(force)
	k.Lock()
	defer k.Unlock()
	gen, now := s.gen.Load(), s.desk.Clock.Now()
	if age := now.Sub(k.at); !k.at.IsZero() && k.gen == gen && age >= 0 && age < time.Second {
		return k.record, nil
	}
	r, err := db.Find(ctx, s.desk.DB, func(tx *db.Tx) (Record, error) { return s.list(tx, force) })
	if err == nil {
		k.record, k.gen, k.at = r, gen, now
	}
	return r, err
}

var errForce = fault.New(fault.NotFound, "Several forces keep their lists here. Open the address of your force.")

func (s *Service) list(tx *db.Tx, force id.Force) (out Record, err error) {
	f, err := s.desk.Areas.Force(tx, force)
	if err != nil {
		return out, err
	}
	out.Force, out.Origin = f.Name, f.Origin()
	if out.Keys, err = s.keys(tx, force); err != nil {
		return out, err
	}
	turns, err := s.desk.Accreds.Turns(tx, force)
	if err != nil {
		return out, err
	}
	turns = slices.DeleteFunc(turns, func(t accred.Turn) bool { return kindOf(t) == "" })
	var entries []id.Entry
	for _, t := range turns {
		if !slices.Contains(entries[max(0, len(entries)-1):], t.Entry) {
			entries = append(entries, t.Entry)
		}
	}
	seals, err := s.desk.Ledger.Seals(tx, force, entries)
	if err != nil {
		return out, err
	}
	for _, t := range slices.Backward(turns) {
		seal := seals[t.Entry]
		out.Lines = append(out.Lines, Decision{Kind: kindOf(t), Day: clock.DayOf(t.Known), Blinded: Blind(s.opening(force, t.Accreditation), t.Number), Place: seal.Place, Entry: t.Entry,
			Leaf: ledger.Leaf(t.Entry, seal.Commitment), of: t.Accreditation, known: t.Known})
	}
	return out, nil
}

// keys is the keys of checkpoints that the force publishes, the newest first.
func (s *Service) keys(tx *db.Tx, force id.Force) ([]string, error) {
	all, err := s.ring.Public(tx, force)
	var out []string
	for _, k := range slices.Backward(all.For(sign.ForCheckpoints)) {
		text, err := k.VerifierKey()
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, err
}

// Blind is the identifier of an accreditation in the list: the SHA-256 of a secret opening
// and the AP number, in hexadecimal, cut to 32 letters. Who has both can make it; from the
// identifier nobody finds the number by trying, since the opening has 256 bits.
func Blind(opening, number string) string {
	sum := sha256.Sum256([]byte("watchword/blind/v1\n" + opening + "\n" + number))
	return hex.EncodeToString(sum[:16])
}

// opening is the secret that opens the identifier of one accreditation, and of no other. It
// is made from a key of the installation, which is not in the database.
func (s *Service) opening(force id.Force, of id.Accreditation) string {
	key := s.ring.Derived("decisions-opening")
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte(string(force) + "\n" + string(of)))
	return hex.EncodeToString(m.Sum(nil))
}

// Opened is the lines of one accreditation, with what opens their identifier.
type Opened struct {
	Accreditation id.Accreditation
	Number        string
	Opening       string
	Lines         []Decision
}

// Open is the lines of a person’s accreditations, and what opens them: for the person, and
// for whoever may read the person’s entry and its letters. Errors: fault.Forbidden,
// fault.NotFound.
func (s *Service) Open(ctx context.Context, who authz.Actor, of id.Person) ([]Opened, error) {
	r, err := s.record(ctx, who.Force)
	if err != nil {
		return nil, err
	}
	return db.Find(ctx, s.desk.DB, func(tx *db.Tx) ([]Opened, error) {
		now := s.desk.Clock.Now()
		if err := s.desk.Persons.May(tx, who, authz.ReadLetters, of, now); err != nil {
			return nil, err
		}
		all, err := s.desk.Accreds.Of(tx, who.Force, of, register.Now(now))
		if err != nil {
			return nil, err
		}
		var out []Opened
		for _, a := range all {
			x := Opened{Accreditation: id.Accreditation(a.ID), Number: a.State.Number, Opening: s.opening(who.Force, id.Accreditation(a.ID))}
			for _, l := range r.Lines {
				if l.of == x.Accreditation {
					x.Lines = append(x.Lines, l)
				}
			}
			if len(x.Lines) > 0 {
				out = append(out, x)
			}
		}
		return out, err
	})
}

// Proof is the file with which anybody can check that the entry of a line stands in the
// ledger under a signed checkpoint: the place of a line of the list, and no other.
//
// Errors: fault.NotFound for a place that is none of the list’s, and before a checkpoint
// covers it.
func (s *Service) Proof(ctx context.Context, force id.Force, place int64) ([]byte, error) {
	if force == "" {
		return nil, errForce
	}
	r, err := s.record(ctx, force)
	if err != nil {
		return nil, err
	}
	return db.Find(ctx, s.desk.DB, func(tx *db.Tx) ([]byte, error) {
		i := slices.IndexFunc(r.Lines, func(d Decision) bool { return d.Place == place && place >= 0 })
		if i < 0 {
			return nil, fault.New(fault.NotFound, "No line of the list stands at that place of the ledger.")
		}
		c, err := s.desk.Ledger.Latest(tx, force)
		if err == nil && c.Size <= place {
			err = fault.New(fault.NotFound, "No checkpoint covers this entry yet. One is signed within a minute.")
		}
		if err != nil {
			return nil, err
		}
		hashes, err := s.desk.Ledger.Proof(tx, force, place, c.Size)
		if err != nil {
			return nil, err
		}
		extra, err := json.Marshal(Extra{Leaf: r.Lines[i].Leaf})
		return sign.Proof{Extra: extra, Index: place, Hashes: hashes, Checkpoint: []byte(c.Note)}.Marshal(), err
	})
}

// Extra is what a proof file sends along: the leaf that it is the proof of.
type Extra struct {
	Leaf []byte `json:"leaf"`
}

// Check checks a proof file with nothing else than one of the log’s published keys: that the
// leaf it brings stands in the log of that key’s name, under a checkpoint that the key
// signed. It returns the checkpoint and the leaf.
func Check(file []byte, key string) (sign.Checkpoint, []byte, error) {
	pub, err := sign.ParseVerifierKey(key)
	if err != nil {
		return sign.Checkpoint{}, nil, err
	}
	p, err := sign.ParseProof(file)
	if err != nil {
		return sign.Checkpoint{}, nil, err
	}
	var x Extra
	if err := json.Unmarshal(p.Extra, &x); err != nil || len(x.Leaf) == 0 {
		return sign.Checkpoint{}, nil, sign.ErrProof
	}
	c, err := p.Check(tlog.RecordHash(x.Leaf), sign.Keys{pub}, pub.Name)
	return c, x.Leaf, err
}
