package applyweb_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"watchword/internal/web/browser"
)

// look opens each address at 390 and 1280 pixels: no sideways scroll, nothing that axe
// finds. LOOK names a folder in which pictures are kept.
func (h *house) look(who string, addresses ...string) {
	h.t.Helper()
	if browser.Path() == "" {
		h.t.Skip("needs Chromium")
	}
	h.actor = h.Public()
	switch who {
	case "office":
		h.actor = h.Manager
	case "delegate":
		h.actor = h.Delegate
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, c := range h.jar.Cookies(home) { // as the applicant’s browser has them
			r.AddCookie(c)
		}
		h.handler.ServeHTTP(w, r)
	}))
	defer s.Close()
	for _, address := range addresses {
		for _, width := range []int{390, 1280} {
			p := browser.Open(h.t, s.URL+address, width)
			p.Axe()
			if p.Scrolls() {
				h.t.Errorf("%s scrolls sideways at %d", address, width)
			}
			if dir := os.Getenv("LOOK"); dir != "" {
				name := strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(strings.Trim(address, "/")) + "-" + strconv.Itoa(width) + ".png"
				if err := os.WriteFile(filepath.Join(dir, name), p.Screenshot(), 0o600); err != nil {
					h.t.Fatal(err)
				}
			}
		}
	}
}
