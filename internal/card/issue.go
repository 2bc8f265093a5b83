package card

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/big"
	"net/url"
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
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// Order is what Issue is asked for.
type Order struct {
	Accreditation id.Accreditation
	Replaces      id.Card   // the card it is to take the place of; empty: the first
	Because       Because   // why it takes that place
	Small         blob.File // the person's photograph for the check page, from Small
}

// Issue makes a card for an accreditation that is in force or granted from a later day.
// It is ordered: Print and HandOver follow.
//
// Errors: fault.NotFound; fault.Forbidden; fault.Refused if the accreditation is not in
// force or there is no photograph; fault.Conflict if a card is under way or held already.
//
// Law: Police Reform Act 2002, s42(1).
func (s *Service) Issue(ctx context.Context, who authz.Actor, a id.Accreditation) (id.Card, error) {
	return s.issue(ctx, who, Order{Accreditation: a}, nil)
}

// issue makes the card; first is done before, in the same transaction.
func (s *Service) issue(ctx context.Context, who authz.Actor, o Order, first func(tx *db.Tx, e *ledger.Draft) error) (id.Card, error) {
	var err error
	if o.Small, err = s.small(ctx, who, o.Accreditation); err != nil {
		return "", err
	}
	card := id.New[id.Card]()
	_, err = s.ledger.Do(ctx, who, "card.issue", []ledger.Subject{Subject(string(card)), accred.Subject(string(o.Accreditation))}, func(tx *db.Tx, e *ledger.Draft) error {
		if first != nil {
			if err := first(tx, e); err != nil {
				return err
			}
			e.Summary = "" // what is told is the new card
		}
		return s.IssueIn(tx, e, who, card, o)
	})
	return card, err
}

// small makes the picture for the check page before the transaction begins, since that
// is slow work. A person without a photograph has none, and IssueIn says so.
func (s *Service) small(ctx context.Context, who authz.Actor, a id.Accreditation) (blob.File, error) {
	photo, err := db.Find(ctx, s.db, func(tx *db.Tx) (blob.File, error) {
		now := register.Now(s.ledger.Now())
		v, err := s.accreds.Find(tx, who, a, now)
		if err != nil {
			return blob.File{}, err
		}
		p, err := s.persons.Any(tx, who.Force, v.State.Person, now)
		if err != nil || p.State.Photo == "" {
			return blob.File{}, err
		}
		return blob.Get(tx, who.Force, p.State.Photo)
	})
	if err != nil || photo.Hash == "" {
		return blob.File{}, err
	}
	return Small(photo)
}

// IssueIn is Issue, or with Order.Replaces the new card of Replace, within a transaction and entry
// already begun.
func (s *Service) IssueIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, card id.Card, o Order) error {
	v, err := s.accreds.Find(tx, who, o.Accreditation, register.Now(e.At))
	if err != nil {
		return err
	}
	if err := s.persons.May(tx, who, authz.IssueCard, v.State.Person, e.At); err != nil {
		return err
	}
	w, err := s.behind(tx, e.Force, v, e.At)
	if err != nil {
		return err
	}
	if w.photo, err = s.unfit(tx, e.Force, v.State.Person, w.person.Photo); err != nil {
		return err
	}
	if err := w.mayHaveCard(e.At); err != nil {
		return err
	}
	if err := s.noOther(tx, e.Force, o); err != nil {
		return err
	}
	c := w.card(clock.DayOf(e.At), e.At)
	c.Small, c.Replaces, c.Because, c.Since = o.Small.Hash, o.Replaces, o.Because, e.At
	if err := blob.Put(tx, e.Force, o.Small, e.At); err != nil {
		return err
	}
	if err := s.mark(tx, e.Force, &c, w.base()); err != nil {
		return err
	}
	signed, err := s.signed(tx, e.Force, &c, w, e.At)
	if err != nil {
		return err
	}
	c.Code = fingerprint(signed)
	if _, err := tx.Exec(`INSERT INTO card_mark (force_id, card_id, number, cti, list, place, credential) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		string(e.Force), string(card), c.Number, c.Cti, int64(c.List), int64(c.Place), signed); err != nil {
		return err
	}
	if e.Summary == "" {
		e.Say("Card "+c.Number+" was issued to "+w.person.Name(), "Police Reform Act 2002, s42(1)")
	}
	if err := s.put(tx, e, card, c); err != nil {
		return err
	}
	return s.exchanged(tx, e, who, card, &c, false)
}

// background is what stands behind a card: the accreditation, the person, the employer.
type background struct {
	accreditation accred.Version
	person        person.Person
	org           org.Organisation
	force         area.Force
	photo         *fault.Reason // why the photograph cannot go on a card
}

func (s *Service) behind(tx *db.Tx, force id.Force, v accred.Version, at time.Time) (background, error) {
	w := background{accreditation: v}
	p, err := s.persons.Any(tx, force, v.State.Person, register.Now(at))
	if err != nil {
		return w, err
	}
	o, err := s.orgs.Any(tx, force, v.State.Org, register.Now(at))
	if err != nil {
		return w, err
	}
	w.person, w.org = p.State, o.State
	w.force, err = s.areas.Force(tx, force)
	return w, err
}

// unfit is why a photograph cannot go on a card; nil if it may, or there is none.
func (s *Service) unfit(tx *db.Tx, force id.Force, of id.Person, photo blob.Hash) (*fault.Reason, error) {
	if s.Photo == nil || photo == "" {
		return nil, nil
	}
	return s.Photo(tx, force, of, photo)
}

func (w *background) standing(at time.Time) accred.Standing {
	return w.accreditation.State.Stand(&w.org, at, w.force.Settings.Law())
}

// mayHaveCard is nil if a card can be made at the instant.
func (w *background) mayHaveCard(at time.Time) error {
	var reasons []fault.Reason
	switch st := w.standing(at); {
	case w.person.Left != clock.NoDay:
		reasons = append(reasons, fault.Reason{Code: "person.left", Message: w.person.Name() + " left the employer on " + w.person.Left.Long() + ".",
			Source: "Police Reform Act 2002, s41(8)(a)"})
	case st.Status != accred.StatusInForce && st.Status != accred.StatusNotYet:
		reasons = append(reasons, fault.Reason{Code: "accreditation.not-in-force", Message: "The accreditation is not in force. " + st.Status.Sentence(),
			Source: "Police Reform Act 2002, s42(1)", Mend: "Make the card when the accreditation is in force."})
	}
	if w.person.Photo == "" {
		reasons = append(reasons, fault.Reason{Code: "photo.missing", Message: "There is no photograph of " + w.person.Name() + ".",
			Source: "Scheme rule: a card bears its holder’s photograph", Mend: "Add a photograph first."})
	}
	if w.photo != nil {
		reasons = append(reasons, *w.photo)
	}
	if w.force.Settings.PublicURL == "" {
		reasons = append(reasons, fault.Reason{Code: "force.no-address", Message: "The address of the public pages is not set, so the code on the card would lead nowhere.",
			Source: "Scheme rule: every card can be checked", Mend: "Set the address of the public pages in the force’s settings."})
	}
	if len(reasons) > 0 {
		return fault.Because("The card cannot be made.", reasons...)
	}
	return nil
}

// noOther is nil if no card of the accreditation stands in the way: one under way, or one
// held that is not to be replaced.
func (s *Service) noOther(tx *db.Tx, force id.Force, o Order) error {
	others, err := s.ofAccreditation(tx, force, o.Accreditation)
	if err != nil {
		return err
	}
	for _, v := range others {
		switch {
		case v.State.State == Ordered || v.State.State == Printed:
			return fault.New(fault.Conflict, "Card %s is under way already: %s.", v.State.Number, v.State.State.words())
		case v.State.State == Held && o.Replaces == "":
			return fault.New(fault.Conflict, "Card %s is held already. Replace it, or report it first.", v.State.Number)
		}
	}
	return nil
}

// card is the card's state, without what marks it.
func (w *background) card(today clock.Day, at time.Time) Card {
	a := &w.accreditation.State
	begins := at
	if a.From.Start().After(at) {
		begins = a.From.Start()
	}
	return Card{
		AP: a.Number, Accreditation: id.Accreditation(w.accreditation.ID), Person: a.Person, Org: a.Org, State: Ordered,
		Role: a.RoleTitle, Employer: w.org.Name, Area: a.AreaText, Uniform: a.Uniform, Powers: w.standing(begins).Held(),
		Photo: w.person.Photo, Issued: today, Ends: LastDay(today, a.To),
	}
}

// mark gives the card what no other card ever bears: number, identity, place in a list at
// the public address base.
func (s *Service) mark(tx *db.Tx, force id.Force, c *Card, base string) error {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, c.AP)
	n, _ := strconv.Atoi(digits)
	stem := fmt.Sprintf("%06d-", n)
	count, err := db.Count(tx, `SELECT COUNT(*) FROM card_mark WHERE force_id = ? AND number LIKE ?`, string(force), stem+"%")
	if err != nil {
		return err
	}
	c.Number = fmt.Sprintf("%s%02d", stem, count+1)
	var cti [16]byte
	rand.Read(cti[:])
	c.Cti = hex.EncodeToString(cti[:])
	if c.List, err = takeList(tx, force, base); err != nil {
		return err
	}
	c.Place, err = freePlace(tx, force, c.List)
	return err
}

// listFull is how many cards a status list takes: half its places, so that a free one is
// soon found and places tell nothing of the order of cards.
const listFull = sign.StatusEntries / 2

// takeList is the list that takes the next card. It is begun anew when the last is full, or
// stands at another public address: what is printed on a card names its list by address, so
// a list keeps for good the address it was begun at.
func takeList(tx *db.Tx, force id.Force, base string) (int, error) {
	var n, used int64
	var at string
	err := tx.QueryRow(`SELECT n, used, base FROM status_list WHERE force_id = ? ORDER BY n DESC LIMIT 1`, string(force)).Scan(&n, &used, &at)
	if err != nil && !db.NoRows(err) {
		return 0, err
	}
	if err != nil || used >= listFull || at != base {
		_, err = tx.Exec(`INSERT INTO status_list (force_id, n, used, base) VALUES (?, ?, 1, ?)`, string(force), n+1, base)
		return int(n + 1), err
	}
	_, err = tx.Exec(`UPDATE status_list SET used = used + 1 WHERE force_id = ? AND n = ?`, string(force), n)
	return int(n), err
}

// freePlace is a random place that no card ever had.
func freePlace(tx *db.Tx, force id.Force, list int) (int, error) {
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(sign.StatusEntries))
		if err != nil {
			return 0, err
		}
		taken, err := db.Count(tx, `SELECT COUNT(*) FROM card_mark WHERE force_id = ? AND list = ? AND place = ?`, string(force), int64(list), n.Int64())
		if err != nil || taken == 0 {
			return int(n.Int64()), err
		}
	}
}

// base is the address of the public pages today.
func (w *background) base() string { return strings.TrimSuffix(w.force.Settings.PublicURL, "/") }

// signed is the credential of the card.
func (s *Service) signed(tx *db.Tx, force id.Force, c *Card, w background, at time.Time) ([]byte, error) {
	key, err := s.ring.Signer(tx, force, sign.ForCards, at)
	if err != nil {
		return nil, err
	}
	base := w.base()
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return nil, fault.New(fault.Conflict, "The address of the public pages in the settings, %s, is no address.", base)
	}
	begins := at
	if first := w.accreditation.State.From.Start(); first.After(at) {
		begins = first
	}
	photo, err := hex.DecodeString(string(c.Photo))
	if err != nil || len(photo) < 8 {
		return nil, fmt.Errorf("the photograph %s has no fingerprint", c.Photo)
	}
	return sign.SignCard(key, sign.Card{
		Issuer: u.Hostname(), ID: c.identity(), NotBefore: begins.Truncate(time.Second), Expires: c.Ends.End(),
		Status: sign.StatusRef{Index: c.Place, URI: listURI(base, c.List)},
		Number: c.AP, Role: short(c.Role), Employer: short(c.Employer), Area: short(c.Area), Powers: packed(c.Powers), Photo: photo[:8],
	}, at)
}

// short keeps a text within what leaves the code on the card easy to scan.
func short(text string) string {
	const most = 48
	if r := []rune(text); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return text
}

// listURI is the address of a status list, as it stands in cards.
func listURI(base string, n int) string {
	return strings.TrimSuffix(base, "/") + "/api/v1/status-lists/" + strconv.Itoa(n)
}
