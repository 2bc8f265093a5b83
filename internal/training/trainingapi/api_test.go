package trainingapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/desktest"
	"watchword/internal/training/coursetest"
	"watchword/internal/training/trainingapi"
)

// house is a force with training, and its operations.
type house struct {
	*coursetest.World
	t   testing.TB
	api *api.API
}

// call sends a request as somebody, fails the test unless the answer has that status, and
// returns its body.
func (h *house) call(who authz.Actor, status int, method, path, body string) map[string]any {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
	if w.Code != status {
		h.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	out := map[string]any{}
	if w.Body.Len() > 0 {
		accredtest.Must(h.t, json.Unmarshal(w.Body.Bytes(), &out))
	}
	return out
}

func items(m map[string]any) []any { x, _ := m["items"].([]any); return x }

// TestTrainingThroughTheAPI takes a course from its provider to a result, as the programs of
// the scheme office and of an employer would.
func TestTrainingThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := desktest.New(t, d)
		h := &house{World: coursetest.Over(t, w.World), t: t}
		h.api = w.API(func(a *api.API) { trainingapi.Register(a, d, h.Clock, h.Courses) })
		o := h.Approved(t, "Aldermere City Council")
		ada, bo := h.Warden(t, o, "Ada", accredtest.Today.AddYears(1)), h.Warden(t, o, "Bo", accredtest.Today.AddYears(1))
		lead := h.Employer(o)

		made := h.call(h.Manager, http.StatusCreated, "POST", "/training-providers", `{"name": "Lantern Training", "from": "2026-01-01", "evidence": "Visited"}`)
		h.call(h.Trainer, 403, "POST", "/training-providers", `{"name": "Mine", "from": "2026-01-01", "evidence": "x"}`)
		h.call(h.Manager, 422, "POST", "/training-providers/"+made["id"].(string)+"/close", `{"last_day": "then", "why": "x"}`)
		if got := h.call(h.Manager, 200, "POST", "/training-providers/"+made["id"].(string)+"/close", `{"last_day": "2026-11-17", "why": "It retires"}`); got["closed"] != "2026-11-17" {
			t.Errorf("%v", got)
		}
		if got := items(h.call(lead, 200, "GET", "/training-providers", "")); len(got) != 2 {
			t.Errorf("%v", got)
		}
		trainer := h.call(h.Manager, http.StatusCreated, "POST", "/trainers", `{"name": "Sam Oke", "provider": "`+string(h.House)+`"}`)
		if got := h.call(h.Manager, 200, "POST", "/trainers/"+trainer["id"].(string)+"/qualify", `{"what": "Award", "awarded_by": "City", "awarded_on": "2026-01-01"}`); len(got["qualifications"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
		body := `{"title": "Noise", "kind": "refresher", "provider": "` + string(h.House) + `", "days": 1, "hours": 6, "places": 1, "assessment": "Exercise", "modules": [{"title": "Noise", "hours": 6, "powers": ["csas-name-address-asb"]}]}`
		one := h.call(h.Trainer, http.StatusCreated, "POST", "/courses", body)
		of := one["id"].(string)
		h.call(h.Trainer, 422, "POST", "/courses/"+of+"/change", strings.Replace(body, "csas-name-address-asb", "csas-flying", 1))

		plan := `{"course": "` + of + `", "trainer": "` + trainer["id"].(string) + `", "first_day": "2026-11-18", "last_day": "2026-11-18", "venue": "Online", "places": 1}`
		h.call(lead, 403, "POST", "/training-sessions", plan)
		at := "/training-sessions/" + h.call(h.Trainer, http.StatusCreated, "POST", "/training-sessions", plan)["id"].(string)
		got := h.call(lead, 200, "POST", at+"/book", `{"people": ["`+string(ada)+`", "`+string(bo)+`"]}`)
		if got["places_taken"] != 1.0 || got["waiting"] != 1.0 {
			t.Errorf("%v", got)
		}
		places := items(h.call(lead, 200, "GET", at+"/places", ""))
		first, second := places[0].(map[string]any)["id"].(string), places[1].(map[string]any)["id"].(string)
		h.call(lead, 200, "POST", "/training-places/"+first+"/give-up", `{"why": "On leave"}`)
		if got := h.call(lead, 200, "GET", "/training-places/"+second, ""); got["state"] != "booked" {
			t.Errorf("%v", got)
		}
		h.call(h.Employer("org_other"), 403, "GET", "/training-places/"+second, "")
		h.Clock.Set(clock.OnClock(accredtest.Today+1, 17, 0))
		h.call(lead, 403, "POST", at+"/results", `{"results": [{"place": "`+second+`", "outcome": "passed"}]}`)
		if got := h.call(h.Trainer, 200, "POST", at+"/results", `{"results": [{"place": "`+second+`", "outcome": "passed"}]}`); got["state"] != "held" {
			t.Errorf("%v", got)
		}
		if got := h.call(lead, 200, "GET", "/training-places/"+second, ""); got["counts_until"] != "2029-11-17" || len(got["powers"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
		if got := items(h.call(lead, 200, "GET", "/refreshers-due?by=2030-01-01", "")); len(got) != 1 || got[0].(map[string]any)["person"] != string(bo) {
			t.Errorf("%v", got)
		}
		if got := items(h.call(lead, 200, "GET", "/training-sessions?course="+of, "")); len(got) != 1 {
			t.Errorf("%v", got)
		}
		own := h.Own(o, bo)
		if got := h.call(own, 200, "POST", "/training-places/"+second+"/feedback", `{"rating": 4, "text": "More exercises"}`); got["feedback"] != nil {
			t.Errorf("what a learner says is told without the name: %v", got)
		}
		h.call(h.Own(o, ada), 403, "POST", "/training-places/"+second+"/feedback", `{"rating": 1}`)
		if got := h.call(own, 200, "GET", "/emergency-rule", ""); got["acknowledged"] != nil || !strings.Contains(got["rule"].(string), "999") {
			t.Errorf("%v", got)
		}
		h.call(own, 422, "POST", "/emergency-rule", `{"read": false}`)
		if got := h.call(own, 200, "POST", "/emergency-rule", `{"read": true}`); got["acknowledged"] == nil {
			t.Errorf("%v", got)
		}
		h.call(own, 409, "POST", "/emergency-rule", `{"read": true}`)
		h.call(lead, 403, "GET", "/emergency-rule", "")
		h.call(lead, 403, "POST", "/manuals?title=Handbook", "%PDF-1.4\n%%EOF")
		h.call(h.Trainer, 422, "POST", "/manuals?title=Handbook", "MZ")
		manual := h.call(h.Trainer, http.StatusCreated, "POST", "/manuals?title=Handbook&file_name=one.pdf", "%PDF-1.4\n%%EOF")
		if got := h.call(h.Trainer, 200, "POST", "/manuals/"+manual["id"].(string)+"/publish?title=Handbook&note=Noise", "%PDF-1.5\n%%EOF"); len(got["versions"].([]any)) != 2 {
			t.Errorf("%v", got)
		}
		seen := map[string]int{}
		for next := ""; ; {
			page := h.call(lead, 200, "GET", at+"/places?limit=1&cursor="+next, "")
			for _, x := range items(page) {
				seen[x.(map[string]any)["id"].(string)]++
			}
			if next, _ = page["next"].(string); next == "" {
				break
			}
		}
		if len(seen) != 2 || seen[first] != 1 || seen[second] != 1 {
			t.Errorf("page by page each place comes once: %v", seen)
		}
		h.call(lead, 422, "GET", "/training-sessions?cursor=x", "")
		if got := h.call(h.Trainer, 200, "POST", "/courses/"+of+"/end", `{}`); got["ended"] != "2026-11-18" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Trainer, 200, "POST", "/courses/"+of+"/change", body); got["ended"] != "2026-11-18" {
			t.Errorf("a change opened it again: %v", got)
		}
		h.call(h.Vetter, 403, "GET", "/courses", "")
		h.call(h.Stranger(t, authz.SchemeManager), 404, "GET", "/courses/"+of, "")
	})
}
