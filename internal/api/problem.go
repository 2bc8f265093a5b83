package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"watchword/internal/fault"
)

// Problem is the document that tells an error (RFC 9457).
type Problem struct {
	Type      string         `json:"type" doc:"What sort of thing went wrong, for programs" example:"urn:watchword:invalid"`
	Title     string         `json:"title" doc:"The status in words"`
	Status    int            `json:"status" doc:"The HTTP status"`
	Detail    string         `json:"detail" doc:"What is wrong and what to do, in plain English"`
	Fields    []fault.Field  `json:"fields,omitempty" doc:"Each field that is wrong"`
	Reasons   []fault.Reason `json:"reasons,omitempty" doc:"Why the law or the scheme says no, each with its source"`
	Reference string         `json:"reference,omitempty" doc:"The number of the request, to quote when it was our mistake"`
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problem documents.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// newProblem is how huma tells what it finds wrong with a request.
func newProblem(status int, detail string, errs ...error) huma.StatusError {
	p := &Problem{Status: status, Title: http.StatusText(status), Detail: sentence(detail)}
	switch {
	case status == http.StatusUnprocessableEntity || status == http.StatusBadRequest:
		p.Type = "urn:watchword:invalid"
		p.Detail = "There is a problem with what was sent."
		if len(errs) == 0 && strings.Contains(detail, "body is required") {
			p.Detail = "Nothing was sent: the body is empty. " + Prefix + "/openapi.yaml says what belongs there: mostly a JSON object, for an import the file itself."
		}
	case status == http.StatusRequestEntityTooLarge:
		p.Type = "urn:watchword:too-large"
		p.Detail = "More was sent than is taken here."
	case status >= 500:
		p.Type = "urn:watchword:internal"
	default:
		p.Type = "about:blank"
	}
	for _, err := range errs {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			p.Fields = append(p.Fields, fault.Field{Name: strings.TrimPrefix(strings.TrimPrefix(d.Location, "body."), "query."), Message: sentence(d.Message)})
		} else if err != nil && status < 500 {
			p.Fields = append(p.Fields, fault.Field{Name: "body", Message: sentence(err.Error())})
		}
	}
	return p
}

// sentence is a message with a capital and a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

// problem is an error of a use case as a problem document. What is no fault is our own
// mistake: it is logged whole, and told as a reference number.
func (a *API) problem(ctx context.Context, err error) error {
	var ready huma.StatusError
	if errors.As(err, &ready) {
		return err
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = fault.New(fault.TooLarge, "More was sent than is taken here.")
	}
	reference, _ := ctx.Value(referenceKey{}).(string)
	f := fault.Of(err)
	if f == nil || f.Kind == fault.Internal {
		a.config.Log.Error("request failed", "reference", reference, "error", err)
		f = fault.New(fault.Internal, "This is our mistake, not yours. Nothing was half done. If it happens again, tell us the reference.")
	}
	p := &Problem{Type: "urn:watchword:" + f.Kind.String(), Status: f.Kind.Status(), Title: http.StatusText(f.Kind.Status()), Detail: f.Message, Fields: f.Fields, Reasons: f.Reasons}
	if f.Kind == fault.Internal {
		p.Reference = reference
	}
	if f.Kind == fault.TooMany {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {"60"}})
	}
	return p
}

// Fail tells an error outside an operation.
func (a *API) Fail(w http.ResponseWriter, r *http.Request, err error) {
	ctx := r.Context()
	if a.config.Reference != nil {
		ctx = context.WithValue(ctx, referenceKey{}, a.config.Reference(r))
	}
	told := a.problem(ctx, err)
	var withHeaders huma.HeadersError
	if errors.As(told, &withHeaders) {
		for name, values := range withHeaders.GetHeaders() {
			w.Header()[name] = values
		}
	}
	p := &Problem{Status: http.StatusInternalServerError, Title: "Internal Server Error", Type: "urn:watchword:internal"}
	errors.As(told, &p)
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // a Problem always marshals
	}
	w.Header().Set("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="Watchword"`)
	}
	w.WriteHeader(p.Status)
	w.Write(body)
}
