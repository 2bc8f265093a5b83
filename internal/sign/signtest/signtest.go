// Package signtest reads cards and status lists of ours with libraries that are not ours:
// COSE, CWT and JOSE from npm, pinned, installed once in the user’s cache. Tests that need
// it are skipped by name where there is no node or no npm.
package signtest

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:embed npm
var npm embed.FS

// room is a folder with the pinned libraries and our script.
func room(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("needs node and npm")
		}
	}
	lock, err := npm.ReadFile("npm/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(base, "watchword-npm-"+hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json")); err == nil {
		write(t, dir)
		return dir
	}
	fresh, err := os.MkdirTemp(base, "watchword-npm-") // several tests may install at once
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(fresh)
	write(t, fresh)
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	install.Dir = fresh
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("needs the pinned npm packages: %v\n%s", err, out)
	}
	if os.Rename(fresh, dir) != nil { // another was there first
		write(t, dir)
	}
	return dir
}

// write puts our script into the folder.
func write(t testing.TB, dir string) {
	t.Helper()
	for _, name := range []string{"package.json", "package-lock.json", "start.mjs", "extensions.mjs", "verify.mjs"} {
		b, err := npm.ReadFile("npm/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Read is what the other libraries make of a card and of status lists: npm/verify.mjs says
// what goes in and what comes out.
func Read(t testing.TB, in map[string]any) map[string]any {
	t.Helper()
	node := exec.Command("node", "start.mjs")
	node.Dir = room(t)
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	node.Stdin, node.Stderr = bytes.NewReader(text), &stderr
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var got map[string]any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}
