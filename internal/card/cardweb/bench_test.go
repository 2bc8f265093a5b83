package cardweb_test

import (
	"net/http/httptest"
	"testing"
)

// BenchmarkCheckPage is a scanned card through the guard, the handler, the registers, and
// the page, without the network.
func BenchmarkCheckPage(b *testing.B) {
	h := sqlite(b)
	_, _, c := h.Held(b, h.Approved(b, "Aldermere City Council"), "Joel", asb, litter, tobacco)
	path := h.address(b, c)
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			w := httptest.NewRecorder()
			h.handler.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
			if w.Code != 200 {
				b.Fatal(w.Code)
			}
		}
	})
}
