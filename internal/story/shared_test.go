package story_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared is a file of the shared data folder, which lies beside the project or where
// WATCHWORD_SHARED says.
func shared(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("WATCHWORD_SHARED")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("needs the shared data folder")
	}
	return path
}

// TestAForceBringsInItsWholeRegister takes a workbook of 53 organisations and 538 people
// through the commands, as an office would on its first day; a second time it changes
// nothing.
func TestAForceBringsInItsWholeRegister(t *testing.T) {
	t.Parallel()
	book, data := shared(t, "spreadsheets/register-clean.xlsx"), t.TempDir()
	for _, step := range []struct {
		name string
		args []string
		says string
	}{
		{"a force is set up", []string{"user", "add", "--data", data, "--new-force", "Eastmarch Constabulary", "--short", "eastmarch", "--email", "ines@example.org", "--name", "Ines Okafor", "--role", "scheme-manager"}, "/invitation/"},
		{"a dry run writes nothing", []string{"import", "organisations", "--data", data, "--day", "2026-11-20", book}, "This was a dry run: nothing was written"},
		{"employers", []string{"import", "organisations", "--data", data, "--day", "2026-11-20", "--take", book}, "Written: 53."},
		{"people", []string{"import", "people", "--data", data, "--day", "2026-11-20", "--take", book}, "Written: 538."},
		{"and once more", []string{"import", "people", "--data", data, "--day", "2026-11-20", "--take", book}, "Written: 0. In the register already, and left as they are: 538."},
		{"all of it is in the ledger", []string{"verify", "--data", data}, "Everything fits"},
	} {
		if out, code := watchword(t, step.args...); code != 0 || !strings.Contains(out, step.says) {
			t.Fatalf("%s: it ends with %d and does not say %q: %s", step.name, code, step.says, out)
		}
	}
}
