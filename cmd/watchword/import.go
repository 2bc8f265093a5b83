package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/server"
)

type importCommand struct {
	Organisations importOrganisations `cmd:"" help:"Import employers from a spreadsheet."`
	People        importPeople        `cmd:"" help:"Import people from a spreadsheet."`
	Areas         importAreas         `cmd:"" help:"Import areas of one kind, with their borders, from GeoJSON or TopoJSON."`
	Population    importPopulation    `cmd:"" help:"Import how many people live in areas from a CSV file."`
	PoliceUK      importPolice        `cmd:"" name:"police-uk" help:"Import antisocial behaviour and crime as police.uk publishes them."`
	Export        importExport        `cmd:"" help:"Make a database of an export."`
}

// Help is the example.
func (importCommand) Help() string {
	return "A dry run comes first: the file is read, every bad line is told, and nothing changes. Add --take to write." + examples(
		"watchword import people --data /var/lib/watchword people.csv",
		"watchword import people --data /var/lib/watchword --take people.csv")
}

// importing is what both imports are told.
type importing struct {
	place
	ofForce
	File   string            `arg:"" help:"The spreadsheet: CSV or XLSX." type:"existingfile"`
	Sheet  string            `help:"Sheet of a workbook, if it cannot be told." placeholder:"NAME"`
	Header int               `help:"Line of the headings, if it is not found." placeholder:"LINE"`
	Column map[string]string `help:"A field and its column, by heading or letter, for example --column surname='Family name'." placeholder:"FIELD=COLUMN"`
	Fill   map[string]string `help:"What a fill colour means, for example --fill FFC7CE=suspended; none for no colour." placeholder:"RRGGBB=STATUS"`
	Status string            `help:"Status of people to whom the table gives none." placeholder:"STATUS"`
	Day    string            `help:"The day against which ages and the law are judged; today if none." placeholder:"DAY"`
	Take   bool              `help:"Write what is good, if nothing is bad."`
	Good   bool              `help:"With --take: leave bad lines out and write the others."`
	JSON   bool              `help:"Tell the result as JSON."`
}

type importOrganisations struct{ importing }

// Run imports employers.
func (i *importOrganisations) Run(c *console) error { return i.run(c, intake.Organisations) }

// Help is the example.
func (importOrganisations) Help() string {
	return examples(
		"watchword import organisations --data /var/lib/watchword organisations.csv",
		"watchword import organisations --data /var/lib/watchword --take organisations.csv")
}

type importPeople struct{ importing }

// Run imports people.
func (i *importPeople) Run(c *console) error { return i.run(c, intake.People) }

// Help is the example.
func (importPeople) Help() string {
	return examples(
		"watchword import people --data /var/lib/watchword people.csv",
		"watchword import people --data /var/lib/watchword --take --good people.csv",
		"watchword import people --data /var/lib/watchword --sheet 'CSAS 2026 CURRENT' --fill FFC7CE=suspended register.xlsx")
}

func (i *importing) run(c *console, kind intake.Kind) error {
	opt, err := i.options(kind)
	if err != nil {
		return errUsage{err}
	}
	content, err := os.ReadFile(i.File)
	if err != nil {
		return err
	}
	r, force, err := at(c, i.place, i.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	f := bring.File{Name: filepath.Base(i.File), Content: content, Kind: kind, Sheet: i.Sheet, Options: opt}
	who := server.Operator(force.ID)
	first, err := r.Imports.Read(c.ctx, who, f)
	if err != nil {
		return err
	}
	if f.Options.Columns, err = i.columns(first.Mapping); err != nil {
		return errUsage{err}
	}
	out := bring.Outcome{Result: first, Left: first.BadLines()}
	switch {
	case i.Take:
		out, err = r.Imports.Take(c.ctx, who, f, i.Good)
	case len(f.Options.Columns) > 0:
		out.Result, err = r.Imports.Read(c.ctx, who, f)
		out.Left = out.Result.BadLines()
	}
	if err != nil {
		return err
	}
	if i.JSON {
		return i.tellJSON(c, out)
	}
	return i.tell(c, out)
}

// options is what was said of how the file is to be read, apart from its columns, whose
// headings are known once it is read. Their fields are looked at here already.
func (i *importing) options(kind intake.Kind) (opt intake.Options, err error) {
	opt.HeaderLine = i.Header
	for field := range i.Column {
		if _, err := kind.ParseField(field); err != nil {
			return opt, fmt.Errorf("--column: %w", err)
		}
	}
	if i.Status != "" {
		if opt.AssumeStatus, err = intake.ParseStatus(i.Status); err != nil {
			return opt, fmt.Errorf("--status: %w", err)
		}
	}
	if i.Day != "" {
		day, err := clock.ParseDay(i.Day)
		if err != nil {
			return opt, err
		}
		opt.Day = day
	}
	for colour, status := range i.Fill {
		if colour == "none" {
			colour = ""
		}
		if opt.StatusOfFill == nil {
			opt.StatusOfFill = map[string]intake.Status{}
		}
		colour = strings.ToUpper(strings.TrimPrefix(colour, "#"))
		if opt.StatusOfFill[colour], err = intake.ParseStatus(status); err != nil {
			return opt, fmt.Errorf("--fill: %w", err)
		}
	}
	return opt, nil
}

func (i *importing) columns(m intake.Mapping) (map[intake.Field]int, error) {
	if len(i.Column) == 0 {
		return nil, nil
	}
	out := map[intake.Field]int{}
	for field, heading := range i.Column {
		if heading == "" || heading == "-" {
			out[intake.Field(field)] = -1
			continue
		}
		n, ok := m.Find(heading)
		if !ok {
			return nil, noColumn(heading, m)
		}
		out[intake.Field(field)] = n
	}
	return out, nil
}

func noColumn(heading string, m intake.Mapping) error {
	if m.Line == 0 {
		return fmt.Errorf("no line of headings was found, so no column is called %q: name the line with --header", heading)
	}
	var have []string
	for _, c := range m.Columns {
		if c.Heading != "" {
			have = append(have, strconv.Quote(c.Heading))
		}
	}
	return fmt.Errorf("the table has no column %q: the headings on line %d are %s", heading, m.Line, strings.Join(have, ", "))
}

// tell says how the columns were read, what is wrong, and what was or would be written.
func (i *importing) tell(c *console, out bring.Outcome) error {
	res := out.Result
	if res.Mapping.Line > 0 { // else a question says that there is none
		c.say("Headings on line %d:", res.Mapping.Line)
	}
	for _, col := range res.Mapping.Columns {
		what := col.Field.Label()
		if col.Field == "" {
			what = "not read"
		}
		c.say("  %-28s %-24s %s", quoted(col.Heading), what, col.Why)
	}
	for _, r := range res.Remarks {
		c.say("%s", r)
	}
	problems(c.out, "Bad", res.Bad)
	problems(c.out, "Note", res.Warnings)
	for _, q := range res.Questions {
		c.say("To be answered first: %s\n  %s", q.Text, how(q))
	}
	good := len(res.People) + len(res.Organisations)
	c.say("%d lines: %d good, %d bad. %s", res.Records, good, out.Left, states(res))
	switch {
	case out.Written:
		c.say("Written: %d. In the register already, and left as they are: %d. Left out: %d.", out.Added, out.Known, out.Left)
		return nil
	case i.Take && len(res.Questions) > 0:
		c.say("Nothing was written. Answer what is to be answered first, as it says, and run the command again.")
		return errWrong
	case i.Take:
		c.say("Nothing was written. Mend the bad lines in the file, or take the good ones alone with --good.")
		return errWrong
	case out.Left > 0 || len(res.Questions) > 0:
		c.say("This was a dry run: nothing was written.")
		return errWrong
	}
	c.say("This was a dry run: nothing was written. To write, add --take.")
	return nil
}

// how is how a question is answered on the command line.
func how(q intake.Question) string {
	switch q.Code {
	case intake.NoHeader:
		return "Answer: --header LINE, the line on which the headings stand."
	case intake.NoColumn:
		answer := "Answer: --column " + string(q.Field) + "='HEADING', or its letter in place of the heading."
		if q.Field == intake.FieldNumber || q.Field == intake.FieldFrom {
			answer += " If nobody is accredited yet: --status " + string(intake.AwaitingVetting)
		}
		return answer
	case intake.StatusNowhere:
		return "Answer: --column status='HEADING', or --status " + string(intake.Active) + " if everybody is."
	case intake.StatusByColour:
		var fills []string
		for _, f := range q.Fills {
			fills = append(fills, fmt.Sprintf("--fill %s=STATUS (%d lines)", cmp.Or(f.Colour, "none"), f.Lines))
		}
		return "Answer: " + strings.Join(fills, " ") + "; or --column status='HEADING'"
	}
	return "Answer: with another file."
}

func quoted(s string) string {
	if len(s) > 26 {
		s = s[:25] + "…"
	}
	return strconv.Quote(s)
}

func problems(w io.Writer, word string, ps []intake.Problem) {
	for _, p := range ps {
		at := "line " + strconv.Itoa(p.Line)
		if p.Column != "" {
			at += ", " + p.Column
		}
		fmt.Fprintf(w, "%s: %s: %s", word, at, p.Message)
		if p.Suggestion != "" {
			fmt.Fprintf(w, " Perhaps: %s.", p.Suggestion)
		}
		fmt.Fprintf(w, " [%s]\n", p.Reason)
	}
}

func states(res intake.Result) string {
	var out []string
	for s, n := range res.Summary.ByStatusAsAt {
		if s == "" {
			s = "no status"
		}
		out = append(out, fmt.Sprintf("%s %d", s, n))
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

// tellJSON says the same for a program.
func (i *importing) tellJSON(c *console, out bring.Outcome) error {
	e := json.NewEncoder(c.out)
	e.SetIndent("", " ")
	err := e.Encode(map[string]any{"records": out.Result.Records, "good": len(out.Result.People) + len(out.Result.Organisations), "bad_lines": out.Left,
		"mapping": out.Result.Mapping.Columns, "bad": out.Result.Bad, "warnings": out.Result.Warnings, "questions": out.Result.Questions,
		"remarks": out.Result.Remarks, "by_status": out.Result.Summary.ByStatusAsAt, "written": out.Written, "added": out.Added, "known": out.Known})
	if err == nil && !out.Written && (i.Take || out.Left > 0 || len(out.Result.Questions) > 0) {
		return errWrong
	}
	return err
}
