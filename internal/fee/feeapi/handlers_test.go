package feeapi_test

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
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fee/feeapi"
	"watchword/internal/fee/feetest"
)

// TestMoneyThroughTheAPI quotes, accepts, takes a bank's file, books and reads the statement,
// as the programs of both sides would.
func TestMoneyThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := feetest.New(t, d)
		a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
		feeapi.Register(a, d, w.Clock, w.Fees)
		call := func(who authz.Actor, method, path, body string, status int, says ...string) map[string]any {
			t.Helper()
			r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
			if body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			out := httptest.NewRecorder()
			a.ServeHTTP(out, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
			if out.Code != status {
				t.Fatalf("%s %s: %d, want %d: %s", method, path, out.Code, status, out.Body)
			}
			for _, s := range says {
				if !strings.Contains(out.Body.String(), s) {
					t.Errorf("%s %s does not say %q: %s", method, path, s, out.Body)
				}
			}
			got := map[string]any{}
			if out.Body.Len() > 0 {
				accredtest.Must(t, json.Unmarshal(out.Body.Bytes(), &got))
			}
			return got
		}
		call(w.Manager, "GET", "/fees", "", 200, `"pence":15050`)
		call(w.Manager, "POST", "/fees", `{"event": "card", "sector": "public", "pence": 1500, "from": "2026-11-17", "basis": "Board"}`, 200, `"pence":1500`)
		call(w.Delegate, "POST", "/fees", `{"event": "card", "sector": "public", "pence": 1, "from": "2026-11-17", "basis": "x"}`, 403)
		order := fmt.Sprintf(`{"kind": "quote", "organisation": %q, "items": [{"event": "training-place", "quantity": 2}]}`, w.Council)
		quote := call(w.Manager, "POST", "/invoices", order, 201)
		call(w.Signatory(w.Firm), "GET", "/invoices/"+quote["id"].(string), "", 403)
		inv := call(w.Signatory(w.Council), "POST", "/invoices/"+quote["id"].(string)+"/accept", `{"their_reference": "PO 5"}`, 200)
		if inv["number"] != "INV-0001" || inv["owed_pence"] != 24000.0 || inv["their_reference"] != "PO 5" {
			t.Errorf("%v", inv)
		}
		at := "/invoices/" + inv["id"].(string)
		call(w.Signatory(w.Council), "POST", at+"/pay", `{"pence": 1, "day": "2026-11-17", "paid_by": "x"}`, 403)
		call(w.Manager, "POST", at+"/pay", `{"pence": 24001, "day": "2026-11-17", "paid_by": "Bank"}`, 422, "is owed")
		if got := call(w.Manager, "POST", at+"/pay", `{"pence": 4000, "day": "2026-11-17", "paid_by": "Bank"}`, 200); got["number"] != "REC-0001" || got["belongs_to"] != inv["id"] {
			t.Errorf("%v", got)
		}
		call(w.Manager, "POST", "/bank-files", `{"name": "nov.csv", "csv": "Date,Description,Amount\n17/11/2026,INV-0001,200\n"}`, 200, `"new_lines":1`)
		call(w.Manager, "POST", "/bank-files", `{"name": "nov.csv", "csv": "Date,Description,Amount\n17/11/2026,INV-0001,200\n"}`, 200, `"new_lines":0`, `"known_lines":1`)
		line := call(w.Manager, "GET", "/bank-lines", "", 200, `"fit":"matched"`)["items"].([]any)[0].(map[string]any)
		book := fmt.Sprintf(`{"lines": [{"line": %q, "invoice": %q}]}`, line["id"], line["invoice"])
		call(w.Manager, "POST", "/bank-lines/book", book, 200, `"items":[]`)
		call(w.Manager, "POST", "/bank-lines/book", book, 409)
		call(w.Manager, "GET", at, "", 200, `"state":"settled"`)
		call(w.Manager, "GET", at+"/history?all=true", "", 200, `"state":"owed"`)
		call(w.Manager, "GET", "/invoices?kind=receipt&limit=1", "", 200, `"next"`)
		call(w.Manager, "POST", "/scheme-account", `{"kind": "cpd", "pence": 10000, "day": "2026-11-17", "what": "Hall"}`, 204)
		call(w.Manager, "POST", "/scheme-account", `{"kind": "vehicles", "pence": 1, "day": "2026-11-17", "what": "Tyres"}`, 409, "account.ring-fence")
		if got := call(w.Acting(authz.Commissioner), "GET", "/scheme-account?from=2026-11-01&to=2026-11-30", "", 200); got["closing_pence"] != 14000.0 || got["in_pence"] != 24000.0 {
			t.Errorf("%v", got)
		}
		call(w.Signatory(w.Council), "GET", "/scheme-account?from=2026-11-01&to=2026-11-30", "", 403)
		of, other := w.Charged(t, w.Council, "004001-01"), w.Charged(t, w.Council, "004002-01")
		call(w.Manager, "GET", "/charges?state=waiting&limit=1", "", 200, `"number":"004001-01"`, `"pence":2500`, `"schedule_since":"2026-10-17"`, `"next"`)
		call(w.Manager, "POST", "/charges/"+string(other)+"/waive", `{"why": "Ours"}`, 200, `"state":"waived"`)
		call(w.Signatory(w.Council), "POST", "/charges/invoice", fmt.Sprintf(`{"charges": [%q]}`, of), 403)
		call(w.Manager, "POST", "/charges/invoice", fmt.Sprintf(`{"charges": [%q]}`, of), 201, `"invoices":["pap_`)
		call(w.Manager, "POST", "/charges/"+string(of)+"/stand", `{"why": "x"}`, 409)
		w.CalledOff(t, "004001-01")
		call(w.Manager, "POST", "/charges/"+string(of)+"/credit", `{"why": "Called off"}`, 200, `"state":"credited"`, `"credit_note":"pap_`)
		call(w.Signatory(w.Council), "GET", "/charges/"+string(of)+"/history?all=true", "", 200, `"state":"credit-due"`)
		call(w.Signatory(w.Firm), "GET", "/charges/"+string(of), "", 403)
		call(w.Stranger(t, authz.SchemeManager), "GET", at, "", 404)
	})
}
