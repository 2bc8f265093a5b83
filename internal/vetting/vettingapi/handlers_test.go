package vettingapi_test

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
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
	"watchword/internal/vetting/vettingapi"
	"watchword/internal/vetting/vettingtest"
)

// house is a force with an employer, and the operations of vetting.
type house struct {
	*vettingtest.World
	t   testing.TB
	api *api.API
	Org id.Org
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	w := vettingtest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
	vettingapi.Register(a, d, w.Clock, w.Envelopes)
	return &house{World: w, t: t, api: a, Org: w.Approved(t, "Ferry Lane Council")}
}

func each(t *testing.T, do func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { do(t, open(t, d)) })
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
	if a.text != "" {
		if err := json.Unmarshal([]byte(a.text), &out); err != nil {
			a.t.Fatalf("%s: %v: %s", a.what, err, a.text)
		}
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

// of is an actor in a role of the force; employers' people are of the house's employer.
func (h *house) of(role authz.Role) authz.Actor {
	a := h.Acting(role)
	if role.OfEmployer() {
		a.Org = h.Org
	}
	return a
}

const (
	refusal = `{"outcome": "refused", "reasons": "What was told does not fit", "letter": "We cannot clear you."}`
	passing = `{"outcome": "passed", "level": "NPPV 2", "expires": "2029-11-16", "reasons": "Nothing stands against it"}`
)

func check(name string) string {
	return fmt.Sprintf(`{"check": %q, "class": "nothing", "day": "2026-11-17"}`, name)
}

// TestAnEnvelopeIsDecidedThroughTheAPI goes from the link to an appeal allowed, as the
// unit's own program would.
func TestAnEnvelopeIsDecidedThroughTheAPI(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		p := h.Waiting(t, h.Org, "Lee")
		person := "/people/" + string(p) + "/vetting-cases"
		h.call(h.Vetter, "POST", person, `{"level": "NPPV 9"}`).refuses(422, "invalid", "Choose the level", "level")
		link := h.call(h.Vetter, "POST", person, `{"level": "NPPV 2"}`).is(201)
		c := link["case"].(string)
		at := "/vetting-cases/" + c
		if path := link["path"].(string); !strings.HasPrefix(path, "/v/"+string(h.Force)+".") {
			t.Errorf("the link is %s", path)
		}
		again := h.call(h.Vetter, "POST", at+"/link", `{}`).is(200)
		if again["path"] == link["path"] {
			t.Error("the renewed link is the old one")
		}
		f := h.Enter(t, strings.TrimPrefix(again["path"].(string), "/v/"))
		accredtest.Must(t, h.Envelopes.Save(t.Context(), f, func(a *envelope.Answers) error { *a = vettingtest.Answers(accredtest.Today); return nil }))
		accredtest.Must(t, h.Envelopes.Send(t.Context(), f, "Lee Hartnoll"))

		h.call(h.Vetter, "GET", at+"/content?reason=look", "").is(200)
		if got := h.call(h.Vetter, "POST", at+"/questions", `{"text": "Which court?"}`).is(200); got["state"] != "asked" || got["answer_by"] != "2026-12-01" {
			t.Errorf("%v", got)
		}
		h.call(h.Vetter, "POST", at+"/decision", refusal).refuses(409, "refused", "has until 1 December 2026 to answer", "vetting.answer")
		filled, err := h.Envelopes.Filled(t.Context(), f)
		accredtest.Must(t, err)
		accredtest.Must(t, h.Envelopes.Answer(t.Context(), f, filled.Open[0].ID, "Aldermere"))
		h.call(h.Vetter, "POST", at+"/decision", passing).refuses(409, "refused", "No result is recorded of: Identity", "vetting.check")
		for _, x := range envelope.Sources {
			h.call(h.Vetter, "POST", at+"/checks", check(x.Name)).is(200)
		}
		h.call(h.Vetter, "POST", at+"/decision", `{"outcome": "upheld", "reasons": "x", "letter": "x"}`).refuses(409, "conflict", "with the vetting unit")
		if got := h.call(h.Vetter, "POST", at+"/decision", refusal).is(200); got["state"] != "refused" || got["appeal_by"] != "2026-12-01" {
			t.Errorf("%v", got)
		}
		accredtest.Must(t, h.Envelopes.Appeal(t.Context(), f, "It was another", "Lee Hartnoll"))
		h.call(h.Vetter, "POST", at+"/decision", passing).refuses(409, "refused", "decided by another", "vetting.same-decider")
		if got := h.call(h.Other, "POST", at+"/decision", passing).is(200); got["state"] != "cleared" || got["heard"] != "2026-11-17" || got["expires"] != "2029-11-16" {
			t.Errorf("%v", got)
		}
		h.call(h.Other, "POST", at+"/reviews", `{"note": "Fine", "again": "2027-11-17"}`).is(200)
		if got := h.call(h.Other, "POST", at+"/decision", `{"outcome": "withdrawn", "reasons": "x", "letter": "x"}`).is(200); got["state"] != "withdrawn" {
			t.Errorf("%v", got)
		}
		accredtest.Must(t, h.Envelopes.Appeal(t.Context(), f, "No", "Lee Hartnoll"))
		if got := h.call(h.Vetter, "POST", at+"/decision", `{"outcome": "upheld", "reasons": "x", "letter": "x"}`).is(200); got["state"] != "upheld" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Operator, "POST", "/vetting-key", "").is(200); got["envelopes"] != 1.0 {
			t.Errorf("%v", got)
		}
		h.Verify(t)
	})
}

// TestWhoMayDoWhat asks every operation as everybody: state and days for who may see the
// person, content and acts for the unit, its key for the operator.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		p := h.Waiting(t, h.Org, "Lee")
		c, _ := h.Sent(t, p)
		at, person := "/vetting-cases/"+string(c), "/people/"+string(p)+"/vetting-cases"
		own := h.of(authz.AccreditedPerson)
		own.Org, own.Person = h.Org, p
		elsewhere := h.of(authz.Signatory)
		elsewhere.Org = h.Approved(t, "Quaymouth Homes")
		stranger := h.Stranger(t, authz.VettingUnit)
		nobody := authz.Actor{Force: h.Force}
		seen := `{"documents": ["Passport", "Utility bill"], "likeness": true, "seen": "2026-11-17"}`
		for _, tt := range []struct {
			method, path, body                                      string
			unit, manager, employer, person, other, foreign, nobody int
		}{
			{"GET", at, "", 200, 200, 200, 200, 403, 404, 401},
			{"GET", person, "", 200, 200, 200, 200, 403, 404, 401},
			{"GET", at + "/content?reason=look", "", 200, 403, 403, 403, 403, 404, 401},
			{"GET", "/vetting-forecast", "", 200, 403, 403, 403, 403, 200, 401},
			{"POST", at + "/questions", `{"text": ""}`, 422, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/checks", check("Tea leaves"), 422, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/decision", `{"outcome": "refused", "reasons": ""}`, 422, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/reviews", `{"note": "x"}`, 409, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/chases", `{}`, 409, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/erasure", `{}`, 409, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/link", `{}`, 200, 403, 403, 403, 403, 404, 401},
			{"POST", person, `{"level": "NPPV 2"}`, 409, 403, 403, 403, 403, 404, 401},
			{"POST", at + "/identity", seen, 403, 200, 200, 403, 403, 403, 401},
			{"POST", "/me/vetting/changes", `{"signed": ""}`, 403, 403, 403, 422, 403, 403, 401},
		} {
			for _, x := range []struct {
				name string
				who  authz.Actor
				want int
			}{{"unit", h.Vetter, tt.unit}, {"manager", h.Manager, tt.manager}, {"employer", h.of(authz.Signatory), tt.employer}, {"person", own, tt.person},
				{"another employer", elsewhere, tt.other}, {"another force's unit", stranger, tt.foreign}, {"nobody", nobody, tt.nobody}} {
				if got := h.call(x.who, tt.method, tt.path, tt.body); got.status != x.want {
					t.Errorf("%s %s as %s: %d, want %d: %s", tt.method, tt.path, x.name, got.status, x.want, got.text)
				}
			}
		}
		for who, n := range map[string]int{"manager": 1, "another employer": 0, "another force": 0} {
			got := h.call(map[string]authz.Actor{"manager": h.Manager, "another employer": elsewhere, "another force": stranger}[who], "GET", "/vetting-cases", "").is(200)
			if len(got["items"].([]any)) != n {
				t.Errorf("%s sees %v", who, got)
			}
		}
		if f := h.call(stranger, "GET", "/vetting-forecast", "").is(200); len(f["waiting"].([]any)) != 0 {
			t.Errorf("another force's unit sees who waits: %v", f)
		}
	})
}

// TestWhoMaySeeThePersonReadsNoContent looks for what the person wrote in all that others
// are answered.
func TestWhoMaySeeThePersonReadsNoContent(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Waiting(t, h.Org, "Lee")
	c, _ := h.Sent(t, p)
	for _, path := range []string{"/vetting-cases", "/vetting-cases/" + string(c), "/people/" + string(p) + "/vetting-cases"} {
		for _, who := range []authz.Actor{h.Manager, h.of(authz.Signatory), h.Vetter} {
			if got := h.call(who, "GET", path, ""); got.status != 200 || strings.Contains(got.text, vettingtest.Planted) {
				t.Errorf("%s tells %s %d %s", path, who.Role, got.status, got.text)
			}
		}
	}
	got := h.call(h.Vetter, "GET", "/vetting-cases/"+string(c)+"/content?reason=look", "")
	if got.is(200); !strings.Contains(got.text, vettingtest.Planted) || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the unit is not told, or what it is told is kept: %s", got.header)
	}
}

func TestACaseIsReadAsItStands(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		first, second := h.Waiting(t, h.Org, "Ada"), h.Waiting(t, h.Org, "Ben")
		c, _ := h.Sent(t, first)
		h.Inside(t, second, "NPPV 1")
		at := "/vetting-cases/" + string(c)
		before := h.call(h.Manager, "GET", at, "").header.Get("ETag")
		h.call(h.Manager, "GET", at, "", "If-None-Match", before).is(304)
		h.Clock.Advance(24 * 3600e9)
		accredtest.Must(t, h.Envelopes.Refuse(t.Context(), h.Vetter, c, h.Against()))
		if got := h.call(h.Manager, "GET", at, "", "If-None-Match", before).is(200); got["state"] != "refused" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "GET", at+"?as_at=2026-11-17T23:00:00Z", "").is(200); got["state"] != "sent" {
			t.Errorf("%v", got)
		}
		h.call(h.Manager, "GET", at+"?as_at=2026-11-16", "").refuses(404, "not-found", "")
		if got := h.call(h.Manager, "GET", "/vetting-cases?state=invited", "").is(200)["items"].([]any); len(got) != 1 {
			t.Errorf("%v", got)
		}
		seen, next := map[string]bool{}, ""
		for range 3 {
			page := h.call(h.Manager, "GET", "/vetting-cases?limit=1&cursor="+next, "").is(200)
			for _, x := range page["items"].([]any) {
				seen[x.(map[string]any)["id"].(string)] = true
			}
			if next, _ = page["next"].(string); next == "" {
				break
			}
		}
		if len(seen) != 2 || next != "" {
			t.Errorf("two pages of one hold %v", seen)
		}
		if got := h.call(h.Manager, "GET", "/people/"+string(second)+"/vetting-cases", "").is(200)["items"].([]any); got[0].(map[string]any)["expected"] == nil {
			t.Errorf("nobody is told when to expect the decision: %v", got)
		}
	})
}

// TestAnActSentTwiceIsDoneOnce sends acts again with the key of the first time.
func TestAnActSentTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		c, f := h.Sent(t, h.Waiting(t, h.Org, "Lee"))
		at := "/vetting-cases/" + string(c)
		for range 2 {
			h.call(h.Vetter, "POST", at+"/questions", `{"text": "Which court?"}`, "Idempotency-Key", "q1").is(200)
		}
		h.call(h.Vetter, "POST", at+"/questions", `{"text": "And when?"}`, "Idempotency-Key", "q1").refuses(422, "invalid", "another request")
		filled, err := h.Envelopes.Filled(t.Context(), f)
		if err != nil || len(filled.Open) != 1 {
			t.Errorf("%d questions wait, %v", len(filled.Open), err)
		}
		// A link is kept nowhere, so neither is the answer that holds it.
		h.call(h.Vetter, "POST", at+"/link", `{}`, "Idempotency-Key", "l1").refuses(422, "invalid", "kept nowhere")
	})
}

// TestBadRequestsAreAnswered sends what is wrong, and reads what is said of it.
func TestBadRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	c, _ := h.Sent(t, h.Waiting(t, h.Org, "Lee"))
	at := "/vetting-cases/" + string(c)
	long := strings.Repeat("a", 6001)
	for _, tt := range []struct {
		path, body string
		status     int
		names      string
	}{
		{at + "/questions", `{"text": " "}`, 422, "question"},
		{at + "/questions", `{"text": "` + long + `"}`, 422, "text"},
		{at + "/questions", `{"text": "A\u202ebc"}`, 422, "text"},
		{at + "/questions", `{`, 400, ""},
		{at + "/checks", `{"check": "Identity", "class": "great", "day": "2026-11-17"}`, 422, "class"},
		{at + "/checks", `{"check": "Identity", "class": "nothing", "day": "2026-02-30"}`, 422, "day"},
		{at + "/checks", `{"check": "Identity", "class": "nothing", "day": "2027-01-01"}`, 422, "day"},
		{at + "/decision", `{"outcome": "perhaps", "reasons": "x"}`, 422, "outcome"},
		{at + "/decision", `{"outcome": "refused", "reasons": "x"}`, 422, "letter"},
		{at + "/decision", `{"outcome": "withdrawn", "reasons": "x", "letter": "x"}`, 409, ""},
		{at + "/identity", `{"documents": ["Passport"], "likeness": true, "seen": "2026-11-17"}`, 403, ""},
		{"/vetting-cases/none/questions", `{"text": "x"}`, 404, ""},
		{"/people/none/vetting-cases", `{"level": "NPPV 2"}`, 404, ""},
	} {
		got := h.call(h.Vetter, "POST", tt.path, tt.body)
		if got.status != tt.status || !strings.Contains(got.text, tt.names) || got.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %.60s: %d, want %d naming %q: %.300s", tt.path, tt.body, got.status, tt.status, tt.names, got.text)
		}
	}
	for path, status := range map[string]int{"/vetting-cases?state=lost": 422, "/vetting-cases?cursor=zz": 422, "/vetting-cases/none": 404, at + "/content": 422, at + "/content?reason=curiosity": 422, at + "?as_at=2026-02-30": 422} {
		if got := h.call(h.Vetter, "GET", path, ""); got.status != status {
			t.Errorf("%s: %d, want %d: %s", path, got.status, status, got.text)
		}
	}
}

// TestAPersonTellsByTheirOwnAccount makes declarations and tells changes.
func TestAPersonTellsByTheirOwnAccount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		own := h.of(authz.AccreditedPerson)
		own.Org, own.Person = h.Org, h.Warden(t, h.Org, "Mo", accredtest.Today.AddYears(2))
		h.call(own, "POST", "/me/vetting/declarations", `{"signed": "Mo Hartnoll"}`).is(204)
		h.call(own, "POST", "/me/vetting/changes", `{"signed": "Mo Hartnoll"}`).refuses(422, "invalid", "Choose what has changed", "what")
		h.call(own, "POST", "/me/vetting/changes", `{"signed": "Mo Hartnoll", "items": [{"what": "weather", "text": "x"}]}`).is(422)
		h.call(own, "POST", "/me/vetting/changes", `{"signed": "Mo Hartnoll", "items": [{"what": "money", "text": "A loan"}]}`).is(204)
		own.Person = h.Waiting(t, h.Org, "Lee")
		h.call(own, "POST", "/me/vetting/declarations", `{"signed": "Lee Hartnoll"}`).refuses(409, "conflict", "Use the link")
	})
}
