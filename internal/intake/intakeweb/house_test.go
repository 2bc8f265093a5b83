package intakeweb_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/intake/draft"
	"watchword/internal/intake/intakeweb"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// house is a force and the pages of its imports, as the server serves them; each request
// comes from the actor of the moment.
type house struct {
	*accredtest.World
	t       testing.TB
	drafts  *draft.Service
	handler http.Handler
	actor   authz.Actor
}

func newHouse(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := accredtest.New(t, d)
	w.Clock.Set(clock.OnClock(clock.MustDay("2026-11-20"), 9, 0))
	h := &house{World: w, t: t, actor: w.Manager, drafts: draft.New(w.Imports)}
	site := web.New(web.Config{Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Clock: w.Clock, Frame: h.frame})
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	intakeweb.New(site, h.drafts).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

func (h *house) frame(*http.Request) web.Frame {
	return web.Frame{Force: "Eastmarch Constabulary", Now: h.Clock.Now(), Search: "/search", SignOut: "/sign-out", Checkpoint: "Ledger checkpoint 09:00, signed, 48,231 entries",
		Who: &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title(), Href: "/account"}, Ask: "Ruth Adeyemi",
		Nav:    []web.Link{{Text: "Start", Href: "/start"}, {Text: "Organisations", Href: "/organisations"}, {Text: "People", Href: "/people"}, {Text: "Powers", Href: "/powers"}, {Text: "Ledger", Href: "/ledger"}, {Text: "Import", Href: "/import"}},
		Footer: []web.Link{{Text: "Accessibility", Href: "/accessibility"}, {Text: "Help", Href: "/help"}}}
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address)
}

func (h *house) post(address string, pairs ...string) *webtest.Page {
	h.t.Helper()
	form := map[string][]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = append(form[pairs[i]], pairs[i+1])
	}
	return webtest.Post(h.t, h.handler, address, form)
}

// upload sends a file as a browser does.
func (h *house) upload(kind, name string, content []byte) *webtest.Page {
	h.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	accredtest.Must(h.t, err)
	_, err = part.Write(content)
	accredtest.Must(h.t, err)
	accredtest.Must(h.t, w.Close())
	r := httptest.NewRequest(http.MethodPost, "/import/"+kind, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return webtest.Do(h.t, h.handler, r)
}

// sent is the address of the dry run of a file that was taken in.
func (h *house) sent(kind, name string, content []byte) string {
	h.t.Helper()
	at := h.upload(kind, name, content).Status(303).Header("Location")
	if !strings.HasPrefix(at, "/import/upl_") {
		h.t.Fatalf("%s leads to %q", name, at)
	}
	return at
}

// write presses the button of the dry run that writes, and follows to what was done.
func (h *house) write(at string) *webtest.Page {
	h.t.Helper()
	form := h.get(at).Form(`form[action="` + at + `/take"]`)
	webtest.Post(h.t, h.handler, at+"/take", form).Status(303).Leads(at + "/done?done=import.written")
	return h.get(at + "/done").Status(200).Sound()
}

// shared is a file of the shared data folder, or the test is skipped.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	root := os.Getenv("WATCHWORD_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		accredtest.Must(t, err)
		for root = dir; filepath.Dir(root) != root; root = filepath.Dir(root) {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
		}
		root = filepath.Join(root, "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(root, "data", "spreadsheets", name))
	if err != nil {
		t.Skip("needs the shared data folder")
	}
	return b
}

// orgs and wardens are a small register as an office keeps it; two of its lines are bad.
const orgs = "Organisation,Type,Role 1,Role 1 powers,Status,Accredited from,Accredited to\n" +
	"Aldermere City Council,City council,Community warden,3; 1(2)(c),Accredited,01/04/2024,31/03/2027\n" +
	"Quaymouth Homes,Housing association,Estate warden,3,Accredited,01/04/2024,31/03/2027\n"

const wardens = "AP number,Surname,Forenames,Date of birth,Organisation,Role,Powers,Vetting result,Vetting expires,Training passed,Accredited from,Accredited to,Status,Telephone\n" +
	"0417,Hartnoll,Tamsin,12/05/1988,Aldermere City Council,Community warden,3; 1(2)(c),Passed,01/02/2028,01/03/2025,01/04/2025,31/03/2027,Active,07700900123\n" +
	"0418,Pike,Joel,30/02/1990,Aldermere City Council,Community warden,3,Passed,01/02/2028,01/03/2025,01/04/2025,31/03/2027,Active,07700900124\n" +
	"0419,Nash,Bea,01/07/1979,Aldermeer City Council,Community warden,3,Passed,01/02/2028,01/03/2025,01/04/2025,31/03/2027,Active,07700900125\n" +
	"0420,Okoro,Ann,03/03/1985,Quaymouth Homes,Estate warden,3,Passed,01/02/2028,01/03/2025,01/04/2025,31/03/2027,Suspended,7700900126\n" +
	",Vane,Cleo,09/09/1999,Quaymouth Homes,Estate warden,3,,,,,,Awaiting vetting,07700900127\n"
