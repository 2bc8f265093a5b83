package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestKeyIsStoredAndReadBack(t *testing.T) {
	t.Parallel()
	for _, purpose := range []Purpose{ForCards, ForStatus, ForCheckpoints} {
		key := newKey(t, purpose)
		text, err := key.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ParseKey(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(key, back, cmp.Comparer(sameKey)); diff != "" {
			t.Errorf("%s: %s", purpose, diff)
		}
	}
}

func sameKey(a, b *Key) bool {
	x, err1 := a.Marshal()
	y, err2 := b.Marshal()
	return err1 == nil && err2 == nil && bytes.Equal(x, y) && a.pub.ID == b.pub.ID && a.pub.From.Equal(b.pub.From) && a.pub.Until.Equal(b.pub.Until)
}

func TestWhatIsNoKey(t *testing.T) {
	t.Parallel()
	good, err := newKey(t, ForCards).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	edit := func(from, to string) []byte { return []byte(strings.Replace(string(good), from, to, 1)) }
	for name, text := range map[string][]byte{
		"nothing": nil, "noise": []byte("-----BEGIN"), "two keys": append(bytes.Clone(good), good...), "another kind": edit("PRIVATE KEY", "RSA PRIVATE KEY"),
		"an elliptic key for checkpoints": edit("Purpose: card", "Purpose: checkpoint"), "no purpose": edit("Purpose: card", "Purpose: tea"),
		"no period": edit("From: 2025", "From: soon"), "a period that ends first": edit("Until: 2028", "Until: 2020"),
	} {
		if _, err := ParseKey(text); err == nil {
			t.Errorf("%s is taken for a key", name)
		}
	}
	for _, name := range []string{"", "a b", "a+b"} {
		if _, err := GenerateKey(ForCheckpoints, name, keyFrom, keyUntil); err == nil {
			t.Errorf("%q is taken for a key name", name)
		}
	}
	if _, err := GenerateKey("tea", "", keyFrom, keyUntil); err == nil {
		t.Error("a key for tea is made")
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	t.Parallel()
	for _, purpose := range []Purpose{ForCards, ForCheckpoints} {
		key := newKey(t, purpose)
		der, err := x509.MarshalPKCS8PrivateKey(func() any {
			if key.ed != nil {
				return key.ed
			}
			return key.ec
		}())
		if err != nil {
			t.Fatal(err)
		}
		secret := der[len(der)-32:]
		if key.ec != nil {
			b, err := key.ec.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			secret = b
		}
		var out bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", key)
			fmt.Fprintf(&out, verb+"\n", struct{ K *Key }{key})
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("key", "key", key)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("key", "key", key)
		if err := json.NewEncoder(&out).Encode(key); err != nil {
			t.Fatal(err)
		}
		shown := out.String()
		for _, form := range []string{hex.EncodeToString(secret), strings.ToUpper(hex.EncodeToString(secret)), b64(secret), fmt.Sprint(secret)} {
			if strings.Contains(shown, form) {
				t.Errorf("the secret is shown:\n%s", shown)
			}
		}
		if !strings.Contains(shown, key.Public().ID.String()) {
			t.Errorf("the id is not shown:\n%s", shown)
		}
	}
}

func TestKeySetIsReadBack(t *testing.T) {
	t.Parallel()
	keys := Keys{newKey(t, ForCards).Rotated(signedAt).Public(), newKey(t, ForCards).Public(), newKey(t, ForStatus).Public(), newKey(t, ForCheckpoints).Public()}
	b, err := keys.COSEKeySet()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseCOSEKeySet(b)
	if err != nil || len(back) != len(keys) {
		t.Fatalf("%d keys, %v", len(back), err)
	}
	for i, k := range back {
		want := keys[i]
		if k.ID != want.ID || k.Purpose != want.Purpose || !k.From.Equal(want.From) || !k.Until.Equal(want.Until) {
			t.Errorf("%+v, want %+v", k, want)
		}
		if id, err := k.thumbprint(); err != nil || id != k.ID {
			t.Errorf("the id %v is not the thumbprint %v (%v)", k.ID, id, err)
		}
	}
	card := newKey(t, ForCards)
	published, err := Keys{card.Public()}.COSEKeySet()
	if err != nil {
		t.Fatal(err)
	}
	trusted, err := ParseCOSEKeySet(published)
	if err != nil {
		t.Fatal(err)
	}
	if _, reason := VerifyCard(signed(t, card, wardenCard()), trusted, signedAt); reason != Good {
		t.Errorf("with the published key the card is %s", reason)
	}
}

func TestKeySetSkipsWhatItCannotUse(t *testing.T) {
	t.Parallel()
	good, err := newKey(t, ForCards).Public().cose()
	if err != nil {
		t.Fatal(err)
	}
	bad := good
	bad.Y = good.X // not on the curve
	b, err := encoder.Marshal([]any{map[int]any{1: 4}, "text", bad, good, coseKey{Kty: 2, Crv: 2, X: make([]byte, 48), Y: make([]byte, 48)}})
	if err != nil {
		t.Fatal(err)
	}
	if keys, err := ParseCOSEKeySet(b); err != nil || len(keys) != 1 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
	for _, b := range [][]byte{nil, {0xa0}, []byte("x"), make([]byte, 1<<17)} {
		if _, err := ParseCOSEKeySet(b); err == nil {
			t.Errorf("%.8x is taken for a key set", b)
		}
	}
}

func TestJWKSet(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	b, err := Keys{key.Public(), newKey(t, ForCheckpoints).Public()}.JWKSet()
	if err != nil {
		t.Fatal(err)
	}
	var set struct{ Keys []map[string]any }
	if err := json.Unmarshal(b, &set); err != nil || len(set.Keys) != 2 {
		t.Fatal(err, string(b))
	}
	ec, ed := set.Keys[0], set.Keys[1]
	if ec["kty"] != "EC" || ec["crv"] != "P-256" || ec["alg"] != "ES256" || ec["kid"] != key.Public().ID.base64() || ec["exp"] != float64(keyUntil.Unix()) || ec["d"] != nil {
		t.Errorf("%v", ec)
	}
	if ed["kty"] != "OKP" || ed["crv"] != "Ed25519" || ed["y"] != nil {
		t.Errorf("%v", ed)
	}
}

func TestRotatedNeverLengthens(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	if got := key.Rotated(keyUntil.AddDate(1, 0, 0)).Public().Until; !got.Equal(keyUntil) {
		t.Errorf("the period now ends %v", got)
	}
	if !key.Public().SignsAt(signedAt) || key.Rotated(signedAt).Public().SignsAt(signedAt.Add(time.Hour)) {
		t.Error("rotation ends the period of the new value alone")
	}
}
