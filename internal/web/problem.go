package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"watchword/internal/fault"
)

// Handler answers a request for a page. It returns an error instead of showing
// it; Handle shows it.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ordinary bounds the body of a form without files.
const ordinary = 1 << 20

// Handle makes a Handler serve HTTP: an error becomes status, page and log entry.
// The body of the request is bounded to 1 MiB; for files, see Upload.
func (s *Site) Handle(h Handler) http.Handler { return s.Upload(ordinary, h) }

// Upload is Handle for a form with files: the body may have up to max bytes. What is
// longer is read to its end, within Config.MaxUpload, before it is refused: a browser
// sends everything first, and would see a broken connection in place of the answer.
func (s *Site) Upload(max int64, h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note(r)
		whole := r.Body
		if whole != nil && whole != http.NoBody {
			r.Body = http.MaxBytesReader(w, whole, max)
		}
		if err := h(w, r); err != nil {
			if whole != nil && fault.Is(err, fault.TooLarge) {
				_, _ = io.Copy(io.Discard, whole) // bounded by Guard; the refusal is what is told
			}
			s.Fail(w, r, err)
		}
	})
}

// Handle is Site.Handle, so that a slice needs to hold only its pages.
func (p *Pages) Handle(h Handler) http.Handler { return p.site.Handle(h) }

// Upload is Site.Upload.
func (p *Pages) Upload(max int64, h Handler) http.Handler { return p.site.Upload(max, h) }

// Again shows a form that was rejected once more, with what was typed, the error
// summary and the messages at their fields; the status is 422, or 409 when the
// law or the scheme refuses, or when the thing has changed meanwhile. An error
// that is not about the form is returned as it came.
func (p *Pages) Again(w http.ResponseWriter, r *http.Request, name string, page Paged, err error) error {
	f := fault.Of(err)
	if f == nil {
		return err
	}
	switch f.Kind {
	case fault.Invalid, fault.Refused, fault.Conflict:
	default:
		return err
	}
	c := page.Common()
	c.summary, c.wrong, c.reasons = f.Message, f.Fields, f.Reasons
	c.typed = r.PostForm
	if c.typed == nil {
		c.typed = r.Form
	}
	return p.render(w, r, f.Kind.Status(), name, page)
}

// Nothing answers every address that leads nowhere: the route "/" of the whole
// program.
func Nothing(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "")
}

// problemPage is the page of an error.
type problemPage struct {
	Page
	Heading   string
	Sentences []string
	Reasons   []fault.Reason
	Reference string
}

// Fail shows an error: its kind decides status, words and what is logged.
// Somebody not signed in is sent to the sign-in page, and back afterwards.
func (s *Site) Fail(w http.ResponseWriter, r *http.Request, err error) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = TooLarge(tooLarge.Limit)
	}
	f := fault.Of(err)
	if f == nil {
		f = &fault.Fault{Kind: fault.Internal}
	}
	var frame Frame
	if s.config.Frame != nil {
		frame = s.config.Frame(r)
	}
	if f.Kind == fault.Unauthorized && frame.SignIn != "" {
		to := frame.SignIn
		if r.Method == http.MethodGet {
			to = With(to, "back", r.URL.RequestURI())
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	reference := Reference(r)
	if f.Kind == fault.Internal {
		s.config.Log.Error("request failed", "reference", reference, "method", r.Method, "route", route(r), "error", err)
	}
	p := problem(f, frame, reference)
	layout := "public"
	if frame.Who != nil {
		layout = "office"
	}
	w.Header().Set("Cache-Control", "no-store")
	if f.Kind == fault.TooMany && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "60")
	}
	if err := s.errors[layout].render(w, r, f.Kind.Status(), "problem.html", p); err != nil {
		s.config.Log.Error("the page of an error failed", "reference", reference, "error", err)
		http.Error(w, "We could not do this. Reference "+reference, http.StatusInternalServerError)
	}
}

// problem is the page for a fault, in the words of the office.
func problem(f *fault.Fault, frame Frame, reference string) *problemPage {
	p := &problemPage{Reasons: f.Reasons}
	say := func(heading string, sentences ...string) {
		p.Heading, p.Sentences = heading, sentences
	}
	switch f.Kind {
	case fault.Forbidden:
		say("You may not see or do this", f.Message, "Your refusal has been recorded, as all refusals are.")
		if frame.Ask != "" {
			p.Sentences = append(p.Sentences, "If you think you should see it, ask "+frame.Ask+".")
		}
	case fault.NotFound:
		say("There is nothing here", "There is nothing at this address, or it is not open to you. If you typed the address, check it.")
		if f.Message != "" {
			p.Sentences[0] = f.Message
		}
	case fault.Conflict:
		say("This has changed meanwhile", f.Message)
	case fault.Refused:
		say("This cannot be done", f.Message)
	case fault.TooMany:
		say("Too many tries", f.Message)
		if f.Message == "" {
			p.Sentences[0] = "There were too many requests from your address. Wait a minute and try again."
		}
	case fault.Unauthorized:
		say("Sign in first", f.Message)
	case fault.TooLarge:
		say("This is too large", f.Message)
	case fault.Invalid:
		say("There is a problem with what was entered", f.Message)
		for _, x := range f.Fields {
			p.Reasons = append(p.Reasons, fault.Reason{Message: x.Message})
		}
	default:
		say("We could not do this", "This is our mistake, not yours. Nothing was half done. Go back, and try again.",
			"If it happens again, tell us the reference.")
		p.Reference = reference
	}
	p.Title = p.Heading
	return p
}

// TooLarge is the fault for a body of more than max bytes.
func TooLarge(max int64) error {
	size := Number(int(max>>10)) + " kB"
	if max >= 1<<20 {
		size = Number(int(max>>20)) + " MB"
	}
	return fault.New(fault.TooLarge, "More was sent than is taken here: the limit is %s. Send less, or a smaller file.", size)
}

// With is the address with one query value set, whatever was there before.
func With(address, name, value string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

// Back is the address of ours that the request asks to return to (its value
// "back"), or the other when that is missing or leads elsewhere.
func Back(r *http.Request, otherwise string) string {
	to := r.FormValue("back")
	if Local(to) {
		return to
	}
	return otherwise
}

// Local reports whether an address leads to a page of this site.
func Local(address string) bool {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Host == "" && u.Scheme == ""
}
