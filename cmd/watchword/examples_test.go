package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"watchword/internal/clock"
	"watchword/internal/law"
)

// leaves is every command that does something, in the order of the help.
func leaves(t *testing.T) []*kong.Node {
	t.Helper()
	parser, err := kong.New(&commands{}, options()...)
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model.Leaves(true)
}

// path is a command's words behind watchword.
func path(n *kong.Node) string { return strings.TrimPrefix(n.Path(), "watchword ") }

// examplesOf is the lines of a command's help that can be typed.
func examplesOf(n *kong.Node) []string {
	_, after, _ := strings.Cut(n.Detail, "\n\nFor example:\n\n")
	var out []string
	for line := range strings.Lines(after) {
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

// help is what a command's --help prints.
func help(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if code := run(t.Context(), append(args, "--help"), nil, &out, &out); code != 0 {
		t.Fatalf("%v --help ends with %d: %s", args, code, out.String())
	}
	return out.String()
}

func TestEveryCommandHasHelpWithItsExamplesAndDefaults(t *testing.T) {
	t.Parallel()
	for _, n := range leaves(t) {
		text := help(t, strings.Fields(path(n))...)
		if len(examplesOf(n)) == 0 {
			t.Errorf("%s has no example", path(n))
		}
		for _, line := range examplesOf(n) {
			if !strings.Contains(text, "\n    "+line+"\n") {
				t.Errorf("%s: the help does not show this on a line of its own:\n%s\n%s", path(n), line, text)
			}
		}
		for _, f := range n.Flags {
			if f.HasDefault && f.Default != "" && !strings.Contains(strings.Join(strings.Fields(text), " "), "Default: "+f.Default) {
				t.Errorf("%s: --%s is %s when left out, and the help does not say so", path(n), f.Name, f.Default)
			}
		}
	}
	if text := strings.Join(strings.Fields(help(t)), " "); !strings.Contains(text, strings.Join(strings.Fields(endings), " ")) {
		t.Errorf("the help does not say what the exit codes mean: %s", text)
	}
}

// unread is examples that are parsed and not run: what serves goes on, no workbook is at
// hand, and an export is imported by a script of its own.
var unread = regexp.MustCompile(`^watchword (serve|demo|import export)\b|\.xlsx$`)

// ends is with what an example ends, if not with 0: nobody said that the warden is in uniform.
var ends = map[string]int{"watchword may --data /var/lib/watchword 'EM 4417' csas-name-address-asb": 1}

// TestTheCountyAndEveryExampleAreTrue makes the demo county, counts it, and types every
// example of the help: on the county in the place of /var/lib/watchword, and beside files
// such as they name.
func TestTheCountyAndEveryExampleAreTrue(t *testing.T) {
	t.Parallel()
	work := t.TempDir()
	for name, content := range beside() {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(work, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(work, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	here := strings.NewReplacer("/var/lib/watchword", filepath.Join(work, "county"), "/mnt/", filepath.Join(work, "mnt")+"/", "/srv/new", filepath.Join(work, "new"))
	shell := func(line string) (string, int) {
		c := exec.CommandContext(t.Context(), "sh", "-c", here.Replace(line))
		c.Dir = work
		out, err := c.CombinedOutput()
		var ended *exec.ExitError
		if err != nil && !errors.As(err, &ended) {
			t.Fatal(err)
		}
		return string(out), c.ProcessState.ExitCode()
	}
	for _, line := range []string{"watchword demo --make --data /var/lib/watchword", "watchword checkpoint --data /var/lib/watchword > /mnt/elsewhere/checkpoint"} {
		if out, code := shell(line); code != 0 {
			t.Fatalf("%s ends with %d: %s", line, code, out)
		}
	}
	figures(t, here.Replace("/var/lib/watchword"))
	token := ""
	for _, n := range leaves(t) {
		for _, line := range examplesOf(n) {
			parses(t, n, line, work)
			if unread.MatchString(line) {
				continue
			}
			typed := line
			if path(n) == "token end" {
				typed = regexp.MustCompile(`tok_\w+`).ReplaceAllString(line, token)
			}
			out, code := shell(typed)
			if code != ends[line] {
				t.Errorf("%s\nends with %d, want %d: %s", line, code, ends[line], out)
			}
			if path(n) == "token make" {
				token = regexp.MustCompile(`tok_\w+`).FindString(out)
			}
		}
	}
	for line, want := range map[string]string{
		"watchword user end --data /var/lib/watchword --email ruth.adeyemi@eastmarch.example --why Left":  "is the last scheme manager of Eastmarch Constabulary",
		"watchword user end --data /var/lib/watchword --email neil.rigby@eastmarch.example --why Retired": "Ended acc_",
	} {
		if out, _ := shell(line); !strings.Contains(out, want) {
			t.Errorf("%s\nsays %s, want %s", line, out, want)
		}
	}
}

// parses holds that a line is one of the command, with flags and values that it takes.
func parses(t *testing.T, n *kong.Node, line, work string) {
	t.Helper()
	if _, piped, ok := strings.Cut(line, "| watchword"); ok {
		line = "watchword" + piped
	}
	line, _, _ = strings.Cut(line, " < ")
	line, _, _ = strings.Cut(line, " > ")
	words := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(line, -1)
	for i, w := range words {
		words[i] = strings.Trim(w, "'")
		file := filepath.Join(work, words[i])
		if _, err := os.Stat(file); err != nil && n.Name == "restore" && strings.HasSuffix(file, ".zip") {
			t.Errorf("%s: there is no such backup", line)
		}
		if _, err := os.Stat(file); err == nil {
			words[i] = file
		}
	}
	parser, err := kong.New(&commands{}, options()...)
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(words[1:])
	if err != nil {
		t.Errorf("%s: %v", line, err)
		return
	}
	if got := strings.TrimPrefix(k.Selected().Path(), "watchword "); words[0] != "watchword" || got != path(n) {
		t.Errorf("%s is an example of %s, and stands in the help of %s", line, got, path(n))
	}
}

// beside is the files that examples name, by name.
func beside() map[string]string {
	today := clock.DayOf(clock.Wall{}.Now())
	day := func(d clock.Day) string {
		y, m, n := d.Date()
		return fmt.Sprintf("%02d/%02d/%d", n, int(m), y)
	}
	from, to := day(today.AddYears(-1)), day(today.AddYears(1))
	return map[string]string{
		"organisations.csv": "Organisation,Type,Role 1,Role 1 powers,Status,Accredited from,Accredited to\n" +
			"Ferry Lane City Council,City council,Community warden,3; 1(2)(c),Accredited," + from + "," + to + "\n",
		"people.csv": "AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,Vetting result,Vetting decided,Vetting expires,Training passed,Training expires,Accredited from,Accredited to,Status\n" +
			"EM 9001,Reed,Mo,12/05/1988,Ferry Lane City Council,Community warden,3; 1(2)(c),Passed," + from + "," + to + "," + from + "," + to + "," + from + "," + to + ",Active\n",
		"register.xlsx": "",
		"wards.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Ferry Lane","code":"X1"},
			"geometry":{"type":"Polygon","coordinates":[[[1,52],[1.1,52],[1.1,52.1],[1,52.1],[1,52]]]}}]}`,
		"authorities.csv": "gss_code,population_2020\nX07000001,1200\n",
		"2024-08-eastmarch-street.csv": "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n" +
			",2024-08,Eastmarch Constabulary,Eastmarch Constabulary,1.050000,52.050000,On or near High Street,E01000001,Aldermere 001A,Anti-social behaviour,,\n",
		"entry-1.tlog-proof":  entryProof,
		"questions.jsonl":     `{"power":"csas-fpn-litter","at":"2026-06-01T14:30:00Z"}` + "\n",
		"mnt/elsewhere/.kept": "",
		"mnt/backup/.kept":    "",

		"mnt/export/2026-11-22/.kept": "",
	}
}

func TestTheListOfPowersFitsIntoItsColumns(t *testing.T) {
	t.Parallel()
	days := []string{"2002-10-01"}
	for i := range law.Powers() {
		for _, h := range law.Powers()[i].History {
			days = append(days, h.On.String(), h.On.AddDays(-1).String())
		}
	}
	for _, day := range days {
		var out bytes.Buffer
		if code := run(t.Context(), []string{"law", "list", "--on", day}, nil, &out, &out); code != 0 {
			t.Fatalf("%s: %s", day, out.String())
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		at := map[string]int{}
		for _, heading := range []string{"England", "Wales", "Certainty", "What it is"} {
			at[heading] = strings.Index(lines[1], heading)
		}
		for _, line := range lines[2:] {
			if len([]rune(line)) > 120 {
				t.Errorf("%s: %d columns: %s", day, len([]rune(line)), line)
			}
			for heading, i := range at {
				if i < 2 || line[i-2:i] != "  " || line[i] == ' ' {
					t.Errorf("%s: nothing begins under %s in: %s", day, heading, line)
				}
			}
		}
	}
}

// entryProof is the proof of the second entry of a log of two, under a key made for it.
const entryProof = `c2sp.org/tlog-proof@v1
extra eyJsZWFmIjoiZDJGMFkyaDNiM0prTDJWdWRISjVMM1l4Q21WdWRGOHdNVzA0TVd0M2MyRjZaVFYzT0hrMU5UZzBjMkUyWW1Sb01Rb0JBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE9PSJ9
index 1
RAdydoY2e1ZDtYLdrUFrP0a5fRgDG5wMRzFK3fPFLqg=

watchword/eastmarch/ledger
2
x5UMif0yRkfeiMPhvtx0UwwjbA7uPMtRR74w0l/bOHY=

— watchword/eastmarch/ledger Fpy/gghkOZXpNHulxpwImvHW102jz2KEsJAeYRkDcKf7vd+jLsyyjl6W31GFlNTW8jjI12+Cufo+g8mA7Bf9kCYXlQQ=
`
