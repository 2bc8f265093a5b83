package sign

import (
	"bytes"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"
)

// wrapped signs any payload with any wrapper, as another issuer might.
func wrapped(t testing.TB, key *Key, protected, unprotected map[any]any, payload []byte) []byte {
	t.Helper()
	head, err := cbor.Marshal(protected)
	if err != nil {
		t.Fatal(err)
	}
	if len(protected) == 0 {
		head = nil
	}
	sig, err := key.es256(toBeSigned(head, payload))
	if err != nil {
		t.Fatal(err)
	}
	b, err := cbor.Marshal(cbor.Tag{Number: 18, Content: []any{append([]byte{}, head...), unprotected, payload, sig}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func payloadOf(t testing.TB, token []byte) []byte {
	t.Helper()
	m, err := readSign1(token)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(m.Payload)
}

// oddButGenuine is wrappers and payloads that real issuers of CWTs have written.
func oddButGenuine(t testing.TB, key *Key) map[string][]byte {
	token := signed(t, key, wardenCard())
	payload, kid := payloadOf(t, token), []byte(key.Public().ID)
	type m = map[any]any
	odd := map[string][]byte{
		"tag 61 outside 18":        append([]byte{0xd8, 0x3d}, token...),
		"no tag":                   token[1:],
		"kid not protected":        wrapped(t, key, m{1: -7, 16: 61}, m{4: kid}, payload),
		"no typ":                   wrapped(t, key, m{1: -7, 4: kid}, m{}, payload),
		"typ as text":              wrapped(t, key, m{1: -7, 4: kid, 16: "application/cwt"}, m{}, payload),
		"typ not protected":        wrapped(t, key, m{1: -7, 4: kid}, m{16: 61}, payload),
		"no kid":                   wrapped(t, key, m{1: -7}, m{}, payload),
		"critical, and understood": wrapped(t, key, m{1: -7, 2: []int{16}, 4: kid, 16: 61}, m{}, payload),
		"headers we do not know":   wrapped(t, key, m{1: -7, 4: kid, "x": 1, 33: []byte{1}}, m{"y": []int{1}}, payload),
		"a claim we do not know":   wrapped(t, key, m{1: -7, 4: kid}, m{}, edited(t, payload, func(c m) { c["x"] = "y" })),
		"exp as a float":           wrapped(t, key, m{1: -7, 4: kid}, m{}, edited(t, payload, func(c m) { c[uint64(4)] = float64(c[uint64(4)].(uint64)) + 0.25 })),
	}
	open := append([]byte{0xbf}, payload[1:]...) // a map of indefinite length
	odd["indefinite length"] = wrapped(t, key, m{1: -7, 4: kid}, m{}, append(open, 0xff))
	return odd
}

func edited(t testing.TB, payload []byte, edit func(map[any]any)) []byte {
	t.Helper()
	var claims map[any]any
	if err := cbor.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	edit(claims)
	b, err := cbor.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOddButGenuineWrappersAreRead(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	want := wardenCard()
	want.IssuedAt = signedAt
	for name, token := range oddButGenuine(t, key) {
		got, reason := VerifyCard(token, Keys{key.Public()}, signedAt)
		if diff := cmp.Diff(want, got); reason != Good || diff != "" {
			t.Errorf("%s: %s\n%s", name, reason, diff)
		}
	}
}

func TestGenuineSignatureOverBadContentIsNoCard(t *testing.T) {
	t.Parallel()
	key := newKey(t, ForCards)
	payload, kid := payloadOf(t, signed(t, key, wardenCard())), []byte(key.Public().ID)
	type m = map[any]any
	good := m{1: -7, 4: kid}
	claims := func(edit func(m)) []byte { return wrapped(t, key, good, m{}, edited(t, payload, edit)) }
	csas := func(k uint64, v any) []byte {
		return claims(func(c m) { c[int64(-65537)].(map[any]any)[k] = v })
	}
	for name, token := range map[string][]byte{
		"another algorithm":           wrapped(t, key, m{1: -35, 4: kid}, m{}, payload),
		"no algorithm":                wrapped(t, key, m{4: kid}, m{}, payload),
		"algorithm not protected":     wrapped(t, key, m{4: kid}, m{1: -7}, payload),
		"empty header":                wrapped(t, key, m{}, m{1: -7, 4: kid}, payload),
		"algorithm twice":             wrapped(t, key, good, m{1: -7}, payload),
		"kid twice":                   wrapped(t, key, good, m{4: kid}, payload),
		"critical, not understood":    wrapped(t, key, m{1: -7, 2: []any{"x"}, 4: kid}, m{}, payload),
		"critical, not protected":     wrapped(t, key, good, m{2: []int{16}}, payload),
		"a status list":               wrapped(t, key, m{1: -7, 4: kid, 16: "application/statuslist+cwt"}, m{}, payload),
		"a number of another type":    wrapped(t, key, m{1: -7, 4: kid, 16: 60}, m{}, payload),
		"no payload":                  wrapped(t, key, good, m{}, []byte{}),
		"a payload that is no map":    wrapped(t, key, good, m{}, []byte{0x80}),
		"no exp":                      claims(func(c m) { delete(c, uint64(4)) }),
		"no nbf":                      claims(func(c m) { delete(c, uint64(5)) }),
		"exp as text":                 claims(func(c m) { c[uint64(4)] = "2029" }),
		"exp with tag 1":              claims(func(c m) { c[uint64(4)] = cbor.Tag{Number: 1, Content: 1864512000} }),
		"exp beyond all years":        claims(func(c m) { c[uint64(4)] = uint64(1) << 62 }),
		"no cti":                      claims(func(c m) { delete(c, uint64(7)) }),
		"cti of 8 bytes":              claims(func(c m) { c[uint64(7)] = make([]byte, 8) }),
		"no status":                   claims(func(c m) { delete(c, uint64(65535)) }),
		"a negative index":            claims(func(c m) { c[uint64(65535)] = m{"status_list": m{"idx": -1, "uri": "https://e.example/1"}} }),
		"no scheme claim":             claims(func(c m) { delete(c, int64(-65537)) }),
		"powers that end in nought":   csas(4, []byte{1, 0}),
		"too many powers":             csas(4, bytes.Repeat([]byte{1}, 65)),
		"powers as a list":            csas(4, []int{1}),
		"a role with a line break":    csas(2, "a\nb"),
		"a key twice":                 wrapped(t, key, good, m{}, append([]byte{payload[0] + 1, 1, 0x61, 'x'}, payload[1:]...)),
		"bytes behind the claims":     wrapped(t, key, good, m{}, append(bytes.Clone(payload), 0)),
		"lists within lists in lists": wrapped(t, key, good, m{}, bytes.Repeat([]byte{0x81}, 10000)),
	} {
		if got, reason := VerifyCard(token, Keys{key.Public()}, signedAt); reason != Forged {
			t.Errorf("%s: %s, %+v", name, reason, got)
		}
	}
}
