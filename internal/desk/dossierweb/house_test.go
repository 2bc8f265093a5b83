package dossierweb_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/desk/dossierweb"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// house is a force with an employer and its people, and the pages as the server serves
// them: each request comes from the actor of the moment.
type house struct {
	*accredtest.World
	t       testing.TB
	Cards   *cardtest.World
	handler http.Handler
	actor   authz.Actor

	Org    id.Org
	Role   id.Role
	Person id.Person // accredited
	Accred id.Accreditation
	Asked  id.Person // with the delegate
}

func world(t testing.TB, d *db.DB) *house {
	t.Helper()
	cards := cardtest.New(t, d)
	w := cards.World
	h := &house{World: w, t: t, Cards: cards, actor: w.Manager}
	site := web.New(web.Config{Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), Clock: w.Clock, Frame: h.frame})
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	dossierweb.New(site, dossierweb.Deps{DB: d, Clock: w.Clock, Ledger: w.Ledger, Areas: w.Areas, Orgs: w.Orgs, Persons: w.Persons, Vettings: w.Vettings,
		Trainings: w.Trainings, Accreds: w.Accreds, Desk: w.Desk, Board: w.Board, Reader: &desk.Reader{Desk: w.Desk, Ring: w.Ring},
		Cards: dossierweb.CardsOf(d, cards.Cards), Compliance: w.Rooms.Compliance, Doubles: w.Doubles, Equality: func(of id.Force) string { return "/equality/" + w.Monitor.Ticket(of) }}).Routes(mux)
	h.handler = site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: h.actor})))
	}))
	return h
}

// testLog writes what the program logs into the test.
type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(string(b))
	return len(b), nil
}

func (h *house) frame(*http.Request) web.Frame {
	f := web.Frame{Force: "Eastmarch Constabulary", Now: h.Clock.Now(), Search: "/search", SignOut: "/sign-out", Checkpoint: "Ledger checkpoint 10:42, signed, 48,231 entries",
		Who: &web.Who{Name: h.actor.Name, Role: h.actor.Role.Title(), Href: "/account"}, Footer: []web.Link{{Text: "Accessibility", Href: "/accessibility"}, {Text: "Help", Href: "/help"}}, Ask: "Ruth Adeyemi"}
	for _, n := range []web.Link{{Text: "Start", Href: "/start"}, {Text: "Organisations", Href: "/organisations"}, {Text: "People", Href: "/people"}, {Text: "Powers", Href: "/powers"}, {Text: "Ledger", Href: "/ledger"}} {
		f.Nav = append(f.Nav, n)
	}
	return f
}

// peopled adds a council with arrangements, an accredited warden, and one who is with the
// delegate.
func peopled(t testing.TB, d *db.DB) *house {
	t.Helper()
	h := world(t, d)
	h.Org = h.Approved(t, "Aldermere City Council")
	h.Role = h.World.Org(t, h.Org).Roles[0].ID
	h.Person, h.Accred = h.Accredited(t, h.Org, "Tamsin", "csas-name-address-asb", "csas-fpn-litter", "csas-pnd")
	h.Asked = h.Warden(t, h.Org, "Joel", accredtest.Today.AddYears(2), "csas-name-address-asb", "csas-fpn-litter")
	_, err := h.Accreds.Recommend(t.Context(), h.Manager, h.Asked, "Supervisor’s report and interview agree.")
	accredtest.Must(t, err)
	return h
}

// as is the house as somebody sees it.
func (h *house) as(who authz.Actor) *house {
	h.actor = who
	return h
}

// of is an actor in a role, for the employer or the person where the role belongs to one.
func (h *house) of(role authz.Role) authz.Actor {
	a := authz.Actor{Force: h.Force, Account: id.Account("acc_" + string(role)), Name: role.Title(), Role: role}
	if role.OfEmployer() || role == authz.AccreditedPerson {
		a.Org = h.Org
	}
	if role == authz.AccreditedPerson {
		a.Person = h.Person
	}
	if role.OfAreas() {
		a.Areas = []id.Area{h.City}
	}
	return a
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	_, err := h.Ledger.Sequence(h.t.Context()) // as the server does on PostgreSQL all the time
	accredtest.Must(h.t, err)
	return webtest.Get(h.t, h.handler, address)
}

func (h *house) post(address string, form url.Values) *webtest.Page {
	h.t.Helper()
	return webtest.Post(h.t, h.handler, address, form)
}

func (h *house) person(of id.Person, path string) string { return "/people/" + string(of) + path }
func (h *house) org(path string) string                  { return "/organisations/" + string(h.Org) + path }

// pass moves the clock on.
func (h *house) pass(days int) { h.Clock.Advance(time.Duration(days) * 24 * time.Hour) }

// portrait is a picture of nobody.
func portrait(t testing.TB, width, height int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			dx, dy := float64(x-width/2)/float64(width), float64(y-height*2/5)/float64(height)
			c := color.RGBA{0xDD, 0xE6, 0xE8, 0xFF}
			if dx*dx*1.6+dy*dy < .045 {
				c = color.RGBA{0x8A, 0x5A, 0x3C, 0xFF}
			} else if y > height*7/10 && dx*dx < .12 {
				c = color.RGBA{0x1F, 0x50, 0x40, 0xFF}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	accredtest.Must(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

// lively is a house with something of every kind to look at.
func lively(t testing.TB) *house {
	t.Helper()
	h := world(t, dbtest.SQLite(t))
	start := accredtest.Today.AddYears(-2)
	h.Clock.Set(clock.OnClock(start, 9, 12))
	state := accredtest.CouncilState("Aldermere City Council", h.City)
	ask := func(ps ...law.PowerID) (out []org.Power) {
		for _, p := range ps {
			x := org.Power{Power: p, Answer: org.Asked, Reason: "Met on most patrols of the market quarter."}
			if p == "csas-pnd" {
				x.Offences = []law.OffenceID{"pnd-poa5", "pnd-fire-alarm"}
			}
			out = append(out, x)
		}
		return out
	}
	state.Purpose, state.UniformApproved = "Patrols of the city centre, parks and estates", start
	state.Roles = []org.Role{
		{ID: id.New[id.Role](), Title: "Community warden", Staff: 14, Powers: ask("csas-name-address", "csas-name-address-asb", "csas-name-address-traffic", "csas-alcohol-u18", "csas-tobacco-u16", "csas-abandoned-vehicle", "csas-stop-cycle", "csas-traffic-control", "csas-pnd", "csas-fpn-cycling", "csas-fpn-graffiti", "csas-fpn-litter")},
		{ID: id.New[id.Role](), Title: "Park ranger", Staff: 6, Powers: ask("csas-name-address", "csas-name-address-asb", "csas-name-address-traffic", "csas-alcohol-u18", "csas-tobacco-u16", "csas-abandoned-vehicle", "csas-stop-cycle", "csas-traffic-control", "csas-fpn-cycling", "csas-fpn-graffiti", "csas-fpn-litter")},
		{ID: id.New[id.Role](), Title: "Housing officer", Staff: 4, Powers: ask("csas-name-address", "csas-name-address-asb", "csas-abandoned-vehicle", "csas-fpn-graffiti", "csas-fpn-litter")},
	}
	state.Contacts = append(state.Contacts, org.Contact{Kind: org.Complaints, Name: "Helen Prowse"})
	o, err := h.Orgs.Add(t.Context(), h.Manager, state)
	accredtest.Must(t, err)
	h.Org, h.Role = o, state.Roles[0].ID
	var ds []org.PowerDecision
	for _, r := range state.Roles {
		for _, p := range r.Powers {
			x := org.PowerDecision{Role: r.ID, Power: p.Power, Answer: org.Allowed}
			switch {
			case r.Title == "Park ranger" && p.Power == "csas-abandoned-vehicle", p.Power == "csas-pnd":
				x.Answer, x.Reason = org.Refused, "Removal is arranged by another department."
			case r.Title == "Housing officer" && p.Power == "csas-fpn-graffiti":
				x.Answer, x.Condition = org.Conditional, "Only on council housing land"
			}
			ds = append(ds, x)
		}
	}
	accredtest.Must(t, h.Orgs.Approve(t.Context(), h.Delegate, o, org.Approval{From: start, To: start.AddYears(3).AddDays(-1), Evidence: "All eight criteria met", Powers: ds}))
	h.pass(40)
	powers := []law.PowerID{"csas-name-address", "csas-name-address-asb", "csas-alcohol-u18", "csas-tobacco-u16", "csas-name-address-traffic", "csas-fpn-graffiti", "csas-fpn-litter", "csas-stop-cycle", "csas-fpn-cycling", "csas-traffic-control"}
	h.Person = h.Warden(t, o, "Tamsin", accredtest.Today.AddYears(3), powers[:7]...)
	accredtest.Must(t, h.Train(t, h.Person, accredtest.Today.AddDays(24), "csas-stop-cycle", "csas-fpn-cycling"))
	accredtest.Must(t, h.Train(t, h.Person, accredtest.Today.AddDays(-17), "csas-traffic-control"))
	h.pass(20)
	photo, err := blob.Photo("photo", portrait(t, 600, 720))
	accredtest.Must(t, err)
	accredtest.Must(t, h.Persons.SetPhoto(t.Context(), h.Manager, h.Person, photo))
	h.Accred, err = h.Accreds.Recommend(t.Context(), h.Manager, h.Person, "Supervisor’s report and interview agree.")
	accredtest.Must(t, err)
	h.pass(3)
	sign := h.Signing(powers...)
	sign.To, sign.Areas, sign.AreaText = sign.From.AddYears(3).AddDays(-1), []id.Area{h.City}, "City of Aldermere"
	accredtest.Must(t, h.Accreds.Sign(t.Context(), h.Delegate, h.Accred, sign))
	h.Clock.Set(clock.OnClock(accredtest.Today, 10, 42).Add(-72 * time.Hour))
	h.Asked = h.Warden(t, o, "Joel", accredtest.Today.AddYears(2), "csas-name-address", "csas-name-address-asb", "csas-alcohol-u18", "csas-tobacco-u16", "csas-fpn-litter", "csas-fpn-graffiti")
	accredtest.Must(t, h.Persons.SetPhoto(t.Context(), h.Manager, h.Asked, photo))
	_, err = h.Accreds.Recommend(t.Context(), h.Manager, h.Asked, "Supervisor’s report and interview agree.")
	accredtest.Must(t, err)
	h.Clock.Set(clock.OnClock(accredtest.Today, 10, 42))
	held, err := h.Cards.Cards.Issue(t.Context(), h.Manager, h.Accred)
	accredtest.Must(t, err)
	_, err = h.Cards.Cards.Print(t.Context(), h.Manager, []id.Card{held}, false)
	accredtest.Must(t, err)
	accredtest.Must(t, h.Cards.Cards.HandOver(t.Context(), h.Manager, held, "Aldermere"))
	return h
}

// look takes pictures of pages at both widths into the folder of WATCHWORD_SCREENS, and
// asks axe what is wrong.
func look(t *testing.T, server *httptest.Server, pages map[string]string) {
	t.Helper()
	for width, word := range map[int]string{1280: "wide", 390: "phone"} {
		p := browser.Window(t, width)
		for name, path := range pages {
			p.Go(server.URL + path)
			if h1 := p.Text("h1"); h1 == "We could not do this" || h1 == "Page not found" {
				t.Errorf("%s: %s", path, h1)
			}
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", name, width)
			}
			if dir := os.Getenv("WATCHWORD_SCREENS"); dir != "" {
				p.Save(filepath.Join(dir, name+"-"+word+".png"))
			}
		}
	}
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

func date(v url.Values, name string, d clock.Day) url.Values {
	y, m, day := d.Date()
	v.Set(name+"-day", itoa(day))
	v.Set(name+"-month", itoa(int(m)))
	v.Set(name+"-year", itoa(y))
	return v
}

func itoa(n int) string { return strconv.Itoa(n) }

// sendArea sends a boundary with the area in words.
func (h *house) sendArea(name, content string) *webtest.Page {
	h.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	accredtest.Must(h.t, m.WriteField("area_text", "City of Aldermere"))
	accredtest.Must(h.t, m.WriteField("areas", string(h.City)))
	w, err := m.CreateFormFile("drawn", name)
	accredtest.Must(h.t, err)
	_, err = w.Write([]byte(content))
	accredtest.Must(h.t, err)
	accredtest.Must(h.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, h.org("/area"), &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return webtest.Do(h.t, h.handler, r)
}
