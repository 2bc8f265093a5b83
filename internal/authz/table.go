package authz

import (
	"fmt"
	"strings"
)

// Table is the rules as a page of Markdown that a person can read.
func Table() string {
	var b strings.Builder
	b.WriteString("# Who may do what\n\nMade from `internal/authz/rules.go`; a test compares the two. What is not in a row is denied. " +
		"\"Own organisation\", \"own areas\" and \"own person\" say how far a permission reaches; otherwise it reaches the whole force and never another. " +
		"A role for some areas reaches persons who may act in them, in part of them (a ward of its district), or in all that they are part of.\n")
	for _, r := range append(append([]Role{}, Roles...), Operator) {
		fmt.Fprintf(&b, "\n## %s\n\n", r.Title())
		for _, p := range Permissions {
			if reach, ok := rules[r][p]; ok {
				fmt.Fprintf(&b, "- %s (`%s`): %s\n", p.what(), p, reach)
			}
		}
	}
	return b.String()
}
