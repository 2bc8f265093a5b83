package outboxtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// The key that Notify takes, as its page of keys shows it: a name with hyphens, the
// service, the secret.
const (
	service = "26785a09-ab16-4eb0-8407-a37497a57506"
	secret  = "3d844edf-8d35-48ac-975b-e847b4f122b0"
	Key     = "the-office-of-eastmarch-" + service + "-" + secret
	// Template is the template that it has.
	Template = "f33517ff-2a88-4f6e-b855-c550268ce08a"
)

// Notify answers as GOV.UK Notify is published to answer (technical documentation of 23
// June 2026): it checks the token, refuses members it does not know, and ends messages as
// its simulated addresses do.
type Notify struct {
	// Now is its clock, by which tokens are judged.
	Now func() time.Time
	// Answer stands in for a call: a status and the error's name; 0: it is answered as usual.
	Answer func(r *http.Request) (status int, name string)
	// Lose takes a message and breaks the connection before that is said.
	Lose func(to string) bool

	mu    sync.Mutex
	sent  []Notification
	calls int
	http  *httptest.Server
}

// Notification is a message that was taken.
type Notification struct {
	ID, To, Reference string
	Personalisation   map[string]string
	Status            string
}

// Start serves until the test ends.
func (n *Notify) Start(t testing.TB) *Notify {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v2/notifications/email", n.signed(n.email))
	mux.HandleFunc("GET /v2/notifications", n.signed(n.list))
	mux.HandleFunc("GET /v2/notifications/{id}", n.signed(n.one))
	n.http = httptest.NewServer(mux)
	t.Cleanup(n.http.Close)
	return n
}

// URL is its address.
func (n *Notify) URL() string { return n.http.URL }

// Sent is what was taken, in order.
func (n *Notify) Sent() []Notification {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]Notification(nil), n.sent...)
}

// Calls is how many calls there were.
func (n *Notify) Calls() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.calls
}

// End is what becomes of a message.
func (n *Notify) End(to, status string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for i := range n.sent {
		if n.sent[i].To == to {
			n.sent[i].Status = status
		}
	}
}

func (n *Notify) signed(f http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		n.calls++
		n.mu.Unlock()
		if n.Answer != nil {
			if status, name := n.Answer(r); status != 0 {
				problem(w, status, name, "as the test says")
				return
			}
		}
		if why := n.refuses(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")); why != "" {
			problem(w, http.StatusForbidden, "AuthError", why)
			return
		}
		f(w, r)
	}
}

// refuses says what is wrong with a token.
func (n *Notify) refuses(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return "Invalid token: not a valid JWT"
	}
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprint(mac, parts[0]+"."+parts[1])
	if base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) != parts[2] {
		return "Invalid token: signature"
	}
	var head struct{ Typ, Alg string }
	var claims struct {
		Iss string
		Iat int64
	}
	for i, to := range []any{&head, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(text, to) != nil {
			return "Invalid token: not JSON"
		}
	}
	if head.Alg != "HS256" || head.Typ != "JWT" || claims.Iss != service {
		return "Invalid token: service not found"
	}
	if d := n.Now().Sub(time.Unix(claims.Iat, 0)); d > 30*time.Second || d < -30*time.Second {
		return "Error: Your system clock must be accurate to within 30 seconds"
	}
	return ""
}

func problem(w http.ResponseWriter, status int, name, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"status_code": status, "errors": []map[string]string{{"error": name, "message": message}}})
}

func (n *Notify) email(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Address         string            `json:"email_address"`
		Template        string            `json:"template_id"`
		Personalisation map[string]string `json:"personalisation"`
		Reference       string            `json:"reference"`
		ReplyTo         string            `json:"email_reply_to_id"`
		Unsubscribe     string            `json:"one_click_unsubscribe_url"`
		Sanitise        []string          `json:"sanitise_content_for"`
	}
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	switch err := d.Decode(&in); {
	case err != nil:
		problem(w, 400, "ValidationError", "Additional properties are not allowed")
		return
	case !strings.Contains(in.Address, "@"):
		problem(w, 400, "ValidationError", "email_address Not a valid email address: "+in.Address)
		return
	case in.Template != Template:
		problem(w, 400, "BadRequestError", "Template not found")
		return
	}
	for _, needed := range []string{"subject", "body", "link"} {
		if _, ok := in.Personalisation[needed]; !ok {
			problem(w, 400, "BadRequestError", "Missing personalisation: "+needed)
			return
		}
	}
	x := Notification{To: in.Address, Reference: in.Reference, Personalisation: in.Personalisation, Status: "created"}
	switch in.Address {
	case "perm-fail@simulator.notify":
		x.Status = "permanent-failure"
	case "temp-fail@simulator.notify":
		x.Status = "temporary-failure"
	}
	n.mu.Lock()
	x.ID = fmt.Sprintf("740e5834-3a29-46b4-9a6f-%012d", len(n.sent)+1)
	n.sent = append(n.sent, x)
	n.mu.Unlock()
	if n.Lose != nil && n.Lose(in.Address) {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(map[string]any{"id": x.ID, "reference": x.Reference, "content": map[string]string{"subject": in.Personalisation["subject"], "body": "…", "from_email": "csas@notifications.service.gov.uk"},
		"uri": n.URL() + "/v2/notifications/" + x.ID, "template": map[string]any{"id": Template, "version": 1, "uri": n.URL() + "/v2/template/" + Template}, "scheduled_for": nil})
}

func (x Notification) answer() map[string]any {
	return map[string]any{"id": x.ID, "reference": x.Reference, "email_address": x.To, "type": "email", "status": x.Status, "created_at": "2026-11-22T09:00:00.000000Z"}
}

func (n *Notify) list(w http.ResponseWriter, r *http.Request) {
	all := []map[string]any{}
	for _, x := range n.Sent() {
		if ref := r.URL.Query().Get("reference"); ref == "" || x.Reference == ref {
			all = append(all, x.answer())
		}
	}
	json.NewEncoder(w).Encode(map[string]any{"notifications": all, "links": map[string]string{"current": n.URL() + r.URL.String()}})
}

func (n *Notify) one(w http.ResponseWriter, r *http.Request) {
	for _, x := range n.Sent() {
		if x.ID == r.PathValue("id") {
			json.NewEncoder(w).Encode(x.answer())
			return
		}
	}
	problem(w, http.StatusNotFound, "NoResultFound", "No result found")
}
