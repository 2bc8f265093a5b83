package deskapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredapi"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/desk/deskapi"
	"watchword/internal/desk/desktest"
	"watchword/internal/id"
	"watchword/internal/org/orgapi"
	"watchword/internal/person/personapi"
)

// house is a force with the APIs of its registers.
type house struct {
	*desktest.World
	t   testing.TB
	api *api.API
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := desktest.New(t, d)
	a := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Who: account.Actor, PerMinute: 1e6})
	orgapi.Register(a, d, w.Clock, w.Orgs)
	personapi.Register(a, d, w.Clock, w.Persons)
	accredapi.Register(a, accredapi.Config{DB: d, Clock: w.Clock, Persons: w.Persons, Vettings: w.Vettings, Trainings: w.Trainings, Accreds: w.Accreds})
	deskapi.Register(a, desk.NewBoard(w.Desk))
	return &house{World: w, t: t, api: a}
}

// answer is what came back.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	body   []byte
}

// call sends a request as somebody; body is JSON text, or bytes as they are.
func (h *house) call(who authz.Actor, method, path, body string, headers ...string) answer {
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
	return answer{h.t, method + " " + path, w.Code, w.Header(), w.Body.Bytes()}
}

// is fails the test unless the status is that one, and reads the body.
func (a answer) is(status int) map[string]any {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: %d, want %d: %s", a.what, a.status, status, a.body)
	}
	out := map[string]any{}
	if len(a.body) > 0 {
		if err := json.Unmarshal(a.body, &out); err != nil {
			a.t.Fatalf("%s: %v: %s", a.what, err, a.body)
		}
	}
	return out
}

func items(m map[string]any) []any { return m["items"].([]any) }

func text(m map[string]any, name string) string { s, _ := m[name].(string); return s }

const council = `{"name": "Aldermere City Council", "kind": "district-council", "uniform": "Green jacket", "areas": ["%s"], "area_text": "City of Aldermere",
	"contacts": [{"kind": "signatory", "name": "Priya Nair"}, {"kind": "liaison", "name": "Joanne Birtwell"}, {"kind": "liaison", "name": "Idris Pugh"}, {"kind": "supervisor", "name": "Gareth Lyle"}],
	"roles": [{"title": "Community warden", "staff": 14, "powers": [{"power": "csas-fpn-litter", "reason": "Litter"}, {"power": "csas-name-address-asb", "reason": "Met on most patrols"}]}]}`

// TestAWardenIsAccreditedThroughTheAPI takes an employer and a warden through the scheme
// by other programs alone.
func TestAWardenIsAccreditedThroughTheAPI(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		body := fmt.Sprintf(council, h.City)
		o := h.call(h.Manager, "POST", "/organisations", body, "Idempotency-Key", "one").is(201)
		if again := h.call(h.Manager, "POST", "/organisations", body, "Idempotency-Key", "one").is(201); again["id"] != o["id"] {
			t.Error("sent again, it was added twice")
		}
		org, role := text(o, "id"), text(o["roles"].([]any)[0].(map[string]any), "id")
		if o["state"] != "applying" || o["number"] != "ORG-001" || o["in_force"] != false {
			t.Errorf("%v", o)
		}
		yes := func(p string) string { return fmt.Sprintf(`{"role": %q, "power": %q, "answer": "allowed"}`, role, p) }
		approval := `{"from": "2026-11-17", "to": "2029-11-16", "evidence": "All criteria met", "powers": [` + yes("csas-fpn-litter") + "," + yes("csas-name-address-asb") + `]}`
		h.call(h.Manager, "POST", "/organisations/"+org+"/approve", approval).is(403)
		if o = h.call(h.Delegate, "POST", "/organisations/"+org+"/approve", approval).is(200); o["in_force"] != true {
			t.Errorf("%v", o)
		}
		p := h.call(h.Manager, "POST", "/people", fmt.Sprintf(`{"organisation": %q, "role": %q, "surname": "Hartnoll", "forenames": "Joel", "born": "1990-05-01", "supervisor": "Gareth Lyle", "agreed": "2026-11-17"}`, org, role)).is(201)
		person := "/people/" + text(p, "id")
		h.call(h.Manager, "POST", person+"/vetting/request", `{"on": "2026-11-17"}`).is(200)
		h.call(h.Manager, "POST", person+"/vetting", `{"outcome": "passed", "level": "NPPV 2", "decided": "2026-11-17", "expires": "2029-11-30"}`).is(403)
		if v := h.call(h.Vetter, "POST", person+"/vetting", `{"outcome": "passed", "level": "NPPV 2", "decided": "2026-11-17", "expires": "2029-11-30"}`).is(200); v["outcome"] != "passed" || v["expires"] != "2029-11-30" {
			t.Errorf("%v", v)
		}
		tr := h.call(h.Trainer, "POST", person+"/training", `{"passes": [{"power": "csas-fpn-litter", "passed": "2026-11-16", "expires": "2028-11-16", "course": "Course 3"}]}`).is(200)
		if n := len(tr["passes"].([]any)); n != 1 {
			t.Errorf("%v", tr)
		}
		a := h.call(h.Manager, "POST", person+"/recommend", `{"evidence": "Interview"}`).is(201)
		acc := "/accreditations/" + text(a, "id")
		h.Clock.Advance(1e9)
		refused := h.call(h.Delegate, "POST", acc+"/sign", `{"powers": [{"power": "csas-name-address-asb"}], "from": "2026-11-17", "to": "2029-11-16", "satisfied": true, "typed_name": "Daniel Thorne"}`).is(409)
		if text(refused["reasons"].([]any)[0].(map[string]any), "code") != "training.missing" {
			t.Errorf("%v", refused)
		}
		a = h.call(h.Delegate, "POST", acc+"/sign", `{"powers": [{"power": "csas-fpn-litter"}], "from": "2026-11-17", "to": "2029-11-16", "satisfied": true, "typed_name": "Daniel Thorne"}`).is(200)
		if a["number"] != "EM 4001" || a["standing"].(map[string]any)["status"] != "in-force" || a["powers"].([]any)[0].(map[string]any)["status"] != "in-force" {
			t.Errorf("%v", a)
		}
		for path, n := range map[string]int{person + "/accreditations": 1, "/accreditations?number=EM%204001": 1, "/accreditations?number=EM%209999": 0, person + "/letters": 2, person + "/history": 1, acc + "/history": 2,
			"/who-held": 1, "/who-held?power=csas-name-address-asb": 0, "/who-held?as_at=2026-11-16": 0, "/who-held?as_at=2028-11-17&power=csas-fpn-litter": 0, "/who-held?as_at=2028-11-16&power=csas-fpn-litter": 1,
			"/people": 1, "/people?state=in-force&power=csas-fpn-litter&sort=-due": 1, "/people?as_at=2026-11-16": 0, "/organisations?state=in-force": 1, "/organisations?as_at=2026-11-16": 0, "/due": 0, "/due?days=366": 0} {
			if got := len(items(h.call(h.Manager, "GET", path, "").is(200))); got != n {
				t.Errorf("%s: %d items, want %d", path, got, n)
			}
		}
		h.call(h.Manager, "POST", acc+"/suspend", `{"why": "A complaint"}`).is(200)
		if got := len(items(h.call(h.Delegate, "GET", "/tasks", "").is(200))); got != 1 {
			t.Errorf("%d tasks wait for the delegate", got)
		}
		h.call(h.Delegate, "POST", acc+"/reinstate", `{"why": "Unfounded"}`).is(200)
		h.call(h.Delegate, "POST", acc+"/modify", `{"powers": [], "why": "None needed", "typed_name": "Daniel Thorne"}`).is(200)
		h.call(h.Delegate, "POST", acc+"/renew", `{"powers": [{"power": "csas-fpn-litter"}], "to": "2029-11-20", "why": "Renewed", "typed_name": "Daniel Thorne"}`).is(200)
		if left := h.call(h.Manager, "POST", person+"/leave", `{"last": "2026-11-16", "why": "New post"}`).is(200); left["left"] != "2026-11-16" {
			t.Errorf("%v", left)
		}
		h.call(h.Delegate, "POST", acc+"/withdraw", `{"why": "x"}`).is(409)
		for _, act := range []string{"suspend", "reinstate", "withdraw"} {
			h.call(h.Delegate, "POST", "/organisations/"+org+"/"+act, `{"why": "Insurance"}`).is(200)
		}
		h.Clock.Advance(2e9)
		f := h.call(h.Manager, "GET", "/figures", "").is(200)
		if f["accredited_persons"] != 0.0 || f["accredited_organisations"] != 0.0 || len(f["months"].([]any)) != 30 {
			t.Errorf("%v", f)
		}
	})
}

// TestReadsTakeTheirDay holds that figures, cards and units can be had as they stood, and
// that every read bears an ETag that holds.
func TestReadsTakeTheirDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		_, a := h.Accredited(t, o, "Joel", "csas-name-address-asb")
		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(3), 9, 0))
		accredtest.Must(t, h.Accreds.Withdraw(t.Context(), h.Delegate, a, "Asked for"))
		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(9), 9, 0))
		for query, want := range map[string][3]float64{"": {0, 1, 0}, "?as_at=2026-11-16": {0, 0, 0}, "?as_at=2026-11-18": {1, 1, 1}, "?as_at=2026-11-25": {0, 1, 0}, "?as_at=2026-11-25&as_known=2026-11-18": {1, 1, 1}} {
			f := h.call(h.Manager, "GET", "/figures"+query, "").is(200)
			if got := [3]float64{f["accredited_persons"].(float64), f["accredited_organisations"].(float64), f["persons_with_asb_powers"].(float64)}; got != want {
				t.Errorf("/figures%s: %v, want %v", query, got, want)
			}
		}
		h.call(h.Manager, "GET", "/figures?as_known=2040-01-01", "").is(422)
		for _, path := range []string{"/people", "/organisations", "/figures?as_at=2026-11-18", "/tasks"} {
			tag := h.call(h.Manager, "GET", path, "").header.Get("ETag")
			if tag == "" {
				t.Errorf("%s has no ETag", path)
				continue
			}
			h.call(h.Manager, "GET", path, "", "If-None-Match", tag).is(304)
		}
		tag := h.call(h.Manager, "GET", "/people", "").header.Get("ETag")
		h.Accredited(t, o, "Ann", "csas-name-address-asb")
		h.Clock.Advance(2e9)
		h.call(h.Manager, "GET", "/people", "", "If-None-Match", tag).is(200)
	})
}

func TestWhatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	o := h.Approved(t, "Aldermere City Council")
	p, a := h.Accredited(t, o, "Joel", "csas-fpn-litter")
	person, acc, org := "/people/"+string(p), "/accreditations/"+string(a), "/organisations/"+string(o)
	for _, path := range []string{person, acc, org} {
		tag := h.call(h.Manager, "GET", path, "").header.Get("ETag")
		if tag == "" {
			t.Fatalf("%s has no ETag", path)
		}
		h.call(h.Manager, "GET", path, "", "If-None-Match", tag).is(304)
	}
	tag := h.call(h.Manager, "GET", acc, "").header.Get("ETag")
	suspended := h.call(h.Manager, "POST", acc+"/suspend", `{"why": "A complaint"}`, "If-Match", tag)
	suspended.is(200)
	h.call(h.Delegate, "POST", acc+"/withdraw", `{"why": "A complaint"}`, "If-Match", tag).is(412)
	h.call(h.Delegate, "POST", acc+"/withdraw", `{"why": "A complaint"}`, "If-Match", suspended.header.Get("ETag")).is(200)
	tag = h.call(h.Manager, "GET", org, "").header.Get("ETag")
	h.Clock.Set(accredtest.Today.AddYears(4).Start())
	h.call(h.Manager, "GET", org, "", "If-None-Match", tag).is(200) // it has lapsed, with no change written
}

func TestEntriesAreChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := text(h.call(h.Manager, "POST", "/organisations", fmt.Sprintf(council, h.City)).is(201), "id")
		changed := strings.Replace(fmt.Sprintf(council, h.City), `"kind"`, `"drawn": {"type": "Polygon", "coordinates": [[[0.1, 51.5], [0.2, 51.5], [0.2, 51.6], [0.1, 51.5]]]}, "kind"`, 1)
		h.Clock.Advance(1e9)
		got := h.call(h.Manager, "PUT", "/organisations/"+o, changed).is(200)
		if shape, ok := got["drawn"].(map[string]any); !ok || shape["type"] == nil {
			t.Errorf("the boundary is gone: %v", got["drawn"])
		}
		bad := h.call(h.Manager, "PUT", "/organisations/"+o, strings.Replace(changed, "[0.2, 51.6]", "[200, 99]", 1))
		if bad.status != 422 || !strings.Contains(string(bad.body), `"drawn"`) {
			t.Errorf("%d %s", bad.status, bad.body)
		}
		if got := items(h.call(h.Manager, "GET", "/organisations/"+o+"/history", "").is(200)); len(got) != 2 {
			t.Errorf("%d versions", len(got))
		}
		org := h.Approved(t, "Quaymouth Homes")
		p, _ := h.Accredited(t, org, "Ann", "csas-fpn-litter")
		role := string(h.Org(t, org).Roles[0].ID)
		person := h.call(h.Manager, "PUT", "/people/"+string(p), fmt.Sprintf(`{"surname": "Quill", "forenames": "Ann", "born": "1990-05-01", "role": %q, "agreed": "2026-11-17"}`, role)).is(200)
		if person["surname"] != "Quill" || person["organisation"] != string(org) {
			t.Errorf("%v", person)
		}
		if got := h.call(h.Manager, "PUT", "/people/"+string(p)+"/photo", portrait(t), "Content-Type", "application/octet-stream").is(200); text(got, "photo") == "" {
			t.Errorf("%v", got)
		}
		h.call(h.Manager, "PUT", "/people/"+string(p)+"/photo", "<svg/>", "Content-Type", "application/octet-stream").is(422)
		l := items(h.call(h.Manager, "GET", "/people/"+string(p)+"/letters", "").is(200))[0].(map[string]any)
		if got := h.call(h.Manager, "GET", "/letters/"+text(l, "id"), "").is(200); got["subject"] != "Your accreditation" {
			t.Errorf("%v", got)
		}
	})
}

func TestTeamsAreChanged(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		at := "/organisations/" + string(h.Approved(t, "Quaymouth Homes"))
		team := func(name string) map[string]any { // the only one there is
			t.Helper()
			got, _ := h.call(h.Manager, "GET", at, "").is(200)["teams"].([]any)
			if len(got) != 1 || text(got[0].(map[string]any), "name") != name {
				t.Fatalf("the teams are %v, want %s", got, name)
			}
			return got[0].(map[string]any)
		}
		h.call(h.Manager, "POST", at+"/teams", `{"name": "Parks", "supervisor": "Gareth Lyle"}`).is(201)
		one := text(team("Parks"), "id")
		h.call(h.Manager, "PUT", at+"/teams/"+one, `{"name": "Parks and open spaces", "supervisor": "Gareth Lyle"}`).is(200)
		team("Parks and open spaces")
		h.call(h.Manager, "DELETE", at+"/teams/"+one, "").is(204)
		if got := h.call(h.Manager, "GET", at, "").is(200)["teams"].([]any); len(got) != 0 {
			t.Errorf("the teams are %v", got)
		}
	})
}

func TestFiltersAreKeptForOneself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		one := text(h.call(h.Manager, "POST", "/saved-filters", `{"list": "people", "name": "Ending soon", "query": "state=in-force&due=30&page=3"}`).is(201), "id")
		if got := items(h.call(h.Manager, "GET", "/saved-filters", "").is(200)); len(got) != 1 || text(got[0].(map[string]any), "query") != "due=30&state=in-force" {
			t.Errorf("%v", got)
		}
		h.call(h.Manager, "POST", "/saved-filters", `{"list": "people", "name": "Nothing set", "query": "page=3"}`).is(422)
		if got := items(h.call(h.Delegate, "GET", "/saved-filters", "").is(200)); len(got) != 0 {
			t.Errorf("somebody else sees %v", got)
		}
		h.call(h.Delegate, "POST", "/saved-filters/"+one+"/remove", `{}`).is(404)
		h.call(h.Manager, "POST", "/saved-filters/"+one+"/remove", `{}`).is(200)
		if got := items(h.call(h.Manager, "GET", "/saved-filters", "").is(200)); len(got) != 0 {
			t.Errorf("%v", got)
		}
	})
}

func portrait(t testing.TB) string {
	img := image.NewRGBA(image.Rect(0, 0, 400, 500))
	for i := range 400 {
		img.Set(i, i, color.RGBA{uint8(i), 90, 120, 255})
	}
	var b bytes.Buffer
	accredtest.Must(t, png.Encode(&b, img))
	return b.String()
}

func TestListsTurnPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		for i := range 7 {
			h.Accredited(t, o, fmt.Sprint("N", i), "csas-name-address-asb")
		}
		h.Approved(t, "Quaymouth Homes")
		for path, n := range map[string]int{"/people?limit=3&sort=-number": 7, "/people?limit=3&as_at=2026-11-18": 7, "/who-held?limit=2": 7, "/organisations?limit=1": 2, "/organisations?limit=1&as_at=2026-11-18": 2} {
			seen := map[string]bool{}
			next := ""
			for range 10 {
				page := h.call(h.Manager, "GET", path+"&cursor="+next, "").is(200)
				for _, x := range items(page) {
					m := x.(map[string]any)
					seen[text(m, "id")+text(m, "accreditation")] = true
				}
				if next = text(page, "next"); next == "" {
					break
				}
			}
			if len(seen) != n || next != "" {
				t.Errorf("%s: %d seen, want %d", path, len(seen), n)
			}
		}
	})
}

func TestStrangersAreToldNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o, q := h.Approved(t, "Aldermere City Council"), h.Approved(t, "Quaymouth Homes")
		p, a := h.Accredited(t, o, "Joel", "csas-fpn-litter")
		other := id.New[id.Force]()
		h.AddForce(t, other, "Westmarch Police", "westmarch")
		ofForce := authz.Actor{Force: other, Account: "acc_x", Role: authz.SchemeManager}
		ofOrg := authz.Actor{Force: h.Force, Account: "acc_y", Role: authz.Signatory, Org: q}
		team := authz.Actor{Force: h.Force, Account: "acc_z", Role: authz.Neighbourhood, Areas: []id.Area{h.Quay}}
		for _, path := range []string{"/people/" + string(p), "/people/" + string(p) + "/history", "/people/" + string(p) + "/vetting", "/people/" + string(p) + "/training", "/people/" + string(p) + "/accreditations",
			"/accreditations/" + string(a), "/accreditations/" + string(a) + "/history"} {
			h.call(h.Manager, "GET", path, "").is(200)
			h.call(ofForce, "GET", path, "").is(404)
			h.call(ofOrg, "GET", path, "").is(403)
			h.call(team, "GET", path, "").is(403)
			h.call(authz.Actor{}, "GET", path, "").is(401)
		}
		for _, who := range []authz.Actor{ofForce, ofOrg, team} {
			for _, path := range []string{"/people", "/people?as_at=2026-11-18", "/who-held", "/accreditations?number=EM%204001", "/due?days=366", "/tasks", "/people?organisation=" + string(o)} {
				if n := len(items(h.call(who, "GET", path, "").is(200))); n != 0 {
					t.Errorf("%s: %s gives %d", who.Role, path, n)
				}
			}
			if f := h.call(who, "GET", "/figures", "").is(200); f["accredited_persons"] != 0.0 {
				t.Errorf("%s: %v", who.Role, f)
			}
		}
		h.call(ofOrg, "GET", "/organisations/"+string(o), "").is(403)
		h.call(ofForce, "GET", "/organisations/"+string(o), "").is(404)
		if got := items(h.call(ofOrg, "GET", "/organisations", "").is(200)); len(got) != 1 {
			t.Errorf("an employer sees %d organisations", len(got))
		}
		h.call(authz.Actor{Force: h.Force, Account: "acc_c", Role: authz.Commissioner}, "GET", "/people", "").is(403)
	})
}

func TestBadRequestsAreAnswered(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	o := h.Approved(t, "Aldermere City Council")
	for path, status := range map[string]int{"/people?sort=born": 422, "/people?state=x": 422, "/people?limit=201": 422, "/people?limit=0": 422, "/people?cursor=zzz": 422, "/people?as_at=2026-02-30": 422,
		"/people?as_known=2030-01-01": 422, "/people?as_at=2026-11-16&area=x": 422, "/people?colour=red": 422, "/organisations?cursor=zzz": 422, "/organisations?sort=x": 422, "/who-held?limit=20000": 422,
		"/who-held?cursor=zzz": 422, "/due?days=0": 422, "/due?cursor=zzz": 422, "/accreditations": 422, "/people/nobody": 404, "/letters/none": 404, "/organisations/none/history": 404,
		"/organisations/" + string(o) + "?as_at=2026-11-16": 404, "/organisations/" + string(o) + "?as_at=2026-11-17T10:42:00Z": 200} {
		if got := h.call(h.Manager, "GET", path, ""); got.status != status {
			t.Errorf("%s: %d, want %d: %s", path, got.status, status, got.body)
		}
	}
	for body, field := range map[string]string{`{"name": 7}`: "name", `{"name": "x", "kind": "other", "roles": [], "uniform_approved": "2026-02-30"}`: "uniform_approved",
		`{"name": "x", "kind": "no-such", "roles": []}`: "kind", `{"name": "x", "kind": "other", "roles": [{"title": "", "powers": []}]}`: "roles[0].title"} {
		if got := h.call(h.Manager, "POST", "/organisations", body); got.status != 422 || !strings.Contains(string(got.body), fmt.Sprintf("%q", field)) {
			t.Errorf("%s: %d %s", body, got.status, got.body)
		}
	}
}
