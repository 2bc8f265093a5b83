package sign

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/fxamacker/cbor/v2"

	"watchword/internal/fault"
)

// StatusToken is a status list with what makes it trustworthy: whose it is, when it was
// made, and how long it may be kept. Instants are UTC in whole seconds.
type StatusToken struct {
	URI         string // the subject: the address in the cards that refer to it
	IssuedAt    time.Time
	Expires     time.Time     // zero: none
	TTL         time.Duration // how long a copy may be kept before asking again; zero: not said
	Aggregation string        // address of the list of lists; empty: none
	List        *StatusList
}

// StatusCheck is what a checker asks of a status list token.
type StatusCheck struct {
	URI    string        // as it stands in the card
	Now    time.Time     // instant of the check
	MaxAge time.Duration // how old the list may be by our own rule, whatever it says; zero: no bound
}

// ErrStatus: the list says nothing about any card. The answer is "could not check", never
// "valid".
var ErrStatus = errors.New("the status list cannot be relied upon")

type jwtHeader struct {
	Alg  string          `json:"alg"`
	Kid  string          `json:"kid,omitempty"`
	Typ  string          `json:"typ"`
	Crit json.RawMessage `json:"crit,omitempty"`
}

// prepare checks what is to be signed, and compresses the list.
func (t StatusToken) prepare(key *Key) ([]byte, error) {
	if err := key.may(ForStatus, t.IssuedAt); err != nil {
		return nil, err
	}
	if t.URI == "" || t.List == nil || t.TTL < 0 || !t.Expires.IsZero() && !t.IssuedAt.Before(t.Expires) {
		return nil, fault.New(fault.Invalid, "A status list needs an address, a list, and an end after its beginning.")
	}
	return t.List.compressed()
}

// unix is the seconds of an instant, 0 for none.
func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// SignStatusCWT signs the list as a CWT (media type MediaStatusCWT): COSE_Sign1 with tag 18.
//
// Errors: ErrPurpose or ErrPeriod if the key may not sign this at IssuedAt.
func SignStatusCWT(key *Key, t StatusToken) ([]byte, error) {
	lst, err := t.prepare(key)
	if err != nil {
		return nil, err
	}
	payload, err := encoder.Marshal(statusCWT{Sub: t.URI, Exp: seconds(unix(t.Expires)), Iat: seconds(unix(t.IssuedAt)),
		TTL: uint64(t.TTL / time.Second), List: lstCWT{Bits: t.List.bits, Lst: cbor.ByteString(lst), Aggregation: t.Aggregation}})
	if err != nil {
		return nil, err
	}
	return key.signSign1(typStatusCWT, payload)
}

// SignStatusJWT signs the list as a JWT (media type MediaStatusJWT) in compact form.
//
// Errors: as SignStatusCWT.
func SignStatusJWT(key *Key, t StatusToken) (string, error) {
	lst, err := t.prepare(key)
	if err != nil {
		return "", err
	}
	head, err := json.Marshal(jwtHeader{Alg: "ES256", Kid: key.pub.ID.base64(), Typ: typStatusJWT})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(statusJWT{Sub: t.URI, Iat: float64(unix(t.IssuedAt)), Exp: float64(unix(t.Expires)),
		TTL: float64(t.TTL / time.Second), List: lstJWT{Bits: t.List.bits, Lst: b64(lst), Aggregation: t.Aggregation}})
	if err != nil {
		return "", err
	}
	text := b64(head) + "." + b64(body)
	sig, err := key.es256([]byte(text))
	if err != nil {
		return "", err
	}
	return text + "." + b64(sig), nil
}

// VerifyStatusCWT reads a list in its CWT form, in the order of section 8.3 of the draft:
// type, signature, subject, times, list. Every failure is ErrStatus or ErrUnknownKey.
func VerifyStatusCWT(token []byte, keys Keys, ask StatusCheck) (StatusToken, error) {
	m, err := readSign1(token)
	if err != nil {
		return StatusToken{}, fmt.Errorf("%w: %w", ErrStatus, err)
	}
	if typ, _ := m.typ.(string); !strings.EqualFold(typ, typStatusCWT) {
		return StatusToken{}, fmt.Errorf("%w: it is of another type", ErrStatus)
	}
	if err := m.signedBy(keys, ForStatus); err != nil {
		return StatusToken{}, fmt.Errorf("%w: %w", ErrStatus, err)
	}
	var c statusCWT
	if err := decoder.Unmarshal([]byte(m.Payload), &c); err != nil || c.TTL > math.MaxInt32 {
		return StatusToken{}, fmt.Errorf("%w: its claims cannot be read", ErrStatus)
	}
	t := StatusToken{URI: c.Sub, IssuedAt: c.Iat.time(), TTL: time.Duration(c.TTL) * time.Second, Aggregation: c.List.Aggregation}
	if c.Exp != 0 {
		t.Expires = c.Exp.time()
	}
	return t.accept(ask, c.List.Bits, []byte(c.List.Lst))
}

// VerifyStatusJWT reads a list in its JWT form; otherwise as VerifyStatusCWT.
func VerifyStatusJWT(token string, keys Keys, ask StatusCheck) (StatusToken, error) {
	parts := strings.Split(token, ".")
	var head jwtHeader
	var c statusJWT
	if len(token) > 16<<20 || len(parts) != 3 || unjson(parts[0], &head) != nil {
		return StatusToken{}, fmt.Errorf("%w: it is not a JWT", ErrStatus)
	}
	sig, err := unb64(parts[2])
	if err != nil || head.Alg != "ES256" || head.Crit != nil || !strings.EqualFold(strings.TrimPrefix(head.Typ, "application/"), typStatusJWT) {
		return StatusToken{}, fmt.Errorf("%w: it is of another type", ErrStatus)
	}
	if err := signedJWT(parts[0]+"."+parts[1], sig, head.Kid, keys); err != nil {
		return StatusToken{}, fmt.Errorf("%w: %w", ErrStatus, err)
	}
	if unjson(parts[1], &c) != nil || !isDate(c.Iat) || !isDate(c.Exp) || c.TTL < 0 || c.TTL > math.MaxInt32 {
		return StatusToken{}, fmt.Errorf("%w: its claims cannot be read", ErrStatus)
	}
	lst, err := unb64(c.List.Lst)
	if err != nil {
		return StatusToken{}, fmt.Errorf("%w: %w", ErrStatus, errList)
	}
	t := StatusToken{URI: c.Sub, IssuedAt: time.Unix(int64(c.Iat), 0).UTC(), TTL: time.Duration(c.TTL) * time.Second, Aggregation: c.List.Aggregation}
	if c.Exp != 0 {
		t.Expires = time.Unix(int64(c.Exp), 0).UTC()
	}
	return t.accept(ask, c.List.Bits, lst)
}

func isDate(f float64) bool { return f >= 0 && f < 253402300800 }

func unjson(s string, v any) error {
	b, err := unb64(s)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// signedJWT finds the status key that signed the text.
func signedJWT(text string, sig []byte, kid string, keys Keys) error {
	known := kid == ""
	for _, k := range keys {
		if k.Purpose != ForStatus || k.ec == nil || kid != "" && k.ID.base64() != kid && string(k.ID) != kid {
			continue
		}
		known = true
		if k.verifyES256([]byte(text), sig) {
			return nil
		}
	}
	if !known {
		return ErrUnknownKey
	}
	return errForged
}

// accept checks subject and times, then inflates the list.
func (t StatusToken) accept(ask StatusCheck, bits int, lst []byte) (StatusToken, error) {
	switch {
	case t.URI != ask.URI:
		return StatusToken{}, fmt.Errorf("%w: it is another list", ErrStatus)
	case t.IssuedAt.Unix() == 0 || t.IssuedAt.After(ask.Now):
		return StatusToken{}, fmt.Errorf("%w: it was made in the future", ErrStatus)
	case ask.MaxAge > 0 && ask.Now.Sub(t.IssuedAt) > ask.MaxAge:
		return StatusToken{}, fmt.Errorf("%w: it is too old", ErrStatus)
	case !t.Expires.IsZero() && !ask.Now.Before(t.Expires):
		return StatusToken{}, fmt.Errorf("%w: it has expired", ErrStatus)
	}
	list, err := inflate(bits, lst)
	if err != nil {
		return StatusToken{}, fmt.Errorf("%w: %w", ErrStatus, err)
	}
	t.List = list
	return t, nil
}
