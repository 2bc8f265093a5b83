package review

import (
	"slices"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/register"
)

// State is where a review stands.
type State string

const (
	Asked     State = "asked"    // the organisation is to answer
	Answered  State = "answered" // the delegate is to decide
	Decided   State = "decided"
	CalledOff State = "called-off"
)

// States is every state, in order.
var States = []State{Asked, Answered, Decided, CalledOff}

// Title is the state in plain words.
func (s State) Title() string {
	return map[State]string{Asked: "With the organisation", Answered: "With the delegate", Decided: "Decided", CalledOff: "Called off"}[s]
}

// Open reports whether something is still to be done.
func (s State) Open() bool { return s == Asked || s == Answered }

// Move is a change of state that the table allows.
type Move struct {
	Verb   string // the act in the ledger
	From   []State
	To     State
	By     authz.Permission
	What   string
	Itself bool
}

// Moves is every change of state of a review.
var Moves = []Move{
	{"power-review.open", []State{""}, Asked, authz.KeepReviews, "The organisation is asked about each power that it holds", false},
	{"power-review.answer", []State{Asked, Answered}, Answered, authz.AnswerReviews, "It says how often each was used, and whether and why it is still needed", false},
	{"power-review.decide", []State{Answered, Asked}, Decided, authz.DecideOrg, "Each power is kept, kept with a condition, or removed; without an answer only once the last day to answer is over", false},
	{"power-review.call-off", []State{Asked, Answered}, CalledOff, authz.KeepReviews, "It is not gone on with", false},
	{"organisation.withdraw", []State{Asked, Answered}, CalledOff, authz.DecideOrg, "The arrangements of the organisation ended", true},
}

// move is the row of the table for that act, or a fault.Conflict if it does not start from
// where the review stands on the day.
func (r *Review) move(verb string, today clock.Day) (Move, error) {
	i := slices.IndexFunc(Moves, func(m Move) bool { return m.Verb == verb })
	m := Moves[i]
	switch {
	case !slices.Contains(m.From, r.State):
		return m, fault.New(fault.Conflict, "%s is %s, so this cannot be done.", r.Number, strings.ToLower(r.State.Title()[:1])+r.State.Title()[1:])
	case verb == "power-review.decide" && r.State == Asked && today <= r.Due:
		return m, fault.New(fault.Conflict, "%s waits for the organisation’s answer until %s. Decide once it has answered, or after that day.", r.Number, r.Due.Long())
	}
	return m, nil
}

// Can reports whether the act is open to the review on the day.
func (r *Review) Can(verb string, today clock.Day) bool {
	_, err := r.move(verb, today)
	return err == nil
}

// LifePage is docs/life-of-a-review-of-powers.md, drawn from the table of states.
func LifePage() string {
	var moves []register.LifeMove
	for _, m := range Moves {
		moves = append(moves, register.Moving(m.Verb, m.From, m.To, m.By, m.Itself, m.What))
	}
	var b strings.Builder
	b.WriteString(lifeHead)
	register.DrawMoves(&b, moves)
	b.WriteString("    decided --> [*]\n    called_off --> [*]\n```\n\n| act | from | to | permission | what happened |\n| --- | --- | --- | --- | --- |\n")
	register.ListMoves(&b, moves)
	return b.String()
}

const lifeHead = `# The life of a review of powers

Drawn from the table in ` + "`internal/review/states.go`" + `; a test compares the two. No source says how often powers are reviewed: the months between two reviews
and the days to answer are settings of the force, and their usual values (24 and 28) are this program's own.

1. The scheme office opens a review of an organisation whose arrangements are in force. It falls due so many months after the last review, approval or renewal,
   each of which looks at every power.
2. It lists every power of every role: since when it is held, in how many accreditations it may be used today, how many persons are trained for it.
3. The authorised signatory says how often each was used in the period, and whether and why it is still needed. The count is the employer's word, and is shown as that.
4. The delegate decides each: keep, keep with a condition, remove. A power that is removed ends in the same second for everybody who holds it in that role, with
   notice to each person and a copy to the employer (s42(3), (6)). A power on which a kept one rests cannot be removed.
5. The organisation is sent a letter of what was decided. The review stays to be read as it was.

` + "```mermaid\nstateDiagram-v2\n"
