package account

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

// newSecret is 256 random bits as text, and the hash under which it is kept. So long a
// secret needs no slow hash.
func newSecret() (secret, hash string) {
	var b [32]byte
	rand.Read(b[:])
	secret = letters.EncodeToString(b[:])
	return secret, hashOf(secret)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Value is a secret with the force it belongs to in front, as it stands in a cookie or
// a one-time link: the force is what the database looks up first.
func value(force id.Force, secret string) string { return string(force) + "." + secret }

// parseValue splits what value made.
func parseValue(s string) (id.Force, string, bool) {
	force, secret, ok := strings.Cut(s, ".")
	return id.Force(force), secret, ok && id.Valid(id.Force(force)) && len(secret) == 52
}

// parseToken splits an API token, ww_<force>_<secret>.
func parseToken(s string) (id.Force, string, bool) {
	body, ok := strings.CutPrefix(s, "ww_")
	i := strings.LastIndexByte(body, '_')
	if !ok || i < 0 {
		return "", "", false
	}
	force, secret := id.Force(body[:i]), body[i+1:]
	return force, secret, id.Valid(force) && len(secret) == 52
}
