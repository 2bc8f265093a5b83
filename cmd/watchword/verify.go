package main

import (
	"fmt"
	"os"

	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/ledger"
	"watchword/internal/server"
	"watchword/internal/sign"
)

type verifyCommand struct {
	place
	ofForce
	Against string `help:"A checkpoint kept elsewhere: finds a ledger that was cut short or put back." placeholder:"FILE" type:"existingfile"`
}

// Help is the example.
func (verifyCommand) Help() string {
	return "Checks every hash, every checkpoint, and every row of every register against its last state in the ledger." + examples(
		"watchword verify --data /var/lib/watchword",
		"watchword verify --data /var/lib/watchword --against /mnt/elsewhere/checkpoint")
}

// Run checks the force's ledger, and every force's if there are several and none is named.
func (v *verifyCommand) Run(c *console) error {
	r, err := v.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	forces, err := r.Forces(c.ctx)
	if err != nil {
		return err
	}
	if v.Force != "" || v.Against != "" || len(forces) == 0 {
		f, err := v.choose(c, r)
		if err != nil {
			return err
		}
		forces = []area.Force{f}
	}
	var against []byte
	if v.Against != "" {
		if against, err = os.ReadFile(v.Against); err != nil {
			return err
		}
	}
	wrong := false
	for _, f := range forces {
		report, err := verify(c, r, f, string(against))
		if err != nil {
			return err
		}
		c.say("%s: %d entries (%d with their words erased), %d checkpoints, %d rows checked.", f.Name, report.Entries, report.Erased, report.Checkpoints, report.Rows)
		if report.Fault != "" {
			c.say("Found wrong: %s.", report.Fault)
			wrong = true
		}
	}
	if wrong {
		return errWrong
	}
	c.say("Everything fits.")
	return nil
}

func verify(c *console, r *server.Rooms, f area.Force, against string) (ledger.Report, error) {
	keys, err := db.Find(c.ctx, r.DB, func(tx *db.Tx) (sign.Keys, error) { return r.Ring.Public(tx, f.ID) })
	if err != nil {
		return ledger.Report{}, fmt.Errorf("the keys cannot be read: %w", err)
	}
	return r.Ledger.Verify(c.ctx, f.ID, ledger.Check{Keys: keys, Origin: f.Origin(), Against: against, Tables: r.Registers()})
}

type checkpointCommand struct {
	place
	ofForce
}

// Help is the example.
func (checkpointCommand) Help() string {
	return "Keep what it prints where whoever runs this machine cannot change it." + examples("watchword checkpoint --data /var/lib/watchword > /mnt/elsewhere/checkpoint")
}

// Run signs the tree as it stands and prints the note.
func (v *checkpointCommand) Run(c *console) error {
	r, err := v.open(c)
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := v.choose(c, r)
	if err != nil {
		return err
	}
	p, err := r.Ledger.Checkpoint(c.ctx, r.Ring, f.ID, f.Origin())
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(c.out, p.Note)
	return err
}
