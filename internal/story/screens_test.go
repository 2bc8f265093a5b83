package story_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/demo"
	"watchword/internal/id"
	"watchword/internal/server"
	"watchword/internal/sign"
	"watchword/internal/web/browser"
)

// shownDay is the day on which the county of the pictures stands still.
const shownDay = "2026-11-17"

// pictures is where the README's pictures lie.
const pictures = "../../docs/pictures"

// screen is one picture: whose it is, where the page lies, how wide the window is, and
// what the page must say, lest the picture show another. An address may hold the names
// that county.names knows. pose fills in what the picture shows filled in.
type screen struct {
	name, role, address string
	width               int
	says                string
	pose                func(p *browser.Page)
}

// screens is the README's pictures.
var screens = []screen{
	{"check-valid-phone", "", "{scan}", 390, "A genuine card, in force now", nil},
	{"check-not-valid-phone", "", "{lost}", 390, "Not valid", nil},
	{"register", "", "/register", 1280, "Who is accredited", nil},
	{"start", "scheme-manager", "/start", 1280, "Needs your decision", nil},
	{"organisation", "scheme-manager", "/organisations/{org}", 1280, "Powers, role by role", nil},
	{"person", "scheme-manager", "/people/{person}", 1280, "Accreditation in force", nil},
	{"person-as-at", "scheme-manager", "/people/{person}?as_at=2025-03-03", 1280, "No power was held on this day", nil},
	{"grant", "delegate", "/people/{waiting}/decide", 1280, "Are you satisfied of these four things?", decided},
	{"power", "scheme-manager", "/powers/csas-name-address-asb", 1280, "Ask name and address: antisocial behaviour", nil},
	{"ledger-entry", "scheme-manager", "/ledger/{place}", 1280, "Proved: in the ledger, unaltered", nil},
	{"card", "scheme-manager", "/cards/{card}", 1280, "Held since", nil},
	{"my-card-phone", "accredited-person", "/my-card", 390, "Has someone scanned your card?", nil},
	{"map", "scheme-manager", "/map", 1280, "Month by month", nil},
	{"due", "scheme-manager", "/due", 1280, "Overdue", nil},
	{"coverage", "scheme-manager", "/coverage", 1280, "of 14", nil},
	{"powers-reviewed", "scheme-manager", "/power-reviews", 1280, "Reviews of powers", nil},
	{"import", "scheme-manager", "{import}", 1280, "wardens.csv", nil},
}

// decided fills in the delegate's decision as it stands before it is signed: the powers
// trained for are ticked, those not trained for cannot be.
func decided(p *browser.Page) {
	p.Click("input[name=decision][value=accredit]")
	p.Click("input[name=satisfied]")
	p.Fill("input[name=typed_name]", "Daniel Thorne")
	p.Click("h1") // nothing has the focus
}

// TestScreens makes the demo county, opens every page of it as the roles that may, and
// holds each to the rules of axe at two widths and to a window of 320. With UPDATE set it
// writes the pictures of the README; with WATCHWORD_SCREENS set to a folder, a picture of
// every page there. It takes minutes, so that without either it does nothing: the rooms
// of the pages hold their own to axe.
func TestScreens(t *testing.T) {
	folder := os.Getenv("WATCHWORD_SCREENS")
	if os.Getenv("UPDATE") == "" && folder == "" {
		return
	}
	c := newCounty(t)
	t.Run("pictures", func(t *testing.T) {
		windows := map[string]*browser.Page{}
		for _, s := range screens {
			p := windows[s.role]
			if p == nil {
				p = c.window(t, s.role, s.width)
				windows[s.role] = p
			}
			p.Width(s.width)
			p.Go(c.URL() + c.address(s.address))
			if main := p.Text("main"); !strings.Contains(main, s.says) {
				t.Errorf("%s would show a page that does not say %q but %.300q", s.name, s.says, main)
				continue
			}
			if s.pose != nil {
				s.pose(p)
			}
			save(t, p, filepath.Join(pictures, s.name+".png"))
		}
	})
	t.Run("keyboard", func(t *testing.T) {
		for _, s := range []screen{{address: "/", width: 1280}, {role: "scheme-manager", address: "/start", width: 1280}, {role: "scheme-manager", address: "/people/{person}", width: 1280}} {
			keyboard(t, c.window(t, s.role, s.width), c.URL()+c.address(s.address))
		}
	})
	t.Run("every page", func(t *testing.T) { c.everyPage(t, folder) })
}

// county is the demo county, served, standing still.
type county struct {
	*server.Server
	known  map[string]string   // what stands for {org}, {person} and so on in addresses
	guests map[string]string   // e-mail addresses, by role
	people map[string]*visitor // by role
}

func newCounty(t *testing.T) *county {
	t.Helper()
	hand := clock.At(clock.OnClock(clock.MustDay(shownDay), 10, 42))
	r, err := server.Open(t.Context(), server.Config{Data: t.TempDir(), Listen: "127.0.0.1:0", Clock: hand, Fleeting: true})
	if err != nil {
		t.Fatal(err)
	}
	guests, err := demo.Load(t.Context(), demo.Rooms{Rooms: r.Rooms, Clock: hand}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &county{known: map[string]string{}, guests: map[string]string{}, people: map[string]*visitor{}}
	if c.Server, err = server.Serve(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var ran sync.WaitGroup
	ran.Go(func() {
		if err := errors.Join(c.Run(ctx), c.Close()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { stop(); ran.Wait() })
	for _, g := range guests {
		role, _, _ := strings.Cut(g.Email, "@")
		c.guests[role] = g.Email
	}
	c.learn(t, guests)
	return c
}

// learn finds what the addresses of the pages need.
func (c *county) learn(t *testing.T, guests []demo.Guest) {
	t.Helper()
	for _, g := range guests {
		for _, r := range []struct{ role, title string }{{"scheme-manager", "Scheme manager"}, {"delegate", "Chief officer’s delegate"}, {"accredited-person", "Accredited person"},
			{"vetting-unit", "Vetting unit"}, {"trainer", "Trainer"}, {"signatory", "Authorised signatory"}} {
			if g.Post == r.title {
				c.guests[r.role] = g.Email
			}
		}
	}
	first := func(role, path, field string) string {
		v := c.visitor(t, role)
		if err := v.do("GET", path, nil, nil); err != nil {
			t.Fatal(err)
		}
		found, err := fieldOf(v.body, field)
		if err != nil || found == nil {
			t.Fatalf("%s: there is no %s: %.300s", path, field, v.body)
		}
		return fmt.Sprint(found)
	}
	c.known["person"] = first("scheme-manager", "/people?q=Okafor,+Tamsin", "items.0.id")
	c.known["org"] = first("scheme-manager", "/people/"+c.known["person"], "organisation")
	c.known["organisation"] = first("scheme-manager", "/organisations/"+c.known["org"], "number")
	c.known["role"] = first("scheme-manager", "/people/"+c.known["person"], "role")
	c.known["waiting"] = first("scheme-manager", "/people?q=Hartnoll,+Joel&state=to-decide", "items.0.id")
	c.known["power"] = "csas-name-address-asb"
	c.known["letter"] = first("scheme-manager", "/people/"+c.known["person"]+"/letters", "items.0.id")
	_, number, _ := strings.Cut(first("scheme-manager", "/people/"+c.known["person"]+"/accreditations", "items.0.number"), " ")
	c.known["card"] = first("scheme-manager", "/cards?state=held&q="+number, "items.0.id")
	c.known["account"] = first("scheme-manager", "/accounts", "items.0.id")
	c.known["scan"] = c.scan(t, id.Card(c.known["card"]))
	c.known["token"] = strings.TrimPrefix(c.known["scan"], "/C/")
	c.known["lost"] = c.scan(t, id.Card(first("scheme-manager", "/cards?state=lost", "items.0.id")))
	c.known["place"] = first("scheme-manager", "/ledger/entries?act=accreditation.grant&limit=1", "items.0.place")
	c.known["complaint"] = first("scheme-manager", "/complaints?state=reported", "items.0.id")
	c.known["import"] = c.upload(t)
	c.known["draft"] = strings.TrimPrefix(c.known["import"], "/import/")
}

// scan is the address in a card's square code.
func (c *county) scan(t *testing.T, which id.Card) string {
	t.Helper()
	forces, err := c.Forces(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	signed, err := db.Find(t.Context(), c.DB, func(tx *db.Tx) ([]byte, error) { return c.Cards.Credential(tx, server.Operator(forces[0].ID), which) })
	if err != nil {
		t.Fatal(err)
	}
	address, err := sign.CardURL("http://localhost", signed)
	if err != nil {
		t.Fatal(err)
	}
	return address[strings.Index(address, "/C/"):]
}

// upload sends a spreadsheet with a few faults, and is the address of its dry run.
func (c *county) upload(t *testing.T) string {
	t.Helper()
	v := c.visitor(t, "scheme-manager")
	kind, body := form("file", "wardens.csv", []byte(wardens))
	if err := v.ask(http.MethodPost, "/import/people", kind, body); err != nil || v.answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("the spreadsheet is not taken: %v %d %s", err, v.answer.StatusCode, plain(v.body))
	}
	to, _, _ := strings.Cut(v.answer.Header.Get("Location"), "?")
	return to
}

// wardens is a spreadsheet as an office keeps it, with a day that never was, an employer
// misspelt, and a power that the employer's people may not hold.
const wardens = `AP number,Surname,Forenames,Date of birth,Employer,Job title,Powers,Accredited from,Accredited to,Status
,HALE,Annis,04/03/1988,Aldermere City Council,Community warden,,,,Awaiting vetting
,Okoro,Bram,17/11/1979,Aldermere City Council,Community warden,,,,Awaiting vetting
,Pryce,Cerys,30/02/1991,Aldermere City Council,Community warden,,,,Awaiting vetting
,Quill,Dafydd,09/09/1995,Aldermere City Counsil,Community warden,,,,Awaiting vetting
9101,Rook,Elif,01/05/1983,Aldermere City Council,Community warden,"1A, 4",03/02/2025,02/02/2028,Accredited
`

func (c *county) visitor(t *testing.T, role string) *visitor {
	t.Helper()
	v, ok := c.people[role]
	if !ok {
		v = newVisitor(c.URL())
		if role != "" {
			if err := v.signInWith(c.guests[role], demo.Passphrase); err != nil {
				t.Fatal(err)
			}
		}
		c.people[role] = v
	}
	return v
}

// window is the browser of a role, signed in.
func (c *county) window(t *testing.T, role string, width int) *browser.Page {
	t.Helper()
	p := browser.Window(t, width)
	if role != "" {
		signIn(p, c.URL(), c.guests[role], demo.Passphrase)
	}
	return p
}

func signIn(p *browser.Page, home, email, passphrase string) {
	p.Go(home + "/sign-in")
	p.Fill("input[name=email]", email)
	p.Fill("input[name=passphrase]", passphrase)
	p.Follow("main form button[type=submit]")
}

// address is an address with what stands in braces filled in; empty where something is
// not known.
func (c *county) address(a string) string {
	for {
		before, rest, found := strings.Cut(a, "{")
		if !found {
			return a
		}
		name, after, _ := strings.Cut(rest, "}")
		known, ok := c.known[name]
		if !ok && name != "$" {
			return ""
		}
		a = before + known + after
	}
}

// everyPage opens every address of the program that is a page, as the first role that
// may, and holds it to axe at two widths and to 320. An address that names what is not
// known here is one that an opened page links to.
func (c *county) everyPage(t *testing.T, folder string) {
	windows, done, mux := map[string]*browser.Page{}, map[string]bool{}, http.NewServeMux()
	linked := map[string][]string{} // by the door's path
	var doors []string
	for _, d := range c.Doors() {
		if d.Method == http.MethodGet && !strings.HasPrefix(d.Path, "/api/") && !strings.HasPrefix(d.Path, "/c/") {
			doors = append(doors, d.Path)
			mux.HandleFunc(d.Path, http.NotFound)
		}
	}
	for more := true; more; {
		more = false
		for _, door := range doors {
			if done[door] {
				continue
			}
			role, address := c.wayIn(t, append([]string{c.address(door)}, linked[door]...), done)
			if address == "" {
				continue
			}
			done[door], more = true, true
			p := windows[role]
			if p == nil {
				p = c.window(t, role, 1280)
				windows[role] = p
			}
			p.Width(1280)
			p.Go(c.URL() + address)
			look(t, p, door, folder)
			for _, to := range browser.Eval[[]string](p, `[...document.querySelectorAll("main a[href^='/']")].map(a => a.getAttribute("href"))`) {
				r, err := http.NewRequest(http.MethodGet, to, nil)
				if err != nil {
					t.Errorf("%s links to %q: %v", address, to, err)
					continue
				}
				if _, door := mux.Handler(r); !done[door] && len(linked[door]) < 3 && !slices.Contains(linked[door], to) {
					linked[door] = append(linked[door], to)
				}
			}
		}
	}
	for _, door := range doors {
		if !done[door] {
			t.Logf("not opened: %s", door)
		}
	}
}

// wayIn is the first of some addresses that shows somebody a page, and to whom; those
// tried are remembered.
func (c *county) wayIn(t *testing.T, addresses []string, tried map[string]bool) (role, address string) {
	t.Helper()
	for _, a := range addresses {
		if a == "" || tried["tried "+a] {
			continue
		}
		tried["tried "+a] = true
		if role, ok := c.opens(t, a); ok {
			return role, a
		}
	}
	return "", ""
}

// look holds an opened page to one heading, to axe at two widths, and to 320.
func look(t *testing.T, p *browser.Page, door, folder string) {
	t.Helper()
	if n := browser.Eval[int](p, `document.querySelectorAll("h1").length`); n != 1 {
		t.Errorf("%s has %d headings of the first level", door, n)
	}
	for _, width := range []int{1280, 390} {
		p.Width(width)
		p.Axe()
		if folder != "" {
			file := "page" + strings.TrimSuffix(strings.NewReplacer("/", "-", "{", "", "}", "", "$", "").Replace(door), "-")
			p.Save(filepath.Join(folder, file+"-"+strconv.Itoa(width)+".png"))
		}
	}
	p.Width(320)
	if p.Scrolls() {
		t.Errorf("%s scrolls sideways at 320", door)
	}
}

// opens is the first role to whom an address shows a page.
func (c *county) opens(t *testing.T, address string) (string, bool) {
	t.Helper()
	for _, role := range []string{"", "scheme-manager", "delegate", "vetting-unit", "trainer", "accredited-person", "signatory"} {
		v := c.visitor(t, role)
		if err := v.ask(http.MethodGet, address, "", nil); err != nil {
			t.Fatal(err)
		}
		if v.answer.StatusCode == http.StatusOK {
			return role, strings.HasPrefix(v.answer.Header.Get("Content-Type"), "text/html")
		}
	}
	return "", false
}

// keyboard holds a page to the order of reading: Tab comes by everything that can be used,
// in the order in which it stands on the page, beginning with the way past the header.
func keyboard(t *testing.T, p *browser.Page, address string) {
	t.Helper()
	p.Go(address)
	want := browser.Eval[[]string](p, `[...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")].filter(e =>
		!e.disabled && e.tabIndex >= 0 && e.checkVisibility({checkVisibilityCSS: true}) && !(e.closest("details:not([open])") && e.tagName !== "SUMMARY")).map(e => {
		const label = e.labels && e.labels[0] ? e.labels[0].textContent : "";
		return (e.tagName.toLowerCase() + " " + (e.getAttribute("aria-label") || label || e.textContent).trim().replace(/\s+/g, " ").slice(0, 80)).trim() })`)
	p.Go(address)
	got := p.Tour()
	if len(got) == 0 || !strings.Contains(got[0], "Skip to main content") {
		t.Errorf("%s: the first stop is not the way past the header: %q", address, got)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: the focus goes\n%q\nand the page reads\n%q", address, got, want)
	}
}
