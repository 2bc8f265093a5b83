package envelope_test

import (
	"os"
	"testing"

	"watchword/internal/vetting/envelope"
)

// TestLifePageIsTrue compares docs/life-of-a-vetting.md with the table of states. Run with
// UPDATE=1 to write it anew.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/life-of-a-vetting.md"
	want := envelope.LifePage()
	if os.Getenv("UPDATE") != "" {
		must(t, os.WriteFile(path, []byte(want), 0o644))
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s does not say what the table of states says (UPDATE=1 writes it): %v", path, err)
	}
}
