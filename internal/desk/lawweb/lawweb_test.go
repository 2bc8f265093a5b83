package lawweb_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/desktest"
	"watchword/internal/desk/lawweb"
	"watchword/internal/law"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

func pages(t *testing.T, d *db.DB) (*desktest.World, http.Handler) {
	t.Helper()
	w := desktest.New(t, d)
	return w, desktest.Mux(lawweb.New(w.Site, lawweb.Deps{DB: d, Clock: w.Clock, Areas: w.Areas, Public: w.Public}))
}

func TestEveryPageOfTheLawIsSound(t *testing.T) {
	t.Parallel()
	w, h := pages(t, dbtest.SQLite(t))
	manager, nobody := w.As(w.Manager, h), w.As(w.Nobody(), h)
	for i := range law.Powers() {
		p := &law.Powers()[i]
		for name, who := range map[string]http.Handler{"manager": manager, "public": nobody} {
			page := webtest.Get(t, who, "/powers/"+string(p.ID)).Status(200).Sound()
			page.Has("h1", p.Name).Has("p.ww-lede", p.Meaning)
			if p.Authority != law.Nobody {
				page.Has("dt", "Source")
			}
			if t.Failed() {
				t.Fatalf("%s for the %s", p.ID, name)
			}
		}
	}
	for _, path := range []string{"/powers", "/powers?on=2010-06-01&status=in-force", "/powers/never", "/powers/pending"} {
		webtest.Get(t, manager, path).Status(200).Sound()
		webtest.Get(t, nobody, path).Status(200).Sound()
	}
}

// TestWhatHasEndedIsNeverOffered holds every page of every power, on days of several
// years, to what the law says: "may be granted" stands only where it may.
func TestWhatHasEndedIsNeverOffered(t *testing.T) {
	t.Parallel()
	w, h := pages(t, dbtest.SQLite(t))
	manager := w.As(w.Manager, h)
	for _, day := range []string{"2026-11-17", "2018-01-01", "2003-01-01", "2027-01-01"} {
		on := clock.MustDay(day)
		for i := range law.Powers() {
			p := &law.Powers()[i]
			page := webtest.Get(t, manager, "/powers/"+string(p.ID)+"?as_at="+day).Status(200)
			_, may := law.Grantable(p.ID, "", on, law.England)
			says := strings.Contains(page.Text("main"), ", may be granted")
			if says && !may {
				t.Errorf("%s on %s is offered, and may not be granted", p.ID, day)
			}
			if s := p.StatusOn(on, law.England); s == law.Spent || s == law.Repealed {
				page.Has(".ww-head", "Ended: may not be granted").Lacks(".ww-head", "In force").Has("h2", "Who held it")
				noPeople(t, page)
			}
		}
	}
}

// noPeople holds that nothing on the page leads to persons.
func noPeople(t *testing.T, p *webtest.Page) {
	t.Helper()
	if strings.Contains(p.Source(), `href="/people?`) {
		t.Error("the page leads to persons")
	}
}

func TestCatalogueFilters(t *testing.T) {
	t.Parallel()
	w, h := pages(t, dbtest.SQLite(t))
	who := w.As(w.Nobody(), h)
	for _, tt := range []struct{ name, query, has, lacks string }{
		{"a word in the name", "?q=litter", "Notice: litter", "Direct traffic"},
		{"ended", "?status=ended", "Alcohol in designated public places", "Ask name and address: antisocial behaviour"},
		{"one kind", "?kind=council", "Notice: public spaces order", "Ask name and address: offence"},
		{"a group", "?group=asb", "Ask name and address: antisocial behaviour", "Ask name and address: traffic"},
		{"on a past day", "?on=2010-06-01&status=in-force", "Alcohol in designated public places", "nothing"},
		{"before anything began", "?on=2001-01-01&status=in-force", "Nothing in the catalogue matches", "Ask name"},
		{"a certainty", "?certainty=Not+confirmed", "Not confirmed", "nothing"},
		{"what is no choice counts as not chosen", "?kind=x&status=y&group=z&certainty=q&territory=france", "Ask name and address: offence", "nothing"},
	} {
		p := webtest.Get(t, who, "/powers"+tt.query).Status(200)
		text := strings.Join(append(p.All("th"), append(p.All("td"), p.All("p")...)...), "\n")
		if !strings.Contains(text, tt.has) || strings.Contains(text, tt.lacks) {
			t.Errorf("%s: %.400s", tt.name, text)
		}
	}
	p := webtest.Get(t, who, "/powers?on=30/2/2026").Status(422).Sound()
	p.Has(".govuk-error-summary", "February")
	if p.Value("On this day") != "30/2/2026" {
		t.Error("what was typed is lost")
	}
	if got := webtest.Get(t, who, "/powers?q=litter&kind=notice").Attr("a.moj-filter__tag", "href"); got != "/powers?kind=notice" {
		t.Errorf("the chip leads to %s", got)
	}
	webtest.Get(t, who, "/powers/csas-nothing").Status(404)
}

func TestWhoHoldsAPowerIsForThoseWhoMaySee(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, h := pages(t, d)
		before := accredtest.Today
		w.Clock.Set(clock.OnClock(before.AddDays(1), 9, 0))
		o := w.Approved(t, "Aldermere City Council")
		w.Accredited(t, o, "Joel", "csas-name-address-asb", "csas-fpn-litter")
		w.Accredited(t, o, "Ann", "csas-name-address-asb")
		const page = "/powers/csas-name-address-asb"
		p := webtest.Get(t, w.As(w.Manager, h), page).Sound()
		p.Has(".ww-figures", "2 persons hold it").Has(".ww-figures", "1 organisation").Has("td", "2")
		if p.Link("persons hold it") != "/people?power=csas-name-address-asb" || p.Link("Aldermere City Council") != "/organisations/"+string(o) {
			t.Error("the figures lead elsewhere")
		}
		webtest.Get(t, w.As(w.Manager, h), page+"?as_at="+before.String()).Says("Nobody held it on this day.").Has("h2", "Who held it")
		noPeople(t, webtest.Get(t, w.As(w.Actor(authz.Commissioner), h), page).Has(".ww-figures", "2 persons hold it"))
		webtest.Get(t, w.As(w.Actor(authz.Trainer), h), page).Lacks(".ww-figures")
		pub := webtest.Get(t, w.As(w.Nobody(), h), page).Lacks(".ww-figures").Lacks("form.ww-asat")
		if pub.Link("Organisations whose people may use it") != "/register?power=csas-name-address-asb" {
			t.Error("the public is led elsewhere")
		}
		text := webtest.Get(t, w.As(w.Manager, h), page+"/holders.csv").Source()
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(rows) != 2 || rows[1][0] != "2026-11-18" || rows[1][5] != "2" {
			t.Errorf("%v %q", err, rows)
		}
	})
}

func TestHistoryIsTheSameInWordsAndOnTheLine(t *testing.T) {
	t.Parallel()
	w, h := pages(t, dbtest.SQLite(t))
	p := webtest.Get(t, w.As(w.Nobody(), h), "/powers/csas-name-address-asb")
	p.Has(".ww-scale text", "about 23 Mar 2015, day not confirmed").Has("td", "about 23 March 2015").Has("td", "Day unconfirmed")
	if p.Count(".ww-scale__tick--about") != 1 {
		t.Error("the uncertain day is not dashed")
	}
	p = webtest.Get(t, w.As(w.Nobody(), h), "/powers/csas-pnd").Sound()
	p.Has("th", "Offence").Has("tr", "1 July 2013 £60 £90").Has("span", "Theft").Says("Enacted, not commenced")
	webtest.Get(t, w.As(w.Nobody(), h), "/powers/csas-fpn-litter").Sound().Has("h2", "Amounts in England").Has("tr", "31 July 2023 £65 to £500 £100").Has("h2", "Amounts in Wales").Has("tr", "£75 to £150 £75")
	webtest.Get(t, w.As(w.Nobody(), h), "/powers/csas-fpn-cycling").Sound().Has("h2", "Amounts").Lacks("h2", "Amounts in")
	webtest.Get(t, w.As(w.Nobody(), h), "/powers/csas-tobacco-u16").Has(".ww-head", "Ends on 1 January 2027")
	webtest.Get(t, w.As(w.Nobody(), h), "/powers/csas-alcohol-dppo").Has(".ww-head", "Ended: may not be granted")
}

func TestLawInTheBrowser(t *testing.T) {
	w, h := pages(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	w.Accredited(t, o, "Joel", "csas-name-address-asb", "csas-fpn-litter")
	desktest.Look(t, "office", w.Serve(t, w.Manager, h), "/powers", "/powers/csas-name-address-asb", "/powers/csas-pnd", "/powers/csas-alcohol-dppo",
		"/powers/csas-name-address?as_at=2020-02-01", "/powers?on=30/2/2026")
	desktest.Look(t, "public", w.Serve(t, w.Nobody(), h), "/powers", "/powers/csas-name-address-asb", "/powers/csas-fpn-litter", "/powers/la-pspo-fpn",
		"/powers/never", "/powers/pending", "/powers/csas-tobacco-u16?as_at=2020-02-01")
}
