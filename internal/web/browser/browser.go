// Package browser opens pages in headless Chromium for tests: it looks at them at
// a width, takes pictures, presses keys, turns script off, and asks axe what is
// wrong for those who cannot see or point. Tests that need it are skipped by name
// where there is no Chromium.
//
// One browser serves all tests that run at the same time; Main keeps it for the
// whole of a test binary.
package browser

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed axe/axe.min.js
var axe string

// patience is how long one step in the browser may take.
const patience = 60 * time.Second

// shared is the browser of this test binary.
var shared struct {
	sync.Mutex
	users   int
	context context.Context
	close   func()
}

// Path is where Chromium lies, or empty.
func Path() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Main is for TestMain: it keeps the browser until all tests have run. Then it calls
// after, which clears away what the tests shared.
func Main(m *testing.M, after ...func()) {
	keep := Path() != ""
	if keep {
		shared.Lock()
		shared.users++
		shared.Unlock()
	}
	code := m.Run()
	if keep {
		release()
	}
	for _, do := range after {
		do()
	}
	os.Exit(code)
}

func acquire() (context.Context, error) {
	shared.Lock()
	defer shared.Unlock()
	if shared.context == nil {
		if err := start(); err != nil {
			return nil, err
		}
	}
	shared.users++
	return shared.context, nil
}

func start() error {
	dir, err := os.MkdirTemp("", "watchword-browser-")
	if err != nil {
		return err
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(Path()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.UserDataDir(dir), chromedp.WSURLReadTimeout(patience),
	}
	for _, flag := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage",
		"disable-extensions", "disable-default-apps", "disable-renderer-backgrounding", "disable-background-timer-throttling", "hide-scrollbars", "mute-audio"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	options = append(options, chromedp.Flag("force-color-profile", "srgb"), chromedp.Flag("font-render-hinting", "none"))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, quit := chromedp.NewContext(ctx)
	closing := func() {
		quit()
		stop()
		for range 50 { // the browser's children write for a moment after it has gone
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		closing()
		return fmt.Errorf("chromium does not start: %w", err)
	}
	shared.context, shared.close = ctx, closing
	return nil
}

func release() {
	shared.Lock()
	defer shared.Unlock()
	if shared.users--; shared.users == 0 && shared.close != nil {
		shared.close()
		shared.context, shared.close = nil, nil
	}
}

// Page is a page in the browser, in a window of its own with its own cookies.
type Page struct {
	t   testing.TB
	ctx context.Context
}

// Open opens an address in a window of the given width in CSS pixels. It skips
// the test where there is no Chromium.
func Open(t testing.TB, url string, width int) *Page {
	t.Helper()
	p := Window(t, width)
	p.Go(url)
	return p
}

// Window opens an empty window, so that script can be turned off or cookies be
// set before the first page.
func Window(t testing.TB, width int) *Page {
	t.Helper()
	if Path() == "" {
		t.Skip("needs Chromium")
	}
	parent, err := acquire()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	ctx, quit := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t.Cleanup(quit)
	// The window lives as long as the context of its first step: that one has no
	// time limit.
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("browser: %v", err)
	}
	p := &Page{t: t, ctx: ctx}
	p.Width(width)
	return p
}

// run does steps, or fails the test.
func (p *Page) run(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// ask does one step that answers, or fails the test.
func ask[T any](p *Page, step chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, step)
	if err != nil {
		p.t.Fatalf("browser: %v", err)
	}
	return v
}

// Go opens another address in the same window.
func (p *Page) Go(url string) {
	p.t.Helper()
	p.run(chromedp.Navigate(url))
}

// Width makes the window that wide, and 900 high.
func (p *Page) Width(width int) { p.Size(width, 900) }

// Size makes the window that wide and high.
func (p *Page) Size(width, height int) {
	p.t.Helper()
	p.run(chromedp.EmulateViewport(int64(width), int64(height)))
}

// NoScript turns script off for the pages opened from now on.
func (p *Page) NoScript() {
	p.t.Helper()
	p.script(false)
}

func (p *Page) script(on bool) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// Screenshot is a picture of the whole page as PNG.
func (p *Page) Screenshot() []byte {
	p.t.Helper()
	return ask(p, chromedp.FullScreenshot(100))
}

// Save writes a picture of the whole page to a file.
func (p *Page) Save(path string) {
	p.t.Helper()
	if err := os.WriteFile(path, p.Screenshot(), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// Title is the title of the page.
func (p *Page) Title() string { p.t.Helper(); return ask(p, chromedp.Title()) }

// URL is the address of the page.
func (p *Page) URL() string { p.t.Helper(); return ask(p, chromedp.Location()) }

// Text is the text of the first element that fits the CSS selector, as seen.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return ask(p, chromedp.Text(chromedp.CSS(selector)))
}

// HTML is the page's markup as the browser has it now.
func (p *Page) HTML() string {
	p.t.Helper()
	return ask(p, chromedp.OuterHTML(chromedp.CSS("html")))
}

// Click clicks the first element that fits the selector and stays on the page.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.run(chromedp.Click(chromedp.CSS(selector)))
}

// Follow clicks the first element that fits and waits for the page it leads to.
func (p *Page) Follow(selector string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		p.t.Fatalf("browser: follow %s: %v", selector, err)
	}
}

// Fill replaces what stands in a field.
func (p *Page) Fill(selector, text string) {
	p.t.Helper()
	if !Eval[bool](p, `(() => { const e = document.querySelector(`+strconv.Quote(selector)+`); if (e) e.value = ""; return !!e })()`) {
		p.t.Fatalf("browser: %s has no field %s", p.URL(), selector)
	}
	p.run(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Upload chooses files in a file field.
func (p *Page) Upload(selector string, paths ...string) {
	p.t.Helper()
	p.run(chromedp.SetUploadFiles(chromedp.CSS(selector), paths))
}

// Press presses keys: "\t" is Tab, "\r" is Enter, " " is the space bar.
func (p *Page) Press(keys string) {
	p.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

// PressAndGo presses a key and waits for the page it leads to.
func (p *Page) PressAndGo(keys string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(keys)); err != nil {
		p.t.Fatalf("browser: %v", err)
	}
}

// Tab presses Tab and tells what then has the focus: its element, and its name
// as read out, for example "a Organisations" or "input Surname".
func (p *Page) Tab() string {
	p.t.Helper()
	p.Press(kb.Tab)
	return p.Focused()
}

// Focused tells what has the focus, as Tab does; "body" is nothing.
func (p *Page) Focused() string {
	p.t.Helper()
	return strings.TrimSpace(Eval[string](p, `(() => { const e = document.activeElement;
		const label = e.labels && e.labels[0] ? e.labels[0].textContent : "";
		return e.tagName.toLowerCase() + " " + (e.getAttribute("aria-label") || label || (e.tagName === "BODY" ? "" : e.textContent)).trim().replace(/\s+/g, " ").slice(0, 80) })()`))
}

// Tour presses Tab until the focus leaves the page or comes round, and tells
// every stop in order. It fails the test when a stop cannot be seen.
func (p *Page) Tour() []string {
	p.t.Helper()
	var stops []string
	for range 500 {
		stop := p.Tab()
		if stop == "body" || Eval[bool](p, `document.activeElement.dataset.toured === "yes"`) {
			return stops
		}
		if !Eval[bool](p, `(() => { const e = document.activeElement; e.dataset.toured = "yes"; const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 })()`) {
			p.t.Errorf("%s has the focus and cannot be seen", stop)
		}
		stops = append(stops, stop)
	}
	p.t.Error("the focus does not come to an end after 500 stops")
	return stops
}

// Scrolls reports whether the page as a whole scrolls sideways.
func (p *Page) Scrolls() bool {
	p.t.Helper()
	return Eval[bool](p, `document.documentElement.scrollWidth > document.documentElement.clientWidth + 1`)
}

// Eval answers a JavaScript expression.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return ask(p, chromedp.Evaluate[T](expression))
}
