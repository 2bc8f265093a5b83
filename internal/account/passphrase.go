package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"watchword/internal/fault"
)

const (
	// MinPassphrase is the fewest characters of a passphrase.
	MinPassphrase = 12
	// MaxPassphrase is the most.
	MaxPassphrase = 256
)

//go:embed common.txt
var commonText string

// common are passphrases that those who guess try first.
var common = func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonText) {
		m[strings.TrimSpace(line)] = true
	}
	return m
}()

// checkPassphrase reports why a passphrase cannot be taken, as fault.Invalid at that
// field, or nil.
func checkPassphrase(field, passphrase, email string) error {
	n := utf8.RuneCountInString(passphrase)
	low := strings.ToLower(passphrase)
	plain := strings.NewReplacer(" ", "", "-", "", "_", "", ".", "").Replace(low)
	mailbox, _, _ := strings.Cut(email, "@")
	distinct := map[rune]bool{}
	for _, c := range low {
		distinct[c] = true
	}
	switch {
	case n < MinPassphrase:
		return fault.In(field, "The passphrase must be at least %d characters. Four words that do not belong together are easy to remember", MinPassphrase)
	case n > MaxPassphrase:
		return fault.In(field, "The passphrase must be %d characters or fewer", MaxPassphrase)
	case common[low], common[plain], len(distinct) < 5:
		return fault.In(field, "This passphrase is among the first that others would guess. Choose another")
	case strings.Contains(low, email), low == mailbox, len(mailbox) >= 6 && strings.Contains(plain, mailbox) && n < len(mailbox)+8:
		return fault.In(field, "The passphrase must not be made of your e-mail address")
	}
	return nil
}

// The cost of a hash: 2 passes over 19 MiB by 1 thread, about 20 ms.
const (
	passes  = 2
	memory  = 19 * 1024 // KiB
	threads = 1
	keySize = 32
)

// hasher hashes passphrases, only so many at once, since each takes 19 MiB.
type hasher struct {
	running chan struct{}
	waiting chan struct{}
	decoy   string // what is compared where there is no passphrase, so that it takes as long
}

func newHasher(atOnce int) *hasher {
	if atOnce <= 0 {
		atOnce = max(2, runtime.GOMAXPROCS(0))
	}
	h := &hasher{running: make(chan struct{}, atOnce), waiting: make(chan struct{}, 64*atOnce)}
	var salt [16]byte
	rand.Read(salt[:])
	h.decoy = encode(salt[:], make([]byte, keySize))
	return h
}

// turn waits for one of the places to hash at. It returns fault.TooMany when the queue
// is full.
func (h *hasher) turn(ctx context.Context) (done func(), err error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		return nil, fault.New(fault.TooMany, "Very many people are signing in. Wait a minute and try again.")
	}
	defer func() { <-h.waiting }()
	select {
	case h.running <- struct{}{}:
		return func() { <-h.running }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hash is the passphrase in the form in which it is kept.
func (h *hasher) hash(ctx context.Context, passphrase string) (string, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	var salt [16]byte
	rand.Read(salt[:])
	return encode(salt[:], argon2.IDKey(norm.NFKC.Bytes([]byte(passphrase)), salt[:], passes, memory, threads, keySize)), nil
}

// fits reports whether the passphrase is the one that was kept. With nothing kept it
// takes as long, and answers no.
func (h *hasher) fits(ctx context.Context, kept, passphrase string) (bool, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	there := kept != ""
	if !there {
		kept = h.decoy
	}
	var t, m uint32
	var p uint8
	fields := strings.Split(kept, "$")
	if len(fields) != 6 || fields[1] != "argon2id" || fields[2] != "v=19" {
		return false, errors.New("a kept passphrase is in a form this version does not know")
	}
	if _, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil {
		return false, fmt.Errorf("a kept passphrase cannot be read: %w", err)
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(fields[4])
	want, err2 := base64.RawStdEncoding.DecodeString(fields[5])
	if err := errors.Join(err1, err2); err != nil {
		return false, fmt.Errorf("a kept passphrase cannot be read: %w", err)
	}
	got := argon2.IDKey(norm.NFKC.Bytes([]byte(passphrase)), salt, t, m, p, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && there, nil
}

func encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", memory, passes, threads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}
