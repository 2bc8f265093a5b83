package clockwork

import (
	"context"
	"slices"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/outbox"
)

// Kinds of messages whose words name nobody and hold no secret. What other rooms write may
// hold a link that is its reader's alone.
const (
	kindDigest = "digest"
	kindLetter = "letter"
)

// Messages is a page of the messages of the actor's force, the newest first, without their
// words; whether there are more; and how many there are in each state.
//
// Errors: fault.Forbidden.
func (s *Service) Messages(ctx context.Context, who authz.Actor, f outbox.Filter) (found []outbox.Message, more bool, counts map[outbox.State]int64, err error) {
	limit := f.Limit
	f.Limit++
	err = s.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if found, err = s.Outbox.List(tx, who, f); err != nil {
			return err
		}
		counts, err = s.Outbox.Counts(tx, who)
		return err
	})
	if more = len(found) > limit; more {
		found = found[:limit]
	}
	for i := range found {
		found[i].Body, found[i].Link = "", ""
	}
	return found, more, counts, err
}

// Message is one message: of digests and of notices of letters with their words, of others
// without.
//
// Errors: fault.Forbidden, fault.NotFound.
func (s *Service) Message(ctx context.Context, who authz.Actor, message id.Message) (outbox.Message, error) {
	m, err := db.Find(ctx, s.DB, func(tx *db.Tx) (outbox.Message, error) { return s.Outbox.Find(tx, who, message) })
	if !slices.Contains([]string{kindDigest, kindLetter}, m.Kind) {
		m.Body, m.Link = "", ""
	}
	return m, err
}

// SendAgain has a message sent anew that was given up, or kept.
//
// Errors: as outbox.Again says; fault.Forbidden.
func (s *Service) SendAgain(ctx context.Context, who authz.Actor, message id.Message) error {
	_, err := s.Ledger.Do(ctx, who, "message.again", []ledger.Subject{ledger.About("message", message)}, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.SendMessages, authz.Object{}); err != nil {
			return err
		}
		m, err := s.Outbox.Again(tx, who.Force, message)
		e.Say("Sent again: "+m.Subject, "")
		return err
	})
	return err
}
