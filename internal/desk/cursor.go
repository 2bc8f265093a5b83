package desk

import (
	"encoding/base64"
	"strconv"
	"strings"

	"watchword/internal/fault"
)

// cursor is an opaque text for where the next page begins.
func cursor(offset int) string {
	return base64.RawURLEncoding.EncodeToString([]byte("o" + strconv.Itoa(offset)))
}

// start is where the page begins: at the cursor if one is given, else at the offset.
func (f *Filter) start() (int, error) {
	if f.After == "" {
		return max(f.Offset, 0), nil
	}
	b, err := base64.RawURLEncoding.DecodeString(f.After)
	if err == nil && strings.HasPrefix(string(b), "o") {
		if n, err := strconv.Atoi(string(b[1:])); err == nil && n >= 0 {
			return n, nil
		}
	}
	return 0, fault.In("cursor", "This cursor was not made here. Begin without one")
}
