package outbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// notify sends through GOV.UK Notify (technical documentation of 23 June 2026, OpenAPI
// 1.0.4). The service has no key against doubles: before a message is tried a second time
// it is asked for by its reference.
type notify struct {
	base     string
	service  string
	secret   string
	template string
	now      func() time.Time
	client   *http.Client
}

func newNotify(c Config, now func() time.Time) (Way, error) {
	service, secret, ok := notifyKey(c.NotifyKey)
	if !ok {
		return nil, errors.New("the key of GOV.UK Notify is its name and two identities, with hyphens between: take it whole from the page of keys of your service")
	}
	client := &http.Client{Timeout: c.Timeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &notify{base: strings.TrimRight(c.NotifyURL, "/"), service: service, secret: secret, template: c.NotifyTemplate, now: now, client: client}, nil
}

// uuidLength is the length of an identity in the text of a key.
const uuidLength = 36

// notifyKey cuts a key from its end, since its name may hold hyphens: the secret, and
// before it the service.
func notifyKey(key string) (service, secret string, ok bool) {
	n := len(key)
	if n < 2*uuidLength+2 || key[n-uuidLength-1] != '-' {
		return "", "", false
	}
	service, secret = key[n-2*uuidLength-1:n-uuidLength-1], key[n-uuidLength:]
	return service, secret, strings.Count(service, "-") == 4 && strings.Count(secret, "-") == 4
}

// token signs one call, which must reach the service within 30 seconds.
func (n *notify) token() string {
	enc := base64.RawURLEncoding
	head := enc.EncodeToString([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + enc.EncodeToString(fmt.Appendf(nil, `{"iss":%q,"iat":%d}`, n.service, n.now().Unix()))
	mac := hmac.New(sha256.New, []byte(n.secret))
	io.WriteString(mac, head)
	return head + "." + enc.EncodeToString(mac.Sum(nil))
}

// Name implements Way.
func (n *notify) Name() string { return "GOV.UK Notify" }

// notifyEmail is the body of POST /v2/notifications/email. What people typed may hold
// Markdown or an address, so the service is told to take both out of all but the link.
type notifyEmail struct {
	Address         string            `json:"email_address"`
	Template        string            `json:"template_id"`
	Personalisation map[string]string `json:"personalisation"`
	Reference       string            `json:"reference"`
	Sanitise        []string          `json:"sanitise_content_for"`
}

// notifyMessage is as much of an answer as is read; members that are not known are passed
// over.
type notifyMessage struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// Deliver implements Way.
func (n *notify) Deliver(ctx context.Context, batch []Message, tell func(Message, Result)) {
	for _, m := range batch {
		if m.Attempts > 1 {
			if r, known := n.find(ctx, m); known {
				tell(m, r)
				continue
			}
		}
		tell(m, n.send(ctx, m))
	}
}

func (n *notify) send(ctx context.Context, m Message) Result {
	var out notifyMessage
	status, kind, err := n.call(ctx, http.MethodPost, "/v2/notifications/email", notifyEmail{Address: m.Address, Template: n.template,
		Personalisation: map[string]string{"subject": m.Subject, "body": strings.TrimSpace(m.Body), "link": m.Link}, Reference: string(m.ID), Sanitise: []string{"subject", "body"}}, &out)
	switch {
	case err != nil:
		return Result{Why: "GOV.UK Notify could not be reached."}
	case status == http.StatusCreated && out.ID != "":
		return Result{State: Sent, Ref: out.ID}
	case status == http.StatusForbidden:
		return Result{Why: "GOV.UK Notify does not take the key, or this machine’s clock is wrong (403)."}
	case status == http.StatusTooManyRequests && kind == "TooManyRequestsError":
		return Result{Why: "The day’s limit of GOV.UK Notify is reached.", NotBefore: n.now().UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)}
	case status == http.StatusTooManyRequests, status >= 500:
		return Result{Why: fmt.Sprintf("GOV.UK Notify did not take it for now (%d).", status)}
	case status >= 400:
		return Result{State: Failed, Why: fmt.Sprintf("GOV.UK Notify refused it (%d %s).", status, word(kind))}
	}
	return Result{Why: fmt.Sprintf("GOV.UK Notify answered in a way that is not known (%d).", status)}
}

// find asks for a message that may have been taken when its answer was lost.
func (n *notify) find(ctx context.Context, m Message) (Result, bool) {
	var out struct {
		Notifications []notifyMessage `json:"notifications"`
	}
	status, _, err := n.call(ctx, http.MethodGet, "/v2/notifications?reference="+url.QueryEscape(string(m.ID)), nil, &out)
	if err != nil || status != http.StatusOK {
		return Result{Why: "GOV.UK Notify could not be asked whether it has the message already."}, true
	}
	if len(out.Notifications) == 0 {
		return Result{}, false
	}
	return Result{State: Sent, Ref: out.Notifications[0].ID}, true
}

// notifyFailures is why a message did not arrive. A status that is not listed is not the
// last word: sending is not delivered.
var notifyFailures = map[string]string{
	"permanent-failure": "There is no such e-mail address.",
	"temporary-failure": "The mailbox could not be reached for three days, or is full.",
	"technical-failure": "GOV.UK Notify could not send it.",
}

// Settle implements Way.
func (n *notify) Settle(ctx context.Context, m Message) Result {
	var out notifyMessage
	status, _, err := n.call(ctx, http.MethodGet, "/v2/notifications/"+url.PathEscape(m.Ref), nil, &out)
	if err != nil || status != http.StatusOK {
		return Result{}
	}
	if out.Status == "delivered" {
		return Result{State: Delivered}
	}
	if why, ok := notifyFailures[out.Status]; ok {
		return Result{State: Failed, Why: why}
	}
	return Result{}
}

// call makes one call, signed for itself, and reads the answer of a call that was
// answered as it should be. kind is the error that the service names otherwise.
func (n *notify) call(ctx context.Context, method, path string, in, out any) (status int, kind string, err error) {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return 0, "", err
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, n.base+path, body)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Authorization", "Bearer "+n.token())
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := n.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 4<<20))
	if err != nil {
		return 0, "", err
	}
	if answer.StatusCode >= 300 {
		var problem struct {
			Errors []struct {
				Error string `json:"error"`
			} `json:"errors"`
		}
		if json.Unmarshal(text, &problem) == nil && len(problem.Errors) > 0 {
			kind = problem.Errors[0].Error
		}
		return answer.StatusCode, kind, nil
	}
	return answer.StatusCode, "", json.Unmarshal(text, out)
}

// word is the name of an error if it is one word of letters, which cannot hold an address.
func word(kind string) string {
	for _, c := range kind {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return "error"
		}
	}
	return kind
}
