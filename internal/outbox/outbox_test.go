package outbox_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/outbox"
	"watchword/internal/outbox/outboxtest"
)

const force = id.Force("for_test")

var (
	morning = clock.OnClock(clock.MustDay("2026-11-23"), 7, 0)
	manager = authz.Actor{Force: force, Role: authz.SchemeManager}
)

// post is an outbox with its clock and what it logs.
type post struct {
	*outbox.Outbox
	t     *testing.T
	clock *clock.Hand
	log   *bytes.Buffer
}

func newPost(t *testing.T, d *db.DB) *post {
	t.Helper()
	p := &post{t: t, clock: clock.At(morning), log: &bytes.Buffer{}}
	p.Outbox = outbox.New(d, p.clock)
	p.Log = slog.New(slog.NewTextHandler(p.log, nil))
	return p
}

// by has the outbox send as the settings say.
func (p *post) by(c outbox.Config) *post {
	p.t.Helper()
	c.Timeout = 5 * time.Second
	way, err := c.Way(p.clock.Now)
	if err != nil {
		p.t.Fatal(err)
	}
	p.Way = way
	return p
}

func (p *post) bySMTP(s *outboxtest.Server) *post {
	p.t.Helper()
	name := ""
	if s.User != "" {
		name = s.User + ":" + s.Password + "@"
	}
	return p.by(outbox.Config{Mail: "smtp://" + name + s.Addr(), From: "csas@eastmarch.example", TLS: s.TLS()})
}

func (p *post) byNotify(n *outboxtest.Notify) *post {
	p.t.Helper()
	n.Now = p.clock.Now
	return p.by(outbox.Config{NotifyKey: outboxtest.Key, NotifyTemplate: outboxtest.Template, NotifyURL: n.URL()})
}

func (p *post) put(to, once string) id.Message {
	p.t.Helper()
	var m id.Message
	err := p.DB.Write(p.t.Context(), func(tx *db.Tx) (err error) {
		m, err = p.Put(tx, outbox.Message{Force: force, Kind: "digest", Sender: "Eastmarch Constabulary", Address: to, Subject: "Two things fall\r\nBcc: all@example.org due",
			Body: "On 3 March 2027:\n.Training of 2 persons – Harbourside Security", Link: "https://eastmarch.example/due", Once: once})
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

func (p *post) round() int {
	p.t.Helper()
	n, err := p.Round(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

func (p *post) find(m id.Message) outbox.Message {
	p.t.Helper()
	out, err := db.Find(p.t.Context(), p.DB, func(tx *db.Tx) (outbox.Message, error) { return p.Find(tx, manager, m) })
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// silent holds that an address is in no log and in no reason.
func (p *post) silent(m id.Message, address string) {
	p.t.Helper()
	if why := p.find(m).Why; strings.Contains(why, address) || strings.Contains(p.log.String(), address) {
		p.t.Errorf("the address is told: %q, log %q", why, p.log)
	}
}

func TestAMessageGoesWithTheActItTellsOf(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := newPost(t, d)
		refused := errors.New("the act is refused")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			if _, err := p.Put(tx, outbox.Message{Force: force, Address: "a@example.org"}); err != nil {
				return err
			}
			return refused
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]outbox.Message, error) { return p.List(tx, manager, outbox.Filter{}) })
		if err != nil || len(all) != 0 {
			t.Errorf("%v %v", all, err)
		}
		if first, second := p.put("a@example.org", "digest/1"), p.put("b@example.org", "digest/1"); first != second {
			t.Errorf("%s and %s: the same message is written twice", first, second)
		}
	})
}

func TestMailIsSentOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := (&outboxtest.Server{User: "watchword", Password: "a-secret"}).Start(t)
		p := newPost(t, d).bySMTP(s)
		m := p.put("liaison@harbourside.example", "")
		if n := p.round(); n != 1 {
			t.Errorf("%d are handed over", n)
		}
		p.clock.Advance(96 * time.Hour)
		if n := p.round(); n != 0 || len(s.Letters()) != 1 {
			t.Fatalf("%d letters", len(s.Letters()))
		}
		l := s.Letters()[0]
		if l.To != "liaison@harbourside.example" || l.From != "csas@eastmarch.example" || !l.TLS || l.User != "watchword" {
			t.Errorf("%+v", l)
		}
		want := "On 3 March 2027:\n.Training of 2 persons – Harbourside Security\n\nhttps://eastmarch.example/due\n"
		if strings.TrimSpace(l.Body) != strings.TrimSpace(want) {
			t.Errorf("%q, want %q", l.Body, want)
		}
		h := l.Mail.Header
		if h.Get("Message-ID") != "<"+string(m)+"@eastmarch.example>" || h.Get("Auto-Submitted") != "auto-generated" || h.Get("Bcc") != "" ||
			h.Get("Subject") != "Two things fall Bcc: all@example.org due" || !strings.Contains(h.Get("From"), "Eastmarch Constabulary") {
			t.Errorf("%v", h)
		}
		if x := p.find(m); x.State != outbox.Sent || !x.Done.Equal(morning) || x.Way != "SMTP" {
			t.Errorf("%+v", x)
		}
	})
}

func TestMailThatIsNotTakenIsTriedAgain(t *testing.T) {
	t.Parallel()
	answers := map[string]string{"gone@example.org": "550 5.1.1 <gone@example.org> no such user", "busy@example.org": "451 4.7.1 busy@example.org is greylisted", "slow@example.org": "421 too many"}
	var mu sync.Mutex
	s := (&outboxtest.Server{Refuse: func(to string) string {
		mu.Lock()
		defer mu.Unlock()
		return answers[to]
	}}).Start(t)
	p := newPost(t, dbtest.SQLite(t)).bySMTP(s)
	gone, busy, slow, good := p.put("gone@example.org", ""), p.put("busy@example.org", ""), p.put("slow@example.org", ""), p.put("good@example.org", "")
	if n := p.round(); n != 1 || p.find(good).State != outbox.Sent {
		t.Errorf("%d are handed over: one that is refused holds up the others", n)
	}
	if x := p.find(gone); x.State != outbox.Failed || x.Why != "The mail server does not take mail for this address (550)." {
		t.Errorf("%+v", x)
	}
	for _, m := range []id.Message{busy, slow} {
		if x := p.find(m); x.State != outbox.Queued || !x.Next.Equal(morning.Add(time.Minute)) {
			t.Errorf("%+v", x)
		}
	}
	if p.round() != 0 || len(s.Letters()) != 1 {
		t.Error("it is tried again at once")
	}
	mu.Lock()
	delete(answers, "busy@example.org")
	mu.Unlock()
	p.clock.Advance(time.Minute)
	if n := p.round(); n != 1 || p.find(busy).State != outbox.Sent {
		t.Errorf("%d, %+v", n, p.find(busy))
	}
	var last time.Duration
	for tries := 2; p.find(slow).State == outbox.Queued; tries++ {
		x := p.find(slow)
		wait := x.Next.Sub(p.clock.Now())
		if wait < last || tries > 12 {
			t.Fatalf("try %d waits %s after %s", tries, wait, last)
		}
		last = wait
		p.clock.Set(x.Next)
		p.round()
	}
	if x := p.find(slow); x.State != outbox.Failed || x.Done.Sub(morning) < 70*time.Hour || !strings.Contains(x.Why, "tried for three days") {
		t.Errorf("%+v", x)
	}
	for m, a := range map[id.Message]string{gone: "gone@example.org", busy: "busy@example.org", slow: "slow@example.org"} {
		p.silent(m, a)
	}
}

func TestMailOfABrokenConnectionKeepsItsName(t *testing.T) {
	t.Parallel()
	var once sync.Once
	lost := false
	s := (&outboxtest.Server{Lose: func(string) bool { now := false; once.Do(func() { now, lost = true, true }); return now }}).Start(t)
	p := newPost(t, dbtest.SQLite(t)).bySMTP(s)
	m := p.put("a@example.org", "")
	if p.round() != 0 || !lost || p.find(m).State != outbox.Queued {
		t.Fatalf("%+v", p.find(m))
	}
	p.clock.Advance(time.Minute)
	p.round()
	l := s.Letters()
	if len(l) != 2 || l[0].Mail.Header.Get("Message-ID") != l[1].Mail.Header.Get("Message-ID") {
		t.Errorf("%d letters: the one that got through twice must be known by its name", len(l))
	}
}

func TestMailWaitsForTheServer(t *testing.T) {
	t.Parallel()
	s := (&outboxtest.Server{}).Start(t)
	s.Stop()
	p := newPost(t, dbtest.SQLite(t)).bySMTP(s)
	m := p.put("a@example.org", "")
	if p.round() != 0 || p.find(m).Why != "The mail server could not be reached." {
		t.Errorf("%+v", p.find(m))
	}
	up := (&outboxtest.Server{}).Start(t)
	p.bySMTP(up).clock.Advance(time.Minute)
	if p.round() != 1 || len(up.Letters()) != 1 {
		t.Errorf("%+v", p.find(m))
	}
}

func TestNothingIsSentInTheClear(t *testing.T) {
	t.Parallel()
	s := (&outboxtest.Server{WithoutTLS: true}).Start(t)
	p := newPost(t, dbtest.SQLite(t)).by(outbox.Config{Mail: "smtp://watchword:a-secret@" + s.Addr(), From: "csas@eastmarch.example"})
	m := p.put("a@example.org", "")
	if p.round() != 0 || len(s.Letters()) != 0 || p.find(m).Why != "The mail server could not be spoken to over TLS." {
		t.Errorf("%+v", p.find(m))
	}
	plain := (&outboxtest.Server{WithoutTLS: true}).Start(t)
	p.by(outbox.Config{Mail: "smtp://" + plain.Addr() + "?tls=none", From: "csas@eastmarch.example"}).clock.Advance(time.Minute)
	if p.round() != 1 || plain.Letters()[0].TLS {
		t.Error("a server on the same machine is spoken to as the setting says")
	}
	wrong := (&outboxtest.Server{User: "watchword", Password: "another"}).Start(t)
	p.by(outbox.Config{Mail: "smtp://watchword:a-secret@" + wrong.Addr(), From: "csas@eastmarch.example", TLS: wrong.TLS()})
	m = p.put("a@example.org", "")
	if p.round() != 0 || p.find(m).Why != "The mail server does not take the name and password." || strings.Contains(p.log.String(), "a-secret") {
		t.Errorf("%+v %s", p.find(m), p.log)
	}
}

func TestMailIsSentOverTLSFromTheStart(t *testing.T) {
	t.Parallel()
	s := (&outboxtest.Server{Implicit: true, User: "watchword", Password: "a-secret"}).Start(t)
	p := newPost(t, dbtest.SQLite(t)).by(outbox.Config{Mail: "smtps://watchword:a-secret@" + s.Addr(), From: "csas@eastmarch.example", TLS: s.TLS()})
	m := p.put("a@example.org", "")
	if p.round() != 1 || len(s.Letters()) != 1 || !s.Letters()[0].TLS || s.Letters()[0].User != "watchword" {
		t.Errorf("%+v", p.find(m))
	}
}

func TestNothingIsSentUntilItIsSetUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := newPost(t, d)
		m := p.put("a@example.org", "")
		p.round()
		if x := p.find(m); x.State != outbox.Kept || x.Address != "a@example.org" || x.Body == "" {
			t.Errorf("%+v: what would have been sent can be looked at", x)
		}
		s := (&outboxtest.Server{}).Start(t)
		p.bySMTP(s).clock.Advance(time.Hour)
		if p.round() != 0 || len(s.Letters()) != 0 {
			t.Error("what was kept is stale once sending is set up, and stays")
		}
	})
}

func TestEachMessageIsSentByOneNode(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := (&outboxtest.Server{}).Start(t)
		const messages, nodes = 60, 3
		p := newPost(t, d).bySMTP(s)
		for i := range messages {
			p.put(fmt.Sprintf("a%d@example.org", i), "")
		}
		var running sync.WaitGroup
		for range nodes {
			node := newPost(t, d).bySMTP(s)
			running.Go(func() {
				if _, err := node.Round(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		running.Wait()
		seen := map[string]int{}
		for _, l := range s.Letters() {
			seen[l.To]++
		}
		if len(seen) != messages || len(s.Letters()) != messages {
			t.Errorf("%d letters to %d", len(s.Letters()), len(seen))
		}
	})
}

func TestAddressAndWordsAreForgotten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := (&outboxtest.Server{}).Start(t)
		p := newPost(t, d).bySMTP(s)
		m := p.put("a@example.org", "")
		p.round()
		for _, tt := range []struct {
			after time.Duration
			kept  bool
		}{{29 * 24 * time.Hour, true}, {2 * 24 * time.Hour, false}} {
			p.clock.Advance(tt.after)
			if err := p.Purge(t.Context()); err != nil {
				t.Fatal(err)
			}
			if x := p.find(m); (x.Address != "" && x.Body != "") != tt.kept {
				t.Errorf("after %s: %+v", tt.after, x)
			}
		}
		p.clock.Advance(400 * 24 * time.Hour)
		if err := p.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := db.Find(t.Context(), d, func(tx *db.Tx) (map[outbox.State]int64, error) { return p.Counts(tx, manager) })
		if err != nil || len(n) != 0 {
			t.Errorf("%v %v", n, err)
		}
	})
}

func TestOnlyThoseWhoMayReadMessages(t *testing.T) {
	t.Parallel()
	p := newPost(t, dbtest.SQLite(t))
	m := p.put("a@example.org", "")
	for _, role := range []authz.Role{authz.Public, authz.Delegate, authz.Signatory, authz.Commissioner} {
		_, err := db.Find(t.Context(), p.DB, func(tx *db.Tx) (outbox.Message, error) {
			return p.Find(tx, authz.Actor{Force: force, Role: role, Org: "org_a"}, m)
		})
		if err == nil {
			t.Errorf("%q reads a message", role)
		}
	}
	_, err := db.Find(t.Context(), p.DB, func(tx *db.Tx) (outbox.Message, error) {
		return p.Find(tx, authz.Actor{Force: "for_other", Role: authz.SchemeManager}, m)
	})
	if err == nil {
		t.Error("another force’s message is read")
	}
}

func TestSettingsThatDoNotFitAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		c    outbox.Config
		want string
	}{
		{"two ways", outbox.Config{Mail: "smtp://mail.example", From: "a@example.org", NotifyKey: outboxtest.Key}, "one way"},
		{"no sender", outbox.Config{Mail: "smtp://mail.example"}, "address that mail comes from"},
		{"no server", outbox.Config{Mail: "mail.example:25", From: "a@example.org"}, "written smtp://"},
		{"a password in the clear", outbox.Config{Mail: "smtp://me:a-secret@mail.example?tls=none", From: "a@example.org"}, "without TLS"},
		{"a key cut short", outbox.Config{NotifyKey: "name-3d844edf", NotifyTemplate: "x"}, "take it whole"},
		{"no template", outbox.Config{NotifyKey: outboxtest.Key}, "((subject))"},
		{"a sender alone", outbox.Config{From: "a@example.org"}, "no way to send"},
	} {
		_, err := tt.c.Way(clock.At(morning).Now)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "a-secret") {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if way, err := (outbox.Config{}).Way(clock.At(morning).Now); way != nil || err != nil {
		t.Errorf("%v %v", way, err)
	}
}
