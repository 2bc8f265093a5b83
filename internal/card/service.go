package card

import (
	"context"
	"fmt"
	"slices"
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
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/register"
)

// Service is the use cases of cards. There is one a process; Close it at the end, so that
// the last checks are counted.
type Service struct {
	db      *db.DB
	ledger  *ledger.Ledger
	ring    *keyring.Ring
	areas   *area.Service
	orgs    *org.Service
	persons *person.Service
	accreds *accred.Service
	// Photo says why a photograph cannot go on a card, or nothing; see wire/hooks.go.
	Photo func(tx *db.Tx, force id.Force, of id.Person, photo blob.Hash) (*fault.Reason, error)
	// OnReplace is told of a card that was ordered in place of another, and of one that ended
	// before its holder had it; see wire/hooks.go.
	OnReplace func(tx *db.Tx, e *ledger.Draft, who authz.Actor, x Exchange) error
	lists     lists
	tally     *tally
}

// New is the service on that database.
func New(d *db.DB, l *ledger.Ledger, ring *keyring.Ring, areas *area.Service, orgs *org.Service, persons *person.Service, accreds *accred.Service) *Service {
	s := &Service{db: d, ledger: l, ring: ring, areas: areas, orgs: orgs, persons: persons, accreds: accreds}
	s.tally = newTally(s.writeCounts)
	return s
}

// Close writes down the checks counted so far.
func (s *Service) Close() error { return s.tally.close() }

// Now is the instant by the program's clock.
func (s *Service) Now() time.Time { return s.ledger.Now() }

// Find is a card as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) Find(tx *db.Tx, who authz.Actor, card id.Card, w register.When) (Version, error) {
	v, err := table.Find(tx, who.Force, string(card), w)
	if err != nil {
		return v, err
	}
	return v, s.persons.May(tx, who, authz.ReadCard, v.State.Person, s.ledger.Now())
}

// Any is a card as it stood, for use cases that have asked for permission themselves.
func (s *Service) Any(tx *db.Tx, force id.Force, card id.Card, w register.When) (Version, error) {
	return table.Find(tx, force, string(card), w)
}

// Several is cards as they stand, by number, for use cases that have asked for permission
// themselves.
func (s *Service) Several(tx *db.Tx, force id.Force, cards []id.Card) ([]Version, error) {
	var where db.Where
	db.In(&where, "r.id", cards)
	return table.Current(tx, force, where, "r.number, r.id", len(cards))
}

// ByNumber is whose an AP number is that somebody typed. It returns fault.Invalid if nobody
// bears it.
func (s *Service) ByNumber(tx *db.Tx, force id.Force, number string) (id.Person, error) {
	f, err := s.areas.Force(tx, force)
	if err != nil {
		return "", err
	}
	for _, n := range apNumbers(number, f.Settings.APPrefix) {
		v, err := s.accreds.ByNumber(tx, force, n, register.Now(s.ledger.Now()))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		return v.State.Person, err
	}
	return "", fault.In("number", "Enter the number of an accredited person, for example %s 4417", orElse(f.Settings.APPrefix, "EM"))
}

// Ordered is the cards that wait to be printed and were not asked back, by number, for use
// cases that have asked for permission themselves.
func (s *Service) Ordered(tx *db.Tx, force id.Force) ([]Version, error) {
	var where db.Where
	where.And("r.standing = 'ordered' AND r.recall_day = ''")
	return table.Current(tx, force, where, "r.number, r.id", 10000)
}

// OfPerson is every card of a person as it stood, the newest first. Errors:
// fault.NotFound, fault.Forbidden.
func (s *Service) OfPerson(tx *db.Tx, who authz.Actor, of id.Person, w register.When) ([]Version, error) {
	if err := s.persons.May(tx, who, authz.ReadCard, of, s.ledger.Now()); err != nil {
		return nil, err
	}
	var where db.Where
	where.And("r.person_id = ?", string(of))
	return table.List(tx, who.Force, w, where, "r.number DESC, r.id DESC", 100)
}

// History is every version of a card; see register.Table.History.
func (s *Service) History(tx *db.Tx, who authz.Actor, card id.Card, all bool) ([]Version, error) {
	if _, err := s.Find(tx, who, card, register.Now(s.ledger.Now())); err != nil {
		return nil, err
	}
	return table.History(tx, who.Force, string(card), all)
}

// Query chooses cards. Empty fields choose all.
type Query struct {
	State    State
	Org      id.Org
	Text     string         // part of the card's number, or an AP number
	Recalled bool           // only those asked back that have not come back
	Batch    id.Batch       // only those last printed in that batch
	Expiring int            // only those held whose last day is within that many days; 0: all
	Newest   bool           // those held first, and what happened last before what happened earlier
	After    string         // the cursor of the last page, of the same order: cards behind it
	Limit    int            // at most this many; 0 means 30, and 200 is the most
	When     *register.When // as they stood; nil: as they stand
}

// The two orders of a list. An index of card has the expressions of the second.
const (
	inNumbers   = "r.number, r.id"
	newestFirst = "CASE r.standing WHEN 'held' THEN 0 ELSE 1 END, -r.from_at, r.id"
)

// behind adds the condition that a card stands behind the last page, and is the order.
func (q Query) behind(where *db.Where) (order string) {
	parts := strings.Split(q.After, "/")
	if !q.Newest {
		if len(parts) == 2 {
			where.And("("+inNumbers+") > (?, ?)", parts[0], parts[1])
		}
		return inNumbers
	}
	if len(parts) == 3 {
		rank, _ := strconv.ParseInt(parts[0], 10, 64)
		from, _ := strconv.ParseInt(parts[1], 10, 64)
		where.And("("+newestFirst+") > (?, ?, ?)", rank, from, parts[2])
	}
	return newestFirst
}

// cursor is where a list goes on after a card.
func (q Query) cursor(v Version) string {
	if !q.Newest {
		return v.State.Number + "/" + v.ID
	}
	rank := 1
	if v.State.State == Held {
		rank = 0
	}
	return fmt.Sprintf("%d/%d/%s", rank, -clock.Millis(v.From), v.ID)
}

// List is the cards that match and that the actor may see, in the order of their numbers
// or the newest first, and the cursor of the next page, empty at the end.
func (s *Service) List(tx *db.Tx, who authz.Actor, q Query) (cards []Version, next string, err error) {
	if _, ok := who.Reach(authz.ReadCard); !ok {
		return nil, "", who.May(authz.ReadCard, authz.Object{})
	}
	where := who.Scope(authz.ReadCard, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
	today := clock.DayOf(s.ledger.Now())
	if q.When != nil {
		today = clock.DayOf(q.When.At)
	}
	where.Join(q.where(today))
	order := q.behind(&where)
	limit := min(q.Limit, 200)
	if limit <= 0 {
		limit = 30
	}
	if q.When != nil {
		cards, err = table.List(tx, who.Force, *q.When, where, order, limit+1)
	} else {
		cards, err = table.Current(tx, who.Force, where, order, limit+1)
	}
	if len(cards) > limit {
		cards = cards[:limit]
		next = q.cursor(cards[limit-1])
	}
	return cards, next, err
}

// where is the conditions of the query.
func (q Query) where(today clock.Day) db.Where {
	var w db.Where
	if q.State != "" {
		w.And("r.standing = ?", string(q.State))
	}
	if q.Org != "" {
		w.And("r.org_id = ?", string(q.Org))
	}
	if text := strings.TrimSpace(q.Text); text != "" {
		w.And(`r.number LIKE ? ESCAPE '\'`, db.Like(numberIn(text)))
	}
	if q.Batch != "" {
		w.And("r.batch_id = ?", string(q.Batch))
	}
	if q.Recalled {
		w.And("r.recall_day <> '' AND r.standing IN ('printed', 'held', 'lost', 'stolen', 'replaced')")
	}
	if q.Expiring > 0 {
		w.And("r.standing = 'held' AND r.ends_day >= ? AND r.ends_day <= ?", today, today.AddDays(q.Expiring))
	}
	return w
}

// numberIn is the digits of an AP number, "4302" of "EM 4302"; of any other text all.
func numberIn(text string) string {
	digits := strings.TrimLeft(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz \u00a0")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return text
	}
	return digits
}

// Counts is how many cards the actor may see are in each state.
func (s *Service) Counts(tx *db.Tx, who authz.Actor) (map[State]int, error) {
	where := who.Scope(authz.ReadCard, authz.Columns{Force: "r.force_id", Org: "r.org_id", Person: "r.person_id"})
	where.And("r.until_at = 253402214400000 AND r.superseded_at = 253402214400000")
	rows, err := tx.Query(`SELECT r.standing, COUNT(*) FROM card r`+where.SQL()+` GROUP BY r.standing`, where.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[State]int{}
	for rows.Next() {
		var st State
		var n int
		if err := rows.Scan(&st, &n); err != nil {
			return nil, err
		}
		out[st] = n
	}
	return out, rows.Err()
}

// ofAccreditation is the present cards of an accreditation, the newest first.
func (s *Service) ofAccreditation(tx *db.Tx, force id.Force, a id.Accreditation) ([]Version, error) {
	var where db.Where
	where.And("r.accreditation_id = ?", string(a))
	return table.Current(tx, force, where, "r.number DESC, r.id DESC", 1000)
}

// Holding is the card that a person holds, or is about to be handed, with what it
// amounts to. It returns fault.NotFound if there is none.
func (s *Service) Holding(tx *db.Tx, who authz.Actor, of id.Person) (Version, error) {
	cards, err := s.OfPerson(tx, who, of, register.Now(s.ledger.Now()))
	if err != nil {
		return Version{}, err
	}
	for _, state := range []State{Held, Printed, Ordered} {
		for _, c := range cards {
			if c.State.State == state {
				return c, nil
			}
		}
	}
	return Version{}, fault.New(fault.NotFound, "There is no card in this person’s hands.")
}

// subjects is what an entry about a card is about.
func subjects(card id.Card, c *Card) []ledger.Subject {
	return []ledger.Subject{Subject(string(card)), person.Subject(string(c.Person)), accred.Subject(string(c.Accreditation)), ledger.About("organisation", c.Org)}
}

// put writes a card's new state, from the entry's instant on.
func (s *Service) put(tx *db.Tx, e *ledger.Draft, card id.Card, c Card) error {
	for _, about := range subjects(card, &c) {
		e.Subject(about)
	}
	return table.Put(tx, e, string(card), c, e.At, clock.Forever)
}

// most is how many cards one act may change.
const most = 2000

// change makes a move of the table of states on each of the cards, all or none. set changes
// each further.
func (s *Service) change(ctx context.Context, who authz.Actor, cards []id.Card, verb, why string, set setter) error {
	cards, err := chosen(cards)
	if err != nil {
		return err
	}
	_, err = s.ledger.Do(ctx, who, verb, about(cards), func(tx *db.Tx, e *ledger.Draft) error { return s.changeIn(tx, e, who, cards, verb, why, set) })
	return err
}

// setter is what an act does to a card beside its state.
type setter func(tx *db.Tx, e *ledger.Draft, card id.Card, after *Card) error

// changeIn is change within a transaction and entry already begun.
func (s *Service) changeIn(tx *db.Tx, e *ledger.Draft, who authz.Actor, cards []id.Card, verb, why string, set setter) error {
	why = strings.TrimSpace(why)
	if len(why) > 1000 {
		return fault.In("why", "The reason must be 1,000 letters or fewer")
	}
	for _, card := range cards {
		before, after, err := s.move(tx, e, who, card, verb, why)
		if err != nil {
			return err
		}
		if set != nil {
			if err := set(tx, e, card, &after); err != nil {
				return err
			}
		}
		if err := s.put(tx, e, card, after); err != nil {
			return err
		}
		if before.Coming() && !after.State.Coming() && after.State != Held {
			if err := s.exchanged(tx, e, who, card, &after, true); err != nil {
				return err
			}
		}
		if e.Summary == "" {
			e.Say("Card "+after.Number+": "+after.State.words(), "")
		}
		if len(cards) > 1 {
			e.Summary = fmt.Sprintf("%d cards: %s", len(cards), after.State.words())
		}
	}
	return nil
}

// move is the state of a card before a move that the actor may make, and the card after it.
func (s *Service) move(tx *db.Tx, e *ledger.Draft, who authz.Actor, card id.Card, verb, why string) (State, Card, error) {
	v, err := table.Find(tx, who.Force, string(card), register.Now(e.At))
	if err != nil {
		return "", Card{}, err
	}
	m, merr := v.State.State.move(verb)
	if m.By == "" {
		return "", Card{}, merr
	}
	if err := s.persons.May(tx, who, m.By, v.State.Person, e.At); err != nil {
		return "", Card{}, err
	}
	after := v.State
	if m.To != after.State {
		after.State, after.Since, after.Why = m.To, e.At, why
	}
	return v.State.State, after, merr
}

// chosen is the cards, each once. It returns fault.Invalid for none or too many.
func chosen(cards []id.Card) ([]id.Card, error) {
	out := slices.Clone(cards)
	slices.Sort(out)
	switch out = slices.Compact(out); {
	case len(out) == 0:
		return nil, fault.In("cards", "Choose at least one card")
	case len(out) > most:
		return nil, fault.In("cards", "Choose 2,000 cards or fewer. You chose %d", len(out))
	}
	return out, nil
}

// about is the cards as an entry names them from the start, so that a refusal names them too.
func about(cards []id.Card) []ledger.Subject {
	out := make([]ledger.Subject, len(cards))
	for i, c := range cards {
		out[i] = Subject(string(c))
	}
	return out
}
