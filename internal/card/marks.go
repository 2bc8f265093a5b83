package card

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/sign"
)

// mark is what marks a card beside the register, with the fingerprint of its credential.
type mark struct {
	card, number, cti string
	list, place       int
	code              string
}

func marks(tx *db.Tx, force id.Force) (map[string]mark, error) {
	all, err := db.All(tx, func(sc db.Scanner) (m mark, err error) {
		var signed []byte
		err = sc.Scan(&m.card, &m.number, &m.cti, &m.list, &m.place, &signed)
		m.code = fingerprint(signed)
		return m, err
	}, `SELECT card_id, number, cti, list, place, credential FROM card_mark WHERE force_id = ?`, string(force))
	byCard := make(map[string]mark, len(all))
	for _, m := range all {
		byCard[m.card] = m
	}
	return byCard, err
}

// Rows reads the register of cards for ledger.Verify, and holds what marks each beside the
// register to what the register says.
func Rows(tx *db.Tx, force id.Force, yield func(ref string, until int64, body string, broken error) error) error {
	kept, err := marks(tx, force)
	if err != nil {
		return err
	}
	return table.Rows(tx, force, func(ref string, until int64, body string, broken error) error {
		if broken == nil {
			broken = kept[strings.Split(ref, "/")[1]].marks(body)
		}
		return yield(ref, until, body, broken)
	})
}

// marks is nil if the card of that line, three instants and its state, bears the mark.
func (m mark) marks(body string) error {
	var c Card
	if err := json.Unmarshal([]byte(strings.SplitN(body, " ", 4)[3]), &c); err != nil {
		return err
	}
	switch {
	case m.code != c.Code:
		return errors.New("the credential kept for it is not the one that was signed")
	case m.number != c.Number:
		return fmt.Errorf("the number kept for it is %q, not %q", m.number, c.Number)
	case m.cti != c.Cti:
		return errors.New("the identity kept for it is not the one in its code")
	case m.list != c.List || m.place != c.Place:
		return fmt.Errorf("the place kept for it is %d of list %d, not %d of list %d", m.place, m.list, c.Place, c.List)
	}
	return nil
}

// Fit holds what is kept beside the register of cards to it: no mark without its card,
// status lists of as many places as were given out and at the address that the cards in
// them name, a key for every credential, and the photographs as printed. It returns the
// first that does not fit, for ledger.Verify; the marks themselves are held by Rows.
func (s *Service) Fit(tx *db.Tx, force id.Force) (wrong string, err error) {
	stray, err := db.Strings(tx, `SELECT m.card_id FROM card_mark m
		WHERE m.force_id = ? AND NOT EXISTS (SELECT 1 FROM card c WHERE c.force_id = m.force_id AND c.id = m.card_id) ORDER BY m.card_id LIMIT 1`, string(force))
	if err != nil {
		return "", err
	}
	if len(stray) > 0 {
		return fmt.Sprintf("something marks %s (card_mark), but there is no such card", stray[0]), nil
	}
	for _, fits := range []func(*db.Tx, id.Force) (string, error){s.listsFit, pictures} {
		if wrong, err := fits(tx, force); err != nil || wrong != "" {
			return wrong, err
		}
	}
	return "", nil
}

// listsFit compares the status lists with the cards that stand in them.
func (s *Service) listsFit(tx *db.Tx, force id.Force) (wrong string, err error) {
	keys, err := s.ring.Public(tx, force)
	if err != nil {
		return "", err
	}
	lists, err := storedLists(tx, force)
	if err != nil {
		return "", err
	}
	given, err := db.All(tx, func(sc db.Scanner) (m given, err error) { return m, sc.Scan(&m.card, &m.list, &m.credential) },
		`SELECT card_id, list, credential FROM card_mark WHERE force_id = ? ORDER BY list, card_id`, string(force))
	if err != nil {
		return "", err
	}
	for _, g := range given {
		i := slices.IndexFunc(lists, func(l storedList) bool { return l.n == g.list })
		if i < 0 {
			return fmt.Sprintf("status list %d, in which %s stands, is missing", g.list, g.card), nil
		}
		l := &lists[i]
		if l.cards++; l.cards > 1 {
			continue // all cards of a list name the same address, and their keys are in the ledger
		}
		said, how := sign.VerifyCard(g.credential, keys, time.Time{})
		switch {
		case how == sign.UnknownKey:
			return fmt.Sprintf("the key that signed %s is missing", g.card), nil
		case how != sign.Forged && said.Status.URI != listURI(l.base, l.n):
			return fmt.Sprintf("status list %d stands at %s, but its cards name %s", l.n, l.base, said.Status.URI), nil
		}
	}
	for _, l := range lists {
		if l.used != l.cards {
			return fmt.Sprintf("status list %d says that %d places were given out, but %d cards stand in it", l.n, l.used, l.cards), nil
		}
	}
	return "", nil
}

// given is a card with the list it stands in.
type given struct {
	card       string
	list       int
	credential []byte
}

// storedList is a row of status_list, with how many cards were counted in it.
type storedList struct {
	n, used, cards int
	base           string
}

func storedLists(tx *db.Tx, force id.Force) ([]storedList, error) {
	return db.All(tx, func(sc db.Scanner) (l storedList, err error) { return l, sc.Scan(&l.n, &l.used, &l.base) },
		`SELECT n, used, base FROM status_list WHERE force_id = ? ORDER BY n`, string(force))
}

// pictures looks for the photographs that the register of cards names today.
func pictures(tx *db.Tx, force id.Force) (wrong string, err error) {
	kept, err := blob.Kept(tx, force)
	if err != nil {
		return "", err
	}
	cards, err := db.All(tx, func(sc db.Scanner) (c Card, err error) {
		var state []byte
		if err := sc.Scan(&state); err != nil {
			return c, err
		}
		return c, json.Unmarshal(state, &c)
	}, `SELECT state FROM card WHERE force_id = ? AND superseded_at = 253402214400000 ORDER BY id, version`, string(force))
	for _, c := range cards {
		if !kept[c.Photo] || !kept[c.Small] {
			return "a photograph of card " + c.Number + " is missing", nil
		}
	}
	return "", err
}
