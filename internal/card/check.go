package card

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// How says how a card came to be checked.
type How string

// The ways of checking.
const (
	ByScan    How = "scan"    // the address in its code was opened
	ByNumber  How = "number"  // the number on it was typed
	ByProgram How = "program" // another program asked
)

// Check is the answer to anybody who asks about a card. It never holds a name. What is
// said of the person is empty unless the card is valid, and the photograph also unless the
// card itself was scanned.
type Check struct {
	Outcome Outcome
	Reason  Reason
	Since   time.Time // from when it has not been valid, where that can be told
	At      time.Time // the instant of the answer
	How     How
	Force   area.Force
	Card    id.Card // empty if there is none in the register

	Number   string // AP number; of a card that was not to be read, empty
	Role     string
	Employer string
	Org      string // number of the employer in the register of organisations
	Area     string
	Uniform  string
	Powers   []law.PowerID // those held this minute
	Asks     []law.Ask
	Until    time.Time // until when it stays valid if nobody acts
	Photo    []byte    // JPEG
}

// Scanned checks the credential read from a card's code against the registers, now.
// token is nil for a code that could not be read. The error is never about the card.
func (s *Service) Scanned(ctx context.Context, force id.Force, token []byte, how How) (Check, error) {
	return s.check(ctx, force, how, func(tx *db.Tx, c *Check) error { return s.scanned(tx, c, token) })
}

// Typed checks the number on a card. It cannot tell which card bears it: the one that the
// person holds is meant, and there is no photograph, so that faces cannot be collected by
// counting. It returns fault.Invalid for what is no number.
func (s *Service) Typed(ctx context.Context, force id.Force, number string) (Check, error) {
	return s.check(ctx, force, ByNumber, func(tx *db.Tx, c *Check) error { return s.typed(tx, c, number) })
}

func (s *Service) check(ctx context.Context, force id.Force, how How, look func(tx *db.Tx, c *Check) error) (Check, error) {
	c := Check{At: s.ledger.Now(), How: how, Reason: Forged}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if c.Force, err = s.areas.Force(tx, force); err != nil {
			return err
		}
		return look(tx, &c)
	})
	if err != nil {
		return Check{At: c.At, How: how, Force: c.Force, Outcome: CouldNotCheck}, err
	}
	c.Outcome = c.Reason.Outcome()
	s.tally.add(seen{force: force, card: c.Card, day: clock.DayOf(c.At), how: how, outcome: c.Outcome}, c.At)
	return c, nil
}

func (s *Service) scanned(tx *db.Tx, c *Check, token []byte) error {
	keys, err := s.ring.Public(tx, c.Force.ID)
	if err != nil {
		return err
	}
	said, good := sign.VerifyCard(token, keys, c.At)
	c.Number = said.Number
	switch good {
	case sign.Forged:
		c.Reason = Forged
		return nil
	case sign.UnknownKey:
		c.Reason = UnknownKey
		return nil
	}
	var card id.Card
	err = tx.QueryRow(`SELECT card_id FROM card_mark WHERE force_id = ? AND cti = ?`, string(c.Force.ID), hex.EncodeToString(said.ID[:])).Scan(&card)
	if db.NoRows(err) {
		c.Reason = NoRecord
		return nil
	}
	if err != nil {
		return err
	}
	v, err := table.Find(tx, c.Force.ID, string(card), register.Now(c.At))
	if err != nil {
		return err
	}
	if err := s.answer(tx, c, v); err != nil || c.Reason != Good {
		return err
	}
	switch good { // what is signed counts as well, should the register say otherwise
	case sign.Expired:
		c.clear(Lapsed, said.Expires)
	case sign.NotYetValid:
		c.clear(NotBegun, said.NotBefore)
	default:
		photo, err := blob.Get(tx, c.Force.ID, v.State.Small)
		c.Photo = photo.Content
		return err
	}
	return nil
}

// clear makes the answer one that says nothing of the person.
func (c *Check) clear(r Reason, since time.Time) {
	*c = Check{Reason: r, Since: since, At: c.At, How: c.How, Force: c.Force, Card: c.Card, Number: c.Number}
}

// answer judges a card in the register, and if it is valid says what it stands for.
func (s *Service) answer(tx *db.Tx, c *Check, v Version) error {
	who := authz.ByItself(c.Force.ID)
	f := facts{card: v.State, in: c.Force.Settings.Law()}
	a, err := s.accreds.Find(tx, who, v.State.Accreditation, register.Now(c.At))
	if err != nil {
		return err
	}
	o, err := s.orgs.Any(tx, c.Force.ID, a.State.Org, register.Now(c.At))
	if err != nil {
		return err
	}
	p, err := s.persons.Any(tx, c.Force.ID, a.State.Person, register.Now(c.At))
	if err != nil {
		return err
	}
	f.accreditation, f.org, f.person = a.State, o.State, p.State
	r, st := f.judge(c.At)
	c.Card, c.Number, c.Reason = id.Card(v.ID), v.State.AP, r
	if r != Good {
		c.Since, err = s.since(tx, who, c.Card, &f, r, st.Status, c.At)
		return err
	}
	c.Role, c.Employer, c.Org = a.State.RoleTitle, o.State.Name, o.State.Number
	c.Area, c.Uniform = a.State.AreaText, orElse(a.State.Uniform, o.State.Uniform)
	c.Powers = st.Held()
	c.Asks = law.Asks(c.Powers, amounts(c.At, f.in))
	c.Until = st.Until
	if end := v.State.Ends.End(); end.Before(c.Until) {
		c.Until = end
	}
	return nil
}

// amounts says what a notice costs where the law itself fixes it. What a council sets is
// not known here, so it is not named.
func amounts(at time.Time, in law.Territory) func(law.PowerID) law.Pence {
	return func(p law.PowerID) law.Pence {
		v := law.May(&law.Question{Power: p, At: at, Territory: in, OffenceOn: clock.DayOf(at)})
		if v.Notice.Default {
			return 0
		}
		return v.Notice.Amount
	}
}

func (s *Service) typed(tx *db.Tx, c *Check, number string) error {
	candidates := apNumbers(number, c.Force.Settings.APPrefix)
	if len(candidates) == 0 {
		return fault.In("number", "Enter the number under the photograph, for example %s 4417", orElse(c.Force.Settings.APPrefix, "EM"))
	}
	c.Number, c.Reason = candidates[0], NoNumber
	var a accred.Version
	for _, n := range candidates {
		v, err := s.accreds.ByNumber(tx, c.Force.ID, n, register.Now(c.At))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		a = v
		break
	}
	if a.ID == "" {
		return nil
	}
	cards, err := s.ofAccreditation(tx, c.Force.ID, id.Accreditation(a.ID))
	if err != nil {
		return err
	}
	if len(cards) == 0 {
		c.Number, c.Reason = a.State.Number, NoCard
		return nil
	}
	return s.answer(tx, c, meant(cards))
}

// meant is the card that a typed number means: the one held, else the newest that ever
// was, else the newest.
func meant(cards []Version) Version {
	best := cards[0]
	for i, v := range cards {
		if v.State.State == Held {
			return v
		}
		if !best.State.State.Abroad() && i > 0 && v.State.State.Abroad() {
			best = v
		}
	}
	return best
}

// apNumbers is the AP numbers that a text may mean, the likeliest first; none if it is no
// number: "4417", "em4417" and "EM 4417" mean the same.
func apNumbers(text, prefix string) []string {
	var letters, digits strings.Builder
	for _, r := range strings.ToUpper(text) {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r >= 'A' && r <= 'Z' && digits.Len() == 0:
			letters.WriteRune(r)
		case strings.ContainsRune(" \u00a0-./", r):
		default:
			return nil
		}
	}
	if digits.Len() == 0 || digits.Len() > 9 || letters.Len() > 8 {
		return nil
	}
	head, tail := orElse(letters.String(), prefix), digits.String()
	n, err := strconv.Atoi(tail)
	if err != nil {
		return nil
	}
	padded := strconv.Itoa(n)
	for len(padded) < 4 {
		padded = "0" + padded
	}
	return []string{head + " " + padded, head + " " + tail, head + padded, head + tail, tail}
}

// PhotoOf is the photograph of a card that is valid this minute, by the credential from
// its code. It returns fault.NotFound for every other card. It is not counted as a check.
func (s *Service) PhotoOf(ctx context.Context, force id.Force, token []byte) ([]byte, error) {
	c := Check{At: s.ledger.Now(), How: ByScan}
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if c.Force, err = s.areas.Force(tx, force); err != nil {
			return err
		}
		return s.scanned(tx, &c, token)
	})
	if err == nil && c.Photo == nil {
		err = fault.New(fault.NotFound, "There is no such picture.")
	}
	return c.Photo, err
}
