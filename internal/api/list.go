package api

import (
	"encoding/base64"
	"slices"
	"strconv"
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

// PageBehind is the page of a list that was read whole. key tells its items apart and stays
// the same; where the item behind which to go on is in the list no more, the page goes on at
// its place. It returns fault.Invalid for a cursor that is not one of ours.
func PageBehind[S, T any](all []S, in Paging, shape func(S) T, key func(S) string) (*Body[Page[T]], error) {
	parts, err := ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	from := 0
	if parts != nil {
		at, err := strconv.Atoi(parts[0])
		if err != nil || at < 1 {
			return nil, errCursor
		}
		if i := slices.IndexFunc(all, func(x S) bool { return key(x) == parts[1] }); i >= 0 {
			from = i + 1
		} else {
			from = min(at-1, len(all))
		}
	}
	return PageOf(all[from:], in.Limit, shape, func(x S) []string {
		return []string{strconv.Itoa(1 + slices.IndexFunc(all, func(y S) bool { return key(y) == key(x) })), key(x)}
	}), nil
}

var errCursor = fault.In("cursor", "This is not a cursor of this list. Take it from “next” of the page before")

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
		return nil, errCursor
	}
	return parts, nil
}
