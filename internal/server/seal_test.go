package server_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/backup"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/server"
	"watchword/internal/vetting/envelope"
)

// written is a log that is written while it is read.
type written struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *written) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(b)
}

func (w *written) bytes() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Clone(w.b.Bytes())
}

// life is one vetting from the link to a clearance withdrawn, lived through pages and API,
// with planted words in every text that anybody writes.
type life struct {
	*planted
	t       *testing.T
	h       *house
	log     *written
	data    string
	server  bool  // on PostgreSQL
	at      place // of the applicant
	warden  id.Person
	vetting id.Vetting
	link    string
	jar     []*http.Cookie // of the person's browser
}

// TestNothingOfAnEnvelopeIsAnywhereElse looks for what was written into an envelope in all
// that the program keeps, writes and answers.
func TestNothingOfAnEnvelopeIsAnywhereElse(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func(testing.TB) string{"sqlite": func(testing.TB) string { return "" }, "postgres": dbtest.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := begin(t, database(t))
			l.fill()
			l.decide()
			l.tellByAccount()
			l.h.Tick(t.Context())
			if len(l.words) < 60 {
				t.Errorf("only %d words were planted", len(l.words))
			}
			l.kept()
			l.answered()
			l.opens()
		})
	}
}

func begin(t *testing.T, database string) *life {
	t.Helper()
	l := &life{planted: &planted{words: map[string]string{}}, t: t, log: &written{}, data: t.TempDir(), server: database != "", h: &house{clock: clock.At(morning)}}
	l.h.start(t, server.Config{Data: l.data, Database: database, Log: slog.New(slog.NewJSONHandler(l.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Upgrade: true})
	t.Cleanup(func() {
		if err := l.h.Close(); err != nil {
			t.Error(err)
		}
	})
	l.h.forms = l.h.addForce(t, "Eastmarch Constabulary", "eastmarch", "")
	l.at, _ = l.h.scheme(t)
	l.warden = l.at.person
	w := l.h.world()
	var err error
	l.at.person, err = w.Persons.Nominate(t.Context(), w.Manager, person.Person{Forenames: "Mo", Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: l.at.org, Role: w.Org(t, l.at.org).Roles[0].ID,
		Agreed: clock.DayOf(morning), Supervisor: "Gareth Lyle"})
	accredtest.Must(t, err)
	accredtest.Must(t, w.Vettings.Request(t.Context(), w.Manager, l.at.person, clock.DayOf(morning)))
	for _, name := range []string{"unit", "panel", "colleague"} {
		l.h.account(t, l.h.forms, name+"@example.org", name, post(authz.VettingUnit, l.at))
	}
	made := l.as("unit", "POST", "/people/"+string(l.at.person)+"/vetting/link", "level", "NPPV 2")
	l.link = regexp.MustCompile(`/v/[a-z0-9_.]+`).FindString(made.Body.String())
	cases, err := db.Find(t.Context(), l.h.DB, func(tx *db.Tx) ([]envelope.Version, error) { return w.Envelopes.Of(tx, w.Vetter, l.at.person) })
	if err != nil || l.link == "" || len(cases) != 1 {
		t.Fatalf("no link: %d %v", made.Code, err)
	}
	l.vetting = id.Vetting(cases[0].ID)
	return l
}

func form(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}

// as asks as somebody of the unit, and fails the test where the answer is a refusal.
func (l *life) as(name, method, path string, pairs ...string) *httptest.ResponseRecorder {
	l.t.Helper()
	return l.well(l.h.ask(method, path, form(pairs...), l.h.cookie(l.t, l.h.forms, name+"@example.org")), path)
}

func (l *life) well(w *httptest.ResponseRecorder, path string) *httptest.ResponseRecorder {
	l.t.Helper()
	if w.Code >= 400 {
		l.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w
}

// person asks in the browser of the person, whom nobody has signed in.
func (l *life) person(method, path string, values url.Values) *httptest.ResponseRecorder {
	l.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range l.jar {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	l.h.Handler().ServeHTTP(w, r)
	if got := w.Result().Cookies(); len(got) > 0 {
		l.jar = got
	}
	return w
}

func (l *life) post(path string, pairs ...string) {
	l.t.Helper()
	l.well(l.person("POST", path, form(pairs...)), path)
}

// values answers the fields of a page, with a planted word in every text.
func (l *life) values(place string, fields []envelope.Field) url.Values {
	out := url.Values{"act": {"later"}}
	for _, f := range fields {
		switch {
		case f.Kind == envelope.Choose:
			out.Set(f.Name, f.Options[0].Value)
		case f.Kind == envelope.Tick:
			if f.Needed != "" {
				out.Set(f.Name, "yes")
			}
		case f.Kind == envelope.Date:
			if f.Name != "to" {
				out.Set(f.Name+"-day", "1")
				out.Set(f.Name+"-month", "5")
				out.Set(f.Name+"-year", "1991")
			}
		case f.Name == "ni":
			out.Set(f.Name, "QQ123456C")
		case f.Name == "sia-number":
			out.Set(f.Name, "1234567890123456")
		case f.Keys == "email":
			out.Set(f.Name, l.word(place+"/"+f.Name)+"@example.org")
		default:
			out.Set(f.Name, l.word(place+"/"+f.Name))
		}
	}
	return out
}

// fill opens the link and fills every field of the form, leaves, comes back and sends it.
func (l *life) fill() {
	word := l.word("the word of the link")
	l.post(l.link, "word", word, "again", word)
	for _, s := range envelope.Form(envelope.Ask{Full: true}) {
		for _, p := range s.Pages {
			path := "/vetting-form/pages/" + p.Name
			if w := l.person("POST", path, form("surname", l.word("refused")+"\u202e", "address", l.word("refused")+"\u202e")); w.Code >= 500 {
				l.t.Errorf("%s: %d", path, w.Code)
			}
			l.well(l.person("POST", path, l.values(p.Name, p.Fields)), path)
			if p.List == nil {
				continue
			}
			for i := range max(1, p.List.Least) {
				items := path + "/items/new"
				l.well(l.person("POST", items, l.values(fmt.Sprint(p.Name, "/", i), p.List.Fields)), items)
			}
		}
	}
	l.person("POST", l.link, form("word", l.word("a wrong word")))
	l.post(l.link, "word", word)
	if w := l.person("POST", "/vetting-form/check", form("signed", l.word("the signature"))); w.Code != http.StatusSeeOther {
		l.t.Fatalf("the form is not sent: %d %s", w.Code, w.Body)
	}
}

// decide asks, is answered, refuses, is appealed against, clears, is told of changes, looks,
// and takes the clearance back.
func (l *life) decide() {
	at := "/envelopes/" + string(l.vetting)
	l.as("unit", "POST", at+"/open", "reason", "look")
	l.as("unit", "POST", at+"/ask", "question", l.word("a question"))
	home := l.well(l.person("GET", "/vetting-form", nil), "/vetting-form")
	question := regexp.MustCompile(`/vetting-form/questions/[a-z0-9_]+`).FindString(home.Body.String())
	l.post(question, "answer", l.word("an answer"))
	l.post("/vetting-form/change", "what", "money", "text-money", l.word("a change"), "signed", l.word("its signature"))
	for _, x := range envelope.Sources {
		l.as("unit", "POST", at+"/checks", "check", x.Name, "class", "something", "day-day", "23", "day-month", "11", "day-year", "2026")
	}
	l.as("unit", "POST", at+"/decision", "outcome", "refused", "reasons", l.word("reasons against"), "letter", l.word("a letter"))
	l.post("/vetting-form/appeal", "grounds", l.word("grounds of the appeal"), "signed", l.word("its signature"))
	l.as("panel", "POST", at+"/open", "reason", "appeal")
	l.as("panel", "POST", at+"/decision", "outcome", "passed", "level", "NPPV 2", "expires-day", "1", "expires-month", "11", "expires-year", "2029", "restrictions", l.word("a restriction")+"\n"+l.word("another"),
		"aftercare-day", "1", "aftercare-month", "5", "aftercare-year", "2027", "aftercare-what", l.word("the aftercare"), "reasons", l.word("reasons for"), "letter", l.word("a letter of clearance"))
	l.post("/vetting-form/declaration", "what", "household", "text-household", l.word("a declaration"), "signed", l.word("its signature"))
	l.as("panel", "POST", at+"/review", "note", l.word("a conclusion"))
	l.api("unit", "/vetting-cases/"+string(l.vetting)+"/questions", `{"text": "`+l.word("a question nobody takes")+`"}`, 409)
	l.api("unit", "/vetting-cases/"+string(l.vetting)+"/decision", `{"outcome": "withdrawn", "reasons": "`+l.word("reasons by API")+`", "letter": "`+l.word("a letter by API")+`"}`, 200)
	l.post("/vetting-form/appeal", "grounds", l.word("grounds again"), "signed", "Mo Hartnoll")
	l.as("panel", "POST", at+"/decision", "outcome", "upheld", "reasons", l.word("reasons to uphold"), "letter", l.word("a last letter"))
	l.h.clock.Advance(1)
	if _, err := l.h.Envelopes.RotateKey(l.t.Context(), l.h.world().Operator); err != nil {
		l.t.Error(err)
	}
}

// tellByAccount tells through the API as an accredited person, rightly and wrongly, each with
// a key under which the request is known.
func (l *life) tellByAccount() {
	l.h.account(l.t, l.h.forms, "own@example.org", "Lee Fenn", post(authz.AccreditedPerson, place{org: l.at.org, person: l.warden}))
	told := func(what, where string) string {
		return `{"signed": "` + l.word("a signature by API") + `", "items": [{"what": "` + what + `", "text": "` + l.word(where) + `"}]}`
	}
	l.api("own", "/me/vetting/changes", told("money", "a change by API"), 204)
	l.api("own", "/me/vetting/declarations", told("address", "a declaration by API"), 204)
	l.api("own", "/me/vetting/changes", told(l.word("what there is not"), "a refused change"), 422)
	l.api("own", "/me/vetting/changes", `{"signed": 7, "`+l.word("a field there is not")+`": "`+l.word("its text")+`"}`, 422)
	l.api("own", "/me/vetting/changes", `{"signed": "`+l.word("cut short"), 400)
}

func (l *life) api(name, path, body string, want int) {
	l.t.Helper()
	r := httptest.NewRequest("POST", "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", fmt.Sprint("key ", len(l.words)))
	r.AddCookie(l.h.cookie(l.t, l.h.forms, name+"@example.org"))
	w := httptest.NewRecorder()
	l.h.Handler().ServeHTTP(w, r)
	if w.Code != want {
		l.t.Errorf("%s: %d, want %d: %s", path, w.Code, want, w.Body)
	}
}

// lacks fails the test where a text has anything that was planted.
func (l *life) lacks(where string, text []byte) {
	l.t.Helper()
	if got := l.found(text); len(got) > 0 {
		l.t.Errorf("%s tells of %s", where, strings.Join(got, "; "))
	}
	for _, s := range []string{"QQ123456C", "1234567890123456"} {
		if bytes.Contains(text, []byte(s)) {
			l.t.Errorf("%s tells the number %s", where, s)
		}
	}
}

// kept looks through all that is kept: the files of the data folder, every table, the log, a
// backup.
func (l *life) kept() {
	l.lacks("the log", l.log.bytes())
	accredtest.Must(l.t, filepath.WalkDir(l.data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		l.lacks("the file "+d.Name(), b)
		return err
	}))
	if l.server {
		l.tables()
	}
	var archive bytes.Buffer
	manifest, err := backup.Write(l.t.Context(), l.h.DB, l.h.clock.Now(), backup.Extra{}, &archive)
	accredtest.Must(l.t, err)
	z, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	accredtest.Must(l.t, err)
	parts := 0
	for _, f := range z.File {
		r, err := f.Open()
		accredtest.Must(l.t, err)
		b, err := io.ReadAll(r)
		accredtest.Must(l.t, err)
		l.lacks("the backup’s "+f.Name, b)
		if f.Name == "tables/vetting_part.jsonl" {
			parts = bytes.Count(b, []byte("\n"))
		}
	}
	if len(manifest.Files) < 30 || parts < 15 {
		l.t.Errorf("the backup has %d files, and %d things in envelopes", len(manifest.Files), parts)
	}
}

// tables looks through every row of every table of PostgreSQL; on SQLite the file was
// looked through, with what lies in it deleted.
func (l *life) tables() {
	n := 0
	accredtest.Must(l.t, l.h.DB.Read(l.t.Context(), func(tx *db.Tx) error {
		names, err := db.Strings(tx, `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`)
		if err != nil {
			return err
		}
		for _, name := range names {
			rows, err := db.Strings(tx, `SELECT CAST(x AS TEXT) FROM `+name+` x`)
			if err != nil {
				return err
			}
			for _, row := range rows {
				l.lacks("the table "+name, []byte(row))
			}
			n += len(rows)
		}
		return nil
	}))
	if n < 300 {
		l.t.Errorf("only %d rows were looked at", n)
	}
}

// answered looks through every page and every answer of the API as everybody, the unit but
// for who has opened the envelope, today and as at a day, and the searches.
func (l *life) answered() {
	l.h.account(l.t, l.h.forms, "applicant@example.org", "Mo Hartnoll", post(authz.AccreditedPerson, l.at))
	who := map[string]*http.Cookie{"nobody": nil}
	for _, name := range []string{"colleague", "applicant"} {
		who[name] = l.h.cookie(l.t, l.h.forms, name+"@example.org")
	}
	for _, r := range authz.Roles {
		if r != authz.VettingUnit {
			l.h.account(l.t, l.h.forms, string(r)+"@example.org", r.Title(), post(r, place{org: l.at.org, person: l.warden, area: l.at.area}))
			who[string(r)] = l.h.cookie(l.t, l.h.forms, string(r)+"@example.org")
		}
	}
	known := fixtures{"envelopes/vetting": string(l.vetting), "vetting-cases/id": string(l.vetting), "vetting/person": string(l.at.person), "people/person": string(l.at.person), "people/id": string(l.at.person),
		"organisations/org": string(l.at.org), "organisations/id": string(l.at.org), "ledger/force": "eastmarch", "tile/level": "entries", "/path": "000.p/1"}
	var paths []string
	for _, d := range l.h.Doors() {
		if d.Method != "GET" || d.Path == "/v/{secret}" {
			continue
		}
		path := known.fill(d.Path)
		paths = append(paths, path)
		if strings.Contains(path, string(l.at.person)) || strings.Contains(path, string(l.vetting)) {
			paths = append(paths, path+"?as_at=2026-11-24", path+"?reason=look")
		}
	}
	for place := 1; place <= 60; place++ {
		paths = append(paths, fmt.Sprintf("/ledger/%d", place), fmt.Sprintf("/ledger/%d/proof", place), fmt.Sprintf("/ledger/eastmarch/tile/entries/000.p/%d", place))
	}
	paths = append(paths, "/search?q=Hartnoll", "/people.csv", "/people?q=Hartnoll", "/ledger?act=vetting.refuse", "/api/v1/ledger?limit=200", "/api/v1/vetting-cases?state=upheld")
	opened := 0
	for name, cookie := range who {
		for _, path := range paths {
			if name == "colleague" && strings.Contains(path, "/content?") {
				continue // that opens it
			}
			w := l.h.ask("GET", path, nil, cookie)
			if l.lacks(path+" as "+name, w.Body.Bytes()); w.Code == http.StatusOK {
				opened++
			}
			for _, values := range w.Header() {
				l.lacks("a header of "+path+" as "+name, []byte(strings.Join(values, " ")))
			}
		}
		if cookie == nil {
			continue
		}
		for word, where := range l.words { // what was searched for stands on the page; whom it finds must not
			if strings.HasPrefix(where, "name/") || where == "a letter" {
				if w := l.h.ask("GET", "/search?q="+word, nil, cookie); strings.Contains(w.Body.String(), string(l.at.person)) {
					l.t.Errorf("%s finds the person by what was written in %s", name, where)
				}
			}
		}
	}
	if opened < 500 {
		l.t.Errorf("only %d pages and answers were looked at", opened)
	}
}

// opens holds that the words are there to be found: who opens the envelope reads them.
func (l *life) opens() {
	at := "/envelopes/" + string(l.vetting)
	l.as("colleague", "POST", at+"/open", "reason", "quality")
	w := l.as("colleague", "GET", at)
	if got := len(l.found(w.Body.Bytes())); got < 45 {
		l.t.Errorf("who opens the envelope reads %d of %d words", got, len(l.words))
	}
}
