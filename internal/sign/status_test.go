package sign

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const listURI = "https://eastmarch.example/s/1"

func newToken(t testing.TB) StatusToken {
	t.Helper()
	l, err := NewStatusList(StatusBits, StatusEntries)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Set(101234, StatusSuspended); err != nil {
		t.Fatal(err)
	}
	return StatusToken{URI: listURI, IssuedAt: signedAt, Expires: signedAt.Add(24 * time.Hour), TTL: 5 * time.Minute, List: l}
}

func bothForms(t testing.TB, key *Key, token StatusToken) (cwt []byte, jwt string) {
	t.Helper()
	cwt, err := SignStatusCWT(key, token)
	if err != nil {
		t.Fatal(err)
	}
	if jwt, err = SignStatusJWT(key, token); err != nil {
		t.Fatal(err)
	}
	return cwt, jwt
}

func TestStatusTokenIsReadBackInBothForms(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForStatus)
	want := newToken(t)
	want.Aggregation = "https://eastmarch.example/s"
	cwt, jwt := bothForms(t, key, want)
	ask := StatusCheck{URI: listURI, Now: signedAt.Add(time.Minute), MaxAge: 12 * time.Hour}
	fromCWT, err := VerifyStatusCWT(cwt, Keys{key.Public()}, ask)
	if diff := cmp.Diff(want, fromCWT, cmp.AllowUnexported(StatusList{})); err != nil || diff != "" {
		t.Errorf("CWT: %v\n%s", err, diff)
	}
	fromJWT, err := VerifyStatusJWT(jwt, Keys{key.Public()}, ask)
	if diff := cmp.Diff(want, fromJWT, cmp.AllowUnexported(StatusList{})); err != nil || diff != "" {
		t.Errorf("JWT: %v\n%s", err, diff)
	}
	if cwt[0] != tagSign1 {
		t.Errorf("the CWT begins with %x, not with tag 18", cwt[0])
	}
}

// Every failure leaves the question open: the list says nothing of any card.
func TestStatusTokenThatSaysNothing(t *testing.T) {
	t.Parallel()
	key, other := newKey(t, ForStatus), newKey(t, ForStatus)
	asCard := key.Public()
	asCard.Purpose = ForCards
	cwt, jwt := bothForms(t, key, newToken(t))
	good := StatusCheck{URI: listURI, Now: signedAt.Add(time.Hour), MaxAge: 12 * time.Hour}
	ask := func(edit func(*StatusCheck)) StatusCheck { a := good; edit(&a); return a }
	for _, tt := range []struct {
		name    string
		keys    Keys
		ask     StatusCheck
		unknown bool
	}{
		{"another list", Keys{key.Public()}, ask(func(a *StatusCheck) { a.URI = "https://eastmarch.example/s/2" }), false},
		{"made in the future", Keys{key.Public()}, ask(func(a *StatusCheck) { a.Now = signedAt.Add(-time.Second) }), false},
		{"expired", Keys{key.Public()}, ask(func(a *StatusCheck) { a.Now, a.MaxAge = signedAt.Add(24*time.Hour), 0 }), false},
		{"older than our own rule allows", Keys{key.Public()}, ask(func(a *StatusCheck) { a.Now = signedAt.Add(13 * time.Hour) }), false},
		{"an unknown key", Keys{other.Public()}, good, true},
		{"a key for cards", Keys{asCard}, good, true},
		{"no key", nil, good, true},
	} {
		_, errCWT := VerifyStatusCWT(cwt, tt.keys, tt.ask)
		_, errJWT := VerifyStatusJWT(jwt, tt.keys, tt.ask)
		for form, err := range map[string]error{"CWT": errCWT, "JWT": errJWT} {
			if !errors.Is(err, ErrStatus) || errors.Is(err, ErrUnknownKey) != tt.unknown {
				t.Errorf("%s, %s: %v", tt.name, form, err)
			}
		}
	}
}

func TestForgedStatusTokens(t *testing.T) {
	t.Parallel()
	key, cards := newKey(t, ForStatus), newKey(t, ForCards)
	cwt, jwt := bothForms(t, key, newToken(t))
	ask := StatusCheck{URI: listURI, Now: signedAt.Add(time.Hour)}
	parts := strings.Split(jwt, ".")
	body := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return b64(b)
	}
	resigned := func(head, claims string) string {
		sig, err := key.es256([]byte(head + "." + claims))
		if err != nil {
			t.Fatal(err)
		}
		return head + "." + claims + "." + b64(sig)
	}
	kid := key.Public().ID.base64()
	header := body(jwtHeader{Alg: "ES256", Kid: kid, Typ: typStatusJWT})
	list := func(bits int, lst string) string {
		return body(statusJWT{Sub: listURI, Iat: float64(signedAt.Unix()), List: lstJWT{Bits: bits, Lst: lst}})
	}
	bomb := bombOf(t)
	for name, token := range map[string]string{
		"nothing": "", "two parts": parts[0] + "." + parts[1], "no signature": parts[0] + "." + parts[1] + ".",
		"alg none":               body(jwtHeader{Alg: "none", Kid: kid, Typ: typStatusJWT}) + "." + parts[1] + ".",
		"another algorithm":      resigned(body(jwtHeader{Alg: "HS256", Kid: kid, Typ: typStatusJWT}), parts[1]),
		"another type":           resigned(body(jwtHeader{Alg: "ES256", Kid: kid, Typ: "jwt"}), parts[1]),
		"critical header":        resigned(body(map[string]any{"alg": "ES256", "kid": kid, "typ": typStatusJWT, "crit": []string{"x"}}), parts[1]),
		"changed claims":         parts[0] + "." + body(map[string]any{"sub": listURI}) + "." + parts[2],
		"no iat":                 resigned(header, body(map[string]any{"sub": listURI, "status_list": map[string]any{"bits": 2, "lst": ""}})),
		"an empty list":          resigned(header, list(2, "")),
		"nine bits":              resigned(header, list(9, "eNo76fITAAPfAgc")),
		"not compressed":         resigned(header, list(2, b64([]byte("plain")))),
		"padding in base64":      resigned(header, list(2, "eNo76fITAAPfAgc=")),
		"larger than we inflate": resigned(header, list(1, b64(bomb))),
	} {
		if _, err := VerifyStatusJWT(token, Keys{key.Public()}, ask); !errors.Is(err, ErrStatus) {
			t.Errorf("JWT, %s: %v", name, err)
		}
	}
	changed := bytes.Clone(cwt)
	changed[60] ^= 1
	both := cards.Public()
	both.Purpose = ForStatus
	for name, token := range map[string][]byte{"nothing": nil, "changed": changed, "a card": signed(t, cards, wardenCard())} {
		if _, err := VerifyStatusCWT(token, Keys{key.Public(), both}, ask); !errors.Is(err, ErrStatus) {
			t.Errorf("CWT, %s: %v", name, err)
		}
	}
}

// bombOf is a few kilobytes that inflate to more than we take.
func bombOf(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(make([]byte, inflatedAtMost+1)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestStatusListBounds(t *testing.T) {
	t.Parallel()
	for _, bits := range []int{0, 3, 9, -1, 16} {
		if _, err := NewStatusList(bits, 8); err == nil {
			t.Errorf("a list of %d bits is made", bits)
		}
	}
	for _, entries := range []int{-1, 1 << 40} {
		if _, err := NewStatusList(1, entries); err == nil {
			t.Errorf("a list of %d entries is made", entries)
		}
	}
	l, err := NewStatusList(2, 5)
	if err != nil || l.Len() != 8 {
		t.Fatalf("a list for 5 entries of 2 bits has %d, want whole bytes: 8 (%v)", l.Len(), err)
	}
	for _, at := range []int{-1, 8} {
		if _, ok := l.At(at); ok || l.Set(at, StatusInvalid) == nil {
			t.Errorf("there is an entry %d", at)
		}
	}
	if l.Set(0, 4) == nil {
		t.Error("4 fits into two bits")
	}
}

func TestStatusListProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		bits := rapid.SampledFrom([]int{1, 2, 4, 8}).Draw(r, "bits")
		statuses := rapid.SliceOfN(rapid.IntRange(0, 1<<bits-1), 0, 300).Draw(r, "statuses")
		l, err := NewStatusList(bits, len(statuses))
		if err != nil {
			r.Fatal(err)
		}
		for i, s := range statuses {
			if err := l.Set(i, Status(rapid.IntRange(0, 1<<bits-1).Draw(r, "before"))); err != nil {
				r.Fatal(err)
			}
			if err := l.Set(i, Status(s)); err != nil {
				r.Fatal(err)
			}
		}
		z, err := l.compressed()
		if err != nil {
			r.Fatal(err)
		}
		back, err := inflate(bits, z)
		if err != nil {
			r.Fatal(err)
		}
		for i, s := range statuses {
			if got, ok := back.At(i); !ok || got != Status(s) {
				r.Fatalf("entry %d: %d, want %d", i, got, s)
			}
		}
	})
}

func TestSizesOfPublishedLists(t *testing.T) {
	t.Parallel()
	cwt, jwt := bothForms(t, newKey(t, ForStatus), newToken(t))
	if len(cwt) > 300 || len(jwt) > 500 {
		t.Errorf("a list of %d entries with one suspended takes %d bytes as CWT, %d as JWT", StatusEntries, len(cwt), len(jwt))
	}
}

func FuzzStatusTokens(f *testing.F) {
	key := newKey(f, ForStatus)
	cwt, jwt := bothForms(f, key, newToken(f))
	f.Add(cwt)
	f.Add([]byte(jwt))
	f.Add(exampleStatusCWT(f))
	ask := StatusCheck{URI: listURI, Now: signedAt.Add(time.Hour)}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := VerifyStatusCWT(b, Keys{key.Public()}, ask); err != nil && !errors.Is(err, ErrStatus) {
			t.Error(err)
		}
		if _, err := VerifyStatusJWT(string(b), Keys{key.Public()}, ask); err != nil && !errors.Is(err, ErrStatus) {
			t.Error(err)
		}
		_, _ = inflate(2, b)
	})
}
