package register

import (
	"cmp"
	"fmt"
	"strings"

	"watchword/internal/authz"
)

// LifeMove is one change of state, as the page about the life of a register's rows tells it.
type LifeMove struct {
	Verb  string
	From  []string // empty text: a new row
	To    string   // empty: as it was
	By    string   // who may make it, as it is written in the table
	Cells []string // what else the table says of it
}

// Moving is a move of a room's table of states. One that follows by itself is nobody's.
func Moving[S ~string](verb string, from []S, to S, by authz.Permission, itself bool, cells ...string) LifeMove {
	m := LifeMove{Verb: verb, To: string(to), By: "`" + string(by) + "`", Cells: cells}
	for _, f := range from {
		m.From = append(m.From, string(f))
	}
	if itself {
		m.By = "follows by itself in the same transaction"
	}
	return m
}

// DrawMoves writes the arrows of a state diagram (mermaid).
func DrawMoves(b *strings.Builder, moves []LifeMove) {
	name := func(state, none string) string { return cmp.Or(strings.ReplaceAll(state, "-", "_"), none) }
	for _, m := range moves {
		for _, f := range m.From {
			from := name(f, "[*]")
			fmt.Fprintf(b, "    %s --> %s: %s\n", from, name(m.To, from), m.Verb)
		}
	}
}

// ListMoves writes the moves as lines of a table: act, from, to, by, and the cells.
func ListMoves(b *strings.Builder, moves []LifeMove) {
	for _, m := range moves {
		var from []string
		for _, f := range m.From {
			if f != "" {
				from = append(from, f)
			}
		}
		cells := append([]string{"`" + m.Verb + "`", cmp.Or(strings.Join(from, ", "), "(new)"), cmp.Or(m.To, "as it was"), m.By}, m.Cells...)
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
}
