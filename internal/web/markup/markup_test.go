package markup

import (
	"html"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTextCannotLeaveItsPlace(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		var w Writer
		w.Attr("title", s)
		got := string(w.HTML())
		inner := strings.TrimSuffix(strings.TrimPrefix(got, ` title="`), `"`)
		if strings.ContainsAny(inner, `<>"'`) {
			t.Fatalf("%q leaves its attribute", got)
		}
		if html.UnescapeString(inner) != strings.ReplaceAll(s, "\x00", "\uFFFD") {
			t.Fatalf("%q does not read back as %q", got, s)
		}
	})
}

func TestAddressNeverRunsScript(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/people?q=a:b":         "/people?q=a:b",
		"#surname":              "#surname",
		"https://example.org/":  "https://example.org/",
		"tel:101":               "tel:101",
		"javascript:alert(1)":   "#blocked",
		"JavaScript:alert(1)":   "#blocked",
		"data:text/html,x":      "#blocked",
		" javascript:alert(1)":  "#blocked",
		"java\tscript:alert(1)": "#blocked",
		"?as_at=2026-01-01":     "?as_at=2026-01-01",
	} {
		if got := Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAttributesAreInOrder(t *testing.T) {
	t.Parallel()
	var w Writer
	w.Attributes(Attributes{"data-b": "2", "data-a": "1"})
	if got := w.HTML(); got != ` data-a="1" data-b="2"` {
		t.Errorf("%s", got)
	}
}
