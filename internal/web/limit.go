package web

import (
	"container/list"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"watchword/internal/clock"
	"watchword/internal/fault"
)

// Limiter bounds how often one address may use a public form: a bucket of burst
// tries that fills again at one try per interval. It remembers at most 65,536
// addresses; those not heard of longest are forgotten first, as full buckets.
type Limiter struct {
	clock    clock.Clock
	burst    int
	interval time.Duration
	proxy    bool

	mu    sync.Mutex
	known map[netip.Addr]*list.Element
	order list.List // of *bucket, the latest heard of in front
}

type bucket struct {
	address netip.Addr
	tries   float64
	at      time.Time
}

const remembered = 1 << 16

// Limiter is a new limiter of this site.
func (s *Site) Limiter(burst int, interval time.Duration) *Limiter {
	return &Limiter{clock: s.config.Clock, burst: burst, interval: interval, proxy: s.config.BehindProxy, known: map[netip.Addr]*list.Element{}}
}

// Take takes one try of the request's address. It returns fault.TooMany when
// there is none left.
func (l *Limiter) Take(r *http.Request) error {
	now := l.clock.Now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(Address(r, l.proxy), now)
	b.tries = min(float64(l.burst), b.tries+float64(now.Sub(b.at))/float64(l.interval))
	b.at = now
	if b.tries < 1 {
		return fault.New(fault.TooMany, "There were too many tries from your address. Wait %s and try again.", waits(l.interval))
	}
	b.tries--
	return nil
}

func (l *Limiter) bucket(a netip.Addr, now time.Time) *bucket {
	if e, ok := l.known[a]; ok {
		l.order.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if l.order.Len() >= remembered {
		last := l.order.Back()
		delete(l.known, l.order.Remove(last).(*bucket).address)
	}
	b := &bucket{address: a, tries: float64(l.burst), at: now}
	l.known[a] = l.order.PushFront(b)
	return b
}

func waits(d time.Duration) string {
	if d <= time.Minute {
		return "a minute"
	}
	return Number(int(d.Minutes())) + " minutes"
}

// Address is the address the request came from; of an IPv6 address the network
// of 64 bits, since one customer has the whole of it. Behind a proxy it is the
// last one in X-Forwarded-For, which the proxy wrote.
func Address(r *http.Request, proxy bool) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if proxy {
		all := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(all[len(all)-1]); last != "" {
			host = last
		}
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return netip.IPv6Unspecified()
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // 64 is a good length
		return p.Addr()
	}
	return a
}
