package sign

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCardURL(t *testing.T) {
	t.Parallel()
	token := []byte("12345678") // 17 digits for seven bytes, 3 for one
	for base, want := range map[string]string{
		"https://eastmarch.example":       "HTTPS://EASTMARCH.EXAMPLE/C/15540725856023089056",
		"https://eastmarch.example/":      "HTTPS://EASTMARCH.EXAMPLE/C/15540725856023089056",
		"http://127.0.0.1:8080":           "HTTP://127.0.0.1:8080/C/15540725856023089056",
		"https://police.example/csas-2/x": "HTTPS://POLICE.EXAMPLE/CSAS-2/X/C/15540725856023089056",
	} {
		got, err := CardURL(base, token)
		if err != nil || got != want {
			t.Errorf("CardURL(%q) = %q, %v; want %q", base, got, err, want)
		}
		for _, text := range []string{got, strings.ToLower(got), " " + got + "\n", strings.Replace(got, "/C/", "/c/", 1)} {
			if back, err := ParseCardURL(text); err != nil || !bytes.Equal(back, token) {
				t.Errorf("ParseCardURL(%q) = %q, %v", text, back, err)
			}
		}
	}
	if back, err := ParseCardURL("15540725856023089056"); err != nil || !bytes.Equal(back, token) {
		t.Errorf("the digits alone: %q, %v", back, err)
	}
	for _, base := range []string{"", "eastmarch.example", "ftp://e.example", "https://", "https://e.example/?a=b", "https://e.example/#x", "https://u@e.example", "https://e.example/a_b", "https://é.example", "https://e.example/a b"} {
		if got, err := CardURL(base, token); err == nil {
			t.Errorf("CardURL(%q) = %q", base, got)
		}
	}
}

func TestWhatIsNoCardURL(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "HTTPS://E.EXAMPLE/C/", "HTTPS://E.EXAMPLE/X/049", "/C/049", "ftp://e.example/c/049", "javascript:/c/049", "04", "999", "0490", "04a", "٠٤٩",
		"99999999999999999", "-49", "+49", strings.Repeat("0", 5000)} {
		if got, err := ParseCardURL(text); err == nil {
			t.Errorf("ParseCardURL(%q) = %x", text, got)
		}
	}
}

func TestCodesProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 0, 400).Draw(r, "bytes")
		if back, ok := decodeDigits(encodeDigits(b)); !ok || !bytes.Equal(back, b) {
			r.Fatalf("digits: %x", back)
		}
		if back, err := DecodeBase45(EncodeBase45(b)); err != nil || !bytes.Equal(back, b) {
			r.Fatalf("base45: %x, %v", back, err)
		}
	})
}

func FuzzCodes(f *testing.F) {
	f.Add("15540725856023089056")
	f.Add("%69 VD92EX0")
	f.Add("HTTPS://EASTMARCH.EXAMPLE/C/049")
	f.Fuzz(func(t *testing.T, s string) {
		if b, ok := decodeDigits(s); ok && encodeDigits(b) != s {
			t.Errorf("digits %q are %x, which are %q", s, b, encodeDigits(b))
		}
		if b, err := DecodeBase45(s); err == nil && EncodeBase45(b) != s {
			t.Errorf("base45 %q is %x, which is %q", s, b, EncodeBase45(b))
		}
		_, _ = ParseCardURL(s)
	})
}
