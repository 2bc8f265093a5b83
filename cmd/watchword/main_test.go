package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"watchword/internal/db/dbtest"
	"watchword/internal/server"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"watchword": main})
}

// TestCommands runs the scripts of testdata/script, with the word exits beside those of
// testscript: exits CODE COMMAND… runs the command and wants that exit code, waits FILE
// waits until the file is there.
func TestCommands(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "tamper": tamper, "waits": waits},
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

// TestCommandsOnBothDatabases runs the scripts of testdata/both on a SQLite file and on
// PostgreSQL: the environment names the data, and PLACE says where it can be tampered with.
func TestCommandsOnBothDatabases(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgres": dbtest.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testscript.Run(t, testscript.Params{
				Dir:  "testdata/both",
				Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "tamper": tamper},
				Setup: func(e *testscript.Env) error {
					data, url := filepath.Join(e.WorkDir, "data"), database(t)
					e.Setenv("WATCHWORD_DATA", data)
					e.Setenv("PLACE", cmp.Or(url, filepath.Join(data, server.DatabaseFile)))
					if url != "" {
						e.Setenv("WATCHWORD_DATABASE", url)
						return os.Mkdir(data, 0o700) // for secret.key
					}
					return nil
				},
			})
		})
	}
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

func waits(ts *testscript.TestScript, _ bool, args []string) {
	for range 500 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s is not there", args[0])
}

type coded int

func (coded) Error() string { return "attempt to do something" }
func (c coded) Code() int   { return int(c) }

func TestWhatCannotBeOpenedIsToldWithItsMend(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"a folder that may not be written", fmt.Errorf("SQLite file x: %w", coded(1544)), "SQLite file x: attempt to do something. To mend it: run it as the user that the program runs as"},
		{"a file that cannot be opened", coded(14), "run it as the user"},
		{"a folder of another user", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "run it as the user"},
		{"a damaged file", coded(11), "watchword restore --replace"},
		{"a full disk", coded(13), "free some space"},
		{"a file held by another", coded(5), "another program holds the file"},
		{"anything else is as it is", errors.New("the moon is full"), "the moon is full"},
	} {
		if got := explained(tt.err).Error(); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s", tt.name, got)
		}
	}
	if explained(nil) != nil {
		t.Error("no error is explained")
	}
}
