package main

import (
	"database/sql"

	"github.com/rogpeppe/go-internal/testscript"
)

// tamper runs SQL on a database file behind the program's back: tamper FILE TEXT.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: tamper FILE TEXT")
	}
	d, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer d.Close()
	_, err = d.Exec(args[1])
	ts.Check(err)
}
