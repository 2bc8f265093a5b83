// Package icaltest reads calendars as strictly as RFC 5545 and RFC 7986 are written, so
// that tests know what every calendar program will take.
package icaltest

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a calendar as it was read.
type Calendar struct {
	Name   string
	Events []Event
}

// Event is one entry.
type Event struct {
	UID, Summary, Detail, Link, Status string
	Stamp                              string
	Sequence                           int
	Day                                string // 2027-03-03
}

// line is a content line: name, parameters and value.
type line struct {
	name   string
	params map[string]string
	value  string
}

// component is what stands between a BEGIN and its END.
type component struct {
	name  string
	lines []line
	parts []*component
}

var (
	nameForm  = regexp.MustCompile(`^[A-Z0-9-]+$`)
	dateForm  = regexp.MustCompile(`^[0-9]{8}$`)
	timeForm  = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z?$`)
	shiftForm = regexp.MustCompile(`^[+-][0-9]{4}$`)
	spanForm  = regexp.MustCompile(`^P(T([0-9]+H)?([0-9]+M)?([0-9]+S)?|[0-9]+[WD])$`)
	wholeForm = regexp.MustCompile(`^[0-9]+$`)
	ruleForm  = regexp.MustCompile(`^FREQ=YEARLY;BYMONTH=[0-9]+;BYDAY=-?[0-9]?[A-Z]{2}$`)
	linkForm  = regexp.MustCompile(`^https?://[^\s]+$`)
)

// rule is what a property may be: its value's form, and how often it stands.
type rule struct {
	form       *regexp.Regexp // nil: text
	least, top int
	param      string // the one parameter that it needs, as NAME=VALUE
}

// rules is every property that may stand in a component. Others must begin with X-.
var rules = map[string]map[string]rule{
	"VCALENDAR": {"VERSION": {regexp.MustCompile(`^2\.0$`), 1, 1, ""}, "PRODID": {nil, 1, 1, ""}, "METHOD": {regexp.MustCompile(`^PUBLISH$`), 0, 1, ""}, "NAME": {nil, 0, 1, ""},
		"REFRESH-INTERVAL": {spanForm, 0, 1, "VALUE=DURATION"}},
	"VEVENT": {"UID": {nil, 1, 1, ""}, "DTSTAMP": {regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z$`), 1, 1, ""}, "SEQUENCE": {wholeForm, 0, 1, ""}, "DTSTART": {dateForm, 1, 1, "VALUE=DATE"}, "DTEND": {dateForm, 0, 1, "VALUE=DATE"},
		"SUMMARY": {nil, 0, 1, ""}, "DESCRIPTION": {nil, 0, 1, ""}, "URL": {linkForm, 0, 1, ""}, "STATUS": {regexp.MustCompile(`^(TENTATIVE|CONFIRMED|CANCELLED)$`), 0, 1, ""}, "TRANSP": {regexp.MustCompile(`^(OPAQUE|TRANSPARENT)$`), 0, 1, ""}},
	"VTIMEZONE": {"TZID": {nil, 1, 1, ""}},
	"STANDARD":  zoneRules, "DAYLIGHT": zoneRules,
}

var zoneRules = map[string]rule{"DTSTART": {timeForm, 1, 1, ""}, "RRULE": {ruleForm, 0, 1, ""}, "TZOFFSETFROM": {shiftForm, 1, 1, ""}, "TZOFFSETTO": {shiftForm, 1, 1, ""}, "TZNAME": {nil, 0, 1, ""}}

// within is which components may stand in which.
var within = map[string][]string{"": {"VCALENDAR"}, "VCALENDAR": {"VEVENT", "VTIMEZONE"}, "VTIMEZONE": {"STANDARD", "DAYLIGHT"}}

// Parse reads a calendar, or says what in it the standards do not allow.
func Parse(body []byte) (Calendar, error) {
	var out Calendar
	lines, err := unfold(string(body))
	if err != nil {
		return out, err
	}
	root, err := nest(lines)
	if err != nil {
		return out, err
	}
	if len(root.parts) != 1 {
		return out, fmt.Errorf("%d calendars, want one", len(root.parts))
	}
	cal := root.parts[0]
	if err := cal.check(); err != nil {
		return out, err
	}
	if len(cal.parts) == 0 {
		return out, fmt.Errorf("a calendar has at least one component")
	}
	out.Name, _ = cal.text("NAME")
	seen := map[string]bool{}
	for _, p := range cal.parts {
		if p.name != "VEVENT" {
			continue
		}
		e, err := p.event()
		if err != nil {
			return out, err
		}
		if seen[e.UID] {
			return out, fmt.Errorf("the UID %s stands twice", e.UID)
		}
		seen[e.UID] = true
		out.Events = append(out.Events, e)
	}
	return out, nil
}

// unfold joins folded lines.
func unfold(s string) ([]string, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("not UTF-8")
	}
	if !strings.HasSuffix(s, "\r\n") {
		return nil, fmt.Errorf("the last line does not end")
	}
	var out []string
	for i, l := range strings.Split(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		switch {
		case len(l) > 75:
			return nil, fmt.Errorf("line %d has %d bytes", i+1, len(l))
		case !utf8.ValidString(l):
			return nil, fmt.Errorf("line %d is folded within a letter", i+1)
		case strings.ContainsFunc(l, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }):
			return nil, fmt.Errorf("line %d has a control sign", i+1)
		case strings.HasPrefix(l, " ") || strings.HasPrefix(l, "\t"):
			if len(out) == 0 {
				return nil, fmt.Errorf("the first line goes on from nothing")
			}
			out[len(out)-1] += l[1:]
		case l == "":
			return nil, fmt.Errorf("line %d is empty", i+1)
		default:
			out = append(out, l)
		}
	}
	return out, nil
}

func nest(lines []string) (*component, error) {
	root := &component{}
	open := []*component{root}
	for _, l := range lines {
		x, err := split(l)
		if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch x.name {
		case "BEGIN":
			allowed := false
			for _, n := range within[top.name] {
				allowed = allowed || n == x.value
			}
			if !allowed {
				return nil, fmt.Errorf("%s stands in %s", x.value, top.name)
			}
			c := &component{name: x.value}
			top.parts = append(top.parts, c)
			open = append(open, c)
		case "END":
			if len(open) == 1 || top.name != x.value {
				return nil, fmt.Errorf("%s ends, and %s is open", x.value, top.name)
			}
			open = open[:len(open)-1]
		default:
			if top == root {
				return nil, fmt.Errorf("%s stands outside the calendar", x.name)
			}
			top.lines = append(top.lines, x)
		}
	}
	if len(open) != 1 {
		return nil, fmt.Errorf("%s does not end", open[len(open)-1].name)
	}
	return root, nil
}

func split(l string) (line, error) {
	head, value, ok := strings.Cut(l, ":")
	if !ok {
		return line{}, fmt.Errorf("no colon: %s", l)
	}
	parts := strings.Split(head, ";")
	x := line{name: parts[0], value: value, params: map[string]string{}}
	if !nameForm.MatchString(x.name) {
		return x, fmt.Errorf("%q is no name of a property", x.name)
	}
	for _, p := range parts[1:] {
		k, v, ok := strings.Cut(p, "=")
		if !ok || !nameForm.MatchString(k) || v == "" {
			return x, fmt.Errorf("%q is no parameter", p)
		}
		x.params[k] = v
	}
	return x, nil
}

// check holds a component and its parts to the rules.
func (c *component) check() error {
	count := map[string]int{}
	for _, l := range c.lines {
		r, known := rules[c.name][l.name]
		if !known {
			if strings.HasPrefix(l.name, "X-") {
				continue
			}
			return fmt.Errorf("%s has %s", c.name, l.name)
		}
		count[l.name]++
		want := map[string]string{}
		if r.param != "" {
			k, v, _ := strings.Cut(r.param, "=")
			want[k] = v
		}
		if fmt.Sprint(want) != fmt.Sprint(l.params) {
			return fmt.Errorf("%s has the parameters %v, want %v", l.name, l.params, want)
		}
		if r.form != nil && !r.form.MatchString(l.value) {
			return fmt.Errorf("%s is %q", l.name, l.value)
		}
		if r.form == nil {
			if _, err := plain(l.value); err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
		}
		if l.name == "DTSTART" || l.name == "DTEND" || l.name == "DTSTAMP" {
			if err := real(l.value); err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
		}
	}
	for name, r := range rules[c.name] {
		if n := count[name]; n < r.least || n > r.top {
			return fmt.Errorf("%s has %d of %s", c.name, n, name)
		}
	}
	for _, p := range c.parts {
		if err := p.check(); err != nil {
			return err
		}
	}
	return nil
}

// real is whether a date is one, and a time of day too.
func real(v string) error {
	form := "20060102"
	if strings.Contains(v, "T") {
		form = "20060102T150405"
	}
	_, err := time.Parse(form, strings.TrimSuffix(v, "Z"))
	return err
}

// plain undoes the escapes of a text.
func plain(v string) (string, error) {
	var b strings.Builder
	escaped := false
	for _, c := range v {
		switch {
		case escaped && (c == 'n' || c == 'N'):
			b.WriteRune('\n')
		case escaped && (c == '\\' || c == ';' || c == ','):
			b.WriteRune(c)
		case escaped:
			return "", fmt.Errorf(`\%c is no escape`, c)
		case c == '\\':
			escaped = true
			continue
		case c == ';' || c == ',':
			return "", fmt.Errorf("%q is not escaped", c)
		default:
			b.WriteRune(c)
		}
		escaped = false
	}
	if escaped {
		return "", fmt.Errorf("an escape without its letter")
	}
	return b.String(), nil
}

func (c *component) text(name string) (string, error) {
	for _, l := range c.lines {
		if l.name == name {
			return plain(l.value)
		}
	}
	return "", nil
}

func (c *component) raw(name string) string {
	for _, l := range c.lines {
		if l.name == name {
			return l.value
		}
	}
	return ""
}

func (c *component) event() (Event, error) {
	var e Event
	for name, to := range map[string]*string{"UID": &e.UID, "SUMMARY": &e.Summary, "DESCRIPTION": &e.Detail} {
		v, err := c.text(name)
		if err != nil {
			return e, err
		}
		*to = v
	}
	e.Link, e.Status, e.Stamp = c.raw("URL"), c.raw("STATUS"), c.raw("DTSTAMP")
	if s := c.raw("SEQUENCE"); s != "" {
		fmt.Sscan(s, &e.Sequence) // its form was checked
	}
	from, err := time.Parse("20060102", c.raw("DTSTART"))
	if err != nil {
		return e, err
	}
	e.Day = from.Format("2006-01-02")
	if end := c.raw("DTEND"); end != "" && end <= c.raw("DTSTART") {
		return e, fmt.Errorf("it ends on %s, before it has begun: the end is the day after", end)
	}
	return e, nil
}
