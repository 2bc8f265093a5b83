package factoryweb_test

import (
	"fmt"
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
	"watchword/internal/blob"
	"watchword/internal/card"
	"watchword/internal/card/cardtest"
	"watchword/internal/card/factory/factoryapi"
	"watchword/internal/card/factory/factoryweb"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

const asb = law.PowerID("csas-name-address-asb")

// house is a force's pages and API, for the actor given.
type house struct {
	*cardtest.World
	t       testing.TB
	who     authz.Actor
	handler http.Handler
	Org     id.Org
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := cardtest.New(t, d)
	h := &house{World: w, t: t, who: w.Manager, Org: w.Approved(t, "Aldermere City Council")}
	site := web.New(web.Config{Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", Who: &web.Who{Name: h.who.Name, Role: h.who.Role.Title()}, SignOut: "/sign-out", Now: h.Clock.Now()}
	}})
	a := api.New(api.Config{DB: d, Clock: h.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor})
	factoryapi.Register(a, d, h.Clock, w.Rooms.Factory)
	mux := http.NewServeMux()
	factoryweb.New(site, factoryweb.Deps{DB: d, Areas: w.Areas, Orgs: w.Orgs, Persons: w.Persons, Cards: w.Cards, Factory: w.Rooms.Factory}).Routes(mux)
	mux.Handle("/api/", a)
	h.handler = site.Guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(w, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.who, Account: account.Account{Name: h.who.Name}})))
	}))
	return h
}

func (h *house) get(path string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, path)
}

func (h *house) post(path string, form url.Values) *webtest.Page {
	h.t.Helper()
	return webtest.Post(h.t, h.handler, path, form)
}

// led is where a form that was taken leads.
func (h *house) led(path string, form url.Values) string {
	h.t.Helper()
	to, _, _ := strings.Cut(h.post(path, form).Status(303).Header("Location"), "?")
	return to
}

// call asks the API.
func (h *house) call(method, path, body string, want int) string {
	h.t.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if w.Code != want {
		h.t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Body.String()
}

func (h *house) signatory() authz.Actor {
	return authz.Actor{Force: h.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: h.Org}
}

func TestPhotographsAreAcceptedOrSentBack(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.get("/card-photographs").Status(200).Sound().Says("No photograph waits to be looked at.")
	var of []id.Person
	var seen []string
	for i := range 2 {
		p, _ := h.Accredited(t, h.Org, fmt.Sprint("Warden ", i), asb)
		f, err := blob.Photo("photo", cardtest.Portrait(uint64(i)))
		accredtest.Must(t, err)
		accredtest.Must(t, h.Persons.SetPhoto(t.Context(), h.signatory(), p, f))
		of, seen = append(of, p), append(seen, string(f.Hash))
	}
	h.get("/card-photographs").Status(200).Sound().Says("Warden 0 Hartnoll", "Aldermere City Council", "Accept the chosen photographs")
	h.post("/card-photographs", url.Values{}).Status(422)
	h.led("/card-photographs", url.Values{"photo": {string(of[0]) + ":" + seen[0]}})
	at := "/card-photographs/" + string(of[1])
	h.get(at).Status(200).Sound().Has("h1", "Photograph of Warden 1 Hartnoll").Has("button", "Accept it for the card")
	h.post(at, url.Values{"act": {"send-back"}, "hash": {seen[1]}}).Status(422).Sound().Says("Choose what is wrong with it")
	h.led(at, url.Values{"act": {"send-back"}, "hash": {seen[1]}, "fault": {"covered"}, "why": {"Take the cap off"}})
	h.get("/card-photographs?show=sent-back").Status(200).Sound().Says("Something covers the face or the eyes. Take the cap off")
	h.get("/card-photographs?show=accepted").Status(200).Says("Warden 0 Hartnoll")
	if got := h.call("GET", "/photo-checks/"+string(of[1]), "", 200); !strings.Contains(got, `"fault":"covered"`) {
		t.Error(got)
	}
	h.call("POST", "/photo-checks/"+string(of[1])+"/accept", `{"photo_sha256":"`+seen[1]+`"}`, 200)
}

func TestABatchOnItsPages(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	h.get("/card-batches").Status(200).Sound().Says("No batch has been made.")
	h.get("/card-batches/make").Status(200).Sound().Says("No card waits to be printed.")
	var cards []string
	for i := range 3 {
		_, _, c := h.Issued(t, h.Org, fmt.Sprint("Warden ", i), asb)
		cards = append(cards, string(c))
	}
	h.get("/card-batches").Has("a", "Make a batch of 3 cards")
	h.get("/card-batches/make").Status(200).Sound().Says("Warden 0 Hartnoll", "004001-01")
	at := h.led("/card-batches/make", url.Values{"card": cards})
	h.get(at).Status(200).Sound().Has("h1", "Batch B-0001").Has("button", "Print the batch (PDF)")
	if pdf := h.post(at+"/print", nil).Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
		t.Error("no PDF")
	}
	h.get(at).Status(200).Sound().Has("h2", "Check the prints")
	h.post(at+"/check", url.Values{"card": cards[:1]}).Status(422).Sound().Says("Say what is wrong with them")
	h.led(at+"/check", url.Values{"card": cards[:1], "why": {"A stripe"}})
	h.post(at+"/dispatch", url.Values{}).Status(422).Sound().Says("Say how it was sent")
	h.led(at+"/dispatch", url.Values{"way": {"Special delivery"}, "to": {"Priya Nair"}})
	h.get(at).Status(200).Sound().Says("Special delivery to Priya Nair", "Spoiled 1")
	h.post(at+"/collect", url.Values{}).Status(422).Sound().Says("Enter who handed the cards out")
	h.led(at+"/collect", url.Values{"card": cards[1:], "by": {"Gareth Lyle"}})
	h.get(at).Status(200).Sound().Says("Handed out", "2 cards signed for", "Handed out by Gareth Lyle")
	h.led(at+"/recall", url.Values{"why": {"The ink runs"}})
	if got := h.Card(t, id.Card(cards[1])); got.Recalled == clock.NoDay {
		t.Error("not asked back")
	}
	h.get("/card-batches?show=collected").Says("B-0001")
	if got := h.call("GET", strings.Replace(at, "/card-batches", "/card-batches", 1)+"/history", "", 200); !strings.Contains(got, `"handed_out_by":"Gareth Lyle"`) {
		t.Error(got)
	}
	h.call("POST", "/card-batches", `{}`, 201)
	h.who = h.signatory()
	h.get(at).Status(403)
}

func TestStockAndBadgesOnTheirPages(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p, _ := h.Accredited(t, h.Org, "Joel", asb)
	h.get("/card-stock").Status(200).Sound().Says("No delivery is recorded.")
	h.get("/card-stock/receive").Status(200).Sound()
	h.post("/card-stock/receive", url.Values{}).Status(422).Sound().Says("Choose what was delivered", "Enter the first serial number, for example B000101")
	h.led("/card-stock/receive", url.Values{"kind": {"badge"}, "first": {"0001"}, "last": {"0200"}, "received-day": {"16"}, "received-month": {"11"}, "received-year": {"2026"}})
	to := h.get("/card-stock").Status(200).Sound().Says("200 badges in stock", "0001 to 0200").Link("0001 to 0200")
	h.get(to).Status(200).Sound().Has("h1", "Badges 0001 to 0200")
	h.post(to, url.Values{"first": {"0999"}}).Status(422).Sound().Says("Enter a serial number of this delivery: 0001 to 0200")
	h.led(to, url.Values{"first": {"0001"}, "why": {"The pin is broken"}})
	h.get("/badges").Status(200).Sound().Says("No badge has been issued.")
	h.get("/badges/issue").Status(200).Sound().Says("199 badges are in stock.")
	h.post("/badges/issue", url.Values{"number": {"nobody"}}).Status(422).Sound().Says("Enter the number of an accredited person")
	at := h.led("/badges/issue", url.Values{"number": {"em4001"}})
	h.get(at).Status(200).Sound().Has("h1", "Badge 0002").Says("Joel Hartnoll, EM 4001, Aldermere City Council")
	h.get("/badges?show=issued&q=000").Status(200).Sound().Says("0002", "Joel Hartnoll").Has(`a[href="/badges.csv?q=000&show=issued"]`, "Save as a spreadsheet")
	h.get("/badges.csv?show=issued&q=000").Status(200).Says("Badge,Person,AP number,Employer,Now", "0002,Joel Hartnoll,")
	h.get("/badges.csv?show=lost").Status(200).Says("Badge,Person,AP number,Employer,Now")
	h.post(at, url.Values{}).Status(422).Sound().Says("Choose what became of it")
	h.who = h.signatory()
	h.get(at).Status(200).Sound().Lacks("label", "It came back").Has("label", "It is lost")
	h.led(at, url.Values{"what": {"lost"}, "why": {"In the park"}})
	h.get("/badges").Status(200).Sound().Says("Lost since")
	h.who = h.Manager
	h.call("POST", strings.Replace(at, "/badges", "/badges", 1)+"/record", `{"what":"return"}`, 200)
	h.call("POST", "/badges", `{"person":"`+string(p)+`","serial":"0003"}`, 201)
	if got := h.call("GET", "/card-stock", "", 200); !strings.Contains(got, `"badges":198`) {
		t.Error(got)
	}
}

func TestWhatIsAskedBackIsSettledOnOnePage(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	_, _, one := h.Held(t, h.Org, "Joel", asb)
	_, _, two := h.Held(t, h.Org, "Mo", asb)
	at := "/card-recalls/" + string(h.Org)
	h.get("/card-recalls").Status(200).Sound().Says("Nothing is asked back.")
	h.get("/card-recalls?org=" + string(h.Org)).Status(303).Leads(at)
	h.get(at).Status(200).Sound().Has("h1", "Asked back of Aldermere City Council").Says("2 in use stop being valid")
	h.post(at, url.Values{}).Status(422).Sound().Says("Say why. The employer and the holders read it")
	h.led(at, url.Values{"recall": {"The arms of the city have changed"}})
	h.get(at).Status(200).Sound().Says("Card 004001-01", "The arms of the city have changed", "Remind the employer", "The employer has not been reminded.")
	h.led(at+"/chase", nil)
	letter := h.get(at).Status(200).Sound().Says("Reminder 1", "1 time", "Send the letter by post").Link("Reminder 1")
	h.get(letter).Status(200).Says("Cards and badges to be sent back", "Joel Hartnoll")
	if pdf := h.get(letter + "/letter.pdf").Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
		t.Error("no PDF")
	}
	h.post(at+"/settle", url.Values{"thing": {"card:" + string(one)}}).Status(422).Sound().Says("Choose what became of them")
	h.post(at+"/settle", url.Values{"thing": {"card:crd_other"}, "what": {"returned"}}).Status(409)
	h.led(at+"/settle", url.Values{"thing": {"card:" + string(one)}, "what": {"returned"}})
	h.who = h.signatory()
	h.get(at).Status(200).Sound().Lacks("label", "They came back").Lacks("button", "Remind the employer")
	h.post(at+"/settle", url.Values{"thing": {"card:" + string(two)}, "what": {"returned"}}).Status(403)
	h.led(at+"/settle", url.Values{"thing": {"card:" + string(two)}, "what": {"lost"}, "why": {"In a coat that was given away"}})
	h.who = h.Manager
	h.post(at+"/settle", url.Values{"thing": {"card:" + string(one)}, "what": {"destroyed"}, "how": {"Shredded"}}).Status(422).Sound().Says("Enter the name of who saw it")
	h.led(at+"/settle", url.Values{"thing": {"card:" + string(one)}, "what": {"destroyed"}, "how": {"Shredded"}, "witness": {"Priya Nair"}})
	h.get("/card-recalls").Status(200).Sound().Says("Aldermere City Council")
	if a, b := h.Card(t, one), h.Card(t, two); a.State != card.Destroyed || b.State != card.Lost {
		t.Errorf("%+v %+v", a, b)
	}
	if got := h.call("GET", "/organisations/"+string(h.Org)+"/card-recalls", "", 200); !strings.Contains(got, `"missing":1`) {
		t.Error(got)
	}
	h.who = authz.Actor{Force: h.Force, Account: "acc_other", Role: authz.Signatory, Org: "org_other"}
	h.get(at).Status(403)
	h.get(letter).Status(403)
}
