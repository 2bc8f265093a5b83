package accountweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
)

// givePage adds an account or gives one another role, in two steps: which role; then for
// whom, asking only what that role is held for.
type givePage struct {
	web.Page
	Here      string         // its address
	Adding    bool           // a new account
	Roles     []govuk.Choice // of the first step; empty in the second
	RoleTitle string
	RoleSays  string
	Form      giveForm
	Orgs      []govuk.Option
	Areas     []govuk.Choice
	Chosen    []string // areas
	Searches  bool     // a person is looked for first
	Found     []govuk.Choice
	More      bool // there are others who fit
	Kept      []kept
}

// kept is what was typed and is not asked in this step.
type kept struct{ Name, Value string }

// keep keeps what was typed in those fields for the next step.
func (p *givePage) keep(r *http.Request, fields ...string) {
	for _, name := range fields {
		for _, v := range r.Form[name] {
			if v != "" {
				p.Kept = append(p.Kept, kept{name, v})
			}
		}
	}
}

// giveForm is what is asked. Find is what a person is looked for by.
type giveForm struct {
	Name   string     `form:"name" label:"Name" max:"120"`
	Email  string     `form:"email" label:"E-mail address" max:"254"`
	Role   authz.Role `form:"role" max:"40"`
	Org    id.Org     `form:"org" max:"64"`
	Person id.Person  `form:"person" max:"64"`
	Areas  []id.Area  `form:"areas" max:"64"`
	Find   string     `form:"find" label:"Person in the register" max:"120"`
}

func (f giveForm) post() account.Post {
	return account.Post{Role: f.Role, Org: f.Org, Person: f.Person, Areas: f.Areas}
}

// roleSays is what each role is for, in a line.
var roleSays = map[authz.Role]string{
	authz.SchemeManager:    "Runs the scheme: registers, cards, accounts and settings.",
	authz.Delegate:         "Decides for the chief officer on arrangements and accreditations.",
	authz.VettingUnit:      "Records vetting.",
	authz.Trainer:          "Records training, power by power.",
	authz.Signatory:        "Acts for an employer: puts people forward and changes their particulars.",
	authz.Liaison:          "Puts people forward for an employer and reports who has left.",
	authz.Supervisor:       "Sees the people of an employer and reports lost cards.",
	authz.AccreditedPerson: "Sees their own page and answers with their live card.",
	authz.Neighbourhood:    "Sees accredited persons in its areas.",
	authz.ControlRoom:      "Verifies who calls in.",
	authz.HubManager:       "Sees accredited persons and figures of its areas.",
	authz.Standards:        "Reads every register and the ledger, and suspends at once.",
	authz.DataProtection:   "Reads every register, letters and the ledger.",
	authz.Commissioner:     "Sees organisations and figures, and no persons.",
}

// fill asks what the form still needs.
func (h *Handlers) fill(r *http.Request, p *givePage) error {
	p.RoleTitle, p.RoleSays = p.Form.Role.Title(), roleSays[p.Form.Role]
	who := account.Actor(r.Context())
	switch role := p.Form.Role; {
	case !role.Known():
		p.Roles = roleChoices()
		p.keep(r, "name", "email", "find", "person", "org", "areas")
	case role == authz.AccreditedPerson:
		return h.persons(r, p)
	case role.OfEmployer() && h.config.Orgs != nil:
		orgs, err := h.config.Orgs(r.Context(), who)
		p.Orgs = optionsOf(orgs)
		return err
	case role.OfAreas() && h.config.Areas != nil:
		areas, err := h.config.Areas(r.Context(), who)
		p.Areas = choicesOf(areas)
		for _, a := range p.Form.Areas {
			p.Chosen = append(p.Chosen, string(a))
		}
		return err
	}
	return nil
}

// persons offers those whom the form may mean: those found by what was typed, else the one
// chosen. One alone is chosen, and brings its e-mail address.
func (h *Handlers) persons(r *http.Request, p *givePage) (err error) {
	p.Searches = true
	var found []Person
	switch {
	case p.Form.Find != "" && h.config.Find != nil:
		found, p.More, err = h.config.Find(r.Context(), account.Actor(r.Context()), p.Form.Find)
	case p.Form.Person != "":
		found, err = h.named(r, []id.Person{p.Form.Person})
	}
	if err != nil {
		return err
	}
	for _, x := range found {
		p.Found = append(p.Found, govuk.Choice{Value: string(x.ID), Text: x.Name, Hint: govuk.Hint{Text: x.Note}})
	}
	if len(found) == 1 {
		p.Form.Person = found[0].ID
		if r.Method == http.MethodGet && p.Form.Email == "" {
			p.Form.Email = found[0].Email
		}
	}
	if len(found) == 0 {
		p.keep(r, "email")
	}
	return nil
}

// named is persons by identity.
func (h *Handlers) named(r *http.Request, which []id.Person) ([]Person, error) {
	if h.config.Named == nil || len(which) == 0 {
		return nil, nil
	}
	return h.config.Named(r.Context(), account.Actor(r.Context()), which)
}

// ask shows the step that the address asks for.
func (h *Handlers) ask(w http.ResponseWriter, r *http.Request, p *givePage) error {
	form, err := web.Query[giveForm](r)
	if err != nil {
		return err
	}
	p.Form = form
	if err := h.fill(r, p); err != nil {
		return err
	}
	q := r.URL.Query()
	switch {
	case p.Roles != nil && q.Has("role"):
		err = fault.In("role", "Choose a role")
	case p.Searches && q.Has("find") && form.Find == "":
		err = fault.In("find", "Enter a name or an AP number")
	case p.Searches && q.Has("find") && len(p.Found) == 0:
		err = fault.In("find", "Nobody in the register has the name or number “%s”", form.Find)
	}
	if err != nil {
		r.Form = q
		return h.page.Again(w, r, "give.html", p, err)
	}
	return h.page.Render(w, r, "give.html", p)
}

// read is the form as it was sent, whole: an accredited person’s name and employer are
// those of the register.
func (h *Handlers) read(r *http.Request, p *givePage) error {
	form, err := web.Form[giveForm](r)
	p.Form = form
	if err != nil || p.Form.Role == "" {
		return firstOf(err, fault.In("role", "Choose a role"))
	}
	if p.Form.Role != authz.AccreditedPerson {
		return nil
	}
	found, err := h.named(r, []id.Person{form.Person})
	if err != nil {
		return err
	}
	if form.Person == "" || len(found) == 0 {
		return fault.In(p.personField(), "Choose the person whose account this is")
	}
	p.Form.Name, p.Form.Org = found[0].Name, found[0].Org
	return nil
}

// personField is the field at which a fault with the person is shown.
func (p *givePage) personField() string {
	if p.Form.Find == "" {
		return "find"
	}
	return "person"
}

func firstOf(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// again shows the form as it was sent, with what is wrong.
func (h *Handlers) again(w http.ResponseWriter, r *http.Request, p *givePage, wrong error) error {
	if err := h.fill(r, p); err != nil {
		return err
	}
	return h.page.Again(w, r, "give.html", p, wrong)
}

func addPage() *givePage {
	return &givePage{Here: "/accounts/add", Adding: true, Page: web.Page{Title: "Add an account", Active: "/accounts",
		Crumbs: []web.Crumb{{Text: "Accounts", Href: "/accounts"}, {Text: "Add an account"}}}}
}

func (h *Handlers) add(w http.ResponseWriter, r *http.Request) error { return h.ask(w, r, addPage()) }

func (h *Handlers) addNow(w http.ResponseWriter, r *http.Request) error {
	p := addPage()
	err := h.read(r, p)
	var added id.Account
	if err == nil {
		added, err = h.accounts.Add(r.Context(), account.Actor(r.Context()), account.Account{Name: p.Form.Name, Email: p.Form.Email, Posts: []account.Post{p.Form.post()}})
	}
	if err != nil {
		return h.again(w, r, p, err)
	}
	return h.showLink(w, r, added)
}

// roleFor is the page that gives an account another role.
func (h *Handlers) roleFor(r *http.Request) (*givePage, account.Account, error) {
	v, err := h.accounts.Find(r.Context(), account.Actor(r.Context()), of(r))
	at := "/accounts/" + v.ID
	return &givePage{Here: at + "/roles", Page: web.Page{Title: "Give " + v.State.Name + " another role", Active: "/accounts",
		Crumbs: []web.Crumb{{Text: "Accounts", Href: "/accounts"}, {Text: v.State.Name, Href: at}, {Text: "Another role"}}}}, v.State, err
}

func (h *Handlers) give(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.roleFor(r)
	if err != nil {
		return err
	}
	return h.ask(w, r, p)
}

func (h *Handlers) giveNow(w http.ResponseWriter, r *http.Request) error {
	p, a, err := h.roleFor(r)
	if err != nil {
		return err
	}
	if err = h.read(r, p); err == nil {
		err = h.accounts.Give(r.Context(), account.Actor(r.Context()), of(r), append(a.Posts, p.Form.post()))
	}
	if err != nil {
		return h.again(w, r, p, err)
	}
	return web.SeeOther(w, r, "/accounts/"+string(of(r)), "account.posts")
}
