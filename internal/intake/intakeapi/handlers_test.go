package intakeapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/intake/draft"
	"watchword/internal/intake/intakeapi"
)

type house struct {
	*accredtest.World
	t     testing.TB
	api   *api.API
	actor authz.Actor
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := accredtest.New(t, d)
	w.Clock.Set(clock.OnClock(clock.MustDay("2026-11-20"), 9, 0))
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Who: account.Actor})
	intakeapi.Register(a, draft.New(w.Imports))
	return &house{World: w, t: t, api: a, actor: w.Manager}
}

// send sends a request with a body, and reads the answer.
func (h *house) send(method, path, kind, body string, status int) map[string]any {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	if w.Code != status {
		h.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	var out map[string]any
	if w.Body.Len() > 0 {
		accredtest.Must(h.t, json.Unmarshal(w.Body.Bytes(), &out))
	}
	return out
}

func (h *house) file(kind, name, content string) map[string]any {
	h.t.Helper()
	return h.send(http.MethodPost, "/imports?kind="+kind+"&name="+url.QueryEscape(name), "application/octet-stream", content, http.StatusCreated)
}

func (h *house) post(path, body string, status int) map[string]any {
	h.t.Helper()
	return h.send(http.MethodPost, path, "application/json", body, status)
}

const orgs = "Organisation,Type,Role 1,Role 1 powers,Status,Accredited from,Accredited to\nAldermere City Council,City council,Community warden,3,Accredited,01/04/2024,31/03/2027\n"

const wardens = "AP number,Surname,Forenames,Day X,Organisation,Role,Powers,Accredited from,Accredited to\n" +
	"0417,Hartnoll,Tamsin,12/05/1988,Aldermere City Council,Community warden,3,01/04/2025,31/03/2027\n" +
	"0418,Pike,Joel,30/02/1990,Aldermere City Council,Community warden,3,01/04/2025,31/03/2027\n"

func TestAProgramImports(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		first := h.file("organisations", "orgs.csv", orgs)
		h.post("/imports/"+first["id"].(string)+"/take", "{}", 200)

		x := h.file("people", "wardens.csv", wardens)
		at := "/imports/" + x["id"].(string)
		if qs := asked(x); qs != "no-column status-nowhere" {
			t.Fatalf("it asks %q", qs)
		}
		var needs []string
		for _, f := range h.post(at+"/take", `{"good_alone":true}`, 422)["fields"].([]any) {
			needs = append(needs, f.(map[string]any)["field"].(string))
		}
		if diff := cmp.Diff([]string{"columns.date_of_birth", "status"}, needs); diff != "" {
			t.Errorf("what is to be answered bears the name of its answer (-want +got):\n%s", diff)
		}
		h.post(at+"/reading", `{"columns":{"shoe_size":"Day X"}}`, 422)
		h.post(at+"/reading", `{"status":"nonsense"}`, 422)
		h.post(at+"/reading", `{"columns":{"date_of_birth":"No such"}}`, 422)
		h.post(at+"/reading", `{"fills":{"FFC7CE":"nonsense"}}`, 422)
		x = h.post(at+"/reading", `{"columns":{"date_of_birth":"Day X"},"status":"active"}`, 200)
		run := x["dry_run"].(map[string]any)
		if asked(x) != "" || run["good"] != 1.0 || run["bad_lines"] != 1.0 || run["known"] != 0.0 {
			t.Fatalf("%v", run)
		}
		if fault := run["bad"].([]any)[0].(map[string]any); fault["line"] != 3.0 || fault["column"] != "Day X" || fault["reason"] != "date-impossible" {
			t.Errorf("%v", fault)
		}
		if p := h.send(http.MethodGet, at+"/problems?limit=1", "", "", 200); len(p["items"].([]any)) != 1 || p["next"] != nil {
			t.Errorf("%v", p)
		}
		h.send(http.MethodGet, at+"/problems?cursor=x", "", "", 422)
		h.post(at+"/take", "{}", 422)
		for range 2 { // the second time it tells what the first did
			out := h.post(at+"/take", `{"good_alone":true}`, 200)["outcome"].(map[string]any)
			if out["added"] != 1.0 || out["left_out"] != 1.0 {
				t.Errorf("%v", out)
			}
		}
		h.post(at+"/reading", `{}`, 409)
		if p := h.send(http.MethodGet, at+"/problems", "", "", 200); len(p["items"].([]any)) != 1 {
			t.Errorf("%v", p)
		}
		_, err := h.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		if p := h.send(http.MethodGet, "/imports/past", "", "", 200); len(p["items"].([]any)) != 2 {
			t.Errorf("%v", p)
		}
		if p := h.send(http.MethodGet, "/imports", "", "", 200); len(p["items"].([]any)) != 2 {
			t.Errorf("%v", p)
		}
	})
}

func asked(x map[string]any) string {
	var out []string
	for _, q := range x["dry_run"].(map[string]any)["questions"].([]any) {
		out = append(out, fmt.Sprint(q.(map[string]any)["code"]))
	}
	return strings.Join(out, " ")
}

func TestAnothersFileIsNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	h.AddForce(t, "for_west", "West Constabulary", "west")
	at := "/imports/" + h.file("organisations", "orgs.csv", orgs)["id"].(string)
	mine := h.actor
	for _, who := range []authz.Actor{{Force: h.Force, Account: "acc_other", Role: authz.SchemeManager}, {Force: "for_west", Account: mine.Account, Role: authz.SchemeManager}} {
		h.actor = who
		h.send(http.MethodGet, at, "", "", 404)
		h.post(at+"/reading", `{}`, 404)
		h.post(at+"/take", `{}`, 404)
		h.send(http.MethodDelete, at, "", "", 204)
	}
	h.actor = mine
	h.send(http.MethodGet, at, "", "", 200)
	h.send(http.MethodDelete, at, "", "", 204)
	h.send(http.MethodGet, at, "", "", 404)
	h.actor.Role = authz.Delegate
	h.send(http.MethodGet, at, "", "", 403)
}

func TestWhatIsNoSpreadsheetIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	for _, tt := range []struct {
		query, content string
		status         int
	}{
		{"kind=people", "\x89PNG\r\n\x1A\n", 422}, {"kind=animals", orgs, 422}, {"", orgs, 422}, {"kind=people&name=%07", orgs, 422},
		{"kind=people", string(bytes.Repeat([]byte("a,b\n"), 33<<18)), 413},
	} {
		h.send(http.MethodPost, "/imports?"+tt.query, "application/octet-stream", tt.content, tt.status)
	}
	said := h.send(http.MethodPost, "/imports?kind=people", "application/octet-stream", "", 400)["detail"].(string)
	if !strings.Contains(said, "the body is empty") || !strings.Contains(said, "for an import the file itself") {
		t.Errorf("of an empty body it says %q", said)
	}
}
