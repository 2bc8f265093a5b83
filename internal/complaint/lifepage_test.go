package complaint_test

import (
	"os"
	"testing"

	"watchword/internal/complaint"
)

func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const page = "../../docs/life-of-a-complaint.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(page, []byte(complaint.LifePage()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(page); err != nil || string(have) != complaint.LifePage() {
		t.Errorf("%s is not drawn from the table of states (%v): UPDATE=1 go test ./internal/complaint", page, err)
	}
}
