package agreementapi_test

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestMeetingsThroughTheAPI plans, moves, records and minutes a meeting, as the programs of
// both sides would.
func TestMeetingsThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.InForce(t, h.Org)
		lead, list := h.Lead(h.Org), "/organisations/"+string(h.Org)+"/meetings"
		if got := h.call(lead, "GET", list, "").is(200); got["due"] != "2027-02-17" || got["every_months"] != 3.0 || sides(got, "items") != 0 {
			t.Errorf("%v", got)
		}
		h.call(lead, "POST", list, `{"day": "2026-11-16"}`).refuses(422, "invalid", "This day is past", "day")
		made := h.call(lead, "POST", list, `{"day": "2026-11-20"}`, "Idempotency-Key", "m").is(201)
		if again := h.call(lead, "POST", list, `{"day": "2026-11-20"}`, "Idempotency-Key", "m").is(201); again["id"] != made["id"] {
			t.Error("sent again it is planned twice")
		}
		at := "/meetings/" + made["id"].(string)
		read := h.call(lead, "GET", at, "")
		read.is(200)
		tag := read.header.Get("ETag")
		h.call(h.Liaison(), "POST", at+"/move", `{"day": "2026-11-17", "place": "Guildhall"}`, "If-Match", tag).is(200)
		h.call(lead, "POST", at+"/call-off", `{"why": "Snow"}`, "If-Match", tag).refuses(412, "changed", "This has changed since you read it")
		held := `{"day": "2026-11-17", "attended_for_force": "Sgt Askew", "attended_for_organisation": "J. Birtwell"}`
		h.call(lead, "POST", at+"/minutes", `{"minutes": "x"}`).refuses(409, "conflict", "The meeting is planned")
		if got := h.call(lead, "POST", at+"/hold", held).is(200); got["state"] != "held" || got["kept_until"] != "2032-11-17" {
			t.Errorf("%v", got)
		}
		h.call(lead, "POST", list+"/held", held).refuses(409, "conflict", "is recorded already")
		if got := h.call(lead, "POST", at+"/minutes", `{"minutes": "The market"}`).is(200); got["minutes"] != "The market" {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "GET", list, "").is(200); got["last_held"] != "2026-11-17" || sides(got, "items") != 1 {
			t.Errorf("%v", got)
		}
		if got := h.call(h.Manager, "GET", at+"/history?all=true", "").is(200); sides(got, "items") < 4 {
			t.Errorf("%v", got)
		}
		other := h.Lead(h.Approved(t, "Quaymouth Council"))
		for _, path := range []string{list, at, at + "/history"} {
			h.call(other, "GET", path, "").refuses(403, "forbidden", "see agreements")
			h.call(h.Stranger(t, authz.SchemeManager), "GET", path, "").refuses(404, "not-found", "")
		}
		h.call(other, "POST", list, `{"day": "2026-11-20"}`).refuses(403, "forbidden", "keep meetings")
		h.call(h.Trainer, "POST", at+"/minutes", `{"minutes": "x"}`).refuses(403, "forbidden", "keep meetings")
	})
}

// TestContactsThroughTheAPI verifies a contact by the key that was read.
func TestContactsThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.InForce(t, h.Org)
		lead, list := h.Lead(h.Org), "/organisations/"+string(h.Org)+"/directory"
		items := h.call(lead, "GET", list, "").is(200)["items"].([]any)
		first, last := items[0].(map[string]any), items[len(items)-1].(map[string]any)
		if len(items) != 6 || first["side"] != "force" || last["side"] != "organisation" || last["due"] != "2027-05-17" || last["verified"] != nil {
			t.Fatalf("%v", items)
		}
		key := func(e map[string]any) string { return `{"key": "` + e["key"].(string) + `"}` }
		h.call(lead, "POST", list+"/verify", key(first)).refuses(403, "forbidden", "by its own side")
		if got := h.call(lead, "POST", list+"/verify", key(last)).is(200)["items"].([]any); got[len(items)-1].(map[string]any)["verified"] != "2026-11-17" {
			t.Errorf("%v", got)
		}
		h.call(lead, "POST", list+"/verify", key(last)).refuses(409, "conflict", "verified today already")
		h.call(lead, "POST", list+"/verify", `{"key": "0"}`).refuses(409, "conflict", "changed or taken out")
		other := h.Lead(h.Approved(t, "Quaymouth Council"))
		h.call(other, "GET", list, "").refuses(403, "forbidden", "see agreements")
		h.call(other, "POST", list+"/verify", key(last)).refuses(403, "forbidden", "keep meetings")
		h.call(h.Stranger(t, authz.SchemeManager), "GET", list, "").refuses(404, "not-found", "")
	})
}
