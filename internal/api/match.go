package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
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
