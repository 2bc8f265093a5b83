package area

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"watchword/internal/fault"
)

// SettingKind is how the value of a setting is written and shown.
type SettingKind string

const (
	Text   SettingKind = "text"   // one line
	Lines  SettingKind = "lines"  // several lines, in their order
	Number SettingKind = "number" // a whole number, in the setting's unit
	Choice SettingKind = "choice" // one of several
	YesNo  SettingKind = "yes-no"
)

// Option is one value that a setting of the kind Choice may have.
type Option struct {
	Value string
	Text  string // in plain words: "On the back"
}

// Setting is one thing that each force decides for itself. The page of settings, the
// command and the API are all made from the list of them (see settings.go). Values go in
// and out as text: a number as digits, yes or no, lines with a line break between.
type Setting struct {
	Name  string // in addresses, in JSON and at the command line: "minimum_age"
	Group string // the heading it stands under
	Label string // what it is, in a few words
	Hint  string // what it is, in a sentence or two
	Does  string // what a change of it changes, and what it leaves as it is
	Kind  SettingKind
	Unit  string // of a number: "years"
	// Least and Most bound a number, or how many letters a text or a line may have; Most
	// lines are at most MostLines.
	Least, Most int
	MostLines   int
	Options     []Option
	wrong       func(text string) string // what else is wrong with a text or a line; nil: nothing
	whole       func([]string) string    // and with lines together; nil: nothing
	field       func(*Settings) any      // *string, *[]string, *int or *bool
}

// FindSetting is the setting of that name.
func FindSetting(name string) (*Setting, bool) {
	for i := range SettingList {
		if SettingList[i].Name == name {
			return &SettingList[i], true
		}
	}
	return nil, false
}

// Text is the value as it is written.
func (s *Setting) Text(set Settings) string {
	switch v := s.field(&set).(type) {
	case *string:
		return *v
	case *[]string:
		return strings.Join(*v, "\n")
	case *int:
		return strconv.Itoa(*v)
	case *bool:
		if *v {
			return "yes"
		}
	}
	return "no"
}

// Value is the value as JSON has it: a text, a list of texts, a number or a truth value.
func (s *Setting) Value(set Settings) any {
	switch v := s.field(&set).(type) {
	case *[]string:
		return slices.Clone(*v)
	case *int:
		return *v
	case *bool:
		return *v
	case *string:
		return *v
	}
	return nil
}

// Shown is a value, as it is written, in the words in which people read it.
func (s *Setting) Shown(text string) string {
	switch {
	case s.Kind == YesNo:
		return map[string]string{"yes": "Yes", "no": "No"}[text]
	case text == "":
		return "Not set"
	case s.Kind == Number:
		if text == "1" {
			return "1 " + strings.TrimSuffix(s.Unit, "s")
		}
		return text + " " + s.Unit
	case s.Kind == Lines:
		return strings.ReplaceAll(text, "\n", ", ")
	}
	for _, o := range s.Options {
		if o.Value == text {
			return o.Text
		}
	}
	return text
}

// Set writes a value into the settings. It returns fault.Invalid, under the setting's
// name, if the text is no value of it.
func (s *Setting) Set(set *Settings, text string) error {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return fault.Unseen(c) || c == '\t' || c == '\n' && s.Kind != Lines }) {
		return s.bad("%s has characters that cannot be printed. Type it again", s.Label)
	}
	switch v := s.field(set).(type) {
	case *string:
		if err := s.oneOf(text); err != nil {
			return err
		}
		*v = text
	case *[]string:
		return s.setLines(v, text)
	case *int:
		n, err := strconv.Atoi(text)
		if err != nil || n < s.Least || n > s.Most {
			return s.bad("Enter a whole number of %s between %d and %d", s.Unit, s.Least, s.Most)
		}
		*v = n
	case *bool:
		if text != "yes" && text != "no" {
			return s.bad("Choose yes or no")
		}
		*v = text == "yes"
	}
	return nil
}

// oneOf checks a text, or that it is one of the options.
func (s *Setting) oneOf(text string) error {
	if len(s.Options) == 0 {
		return s.line(text)
	}
	var values []string
	for _, o := range s.Options {
		if o.Value == text {
			return nil
		}
		values = append(values, o.Value)
	}
	last := len(values) - 1
	return s.bad("Choose %s or %s", strings.Join(values[:last], ", "), values[last])
}

// line checks one line.
func (s *Setting) line(text string) error {
	n := utf8.RuneCountInString(text)
	switch {
	case n == 0 && s.Least == 0:
		return nil
	case n == 0:
		return s.bad("%s cannot be left empty", s.Label)
	case n < s.Least || n > s.Most:
		return s.bad("Write between %d and %d letters in a line. “%s” has %d", max(1, s.Least), s.Most, short(text), n)
	case s.wrong == nil:
		return nil
	}
	if w := s.wrong(text); w != "" {
		return s.bad("%s", w)
	}
	return nil
}

func (s *Setting) setLines(to *[]string, text string) error {
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l == "" {
			continue
		}
		if slices.Contains(out, l) {
			return s.bad("“%s” stands there twice", short(l))
		}
		if err := s.line(l); err != nil {
			return err
		}
		out = append(out, l)
	}
	switch {
	case len(out) == 0:
		return s.bad("Enter at least one line")
	case len(out) > s.MostLines:
		return s.bad("Enter at most %d lines. There are %d", s.MostLines, len(out))
	}
	if s.whole != nil {
		if w := s.whole(out); w != "" {
			return s.bad("%s", w)
		}
	}
	*to = out
	return nil
}

func (s *Setting) bad(format string, args ...any) error { return fault.In(s.Name, format, args...) }

// short is the beginning of a long text.
func short(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return text
}
