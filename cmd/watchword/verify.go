package main

import (
	"fmt"
	"os"

	"watchword/internal/area"
	"watchword/internal/ledger"
	"watchword/internal/server"
)

type verifyCommand struct {
	place
	ofForce
	Against string `help:"A checkpoint kept elsewhere: finds a ledger that was cut short or put back." placeholder:"FILE" type:"existingfile"`
}

// Help is the example.
func (verifyCommand) Help() string {
	return "Checks every hash, every checkpoint, every row of every register against its last state in the ledger, and what is kept beside the registers: files, signed texts, numbers, keys and what marks each card. " +
		"What lists are read from only follows from the registers: watchword doctor holds that to them." + examples(
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
	c.say("Lists, counts and the public register are read from what follows from all this: watchword doctor holds that to it.")
	return nil
}

func verify(c *console, r *server.Rooms, f area.Force, against string) (ledger.Report, error) {
	report, err := r.Verify(c.ctx, f, against)
	if err != nil {
		return report, fmt.Errorf("%s cannot be verified: %w", f.Name, err)
	}
	return report, nil
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
