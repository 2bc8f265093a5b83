package outbox

import (
	"crypto/tls"
	"errors"
	"net/mail"
	"net/url"
	"strings"
	"time"
)

// Config is how messages are sent. Its zero value sends nothing.
type Config struct {
	// Mail is the mail server: smtp://name:password@host:587 (STARTTLS, and nothing without
	// it), smtps://…:465 (TLS from the start), or smtp://host:25?tls=none for one on the same
	// machine.
	Mail string
	// From is the address that mail comes from.
	From string
	// NotifyKey is the API key of a service of GOV.UK Notify; NotifyTemplate the identity of
	// its e-mail template, with ((subject)), ((body)) and ((link)).
	NotifyKey      string
	NotifyTemplate string
	// NotifyURL is the service; empty: the public one.
	NotifyURL string

	// Timeout bounds one try; 0: 20 seconds.
	Timeout time.Duration
	// TLS is for tests, whose mail server has a certificate of its own; nil: the usual.
	TLS *tls.Config
}

// notifyURL is where GOV.UK Notify is served.
const notifyURL = "https://api.notifications.service.gov.uk"

// Way is the way that the settings name; nil for none. now is the clock by which calls are
// signed. It returns an error that says what to set if they do not fit together.
func (c Config) Way(now func() time.Time) (Way, error) {
	if c.Timeout == 0 {
		c.Timeout = 20 * time.Second
	}
	switch {
	case c.Mail != "" && c.NotifyKey != "":
		return nil, errors.New("both a mail server and a key of GOV.UK Notify are named: messages go one way. Leave one out")
	case c.Mail != "":
		return c.smtp()
	case c.NotifyKey != "":
		return c.notify(now)
	case c.From != "" || c.NotifyTemplate != "" || c.NotifyURL != "":
		return nil, errors.New("an address or a template for messages is named, but no way to send them: name the mail server, or a key of GOV.UK Notify")
	}
	return nil, nil
}

func (c Config) smtp() (Way, error) {
	from, err := mail.ParseAddress(c.From)
	if err != nil || from.Address != c.From {
		return nil, errors.New("name the address that mail comes from, for example csas@example.police.uk")
	}
	u, err := url.Parse(c.Mail)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" {
		// The address is not repeated: it may hold a password.
		return nil, errors.New("the mail server is written smtp://name:password@host:587 or smtps://name:password@host:465")
	}
	plain := u.Query().Get("tls") == "none"
	if secret, _ := u.User.Password(); secret != "" && plain {
		return nil, errors.New("a password is not sent to a mail server without TLS. Leave the password out, or tls=none")
	}
	return newSMTP(c, u, plain)
}

func (c Config) notify(now func() time.Time) (Way, error) {
	if c.NotifyTemplate == "" {
		return nil, errors.New("name the e-mail template of GOV.UK Notify: one with ((subject)) as its subject, and ((body)) and ((link)) as its message")
	}
	if c.NotifyURL == "" {
		c.NotifyURL = notifyURL
	}
	u, err := url.Parse(c.NotifyURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the address of GOV.UK Notify is written https://api.notifications.service.gov.uk")
	}
	return newNotify(c, now)
}
