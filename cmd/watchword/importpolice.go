package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/incident"
	"watchword/internal/server"
)

type importPolice struct {
	place
	ofForce
	Files   []string `arg:"" help:"Street-level files of police.uk (.csv, .csv.gz), the archive in which they come (.zip), or folders of them." type:"path"`
	Take    bool     `help:"Write what is good, if nothing is bad."`
	Good    bool     `help:"With --take: leave bad lines out and write the others."`
	Replace bool     `help:"With --take: put a month in the place of the one taken before, if its content is another."`
	JSON    bool     `help:"Tell the result as JSON."`
}

// Help is the example.
func (importPolice) Help() string {
	return "Each month of each reporting force is taken once. Rows that look alike are incidents of their own; rows without a place are kept and counted. Without --take nothing is written." + examples(
		"watchword import police-uk --data /var/lib/watchword 2024-08-eastmarch-street.csv",
		"watchword import police-uk --data /var/lib/watchword --take 2024-08-eastmarch-street.csv")
}

// policeFile is one file to be read.
type policeFile struct {
	name string
	open func() (io.ReadCloser, error)
}

// fileOutcome is what became of one file, as --json tells it.
type fileOutcome struct {
	File   string           `json:"file"`
	Lines  int              `json:"lines"`
	Bad    []policeProblem  `json:"bad"`
	Notes  []policeProblem  `json:"notes"`
	Months []policeMonth    `json:"months"`
	Fault  string           `json:"fault,omitempty"`
	taken  []incident.Taken `json:"-"`
}

type policeProblem struct {
	Line    int    `json:"line"`
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`
}

type policeMonth struct {
	Month    string `json:"month"`
	Reporter string `json:"reported_by"`
	Records  int    `json:"records"`
	ASB      int    `json:"antisocial_behaviour"`
	NoPlace  int    `json:"without_place"`
	Written  bool   `json:"written"`
	Says     string `json:"says"`
}

// Run reads the files, and takes them if it is to.
func (i *importPolice) Run(c *console) error {
	files, closing, err := policeFiles(i.Files)
	if err != nil {
		return err
	}
	defer closing()
	r, force, err := at(c, i.place, i.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	p := &policeRun{importPolice: i, c: c, r: r, force: force, who: server.Operator(force.ID), began: r.Clock.Now()}
	p.progress.on = terminal(c.err)
	var all []fileOutcome
	for _, f := range files {
		out, err := p.file(f)
		if err != nil {
			return err
		}
		all = append(all, out)
		if !i.JSON {
			p.tell(out)
		}
	}
	if i.JSON {
		e := json.NewEncoder(c.out)
		e.SetIndent("", " ")
		if err := e.Encode(all); err != nil {
			return err
		}
	}
	return p.end(all)
}

// policeRun is the reading of several files.
type policeRun struct {
	*importPolice
	c        *console
	r        *server.Rooms
	force    area.Force
	who      authz.Actor
	began    time.Time
	lines    int
	progress progress
}

// file reads one file, and takes it if it is to be taken.
func (p *policeRun) file(f policeFile) (fileOutcome, error) {
	out := fileOutcome{File: filepath.Base(f.name), Bad: []policeProblem{}, Notes: []policeProblem{}, Months: []policeMonth{}}
	in, err := f.open()
	if err != nil {
		return out, err
	}
	defer in.Close()
	parsed, err := incident.Parse(in, incident.MonthOf(clock.DayOf(p.began)), func(n int) { p.progress.say(p, out.File, p.lines+n) })
	if err != nil {
		out.Fault = err.Error()
		return out, nil
	}
	out.Lines, p.lines = parsed.Lines, p.lines+parsed.Lines
	for _, b := range parsed.Bad {
		out.Bad = append(out.Bad, policeProblem(b))
	}
	for _, n := range parsed.Notes {
		out.Notes = append(out.Notes, policeProblem(n))
	}
	how := incident.Taking{Name: out.File, Good: p.Good, Replace: p.Replace}
	if p.Take && (len(parsed.Bad) == 0 || p.Good) {
		out.taken, err = p.r.Incidents.Take(p.c.ctx, p.who, parsed, how)
	} else {
		out.taken, err = db.Find(p.c.ctx, p.r.DB, func(tx *db.Tx) ([]incident.Taken, error) { return p.r.Incidents.Preview(tx, p.who, parsed, how) })
	}
	if err != nil {
		out.Fault = err.Error()
	}
	for _, t := range out.taken {
		out.Months = append(out.Months, policeMonth{Month: t.File.Month.String(), Reporter: t.File.Reporter, Records: t.File.Records, ASB: t.File.ASB, NoPlace: t.File.NoPlace,
			Written: t.Written, Says: t.Sentence()})
	}
	p.progress.say(p, out.File, p.lines)
	return out, nil
}

// tell says what is wrong with a file and what became of it.
func (p *policeRun) tell(out fileOutcome) {
	p.progress.clear(p)
	for _, x := range []struct {
		word string
		all  []policeProblem
	}{{"Bad", out.Bad}, {"Note", out.Notes}} {
		for _, b := range x.all {
			column := ""
			if b.Column != "" {
				column = ", " + b.Column
			}
			p.c.say("%s: %s, line %d%s: %s", x.word, out.File, b.Line, column, b.Message)
		}
	}
	if out.Fault != "" {
		p.c.say("%s: %s", out.File, out.Fault)
	}
	held := len(out.Bad) > 0 && !p.Good
	for _, m := range out.Months {
		if !held || !p.Take {
			p.c.say("%s", m.Says)
		}
	}
	if held {
		p.c.say("%s has %d bad lines of %d, so nothing of it is taken. Mend it, or leave them out with --take --good.", out.File, len(out.Bad), out.Lines)
	}
}

// end says how it went, and fails if anything was left.
func (p *policeRun) end(all []fileOutcome) error {
	p.progress.clear(p)
	written, left, same := 0, 0, 0
	for _, f := range all {
		if f.Fault != "" || len(f.Bad) > 0 && !p.Good {
			left++
		}
		for _, t := range f.taken {
			switch {
			case t.Written:
				written++
			case t.Same:
				same++
			case t.Already != nil:
				left++
			}
		}
	}
	took := p.r.Clock.Now().Sub(p.began)
	fmt.Fprintf(p.c.err, "%d lines in %.1f seconds: %s.\n", p.lines, took.Seconds(), perSecond(p.lines, took))
	if !p.JSON {
		if p.Take {
			p.c.say("Months taken: %d. Taken before, with the very same content: %d.", written, same)
			p.where(all)
		} else {
			p.c.say("This was a dry run: nothing was written. To write, add --take.")
		}
	}
	if left > 0 {
		return errWrong
	}
	return nil
}

// where says how the antisocial behaviour of the months taken lies in the force's areas.
func (p *policeRun) where(all []fileOutcome) {
	var from, to incident.Month
	for _, f := range all {
		for _, t := range f.taken {
			if t.Written && (from == 0 || t.File.Month < from) {
				from = t.File.Month
			}
			if t.Written {
				to = max(to, t.File.Month)
			}
		}
	}
	if from == 0 {
		return
	}
	n, err := p.r.Incidents.Count(p.c.ctx, p.who, incident.Query{From: from, To: to}, nil)
	if err != nil {
		return // the months are taken
	}
	p.c.say("Antisocial behaviour from %s to %s: %d incidents, %d without a place, %d outside the force.", from.Long(), to.Long(), n.Total, n.NoPlace, n.Outside)
	for _, l := range n.Lines {
		p.c.say("  %-28s %6d", l.Name, l.N)
	}
	if len(n.Lines) == 0 {
		p.c.say("The force has no local authority or district with a border yet: watchword import areas.")
	}
}

// progress is the line that says how far it is, on a terminal.
type progress struct {
	on   bool
	last time.Time
	open bool
}

func (g *progress) say(p *policeRun, name string, lines int) {
	now := p.r.Clock.Now()
	if !g.on || now.Sub(g.last) < 200*time.Millisecond {
		return
	}
	g.last, g.open = now, true
	fmt.Fprintf(p.c.err, "\r\x1b[K%s: %d lines, %s", name, lines, perSecond(lines, now.Sub(p.began)))
}

func (g *progress) clear(p *policeRun) {
	if g.open {
		fmt.Fprint(p.c.err, "\r\x1b[K")
		g.open = false
	}
}

func perSecond(lines int, took time.Duration) string {
	return fmt.Sprintf("%.0f a second", float64(lines)/max(took.Seconds(), .001))
}

// terminal reports whether somebody watches what is written there.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// policeFiles is every file that the arguments name, in their order: files themselves,
// and of folders and archives those that end in -street.csv, packed or not.
func policeFiles(names []string) ([]policeFile, func(), error) {
	var out []policeFile
	var archives []*zip.ReadCloser
	closing := func() {
		for _, a := range archives {
			a.Close()
		}
	}
	street := func(name string) bool {
		return strings.HasSuffix(strings.TrimSuffix(name, ".gz"), "-street.csv")
	}
	for _, name := range names {
		info, err := os.Stat(name)
		before := len(out)
		switch {
		case err != nil:
			return nil, closing, errUsage{err}
		case info.IsDir():
			err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() && street(path) {
					out = append(out, policeFile{path, func() (io.ReadCloser, error) { return os.Open(path) }})
				}
				return err
			})
		case strings.HasSuffix(strings.ToLower(name), ".zip"):
			var a *zip.ReadCloser
			if a, err = zip.OpenReader(name); err != nil {
				return nil, closing, fmt.Errorf("%s is no archive that can be opened: %w", name, err)
			}
			archives = append(archives, a)
			for _, f := range a.File {
				if street(f.Name) {
					out = append(out, policeFile{f.Name, f.Open})
				}
			}
		default:
			out = append(out, policeFile{name, func() (io.ReadCloser, error) { return os.Open(name) }})
		}
		if err != nil {
			return nil, closing, err
		}
		if len(out) == before {
			return nil, closing, fmt.Errorf("%s holds no file that ends in -street.csv or -street.csv.gz", name)
		}
	}
	return out, closing, nil
}
