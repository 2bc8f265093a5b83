package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"watchword/internal/fault"
)

// policy lets a page take style, pictures, fonts and script from our own address
// only, send forms only to it, and be framed by nobody.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; " +
	"worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type seenKey struct{}

// seen is what the guard keeps of a request; inner handlers fill it in.
type seen struct {
	reference string
	route     string
}

// Guard stands before everything the program serves: it gives the request a
// number, sets the headers that hold browsers to our own address, refuses
// requests made by other sites and addresses that are no text, bounds bodies, packs pages, turns a panic into
// the page of an error, and logs the request without personal data.
func (s *Site) Guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	if s.config.Origin != "" {
		if err := origin.AddTrustedOrigin(s.config.Origin); err != nil {
			panic("web: the origin " + s.config.Origin + " is no address: " + err.Error())
		}
	}
	secure := strings.HasPrefix(s.config.Origin, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := s.config.Clock.Now()
		note := &seen{reference: reference()}
		r = r.WithContext(context.WithValue(r.Context(), seenKey{}, note))
		rec := &recorder{ResponseWriter: w, packs: strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && r.Method != http.MethodHead}
		defer func() {
			if v := recover(); v != nil {
				s.panicked(rec, r, v)
			}
			rec.close()
			if note.route == "" {
				note.route = r.Pattern
			}
			s.config.Log.Info("request", "method", r.Method, "route", note.route, "status", rec.status,
				"ms", s.config.Clock.Now().Sub(from).Milliseconds(), "bytes", rec.bytes, "reference", note.reference)
		}()
		headers(rec.Header(), secure, note.reference)
		if err := origin.Check(r); err != nil {
			s.Fail(rec, r, fault.New(fault.Forbidden, "This request was sent by another site, so it was not carried out."))
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(rec, r.Body, s.config.MaxUpload)
		}
		next.ServeHTTP(rec, r)
	})
}

func headers(h http.Header, secure bool, reference string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	h.Set("X-Request-Id", reference)
	if secure {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
}

func (s *Site) panicked(w *recorder, r *http.Request, v any) {
	if v == http.ErrAbortHandler {
		panic(v)
	}
	err := fmt.Errorf("panic: %v\n%s", v, debug.Stack())
	if w.status == 0 {
		s.Fail(w, r, err)
		return
	}
	s.config.Log.Error("request failed after it was answered", "reference", Reference(r), "method", r.Method, "route", route(r), "error", err)
}

// Reference is the number of the request, as shown on the page of an error and
// kept in the log.
func Reference(r *http.Request) string {
	if s, ok := r.Context().Value(seenKey{}).(*seen); ok {
		return s.reference
	}
	return "none"
}

// note keeps the route of the request for the log, since the router may have
// been given a copy.
func note(r *http.Request) {
	if s, ok := r.Context().Value(seenKey{}).(*seen); ok && r.Pattern != "" {
		s.route = r.Pattern
	}
}

func route(r *http.Request) string {
	if s, ok := r.Context().Value(seenKey{}).(*seen); ok && s.route != "" {
		return s.route
	}
	return r.Pattern
}

// letters can be read out over the telephone: no I, O, 0 or 1.
var letters = base32.NewEncoding("ABCDEFGHJKLMNPQRSTUVWXYZ23456789").WithPadding(base32.NoPadding)

func reference() string {
	var b [5]byte
	_, _ = rand.Read(b[:]) // never fails
	s := letters.EncodeToString(b[:])
	return s[:4] + "-" + s[4:]
}
