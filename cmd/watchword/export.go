package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"watchword/internal/backup/export"
	"watchword/internal/db"
	"watchword/internal/keyring"
	"watchword/internal/ledger"
	"watchword/internal/server"
)

type exportCommand struct {
	place
	Why string `required:"" help:"The reason. It is kept in the ledger of each force." placeholder:"REASON"`
	To  string `arg:"" help:"Folder to write; it must not exist yet, or be empty." type:"path"`
}

// Help is the example.
func (exportCommand) Help() string {
	return "CSV files of every register as it is known today and of every table with its past, uploads as files, and a manifest with the hash of each. The program may run meanwhile. " +
		"Personal data lies open in it: keep it as safe as the database. What people sign in with and secret.key are not in it." + examples(
		"watchword export --data /var/lib/watchword --why 'Handed to the new supplier' /mnt/export/2026-12-01")
}

// Run writes the export, and then the entries that tell of it: they are not in it.
func (x *exportCommand) Run(c *console) error {
	r, err := x.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	forces, err := r.Forces(c.ctx)
	if err != nil {
		return err
	}
	m, err := export.Write(c.ctx, r.DB, x.To)
	if err != nil {
		return err
	}
	var rows int64
	for _, t := range m.Tables {
		rows += t.Rows
	}
	for _, f := range forces {
		_, err := r.Ledger.Do(c.ctx, server.Operator(f.ID), "export.write", []ledger.Subject{ledger.About("force", f.ID)}, func(_ *db.Tx, e *ledger.Draft) error {
			e.Say(fmt.Sprintf("Everything was written into a folder at the machine: %d rows of %d tables", rows, len(m.Tables)), x.Why)
			return nil
		})
		if err != nil {
			return err
		}
	}
	c.say("Wrote %d rows of %d tables and %d files to %s.", rows, len(m.Tables), len(m.Files)+1, x.To)
	return nil
}

type importExport struct {
	place
	SecretFile string `help:"The file secret.key of the installation that was exported. Not needed if --secret or the data folder has it." placeholder:"FILE" type:"path"`
	From       string `arg:"" help:"Folder that holds the export." type:"existingdir"`
}

// Help is the example.
func (importExport) Help() string {
	return "Into a folder without a database, or an empty PostgreSQL database. Every hash is checked first, and ledger and registers after. People then sign in by new links: watchword user link." + examples(
		"watchword import export --data /mnt/new --secret-file /var/lib/watchword/secret.key /mnt/export/2026-11-22")
}

// Run imports an export, and verifies what it made.
func (i *importExport) Run(c *console) error {
	if err := i.named(); err != nil {
		return err
	}
	f, err := export.Open(i.From)
	if err != nil {
		return err
	}
	c.say("The export is whole: every hash fits.")
	if err := i.putSecret(); err != nil {
		return err
	}
	config := i.config()
	if err := loadExport(c, f, config); err != nil {
		return err
	}
	r, err := server.Open(c.ctx, config)
	if err != nil {
		return explained(err)
	}
	defer r.Close()
	err = verifyAll(c, r, nil, "export")
	if unverified := new(errUnverified); errors.As(err, unverified) {
		return fmt.Errorf("%w. Its rows are in the database now: remove it before anything else", err)
	}
	return err
}

// loadExport puts the rows into the database of config.
func loadExport(c *console, f *export.Folder, config server.Config) error {
	where := db.Config{URL: config.Database}
	if where.URL == "" {
		where.File = filepath.Join(config.Data, server.DatabaseFile)
	}
	d, err := db.Open(c.ctx, where)
	if err != nil {
		return explained(err)
	}
	return errors.Join(f.Load(c.ctx, d), d.Close())
}

// putSecret writes secret.key into the data folder, unless it is given otherwise.
func (i *importExport) putSecret() error {
	if i.Data != "" {
		if err := os.MkdirAll(i.Data, 0o700); err != nil {
			return explained(err)
		}
	}
	if i.Secret != "" {
		return nil
	}
	if i.Data == "" {
		return errUsage{errors.New("name a folder for secret.key with --data")}
	}
	path := filepath.Join(i.Data, "secret.key")
	have, err := os.ReadFile(path)
	if i.SecretFile == "" {
		if err != nil {
			return errUsage{errors.New("an export holds no secret: name the secret.key of the installation it came from with --secret-file")}
		}
		return nil
	}
	text, readErr := os.ReadFile(i.SecretFile)
	if readErr != nil {
		return readErr
	}
	if _, err := keyring.ParseSecret(strings.TrimSpace(string(text))); err != nil {
		return errUsage{fmt.Errorf("%s: %w", i.SecretFile, err)}
	}
	if err == nil && string(have) != string(text) {
		return fmt.Errorf("%s is there already and is another: import into a new folder", path)
	}
	return os.WriteFile(path, text, 0o600)
}
