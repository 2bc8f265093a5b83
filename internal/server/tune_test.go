package server

import (
	"runtime"
	"testing"
)

func TestMemoryIsGivenBackOnceWhenNobodyAsks(t *testing.T) {
	given := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumForcedGC
	}
	var r rest
	for _, tt := range []struct {
		name  string
		asked int64
		gives bool
	}{
		{"nobody has asked yet", 0, true},
		{"still nobody", 0, false},
		{"a monitor asks", few, false},
		{"people ask", few + 1, false},
		{"they have gone", 1, true},
		{"and stay away", 0, false},
	} {
		before := given()
		r.asked.Add(tt.asked)
		r.look()
		if got := given() > before; got != tt.gives {
			t.Errorf("%s: memory is given back: %v, want %v", tt.name, got, tt.gives)
		}
	}
}
