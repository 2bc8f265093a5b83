package sign

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is one state of the ledger's tree (c2sp.org/tlog-checkpoint).
type Checkpoint struct {
	Origin     string // the log's name, for example "eastmarch.example/ledger"
	Size       int64  // number of entries
	Root       tlog.Hash
	Extensions []string // further lines; ours have none
}

// Text is the checkpoint as it is signed: origin, size and root hash, a line each.
func (c Checkpoint) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%d\n%s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
	for _, x := range c.Extensions {
		b.WriteString(x + "\n")
	}
	return b.String()
}

// ErrCheckpoint: the text is no checkpoint.
var ErrCheckpoint = errors.New("this is not a checkpoint")

// ParseCheckpoint reads the text of a checkpoint, without signatures.
func ParseCheckpoint(text string) (Checkpoint, error) {
	body, ok := strings.CutSuffix(text, "\n")
	lines := strings.Split(body, "\n")
	if !ok || len(lines) < 3 || lines[0] == "" {
		return Checkpoint{}, ErrCheckpoint
	}
	size, err := parseNumber(lines[1])
	if err != nil {
		return Checkpoint{}, ErrCheckpoint
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, ErrCheckpoint
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: tlog.Hash(root)}
	for _, x := range lines[3:] {
		if x == "" {
			return Checkpoint{}, ErrCheckpoint
		}
		c.Extensions = append(c.Extensions, x)
	}
	return c, nil
}

// parseNumber reads a decimal number without sign or leading zeros.
func parseNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != s || n < 0 {
		return 0, ErrCheckpoint
	}
	return n, nil
}

// SignCheckpoint is the checkpoint as a signed note. The caller has compared it with the
// last one published: a signer must never sign two that contradict each other.
//
// Errors: ErrPurpose or ErrPeriod if the key may not sign this at the instant;
// ErrCheckpoint if it would not be read back as it is.
func SignCheckpoint(key *Key, c Checkpoint, at time.Time) ([]byte, error) {
	if err := key.may(ForCheckpoints, at); err != nil {
		return nil, err
	}
	if back, err := ParseCheckpoint(c.Text()); err != nil || back.Text() != c.Text() || back.Origin != c.Origin {
		return nil, ErrCheckpoint
	}
	return note.Sign(&note.Note{Text: c.Text()}, noteSigner{key})
}

// VerifyCheckpoint reads a signed note as a checkpoint of the given origin. At least one
// key for checkpoints must have signed it; a known key whose signature fails spoils it.
func VerifyCheckpoint(signed []byte, keys Keys, origin string) (Checkpoint, error) {
	var verifiers []note.Verifier
	for _, k := range keys.For(ForCheckpoints) {
		v, err := k.NoteVerifier()
		if err != nil {
			return Checkpoint{}, err
		}
		verifiers = append(verifiers, v)
	}
	n, err := note.Open(signed, note.VerifierList(verifiers...))
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != origin {
		return Checkpoint{}, fmt.Errorf("the checkpoint is of %q, not of %q", c.Origin, origin)
	}
	return c, nil
}

// VerifierKey is a checkpoint key as the signed-note format publishes it:
// name+hash+base64.
func (p Public) VerifierKey() (string, error) {
	if p.ed == nil {
		return "", ErrPurpose
	}
	return note.NewEd25519VerifierKey(p.Name, p.ed)
}

// ParseVerifierKey reads a published checkpoint key. Its period is not known, so it is open
// on both sides.
func ParseVerifierKey(text string) (Public, error) {
	v, err := note.NewVerifier(text)
	if err != nil {
		return Public{}, err
	}
	raw, err := base64.StdEncoding.DecodeString(text[len(v.Name())+len("+00000000+"):])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return Public{}, errors.New("the key of a log must be Ed25519")
	}
	p := Public{Purpose: ForCheckpoints, Name: v.Name(), ed: ed25519.PublicKey(raw[1:])}
	p.ID, err = p.thumbprint()
	return p, err
}

// NoteVerifier is the key as x/mod/sumdb/note wants it.
func (p Public) NoteVerifier() (note.Verifier, error) {
	text, err := p.VerifierKey()
	if err != nil {
		return nil, err
	}
	return note.NewVerifier(text)
}

// noteSigner signs notes with a checkpoint key.
type noteSigner struct{ key *Key }

func (s noteSigner) Name() string { return s.key.pub.Name }

// KeyHash is the first 4 bytes of SHA-256 over name, newline, type byte 1 and public key.
func (s noteSigner) KeyHash() uint32 {
	const ed25519Type = 1
	b := append([]byte(s.key.pub.Name), '\n', ed25519Type)
	return binary.BigEndian.Uint32(sum(append(b, s.key.pub.ed...)))
}

func (s noteSigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key.ed, msg), nil }

// isKeyName reports whether a signed note can bear the name: not empty, no space, no plus.
func isKeyName(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsSpace) && !strings.Contains(s, "+")
}
