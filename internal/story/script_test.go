package story_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// TestStories runs the scripts of testdata on the real program, over HTTP, with a SQLite
// file. Those that start on a day go by a clock moved by hand; those that start now go by
// the machine's, as the commands do that they run. The words of the scripts:
//
//	start DAY|now            serve Eastmarch Constabulary from 09:00 of that day, or now: settings, the districts $ALDERMERE and $QUAYMOUTH, an account for each role of the office
//	restart                  stop the program and start it again on the same data
//	at DAY HH:MM             move the clock to that minute, local time
//	advance DURATION         move the clock on
//	day NAME N               keep the day N days from today as $NAME
//	account NAME ROLE [org=ORG] [person=PERSON]   add an account of an employer or of an accredited person
//	as NAME | nobody         act as that account (office roles bear the name of the role), signed in anew if need be
//	[!] get PATH             open a page or an operation; with !, it must be refused
//	[!] post PATH name=value… | @FILE   send a form, or JSON to an operation; name:=value is JSON; @FILE is a file of the script, its $NAMES replaced
//	[!] put PATH …           the same with PUT
//	[!] upload PATH FIELD=FILE name=value…   send a form with a file; to an operation, the file alone: upload PATH FILE
//	status N                 the last answer had that status
//	[!] says TEXT            the last answer says that, tags apart
//	has FIELD VALUE          a field of the last answer's JSON is that: items.0.state in-force; items.len is how many there are
//	keep NAME location|FIELD keep where the last answer led to, or a field of its JSON, as $NAME
//	keep NAME match REGEXP   keep what the first group of the expression finds in what the last answer says
//	scan NAME                read the square codes in the PDF of the last answer, say how many on stdout, and keep the path of the first one's address as $NAME
//	forge NAME OTHER         keep $OTHER, an address in a card's code, with one digit changed, as $NAME
//	[!] watchword COMMAND…   run a command of the program on the same data; what it says is on stdout; with !, it must end with 1
//	tamper FILE              run SQL on the database behind the program's back; $NAMES in it are replaced
//
// Four more put into the registers what a story needs: see scheme_test.go and crew_test.go; four are those of a
// vetting form: see vetting_test.go; two those of an application: see apply_test.go.
func TestStories(t *testing.T) {
	t.Parallel()
	stories(t, func(testing.TB) string { return "" })
}

// TestStoriesOnPostgres tells the same stories on PostgreSQL.
func TestStoriesOnPostgres(t *testing.T) {
	t.Parallel()
	stories(t, dbtest.PostgresURL)
}

func stories(t *testing.T, database func(testing.TB) string) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": word((*story).start), "restart": word((*story).restart), "at": word((*story).at), "advance": word((*story).advance), "day": word((*story).day),
			"account": word((*story).account), "as": word((*story).as),
			"get": word((*story).get), "post": word((*story).post), "put": word((*story).put), "upload": word((*story).upload),
			"status": word((*story).status), "says": word((*story).says), "has": word((*story).has), "keep": word((*story).keep),
			"employer": word((*story).employer), "warden": word((*story).warden), "card": word((*story).card),
			"crew":  word((*story).crew),
			"opens": word((*story).opens), "fills": word((*story).fills), "answers": word((*story).answers), "checks": word((*story).checks),
			"applies": word((*story).applies), "finds": word((*story).finds),
			"scan": word((*story).scan), "forge": word((*story).forge), "watchword": word((*story).watchword), "tamper": word((*story).tamper),
		},
		Setup: func(e *testscript.Env) error {
			s := &story{database: database(e.T().(testing.TB))}
			e.Values["story"] = s
			e.Vars = append(e.Vars, "TMPDIR="+e.WorkDir)
			e.Defer(func() {
				if s.house != nil {
					s.house.stop() // the story is over; what it was to hold, it held before
				}
			})
			return nil
		},
	})
}

// story is a script under way.
type story struct {
	visitor
	ts       *testscript.TestScript
	house    *house
	database string // of PostgreSQL; empty: a SQLite file
	people   map[string]*visitor
	browser  string // whose own, where nobody is signed in
}

func word(f func(*story, bool, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		s := ts.Value("story").(*story)
		s.ts = ts
		f(s, neg, args)
	}
}

func (s *story) need(args []string, n int, usage string) {
	if len(args) < n {
		s.ts.Fatalf("usage: %s", usage)
	}
}

func (s *story) check(err error) {
	if err != nil {
		s.ts.Fatalf("%v", err)
	}
}

func (s *story) start(_ bool, args []string) {
	s.need(args, 1, "start DAY|now")
	var by clock.Clock = clock.Wall{}
	if args[0] != "now" {
		day, err := clock.ParseDay(args[0])
		s.check(err)
		by = clock.At(clock.OnClock(day, 9, 0))
	}
	dir := s.ts.MkAbs("data")
	s.check(os.MkdirAll(dir, 0o700))
	var err error
	s.house, err = open(context.Background(), dir, s.database, by)
	s.check(err)
	for name, which := range s.house.areas {
		s.ts.Setenv(strings.ToUpper(name), string(which))
	}
	s.forget()
}

// forget signs everybody out: the clock was moved, or the program started anew.
func (s *story) forget() {
	s.people = map[string]*visitor{}
	s.visitor = *newVisitor(s.house.URL())
}

func (s *story) restart(bool, []string) {
	s.check(s.house.stop())
	s.check(s.house.run(context.Background()))
	s.forget()
}

// hand is the clock that the story moves.
func (s *story) hand() *clock.Hand {
	h, ok := s.house.clock.(*clock.Hand)
	if !ok {
		s.ts.Fatalf("a story that starts now goes by the machine's clock")
	}
	return h
}

func (s *story) at(_ bool, args []string) {
	s.need(args, 2, "at DAY HH:MM")
	day, err := clock.ParseDay(args[0])
	s.check(err)
	t, err := time.Parse("15:04", args[1])
	s.check(err)
	s.sign()
	s.hand().Set(clock.OnClock(day, t.Hour(), t.Minute()))
	s.people = map[string]*visitor{}
}

// sign signs what was written before the clock is moved, as the program does every minute.
// A story that verifies lies in the past: a checkpoint of a day to come is no true one.
func (s *story) sign() { s.house.Tick(context.Background()) }

func (s *story) advance(_ bool, args []string) {
	s.need(args, 1, "advance DURATION")
	d, err := time.ParseDuration(args[0])
	s.check(err)
	s.sign()
	s.hand().Advance(d)
	if d >= time.Hour {
		s.people = map[string]*visitor{}
	}
}

func (s *story) day(_ bool, args []string) {
	s.need(args, 2, "day NAME N")
	var n int
	_, err := fmt.Sscan(args[1], &n)
	s.check(err)
	s.ts.Setenv(args[0], clock.DayOf(s.house.clock.Now()).AddDays(n).String())
}

func (s *story) account(_ bool, args []string) {
	s.need(args, 2, "account NAME ROLE [org=ORG] [person=PERSON]")
	p := account.Post{Role: authz.Role(args[1])}
	for _, a := range args[2:] {
		switch what, which, _ := strings.Cut(a, "="); what {
		case "org":
			p.Org = id.Org(which)
		case "person":
			p.Person = id.Person(which)
		}
	}
	s.check(s.house.account(context.Background(), args[0], p))
}

func (s *story) as(_ bool, args []string) {
	s.need(args, 1, "as NAME")
	known, ok := s.people[args[0]]
	if !ok {
		known = newVisitor(s.house.URL())
		if args[0] != "nobody" {
			s.check(known.signIn(args[0] + "@example.org"))
		}
		s.people[args[0]] = known
	}
	s.visitor = *known
}

// watchword runs the program's own command on the story's data.
func (s *story) watchword(neg bool, args []string) {
	s.need(args, 1, "watchword COMMAND…")
	n := 1
	if args[0] == "import" || args[0] == "user" || args[0] == "token" {
		n = 2
	}
	path, err := binary()
	s.check(err)
	c := exec.Command(path, append(append(append([]string{}, args[:n]...), s.house.data()...), args[n:]...)...)
	c.Dir = s.ts.MkAbs(".")
	out, err := c.CombinedOutput()
	fmt.Fprint(s.ts.Stdout(), string(out))
	var ended *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &ended):
		s.check(err)
	case neg && (ended == nil || ended.ExitCode() != 1), !neg && ended != nil:
		s.ts.Fatalf("watchword %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// tamper runs SQL on the database, as somebody could who has the file or the password.
func (s *story) tamper(_ bool, args []string) {
	s.need(args, 1, "tamper FILE")
	text := os.Expand(s.ts.ReadFile(args[0]), s.ts.Getenv)
	driver, where := "pgx", s.database
	if where == "" {
		driver, where = "sqlite", s.ts.MkAbs("data/watchword.sqlite")
	}
	d, err := sql.Open(driver, where)
	s.check(err)
	defer d.Close()
	r, err := d.Exec(text)
	s.check(err)
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		s.ts.Fatalf("no row was changed by %s: %v", text, err)
	}
}
