package keyring

import (
	"strings"
	"testing"

	"watchword/internal/id"
)

func TestABearerIsReadBackAsItWasMade(t *testing.T) {
	t.Parallel()
	force := id.New[id.Force]()
	secret, hash := Bearer("session").New()
	again, _ := Bearer("session").New()
	if secret == again || hash != Bearer("session").Hash(secret) || hash == Bearer("link").Hash(secret) {
		t.Errorf("secret %s, another %s, hash %s", secret, again, hash)
	}
	for name, parse := range map[string]func() (id.Force, string, bool){
		"value": func() (id.Force, string, bool) { return ParseValue(Value(force, secret)) },
		"token": func() (id.Force, string, bool) { return ParseToken(Token(force, secret)) },
	} {
		if f, s, ok := parse(); f != force || s != secret || !ok {
			t.Errorf("%s: %s %s %v", name, f, s, ok)
		}
	}
}

func TestWhatIsNoBearerIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	force := id.New[id.Force]()
	secret, _ := Bearer("session").New()
	for _, s := range []string{"", ".", "x", secret, string(force) + "." + secret[1:], string(force) + "." + secret + "0", "per_1." + secret, strings.Repeat("ä", 80),
		Token(force, secret), Value(force, secret)[1:]} {
		if f, x, ok := ParseValue(s); ok {
			t.Errorf("%q is taken for %s %s", s, f, x)
		}
	}
	for _, s := range []string{"", "ww_", "ww__", Value(force, secret), "ww_" + string(force) + "_", Token(force, secret[1:]), "ww" + Token(force, secret)[2:][1:]} {
		if f, x, ok := ParseToken(s); ok {
			t.Errorf("%q is taken for %s %s", s, f, x)
		}
	}
}
