package outbox

import (
	"testing"
	"time"
)

// TestToken compares with the vector computed from the published contract.
func TestToken(t *testing.T) {
	t.Parallel()
	service, secret, ok := notifyKey("a-name-with-hyphens-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0")
	if !ok || service != "26785a09-ab16-4eb0-8407-a37497a57506" || secret != "3d844edf-8d35-48ac-975b-e847b4f122b0" {
		t.Fatal(service, secret, ok)
	}
	n := notify{service: service, secret: secret, now: func() time.Time { return time.Unix(1763767557, 999) }}
	want := "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiIyNjc4NWEwOS1hYjE2LTRlYjAtODQwNy1hMzc0OTdhNTc1MDYiLCJpYXQiOjE3NjM3Njc1NTd9.u-u-aqaCJYjVM1UJhrCa-VZzoJSlFvHzgmzdFRUWATI"
	if got := n.token(); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
