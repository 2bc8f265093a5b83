package sign

import (
	"errors"

	"github.com/fxamacker/cbor/v2"
)

// header holds the header parameters we read. The rest are ignored unless crit names them.
type header struct {
	Alg  cbor.RawMessage `cbor:"1,keyasint,omitempty"`
	Crit []any           `cbor:"2,keyasint,omitempty"`
	Kid  cbor.ByteString `cbor:"4,keyasint,omitempty"`
	Typ  cbor.RawMessage `cbor:"16,keyasint,omitempty"`
}

// sign1 is a COSE_Sign1 (RFC 9052, section 4.2). cbor.ByteString, unlike []byte, is read
// from a byte string alone, not from an array of numbers.
type sign1 struct {
	_           struct{} `cbor:",toarray"`
	Protected   cbor.ByteString
	Unprotected cbor.RawMessage
	Payload     cbor.ByteString
	Signature   cbor.ByteString
}

// message is a COSE_Sign1 taken apart, with nothing verified yet.
type message struct {
	sign1
	kid KeyID // empty when the message names no key
	typ any   // int64, uint64 or string; nil when absent
}

var errSign1 = errors.New("this is not a COSE_Sign1 message signed with ES256")

const (
	tokenBytesAtMost = 1 << 20
	tagSign1         = 0xd2 // tag 18
	arrayType        = 4    // major type of CBOR
	contentFormatCWT = 61   // CoAP content format of application/cwt, RFC 8392
)

// signSign1 signs a payload. typ is the content format number or media type of header 16.
func (k *Key) signSign1(typ any, payload []byte) ([]byte, error) {
	protected, err := encoder.Marshal(map[int]any{1: algES256, 4: []byte(k.pub.ID), 16: typ})
	if err != nil {
		return nil, err
	}
	sig, err := k.es256(toBeSigned(protected, payload))
	if err != nil {
		return nil, err
	}
	body, err := encoder.Marshal(sign1{Protected: cbor.ByteString(protected), Unprotected: cbor.RawMessage{0xa0}, Payload: cbor.ByteString(payload), Signature: cbor.ByteString(sig)})
	if err != nil {
		return nil, err
	}
	return append([]byte{tagSign1}, body...), nil
}

// readSign1 takes a message apart: tagged 18, tagged 61 and 18, or untagged; kid and typ in
// either header, but none in both; alg ES256 in the protected header alone.
func readSign1(b []byte) (message, error) {
	var m message
	if len(b) > tokenBytesAtMost {
		return m, errSign1
	}
	if len(b) > 2 && b[0] == 0xd8 && b[1] == 0x3d && b[2] == tagSign1 { // 61, which stands outside 18
		b = b[2:]
	}
	if len(b) > 0 && b[0] == tagSign1 {
		b = b[1:]
	}
	if len(b) == 0 || b[0]>>5 != arrayType || decoder.Unmarshal(b, &m.sign1) != nil || len(m.Signature) != 64 || len(m.Payload) == 0 {
		return m, errSign1
	}
	var protected, unprotected header
	if decoder.Unmarshal([]byte(m.Protected), &protected) != nil || decoder.Unmarshal(m.Unprotected, &unprotected) != nil {
		return m, errSign1
	}
	if len(protected.Alg) != 1 || protected.Alg[0] != 0x26 { // -7
		return m, errSign1
	}
	if unprotected.Alg != nil || unprotected.Crit != nil || !understood(protected.Crit) ||
		protected.Kid != "" && unprotected.Kid != "" || protected.Typ != nil && unprotected.Typ != nil {
		return m, errSign1
	}
	m.kid = KeyID(protected.Kid) + KeyID(unprotected.Kid)
	if typ := append(protected.Typ, unprotected.Typ...); typ != nil && decoder.Unmarshal(typ, &m.typ) != nil {
		return m, errSign1
	}
	return m, nil
}

// understood reports whether crit names only parameters we act on.
func understood(crit []any) bool {
	for _, label := range crit {
		if n, ok := label.(uint64); !ok || n != 1 && n != 4 && n != 16 {
			return false
		}
	}
	return true
}

// signedBy returns the key of the purpose that signed the message; ErrUnknownKey when the
// message names a key we do not have, errForged when no signature fits.
func (m message) signedBy(keys Keys, purpose Purpose) error {
	text := toBeSigned(m.Protected, m.Payload)
	known := m.kid == ""
	for _, k := range keys {
		if k.Purpose != purpose || k.ec == nil || m.kid != "" && k.ID != m.kid {
			continue
		}
		known = true
		if k.verifyES256(text, []byte(m.Signature)) {
			return nil
		}
	}
	if !known {
		return ErrUnknownKey
	}
	return errForged
}

// ErrUnknownKey: what was signed names a key that is not among those trusted. It says
// nothing about whether the signature is genuine.
var ErrUnknownKey = errors.New("signed with a key that is not known here")

var errForged = errors.New("the signature does not fit")

// toBeSigned is the Sig_structure of RFC 9052, section 4.4, over the protected header as it
// was received, with no external data.
func toBeSigned[T ~string | ~[]byte](protected, payload T) []byte {
	b := make([]byte, 0, len(protected)+len(payload)+24)
	b = append(b, 0x84, 0x6a)
	b = append(b, "Signature1"...)
	b = appendBytes(b, protected)
	b = append(b, 0x40)
	return appendBytes(b, payload)
}

// appendBytes appends s as a CBOR byte string.
func appendBytes[T ~string | ~[]byte](b []byte, s T) []byte {
	const bytesType = 0x40
	switch n := len(s); {
	case n < 24:
		b = append(b, bytesType|byte(n))
	case n < 1<<8:
		b = append(b, bytesType|24, byte(n))
	case n < 1<<16:
		b = append(b, bytesType|25, byte(n>>8), byte(n))
	default:
		b = append(b, bytesType|26, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return append(b, s...)
}
