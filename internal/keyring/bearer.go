package keyring

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"watchword/internal/id"
)

// letters has no sign that a cookie, an address or a header would have to escape, and
// no underscore.
var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// bearerLength is how many letters a bearer secret has.
const bearerLength = 52

// Bearer is for what secrets of one sort are good: whoever bears one is let in. The
// same secret has another hash for each sort, so that one is never taken for another.
type Bearer string

// New is a secret of 256 random bits as text, and the hash under which it is kept. So
// long a secret needs no slow hash.
func (b Bearer) New() (secret, hash string) {
	var random [32]byte
	rand.Read(random[:])
	secret = letters.EncodeToString(random[:])
	return secret, b.Hash(secret)
}

// Hash is what a secret is looked up by, in hexadecimal.
func (b Bearer) Hash(secret string) string {
	sum := sha256.Sum256([]byte("watchword/" + string(b) + "/v1\n" + secret))
	return hex.EncodeToString(sum[:])
}

// Value is a secret with the force it belongs to in front, as it stands in a cookie or a
// link: the force is what the database looks up first.
func Value(force id.Force, secret string) string { return string(force) + "." + secret }

// ParseValue splits what Value made.
func ParseValue(s string) (id.Force, string, bool) { return parseBearer(strings.Cut(s, ".")) }

// Token is a secret as it stands in the header of a program: ww_<force>_<secret>.
func Token(force id.Force, secret string) string { return "ww_" + string(force) + "_" + secret }

// ParseToken splits what Token made.
func ParseToken(s string) (id.Force, string, bool) {
	body, ok := strings.CutPrefix(s, "ww_")
	i := strings.LastIndexByte(body, '_')
	if !ok || i < 0 {
		return "", "", false
	}
	return parseBearer(body[:i], body[i+1:], true)
}

func parseBearer(force, secret string, ok bool) (id.Force, string, bool) {
	f := id.Force(force)
	return f, secret, ok && id.Valid(f) && len(secret) == bearerLength
}
