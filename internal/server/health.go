package server

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/ledger"
	"watchword/internal/web"
)

// healthz says that the program runs.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") }

// readyz says whether requests can be served: the database answers, and its schema is
// that of this version.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if _, err := db.Find(ctx, s.DB, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM force`) }); err != nil {
		s.report("readiness")(err)
		say(w, http.StatusServiceUnavailable, "the database does not answer")
		return
	}
	say(w, http.StatusOK, "ready")
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write([]byte(text + "\n"))
}

// numbers is what /metrics tells: counts and times, of nobody.
type numbers struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	entries  *prometheus.GaugeVec
	signed   *prometheus.GaugeVec
	fault    *prometheus.GaugeVec
	rest     rest
}

func newNumbers() *numbers {
	n := &numbers{registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "watchword_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "watchword_request_seconds", Help: "Time to answer a request, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		entries: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "watchword_ledger_entries", Help: "Entries of the ledger under its newest checkpoint."}, []string{"force"}),
		signed:  prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "watchword_checkpoint_time_seconds", Help: "When the newest checkpoint was signed, in seconds since 1970."}, []string{"force"}),
		fault:   prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "watchword_checkpoint_fault", Help: "1 while no checkpoint can be signed."}, []string{"force"}),
	}
	n.registry.MustRegister(n.requests, n.seconds, n.entries, n.signed, n.fault, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return n
}

func (n *numbers) checkpoint(f area.Force, c ledger.Checkpoint, err error) {
	if err != nil {
		n.fault.WithLabelValues(f.Short).Set(1)
		return
	}
	n.fault.WithLabelValues(f.Short).Set(0)
	n.entries.WithLabelValues(f.Short).Set(float64(c.Size))
	n.signed.WithLabelValues(f.Short).Set(float64(c.At.Unix()))
}

// counted counts the requests of a route. The label is the route's pattern, which names
// nobody.
func (n *numbers) counted(c clock.Clock, pattern string, next http.Handler) http.Handler {
	seconds := n.seconds.WithLabelValues(pattern)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.rest.asked.Add(1)
		from := c.Now()
		rec := &statusRecorder{ResponseWriter: w}
		defer func() {
			seconds.Observe(c.Now().Sub(from).Seconds())
			n.requests.WithLabelValues(pattern, strconv.Itoa(rec.got())).Inc()
		}()
		next.ServeHTTP(rec, r)
	})
}

// metrics answers only to this machine and to private networks: what it tells names
// nobody, but is nobody else's business.
func (s *Server) metrics() http.Handler {
	show := promhttp.HandlerFor(s.numbers.registry, promhttp.HandlerOpts{})
	return s.site.Handle(func(w http.ResponseWriter, r *http.Request) error {
		a := web.Address(r, s.Config.BehindProxy)
		if !a.IsLoopback() && !a.IsPrivate() && a != (netip.Addr{}) {
			return fault.New(fault.NotFound, "There is nothing at this address.")
		}
		show.ServeHTTP(w, r)
		return nil
	})
}

// statusRecorder keeps the status of an answer.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader keeps the status.
func (w *statusRecorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what lies beneath.
func (w *statusRecorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusRecorder) got() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
