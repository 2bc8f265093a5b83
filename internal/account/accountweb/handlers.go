// Package accountweb is the pages of accounts: signing in and out, one's own account,
// and the accounts of the force for those who manage them. It also finds out, for every
// request, whom it comes from (Identify).
//
// Read Identify, then Handlers.
package accountweb

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/id"
	"watchword/internal/web"
)

//go:embed all:templates
var office embed.FS

//go:embed all:public
var public embed.FS

// Choice is something that can be chosen for a role: an organisation or an area.
type Choice struct{ ID, Name string }

// Person is somebody in the register, as far as an account is concerned.
type Person struct {
	ID    id.Person
	Name  string
	Note  string // what tells them from others of that name: AP number, role, employer
	Email string
	Org   id.Org
}

// Config is what the pages need to know. All but Accounts may be left out; a role that is
// held for something that cannot be chosen cannot be given then.
type Config struct {
	Accounts *account.Service
	// Origin is the address people use, for links that are handed over, for example
	// https://csas.example.police.uk. Empty: the address of the request.
	Origin string
	// BehindProxy is as in web.Config.
	BehindProxy bool
	// Home is where a role begins after signing in; nil: the own account.
	Home func(authz.Role) string
	// Orgs and Areas are what roles can be given for, in the order of the choice.
	Orgs  func(context.Context, authz.Actor) ([]Choice, error)
	Areas func(context.Context, authz.Actor) ([]Choice, error)
	// Find is the first persons in the register whose name or AP number fits, and whether
	// there are more; Named those of some identities, as far as the actor may see them.
	Find  func(ctx context.Context, who authz.Actor, text string) (found []Person, more bool, err error)
	Named func(ctx context.Context, who authz.Actor, which []id.Person) ([]Person, error)
}

// Handlers serve the pages of accounts.
type Handlers struct {
	config   Config
	accounts *account.Service
	page     *web.Pages
	public   *web.Pages
	secure   bool
}

// New is the pages of accounts on that site.
func New(site *web.Site, c Config) *Handlers {
	if c.Home == nil {
		c.Home = func(authz.Role) string { return "/account" }
	}
	return &Handlers{config: c, accounts: c.Accounts, secure: strings.HasPrefix(c.Origin, "https://"),
		page: site.Office(office, "templates/*.html", web.Done{
			"account.passphrase":  "Your passphrase is changed. Other sessions have ended.",
			"account.session":     "The session has ended.",
			"account.token.ended": "The token has ended. It stopped working at once.",
			"account.role":        "The role is changed.",
			"account.posts":       "The roles are changed.",
			"account.ended":       "The account has ended, with its sessions and tokens.",
		}),
		public: site.Public(public, "public/*.html", web.Done{
			"account.signed-out": "You are signed out.",
			"account.set":        "Your passphrase is set. Sign in with it.",
		})}
}

// Routes registers the pages.
func (h *Handlers) Routes(mux *http.ServeMux) {
	mux.Handle("GET /sign-in", h.public.Handle(h.signIn))
	mux.Handle("POST /sign-in", h.public.Handle(h.signInNow))
	mux.Handle("GET /invitation/{secret}", h.public.Handle(h.invitation))
	mux.Handle("POST /invitation/{secret}", h.public.Handle(h.invitationNow))
	mux.Handle("POST /sign-out", h.page.Handle(h.signOut))
	mux.Handle("GET /account", h.page.Handle(h.own))
	mux.Handle("GET /account/role", h.page.Handle(h.role))
	mux.Handle("POST /account/role", h.page.Handle(h.roleNow))
	mux.Handle("POST /account/passphrase", h.page.Handle(h.passphrase))
	mux.Handle("POST /account/sessions/{session}/end", h.page.Handle(h.endSession))
	mux.Handle("POST /account/tokens", h.page.Handle(h.makeToken))
	mux.Handle("POST /account/tokens/{token}/end", h.page.Handle(h.endToken))
	visit.Doors[*Handlers]{visit.List("GET /accounts", authz.ManageAccounts, (*Handlers).list)}.Open(mux, h.page, h)
	mux.Handle("GET /accounts/add", h.page.Handle(h.add))
	mux.Handle("POST /accounts/add", h.page.Handle(h.addNow))
	mux.Handle("GET /accounts/{account}", h.page.Handle(h.one))
	mux.Handle("GET /accounts/{account}/roles", h.page.Handle(h.give))
	mux.Handle("POST /accounts/{account}/roles", h.page.Handle(h.giveNow))
	mux.Handle("POST /accounts/{account}/roles/end", h.page.Handle(h.take))
	mux.Handle("POST /accounts/{account}/link", h.page.Handle(h.link))
	mux.Handle("POST /accounts/{account}/tokens", h.page.Handle(h.makeTokenFor))
	mux.Handle("POST /accounts/{account}/end", h.page.Handle(h.end))
}

// address is where a path is reached from outside.
func (h *Handlers) address(r *http.Request, path string) string {
	if h.config.Origin != "" {
		return strings.TrimSuffix(h.config.Origin, "/") + path
	}
	return "http://" + r.Host + path
}
