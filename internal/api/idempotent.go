package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"watchword/internal/db"
	"watchword/internal/fault"
)

const (
	maxKey    = 200            // letters in an Idempotency-Key
	maxAnswer = 1 << 20        // bytes of an answer that is kept
	keepFor   = 24 * time.Hour // an answer is kept
)

// idempotent carries out a write that has an Idempotency-Key once. The key belongs to
// the account. Sent again with the same request it gives the answer of the first time;
// with another request, 422; while the first is under way here, 409. That it was carried
// out is noted in the transaction of the act (attempt.carry), so that after a crash it is
// known: if it was not, the same request carries it out; if it was, the answer says so.
// An answer of our own mistake, one that asks to come back later, and one that says what
// is wrong with the request, which may repeat words of it, is not kept: nothing was done,
// and the write may be sent again.
func (a *API) idempotent(ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	key := r.Header.Get("Idempotency-Key")
	who := a.config.Who(r.Context())
	if key == "" || r.Method == http.MethodGet || r.Method == http.MethodHead || who.Account == "" {
		next(ctx)
		return
	}
	if ctx.Operation().Metadata["fleeting"] == true {
		a.Fail(w, r, fault.In("Idempotency-Key", "The answer of this operation is kept nowhere, so it takes no key. Send it without"))
		return
	}
	if len(key) > maxKey || !utf8.ValidString(key) {
		a.Fail(w, r, fault.In("Idempotency-Key", "The key is a text of at most %d letters", maxKey))
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, ctx.Operation().MaxBodyBytes))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if !errors.As(err, &tooLarge) {
			err = fault.New(fault.Invalid, "The body was cut short. Send it again.")
		}
		a.Fail(w, r, err)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	t := newAttempt(who, key)
	if _, busy := a.underWay.LoadOrStore(t.of(), true); busy {
		a.Fail(w, r, fault.New(fault.Conflict, "The first request with this key is still under way. Wait a moment, then send it again."))
		return
	}
	defer a.underWay.Delete(t.of())
	first, err := a.begin(r.Context(), t, a.fingerprint(r, body))
	if err != nil {
		a.Fail(w, r, err)
		return
	}
	if first != nil {
		first.write(w)
		return
	}
	a.carryOut(ctx, r, w, t, next)
}

// carryOut does the write and keeps its answer. If it breaks off, the key is free again
// only where nothing was done.
func (a *API) carryOut(ctx huma.Context, r *http.Request, w http.ResponseWriter, t attempt, next func(huma.Context)) {
	rec := &recorder{header: http.Header{}}
	done := context.WithoutCancel(r.Context())
	finished := false
	defer func() {
		if !finished { // a panic
			a.logged(a.forget(done, t))
		}
	}()
	next(humago.NewContext(ctx.Operation(), r.WithContext(db.Join(r.Context(), t.carry)), rec))
	finished = true
	got := rec.answer()
	switch {
	case got.Status >= 500, got.Status == http.StatusBadRequest, got.Status == http.StatusUnprocessableEntity, got.Status == http.StatusUnauthorized, got.Status == http.StatusForbidden,
		got.Status == http.StatusRequestTimeout, got.Status == http.StatusTooManyRequests:
		a.logged(a.forget(done, t))
	case len(got.Body) > maxAnswer:
		a.logged(a.finish(done, t, tooLong()))
	default:
		a.logged(a.finish(done, t, got))
	}
	got.write(w)
}

func (a *API) logged(err error) {
	if err != nil {
		a.config.Log.Error("an answer is kept", "error", err)
	}
}

// fingerprint tells requests apart.
func (a *API) fingerprint(r *http.Request, body []byte) string {
	h := hmac.New(sha256.New, a.config.Key[:])
	fmt.Fprintf(h, "%s %s\n%s\n%s\n", r.Method, r.URL.RequestURI(), r.Header.Get("Content-Type"), r.Header.Get("If-Match"))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// answer is what was answered.
type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// kept are the headers that belong to the answer and not to the moment.
var kept = []string{"Content-Type", "ETag", "Location", "Link"}

func (x *answer) write(w http.ResponseWriter) {
	for name, values := range x.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(x.Status)
	w.Write(x.Body)
}

func (x *answer) head() (string, error) {
	h := http.Header{}
	for _, name := range kept {
		if v := x.Header.Values(name); len(v) > 0 {
			h[http.CanonicalHeaderKey(name)] = v
		}
	}
	b, err := json.Marshal(h)
	return strings.ToValidUTF8(string(b), ""), err
}

// recorder holds an answer back until it is kept.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

func (r *recorder) answer() *answer {
	r.WriteHeader(http.StatusOK)
	return &answer{Status: r.status, Header: r.header, Body: r.body.Bytes()}
}
