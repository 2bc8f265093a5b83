package order_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestCoverageNamesTestsThatExist reads docs/coverage.csv: each row of the inventory stands
// once, in order, says where it works, and names tests that are there.
func TestCoverageNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	file, err := os.Open(filepath.Join(root, "docs", "coverage.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, line := range lines[1:] {
		row, err := strconv.Atoi(line[0])
		if err != nil || row <= last || line[1] == "" {
			t.Errorf("row %s: not a number above %d, or without a place", line[0], last)
		}
		last = row
		for _, named := range strings.Split(line[2], "; ") {
			folder, name, _ := strings.Cut(named, " ")
			if !exists(filepath.Join(root, folder), name) {
				t.Errorf("row %s: there is no test %q", line[0], named)
			}
		}
	}
}

// exists reports whether a folder has a test of that name, in Go or as a script.
func exists(folder, name string) bool {
	if _, err := os.Stat(filepath.Join(folder, "testdata", name+".txtar")); err == nil {
		return true
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*_test.go"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err == nil && strings.Contains(string(text), "\nfunc "+name+"(t *testing.T) {") {
			return true
		}
	}
	return false
}
