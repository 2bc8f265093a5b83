package cardweb_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/web/browser"
)

// keep saves a picture of the page for somebody to look at, where CARD_SHOTS names a folder.
func keep(p *browser.Page, name string) {
	if dir := os.Getenv("CARD_SHOTS"); dir != "" {
		p.Save(filepath.Join(dir, name+".png"))
	}
}

func TestPagesInABrowser(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	h.Set(t, "complaints_to", "/complaints")
	o := h.Approved(t, "Aldermere City Council")
	person, _, c := h.Held(t, o, "Joel", asb, litter, tobacco)
	_, a, stopped := h.Held(t, o, "Ann", asb)
	_, _, ordered := h.Issued(t, o, "Bea", asb)
	accredtest.Must(t, h.Accreds.Withdraw(t.Context(), h.Delegate, a, "Conduct"))
	s := h.serve(t)
	for _, page := range []struct {
		name, path string
		who        authz.Actor
	}{
		{"front", "/", authz.Actor{}},
		{"check-type", "/check", authz.Actor{}},
		{"check-valid", h.address(t, c), authz.Actor{}},
		{"check-number", "/check?number=4001", authz.Actor{}},
		{"check-not-valid", h.address(t, stopped), authz.Actor{}},
		{"check-forged", "/c/hello", authz.Actor{}},
		{"check-error", "/check?number=", authz.Actor{}},
		{"check-offline", "/check/offline", authz.Actor{}},
		{"my-card", "/my-card", h.Holder(person)},
		{"cards", "/cards", h.Manager},
		{"card", "/cards/" + string(c), h.Manager},
		{"card-ordered", "/cards/" + string(ordered), h.Manager},
		{"card-report", "/cards/" + string(c) + "/report", h.Manager},
	} {
		h.acting(page.who)
		for _, width := range []int{1280, 390} {
			p := browser.Open(t, s.URL+page.path, width)
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", page.name, width)
			}
			keep(p, page.name+"-"+itoa(width))
		}
	}
	h.acting(authz.Actor{})
	p := browser.Window(t, 320)
	p.Size(320, 480)
	p.NoScript()
	p.Go(s.URL + h.address(t, c))
	if bottom := browser.Eval[float64](p, `document.querySelector(".ww-verdict").getBoundingClientRect().bottom`); bottom > 480 {
		t.Errorf("the verdict ends %v px down in a small window", bottom)
	}
	if !browser.Eval[bool](p, `document.querySelector(".ck-who img").naturalWidth === 240`) {
		t.Error("the photograph does not show")
	}
}

func TestCheckWithoutAConnection(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	h.Clock.Set(clock.Wall{}.Now()) // the phone has its own clock
	o := h.Council(t, "Aldermere City Council")
	today := clock.DayOf(h.Clock.Now())
	h.Approve(t, o, today, today.AddYears(3).AddDays(-1))
	_, _, c := h.Held(t, o, "Joel", asb, litter)
	_, a, stopped := h.Held(t, o, "Ann", asb)
	_, _, lost := h.Held(t, o, "Bea", asb)
	accredtest.Must(t, h.Accreds.Suspend(t.Context(), h.Delegate, a, "A complaint"))
	accredtest.Must(t, h.Cards.Report(t.Context(), h.Manager, card.Lost, "On a bus", lost))
	good, off, gone := h.address(t, c), h.address(t, stopped), h.address(t, lost)
	s := h.serve(t)

	p := browser.Open(t, s.URL+"/check/offline", 390)
	until(t, p, `document.documentElement.dataset.ready === "yes"`)
	if text := p.Text("#state"); text != "This phone can check cards without a connection." {
		t.Errorf("when it is ready it says %q", text)
	}
	open := func(path, word string, says ...string) {
		t.Helper()
		p.Go("about:blank")
		p.Go(s.URL + path)
		until(t, p, `document.querySelector("#answer h1") !== null`)
		text := p.Text("main")
		for _, want := range append(says, word) {
			if !strings.Contains(text, want) {
				t.Errorf("%.40s: %q is not in %q", path, want, text)
			}
		}
		if got := p.Text("h1"); got != word {
			t.Errorf("%.40s: %q, want %q", path, got, word)
		}
		if strings.Contains(text, "Hartnoll") {
			t.Error("it says a name")
		}
	}
	digits := func(path string) string { return path[len("/C/"):] }
	open("/check/offline#"+digits(good), "Valid", "Checked just now, live", "Community warden", "Aldermere City Council", "Accredited person EM 4001", "Your name and address")
	p.Axe()
	keep(p, "offline-valid-live")

	s.Close() // the network is gone

	open("/check/offline#"+digits(good), "Valid", "No connection", "List last seen", "just now", "Community warden")
	keep(p, "offline-valid")
	open(good, "Valid", "No connection") // the address in the code itself
	open("/check/offline#"+digits(off), "Not valid", "This card is not valid now.")
	open("/check/offline#"+digits(gone), "Not valid", "Withdrawn, reported lost or ended")
	p.Axe()
	keep(p, "offline-not-valid")
	forged := []byte(digits(good))
	forged[700%len(forged)] ^= 1
	open("/check/offline#"+string(forged), "Not valid", "This was not made by Eastmarch Constabulary.")
	open("/check/offline#123", "Not valid", "This was not made by Eastmarch Constabulary.")
	p.Go("about:blank")
	p.Go(s.URL + "/check/offline")
	browser.Eval[bool](p, `(() => { document.getElementById("code").value = "https://eastmarch.example`+good+`"; return true })()`)
	p.Click("#form button")
	until(t, p, `document.querySelector("#answer h1") !== null`)
	if got := p.Text("h1"); got != "Valid" {
		t.Errorf("pasted: %q", got)
	}
	// Half an hour later the list is too old to say yes.
	browser.Eval[bool](p, `(() => { const now = Date.now; Date.now = () => now() + 31 * 60000; return true })()`)
	p.Click("#answer .ck-buttons button")
	until(t, p, `document.querySelector("#answer h1")?.textContent === "Could not check"`)
	text := p.Text("main")
	for _, want := range []string{"This is neither a yes nor a no.", "31 min ago", "The card was made by Eastmarch Constabulary.", "it was in force", "Believe it only as far as you would believe the card itself."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
	for _, width := range []int{390, 320} {
		p.Width(width)
		if lines := browser.Eval[int](p, `(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector("#answer h1")); return new Set([...r.getClientRects()].map(b => Math.round(b.top))).size })()`); lines != 1 {
			t.Errorf("the verdict takes %d lines at %d", lines, width)
		}
	}
	p.Axe()
	keep(p, "offline-could-not")
	p.Go("about:blank")
	p.Go(s.URL + "/check/offline")
	if wide := browser.Eval[bool](p, `document.getElementById("code").getBoundingClientRect().width > document.querySelector("main").clientWidth - 34`); !wide {
		t.Error("the text area is narrower than the page")
	}
}

func until(t *testing.T, p *browser.Page, holds string) {
	t.Helper()
	for range 100 {
		if browser.Eval[bool](p, holds) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("after 10 s it does not hold: %s\n%s", holds, p.Text("body"))
}

func TestThePhonePageByKeyboard(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	person, _, c := h.Held(t, o, "Joel", asb)
	s := h.serve(t)
	shown := browser.Open(t, s.URL+h.address(t, c), 390).Text(".ww-code__big")
	word, number, _ := strings.Cut(shown, " · ")
	h.acting(h.Holder(person))
	p := browser.Open(t, s.URL+"/my-card", 390)
	stops := p.Tour()
	if !slices.Contains(stops, "input Number they read out") || !slices.Contains(stops, "button Show the word") {
		t.Errorf("%q", stops)
	}
	p.Fill("#number", number)
	p.PressAndGo("\r")
	if got := p.Text(".ww-code__big"); got != word {
		t.Errorf("the phone says %q, the citizen sees %q", got, shown)
	}
	if pieces := browser.Eval[int](p, `document.querySelector(".ww-holder strong.ww-nowrap").getClientRects().length`); pieces != 1 {
		t.Error("the AP number breaks over lines")
	}
	p.Axe()
	keep(p, "my-card-answer-390")
}
