package sign

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// Media types of the two published forms of a key set.
const (
	MediaCOSEKeySet = "application/cose-key-set"
	MediaJWKSet     = "application/jwk-set+json"
)

// Numbers of COSE (RFC 9052, RFC 9053).
const (
	algES256 = -7
	algEdDSA = -8

	ktyOKP, ktyEC2 = 1, 2
	crvP256, crvEd = 1, 6
	opVerify       = 2

	keySetBytesAtMost = 1 << 16
)

// coseKey is a COSE_Key. Only kty, crv, x and y enter the thumbprint. The labels below
// -65536 are ours.
type coseKey struct {
	Kty     int    `cbor:"1,keyasint"`
	Kid     []byte `cbor:"2,keyasint,omitempty"`
	Alg     int    `cbor:"3,keyasint,omitempty"`
	Ops     []int  `cbor:"4,keyasint,omitempty"`
	Crv     int    `cbor:"-1,keyasint"`
	X       []byte `cbor:"-2,keyasint"`
	Y       []byte `cbor:"-3,keyasint,omitempty"`
	From    int64  `cbor:"-65537,keyasint,omitempty"`
	Until   int64  `cbor:"-65538,keyasint,omitempty"`
	Purpose string `cbor:"-65539,keyasint,omitempty"`
}

// cose is the key with no more than its thumbprint needs.
func (p Public) cose() (coseKey, error) {
	if p.ed != nil {
		return coseKey{Kty: ktyOKP, Crv: crvEd, X: p.ed}, nil
	}
	if p.ec == nil {
		return coseKey{}, errors.New("there is no key")
	}
	point, err := p.ec.Bytes() // 04, x, y
	if err != nil {
		return coseKey{}, err
	}
	return coseKey{Kty: ktyEC2, Crv: crvP256, X: point[1:33], Y: point[33:65]}, nil
}

func (p Public) thumbprint() (KeyID, error) {
	k, err := p.cose()
	if err != nil {
		return "", err
	}
	b, err := encoder.Marshal(k)
	if err != nil {
		return "", err
	}
	return KeyID(sum(b)[:8]), nil
}

// COSEKeySet is the keys as a COSE_KeySet (media type MediaCOSEKeySet): an array of
// COSE_Key with kid, alg and key_ops, and with three private labels, -65537 and -65538 for
// the first second the key signs in and the first it no longer does, -65539 for its purpose.
func (ks Keys) COSEKeySet() ([]byte, error) {
	set := make([]coseKey, 0, len(ks))
	for _, p := range ks {
		k, err := p.cose()
		if err != nil {
			return nil, err
		}
		k.Kid, k.Ops, k.Alg = []byte(p.ID), []int{opVerify}, algES256
		if p.ed != nil {
			k.Alg = algEdDSA
		}
		k.From, k.Until, k.Purpose = p.From.Unix(), p.Until.Unix(), string(p.Purpose)
		set = append(set, k)
	}
	return encoder.Marshal(set)
}

// ParseCOSEKeySet reads a key set. Keys it cannot understand are skipped, as RFC 9052 asks;
// only a text that is no key set at all is an error.
func ParseCOSEKeySet(b []byte) (Keys, error) {
	var raw []cbor.RawMessage
	if len(b) > keySetBytesAtMost {
		return nil, errors.New("the key set is too large")
	}
	if err := decoder.Unmarshal(b, &raw); err != nil {
		return nil, errors.New("this is not a COSE key set")
	}
	var ks Keys
	for _, r := range raw {
		var k coseKey
		if decoder.Unmarshal(r, &k) != nil {
			continue
		}
		if p, ok := k.public(); ok {
			ks = append(ks, p)
		}
	}
	return ks, nil
}

func (k coseKey) public() (Public, bool) {
	p := Public{ID: KeyID(k.Kid), Purpose: Purpose(k.Purpose), From: time.Unix(k.From, 0).UTC(), Until: time.Unix(k.Until, 0).UTC()}
	switch {
	case k.Kty == ktyEC2 && k.Crv == crvP256 && len(k.X) == 32 && len(k.Y) == 32:
		ec, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), bytes.Join([][]byte{{4}, k.X, k.Y}, nil))
		if err != nil {
			return Public{}, false
		}
		p.ec = ec
	case k.Kty == ktyOKP && k.Crv == crvEd && len(k.X) == ed25519.PublicKeySize:
		p.ed = ed25519.PublicKey(k.X)
	default:
		return Public{}, false
	}
	return p, true
}

type jwk struct {
	Kty     string `json:"kty"`
	Crv     string `json:"crv"`
	X       string `json:"x"`
	Y       string `json:"y,omitempty"`
	Kid     string `json:"kid"`
	Alg     string `json:"alg"`
	Use     string `json:"use"`
	Purpose string `json:"purpose"`
	Nbf     int64  `json:"nbf"`
	Exp     int64  `json:"exp"`
}

// JWKSet is the same keys as a JWK set (media type MediaJWKSet), for checkers in browsers.
// kid is the id in unpadded base64url; nbf and exp bound the time in which the key signs
// (whole seconds), not the time in which its signatures hold.
func (ks Keys) JWKSet() ([]byte, error) {
	set := struct {
		Keys []jwk `json:"keys"`
	}{Keys: []jwk{}}
	for _, p := range ks {
		k, err := p.cose()
		if err != nil {
			return nil, err
		}
		j := jwk{Kty: "EC", Crv: "P-256", Alg: "ES256", X: b64(k.X), Y: b64(k.Y), Kid: p.ID.base64(), Use: "sig",
			Purpose: string(p.Purpose), Nbf: p.From.Unix(), Exp: p.Until.Unix()}
		if p.ed != nil {
			j.Kty, j.Crv, j.Alg = "OKP", "Ed25519", "EdDSA"
		}
		set.Keys = append(set.Keys, j)
	}
	return json.MarshalIndent(set, "", "  ")
}

// base64 is how the id stands in JSON.
func (k KeyID) base64() string { return b64([]byte(k)) }

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func unb64(s string) ([]byte, error) { return base64.RawURLEncoding.Strict().DecodeString(s) }
