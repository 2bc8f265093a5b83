package complianceapi_test

import (
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/compliance/complianceapi"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
)

func TestTheStandardsThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
		complianceapi.Register(a, d, w.Clock, w.Rooms.Compliance)
		o := w.Approved(t, "Aldermere City Council")
		p, _ := w.Accredited(t, o, "Joel", law.PowerID("csas-name-address-asb"))
		get := func(who authz.Actor, path string, status int) map[string]any {
			t.Helper()
			r := httptest.NewRequest("GET", api.Prefix+path, nil)
			rw := httptest.NewRecorder()
			a.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
			if rw.Code != status {
				t.Fatalf("%s: %d %s", path, rw.Code, rw.Body)
			}
			var out map[string]any
			accredtest.Must(t, json.Unmarshal(rw.Body.Bytes(), &out))
			return out
		}
		one := get(w.Manager, "/organisations/"+string(o)+"/standards", 200)
		if one["colour"] != "amber" || len(one["standards"].([]any)) != 6 || len(one["persons"].([]any)) != 1 {
			t.Errorf("%v", one)
		}
		if got := get(w.Manager, "/people/"+string(p)+"/standards", 200); got["colour"] != "amber" || len(got["standards"].([]any)) != 6 {
			t.Errorf("%v", got)
		}
		if got := get(w.Lead(o), "/standards", 200); len(got["items"].([]any)) != 1 {
			t.Errorf("%v", got)
		}
		get(w.Lead(w.Approved(t, "Quaymouth Council")), "/organisations/"+string(o)+"/standards", 403)
		get(w.Stranger(t, authz.SchemeManager), "/people/"+string(p)+"/standards", 404)
	})
}
