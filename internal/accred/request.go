package accred

import (
	"context"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// Request is what the delegate asks of the employer before deciding, and what was
// answered. It stands open until somebody answers or the decision is made.
type Request struct {
	Text       string     `json:"text"`
	By         string     `json:"by"`
	Account    id.Account `json:"account,omitempty"`
	At         time.Time  `json:"at"`
	Answer     string     `json:"answer,omitempty"`
	AnsweredBy string     `json:"answered_by,omitempty"`
	Answerer   id.Account `json:"answerer,omitempty"`
	AnsweredAt time.Time  `json:"answered_at,omitzero"`
}

// Open reports whether nobody has answered.
func (r Request) Open() bool { return r.Answer == "" }

// Asked is the request that stands open, while the decision does.
func (a *Accreditation) Asked() (Request, bool) {
	if n := len(a.Requests); n > 0 && a.State == Proposed && a.Requests[n-1].Open() {
		return a.Requests[n-1], true
	}
	return Request{}, false
}

// SeesRequests reports whether the actor is among those between whom requests about a
// person go: the delegate, the scheme office, the employer's people who put others
// forward, and whoever reads the ledger, where they stand too.
func SeesRequests(who authz.Actor, of authz.Object) bool {
	return slices.ContainsFunc([]authz.Permission{authz.Grant, authz.Recommend, authz.NominatePerson}, func(p authz.Permission) bool { return who.May(p, of) == nil }) ||
		who.May(authz.ReadLedger, authz.Object{}) == nil
}

// requestLimit is how long a request or its answer may be, in bytes.
const requestLimit = 4000

// Ask puts a request to the employer before the decision, which stays with the delegate.
//
// Errors: fault.Forbidden; fault.Invalid without words; fault.Conflict if another stands
// open, or the decision is made.
//
// Law: Police Reform Act 2002, s41(4).
func (s *Service) Ask(ctx context.Context, who authz.Actor, a id.Accreditation, text string) error {
	return s.change(ctx, who, a, "accreditation.ask", func(_ *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if text = strings.TrimSpace(text); text == "" || len(text) > requestLimit {
			return fault.In("why", "Write what you ask for, in 4,000 letters or fewer. %s reads it", w.org.Name)
		}
		if open, ok := after.Asked(); ok {
			return fault.New(fault.Conflict, "%s asked for more on %s and waits for the answer. Ask again once it is here.", open.By, clock.DayOf(open.At).Long())
		}
		after.Requests = append(after.Requests, Request{Text: text, By: who.Name, Account: who.Account, At: e.At})
		e.Summary = w.person.Name() + ": more is asked of the employer before deciding"
		return nil
	})
}

// Answer answers the request that stands open: the employer, or the scheme office for it.
//
// Errors: fault.Forbidden; fault.Invalid without words; fault.Conflict if nothing is
// asked, or the decision is made.
func (s *Service) Answer(ctx context.Context, who authz.Actor, a id.Accreditation, text string) error {
	return s.change(ctx, who, a, "accreditation.answer", func(_ *db.Tx, e *ledger.Draft, after *Accreditation, w world) error {
		if _, ok := after.Asked(); !ok {
			return fault.New(fault.Conflict, "Nothing is asked about %s that has not been answered.", w.person.Name())
		}
		if text = strings.TrimSpace(text); text == "" || len(text) > requestLimit {
			return fault.In("answer", "Write the answer, in 4,000 letters or fewer. The delegate reads it")
		}
		r := &after.Requests[len(after.Requests)-1]
		r.Answer, r.AnsweredBy, r.Answerer, r.AnsweredAt = text, who.Name, who.Account, e.At
		e.Summary = w.person.Name() + ": what was asked before deciding is answered"
		return nil
	})
}
