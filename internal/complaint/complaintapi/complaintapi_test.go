package complaintapi_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/complaint/complaintapi"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// house is a force with complaints, and the operations of them.
type house struct {
	*complainttest.World
	t   testing.TB
	api *api.API
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := complainttest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, PublicPerMinute: 1e6, Key: [32]byte{7}})
	complaintapi.Register(a, d, w.Clock, w.Complaints)
	return &house{World: w, t: t, api: a}
}

// call sends a request as somebody, fails the test unless it is answered with that status,
// and reads the answer.
func (h *house) call(status int, who authz.Actor, method, path, body string) map[string]any {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
	out := map[string]any{}
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != status {
		h.t.Fatalf("%s %s as %s: %d, want %d: %s", method, path, who.Role, w.Code, status, w.Body)
	}
	return out
}

// at is a value in an answer: "steps.0.text".
func at(m any, path string) string {
	for _, name := range strings.Split(path, ".") {
		switch x := m.(type) {
		case map[string]any:
			m = x[name]
		case []any:
			var i int
			if _, err := fmt.Sscan(name, &i); err != nil || i >= len(x) {
				return "nothing"
			}
			m = x[i]
		}
	}
	return fmt.Sprint(m)
}

// TestAComplaintThroughTheAPI takes one from the way in that is open to all to its review, as
// the programs of each side would.
func TestAComplaintThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		told := `{"number": "` + h.Number + `", "where": "Market Street", "on": "2026-11-16", "matters": ["force"], "text": "He took hold of my arm.", "name": "Casey Rowe"}`
		h.call(422, h.Public(), "POST", "/complaints", `{"where": "", "on": "tomorrow", "text": ""}`)
		got := h.call(201, h.Public(), "POST", "/complaints", told)
		secret, one := strings.TrimPrefix(at(got, "path"), "/complaint/"), "/complaints/"+at(got, "id")
		if p := h.call(200, h.Public(), "GET", "/complaint-links/"+secret, ""); at(p, "state") != "received" || at(p, "steps.1.day") != "2026-11-22" {
			t.Errorf("where it stands: %v", p)
		}
		h.call(404, h.Public(), "GET", "/complaint-links/"+secret+"x", "")
		h.call(401, h.Public(), "GET", one, "")
		if c := h.call(200, h.Manager, "GET", one, ""); at(c, "serious") != "true" || at(c, "held") != "true" || at(c, "complainant.name") != "Casey Rowe" || at(c, "channel") != "page" {
			t.Errorf("for the office: %v", c)
		}
		h.call(404, h.Employer, "GET", one, "")
		h.call(403, h.Elsewhere, "GET", one, "")
		h.call(404, h.World.Stranger(t, authz.SchemeManager), "GET", one, "")

		act := func(status int, who authz.Actor, what, body string) map[string]any {
			t.Helper()
			return h.call(status, who, "POST", one+"/"+what, body)
		}
		act(200, h.Manager, "acknowledge", `{}`)
		act(409, h.Manager, "assign", `{"to": "employer", "by": "2026-12-07"}`)
		act(200, h.Manager, "identify", `{"number": "`+h.Number+`", "matters": ["force", "manner"], "power": "csas-fpn-litter"}`)
		act(200, h.Standards, "suspend", `{"text": ""}`)
		act(200, h.Manager, "refer", `{"text": "Force is alleged."}`)
		act(403, h.Manager, "take", `{}`)
		act(200, h.Standards, "give-back", `{"text": "For the employer."}`)
		act(200, h.Manager, "assign", `{"to": "employer", "by": "2026-12-07"}`)
		act(200, h.Manager, "inform", `{"text": "That you took hold of an arm."}`)
		act(200, h.Employer, "enquire", `{"text": "Looked at the video."}`)
		if c := act(200, h.Employer, "report", `{"finding": "upheld", "text": "It is so."}`); at(c, "report.finding") != "upheld" || at(c, "complainant") != "<nil>" || at(c, "referred") != "<nil>" {
			t.Errorf("for the employer: %v", c)
		}
		act(200, h.Manager, "ask", `{"text": "Who else was there?"}`)
		act(200, h.Employer, "report", `{"finding": "upheld", "text": "Nobody."}`)
		act(403, h.Employer, "decide", `{"finding": "upheld", "text": "Sorry."}`)
		act(200, h.Manager, "decide", `{"finding": "upheld", "text": "We are sorry.", "learning": "Training."}`)
		if c := h.call(200, h.Warden, "GET", one, ""); at(c, "outcome.finding") != "upheld" || at(c, "gist") != "That you took hold of an arm." || at(c, "said") != "[]" || at(c, "outcome.text") != "" {
			t.Errorf("for the person: %v", c)
		}
		if p := h.call(200, h.Public(), "GET", "/complaint-links/"+secret, ""); at(p, "finding") != "upheld" || at(p, "review_until") != "2026-12-15" {
			t.Errorf("where it stands: %v", p)
		}
		act(409, h.Delegate, "review", `{"finding": "upheld", "text": "It stands."}`)
		link := "/complaint-links/" + secret
		h.call(409, h.Public(), "POST", link+"/withdraw", `{}`)
		h.call(422, h.Public(), "POST", link+"/ask-review", `{}`)
		h.call(404, h.Public(), "POST", link+"x/ask-review", `{"why": "Ask my friend."}`)
		if p := h.call(200, h.Public(), "POST", link+"/ask-review", `{"why": "Ask my friend."}`); at(p, "state") != "in-review" {
			t.Errorf("a review is asked for: %v", p)
		}
		h.call(200, h.Public(), "POST", link+"/add", `{"text": "Her name is Jo."}`)
		if c := act(200, h.Delegate, "review", `{"finding": "upheld", "text": "It stands."}`); at(c, "said.1.text") != "Her name is Jo." || at(c, "review_asked.text") != "Ask my friend." {
			t.Errorf("the review: %v", c)
		}
		if p := h.call(200, h.Public(), "GET", link, ""); at(p, "link_ends") != "2027-11-17" {
			t.Errorf("the link ends: %v", p)
		}
		if l := h.call(200, h.Manager, "GET", "/complaints?kind=serious&state=reviewed", ""); at(l, "items.0.reference") != at(got, "reference") {
			t.Errorf("the list: %v", l)
		}
		by := h.call(201, h.Public(), "POST", "/complaints", told)
		two := "/complaints/" + at(by, "id")
		h.call(403, h.Employer, "POST", two+"/withdraw", `{"text": "They rang."}`)
		h.call(422, h.Manager, "POST", two+"/withdraw", `{"text": ""}`)
		h.call(409, h.Manager, "POST", two+"/ask-review", `{"text": "They rang."}`)
		if c := h.call(200, h.Manager, "POST", two+"/withdraw", `{"text": "By telephone on Tuesday."}`); at(c, "state") != "withdrawn" {
			t.Errorf("withdrawn by the office: %v", c)
		}
		again := strings.Replace(at(h.call(200, h.Manager, "POST", two+"/link", ""), "path"), "/complaint/", "/complaint-links/", 1)
		if p := h.call(200, h.Public(), "GET", again, ""); at(p, "state") != "withdrawn" {
			t.Errorf("by the new link: %v", p)
		}
		h.call(404, h.Public(), "GET", strings.Replace(at(by, "path"), "/complaint/", "/complaint-links/", 1), "")
		h.call(403, h.Delegate, "POST", two+"/link", "")
		p1 := h.call(200, h.Manager, "GET", "/complaints?limit=1", "")
		p2 := h.call(200, h.Manager, "GET", "/complaints?limit=1&cursor="+at(p1, "next"), "")
		if at(p1, "items.0.id") == at(got, "id") || at(p2, "items.0.id") != at(got, "id") || at(p2, "next") != "<nil>" {
			t.Errorf("page by page, the newest first: %v, %v", p1, p2)
		}
		if l := h.call(200, h.Employer, "GET", one+"/history?all=true", ""); at(l, "items.0.state") != "enquiring" {
			t.Errorf("the employer’s history begins when it was given over: %v", at(l, "items.0.state"))
		}
	})
}
