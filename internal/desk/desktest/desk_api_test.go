package desktest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/desk/desktest"
	"watchword/internal/desk/lawapi"
	"watchword/internal/desk/ledgerapi"
	"watchword/internal/desk/publicapi"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
	"watchword/internal/sign"
)

// call asks an operation and reads its answer.
func call(t *testing.T, h http.Handler, method, path, body string, want int) map[string]any {
	t.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var out map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &out); w.Code != want || err != nil {
		t.Fatalf("%s %s: %d, want %d (%v): %.500s", method, path, w.Code, want, err, w.Body)
	}
	return out
}

func items(m map[string]any) []any { list, _ := m["items"].([]any); return list }

func operations(t *testing.T, d *db.DB) (*desktest.World, *api.API) {
	t.Helper()
	w := desktest.New(t, d)
	return w, w.API(func(a *api.API) { lawapi.Add(a, w.Clock) }, func(a *api.API) { publicapi.Add(a, w.Public, w.Clock) },
		func(a *api.API) { ledgerapi.Add(a, &desk.Reader{Desk: w.Desk, Ring: w.Ring}) })
}

func TestPublicRegisterForPrograms(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, a := operations(t, d)
		h := w.As(w.Nobody(), a)
		for i := range 3 {
			o := w.Approved(t, fmt.Sprint("Council ", i))
			w.Accredited(t, o, "Joel", "csas-fpn-litter")
		}
		first := call(t, h, "GET", "/register/organisations?limit=2&notice=litter", "", 200)
		second := call(t, h, "GET", "/register/organisations?limit=2&notice=litter&cursor="+first["next"].(string), "", 200)
		if len(items(first)) != 2 || len(items(second)) != 1 || second["next"] != nil {
			t.Errorf("%v %v", first, second)
		}
		if got := items(call(t, h, "GET", "/register/powers", "", 200)); len(got) != 1 || got[0].(map[string]any)["persons"] != 3.0 {
			t.Errorf("%v", got)
		}
		if got := items(call(t, h, "GET", "/register/organisations?as_at=2026-11-16", "", 200)); len(got) != 0 {
			t.Errorf("%v", got)
		}
		call(t, h, "GET", "/register/organisations?as_at=2026-02-30", "", 422)
		call(t, h, "GET", "/register/organisations?as_known=2026-11-16", "", 422)
	})
}

func TestLawForPrograms(t *testing.T) {
	t.Parallel()
	w, a := operations(t, dbtest.SQLite(t))
	h := w.As(w.Nobody(), a)
	if got := items(call(t, h, "GET", "/powers", "", 200)); len(got) != len(law.Powers()) {
		t.Errorf("%d powers", len(got))
	}
	for _, p := range items(call(t, h, "GET", "/powers?status=in_force&group=alcohol-tobacco&on=2027-01-01", "", 200)) {
		if id := p.(map[string]any)["id"]; id == "csas-tobacco-u16" || id == "csas-alcohol-dppo" {
			t.Errorf("%v has ended", id)
		}
	}
	var whole struct{ Powers []map[string]any }
	var text strings.Builder
	accredtest.Must(t, lawjson.Catalogue(clock.MustDay("2020-01-01"), &text))
	accredtest.Must(t, json.Unmarshal([]byte(text.String()), &whole))
	if diff := cmp.Diff(whole.Powers[1], call(t, h, "GET", "/powers/"+whole.Powers[1]["id"].(string)+"?on=2020-01-01", "", 200)); diff != "" {
		t.Error(diff)
	}
	call(t, h, "GET", "/powers/nothing", "", 404)
	call(t, h, "GET", "/powers?on=2026-02-30", "", 422)
	v := call(t, h, "POST", "/law/ask", `{"id":"q","power":"csas-tobacco-u16",`+"\n"+`"at":"2027-01-01T00:00:00Z","territory":"england"}`, 200)
	if v["answer"] != "may_not" || v["id"] != "q" {
		t.Errorf("%v", v)
	}
	if p := call(t, h, "POST", "/law/ask", `{"power":"csas-fpn-litter","uniforms":"yes"}`, 422); !strings.Contains(fmt.Sprint(p["detail"]), "there is no such field") {
		t.Errorf("%v", p)
	}
	call(t, h, "POST", "/law/ask", `{"power":`, 400)
}

func TestLedgerForPrograms(t *testing.T) {
	t.Parallel()
	w, a := operations(t, dbtest.SQLite(t))
	h := w.As(w.Manager, a)
	o := w.Approved(t, "Aldermere City Council")
	w.Accredited(t, o, "Joel", "csas-fpn-litter")
	_, err := w.Ledger.Checkpoint(t.Context(), w.Ring, w.Force, "watchword/eastmarch/ledger")
	accredtest.Must(t, err)
	seen, cursor := 0, ""
	for range 20 {
		p := call(t, h, "GET", "/ledger/entries?limit=2&cursor="+cursor, "", 200)
		seen += len(items(p))
		if cursor, _ = p["next"].(string); cursor == "" {
			break
		}
	}
	c := call(t, h, "GET", "/ledger/checkpoint", "", 200)
	if float64(seen) != c["size"] {
		t.Errorf("%d entries, the checkpoint has %v", seen, c["size"])
	}
	about := items(call(t, h, "GET", "/ledger/entries?about=em4001&act=accreditation.", "", 200))
	if len(about) == 0 {
		t.Fatal("nothing about the person")
	}
	place := about[0].(map[string]any)["place"]
	e := call(t, h, "GET", fmt.Sprint("/ledger/entries/", place), "", 200)
	if e["fits"] != true || !strings.Contains(e["text"].(string), "csas-fpn-litter") {
		t.Errorf("%v", e)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest("GET", fmt.Sprint("/api/v1/ledger/entries/", place, "/proof"), nil))
	if p, err := sign.ParseProof(rec.Body.Bytes()); err != nil || float64(p.Index) != place {
		t.Errorf("%v %.300s", err, rec.Body)
	}
	call(t, h, "GET", "/ledger/entries/99999", "", 404)
	call(t, h, "GET", "/ledger/entries?cursor=xx", "", 422)
	call(t, w.As(w.Actor(authz.Trainer), a), "GET", "/ledger/entries", "", 403)
	call(t, w.As(w.Nobody(), a), "GET", "/ledger/checkpoint", "", 401)
}
