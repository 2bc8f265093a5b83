package sign

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"

	"watchword/internal/fault"
)

// Card is what a card's QR code says, never more of the person than the card in the hand
// does. Instants are UTC in whole seconds.
type Card struct {
	Issuer    string    // host name of the force's public pages, for example "eastmarch.example"
	ID        [16]byte  // the card itself; never used twice
	NotBefore time.Time // the card is good from this instant
	Expires   time.Time // and before this one
	IssuedAt  time.Time // when it was signed
	Status    StatusRef
	Number    string // AP number, for example "EM 4417"
	Role      string // in plain words
	Employer  string
	Area      string // where the person may act, in plain words
	Powers    []int  // catalogue numbers, 0 to 511, ascending; at most 512
	Photo     []byte // SHA-256 of the photo on the card: nothing, its first 8 or 16 bytes, or all 32
}

// StatusRef points to one entry of a status list.
type StatusRef struct {
	Index int    // place in the list, from 0
	URI   string // of the list, byte for byte its subject
}

// Reason says how a card was read.
type Reason string

// The reasons. Only Good means that the card itself is in order; whether it has been
// withdrawn is asked of the status list.
const (
	Good        Reason = "good"
	Forged      Reason = "forged"        // the signature does not fit, or it cannot be read as a card
	Expired     Reason = "expired"       // genuine, and its time is over
	NotYetValid Reason = "not yet valid" // genuine, and its time has not come
	UnknownKey  Reason = "unknown key"   // cannot be checked: it names a key that is not known here
)

// Certain reports whether the reason is an answer at all. An unknown key is none: the page
// says "could not check", not "not valid".
func (r Reason) Certain() bool { return r != UnknownKey }

// Claims of a card as they stand in the CWT. csas is our one private claim: its label
// costs five bytes, so that the members stand in a map under small keys.
type (
	cardClaims struct {
		Iss    string          `cbor:"1,keyasint"`
		Exp    seconds         `cbor:"4,keyasint"`
		Nbf    seconds         `cbor:"5,keyasint"`
		Iat    seconds         `cbor:"6,keyasint,omitempty"` // absent when equal to nbf
		Cti    cbor.ByteString `cbor:"7,keyasint"`
		Status statusClaim     `cbor:"65535,keyasint"`
		CSAS   csasClaim       `cbor:"-65537,keyasint"`
	}
	csasClaim struct {
		Number   string          `cbor:"1,keyasint"`
		Role     string          `cbor:"2,keyasint,omitempty"`
		Employer string          `cbor:"3,keyasint,omitempty"`
		Powers   cbor.ByteString `cbor:"4,keyasint,omitempty"` // a bit a catalogue number, the least significant first
		Area     string          `cbor:"5,keyasint,omitempty"`
		Photo    cbor.ByteString `cbor:"6,keyasint,omitempty"`
	}
)

const (
	powerNumbersBelow = 512
	cardTextAtMost    = 200 // bytes of one text
	indexBelow        = 1 << 31
)

// SignCard signs a card as a CWT in COSE_Sign1 (tag 18), with ES256, in deterministic CBOR.
// The instant at is when it is signed, and becomes IssuedAt.
//
// Errors: ErrPurpose or ErrPeriod if the key may not sign this now; fault.Invalid if the
// card holds what no card may.
func SignCard(key *Key, c Card, at time.Time) ([]byte, error) {
	if err := key.may(ForCards, at); err != nil {
		return nil, err
	}
	c.IssuedAt = at
	if err := c.check(); err != nil {
		return nil, fault.New(fault.Invalid, "The card cannot be signed: %s.", err)
	}
	payload, err := encoder.Marshal(c.claims())
	if err != nil {
		return nil, err
	}
	return key.signSign1(contentFormatCWT, payload)
}

// VerifyCard reads a card and says whether it is in order at the given instant. The card is
// returned when the signature fits, also if it is expired or not yet valid; otherwise it is
// empty, since nothing in it can be believed. Withdrawal is not looked at: see StatusList.
func VerifyCard(token []byte, keys Keys, now time.Time) (Card, Reason) {
	m, err := readSign1(token)
	if err != nil || !cardTyp(m.typ) {
		return Card{}, Forged
	}
	if err := m.signedBy(keys, ForCards); err != nil {
		if errors.Is(err, ErrUnknownKey) {
			return Card{}, UnknownKey
		}
		return Card{}, Forged
	}
	var claims cardClaims
	if decoder.Unmarshal([]byte(m.Payload), &claims) != nil {
		return Card{}, Forged
	}
	c, err := claims.card()
	if err != nil {
		return Card{}, Forged
	}
	switch {
	case now.Before(c.NotBefore):
		return c, NotYetValid
	case !now.Before(c.Expires):
		return c, Expired
	}
	return c, Good
}

// cardTyp accepts the registered number, the media type, its short form, and silence.
func cardTyp(typ any) bool {
	switch t := typ.(type) {
	case nil:
		return true
	case uint64:
		return t == contentFormatCWT
	case string:
		return strings.EqualFold(t, "application/cwt") || strings.EqualFold(t, "cwt")
	}
	return false
}

func (c Card) claims() cardClaims {
	claims := cardClaims{
		Iss: c.Issuer, Cti: cbor.ByteString(c.ID[:]),
		Exp: seconds(c.Expires.Unix()), Nbf: seconds(c.NotBefore.Unix()), Iat: seconds(c.IssuedAt.Unix()),
		Status: statusClaim{statusListClaim{Idx: uint64(c.Status.Index), URI: c.Status.URI}},
		CSAS:   csasClaim{Number: c.Number, Role: c.Role, Employer: c.Employer, Area: c.Area, Photo: cbor.ByteString(c.Photo), Powers: cbor.ByteString(packPowers(c.Powers))},
	}
	if claims.Iat == claims.Nbf {
		claims.Iat = 0
	}
	return claims
}

func (x cardClaims) card() (Card, error) {
	if len(x.Cti) != 16 || x.Status.List.Idx >= indexBelow || x.Exp == 0 || x.Nbf == 0 {
		return Card{}, errors.New("a claim is missing or out of range")
	}
	powers, err := unpackPowers([]byte(x.CSAS.Powers))
	if err != nil {
		return Card{}, err
	}
	if x.Iat == 0 {
		x.Iat = x.Nbf
	}
	c := Card{
		Issuer: x.Iss, ID: [16]byte([]byte(x.Cti)), NotBefore: x.Nbf.time(), Expires: x.Exp.time(), IssuedAt: x.Iat.time(),
		Status: StatusRef{Index: int(x.Status.List.Idx), URI: x.Status.List.URI},
		Number: x.CSAS.Number, Role: x.CSAS.Role, Employer: x.CSAS.Employer, Area: x.CSAS.Area, Powers: powers,
	}
	if x.CSAS.Photo != "" {
		c.Photo = []byte(x.CSAS.Photo)
	}
	return c, c.check()
}

// check holds what is true of every card, written or read.
func (c Card) check() error {
	switch {
	case c.Issuer == "" || c.Number == "":
		return errors.New("issuer and number must be there")
	case c.ID == [16]byte{}:
		return errors.New("the identity of the card must be there")
	case c.NotBefore.Unix() <= 0 || c.IssuedAt.Unix() <= 0 || !c.NotBefore.Before(c.Expires):
		return errors.New("it must end after it begins, and both after 1970")
	case c.Status.Index < 0 || c.Status.Index >= indexBelow || !strings.HasPrefix(c.Status.URI, "https://") && !strings.HasPrefix(c.Status.URI, "http://"):
		return errors.New("the place in the status list must not be negative, and the list needs a web address")
	case len(c.Photo) != 0 && len(c.Photo) != 8 && len(c.Photo) != 16 && len(c.Photo) != 32:
		return errors.New("the fingerprint of the photo must be 8, 16 or 32 bytes")
	}
	for _, s := range []string{c.Issuer, c.Number, c.Role, c.Employer, c.Area, c.Status.URI} {
		if len(s) > cardTextAtMost || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			return fmt.Errorf("a text must be plain and no longer than %d bytes", cardTextAtMost)
		}
	}
	for i, n := range c.Powers {
		if n < 0 || n >= powerNumbersBelow || i > 0 && n <= c.Powers[i-1] {
			return fmt.Errorf("powers must be numbers from 0 to %d in ascending order", powerNumbersBelow-1)
		}
	}
	return nil
}

// packPowers sets a bit for each number: number n is bit n mod 8 (from the least
// significant) of byte n div 8. There is no zero byte at the end.
func packPowers(numbers []int) []byte {
	if len(numbers) == 0 {
		return nil
	}
	b := make([]byte, numbers[len(numbers)-1]/8+1)
	for _, n := range numbers {
		b[n/8] |= 1 << (n % 8)
	}
	return b
}

func unpackPowers(b []byte) ([]int, error) {
	if len(b) > powerNumbersBelow/8 || len(b) > 0 && b[len(b)-1] == 0 {
		return nil, errors.New("the powers are not written as they should be")
	}
	var numbers []int
	for i := range len(b) * 8 {
		if b[i/8]>>(i%8)&1 == 1 {
			numbers = append(numbers, i)
		}
	}
	return numbers, nil
}

// seconds is a NumericDate: seconds since 1970, written as an integer, read also as a float.
type seconds int64

func (s seconds) time() time.Time { return time.Unix(int64(s), 0).UTC() }

// UnmarshalCBOR reads an integer or a float, which is cut to whole seconds.
func (s *seconds) UnmarshalCBOR(b []byte) error {
	const year9999 = 253402300800
	var v any
	if err := decoder.Unmarshal(b, &v); err != nil {
		return err
	}
	switch n := v.(type) {
	case uint64:
		if n < year9999 {
			*s = seconds(n)
			return nil
		}
	case float64:
		if !math.IsNaN(n) && n >= 0 && n < year9999 {
			*s = seconds(n)
			return nil
		}
	}
	return &cbor.UnmarshalTypeError{CBORType: "date", GoType: "seconds"}
}
