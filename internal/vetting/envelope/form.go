package envelope

import (
	"slices"
	"strings"
	"unicode/utf8"

	"watchword/internal/clock"
	"watchword/internal/fault"
)

// FieldKind is how an answer is given.
type FieldKind string

const (
	Short  FieldKind = "line"
	Long   FieldKind = "lines"
	Date   FieldKind = "day" // kept as 2006-01-02
	Choose FieldKind = "choice"
	Tick   FieldKind = "tick" // "yes" or empty
)

// Option is one of several answers.
type Option struct{ Value, Text string }

// Field is one question. Its name is that of the control on the page, and of the answer.
type Field struct {
	Name    string
	Label   string
	Hint    string
	Kind    FieldKind
	Options []Option
	Most    int    // letters; 0 is 200, or 4,000 of several lines
	Width   int    // of the control, in letters; 0 is the whole width
	Fills   string // what a browser may fill in of itself, such as "bday"
	Keys    string // which keys a phone shows, such as "numeric"
	Needed  string // what is said when it is missing; empty: it may be left out
	If      string // asked only where another answer is this: "convicted=yes"
	wrong   func(value string, today clock.Day) string
}

// List is a list of things of one sort, such as addresses.
type List struct {
	Name   string
	Noun   string // "address"
	Add    string // heading of the page on which one is added
	Fields []Field
	Least  int
	Needed string // what is said when there are fewer than Least
	If     string // as of a Field
	Title  func(item map[string]string) string
	// missing is what else is missing from the list as a whole.
	missing func(items []map[string]string, a Ask) []string
}

// Page is what is asked at once: one subject.
type Page struct {
	Name   string
	Title  string
	Why    string // why it is asked
	Fields []Field
	List   *List
	Full   bool // asked only where household and money are asked for
	Work   bool // shows what the register has of the person's work
}

// Section is the pages about one subject, a line in the list of tasks.
type Section struct {
	Name  string
	Title string
	Pages []Page
}

// Ask is on what the form depends.
type Ask struct {
	Full  bool      // household and money are asked for
	Years int       // addresses of so many years
	Today clock.Day // the day on which it is filled in
}

// Answers is what a person has answered: values by field, and lists by name.
type Answers struct {
	Values map[string]string              `json:"values,omitempty"`
	Lists  map[string][]map[string]string `json:"lists,omitempty"`
}

// mostItems is how long a list may become.
const mostItems = 60

// Form is the sections that are asked.
func Form(a Ask) []Section {
	var out []Section
	for _, s := range sections {
		t := Section{Name: s.Name, Title: s.Title}
		for _, p := range s.Pages {
			if !p.Full || a.Full {
				t.Pages = append(t.Pages, p)
			}
		}
		if len(t.Pages) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// FindPage is the page of that name, the section it stands in, and the name of the page
// that follows; empty after the last.
func FindPage(a Ask, name string) (s Section, p Page, next string, ok bool) {
	for _, section := range Form(a) {
		for _, page := range section.Pages {
			if ok {
				return s, p, page.Name, true
			}
			if page.Name == name {
				s, p, ok = section, page, true
			}
		}
	}
	return s, p, "", ok
}

// Asked reports whether a condition holds for these answers; an empty one always does.
func (a Answers) Asked(condition string) bool { return holds(condition, a.Values) }

func holds(condition string, values map[string]string) bool {
	name, want, ok := strings.Cut(condition, "=")
	return !ok || values[name] == want
}

// Missing is an answer that is needed and not there.
type Missing struct {
	Page    string
	Field   string // the control to point at; empty: the page as a whole
	Message string
}

// Missing is every answer of the form that is needed and not there, in its order.
func (a Answers) Missing(ask Ask) []Missing {
	var out []Missing
	for _, s := range Form(ask) {
		for _, p := range s.Pages {
			out = append(out, a.missingOn(p, ask)...)
		}
	}
	return out
}

func (a Answers) missingOn(p Page, ask Ask) []Missing {
	var out []Missing
	for _, f := range p.Fields {
		if m := f.missing(a.Values); m != "" {
			out = append(out, Missing{p.Name, f.Name, m})
		}
	}
	if p.List == nil || !a.Asked(p.List.If) {
		return out
	}
	items := a.Lists[p.List.Name]
	if len(items) < p.List.Least {
		return append(out, Missing{p.Name, p.List.Name, p.List.Needed})
	}
	for _, item := range items {
		for _, f := range p.List.Fields {
			if m := f.missing(item); m != "" {
				out = append(out, Missing{p.Name, p.List.Name, m + ": " + p.List.Title(item)})
			}
		}
	}
	if p.List.missing != nil {
		for _, m := range p.List.missing(items, ask) {
			out = append(out, Missing{p.Name, p.List.Name, m})
		}
	}
	return out
}

// missing is what is said if the answer is needed and not among the values.
func (f Field) missing(values map[string]string) string {
	if f.Needed == "" || values[f.Name] != "" || !holds(f.If, values) {
		return ""
	}
	return f.Needed
}

// Progress is how far a section is.
type Progress int

const (
	NotStarted Progress = iota
	Started
	Finished
)

// Lacks is how many answers of the section are missing.
func (a Answers) Lacks(s Section, ask Ask) int {
	n := 0
	for _, p := range s.Pages {
		n += len(a.missingOn(p, ask))
	}
	return n
}

// Progress is how far the section is with these answers.
func (a Answers) Progress(s Section, ask Ask) Progress {
	begun, missing := false, a.Lacks(s, ask)
	for _, p := range s.Pages {
		for _, f := range p.Fields {
			begun = begun || a.Values[f.Name] != ""
		}
		begun = begun || p.List != nil && len(a.Lists[p.List.Name]) > 0
	}
	switch {
	case missing == 0 && begun:
		return Finished
	case begun:
		return Started
	}
	return NotStarted
}

// Clean is the values of the fields as they are kept, of those sent. What cannot be kept
// is named in the error; whether something is missing is not asked here.
func Clean(fields []Field, sent map[string]string, today clock.Day) (map[string]string, error) {
	out := map[string]string{}
	var wrong fault.Fields
	for _, f := range fields {
		v, problem := f.clean(sent[f.Name])
		if problem == "" && v != "" && f.wrong != nil {
			problem = f.wrong(v, today)
		}
		if problem != "" {
			wrong.Add(f.Name, "%s", problem)
		} else if v != "" {
			out[f.Name] = v
		}
	}
	return out, wrong.Err()
}

// clean is a value without what no page shows, and what is wrong with it. What was typed
// is never said again.
func (f Field) clean(v string) (string, string) {
	v = strings.TrimSpace(strings.ReplaceAll(v, "\r\n", "\n"))
	if f.Kind != Long {
		v = strings.Join(strings.Fields(v), " ")
	}
	most := f.Most
	switch {
	case most == 0 && f.Kind == Long:
		most = 4000
	case most == 0:
		most = 200
	}
	switch n := utf8.RuneCountInString(v); {
	case !utf8.ValidString(v) || strings.ContainsFunc(v, fault.Unseen):
		return "", f.Label + " has characters that cannot be printed. Type it again"
	case n > most:
		return "", f.Label + " is too long. Write it more shortly"
	case v == "":
		return "", ""
	case f.Kind == Choose && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == v }):
		return "", "Choose one of the answers"
	case f.Kind == Tick && v != "yes":
		return "", "Tick the box, or leave it empty"
	case f.Kind == Date:
		if _, err := clock.ParseDay(v); err != nil {
			return "", f.Label + " must be a real date"
		}
	}
	return v, ""
}

// Set takes the checked values of the fields into the answers: what was not given is
// taken away.
func (a *Answers) Set(fields []Field, values map[string]string) {
	if a.Values == nil {
		a.Values = map[string]string{}
	}
	for _, f := range fields {
		if v := values[f.Name]; v != "" {
			a.Values[f.Name] = v
		} else {
			delete(a.Values, f.Name)
		}
	}
}

// ErrFull says that a list takes no more items.
var ErrFull = fault.New(fault.Conflict, "The list is full. Tell the vetting unit about the rest.")

// Full reports whether the list takes no more items.
func (a Answers) Full(l *List) bool { return len(a.Lists[l.Name]) >= mostItems }

// SetItem puts an item of a list in the place n, or behind the others if n is how many
// there are.
func (a *Answers) SetItem(l *List, n int, item map[string]string) error {
	items := a.Lists[l.Name]
	switch {
	case n < 0 || n > len(items):
		return fault.New(fault.NotFound, "There is no such line in the list.")
	case n == len(items) && a.Full(l):
		return ErrFull
	case a.Lists == nil:
		a.Lists = map[string][]map[string]string{}
	}
	if n == len(items) {
		a.Lists[l.Name] = append(items, item)
	} else {
		items[n] = item
	}
	return nil
}

// DropItem takes an item out of a list.
func (a *Answers) DropItem(l *List, n int) error {
	items := a.Lists[l.Name]
	if n < 0 || n >= len(items) {
		return fault.New(fault.NotFound, "There is no such line in the list.")
	}
	a.Lists[l.Name] = slices.Delete(items, n, n+1)
	return nil
}

// Lines is every question asked with its answer, in words.
func (a Answers) Lines(ask Ask) []Line {
	var out []Line
	for _, s := range Form(ask) {
		for _, p := range s.Pages {
			for _, f := range p.Fields {
				if holds(f.If, a.Values) && (a.Values[f.Name] != "" || f.Needed != "") {
					out = append(out, Line{s.Title, f.Label, f.Says(a.Values[f.Name])})
				}
			}
			if p.List == nil || !a.Asked(p.List.If) {
				continue
			}
			for _, item := range a.Lists[p.List.Name] {
				out = append(out, Line{s.Title, p.List.Title(item), p.List.Says(item)})
			}
		}
	}
	return out
}

// Says is an answer to the field in words.
func (f Field) Says(v string) string {
	switch {
	case v == "":
		return "Not answered"
	case f.Kind == Tick:
		return "Yes"
	case f.Kind == Date:
		if d, err := clock.ParseDay(v); err == nil {
			return d.Long()
		}
	case f.Kind == Choose:
		for _, o := range f.Options {
			if o.Value == v {
				return o.Text
			}
		}
	}
	return v
}

// Says is an item of the list in words, but for what stands in its title.
func (l List) Says(item map[string]string) string {
	var parts []string
	title := l.Title(item)
	for _, f := range l.Fields {
		if v := item[f.Name]; v != "" && !strings.Contains(title, v) && !strings.Contains(title, f.Says(v)) {
			parts = append(parts, f.Label+": "+f.Says(v))
		}
	}
	return strings.Join(parts, "; ")
}
