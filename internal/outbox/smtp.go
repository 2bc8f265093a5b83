package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/wneessen/go-mail"

	"watchword/internal/clock"
)

// smtp sends by a mail server. A message keeps its Message-ID from try to try, so that
// one that was taken when the connection broke is known again by whoever gets it twice.
type smtp struct {
	mu     sync.Mutex
	client *mail.Client
	conn   net.Conn // the last one; nil with TLS from the start
	from   string
	host   string // of From, for the Message-ID
}

func newSMTP(c Config, u *url.URL, plain bool) (Way, error) {
	s := &smtp{from: c.From, host: c.From[strings.LastIndex(c.From, "@")+1:]}
	opts := []mail.Option{mail.WithTimeout(c.Timeout), mail.WithTLSPolicy(mail.TLSMandatory)}
	port := 587
	if plain {
		port = 25
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	}
	if u.Scheme == "smtps" {
		port = 465
		opts = append(opts, mail.WithSSL())
	} else {
		opts = append(opts, mail.WithDialContextFunc(s.dial))
	}
	if p := u.Port(); p != "" {
		port, _ = strconv.Atoi(p) // url.Parse has seen to it that it is a number
	}
	opts = append(opts, mail.WithPort(port))
	if pass, _ := u.User.Password(); pass != "" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(pass))
	}
	if c.TLS != nil {
		t := c.TLS.Clone()
		t.ServerName, t.MinVersion = u.Hostname(), tls.VersionTLS12
		opts = append(opts, mail.WithTLSConfig(t))
	}
	var err error
	if s.client, err = mail.NewClient(u.Hostname(), opts...); err != nil {
		return nil, errors.New("the mail server is written smtp://name:password@host:587 or smtps://name:password@host:465")
	}
	return s, nil
}

// dial connects, and keeps the connection: the library leaves it open when it cannot come
// to terms with the server.
func (s *smtp) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, network, address)
	s.conn = c
	return c, err
}

// Name implements Way.
func (s *smtp) Name() string { return "SMTP" }

// Settle implements Way: of mail that a server has taken nothing more is heard.
func (s *smtp) Settle(context.Context, Message) Result { return Result{State: Sent} }

// Deliver implements Way, over one connection, and another where that one breaks.
func (s *smtp) Deliver(ctx context.Context, batch []Message, tell func(Message, Result)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := false
	for i, m := range batch {
		if !open {
			if err := s.client.DialWithContext(ctx); err != nil {
				if s.conn != nil {
					s.conn.Close()
				}
				for _, rest := range batch[i:] {
					tell(rest, unreached(err))
				}
				return
			}
			open = true
		}
		letter, err := s.letter(m)
		if err != nil {
			tell(m, Result{State: Failed, Why: "The address is none that mail can be sent to."})
			continue
		}
		r, whole := judge(s.client.Send(letter), m)
		if tell(m, r); !whole {
			s.client.Close() // broken: what it says to that is of no use
			if open = false; s.conn != nil {
				s.conn.Close()
			}
		}
	}
	if open {
		s.client.Close() // everything was answered before
	}
}

// letter is the message as mail.
func (s *smtp) letter(m Message) (*mail.Msg, error) {
	l := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := l.FromFormat(m.Sender, s.from); err != nil {
		return nil, err
	}
	if err := l.To(m.Address); err != nil {
		return nil, err
	}
	l.Subject(m.Subject)
	l.SetMessageIDWithValue(string(m.ID) + "@" + s.host)
	l.SetDateWithValue(clock.Local(m.Made))
	l.SetGenHeader("Auto-Submitted", "auto-generated")
	l.SetBodyString(mail.TypeTextPlain, m.Text())
	return l, nil
}

// judge is what became of a message, and whether the connection can be used for another.
// What a server answers may hold the address, so it is told by its code alone.
func judge(err error, m Message) (Result, bool) {
	if err == nil {
		return Result{State: Sent, Ref: string(m.ID)}, true
	}
	var s *mail.SendError
	if !errors.As(err, &s) || s.ErrorCode() == 0 {
		return Result{Why: "The connection to the mail server broke."}, false
	}
	code := strconv.Itoa(s.ErrorCode())
	switch {
	case s.ErrorCode() < 500:
		return Result{Why: "The mail server did not take it for now (" + code + ")."}, s.ErrorCode() != 421
	case s.Reason == mail.ErrSMTPRcptTo:
		return Result{State: Failed, Why: "The mail server does not take mail for this address (" + code + ")."}, true
	}
	return Result{State: Failed, Why: "The mail server refused it (" + code + ")."}, true
}

// unreached is why no connection was had. Nothing was sent, so it holds no address.
func unreached(err error) Result {
	text := err.Error()
	switch {
	case strings.Contains(text, "535"), strings.Contains(strings.ToLower(text), "auth"):
		return Result{Why: "The mail server does not take the name and password."}
	case strings.Contains(text, "STARTTLS"), strings.Contains(text, "tls:"), strings.Contains(text, "x509"):
		return Result{Why: "The mail server could not be spoken to over TLS."}
	}
	return Result{Why: "The mail server could not be reached."}
}
