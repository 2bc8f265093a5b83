package print

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// structure is the structure of a file as poppler reads it: in each line a role, or a text
// in quotes.
func structure(t testing.TB, path string) []string {
	t.Helper()
	tool(t, "pdfinfo", "poppler-utils")
	if info := output(t, "pdfinfo", path); !strings.Contains(info, "Tagged:          yes") {
		t.Errorf("the file is not tagged:\n%s", info)
	}
	var out []string
	for line := range strings.Lines(output(t, "pdfinfo", "-struct-text", path)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, strings.TrimSuffix(strings.TrimSuffix(line, ":"), " (block)"))
		}
	}
	return out
}

// follow fails the test if the lines do not stand in the structure in that order.
func follow(t testing.TB, name string, lines, want []string) {
	t.Helper()
	at := 0
	for _, w := range want {
		n := slices.IndexFunc(lines[at:], func(l string) bool { return strings.TrimSpace(strings.Trim(l, `"`)) == w })
		if n < 0 {
			t.Errorf("%s: no %q behind line %d:\n%s", name, w, at, strings.Join(lines, "\n"))
			return
		}
		at += n + 1
	}
}

func TestEveryFileIsTaggedInReadingOrder(t *testing.T) {
	t.Parallel()
	plain, err := warden(t).PDF(made)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := Sheet([]IDCard{warden(t), warden(t)}, made)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"card": plain, "sheet": sheet}
	for name, doc := range map[string]Document{"certificate": certificate(), "letter": letter(), "report": report(t)} {
		if files[name], err = doc.PDF(); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string][]string{
		"certificate": {"Document", "P", "Eastmarch Constabulary", "P", "Certificate EM 4417 / 1", "H1", "Accreditation", "P", "Tamsin Okafor", "L", "LI", "Lbl", "In force", "LBody",
			"From 3 February 2026 to the end of 2 February 2029", "H2", "Powers, Police Reform Act 2002, Schedule 5", "Table", "TR", "TH", "/Scope /Row", "1(2)(a)", "TD", "P", "Daniel Thorne", "P", "Ledger entry 31,806", "Figure"},
		"letter": {"P", "Tamsin Okafor", "P", "17 November 2026", "H1", "Your accreditation is suspended", "P", "H2", "What this means", "L", "LI", "LBody", "L", "/ListNumbering /Decimal", "LI", "Lbl", "1.",
			"LBody", "Read the reasons.", "Link (inline)", "eastmarch.example/review", "Figure", "P", "Scan to ask for a review"},
		"report": {"H1", "Accredited organisations", "H2", "Numbers", "Figure", "P", "Portrait", "Table", "Caption", "Organisations", "TR", "TH", "/Scope /Column", "Organisation", "TR", "TH", "/Scope /Row",
			"Council of the District Number 0,", "Neighbourhood Services", "TD", "Aldermere East", "TD", "0", "H3", "Notes"},
		"card": {"Sect", "P", "Community Safety Accredited Person", "Figure", "H1", "EM 4417", "P", "Community warden", "P", "May act in:", "City of Aldermere", "Sect", "Figure", "P", "Scan to check me",
			"P", mayHeading, "L", "LI", "LBody", "Take alcohol, young people (5)", "P", "Freepost WATCHWORD EASTMARCH. Lost or stolen: call 101.", "P", "Card 004417-02"},
		"sheet": {"Sect", "H1", "Sect", "H1", "Sect", "P", mayHeading, "Sect", "P", mayHeading},
	} {
		path := keep(t, "tagged-"+name+".pdf", files[name])
		wellFormed(t, path)
		follow(t, name, structure(t, path), want)
		nothingOutside(t, name, path)
		for _, said := range []string{"/Lang (en-GB)", "/MarkInfo <</Marked true>>", "/DisplayDocTitle true"} {
			if !bytes.Contains(files[name], []byte(said)) {
				t.Errorf("%s: the file lacks %s", name, said)
			}
		}
		if alts := bytes.Count(files[name], []byte("/S/Figure")); alts != bytes.Count(files[name], []byte("/Alt <FEFF")) {
			t.Errorf("%s: not each of %d figures says what it shows", name, alts)
		}
	}
	if got := strings.Count(strings.Join(structure(t, keep(t, "tagged-heads.pdf", files["report"])), "\n"), "/Scope /Column"); got != 3 {
		t.Errorf("the headings of a table that runs over pages are said %d times, want 3", got)
	}
}

// shown is what draws something that can be seen.
var shown = regexp.MustCompile(`(^|\s)(Tj|TJ|f|f\*|S|s|B|b|Do|sh)(\s|$)`)

// nothingOutside fails the test if anything is drawn that is neither part of the structure
// nor decoration.
func nothingOutside(t testing.TB, name, path string) {
	t.Helper()
	tool(t, "qpdf", "qpdf")
	plain := path + ".qdf"
	output(t, "qpdf", "--stream-data=uncompress", "--object-streams=disable", path, plain)
	file, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	drawn := 0
	for _, part := range bytes.Split(file, []byte("stream\n"))[1:] {
		if !bytes.Contains(part, []byte(" BMC")) && !bytes.Contains(part, []byte(" BDC")) {
			continue
		}
		depth := 0
		for line := range strings.Lines(string(part)) {
			line = strings.TrimRight(line, "\n")
			switch {
			case strings.HasSuffix(line, " BDC"), strings.HasSuffix(line, " BMC"):
				depth++
			case line == "EMC":
				depth--
			case depth != 1 && shown.MatchString(line):
				t.Fatalf("%s: drawn at depth %d: %.80q", name, depth, line)
			case shown.MatchString(line):
				drawn++
			}
			if depth < 0 || depth > 1 {
				t.Fatalf("%s: marks lie within one another: %.80q", name, line)
			}
		}
	}
	if drawn == 0 {
		t.Errorf("%s: nothing is drawn", name)
	}
}
