package incidentweb_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"slices"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/incident"
	"watchword/internal/incident/incidenttest"
	"watchword/internal/incident/incidentweb"
)

// year is Essex with the twelve months of 2018: those at hand, and for each that is not the
// one before it once more.
func year(t testing.TB) *house {
	t.Helper()
	h := open(t, dbtest.SQLite(t))
	incidenttest.Essex(t, h.Rooms, h.Manager)
	for m := incident.MonthOf(clock.MustDay("2018-01-01")); m <= incident.MonthOf(clock.MustDay("2018-12-01")); m++ {
		from := m
		for !slices.Contains(incidenttest.Months, from.String()) {
			from--
		}
		p := incidenttest.EssexMonth(t, from.String())
		for i := range p.Parts {
			p.Parts[i].Month = m
			for k := range p.Parts[i].Records {
				p.Parts[i].Records[k].Crime[0] ^= byte(m - from) // a crime has an identity of its own
			}
		}
		_, err := h.Incidents.Take(t.Context(), h.Manager, p, incident.Taking{Name: m.String()})
		accredtest.Must(t, err)
	}
	return h
}

// the addresses of twelve months.
const (
	yearByWard    = "/map?by=ward&from=2018-01&to=2018-12"
	yearByCluster = "/map?by=cluster&from=2018-01&to=2018-12"
)

// packed is how many bytes are sent to a browser that takes gzip, as all do.
func packed(t testing.TB, h *house, address string) (sent, whole int) {
	t.Helper()
	r := httptest.NewRequest("GET", address, nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	z, err := gzip.NewReader(bytes.NewReader(w.Body.Bytes()))
	accredtest.Must(t, err)
	text, err := io.ReadAll(z)
	accredtest.Must(t, err)
	return w.Body.Len(), len(text)
}

// TestAYearOfEssexIsSmall holds the map with twelve months of Essex to 300 kB before it is packed.
func TestAYearOfEssexIsSmall(t *testing.T) {
	t.Parallel()
	h := year(t)
	for _, address := range []string{yearByWard, yearByCluster, "/map?by=district&from=2018-01&to=2018-12"} {
		sent, whole := packed(t, h, address)
		t.Logf("%s: %d bytes sent, %d unpacked", address, sent, whole)
		if whole > 300_000 {
			t.Errorf("%s: %d bytes", address, whole)
		}
	}
}

// BenchmarkYearOfEssex is the map of twelve months of Essex: as it comes again and again,
// and as it comes the first time, when nothing is remembered.
func BenchmarkYearOfEssex(b *testing.B) {
	h := year(b)
	for _, x := range []struct{ name, address string }{{"wards", yearByWard}, {"clusters", yearByCluster}, {"csv", "/map.csv?by=ward&from=2018-01&to=2018-12"}} {
		b.Run(x.name, func(b *testing.B) {
			r := httptest.NewRequest("GET", x.address, nil)
			for b.Loop() {
				h.handler.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
	b.Run("wards-first", func(b *testing.B) {
		r := httptest.NewRequest("GET", yearByWard, nil)
		for b.Loop() {
			fresh := incident.New(h.DB, h.Ledger, h.Areas)
			fresh.Present = h.Incidents.Present
			h.serve(incidentweb.Deps{DB: h.DB, Clock: h.Clock, Areas: h.Areas, Incidents: fresh})
			h.handler.ServeHTTP(httptest.NewRecorder(), r)
		}
	})
	sent, whole := packed(b, h, yearByWard)
	b.Logf("%d bytes sent, %d unpacked", sent, whole)
}
