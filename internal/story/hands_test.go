package story_test

import (
	"strconv"
	"strings"
	"testing"

	"watchword/internal/clock"
	"watchword/internal/web/browser"
)

// hands use a page as people do: by the words on it. Every page they come to is held to
// axe, and does not scroll sideways.
type hands struct {
	*browser.Page
	t    testing.TB
	home string
}

// window is a window of an account of the house; nobody's where the name is empty.
func (h *house) window(t testing.TB, name string, width int) *hands {
	t.Helper()
	w := &hands{Page: browser.Window(t, width), t: t, home: h.URL()}
	if name != "" {
		signIn(w.Page, h.URL(), name+"@example.org", passphrase)
	}
	return w
}

// open opens an address of the house.
func (w *hands) open(path string) {
	w.t.Helper()
	w.Go(w.home + path)
	w.sound()
}

func (w *hands) sound() {
	w.t.Helper()
	w.Axe()
	if w.Scrolls() {
		w.t.Errorf("%s scrolls sideways", w.URL())
	}
}

// mark puts a mark on the first element that can be seen and fits a piece of script, in
// which words stands for the words, and is its selector.
func (w *hands) mark(words, script string) string {
	w.t.Helper()
	const mark = `[data-story="here"]`
	found := browser.Eval[bool](w.Page, `(() => { const words = `+strconv.Quote(words)+`;
		const text = e => e.textContent.replace(/\s+/g, " ").trim();
		document.querySelectorAll('`+mark+`').forEach(e => delete e.dataset.story);
		const e = `+script+`; if (e) e.dataset.story = "here"; return !!e })()`)
	if !found {
		w.t.Fatalf("%s has nothing that says %q: %s", w.URL(), words, w.Text("main"))
	}
	return mark
}

// press presses a button or follows a link by its words, and comes to another page.
func (w *hands) press(words string) {
	w.t.Helper()
	w.Follow(w.mark(words, `[...document.querySelectorAll("main a, main button")].find(e => text(e).startsWith(words) && e.checkVisibility())`))
	w.sound()
}

// unfold opens what lies behind a summary.
func (w *hands) unfold(words string) {
	w.t.Helper()
	w.Click(w.mark(words, `[...document.querySelectorAll("summary")].find(e => text(e).startsWith(words))`))
}

const byLabel = `[...document.querySelectorAll("main label")].filter(e => text(e).startsWith(words) && e.checkVisibility()).map(e => e.control).find(e => e && !e.disabled)`

// fill writes into the field that bears a label.
func (w *hands) fill(label, text string) {
	w.t.Helper()
	w.Fill(w.mark(label, byLabel), text)
}

// choose ticks the box or takes the answer that bears a label.
func (w *hands) choose(label string) {
	w.t.Helper()
	w.Click(w.mark(label, byLabel))
}

// date writes a day into the three fields below a heading.
func (w *hands) date(heading string, day clock.Day) {
	w.t.Helper()
	y, m, d := day.Date()
	for name, n := range map[string]int{"Day": d, "Month": int(m), "Year": y} {
		w.Fill(w.mark(heading, `[...[...document.querySelectorAll("fieldset")].find(e => text(e).startsWith(words)).querySelectorAll("label")].find(e => text(e) === "`+name+`").control`), strconv.Itoa(n))
	}
}

// says fails the test unless the page says all of that.
func (w *hands) says(words ...string) {
	w.t.Helper()
	text := strings.Join(strings.Fields(w.Text("main")), " ")
	for _, x := range words {
		if !strings.Contains(text, x) {
			w.t.Errorf("%s does not say %q: %s", w.URL(), x, text)
		}
	}
}

// path is the address of the page within the house.
func (w *hands) path() string {
	path, _, _ := strings.Cut(strings.TrimPrefix(w.URL(), w.home), "?")
	return path
}
