package server

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/fault"
)

// door lets a request pass to its slice if whoever sends it has the route's permission
// on anything at all. It panics if the route names none: that is a broken build. Who is
// refused here is refused in the ledger too, and so is who may not read what lies
// behind; use cases that change something record their own refusals.
func (s *Server) door(r route) http.Handler {
	if r.needs == "" || r.slice == nil {
		panic("server: the route " + r.pattern + " names no permission or no slice")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		who := account.From(q.Context())
		if r.needs != Anyone && !who.Actor.Can(r.needs) {
			err := who.Actor.May(r.needs, authz.Object{})
			if !who.SignedIn() {
				err = fault.New(fault.Unauthorized, "Sign in first.")
			}
			s.fail(w, q, s.Ledger.DidNot(q.Context(), who.Actor, "page.open", nil, err))
			return
		}
		if !who.SignedIn() || q.Method != http.MethodGet {
			r.slice.ServeHTTP(w, q)
			return
		}
		rec := &statusRecorder{ResponseWriter: w}
		r.slice.ServeHTTP(rec, q)
		if rec.status == http.StatusForbidden {
			err := fault.New(fault.Forbidden, "Asked for a page that is not theirs to see.")
			if e := s.Ledger.DidNot(q.Context(), who.Actor, "page.open", nil, err); e != error(err) {
				s.report("a refusal is recorded")(e)
			}
		}
	})
}

// readable refuses an address that is not text: nothing lies there, and no database
// would take it. Whoever asked is told by unread, on the page of every other address at
// which there is nothing.
func (s *Server) readable(next, unread http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, err := url.QueryUnescape(r.URL.RawQuery)
		for _, text := range []string{r.URL.Path, query} {
			if err != nil || !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' }) {
				unread.ServeHTTP(w, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// unread tells that an address cannot be read.
func (s *Server) unread(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, fault.New(fault.NotFound, "This address cannot be read. It was cut short or badly made."))
}

// fail shows an error in the shape of what was asked for.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		s.api.Fail(w, r, err)
		return
	}
	s.site.Fail(w, r, err)
}

// nothing lies at any other address.
func nothing(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "")
}
