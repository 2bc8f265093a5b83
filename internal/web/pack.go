package web

import (
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// recorder passes an answer on, remembers its status and size, and packs it when
// the browser takes packed answers and it is worth it.
type recorder struct {
	http.ResponseWriter
	packs  bool
	status int
	bytes  int
	gz     *gzip.Writer
}

var packers = sync.Pool{New: func() any {
	gz, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is good, so there is no error
	return gz
}}

// WriteHeader sends the status once.
func (w *recorder) WriteHeader(status int) {
	if w.status != 0 {
		return
	}
	if status < 200 {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	w.status = status
	h := w.Header()
	if w.packs && packable(status, h) {
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		h.Del("Content-Length")
		w.gz = packers.Get().(*gzip.Writer)
		w.gz.Reset(w.ResponseWriter)
	}
	w.ResponseWriter.WriteHeader(status)
}

// packable reports whether an answer is text that nobody has packed yet.
func packable(status int, h http.Header) bool {
	if status == http.StatusNoContent || status == http.StatusNotModified || status == http.StatusPartialContent || h.Get("Content-Encoding") != "" {
		return false
	}
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	switch kind {
	case "text/html", "text/csv", "text/plain", "text/css", "application/json", "application/problem+json", "image/svg+xml", "text/calendar":
		return true
	}
	return false
}

// Write writes a part of the body.
func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", http.DetectContentType(b))
		}
		w.WriteHeader(http.StatusOK)
	}
	w.bytes += len(b)
	if w.gz != nil {
		return w.gz.Write(b)
	}
	return w.ResponseWriter.Write(b)
}

// Flush sends what was written so far.
func (w *recorder) Flush() {
	if w.gz != nil {
		_ = w.gz.Flush() // the reader has gone; there is nobody to tell
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap gives http.ResponseController the writer below.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *recorder) close() {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.gz == nil {
		return
	}
	_ = w.gz.Close() // the reader has gone; there is nobody to tell
	w.gz.Reset(nil)
	packers.Put(w.gz)
	w.gz = nil
}
