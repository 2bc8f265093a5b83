package incidentweb_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/desktest"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/incident/incidenttest"
	"watchword/internal/incident/incidentweb"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// house is a force with two authorities, three wards, and a council with two wardens in
// the first authority.
type house struct {
	*desktest.World
	t       testing.TB
	handler http.Handler
	actor   authz.Actor
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: desktest.New(t, d), t: t}
	h.actor = h.Manager
	h.Clock.Advance(24 * time.Hour)
	h.serve(incidentweb.Deps{DB: d, Clock: h.Clock, Areas: h.Areas, Incidents: h.Incidents})
	return h
}

// serve makes the pages anew, which remember nothing then.
func (h *house) serve(d incidentweb.Deps) {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	incidentweb.New(h.Site, d).Routes(mux)
	h.handler = h.Site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
}

// square is ground between two corners, in tenths of a degree from 1 east, 52 north.
func square(t testing.TB, west, south, east, north float64) geo.Shape {
	t.Helper()
	c := func(x, y float64) string { return fmt.Sprintf("[%g,%g]", 1+x/10, 52+y/10) }
	s, err := geo.Read([]byte(`{"type":"Polygon","coordinates":[[`+strings.Join([]string{c(west, south), c(east, south), c(east, north), c(west, north), c(west, south)}, ",")+`]]}`), geo.Usual)
	accredtest.Must(t, err)
	return s
}

func (h *house) bring(b area.Bring) {
	h.t.Helper()
	b.From = clock.MustDay("2015-01-01")
	_, err := h.Areas.Take(h.t.Context(), h.Manager, b)
	accredtest.Must(h.t, err)
}

// county enters the areas, how many people live in the authorities, five months, and the
// council.
func county(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := open(t, d)
	h.bring(area.Bring{Kind: area.Authority, Areas: []area.Area{{Name: "City of Aldermere", Code: "X1", People: 10_000, PeopleYear: 2020, Shape: square(t, 0, 0, 2, 1)}, {Name: "Quaymouth", Code: "X2", People: 4_000, PeopleYear: 2020, Shape: square(t, 2, 0, 4, 1)}}})
	h.bring(area.Bring{Kind: area.Ward, Areas: []area.Area{{Name: "Market", Code: "W1", Shape: square(t, 0, 0, 1, 1)}, {Name: "Castle", Code: "W2", Shape: square(t, 1, 0, 2, 1)}, {Name: "Quays", Code: "W3", Shape: square(t, 2, 0, 4, 1)}}})
	text := incidenttest.Heading
	for i, m := range []string{"2018-01", "2018-02", "2018-03", "2018-05", "2018-06"} {
		text += incidenttest.ASB(20+5*i, m, "1.05", "52.05", "High Street", "Aldermere 001A") + incidenttest.ASB(12, m, "1.25", "52.05", "Quay", "Quaymouth 001A") +
			incidenttest.ASB(1, m, "1.15", "52.05", "Keep", "Aldermere 002A") + incidenttest.ASB(1, m, "", "", "", "") + incidenttest.ASB(1, m, "9", "52", "Away", "Elsewhere 001A") +
			incidenttest.Crime(i, m, "1.25", "52.05", "Quay", "Quaymouth 001A", "Burglary")
	}
	incidenttest.Take(t, h.Rooms, h.Manager, "essex.csv", text)
	state := accredtest.CouncilState("Aldermere City Council", h.area("City of Aldermere"))
	o, err := h.Orgs.Add(t.Context(), h.Manager, state)
	accredtest.Must(t, err)
	today := clock.DayOf(h.Clock.Now())
	h.Approve(t, o, today, today.AddYears(3).AddDays(-1))
	h.Accredited(t, o, "Joel", "csas-fpn-litter")
	h.Accredited(t, o, "Ann", "csas-fpn-litter")
	return h
}

func (h *house) area(name string) id.Area {
	h.t.Helper()
	var out id.Area
	accredtest.Must(h.t, h.DB.Read(h.t.Context(), func(tx *db.Tx) error {
		vs, err := h.Areas.Of(tx, h.Force, "")
		for _, v := range vs {
			if v.State.Name == name && !v.State.Shape.Empty() {
				out = id.Area(v.ID)
			}
		}
		return err
	}))
	return out
}

func (h *house) get(address string, status int) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address).Status(status).Sound()
}

func TestTheMapAndItsTableSayTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := county(t, d)
		p := h.get("/map?from=2018-05&to=2018-06&against=2018-01&by=district", 200).Has("h1", "Antisocial behaviour by district").
			Says("105 incidents, 2 of them without a place", "2 incidents lie outside the districts of the force", "Quaymouth")
		rows := p.All("#figures tbody tr")
		if len(rows) != 2 || !strings.HasPrefix(rows[0], "Aldermere 77 7.7") || !strings.Contains(rows[0], "64% more was 47") || !strings.HasSuffix(rows[0], "Aldermere City Council 2") {
			t.Errorf("table: %q", rows)
		}
		if !strings.HasPrefix(rows[1], "Quaymouth 24 6.0") || !strings.Contains(rows[1], "no change") || !strings.HasSuffix(rows[1], "None None") {
			t.Errorf("table: %q", rows[1])
		}
		labels := p.Source()
		if !strings.Contains(labels, "Aldermere: 77 incidents, 7.7 per 1,000 people") || !strings.Contains(labels, "Quaymouth: 24 incidents, 6.0 per 1,000 people, no change") {
			t.Error("the map does not say what the table says")
		}
	})
}

func TestWhatTheMapIsShownAs(t *testing.T) {
	t.Parallel()
	h := county(t, dbtest.SQLite(t))
	market := string(h.area("Market"))
	for _, tt := range []struct {
		name, address string
		says          []string
		lacks         string
	}{
		{"by ward, and without numbers of people by square kilometre", "/map?from=2018-05&to=2018-06", []string{"Antisocial behaviour by ward", "No population is known for these wards, so the rate is by square kilometre", "Per square km", "Market", "Castle"}, "Per 1,000 people"},
		{"by cluster", "/map?from=2018-05&to=2018-06&by=cluster", []string{"Antisocial behaviour by cluster", "High Street", "A cluster has no inhabitants"}, "Per square km"},
		{"as change", "/map?from=2018-05&to=2018-06&by=district&as=change&against=before", []string{"50% more, or over", "Too few to say"}, ""},
		{"as counts", "/map?from=2018-05&to=2018-06&by=district&as=count", []string{"105 incidents"}, ""},
		{"crimes", "/map?from=2018-05&to=2018-06&by=district&what=crime", []string{"Crime by district", "2 incidents"}, ""},
		{"one crime", "/map?from=2018-05&to=2018-06&by=district&what=burglary", []string{"Burglary by district"}, ""},
		{"in one district", "/map?from=2018-05&to=2018-06&within=" + string(h.area("City of Aldermere")), []string{"Antisocial behaviour by ward, Aldermere", "26 incidents lie elsewhere"}, "Quays,"},
		{"one ward chosen", "/map?from=2018-05&to=2018-06&chosen=" + market, []string{"Chosen on the map", "Market, Aldermere", "2 accredited persons may act here.", "37.5 incidents for each of them", "Open the ward", "Show its area"}, ""},
		{"a cluster chosen", "/map?from=2018-05&to=2018-06&by=cluster&chosen=1", []string{"One point", "High Street, Market, Aldermere"}, ""},
		{"months that were not taken", "/map?from=2018-03&to=2018-05", []string{"2 of 3 months have been taken; April 2018 is missing."}, ""},
		{"none of the months compared with", "/map?from=2018-05&to=2018-05&against=year", []string{"Compared with: May 2017 has not been taken."}, ""},
		{"month by month, with what was not taken", "/map?from=2018-05&to=2018-06&by=district&chosen=" + string(h.area("Quaymouth")), []string{"Month by month", "Jan 2018 12", "Apr 2018 Not taken", "Jun 2018 12"}, ""},
		{"none of the months asked for", "/map?from=2018-08&to=2018-09", []string{"No month of August to September 2018 has been taken. Choose other months.", "August 2018, not taken"}, "incidents on the map"},
		{"nothing said: the newest three", "/map", []string{"April to June 2018"}, ""},
		{"nobody may act there", "/map?from=2018-05&to=2018-06&by=district&chosen=" + string(h.area("Quaymouth")), []string{"No accredited person may act here."}, ""},
		{"as it stood before anybody was accredited", "/map?from=2018-05&to=2018-06&as_at=2026-11-17", []string{"As it stood on 17 November 2026", "In 3 of 3 wards no accredited person may act."}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := h.get(tt.address, 200).Says(tt.says...)
			if tt.lacks != "" && strings.Contains(p.Source(), tt.lacks) {
				t.Errorf("it says %q", tt.lacks)
			}
		})
	}
}

func TestAddressesThatCannotBe(t *testing.T) {
	t.Parallel()
	h := county(t, dbtest.SQLite(t))
	for address, says := range map[string]string{
		"/map?from=some-month-or-other": "From must be a month such as 2018-01",
		"/map?from=2018-06&to=2018-01":  "To must not lie before from",
		"/map?by=parish":                "Choose district, ward or cluster",
		"/map?as=guess":                 "Choose count, rate or change",
		"/map?what=piracy":              "Choose what to count",
		"/map?against=always":           "Choose what to compare with",
		"/map?within=are_none":          "There is no such district",
		"/map?from=1800-01&to=2018-01":  "Choose at most 240 months",
		"/map?as_at=someday":            "As at",
	} {
		h.get(address, 422).Says(says)
	}
	h.get("/map.csv?by=parish", 422)
}

func TestTheMapBeforeAnyMonth(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.get("/map", 200).Says("No month of antisocial behaviour has been taken yet", "Take the first months").Lacks("form.ww-asb__form", "")
	h.get("/map/counting", 200).Has("h1", "How incidents are counted")
	h.get("/map/months", 200).Says("No month has been taken yet.")
	h.actor = authz.Actor{Force: h.Force, Account: "acc_c", Name: "Anne Example", Role: authz.Commissioner}
	if p := h.get("/map", 200); strings.Contains(p.Source(), "Take the first months") {
		t.Error("the commissioner is offered to take months")
	}
	incidenttest.Take(t, h.Rooms, h.Manager, "a.csv", incidenttest.Heading+incidenttest.ASB(3, "2018-01", "1", "52", "High Street", "Aldermere 001A"))
	h.get("/map", 200).Says("No ward of the force has a border yet")
}

func TestTheTableSortsAndTurns(t *testing.T) {
	t.Parallel()
	h := county(t, dbtest.SQLite(t))
	first := func(sort string) string {
		return strings.Fields(h.get("/map?from=2018-05&to=2018-06&sort="+sort, 200).All("#figures tbody tr th")[0])[0]
	}
	for sort, want := range map[string]string{"": "Market", "name": "Castle", "-name": "Quays", "n": "Castle", "-n": "Market", "persons": "Quays", "district": "Market", "nonsense": "Market"} {
		if got := first(sort); got != want {
			t.Errorf("sorted by %q the first is %s, want %s", sort, got, want)
		}
	}
	// Only what was asked for goes along, so that what is shown by rate is not sorted so for ever.
	if p := h.get("/map?from=2018-05&to=2018-06", 200); strings.Contains(p.Attr("#figures tbody th a", "href"), "sort=") || p.Count(`form input[name=sort]`) != 0 {
		t.Errorf("%s", p.Attr("#figures tbody th a", "href"))
	}
	if p := h.get("/map?from=2018-05&to=2018-06&sort=persons", 200); !strings.Contains(p.Attr("#figures tbody th a", "href"), "sort=persons") {
		t.Errorf("%s", p.Attr("#figures tbody th a", "href"))
	}
}

func TestTheCSVHoldsEveryFigure(t *testing.T) {
	t.Parallel()
	h := county(t, dbtest.SQLite(t))
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, httptest.NewRequest("GET", "/map.csv?from=2018-05&to=2018-06&against=2018-01&by=district", nil))
	lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
	if w.Code != 200 || len(lines) != 3 || !strings.HasPrefix(lines[1], "Aldermere,Aldermere,X1,2018-05,2018-06,2,77,7.700,10000,2020,") || !strings.HasSuffix(lines[1], ",2018-01,2018-02,2,47,64,Aldermere City Council,2") {
		t.Errorf("%d: %q", w.Code, lines)
	}
	if got := w.Header().Get("Content-Disposition"); !strings.Contains(got, "anti-social-behaviour-2018-05-2018-06-by-district.csv") {
		t.Error(got)
	}
}

// send sends a file as a browser does.
func (h *house) send(name, content string, how ...string) *webtest.Page {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if name != "" {
		f, err := m.CreateFormFile("files", name)
		accredtest.Must(h.t, err)
		f.Write([]byte(content))
	}
	for _, x := range how {
		accredtest.Must(h.t, m.WriteField("how", x))
	}
	accredtest.Must(h.t, m.Close())
	r := httptest.NewRequest("POST", "/map/months", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return webtest.Read(h.t, w.Result())
}

func TestMonthsAreTakenOnAPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		good := incidenttest.Heading + incidenttest.ASB(3, "2018-01", "1.05", "52.05", "High Street", "Aldermere 001A")
		h.send("2018-01.csv", good).Status(200).Sound().Says("January 2018 of Eastmarch Constabulary was taken: 3 records")
		h.send("again.csv", good).Status(200).Says("with the very same content. It is not taken again.")
		h.send("other.csv", good+incidenttest.ASB(1, "2018-01", "1.05", "52.05", "High Street", "Aldermere 001A")).Says("with other content: 3 records, here 4 records")
		h.Clock.Advance(time.Minute)
		h.send("other.csv", good+incidenttest.ASB(1, "2018-01", "1.05", "52.05", "High Street", "Aldermere 001A"), "replace").Says("was taken: 4 records")
		bad := incidenttest.Heading + "a,b\n" + incidenttest.ASB(1, "2018-02", "1.05", "52.05", "High Street", "Aldermere 001A")
		h.send("bad.csv", bad).Status(200).Sound().Says("The file has 1 bad line. Nothing of it was taken", "Line 2: The line has 2 fields, the heading 12.")
		h.send("bad.csv", bad, "good").Says("February 2018 of Eastmarch Constabulary was taken: 1 record", "1 bad lines left out")
		h.send("people.xlsx", "PK").Status(200).Says("no street-level file of police.uk")
		h.send("", "").Status(422).Says("Choose a file of police.uk")
		if rows := h.get("/map/months", 200).All("tbody tr"); len(rows) != 2 || !strings.HasPrefix(rows[0], "February 2018 Eastmarch Constabulary 1 0 0 bad.csv") {
			t.Errorf("%q", rows)
		}
		h.actor = authz.Actor{Force: h.Force, Account: "acc_c", Name: "Anne Example", Role: authz.Commissioner}
		if p := h.get("/map/months", 200); p.Count("main form[method=post]") != 0 {
			t.Error("the commissioner is offered to take months")
		}
		h.send("2018-03.csv", strings.ReplaceAll(good, "2018-01", "2018-03")).Status(403)
	})
}

func TestTheMapIsSoundInABrowser(t *testing.T) {
	t.Parallel()
	h := county(t, dbtest.SQLite(t))
	server := httptest.NewServer(h.handler)
	t.Cleanup(server.Close)
	p := browser.Window(t, 1280)
	for _, width := range []int{1280, 640, 390} {
		p.Width(width)
		for _, address := range []string{"/map", "/map?by=cluster", "/map?by=district&as=change&chosen=" + string(h.area("Quaymouth")), "/map?from=nonsense", "/map/months", "/map/counting"} {
			p.Go(server.URL + address)
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d %s", address, width, browser.Eval[string](p, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.tagName + "." + e.className + " " + e.getBoundingClientRect().right).slice(0, 8).join("; ")`))
			}
		}
	}
}
