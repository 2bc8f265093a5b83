package server_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/server"
)

// passphrase is that of every account of these tests.
const passphrase = "four unrelated words"

// morning is when stories begin.
var morning = clock.OnClock(clock.MustDay("2026-11-23"), 9, 0)

// house is the program, running on a clock moved by hand.
type house struct {
	*server.Server
	clock *clock.Hand
	forms area.Force
}

// newHouse starts the program on a fresh SQLite file with one force.
func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{clock: clock.At(morning)}
	h.start(t, server.Config{Data: t.TempDir(), PublicPerMinute: 60000}) // the walk of every door sends hundreds at once
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	h.forms = h.addForce(t, "Eastmarch Constabulary", "eastmarch", "example.com")
	return h
}

func (h *house) start(t testing.TB, c server.Config) {
	t.Helper()
	c.Listen, c.Clock = "127.0.0.1:0", h.clock
	s, err := server.New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	h.Server = s
}

func (h *house) addForce(t testing.TB, name, short, host string) area.Force {
	t.Helper()
	f := area.Force{ID: id.New[id.Force](), Name: name, Short: short, Host: host, Settings: area.Defaults()}
	if err := h.Areas.AddForce(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f
}

// place is whom and what the posts of a role are held for.
type place struct {
	org    id.Org
	person id.Person
	area   id.Area
}

// post is the post that a role is given in these tests.
func post(r authz.Role, at place) account.Post {
	p := account.Post{Role: r}
	if r.OfEmployer() || r == authz.AccreditedPerson {
		p.Org = at.org
	}
	if r == authz.AccreditedPerson {
		p.Person = at.person
	}
	if r.OfAreas() {
		p.Areas = []id.Area{at.area}
	}
	return p
}

// world is the house's own registers, with what fills them.
func (h *house) world() *accredtest.World {
	actor := func(r authz.Role) authz.Actor {
		return authz.Actor{Force: h.forms.ID, Account: id.Account("acc_" + string(r)), Name: r.Title(), Role: r}
	}
	signs := actor(authz.Delegate)
	signs.Name = "C/Insp Daniel Thorne" // who signs by name
	return &accredtest.World{Rooms: h.Rooms.Rooms, Clock: h.clock, Force: h.forms.ID, Manager: actor(authz.SchemeManager), Delegate: signs,
		Vetter: actor(authz.VettingUnit), Trainer: actor(authz.Trainer), Operator: server.Operator(h.forms.ID)}
}

// scheme is a council with an accredited warden, in the house's own registers.
func (h *house) scheme(t testing.TB) (place, id.Accreditation) {
	t.Helper()
	w := h.world()
	_, err := h.Ledger.Do(t.Context(), w.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
		w.City, err = w.Areas.Put(tx, e, "", area.Area{Kind: area.District, Name: "Aldermere"}, e.At)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	council := w.Approved(t, "Ferry Lane Council")
	p, a := w.Accredited(t, council, "Lee Fenn", "csas-name-address-asb")
	return place{council, p, w.City}, a
}

// account adds an account that has taken up its invitation.
func (h *house) account(t testing.TB, f area.Force, email, name string, posts ...account.Post) id.Account {
	t.Helper()
	who := server.Operator(f.ID)
	a, err := h.Accounts.Add(t.Context(), who, account.Account{Email: email, Name: name, Posts: posts})
	if err != nil {
		t.Fatal(err)
	}
	l, err := h.Accounts.MakeLink(t.Context(), who, a)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Accounts.UseLink(t.Context(), l.Secret, passphrase, passphrase); err != nil {
		t.Fatal(err)
	}
	return a
}

// cookie signs in and returns the session's cookie.
func (h *house) cookie(t testing.TB, f area.Force, email string) *http.Cookie {
	t.Helper()
	o, err := h.Accounts.SignIn(t.Context(), account.SignIn{Force: f.ID, Email: email, Passphrase: passphrase, Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	return &http.Cookie{Name: "watchword", Value: o.Cookie}
}

// ask sends a request to the program without a network.
func (h *house) ask(method, path string, form url.Values, c *http.Cookie) *httptest.ResponseRecorder {
	var r *http.Request
	switch {
	case strings.HasPrefix(path, "/api/") && method != http.MethodGet:
		r = httptest.NewRequest(method, path, strings.NewReader("{}"))
		r.Header.Set("Content-Type", "application/json")
	case method == http.MethodPost:
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	default:
		r = httptest.NewRequest(method, path, nil)
	}
	if c != nil {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	return w
}

// trueFile compares a file with what it should say, and writes it where UPDATE is set.
func trueFile(t *testing.T, path string, want []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s does not say what is so (UPDATE=1 writes it anew; read it before committing): %v\n%s", path, err, firstDifference(string(got), string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\nhas:  %s\nwant: %s", i+1, a, b)
		}
	}
	return ""
}

func TestOpenAPIFileIsTrue(t *testing.T) {
	t.Parallel()
	text, err := newHouse(t).API().Document()
	if err != nil {
		t.Fatal(err)
	}
	trueFile(t, "../../docs/openapi.yaml", text)
}

func TestSchemaFileIsTrue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	texts, err := db.Find(t.Context(), h.DB, func(tx *db.Tx) ([]string, error) {
		return db.Strings(tx, `SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'goose~_%' ESCAPE '~' AND tbl_name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY tbl_name, type DESC, name`)
	})
	if err != nil {
		t.Fatal(err)
	}
	all := "-- The whole schema, as the migrations in internal/db/migrations make it on PostgreSQL.\n-- Written by make schema; a test compares the two.\n\n" +
		strings.NewReplacer("INTEGER", "BIGINT", "BLOB", "BYTEA", ") STRICT;", ");\n", ");", ");").Replace(strings.Join(texts, "\n")) + "\n"
	trueFile(t, "../../docs/schema.sql", []byte(all))
}

func TestTheProgramAnswersForItsHealth(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Tick(t.Context())
	for path, says := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/ledger/eastmarch/checkpoint": "watchword/eastmarch/ledger\n1\n"} {
		if w := h.ask("GET", path, nil, nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.RemoteAddr = "127.0.0.1:4000"
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	if !strings.Contains(w.Body.String(), `watchword_ledger_entries{force="eastmarch"} 1`) {
		t.Errorf("metrics: %d", w.Code)
	}
	r.RemoteAddr = "203.0.113.9:4000"
	w = httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusNotFound {
		t.Errorf("metrics to a stranger: %d", w.Code)
	}
}

func TestTilesAreServedToWitnesses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, want := range map[string]int{
		"0/000.p/1": 200, "entries/000.p/1": 200, "0/000": 404, "0/000.p/200": 404, "1/000.p/1": 404, "0/x000/001": 404,
		"0/0": 404, "0/000.p/0": 404, "0/000.p/01": 404, "9/000.p/1": 404, "a/000.p/1": 404, "0/x999/x999/x999/x999/x999/x999/999": 404,
	} {
		if w := h.ask("GET", "/ledger/eastmarch/tile/"+path, nil, nil); w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	if w := h.ask("GET", "/ledger/nowhere/tile/0/000.p/1", nil, nil); w.Code != 404 {
		t.Errorf("a ledger that is not there: %d", w.Code)
	}
}

func TestItStopsGracefully(t *testing.T) {
	t.Parallel()
	h := &house{clock: clock.At(morning)}
	dir := t.TempDir()
	h.start(t, server.Config{Data: dir})
	h.addForce(t, "Eastmarch Constabulary", "eastmarch", "example.com")
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- h.Run(ctx) }()
	if _, err := http.Get(h.URL() + "/healthz"); err != nil {
		t.Fatal(err)
	}
	stop()
	select {
	case err := <-ran:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not stop")
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	h.start(t, server.Config{Data: dir})
	defer h.Close()
	if fs, err := h.Forces(t.Context()); err != nil || len(fs) != 1 {
		t.Errorf("%d forces: %v", len(fs), err)
	}
}

func TestItSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	h := &house{clock: clock.At(morning)}
	dir := t.TempDir()
	h.start(t, server.Config{Data: dir})
	h.addForce(t, "Eastmarch Constabulary", "eastmarch", "example.com")
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir + "/secret.key"); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		c    server.Config
		says string
	}{
		{"no data", server.Config{}, "--data"},
		{"the secret is gone", server.Config{Data: dir}, "secret.key"},
		{"an origin with a path", server.Config{Data: dir, Origin: "https://example.org/csas"}, "without a path"},
		{"no secret beside a database", server.Config{Database: "postgres://nobody@127.0.0.1:1/none"}, "does not answer"},
	} {
		if _, err := server.Open(t.Context(), tt.c); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
