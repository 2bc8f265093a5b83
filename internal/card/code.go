package card

import (
	"context"
	"crypto/rand"
	_ "embed"
	"math/big"
	"strconv"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
)

// Code is what a citizen sees who scanned a card: a number to read out, and the word that
// the holder's phone must answer. A copied card cannot answer, since the answer is given
// to the holder's own session alone.
type Code struct {
	Number int
	Word   string // in capitals
	Until  time.Time
}

// CodeMinutes is for how many minutes a code is good.
const CodeMinutes = 5

// How many codes of one card are good at once: numbers of two digits while there are few,
// of three when many scan it at the same time. Beyond that the oldest gives way.
const (
	codesOfTwo  = 60
	codesAtMost = 900
)

//go:embed words.txt
var wordList string

// Words is the 1,024 words of the codes: plain, short, and none that sounds like another
// word.
var Words = strings.Fields(wordList)

// NewCode makes a code for a card that was found valid by scanning, good for five minutes.
func (s *Service) NewCode(ctx context.Context, force id.Force, card id.Card) (Code, error) {
	word, err := pick(len(Words))
	if err != nil {
		return Code{}, err
	}
	c := Code{Word: Words[word]}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now := s.ledger.Now()
		c.Until = now.Add(CodeMinutes * time.Minute)
		if c.Number, err = freeNumber(tx, force, card, now); err != nil {
			return err
		}
		_, err := tx.Exec(`
			INSERT INTO card_code (force_id, card_id, number, word, until_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (force_id, card_id, number) DO UPDATE SET word = excluded.word, until_at = excluded.until_at`,
			string(force), string(card), int64(c.Number), c.Word, c.Until)
		return err
	})
	return c, err
}

// freeNumber is a number that no code of the card in force has, or the number of the
// oldest when all are taken. It forgets the card's codes that are over.
func freeNumber(tx *db.Tx, force id.Force, card id.Card, now time.Time) (int, error) {
	if _, err := tx.Exec(`DELETE FROM card_code WHERE force_id = ? AND card_id = ? AND until_at <= ?`, string(force), string(card), now); err != nil {
		return 0, err
	}
	live, err := db.All(tx, func(sc db.Scanner) (n int, err error) { return n, sc.Scan(&n) },
		`SELECT number FROM card_code WHERE force_id = ? AND card_id = ? ORDER BY until_at`, string(force), string(card))
	if err != nil {
		return 0, err
	}
	taken := make(map[int]bool, len(live))
	for _, n := range live {
		taken[n] = true
	}
	from, count := 10, 90
	switch {
	case len(live) >= codesAtMost:
		return live[0], nil
	case len(live) >= codesOfTwo:
		from, count = 100, 900
	}
	n, err := pick(count)
	if err != nil {
		return 0, err
	}
	for i := range count {
		if k := from + (n+i)%count; !taken[k] {
			return k, nil
		}
	}
	return live[0], nil
}

func pick(n int) (int, error) {
	k, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		return 0, err
	}
	return int(k.Int64()), nil
}

// Answer is the word for the number that a citizen read out to the holder of the card.
//
// Errors: fault.Forbidden unless it is the actor's own card; fault.Invalid for what is no
// number; fault.NotFound if no check of the card in the last five minutes has that number;
// fault.Conflict if the card is not valid now.
func (s *Service) Answer(ctx context.Context, who authz.Actor, number string) (string, error) {
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || n < 10 || n > 999 {
		return "", fault.In("number", "Enter the number they read out, for example 47")
	}
	return db.Find(ctx, s.db, func(tx *db.Tx) (string, error) {
		v, check, err := s.mine(tx, who)
		if err != nil {
			return "", err
		}
		if check.Reason != Good {
			return "", fault.New(fault.Conflict, "Your card is not valid now, so it cannot answer. %s", check.Sentence())
		}
		var word string
		err = tx.QueryRow(`SELECT word FROM card_code WHERE force_id = ? AND card_id = ? AND number = ? AND until_at > ?`,
			string(who.Force), v.ID, int64(n), s.ledger.Now()).Scan(&word)
		if db.NoRows(err) {
			return "", fault.In("number", "No check of your card in the last five minutes has the number %d. Ask them to read it out again", n)
		}
		return word, err
	})
}

// Mine is the card that the actor holds and what a check of it would come to. Errors:
// fault.Forbidden unless the actor has a card to show; fault.NotFound if there is none.
func (s *Service) Mine(ctx context.Context, who authz.Actor) (Version, Check, error) {
	var v Version
	var c Check
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		v, c, err = s.mine(tx, who)
		return err
	})
	return v, c, err
}

func (s *Service) mine(tx *db.Tx, who authz.Actor) (Version, Check, error) {
	if err := who.May(authz.ShowCard, authz.Object{Person: who.Person}); err != nil {
		return Version{}, Check{}, err
	}
	v, err := s.Holding(tx, who, who.Person)
	if err != nil {
		return v, Check{}, err
	}
	c := Check{At: s.ledger.Now(), How: ByProgram}
	if c.Force, err = s.areas.Force(tx, who.Force); err != nil {
		return v, c, err
	}
	if v, err = table.Find(tx, who.Force, v.ID, register.Now(c.At)); err != nil {
		return v, c, err
	}
	err = s.answer(tx, &c, v)
	c.Outcome = c.Reason.Outcome()
	return v, c, err
}

// PurgeCodes forgets the codes that are over.
func (s *Service) PurgeCodes(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM card_code WHERE until_at <= ?`, s.ledger.Now())
		return err
	})
}
