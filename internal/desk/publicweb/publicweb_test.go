package publicweb_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/desktest"
	"watchword/internal/desk/publicapi"
	"watchword/internal/desk/publicweb"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// county is a force with two places on the map and three organisations.
type county struct {
	*desktest.World
	h                http.Handler
	council, housing id.Org
	first            id.Accreditation
	names            []string
}

func newCounty(t *testing.T, d *db.DB) *county {
	t.Helper()
	c := &county{World: desktest.New(t, d)}
	c.h = desktest.Mux(publicweb.New(c.Site, publicweb.Deps{Clock: c.Clock, Public: c.Public}))
	places := map[string]id.Area{}
	for i, name := range []string{"City of Aldermere", "Hallowdene District", "Quaymouth"} {
		_, err := c.Ledger.Do(t.Context(), c.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
			places[name], err = c.Areas.Put(tx, e, "", area.Area{Kind: area.Authority, Name: name, Shape: blob(t, float64(i%2), 51+float64(i/2))}, e.At)
			return err
		})
		accredtest.Must(t, err)
	}
	add := func(name, kind string, where ...id.Area) id.Org {
		o := accredtest.CouncilState(name, c.City)
		o.Areas, o.Kind, o.Phone = where, org.Kind(kind), "01632 960001"
		org, err := c.Orgs.Add(t.Context(), c.Manager, o)
		accredtest.Must(t, err)
		c.Approve(t, org, accredtest.Today, accredtest.Today.AddYears(3))
		return org
	}
	c.council = add("Aldermere City Council", "district-council", places["City of Aldermere"])
	c.housing = add("=Quayside & “Homes”", "housing", places["City of Aldermere"], places["Quaymouth"])
	c.names = []string{"Joel", "Ann", "Bea", "Cal", "Dov", "Hartnoll", "Nair", "Birtwell", "Pugh", "Lyle", "Askew"}
	for i, n := range c.names[:5] {
		_, a := c.Accredited(t, []id.Org{c.council, c.housing}[i/4], n, "csas-name-address-asb", "csas-fpn-litter")
		if i == 0 {
			c.first = a
		}
	}
	return c
}

// blob is a piece of land with a ragged coast.
func blob(t *testing.T, west, south float64) geo.Shape {
	t.Helper()
	s, err := geo.Read(fmt.Appendf(nil, `{"type":"Polygon","coordinates":[[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]}`,
		west, south, west+.5, south+.1, west+1, south, west+1, south+1, west, south+1, west, south), geo.Limits{})
	accredtest.Must(t, err)
	return s
}

func (c *county) get(t *testing.T, path string) *webtest.Page {
	t.Helper()
	return webtest.Get(t, c.As(c.Nobody(), c.h), path)
}

func TestWhoIsAccredited(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newCounty(t, d)
		p := c.get(t, "/register").Status(200).Sound()
		p.Has(".ww-lede", "2 organisations, 5 people, on 17 November 2026.").Has("li h2", "Aldermere City Council").Has("li", "Community warden 4").
			Has("li", "4 accredited persons").Has("li", "District council. City of Aldermere. Since November 2026.").Has(".govuk-inset-text", "No organisation is suspended.")
		p.Has(`a[aria-label="Aldermere: 2 organisations"]`, "").Has(`a[aria-label="Hallowdene: 0 organisations"]`, "").Has("tr", "Aldermere 2 5")
		p = c.get(t, "/register?place=Quaymouth").Sound()
		p.Has("strong", "1 organisation").Has(".moj-filter__tag", "Quaymouth").Lacks("li h2", "Aldermere City Council").Has(`a[aria-current="true"]`, "")
		if got := p.Text(".ww-paging__says"); got != "1 organisation" {
			t.Errorf("below one organisation stands %q", got)
		}
		c.get(t, "/register?place=Hallowdene").Has(".ww-empty", "No accredited organisation may act in Hallowdene.")
		c.get(t, "/register?q=nothing+here").Has(".ww-empty", "No accredited organisation matches. Remove a filter.")
		c.get(t, "/register?kind=housing&notice=litter&ask=name-address").Has("strong", "1 organisation")
		c.get(t, "/register?ask=alcohol-tobacco").Has(".ww-empty", "No accredited organisation matches.")
		c.get(t, "/register?as_at=2026-11-16").Says("As it stood on 16 November 2026, as known today.", "0 organisations, 0 people, on 16 November 2026").Lacks("[name=as_known]")
		c.get(t, "/register?kind=nope").Status(422).Sound().Has(".govuk-error-summary", "no such kind of organisation")
		c.get(t, "/register?power=nope&ask=nope&notice=nope").Status(422).Sound()
		c.get(t, "/register.csv?kind=nope").Status(422)
		c.get(t, "/register?as_at=30/2/2026").Status(422).Sound().Has(".govuk-error-summary", "February")
		accredtest.Must(t, c.Orgs.Suspend(t.Context(), c.Delegate, c.housing, "Insurance"))
		c.get(t, "/register").Has(".govuk-inset-text", "One organisation is suspended and is not shown.").Lacks("li h2", "Homes").Has(".ww-lede", "1 organisation, 4 people")
		c.get(t, "/register/"+c.number(t, c.housing)).Status(404).Says("There is no accredited organisation with that number.")
		accredtest.Must(t, c.Accreds.Withdraw(t.Context(), c.Delegate, c.first, "Conduct"))
		c.get(t, "/register").Has("li", "Community warden 3").Has("li", "3 accredited persons")
	})
}

func (c *county) number(t *testing.T, o id.Org) string { return c.Org(t, o).Number }

func TestOneOrganisation(t *testing.T) {
	t.Parallel()
	c := newCounty(t, dbtest.SQLite(t))
	p := c.get(t, "/register/"+c.number(t, c.council)).Status(200).Sound()
	p.Has("h1", "Aldermere City Council").Has("h2", "Community warden").Has("strong", "4 accredited persons").Has("li", "Your name and address").
		Has("li", "A fixed penalty for litter (£100).").Has("li", "Green jacket with the city’s badge").Has("p", "Guildhall")
	p.Lacks("main", "alcohol", "tobacco", "Direct traffic") // allowed by the arrangements, held by nobody
	c.get(t, "/register/"+strings.ToLower(c.number(t, c.council))).Status(200)
	c.get(t, "/register/ORG-999").Status(404)
	c.get(t, "/register/"+c.number(t, c.council)+"?as_at=2026-11-16").Status(404)
}

// TestNobodysNameIsPublished searches all that the public can fetch for every name that
// stands in the registers: of accredited persons, contacts and officers.
func TestNobodysNameIsPublished(t *testing.T) {
	t.Parallel()
	c := newCounty(t, dbtest.SQLite(t))
	for _, path := range []string{"/register", "/register?as_at=2026-11-18", "/register.csv", "/register.json", "/rights", "/register/" + c.number(t, c.council), "/register/" + c.number(t, c.housing)} {
		text := c.get(t, path).Status(200).Source()
		for _, n := range append(c.names, "Ruth Adeyemi", "Thorne", "per_", "EM 4001") {
			if strings.Contains(text, n) {
				t.Errorf("%s names %s", path, n)
			}
		}
	}
}

func TestFilesAreDatedAndParse(t *testing.T) {
	t.Parallel()
	c := newCounty(t, dbtest.SQLite(t))
	p := c.get(t, "/register.csv?as_at=2026-11-17")
	if got := p.Header("Content-Disposition"); got != `attachment; filename="accredited-organisations-2026-11-17.csv"` {
		t.Error(got)
	}
	rows, err := csv.NewReader(strings.NewReader(p.Source())).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "2026-11-17" || rows[1][2] != "'=Quayside & “Homes”" || rows[2][7] != "4" {
		t.Errorf("%v %q", err, rows)
	}
	var whole publicapi.Register
	if err := json.Unmarshal([]byte(c.get(t, "/register.json?kind=council").Source()), &whole); err != nil || whole.AsAt != "2026-11-17" ||
		whole.Organisations != 2 || len(whole.Items) != 1 || *whole.Items[0].Persons != 4 || len(whole.Items[0].Powers) != 2 {
		t.Errorf("%v %+v", err, whole)
	}
	accredtest.Must(t, c.Orgs.Suspend(t.Context(), c.Delegate, c.housing, "Insurance"))
	text := webtest.Get(t, c.As(c.Manager, c.h), "/register/internal.csv").Status(200).Source()
	if rows, err := csv.NewReader(strings.NewReader(text)).ReadAll(); err != nil || len(rows) != 3 || rows[2][4] != "Suspended" {
		t.Errorf("%v %q", err, rows)
	}
	webtest.Get(t, c.As(c.Actor(authz.Trainer), c.h), "/register/internal.csv").Status(403)
	c.get(t, "/register.csv?as_at=nonsense").Status(422)
}

func TestSmallNumbersAreHiddenWhereTheForceSaysSo(t *testing.T) {
	t.Parallel()
	c := newCounty(t, dbtest.SQLite(t))
	c.Set(t, "small_counts", "yes")
	c.get(t, "/register").Has("li", "Fewer than 5 accredited persons").Has("li", "Community warden (fewer than 5)").Lacks("li", "4 accredited")
	if text := c.get(t, "/register.csv").Source(); !strings.Contains(text, "fewer than 5") {
		t.Error(text)
	}
	if text := c.get(t, "/register.json").Source(); !strings.Contains(text, `"fewer_than": 5`) || strings.Contains(text, `"persons": 4`) {
		t.Error(text)
	}
	c.get(t, "/register/"+c.number(t, c.council)).Has("strong", "Fewer than 5").Lacks("dd", "4")
}

func TestYourRightsAreThoseOfToday(t *testing.T) {
	t.Parallel()
	c := newCounty(t, dbtest.SQLite(t))
	p := c.get(t, "/rights").Status(200).Sound()
	p.Has("li", "Your name and address").Has("li", "Arrest, detain or search you, or use force.").Has("h2", "From a council").Has("li", "tobacco").Has("th", "Notice: litter")
	p.Lacks("main", "designated public place", "dog fouling")
	c.Clock.Set(clock.MustDay("2027-01-01").Start())
	c.get(t, "/rights").Lacks("main", "tobacco")
	webtest.Get(t, c.As(authz.Actor{}, c.h), "/rights").Status(200)
	webtest.Get(t, c.As(authz.Actor{}, c.h), "/register").Status(404).Says("Several forces keep their registers here.")
}

func TestPublicRegisterInTheBrowser(t *testing.T) {
	c := newCounty(t, dbtest.SQLite(t))
	server := c.Serve(t, c.Nobody(), c.h)
	desktest.Look(t, "public", server, "/register", "/register?place=Aldermere&kind=council", "/register?as_at=2025-03-03", "/register/"+c.number(t, c.council), "/rights")
	b := browser.Window(t, 1280)
	for _, width := range []int{1280, 390} {
		b.Width(width)
		b.Go(server + "/register")
		if tiny := browser.Eval[string](b, `[...document.querySelectorAll(".ww-map text")].filter(e => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a < 13.9).map(e => e.textContent + " " + parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a).join()`); tiny != "" {
			t.Errorf("at %d the map has names too small to read: %s", width, tiny)
		}
	}
	b.Width(1280)
	if on := browser.Eval[string](b, `(() => { const e = document.querySelector(".ww-map circle"); e.scrollIntoView(); const c = e.getBoundingClientRect(); return document.elementFromPoint(c.x + c.width / 2, c.y + c.height / 2).closest("a")?.getAttribute("href") ?? "nothing" })()`); !strings.HasPrefix(on, "/register?place=") {
		t.Errorf("a press on a figure of the map leads to %s", on)
	}
	b.NoScript()
	b.Go(server + "/register")
	b.Follow(`.ww-map a[aria-label^="Aldermere"]`)
	if !strings.HasSuffix(b.URL(), "/register?place=Aldermere") {
		t.Errorf("the map leads to %s without script", b.URL())
	}
}
