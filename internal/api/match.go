package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Unless is the condition of a read. Embed it in the input.
type Unless struct {
	IfNoneMatch string `header:"If-None-Match" doc:"The ETag of an answer you have: if it still holds, the answer is 304 without a body"`
}

// If is the condition of a write. Embed it in the input.
type If struct {
	IfMatch string `header:"If-Match" doc:"The ETag of what you read: if it has changed since, the answer is 412 and nothing is done"`
}

// Tag is an ETag for what the parts say together, such as the entries that wrote what
// is shown.
func Tag(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// tagged is an answer that bears an ETag.
type tagged interface {
	settle(ctx context.Context) error
}

type unlessKey struct{}

// settle gives a read the ETag of all that it says, unless the handler gave it one, and
// answers it with 304 if the caller has that.
func (b *Body[T]) settle(ctx context.Context) error {
	if b.ETag == "" {
		text, err := json.Marshal(b.Body)
		if err != nil {
			return err
		}
		b.ETag = Tag(string(text))
	}
	have, _ := ctx.Value(unlessKey{}).(string)
	return Unless{have}.Same(b.ETag)
}

// promise puts into the document what every operation with such an input and such an answer
// takes and answers: conditions, and what becomes of them.
func promise(op *huma.Operation, in, out reflect.Type) {
	if _, ok := in.FieldByName("Body"); ok {
		op.Errors = append(op.Errors, http.StatusBadRequest)
	}
	if _, ok := in.FieldByName("IfMatch"); ok {
		op.Errors = append(op.Errors, http.StatusPreconditionFailed)
	}
	if op.Method != http.MethodGet || !out.Implements(reflect.TypeFor[tagged]()) {
		return
	}
	op.Responses = map[string]*huma.Response{"304": {Description: "What you have still holds"}}
	if _, ok := in.FieldByName("IfNoneMatch"); !ok {
		field, _ := reflect.TypeFor[Unless]().FieldByName("IfNoneMatch")
		op.Parameters = append(op.Parameters, &huma.Param{Name: "If-None-Match", In: "header", Description: field.Tag.Get("doc"), Schema: &huma.Schema{Type: "string"}})
	}
}

// Same answers a read with 304 if the caller has what the tag says.
func (u Unless) Same(tag string) error {
	if listed(u.IfNoneMatch, tag) {
		return huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{"Etag": {tag}})
	}
	return nil
}

// Holds answers a write with 412 if what the caller read is no longer so.
func (i If) Holds(tag string) error {
	if i.IfMatch == "" || listed(i.IfMatch, tag) {
		return nil
	}
	return &Problem{Type: "urn:watchword:changed", Status: http.StatusPreconditionFailed, Title: http.StatusText(http.StatusPreconditionFailed),
		Detail: "This has changed since you read it. Read it again, then decide."}
}

func listed(header, tag string) bool {
	for _, t := range strings.Split(header, ",") {
		t = strings.TrimPrefix(strings.TrimSpace(t), "W/")
		if t == tag || t == "*" {
			return true
		}
	}
	return false
}
