package story_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"watchword/internal/web/browser"
)

// essex is the published figures of eight months, as the folder's README has them: a table
// by month, and one of antisocial behaviour by authority and month.
type essex struct {
	months  []string
	records map[string][]int // of a month: all, antisocial behaviour, without a place
	asb     map[string][]int // of an authority, or of what lies in none: month by month
}

func readEssex(t *testing.T) essex {
	t.Helper()
	text, err := os.ReadFile(shared(t, "police-uk/README.md"))
	must(t, err)
	e := essex{records: map[string][]int{}, asb: map[string][]int{}}
	month := regexp.MustCompile(`^\d{4}-\d\d$`)
	byAuthority := false
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		var ns []int
		for _, c := range cells[1:] {
			if n, err := strconv.Atoi(c); err == nil {
				ns = append(ns, n)
			}
		}
		switch {
		case cells[0] == "ASB incidents":
			e.months, byAuthority = cells[1:], true
		case byAuthority && len(ns) == len(e.months) && len(ns) > 0:
			e.asb[cells[0]] = ns
		case month.MatchString(cells[0]) && len(ns) >= 3:
			e.records[cells[0]] = ns[:3]
		}
	}
	if len(e.months) != 8 || len(e.records) != 8 || len(e.asb) != 16 {
		t.Fatalf("the README has %d months, %d of them with records, and %d lines by authority", len(e.months), len(e.records), len(e.asb))
	}
	return e
}

// all is the incidents of an authority in all eight months.
func (e essex) all(authority string) int {
	sum := 0
	for _, n := range e.asb[authority] {
		sum += n
	}
	return sum
}

// force sets up a force with the areas of Essex and its eight months by the commands alone,
// serves it, and signs its scheme manager in.
func (e essex) force(t *testing.T) (p *process, v *visitor) {
	t.Helper()
	at := []string{"--data", t.TempDir()}
	var link string
	for _, step := range []struct {
		args []string
		says string
	}{
		{[]string{"user", "add", "--new-force", "Essex, for a test", "--short", "essex", "--email", "ann@example.org", "--name", "Ann Example", "--role", "scheme-manager"}, "/invitation/"},
		{[]string{"import", "areas", "--kind", "authority", "--name", "LAD25NM", "--code", "LAD25CD", "--from", "2010-01-01", "--take", shared(t, "boundaries/essex-districts-2025.topojson")}, "Written: 14 areas"},
		{[]string{"import", "areas", "--kind", "ward", "--name", "WD25NM", "--code", "WD25CD", "--from", "2010-01-01", "--take", shared(t, "boundaries/essex-wards-2025.geojson")}, "Written: 257 areas"},
		{[]string{"import", "population", "--kind", "authority", "--code", "gss_code", "--people", "population_2020", "--year", "2020", "--take", shared(t, "registers/essex-local-authorities.csv")}, "Set: 14 areas"},
		{[]string{"import", "police-uk", "--take", shared(t, "police-uk")}, "Months taken: 8. Taken before, with the very same content: 0."},
		{[]string{"import", "police-uk", "--take", shared(t, "police-uk")}, "Months taken: 0. Taken before, with the very same content: 8."},
		{[]string{"import", "police-uk", "--take", unpacked(t, shared(t, "police-uk/2018-06-essex-street.csv.gz"))}, "Months taken: 0. Taken before, with the very same content: 1."},
		{[]string{"verify"}, "Everything fits"},
	} {
		args := slices.Clone(step.args)
		if i := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "--") }); i >= 0 {
			args = slices.Insert(args, i, at...)
		} else {
			args = append(args, at...)
		}
		out, code := watchword(t, args...)
		if code != 0 || !strings.Contains(out, step.says) {
			t.Fatalf("%v ends with %d and does not say %q: %s", args, code, step.says, out)
		}
		if i := strings.Index(out, "/invitation/"); i >= 0 {
			link, _, _ = strings.Cut(out[i:], "\n")
		}
	}
	p = serve(t, at...)
	v = newVisitor(p.url)
	form := url.Values{"passphrase": {passphrase}, "again": {passphrase}}
	must(t, v.ask(http.MethodPost, strings.TrimSpace(link), "application/x-www-form-urlencoded", []byte(form.Encode())))
	must(t, v.signIn("ann@example.org"))
	return p, v
}

// unpacked is the content of a packed file, in a file of another name.
func unpacked(t *testing.T, path string) string {
	t.Helper()
	packed, err := os.ReadFile(path)
	must(t, err)
	z, err := gzip.NewReader(bytes.NewReader(packed))
	must(t, err)
	text, err := io.ReadAll(z)
	must(t, err)
	out := filepath.Join(t.TempDir(), "june-street.csv")
	must(t, os.WriteFile(out, text, 0o600))
	return out
}

// counts is what the API tells, as far as it is asked here.
type counts struct {
	Total   int `json:"total"`
	NoPlace int `json:"without_place"`
	Outside int `json:"outside"`
	Months  struct {
		Missing []string `json:"months_missing"`
	} `json:"months"`
	Items []struct {
		Area     string   `json:"area"`
		Name     string   `json:"name"`
		District string   `json:"district"`
		N        int      `json:"incidents"`
		PerHead  *float64 `json:"incidents_per_1000_people"`
	} `json:"items"`
}

func (v *visitor) counts(t *testing.T, query string) counts {
	t.Helper()
	must(t, v.ask(http.MethodGet, "/api/v1/incidents/counts?"+query, "", nil))
	var out counts
	if err := json.Unmarshal(v.body, &out); err != nil || v.answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", query, v.answer.StatusCode, v.body)
	}
	return out
}

// TestEightMonthsOfEssexOnTheMap brings real borders and eight months of what was published
// in through the commands, and holds API, CSV and pages to the published figures; then the
// map is looked at and used in Chromium.
func TestEightMonthsOfEssexOnTheMap(t *testing.T) {
	t.Parallel()
	e := readEssex(t)
	p, v := e.force(t)

	for i, m := range e.months {
		for _, by := range []string{"district", "ward"} {
			c := v.counts(t, "by="+by+"&from="+m+"&to="+m)
			got := map[string]int{"(other areas)": c.Outside, "(no location)": c.NoPlace}
			for _, x := range c.Items {
				got[x.District] += x.N
			}
			for name, ns := range e.asb {
				if got[name] != ns[i] {
					t.Errorf("%s by %s, %s: %d, published %d", m, by, name, got[name], ns[i])
				}
			}
			if c.Total != e.records[m][1] {
				t.Errorf("%s: %d, published %d", m, c.Total, e.records[m][1])
			}
		}
		crimes := v.counts(t, "kind=crime&from="+m+"&to="+m)
		if all := crimes.Total + e.records[m][1]; all != e.records[m][0] {
			t.Errorf("%s: %d records with its crimes, published %d", m, all, e.records[m][0])
		}
		if crimes.NoPlace+e.asb["(no location)"][i] != e.records[m][2] {
			t.Errorf("%s: %d crimes without a place, published %d with antisocial behaviour", m, crimes.NoPlace, e.records[m][2])
		}
	}

	span := "from=2018-01&to=2019-01"
	whole := v.counts(t, span)
	if len(whole.Months.Missing) != 5 || len(whole.Items) != 14 || whole.Items[0].PerHead == nil {
		t.Errorf("%+v", whole)
	}
	must(t, v.ask(http.MethodGet, "/map.csv?by=district&against=none&"+span, "", nil))
	rows, err := csv.NewReader(bytes.NewReader(v.body)).ReadAll()
	must(t, err)
	if len(rows) != 15 {
		t.Fatalf("the CSV has %d lines: %s", len(rows), v.body)
	}
	for _, row := range rows[1:] {
		if row[6] != strconv.Itoa(e.all(row[0])) {
			t.Errorf("%s has %s incidents in the CSV, published %d", row[0], row[6], e.all(row[0]))
		}
	}
	must(t, v.ask(http.MethodGet, "/map?by=ward&"+span, "", nil))
	for _, says := range []string{"29,651 incidents, 2 of them without a place", "41 incidents lie outside the wards of the force", "8 of 13 months have been taken", "No population is known for these wards", "257 wards"} {
		if !strings.Contains(plain(v.body), says) {
			t.Errorf("the map does not say %q", says)
		}
	}
	e.look(t, p)
}

// look uses the map with a mouse, by keyboard, without script, and on a phone.
func (e essex) look(t *testing.T, p *process) {
	needsChromium(t)
	w := &hands{Page: browser.Window(t, 1280), t: t, home: p.url}
	signIn(w.Page, p.url, "ann@example.org", passphrase)
	const district = "/map?by=district&against=none&from=2018-01&to=2019-01"
	w.open(district)
	w.says("Antisocial behaviour by district", "29,608 incidents on the map", "Highest: Harlow")
	for name := range e.asb {
		if n := thousands(e.all(name)); !strings.HasPrefix(name, "(") {
			row := browser.Eval[string](w.Page, `[...document.querySelectorAll("#figures tbody tr")].map(r => r.innerText.replace(/\s+/g, " ")).find(r => r.startsWith("`+name+` ")) || ""`)
			said := browser.Eval[string](w.Page, `(document.querySelector('.ww-map a[aria-label^="`+name+`: "]') || {getAttribute: () => ""}).getAttribute("aria-label")`)
			if !strings.Contains(row, " "+n+" ") || !strings.Contains(said, ": "+n+" incidents") {
				t.Errorf("%s, published %s: the table says %q, the map %q", name, n, row, said)
			}
		}
	}
	w.press("Southend-on-Sea")
	w.says("Chosen on the map", thousands(e.all("Southend-on-Sea"))+" incidents", "No accredited person may act here.")
	w.press("Its wards")
	w.says("Antisocial behaviour by ward", "Milton", "Kursaal")

	// By keyboard the map is one stop; arrows go from area to area, Enter chooses.
	w.open(district)
	browser.Eval[bool](w.Page, `(document.querySelector('.ww-map a[tabindex="0"]').focus(), true)`)
	from := w.Focused()
	w.Press(kb.ArrowDown)
	if to := w.Focused(); to == from || browser.Eval[int](w.Page, `document.querySelectorAll('.ww-map a[tabindex="0"]').length`) != 1 {
		t.Errorf("an arrow key goes from %q to %q", from, to)
	}
	w.PressAndGo("\r")
	w.says("Chosen on the map")

	for _, width := range []int{1280, 390} {
		w.Width(width)
		for _, address := range []string{"/map?by=ward&from=2018-01&to=2019-01", "/map?by=cluster&from=2018-05&to=2018-06", "/map?as=change&from=2019-01&to=2019-01", "/map/months"} {
			w.open(address)
		}
	}
	w.NoScript()
	w.Go(p.url + district)
	w.Follow(`.ww-map a[aria-label^="Harlow: "]`)
	w.says("Chosen on the map", "Harlow", thousands(e.all("Harlow"))+" incidents")
}

// thousands is a number as pages write it.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	s := strconv.Itoa(n % 1000)
	return strconv.Itoa(n/1000) + "," + strings.Repeat("0", 3-len(s)) + s
}
