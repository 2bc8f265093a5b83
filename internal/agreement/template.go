package agreement

import (
	"context"
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
)

//go:embed text/*.txt
var texts embed.FS

// Template is one version of the text that agreements of a kind are made from. A line is
// a paragraph:
//
//	# Title of the agreement
//	## 2 Heading
//	2.2 A clause, with its number.
//	ii. An item of the clause above.
//	- An item without a number.
//
// {{area}} stands for a field. A field of several lines that has a line to itself becomes
// a list. Version 1 is the program's own; a force may write others.
type Template struct {
	Kind    Kind      `json:"kind"`
	Version int       `json:"version"`
	Body    string    `json:"body"`
	Why     string    `json:"why,omitempty"` // what is different, and why
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
}

var templateTable = &register.Table[Template]{
	Name: "agreement_template", What: "version of the template",
	Columns: []string{"kind", "number"},
	Values:  func(t Template) []any { return []any{string(t.Kind), int64(t.Version)} },
}

// TemplateRows reads the register of templates for ledger.Verify.
var TemplateRows = templateTable.Rows

// House is the program's own template of a kind: version 1.
func House(k Kind) Template {
	body, err := texts.ReadFile("text/" + string(k) + ".txt")
	if err != nil {
		panic(err) // a broken build
	}
	return Template{Kind: k, Version: 1, Body: string(body)}
}

// LineKind is what a line of a text is.
type LineKind string

const (
	Title   LineKind = "title"
	Heading LineKind = "heading"
	Clause  LineKind = "clause" // with a number
	Item    LineKind = "item"   // of a clause, with a roman number
	Bullet  LineKind = "bullet"
	Plain   LineKind = "plain"
)

// Line is a paragraph of a text.
type Line struct {
	Kind LineKind
	Mark string // "2.2", "iv."
	Text string
	At   string // the clause it is in: "2.2 iv"; of a heading, its number
}

var (
	clauseMark = regexp.MustCompile(`^([0-9]+\.[0-9]+) (.+)$`)
	itemMark   = regexp.MustCompile(`^([ivx]+)\. (.+)$`)
	headMark   = regexp.MustCompile(`^([0-9]+|Appendix [A-Z0-9]+|Annex [A-Z0-9]+)\b`)
	fieldMark  = regexp.MustCompile(`\{\{([a-z_]+)\}\}`)
)

// Lines reads a text.
func Lines(text string) []Line {
	var out []Line
	at, clause := "", ""
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		l := Line{Kind: Plain, Text: line, At: at}
		if rest, ok := strings.CutPrefix(line, "## "); ok {
			l.Kind, l.Text = Heading, rest
			at, clause = headMark.FindString(rest), ""
		} else if rest, ok := strings.CutPrefix(line, "# "); ok {
			l.Kind, l.Text = Title, rest
		} else if rest, ok := strings.CutPrefix(line, "- "); ok {
			l.Kind, l.Text = Bullet, rest
		} else if m := clauseMark.FindStringSubmatch(line); m != nil {
			l.Kind, l.Mark, l.Text = Clause, m[1], m[2]
			clause, at = m[1], m[1]
		} else if m := itemMark.FindStringSubmatch(line); m != nil && clause != "" {
			l.Kind, l.Mark, l.Text = Item, m[1]+".", m[2]
			at = clause + " " + m[1]
		}
		l.At = at
		out = append(out, l)
	}
	return out
}

// Clauses of the protocol that every template of it has, so that no version loses one.
var Clauses = []string{"1.1", "1.2", "1.3", "2.1", "2.2", "2.2 i", "2.2 ii", "2.2 iii", "2.2 iv", "2.2 v", "3.1", "3.2", "3.3", "3.4", "4.1",
	"5.1", "5.2", "5.3", "5.4", "5.5", "6.1", "Appendix A", "Appendix B", "Annex A"}

// needed is the fields that a template of the kind must use.
func needed(k Kind) []string {
	var out []string
	for _, f := range fields[k] {
		if f.Key != "title" {
			out = append(out, f.Key)
		}
	}
	return out
}

const bodyLimit = 60000

// check names what is wrong with a template, under the field body: a clause or a field
// that is missing, a field that there is none of, a placeholder or a name left over from
// elsewhere.
func (t *Template) check(own *Own) error {
	var wrong fault.Fields
	add := func(format string, args ...any) {
		if len(wrong) < 8 {
			wrong.Add("body", format, args...)
		}
	}
	if len(t.Body) > bodyLimit {
		add("The text must be %d letters or fewer", bodyLimit)
		return wrong.Err()
	}
	lines := Lines(t.Body)
	if len(lines) == 0 || lines[0].Kind != Title {
		add("The first line is the title, and begins with “# ”")
	}
	if t.Kind == Protocol {
		var missing []string
		for _, c := range Clauses {
			if !slices.ContainsFunc(lines, func(l Line) bool { return l.At == c && l.Kind != Plain }) {
				missing = append(missing, c)
			}
		}
		if len(missing) > 0 {
			add("A protocol keeps every clause of the scheme’s. Missing: %s", listed(missing))
		}
	}
	used := map[string]bool{}
	for _, m := range fieldMark.FindAllStringSubmatch(t.Body, -1) {
		used[m[1]] = true
		if !slices.ContainsFunc(fields[t.Kind], func(f Field) bool { return f.Key == m[1] }) {
			add("There is no field {{%s}}", m[1])
		}
	}
	for _, key := range needed(t.Kind) {
		if !used[key] && key != "number" {
			add("The field {{%s}} is not used", key)
		}
	}
	for _, p := range leftOver(fieldMark.ReplaceAllString(t.Body, "")) {
		add("%s", p.Message)
	}
	for _, p := range own.foreign(fieldMark.ReplaceAllString(t.Body, "")) {
		add("%s", p.Message)
	}
	return wrong.Err()
}

// Templates is every version of the templates, of each kind the newest first. Errors:
// fault.Forbidden.
func (s *Service) Templates(tx *db.Tx, who authz.Actor) ([]Template, error) {
	if err := who.May(authz.WriteAgreement, authz.Object{}); err != nil {
		return nil, err
	}
	vs, err := templateTable.Current(tx, who.Force, db.Where{}, "r.number DESC", 1000)
	if err != nil {
		return nil, err
	}
	var out []Template
	for _, k := range Kinds {
		for _, v := range vs {
			if v.State.Kind == k {
				out = append(out, v.State)
			}
		}
		out = append(out, House(k))
	}
	return out, nil
}

// template is a version of a kind's template; version 0 is the newest.
func (s *Service) template(tx *db.Tx, force id.Force, k Kind, version int) (Template, error) {
	if version == 1 {
		return House(k), nil
	}
	var w db.Where
	w.And("r.kind = ?", string(k))
	if version > 1 {
		w.And("r.number = ?", int64(version))
	}
	vs, err := templateTable.Current(tx, force, w, "r.number DESC", 1)
	switch {
	case err != nil:
		return Template{}, err
	case len(vs) > 0:
		return vs[0].State, nil
	case version > 1:
		return Template{}, fault.New(fault.NotFound, "There is no such version of the template.")
	}
	return House(k), nil
}

// AddTemplate writes the next version of a template. Drafts begun from now on use it; what
// is issued already keeps its own words. It returns the number of the version.
//
// Errors: fault.Invalid under body and why; fault.Forbidden.
func (s *Service) AddTemplate(ctx context.Context, who authz.Actor, t Template) (int, error) {
	version := 0
	_, err := s.ledger.Do(ctx, who, "agreement.template", nil, func(tx *db.Tx, e *ledger.Draft) error {
		if err := who.May(authz.WriteAgreement, authz.Object{}); err != nil {
			return err
		}
		if !slices.Contains(Kinds, t.Kind) {
			return fault.In("kind", "Choose what sort of agreement the template is for")
		}
		if t.Why = strings.TrimSpace(t.Why); t.Why == "" || len(t.Why) > 1000 {
			return fault.In("why", "Say in 1,000 letters or fewer what is different, and why. It is kept with the version")
		}
		t.Body = strings.TrimSpace(strings.ReplaceAll(t.Body, "\r\n", "\n")) + "\n"
		own, err := s.own(tx, who.Force, nil, register.Now(e.At))
		if err != nil {
			return err
		}
		if err := t.check(own); err != nil {
			return err
		}
		last, err := s.template(tx, who.Force, t.Kind, 0)
		if err != nil {
			return err
		}
		if last.Body == t.Body {
			return fault.In("body", "These are the words of version %d. Nothing is different", last.Version)
		}
		t.Version, t.By, t.At = last.Version+1, who.Name, e.At
		version = t.Version
		row := fmt.Sprintf("%s-%d", t.Kind, t.Version)
		e.Subject(templateTable.Subject(row))
		e.Say(fmt.Sprintf("Template of the %s: version %d. %s", lower(t.Kind.Title()), t.Version, t.Why), "")
		return templateTable.Put(tx, e, row, t, e.At, clock.Forever)
	})
	return version, err
}

func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }
