package envelope

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
)

// block is what the text in a sealed thing is filled up to a multiple of, in bytes, so
// that its length does not tell a short answer from a long one.
const block = 2048

// frame is a text with its salt, length and filling, as it is sealed.
func frame(salt [32]byte, text []byte) []byte {
	n := len(salt) + 4 + len(text)
	out := make([]byte, (n+block-1)/block*block)
	copy(out, salt[:])
	binary.BigEndian.PutUint32(out[len(salt):], uint32(len(text)))
	copy(out[len(salt)+4:], text)
	return out
}

// unframe is the salt and the text that frame took.
func unframe(b []byte) (salt [32]byte, text []byte, err error) {
	if len(b) < len(salt)+4 {
		return salt, nil, keyring.ErrUnwrap
	}
	copy(salt[:], b)
	n := int(binary.BigEndian.Uint32(b[len(salt):]))
	if n > len(b)-len(salt)-4 {
		return salt, nil, keyring.ErrUnwrap
	}
	return salt, b[len(salt)+4:][:n], nil
}

// commitment is the salted hash by which the ledger holds a text.
func commitment(salt [32]byte, text []byte) string {
	h := sha256.New()
	h.Write([]byte("watchword/vetting/v1\n"))
	h.Write(salt[:])
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil))
}

func keyLabel(force id.Force, c id.Vetting) string {
	return "watchword/vetting-key/v1\n" + string(force) + "\n" + string(c)
}

func partLabel(force id.Force, c id.Vetting, part id.Sealed, kind PartKind) string {
	return "watchword/vetting-part/v1\n" + string(force) + "\n" + string(c) + "\n" + string(part) + "\n" + string(kind)
}

func draftLabel(force id.Force, c id.Vetting) string {
	return "watchword/vetting-draft/v1\n" + string(force) + "\n" + string(c)
}

var errDestroyed = fault.New(fault.Conflict, "What was in this envelope was destroyed under the retention rule. State, level and days are kept.")

// makeKey makes the key of a new case.
func (s *Service) makeKey(tx *db.Tx, e *ledger.Draft, c id.Vetting) error {
	w, err := s.ring.Wrapper(tx, e.Force, keyring.ForVetting, e.At)
	if err != nil {
		return err
	}
	return insertKey(tx, e.Force, c, w.ID, w.Wrap(keyring.NewKey(), keyLabel(e.Force, c)))
}

// key opens the key of a case. It returns errDestroyed if there is none any more.
func (s *Service) key(tx *db.Tx, force id.Force, c id.Vetting) ([32]byte, error) {
	wrapper, wrapped, err := findKey(tx, force, c)
	if db.NoRows(err) {
		return [32]byte{}, errDestroyed
	}
	if err != nil {
		return [32]byte{}, err
	}
	w, err := s.ring.WrapperOf(tx, force, keyring.ForVetting, wrapper)
	if err != nil {
		return [32]byte{}, err
	}
	return w.Unwrap(wrapped, keyLabel(force, c))
}

// put seals something into the envelope, and tells the ledger its commitments.
func (s *Service) put(tx *db.Tx, e *ledger.Draft, c id.Vetting, kind PartKind, says any) (id.Sealed, error) {
	key, err := s.key(tx, e.Force, c)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(says)
	if err != nil {
		return "", err
	}
	p := Part{ID: id.New[id.Sealed](), Case: c, Kind: kind, Made: e.At, Entry: e.ID}
	var salt [32]byte
	rand.Read(salt[:])
	p.Commitment = commitment(salt, text)
	p.sealed = keyring.Seal(key, frame(salt, text), partLabel(e.Force, c, p.ID, kind))
	e.Row(partRef(p.ID), clock.Forever, p.body())
	return p.ID, insertPart(tx, e.Force, p)
}

// open is what a part says. It returns an error if it is not what the ledger was told.
func (s *Service) open(key [32]byte, force id.Force, p Part) (Opened, error) {
	out := Opened{Part: p, Says: p.Kind.says()}
	framed, err := keyring.Open(key, p.sealed, partLabel(force, p.Case, p.ID, p.Kind))
	if err != nil {
		return out, err
	}
	salt, text, err := unframe(framed)
	if err != nil {
		return out, err
	}
	if commitment(salt, text) != p.Commitment {
		return out, keyring.ErrUnwrap
	}
	return out, json.Unmarshal(text, out.Says)
}

// all is everything in an envelope, in the order in which it came.
func (s *Service) all(tx *db.Tx, force id.Force, c id.Vetting) ([]Opened, error) {
	key, err := s.key(tx, force, c)
	if err != nil {
		return nil, err
	}
	parts, err := partsOf(tx, force, c)
	if err != nil {
		return nil, err
	}
	out := make([]Opened, 0, len(parts))
	for _, p := range parts {
		o, err := s.open(key, force, p)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// body is the part in one line, as the ledger keeps it: hashes, and nothing else of it.
func (p Part) body() string {
	sum := sha256.Sum256(p.sealed)
	text, _ := json.Marshal(struct { // texts and numbers
		Case       id.Vetting `json:"case"`
		Kind       PartKind   `json:"kind"`
		Made       int64      `json:"made"`
		Commitment string     `json:"commitment"`
		Sealed     string     `json:"sealed"`
	}{p.Case, p.Kind, clock.Millis(p.Made), p.Commitment, hex.EncodeToString(sum[:])})
	return string(text)
}

func partRef(part id.Sealed) string { return "vetting_part/" + string(part) + "/1" }

// PartRows reads what lies in the envelopes, closed, for ledger.Verify.
func PartRows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	rows, err := tx.Query(`SELECT `+partColumns+` FROM vetting_part WHERE force_id = ? ORDER BY id`, string(force))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		p, err := scanPart(rows)
		if err != nil {
			return err
		}
		if err := yield(partRef(p.ID), clock.Millis(clock.Forever), p.body(), nil); err != nil {
			return err
		}
	}
	return rows.Err()
}
