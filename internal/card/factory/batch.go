package factory

import (
	"context"
	"fmt"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/print"
	"watchword/internal/register"
)

// BatchState is how far a batch has come.
type BatchState string

// The states of a batch.
const (
	Made       BatchState = "made"
	Printed    BatchState = "printed"
	Checked    BatchState = "checked"
	Dispatched BatchState = "dispatched"
	Collected  BatchState = "collected"
	Dropped    BatchState = "dropped"
)

// BatchStates is every state, in the order of a batch's life.
var BatchStates = []BatchState{Made, Printed, Checked, Dispatched, Collected, Dropped}

// Title is the state in plain words.
func (s BatchState) Title() string {
	return map[BatchState]string{Made: "To print", Printed: "Printed, to be checked", Checked: "Checked, to be handed out", Dispatched: "Sent", Collected: "Handed out", Dropped: "Given up"}[s]
}

// Can reports whether the act is open to a batch in this state.
func (s BatchState) Can(verb string) bool { return can(BatchMoves, s, verb) }

// Batch is cards printed together, and who did what to them.
type Batch struct {
	Number     string       `json:"number"` // "B-0007"
	State      BatchState   `json:"state"`
	Cards      []id.Card    `json:"cards"`
	Spoiled    int          `json:"spoiled,omitempty"` // prints that were destroyed when it was checked
	Blanks     []string     `json:"blanks,omitempty"`  // serial numbers of the blank cards taken
	Made       *Done        `json:"made"`
	Printed    *Done        `json:"printed,omitempty"`
	Checked    *Done        `json:"checked,omitempty"`
	Dispatched *Sent        `json:"dispatched,omitempty"`
	Collected  []Collection `json:"collected,omitempty"`
}

// Sent says how a batch was sent.
type Sent struct {
	Way string `json:"way"` // "Special delivery"
	To  string `json:"to"`
	Ref string `json:"ref,omitempty"`
	Done
}

// Collection is cards of a batch that holders signed for at one time.
type Collection struct {
	Who   string    `json:"who"` // who collected them, or handed them out
	Cards []id.Card `json:"cards"`
	Done
}

// BatchVersion is a batch with its identity and periods.
type BatchVersion = register.Version[Batch]

var batches = &register.Table[Batch]{Name: "card_batch", What: "batch of cards", Columns: []string{"standing"}, Values: func(b Batch) []any { return []any{string(b.State)} }}

// BatchRows reads the register of batches for ledger.Verify.
var BatchRows = batches.Rows

// MakeBatch puts cards that wait to be printed together; without any named, all that wait
// and are in no batch. Errors: fault.Forbidden; fault.Invalid for more than a sheet takes;
// fault.Conflict if one does not wait or is in a batch already, or none waits.
func (s *Service) MakeBatch(ctx context.Context, who authz.Actor, cards []id.Card) (id.Batch, error) {
	made := id.New[id.Batch]()
	_, err := s.ledger.Do(ctx, who, "card-batch.make", []ledger.Subject{batches.Subject(string(made))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := office(who); err != nil {
			return err
		}
		waiting, err := s.Waiting(tx, who)
		if err != nil {
			return err
		}
		if len(cards) == 0 {
			for _, v := range waiting[:min(len(waiting), card.SheetCards)] {
				cards = append(cards, id.Card(v.ID))
			}
		}
		slices.Sort(cards)
		switch cards = slices.Compact(cards); {
		case len(cards) == 0:
			return fault.New(fault.Conflict, "No card waits to be printed.")
		case len(cards) > card.SheetCards:
			return fault.In("card", "A batch has %d cards or fewer. You chose %d", card.SheetCards, len(cards))
		}
		for _, c := range cards {
			if !slices.ContainsFunc(waiting, func(v card.Version) bool { return v.ID == string(c) }) {
				return fault.New(fault.Conflict, "One of these cards does not wait to be printed, or is in a batch already.")
			}
		}
		n, err := db.Count(tx, `SELECT COUNT(DISTINCT id) FROM card_batch WHERE force_id = ?`, string(who.Force))
		if err != nil {
			return err
		}
		after := Batch{Number: fmt.Sprintf("B-%04d", n+1), State: Made, Cards: cards, Made: doneBy(who, e)}
		e.Say("Batch "+after.Number+" of "+plural(len(cards), "card")+" was put together", "")
		return batches.Put(tx, e, string(made), after, e.At, clock.Forever)
	})
	return made, err
}

// Waiting is the cards that wait to be printed and are in no batch, by number. Errors:
// fault.Forbidden.
func (s *Service) Waiting(tx *db.Tx, who authz.Actor) ([]card.Version, error) {
	if err := office(who); err != nil {
		return nil, err
	}
	var where db.Where
	where.And("r.standing = 'made'")
	open, err := batches.Current(tx, who.Force, where, "r.id", 1000)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, b := range open {
		for _, c := range b.State.Cards {
			taken[string(c)] = true
		}
	}
	all, err := s.cards.Ordered(tx, who.Force)
	return slices.DeleteFunc(all, func(v card.Version) bool { return taken[v.ID] }), err
}

// change makes a move of a batch. do changes it further.
func (s *Service) change(ctx context.Context, who authz.Actor, of id.Batch, verb string, do func(tx *db.Tx, e *ledger.Draft, after *Batch) error) error {
	_, err := s.ledger.Do(ctx, who, verb, []ledger.Subject{batches.Subject(string(of))}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := office(who); err != nil {
			return err
		}
		v, err := batches.Find(tx, who.Force, string(of), register.Now(e.At))
		if err != nil {
			return err
		}
		after := v.State
		m, err := move(BatchMoves, after.State, verb, "Batch "+after.Number+": "+after.State.Title()+". So this cannot be done.")
		if err != nil {
			return err
		}
		after.State = m.To
		if err := do(tx, e, &after); err != nil {
			return err
		}
		e.Say("Batch "+after.Number+" of "+plural(len(after.Cards), "card")+": "+after.State.Title(), "")
		return batches.Put(tx, e, string(of), after, e.At, clock.Forever)
	})
	return err
}

// PrintBatch is the cards of a batch on sheets, as one PDF. A card that meanwhile cannot be
// printed, since it was asked back, reported or destroyed, leaves the batch. Each print takes
// a blank card from the stock, where stock is kept.
//
// Errors: fault.Forbidden; fault.NotFound; fault.Conflict if it was checked already, no card
// of it can be printed, or there are too few blank cards.
func (s *Service) PrintBatch(ctx context.Context, who authz.Actor, of id.Batch) ([]byte, error) {
	cards, drawn, err := s.drawn(ctx, who, of)
	if err != nil {
		return nil, s.ledger.DidNot(ctx, who, "card-batch.print", []ledger.Subject{batches.Subject(string(of))}, err)
	}
	pdf, err := print.Sheet(drawn, s.ledger.Now())
	if err != nil {
		return nil, err
	}
	return pdf, s.change(ctx, who, of, "card-batch.print", func(tx *db.Tx, e *ledger.Draft, after *Batch) error {
		after.Cards, after.Printed = cards, doneBy(who, e)
		taken, err := s.take(tx, e, len(cards))
		if err != nil {
			return err
		}
		after.Blanks = append(after.Blanks[:len(after.Blanks):len(after.Blanks)], taken...)
		return s.cards.BatchIn(tx, e, who, cards, of)
	})
}

// drawn is the cards of a batch that can be printed, as they look.
func (s *Service) drawn(ctx context.Context, who authz.Actor, of id.Batch) (cards []id.Card, out []print.IDCard, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		v, err := s.FindBatch(tx, who, of, register.Now(s.ledger.Now()))
		if err != nil {
			return err
		}
		if _, err := move(BatchMoves, v.State.State, "card-batch.print", "Batch "+v.State.Number+" was checked already, so it is not printed again."); err != nil {
			return err
		}
		for _, c := range v.State.Cards {
			x, err := s.cards.Printable(tx, who, c)
			if fault.Is(err, fault.Conflict) {
				continue
			}
			if err != nil {
				return err
			}
			cards, out = append(cards, c), append(out, x)
		}
		if len(cards) == 0 {
			return fault.New(fault.Conflict, "No card of batch %s can be printed any more. Give it up.", v.State.Number)
		}
		return nil
	})
	return cards, out, err
}

// CheckBatch records that every card of a batch was looked at. The spoiled were destroyed,
// and wait to be printed again in another batch. Errors: fault.Forbidden; fault.NotFound;
// fault.Conflict if it is not printed; fault.Invalid for a card of another batch, or spoiled
// ones without a word why.
func (s *Service) CheckBatch(ctx context.Context, who authz.Actor, of id.Batch, spoiled []id.Card, why string) error {
	return s.change(ctx, who, of, "card-batch.check", func(tx *db.Tx, e *ledger.Draft, after *Batch) error {
		var wrong fault.Fields
		if len(spoiled) > 0 {
			why = wrong.Text("why", why, 500, "Say what is wrong with them")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		good, err := without(after.Cards, spoiled)
		if err != nil {
			return err
		}
		after.Cards, after.Checked, after.Spoiled = good, doneBy(who, e), len(spoiled)
		if err := s.cards.SpoilIn(tx, e, who, spoiled, why); err != nil {
			return err
		}
		return s.finish(tx, e, after)
	})
}

// without is the cards but those. It returns fault.Invalid if one of those is not among them.
func without(cards, those []id.Card) ([]id.Card, error) {
	for _, c := range those {
		if !slices.Contains(cards, c) {
			return nil, fault.In("card", "Choose cards of this batch")
		}
	}
	return slices.DeleteFunc(slices.Clone(cards), func(c id.Card) bool { return slices.Contains(those, c) }), nil
}

// Dispatch records that a batch was sent. Errors: fault.Forbidden; fault.NotFound;
// fault.Conflict if it is not checked; fault.Invalid names the fields.
func (s *Service) Dispatch(ctx context.Context, who authz.Actor, of id.Batch, way, to, ref string) error {
	return s.change(ctx, who, of, "card-batch.dispatch", func(_ *db.Tx, e *ledger.Draft, after *Batch) error {
		var wrong fault.Fields
		sent := Sent{Way: wrong.Text("way", way, 100, "Say how it was sent, for example special delivery"), To: wrong.Text("to", to, 200, "Enter to whom it was sent"),
			Ref: wrong.Text("ref", ref, 100, ""), Done: *doneBy(who, e)}
		after.Dispatched = &sent
		return wrong.Err()
	})
}

// Collect records that holders signed for cards of a batch: these are good from now on. by
// is who collected them, or who handed them out. Errors: fault.Forbidden; fault.NotFound;
// fault.Conflict if the batch was not checked, or as card.Service.HandOver; fault.Invalid.
func (s *Service) Collect(ctx context.Context, who authz.Actor, of id.Batch, cards []id.Card, by string) error {
	return s.change(ctx, who, of, "card-batch.collect", func(tx *db.Tx, e *ledger.Draft, after *Batch) error {
		var wrong fault.Fields
		if by = wrong.Text("by", by, 120, "Enter who handed the cards out"); len(cards) == 0 {
			wrong.Add("card", "Choose the cards whose holders have signed for them")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		if _, err := without(after.Cards, cards); err != nil {
			return err
		}
		after.Collected = append(after.Collected[:len(after.Collected):len(after.Collected)], Collection{Who: by, Cards: cards, Done: *doneBy(who, e)})
		if err := s.cards.HandOverIn(tx, e, who, cards, "Batch "+after.Number+", signed for, handed out by "+by); err != nil {
			return err
		}
		return s.finish(tx, e, after)
	})
}

// finish makes a batch Collected once no card of it waits for its holder.
func (s *Service) finish(tx *db.Tx, e *ledger.Draft, after *Batch) error {
	vs, err := s.cards.Several(tx, e.Force, after.Cards)
	if err != nil || slices.ContainsFunc(vs, func(v card.Version) bool { return v.State.State == card.Printed }) {
		return err
	}
	m, err := move(BatchMoves, after.State, "card-batch.finish", "")
	after.State = m.To
	return err
}

// Drop gives a batch up that was not printed: its cards wait as before. Errors:
// fault.Forbidden; fault.NotFound; fault.Conflict.
func (s *Service) Drop(ctx context.Context, who authz.Actor, of id.Batch) error {
	return s.change(ctx, who, of, "card-batch.drop", func(*db.Tx, *ledger.Draft, *Batch) error { return nil })
}

// FindBatch is a batch as it stood. Errors: fault.NotFound, fault.Forbidden.
func (s *Service) FindBatch(tx *db.Tx, who authz.Actor, of id.Batch, w register.When) (BatchVersion, error) {
	if err := office(who); err != nil {
		return BatchVersion{}, err
	}
	return batches.Find(tx, who.Force, string(of), w)
}

// BatchHistory is every version of a batch; see register.Table.History.
func (s *Service) BatchHistory(tx *db.Tx, who authz.Actor, of id.Batch, all bool) ([]BatchVersion, error) {
	if err := office(who); err != nil {
		return nil, err
	}
	return batches.History(tx, who.Force, string(of), all)
}

// Batches is the batches in a state, or all, the latest first, behind a cursor, with the
// cursor of the next page. Errors: fault.Forbidden.
func (s *Service) Batches(tx *db.Tx, who authz.Actor, state BatchState, after string, limit int) (out []BatchVersion, next string, err error) {
	if err := office(who); err != nil {
		return nil, "", err
	}
	var where db.Where
	if state != "" {
		where.And("r.standing = ?", string(state))
	}
	if after != "" {
		where.And("r.id < ?", after)
	}
	out, err = batches.Current(tx, who.Force, where, "r.id DESC", limit+1)
	if len(out) > limit {
		out = out[:limit]
		next = out[limit-1].ID
	}
	return out, next, err
}

// BatchCards is the cards of a batch as they stand, by number.
func (s *Service) BatchCards(tx *db.Tx, who authz.Actor, b *Batch) ([]card.Version, error) {
	if err := office(who); err != nil {
		return nil, err
	}
	return s.cards.Several(tx, who.Force, b.Cards)
}
