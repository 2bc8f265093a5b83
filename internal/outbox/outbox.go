// Package outbox makes and sends messages. A message is written in the same transaction
// as the act that it tells of, so that there is none for an act that was not done, and it
// is sent later, with retries, by whichever node comes to it first: by SMTP, or through
// GOV.UK Notify. While neither is set up nothing leaves the program, and what would have
// been sent is kept to be looked at.
//
// It knows no register: who is told what is said by the rooms that write messages. A
// message holds no more of anybody than its reader needs; its address is in no log and in
// no reason for a failure; address and words are forgotten a month after it is done.
//
// Read Message, then Outbox.Put and Outbox.Round; smtp.go and notify.go are the two ways.
package outbox

import (
	"log/slog"
	"strings"
	"time"
	"unicode"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
)

// State is how far a message has come.
type State string

const (
	Queued    State = "queued"    // waits to be sent, or to be tried again
	Sent      State = "sent"      // taken by the mail server or by the service, which says no more yet
	Delivered State = "delivered" // the service says that it arrived
	Failed    State = "failed"    // given up, or refused
	Kept      State = "kept"      // sending is not set up: it would have been sent
)

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Queued: "Waits to be sent", Sent: "Handed over", Delivered: "Delivered", Failed: "Not delivered", Kept: "Not sent: sending is not set up"}[s]
}

// Message is one e-mail.
type Message struct {
	ID      id.Message
	Force   id.Force
	Kind    string     // what it is, in a word of the room that writes it: "digest"
	Account id.Account // whose address it is; empty if nobody has an account with it
	Sender  string     // the name it comes from: "Eastmarch Constabulary"
	Address string     // empty once it is forgotten
	Subject string
	Body    string // plain text, lines apart; no address of a page
	Link    string // the one page it leads to; may be empty
	Once    string // of messages with the same words here only the first is written; empty: each is

	State    State
	Attempts int
	Made     time.Time
	Next     time.Time // when it is tried or asked after next
	Done     time.Time // handed over, given up or kept; zero before
	Way      string    // the way it went
	Ref      string    // what the way calls it
	Why      string    // it was not sent, or not yet: in words, without an address
}

// Outbox writes and sends messages. It is safe for concurrent use, on several nodes.
type Outbox struct {
	DB    *db.DB
	Clock clock.Clock
	// Way is how messages are sent; nil: they are kept, and nothing leaves the program.
	Way Way
	Log *slog.Logger
}

// New is an outbox that keeps what it is given: see Config.Way.
func New(d *db.DB, c clock.Clock) *Outbox {
	return &Outbox{DB: d, Clock: c, Log: slog.New(slog.DiscardHandler)}
}

// Put writes a message in the transaction of the act that it tells of. It returns the
// identity it has; that of the first one if Once was used before.
func (o *Outbox) Put(tx *db.Tx, m Message) (id.Message, error) {
	m.ID, m.State, m.Made = id.New[id.Message](), Queued, clock.Cut(o.Clock.Now())
	m.Next = m.Made
	m.Subject, m.Sender = oneLine(m.Subject), oneLine(m.Sender)
	return insert(tx, m)
}

// oneLine is a text that can stand in a header: without line breaks.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == ' ' }), " ")
}

// Text is the whole message as plain text: the words, then the page.
func (m Message) Text() string {
	out := strings.TrimRight(m.Body, "\n") + "\n"
	if m.Link != "" {
		out += "\n" + m.Link + "\n"
	}
	return out
}
