package nominateapi_test

import (
	"encoding/json"
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
	"watchword/internal/intake/nominate/nominateapi"
)

// TestAFileIsReadAndTakenThroughTheAPI sends a file, and sends back what was good in it.
func TestAFileIsReadAndTakenThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
		nominateapi.Register(a, d, w.Rooms.Nominate)
		priya := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		call := func(status int, who authz.Actor, path, kind, body string, into any) {
			t.Helper()
			r := httptest.NewRequest("POST", api.Prefix+path, strings.NewReader(body))
			r.Header.Set("Content-Type", kind)
			got := httptest.NewRecorder()
			a.ServeHTTP(got, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
			if got.Code != status {
				t.Fatalf("%s: %d, want %d: %s", path, got.Code, status, got.Body)
			}
			if into != nil {
				accredtest.Must(t, json.Unmarshal(got.Body.Bytes(), into))
			}
		}
		const file = "Surname,Forenames,Date of birth,Role\nFenn,Lee,1991-02-03,Community warden\nPugh,Ann,1992-02-03,Astronaut\n"
		at := "/organisations/" + string(o) + "/nominations"
		var found nominateapi.Nominations
		call(200, priya, at+"/read", "application/octet-stream", file, &found)
		if len(found.Good) != 1 || found.Good[0].Surname != "Fenn" || found.Good[0].Born != "1991-02-03" || len(found.Bad) != 1 || found.Bad[0].Line != 3 {
			t.Fatalf("%+v", found)
		}
		take := func(agreed string, lines ...nominateapi.NominationLine) string {
			body, err := json.Marshal(nominateapi.NominationsTaken{Lines: lines, Agreed: agreed})
			accredtest.Must(t, err)
			return string(body)
		}
		call(422, priya, at, "application/json", take("2026-02-30", found.Good...), nil)
		call(409, priya, at, "application/json", take("2026-11-17", found.Good[0], found.Good[0]), nil) // the same person twice: none is entered
		elsewhere := "/organisations/" + string(other) + "/nominations"
		call(403, priya, elsewhere+"/read", "application/octet-stream", file, nil)
		call(403, priya, elsewhere, "application/json", take("2026-11-17", found.Good...), nil)
		call(404, w.Stranger(t, authz.SchemeManager), at+"/read", "application/octet-stream", file, nil)
		var put nominateapi.Nominated
		call(200, priya, at, "application/json", take("2026-11-17", found.Good...), &put)
		if put.Persons != 1 {
			t.Errorf("%+v", put)
		}
		call(409, priya, at, "application/json", take("2026-11-17", found.Good...), nil)
	})
}
