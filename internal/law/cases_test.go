package law_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
)

// oneCase is one case of testdata/cases; common.txt there explains the form.
type oneCase struct {
	file   string
	line   int
	name   string
	facts  map[string]any
	answer string
	wants  []string
}

func TestCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t) {
		t.Run(strings.TrimSuffix(c.file, ".txt")+"/"+c.name, func(t *testing.T) {
			t.Parallel()
			v := law.May(c.question(t))
			var codes []string
			for _, r := range v.Reasons {
				codes = append(codes, r.Code)
			}
			var because []string
			for _, want := range c.wants {
				if code, ok := strings.CutPrefix(want, "because "); ok {
					because = append(because, code)
				} else if !says(&v, want) {
					t.Errorf("%s:%d: wants %q, got %s", c.file, c.line, want, told(&v))
				}
			}
			if v.Answer.String() != c.answer {
				t.Errorf("%s:%d: %s, want %s", c.file, c.line, v.Answer, c.answer)
			}
			if diff := cmp.Diff(because, codes); diff != "" {
				t.Errorf("%s:%d: reasons (-want +got):\n%s", c.file, c.line, diff)
			}
		})
	}
}

// says reports whether the verdict says what a line of the case wants.
func says(v *law.Verdict, want string) bool {
	word, rest, _ := strings.Cut(want, " ")
	amount, by, dated := strings.Cut(rest, " by ")
	switch n := &v.Notice; word {
	case "pays":
		return n.Amount.String() == amount && (!dated || n.PayBy.Last.String() == by)
	case "early":
		if amount == "nothing" {
			return n.Early == 0 && n.EarlyBy == law.Term{}
		}
		return n.Early.String() == amount && (!dated || n.EarlyBy.Last.String() == by)
	case "unpaid":
		return n.Unpaid.String() == amount
	case "held":
		return n.Held.Last.String() == strings.TrimPrefix(rest, "until ")
	case "default":
		return n.Default
	case "none":
		return n.Amount == 0
	case "unconfirmed":
		return slices.ContainsFunc(v.Doubts.List(), func(d law.Doubt) bool { return d.Code == rest })
	case "confirmed":
		return v.Doubts == 0
	case "test":
		return strings.Contains(v.Test, rest)
	case "cites":
		return v.Offence == rest
	case "says":
		return slices.ContainsFunc(v.Reasons, func(r law.Reason) bool { return r.Text+" ("+r.Source+")" == rest })
	case "law":
		return v.Law == rest
	}
	return false
}

func told(v *law.Verdict) string {
	return fmt.Sprintf("%s; %+v; test %q; cites %q; notice %+v; %v", v.Answer, v.Reasons, v.Test, v.Offence, v.Notice, v.Doubts.List())
}

// question is the case's facts as a question, read as lawjson reads them.
func (c *oneCase) question(t testing.TB) *law.Question {
	t.Helper()
	raw, err := json.Marshal(c.facts)
	if err != nil {
		t.Fatal(err)
	}
	q, _, err := lawjson.Question(raw)
	if err != nil {
		t.Fatalf("%s:%d: %v", c.file, c.line, err)
	}
	return q
}

func readCases(t testing.TB) []*oneCase {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	common := map[string]any{}
	readFile(t, "testdata/cases/common.txt", map[string]any{}, func(base map[string]any) { common = base })
	var all []*oneCase
	for _, f := range files {
		all = append(all, readFile(t, f, common, func(map[string]any) {})...)
	}
	return all
}

// readFile reads the cases of a file. Each starts from the file's base, which
// starts from the facts that are common to all.
func readFile(t testing.TB, path string, common map[string]any, done func(map[string]any)) []*oneCase {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []*oneCase
	base, into := copied(common), map[string]any(nil)
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || line[0] == '#':
		case line == "base":
			base = copied(common)
			into = base
		case strings.HasPrefix(line, "case "):
			into = copied(base)
			cases = append(cases, &oneCase{file: filepath.Base(path), line: n, name: line[5:], facts: into})
		case strings.HasPrefix(line, "=> "):
			cases[len(cases)-1].answer = line[3:]
		case len(cases) > 0 && cases[len(cases)-1].answer != "" && !strings.Contains(line, ": "):
			cases[len(cases)-1].wants = append(cases[len(cases)-1].wants, line)
		default:
			if err := fact(into, line); err != nil {
				t.Fatalf("%s:%d: %v", path, n, err)
			}
		}
	}
	done(base)
	return cases
}

func copied(m map[string]any) map[string]any {
	c := maps.Clone(m)
	for _, list := range []string{"grants", "training"} {
		if l, ok := c[list].([]any); ok {
			c[list] = slices.Clone(l)
		}
	}
	return c
}

var simple = regexp.MustCompile(`^([0-9]{1,7}|true|false|[\[{"].*)$`)

// fact reads one line of facts into the question.
func fact(into map[string]any, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "asks":
		into["power"] = rest
	case "holds":
		return holds(into, strings.Fields(strings.ReplaceAll(rest, ",", "")))
	case "on":
		at, err := time.Parse("2006-01-02 15:04", rest)
		if err != nil {
			if at, err = time.Parse("2006-01-02", rest); err != nil {
				return err
			}
			at = at.Add(12 * time.Hour)
		}
		into["at"] = clock.OnClock(clock.Date(at.Date()), at.Hour(), at.Minute())
	default:
		name, value, ok := strings.Cut(line, ": ")
		if !ok {
			return fmt.Errorf("cannot read %q", line)
		}
		switch {
		case value == "-":
			delete(into, name)
		case simple.MatchString(value):
			var v any
			if err := json.Unmarshal([]byte(value), &v); err != nil {
				return err
			}
			into[name] = v
		default:
			into[name] = value
		}
	}
	return nil
}

// holds reads "csas-pnd naming pnd-poa5 pnd-comms in MARKET from 2026-01-01 until
// 2026-02-01 suspended" as a grant, with training that does not run out.
func holds(into map[string]any, words []string) error {
	g := map[string]any{"power": words[0]}
	list := ""
	for _, w := range words[1:] {
		switch w {
		case "naming":
			list = "offences"
		case "resting":
			list = "bases"
		case "in":
			list = "areas"
		case "from", "until", "condition":
			list = w
		case "suspended", "withdrawn":
			g["state"] = w
		default:
			switch list {
			case "from", "until":
				g[list] = w
			case "condition":
				g["conditions"] = append(items(g["conditions"]), map[string]any{"text": "only on Saturdays", "met": w})
			case "":
				return fmt.Errorf("cannot read %q", w)
			default:
				g[list] = append(items(g[list]), w)
			}
		}
	}
	into["grants"] = append(items(into["grants"]), g)
	into["training"] = append(items(into["training"]), map[string]any{"power": words[0], "until": "9999-12-31"})
	return nil
}

func items(v any) []any { l, _ := v.([]any); return l }

func TestEveryPowerHasCases(t *testing.T) {
	t.Parallel()
	n := map[string]map[string]int{}
	for _, c := range readCases(t) {
		power, _ := c.facts["power"].(string)
		if n[power] == nil {
			n[power] = map[string]int{}
		}
		n[power][c.answer]++
		n[power]["all"]++
	}
	for _, p := range law.Powers() {
		got := n[string(p.ID)]
		if p.Authority == law.Nobody {
			if got["may"] != 0 || got["may not"] == 0 {
				t.Errorf("%s: %v", p.ID, got)
			}
			continue
		}
		if got["all"] < 3 || got["may"] == 0 || got["may not"] == 0 {
			t.Errorf("%s has too few cases: %v", p.ID, got)
		}
	}
}
