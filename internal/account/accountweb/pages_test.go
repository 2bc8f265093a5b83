package accountweb_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/account/accountweb"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/web"
)

// world is the pages of accounts on a database.
type world struct {
	*accounttest.World
	handler http.Handler
}

func newWorld(t *testing.T, origin string) *world {
	t.Helper()
	w := &world{World: accounttest.New(t, dbtest.SQLite(t))}
	site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Origin: origin, Frame: func(r *http.Request) web.Frame {
		f := web.Frame{SignIn: "/sign-in"}
		if who := account.From(r.Context()); who.SignedIn() {
			f.Who = &web.Who{Name: who.Actor.Name}
		}
		return f
	}})
	h := accountweb.New(site, accountweb.Config{Accounts: w.Accounts, Origin: origin,
		Orgs: func(context.Context, authz.Actor) ([]accountweb.Choice, error) {
			return []accountweb.Choice{{ID: "org_ferry", Name: "Ferry Lane Council"}}, nil
		},
		Areas: func(context.Context, authz.Actor) ([]accountweb.Choice, error) {
			return []accountweb.Choice{{ID: "are_north", Name: "North"}}, nil
		},
		Find: func(_ context.Context, _ authz.Actor, text string) ([]accountweb.Person, bool, error) {
			var out []accountweb.Person
			for _, p := range register {
				if strings.Contains(strings.ToLower(p.Name+" "+p.Note), strings.ToLower(text)) {
					out = append(out, p)
				}
			}
			return out, len(out) == len(register), nil
		},
		Named: func(_ context.Context, _ authz.Actor, which []id.Person) ([]accountweb.Person, error) {
			var out []accountweb.Person
			for _, p := range register {
				if slices.Contains(which, p.ID) {
					out = append(out, p)
				}
			}
			return out, nil
		}})
	mux := http.NewServeMux()
	h.Routes(mux)
	mux.Handle("GET /assets/", web.Assets())
	w.handler = site.Guard(h.Identify(site.Fail, mux))
	return w
}

// serve serves the pages on loopback.
func (w *world) serve(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(w.handler)
	t.Cleanup(s.Close)
	return s.URL
}

// register is who can be found.
var register = []accountweb.Person{
	{ID: "per_joel", Name: "Joel Hartnoll", Note: "EM 4001, Community warden, Ferry Lane Council", Email: "joel@example.org", Org: "org_ferry"},
	{ID: "per_ann", Name: "Ann Hartnoll", Note: "EM 4002, Park ranger, Ferry Lane Council", Org: "org_ferry"},
	{ID: "per_bea", Name: "Bea Nair", Note: "Community warden, Ferry Lane Council", Email: "bea@example.org", Org: "org_ferry"},
}

// browser keeps a cookie and sends requests.
type browser struct {
	w      *world
	cookie *http.Cookie
}

func (b *browser) do(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	out := httptest.NewRecorder()
	b.w.handler.ServeHTTP(out, r)
	for _, c := range out.Result().Cookies() {
		if b.cookie = c; c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	return out
}

func (b *browser) signIn(t *testing.T, email string) *httptest.ResponseRecorder {
	t.Helper()
	out := b.do("POST", "/sign-in", url.Values{"email": {email}, "passphrase": {accounttest.Passphrase}})
	if out.Code != http.StatusSeeOther {
		t.Fatalf("sign in: %d %s", out.Code, out.Body)
	}
	return out
}

func TestTheCookieIsKeptClose(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ origin, name, attributes string }{
		{"http://127.0.0.1:8080", "watchword", "Path=/; HttpOnly; SameSite=Lax"},
		{"https://csas.example.org", "__Host-watchword", "Path=/; HttpOnly; Secure; SameSite=Lax"},
	} {
		w := newWorld(t, tt.origin)
		w.Add(t, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
		b := &browser{w: w}
		set := b.signIn(t, "ines@example.org").Header().Get("Set-Cookie")
		if !strings.HasPrefix(set, tt.name+"="+string(w.Force)+".") || !strings.HasSuffix(set, "; "+tt.attributes) {
			t.Errorf("%s: %s", tt.origin, set)
		}
	}
}

func TestOneIsSentBackOnlyToOurOwnPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.Add(t, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
	for back, want := range map[string]string{"/accounts?q=a": "/accounts?q=a", "https://evil.example/": "/account", "//evil.example": "/account", "": "/account"} {
		b := &browser{w: w}
		out := b.do("POST", "/sign-in", url.Values{"email": {"ines@example.org"}, "passphrase": {accounttest.Passphrase}, "back": {back}})
		if got := out.Header().Get("Location"); got != want {
			t.Errorf("back to %q leads to %q, want %q", back, got, want)
		}
	}
}

func TestARoleIsChosenBySomebodyWithSeveral(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	liaison := account.Post{Role: authz.Liaison, Org: "org_ferry"}
	w.Add(t, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager}, liaison)
	b := &browser{w: w}
	out := b.signIn(t, "ines@example.org")
	if got := out.Header().Get("Location"); !strings.HasPrefix(got, "/account/role") {
		t.Fatalf("leads to %s", got)
	}
	if body := b.do("GET", "/account/role", nil).Body.String(); !strings.Contains(body, "Ferry Lane Council") || !strings.Contains(body, "Which role are you in now?") {
		t.Errorf("%s", body)
	}
	b.do("POST", "/account/role", url.Values{"post": {liaison.Key()}})
	if got := b.do("GET", "/accounts", nil).Code; got != http.StatusForbidden {
		t.Errorf("as a liaison officer the accounts answer %d", got)
	}
}

func TestEveryPageOfAccountsIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "https://csas.example.org")
	w.Add(t, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager}, account.Post{Role: authz.HubManager, Areas: []id.Area{"are_north"}})
	other := "/accounts/" + string(w.Add(t, "lee@example.org", "Lee Fenn", account.Post{Role: authz.Liaison, Org: "org_ferry"}))
	b := &browser{w: w}
	b.signIn(t, "ines@example.org")
	for _, tt := range []struct {
		method, path string
		form         url.Values
		status       int
		says         []string
	}{
		{"GET", "/account", nil, 200, []string{"ines@example.org", "Where you are signed in", "Community safety partnership manager", "North"}},
		{"GET", "/accounts", nil, 200, []string{"Lee Fenn", "Liaison officer <span class=\"ww-sub\">Ferry Lane Council", "Active"}},
		{"GET", "/accounts?q=nobody", nil, 200, []string{"No account fits.", "Remove this filter"}},
		{"GET", "/accounts/add", nil, 200, []string{"Which role?", "Records training, power by power."}},
		{"GET", "/accounts/add?role=liaison", nil, 200, []string{"Ferry Lane Council", "No mail is sent from here"}},
		{"POST", "/accounts/add", url.Values{"name": {""}, "email": {"x"}}, 422, []string{"There is a problem", "Choose a role"}},
		{"POST", "/accounts/add", url.Values{"role": {"trainer"}, "name": {""}, "email": {"x"}}, 422, []string{"There is a problem", "Enter the person’s name", "Enter an e-mail address in the correct format"}},
		{"GET", other, nil, 200, []string{"Lee Fenn", "Take away", "End the account"}},
		{"GET", "/accounts/acc_none", nil, 404, []string{"There is no such account."}},
		{"POST", other + "/roles", url.Values{"role": {"hub-manager"}}, 422, []string{"Choose the areas this role is for"}},
		{"POST", other + "/roles", url.Values{"role": {"hub-manager"}, "areas": {"are_north"}}, 303, nil},
		{"POST", other + "/roles/end", url.Values{"post": {"hub-manager///are_north"}}, 303, nil},
		{"POST", other + "/roles/end", url.Values{"post": {"liaison/org_ferry/"}}, 409, []string{"This is the only role of Lee Fenn. Give another role first, or end the account."}},
		{"POST", other + "/roles/end", url.Values{"post": {"99"}}, 404, []string{"Lee Fenn does not hold that role."}},
		{"POST", other + "/roles/end", nil, 404, []string{"Lee Fenn does not hold that role."}},
		{"POST", other + "/link", nil, 200, []string{"https://csas.example.org/invitation/for_eastmarch.", "Hand this address to the person yourself"}},
		{"POST", other + "/tokens", url.Values{"name": {"x"}, "days": {"3"}}, 409, []string{"A token for a person’s account is made by that person."}},
		{"POST", "/account/tokens", url.Values{"name": {"Returns"}, "days": {"900"}}, 422, []string{"between 1 and 366 days"}},
		{"POST", "/account/tokens", url.Values{"name": {"Returns"}, "days": {"9"}, "post": {"scheme-manager//"}}, 200, []string{"ww_for_eastmarch_", "It is shown this once"}},
		{"POST", "/account/passphrase", url.Values{"present": {"wrong"}, "next": {"another good phrase"}}, 422, []string{"This is not your present passphrase"}},
		{"POST", "/account/passphrase", url.Values{"present": {accounttest.Passphrase}, "next": {"short"}}, 422, []string{"at least 12 characters"}},
		{"POST", "/account/passphrase", url.Values{"present": {accounttest.Passphrase}, "next": {"another good phrase"}}, 303, nil},
		{"POST", other + "/end", url.Values{"why": {""}}, 422, []string{"Give the reason, in 1,000 characters or fewer"}},
		{"POST", other + "/end", url.Values{"why": {strings.Repeat("ŵ", 1001)}}, 422, []string{"Give the reason, in 1,000 characters or fewer", strings.Repeat("ŵ", 1001), `name="days" type="text" value="90"`}},
		{"POST", other + "/end", url.Values{"why": {"Left"}}, 303, nil},
		{"GET", other, nil, 200, []string{"Ended: Left"}},
	} {
		out := b.do(tt.method, tt.path, tt.form)
		body := out.Body.String()
		if out.Code != tt.status {
			t.Errorf("%s %s: %d, want %d\n%.2000s", tt.method, tt.path, out.Code, tt.status, body)
		}
		for _, s := range tt.says {
			if !strings.Contains(body, s) {
				t.Errorf("%s %s does not say %q", tt.method, tt.path, s)
			}
		}
		if strings.Contains(body, accounttest.Passphrase) || strings.Contains(body, "another good phrase") {
			t.Errorf("%s %s gives a passphrase back", tt.method, tt.path)
		}
	}
}

func TestARequestOfAnotherSiteDoesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	w.Add(t, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
	b := &browser{w: w}
	b.signIn(t, "ines@example.org")
	r := httptest.NewRequest("POST", "/sign-out", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.AddCookie(b.cookie)
	out := httptest.NewRecorder()
	w.handler.ServeHTTP(out, r)
	if out.Code != http.StatusForbidden {
		t.Errorf("%d", out.Code)
	}
	if got := b.do("GET", "/account", nil).Code; got != 200 {
		t.Errorf("signed out by another site: %d", got)
	}
}
