package agreementapi_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementapi"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// house is a force with an employer, and the operations of agreements.
type house struct {
	*agreementtest.World
	t   testing.TB
	api *api.API
	Org id.Org
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := agreementtest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
	agreementapi.Register(a, d, w.Clock, w.Agreements)
	agreementapi.RegisterLiaison(a, d, w.Clock, w.Rooms.Liaison)
	agreementapi.RegisterSupervision(a, d, w.Clock, w.Rooms.Supervised)
	return &house{World: w, t: t, api: a, Org: w.Approved(t, "Aldermere City Council")}
}

// answer is what came back.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	text   string
}

// call sends a request as somebody; body is JSON, headers are name and value in turn.
func (h *house) call(who authz.Actor, method, path, body string, headers ...string) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
	return answer{h.t, method + " " + path, w.Code, w.Header(), w.Body.String()}
}

// is fails the test unless the status is that one, and reads the body.
func (a answer) is(status int) map[string]any {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: %d, want %d: %s", a.what, a.status, status, a.text)
	}
	out := map[string]any{}
	if strings.Contains(a.header.Get("Content-Type"), "json") {
		accredtest.Must(a.t, json.Unmarshal([]byte(a.text), &out))
	}
	return out
}

// refuses fails the test unless the answer is a problem document of that status and type
// that says so in words, and names the codes of its reasons or its fields.
func (a answer) refuses(status int, kind, says string, names ...string) {
	a.t.Helper()
	p := a.is(status)
	if a.header.Get("Content-Type") != "application/problem+json" || p["type"] != "urn:watchword:"+kind || !strings.Contains(a.text, says) {
		a.t.Errorf("%s: %s %s", a.what, a.header.Get("Content-Type"), a.text)
	}
	for _, n := range names {
		if !strings.Contains(a.text, `"`+n+`"`) {
			a.t.Errorf("%s does not name %s: %s", a.what, n, a.text)
		}
	}
}

func sides(out map[string]any, key string) int { return len(out[key].([]any)) }

// TestAProtocolThroughTheAPI goes from the draft to its end, as the programs of both sides
// would.
func TestAProtocolThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		lead := h.Lead(h.Org)
		draft := fmt.Sprintf(`{"organisation": %q, "kind": "protocol"}`, h.Org)
		made := h.call(h.Manager, "POST", "/agreements", draft, "Idempotency-Key", "k1").is(201)
		again := h.call(h.Manager, "POST", "/agreements", draft, "Idempotency-Key", "k1").is(201)
		if made["id"] != again["id"] || made["state"] != "draft" || sides(made, "lacks") == 0 {
			t.Fatalf("%v, sent again %v", made["id"], again["id"])
		}
		of := made["id"].(string)
		at := "/agreements/" + of
		h.call(h.Manager, "POST", at+"/fill", `{"fields": {"moon": "full"}}`).refuses(422, "invalid", "There is no field moon", "moon")
		h.call(h.Manager, "POST", at+"/issue", `{}`).refuses(409, "refused", "It cannot be issued as it stands", "field.chief_inspector")
		h.call(lead, "GET", at, "").refuses(404, "not-found", "There is no such agreement")
		for _, fill := range []struct {
			path string
			kind agreement.Kind
		}{{at, agreement.Protocol}, {"/agreements/" + made["annex"].(string), agreement.Sharing}} {
			body, err := json.Marshal(map[string]any{"fields": agreementtest.Typed[fill.kind]})
			accredtest.Must(t, err)
			h.call(h.Manager, "POST", fill.path+"/fill", string(body)).is(200)
		}
		issued := h.call(h.Manager, "POST", at+"/issue", `{}`).is(200)
		hash := issued["text_sha256"].(string)
		if text := h.call(lead, "GET", at+"/text", ""); text.status != 200 || string(agreement.HashOf(text.text)) != hash {
			t.Errorf("the text has not the fingerprint %s that is signed", hash)
		}
		sign := func(name string) string { return fmt.Sprintf(`{"typed": %q, "text_sha256": %q}`, name, hash) }
		h.call(lead, "POST", at+"/sign", sign("Somebody Else")).refuses(422, "invalid", "Type your name", "typed")
		h.call(lead, "POST", at+"/sign", strings.Replace(sign(lead.Name), hash, strings.Repeat("0", 64), 1)).refuses(409, "conflict", "This is not the text that you read")
		h.call(lead, "POST", at+"/propose", `{"what": "a", "why": "b"}`).refuses(409, "conflict", "The agreement is out for signature")
		h.call(lead, "POST", at+"/sign", sign(lead.Name)).is(200)
		h.call(lead, "POST", at+"/sign", sign(lead.Name)).refuses(409, "conflict", "Your side has signed it already")
		if got := h.call(h.Delegate, "POST", at+"/sign", sign(h.Delegate.Name)).is(200); got["state"] != "in-force" || got["active"] != true || sides(got, "signatures") != 2 || got["review_due"] != "2027-11-17" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "POST", at+"/review", `{"held": "2026-11-17", "present": "Both", "outcome": "stands"}`).is(200); sides(got, "reviews") != 1 {
			t.Errorf("%v", got)
		}
		h.call(h.Manager, "POST", at+"/review", `{"held": "2026-11-18", "present": "Both", "outcome": "stands"}`).refuses(422, "invalid", "The review is in the future", "held")
		h.call(lead, "POST", at+"/propose", `{"what": "Saturdays", "why": "The market"}`).is(200)
		h.call(lead, "POST", at+"/answer", `{"answer": "agreed"}`).refuses(409, "refused", "needs the agreement of the other side", "proposal.own")
		h.call(h.Manager, "POST", at+"/answer", `{"answer": "declined"}`).refuses(422, "invalid", "Enter the reason", "because")
		h.call(h.Manager, "POST", at+"/answer", `{"answer": "agreed"}`).is(200)
		next := h.call(h.Manager, "POST", "/agreements", fmt.Sprintf(`{"organisation": %q, "kind": "protocol", "after": %q}`, h.Org, of)).is(201)
		if next["before"] != of || next["version"] != 2.0 {
			t.Errorf("%v", next)
		}
		h.call(h.Manager, "POST", "/agreements/"+next["id"].(string)+"/discard", `{"why": "Not now"}`).is(200)
		if got := h.call(h.Manager, "GET", at+"/schedule", "").is(200); sides(got, "items") != 0 {
			t.Errorf("%v", got)
		}
		h.call(h.Delegate, "POST", at+"/end", `{"why": ""}`).refuses(422, "invalid", "Enter the reason", "why")
		if got := h.call(h.Delegate, "POST", at+"/end", `{"why": "The council withdraws"}`).is(200); got["state"] != "ended" || got["active"] != false {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "GET", "/agreements?state=ended&limit=1", "").is(200); sides(got, "items") != 1 {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "GET", at+"/history?all=true", "").is(200); sides(got, "items") < 6 {
			t.Errorf("%d versions", sides(got, "items"))
		}
	})
}

func TestWhatWasReadIsWhatIsActedOn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		at := "/agreements/" + string(h.InForce(t, h.Org))
		read := h.call(h.Manager, "GET", at, "")
		read.is(200)
		tag := read.header.Get("ETag")
		if got := h.call(h.Manager, "GET", at, "", "If-None-Match", tag); got.status != 304 || got.text != "" {
			t.Errorf("%d %s", got.status, got.text)
		}
		propose := `{"what": "Saturdays", "why": "The market"}`
		h.call(h.Lead(h.Org), "POST", at+"/propose", propose, "If-Match", tag).is(200)
		h.call(h.Manager, "POST", at+"/answer", `{"answer": "agreed"}`, "If-Match", tag).refuses(412, "changed", "This has changed since you read it")
		if got := h.call(h.Manager, "GET", at, ""); got.header.Get("ETag") == tag || strings.Contains(got.text, `"agreed"`) {
			t.Errorf("what was refused was done: %s", got.text)
		}
		if got := h.call(h.Manager, "GET", at, "", "If-None-Match", tag); got.status != 200 {
			t.Errorf("%d", got.status)
		}
		if got := h.call(h.Manager, "GET", at+"?as_at=2026-11-16", ""); got.status != 404 {
			t.Errorf("the day before it was begun: %d", got.status)
		}
	})
}

func TestSentBackThroughTheAPIIsTheForcesOwnAgain(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	at := "/agreements/" + string(h.Issued(t, h.Org))
	h.call(h.Lead(h.Org), "POST", at+"/send-back", `{"why": "A name is wrong"}`).is(204)
	h.call(h.Lead(h.Org), "GET", at, "").is(404)
	if got := h.call(h.Manager, "GET", at, "").is(200); got["state"] != "draft" || got["why"] != "A name is wrong" {
		t.Errorf("%v", got)
	}
	h.call(h.Delegate, "POST", at+"/send-back", `{"why": "Again"}`).refuses(409, "conflict", "Only what is out for signature is sent back")
}

func TestTemplatesThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	add := func(body string) string {
		text, err := json.Marshal(map[string]string{"kind": "protocol", "body": body, "why": "A line more"})
		accredtest.Must(t, err)
		return string(text)
	}
	body := agreement.House(agreement.Protocol).Body
	h.call(h.Manager, "POST", "/agreement-templates", add(body+"A closing line.\n")).is(201)
	h.call(h.Manager, "POST", "/agreement-templates", add(strings.Replace(body, "{{area}}", "North Somerset", 1))).refuses(422, "invalid", "“North Somerset” in clause 2.2 i", "body")
	h.call(h.Lead(h.Org), "GET", "/agreement-templates", "").refuses(403, "forbidden", "draft agreements")
	if got := h.call(h.Manager, "GET", "/agreement-templates", "").is(200); sides(got, "items") != 4 {
		t.Errorf("%d templates", sides(got, "items"))
	}
}

// TestWhoMayThroughTheAPI tries reads and acts as those who may not, and as those of
// another force and another employer.
func TestWhoMayThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	at := "/agreements/" + string(h.InForce(t, h.Org))
	other := h.Approved(t, "Quaymouth Council")
	why, change := `{"why": "Enough"}`, `{"what": "a", "why": "b"}`
	begin := fmt.Sprintf(`{"organisation": %q, "kind": "sharing"}`, h.Org)
	supervisor := h.Acting(authz.Supervisor)
	supervisor.Org = h.Org
	elsewhere := h.Liaison()
	elsewhere.Areas = []id.Area{h.Quay}
	for _, tt := range []struct {
		name         string
		who          authz.Actor
		method, path string
		body         string
		want         int
	}{
		{"the manager does not end", h.Manager, "POST", at + "/end", why, 403},
		{"the delegate does not review", h.Delegate, "POST", at + "/review", `{"held": "2026-11-17", "present": "Both", "outcome": "stands"}`, 403},
		{"the delegate does not begin", h.Delegate, "POST", "/agreements", begin, 403},
		{"a signatory does not begin", h.Lead(h.Org), "POST", "/agreements", begin, 403},
		{"a supervisor reads", supervisor, "GET", at, "", 200},
		{"a supervisor does not propose", supervisor, "POST", at + "/propose", change, 403},
		{"the police liaison officer reads", h.Liaison(), "GET", at + "/text", "", 200},
		{"a team of another district does not read", elsewhere, "GET", at, "", 403},
		{"the trainer does not read", h.Trainer, "GET", at, "", 403},
		{"another employer does not read", h.Lead(other), "GET", at, "", 403},
		{"another employer does not read the history", h.Lead(other), "GET", at + "/history", "", 403},
		{"another employer does not read the schedule", h.Lead(other), "GET", at + "/schedule", "", 403},
		{"another employer does not end", h.Lead(other), "POST", at + "/end", why, 403},
		{"another employer does not propose", h.Lead(other), "POST", at + "/propose", change, 403},
		{"another force does not find it", h.Stranger(t, authz.SchemeManager), "GET", at, "", 404},
		{"another force does not find its text", h.Stranger(t, authz.SchemeManager), "GET", at + "/text", "", 404},
		{"another force does not end it", h.Stranger(t, authz.Delegate), "POST", at + "/end", why, 404},
		{"another force does not begin with the employer", h.Stranger(t, authz.SchemeManager), "POST", "/agreements", begin, 404},
		{"nobody finds what is not there", h.Manager, "GET", "/agreements/agr_none", "", 404},
	} {
		got := h.call(tt.who, tt.method, tt.path, tt.body)
		if got.status != tt.want {
			t.Errorf("%s: %d, want %d: %s", tt.name, got.status, tt.want, got.text)
		}
		if tt.want >= 400 && got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: no problem document: %s", tt.name, got.text)
		}
	}
	for _, who := range []authz.Actor{h.Lead(other), h.Stranger(t, authz.SchemeManager), elsewhere} {
		if got := h.call(who, "GET", "/agreements", "").is(200); sides(got, "items") != 0 {
			t.Errorf("%s lists %v", who.Role, got)
		}
	}
	if a := h.Find(t, id.Agreement(strings.TrimPrefix(at, "/agreements/"))); a.State != agreement.InForce || len(a.Proposals) != 0 {
		t.Errorf("what was refused was done: %+v", a)
	}
}
