// Package outboxtest is the other side of the outbox for tests: a mail server and a
// service that answers as GOV.UK Notify is published to answer, both on loopback, both
// able to fail in the ways that real ones do.
package outboxtest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"watchword/internal/clock"
)

// Letter is a message that a mail server took.
type Letter struct {
	From, To string // of the envelope
	Mail     *mail.Message
	Body     string
	TLS      bool
	User     string
}

// Server is a mail server. Its zero value takes everything. Set its fields before Start.
type Server struct {
	// User and Password must be given, if there are any; they are taken over TLS alone.
	User, Password string
	// WithoutTLS offers no STARTTLS; Implicit speaks TLS from the start.
	WithoutTLS, Implicit bool
	// Refuse is the answer to an address, such as "550 5.1.1 no such user"; empty: it is taken.
	Refuse func(to string) string
	// Lose breaks the connection after a message was taken and before that is said; Drop
	// breaks it before it is taken.
	Lose, Drop func(to string) bool

	mu      sync.Mutex
	letters []Letter
	dials   int
	cert    tls.Certificate
	pool    *x509.CertPool
	listens net.Listener
	running sync.WaitGroup
}

// Start serves until the test ends.
func (s *Server) Start(t testing.TB) *Server {
	t.Helper()
	s.certify(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.listens = l
	s.running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.dials++
			s.mu.Unlock()
			s.running.Go(func() { s.serve(c) })
		}
	})
	t.Cleanup(s.Stop)
	return s
}

// Stop ends the server; it can be reached no more.
func (s *Server) Stop() {
	s.listens.Close()
	s.running.Wait()
}

// Addr is host and port.
func (s *Server) Addr() string { return s.listens.Addr().String() }

// TLS trusts the server's certificate.
func (s *Server) TLS() *tls.Config { return &tls.Config{RootCAs: s.pool} }

// Letters is what was taken, in order.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.letters...)
}

// Dials is how many connections there were.
func (s *Server) Dials() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dials
}

func (s *Server) certify(t testing.TB) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.cert = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	s.pool = x509.NewCertPool()
	s.pool.AddCert(parsed)
}

// visit is one connection.
type visit struct {
	*Server
	conn   net.Conn
	in     *bufio.Reader
	secure bool
	user   string
	letter Letter
}

func (s *Server) serve(c net.Conn) {
	if s.Implicit {
		c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{s.cert}})
	}
	v := &visit{Server: s, conn: c, in: bufio.NewReader(c), secure: s.Implicit}
	defer func() { v.conn.Close() }()
	c.SetDeadline(clock.Wall{}.Now().Add(20 * time.Second))
	v.say("220 mail.example ESMTP")
	for {
		line, err := v.in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		if !v.answer(strings.ToUpper(verb), rest) {
			return
		}
	}
}

func (v *visit) say(lines ...string) {
	io.WriteString(v.conn, strings.Join(lines, "\r\n")+"\r\n") // who is gone hears nothing
}

// answer answers a command; false ends the connection.
func (v *visit) answer(verb, rest string) bool {
	switch verb {
	case "EHLO", "HELO":
		lines := []string{"250-mail.example"}
		if !v.secure && !v.WithoutTLS {
			lines = append(lines, "250-STARTTLS")
		}
		if v.secure && v.User != "" {
			lines = append(lines, "250-AUTH PLAIN")
		}
		v.say(append(lines, "250 8BITMIME")...)
	case "STARTTLS":
		v.say("220 go on")
		c := tls.Server(v.conn, &tls.Config{Certificates: []tls.Certificate{v.cert}})
		v.conn, v.in, v.secure = c, bufio.NewReader(c), true
	case "AUTH":
		text, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
		if err != nil || string(text) != "\x00"+v.User+"\x00"+v.Password {
			v.say("535 5.7.8 wrong name or password")
			return true
		}
		v.user = v.User
		v.say("235 welcome")
	case "MAIL":
		if v.User != "" && v.user == "" {
			v.say("530 5.7.0 authentication required")
			return true
		}
		v.letter = Letter{From: address(rest), TLS: v.secure, User: v.user}
		v.say("250 ok")
	case "RCPT":
		to := address(rest)
		if v.Refuse != nil {
			if no := v.Refuse(to); no != "" {
				v.say(no)
				return !strings.HasPrefix(no, "421")
			}
		}
		v.letter.To = to
		v.say("250 ok")
	case "DATA":
		return v.data()
	case "RSET", "NOOP":
		v.say("250 ok")
	case "QUIT":
		v.say("221 bye")
		return false
	default:
		v.say("500 what")
	}
	return true
}

func (v *visit) data() bool {
	v.say("354 go on")
	var text strings.Builder
	for {
		line, err := v.in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	to := v.letter.To
	if v.Drop != nil && v.Drop(to) {
		return false
	}
	m, err := mail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		v.say("554 this is no message")
		return true
	}
	v.letter.Mail = m
	v.letter.Body = body(m)
	v.mu.Lock()
	v.letters = append(v.letters, v.letter)
	v.mu.Unlock()
	if v.Lose != nil && v.Lose(to) {
		return false
	}
	v.say("250 taken")
	return true
}

func address(rest string) string {
	_, after, _ := strings.Cut(rest, "<")
	a, _, _ := strings.Cut(after, ">")
	return a
}
