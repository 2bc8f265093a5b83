package main

import (
	"errors"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"watchword/internal/db/dbtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"watchword": main})
}

// TestCommands runs the scripts of testdata/script, with the word exits beside those of
// testscript: exits CODE COMMAND… runs the command and wants that exit code.
func TestCommands(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "tamper": tamper},
	})
}

// TestCommandsOnPostgres moves a force from a SQLite file to PostgreSQL and back, by
// backup and restore.
func TestCommandsOnPostgres(t *testing.T) {
	t.Parallel()
	first, second := dbtest.PostgresURL(t), dbtest.PostgresURL(t)
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/postgres",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(e *testscript.Env) error {
			e.Setenv("FIRST", first)
			e.Setenv("SECOND", second)
			return nil
		},
	})
}

func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits CODE ARGUMENT…")
	}
	got := 0
	var ended *exec.ExitError
	switch err := ts.Exec("watchword", args[1:]...); {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("it ends with %d, want %s", got, args[0])
	}
}
