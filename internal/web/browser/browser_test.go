package browser

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

func page(t *testing.T, html string) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'")
		_, _ = w.Write([]byte(html))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestAxeFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	p := Open(t, page(t, `<!DOCTYPE html><html><head><title>A page</title></head><body><main><h1>Heading</h1><img src="/x.png"><input name="a"></main></body></html>`), 1280)
	var ids []string
	for _, v := range p.Violations() {
		ids = append(ids, v.ID)
	}
	for _, want := range []string{"html-has-lang", "image-alt", "label"} {
		if !slices.Contains(ids, want) {
			t.Errorf("%s is not found in %v", want, ids)
		}
	}
}

func TestTourTellsEveryStop(t *testing.T) {
	t.Parallel()
	p := Open(t, page(t, `<!DOCTYPE html><html lang="en"><title>A page</title><main><h1>Heading</h1><a href="/a">First</a><label for="b">Name</label><input id="b"><button>Send</button></main></html>`), 390)
	got := p.Tour()
	if want := []string{"a First", "input Name", "button Send"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if p.Scrolls() || len(p.Screenshot()) < 1000 || p.Title() != "A page" {
		t.Error("the page is not as it should be")
	}
}

func TestFillReplacesWhatStands(t *testing.T) {
	t.Parallel()
	p := Open(t, page(t, `<!DOCTYPE html><html lang="en"><title>A page</title><label>A <input name="a" value="old"></label><label>B <textarea name="b"></textarea></label><label>C <textarea name="c">old</textarea></label>`), 390)
	for _, name := range []string{"a", "b", "c"} {
		p.Fill("[name="+name+"]", "new")
		if got := Eval[string](p, `document.querySelector("[name=`+name+`]").value`); got != "new" {
			t.Errorf("%s holds %q", name, got)
		}
	}
}
