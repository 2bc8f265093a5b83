package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/id"
	"watchword/internal/web/webtest"
)

// sends sends JSON to an operation and reads the problem it answers with, if any.
func (h *house) sends(t *testing.T, method, path, body string, c *http.Cookie) (int, api.Problem) {
	t.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(c)
	w := httptest.NewRecorder()
	h.Handler().ServeHTTP(w, r)
	var p api.Problem
	if w.Code >= 400 {
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: no problem document: %v %s", method, path, err, w.Body)
		}
	}
	return w.Code, p
}

// TestNobodyActsForWhatIsInNoRegister gives roles for what is not there, on every page and
// with every operation that gives one.
func TestNobodyActsForWhatIsInNoRegister(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at, _ := h.scheme(t)
	h.clock.Set(morning)
	h.account(t, h.forms, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
	lee := h.account(t, h.forms, "lee@example.org", "Lee Fenn", account.Post{Role: authz.Trainer})
	c := h.cookie(t, h.forms, "ines@example.org")
	west := &house{Server: h.Server, clock: h.clock, forms: h.addForce(t, "West Constabulary", "west", "west.example")}
	of, _ := west.scheme(t)
	h.clock.Set(morning)

	for _, tt := range []struct {
		name       string
		post       account.Post
		form, json string // the field that is wrong
	}{
		{"no such organisation", account.Post{Role: authz.Liaison, Org: "org_none"}, "org", "organisation"},
		{"an organisation of another force", account.Post{Role: authz.Signatory, Org: of.org}, "org", "organisation"},
		{"a person where an organisation belongs", account.Post{Role: authz.Supervisor, Org: id.Org(at.person)}, "org", "organisation"},
		{"no such person", account.Post{Role: authz.AccreditedPerson, Org: at.org, Person: "per_none"}, "find", "person"},
		{"a person of another force", account.Post{Role: authz.AccreditedPerson, Org: at.org, Person: of.person}, "find", "person"},
		{"no such area", account.Post{Role: authz.HubManager, Areas: []id.Area{"are_none"}}, "areas", "areas"},
		{"an area of another force beside one of this", account.Post{Role: authz.Neighbourhood, Areas: []id.Area{at.area, of.area}}, "areas", "areas"},
	} {
		form := url.Values{"name": {"Mo Reed"}, "email": {"mo@example.org"}, "role": {string(tt.post.Role)}, "org": {string(tt.post.Org)}, "person": {string(tt.post.Person)}}
		wire := map[string]any{"role": tt.post.Role, "organisation": tt.post.Org, "person": tt.post.Person, "areas": tt.post.Areas}
		for _, a := range tt.post.Areas {
			form.Add("areas", string(a))
		}
		for _, path := range []string{"/accounts/add", "/accounts/" + string(lee) + "/roles"} {
			p := webtest.Read(t, h.ask("POST", path, form, c).Result()).Status(422).Sound()
			p.Has(".govuk-error-summary a[href=#"+tt.form+"]", "").Has("#"+tt.form+"-error", "")
		}
		for _, x := range []struct {
			method, path string
			body         map[string]any
		}{
			{"POST", "/accounts", map[string]any{"name": "Mo Reed", "email": "mo@example.org", "posts": []any{wire}}},
			{"PUT", "/accounts/" + string(lee) + "/posts", map[string]any{"posts": []any{map[string]any{"role": "trainer"}, wire}}},
		} {
			body, err := json.Marshal(x.body)
			if err != nil {
				t.Fatal(err)
			}
			status, p := h.sends(t, x.method, x.path, string(body), c)
			if status != 422 || p.Type != "urn:watchword:invalid" || len(p.Fields) != 1 || p.Fields[0].Name != tt.json {
				t.Errorf("%s, %s %s: %d %+v, want 422 for the field %s", tt.name, x.method, x.path, status, p, tt.json)
			}
		}
	}
	if got := h.ask("GET", "/accounts?q=mo@example.org", nil, c).Body.String(); !strings.Contains(got, "No account fits") {
		t.Error("an account was added although its role was refused")
	}
	status, _ := h.sends(t, "POST", "/accounts", `{"name":"Mo Reed","email":"mo@example.org","posts":[{"role":"liaison","organisation":"`+string(at.org)+`"}]}`, c)
	if status != 200 {
		t.Errorf("for an organisation of the register: %d", status)
	}
}

func TestAccountsAnswerTheSameOnPagesAndForPrograms(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.account(t, h.forms, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
	lee := "/accounts/" + string(h.account(t, h.forms, "lee@example.org", "Lee Fenn", account.Post{Role: authz.Trainer}))
	mo := "/accounts/" + string(h.account(t, h.forms, "mo@example.org", "Mo Reed", account.Post{Role: authz.Trainer}))
	c := h.cookie(t, h.forms, "ines@example.org")

	webtest.Read(t, h.ask("POST", lee+"/roles/end", url.Values{"post": {"99"}}, c).Result()).Status(404).Sound().Says("Lee Fenn does not hold that role.")
	if status, p := h.sends(t, "PUT", lee+"/posts", `{"posts":[{"role":"99"}]}`, c); status != 422 || p.Fields[0].Message != "There is no such role" {
		t.Errorf("a role that is none: %d %+v", status, p)
	}

	tooLong, most := strings.Repeat("ŵ", account.MostWhy+1), strings.Repeat("ŵ", account.MostWhy)
	const sentence = "Give the reason, in 1,000 characters or fewer"
	for _, why := range []string{"", tooLong} {
		webtest.Read(t, h.ask("POST", lee+"/end", url.Values{"why": {why}}, c).Result()).Status(422).Has("#why-error", sentence)
		if status, p := h.sends(t, "POST", lee+"/end", `{"why":"`+why+`"}`, c); status != 422 || len(p.Fields) != 1 || p.Fields[0].Name != "why" || p.Fields[0].Message != sentence {
			t.Errorf("a reason of %d letters: %d %+v", len([]rune(why)), status, p)
		}
	}
	webtest.Read(t, h.ask("POST", lee+"/end", url.Values{"why": {most}}, c).Result()).Status(303)
	if status, p := h.sends(t, "POST", mo+"/end", `{"why":"`+most+`"}`, c); status != 200 {
		t.Errorf("the longest reason: %d %+v", status, p)
	}
}
