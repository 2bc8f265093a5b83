package discloseweb_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/complaint/complainttest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/discloseweb"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

// house is the pages as the server serves them: each request comes from the actor of the
// moment.
type house struct {
	*complainttest.World
	t       *testing.T
	actor   authz.Actor
	handler http.Handler
}

func open(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{World: complainttest.New(t, d), t: t}
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", Now: h.Clock.Now()}
	}})
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	discloseweb.New(site, discloseweb.Deps{Clock: h.Clock, Disclose: h.Disclosed}).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := account.Identity{Actor: h.actor}
		i.Force.ID = h.Force
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), i)))
	}))
	return h
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address)
}

func TestWhatIsPublishedIsOpenToAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.actor = h.World.Public()
		h.get("/statistics").Status(200).Sound().Has("h2", "By type of organisation").Has("h2", "By quarter").Says("Not shown", "17 November 2026")
		h.get("/statistics?as_at=2026-11-01").Status(200).Sound().Says("1 November 2026")
		h.get("/statistics?as_at=never").Status(422).Sound()
		lines, err := csv.NewReader(strings.NewReader(h.get("/statistics.csv").Status(200).Source())).ReadAll()
		if err != nil || len(lines) < 30 || strings.Join(lines[1], "|") != "2026-11-17|By type of organisation|council|Council|organisations|2" {
			t.Errorf("%v %v", lines, err)
		}
		h.get("/decisions").Status(200).Sound().Says("1 grant and 0 withdrawals", "What it does not prove")
		_, err = h.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		h.Clock.Advance(2 * time.Second) // what was worked out before is forgotten
		r, err := h.Disclosed.Record(context.Background(), h.Force)
		accredtest.Must(t, err)
		_, err = h.Ledger.Checkpoint(t.Context(), h.Ring, h.Force, r.Origin)
		accredtest.Must(t, err)
		p := h.get("/decisions").Status(200).Sound().Says(r.Lines[0].Blinded)
		if strings.Contains(p.Source(), h.Number) || strings.Contains(p.Source(), "Hartnoll") {
			t.Error("the list tells whose a line is")
		}
		h.get(p.Link("Proof of")).Status(200).Says("c2sp.org/tlog-proof@v1")
		h.get("/decisions/0/proof").Status(404)
		h.get("/decisions/x/proof").Status(404)
		var file struct {
			Lines []struct{ Identifier string }
		}
		if err := json.Unmarshal([]byte(h.get("/decisions.json").Status(200).Source()), &file); err != nil || file.Lines[0].Identifier != r.Lines[0].Blinded {
			t.Errorf("%+v %v", file, err)
		}
		h.get("/decisions.csv").Status(200).Says("granted,2026-11-17," + r.Lines[0].Blinded)
		h.actor = h.Warden
		h.get("/decisions").Status(200).Sound().Has("h2", "Your own lines").Says(h.Number)
	})
}

func TestTheQuestionsAreAnsweredInOnePress(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.actor = h.Acting(authz.DataProtection)
	p := h.get("/answers").Status(200).Sound().Says("20 working days")
	for _, href := range p.Hrefs("ul a") {
		file := h.get(href).Status(200)
		if got := file.Header("Content-Disposition"); !strings.Contains(got, `filename="answer-`) {
			t.Errorf("%s: %s", href, got)
		}
	}
	h.get("/answers?as_at=2026-01-31").Status(200).Sound()
	h.get("/answers?as_at=x").Status(422).Sound()
	h.get("/answers/roles").Status(404)
	h.get("/answers/names.csv").Status(404)
	h.actor = h.Employer
	h.get("/answers/roles.csv").Status(403)
}

func TestMain(m *testing.M) { browser.Main(m) }

// TestThePagesInABrowser holds the pages to axe, in a window of 320.
func TestThePagesInABrowser(t *testing.T) {
	t.Parallel()
	if browser.Path() == "" {
		t.Skip("needs Chromium")
	}
	h := open(t, dbtest.SQLite(t))
	s := httptest.NewServer(h.handler)
	defer s.Close()
	for _, x := range []struct {
		who     authz.Actor
		address string
	}{{h.World.Public(), "/statistics"}, {h.Warden, "/decisions"}, {h.Manager, "/answers"}} {
		h.actor = x.who
		p := browser.Open(t, s.URL+x.address, 320)
		p.Axe()
		if p.Scrolls() {
			t.Errorf("%s scrolls sideways at 320", x.address)
		}
	}
}
