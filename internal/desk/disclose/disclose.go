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
	"watchword/internal/complaint"
	"watchword/internal/desk"
	"watchword/internal/keyring"
)

// Service makes what is published, from the registers and the ledger.
type Service struct {
	Desk       *desk.Desk
	Public     *desk.Public
	Complaints *complaint.Service
	Ring       *keyring.Ring
}
