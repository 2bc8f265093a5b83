// Package keyring keeps the keys that a force signs with: for cards and status
// lists, and for checkpoints of the ledger. Public halves are kept for ever, so that
// what was signed stays verifiable; private halves are sealed under the installation's
// secret, which lives outside the database. Beside them it keeps the keys under which
// what is sealed in the registers can be opened (wrap.go).
//
// What is signed, and how, is in sign.
package keyring

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/sign"
)

// Secret is the installation's secret: 32 random bytes. It seals private keys and is
// never stored in the database nor logged.
type Secret [32]byte

// String hides the secret.
func (Secret) String() string { return "(secret)" }

// ErrSecret says that the secret is missing or is not that of this database.
var ErrSecret = errors.New("the secret does not open this database’s keys: put back the file secret.key that was made with it, or set WATCHWORD_SECRET")

// ParseSecret reads a secret written as 64 hexadecimal digits.
func ParseSecret(s string) (Secret, error) {
	b, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(b) != 32 {
		return Secret{}, errors.New("the secret is 64 hexadecimal digits")
	}
	return Secret(b), nil
}

// SecretFile reads the secret in a folder's secret.key, and makes one where the
// folder has none and make is true.
func SecretFile(dir string, make bool) (Secret, error) {
	path := filepath.Join(dir, "secret.key")
	text, err := os.ReadFile(path)
	if err == nil {
		return ParseSecret(string(text))
	}
	if !errors.Is(err, os.ErrNotExist) || !make {
		return Secret{}, fmt.Errorf("%s: %w", path, ErrSecret)
	}
	var s Secret
	rand.Read(s[:])
	return s, os.WriteFile(path, []byte(hex.EncodeToString(s[:])+"\n"), 0o600)
}

// Ring is the keys of every force in a database. It is safe for concurrent use.
type Ring struct {
	aead cipher.AEAD
	root [32]byte // see Derived
	mu   sync.Mutex
	open map[id.Force]map[sign.KeyID]*sign.Key
}

// New is the ring under that secret.
func New(s Secret) *Ring {
	key := sha256.Sum256(append([]byte("watchword/keyring/v1\n"), s[:]...))
	root := sha256.Sum256(append([]byte("watchword/keyring/root/v1\n"), s[:]...))
	return &Ring{aead: aeadOf(key), root: root, open: map[id.Force]map[sign.KeyID]*sign.Key{}}
}

// Derived is a key of the installation for a use that the label names: the same after each
// start, and nobody's who has the database alone.
func (r *Ring) Derived(label string) [32]byte {
	return sha256.Sum256(append(r.root[:], label...))
}

// Make makes a key that signs from one instant up to another, keeps it, and tells its public
// half. name is the log's origin, for checkpoint keys alone.
func (r *Ring) Make(tx *db.Tx, tell Teller, force id.Force, purpose sign.Purpose, name string, from, until time.Time) (*sign.Key, error) {
	key, err := sign.GenerateKey(purpose, name, from, until)
	if err != nil {
		return nil, err
	}
	text, err := key.Marshal()
	if err != nil {
		return nil, err
	}
	pub := key.Public()
	shown, err := publish(pub)
	if err != nil {
		return nil, err
	}
	sealed := sealText(r.aead, text, string(force))
	_, err = tx.Exec(`INSERT INTO signing_key (force_id, id, purpose, from_at, until_at, public, private) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(force), pub.ID.String(), string(purpose), from, until, shown, sealed)
	tell.Row(ref(pub.ID.String()), clock.Forever, line(string(purpose), clock.Millis(from), clock.Millis(until), shown))
	return key, err
}

// Signer is the key of that purpose that signs at the instant, the newest first. It
// returns ErrSecret if the key cannot be opened, and an error that says so if there is none.
func (r *Ring) Signer(tx *db.Tx, force id.Force, purpose sign.Purpose, at time.Time) (*sign.Key, error) {
	var kid string
	var sealed []byte
	var until time.Time
	err := tx.QueryRow(`
		SELECT id, private, until_at
		FROM signing_key
		WHERE force_id = ? AND purpose = ? AND from_at <= ? AND until_at > ?
		ORDER BY from_at DESC, id
		LIMIT 1`, string(force), string(purpose), at, at).Scan(&kid, &sealed, db.Instant{To: &until})
	if db.NoRows(err) {
		return nil, fmt.Errorf("no key to sign with: make one with watchword doctor --mend (purpose %s)", purpose)
	}
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.open[force][sign.KeyID(kid)]; k != nil {
		return k.Rotated(until), nil
	}
	k, err := r.unseal(force, sealed)
	if err != nil {
		return nil, err
	}
	if k.Public().ID.String() != kid {
		return nil, fmt.Errorf("the private half of the key %s is another key’s: restore a backup", kid)
	}
	if r.open[force] == nil {
		r.open[force] = map[sign.KeyID]*sign.Key{}
	}
	r.open[force][sign.KeyID(kid)] = k
	return k.Rotated(until), nil
}

func (r *Ring) unseal(force id.Force, sealed []byte) (*sign.Key, error) {
	text, err := unseal(r.aead, sealed, string(force))
	if err != nil {
		return nil, ErrSecret
	}
	return sign.ParseKey(text)
}

// Rotate ends the present key of that purpose at the instant and makes its successor.
// What the old one signed stays verifiable. Both are told.
func (r *Ring) Rotate(tx *db.Tx, tell Teller, force id.Force, purpose sign.Purpose, name string, at time.Time) (*sign.Key, error) {
	ends, err := db.Strings(tx, `SELECT id FROM signing_key WHERE force_id = ? AND purpose = ? AND until_at > ? ORDER BY id`, string(force), string(purpose), at)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE signing_key SET until_at = ? WHERE force_id = ? AND purpose = ? AND until_at > ?`,
		at, string(force), string(purpose), at); err != nil {
		return nil, err
	}
	for _, key := range ends {
		err := each(tx, `force_id = ? AND id = ?`, []any{string(force), key}, func(key, body string) error {
			tell.Row(ref(key), clock.Forever, body)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return r.Make(tx, tell, force, purpose, name, at, clock.DayOf(at).AddYears(KeyYears).Start())
}

// Due is the purposes whose key ends within RenewBefore, so that nothing that is to be
// signed ever lacks a key.
func (r *Ring) Due(tx *db.Tx, force id.Force, at time.Time) ([]sign.Purpose, error) {
	var due []sign.Purpose
	for _, purpose := range []sign.Purpose{sign.ForCards, sign.ForStatus, sign.ForCheckpoints} {
		n, err := db.Count(tx, `SELECT COUNT(*) FROM signing_key WHERE force_id = ? AND purpose = ? AND from_at <= ? AND until_at > ?`,
			string(force), string(purpose), at, at.Add(RenewBefore))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			due = append(due, purpose)
		}
	}
	return due, nil
}

// RenewBefore is how long before its end a key is rotated.
const RenewBefore = 60 * 24 * time.Hour

// KeyYears is for how many years a new key signs.
const KeyYears = 3

// Public is the public halves of every key of the force, current and retired, oldest
// first.
func (r *Ring) Public(tx *db.Tx, force id.Force) (sign.Keys, error) {
	return db.All(tx, func(s db.Scanner) (sign.Public, error) {
		var purpose string
		var shown []byte
		var from, until time.Time
		if err := s.Scan(&purpose, &shown, db.Instant{To: &from}, db.Instant{To: &until}); err != nil {
			return sign.Public{}, err
		}
		p, err := published(sign.Purpose(purpose), shown)
		p.From, p.Until = from, until
		return p, err
	}, `SELECT purpose, public, from_at, until_at FROM signing_key WHERE force_id = ? ORDER BY from_at, id`, string(force))
}

// publish is the stored form of a public key: a COSE key set of one, or the text of a
// verifier key for checkpoints, which carries the log's name.
func publish(p sign.Public) ([]byte, error) {
	if p.Purpose == sign.ForCheckpoints {
		text, err := p.VerifierKey()
		return []byte(text), err
	}
	return sign.Keys{p}.COSEKeySet()
}

func published(purpose sign.Purpose, shown []byte) (sign.Public, error) {
	if purpose == sign.ForCheckpoints {
		return sign.ParseVerifierKey(string(shown))
	}
	ks, err := sign.ParseCOSEKeySet(shown)
	if err != nil || len(ks) != 1 {
		return sign.Public{}, fmt.Errorf("a stored public key cannot be read: %w", err)
	}
	return ks[0], nil
}
