package main

import (
	"database/sql"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// tamper runs SQL on a database behind the program's back: tamper FILE TEXT, or the
// address of a PostgreSQL in place of the file.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: tamper FILE TEXT")
	}
	driver, place := "sqlite", args[0]
	if strings.HasPrefix(place, "postgres") {
		driver = "pgx"
	} else {
		place = ts.MkAbs(place)
	}
	d, err := sql.Open(driver, place)
	ts.Check(err)
	defer d.Close()
	_, err = d.Exec(args[1])
	ts.Check(err)
}
