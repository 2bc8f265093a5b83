package registerapi_test

import (
	"testing"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/register/registerapi"
)

func TestDaysAndInstantsAskedFor(t *testing.T) {
	t.Parallel()
	now := clock.OnClock(clock.MustDay("2026-11-17"), 10, 42)
	for _, tt := range []struct{ name, text, want string }{
		{"nothing is now", "", "2026-11-17T10:42:00Z"},
		{"today is now", "2026-11-17", "2026-11-17T10:42:00Z"},
		{"a day is the end of it in London", "2026-06-30", "2026-06-30T22:59:59.999Z"},
		{"an instant is itself", "2026-06-30T12:00:00+01:00", "2026-06-30T11:00:00Z"},
		{"30 February is no day", "2026-02-30", ""},
		{"words are no day", "yesterday", ""},
	} {
		w, err := registerapi.AsAt{At: tt.text}.When(now)
		if (err != nil) != (tt.want == "") || err == nil && w.At.Format(time.RFC3339Nano) != tt.want {
			t.Errorf("%s: %v %v", tt.name, w.At, err)
		}
	}
	if _, err := (registerapi.AsAt{Known: "2027-01-01"}).When(now); !fault.Is(err, fault.Invalid) {
		t.Errorf("knowledge of the future: %v", err)
	}
	if w, err := (registerapi.AsAt{At: "2027-01-01"}).When(now); err != nil || !w.At.After(now) {
		t.Errorf("what is decided for the future can be asked: %v", err)
	}
}
