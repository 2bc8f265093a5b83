package sign

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/veraison/go-cose"
	"pgregory.net/rapid"

	"watchword/internal/fault"
)

var (
	signedAt = time.Date(2026, 2, 3, 9, 12, 0, 0, time.UTC)
	keyFrom  = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	keyUntil = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
)

func newKey(t testing.TB, purpose Purpose) *Key {
	t.Helper()
	name := ""
	if purpose == ForCheckpoints {
		name = "eastmarch.example/ledger"
	}
	k, err := GenerateKey(purpose, name, keyFrom, keyUntil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// wardenCard is a card as the scheme issues it, with everything a card may say.
func wardenCard() Card {
	return Card{
		Issuer:    "eastmarch.example",
		ID:        [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
		NotBefore: signedAt, Expires: time.Date(2029, 2, 3, 0, 0, 0, 0, time.UTC),
		Status: StatusRef{Index: 101234, URI: "https://eastmarch.example/s/1"},
		Number: "EM 4417", Role: "Community warden", Employer: "Aldermere City Council", Area: "City of Aldermere",
		Powers: []int{1, 4, 6, 12, 13, 14, 17, 19, 24, 25}, Photo: sum([]byte("a portrait"))[:16],
	}
}

func signed(t testing.TB, k *Key, c Card) []byte {
	t.Helper()
	token, err := SignCard(k, c, signedAt)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestCardIsReadBack(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	want := wardenCard()
	want.IssuedAt = signedAt
	later := wardenCard()
	later.NotBefore = signedAt.Add(48 * time.Hour)
	later.IssuedAt = signedAt
	least := Card{Issuer: "em", ID: [16]byte{1}, NotBefore: signedAt, IssuedAt: signedAt, Expires: signedAt.Add(time.Hour), Status: StatusRef{URI: "https://e.example/1"}, Number: "1"}
	for name, want := range map[string]Card{"everything": want, "good from a later day": later, "the least": least} {
		got, reason := VerifyCard(signed(t, key, want), Keys{key.Public()}, want.NotBefore)
		if diff := cmp.Diff(want, got); reason != Good || diff != "" {
			t.Errorf("%s: %s, difference:\n%s", name, reason, diff)
		}
	}
}

func TestSizeOfACard(t *testing.T) {
	t.Parallel()
	token := signed(t, newKey(t, ForCards), wardenCard())
	text, err := CardURL("https://eastmarch.example", token)
	if err != nil || len(token) > 299 || len(text) > 755 { // 69 modules at level M hold 762
		t.Errorf("a full card takes %d bytes and %d characters (%v)", len(token), len(text), err)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	key, other := newKey(t, ForCards), newKey(t, ForCards)
	retired := key.Rotated(signedAt.Add(time.Minute))
	status := key.Public()
	status.Purpose = ForStatus
	twin := other.Public() // another key under the same id: eight bytes may collide
	twin.ID = key.Public().ID
	c := wardenCard()
	token := signed(t, key, c)
	changed := bytes.Clone(token)
	changed[100] ^= 1
	for _, tt := range []struct {
		name  string
		token []byte
		keys  Keys
		at    time.Time
		want  Reason
	}{
		{"the first instant", token, Keys{key.Public()}, c.NotBefore, Good},
		{"the last instant", token, Keys{key.Public()}, c.Expires.Add(-time.Nanosecond), Good},
		{"before it begins", token, Keys{key.Public()}, c.NotBefore.Add(-time.Nanosecond), NotYetValid},
		{"when it has ended", token, Keys{key.Public()}, c.Expires, Expired},
		{"a retired key still verifies", token, Keys{retired.Public()}, c.NotBefore.AddDate(1, 0, 0), Good},
		{"no keys", token, nil, c.NotBefore, UnknownKey},
		{"other keys", token, Keys{other.Public()}, c.NotBefore, UnknownKey},
		{"a key for something else", token, Keys{status}, c.NotBefore, UnknownKey},
		{"a key of the same id before the right one", token, Keys{twin, key.Public()}, c.NotBefore, Good},
		{"only another key of the same id", token, Keys{twin}, c.NotBefore, Forged},
		{"one bit changed", changed, Keys{key.Public()}, c.NotBefore, Forged},
		{"nothing", nil, Keys{key.Public()}, c.NotBefore, Forged},
		{"cut short", token[:len(token)-1], Keys{key.Public()}, c.NotBefore, Forged},
		{"one byte too many", append(bytes.Clone(token), 0), Keys{key.Public()}, c.NotBefore, Forged},
	} {
		got, reason := VerifyCard(tt.token, tt.keys, tt.at)
		if reason != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, reason, tt.want)
		}
		if known := reason != Forged && reason != UnknownKey; known == (got.Number == "") {
			t.Errorf("%s: the card is %+v", tt.name, got)
		}
	}
	if UnknownKey.Certain() || !Forged.Certain() || !Good.Certain() {
		t.Error("only an unknown key leaves the answer open")
	}
}

func TestEveryBitCounts(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	token := signed(t, key, wardenCard())
	for i := range token {
		changed := bytes.Clone(token)
		changed[i] ^= 1 << (i % 8)
		if _, reason := VerifyCard(changed, Keys{key.Public()}, signedAt); reason == Good || reason == Expired || reason == NotYetValid {
			t.Errorf("byte %d can be changed: %s", i, reason)
		}
	}
}

func TestWhatNoCardMaySay(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	for name, spoil := range map[string]func(*Card){
		"no issuer":              func(c *Card) { c.Issuer = "" },
		"no number":              func(c *Card) { c.Number = "" },
		"no identity":            func(c *Card) { c.ID = [16]byte{} },
		"ends before it begins":  func(c *Card) { c.Expires = c.NotBefore },
		"no dates":               func(c *Card) { c.NotBefore, c.Expires = time.Time{}, time.Time{} },
		"a negative index":       func(c *Card) { c.Status.Index = -1 },
		"no list":                func(c *Card) { c.Status.URI = "" },
		"a list that is no web":  func(c *Card) { c.Status.URI = "javascript:1" },
		"a text of 4,000":        func(c *Card) { c.Role = strings.Repeat("a", 4000) },
		"a control character":    func(c *Card) { c.Area = "a\nb" },
		"broken UTF-8":           func(c *Card) { c.Employer = "\xff" },
		"powers out of order":    func(c *Card) { c.Powers = []int{3, 2} },
		"a power twice":          func(c *Card) { c.Powers = []int{3, 3} },
		"a power out of range":   func(c *Card) { c.Powers = []int{512} },
		"a negative power":       func(c *Card) { c.Powers = []int{-1} },
		"half a photo's hash":    func(c *Card) { c.Photo = make([]byte, 15) },
		"an index out of bounds": func(c *Card) { c.Status.Index = 1 << 40 },
	} {
		c := wardenCard()
		spoil(&c)
		if _, err := SignCard(key, c, signedAt); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysSignOnlyInTheirTimeAndForTheirPurpose(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	for _, tt := range []struct {
		name string
		key  *Key
		at   time.Time
		want error
	}{
		{"from its first instant", key, keyFrom, nil},
		{"not before", key, keyFrom.Add(-time.Nanosecond), ErrPeriod},
		{"not at its end", key, keyUntil, ErrPeriod},
		{"not once rotated", key.Rotated(signedAt), signedAt, ErrPeriod},
		{"until it is rotated", key.Rotated(signedAt), signedAt.Add(-time.Second), nil},
		{"not with a key for lists", newKey(t, ForStatus), signedAt, ErrPurpose},
		{"not with a key for checkpoints", newKey(t, ForCheckpoints), signedAt, ErrPurpose},
	} {
		if _, err := SignCard(tt.key, wardenCard(), tt.at); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// go-cose is the second opinion on our reader and writer.
func TestGoCoseAgrees(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	verifier, err := cose.NewVerifier(cose.AlgorithmES256, key.Public().ec)
	if err != nil {
		t.Fatal(err)
	}
	var m cose.Sign1Message
	if err := m.UnmarshalCBOR(signed(t, key, wardenCard())); err != nil {
		t.Fatal(err)
	}
	if err := m.Verify(nil, verifier); err != nil {
		t.Error(err)
	}
	signer, err := cose.NewSigner(cose.AlgorithmES256, key.ec)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := cose.Sign1(rand.Reader, signer, cose.Headers{
		Protected:   cose.ProtectedHeader{cose.HeaderLabelAlgorithm: cose.AlgorithmES256},
		Unprotected: cose.UnprotectedHeader{cose.HeaderLabelKeyID: []byte(key.Public().ID)},
	}, m.Payload, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, reason := VerifyCard(theirs, Keys{key.Public()}, signedAt); reason != Good {
		t.Errorf("a card signed by go-cose is %s", reason)
	}
}

func TestCardsAreWrittenDeterministically(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	a, b := signed(t, key, wardenCard()), signed(t, key, wardenCard())
	if !bytes.Equal(a[:len(a)-64], b[:len(b)-64]) {
		t.Error("two signings of one card differ in more than the signature")
	}
}

func TestPowersProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		seen := rapid.MapOf(rapid.IntRange(0, 511), rapid.Just(true)).Draw(r, "powers")
		var want []int
		for n := range 512 {
			if seen[n] {
				want = append(want, n)
			}
		}
		got, err := unpackPowers(packPowers(want))
		if err != nil || !cmp.Equal(got, want) {
			r.Fatalf("%v, %v", got, err)
		}
	})
}

func FuzzVerifyCard(f *testing.F) {
	key := newKey(f, ForCards)
	f.Add(signed(f, key, wardenCard()))
	for _, token := range oddButGenuine(f, key) {
		f.Add(token)
	}
	genuine := map[string]bool{}
	f.Fuzz(func(t *testing.T, token []byte) {
		c, reason := VerifyCard(token, Keys{key.Public()}, signedAt)
		if reason == Good && c.ID != wardenCard().ID && !genuine[string(token)] {
			t.Errorf("a card nobody signed is good: %x", token)
		}
	})
}

// The measure for VerifyCard: it must stay within 1.5 times BenchmarkBareVerify.
func BenchmarkVerifyCard(b *testing.B) {
	key := newKey(b, ForCards)
	token, keys := signed(b, key, wardenCard()), Keys{key.Public()}
	b.ReportAllocs()
	for b.Loop() {
		if _, reason := VerifyCard(token, keys, signedAt); reason != Good {
			b.Fatal(reason)
		}
	}
}

func BenchmarkBareVerify(b *testing.B) {
	key := newKey(b, ForCards)
	m, err := readSign1(signed(b, key, wardenCard()))
	if err != nil {
		b.Fatal(err)
	}
	digest := sum(toBeSigned(m.Protected, m.Payload))
	r, s := new(big.Int).SetBytes([]byte(m.Signature[:32])), new(big.Int).SetBytes([]byte(m.Signature[32:]))
	b.ReportAllocs()
	for b.Loop() {
		if !ecdsa.Verify(&key.ec.PublicKey, digest, r, s) {
			b.Fatal("does not verify")
		}
	}
}

func BenchmarkGoCose(b *testing.B) {
	key := newKey(b, ForCards)
	token := signed(b, key, wardenCard())
	verifier, err := cose.NewVerifier(cose.AlgorithmES256, key.Public().ec)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var m cose.Sign1Message
		if m.UnmarshalCBOR(token) != nil || m.Verify(nil, verifier) != nil {
			b.Fatal("does not verify")
		}
	}
}
