package areaapi_test

import (
	"testing"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

func TestAnotherProgramKeepsUnits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		lpsu, _ := h.call(h.Manager, 201, "POST", "/units", `{"name": "Local Policing Support Unit", "short": "LPSU"}`)
		team, head := h.call(h.Manager, 201, "POST", "/units", `{"name": "Scheme team", "parent": "`+lpsu["id"].(string)+`"}`)
		at := "/units/" + team["id"].(string)
		ruth := accounttest.Add(t, h.Accounts, h.Manager, "ruth@eastmarch.example", "Ruth Adeyemi", account.Post{Role: authz.SchemeManager})
		h.call(h.Manager, 204, "PUT", "/accounts/"+string(ruth)+"/unit", `{"unit": "`+team["id"].(string)+`"}`)
		h.call(h.Manager, 412, "PUT", at, `{"name": "Citizens in Policing"}`, "If-Match", head.Get("ETag"))
		got, head := h.call(h.Delegate, 200, "GET", at, "")
		if in := got["accounts"].([]any); len(in) != 1 || in[0] != string(ruth) {
			t.Errorf("%v", got)
		}
		h.call(h.Delegate, 304, "GET", at, "", "If-None-Match", head.Get("ETag"))
		h.call(h.Manager, 200, "PUT", at, `{"name": "Citizens in Policing"}`, "If-Match", head.Get("ETag"))
		if got, _ := h.call(h.Manager, 200, "POST", "/units/"+lpsu["id"].(string)+"/own", ""); got["owns_documents"] != true {
			t.Errorf("%v", got)
		}
		h.call(h.Manager, 409, "POST", at+"/close", "")
		h.call(h.Manager, 204, "PUT", "/accounts/"+string(ruth)+"/unit", `{"unit": ""}`)
		if got, _ := h.call(h.Manager, 200, "POST", at+"/close", ""); got["closed"] != true {
			t.Errorf("%v", got)
		}
		if all, _ := h.call(h.Manager, 200, "GET", "/units", ""); len(all["items"].([]any)) != 1 {
			t.Errorf("%v", all)
		}
		if all, _ := h.call(h.Manager, 200, "GET", "/units?as_at=2026-11-16", ""); len(all["items"].([]any)) != 0 {
			t.Errorf("%v", all)
		}
		h.call(h.Manager, 404, "GET", at+"?as_at=2026-11-16", "") // it was not there yet
		h.call(h.Manager, 200, "GET", at+"?as_at=2026-11-17", "")
		h.call(h.Manager, 422, "GET", at+"?as_known=2040-01-01", "")
		h.call(h.Manager, 422, "POST", "/units", `{"name": ""}`)
		h.call(h.Manager, 404, "GET", "/units/unt_none", "")
		h.call(h.Delegate, 403, "POST", "/units", `{"name": "Ours"}`)
		h.call(h.Trainer, 403, "GET", "/units", "")
	})
}
