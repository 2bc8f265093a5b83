// Package monitor counts what applicants answer of themselves, voluntarily, about the
// protected characteristics, so that the force can see whom its scheme reaches. It keeps
// numbers alone: no answer is kept as a row, none is tied to a person, to another answer of
// the same person, or to an instant finer than the quarter.
//
// How that holds, down to order, identities and backups, is in docs/equality-monitoring.md.
// Which numbers are told is in veil.
//
// Law: Equality Act 2010, s4 and s149(1).
//
// Read Service.Answer, then Report.
package monitor

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
)

// Service is the use cases.
type Service struct {
	ledger *ledger.Ledger
	ticket [32]byte // tickets are made with it
	seal   [32]byte // tallies are sealed with it

	mu    sync.Mutex
	spent map[string]bool // tickets used since the program began; never stored
}

// New is the service on the database of that ledger.
func New(l *ledger.Ledger, ring *keyring.Ring) *Service {
	return &Service{ledger: l, ticket: ring.Derived("equality-ticket"), seal: ring.Derived("equality-tally"), spent: map[string]bool{}}
}

// remembered is how many used tickets are remembered at most.
const remembered = 1 << 16

// quarter is a quarter of a year: 4 times the year, and which of the four from 0.
type quarter int

func quarterOf(day clock.Day) quarter {
	y, m, _ := day.Date()
	return quarter(y*4 + (int(m)-1)/3)
}

// first and last are its days.
func (q quarter) first() clock.Day { return clock.Date(int(q)/4, time.Month(int(q)%4*3+1), 1) }
func (q quarter) last() clock.Day  { return (q + 1).first() - 1 }

// String is the quarter as the database keeps it: "2026 Q4".
func (q quarter) String() string { return fmt.Sprintf("%d Q%d", int(q)/4, int(q)%4+1) }

// Ticket is the secret end of an address at which the questions can be answered. It is good
// until the quarter after this one begins, is not kept, and says nothing of whom it was given
// to: each has 128 bits of its own, made anew whenever somebody who may answer opens their
// page.
func (s *Service) Ticket(force id.Force) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails
	return s.sign(force, quarterOf(clock.DayOf(s.ledger.Now())), b[:])
}

func (s *Service) sign(force id.Force, q quarter, random []byte) string {
	m := hmac.New(sha256.New, s.ticket[:])
	fmt.Fprintf(m, "%s\n%s\n", force, q)
	m.Write(random)
	return base64.RawURLEncoding.EncodeToString(append(random[:len(random):len(random)], m.Sum(nil)[:16]...))
}

var errTicket = fault.New(fault.NotFound, "This address does not lead to the questions any more. Open them from your own page again.")

// Open reports whether the questions can be answered with the ticket: an error says why not.
// Errors: fault.NotFound; fault.Conflict if they were answered with it.
func (s *Service) Open(force id.Force, ticket string) error {
	b, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil || len(b) != 32 {
		return errTicket
	}
	now := quarterOf(clock.DayOf(s.ledger.Now()))
	good := false
	for _, q := range []quarter{now, now - 1} {
		good = good || hmac.Equal([]byte(s.sign(force, q, b[:16])), []byte(ticket))
	}
	if !good {
		return errTicket
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spent[ticket] {
		return fault.New(fault.Conflict, "Your answers are counted already.")
	}
	return nil
}

// Answers is what somebody answered, by the code of the question. What is absent or empty was
// not answered.
type Answers map[string]string

// check names every answer that is none.
func (a Answers) check() error {
	var wrong fault.Fields
	given := 0
	for i := range Questions {
		q := &Questions[i]
		if code := a[q.Code]; code == "" {
			continue
		} else if !q.knows(code) {
			wrong.Add(q.Code, "Choose one of the answers")
		}
		given++
	}
	if given == 0 {
		wrong.Add(Questions[0].Code, "Answer at least one question, or leave the page")
	}
	return wrong.Err()
}

// Answer adds what somebody answered to the tally of the quarter. Nobody is named: it is
// given no actor, and the ledger is told that one answer came in. A ticket is good for one
// answer as long as the program runs.
//
// Errors: as Open; fault.Invalid names the questions.
func (s *Service) Answer(ctx context.Context, force id.Force, ticket string, a Answers) error {
	if err := s.Open(force, ticket); err != nil {
		return err
	}
	if err := a.check(); err != nil {
		return err
	}
	_, err := s.ledger.Do(ctx, authz.Actor{Force: force}, "equality.answer", nil, func(tx *db.Tx, e *ledger.Draft) error {
		q := quarterOf(clock.DayOf(e.At))
		t, err := s.tally(tx, force, q)
		if err != nil {
			return err
		}
		t.add(a)
		e.Say("One answer came in to the equality monitoring of "+q.String(), "Equality Act 2010, s149(1)")
		return s.save(tx, force, q, t)
	})
	if err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if len(s.spent) >= remembered {
			clear(s.spent)
		}
		s.spent[ticket] = true
	}
	return err
}

// tally is the numbers of a quarter: how many answered, and of each question how often each
// answer was given. Which answers were given together is not kept.
type tally struct {
	Forms  int                       `json:"forms"`
	Counts map[string]map[string]int `json:"counts"`
}

func (t *tally) add(a Answers) {
	t.Forms++
	for i := range Questions {
		code := a[Questions[i].Code]
		if code == "" {
			code = None.Code
		}
		if t.Counts[Questions[i].Code] == nil {
			t.Counts[Questions[i].Code] = map[string]int{}
		}
		t.Counts[Questions[i].Code][code]++
	}
}

// plus adds another quarter.
func (t *tally) plus(o tally) {
	t.Forms += o.Forms
	for q, counts := range o.Counts {
		if t.Counts[q] == nil {
			t.Counts[q] = map[string]int{}
		}
		for code, n := range counts {
			t.Counts[q][code] += n
		}
	}
}

func newTally() tally { return tally{Counts: map[string]map[string]int{}} }

// size is what a tally is filled up to before it is sealed, so that its length tells nothing.
const size = 8192

func label(force id.Force, q string) string { return "equality-tally/" + string(force) + "/" + q }

// save seals a tally and writes it in place of the one before.
func (s *Service) save(tx *db.Tx, force id.Force, q quarter, t tally) error {
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if fill := size - len(text)%size; fill < size {
		text = append(text, bytes.Repeat([]byte(" "), fill)...)
	}
	return write(tx, force, q.String(), keyring.Seal(s.seal, text, label(force, q.String())))
}

// tally is the numbers of a quarter so far.
func (s *Service) tally(tx *db.Tx, force id.Force, q quarter) (tally, error) {
	sealed, err := read(tx, force, q.String())
	if err != nil || sealed == nil {
		return newTally(), err
	}
	return s.open(force, q.String(), sealed)
}

func (s *Service) open(force id.Force, q string, sealed []byte) (tally, error) {
	t := newTally()
	text, err := keyring.Open(s.seal, sealed, label(force, q))
	if err != nil {
		return t, fmt.Errorf("the equality tally of %s: %w", q, err)
	}
	return t, json.Unmarshal(text, &t)
}

// Fit holds the tallies to the ledger: as many answered as answers came in. It returns what
// does not fit, for ledger.Verify.
func (s *Service) Fit(tx *db.Tx, force id.Force) (wrong string, err error) {
	all, err := every(tx, force)
	if err != nil {
		return "", err
	}
	forms := int64(0)
	for _, x := range all {
		t, err := s.open(force, x.quarter, x.sealed)
		if errors.Is(err, keyring.ErrUnwrap) {
			return err.Error(), nil
		}
		if err != nil {
			return "", err
		}
		forms += int64(t.Forms)
	}
	came, err := db.Count(tx, `SELECT COUNT(*) FROM ledger_entry WHERE force_id = ? AND act = 'equality.answer' AND outcome = 'done'`, string(force))
	if err == nil && came != forms {
		return fmt.Sprintf("the equality tallies count %d answers, and %d came in", forms, came), nil
	}
	return "", err
}
