package areaapi_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/area"
	"watchword/internal/area/areaapi"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

type house struct {
	*accredtest.World
	t   testing.TB
	api *api.API
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := accredtest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Who: account.Actor, PerMinute: 1e6})
	areaapi.Register(a, areaapi.Deps{DB: d, Clock: w.Clock, Areas: w.Areas, Accounts: w.Accounts})
	return &house{World: w, t: t, api: a}
}

// call sends a request as somebody, and fails the test unless it is answered with that
// status.
func (h *house) call(who authz.Actor, status int, method, path, body string, headers ...string) (map[string]any, http.Header) {
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
	if w.Code != status {
		h.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	out := map[string]any{}
	if w.Body.Len() > 0 {
		accredtest.Must(h.t, json.Unmarshal(w.Body.Bytes(), &out))
	}
	return out, w.Header()
}

func value(settings map[string]any, name string) any {
	for _, x := range settings["items"].([]any) {
		if s := x.(map[string]any); s["name"] == name {
			return s["value"]
		}
	}
	return nil
}

func TestAnotherProgramChangesSettings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		set, head := h.call(h.Manager, 200, "GET", "/settings", "")
		if n := len(set["items"].([]any)); n != len(area.SettingList) || value(set, "minimum_age") != 18.0 || value(set, "small_counts") != false {
			t.Errorf("%d settings, %v", n, set)
		}
		h.call(h.Manager, 304, "GET", "/settings", "", "If-None-Match", head.Get("ETag"))
		h.Clock.Advance(time.Hour)
		would, _ := h.call(h.Manager, 200, "POST", "/settings/preview", `{"values": {"minimum_age": 21, "small_counts": true}}`)
		if len(would["changes"].([]any)) != 2 || would["count"] != 0.0 || len(would["touched"].([]any)) != 0 {
			t.Errorf("the preview: %v", would)
		}
		h.call(h.Delegate, 403, "POST", "/settings/preview", `{"values": {"minimum_age": 21}}`)
		h.call(h.Manager, 422, "POST", "/settings/preview", `{"values": {"minimum_age": 18}}`)
		set, changed := h.call(h.Manager, 200, "PATCH", "/settings", `{"values": {"minimum_age": 21, "small_counts": true, "return_address": ["Citizens in Policing", "PO Box 2"]}, "why": "The board of 12 November"}`, "If-Match", head.Get("ETag"))
		if value(set, "minimum_age") != 21.0 || value(set, "small_counts") != true || len(value(set, "return_address").([]any)) != 2 || changed.Get("ETag") == head.Get("ETag") {
			t.Errorf("%v", set)
		}
		h.call(h.Manager, 412, "PATCH", "/settings", `{"values": {"minimum_age": 20}, "why": "x"}`, "If-Match", head.Get("ETag"))
		for body, field := range map[string]string{`{"values": {"minimum_age": 20.5}, "why": "x"}`: "minimum_age", `{"values": {"badge": {}}, "why": "x"}`: "badge", `{"values": {"return_address": ["a\nb"]}, "why": "x"}`: "return_address",
			`{"values": {"demo": true}, "why": "x"}`: "demo", `{"values": {"minimum_age": 20}, "why": " "}`: "why", `{"values": {}, "why": "x"}`: "values"} {
			if got, _ := h.call(h.Manager, 422, "PATCH", "/settings", body); !strings.Contains(text(got), `"`+field+`"`) {
				t.Errorf("%s: %s", body, text(got))
			}
		}
		h.call(h.Delegate, 200, "GET", "/settings", "")
		h.call(h.Delegate, 403, "PATCH", "/settings", `{"values": {"minimum_age": 20}, "why": "x"}`)
		h.call(h.Trainer, 403, "GET", "/settings", "")

		_, err := h.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		page, _ := h.call(h.Manager, 200, "GET", "/settings/history?limit=1", "")
		first := page["items"].([]any)[0].(map[string]any)
		if first["by"] != "Ruth Adeyemi" || first["why"] != "The board of 12 November" || len(first["changes"].([]any)) != 3 {
			t.Errorf("%v", first)
		}
		page, _ = h.call(h.Manager, 200, "GET", "/settings/history?limit=1&cursor="+page["next"].(string), "")
		if setUp := page["items"].([]any)[0].(map[string]any); setUp["set_up"] != true || page["next"] != nil {
			t.Errorf("%v", page)
		}
		h.call(h.Manager, 422, "GET", "/settings/history?cursor=zzz", "")
	})
}

func text(m map[string]any) string { b, _ := json.Marshal(m); return string(b) }

// square is a boundary of a tenth of a degree.
func square(t testing.TB) geo.Shape {
	s, err := geo.Read([]byte(`{"type":"Polygon","coordinates":[[[1,52],[1.1,52],[1.1,52.1],[1,52.1],[1,52]]]}`), geo.Usual)
	accredtest.Must(t, err)
	return s
}

func (h *house) put(a area.Area, of id.Area) id.Area {
	h.t.Helper()
	_, err := h.Ledger.Do(h.t.Context(), h.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
		of, err = h.Areas.Put(tx, e, of, a, e.At)
		return err
	})
	accredtest.Must(h.t, err)
	return of
}

func TestAreasAreListedAndRead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.Clock.Advance(48 * time.Hour)
		market := h.put(area.Area{Kind: area.Ward, Name: "Market", Code: "X05000001", Parent: h.City, Shape: square(t)}, "")
		h.put(area.Area{Kind: area.Ward, Name: "Castle", Parent: h.City}, "")
		h.put(area.Area{Kind: area.WholeForce, Name: "Eastmarch"}, "")
		names := func(path string) string {
			var out []string
			for cursor := ""; ; {
				page, _ := h.call(h.Trainer, 200, "GET", path+"&cursor="+cursor, "")
				for _, x := range page["items"].([]any) {
					out = append(out, x.(map[string]any)["name"].(string))
				}
				next, _ := page["next"].(string)
				if cursor = next; cursor == "" {
					return strings.Join(out, " ")
				}
			}
		}
		for path, want := range map[string]string{"/areas?limit=2": "Eastmarch Aldermere Quaymouth Castle Market", "/areas?kind=ward": "Castle Market", "/areas?parent=" + string(h.City): "Castle Market",
			"/areas?limit=1&as_at=2026-11-17": "Aldermere Quaymouth", "/areas?kind=authority": ""} {
			if got := names(path); got != want {
				t.Errorf("%s: %s, want %s", path, got, want)
			}
		}
		got, head := h.call(h.Trainer, 200, "GET", "/areas/"+string(market), "")
		shape := got["geometry"].(map[string]any)
		if got["code"] != "X05000001" || got["parent"] != string(h.City) || shape["type"] != "Polygon" && shape["type"] != "MultiPolygon" || got["hectares"].(float64) < 7000 {
			t.Errorf("%v", got)
		}
		h.call(h.Trainer, 304, "GET", "/areas/"+string(market), "", "If-None-Match", head.Get("ETag"))
		if got, _ := h.call(h.Trainer, 200, "GET", "/areas/"+string(h.City), ""); len(got["parts"].([]any)) != 2 {
			t.Errorf("%v", got)
		}
		h.call(h.Trainer, 404, "GET", "/areas/"+string(market)+"?as_at=2026-11-17", "")
		h.call(h.Trainer, 422, "GET", "/areas?kind=parish", "")
		h.call(h.Trainer, 422, "GET", "/areas?cursor=zzz", "")
		h.call(authz.Actor{}, 401, "GET", "/areas", "")
		other := id.New[id.Force]()
		h.AddForce(t, other, "Westmarch Police", "westmarch")
		stranger := authz.Actor{Force: other, Account: "acc_x", Role: authz.SchemeManager}
		h.call(stranger, 404, "GET", "/areas/"+string(market), "")
		if page, _ := h.call(stranger, 200, "GET", "/areas", ""); len(page["items"].([]any)) != 0 {
			t.Errorf("another force sees %v", page)
		}
	})
}
