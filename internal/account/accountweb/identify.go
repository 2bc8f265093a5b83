package accountweb

import (
	"net"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/fault"
)

// Identify finds out whom each request comes from, and puts it into the request's
// context (account.From): from the session's cookie; under /api/ also from an
// Authorization header, which is refused if it names no live token; otherwise nobody,
// of the force whose host was asked for. fail shows an error in the shape of the path.
func (h *Handlers) Identify(fail func(http.ResponseWriter, *http.Request, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := h.identify(r)
		if err != nil {
			fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(account.With(r.Context(), who)))
	})
}

func (h *Handlers) identify(r *http.Request) (account.Identity, error) {
	if sent := r.Header.Get("Authorization"); sent != "" && strings.HasPrefix(r.URL.Path, "/api/") {
		kind, token, _ := strings.Cut(sent, " ")
		if !strings.EqualFold(kind, "Bearer") {
			return account.Identity{}, fault.New(fault.Unauthorized, "Send the token as “Authorization: Bearer ww_…”.")
		}
		return h.accounts.OfToken(r.Context(), strings.TrimSpace(token))
	}
	if c, err := r.Cookie(h.cookieName()); err == nil {
		who, err := h.accounts.OfSession(r.Context(), c.Value)
		if !fault.Is(err, fault.Unauthorized) {
			return who, err
		}
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	force, err := h.accounts.OfHost(r.Context(), strings.ToLower(host))
	who := account.Identity{Force: force}
	who.Actor.Force = force.ID
	return who, err
}

// cookieName is that of the session's cookie. The prefix makes browsers hold it to
// this host and to https; it cannot be had over http.
func (h *Handlers) cookieName() string {
	if h.secure {
		return "__Host-watchword"
	}
	return "watchword"
}

// setCookie gives the browser a session, or takes it away when the value is empty. It
// lasts until the browser is closed; the server ends it earlier.
func (h *Handlers) setCookie(w http.ResponseWriter, value string) {
	c := &http.Cookie{Name: h.cookieName(), Value: value, Path: "/", HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}
