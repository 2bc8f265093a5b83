package accountweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

type listPage struct {
	web.Page
	Filter listForm
	Table  part.Table
	Next   string
	States []govuk.Option
}

type listForm struct {
	Text     string           `form:"q" label:"Name or e-mail address" max:"120"`
	Standing account.Standing `form:"standing"`
	After    string           `form:"after" text:"lines"`
}

const listSize = 50

func (h *Handlers) list(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	all, err := h.accounts.List(r.Context(), account.Actor(r.Context()), account.Filter{Text: form.Text, Standing: form.Standing, After: form.After, Limit: listSize + 1})
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: "Accounts", Active: "/accounts"}, Filter: form,
		States: []govuk.Option{{Blank: true, Text: "All"}, {Value: string(account.Active), Text: "Active"}, {Value: string(account.Ended), Text: "Ended"}}}
	if len(all) > listSize {
		all = all[:listSize]
		p.Next = web.With(r.URL.RequestURI(), "after", account.Cursor(all[listSize-1]))
	}
	names, err := h.names(r)
	if err != nil {
		return err
	}
	p.Table = part.Table{Caption: "Accounts", RowHeaders: true, Empty: "No account fits.",
		Columns: []part.Column{{Text: "Name"}, {Text: "E-mail address"}, {Text: "Roles"}, {Text: "State"}}}
	for _, v := range all {
		roles := ""
		for i, post := range v.State.Posts {
			if i > 0 {
				roles += "; "
			}
			roles += names.title(post)
		}
		p.Table.Rows = append(p.Table.Rows, part.Row{Ended: v.State.Standing == account.Ended,
			Cells: []part.Cell{{Text: v.State.Name, Href: "/accounts/" + v.ID}, {Text: v.State.Email}, {Text: roles}, {Status: standing(v.State)}}})
	}
	return h.page.Render(w, r, "list.html", p)
}

func standing(a account.Account) part.Status {
	if a.Standing == account.Ended {
		return part.Status{Kind: part.Ended, Text: "Ended", Plain: true}
	}
	return part.Status{Kind: part.InForce, Text: "Active", Plain: true}
}

// postForm is the role an account is given.
type postForm struct {
	Role   authz.Role `form:"role"`
	Org    id.Org     `form:"org" max:"64"`
	Person id.Person  `form:"person" max:"64"`
	Areas  []id.Area  `form:"areas" max:"64"`
}

func (f postForm) post() account.Post {
	return account.Post{Role: f.Role, Org: f.Org, Person: f.Person, Areas: f.Areas}
}

// postFields is what the fields of a role are made from.
type postFields struct {
	Roles  []govuk.Choice
	Orgs   []govuk.Option
	Areas  []govuk.Choice
	Chosen []string // areas
}

func (h *Handlers) postFields(r *http.Request) (postFields, error) {
	orgs, areas, err := h.choices(r, account.Actor(r.Context()))
	f := postFields{Roles: roleChoices(), Areas: choicesOf(areas)}
	if h.config.Orgs != nil {
		f.Orgs = optionsOf(orgs)
	}
	return f, err
}

type addPage struct {
	web.Page
	Form   addForm
	Fields postFields
}

type addForm struct {
	Name  string `form:"name" label:"Name" max:"120"`
	Email string `form:"email" label:"E-mail address" max:"254"`
	postForm
}

func (h *Handlers) addPage(r *http.Request) (*addPage, error) {
	fields, err := h.postFields(r)
	return &addPage{Fields: fields, Page: web.Page{Title: "Add an account", Active: "/accounts",
		Crumbs: []web.Crumb{{Text: "Accounts", Href: "/accounts"}, {Text: "Add an account"}}}}, err
}

func (h *Handlers) add(w http.ResponseWriter, r *http.Request) error {
	p, err := h.addPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "add.html", p)
}

func (h *Handlers) addNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.addPage(r)
	if err != nil {
		return err
	}
	var added id.Account
	if p.Form, err = web.Form[addForm](r); err == nil {
		added, err = h.accounts.Add(r.Context(), account.Actor(r.Context()), account.Account{Name: p.Form.Name, Email: p.Form.Email, Posts: []account.Post{p.Form.post()}})
	}
	if err != nil {
		return h.page.Again(w, r, "add.html", p, err)
	}
	return h.showLink(w, r, added)
}

type onePage struct {
	web.Page
	Head    part.Head
	ID      id.Account
	Roles   []roleRow
	Live    bool
	Changes bool // roles, tokens and the end are the actor's to decide
	Own     bool
	Why     string
	Fields  postFields
	Form    postForm
	Tokens  []tokenRow
	Posts   []govuk.Option
	Token   tokenForm
	Link    *made
	Made    *made
}

type roleRow struct{ Title, For, Key string }

func (h *Handlers) onePage(r *http.Request, which id.Account) (*onePage, account.Account, error) {
	who := account.Actor(r.Context())
	v, err := h.accounts.Find(r.Context(), who, which)
	if err != nil {
		return nil, v.State, err
	}
	a := v.State
	names, err := h.names(r)
	if err != nil {
		return nil, a, err
	}
	p := &onePage{ID: which, Live: a.Standing == account.Active, Own: which == who.Account, Changes: a.Standing == account.Active && which != who.Account, Why: a.Why, Posts: names.options(a.Posts), Token: tokenForm{Days: 90},
		Page: web.Page{Title: a.Name, Active: "/accounts", Crumbs: []web.Crumb{{Text: "Accounts", Href: "/accounts"}, {Text: a.Name}}},
		Head: part.Head{Title: a.Name, Text: a.Email, Statuses: []part.Status{standing(a)}, Facts: []part.Fact{{Key: "Since", Value: clock.Moment(v.From)}}}}
	for _, post := range a.Posts {
		p.Roles = append(p.Roles, roleRow{post.Role.Title(), names.scope(post), post.Key()})
	}
	if p.Fields, err = h.postFields(r); err != nil {
		return nil, a, err
	}
	tokens, err := h.accounts.Tokens(r.Context(), who, which)
	p.Tokens = h.tokenRows(tokens, a, names, "/accounts/"+string(which))
	return p, a, err
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.onePage(r, of(r))
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "one.html", p)
}

func of(r *http.Request) id.Account { return id.Account(r.PathValue("account")) }

func (h *Handlers) give(w http.ResponseWriter, r *http.Request) error {
	p, a, err := h.onePage(r, of(r))
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[postForm](r); err == nil {
		err = h.accounts.Give(r.Context(), account.Actor(r.Context()), p.ID, append(a.Posts, p.Form.post()))
	}
	if err != nil {
		return h.page.Again(w, r, "one.html", p, err)
	}
	return web.SeeOther(w, r, "/accounts/"+string(p.ID), "account.posts")
}

func (h *Handlers) take(w http.ResponseWriter, r *http.Request) error {
	p, a, err := h.onePage(r, of(r))
	if err != nil {
		return err
	}
	form, err := web.Form[struct {
		Post string `form:"post"`
	}](r)
	if err == nil {
		err = h.accounts.Give(r.Context(), account.Actor(r.Context()), p.ID, without(a.Posts, form.Post))
	}
	if err != nil {
		return h.page.Again(w, r, "one.html", p, err)
	}
	return web.SeeOther(w, r, "/accounts/"+string(p.ID), "account.posts")
}

func (h *Handlers) link(w http.ResponseWriter, r *http.Request) error { return h.showLink(w, r, of(r)) }

// showLink makes a one-time link and shows it. That is an answer to a POST without a
// redirect, since the secret is kept nowhere to be shown later.
func (h *Handlers) showLink(w http.ResponseWriter, r *http.Request, which id.Account) error {
	l, err := h.accounts.MakeLink(r.Context(), account.Actor(r.Context()), which)
	if err != nil {
		return err
	}
	p, _, err := h.onePage(r, which)
	if err != nil {
		return err
	}
	says := "An invitation for " + p.Title
	if l.Purpose == account.Reset {
		says = "A link for " + p.Title + " to set a new passphrase"
	}
	p.Link = &made{says + ". It works once, until " + clock.Moment(l.Until) + ".", h.address(r, "/invitation/"+l.Secret)}
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "one.html", p)
}

func (h *Handlers) makeTokenFor(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[tokenForm](r)
	var text string
	if err == nil {
		_, text, err = h.accounts.MakeToken(r.Context(), account.Actor(r.Context()), account.NewToken{Account: of(r), Name: form.Name, Post: form.Post, Days: form.Days})
	}
	p, _, perr := h.onePage(r, of(r))
	if perr != nil {
		return perr
	}
	if err != nil {
		p.Token = form
		return h.page.Again(w, r, "one.html", p, err)
	}
	p.Made = &made{"The token “" + form.Name + "”. It is shown this once: copy it now.", text}
	w.Header().Set("Cache-Control", "no-store")
	return h.page.Render(w, r, "one.html", p)
}

func (h *Handlers) end(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.onePage(r, of(r))
	if err != nil {
		return err
	}
	form, err := web.Form[struct {
		Why string `form:"why" label:"Reason" max:"400"`
	}](r)
	if err == nil {
		err = h.accounts.End(r.Context(), account.Actor(r.Context()), p.ID, form.Why)
	}
	if err != nil {
		return h.page.Again(w, r, "one.html", p, err)
	}
	return web.SeeOther(w, r, "/accounts/"+string(p.ID), "account.ended")
}
