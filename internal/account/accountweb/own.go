package accountweb

import (
	"html/template"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type rolePage struct {
	web.Page
	Choices []govuk.Choice
	Chosen  string
	Back    string
}

func (h *Handlers) role(w http.ResponseWriter, r *http.Request) error {
	who := account.From(r.Context())
	names, err := h.names(r, who.Account)
	if err != nil {
		return err
	}
	p := &rolePage{Page: web.Page{Title: "Choose a role"}, Back: web.Back(r, "")}
	for _, post := range who.Account.Posts {
		p.Choices = append(p.Choices, govuk.Choice{Value: post.Key(), Text: post.Role.Title(), Hint: govuk.Hint{Text: capital(names.scope(post))}})
		if post.Role == who.Actor.Role && post.Org == who.Actor.Org && post.Person == who.Actor.Person {
			p.Chosen = post.Key()
		}
	}
	return h.page.Render(w, r, "role.html", p)
}

func (h *Handlers) roleNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[struct {
		Post string `form:"post"`
	}](r)
	if err != nil {
		return err
	}
	who := account.From(r.Context())
	if err := h.accounts.Choose(r.Context(), who.Actor, form.Post); err != nil {
		return err
	}
	post, _ := who.Account.Post(form.Post)
	return web.SeeOther(w, r, web.Back(r, h.config.Home(post.Role)), "")
}

type ownPage struct {
	web.Page
	Email    string
	Roles    part.Table
	Several  bool
	Sessions []sessionRow
	Tokens   []tokenRow
	Posts    []govuk.Option
	Token    tokenForm
	Made     *made // a token just made
}

// made is a secret just made, which is shown once.
type made struct{ Says, Text string }

type sessionRow struct {
	ID    id.Session
	Agent string
	Seen  string
	This  bool
}

type tokenRow struct {
	ID     id.Token
	Name   string
	Role   string
	Used   string
	Until  string
	Status template.HTML
	Live   bool
	Back   string
}

type tokenForm struct {
	Name string `form:"name" label:"What it is for" max:"200"`
	Post string `form:"post"`
	Days int    `form:"days" label:"Days it lasts"`
}

func (h *Handlers) ownPage(r *http.Request) (*ownPage, error) {
	who := account.From(r.Context())
	p := &ownPage{Page: web.Page{Title: "Your account", Active: "/account"}, Email: who.Account.Email, Several: len(who.Account.Posts) > 1, Token: tokenForm{Days: usualDays}}
	names, err := h.names(r, who.Account)
	if err != nil {
		return nil, err
	}
	p.Roles, p.Posts = names.table(who.Account.Posts), names.options(who.Account.Posts)
	sessions, err := h.accounts.Sessions(r.Context(), who.Actor)
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		p.Sessions = append(p.Sessions, sessionRow{ID: s.ID, Agent: browserName(s.Agent), Seen: clock.Moment(s.Seen), This: s.ID == who.Session})
	}
	tokens, err := h.accounts.Tokens(r.Context(), who.Actor, "")
	if err != nil {
		return nil, err
	}
	p.Tokens = h.tokenRows(tokens, who.Account, names, "/account")
	return p, nil
}

func (h *Handlers) tokenRows(tokens []account.Token, a account.Account, names names, back string) []tokenRow {
	var rows []tokenRow
	for _, t := range tokens {
		row := tokenRow{ID: t.ID, Name: t.Name, Until: clock.Moment(t.Until), Used: "Never", Live: !t.Ended, Back: back}
		if !t.Seen.IsZero() {
			row.Used = clock.Moment(t.Seen)
		}
		if post, ok := a.Post(t.Post); ok {
			row.Role = names.title(post)
		} else {
			row.Role = "A role no longer held"
		}
		row.Status = part.Status{Kind: part.InForce, Text: "Works"}.Render()
		if t.Ended {
			row.Status = part.Status{Kind: part.Ended, Text: "Ended"}.Render()
		}
		rows = append(rows, row)
	}
	return rows
}

func (h *Handlers) own(w http.ResponseWriter, r *http.Request) error {
	p, err := h.ownPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "own.html", p)
}

func (h *Handlers) passphrase(w http.ResponseWriter, r *http.Request) error {
	p, err := h.ownPage(r)
	if err != nil {
		return err
	}
	if _, err = web.Form[struct{}](r); err != nil {
		return err
	}
	err = h.accounts.ChangePassphrase(r.Context(), account.Actor(r.Context()), secret(r, "present"), secret(r, "next"), web.Address(r, h.config.BehindProxy).String())
	if err != nil {
		r.PostForm.Del("present")
		r.PostForm.Del("next")
		return h.page.Again(w, r, "own.html", p, err)
	}
	return web.SeeOther(w, r, "/account", "account.passphrase")
}

func (h *Handlers) endSession(w http.ResponseWriter, r *http.Request) error {
	session := id.Session(r.PathValue("session"))
	if string(session) == account.Actor(r.Context()).Session {
		return h.signOut(w, r)
	}
	if err := h.accounts.EndSession(r.Context(), account.Actor(r.Context()), session); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/account", "account.session")
}

func (h *Handlers) makeToken(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[tokenForm](r)
	var text string
	if err == nil {
		_, text, err = h.accounts.MakeToken(r.Context(), account.Actor(r.Context()), account.NewToken{Name: form.Name, Post: form.Post, Days: form.Days})
	}
	p, perr := h.ownPage(r)
	if perr != nil {
		return perr
	}
	if err != nil {
		p.Token = form
		return h.page.Again(w, r, "own.html", p, err)
	}
	p.Made = &made{"The token “" + form.Name + "”. It is shown this once: copy it now.", text}
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "own.html", p)
}

func (h *Handlers) endToken(w http.ResponseWriter, r *http.Request) error {
	if err := h.accounts.EndToken(r.Context(), account.Actor(r.Context()), id.Token(r.PathValue("token"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, web.Back(r, "/account"), "account.token.ended")
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
