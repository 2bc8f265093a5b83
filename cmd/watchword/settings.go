package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/jackc/pgx/v5/pgconn"

	"watchword/internal/area"
	"watchword/internal/keyring"
	"watchword/internal/server"
)

// place is where the data is; every command that needs it has these settings.
type place struct {
	Data     string `help:"Folder of the SQLite file and of secret.key." env:"WATCHWORD_DATA" placeholder:"DIR" type:"path"`
	Database string `help:"PostgreSQL database, in place of the SQLite file." env:"WATCHWORD_DATABASE" placeholder:"postgres://…"`
	Secret   string `help:"The secret that seals the keys, as 64 hexadecimal digits; else secret.key in the data folder. Set it in the environment." env:"WATCHWORD_SECRET" placeholder:"HEX"`
	Upgrade  bool   `help:"Bring an older schema up to this version first. Take a backup, and stop every other node." env:"WATCHWORD_UPGRADE"`
}

func (p place) config() server.Config {
	return server.Config{Data: p.Data, Database: p.Database, Secret: p.Secret, Upgrade: p.Upgrade}
}

// open wires the rooms on data that is there.
func (p place) open(c *console) (*server.Rooms, error) {
	if err := p.named(); err != nil {
		return nil, err
	}
	if err := p.there(); err != nil {
		return nil, err
	}
	r, err := c.rooms(p.config())
	return r, explained(err)
}

// begin wires the rooms on data that is made if it is not there.
func (p place) begin(c *console) (*server.Rooms, error) {
	if err := p.named(); err != nil {
		return nil, err
	}
	if err := p.whole(); err != nil {
		return nil, err
	}
	if p.Data != "" {
		if err := os.MkdirAll(p.Data, 0o700); err != nil {
			return nil, explained(err)
		}
	}
	r, err := c.rooms(p.config())
	return r, explained(err)
}

func (p place) named() error {
	if p.Data == "" && p.Database == "" {
		return errUsage{fmt.Errorf("no data named: give a folder with --data, or a PostgreSQL database with --database")}
	}
	if p.Secret != "" {
		if _, err := keyring.ParseSecret(p.Secret); err != nil {
			return errUsage{fmt.Errorf("--secret: %w", err)}
		}
	}
	return readable(p.Database)
}

// readable returns an error unless the address of a PostgreSQL database can be read, or
// there is none.
func readable(database string) error {
	if database == "" {
		return nil
	}
	if _, err := pgconn.ParseConfig(database); err != nil {
		return errUsage{fmt.Errorf("--database cannot be read: it should look like postgres://user@host:5432/name")}
	}
	return nil
}

// ofForce chooses a force.
type ofForce struct {
	Force string `help:"Short name of the force, if there are several." env:"WATCHWORD_FORCE" placeholder:"NAME"`
}

// choose is the force named, or the only one.
func (o ofForce) choose(c *console, r *server.Rooms) (area.Force, error) {
	all, err := r.Forces(c.ctx)
	if err != nil {
		return area.Force{}, err
	}
	var names []string
	for _, f := range all {
		if f.Short == o.Force || o.Force == "" && len(all) == 1 {
			return f, nil
		}
		names = append(names, f.Short)
	}
	switch {
	case len(all) == 0:
		return area.Force{}, fmt.Errorf("no force is set up here: begin with watchword user add --new-force")
	case o.Force == "":
		return area.Force{}, errUsage{fmt.Errorf("there are several forces: name one with --force (%s)", strings.Join(names, ", "))}
	}
	return area.Force{}, fmt.Errorf("there is no force %s: there are %s", o.Force, strings.Join(names, ", "))
}

// unknownSettings refuses a setting in the environment that no command has: a letter
// out of place there would otherwise go unseen.
func unknownSettings(environment []string, parser *kong.Kong) error {
	known := []string{"WATCHWORD_SHARED", "WATCHWORD_SCREENS", "WATCHWORD_TEST_POSTGRES"} // of the tests
	_ = kong.Visit(parser.Model, func(n kong.Visitable, next kong.Next) error {
		if f, ok := n.(*kong.Flag); ok {
			known = append(known, f.Envs...)
		}
		return next(nil)
	})
	for _, e := range environment {
		name, _, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, "WATCHWORD_") && !slices.Contains(known, name) {
			return fmt.Errorf("the setting %s in the environment is not known", name)
		}
	}
	return nil
}

// logger writes structured lines.
func logger(w io.Writer, format string) *slog.Logger {
	if format == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}
