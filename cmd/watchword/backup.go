package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"watchword/internal/backup"
	"watchword/internal/db"
	"watchword/internal/server"
)

type backupCommand struct {
	place
	To string `arg:"" help:"File to write; it must not exist yet." type:"path"`
}

// Help is the example.
func (backupCommand) Help() string {
	return "The program may run meanwhile. The file holds the keys as well: keep it as safe as the database." + examples("watchword backup --data /var/lib/watchword /mnt/backup/2026-11-22.zip")
}

// Run writes the backup beside its name, and gives it the name once it is whole.
func (b *backupCommand) Run(c *console) error {
	if _, err := os.Stat(b.To); err == nil {
		return fmt.Errorf("%s is there already: name another file", b.To)
	}
	if _, err := os.Stat(filepath.Dir(b.To)); err != nil {
		return errUsage{fmt.Errorf("the folder of the backup is not there: %w", err)}
	}
	r, err := b.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	extra, err := keepBeside(c.ctx, r)
	if err != nil {
		return err
	}
	part, err := os.OpenFile(b.To+".part", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(part.Name()) // gone already when all went well
	m, err := backup.Write(c.ctx, r.DB, r.Clock.Now(), extra, part)
	if err == nil {
		err = part.Sync()
	}
	if err = errors.Join(err, part.Close()); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), b.To); err != nil {
		return err
	}
	var rows int64
	for _, t := range m.Tables {
		rows += t.Rows
	}
	c.say("Wrote %d rows of %d tables to %s.", rows, len(m.Tables), b.To)
	return nil
}

// keepBeside is the secret and a fresh checkpoint of each force.
func keepBeside(ctx context.Context, r *server.Rooms) (backup.Extra, error) {
	extra := backup.Extra{Checkpoints: map[string]string{}}
	if r.Config.Secret != "" {
		extra.Secret = []byte(r.Config.Secret + "\n")
	} else if text, err := os.ReadFile(filepath.Join(r.Config.Data, "secret.key")); err == nil {
		extra.Secret = text
	} else {
		return extra, err
	}
	forces, err := r.Forces(ctx)
	if err != nil {
		return extra, err
	}
	for _, f := range forces {
		p, err := r.Ledger.Checkpoint(ctx, r.Ring, f.ID, f.Origin())
		if err != nil {
			return extra, err
		}
		extra.Checkpoints[f.Short] = p.Note
	}
	return extra, nil
}

type restoreCommand struct {
	place
	From    string `arg:"" help:"The backup." type:"existingfile"`
	Replace bool   `help:"Put it in place of the database in the data folder, which is kept beside it under another name."`
}

// Help is the example.
func (restoreCommand) Help() string {
	return "Stop the program first. Everything is verified before anything is replaced: hashes, schema, ledger and registers." + examples("watchword restore --data /var/lib/watchword --replace /mnt/backup/2026-11-22.zip")
}

// Run verifies the backup, and restores it.
func (b *restoreCommand) Run(c *console) error {
	if b.Data == "" && b.Database == "" {
		return errUsage{errors.New("name where to restore to: a folder with --data, or an empty PostgreSQL database with --database")}
	}
	f, err := os.Open(b.From)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	a, err := backup.Open(f, info.Size())
	if err != nil {
		return err
	}
	c.say("The backup of %s is whole: every hash fits.", a.Manifest.At.Format("2 January 2006, 15:04 UTC"))
	if b.Database != "" {
		return b.intoPostgres(c, a)
	}
	return b.intoFolder(c, a)
}

// intoPostgres restores into an empty database.
func (b *restoreCommand) intoPostgres(c *console, a *backup.Archive) error {
	config := b.config()
	if config.Secret == "" && config.Data == "" {
		return errUsage{errors.New("name a folder for secret.key with --data")}
	}
	if config.Secret == "" {
		if err := putSecret(config.Data, a, b.Replace); err != nil {
			return err
		}
	}
	err := b.load(c, a, config)
	if unverified := new(errUnverified); errors.As(err, unverified) {
		return fmt.Errorf("%w. Its rows are in the database now: empty it before anything else", err)
	}
	return err
}

// intoFolder restores into a folder beside the data, verifies, and then exchanges the two.
func (b *restoreCommand) intoFolder(c *console, a *backup.Archive) error {
	if err := os.MkdirAll(b.Data, 0o700); err != nil {
		return explained(err)
	}
	present := filepath.Join(b.Data, server.DatabaseFile)
	if _, err := os.Stat(present); err == nil && !b.Replace {
		return fmt.Errorf("%s is there already: give --replace to put the backup in its place", present)
	}
	if used, err := inUse(present); err != nil {
		return explained(err)
	} else if used {
		return fmt.Errorf("a program has %s open: stop it first", present)
	}
	lock, err := alone(b.Data)
	if err != nil {
		return explained(err)
	}
	defer lock.Close()
	if err := b.clear(c); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(b.Data, restoring)
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	if err := putSecret(beside, a, true); err != nil {
		return err
	}
	config := b.config()
	config.Data, config.Secret = beside, ""
	if err := b.load(c, a, config); err != nil {
		return err
	}
	if err := b.putAside(c, present, filepath.Join(b.Data, "before-"+filepath.Base(beside))); err != nil {
		return err
	}
	for _, name := range []string{"secret.key", server.DatabaseFile} { // the database last: with it, all is there
		if err := os.Rename(filepath.Join(beside, name), filepath.Join(b.Data, name)); err != nil {
			return err
		}
	}
	c.say("Restored into %s.", b.Data)
	return nil
}

// clear removes what a restore left that was broken off.
func (b *restoreCommand) clear(c *console) error {
	left, err := filepath.Glob(filepath.Join(b.Data, restoring+"*"))
	for _, dir := range left {
		if err := os.RemoveAll(dir); err != nil {
			return explained(err)
		}
		c.say("An earlier restore was broken off. What it left is removed: %s.", dir)
	}
	return err
}

// putAside moves the database, with what a program that was broken off left beside it, and
// the secret into a folder.
func (b *restoreCommand) putAside(c *console, present, aside string) error {
	moved := false
	for _, file := range []string{present, present + "-wal", present + "-shm", filepath.Join(b.Data, "secret.key")} {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.MkdirAll(aside, 0o700); err != nil {
			return err
		}
		if err := os.Rename(file, filepath.Join(aside, filepath.Base(file))); err != nil {
			return err
		}
		moved = true
	}
	if moved {
		c.say("What was there is kept in %s.", aside)
	}
	return nil
}

// errUnverified says that what was restored does not verify.
type errUnverified struct{ error }

// load puts the rows into the database of config and verifies ledger and registers.
func (b *restoreCommand) load(c *console, a *backup.Archive, config server.Config) error {
	where := db.Config{URL: config.Database}
	if where.URL == "" {
		where.File = filepath.Join(config.Data, server.DatabaseFile)
	}
	d, err := db.Open(c.ctx, where)
	if err != nil {
		return explained(err)
	}
	err = a.Restore(c.ctx, d)
	if err = errors.Join(err, d.Close()); err != nil {
		return err
	}
	r, err := server.Open(c.ctx, config)
	if err != nil {
		return err
	}
	defer r.Close()
	return verifyAll(c, r, a.Extra.Checkpoints, "backup")
}

// verifyAll verifies what was put in of every force, each against the checkpoint that came
// along, if one did; what is what it came from.
func verifyAll(c *console, r *server.Rooms, checkpoints map[string]string, what string) error {
	forces, err := r.Forces(c.ctx)
	if err != nil {
		return err
	}
	for _, f := range forces {
		report, err := verify(c, r, f, checkpoints[f.Short])
		if err != nil {
			return err
		}
		if report.Fault != "" {
			return errUnverified{fmt.Errorf("%s: the %s does not verify: %s", f.Name, what, report.Fault)}
		}
		c.say("%s: %d entries and %d rows verified.", f.Name, report.Entries, report.Rows)
	}
	return nil
}

// putSecret writes secret.key, unless another is there that may not be replaced.
func putSecret(dir string, a *backup.Archive, replace bool) error {
	if len(a.Extra.Secret) == 0 {
		return errors.New("the backup holds no secret: set WATCHWORD_SECRET to that of its installation")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return explained(err)
	}
	path := filepath.Join(dir, "secret.key")
	if have, err := os.ReadFile(path); err == nil && !replace && !bytes.Equal(have, a.Extra.Secret) {
		return fmt.Errorf("%s is there already: give --replace to put that of the backup in its place", path)
	}
	return os.WriteFile(path, a.Extra.Secret, 0o600)
}
