package webtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// witness stands in for a test and keeps what it is told.
type witness struct {
	testing.TB
	said []string
}

func (w *witness) Helper()                   {}
func (w *witness) Error(a ...any)            { w.said = append(w.said, fmt.Sprint(a...)) }
func (w *witness) Errorf(f string, a ...any) { w.said = append(w.said, fmt.Sprintf(f, a...)) }

const good = `<!DOCTYPE html><html lang="en"><head><title>Name</title></head><body><main><h1>A  person</h1><h2 class="x y">Powers</h2>
<form action="/save"><label for="n">Name</label><input id="n" name="name" value="Ada" aria-describedby="n-hint"><div id="n-hint">In full</div>
<fieldset><legend>Born</legend><label for="d">Day</label><input id="d" name="day" value="3"></fieldset>
<label for="s">Kind</label><select id="s" name="kind"><option value="a">Council</option><option value="b" selected>Housing</option></select>
<label for="c">Agree</label><input type="checkbox" id="c" name="agree" value="yes" checked><label for="o">Other</label><input type="checkbox" id="o" name="other" value="yes">
<button>Save</button></form><a href="/people?x=1">See the 24</a></main></body></html>`

func TestPageIsReadAsPeopleDo(t *testing.T) {
	t.Parallel()
	p := Parse(t, good).Sound()
	p.Has("h1", "A person").Has("main > h2.x", "Powers").Has("h3, h2", "Powers").Has(`input[name="name"]`, "").Lacks("h1 h2").Lacks("h1", "Nobody")
	for label, want := range map[string]string{"Name": "Ada", "Born: Day": "3", "Kind": "Housing", "Agree": "on", "Other": ""} {
		if got := p.Value(label); got != want {
			t.Errorf("%s is %q, want %q", label, got, want)
		}
	}
	if p.Describes("Name") != "In full" || p.Link("See the") != "/people?x=1" || p.Count("option") != 2 {
		t.Error("the page is misread")
	}
	if diff := cmp.Diff("agree=yes&day=3&kind=b&name=Ada", p.Form("form").Encode()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"h1 A person", "h2 Powers"}, p.Headings()); diff != "" {
		t.Error(diff)
	}
}

func TestSoundNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, change, to, says string }{
		{"ids occur once", `id="n-hint"`, `id="n"`, "occurs twice"},
		{"references lead somewhere", `aria-describedby="n-hint"`, `aria-describedby="gone"`, "leads nowhere"},
		{"controls have labels", `<label for="n">Name</label>`, ``, "has no label"},
		{"links have names", `See the 24`, ``, "has no name"},
		{"headings skip no level", `<h2 class="x y">Powers</h2>`, `<h3>Powers</h3>`, "skips a level"},
		{"one h1", `<h2 class="x y">Powers</h2>`, `<h1>Powers</h1>`, "2 h1"},
		{"no styles", `<form `, `<form style="color:red" `, "style="},
		{"no script in links", `/people?x=1`, `javascript:alert(1)`, "runs script"},
		{"nothing from elsewhere", `action="/save"`, `action="https://example.org"`, "from elsewhere"},
	} {
		w := &witness{TB: t}
		Parse(w, strings.Replace(good, tt.change, tt.to, 1)).Sound()
		if !strings.Contains(strings.Join(w.said, "\n"), tt.says) {
			t.Errorf("%s: %q", tt.name, w.said)
		}
	}
}
