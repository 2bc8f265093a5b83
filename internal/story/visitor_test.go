package story_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// visitor is somebody with a browser of their own.
type visitor struct {
	url    string
	http   *http.Client
	answer *http.Response
	body   []byte
}

func newVisitor(url string) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // it never fails
	}
	return &visitor{url: url, http: &http.Client{Jar: jar, Timeout: 30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (v *visitor) signIn(email string) error { return v.signInWith(email, passphrase) }

func (v *visitor) signInWith(email, passphrase string) error {
	form := url.Values{"email": {email}, "passphrase": {passphrase}}
	if err := v.ask(http.MethodPost, "/sign-in", "application/x-www-form-urlencoded", []byte(form.Encode())); err != nil {
		return err
	}
	if v.answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("%s is not let in: %d %s", email, v.answer.StatusCode, plain(v.body))
	}
	return nil
}

// ask sends a request and reads the answer.
func (v *visitor) ask(method, path, kind string, body []byte) error {
	r, err := http.NewRequest(method, v.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if v.answer, err = v.http.Do(r); err != nil {
		return err
	}
	defer v.answer.Body.Close()
	v.body, err = io.ReadAll(v.answer.Body)
	return err
}

// refused reports whether the answer was a no: an error, or the way to the sign-in page.
func (v *visitor) refused() bool {
	return v.answer.StatusCode >= 400 || v.answer.StatusCode == http.StatusSeeOther && strings.HasPrefix(v.answer.Header.Get("Location"), "/sign-in?back")
}

func (s *story) send(neg bool, method, path, kind string, body []byte) {
	s.check(s.ask(method, path, kind, body))
	said := plain(s.body)
	if strings.HasPrefix(s.answer.Header.Get("Content-Type"), "application/pdf") {
		said = fmt.Sprintf("PDF, %d bytes", len(s.body))
	}
	fmt.Fprintf(s.ts.Stdout(), "%d\n%s\n", s.answer.StatusCode, said)
	if s.refused() != neg {
		s.ts.Fatalf("%s %s: %d, refused: %v\n%s", method, path, s.answer.StatusCode, s.refused(), said)
	}
}

func (s *story) get(neg bool, args []string) {
	s.need(args, 1, "get PATH")
	s.send(neg, http.MethodGet, args[0], "", nil)
}

func (s *story) post(neg bool, args []string) { s.write(neg, http.MethodPost, args) }
func (s *story) put(neg bool, args []string)  { s.write(neg, http.MethodPut, args) }

func (s *story) write(neg bool, method string, args []string) {
	s.need(args, 1, "post PATH name=value… | @FILE")
	path, rest := args[0], args[1:]
	if len(rest) == 1 && strings.HasPrefix(rest[0], "@") {
		s.send(neg, method, path, "application/json", []byte(os.Expand(s.ts.ReadFile(rest[0][1:]), s.ts.Getenv)))
		return
	}
	if !strings.HasPrefix(path, "/api/") {
		form := url.Values{}
		for _, a := range rest {
			name, value, _ := strings.Cut(a, "=")
			form.Add(name, value)
		}
		s.send(neg, method, path, "application/x-www-form-urlencoded", []byte(form.Encode()))
		return
	}
	values := map[string]any{}
	for _, a := range rest {
		name, value, _ := strings.Cut(a, "=")
		if raw, ok := strings.CutSuffix(name, ":"); ok {
			values[raw] = json.RawMessage(value)
		} else {
			values[name] = value
		}
	}
	body, err := json.Marshal(values)
	s.check(err)
	s.send(neg, method, path, "application/json", body)
}

// upload sends a form with a file, or to an operation a file as it is.
func (s *story) upload(neg bool, args []string) {
	s.need(args, 2, "upload PATH [FIELD=]FILE [name=value]…")
	if strings.HasPrefix(args[0], "/api/") {
		s.send(neg, http.MethodPut, args[0], "application/octet-stream", s.file(args[1]))
		return
	}
	field, name, _ := strings.Cut(args[1], "=")
	kind, body := form(field, filepath.Base(name), s.file(name), args[2:]...)
	s.send(neg, http.MethodPost, args[0], kind, body)
}

// form is a form with a file, as a browser sends it, and its media type.
func form(field, name string, content []byte, pairs ...string) (string, []byte) {
	var b bytes.Buffer // takes everything
	w := multipart.NewWriter(&b)
	part, _ := w.CreateFormFile(field, name)
	_, _ = part.Write(content)
	for _, p := range pairs {
		k, v, _ := strings.Cut(p, "=")
		_ = w.WriteField(k, v)
	}
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}

// file is a file of the script; portrait.jpg is a drawn face, which no script can hold.
func (s *story) file(name string) []byte {
	if name == "portrait.jpg" {
		return portrait()
	}
	return []byte(s.ts.ReadFile(name))
}

func (s *story) status(_ bool, args []string) {
	s.need(args, 1, "status N")
	if got := strconv.Itoa(s.answer.StatusCode); got != args[0] {
		s.ts.Fatalf("the status is %s, want %s\n%s", got, args[0], plain(s.body))
	}
}

var (
	tags  = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)
	space = regexp.MustCompile(`[\s\x{A0}]+`)
)

// plain is what a page says, in one line, tags apart.
func plain(page []byte) string {
	return strings.TrimSpace(space.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(string(page), " ")), " "))
}

func (s *story) says(neg bool, args []string) {
	s.need(args, 1, "says TEXT")
	want := strings.Join(args, " ")
	if strings.Contains(plain(s.body), want) == neg {
		s.ts.Fatalf("says %q: %v\n%s", want, !neg, plain(s.body))
	}
}

// fieldOf is a field of JSON, by the names and numbers that lead to it; len is how many
// there are.
func fieldOf(body []byte, path string) (x any, err error) {
	if err := json.Unmarshal(body, &x); err != nil {
		return nil, err
	}
	for step := range strings.SplitSeq(path, ".") {
		switch v := x.(type) {
		case map[string]any:
			x = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			switch {
			case step == "len":
				return len(v), nil
			case err != nil || i >= len(v):
				return nil, err
			}
			x = v[i]
		default:
			return nil, nil
		}
	}
	return x, nil
}

func (s *story) field(path string) any {
	x, err := fieldOf(s.body, path)
	s.check(err)
	return x
}

func (s *story) has(neg bool, args []string) {
	s.need(args, 2, "has FIELD VALUE")
	got := fmt.Sprint(s.field(args[0]))
	if (got == args[1]) == neg {
		s.ts.Fatalf("%s is %s, want %s: %v\n%s", args[0], got, args[1], !neg, s.body)
	}
}

func (s *story) keep(_ bool, args []string) {
	s.need(args, 2, "keep NAME location|match REGEXP|FIELD")
	var value string
	switch {
	case args[1] == "location":
		value, _, _ = strings.Cut(s.answer.Header.Get("Location"), "?")
	case args[1] == "match" && len(args) == 3:
		if m := regexp.MustCompile(args[2]).FindStringSubmatch(plain(s.body)); len(m) > 1 {
			value = m[1]
		}
	default:
		value, _ = s.field(args[1]).(string)
	}
	if value == "" {
		s.ts.Fatalf("there is no %s to keep\n%s", strings.Join(args[1:], " "), plain(s.body))
	}
	s.ts.Setenv(args[0], value)
}

// scan reads the square code of a printed card, as a phone would.
func (s *story) scan(_ bool, args []string) {
	s.need(args, 1, "scan NAME")
	dir := s.ts.MkAbs(".")
	s.check(os.WriteFile(filepath.Join(dir, "card.pdf"), s.body, 0o600))
	s.check(s.ts.Exec("pdftoppm", "-r", "400", "-png", filepath.Join(dir, "card.pdf"), filepath.Join(dir, "card")))
	pictures, err := filepath.Glob(filepath.Join(dir, "card-*.png"))
	s.check(err)
	text, _ := exec.Command("zbarimg", append([]string{"--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"}, pictures...)...).Output() // it fails where a side bears no code
	codes := strings.Fields(string(text))
	if len(codes) == 0 {
		s.ts.Fatalf("there is no square code to be read in %d pages", len(pictures))
	}
	fmt.Fprintf(s.ts.Stdout(), "%d codes\n", len(codes))
	address, err := url.Parse(codes[0])
	s.check(err)
	if !strings.EqualFold(address.Host, "eastmarch.example") {
		s.ts.Fatalf("the code of the card leads to %s", address)
	}
	s.ts.Setenv(args[0], address.EscapedPath())
	for _, p := range pictures {
		s.check(os.Remove(p))
	}
}

// forge changes one digit in the middle of a card's code.
func (s *story) forge(_ bool, args []string) {
	s.need(args, 2, "forge NAME OTHER")
	b := []byte(s.ts.Getenv(args[1]))
	i := len(b) / 2
	b[i] = '0' + (b[i]-'0'+1)%10
	s.ts.Setenv(args[0], string(b))
}
