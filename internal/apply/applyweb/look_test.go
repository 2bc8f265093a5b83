package applyweb_test

import (
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
	if who != "" {
		h.actor = h.Manager
	}
	s := httptest.NewServer(h.handler)
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
