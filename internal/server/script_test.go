package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/ledger"
	"watchword/internal/server"
)

// TestStories runs the scripts of testdata/script against the real program, over HTTP, on
// a clock moved by hand. The words of the scripts are the methods of story:
//
//	start                     start the program on a fresh file, with a force and an account for every role
//	restart                   stop it and start it again on the same data
//	as ROLE | nobody          act as the account of that role, which is signed in if need be; or as nobody
//	token                     make an API token of the account and keep it as $TOKEN
//	as token SECRET           act as another program with that token
//	[!] get PATH              open a page or an operation; with !, it must be refused
//	[!] post PATH name=value… send a form, or JSON to an operation
//	header NAME VALUE         send this header with the next request
//	status N                  the last answer had that status
//	[!] says TEXT             the last answer says that, tags apart
//	keep NAME location        keep where the last answer led to, as $NAME
//	keep NAME FIELD           keep a field of the last answer's JSON
//	keep NAME link            keep the one-time link that the last page shows
//	advance DURATION          move the clock
//	audit N                   print the last N entries of the ledger: role, act, outcome
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
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start": word((*story).startWord), "restart": word((*story).restart), "as": word((*story).as), "token": word((*story).token),
			"get": word((*story).get), "post": word((*story).post), "header": word((*story).header), "status": word((*story).status),
			"says": word((*story).says), "keep": word((*story).keep), "advance": word((*story).advance), "audit": word((*story).audit),
		},
		Setup: func(e *testscript.Env) error {
			e.Values["story"] = &story{people: map[string]*http.Client{}, database: database(e.T().(testing.TB))}
			e.Vars = append(e.Vars, "TMPDIR="+e.WorkDir)
			return nil
		},
	})
}

// story is a script under way.
type story struct {
	ts       *testscript.TestScript
	house    *house
	dir      string
	database string // of PostgreSQL; empty: a SQLite file in dir
	stop     func()
	client   *http.Client
	people   map[string]*http.Client
	bearer   string
	extra    http.Header

	answer *http.Response
	body   string
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

// shout lets the helpers of tests be used from a script.
type shout struct {
	testing.TB
	ts *testscript.TestScript
}

// Helper implements testing.TB.
func (shout) Helper() {}

// Fatal implements testing.TB.
func (x shout) Fatal(args ...any) { x.ts.Fatalf("%s", fmt.Sprint(args...)) }

// Error implements testing.TB.
func (x shout) Error(args ...any) { x.ts.Fatalf("%s", fmt.Sprint(args...)) }

// Context implements testing.TB.
func (shout) Context() context.Context { return context.Background() }

func (s *story) t() testing.TB { return shout{ts: s.ts} }

func (s *story) startWord(_ bool, _ []string) {
	s.dir = s.ts.MkAbs("data")
	s.check(os.MkdirAll(s.dir, 0o700))
	s.house = &house{clock: clock.At(morning)}
	s.run()
	s.house.forms = s.house.addForce(s.t(), "Eastmarch Constabulary", "eastmarch", "")
	at, _ := s.house.scheme(s.t())
	s.house.clock.Set(morning)
	for _, r := range authz.Roles {
		s.house.account(s.t(), s.house.forms, string(r)+"@example.org", r.Title(), post(r, at))
	}
	s.ts.Defer(func() { s.stop() })
	s.as(false, []string{"nobody"})
}

// run serves until stop is called.
func (s *story) run() {
	s.house.start(s.t(), server.Config{Data: s.dir, Database: s.database})
	h := s.house.Server
	s.stop = s.serve(h)
}

func (s *story) restart(_ bool, _ []string) {
	s.stop()
	s.run()
	s.ts.Defer(func() { s.stop() })
}

func (s *story) as(_ bool, args []string) {
	s.need(args, 1, "as ROLE")
	s.bearer = ""
	if args[0] == "token" {
		s.need(args, 2, "as token SECRET")
		s.bearer, s.client = args[1], s.fresh()
		return
	}
	known, ok := s.people[args[0]]
	if !ok {
		known = s.fresh()
		s.people[args[0]] = known
	}
	s.client = known
	if args[0] == "nobody" || ok {
		return
	}
	if !authz.Role(args[0]).Known() {
		s.ts.Fatalf("there is no role %s", args[0])
	}
	s.post(false, []string{"/sign-in", "email=" + args[0] + "@example.org", "passphrase=" + passphrase})
}

func (s *story) fresh() *http.Client {
	jar, err := cookiejar.New(nil)
	s.check(err)
	return &http.Client{Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (s *story) token(_ bool, _ []string) {
	s.post(false, []string{"/api/v1/account/tokens", "name=A story", "days:=7"})
	s.keep(false, []string{"TOKEN", "secret"})
}

func (s *story) header(_ bool, args []string) {
	s.need(args, 2, "header NAME VALUE")
	if s.extra == nil {
		s.extra = http.Header{}
	}
	s.extra.Set(args[0], args[1])
}

func (s *story) get(neg bool, args []string) {
	s.need(args, 1, "get PATH")
	s.send(neg, http.MethodGet, args[0], "", nil)
}

// post sends name=value pairs: as a form, or to an operation as JSON, where name:=value
// is a number or other JSON.
func (s *story) post(neg bool, args []string) {
	s.need(args, 1, "post PATH [name=value]…")
	if !strings.HasPrefix(args[0], "/api/") {
		form := url.Values{}
		for _, a := range args[1:] {
			name, value, _ := strings.Cut(a, "=")
			form.Add(name, value)
		}
		s.send(neg, http.MethodPost, args[0], "application/x-www-form-urlencoded", []byte(form.Encode()))
		return
	}
	values := map[string]any{}
	for _, a := range args[1:] {
		name, value, _ := strings.Cut(a, "=")
		if raw, ok := strings.CutSuffix(name, ":"); ok {
			values[raw] = json.RawMessage(value)
		} else {
			values[name] = value
		}
	}
	body, err := json.Marshal(values)
	s.check(err)
	s.send(neg, http.MethodPost, args[0], "application/json", body)
}

func (s *story) send(neg bool, method, path, kind string, body []byte) {
	if s.house == nil {
		s.ts.Fatalf("start first")
	}
	r, err := http.NewRequest(method, s.house.URL()+path, bytes.NewReader(body))
	s.check(err)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if s.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+s.bearer)
	}
	for name, values := range s.extra {
		r.Header[name] = values
	}
	s.extra = nil
	s.answer, err = s.client.Do(r)
	s.check(err)
	defer s.answer.Body.Close()
	text, err := io.ReadAll(s.answer.Body)
	s.check(err)
	s.body = string(text)
	fmt.Fprintf(s.ts.Stdout(), "%d\n%s\n", s.answer.StatusCode, plain(s.body))
	refused := s.answer.StatusCode >= 400 || s.answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(s.answer.Header.Get("Location"), "/sign-in?back")
	switch {
	case neg && !refused:
		s.ts.Fatalf("%s %s was not refused: %d", method, path, s.answer.StatusCode)
	case !neg && refused:
		s.ts.Fatalf("%s %s was refused: %d\n%s", method, path, s.answer.StatusCode, plain(s.body))
	}
}

var (
	tags  = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)
	space = regexp.MustCompile(`\s+`)
)

// plain is what a page says, in one line, tags apart.
func plain(page string) string {
	return strings.TrimSpace(space.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(page, " ")), " "))
}

func (s *story) status(_ bool, args []string) {
	s.need(args, 1, "status N")
	if got := strconv.Itoa(s.answer.StatusCode); got != args[0] {
		s.ts.Fatalf("the status is %s, want %s\n%s", got, args[0], plain(s.body))
	}
}

func (s *story) says(neg bool, args []string) {
	s.need(args, 1, "says TEXT")
	want := space.ReplaceAllString(strings.Join(args, " "), " ")
	if strings.Contains(plain(s.body), want) == neg {
		s.ts.Fatalf("says %q: %v\n%s", want, !neg, plain(s.body))
	}
}

var oneTime = regexp.MustCompile(`/invitation/[a-z0-9_.]+`)

func (s *story) keep(_ bool, args []string) {
	s.need(args, 2, "keep NAME location|link|FIELD")
	var value string
	switch args[1] {
	case "location":
		value, _, _ = strings.Cut(s.answer.Header.Get("Location"), "?")
	case "link":
		value = oneTime.FindString(s.body)
	default:
		var doc map[string]any
		s.check(json.Unmarshal([]byte(s.body), &doc))
		value, _ = doc[args[1]].(string)
	}
	if value == "" {
		s.ts.Fatalf("there is no %s to keep\n%s", args[1], plain(s.body))
	}
	s.ts.Setenv(args[0], value)
}

func (s *story) advance(_ bool, args []string) {
	s.need(args, 1, "advance DURATION")
	d, err := time.ParseDuration(args[0])
	s.check(err)
	s.house.clock.Advance(d)
}

func (s *story) audit(_ bool, args []string) {
	s.need(args, 1, "audit N")
	n, err := strconv.Atoi(args[0])
	s.check(err)
	_, err = s.house.Ledger.Sequence(s.t().Context())
	s.check(err)
	entries, err := db.Find(s.t().Context(), s.house.DB, func(tx *db.Tx) ([]ledger.Entry, error) {
		return s.house.Ledger.List(tx, s.house.forms.ID, ledger.Query{Limit: n})
	})
	s.check(err)
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		who := string(e.Role)
		if e.Actor == "" && who == "" {
			who = "nobody"
		} else if who == "" {
			who = "holder"
		}
		fmt.Fprintf(s.ts.Stdout(), "%s %s %s\n", who, e.Act, e.Outcome)
	}
}

// serve runs the program until the function it returns is called.
func (s *story) serve(h *server.Server) func() {
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- h.Run(ctx) }()
	var once sync.Once
	return func() {
		once.Do(func() {
			cancel()
			if err := errors.Join(<-ran, h.Close()); err != nil {
				s.ts.Logf("the program ended: %v", err)
			}
		})
	}
}
