package agreementapi_test

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestSupervisionThroughTheAPI writes a plan, records a sample and mends what it found.
func TestSupervisionThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.InForce(t, h.Org)
		lead, at := h.Lead(h.Org), "/organisations/"+string(h.Org)+"/supervision"
		if got := h.call(lead, "GET", at, "").is(200); got["visit_due"] != "2027-02-17" || got["plan"] != nil || sides(got, "falls_short") != 1 {
			t.Errorf("%v", got)
		}
		h.call(lead, "POST", at+"/plan", `{"on_site": "Weekly", "documents": ""}`).refuses(422, "invalid", "", "documents")
		if got := h.call(lead, "POST", at+"/plan", `{"on_site": "Weekly", "documents": "Monthly", "cover": [{"supervisor": "Gareth Lyle", "by": "Idris Pugh"}]}`).is(200); sides(got, "falls_short") != 0 {
			t.Errorf("%v", got)
		}
		made := h.call(lead, "POST", at+"/done", `{"kind": "sample", "day": "2026-11-17", "by": "G. Lyle", "notebooks": 3, "not_in_order": 1, "found": "One not signed", "put_right_by": "2026-11-24"}`).is(201)
		visit := "/supervision-visits/" + made["id"].(string)
		if got := h.call(lead, "POST", visit+"/mend", `{"how": "Signed"}`).is(200); got["put_right"] != "2026-11-17" {
			t.Errorf("%v", got)
		}
		planned := h.call(lead, "POST", at+"/planned", `{"kind": "visit", "day": "2026-11-20", "by": "G. Lyle"}`).is(201)
		h.call(lead, "POST", "/supervision-visits/"+planned["id"].(string)+"/record", `{"day": "2026-11-17", "by": "G. Lyle", "found": "All well"}`).is(200)
		if got := h.call(h.Manager, "GET", at, "").is(200); sides(got, "visits") != 2 || got["visit_due"] != "2027-02-17" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "GET", "/supervision", "").is(200); sides(got, "items") != 1 {
			t.Errorf("%v", got)
		}
		h.call(h.Lead(h.Approved(t, "Quaymouth Council")), "GET", visit, "").refuses(403, "forbidden", "see agreements")
		h.call(h.Stranger(t, authz.SchemeManager), "GET", at, "").refuses(404, "not-found", "")
	})
}
