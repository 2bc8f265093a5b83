package intakeapi

import (
	"time"

	"watchword/internal/intake"
	"watchword/internal/intake/draft"
	"watchword/internal/sheet"
)

// Import is a file that was sent, with its dry run.
type Import struct {
	ID      string         `json:"id"`
	Kind    string         `json:"kind" enum:"people,organisations" doc:"What the lines are"`
	Name    string         `json:"name" doc:"Of the file"`
	Size    int64          `json:"size" doc:"In bytes"`
	State   string         `json:"state" enum:"open,taking,taken" doc:"Not written, being written, written"`
	Made    time.Time      `json:"made_at"`
	Until   time.Time      `json:"kept_until" doc:"When the file goes by itself"`
	Sheets  []ImportSheet  `json:"sheets,omitempty" doc:"Of a workbook"`
	Sheet   string         `json:"sheet,omitempty" doc:"The sheet chosen; absent: the one that fits"`
	DryRun  *ImportRun     `json:"dry_run,omitempty" doc:"Absent once the file is being written or was"`
	Outcome *ImportOutcome `json:"outcome,omitempty" doc:"What was written; absent before"`
}

// ImportSheet is one sheet of a workbook.
type ImportSheet struct {
	Name   string `json:"name"`
	Kind   string `json:"kind" enum:"people,organisations,none"`
	Lines  int    `json:"lines"`
	Hidden bool   `json:"hidden,omitempty"`
}

// ImportRun is what the file holds and what is wrong with it. Nothing was written.
type ImportRun struct {
	Header    int              `json:"header_line,omitempty" doc:"Line of the headings; absent where none were found"`
	Columns   []ImportColumn   `json:"columns"`
	Questions []ImportQuestion `json:"questions" doc:"To be answered before anything can be written"`
	Remarks   []string         `json:"remarks"`
	Records   int              `json:"records" doc:"Lines that mean a person or an organisation, good or bad"`
	Good      int              `json:"good"`
	Known     int              `json:"known" doc:"Good lines that the register holds already; they are left as they are"`
	BadLines  int              `json:"bad_lines"`
	Warnings  int              `json:"warnings"`
	ByStatus  map[string]int   `json:"by_status" doc:"Good lines by status as at today; the empty key is no status"`
	Bad       []ImportFault    `json:"bad" doc:"The first 200 faults; the others are at problems"`
}

// ImportColumn is one column and how it is read.
type ImportColumn struct {
	Letter  string `json:"letter"`
	Heading string `json:"heading"`
	Field   string `json:"field,omitempty" doc:"Absent where the column is not read"`
	Power   string `json:"power,omitempty" doc:"Of a column that stands for one power"`
	Hidden  bool   `json:"hidden,omitempty"`
	Why     string `json:"why"`
}

// ImportQuestion is what only a person can answer.
type ImportQuestion struct {
	Code  string       `json:"code" doc:"which-sheet, no-header, no-column, status-by-colour, status-nowhere, too-many-lines, no-lines"`
	Field string       `json:"field,omitempty"`
	Text  string       `json:"text"`
	Fills []ImportFill `json:"fills,omitempty" doc:"The colours in use"`
}

// ImportFill is a colour in use.
type ImportFill struct {
	Colour string `json:"colour" doc:"RRGGBB; none for no colour"`
	Lines  int    `json:"lines"`
}

// ImportFault is a fault of a line, or a note about it.
type ImportFault struct {
	Line       int    `json:"line"`
	Column     string `json:"column,omitempty" doc:"As headed in the file; absent for the line as a whole"`
	Field      string `json:"field,omitempty"`
	Reason     string `json:"reason" doc:"Stable, for programs"`
	Message    string `json:"message" doc:"What is wrong, and what to do"`
	Value      string `json:"value,omitempty" doc:"As in the file, cut"`
	Suggestion string `json:"suggestion,omitempty"`
	OtherLine  int    `json:"other_line,omitempty" doc:"The line it collides with"`
}

// ImportOutcome is what the writing did.
type ImportOutcome struct {
	Added int       `json:"added"`
	Known int       `json:"known"`
	Left  int       `json:"left_out" doc:"Bad lines that were left out"`
	At    time.Time `json:"at"`
}

// PastImport is an import that was written, as the ledger tells it.
type PastImport struct {
	Kind   string    `json:"kind" enum:"people,organisations"`
	Source string    `json:"source" doc:"The file, with the beginning of its SHA-256"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Lines  int       `json:"lines"`
}

// firstFaults is how many faults stand in a dry run.
const firstFaults = 200

func wireDraft(d *draft.Draft) Import {
	x := Import{ID: string(d.ID), Kind: string(d.Kind), Name: d.Name, Size: d.Size, State: string(d.State), Made: d.Made, Until: d.Until(), Sheet: d.Choices.Sheet}
	for _, s := range d.Choices.Sheets {
		x.Sheets = append(x.Sheets, ImportSheet{s.Name, string(s.Kind), s.Lines, s.Hidden})
	}
	if d.State == draft.Taken {
		x.Outcome = &ImportOutcome{d.Outcome.Added, d.Outcome.Known, d.Outcome.Left, d.TakenAt}
	}
	return x
}

func wire(r *draft.Reading) Import {
	x := wireDraft(&r.Draft)
	res := &r.Result
	run := &ImportRun{Header: res.Mapping.Line, Columns: []ImportColumn{}, Questions: []ImportQuestion{}, Remarks: append([]string{}, res.Remarks...), Records: res.Records, Good: r.Good(), Known: r.Known,
		BadLines: res.BadLines(), Warnings: len(res.Warnings), ByStatus: map[string]int{}, Bad: problems(res.Bad[:min(len(res.Bad), firstFaults)])}
	by := res.Summary.ByStatusAsAt
	if r.Draft.Kind == intake.Organisations {
		by = res.Summary.ByStatus
	}
	for s, n := range by {
		run.ByStatus[string(s)] = n
	}
	for _, c := range res.Mapping.Columns {
		run.Columns = append(run.Columns, ImportColumn{sheet.ColumnName(c.Index), c.Heading, string(c.Field), string(c.Power), c.Hidden, c.Why})
	}
	if r.Which != "" {
		run.Questions = append(run.Questions, ImportQuestion{Code: "which-sheet", Text: r.Which})
	}
	for _, q := range res.Questions {
		x := ImportQuestion{Code: string(q.Code), Field: string(q.Field), Text: q.Text}
		for _, f := range q.Fills {
			if f.Colour == "" {
				f.Colour = noColour
			}
			x.Fills = append(x.Fills, ImportFill{f.Colour, f.Lines})
		}
		run.Questions = append(run.Questions, x)
	}
	x.DryRun = run
	return x
}

func problems(ps []intake.Problem) []ImportFault {
	out := make([]ImportFault, len(ps))
	for i, p := range ps {
		out[i] = wireProblem(p)
	}
	return out
}

func wireProblem(p intake.Problem) ImportFault {
	return ImportFault{p.Line, p.Column, string(p.Field), string(p.Reason), p.Message, p.Value, p.Suggestion, p.OtherLine}
}
