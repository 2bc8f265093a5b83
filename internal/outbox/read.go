package outbox

import (
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
)

// Filter chooses messages. Empty fields choose all.
type Filter struct {
	State State
	Kind  string
	After string // the identity of the last one seen
	Limit int    // at most so many; 0 is 50
}

// List is the messages of the actor's force that pass, the newest first.
//
// Errors: fault.Forbidden.
func (o *Outbox) List(tx *db.Tx, who authz.Actor, f Filter) ([]Message, error) {
	if err := who.May(authz.ReadMessages, authz.Object{}); err != nil {
		return nil, err
	}
	w := who.Scope(authz.ReadMessages, authz.Columns{Force: "force_id"})
	if f.State != "" {
		w.And("state = ?", string(f.State))
	}
	if f.Kind != "" {
		w.And("kind = ?", f.Kind)
	}
	if f.After != "" {
		w.And("(made_at, id) < (SELECT made_at, id FROM message WHERE force_id = ? AND id = ?)", string(who.Force), f.After)
	}
	if f.Limit == 0 {
		f.Limit = 50
	}
	return db.All(tx, scan, `SELECT `+columns+` FROM message`+w.SQL()+` ORDER BY made_at DESC, id DESC`+db.Limit, w.Args(int64(f.Limit))...)
}

// Find is one message.
//
// Errors: fault.Forbidden, fault.NotFound.
func (o *Outbox) Find(tx *db.Tx, who authz.Actor, message id.Message) (Message, error) {
	if err := who.May(authz.ReadMessages, authz.Object{}); err != nil {
		return Message{}, err
	}
	return find(tx, who.Force, message)
}

func find(tx *db.Tx, force id.Force, message id.Message) (Message, error) {
	m, err := scan(tx.QueryRow(`SELECT `+columns+` FROM message WHERE force_id = ? AND id = ?`, string(force), string(message)))
	if db.NoRows(err) {
		return m, fault.New(fault.NotFound, "There is no such message. Messages are kept for thirteen months.")
	}
	return m, err
}

// Again has a message that was given up, or kept because there was no way to send it, sent
// anew: from now on, as if for the first time. It is for the use case that records it.
//
// Errors: fault.NotFound; fault.Conflict if it is not given up, if its address is forgotten,
// or if there is no way to send it.
func (o *Outbox) Again(tx *db.Tx, force id.Force, message id.Message) (Message, error) {
	m, err := find(tx, force, message)
	switch {
	case err != nil:
		return m, err
	case m.State != Failed && m.State != Kept:
		return m, fault.New(fault.Conflict, "This message was not given up: it is under way, or has arrived.")
	case m.Address == "":
		return m, fault.New(fault.Conflict, "The address and the words of this message are no longer kept. What it told stands on the pages of the program.")
	case o.Way == nil:
		return m, fault.New(fault.Conflict, "Sending is not set up. Whoever runs the program names a mail server, or a key of GOV.UK Notify, first.")
	}
	return m, again(tx, force, message, clock.Cut(o.Clock.Now()))
}

// Counts is how many messages of the actor's force there are in each state.
//
// Errors: fault.Forbidden.
func (o *Outbox) Counts(tx *db.Tx, who authz.Actor) (map[State]int64, error) {
	if err := who.May(authz.ReadMessages, authz.Object{}); err != nil {
		return nil, err
	}
	rows, err := tx.Query(`SELECT state, COUNT(*) FROM message WHERE force_id = ? GROUP BY state`, string(who.Force))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[State]int64{}
	for rows.Next() {
		var s State
		var n int64
		if err := rows.Scan(&s, &n); err != nil {
			return nil, err
		}
		out[s] = n
	}
	return out, rows.Err()
}

// FailedSince is how many messages of a force were given up since an instant, and when the
// first of them was. It is for the room that says so to those who look after messages.
func (o *Outbox) FailedSince(tx *db.Tx, force id.Force, since time.Time) (n int, first time.Time, err error) {
	err = tx.QueryRow(`SELECT COUNT(*), COALESCE(MIN(done_at), 0) FROM message WHERE force_id = ? AND state = 'failed' AND done_at >= ?`, string(force), since).
		Scan(&n, db.Instant{To: &first})
	return n, first, err
}
