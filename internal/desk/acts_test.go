package desk_test

import (
	"strings"
	"testing"

	"watchword/internal/complaint"
	"watchword/internal/desk"
	"watchword/internal/vetting/envelope"
)

// TestEveryActOfAnEnvelopeHasWords holds the words of the ledger to the table of states.
func TestEveryActOfAnEnvelopeHasWords(t *testing.T) {
	t.Parallel()
	for _, m := range append(envelope.Moves, envelope.Move{Verb: "vetting.rotate-key"}) {
		if title := desk.ActTitle(m.Verb); strings.Contains(title, ":") {
			t.Errorf("%s is told as %q", m.Verb, title)
		}
	}
}

// TestEveryActOfAComplaintHasWords does the same for complaints.
func TestEveryActOfAComplaintHasWords(t *testing.T) {
	t.Parallel()
	for _, m := range complaint.Moves {
		if title := desk.ActTitle(m.Verb); strings.Contains(title, ":") {
			t.Errorf("%s is told as %q", m.Verb, title)
		}
	}
}
