package reform

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

// State is where a change stands.
type State string

const (
	Watched    State = "watched"     // it may come
	Kept       State = "kept"        // a preview was kept with its number
	Proposed   State = "proposed"    // it is law, and the delegate is asked to carry it out
	CarriedOut State = "carried-out" // decided, with letters
	Dropped    State = "dropped"     // it did not come
)

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Watched: "Watched", Kept: "Preview kept", Proposed: "With the delegate", CarriedOut: "Carried out", Dropped: "Dropped"}[s]
}

// Move is a change of state that the table allows.
type Move struct {
	Verb string // the act in the ledger
	From []State
	To   State
	By   authz.Permission
	What string
}

// Moves is every change of state.
var Moves = []Move{
	{"reform.watch", []State{""}, Watched, authz.KeepReforms, "Somebody heard of it; it stands on the watch list"},
	{"reform.note", []State{Watched, Kept}, Watched, authz.KeepReforms, "More is known of it; a preview that was kept falls away, and its history stays"},
	{"reform.keep", []State{Watched, Kept}, Kept, authz.KeepReforms, "What it would do is worked out and kept, as known that day"},
	{"reform.propose", []State{Kept}, Proposed, authz.KeepReforms, "It is law: its instrument is named, and it goes before the delegate"},
	{"reform.send-back", []State{Proposed}, Kept, authz.CarryOutReforms, "The delegate does not carry it out, and says why"},
	{"reform.carry-out", []State{Proposed}, CarriedOut, authz.CarryOutReforms, "Somebody else than who proposed it decides: what it does is worked out anew, kept, and everybody it touches is written to"},
	{"reform.drop", []State{Watched, Kept, Proposed}, Dropped, authz.KeepReforms, "It did not come about"},
}

// Can reports whether the act is open to the change.
func (r *Reform) Can(verb string) bool {
	i := slices.IndexFunc(Moves, func(m Move) bool { return m.Verb == verb })
	return i >= 0 && slices.Contains(Moves[i].From, r.State)
}

func moveOf(verb string) Move {
	return Moves[slices.IndexFunc(Moves, func(m Move) bool { return m.Verb == verb })]
}

// open is nil if the act is open, else a fault.Conflict that says what can be done instead.
func (r *Reform) open(verb string) error {
	if r.Can(verb) {
		return nil
	}
	instead := map[State]string{Watched: "Keep a preview first.", Kept: "Put it before the delegate first.", Proposed: "The delegate decides it.", CarriedOut: "What was carried out stays. Watch another change.", Dropped: "Watch it anew if it comes after all."}[r.State]
	return fault.New(fault.Conflict, "%s is %s, so this cannot be done. %s", r.Number, strings.ToLower(r.State.Title()[:1])+r.State.Title()[1:], instead)
}
