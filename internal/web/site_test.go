package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
)

var noon = time.Date(2026, 11, 17, 10, 42, 0, 0, time.UTC)

type formPage struct {
	Page
	Form nameForm
}

type nameForm struct {
	Surname string    `form:"surname" label:"Surname" max:"20"`
	Ends    clock.Day `form:"ends" label:"End date"`
	Powers  []string  `form:"powers"`
	Words   string    `form:"words" text:"lines"`
	Count   int       `form:"count" label:"Number of persons"`
	Photo   File      `form:"photo"`
}

var pages = fstest.MapFS{
	"templates/form.html":  {Data: []byte(`{{define "main"}}<h1>A form</h1><form method="post">{{input . "surname" "Surname" .Form.Surname (hint "As on the badge") (width 20)}}{{dateinput . "ends" "End date" .Form.Ends}}{{template "note"}}{{button "Save"}}</form>{{end}}`)},
	"templates/_note.html": {Data: []byte(`{{define "note"}}<p>A note</p>{{end}}`)},
}

func newSite(log io.Writer) (*Site, *Pages) {
	s := New(Config{Log: slog.New(slog.NewTextHandler(log, nil)), Clock: clock.At(noon), Frame: func(r *http.Request) Frame {
		f := Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", Nav: []Link{{"Start", "/start"}, {"People", "/people"}}}
		if r.Header.Get("X-Who") != "" {
			f.Who = &Who{Name: "Ruth Adeyemi", Role: "Scheme manager"}
		}
		return f
	}})
	return s, s.Office(pages, "templates/*.html", Done{"name.saved": "The name is saved."})
}

func serve(s *Site, h Handler, r *http.Request) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	mux.Handle("/name/{id}", s.Handle(h))
	w := httptest.NewRecorder()
	s.Guard(mux).ServeHTTP(w, r)
	return w
}

func TestRejectedFormComesBackFilledIn(t *testing.T) {
	t.Parallel()
	s, p := newSite(io.Discard)
	body := url.Values{"surname": {"Okafor <b>"}, "ends-day": {"30"}, "ends-month": {"2"}, "ends-year": {"2027"}}
	r := httptest.NewRequest("POST", "/name/1", strings.NewReader(body.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := serve(s, func(w http.ResponseWriter, r *http.Request) error {
		form, err := Form[nameForm](r)
		return p.Again(w, r, "form.html", &formPage{Page: Page{Title: "Name"}, Form: form}, err)
	}, r)
	if w.Code != 422 {
		t.Errorf("status %d", w.Code)
	}
	for _, want := range []string{"<title>Error: Name - Eastmarch Constabulary</title>", `href="#ends"`, `id="ends"`, `value="30"`, `value="2027"`, "February 2027 has 28 days",
		`value="Okafor &lt;b&gt;"`, `id="ends-date-error"`, "There is a problem", "A note"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %s\n%s", want, w.Body)
		}
	}
}

func TestDoneSentenceIsOneOfOurs(t *testing.T) {
	t.Parallel()
	s, p := newSite(io.Discard)
	show := func(w http.ResponseWriter, r *http.Request) error { return p.Render(w, r, "form.html", &formPage{}) }
	if b := serve(s, show, httptest.NewRequest("GET", "/name/1?done=name.saved", nil)).Body.String(); !strings.Contains(b, "The name is saved.") {
		t.Error("the sentence is not shown")
	}
	if b := serve(s, show, httptest.NewRequest("GET", "/name/1?done=You+won", nil)).Body.String(); strings.Contains(b, "You won") {
		t.Error("a sentence of somebody else is shown")
	}
	w := httptest.NewRecorder()
	_ = SeeOther(w, httptest.NewRequest("POST", "/x", nil), "/people?page=2", "name.saved")
	if got := w.Header().Get("Location"); got != "/people?done=name.saved&page=2" || w.Code != 303 {
		t.Errorf("%d %s", w.Code, got)
	}
}

func TestErrorsBecomePages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		err    error
		status int
		says   string
		lacks  string
	}{
		{"forbidden says it was recorded", fault.New(fault.Forbidden, "Vetting forms are open to the vetting unit only."), 403, "Your refusal has been recorded, as all refusals are.", ""},
		{"not found", fault.New(fault.NotFound, "There is no notice with that number and word."), 404, "There is no notice with that number and word.", ""},
		{"refused shows reasons and sources", fault.Because("This power cannot be granted.", fault.Reason{Message: "The begging basis has ended.", Source: "Vagrancy Act 1824, section 3"}), 409, "Vagrancy Act 1824, section 3", ""},
		{"conflict", fault.New(fault.Conflict, "C/Insp Thorne decided this at 10:41."), 409, "decided this at 10:41", ""},
		{"too many", fault.New(fault.TooMany, "Wait a minute."), 429, "Too many tries", ""},
		{"our mistake keeps its words to itself", errors.New("dial tcp 10.0.0.7: secret"), 500, "Reference", "secret"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			s, _ := newSite(&log)
			w := serve(s, func(http.ResponseWriter, *http.Request) error { return tt.err }, httptest.NewRequest("GET", "/name/1", nil))
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) || tt.lacks != "" && strings.Contains(w.Body.String(), tt.lacks) {
				t.Errorf("%d\n%s", w.Code, w.Body)
			}
			if tt.status == 500 && (!strings.Contains(log.String(), "secret") || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id"))) {
				t.Errorf("the log and the page do not share a reference: %s", log.String())
			}
		})
	}
}

func TestNobodySignedInIsSentToSignIn(t *testing.T) {
	t.Parallel()
	s, _ := newSite(io.Discard)
	w := serve(s, func(http.ResponseWriter, *http.Request) error { return fault.New(fault.Unauthorized, "Sign in.") }, httptest.NewRequest("GET", "/name/1?a=b", nil))
	if got := w.Header().Get("Location"); w.Code != 303 || got != "/sign-in?back=%2Fname%2F1%3Fa%3Db" {
		t.Errorf("%d %s", w.Code, got)
	}
	for to, ok := range map[string]bool{"/people?a=b": true, "//evil.example": false, "/\\evil.example": false, "https://evil.example/": false, "": false, "people": false} {
		if Local(to) != ok {
			t.Errorf("Local(%q) = %t", to, !ok)
		}
	}
}

func TestPanicIsAnAnswer(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, _ := newSite(&log)
	w := serve(s, func(http.ResponseWriter, *http.Request) error { panic("no such thing") }, httptest.NewRequest("GET", "/name/7", nil))
	if w.Code != 500 || !strings.Contains(log.String(), "no such thing") {
		t.Errorf("%d %s", w.Code, log.String())
	}
	if !strings.Contains(log.String(), `route="/name/{id}"`) && !strings.Contains(log.String(), `route=/name/{id}`) {
		t.Errorf("the log lacks the route: %s", log.String())
	}
	if strings.Contains(log.String(), "/name/7") {
		t.Errorf("the log holds an address: %s", log.String())
	}
}

func TestGuardHoldsBrowsersToOurAddress(t *testing.T) {
	t.Parallel()
	s, p := newSite(io.Discard)
	show := func(w http.ResponseWriter, r *http.Request) error { return p.Render(w, r, "form.html", &formPage{}) }
	r := httptest.NewRequest("GET", "/name/1", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := serve(s, show, r)
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
	gz, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(gz); err != nil || !strings.Contains(string(b), "<h1>A form</h1>") {
		t.Errorf("%v %s", err, b)
	}
	post := httptest.NewRequest("POST", "/name/1", nil)
	post.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := serve(s, show, post); w.Code != 403 {
		t.Errorf("a request of another site is answered with %d", w.Code)
	}
}

func TestFormTakesOnlyWhatItShould(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		body url.Values
		want string // the first message, or empty
	}{
		{"trims", url.Values{"surname": {"  Okafor "}}, ""},
		{"too long", url.Values{"surname": {strings.Repeat("é", 4000)}}, "Surname must be 20 characters or fewer. It has 4,000"},
		{"not UTF-8", url.Values{"surname": {"\xff\xfe"}}, "Surname has characters that cannot be read. Type it again"},
		{"control characters", url.Values{"surname": {"a\x00b"}}, "Surname has characters that cannot be printed. Type it again"},
		{"a control that turns the text round", url.Values{"surname": {"a\u202eb"}}, "Surname has characters that cannot be printed. Type it again"},
		{"a sign of no width", url.Values{"surname": {"a\u200bb"}}, "Surname has characters that cannot be printed. Type it again"},
		{"joiners that a script needs", url.Values{"surname": {"\u0645\u06cc\u200c\u062e\u0648 \u0915\u094d\u200d\u0937"}}, ""},
		{"a number with a comma", url.Values{"count": {"1,250"}}, ""},
		{"no number", url.Values{"count": {"many"}}, "Number of persons must be a whole number, for example 12"},
		{"unknown fields are ignored", url.Values{"admin": {"true"}}, ""},
		{"half a date", url.Values{"ends-day": {"3"}, "ends-month": {""}, "ends-year": {""}}, "End date must include a month and year"},
		{"text as date", url.Values{"ends": {"3 Feb 2026"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("POST", "/", strings.NewReader(tt.body.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			form, err := Form[nameForm](r)
			got := ""
			if f := fault.Of(err); f != nil {
				got = f.Fields[0].Message
			}
			if got != tt.want {
				t.Errorf("%q, want %q (%+v)", got, tt.want, form)
			}
		})
	}
}

func TestFormTakesFiles(t *testing.T) {
	t.Parallel()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("words", "one\r\ntwo")
	part, _ := m.CreateFormFile("photo", "../../etc/passwd")
	_, _ = part.Write([]byte("content"))
	_ = m.Close()
	r := httptest.NewRequest("POST", "/", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	form, err := Form[nameForm](r)
	if err != nil || !form.Photo.Given() || form.Photo.Name != "passwd" || form.Photo.Size != 7 || form.Words != "one\ntwo" {
		t.Errorf("%+v %v", form, err)
	}
}

func TestTooLargeBody(t *testing.T) {
	t.Parallel()
	s, _ := newSite(io.Discard)
	r := httptest.NewRequest("POST", "/name/1", strings.NewReader("surname="+strings.Repeat("x", 2<<20)))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := serve(s, func(_ http.ResponseWriter, r *http.Request) error { _, err := Form[nameForm](r); return err }, r)
	if w.Code != 413 || !strings.Contains(w.Body.String(), "1 MB") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestTheRefusalOfTooLargeABodyArrives sends all of it before anything is read, as browsers
// do.
func TestTheRefusalOfTooLargeABodyArrives(t *testing.T) {
	t.Parallel()
	s, _ := newSite(io.Discard)
	mux := http.NewServeMux()
	mux.Handle("/name/{id}", s.Upload(1<<20, func(_ http.ResponseWriter, r *http.Request) error { _, err := Form[nameForm](r); return err }))
	server := httptest.NewServer(s.Guard(mux))
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const size = 30 << 20
	head := "POST /name/1 HTTP/1.1\r\nHost: " + server.Listener.Addr().String() + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + strconv.Itoa(size) + "\r\n\r\n"
	if _, err := io.WriteString(c, head+"surname="+strings.Repeat("x", size-len("surname="))); err != nil {
		t.Fatalf("the connection broke while sending: %v", err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("no answer arrives: %v", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != 413 {
		t.Errorf("status %d, want 413", answer.StatusCode)
	}
}

func TestLimiterForgetsAndForgives(t *testing.T) {
	t.Parallel()
	hand := clock.At(noon)
	s := New(Config{Clock: hand, Log: slog.New(slog.DiscardHandler)})
	l := s.Limiter(2, time.Minute)
	from := func(address string) error {
		r := httptest.NewRequest("POST", "/", nil)
		r.RemoteAddr = address
		return l.Take(r)
	}
	if from("192.0.2.1:1") != nil || from("192.0.2.1:2") != nil || !fault.Is(from("192.0.2.1:3"), fault.TooMany) {
		t.Error("two tries are allowed, and no third")
	}
	if from("192.0.2.2:1") != nil {
		t.Error("another address has its own tries")
	}
	if from("[2001:db8::1]:1") != nil || from("[2001:db8::2]:1") != nil || from("[2001:db8::3]:1") == nil {
		t.Error("an IPv6 network has one bucket")
	}
	hand.Advance(time.Minute)
	if from("192.0.2.1:4") != nil {
		t.Error("a try comes back after a minute")
	}
}

func TestAPageThatDoesNotParseIsFoundByParse(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"broken": `{{define "main"}}{{if}}`, "without main": `{{define "other"}}x{{end}}`} {
		s := New(Config{Log: slog.New(slog.DiscardHandler), Clock: clock.At(noon)})
		s.Office(fstest.MapFS{"good.html": {Data: []byte(`{{define "main"}}x{{end}}`)}}, "*.html", nil)
		if err := s.Parse(); err != nil {
			t.Errorf("a good page: %v", err)
		}
		s.Public(fstest.MapFS{"page.html": {Data: []byte(text)}}, "*.html", nil)
		if err := s.Parse(); err == nil || !strings.Contains(err.Error(), "page.html") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
