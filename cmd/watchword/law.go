package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
)

type lawCommand struct {
	List lawList `cmd:"" help:"List every power, with where it stands on a day."`
	Show lawShow `cmd:"" help:"Show one power whole."`
	Ask  lawAsk  `cmd:"" help:"Read questions as JSON lines, write verdicts as JSON lines."`
}

// Help is the example.
func (lawCommand) Help() string {
	return "The form of questions and verdicts is in docs/law.md." + examples(
		"watchword law list --on 2024-01-08",
		"watchword law show csas-name-address-asb")
}

type onDay struct {
	On string `help:"The day, as 2026-11-22; today if none is named." placeholder:"DAY"`
}

func (o onDay) day() (clock.Day, error) {
	if o.On == "" {
		return clock.DayOf(clock.Wall{}.Now()), nil
	}
	day, err := clock.ParseDay(o.On)
	if err != nil {
		return day, errUsage{err}
	}
	return day, nil
}

type lawList struct {
	onDay
	JSON bool `help:"The whole catalogue as one JSON object."`
}

// Help is the example.
func (lawList) Help() string {
	return "The first column is what other commands call the power." + examples(
		"watchword law list",
		"watchword law list --on 2024-01-08 --json")
}

// Run lists the powers.
func (l *lawList) Run(c *console) error {
	day, err := l.day()
	if err != nil {
		return err
	}
	if l.JSON {
		return lawjson.Catalogue(day, c.out)
	}
	c.say("On %s.", day.Long())
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "Power\tEngland\tWales\tCertainty\tWhat it is")
	for i := range law.Powers() {
		p := &law.Powers()[i]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", p.ID, inList(p.StatusOn(day, law.England)), inList(p.StatusOn(day, law.Wales)), p.Certainty(), p.Name)
	}
	return w.Flush()
}

// inList is a status in a word or two, so that a line fits into 120 columns.
func inList(s law.Status) string {
	switch s {
	case law.NotYet:
		return "Not yet"
	case law.Unsure:
		return "Unconfirmed"
	case law.NotCommenced:
		return "Not commenced"
	case law.Elsewhere:
		return "Not there"
	}
	return s.String()
}

type lawShow struct {
	onDay
	JSON  bool   `help:"As one JSON object."`
	Power string `arg:"" help:"The power, as the list names it."`
}

// Help is the example.
func (lawShow) Help() string {
	return examples(
		"watchword law show csas-name-address-asb",
		"watchword law show csas-fpn-litter --on 2024-01-08 --json")
}

// Run shows a power.
func (l *lawShow) Run(c *console) error {
	p, ok := law.Find(law.PowerID(l.Power))
	if !ok {
		return errUsage{fmt.Errorf("there is no power %s: see watchword law list", l.Power)}
	}
	day, err := l.day()
	if err != nil {
		return err
	}
	if l.JSON {
		return showJSON(c, day, p.ID)
	}
	lines := []struct{ key, value string }{
		{"Power", p.Name}, {"Paragraph", p.Para}, {"Given by", p.Authority.String()}, {"Law", p.Law}, {"Stands on", p.Underlying},
		{"On " + day.Long(), p.StatusOn(day, law.England).String() + " in England; " + p.StatusOn(day, law.Wales).String() + " in Wales"},
		{"Certainty", p.Certainty()}, {"Meaning", p.Meaning}, {"To whom", p.Whom}, {"Where", p.Where}, {"Age", p.Age},
		{"If refused", p.Refused}, {"Does not allow", p.NotAllowed}, {"Limits", sentences(p.Limits)}, {"Must", sentences(p.Must)},
	}
	for _, x := range lines {
		if x.value != "" {
			c.say("%-22s %s", x.key, x.value)
		}
	}
	for _, h := range p.History {
		c.say("%-22s %s: %s (%s; %s)", h.On.Short(), h.In, h.What, h.By, h.Certainty())
	}
	for _, tag := range p.Sources {
		c.say("%-22s %s", "Source "+tag, law.Source(tag))
	}
	return nil
}

// sentences is phrases one after the other, each with its full stop.
func sentences(phrases []string) string {
	var b strings.Builder
	for i, p := range phrases {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSuffix(p, ".") + ".")
	}
	return b.String()
}

// showJSON takes the power out of the catalogue, so that there is one form of it.
func showJSON(c *console, day clock.Day, which law.PowerID) error {
	var text strings.Builder
	if err := lawjson.Catalogue(day, &text); err != nil {
		return err
	}
	var all struct{ Powers []json.RawMessage }
	if err := json.Unmarshal([]byte(text.String()), &all); err != nil {
		return err
	}
	for i := range law.Powers() {
		if law.Powers()[i].ID == which {
			c.say("%s", all.Powers[i])
		}
	}
	return nil
}

type lawAsk struct{}

// Help is the example.
func (lawAsk) Help() string {
	return "A question has one line, and so has its verdict, in the same order. What is left out of a question is not known. docs/law.md has every field." + examples(
		"watchword law ask < questions.jsonl > verdicts.jsonl",
		"echo '{\"power\":\"csas-fpn-litter\",\"at\":\"2026-06-01T14:30:00Z\"}' | watchword law ask")
}

// Run answers until the input ends. A line that cannot be read is answered by an error,
// and the command then ends with 1.
func (lawAsk) Run(c *console) error {
	bad, err := lawjson.Ask(c.in, c.out)
	if err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%d of the lines could not be read; the answers say which", bad)
	}
	return nil
}
