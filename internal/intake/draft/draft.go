// Package draft keeps a spreadsheet between its dry run and its writing. The pages and
// the API of an import take several requests; the file waits here meanwhile, with what was
// chosen of how it is to be read, so that nothing which a browser sends back need be
// believed. A draft belongs to the account that sent the file, is taken once, and goes
// after a day.
//
// Reading and judging lines is in intake, writing them in bring.
//
// Read Draft, then Service.Read and Service.Take.
package draft

import (
	"maps"
	"path"
	"strings"
	"time"
	"unicode"

	"watchword/internal/id"
	"watchword/internal/intake"
)

// Bounds of what is kept.
const (
	Hours = 24 // a draft is kept this long
	Most  = 5  // drafts of one account; the oldest gives way
	// MostProblems is how many bad lines an outcome keeps.
	MostProblems = 10_000

	longestName = 120             // letters of a file's name
	busy        = 5 * time.Minute // after this a writing that never ended is given up
)

// State is how far a draft has come.
type State string

// The states. A draft goes from open to taking to taken, and back from taking to open if
// nothing was written.
const (
	Open   State = "open"
	Taking State = "taking"
	Taken  State = "taken"
)

// Draft is a file on its way in.
type Draft struct {
	ID      id.Upload
	Kind    intake.Kind
	Name    string // as the sender named it, cut and cleaned
	Size    int64  // in bytes
	Made    time.Time
	State   State
	TakenAt time.Time // since when it is being written, or when it was
	Choices Choices
	Outcome Outcome // once taken
}

// Until is when the draft goes by itself.
func (d *Draft) Until() time.Time { return d.Made.Add(Hours * time.Hour) }

// Choices is how a file is to be read, as far as somebody has said so.
type Choices struct {
	Sheets  []intake.SheetGuess      `json:"sheets,omitempty"` // what the workbook holds
	Sheet   string                   `json:"sheet,omitempty"`
	Header  int                      `json:"header,omitempty"`
	Columns map[intake.Field]int     `json:"columns,omitempty"`
	Fills   map[string]intake.Status `json:"fills,omitempty"`
	Seen    []intake.Fill            `json:"seen,omitempty"` // the colours that Fills answers
	Status  intake.Status            `json:"status,omitempty"`
}

// options is the choices as the reader takes them.
func (c *Choices) options() intake.Options {
	return intake.Options{HeaderLine: c.Header, Columns: c.Columns, StatusOfFill: c.Fills, AssumeStatus: c.Status}
}

// anew forgets what was chosen for another sheet, kind or line of headings.
func (c *Choices) anew() {
	c.Columns, c.Fills, c.Seen, c.Status = nil, nil, nil, ""
}

// At chooses the kind, the sheet and the line of the headings (0 finds it). Where one of
// them changes, all that was chosen below it is forgotten.
func (d *Draft) At(kind intake.Kind, sheet string, header int) {
	if kind != d.Kind || sheet != d.Choices.Sheet || header != d.Choices.Header {
		d.Choices.anew()
	}
	d.Kind, d.Choices.Sheet, d.Choices.Header = kind, sheet, header
}

// Column chooses the column that holds a field, or -1 for none.
func (c *Choices) Column(f intake.Field, column int) {
	c.Columns = maps.Clone(c.Columns)
	if c.Columns == nil {
		c.Columns = map[intake.Field]int{}
	}
	c.Columns[f] = column
}

// Outcome is what the writing did.
type Outcome struct {
	Added int              `json:"added"` // lines that became entries
	Known int              `json:"known"` // lines the register held already
	Left  int              `json:"left"`  // bad lines that were left out
	Bad   []intake.Problem `json:"bad,omitempty"`
}

// Reading is the dry run of a draft.
type Reading struct {
	Draft  Draft
	Result intake.Result
	Which  string // why a sheet must be chosen before anything can be read; empty: it was read
	Known  int    // good lines that the register holds already
}

// Good is how many lines can come in.
func (r *Reading) Good() int { return len(r.Result.People) + len(r.Result.Organisations) }

// New is how many of them the register does not hold yet.
func (r *Reading) New() int { return r.Good() - r.Known }

// Ready reports whether nothing has to be answered first.
func (r *Reading) Ready() bool { return r.Which == "" && r.Result.Ready() }

// nameOf is the name of a file as it can be shown and kept.
func nameOf(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || unicode.Is(unicode.Bidi_Control, c) {
			return -1
		}
		return c
	}, name))
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName-1]) + "…"
	}
	if name == "" || name == "." || name == "/" {
		return "spreadsheet"
	}
	return name
}
