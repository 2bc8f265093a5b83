// Command report reads what go test -json says and shows what people want to see: the
// closing line of each package, the whole of what failed, and every test that was
// skipped, with the reason. It ends with 1 if anything failed, or, where CI is set, if
// anything was skipped.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

// event is a line of go test -json (see go doc test2json).
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

func main() { os.Exit(report(os.Stdin, os.Stdout, os.Getenv("CI") != "")) }

// report copies what matters from in to out and returns the exit code.
func report(in io.Reader, out io.Writer, ci bool) int {
	said := map[string][]string{} // by package and test
	skipped := map[string]string{}
	failed := 0
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(out, lines.Text()) // of the compiler
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output":
			said[key] = append(said[key], e.Output)
			if e.Test == "" && closing(e.Output) {
				fmt.Fprint(out, e.Output)
			}
		case "build-output":
			fmt.Fprint(out, e.Output)
		case "pass":
			delete(said, key)
		case "skip":
			if e.Test != "" {
				skipped[key] = reason(said[key])
			}
			delete(said, key)
		case "fail":
			failed++
			for _, line := range said[key] {
				if (e.Test != "" || !closing(line)) && !strings.HasPrefix(line, "=== ") {
					fmt.Fprint(out, line)
				}
			}
			delete(said, key)
		}
	}
	return conclude(out, skipped, failed, ci)
}

func conclude(out io.Writer, skipped map[string]string, failed int, ci bool) int {
	if len(skipped) > 0 {
		var names []string
		for name := range skipped {
			names = append(names, name)
		}
		sort.Strings(names)
		fmt.Fprintf(out, "\n%d tests were skipped:\n", len(skipped))
		for _, name := range names {
			fmt.Fprintf(out, "  %s: %s\n", name, skipped[name])
		}
	}
	switch {
	case failed > 0:
		return 1
	case ci && len(skipped) > 0:
		fmt.Fprintln(out, "Nothing may be skipped here.")
		return 1
	}
	return 0
}

// closing reports whether a line is go test's last word on a package.
func closing(line string) bool {
	for _, word := range []string{"ok  \t", "FAIL\t", "---\t", "?   \t"} {
		if strings.HasPrefix(line, word) {
			return true
		}
	}
	return false
}

// reason is why a test was skipped, as it said.
func reason(said []string) string {
	for _, line := range said {
		line = strings.TrimSpace(line)
		if _, why, ok := strings.Cut(line, ".go:"); ok {
			if _, why, ok = strings.Cut(why, ": "); ok {
				return why
			}
		}
	}
	return "no reason given"
}
