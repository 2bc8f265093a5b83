package schemeapi_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
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
	"watchword/internal/scheme/monitor"
	"watchword/internal/scheme/policy"
	"watchword/internal/scheme/schemeapi"
)

// house is a force with the operations of its scheme.
type house struct {
	*accredtest.World
	t   *testing.T
	api *api.API
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	w := accredtest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, PublicPerMinute: 1e6, Key: [32]byte{7}})
	schemeapi.Register(a, d, w.Clock, w.Scheme)
	schemeapi.RegisterGrowth(a, d, w.Clock, w.Growth)
	schemeapi.RegisterPolicies(a, d, w.Clock, w.Policies)
	schemeapi.RegisterMonitor(a, d, w.Clock, w.Monitor)
	return &house{w, t, a}
}

// call sends a request, fails the test unless it is answered with that status, and reads the
// answer.
func (h *house) call(status int, who authz.Actor, method, path, body string) any {
	h.t.Helper()
	r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
	var out any
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != status {
		h.t.Fatalf("%s %s as %s: %d, want %d: %s", method, path, who.Role, w.Code, status, w.Body)
	}
	return out
}

// at is a value in an answer: "items.0.name".
func at(m any, path string) string {
	for name := range strings.SplitSeq(path, ".") {
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

// says holds values of an answer to what they are to be.
func (h *house) says(m any, want map[string]string) {
	h.t.Helper()
	for path, x := range want {
		if got := at(m, path); got != x {
			h.t.Errorf("%s is %q, want %q in %v", path, got, x, m)
		}
	}
}

// TestTheSchemeThroughTheAPI keeps authorities, a target, the contact log and a policy as a
// program of the office would, and reads who may decide and what applicants answered.
func TestTheSchemeThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		who, reader := h.Manager, h.Acting(authz.Commissioner)
		one := at(h.call(201, who, "POST", "/local-authorities", `{"name": "City of Aldermere"}`), "id")
		h.call(422, who, "POST", "/local-authorities", `{"from": "tomorrow"}`)
		h.call(403, reader, "POST", "/local-authorities", `{"name": "Fenbury"}`)
		council := h.Approved(t, "Aldermere City Council")
		h.says(h.call(200, reader, "GET", "/local-authorities", ""), map[string]string{"items.0.member": "yes", "items.0.organisation": string(council), "items.0.found_by_name": "true"})
		h.says(h.call(200, who, "POST", "/local-authorities/"+one, `{"why_not_counted": "Made up"}`), map[string]string{"counted": "false"})

		target := "/targets/" + at(h.call(201, who, "POST", "/targets", `{"measure": "organisations", "goal": 3, "by": "2027-03-31", "how": "Two a month", "owner": "Ruth Adeyemi"}`), "id")
		h.says(h.call(200, reader, "GET", target, ""), map[string]string{"reached": "1", "goal": "3", "state": "open"})
		h.says(h.call(200, reader, "GET", target+"/course", ""), map[string]string{"items.0.reached": "1"})
		h.call(422, who, "POST", target+"/change", `{"measure": "organisations", "goal": 2, "by": "2027-03-31", "how": "A", "owner": "B"}`)
		h.call(200, who, "POST", target+"/close", `{"note": "Done"}`)
		h.says(h.call(200, reader, "GET", "/targets", ""), map[string]string{"items.0.state": "closed"})

		talk := "/growth-contacts/" + at(h.call(201, who, "POST", "/growth-contacts", `{"day": "2026-11-16", "team": "Quaymouth CPT", "with": "Insp Quill", "said": "Two venues asked", "next": "Write", "by": "2026-12-01", "owner": "Ruth Adeyemi"}`), "id")
		h.says(h.call(200, who, "GET", "/growth-contacts?open=true&q=venues", ""), map[string]string{"items.0.next": "Write", "items.0.state": "open"})
		h.call(403, reader, "GET", talk, "")
		h.says(h.call(200, who, "POST", talk+"/follow", `{"came_of_it": "Both wrote back"}`), map[string]string{"state": "done"})

		rules := at(h.call(201, who, "POST", "/policies", `{"name": "Fees policy", "purpose": "What is charged", "owner": "Ruth Adeyemi"}`), "id")
		draft := "/policy-versions/" + at(h.call(201, who, "POST", "/policies/"+rules+"/draft", `{"text": "Firms pay."}`), "id")
		adopt := `{"from": "2026-11-18", "approved_by": "ACC Prowse", "approved_on": "2026-11-17", "review_by": "2027-11-18"}`
		h.says(h.call(409, who, "POST", draft+"/adopt", adopt), map[string]string{"reasons.0.code": "policy.not-assessed"})
		h.call(422, who, "POST", draft+"/assess", strings.Replace(assessment(), "Ruth Adeyemi", "ACC Prowse", 1))
		h.says(h.call(200, who, "POST", draft+"/assess", assessment()), map[string]string{"equality_impact_assessment.findings.8.characteristic": "orientation"})
		h.call(200, who, "POST", draft+"/adopt", adopt)
		h.says(h.call(200, reader, "GET", "/policies", ""), map[string]string{"items.0.versions.0.standing": "From 18 Nov 2026", "items.0.version_in_force": "<nil>"})
		h.says(h.call(200, reader, "GET", "/policies/"+rules+"?as_at=2026-11-18", ""), map[string]string{"versions.0.standing": "In force"})
		h.says(h.call(200, reader, "GET", "/deciders", ""), map[string]string{"items.1.roles.0": "delegate", "items.1.holders": "[]"})

		for range monitor.Least {
			accredtest.Must(t, h.Monitor.Answer(t.Context(), h.Force, h.Monitor.Ticket(h.Force), monitor.Answers{"sex": "male", "race": "white"}))
		}
		accredtest.Must(t, h.Monitor.Answer(t.Context(), h.Force, h.Monitor.Ticket(h.Force), monitor.Answers{"race": "other"}))
		h.says(h.call(200, reader, "GET", "/equality-monitoring", ""), map[string]string{"periods": "[]", "not_told_since": "2026-10-01"})
		h.Clock.Set(clock.OnClock(clock.MustDay("2027-01-02"), 9, 0))
		h.says(h.call(200, reader, "GET", "/equality-monitoring", ""), map[string]string{"periods.0.answered": "21", "periods.0.questions.5.code": "race", "periods.0.questions.5.counts.3.people": "<nil>", "periods.0.questions.5.counts.0.people": "0"})
		h.Verify(t)
	})
}

// assessment is one that found nothing worse for anybody.
func assessment() string {
	type finding struct {
		Characteristic string `json:"characteristic"`
		Looked         string `json:"looked_at"`
		Effect         string `json:"effect"`
	}
	var all []finding
	for _, c := range policy.Characteristics {
		all = append(all, finding{string(c.Characteristic), "Invoices of a year", "none"})
	}
	findings, _ := json.Marshal(all) // strings alone always can be
	return `{"assessed_by": "Ruth Adeyemi", "approved_by": "ACC Prowse", "approved_on": "2026-11-17", "eliminate_discrimination": "A", "advance_equality": "B", "foster_good_relations": "C", "actions": "", "findings": ` + string(findings) + `}`
}
