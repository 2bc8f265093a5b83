// Package order holds the rooms to the order that docs/architecture.md gives them: a
// room imports rooms of the floors below, or to its left on its own floor.
package order

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// place is where a room stands: its floor, from the ground, and its number on it.
type place struct{ floor, left int }

var name = regexp.MustCompile("`([a-z]+)`")

// readMap reads the table of docs/architecture.md.
func readMap(text string) map[string]place {
	places := map[string]place{}
	floor := 0
	for line := range strings.Lines(text) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		rooms := name.FindAllStringSubmatch(cells[2], -1)
		for i, m := range rooms {
			places[m[1]] = place{floor, i}
		}
		if len(rooms) > 0 {
			floor++
		}
	}
	return places
}

// arrow is one room importing another, and the file that does.
type arrow struct{ from, to, file string }

// wrong says why the arrow is not allowed, or nothing.
func wrong(places map[string]place, a arrow) string {
	from, ok := places[a.from]
	if !ok {
		return "the room " + a.from + " stands on no floor of docs/architecture.md"
	}
	to, ok := places[a.to]
	switch {
	case a.from == a.to:
		return ""
	case !ok:
		return "the room " + a.to + " stands on no floor of docs/architecture.md"
	case to.floor > from.floor:
		return a.from + " imports " + a.to + ", which stands above it: " + a.file
	case to.floor == from.floor && to.left > from.left:
		return a.from + " imports " + a.to + ", which stands to its right: " + a.file
	}
	return ""
}

// arrows reads the imports of every file that is not a test's.
func arrows(t *testing.T) []arrow {
	t.Helper()
	var all []arrow
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(filepath.Join(root, "internal"), path)
		parts := strings.Split(filepath.ToSlash(rel), "/")
		dir := parts[max(0, len(parts)-2)]
		if d.IsDir() || len(parts) < 2 || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(dir, "test") ||
			slices.Contains(parts, "testdata") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			to, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			switch {
			case strings.HasPrefix(to, "watchword/internal/"):
				room, _, _ := strings.Cut(strings.TrimPrefix(to, "watchword/internal/"), "/")
				all = append(all, arrow{parts[0], room, filepath.Join("internal", rel)})
			case strings.HasPrefix(to, "watchword/"):
				t.Errorf("internal/%s imports %s: nothing imports a command", rel, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryArrowRunsDown(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	places := readMap(string(text))
	if len(places) < 20 || places["clock"].floor != 0 {
		t.Fatalf("the table of docs/architecture.md was not read: %v", places)
	}
	said := map[string]bool{}
	for _, a := range arrows(t) {
		if w := wrong(places, a); w != "" && !said[w] {
			said[w] = true
			t.Error(w)
		}
	}
}

func TestAnArrowThatRunsUpIsNamed(t *testing.T) {
	t.Parallel()
	places := readMap("| floor | rooms | |\n| --- | --- | --- |\n| ground | `clock` `id` | |\n| 1 | `db` | |\n")
	for _, tt := range []struct {
		name string
		a    arrow
		want string
	}{
		{"down", arrow{"db", "clock", "f.go"}, ""},
		{"to the left", arrow{"id", "clock", "f.go"}, ""},
		{"within a room", arrow{"db", "db", "f.go"}, ""},
		{"up", arrow{"clock", "db", "f.go"}, "clock imports db, which stands above it: f.go"},
		{"to the right", arrow{"clock", "id", "f.go"}, "clock imports id, which stands to its right: f.go"},
		{"to a room that is not on the map", arrow{"db", "util", "f.go"}, "the room util stands on no floor of docs/architecture.md"},
	} {
		if got := wrong(places, tt.a); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
