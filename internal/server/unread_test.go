package server_test

import (
	"net/http"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/web/webtest"
)

// TestWhatCannotBeReadIsAnsweredLikeWhatIsNotThere opens addresses that are no text, as a
// stranger and signed in: the page is that of every other address with nothing at it.
func TestWhatCannotBeReadIsAnsweredLikeWhatIsNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.account(t, h.forms, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
	for who, c := range map[string]*http.Cookie{"a stranger": nil, "somebody signed in": h.cookie(t, h.forms, "ines@example.org")} {
		page := func(path string) *webtest.Page {
			return webtest.Read(t, h.ask("GET", path, nil, c).Result()).Status(404).Sound()
		}
		usual := page("/nothing")
		for _, path := range []string{"/%00", "/%ff", "/people/%00", "/people/per_%1b", "/organisations/%c3%28", "/people?q=%00", "/people?q=%FF", "/people?%00=1", "/people?q=%zz", "/check?number=%00"} {
			p := page(path).Says("This address cannot be read. It was cut short or badly made.")
			for _, part := range []string{"title", "h1", "header", "nav", "footer"} {
				if got, want := strings.Join(p.All(part), "|"), strings.Join(usual.All(part), "|"); got != want {
					t.Errorf("%s for %s: the %s says %q, on other pages %q", path, who, part, got, want)
				}
			}
		}
	}
	if w := h.ask("GET", "/api/v1/people?q=%00", nil, nil); w.Code != 404 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("for programs: %d %s", w.Code, w.Body)
	}
	for _, path := range []string{"/check?number=%C3%A9", "/check?number=100%25"} {
		if w := h.ask("GET", path, nil, nil); w.Code == 404 {
			t.Errorf("%s is text, and is answered with %d", path, w.Code)
		}
	}
}
