package vettingweb

import (
	"html/template"
	"strings"

	"watchword/internal/clock"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web/part"
)

func lower(s string) string {
	if s == "" || len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// paragraphs cuts a text at its empty lines.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// statusOf is how far a task is.
func statusOf(p envelope.Progress) template.HTML {
	switch p {
	case envelope.Finished:
		return "Completed"
	case envelope.Started:
		return part.Status{Kind: part.Due, Text: "In progress"}.Render()
	}
	return part.Status{Kind: part.Waiting, Text: "Not yet started"}.Render()
}

// statusOfCase is where a case stands.
func statusOfCase(c envelope.Case, today clock.Day) part.Status {
	s := part.Status{Kind: part.Waiting, Text: c.State.Title()}
	switch c.State {
	case envelope.Cleared:
		s.Kind = part.InForce
		if c.Expires < today {
			s = part.Status{Kind: part.Ended, Text: "Clearance ended"}
		} else if n := int(c.Expires - today); n <= 90 {
			s = part.Status{Kind: part.Due, Text: "Cleared, ends in " + part.Count(n, "day", "days")}
		}
	case envelope.Asked:
		s.Kind = part.Due
	case envelope.Refused, envelope.Withdrawn, envelope.Upheld:
		s.Kind = part.NotInForce
	case envelope.Stopped:
		s.Kind = part.Ended
	}
	return s
}

// waitedStatus is how long something has waited against the unit's aim in weeks.
func waitedStatus(since, today clock.Day, aim int) part.Status {
	n := max(0, int(today-since))
	s := part.Status{Kind: part.Waiting, Text: part.Count(n, "day", "days")}
	switch {
	case n > aim*7*3/2:
		s.Kind = part.NotInForce
	case n > aim*7:
		s.Kind = part.Due
	}
	return s
}

// inLines is a text of several lines as HTML.
func inLines(text string) template.HTML {
	return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(text), "\n", "<br>"))
}
