package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
)

type whoKey struct{}

var manager = authz.Actor{Force: "for_a", Account: "acc_1", Role: authz.SchemeManager}

// world is an API with a few operations on a database.
type world struct {
	api   *api.API
	clock *clock.Hand
	done  atomic.Int64 // how often the write was carried out
	enter chan struct{}
	leave chan struct{}
	log   bytes.Buffer
}

type thing struct {
	Name string   `json:"name" maxLength:"20"`
	Tags []string `json:"tags,omitempty"`
}

func newWorld(d *db.DB, c api.Config) *world {
	w := &world{clock: clock.At(clock.MustDay("2026-11-22").Start()), enter: make(chan struct{}), leave: make(chan struct{})}
	c.DB, c.Clock, c.Log = d, w.clock, slog.New(slog.NewTextHandler(&w.log, nil))
	c.Who = func(ctx context.Context) authz.Actor { a, _ := ctx.Value(whoKey{}).(authz.Actor); return a }
	c.Reference = func(*http.Request) string { return "ABCD-2345" }
	w.api = api.New(c)
	api.Get(w.api, "/things/{id}", "thing", "A thing", authz.ManageAccounts, func(_ context.Context, in *struct {
		ID string `path:"id"`
		api.Unless
	}) (*api.Body[thing], error) {
		tag := api.Tag(in.ID)
		return &api.Body[thing]{ETag: tag, Body: thing{Name: in.ID}}, in.Same(tag)
	})
	api.Post(w.api, "/things", "thing-add", "Add a thing", authz.ManageAccounts, func(ctx context.Context, in *struct {
		api.If
		Body thing
	}) (*api.Body[thing], error) {
		n := w.done.Add(1)
		switch in.Body.Name {
		case "written, then broken":
			if err := d.Write(ctx, func(*db.Tx) error { return nil }); err != nil {
				return nil, err
			}
			return nil, errors.New("the answer cannot be made")
		case "overtaken":
			if n == 1 {
				w.enter <- struct{}{}
				<-w.leave
			}
			if err := d.Write(ctx, func(*db.Tx) error { return nil }); err != nil {
				return nil, err
			}
		case "slow":
			w.enter <- struct{}{}
			<-w.leave
		case "refused":
			return nil, fault.Because("The law says no.", fault.Reason{Code: "x.y", Message: "No power.", Source: "s41"})
		case "broken":
			return nil, errors.New("disk on fire at 10.0.0.7")
		case "panic":
			panic("oh dear")
		case "long":
			return api.Of(thing{Name: strings.Repeat("x", 2<<20)}), nil
		}
		return api.Of(thing{Name: fmt.Sprint(in.Body.Name, " ", n)}), in.Holds(`"now"`)
	})
	api.Get(w.api, "/public", "public", "For anyone", api.Anyone, func(context.Context, *struct{}) (*api.Body[api.Page[thing]], error) {
		return api.PageOf([]int{1, 2, 3}, 2, func(n int) thing { return thing{Name: fmt.Sprint(n)} }, func(n int) []string { return []string{fmt.Sprint(n)} }), nil
	})
	return w
}

func (w *world) do(who authz.Actor, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	out := httptest.NewRecorder()
	w.api.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), whoKey{}, who)))
	return out
}

func problem(t *testing.T, w *httptest.ResponseRecorder) api.Problem {
	t.Helper()
	var p api.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" || p.Status != w.Code || p.Title == "" {
		t.Errorf("no problem document: %d %s %s", w.Code, w.Header().Get("Content-Type"), w.Body)
	}
	return p
}

func TestErrorsAreProblemDocuments(t *testing.T) {
	t.Parallel()
	w := newWorld(dbtest.SQLite(t), api.Config{})
	for _, tt := range []struct {
		name               string
		who                authz.Actor
		method, path, body string
		status             int
		says               string
	}{
		{"nobody is signed in", authz.Actor{}, "GET", "/things/a", "", 401, "Send a token"},
		{"not permitted", authz.Actor{Force: "for_a", Account: "acc_2", Role: authz.Trainer}, "GET", "/things/a", "", 403, "You may not manage accounts"},
		{"no such operation", manager, "GET", "/nothing", "", 404, "openapi.yaml"},
		{"an unknown query parameter", manager, "GET", "/things/a?colour=red", "", 422, "colour"},
		{"a field of another type", manager, "POST", "/things", `{"name": 7}`, 422, `"field":"name"`},
		{"a field that is not known", manager, "POST", "/things", `{"name": "a", "colour": "red"}`, 422, "colour"},
		{"no JSON", manager, "POST", "/things", `{"name": `, 400, "urn:watchword:invalid"},
		{"too long", manager, "POST", "/things", `{"name": "` + strings.Repeat("a", 21) + `"}`, 422, `"field":"name"`},
		{"signs that cannot be kept", manager, "POST", "/things", `{"name": "a", "tags": ["b", "c\u0000"]}`, 422, `"field":"tags[1]"`},
		{"a sign that turns the text round", manager, "POST", "/things", `{"name": "a", "tags": ["b", "c\u202e"]}`, 422, `"field":"tags[1]"`},
		{"more than is taken", manager, "POST", "/things", `{"name": "` + strings.Repeat("a", 1<<20) + `"}`, 413, "too-large"},
		{"the law says no", manager, "POST", "/things", `{"name": "refused"}`, 409, `"source":"s41"`},
		{"our own mistake", manager, "POST", "/things", `{"name": "broken"}`, 500, "ABCD-2345"},
		{"a panic", manager, "POST", "/things", `{"name": "panic"}`, 500, "ABCD-2345"},
	} {
		got := w.do(tt.who, tt.method, tt.path, tt.body)
		problem(t, got)
		if got.Code != tt.status || !strings.Contains(got.Body.String(), tt.says) || strings.Contains(got.Body.String(), "10.0.0.7") {
			t.Errorf("%s: %d %s", tt.name, got.Code, got.Body)
		}
	}
	if !strings.Contains(w.log.String(), "disk on fire") {
		t.Error("our own mistake is not in the log")
	}
	if got := w.do(manager, "GET", "/things/a", "", "Accept", "image/png"); got.Code != 406 {
		t.Errorf("another form than JSON: %d", got.Code)
	}
}

func TestAWriteWithAKeyIsDoneOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(d, api.Config{})
		send := func(who authz.Actor, body string) *httptest.ResponseRecorder {
			return w.do(who, "POST", "/things", body, "Idempotency-Key", "k1")
		}
		first := send(manager, `{"name":"a"}`)
		again := send(manager, `{"name":"a"}`)
		if first.Code != 200 || again.Code != 200 || first.Body.String() != again.Body.String() || w.done.Load() != 1 || again.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s; %s; carried out %d times", first.Body, again.Body, w.done.Load())
		}
		if got := send(manager, `{"name":"b"}`); got.Code != 422 {
			t.Errorf("another request: %d", got.Code)
		}
		other := manager
		other.Account = "acc_2"
		if got := send(other, `{"name":"a"}`); got.Code != 200 || w.done.Load() != 2 {
			t.Errorf("the key of another account: %d", got.Code)
		}
		w.clock.Advance(25 * time.Hour)
		if got := send(manager, `{"name":"a"}`); got.Code != 200 || w.done.Load() != 3 {
			t.Errorf("after a day: %d, carried out %d times", got.Code, w.done.Load())
		}
	})
}

func TestAWriteUnderWayIsNotBegunTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(d, api.Config{})
		send := func() *httptest.ResponseRecorder {
			return w.do(manager, "POST", "/things", `{"name":"slow"}`, "Idempotency-Key", "k1")
		}
		var wg sync.WaitGroup
		var first *httptest.ResponseRecorder
		wg.Go(func() { first = send() })
		<-w.enter
		if got := send(); got.Code != 409 || !strings.Contains(got.Body.String(), "still under way") {
			t.Errorf("%d %s", got.Code, got.Body)
		}
		close(w.leave)
		wg.Wait()
		if got := send(); got.Code != 200 || got.Body.String() != first.Body.String() || w.done.Load() != 1 {
			t.Errorf("%d %s, carried out %d times", got.Code, got.Body, w.done.Load())
		}
	})
}

// Two processes of the program on one database: the first is cut off from its client,
// who sends the request again to the second. Whichever writes, only one does.
func TestAWriteSentToAnotherNodeIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one, two := newWorld(d, api.Config{}), newWorld(d, api.Config{})
		two.done.Add(1) // it does not wait
		send := func(w *world) *httptest.ResponseRecorder {
			return w.do(manager, "POST", "/things", `{"name":"overtaken"}`, "Idempotency-Key", "k1")
		}
		var wg sync.WaitGroup
		var cut *httptest.ResponseRecorder
		wg.Go(func() { cut = send(one) })
		<-one.enter
		again := send(two)
		close(one.leave)
		wg.Wait()
		if again.Code != 200 || cut.Code != 409 || !strings.Contains(cut.Body.String(), "sent once more") {
			t.Errorf("%d %s; %d %s", again.Code, again.Body, cut.Code, cut.Body)
		}
		if got := send(one); got.Code != 200 || got.Body.String() != again.Body.String() {
			t.Errorf("%d %s, want the answer of the one that was carried out: %s", got.Code, got.Body, again.Body)
		}
	})
}

func TestWhichAnswersAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(dbtest.SQLite(t), api.Config{})
	for _, tt := range []struct {
		name   string
		status int
		again  int   // status of the second time
		times  int64 // carried out
	}{
		{"refused", 409, 409, 1},
		{"broken", 500, 500, 2},
		{"panic", 500, 500, 2},
		{"long", 200, 409, 1},
		{"written, then broken", 500, 409, 1},
	} {
		before := w.done.Load()
		first := w.do(manager, "POST", "/things", `{"name":"`+tt.name+`"}`, "Idempotency-Key", tt.name)
		again := w.do(manager, "POST", "/things", `{"name":"`+tt.name+`"}`, "Idempotency-Key", tt.name)
		if first.Code != tt.status || again.Code != tt.again || w.done.Load()-before != tt.times {
			t.Errorf("%s: %d, then %d, carried out %d times", tt.name, first.Code, again.Code, w.done.Load()-before)
		}
	}
	if got := w.do(manager, "POST", "/things", `{"name":"a"}`, "Idempotency-Key", strings.Repeat("k", 201)); got.Code != 422 {
		t.Errorf("a key that is too long: %d", got.Code)
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	w := newWorld(dbtest.SQLite(t), api.Config{})
	first := w.do(manager, "GET", "/things/a", "")
	tag := first.Header().Get("ETag")
	if tag == "" {
		t.Fatal("no ETag")
	}
	for _, tt := range []struct {
		header string
		want   int
	}{{tag, 304}, {"W/" + tag, 304}, {`"x", ` + tag, 304}, {"*", 304}, {`"x"`, 200}} {
		got := w.do(manager, "GET", "/things/a", "", "If-None-Match", tt.header)
		if got.Code != tt.want || tt.want == 304 && (got.Body.Len() != 0 || got.Header().Get("ETag") != tag) {
			t.Errorf("If-None-Match %s: %d %s", tt.header, got.Code, got.Body)
		}
	}
	if got := w.do(manager, "POST", "/things", `{"name":"a"}`, "If-Match", `"before"`); got.Code != 412 {
		t.Errorf("what was read has changed: %d", got.Code)
	}
	if got := w.do(manager, "POST", "/things", `{"name":"a"}`, "If-Match", `"now"`); got.Code != 200 {
		t.Errorf("what was read is so still: %d", got.Code)
	}
}

func TestListsHaveACursor(t *testing.T) {
	t.Parallel()
	w := newWorld(dbtest.SQLite(t), api.Config{})
	var page api.Page[thing]
	if err := json.Unmarshal(w.do(authz.Actor{}, "GET", "/public", "").Body.Bytes(), &page); err != nil || len(page.Items) != 2 {
		t.Fatalf("%+v %v", page, err)
	}
	if parts, err := api.ParseCursor(page.Next, 1); err != nil || parts[0] != "2" {
		t.Errorf("%v %v", parts, err)
	}
	for _, bad := range []string{"?", "AA", page.Next + "A", api.Cursor("a", "b"), api.Cursor("a\x00")} {
		if _, err := api.ParseCursor(bad, 1); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if got := string(must(json.Marshal(api.PageOf([]int{}, 5, func(int) thing { return thing{} }, nil).Body))); got != `{"items":[]}` {
		t.Errorf("an empty list: %s", got)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestRequestsAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(dbtest.SQLite(t), api.Config{PublicPerMinute: 12, PerMinute: 60})
	for i := range 2 {
		if got := w.do(authz.Actor{}, "GET", "/public", ""); got.Code != 200 {
			t.Errorf("request %d: %d", i, got.Code)
		}
	}
	got := w.do(authz.Actor{}, "GET", "/public", "")
	if got.Code != 429 || got.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
	if got := w.do(manager, "GET", "/public", ""); got.Code != 200 {
		t.Errorf("somebody with an account: %d", got.Code)
	}
	w.clock.Advance(5 * time.Second)
	if got := w.do(authz.Actor{}, "GET", "/public", ""); got.Code != 200 {
		t.Errorf("five seconds later: %d", got.Code)
	}
}

func TestAnOperationWithoutAPermissionCannotBeRegistered(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("it was registered")
		}
	}()
	api.Get(newWorld(dbtest.SQLite(t), api.Config{}).api, "/open", "open", "Open", "", func(context.Context, *struct{}) (*api.Done, error) { return nil, nil })
}
