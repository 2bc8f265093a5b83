package api

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"watchword/internal/authz"
	"watchword/internal/fault"
)

type referenceKey struct{}

// ServeHTTP serves every address under /api/.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v)
			}
			a.Fail(w, r, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	if err := a.limit(r); err != nil {
		a.Fail(w, r, err)
		return
	}
	if !acceptable(r.Header.Get("Accept")) {
		a.Fail(w, r, &Problem{Type: "about:blank", Status: http.StatusNotAcceptable, Title: http.StatusText(http.StatusNotAcceptable),
			Detail: "Answers are JSON. Send “Accept: application/json”, or no Accept at all."})
		return
	}
	if have := r.Header.Get("If-None-Match"); have != "" {
		r = r.WithContext(context.WithValue(r.Context(), unlessKey{}, have))
	}
	if a.config.Reference != nil {
		r = r.WithContext(context.WithValue(r.Context(), referenceKey{}, a.config.Reference(r)))
	}
	a.mux.ServeHTTP(w, r)
}

// acceptable reports whether the sender takes JSON, or one of the other forms that an
// operation may offer.
func acceptable(accept string) bool {
	if accept == "" {
		return true
	}
	for _, form := range []string{"*/*", "application/*", "json", "text/csv", "yaml", "application/pdf", "statuslist+", "cose-key-set"} {
		if strings.Contains(accept, form) {
			return true
		}
	}
	return false
}

// limit takes one request from what the sender may send.
func (a *API) limit(r *http.Request) error {
	who := a.config.Who(r.Context())
	if who.Account != "" {
		return a.limits.take(string(who.Force)+"/"+string(who.Account), a.config.PerMinute)
	}
	address := r.RemoteAddr
	if a.config.Address != nil {
		address = a.config.Address(r)
	}
	return a.limits.take(address, a.config.PublicPerMinute)
}

// door lets a request pass if whoever sends it has the operation's permission on
// anything at all; the use case asks about the thing itself.
func (a *API) door(ctx huma.Context, next func(huma.Context)) {
	needs, _ := ctx.Operation().Metadata["needs"].(authz.Permission)
	if needs == Anyone {
		next(ctx)
		return
	}
	who := a.config.Who(ctx.Context())
	if needs == "" || !who.Can(needs) {
		err := who.May(needs, authz.Object{})
		switch {
		case who.Account == "":
			err = fault.New(fault.Unauthorized, "Send a token: “Authorization: Bearer ww_…”.")
		case a.config.Refused != nil:
			err = a.config.Refused(ctx.Context(), who, err)
		}
		r, w := humago.Unwrap(ctx)
		a.Fail(w, r, err)
		return
	}
	next(ctx)
}

func (a *API) nothing(w http.ResponseWriter, r *http.Request) {
	a.Fail(w, r, fault.New(fault.NotFound, "There is no such operation. See %s/openapi.yaml.", Prefix))
}
