package server

import (
	"os"
	"runtime/debug"
	"sync/atomic"
)

// garbage is how many hundredths of what is in use may gather before it is collected:
// what is in use is small, and each page leaves much behind. A sixth of the time of a
// page or a write was spent on collecting at the runtime's own 100.
const garbage = 300

// tune sets the collector for this program, unless the environment says otherwise (GOGC).
func tune() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
}

// few is how many requests between two looks are no more than a monitor makes.
const few = 5

// rest gives memory back to the machine when nobody asks for anything: the collector lets
// garbage gather for speed, and would keep it while the program stands idle.
type rest struct {
	asked atomic.Int64 // requests so far
	seen  int64        // of them at the last look
	given bool         // since then little has come
}

// look gives memory back if little was asked for since the last look, once until more is.
func (r *rest) look() {
	now := r.asked.Load()
	busy := now-r.seen > few
	if !busy && !r.given {
		debug.FreeOSMemory()
	}
	r.seen, r.given = now, !busy
}
