package api

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"watchword/internal/fault"
)

// Paging is what the request for a list says of its page. Embed it in the input.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items at most"`
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last"`
}

// PageOf is the page of items, of which one more than limit was read if there is a next
// page; after makes the cursor behind an item from its parts.
func PageOf[S, T any](items []S, limit int, shape func(S) T, after func(S) []string) *Body[Page[T]] {
	p := Page[T]{Items: make([]T, 0, min(len(items), limit))}
	for i, x := range items {
		if i == limit {
			p.Next = Cursor(after(items[i-1])...)
			break
		}
		p.Items = append(p.Items, shape(x))
	}
	return Of(p)
}

// Cursor is the parts as one opaque text.
func Cursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, "\n")))
}

// ParseCursor gives back the parts, n of them; none for an empty cursor. It returns
// fault.Invalid for a cursor that is not one of ours.
func ParseCursor(cursor string, n int) ([]string, error) {
	if cursor == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.Split(string(text), "\n")
	if err != nil || len(parts) != n || !utf8.Valid(text) || strings.ContainsFunc(string(text), func(c rune) bool { return c != '\n' && unicode.IsControl(c) }) {
		return nil, fault.In("cursor", "This is not a cursor of this list. Take it from “next” of the page before")
	}
	return parts, nil
}
