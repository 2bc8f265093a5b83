package main

import (
	"fmt"
	"os"
	"strings"

	"watchword/internal/desk/disclose"
)

type proofCommand struct {
	File string `arg:"" help:"The proof file." type:"existingfile"`
	Key  string `help:"A key of the ledger's checkpoints, as the force publishes it." placeholder:"KEY" required:""`
	Own  string `help:"An opening, a colon and an AP number: prints the identifier that they make." placeholder:"OPENING:NUMBER"`
}

// Help is the example.
func (proofCommand) Help() string {
	return "Needs no data of the force: the file and the key from its page of grants and withdrawals are enough." + examples(
		"watchword proof entry-1.tlog-proof --key watchword/eastmarch/ledger+169cbf82+ARfQ4vN4KNUcjoVH5o2ao7AaQxSzX8Os42iypVfWhtKt")
}

// Run checks the proof, and says what it proves.
func (p *proofCommand) Run(c *console) error {
	file, err := os.ReadFile(p.File)
	if err != nil {
		return err
	}
	found, leaf, err := disclose.Check(file, p.Key)
	if err != nil {
		c.say("It does not fit: %s.", err)
		return errWrong
	}
	entry, _, _ := strings.Cut(strings.TrimPrefix(string(leaf), "watchword/entry/v1\n"), "\n")
	c.say("The entry %s stands in the ledger %s, under a checkpoint over %d entries that this key signed.", entry, found.Origin, found.Size)
	if opening, number, ok := strings.Cut(p.Own, ":"); ok {
		_, err = fmt.Fprintln(c.out, "That opening and number make the identifier "+disclose.Blind(opening, number)+".")
	}
	return err
}
