package reformweb_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/reform/reformweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// house is a force’s pages of changes of the law as the server wires them, for the actor given.
type house struct {
	*cardtest.World
	t       testing.TB
	actor   authz.Actor
	handler http.Handler
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := &house{World: cardtest.New(t, d), t: t}
	h.actor = h.Manager
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: h.Clock.Now(), Who: &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	reformweb.New(site, reformweb.Deps{DB: d, Clock: h.Clock, Areas: h.Areas, Orgs: h.Orgs, Reforms: h.Reforms}).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address)
}

func (h *house) post(address string, form url.Values) *webtest.Page {
	h.t.Helper()
	return webtest.Post(h.t, h.handler, address, form)
}

// TestAChangeFromThePreviewToTheLetters previews the end of a power, keeps it, puts it before
// the delegate, who carries it out; the card that names it is then to be made again.
func TestAChangeFromThePreviewToTheLetters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		h.Held(t, o, "Ada", "csas-pnd")
		h.get("/changes").Status(200).Sound().Says("Nothing is watched.", "Paragraph 6 ends, with no successor", "Not known").Has("a", "What if: Penalty notice for disorder")
		h.get("/changes/what-if").Status(200).Sound().Says("A preview. Nothing has changed.").Lacks("h2", "What it would do")
		h.get("/changes/what-if?power=csas-pnd").Status(200).Sound().Says("enacted but not in force").Lacks("h2", "What it would do")
		h.get("/changes/what-if?kind=ends").Status(422).Sound().Says("Choose a power", "Enter the first day of what is new")
		page := h.get("/changes/what-if?power=csas-pnd&kind=ends&day=2027-04-01").Status(200).Sound().
			Says("1 person loses a power, in 1 organisation.", "1 person is left without any power.", "1 card in use, 1 certificate and 0 agreements", "On 31 Mar 2027", "Ended in law", "Aldermere City Council")
		h.get("/changes/what-if.csv?power=csas-pnd&kind=ends&day=2027-04-01").Status(200).Says("Aldermere City Council,1(2)(aa),0,no").Lacks("a", "Hartnoll")
		if pdf := h.get("/changes/what-if.pdf?power=csas-pnd&kind=ends&day=2027-04-01").Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
			t.Error("no PDF")
		}
		form := h.get(page.Link("Keep and number it")).Status(200).Sound().Form("form[novalidate]")
		h.post("/changes/watch", form).Status(422).Sound().Says("Enter what changes", "Enter where this was read")
		form.Set("what", "Penalty notices for disorder are abolished.")
		form.Set("source", "Police, Crime, Sentencing and Courts Act 2022, section 118")
		at, _, _ := strings.Cut(h.post("/changes/watch", form).Status(303).Header("Location"), "?")
		h.get(at).Status(200).Sound().Has("h1", "Penalty notice for disorder ends").Says("LC-001", "Preview kept", "1 person loses a power").Has("a", "Put it before the delegate").Lacks("a", "Carry it out")
		h.get(at + "/carry-out").Status(409)
		h.post(at+"/propose", url.Values{}).Status(422).Sound().Says("Enter the number of the instrument")
		h.post(at+"/propose", url.Values{"instrument": {"SI 2027/1"}}).Status(303)
		h.get(at + "/note").Status(409).Sound().Says("LC-001 can no longer be changed.")
		h.actor = h.Delegate
		h.get(at+"/carry-out").Status(200).Sound().Says("1 person loses a power", "cannot be taken back")
		h.post(at+"/carry-out", url.Values{"typed_name": {"Nobody"}}).Status(422).Sound().Says("Type your own name to sign")
		h.Clock.Set(clock.OnClock(clock.MustDay("2026-11-20"), 9, 0))
		h.post(at+"/carry-out", url.Values{"typed_name": {"Daniel Thorne"}}).Status(303)
		h.get(at).Sound().Says("Carried out", "What it did", "Cards to make again", "C/Insp Daniel Thorne").Lacks("a", "Drop it")
		h.get(at + "/persons.csv").Status(200).Says("1(2)(aa)")
		if pdf := h.get(at + "/preview.pdf").Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
			t.Error("no PDF")
		}
		h.get(at+"?as_at=2026-11-17").Sound().Lacks("a", "Carry it out")
		h.actor = h.Trainer
		for _, address := range []string{"/changes", at, "/changes/what-if?power=csas-pnd&kind=ends&day=2027-04-01"} {
			h.get(address).Status(403)
		}
		h.Verify(t)
	})
}
