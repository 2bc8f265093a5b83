package outbox_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/outbox"
	"watchword/internal/outbox/outboxtest"
)

func TestNotifyIsGivenWhatItsContractAsks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n := (&outboxtest.Notify{}).Start(t)
		p := newPost(t, d).byNotify(n)
		m := p.put("liaison@harbourside.example", "")
		if p.round() != 1 {
			t.Fatalf("%+v", p.find(m))
		}
		got := n.Sent()[0]
		if got.To != "liaison@harbourside.example" || got.Reference != string(m) || got.Personalisation["link"] != "https://eastmarch.example/due" || strings.Contains(got.Personalisation["body"], "https://") {
			t.Errorf("%+v", got)
		}
		if x := p.find(m); x.State != outbox.Sent || x.Ref != got.ID {
			t.Errorf("%+v: handed over is not delivered", x)
		}
		for _, tt := range []struct {
			status string
			after  time.Duration
			want   outbox.State
		}{
			{"sending", 5 * time.Minute, outbox.Sent}, {"a-status-of-tomorrow", time.Hour, outbox.Sent}, {"delivered", 2 * time.Hour, outbox.Delivered}, {"permanent-failure", time.Hour, outbox.Delivered},
		} {
			n.End(got.To, tt.status)
			p.clock.Advance(tt.after)
			p.round()
			if x := p.find(m); x.State != tt.want {
				t.Errorf("%s: %s, want %s", tt.status, x.State, tt.want)
			}
		}
	})
}

func TestNotifySaysThatAMessageDidNotArrive(t *testing.T) {
	t.Parallel()
	n := (&outboxtest.Notify{}).Start(t)
	p := newPost(t, dbtest.SQLite(t)).byNotify(n)
	gone, full, never := p.put("perm-fail@simulator.notify", ""), p.put("temp-fail@simulator.notify", ""), p.put("quiet@example.org", "")
	p.round()
	p.clock.Advance(5 * time.Minute)
	p.round()
	if x := p.find(gone); x.State != outbox.Failed || x.Why != "There is no such e-mail address." {
		t.Errorf("%+v", x)
	}
	if x := p.find(full); x.State != outbox.Failed || !strings.Contains(x.Why, "full") {
		t.Errorf("%+v", x)
	}
	p.clock.Advance(73 * time.Hour)
	p.round()
	calls := n.Calls()
	p.clock.Advance(73 * time.Hour)
	if p.round(); p.find(never).State != outbox.Sent || n.Calls() != calls {
		t.Errorf("%+v after %d more calls: after three days nothing more is heard", p.find(never), n.Calls()-calls)
	}
}

func TestNotifyIsAskedBeforeASecondTry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var once sync.Once
		n := (&outboxtest.Notify{Lose: func(string) bool { now := false; once.Do(func() { now = true }); return now }}).Start(t)
		p := newPost(t, d).byNotify(n)
		m := p.put("a@example.org", "")
		if p.round() != 0 || p.find(m).State != outbox.Queued {
			t.Fatalf("%+v", p.find(m))
		}
		p.clock.Advance(time.Minute)
		if p.round(); len(n.Sent()) != 1 || p.find(m).State != outbox.Sent || p.find(m).Ref != n.Sent()[0].ID {
			t.Errorf("%d sent, %+v: an answer that was lost makes no second message", len(n.Sent()), p.find(m))
		}
	})
}

func TestNotifyRefusals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, error string
		status      int
		state       outbox.State
		why         string
		after       time.Duration // from the first try to the next
	}{
		{"an address it does not take", "ValidationError", 400, outbox.Failed, "refused it (400 ValidationError)", 0},
		{"an error that is no word", "bad: a@example.org", 400, outbox.Failed, "refused it (400 error)", 0},
		{"a key it does not take", "AuthError", 403, outbox.Queued, "does not take the key", time.Minute},
		{"too many calls in a minute", "RateLimitError", 429, outbox.Queued, "for now (429)", time.Minute},
		{"the day’s limit", "TooManyRequestsError", 429, outbox.Queued, "day’s limit", 17 * time.Hour},
		{"its own error", "Exception", 500, outbox.Queued, "for now (500)", time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := (&outboxtest.Notify{Answer: func(r *http.Request) (int, string) { return tt.status, tt.error }}).Start(t)
			p := newPost(t, dbtest.SQLite(t)).byNotify(n)
			m := p.put("a@example.org", "")
			p.round()
			x := p.find(m)
			if x.State != tt.state || !strings.Contains(x.Why, tt.why) {
				t.Errorf("%+v", x)
			}
			if tt.state == outbox.Queued && x.Next.Sub(morning) != tt.after {
				t.Errorf("the next try is after %s, want %s", x.Next.Sub(morning), tt.after)
			}
			p.silent(m, "a@example.org")
		})
	}
}

func TestNotifyTokensAreSignedForEachTry(t *testing.T) {
	t.Parallel()
	n := (&outboxtest.Notify{}).Start(t)
	p := newPost(t, dbtest.SQLite(t)).byNotify(n)
	for range 3 {
		m := p.put("a@example.org", "")
		p.clock.Advance(time.Hour) // a token of before would be stale
		if p.round(); p.find(m).State != outbox.Sent {
			t.Errorf("%+v", p.find(m))
		}
	}
	n.Now = func() time.Time { return p.clock.Now().Add(time.Minute) }
	m := p.put("a@example.org", "")
	if p.round(); !strings.Contains(p.find(m).Why, "clock is wrong") {
		t.Errorf("%+v", p.find(m))
	}
}
