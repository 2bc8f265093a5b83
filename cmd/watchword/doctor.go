package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/keyring"
	"watchword/internal/server"
	"watchword/internal/sign"
)

type doctorCommand struct {
	place
	Mend bool `help:"Make keys that are missing, and write lists anew that do not fit the registers."`
}

// Help is the example.
func (doctorCommand) Help() string {
	return examples(
		"watchword doctor --data /var/lib/watchword",
		"watchword doctor --data /var/lib/watchword --mend")
}

// patient is what is looked at, and what was found.
type patient struct {
	c      *console
	faults int
}

func (p *patient) well(what, how string) { p.c.say("good   %-9s %s", what, how) }

func (p *patient) ill(what, fault, mend string) {
	p.faults++
	p.c.say("FAULT  %-9s %s\n                 Mend: %s", what, fault, mend)
}

// Run looks at everything it can reach, and ends with 1 if anything is wrong.
func (x *doctorCommand) Run(c *console) error {
	if err := x.named(); err != nil {
		return err
	}
	p := &patient{c: c}
	x.settings(p)
	if x.database(p) {
		x.rooms(p)
	}
	if p.faults > 0 {
		c.say("%s.", count(p.faults, "fault", "faults"))
		return errWrong
	}
	c.say("All is well.")
	return nil
}

func (x *doctorCommand) settings(p *patient) {
	if x.Data != "" {
		info, err := os.Stat(x.Data)
		switch {
		case err != nil:
			p.ill("settings", "The data folder cannot be read: "+err.Error(), "make the folder, or name another with --data")
		case info.Mode().Perm()&0o077 != 0:
			p.ill("settings", fmt.Sprintf("Others on this machine can look into %s (%s).", x.Data, info.Mode().Perm()), "chmod 700 "+x.Data)
		default:
			p.well("settings", "data folder "+x.Data)
		}
		x.secretFile(p)
		disk(p, x.Data)
	} else {
		p.well("settings", "database named, no data folder")
	}
}

func (x *doctorCommand) secretFile(p *patient) {
	path := filepath.Join(x.Data, "secret.key")
	info, err := os.Stat(path)
	switch {
	case x.Secret != "":
		p.well("secret", "from the environment")
	case err == nil && info.Mode().Perm()&0o077 != 0:
		p.ill("secret", "Others on this machine can read "+path+".", "chmod 600 "+path+", and consider the keys as known to others")
	case err == nil:
		p.well("secret", path)
	}
}

// enough is the least free space, in bytes: a backup and the log of a busy day.
const enough = 1 << 30

func disk(p *patient, dir string) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return // the folder is missing, which was told
	}
	free := fs.Bavail * uint64(fs.Bsize)
	if free < enough {
		p.ill("disk", fmt.Sprintf("Only %d MB are free under %s.", free>>20, dir), "free some space: at least 1 GB")
		return
	}
	p.well("disk", fmt.Sprintf("%d GB free", free>>30))
}

// database looks at the schema, and reports whether the rest can be looked at.
func (x *doctorCommand) database(p *patient) bool {
	where := db.Config{URL: x.Database}
	if x.Database == "" {
		where.File = filepath.Join(x.Data, server.DatabaseFile)
		if _, err := os.Stat(where.File); err != nil {
			if broken := x.whole(); broken != nil {
				p.ill("database", oneLine(broken), "run watchword restore again")
				return false
			}
			p.ill("database", "There is none at "+where.File+" yet.", "name the right folder with --data, or begin with watchword user add --new-force, or watchword restore")
			return false
		}
	}
	d, err := db.Open(p.c.ctx, where)
	if err != nil {
		p.ill("database", oneLine(err), cmp.Or(mendOf(err), "start the database, and check its address and rights"))
		return false
	}
	defer d.Close()
	have, want, err := d.SchemaVersion(p.c.ctx)
	switch {
	case err != nil:
		p.ill("schema", err.Error(), "restore a backup: the table of versions cannot be read")
		return false
	case have < want:
		p.ill("schema", fmt.Sprintf("It is %d, this version needs %d.", have, want), "take a backup with the version that wrote it, stop every other node, and start once with --upgrade")
		return false
	case have > want:
		p.ill("schema", fmt.Sprintf("It is %d, this version knows %d.", have, want), "run the version that wrote it")
		return false
	}
	p.well("schema", fmt.Sprintf("%d on %s", have, d.Name()))
	return true
}

// rooms looks at keys, clock and ledger.
func (x *doctorCommand) rooms(p *patient) {
	r, err := p.c.rooms(x.config())
	if err != nil {
		mend := cmp.Or(mendOf(err), "do as the sentence says")
		if errors.Is(err, keyring.ErrSecret) {
			mend = "put back secret.key of this installation; without it, restore a backup"
		}
		p.ill("secret", oneLine(err), mend)
		return
	}
	defer r.Close()
	forces, err := r.Forces(p.c.ctx)
	if err != nil {
		p.ill("forces", err.Error(), "restore a backup: the settings of a force cannot be read")
		return
	}
	if len(forces) == 0 {
		p.ill("forces", "No force is set up.", "watchword user add --new-force")
	}
	for _, f := range forces {
		if f.Hidden(forces) {
			p.ill("forces", f.Name+" has no host: nobody can reach its pages, since several forces share the server.", "watchword force host --force "+f.Short+" --why REASON HOST")
		}
		x.keys(p, r, f)
		when(p, r, f)
		report, err := verify(p.c, r, f, "")
		switch {
		case err != nil:
			p.ill("ledger", f.Short+": "+err.Error(), "restore a backup")
		case report.Fault != "":
			p.ill("ledger", f.Short+": "+report.Fault, "find out who altered the database; compare with a checkpoint kept elsewhere; restore a backup")
		default:
			p.well("ledger", fmt.Sprintf("%s: %d entries, %d checkpoints, %d rows fit", f.Short, report.Entries, report.Checkpoints, report.Rows))
			x.lists(p, r, f)
		}
	}
}

// lists compares what lists of people are read from with what follows from the registers,
// which are known to fit the ledger here.
func (x *doctorCommand) lists(p *patient, r *server.Rooms, f area.Force) {
	persons, wrong, err := differences(p.c.ctx, r, f)
	if err == nil && len(wrong) > 0 && x.Mend {
		var mended int
		if mended, err = r.Desk.Mend(p.c.ctx, server.Operator(f.ID)); err == nil {
			p.c.say("mended lists     %s: what they say of %s", f.Short, count(mended, "person", "persons"))
			persons, wrong, err = differences(p.c.ctx, r, f)
		}
	}
	switch {
	case err != nil:
		p.ill("lists", f.Short+": "+err.Error(), "restore a backup")
	case len(wrong) > 0:
		p.ill("lists", f.Short+": lists say otherwise than the registers. "+told(wrong), "find out who altered the database; then watchword doctor --mend")
	default:
		p.well("lists", f.Short+": what they say of "+count(persons, "person", "persons")+" fits the registers")
	}
}

func differences(ctx context.Context, r *server.Rooms, f area.Force) (persons int, wrong []desk.Difference, err error) {
	err = r.DB.Read(ctx, func(tx *db.Tx) (err error) {
		persons, wrong, err = r.Desk.Check(tx, f.ID)
		return err
	})
	return persons, wrong, err
}

// mostTold is how many differences are told one by one.
const mostTold = 10

func told(wrong []desk.Difference) string {
	var lines []string
	for _, d := range wrong[:min(len(wrong), mostTold)] {
		lines = append(lines, d.String())
	}
	if more := len(wrong) - mostTold; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "; ") + "."
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// soon is how long before a key ends it is told.
const soon = 60 * 24 * time.Hour

func (x *doctorCommand) keys(p *patient, r *server.Rooms, f area.Force) {
	now := r.Clock.Now()
	for _, purpose := range []sign.Purpose{sign.ForCards, sign.ForStatus, sign.ForCheckpoints} {
		until, err := signer(p.c.ctx, r, f, purpose, now)
		if err != nil && x.Mend && !errors.Is(err, keyring.ErrSecret) {
			if err = r.Areas.MakeKey(p.c.ctx, f, purpose); err == nil {
				p.c.say("made   keys      %s: a key for signing (%s)", f.Short, purpose)
				until, err = signer(p.c.ctx, r, f, purpose, now)
			}
		}
		switch {
		case errors.Is(err, keyring.ErrSecret):
			p.ill("keys", f.Short+": "+err.Error(), "put back secret.key of this installation; without it, restore a backup")
		case err != nil:
			p.ill("keys", fmt.Sprintf("%s: there is no key to sign with (%s).", f.Short, purpose), "watchword doctor --mend")
		case until.Sub(now) < soon:
			p.ill("keys", fmt.Sprintf("%s: the key to sign with (%s) ends on %s.", f.Short, purpose, clock.DayOf(until).Long()), "watchword doctor --mend, on the day it has ended, makes its successor")
		default:
			p.well("keys", fmt.Sprintf("%s: %s until %s", f.Short, purpose, clock.DayOf(until).Long()))
		}
	}
}

func signer(ctx context.Context, r *server.Rooms, f area.Force, purpose sign.Purpose, now time.Time) (time.Time, error) {
	return db.Find(ctx, r.DB, func(tx *db.Tx) (time.Time, error) {
		k, err := r.Ring.Signer(tx, f.ID, purpose, now)
		if err != nil {
			return time.Time{}, err
		}
		return k.Public().Until, nil
	})
}

// when compares the clock with the newest checkpoint: a clock that runs behind would
// write the past anew.
func when(p *patient, r *server.Rooms, f area.Force) {
	now := r.Clock.Now()
	last, err := db.Find(p.c.ctx, r.DB, func(tx *db.Tx) (time.Time, error) {
		c, err := r.Ledger.Latest(tx, f.ID)
		return c.At, err
	})
	switch {
	case err != nil:
		p.well("clock", f.Short+": "+clock.Moment(now)+"; no checkpoint to compare it with yet")
	case last.After(now):
		p.ill("clock", fmt.Sprintf("%s: it says %s, but a checkpoint was signed at %s.", f.Short, clock.Moment(now), clock.Moment(last)), "set the machine’s clock, and let it keep time from the network")
	default:
		p.well("clock", f.Short+": "+clock.Moment(now))
	}
}
