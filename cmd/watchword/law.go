package main

import (
	"encoding/json"
	"fmt"
	"strings"

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
	return "For example: watchword law list --on 2024-01-08\nThe form of questions and verdicts is in docs/law.md."
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

// Run lists the powers.
func (l *lawList) Run(c *console) error {
	day, err := l.day()
	if err != nil {
		return err
	}
	if l.JSON {
		return lawjson.Catalogue(day, c.out)
	}
	c.say("On %s. England; Wales; certainty; power.", day.Long())
	for i := range law.Powers() {
		p := &law.Powers()[i]
		c.say("%-22s %-14s %-14s %-18s %s", p.ID, p.StatusOn(day, law.England), p.StatusOn(day, law.Wales), p.Certainty(), p.Name)
	}
	return nil
}

type lawShow struct {
	onDay
	JSON  bool   `help:"As one JSON object."`
	Power string `arg:"" help:"The power, as the list names it."`
}

// Run shows a power.
func (l *lawShow) Run(c *console) error {
	p, ok := law.Find(law.PowerID(l.Power))
	if !ok {
		return fmt.Errorf("there is no power %s: see watchword law list", l.Power)
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
		{"If refused", p.Refused}, {"Does not allow", p.NotAllowed}, {"Limits", strings.Join(p.Limits, " ")}, {"Must", strings.Join(p.Must, " ")},
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
	return "For example: watchword law ask < questions.jsonl > verdicts.jsonl"
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
