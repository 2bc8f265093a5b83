package sign

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// The numbers and names of the Token Status List (draft-ietf-oauth-status-list-21), all of
// them here. The draft marks 65533, 65534 and 65535 as requested: look in the IANA registry
// of CWT claims before a real card is issued. 65535 stands in cardClaims as well.
const (
	typStatusCWT = "application/statuslist+cwt" // COSE header 16
	typStatusJWT = "statuslist+jwt"
)

type (
	// statusCWT is the claims of a list as a CWT.
	statusCWT struct {
		Sub  string  `cbor:"2,keyasint"`
		Exp  seconds `cbor:"4,keyasint,omitempty"`
		Iat  seconds `cbor:"6,keyasint"`
		List lstCWT  `cbor:"65533,keyasint"`
		TTL  uint64  `cbor:"65534,keyasint,omitempty"`
	}
	lstCWT struct {
		Bits        int             `cbor:"bits"`
		Lst         cbor.ByteString `cbor:"lst"`
		Aggregation string          `cbor:"aggregation_uri,omitempty"`
	}
	// statusClaim is the claim 65535 of a card.
	statusClaim struct {
		List statusListClaim `cbor:"status_list"`
	}
	statusListClaim struct {
		Idx uint64 `cbor:"idx"`
		URI string `cbor:"uri"`
	}
	// statusJWT is the claims of a list as a JWT.
	statusJWT struct {
		Sub  string  `json:"sub"`
		Iat  float64 `json:"iat"`
		Exp  float64 `json:"exp,omitempty"`
		TTL  float64 `json:"ttl,omitempty"`
		List lstJWT  `json:"status_list"`
	}
	lstJWT struct {
		Bits        int    `json:"bits"`
		Lst         string `json:"lst"`
		Aggregation string `json:"aggregation_uri,omitempty"`
	}
)

// Media types of a status list token over HTTP.
const (
	MediaStatusJWT = "application/statuslist+jwt"
	MediaStatusCWT = "application/statuslist+cwt"
)

// Status is the state of one card in a status list.
type Status uint8

// The registered values. Everything from 3 up is not ours to use, and no such card is good.
const (
	StatusValid     Status = 0
	StatusInvalid   Status = 1 // for good
	StatusSuspended Status = 2 // may come back
)

// StatusList is an array of states, packed: entry 0 stands in the least significant bits of
// byte 0. It is not safe for concurrent use while it is being set.
type StatusList struct {
	bits   int
	packed []byte
}

const (
	// StatusBits is how many bits a status takes in our own lists: suspension needs two.
	StatusBits = 2
	// StatusEntries is the least size of our own lists, so that a list does not tell by its
	// size how many cards there are.
	StatusEntries = 1 << 17

	inflatedAtMost = 8 << 20 // bytes: a list larger than this is refused
)

// NewStatusList is a list with room for at least the given number of entries, all valid.
// bits must be 1, 2, 4 or 8.
func NewStatusList(bits, entries int) (*StatusList, error) {
	if bits != 1 && bits != 2 && bits != 4 && bits != 8 {
		return nil, fmt.Errorf("a status takes 1, 2, 4 or 8 bits, not %d", bits)
	}
	size := (entries*bits + 7) / 8
	if entries < 0 || size > inflatedAtMost {
		return nil, fmt.Errorf("a status list of %d entries is too large", entries)
	}
	return &StatusList{bits: bits, packed: make([]byte, size)}, nil
}

// Len is the number of entries.
func (l *StatusList) Len() int { return len(l.packed) * 8 / l.bits }

// Bits is how many bits an entry takes.
func (l *StatusList) Bits() int { return l.bits }

func (l *StatusList) place(index int) (byteAt, shift int, mask byte, ok bool) {
	if index < 0 || index >= l.Len() {
		return 0, 0, 0, false
	}
	at := index * l.bits
	return at / 8, at % 8, byte(1<<l.bits - 1), true
}

// Set writes one entry. It is an error to write beyond the end, or a status that does not
// fit into the bits.
func (l *StatusList) Set(index int, s Status) error {
	at, shift, mask, ok := l.place(index)
	if !ok || byte(s)&^mask != 0 {
		return fmt.Errorf("status %d does not fit at place %d of %d", s, index, l.Len())
	}
	l.packed[at] = l.packed[at]&^(mask<<shift) | byte(s)<<shift
	return nil
}

// At reads one entry; ok is false beyond the end, and then nothing may be said of the card.
func (l *StatusList) At(index int) (s Status, ok bool) {
	at, shift, mask, ok := l.place(index)
	if !ok {
		return 0, false
	}
	return Status(l.packed[at] >> shift & mask), true
}

// writers keeps zlib writers, each of which holds much memory.
var writers = sync.Pool{New: func() any { return must(zlib.NewWriterLevel(io.Discard, zlib.BestCompression)) }}

// compressed is the list as a zlib stream at the best level.
func (l *StatusList) compressed() ([]byte, error) {
	var b bytes.Buffer
	w := writers.Get().(*zlib.Writer)
	defer writers.Put(w)
	w.Reset(&b)
	if _, err := w.Write(l.packed); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

var errList = errors.New("the status list cannot be read")

// inflate reads a zlib stream into a list of at most inflatedAtMost bytes.
func inflate(bits int, z []byte) (*StatusList, error) {
	l, err := NewStatusList(bits, 0)
	if err != nil {
		return nil, err
	}
	r, err := zlib.NewReader(bytes.NewReader(z))
	if err != nil {
		return nil, errList
	}
	l.packed, err = io.ReadAll(io.LimitReader(r, inflatedAtMost+1))
	if err != nil || len(l.packed) > inflatedAtMost {
		return nil, errList
	}
	return l, nil
}
