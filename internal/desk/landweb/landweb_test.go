package landweb_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/desktest"
	"watchword/internal/desk/landweb"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// county is a force with its districts drawn, one of them in two wards, and one employer
// with two wardens in one of them.
type county struct {
	*desktest.World
	t                    testing.TB
	handler              http.Handler
	actor                authz.Actor
	force, market, quays id.Area
	council              id.Org
}

func open(t testing.TB, d *db.DB) *county {
	t.Helper()
	c := &county{World: desktest.New(t, d), t: t}
	c.actor = c.Manager
	c.Clock.Advance(24 * time.Hour)
	c.force = c.put(area.Area{Kind: area.WholeForce, Name: "Eastmarch", Shape: square(t, 0, 0, 4, 2)}, "")
	c.put(area.Area{Kind: area.District, Name: "Aldermere", Code: "EMD05", Parent: c.force, Shape: square(t, 0, 0, 2, 2)}, c.City)
	c.put(area.Area{Kind: area.District, Name: "Quaymouth", Parent: c.force, Shape: square(t, 2, 0, 4, 2)}, c.Quay)
	c.market = c.put(area.Area{Kind: area.Ward, Name: "Market", Parent: c.City, Shape: square(t, 0, 0, 1, 2)}, "")
	c.put(area.Area{Kind: area.Ward, Name: "Castle & Keep", Parent: c.City, Shape: square(t, 1, 0, 2, 2)}, "")
	c.council = c.Approved(t, "Aldermere City Council")
	c.Accredited(t, c.council, "Joel", "csas-fpn-litter")
	c.Accredited(t, c.council, "Ann", "csas-fpn-litter")
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	landweb.New(c.Site, c.Board).Routes(mux)
	c.handler = c.Site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: c.actor})))
	}))
	return c
}

func (c *county) put(a area.Area, of id.Area) id.Area {
	c.t.Helper()
	_, err := c.Ledger.Do(c.t.Context(), c.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
		of, err = c.Areas.Put(tx, e, of, a, e.At)
		return err
	})
	accredtest.Must(c.t, err)
	return of
}

// square is ground between two corners, in tenths of a degree.
func square(t testing.TB, west, south, east, north float64) geo.Shape {
	t.Helper()
	corner := func(x, y float64) string { return fmt.Sprintf("[%g,%g]", 1+x/10, 52+y/10) }
	s, err := geo.Read([]byte(`{"type":"Polygon","coordinates":[[`+strings.Join([]string{corner(west, south), corner(east, south), corner(east, north), corner(west, north), corner(west, south)}, ",")+`]]}`), geo.Usual)
	accredtest.Must(t, err)
	return s
}

func (c *county) get(address string, status int) *webtest.Page {
	c.t.Helper()
	return webtest.Get(c.t, c.handler, address).Status(status).Sound()
}

func areaURL(a id.Area) string { return "/areas/" + string(a) }

func TestAreasAreListedByKind(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := open(t, d)
		p := c.get("/areas", 200).Has("h1", "Areas").Says("2 policing districts")
		if got := p.All("tbody tr"); len(got) != 2 || got[0] != "AldermereEMD05 1 2" || got[1] != "Quaymouth None None" {
			t.Errorf("%q", got)
		}
		if n := p.Count("svg[role=group] a"); n != 2 {
			t.Errorf("%d areas on the map", n)
		}
		c.get("/areas?kind=ward", 200).Says("2 wards", "Castle & Keep", "Market")
		c.get("/areas?parent="+string(c.City), 200).Says("2 areas", "Part of Aldermere")
		c.get("/areas?kind=authority", 200).Says("No area of this kind is in the register.")
		c.get("/areas?kind=parish", 422)
		c.get("/areas?as_at=2026-11-17", 200).Says("2 policing districts").Lacks("td", "2") // before anybody was accredited
		c.get("/areas?as_at=nonsense", 422)
	})
}

func TestAnAreaShowsWhoMayActThere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := open(t, d)
		p := c.get(areaURL(c.market), 200).Has("h1", "Market").Says("Ward", "Aldermere City Council")
		q := url.Values{"area": {string(c.market)}, "state": {"in-force"}}.Encode()
		if p.Count(`a[href="/people?`+q+`"]`) != 1 || p.Count(`a[href="/organisations?`+q+`"]`) != 1 {
			t.Error("the figures do not open their lists")
		}
		if n := p.Count("svg[role=group] a"); n != 2 || p.Count("svg a[aria-current=true]") != 1 {
			t.Errorf("%d areas on the map", n)
		}
		c.get(areaURL(c.City), 200).Says("Wards", "Market", "Castle & Keep", "EMD05")
		c.get(areaURL(c.Quay), 200).Says("No accredited organisation works here.")
		c.get(areaURL(c.force), 200).Says("Policing districts", "Aldermere", "Quaymouth")
		c.get("/areas/are_none", 404).Says("There is no such area.")
		c.get(areaURL(c.market)+"?as_at=2026-11-17", 404) // it was not there yet
		c.get(areaURL(c.City)+"?as_at=2026-11-17", 200).Says("No boundary was entered for this area.")
	})
}

func TestWhatOfAnAreaEachRoleIsShown(t *testing.T) {
	t.Parallel()
	c := open(t, dbtest.SQLite(t))
	as := func(role authz.Role) authz.Actor {
		return authz.Actor{Force: c.Force, Account: "acc_x", Role: role, Name: "Somebody"}
	}
	signatory := as(authz.Signatory)
	signatory.Org = "org_other"
	for _, tt := range []struct {
		name               string
		who                authz.Actor
		says, leadsNowhere string
	}{
		{"the commissioner sees figures, and no list of persons", as(authz.Commissioner), "Accredited persons", "/people?"},
		{"an employer sees itself alone", signatory, "No accredited organisation works here.", "/organisations/" + string(c.council)},
		{"an accredited person sees no counts of persons", as(authz.AccreditedPerson), "Part of", "/people?"},
		{"the control room sees persons and no organisations", as(authz.ControlRoom), "Accredited persons", "/organisations?"},
	} {
		c.actor = tt.who
		p := c.get(areaURL(c.market), 200).Says(tt.says)
		if strings.Contains(p.Source(), `href="`+tt.leadsNowhere) {
			t.Errorf("%s: the page leads there", tt.name)
		}
	}
	c.actor = as(authz.AccreditedPerson)
	if head := strings.Join(c.get("/areas", 200).All("th"), " "); strings.Contains(head, "persons") {
		t.Errorf("an accredited person is shown %s", head)
	}
}

func TestAreasPagesAreSoundInABrowser(t *testing.T) {
	t.Parallel()
	c := open(t, dbtest.SQLite(t))
	server := httptest.NewServer(c.handler)
	t.Cleanup(server.Close)
	p := browser.Window(t, 1280)
	for _, width := range []int{1280, 390} {
		p.Width(width)
		for _, address := range []string{"/areas", "/areas?kind=ward&parent=" + string(c.City), areaURL(c.City), areaURL(c.market), areaURL(c.force)} {
			p.Go(server.URL + address)
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", address, width)
			}
		}
	}
}
