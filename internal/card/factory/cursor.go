package factory

import (
	"strconv"
	"strings"
)

// cut is the number and the identity of a cursor "number/identity".
func cut(cursor string) (int64, string) {
	n, of, _ := strings.Cut(cursor, "/")
	at, _ := strconv.ParseInt(n, 10, 64) // what is no cursor begins at the beginning
	return at, of
}
