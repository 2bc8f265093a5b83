package card

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// The credential that a card's code bears makes a copy of the card: whoever has it can draw
// the code, and a scan of the copy says valid until somebody asks for the word. So it is
// kept beside the register and printed, and never told to the ledger, which more people may
// read than may see cards. The ledger has its fingerprint, so a credential that was changed
// is found by verify, and is not printed.

// fingerprint is a credential as the register and the ledger name it.
func fingerprint(credential []byte) string {
	sum := sha256.Sum256(credential)
	return hex.EncodeToString(sum[:])
}

// Credential is what the card's code bears, as it was signed. Errors: fault.NotFound,
// fault.Forbidden; any other error if it is not the one that was signed.
func (s *Service) Credential(tx *db.Tx, who authz.Actor, card id.Card) ([]byte, error) {
	v, err := table.Find(tx, who.Force, string(card), register.Now(s.ledger.Now()))
	if err != nil {
		return nil, err
	}
	if err := s.persons.May(tx, who, authz.ReadCard, v.State.Person, s.ledger.Now()); err != nil {
		return nil, err
	}
	return credential(tx, who.Force, card, &v.State)
}

func credential(tx *db.Tx, force id.Force, card id.Card, c *Card) ([]byte, error) {
	var signed []byte
	err := tx.QueryRow(`SELECT credential FROM card_mark WHERE force_id = ? AND card_id = ?`, string(force), string(card)).Scan(&signed)
	if db.NoRows(err) {
		return nil, fault.New(fault.NotFound, "There is no code of card %s.", c.Number)
	}
	if err == nil && fingerprint(signed) != c.Code {
		err = errors.New("the code of card " + c.Number + " is not the one it was issued with: run watchword verify")
	}
	return signed, err
}
