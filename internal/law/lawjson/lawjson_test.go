package lawjson_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
)

var update = flag.Bool("update", false, "write the schemas and the example into docs/law.md")

const litter = `{"id":"1","power":"csas-fpn-litter","at":"2026-11-17T10:42:00Z","territory":"england","place":["ALD"],` +
	`"accreditation":{"state":"in_force","from":"2026-02-03","until":"2029-02-03"},"employer":{"state":"in_force","from":"2024-04-01","until":"2027-04-01"},` +
	`"grants":[{"power":"csas-fpn-litter","areas":["ALD"]}],"training":[{"power":"csas-fpn-litter","until":"2029-01-15"}],"vetting_until":"2029-01-12",` +
	`"employed":"yes","on_duty":"yes","uniform":"yes","badge":"yes","in_force_area":"yes","subject_age":34,"offence_on":"2026-11-17","reasonable_belief":"yes","offence_in_area":"yes"}`

// answers asks and reads each line of the answer.
func answers(t *testing.T, in string) (lines []map[string]any, bad int) {
	t.Helper()
	var out bytes.Buffer
	bad, err := lawjson.Ask(strings.NewReader(in), &out)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(&out)
	for dec.More() {
		var m map[string]any
		if err := dec.Decode(&m); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, m)
	}
	return lines, bad
}

func TestAskAnswersEachLineAndGoesOn(t *testing.T) {
	t.Parallel()
	in := "\xef\xbb\xbf" + litter + "\r\n\n   \n{\"power\":\n" + strings.Replace(litter, `"uniform":"yes"`, `"uniform":"no"`, 1) + "\n" + strings.Replace(litter, `"badge":"yes",`, "", 1)
	got, bad := answers(t, in)
	if len(got) != 4 || bad != 1 {
		t.Fatalf("%d answers, %d bad: %v", len(got), bad, got)
	}
	if got[0]["answer"] != "may" || got[0]["id"] != "1" || got[0]["notice"].(map[string]any)["amount_pence"] != 10000.0 {
		t.Errorf("first: %v", got[0])
	}
	if got[1]["line"] != 4.0 || got[1]["error"] == nil {
		t.Errorf("the bad line: %v", got[1])
	}
	if got[2]["answer"] != "may_not" || got[2]["notice"] != nil {
		t.Errorf("without uniform: %v", got[2])
	}
	if got[3]["answer"] != "may_if" {
		t.Errorf("badge not told: %v", got[3])
	}
}

func TestAVerdictAloneIsAsAskAnswers(t *testing.T) {
	t.Parallel()
	for _, uniform := range []string{"yes", "no"} {
		line := strings.Replace(strings.Replace(litter, `"id":"1",`, "", 1), `"uniform":"yes"`, `"uniform":"`+uniform+`"`, 1)
		asked, _ := answers(t, line)
		q, _, err := lawjson.Question([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		v := law.May(q)
		if err := lawjson.Verdict(&v, &out); err != nil {
			t.Fatal(err)
		}
		var alone map[string]any
		if err := json.Unmarshal(out.Bytes(), &alone); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(asked[0], alone); diff != "" {
			t.Error(diff)
		}
	}
}

func TestABadLineNamesItsField(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, line, want string }{
		{"unknown field", `{"colour":"red"}`, "colour: there is no such field"},
		{"unknown field in a list", `{"grants":[{"power":"x"},{"ofences":[]}]}`, "grants[1].ofences: there is no such field"},
		{"case counts", `{"Power":"x"}`, "Power: there is no such field"},
		{"given twice", `{"power":"x","power":"y"}`, "power: is given twice"},
		{"a wrong word", `{"uniform":"maybe"}`, "uniform: must be yes, no or unknown"},
		{"a wrong word of a list", `{"limb":"under 18"}`, "limb: must be one of under_18, for_under_18, with_under_18"},
		{"a wrong basis", `{"basis":"basis-none"}`, "basis: must be one of basis-fixed-penalty, basis-begging, basis-byelaw, basis-harm"},
		{"30 February", `{"offence_on":"2026-02-30"}`, "offence_on: a day is written as year-month-day, for example 2026-02-28"},
		{"a bad instant", `{"at":"today"}`, "at: must be an instant"},
		{"a text for a number", `{"subject_age":"ten"}`, "subject_age: must be a whole number"},
		{"a fraction", `{"subject_age":10.5}`, "subject_age: must be a whole number"},
		{"a negative age", `{"subject_age":-1}`, "subject_age: must be between 0 and 150"},
		{"a list that is none", `{"grants":{}}`, "grants: must be a list"},
		{"an object that is none", `{"accreditation":"yes"}`, "accreditation: must be an object"},
		{"a number for a text", `{"power":7}`, "power: must be a text"},
		{"two objects", `{} {}`, "there is more on the line than one JSON object"},
		{"an array", `[]`, "the line must be an object"},
		{"null", `null`, "the line must be an object"},
		{"no JSON", `power`, "the line is not JSON"},
		{"not UTF-8", "{\"power\":\"\xff\"}", "the line is not valid UTF-8"},
		{"too long", `{"power":"` + strings.Repeat("x", lawjson.MaxLine) + `"}`, "the line is longer than one mebibyte"},
	} {
		got, bad := answers(t, "\n"+tt.line+"\n"+litter)
		if len(got) != 2 || bad != 1 || got[0]["line"] != 2.0 || got[1]["answer"] != "may" {
			t.Errorf("%s: %d bad, %v", tt.name, bad, got)
			continue
		}
		if text := got[0]["error"].(string); !strings.HasPrefix(text, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, text, tt.want)
		}
	}
}

func TestNullIsNotKnown(t *testing.T) {
	t.Parallel()
	got, bad := answers(t, strings.Replace(litter, `"uniform":"yes"`, `"uniform":null,"earlier_notices":null`, 1))
	if bad != 0 || got[0]["answer"] != "may_if" {
		t.Errorf("%d bad, %v", bad, got)
	}
}

func TestCatalogueHasEveryRow(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := lawjson.Catalogue(clock.MustDay("2026-11-22"), &out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "null") {
		t.Error("the catalogue has null where it should have an empty list")
	}
	var c struct {
		Powers []struct {
			ID     law.PowerID
			Status map[string]string
		}
		Offences, Bases, Pending, Transitions []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Powers) != len(law.Powers()) || len(c.Offences) != len(law.Offences()) || len(c.Bases) != 4 || len(c.Pending) != 2 || len(c.Transitions) != len(law.Transitions()) {
		t.Errorf("%d powers, %d offences, %d bases", len(c.Powers), len(c.Offences), len(c.Bases))
	}
	for _, p := range c.Powers {
		if p.ID == "csas-alcohol-dppo" && p.Status["england"] != "spent" || p.ID == "csas-abandoned-vehicle" && p.Status["wales"] != "elsewhere" || p.ID == "none-dispersal" && p.Status["wales"] != "never" {
			t.Errorf("%s: %v", p.ID, p.Status)
		}
	}
}

// TestDocsLawHasTheSchemas holds docs/law.md to the fields as they are. Run with
// -update to write them there.
func TestDocsLawHasTheSchemas(t *testing.T) {
	const path = "../../../docs/law.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var example bytes.Buffer
	if _, err := lawjson.Ask(strings.NewReader(block(string(text), "facts")), &example); err != nil {
		t.Fatal(err)
	}
	now := string(text)
	for name, want := range map[string]string{"question schema": string(lawjson.QuestionSchema()), "verdict schema": string(lawjson.VerdictSchema()), "verdicts": example.String()} {
		if got := block(now, name); got != want {
			if !*update {
				t.Errorf("docs/law.md: the %s has drifted; run go test ./internal/law/lawjson -update", name)
			}
			now = strings.Replace(now, fence(now, name), "<!-- "+name+" -->\n```json\n"+want+"```\n", 1)
		}
	}
	if *update && now != string(text) {
		if err := os.WriteFile(path, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// fence is the marked block of that name with its fences; block is what is inside.
func fence(text, name string) string {
	_, rest, ok := strings.Cut(text, "<!-- "+name+" -->\n```json\n")
	if !ok {
		return ""
	}
	inside, _, _ := strings.Cut(rest, "```\n")
	return "<!-- " + name + " -->\n```json\n" + inside + "```\n"
}

func block(text, name string) string {
	f := strings.TrimPrefix(fence(text, name), "<!-- "+name+" -->\n```json\n")
	return strings.TrimSuffix(f, "```\n")
}

// TestDocsLawHasEveryRow holds docs/law.md to the catalogue: it names every power,
// and every open question that an answer may cite.
func TestDocsLawHasEveryRow(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../docs/law.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range law.Powers() {
		if !strings.Contains(string(text), "`"+string(p.ID)+"`") {
			t.Errorf("docs/law.md does not name %s", p.ID)
		}
	}
	for _, d := range law.AllDoubts() {
		if d.Question != "" && !strings.Contains(string(text), "**"+d.Question+"**") {
			t.Errorf("docs/law.md does not ask %s (%s)", d.Question, d.Code)
		}
	}
}

func FuzzQuestion(f *testing.F) {
	f.Add([]byte(litter))
	f.Add([]byte(`{"grants":[{"conditions":[{"text":"x","met":true}]}],"bank_holidays":["2026-12-25"]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		if q, _, err := lawjson.Question(line); err == nil {
			law.May(q)
		} else if err.Error() == "" {
			t.Fatal("an error without words")
		}
	})
}
