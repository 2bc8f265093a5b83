package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"watchword/internal/area"
	"watchword/internal/area/areaapi"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/server"
)

type settingsCommand struct {
	List    settingsList    `cmd:"" default:"withargs" help:"List the settings with their values."`
	Preview settingsPreview `cmd:"" help:"What a change of a setting would touch; nothing is changed."`
	Set     settingsSet     `cmd:"" help:"Change a setting."`
	History settingsHistory `cmd:"" help:"Every change that was made, newest first."`
}

// Help is the example.
func (settingsCommand) Help() string {
	return examples(
		"watchword settings --data /var/lib/watchword",
		"watchword settings set --data /var/lib/watchword --why 'The board of 12 November' minimum_age 21")
}

type settingsList struct {
	place
	ofForce
	JSON bool `help:"As JSON, with what each is and what a change of it changes."`
}

// Help is the example.
func (settingsList) Help() string {
	return examples(
		"watchword settings --data /var/lib/watchword",
		"watchword settings list --data /var/lib/watchword --json")
}

// Run lists the settings.
func (l *settingsList) Run(c *console) error {
	r, f, err := at(c, l.place, l.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	set, err := db.Find(c.ctx, r.DB, func(tx *db.Tx) (area.Settings, error) { return r.Areas.Settings(tx, server.Operator(f.ID)) })
	if err != nil {
		return err
	}
	if l.JSON {
		var out []areaapi.Setting
		for i := range area.SettingList {
			out = append(out, areaapi.SettingOf(&area.SettingList[i], set))
		}
		e := json.NewEncoder(c.out)
		e.SetIndent("", "\t")
		return e.Encode(out)
	}
	group, width := "", 0
	for i := range area.SettingList {
		width = max(width, len(area.SettingList[i].Name))
	}
	for i := range area.SettingList {
		s := &area.SettingList[i]
		if s.Group != group {
			group = s.Group
			c.say("%s", group)
		}
		c.say("  %-*s  %s: %s", width, s.Name, s.Label, s.Shown(s.Text(set)))
	}
	return nil
}

type settingsSet struct {
	place
	ofForce
	settingsValue
	Why string `required:"" help:"The reason. It is kept with the change." placeholder:"REASON"`
}

type settingsValue struct {
	Name  string   `arg:"" help:"Name of the setting, as the list has it."`
	Value []string `arg:"" help:"The new value. Where a setting has several lines, each line is an argument; '' empties a setting that may be empty."`
}

type settingsPreview struct {
	place
	ofForce
	settingsValue
}

// Help is the example.
func (settingsPreview) Help() string {
	return examples("watchword settings preview --data /var/lib/watchword refresher_months 24")
}

// Run says what a change of the setting would touch.
func (s *settingsPreview) Run(c *console) error {
	value, err := s.valueOf()
	if err != nil {
		return err
	}
	r, f, err := at(c, s.place, s.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	would, err := r.Areas.Foresee(c.ctx, server.Operator(f.ID), map[string]string{s.Name: value})
	if fault.Is(err, fault.Invalid) {
		return errors.New(firstField(err))
	}
	if err != nil {
		return err
	}
	for _, x := range would.Changed {
		c.say("%s.", x.Sentence())
	}
	c.say("%s.", would.Sentence())
	for _, t := range would.Touches {
		c.say("  %s: %s. Now: %s. Then: %s.", t.How.Title(), cmp.Or(t.Title, t.Kind.Title()), cmp.Or(t.Before, "not there"), cmp.Or(t.After, "not there"))
	}
	return nil
}

// Help is the example.
func (settingsSet) Help() string {
	return examples(
		"watchword settings set --data /var/lib/watchword --why 'The board of 12 November' minimum_age 21",
		"watchword settings set --data /var/lib/watchword --why 'New building' return_address 'CSAS office' 'Watch House' 'EM1 4AB'")
}

// valueOf is the value as it is written, or what is wrong with it.
func (s *settingsValue) valueOf() (string, error) {
	row, ok := area.FindSetting(s.Name)
	if !ok {
		return "", errUsage{fmt.Errorf("there is no setting %s: watchword settings lists them", s.Name)}
	}
	if row.Kind != area.Lines && len(s.Value) > 1 {
		return "", errUsage{fmt.Errorf("%s has one value: put it in quotation marks", s.Name)}
	}
	value, set := strings.Join(s.Value, "\n"), area.Defaults()
	if err := row.Set(&set, value); err != nil {
		return "", errUsage{errors.New(firstField(err))}
	}
	return value, nil
}

// Run changes the setting and says from what to what.
func (s *settingsSet) Run(c *console) error {
	value, err := s.valueOf()
	if err != nil {
		return err
	}
	r, f, err := at(c, s.place, s.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	changed, err := r.Areas.ChangeSettings(c.ctx, server.Operator(f.ID), area.Changes{Values: map[string]string{s.Name: value}, Why: s.Why})
	if fault.Is(err, fault.Invalid) {
		return errors.New(firstField(err))
	}
	if err != nil {
		return err
	}
	for _, x := range changed {
		c.say("%s.", x.Sentence())
		c.say("%s", x.Setting.Does)
	}
	return nil
}

// firstField is the first thing that is wrong, as a sentence.
func firstField(err error) string {
	if f := fault.Of(err); f != nil && len(f.Fields) > 0 {
		return f.Fields[0].Message + "."
	}
	return err.Error()
}

type settingsHistory struct {
	place
	ofForce
	Limit int `help:"How many at most." default:"20"`
}

// Help is the example.
func (settingsHistory) Help() string {
	return examples(
		"watchword settings history --data /var/lib/watchword",
		"watchword settings history --data /var/lib/watchword --limit 5")
}

// Run lists the changes.
func (s *settingsHistory) Run(c *console) error {
	if s.Limit < 1 {
		return errUsage{errors.New("ask for at least one with --limit")}
	}
	r, f, err := at(c, s.place, s.ofForce)
	if err != nil {
		return err
	}
	defer r.Close()
	past, err := db.Find(c.ctx, r.DB, func(tx *db.Tx) ([]area.PastChange, error) {
		past, _, err := r.Areas.PastChanges(tx, server.Operator(f.ID), 0, s.Limit)
		return past, err
	})
	if err != nil {
		return err
	}
	for _, p := range past {
		what := "The force was set up"
		var said []string
		for _, x := range p.Changed {
			said = append(said, x.Sentence())
		}
		switch {
		case p.Erased:
			what = "The words were erased under a retention rule"
		case len(said) > 0:
			what = strings.Join(said, "; ")
		}
		if p.Why != "" {
			what += ". " + p.Why
		}
		c.say("%s\t%s\t%s", clock.Moment(p.At), p.By, what)
	}
	return nil
}
