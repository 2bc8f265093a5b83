// Package disclose is what a force publishes of its scheme: statistics in which no small
// number can be worked out; the list of grants and withdrawals, of which each line can be
// checked against the ledger’s checkpoints though it names nobody; and the answers to what
// people ask under the Freedom of Information Act of powers and persons.
//
// Law: Freedom of Information Act 2000, s1 and s10 (20 working days); practice 8.5 for the
// questions.
//
// Read Service, then statistics.go, record.go and answers.go.
package disclose

import (
	"sync"
	"sync/atomic"

	"watchword/internal/complaint"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/keyring"
)

// Service makes what is published, from the registers and the ledger. It is safe for
// concurrent use.
type Service struct {
	desk       *desk.Desk
	public     *desk.Public
	complaints *complaint.Service
	ring       *keyring.Ring

	gen  atomic.Int64
	mu   sync.Mutex
	kept map[id.Force]*keptRecord
}

// New is the service over a desk’s registers.
func New(d *desk.Desk, public *desk.Public, complaints *complaint.Service, ring *keyring.Ring) *Service {
	s := &Service{desk: d, public: public, complaints: complaints, ring: ring, kept: map[id.Force]*keptRecord{}}
	d.DB.OnCommit(func() { s.gen.Add(1) })
	return s
}
