package server

import (
	"os"
	"runtime/debug"
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
