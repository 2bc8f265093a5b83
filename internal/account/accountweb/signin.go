package accountweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
)

type signInForm struct {
	Email string `form:"email" label:"E-mail address" max:"254"`
	Back  string `form:"back"`
}

type signInPage struct {
	web.Page
	Form signInForm
}

func (h *Handlers) signIn(w http.ResponseWriter, r *http.Request) error {
	who := account.From(r.Context())
	if who.SignedIn() {
		return web.SeeOther(w, r, web.Back(r, h.config.Home(who.Actor.Role)), "")
	}
	return h.public.Render(w, r, "sign-in.html", &signInPage{Page: web.Page{Title: "Sign in"}, Form: signInForm{Back: web.Back(r, "")}})
}

func (h *Handlers) signInNow(w http.ResponseWriter, r *http.Request) error {
	p := &signInPage{Page: web.Page{Title: "Sign in"}}
	form, err := web.Form[signInForm](r)
	p.Form = form
	p.Form.Back = web.Back(r, "")
	if err != nil {
		return h.public.Again(w, r, "sign-in.html", p, err)
	}
	force := account.From(r.Context()).Force.ID
	if force == "" {
		return fault.New(fault.NotFound, "Several forces share this server. Open the address of your own force to sign in.")
	}
	opened, err := h.accounts.SignIn(r.Context(), account.SignIn{Force: force, Email: form.Email, Passphrase: secret(r, "passphrase"),
		Address: web.Address(r, h.config.BehindProxy).String(), Agent: r.UserAgent()})
	r.PostForm.Del("passphrase")
	if err != nil {
		return h.public.Again(w, r, "sign-in.html", p, err)
	}
	h.setCookie(w, opened.Cookie)
	if opened.Posts > 1 {
		return web.SeeOther(w, r, web.With("/account/role", "back", p.Form.Back), "")
	}
	if p.Form.Back != "" {
		return web.SeeOther(w, r, p.Form.Back, "")
	}
	who, err := h.accounts.OfSession(r.Context(), opened.Cookie)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, h.config.Home(who.Actor.Role), "")
}

// secret is a passphrase as it was typed: neither trimmed nor bounded to a line.
func secret(r *http.Request, name string) string { return r.PostForm.Get(name) }

func (h *Handlers) signOut(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	err := h.accounts.EndSession(r.Context(), who, id.Session(who.Session))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	h.setCookie(w, "")
	return web.SeeOther(w, r, "/sign-in", "account.signed-out")
}

type invitationPage struct {
	web.Page
	Invited account.Invited
	Reset   bool
	Ends    string
}

func (h *Handlers) invitationPage(r *http.Request) (*invitationPage, error) {
	in, err := h.accounts.OpenLink(r.Context(), r.PathValue("secret"))
	if err != nil {
		return nil, err
	}
	p := &invitationPage{Page: web.Page{Title: "Set your passphrase"}, Invited: in, Reset: in.Purpose == account.Reset}
	return p, nil
}

func (h *Handlers) invitation(w http.ResponseWriter, r *http.Request) error {
	p, err := h.invitationPage(r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "invitation.html", p)
}

func (h *Handlers) invitationNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.invitationPage(r)
	if err != nil {
		return err
	}
	if _, err = web.Form[struct{}](r); err != nil {
		return err
	}
	err = h.accounts.UseLink(r.Context(), r.PathValue("secret"), secret(r, "passphrase"), secret(r, "again"))
	if err != nil {
		r.PostForm.Del("passphrase")
		r.PostForm.Del("again")
		return h.public.Again(w, r, "invitation.html", p, err)
	}
	h.setCookie(w, "")
	return web.SeeOther(w, r, "/sign-in", "account.set")
}
