package main

import (
	"os"
	"path/filepath"

	"watchword/internal/clock"
	"watchword/internal/desk/disclose"
	"watchword/internal/server"
)

type answersCommand struct {
	place
	ofForce
	Out   string `help:"Folder that the files are written to." placeholder:"DIR" required:""`
	On    string `help:"The day, as 2026-11-22: as it stood at the end of it. Absent: now." placeholder:"DAY"`
	Exact bool   `help:"Also numbers of persons under 5, which are then yours to weigh."`
}

// Help is the example.
func (answersCommand) Help() string {
	return "Writes a CSV file for each question that people ask of powers and persons under the Freedom of Information Act." + examples(
		"watchword answers --data /var/lib/watchword --out request-2026-118",
		"watchword answers --data /var/lib/watchword --out request-2026-118 --on 2026-03-31")
}

// Run writes the files.
func (v *answersCommand) Run(c *console) error {
	day := clock.NoDay
	if v.On != "" {
		var err error
		if day, err = clock.ParseDay(v.On); err != nil {
			return errUsage{err}
		}
	}
	r, err := v.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := v.choose(c, r)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(v.Out, 0o755); err != nil {
		return err
	}
	for _, q := range disclose.Questions {
		got, err := r.Disclosed.Answer(c.ctx, server.Operator(f.ID), q.Code, day, v.Exact)
		if err != nil {
			return err
		}
		name := filepath.Join(v.Out, q.Code+"-"+got.Day.String()+".csv")
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		err = got.Write(file)
		if cerr := file.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
		c.say("%s: %d lines.", name, len(got.Rows))
	}
	return nil
}
