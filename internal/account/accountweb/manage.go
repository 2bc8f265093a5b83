package accountweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

type listPage struct {
	web.Page
	Saved  string // the address of the list as a spreadsheet
	Filter moj.Filter
	Chips  moj.Chips
	Table  part.Table
	Next   string
}

// Listing is the list as it is saved.
func (p *listPage) Listing() visit.Listing {
	return visit.Listing{Link: &p.Saved, Table: &p.Table, Next: p.Next}
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
	if form.Standing != account.Active && form.Standing != account.Ended {
		form.Standing = "" // none of the choices: not chosen
	}
	size := visit.Size(r, listSize)
	all, err := h.accounts.List(r.Context(), account.Actor(r.Context()), account.Filter{Text: form.Text, Standing: form.Standing, After: form.After, Limit: size + 1})
	if err != nil {
		return err
	}
	p := &listPage{Page: web.Page{Title: "Accounts", Active: "/accounts"}, Chips: form.chips()}
	p.Filter = moj.Filter{Action: "/accounts", Options: form.options(), Set: len(p.Chips.Items)}
	if len(all) > size {
		all = all[:size]
		p.Next = web.With(r.URL.RequestURI(), "after", account.Cursor(all[size-1]))
	}
	states := make([]account.Account, len(all))
	for i, v := range all {
		states[i] = v.State
	}
	names, err := h.names(r, states...)
	if err != nil {
		return err
	}
	p.Table = part.Table{Caption: "Accounts", RowHeaders: true, Empty: "No account fits. Remove a filter.",
		Columns: []part.Column{{Text: "Name", Under: "E-mail address"}, {Text: "Roles"}, {Text: "State"}}}
	for _, v := range all {
		p.Table.Rows = append(p.Table.Rows, part.Row{Ended: v.State.Standing == account.Ended,
			Cells: []part.Cell{{Text: v.State.Name, Href: "/accounts/" + v.ID, Sub: v.State.Email}, {HTML: names.lines(v.State)}, {Status: standing(v.State)}}})
	}
	return visit.Show(h.page, w, r, "list.html", p)
}

// options is the fields of the filter.
func (f listForm) options() template.HTML {
	return govuk.Input{Name: "q", Value: f.Text, Label: govuk.Label{Text: "Name or e-mail address"}, Autocomplete: "off"}.Render() +
		govuk.Radios{Name: "standing", Value: string(f.Standing), Classes: "govuk-radios--small", Fieldset: govuk.Fieldset{Legend: govuk.Legend{Text: "State"}},
			Items: []govuk.Choice{{Value: "", Text: "All", Checked: f.Standing == ""}, {Value: string(account.Active), Text: "Active"}, {Value: string(account.Ended), Text: "Ended"}}}.Render()
}

// chips is what is set, each with the address without it.
func (f listForm) chips() moj.Chips {
	var c moj.Chips
	if f.Text != "" {
		c.Items = append(c.Items, moj.Tag{Text: "“" + f.Text + "”", Href: listForm{Standing: f.Standing}.address()})
	}
	if f.Standing != "" {
		c.Items = append(c.Items, moj.Tag{Text: standing(account.Account{Standing: f.Standing}).Text, Href: listForm{Text: f.Text}.address()})
	}
	return c
}

// address is that of the list so filtered.
func (f listForm) address() string {
	to := "/accounts"
	if f.Text != "" {
		to = web.With(to, "q", f.Text)
	}
	if f.Standing != "" {
		to = web.With(to, "standing", string(f.Standing))
	}
	return to
}

func standing(a account.Account) part.Status {
	if a.Standing == account.Ended {
		return part.Status{Kind: part.Ended, Text: "Ended", Plain: true}
	}
	return part.Status{Kind: part.InForce, Text: "Active", Plain: true}
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
	Tokens  []tokenRow
	Posts   []govuk.Option
	Token   tokenForm
	Link    *made
	Made    *made
}

// usualDays is for how long a token is made if nobody says otherwise.
const usualDays = 90

type roleRow struct{ Title, For, Key string }

func (h *Handlers) onePage(r *http.Request, which id.Account) (*onePage, account.Account, error) {
	who := account.Actor(r.Context())
	v, err := h.accounts.Find(r.Context(), who, which)
	if err != nil {
		return nil, v.State, err
	}
	a := v.State
	names, err := h.names(r, a)
	if err != nil {
		return nil, a, err
	}
	p := &onePage{ID: which, Live: a.Standing == account.Active, Own: which == who.Account, Changes: a.Standing == account.Active && which != who.Account, Why: a.Why, Posts: names.options(a.Posts), Token: tokenForm{Days: usualDays},
		Page: web.Page{Title: a.Name, Active: "/accounts", Crumbs: []web.Crumb{{Text: "Accounts", Href: "/accounts"}, {Text: a.Name}}},
		Head: part.Head{Title: a.Name, Text: a.Email, Statuses: []part.Status{standing(a)}, Facts: []part.Fact{{Key: "Since", Value: clock.Moment(v.From)}}}}
	for _, post := range a.Posts {
		p.Roles = append(p.Roles, roleRow{post.Role.Title(), capital(names.scope(post)), post.Key()})
	}
	tokens, err := h.accounts.Tokens(r.Context(), who, which)
	p.Tokens = h.tokenRows(tokens, a, names, "/accounts/"+string(which))
	return p, a, err
}

// oneAgain shows the page again with one of its forms as it was sent, and the one for a
// token as it stands at first.
func (h *Handlers) oneAgain(w http.ResponseWriter, r *http.Request, p *onePage, err error) error {
	if r.PostForm != nil {
		r.PostForm.Set("days", strconv.Itoa(usualDays))
	}
	return h.page.Again(w, r, "one.html", p, err)
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.onePage(r, of(r))
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "one.html", p)
}

func of(r *http.Request) id.Account { return id.Account(r.PathValue("account")) }

func (h *Handlers) take(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.onePage(r, of(r))
	if err != nil {
		return err
	}
	form, err := web.Form[struct {
		Post string `form:"post"`
	}](r)
	if err == nil {
		err = h.accounts.Take(r.Context(), account.Actor(r.Context()), p.ID, form.Post)
	}
	if err != nil {
		return h.oneAgain(w, r, p, err)
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
		Why string `form:"why" label:"Reason" max:"1000000"` // the use case bounds it
	}](r)
	if err == nil {
		err = h.accounts.End(r.Context(), account.Actor(r.Context()), p.ID, form.Why)
	}
	if err != nil {
		return h.oneAgain(w, r, p, err)
	}
	return web.SeeOther(w, r, "/accounts/"+string(p.ID), "account.ended")
}
