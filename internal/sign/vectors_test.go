package sign

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// The published vectors: RFC 8392 A.3, RFC 9285, the examples of the Token Status List, the
// signed-note specification, RFC 6962.

func unhex(t testing.TB, s ...string) []byte {
	t.Helper()
	b, err := hex.DecodeString(join(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func join(s []string) string {
	out := ""
	for _, x := range s {
		out += x
	}
	return out
}

// foreignKey is a key that is not ours, with an id of its own.
func foreignKey(t testing.TB, kid string, x, y []byte, purpose Purpose) Public {
	t.Helper()
	ec, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, x, y))
	if err != nil {
		t.Fatal(err)
	}
	return Public{ID: KeyID(kid), Purpose: purpose, ec: ec}
}

func statusExampleKey(t testing.TB, purpose Purpose) Public {
	x, err := unb64("I3HWm_0Ds1dPMI-IWmf4mBmH-YaeAVbPVu7vB27CxXo")
	if err != nil {
		t.Fatal(err)
	}
	y, err := unb64("6N_d5Elj9bs1htgV3okJKIdbHEpkgTmAluYKJemzn1M")
	if err != nil {
		t.Fatal(err)
	}
	return foreignKey(t, "12", x, y, purpose)
}

func exampleCWT(t testing.TB) (token []byte, key Public) {
	return unhex(t, "d28443a10126a104524173796d6d657472696345434453413235365850a70175636f61703a2f2f61732e6578",
			"616d706c652e636f6d02656572696b77037818636f61703a2f2f6c696768742e6578616d706c652e636f6d04",
			"1a5612aeb0051a5610d9f0061a5610d9f007420b7158405427c1ff28d23fbad1f29c4c7c6a555e601d6fa29f",
			"9179bc3d7438bacaca5acd08c8d4d4f96131680c429a01f85951ecee743a52b9b63632c57209120e1c9e30"),
		foreignKey(t, "AsymmetricECDSA256", unhex(t, "143329cce7868e416927599cf65a34f3ce2ffda55a7eca69ed8919a394d42f0f"),
			unhex(t, "60f7f1a780d8a783bfb7a2dd6b2796e8128dbbcef9d3d168db9529971a36e7b9"), ForCards)
}

func TestCWTExampleOfRFC8392Verifies(t *testing.T) {
	t.Parallel()
	token, key := exampleCWT(t)
	m, err := readSign1(token)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.signedBy(Keys{key}, ForCards); err != nil {
		t.Error(err)
	}
	var claims struct {
		Iss string  `cbor:"1,keyasint"`
		Sub string  `cbor:"2,keyasint"`
		Exp seconds `cbor:"4,keyasint"`
		Cti []byte  `cbor:"7,keyasint"`
	}
	if err := decoder.Unmarshal([]byte(m.Payload), &claims); err != nil || claims.Iss != "coap://as.example.com" || claims.Sub != "erikw" || claims.Exp != 1444064944 || !bytes.Equal(claims.Cti, []byte{0x0b, 0x71}) {
		t.Errorf("%+v, %v", claims, err)
	}
	m.Payload = "x" + m.Payload[1:]
	if m.signedBy(Keys{key}, ForCards) == nil {
		t.Error("a changed payload verifies")
	}
}

func TestBase45Vectors(t *testing.T) {
	t.Parallel()
	for plain, coded := range map[string]string{"AB": "BB8", "Hello!!": "%69 VD92EX0", "base-45": "UJCLQE7W581", "ietf!": "QED8WEX0"} {
		if got := EncodeBase45([]byte(plain)); got != coded {
			t.Errorf("EncodeBase45(%q) = %q, want %q", plain, got, coded)
		}
		if got, err := DecodeBase45(coded); err != nil || string(got) != plain {
			t.Errorf("DecodeBase45(%q) = %q, %v", coded, got, err)
		}
	}
	for _, bad := range []string{"GGW", "A", "AAAA", "bb8", "BB8\n", "::", ":::"} {
		if got, err := DecodeBase45(bad); err == nil {
			t.Errorf("DecodeBase45(%q) = %q, want an error", bad, got)
		}
	}
}

func TestStatusListVectors(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		bits     int
		statuses []Status
		raw, z   string
		lst      string
	}{
		{"one bit", 1, []Status{1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1}, "b9a3", "78dadbb918000217015d", "eNrbuRgAAhcBXQ"},
		{"two bits", 2, []Status{1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3}, "c944f9", "78da3be9f2130003df0207", "eNo76fITAAPfAgc"},
	} {
		l, err := NewStatusList(tt.bits, len(tt.statuses))
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range tt.statuses {
			if err := l.Set(i, s); err != nil {
				t.Fatal(err)
			}
		}
		if hex.EncodeToString(l.packed) != tt.raw {
			t.Errorf("%s: packed %x, want %s", tt.name, l.packed, tt.raw)
		}
		if lst, err := unb64(tt.lst); err != nil || hex.EncodeToString(lst) != tt.z {
			t.Errorf("%s: %x, %v", tt.name, lst, err)
		}
		z, err := l.compressed()
		if err != nil {
			t.Fatal(err)
		}
		for _, stream := range [][]byte{unhex(t, tt.z), z} { // bytes may differ between compressors, what comes out may not
			back, err := inflate(tt.bits, stream)
			if err != nil || !bytes.Equal(back.packed, l.packed) {
				t.Errorf("%s: inflated %x, %v", tt.name, back, err)
			}
			for i, want := range tt.statuses {
				if got, ok := back.At(i); !ok || got != want {
					t.Errorf("%s: entry %d is %d, want %d", tt.name, i, got, want)
				}
			}
		}
	}
}

func TestStatusListInCBOR(t *testing.T) {
	t.Parallel()
	want := lstCWT{Bits: 1, Lst: cbor.ByteString(unhex(t, "78dadbb918000217015d"))}
	published := unhex(t, "a2646269747301636c73744a78dadbb918000217015d")
	ours, err := encoder.Marshal(want) // the same but for the order of the keys, which in ours is deterministic
	if err != nil || len(ours) != len(published) {
		t.Errorf("%x, %v", ours, err)
	}
	for _, b := range [][]byte{ours, published} {
		var got lstCWT
		if err := decoder.Unmarshal(b, &got); err != nil || got != want {
			t.Errorf("%x is read as %+v, %v", b, got, err)
		}
	}
}

func TestLongStatusListVector(t *testing.T) {
	t.Parallel()
	lst, err := unb64("eNrt3AENwCAMAEGogklACtKQPg9LugC9k_ACvreiogEAAKkeCQAAAAAAAAAAAAAAAAAAAIBylgQAAAAAAAAA" +
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAXG9IAAAAAAAAAPwsJAAAAAAAAAAAAAAAvhsSAAAA" +
		"AAAAAAAA7KpLAAAAAAAAAAAAAAAAAAAAAJsLCQAAAAAAAAAAADjelAAAAAAAAAAAKjDMAQAAAACAZC8L2AEb")
	if err != nil {
		t.Fatal(err)
	}
	l, err := inflate(1, lst)
	if err != nil || l.Len() != 1<<20 {
		t.Fatalf("%d entries, %v", l.Len(), err)
	}
	var set []int
	for i := range l.Len() {
		if s, _ := l.At(i); s == StatusInvalid {
			set = append(set, i)
		}
	}
	if !slices.Equal(set, []int{0, 1993, 25460, 159495, 495669, 554353, 645645, 723232, 854545, 934534, 1000345}) {
		t.Errorf("set: %v", set)
	}
}

func exampleStatusCWT(t testing.TB) []byte {
	return unhex(t, "d2845820a2012610781a6170706c69636174696f6e2f7374617475736c6973742b637774a1044231325850a5",
		"02782168747470733a2f2f6578616d706c652e636f6d2f7374617475736c697374732f31061a648c5bea041a",
		"8898dfea19fffe19a8c019fffda2646269747301636c73744a78dadbb918000217015d584093fa4d01032b18",
		"c35e2fe1101b77fd6cc9440022caa4694450c4e4e9feab4e99d1fa6d9772ce2bf3a12e0323ded7c982c5e101",
		"a5e67f0cbc1e2b6f57ce99c279")
}

func TestStatusListCWTExample(t *testing.T) {
	t.Parallel()
	issued := time.Unix(1686920170, 0).UTC()
	ask := StatusCheck{URI: "https://example.com/statuslists/1", Now: issued.Add(time.Hour)}
	got, err := VerifyStatusCWT(exampleStatusCWT(t), Keys{statusExampleKey(t, ForStatus)}, ask)
	if err != nil {
		t.Fatal(err)
	}
	if !got.IssuedAt.Equal(issued) || got.Expires.Unix() != 2291720170 || got.TTL != 43200*time.Second || got.List.Len() != 16 {
		t.Errorf("%+v", got)
	}
	if s, ok := got.List.At(0); !ok || s != StatusInvalid {
		t.Errorf("entry 0 is %d", s)
	}
}

func TestReferencedCWTExample(t *testing.T) {
	t.Parallel()
	token := unhex(t, "d28443a10126a1044231325866a502653132333435017368747470733a2f2f6578616d706c652e636f6d061a",
		"648c5bea041a8898dfea19ffffa16b7374617475735f6c697374a2636964780063757269782168747470733a",
		"2f2f6578616d706c652e636f6d2f7374617475736c697374732f315840340f7efea10f1a36dc4797636a17b4",
		"dd4848b68997d1d10e8cceb3a38ff33b3dda72964a83989f6cf98560c2fc97a08bc8977cc6b0f84cfedab93d",
		"3e4481e938")
	m, err := readSign1(token)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.signedBy(Keys{statusExampleKey(t, ForCards)}, ForCards); err != nil {
		t.Error(err)
	}
	var claims cardClaims
	if err := decoder.Unmarshal([]byte(m.Payload), &claims); err != nil || claims.Status.List != (statusListClaim{0, "https://example.com/statuslists/1"}) {
		t.Errorf("%+v, %v", claims, err)
	}
	if _, err := claims.card(); err == nil {
		t.Error("a CWT that is no card is taken for one")
	}
}

func TestSignedNoteVector(t *testing.T) {
	t.Parallel()
	key, err := ParseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
	if err != nil {
		t.Fatal(err)
	}
	v, err := key.NoteVerifier()
	if err != nil {
		t.Fatal(err)
	}
	signed := "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil || n.Text != "This is an example message.\n" {
		t.Errorf("%v, %v", n, err)
	}
}

func TestRFC6962Roots(t *testing.T) {
	t.Parallel()
	if empty := base64.StdEncoding.EncodeToString(sum(nil)); empty != "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" {
		t.Errorf("the empty root is %s", empty)
	}
	roots := []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	log := &memoryLog{}
	for i, leaf := range []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"} {
		log.add(t, unhex(t, leaf))
		if root := log.root(t); hex.EncodeToString(root[:]) != roots[i] {
			t.Errorf("root of %d: %x", i+1, root)
		}
	}
}

// memoryLog is a tree in memory.
type memoryLog struct {
	hashes []tlog.Hash
	size   int64
}

func (l *memoryLog) ReadHashes(at []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(at))
	for i, x := range at {
		out[i] = l.hashes[x]
	}
	return out, nil
}

func (l *memoryLog) add(t testing.TB, data []byte) {
	t.Helper()
	hashes, err := tlog.StoredHashes(l.size, data, l)
	if err != nil {
		t.Fatal(err)
	}
	l.hashes = append(l.hashes, hashes...)
	l.size++
}

func (l *memoryLog) root(t testing.TB) tlog.Hash {
	t.Helper()
	h, err := tlog.TreeHash(l.size, l)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestSigStructureBeginsAsTheRFCSays(t *testing.T) {
	t.Parallel()
	got := toBeSigned(unhex(t, "a10126"), []byte("x"))
	if hex.EncodeToString(got) != "846a5369676e61747572653143a10126404178" {
		t.Errorf("%x", got)
	}
	for _, n := range []int{0, 23, 24, 255, 256, 65535, 65536} {
		want, err := cbor.Marshal(make([]byte, n))
		if err != nil || !bytes.Equal(appendBytes(nil, make([]byte, n)), want) {
			t.Errorf("a byte string of %d bytes is encoded wrongly (%v)", n, err)
		}
	}
}
