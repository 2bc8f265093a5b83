package factory

import (
	"slices"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// Move is a change of state that the tables allow. S is the states of one register.
type Move[S ~string] struct {
	Verb   string // the act in the ledger
	From   []S    // "" is a thing that is not there yet
	To     S      // empty: the state stays
	By     authz.Permission
	What   string // what happened, for the page of its life
	Itself bool   // follows from another act, in the same transaction
}

// PhotoMoves is every change of state of a photograph.
var PhotoMoves = []Move[PhotoState]{
	{"photo.wait", []PhotoState{"", Waiting, Accepted, SentBack}, Waiting, authz.ChangePerson, "An employer put a photograph in: it waits to be looked at", true},
	{"photo.accept", []PhotoState{"", Waiting, SentBack}, Accepted, authz.IssueCard, "The office takes it for a card, or put it in itself", false},
	{"photo.send-back", []PhotoState{"", Waiting, Accepted}, SentBack, authz.IssueCard, "The office sends it back, with a reason that the employer reads", false},
}

// BatchMoves is every change of state of a batch of cards.
var BatchMoves = []Move[BatchState]{
	{"card-batch.make", []BatchState{""}, Made, authz.IssueCard, "Cards that wait to be printed are put together", false},
	{"card-batch.print", []BatchState{Made, Printed}, Printed, authz.IssueCard, "They are printed as one document; again if the printer failed", false},
	{"card-batch.check", []BatchState{Printed}, Checked, authz.IssueCard, "Each is looked at; a spoiled one is destroyed and waits to be printed again", false},
	{"card-batch.dispatch", []BatchState{Checked}, Dispatched, authz.IssueCard, "The batch is sent", false},
	{"card-batch.collect", []BatchState{Checked, Dispatched}, "", authz.IssueCard, "Holders have signed for cards of it", false},
	{"card-batch.finish", []BatchState{Checked, Dispatched}, Collected, authz.IssueCard, "No card of it waits for its holder any more", true},
	{"card-batch.drop", []BatchState{Made}, Dropped, authz.IssueCard, "It is given up before it was printed; its cards wait as before", false},
}

// BadgeMoves is every change of state of a badge.
var BadgeMoves = []Move[BadgeState]{
	{"badge.issue", []BadgeState{"", InStock}, Issued, authz.IssueCard, "It is given to an accredited person", false},
	{"badge.return", []BadgeState{Issued, BadgeLost, BadgeStolen}, InStock, authz.IssueCard, "It came back and can be given out again", false},
	{"badge.lost", []BadgeState{Issued}, BadgeLost, authz.ReportCard, "It is reported lost", false},
	{"badge.stolen", []BadgeState{Issued, BadgeLost}, BadgeStolen, authz.ReportCard, "It is reported stolen", false},
	{"badge.recall", []BadgeState{Issued}, "", authz.IssueCard, "It is asked back: by the office, or by itself when the accreditation ends", false},
	{"badge.chase", []BadgeState{Issued}, "", authz.IssueCard, "Its employer is reminded that it was asked back", false},
	{"badge.destroy", []BadgeState{"", InStock}, Scrapped, authz.IssueCard, "It was destroyed before a witness", false},
}

// move is the row of the table for that act, or a fault.Conflict with those words if it does
// not start from this state.
func move[S ~string](table []Move[S], from S, verb, otherwise string) (Move[S], error) {
	i := slices.IndexFunc(table, func(m Move[S]) bool { return m.Verb == verb })
	m := table[i]
	if !slices.Contains(m.From, from) {
		return m, fault.New(fault.Conflict, "%s", otherwise)
	}
	if m.To == "" {
		m.To = from
	}
	return m, nil
}

// can reports whether the act is open from this state.
func can[S ~string](table []Move[S], from S, verb string) bool {
	_, err := move(table, from, verb, "")
	return err == nil
}
