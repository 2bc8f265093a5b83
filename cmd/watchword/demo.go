package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"watchword/internal/clock"
	"watchword/internal/demo"
	"watchword/internal/server"
)

type demoCommand struct {
	Data     string `help:"Folder of the demo county." default:"demo-data" env:"WATCHWORD_DEMO_DATA" placeholder:"DIR" type:"path"`
	Database string `help:"PostgreSQL database, in place of the SQLite file." env:"WATCHWORD_DATABASE" placeholder:"postgres://…"`
	Listen   string `help:"Address to serve on." default:"127.0.0.1:8080" env:"WATCHWORD_LISTEN" placeholder:"ADDR"`
	Fresh    bool   `help:"Make the county anew, as it is today; what was entered in the old one goes."`
	Make     bool   `help:"Make it and stop, without serving."`
	Log      string `help:"Form of the log: text or json." enum:"text,json" default:"text" env:"WATCHWORD_LOG"`
}

// Help is the example.
func (demoCommand) Help() string {
	return "The county is fictional: Eastmarch Constabulary, its employers and its people, with two and a half years of history up to today. " +
		"It is made at the first start, in under a minute, and kept in the folder." + examples(
		"watchword demo",
		"watchword demo --data /tmp/eastmarch --listen 127.0.0.1:8090")
}

// made is what is known of a demo county once it is whole; a folder without it is not.
type made struct {
	Day    clock.Day    `json:"day"`
	Guests []demo.Guest `json:"guests"`
}

const madeFile = "demo.json"

// Run makes the county if need be, and serves it.
func (d *demoCommand) Run(c *console) error {
	m, err := d.county(c)
	if err != nil {
		return err
	}
	if m.Day != clock.DayOf(clock.Wall{}.Now()) {
		c.say("This county was made on %s. To have it as it is today: watchword demo --fresh", m.Day.Long())
	}
	c.say("\nSign in with the passphrase: %s", demo.Passphrase)
	for _, g := range m.Guests {
		c.say("  %-36s %s, %s", g.Email, g.Name, g.Post)
	}
	if d.Make {
		return nil
	}
	config := server.Config{Data: d.Data, Database: d.Database, Listen: d.Listen, Log: logger(c.err, d.Log)}
	srv, err := server.New(c.ctx, config)
	if err != nil {
		return err
	}
	c.say("\nWatchword serves Eastmarch on %s", srv.URL())
	return errors.Join(srv.Run(c.ctx), srv.Close())
}

// county is the county in the folder, made first if it is not there whole.
func (d *demoCommand) county(c *console) (made, error) {
	if err := readable(d.Database); err != nil {
		return made{}, err
	}
	if d.Fresh {
		if err := d.discard(); err != nil {
			return made{}, err
		}
	}
	m, err := d.there()
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return m, err
	}
	if entries, err := os.ReadDir(d.Data); err == nil && len(entries) > 0 {
		return made{}, fmt.Errorf("the folder %s is not empty and holds no demo county: name another with --data", d.Data)
	}
	c.say("Making the demo county. This is done once, and takes up to a minute.")
	work := d.Data + ".making"
	if err := os.RemoveAll(work); err != nil {
		return made{}, err
	}
	if m, err = d.load(c, work); err != nil {
		return made{}, errors.Join(err, os.RemoveAll(work))
	}
	os.Remove(d.Data) // an empty folder
	return m, os.Rename(work, d.Data)
}

func (d *demoCommand) there() (made, error) {
	var m made
	text, err := os.ReadFile(filepath.Join(d.Data, madeFile))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(text, &m)
}

// discard removes a demo county, and nothing else.
func (d *demoCommand) discard() error {
	if _, err := d.there(); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if d.Database != "" {
		return errors.New("the county on PostgreSQL is not removed by this command: drop its schema, and delete the folder")
	}
	return os.RemoveAll(d.Data)
}

func (d *demoCommand) load(c *console, dir string) (made, error) {
	hand := clock.At(clock.Wall{}.Now())
	r, err := server.Open(c.ctx, server.Config{Data: dir, Database: d.Database, Listen: d.Listen, Clock: hand, Fleeting: true})
	if err != nil {
		return made{}, err
	}
	forces, err := r.Forces(c.ctx)
	if err == nil && len(forces) > 0 {
		err = errors.New("the database holds a force already: name an empty one")
	}
	if err != nil {
		return made{}, errors.Join(err, r.Close())
	}
	m := made{Day: clock.DayOf(hand.Now())}
	m.Guests, err = demo.Load(c.ctx, demo.Rooms{Rooms: r.Rooms, Clock: hand}, c.progress)
	if err = errors.Join(err, r.Close()); err != nil {
		return m, err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return m, err
	}
	return m, os.WriteFile(filepath.Join(dir, madeFile), text, 0o600)
}

// progress tells how far long work has come, on one line.
func (c *console) progress(done, all int) {
	fmt.Fprintf(c.err, "\r%3d %%", done*100/max(all, 1))
	if done >= all {
		fmt.Fprint(c.err, "\r     \r")
	}
}
