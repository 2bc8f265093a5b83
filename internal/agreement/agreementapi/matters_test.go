package agreementapi_test

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestIssuesThroughTheAPI raises an issue, proposes its outcome and closes it, as the
// programs of both sides would.
func TestIssuesThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.InForce(t, h.Org)
		lead := h.Lead(h.Org)
		raise := func(kind string) string {
			return `{"organisation": "` + string(h.Org) + `", "kind": "` + kind + `", "subject": "Radios", "text": "Two are broken"}`
		}
		h.call(h.Manager, "POST", "/issues", raise("question")).refuses(403, "forbidden", "asked by organisations")
		made := h.call(lead, "POST", "/issues", raise("issue")).is(201)
		if made["waits_for"] != "force" || made["due"] != "2026-12-01" || sides(made, "said") != 1 {
			t.Errorf("%v", made)
		}
		h.call(lead, "POST", "/issues", raise("question")).is(201)
		first := h.call(h.Manager, "GET", "/issues?limit=1&organisation="+string(h.Org), "").is(200)
		if sides(first, "items") != 1 || first["next"] == nil && first["next_cursor"] == nil {
			t.Errorf("%v", first)
		}
		if got := h.call(h.Manager, "GET", "/issues?kind=issue&open=true", "").is(200); sides(got, "items") != 1 {
			t.Errorf("%v", got)
		}
		at := "/issues/" + made["id"].(string)
		h.call(h.Manager, "POST", at+"/propose", `{"text": "Lend three"}`).is(200)
		h.call(h.Manager, "POST", at+"/agree", `{}`).refuses(409, "conflict", "nothing proposed that is yours")
		if got := h.call(lead, "POST", at+"/agree", `{}`).is(200); got["state"] != "closed" || got["outcome"] != "Lend three" || got["due"] != nil {
			t.Errorf("%v", got)
		}
		h.call(lead, "POST", at+"/say", `{"text": "x"}`).refuses(409, "conflict", "This is over")
		if got := h.call(h.Manager, "GET", at+"/history?all=true", "").is(200); sides(got, "items") < 3 {
			t.Errorf("%v", got)
		}
		other := h.Lead(h.Approved(t, "Quaymouth Council"))
		h.call(other, "GET", at, "").refuses(403, "forbidden", "see agreements")
		h.call(h.Stranger(t, authz.SchemeManager), "GET", at, "").refuses(404, "not-found", "")
	})
}

// TestEvaluationsThroughTheAPI records an evaluation, agrees an action and does it.
func TestEvaluationsThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.InForce(t, h.Org)
		lead, list := h.Lead(h.Org), "/organisations/"+string(h.Org)+"/evaluations"
		if got := h.call(lead, "GET", list, "").is(200); got["due"] != "2027-11-17" || sides(got, "items") != 0 {
			t.Errorf("%v", got)
		}
		held := `{"day": "2026-11-17", "took_part_for_force": "Insp Quill", "took_part_for_organisation": "J. Birtwell", "found": "All well"}`
		made := h.call(lead, "POST", list, held).is(201)
		h.call(lead, "POST", list, held).refuses(409, "conflict", "recorded already")
		at := "/evaluations/" + made["id"].(string)
		h.call(lead, "POST", at+"/actions", `{"what": "x", "side": "organisation", "owner": "y", "due": "2026-02-30"}`).refuses(422, "invalid", "", "due")
		h.call(lead, "POST", at+"/actions", `{"what": "x", "side": "organisation", "owner": "y", "due": "2026-12-24"}`).is(200)
		if got := h.call(lead, "POST", at+"/done", `{"action": 0}`).is(200)["actions"].([]any)[0].(map[string]any); got["done"] != "2026-11-17" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "POST", at+"/correct", held).is(200); sides(got, "actions") != 1 {
			t.Errorf("%v", got)
		}
		h.call(h.Lead(h.Approved(t, "Quaymouth Council")), "GET", at, "").refuses(403, "forbidden", "see agreements")
		h.call(h.Stranger(t, authz.SchemeManager), "GET", at, "").refuses(404, "not-found", "")
	})
}
