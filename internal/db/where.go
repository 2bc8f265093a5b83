package db

import "strings"

// Where gathers the conditions of a query. Its zero value holds for every row.
type Where struct {
	parts []string
	args  []any
}

// And adds a condition that must hold too. Its text is written by the program,
// never by a user; values go into args.
func (w *Where) And(cond string, args ...any) {
	w.parts = append(w.parts, cond)
	w.args = append(w.args, args...)
}

// In adds the condition that column is one of the values; with none, no row passes.
func In[T ~string](w *Where, column string, values []T) {
	if len(values) == 0 {
		w.And("1 = 0")
		return
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	w.And(column+" IN ("+Marks(len(values))+")", args...)
}

// Join adds every condition of other.
func (w *Where) Join(other Where) {
	w.parts = append(w.parts, other.parts...)
	w.args = append(w.args, other.args...)
}

// SQL is the conditions behind the word WHERE, or nothing when there are none.
func (w Where) SQL() string {
	if len(w.parts) == 0 {
		return ""
	}
	return " WHERE (" + strings.Join(w.parts, ") AND (") + ")"
}

// Conditions is the conditions without the word WHERE; "1 = 1" when there are none.
func (w Where) Conditions() string {
	if len(w.parts) == 0 {
		return "1 = 1"
	}
	return "(" + strings.Join(w.parts, ") AND (") + ")"
}

// Args is the values of the ? marks, in order, with any more behind them.
func (w Where) Args(more ...any) []any {
	return append(append(make([]any, 0, len(w.args)+len(more)), w.args...), more...)
}

// Limit is a LIMIT of which the number is bound. The sum keeps SQLite, which plans anew
// whenever another number is bound to a bare mark, from doing so at every call.
const Limit = " LIMIT 0 + ?"

// Marks is n question marks with commas between them.
func Marks(n int) string {
	if n <= 0 {
		return ""
	}
	return strings.Repeat("?, ", n-1) + "?"
}

// Like is text as a pattern for LIKE with ESCAPE '\' that is found anywhere.
func Like(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text) + "%"
}
