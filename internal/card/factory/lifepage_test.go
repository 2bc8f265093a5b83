package factory_test

import (
	"os"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/card/factory"
)

// TestLifePageIsTrue compares docs/life-of-a-batch.md with the tables of states. Run with
// UPDATE=1 to write it.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/life-of-a-batch.md"
	if os.Getenv("UPDATE") != "" {
		accredtest.Must(t, os.WriteFile(path, []byte(factory.LifePage()), 0o644))
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != factory.LifePage() {
		t.Errorf("docs/life-of-a-batch.md does not say what the tables say (UPDATE=1 writes it): %v", err)
	}
}
