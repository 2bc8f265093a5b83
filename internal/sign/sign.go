// Package sign makes and reads everything in Watchword that carries a signature: the
// credential in a card's QR code (a CWT in COSE_Sign1), the status list that says which
// cards are good (IETF Token Status List), and the checkpoints of the ledger (C2SP signed
// notes, tiles and proof files). It also holds the keys they are made with.
//
// It knows no register and no database: who may have a card is decided in card and accred,
// and how a QR code is drawn is told in print. It has no clock of its own; every
// function that depends on the time is given it.
//
// What we write is strict and deterministic. What we read is tolerant of the wrapper alone
// (tags, where a header stands) and strict about the content.
//
// Read first: key.go, then card.go.
package sign

import (
	"crypto/sha256"

	"github.com/fxamacker/cbor/v2"
)

var (
	// encoder writes deterministic CBOR (RFC 8949, section 4.2).
	encoder = must(cbor.CoreDetEncOptions().EncMode())

	// decoder refuses duplicate keys, deep nesting and trailing bytes. It takes indefinite
	// lengths, which some genuine issuers write.
	decoder = must(cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		MaxNestedLevels:   8,
		MaxArrayElements:  1024,
		MaxMapPairs:       256,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
	}.DecMode())
)

// must is for values made once at start from constants: a failure is a broken build.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func sum(b []byte) []byte {
	h := sha256.Sum256(b)
	return h[:]
}
