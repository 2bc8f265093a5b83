package agreement

import (
	"fmt"
	"regexp"
	"strings"

	"watchword/internal/fault"
)

// merge puts values into a template. What has no value stays as its placeholder.
func merge(body string, values map[string]string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(body, "\n") {
		if m := fieldMark.FindStringSubmatch(strings.TrimSpace(line)); m != nil && m[0] == strings.TrimSpace(line) && values[m[1]] != "" {
			for _, item := range parts(values[m[1]]) {
				b.WriteString("- " + item + "\n")
			}
			continue
		}
		b.WriteString(fieldMark.ReplaceAllStringFunc(line, func(mark string) string {
			if v := strings.Join(parts(values[mark[2:len(mark)-2]]), "; "); v != "" {
				return v
			}
			return mark
		}))
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// parts is the lines of a value that hold something.
func parts(value string) []string {
	var out []string
	for line := range strings.SplitSeq(value, "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// leftOvers is what people leave in a template where a name was meant to come.
var leftOvers = regexp.MustCompile(`(?i)\{\{[a-z_]*\}?\}?|\bx{3,}\b|\[[^\]]{0,60}\]|<[a-z][^>]{0,60}>|_{3,}|\.{4,}|…{2,}|\b(?:tbc|tba|tbd)\b|\b(?:insert|enter) (?:name|date|here)\b|\bname of (?:force|organisation)\b`)

// leftOver is every placeholder that a text still holds, with where it stands.
func leftOver(text string) []fault.Reason {
	var out []fault.Reason
	for _, l := range Lines(text) {
		for _, found := range leftOvers.FindAllString(l.Text, -1) {
			out = append(out, fault.Reason{Code: "text.left-over", Message: fmt.Sprintf("“%s” in %s is left over from the template.", found, where(l)),
				Source: "Joint operating protocol, the hazards of its template", Mend: "Put in its place what was meant to come there."})
		}
	}
	return out
}

// where is a line's place in words.
func where(l Line) string {
	switch {
	case l.At == "":
		return "the title"
	case strings.HasPrefix(l.At, "A"):
		return l.At
	case strings.Contains(l.At, "."):
		return "clause " + l.At
	}
	return "part " + l.At
}

// unfilled is every field of the text that has no value, and how it gets one.
func unfilled(a *Agreement, body string, values map[string]string) []fault.Reason {
	var out []fault.Reason
	seen := map[string]bool{}
	all := append(append([]Field{}, FieldsOf(a.Kind)...), a.Typed()...)
	say := func(f Field) {
		if len(parts(values[f.Key])) > 0 || seen[f.Key] {
			return
		}
		seen[f.Key] = true
		r := fault.Reason{Code: "field." + f.Key, Message: f.Label + " is not filled in.", Source: a.Title, Mend: f.Mend}
		if f.Typed {
			r.Mend = "Fill it in."
		}
		out = append(out, r)
	}
	for _, m := range fieldMark.FindAllStringSubmatch(body, -1) {
		for _, f := range all {
			if f.Key == m[1] {
				say(f)
			}
		}
	}
	for _, f := range a.Typed() { // who signs, even where the text does not say so
		if f.Person {
			say(f)
		}
	}
	return out
}
