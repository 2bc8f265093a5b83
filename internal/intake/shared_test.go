package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/sheet"
)

// sharedFile is the bytes of a file of the shared data folder, which lies beside the
// project; the test is skipped where there is none.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	dir := os.Getenv("WATCHWORD_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for at != filepath.Dir(at) {
			if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
				break
			}
			at = filepath.Dir(at)
		}
		dir = filepath.Join(at, "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(dir, "spreadsheets", name))
	if err != nil {
		t.Skip("needs the shared data folder")
	}
	return data
}

// expectedProblem is a bad line or a warning as the shared data tells it.
type expectedProblem struct {
	Line       int
	Column     string
	Reason     Reason
	Code       Reason
	Means      string
	Suggestion string
	OtherLine  int `json:"other_line"`
}

type expectedTable struct {
	Kind           Kind
	Sheets         map[string]expectedTable
	Records        int
	People         int
	BadLines       []expectedProblem `json:"bad_lines"`
	Warnings       []expectedProblem
	ByStatus       map[Status]int        `json:"by_status"`
	ByStatusAsAt   map[Status]int        `json:"by_status_as_at"`
	ByOrganisation map[string]int        `json:"by_organisation"`
	ByPower        map[law.PowerID]int   `json:"by_power"`
	ByOffence      map[law.OffenceID]int `json:"by_offence"`
	ByKind         map[string]int        `json:"by_kind"`
	BySector       map[string]int        `json:"by_sector"`
	WithoutPowers  *int                  `json:"without_powers"`
	HeadCount      int                   `json:"head_count_sum"`
	Organisations  []string
	Detail         []expectedOrganisation
	Traps          map[string]json.RawMessage
}

type expectedOrganisation struct {
	Line      int
	Reference string
	Name      string
	Kind      string
	Areas     []string
	Status    Status
	Roles     []struct {
		Role     string
		Powers   []law.PowerID
		Offences []law.OffenceID
	}
	From clock.Day `json:"accredited_from"`
	To   clock.Day `json:"accredited_to"`
}

type expectedRow struct {
	File, Sheet  string
	Line         int
	Number       string `json:"ap_number"`
	Surname      string
	Forenames    string
	Born         clock.Day `json:"date_of_birth"`
	Organisation string
	Role         string
	Powers       []law.PowerID
	Offences     []law.OffenceID
	From         clock.Day `json:"accredited_from"`
	To           clock.Day `json:"accredited_to"`
	Status       Status
	StatusAsAt   Status `json:"status_as_at"`
}

func expected(t testing.TB) (map[string]expectedTable, []expectedRow) {
	t.Helper()
	var all struct{ Files map[string]expectedTable }
	if err := json.Unmarshal(sharedFile(t, "expected.json"), &all); err != nil {
		t.Fatal(err)
	}
	var rows []expectedRow
	lines := bufio.NewScanner(bytes.NewReader(sharedFile(t, "expected-rows.jsonl")))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r expectedRow
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return all.Files, rows
}

func sharedTable(t testing.TB, file, name string) sheet.Table {
	t.Helper()
	book, err := sheet.Read(sharedFile(t, file))
	if err != nil {
		t.Fatal(err)
	}
	if name == "" {
		return book.Tables[0]
	}
	table, ok := book.Table(name)
	if !ok {
		t.Fatalf("%s has no sheet %s", file, name)
	}
	return table
}

var sharedOptions = Options{Day: clock.MustDay("2026-11-20")}

// sharedRegister is a register that holds the organisations of the clean workbook.
func sharedRegister(t testing.TB) *Roll {
	res := ReadOrganisations(sharedTable(t, "register-clean.xlsx", "Organisations"), sharedOptions, NewRoll(nil, nil))
	var known []KnownOrganisation
	for _, o := range res.Organisations {
		known = append(known, o.Entry())
	}
	return NewRoll(known, nil)
}

var sharedPeople = []struct{ file, sheet string }{
	{"register-clean.xlsx", "People"},
	{"register-as-kept.xlsx", "CSAS 2026 CURRENT"},
	{"register-as-kept.xlsx", "CSAS 2025"},
	{"register-as-kept.xlsx", "CSAS 2024"},
	{"people-windows1252.csv", ""},
	{"people-utf8-bom.csv", ""},
	{"people-bad-lines.csv", ""},
	{"people-10000.csv", ""},
}

func TestSharedPeopleAreReadAsExpected(t *testing.T) {
	t.Parallel()
	files, rows := expected(t)
	register := sharedRegister(t)
	for _, tt := range sharedPeople {
		t.Run(tt.file+" "+tt.sheet, func(t *testing.T) {
			t.Parallel()
			want := files[tt.file]
			if tt.sheet != "" {
				want = want.Sheets[tt.sheet]
			}
			table := sharedTable(t, tt.file, tt.sheet)
			if k := KindOf(table); k != People {
				t.Errorf("taken for a table of %s", k)
			}
			got := ReadPeople(table, sharedOptions, register)
			if !got.Ready() {
				t.Errorf("asks: %+v", got.Questions)
			}
			if got.Records != want.Records || len(got.People) != want.People {
				t.Errorf("%d records with %d good people, want %d with %d", got.Records, len(got.People), want.Records, want.People)
			}
			sameProblems(t, "bad lines", got.Bad, want.BadLines)
			if want.Warnings == nil { // not told; the one kind that stands in them is true
				got.Warnings = slices.DeleteFunc(got.Warnings, func(p Problem) bool { return p.Reason == SamePersonTwoEmployers })
			}
			sameProblems(t, "warnings", got.Warnings, want.Warnings)
			sameCounts(t, got.Summary, want)
			sameRows(t, got.People, rows, tt.file, tt.sheet)
		})
	}
}

// sameProblems compares lines, columns and reasons, and suggestions where expected.
func sameProblems(t *testing.T, what string, got []Problem, want []expectedProblem) {
	t.Helper()
	var a, b []string
	for _, p := range got {
		a = append(a, fmt.Sprint(p.Line, " ", p.Column, " ", p.Reason))
		if p.Message == "" || strings.Contains(p.Message, "%!") {
			t.Errorf("line %d: message %q", p.Line, p.Message)
		}
	}
	for _, p := range want {
		b = append(b, fmt.Sprint(p.Line, " ", p.Column, " ", p.Reason+p.Code))
		if i := slices.IndexFunc(got, func(g Problem) bool { return g.Line == p.Line }); i >= 0 {
			if s := p.Suggestion + p.Means; s != "" && got[i].Suggestion != s {
				t.Errorf("line %d: suggests %q, want %q", p.Line, got[i].Suggestion, s)
			}
			if p.OtherLine != 0 && got[i].OtherLine != p.OtherLine {
				t.Errorf("line %d: other line %d, want %d", p.Line, got[i].OtherLine, p.OtherLine)
			}
		}
	}
	slices.Sort(a)
	slices.Sort(b)
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func sameCounts(t *testing.T, got Summary, want expectedTable) {
	t.Helper()
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"status", got.ByStatus, want.ByStatus}, {"status as at", got.ByStatusAsAt, want.ByStatusAsAt}, {"organisation", got.ByOrganisation, want.ByOrganisation},
		{"power", got.ByPower, want.ByPower}, {"offence", got.ByOffence, want.ByOffence},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", c.name, diff)
		}
	}
	if want.WithoutPowers != nil && got.WithoutPowers != *want.WithoutPowers {
		t.Errorf("%d without powers, want %d", got.WithoutPowers, *want.WithoutPowers)
	}
}

func sameRows(t *testing.T, got []PersonLine, rows []expectedRow, file, name string) {
	t.Helper()
	byLine := map[int]PersonLine{}
	for _, p := range got {
		byLine[p.Line] = p
	}
	wrong := 0
	for _, want := range rows {
		if want.File != file || want.Sheet != name {
			continue
		}
		p := byLine[want.Line]
		have := expectedRow{want.File, want.Sheet, p.Line, p.Number, p.Surname, p.Forenames, p.Born, p.Organisation, p.Role, p.Powers, p.Offences, p.From, p.To, p.Status, p.StatusAsAt}
		for _, r := range []*expectedRow{&have, &want} {
			r.Surname, r.Forenames = fold(r.Surname), fold(r.Forenames)
			r.Powers, r.Offences = append([]law.PowerID{}, r.Powers...), append([]law.OffenceID{}, r.Offences...)
			slices.Sort(r.Powers)
			slices.Sort(r.Offences)
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", want.Line, diff)
			if wrong++; wrong == 5 {
				t.Fatal("and more")
			}
		}
	}
}

func TestSharedOrganisationsAreReadAsExpected(t *testing.T) {
	t.Parallel()
	files, _ := expected(t)
	for _, tt := range []struct{ file, sheet string }{
		{"essex-organisations-public.csv", ""}, {"register-clean.xlsx", "Organisations"}, {"register-as-kept.xlsx", "Orgs"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			want := files[tt.file]
			if tt.sheet != "" {
				want = want.Sheets[tt.sheet]
			}
			table := sharedTable(t, tt.file, tt.sheet)
			if k := KindOf(table); k != Organisations {
				t.Errorf("taken for a table of %s", k)
			}
			got := ReadOrganisations(table, sharedOptions, NewRoll(nil, nil))
			if !got.Ready() || got.Records != want.Records || len(got.Organisations) != want.Records {
				t.Errorf("%d records, %d good, want %d; asks %v", got.Records, len(got.Organisations), want.Records, got.Questions)
			}
			sameProblems(t, "bad lines", got.Bad, want.BadLines)
			sameProblems(t, "warnings", got.Warnings, want.Warnings)
			if want.ByStatus != nil {
				if diff := cmp.Diff(want.ByStatus, got.Summary.ByStatus); diff != "" {
					t.Errorf("by status (-want +got):\n%s", diff)
				}
			}
			if want.HeadCount != 0 && got.Summary.HeadCount != want.HeadCount {
				t.Errorf("head-count %d, want %d", got.Summary.HeadCount, want.HeadCount)
			}
			for _, kinds := range []map[string]int{want.ByKind, want.BySector} {
				if diff := cmp.Diff(kinds, got.Summary.ByKind); kinds != nil && diff != "" {
					t.Errorf("by kind (-want +got):\n%s", diff)
				}
			}
			sameOrganisations(t, got.Organisations, want)
		})
	}
}

func sameOrganisations(t *testing.T, got []OrganisationLine, want expectedTable) {
	t.Helper()
	var names []string
	for _, o := range got {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	slices.Sort(want.Organisations)
	if diff := cmp.Diff(want.Organisations, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, w := range want.Detail {
		i := slices.IndexFunc(got, func(o OrganisationLine) bool { return o.Name == w.Name })
		if i < 0 {
			t.Errorf("%s is not there", w.Name)
			continue
		}
		o := got[i]
		if o.Reference != w.Reference || o.Kind != w.Kind || o.From != w.From || o.To != w.To || o.Status != w.Status || w.Line != 0 && o.Line != w.Line {
			t.Errorf("%s: %+v, want %+v", w.Name, o, w)
		}
		if diff := cmp.Diff(w.Areas, o.Areas); diff != "" {
			t.Errorf("%s: areas (-want +got):\n%s", w.Name, diff)
		}
		if len(o.Roles) != len(w.Roles) {
			t.Errorf("%s: roles %v, want %v", w.Name, o.Roles, w.Roles)
			continue
		}
		for j, r := range w.Roles {
			slices.Sort(r.Powers)
			have := slices.Clone(o.Roles[j].Powers)
			slices.Sort(have)
			if o.Roles[j].Name != r.Role || !slices.Equal(have, r.Powers) || !slices.Equal(o.Roles[j].Offences, r.Offences) {
				t.Errorf("%s: role %v, want %v", w.Name, o.Roles[j], r)
			}
		}
	}
}

func BenchmarkReadPeople10000(b *testing.B) {
	data, register := sharedFile(b, "people-10000.csv"), sharedRegister(b)
	for b.Loop() {
		book, err := sheet.Read(data)
		if err != nil {
			b.Fatal(err)
		}
		if res := ReadPeople(book.Tables[0], sharedOptions, register); len(res.People) != 10000 {
			b.Fatal(len(res.People))
		}
	}
}
