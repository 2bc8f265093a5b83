package sign

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"time"
)

// Purpose says what a key signs. A key signs nothing else, and a signature made for one
// purpose is not accepted for another.
type Purpose string

// The purposes. Cards and status lists are signed with ES256 (ECDSA on P-256 with
// SHA-256), because WebCrypto has it everywhere; checkpoints with Ed25519, because the
// signed-note format asks for it.
const (
	ForCards       Purpose = "card"
	ForStatus      Purpose = "status"
	ForCheckpoints Purpose = "checkpoint"
)

// KeyID names a key: the first 8 bytes of the SHA-256 of its deterministic COSE_Key (the
// thumbprint of RFC 9679). Eight bytes may collide, so a reader tries every key that has
// the id. Keys that are not ours may have an id of another length.
type KeyID string

// String is the id in hexadecimal.
func (k KeyID) String() string { return hex.EncodeToString([]byte(k)) }

// Public is the public half of a key, with what it is for and when it signs.
type Public struct {
	ID      KeyID
	Purpose Purpose
	Name    string    // of a checkpoint key: the key name of signed notes; else empty
	From    time.Time // signs from this instant
	Until   time.Time // and before this one; what it signed stays verifiable

	ec *ecdsa.PublicKey
	ed ed25519.PublicKey
}

// Key is a private key. It never shows its secret: printing or logging it shows its id.
type Key struct {
	pub Public
	ec  *ecdsa.PrivateKey
	ed  ed25519.PrivateKey
}

// Keys are the public keys a checker trusts, current and retired.
type Keys []Public

// Errors of signing.
var (
	// ErrPeriod: the key does not sign at that instant. Use its successor.
	ErrPeriod = errors.New("the key does not sign at this time")
	// ErrPurpose: the key is kept for something else.
	ErrPurpose = errors.New("the key is kept for another purpose")
)

// GenerateKey makes a new key that signs from one instant up to another. The name is
// needed for checkpoint keys alone: the log's origin, for example
// "eastmarch.example/ledger".
func GenerateKey(purpose Purpose, name string, from, until time.Time) (*Key, error) {
	k := &Key{pub: Public{Purpose: purpose, Name: name, From: from, Until: until}}
	var err error
	switch purpose {
	case ForCards, ForStatus:
		k.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case ForCheckpoints:
		_, k.ed, err = ed25519.GenerateKey(rand.Reader)
	}
	if err != nil {
		return nil, err
	}
	return k, k.complete()
}

// complete fills in the public half from the private one and checks the whole.
func (k *Key) complete() error {
	switch k.pub.Purpose {
	case ForCards, ForStatus:
		if k.ec == nil || k.ec.Curve != elliptic.P256() {
			return fmt.Errorf("a key for %q must be on P-256", k.pub.Purpose)
		}
		k.pub.ec = &k.ec.PublicKey
	case ForCheckpoints:
		if k.ed == nil {
			return errors.New("a key for checkpoints must be Ed25519")
		}
		if !isKeyName(k.pub.Name) {
			return fmt.Errorf("%q cannot be the name of a checkpoint key: no spaces, no plus sign", k.pub.Name)
		}
		k.pub.ed = k.ed.Public().(ed25519.PublicKey)
	default:
		return fmt.Errorf("no key is made for %q", k.pub.Purpose)
	}
	if !k.pub.From.Before(k.pub.Until) {
		return errors.New("the period of a key must end after it begins")
	}
	k.pub.From, k.pub.Until = k.pub.From.UTC(), k.pub.Until.UTC()
	id, err := k.pub.thumbprint()
	k.pub.ID = id
	return err
}

// Public is the half that may be published.
func (k *Key) Public() Public { return k.pub }

// SignsAt reports whether the key signs at the given instant.
func (p Public) SignsAt(t time.Time) bool { return !t.Before(p.From) && t.Before(p.Until) }

// Rotated returns the key with its period ended at the given instant. It signs no more from
// then on, and what it signed stays verifiable.
func (k *Key) Rotated(at time.Time) *Key {
	r := *k
	if at.Before(r.pub.Until) {
		r.pub.Until = at.UTC()
	}
	return &r
}

// may says whether the key may sign for the purpose at the instant.
func (k *Key) may(purpose Purpose, at time.Time) error {
	if k.pub.Purpose != purpose {
		return ErrPurpose
	}
	if !k.pub.SignsAt(at) {
		return fmt.Errorf("%w: key %v signs from %s and before %s", ErrPeriod, k.pub.ID, k.pub.From.Format(time.RFC3339), k.pub.Until.Format(time.RFC3339))
	}
	return nil
}

// es256 is the ECDSA signature of message as r and s, 32 bytes each.
func (k *Key) es256(message []byte) ([]byte, error) {
	r, s, err := ecdsa.Sign(rand.Reader, k.ec, sum(message))
	if err != nil {
		return nil, err
	}
	sig := make([]byte, 64)
	r.FillBytes(sig[:32])
	s.FillBytes(sig[32:])
	return sig, nil
}

// verifyES256 reports whether sig (r and s, 32 bytes each) is of message.
func (p Public) verifyES256(message, sig []byte) bool {
	if p.ec == nil || len(sig) != 64 {
		return false
	}
	return ecdsa.Verify(p.ec, sum(message), new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:]))
}

// For is the keys of one purpose.
func (ks Keys) For(purpose Purpose) Keys {
	var out Keys
	for _, k := range ks {
		if k.Purpose == purpose {
			out = append(out, k)
		}
	}
	return out
}

const pemType = "PRIVATE KEY"

// Marshal is the private key as PEM: PKCS #8, with purpose, name and period in headers. It
// is a secret: keep it in a file that the service alone can read.
func (k *Key) Marshal() ([]byte, error) {
	var private any = k.ec
	if k.ed != nil {
		private = k.ed
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: der, Headers: map[string]string{
		"Purpose": string(k.pub.Purpose),
		"Name":    k.pub.Name,
		"From":    k.pub.From.Format(time.RFC3339Nano),
		"Until":   k.pub.Until.Format(time.RFC3339Nano),
	}}), nil
}

// ParseKey reads what Marshal wrote. Its errors never repeat what was read.
func ParseKey(text []byte) (*Key, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != pemType || len(bytes.TrimSpace(rest)) != 0 {
		return nil, errors.New("a signing key must be one PEM block of type PRIVATE KEY")
	}
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the signing key cannot be read: it is not PKCS #8")
	}
	k := &Key{pub: Public{Purpose: Purpose(block.Headers["Purpose"]), Name: block.Headers["Name"]}}
	var errFrom, errUntil error
	k.pub.From, errFrom = time.Parse(time.RFC3339Nano, block.Headers["From"])
	k.pub.Until, errUntil = time.Parse(time.RFC3339Nano, block.Headers["Until"])
	if errFrom != nil || errUntil != nil {
		return nil, errors.New("the signing key lacks its period: headers From and Until")
	}
	switch p := private.(type) {
	case *ecdsa.PrivateKey:
		k.ec = p
	case ed25519.PrivateKey:
		k.ed = p
	}
	return k, k.complete()
}

// Format shows the id and purpose of the key whatever the verb, never the secret.
func (k *Key) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "key %v for %s", k.pub.ID, k.pub.Purpose)
}

// LogValue is what a log shows of the key: its id and purpose.
func (k *Key) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", k.pub.ID.String()), slog.String("purpose", string(k.pub.Purpose)))
}
