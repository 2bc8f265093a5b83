package keyring

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"time"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// Purposes of wrapping keys: whose sealed things they are for.
const (
	// ForVetting is the vetting unit's key.
	ForVetting = "vetting"
)

// Wrapper is a key of a force under which other keys are wrapped: those under which single
// things are sealed. It is sealed itself under the installation's secret. When it is
// rotated, the keys are wrapped anew, and what they seal need not be touched.
type Wrapper struct {
	ID   string
	aead cipher.AEAD
}

// ErrUnwrap says that a wrapped key, or a thing sealed, is not what was put there.
var ErrUnwrap = errors.New("what is sealed here cannot be opened: it is not what was put there, or another key sealed it")

// Wrapper is the force's present wrapping key of that purpose; the first one is made when
// it is first asked for. It returns ErrSecret if the key cannot be opened.
func (r *Ring) Wrapper(tx *db.Tx, force id.Force, purpose string, at time.Time) (*Wrapper, error) {
	var kid string
	var sealed []byte
	err := tx.QueryRow(`SELECT id, sealed FROM wrapping_key WHERE force_id = ? AND purpose = ? AND until_at = ? ORDER BY from_at DESC, id LIMIT 1`,
		string(force), purpose, clock.Forever).Scan(&kid, &sealed)
	if db.NoRows(err) {
		return r.makeWrapper(tx, force, purpose, at)
	}
	if err != nil {
		return nil, err
	}
	return r.wrapper(force, purpose, kid, sealed)
}

// WrapperOf is the force's wrapping key of that identity, retired or not.
func (r *Ring) WrapperOf(tx *db.Tx, force id.Force, purpose, kid string) (*Wrapper, error) {
	var sealed []byte
	err := tx.QueryRow(`SELECT sealed FROM wrapping_key WHERE force_id = ? AND id = ? AND purpose = ?`, string(force), kid, purpose).Scan(&sealed)
	if db.NoRows(err) {
		return nil, ErrUnwrap
	}
	if err != nil {
		return nil, err
	}
	return r.wrapper(force, purpose, kid, sealed)
}

// RotateWrapper retires the present wrapping key of that purpose and makes its successor.
// Whoever holds keys wrapped under the old one wraps them anew, then calls DropWrapper.
func (r *Ring) RotateWrapper(tx *db.Tx, force id.Force, purpose string, at time.Time) (old, next *Wrapper, err error) {
	if old, err = r.Wrapper(tx, force, purpose, at); err != nil {
		return nil, nil, err
	}
	if _, err := tx.Exec(`UPDATE wrapping_key SET until_at = ? WHERE force_id = ? AND id = ?`, at, string(force), old.ID); err != nil {
		return nil, nil, err
	}
	next, err = r.makeWrapper(tx, force, purpose, at)
	return old, next, err
}

// DropWrapper destroys a retired wrapping key. What is still wrapped under it can never be
// opened again. That there was such a key stays known.
func (r *Ring) DropWrapper(tx *db.Tx, force id.Force, old *Wrapper) error {
	n, err := tx.Exec(`UPDATE wrapping_key SET sealed = NULL WHERE force_id = ? AND id = ? AND until_at < ?`, string(force), old.ID, clock.Forever)
	if err == nil && n == 0 {
		err = errors.New("the wrapping key is in use: rotate it first")
	}
	return err
}

func (r *Ring) makeWrapper(tx *db.Tx, force id.Force, purpose string, at time.Time) (*Wrapper, error) {
	key := NewKey()
	kid := id.New[id.WrappingKey]()
	sealed := seal(r.aead, key, wrapperLabel(force, purpose, string(kid)))
	if _, err := tx.Exec(`INSERT INTO wrapping_key (force_id, id, purpose, from_at, until_at, sealed) VALUES (?, ?, ?, ?, ?, ?)`,
		string(force), string(kid), purpose, at, clock.Forever, sealed); err != nil {
		return nil, err
	}
	return &Wrapper{ID: string(kid), aead: aeadOf(key)}, nil
}

func (r *Ring) wrapper(force id.Force, purpose, kid string, sealed []byte) (*Wrapper, error) {
	key, err := unseal(r.aead, sealed, wrapperLabel(force, purpose, kid))
	if err != nil {
		return nil, ErrSecret
	}
	return &Wrapper{ID: kid, aead: aeadOf([32]byte(key))}, nil
}

func wrapperLabel(force id.Force, purpose, kid string) string {
	return "watchword/wrapping/v1\n" + string(force) + "\n" + purpose + "\n" + kid
}

// Wrap wraps a key for the thing that the label names.
func (w *Wrapper) Wrap(key [32]byte, label string) []byte { return seal(w.aead, key, label) }

// Unwrap is the key that Wrap wrapped for the same label, or ErrUnwrap.
func (w *Wrapper) Unwrap(wrapped []byte, label string) ([32]byte, error) {
	key, err := unseal(w.aead, wrapped, label)
	if err != nil || len(key) != 32 {
		return [32]byte{}, ErrUnwrap
	}
	return [32]byte(key), nil
}

// NewKey is a key nobody has had.
func NewKey() (key [32]byte) {
	rand.Read(key[:])
	return key
}

// Seal seals a text with a key (AES-256-GCM). The label is bound to it: opened under
// another one it is not opened.
func Seal(key [32]byte, text []byte, label string) []byte { return sealText(aeadOf(key), text, label) }

// Open is the text that Seal sealed, or ErrUnwrap.
func Open(key [32]byte, sealed []byte, label string) ([]byte, error) {
	return unseal(aeadOf(key), sealed, label)
}

func seal(a cipher.AEAD, key [32]byte, label string) []byte { return sealText(a, key[:], label) }

func sealText(a cipher.AEAD, text []byte, label string) []byte {
	nonce := make([]byte, a.NonceSize(), a.NonceSize()+len(text)+a.Overhead())
	rand.Read(nonce)
	return a.Seal(nonce, nonce, text, []byte(label))
}

func unseal(a cipher.AEAD, sealed []byte, label string) ([]byte, error) {
	n := a.NonceSize()
	if len(sealed) < n {
		return nil, ErrUnwrap
	}
	text, err := a.Open(nil, sealed[:n], sealed[n:], []byte(label))
	if err != nil {
		return nil, ErrUnwrap
	}
	return text, nil
}

func aeadOf(key [32]byte) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // a key of 32 bytes always makes one
	}
	a, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return a
}
