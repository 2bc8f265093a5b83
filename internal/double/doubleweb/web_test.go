package doubleweb_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/double"
	"watchword/internal/double/doubleapi"
	"watchword/internal/double/doubleweb"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// TestAPairIsMergedOnThePageAndTakenApartThroughTheAPI looks at a suggested pair, merges it on
// the page, and says through the API that they are two persons after all.
func TestAPairIsMergedOnThePageAndTakenApartThroughTheAPI(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w := accredtest.New(t, d)
	o := w.Approved(t, "Aldermere City Council")
	kate, _ := w.Accredited(t, o, "Katherine", law.PowerID("csas-fpn-litter"))
	twice, err := w.Persons.Nominate(t.Context(), w.Manager, person.Person{Forenames: "Kate", Surname: "Hartnol", Born: clock.MustDay("1990-05-01"), Org: o, Role: w.Org(t, o).Roles[0].ID, Agreed: accredtest.Today})
	accredtest.Must(t, err)
	actor := w.Manager
	site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: w.Clock.Now(), Who: &web.Who{Name: actor.Name, Role: actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	doubleweb.New(site, doubleweb.Deps{DB: d, Clock: w.Clock, Doubles: w.Doubles}).Routes(mux)
	handler := site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: actor})))
	}))
	get := func(address string) *webtest.Page { t.Helper(); return webtest.Get(t, handler, address) }
	post := func(address string, form url.Values) *webtest.Page {
		t.Helper()
		return webtest.Post(t, handler, address, form)
	}
	pair := double.Of(kate, twice)
	at := "/duplicates/" + string(pair)
	get("/duplicates").Status(200).Sound().Has("h1", "Entered twice?").Says("Katherine Hartnoll", "Kate Hartnol", "Same day of birth and a close name", "Born 1 May 1990, Aldermere City Council")
	get("/duplicates?show=said").Status(200).Sound().Says("Nothing has been said of any pair.")
	get("/duplicates/per_a.per_b").Status(404)
	get("/duplicates/nothing").Status(404)
	get(at).Status(200).Sound().Has("h1", "Is this one person?").Says("The first entry cannot go", "Let it stay, and the other go.", "One person, entered twice: the first entry stays", "Two persons").Lacks("label", "the second entry stays")
	post(at, url.Values{}).Status(422).Sound().Says("Choose what is right", "Enter how you know")
	post(at, url.Values{"verdict": {"merged " + string(twice)}, "why": {"x"}}).Status(409).Sound().Says("An accreditation is in force, suspended or with the delegate under it: AP number")
	w.Clock.Advance(1e9)
	post(at, url.Values{"verdict": {"merged " + string(kate)}, "why": {"Asked J. Birtwell"}}).Status(303)
	get(at).Status(200).Sound().Says("Entered twice, and merged", "Asked J. Birtwell", "Two persons after all: take the entries apart").Lacks("label", "the first entry stays")
	get("/duplicates").Status(200).Sound().Says("No two entries look like one person.")
	get("/duplicates?show=said").Status(200).Sound().Says("Entered twice, and merged", "By Ruth Adeyemi")
	get("/duplicates?show=said&as_at=2026-11-16").Status(200).Sound().Says("Nothing has been said of any pair.")
	actor = authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
	get("/duplicates").Status(403)
	get(at).Status(403)

	programs := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
	doubleapi.Register(programs, d, w.Clock, w.Doubles)
	call := func(status int, who authz.Actor, method, path, body string, into any) {
		t.Helper()
		r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		got := httptest.NewRecorder()
		programs.ServeHTTP(got, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
		if got.Code != status {
			t.Fatalf("%s %s: %d, want %d: %s", method, path, got.Code, status, got.Body)
		}
		if into != nil {
			accredtest.Must(t, json.Unmarshal(got.Body.Bytes(), into))
		}
	}
	var is doubleapi.Duplicate
	call(200, w.Manager, "GET", at, "", &is)
	if is.Verdict != "merged" || is.Stays != string(kate) || is.By != "Ruth Adeyemi" {
		t.Errorf("%+v", is)
	}
	w.Clock.Advance(1e9)
	call(403, actor, "POST", at, `{"verdict":"two-persons","why":"Twins"}`, nil)
	call(200, w.Manager, "POST", at, `{"verdict":"two-persons","why":"Twins"}`, &is)
	var list doubleapi.DuplicatesSuggested
	call(200, w.Manager, "GET", "/duplicates", "", &list)
	if is.Verdict != "two-persons" || list.Total != 0 {
		t.Errorf("%+v, %+v", is, list)
	}
	actor = w.Manager
	get(at).Status(200).Sound().Says("Two persons", "Twins", "Asked J. Birtwell")
	w.Verify(t)
}
