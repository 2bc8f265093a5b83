package dossierweb

import (
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// contactsPage is whom to reach at an organisation.
type contactsPage struct {
	web.Page
	Bar     part.AsAt
	Head    part.Head
	Sub     moj.SubNavigation
	Address string
	Links   []part.Link
	Table   part.Table
	Told    string // that the employer changed them; empty: nothing to note
	Changes []string
	Note    string // address to note it at; empty: it is not for who reads
}

// orgContacts is whom to reach at an organisation.
func (h *Handlers) orgContacts(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	var f *file
	err := h.read(r, func(tx *db.Tx) (err error) {
		if f, err = h.file(tx, v.Who, orgOf(r), v.When); err != nil || inside(v.Who) {
			return err
		}
		return fault.New(fault.Forbidden, "You may not see the contacts of an organisation. They are for the force and for the organisation itself.")
	})
	if err != nil {
		return err
	}
	p := &contactsPage{Page: f.page(&v, "Contacts: "+f.org.Name, "Contacts"), Bar: v.Bar, Head: f.head(&v), Sub: f.sub(&v, "/contacts"), Address: orgAddress(&f.org)}
	p.Table = part.Table{Caption: "Contacts of " + f.org.Name, RowHeaders: true, Empty: "No contact is named.",
		Columns: []part.Column{{Text: "Name"}, {Text: "For the scheme"}, {Text: "Post"}, {Text: "E-mail address"}, {Text: "Telephone"}}}
	for _, kind := range contactKinds {
		for _, c := range f.org.Of(kind.kind) {
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: c.Name}, {Text: kindTitle(kind.kind)}, {Text: c.Post}, {Text: c.Email}, {Text: c.Phone}}})
		}
	}
	p.offer(&v, f)
	return v.Show(h.page, w, "orgcontacts.html", p)
}

// offer is what may be done about the contacts as they stand.
func (p *contactsPage) offer(v *visit.Visit, f *file) {
	if told := f.org.Told; told != nil {
		p.Told = told.By + " changed the contacts on " + clock.Moment(told.At) + ". The scheme office has not noted it yet."
		p.Changes = contactChanges(told.Before, f.org.Contacts)
	}
	if p.Past {
		return
	}
	if p.Told != "" && f.may(v.Who, authz.ChangeOrg) {
		p.Note = orgURL(f.id) + "/contacts/noted"
	}
	if f.may(v.Who, authz.ChangeContacts) {
		p.Links = append(p.Links, part.Link{Text: "Change the contacts", Href: orgURL(f.id) + "/contacts/change"})
	}
	if f.may(v.Who, authz.ChangeOrg) {
		p.Links = append(p.Links, part.Link{Text: "Change the particulars", Href: orgURL(f.id) + "/change"})
	}
}

// contactChanges tells in words how two lists of contacts differ.
func contactChanges(before, after []org.Contact) []string {
	find := func(in []org.Contact, c org.Contact) (org.Contact, bool) {
		for _, x := range in {
			if x.Kind == c.Kind && x.Name == c.Name {
				return x, true
			}
		}
		return c, false
	}
	var out []string
	for _, c := range after {
		if was, ok := find(before, c); !ok {
			out = append(out, "New: "+c.Name+", "+small(kindTitle(c.Kind)))
		} else if was != c {
			out = append(out, "Post or how to reach: "+c.Name+", "+small(kindTitle(c.Kind)))
		}
	}
	for _, c := range before {
		if _, ok := find(after, c); !ok {
			out = append(out, "No longer: "+c.Name+", "+small(kindTitle(c.Kind)))
		}
	}
	return out
}

// contactsNoted says that the office has looked at what an employer changed.
func (h *Handlers) contactsNoted(w http.ResponseWriter, r *http.Request) error {
	if err := h.Orgs.NoteContacts(r.Context(), account.Actor(r.Context()), orgOf(r)); err != nil {
		return err
	}
	return web.SeeOther(w, r, orgURL(orgOf(r))+"/contacts", "org.noted")
}

// contactGroup is the contacts of one kind in the form.
type contactGroup struct {
	Title string
	Hint  string
	Add   string
	Kind  string
	Rows  []contactRow
}

// contactRow is one contact in the form, which stands at a place of its own among the
// fields. One that is taken away, or left empty, falls out.
type contactRow struct {
	At      int
	Legend  string
	Alone   bool // the heading of its group says what it is
	Contact org.Contact
	Was     bool // it is a contact now
	Gone    bool
}

// Field is the name of one of the row's fields.
func (c contactRow) Field(name string) string { return contactField(c.At, name) }

func contactField(i int, field string) string { return "contacts[" + strconv.Itoa(i) + "]." + field }

// contactForms is how each kind stands in the form: what it is for, and how many rows
// there are at least.
var contactForms = []struct {
	kind             org.ContactKind
	title, hint, add string
	least            int
}{
	{org.Signatory, "Authorised signatory", "Signs for the organisation and puts people forward. There must be one.", "Add another signatory", 1},
	{org.Liaison, "Liaison officers", "Whom the force rings about the scheme. There must be two.", "Add another liaison officer", 2},
	{org.Supervisor, "Supervisors", "Supervise accredited people at work. There must be one.", "Add another supervisor", 1},
	{org.Complaints, "Complaints", "Who handles complaints about accredited people.", "Add another for complaints", 1},
	{org.PoliceLiaison, "Police liaison officer", "The force’s own officer for this organisation.", "Add another police liaison officer", 1},
}

// maxContacts bounds the rows of the form.
const maxContacts = 60

type contactsFormPage struct {
	web.Page
	Head   part.Head
	Back   string
	Lede   string
	Groups []contactGroup
	Police string // who it is, where it is not to be changed
	Saved  string // what the next page says
}

func (h *Handlers) contactsForm(r *http.Request) (*contactsFormPage, *file, error) {
	p := &contactsFormPage{Saved: "org.contacts"}
	f, err := h.aboutOrg(r, authz.ChangeContacts, "Change contacts", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Back += "/contacts"
	p.Lede = "While arrangements are in force, whoever they need can be replaced and not left out."
	if reach, _ := account.Actor(r.Context()).Reach(authz.ChangeContacts); reach == authz.OwnOrg {
		p.Saved = "org.told"
		p.Lede += " The scheme office is told of each change."
		p.Police = names(f.org.Of(org.PoliceLiaison), 3)
		if p.Police == "" {
			p.Police = "Nobody yet"
		}
	}
	var rows []contactRow
	for _, c := range f.org.Contacts {
		rows = append(rows, contactRow{At: len(rows), Contact: c, Was: true})
	}
	p.set(rows, "")
	return p, f, nil
}

// set puts the rows into their groups, with empty ones where a kind has too few, and one
// more of the kind for which more were asked.
func (p *contactsFormPage) set(rows []contactRow, more org.ContactKind) {
	p.Groups = nil
	next := 0
	for _, r := range rows {
		next = max(next, r.At+1)
	}
	for _, k := range contactForms {
		if k.kind == org.PoliceLiaison && p.Police != "" {
			continue
		}
		g := contactGroup{Title: k.title, Hint: k.hint, Add: k.add, Kind: string(k.kind)}
		for _, r := range rows {
			if r.Contact.Kind == k.kind {
				g.Rows = append(g.Rows, r)
			}
		}
		want := max(k.least, len(g.Rows))
		if more == k.kind {
			want = len(g.Rows) + 1
		}
		for len(g.Rows) < want && next < maxContacts {
			g.Rows = append(g.Rows, contactRow{At: next, Contact: org.Contact{Kind: k.kind}})
			next++
		}
		for i := range g.Rows {
			g.Rows[i].Legend, g.Rows[i].Alone = kindTitle(k.kind), len(g.Rows) == 1
			if len(g.Rows) > 1 {
				g.Rows[i].Legend += " " + strconv.Itoa(i+1)
			}
		}
		p.Groups = append(p.Groups, g)
	}
}

func (h *Handlers) orgContactsChange(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.contactsForm(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "contacts.html", p)
}

// orgContactsNow changes the contacts.
func (h *Handlers) orgContactsNow(w http.ResponseWriter, r *http.Request) error {
	p, f, err := h.contactsForm(r)
	if err != nil {
		return err
	}
	if _, err = web.Form[struct{}](r); err != nil {
		return h.page.Again(w, r, "contacts.html", p, err)
	}
	rows := sentContacts(r, len(f.org.Contacts))
	more := org.ContactKind(r.PostForm.Get("more"))
	p.set(rows, more)
	if more != "" {
		return h.page.Render(w, r, "contacts.html", p)
	}
	cs, at := namedIn(rows)
	if err = fits(cs, at); err == nil {
		err = renumbered(h.Orgs.ChangeContacts(r.Context(), account.Actor(r.Context()), f.id, cs), at)
	}
	if err != nil {
		return h.page.Again(w, r, "contacts.html", p, err)
	}
	return web.SeeOther(w, r, p.Back, p.Saved)
}

// sentContacts is the rows as they were sent; the first of them stand for the contacts
// there are.
func sentContacts(r *http.Request, there int) []contactRow {
	var out []contactRow
	for i := range maxContacts {
		get := func(field string) string { return clean(r.PostForm.Get(contactField(i, field))) }
		if get("kind") == "" {
			continue
		}
		out = append(out, contactRow{At: i, Was: i < there, Gone: get("gone") != "",
			Contact: org.Contact{Kind: org.ContactKind(get("kind")), Name: get("name"), Post: get("post"), Email: get("email"), Phone: get("phone")}})
	}
	return out
}

// namedIn is the contacts among the rows, with the place of each.
func namedIn(rows []contactRow) (cs []org.Contact, at []int) {
	for _, r := range rows {
		if c := r.Contact; !r.Gone && c.Name+c.Post+c.Email+c.Phone != "" {
			cs, at = append(cs, c), append(at, r.At)
		}
	}
	return cs, at
}

// fits bounds what the register leaves unbounded.
func fits(cs []org.Contact, at []int) error {
	var wrong fault.Fields
	for i, c := range cs {
		if len(c.Post) > 200 {
			wrong.Add(contactField(at[i], "post"), "The post must be 200 letters or fewer")
		}
		if len(c.Phone) > 40 {
			wrong.Add(contactField(at[i], "phone"), "The telephone number must be 40 letters or fewer")
		}
	}
	return wrong.Err()
}

// renumbered names the rows of the form in place of those of the list.
func renumbered(err error, at []int) error {
	f := fault.Of(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	out := *f
	out.Fields = nil
	for _, x := range f.Fields {
		for i := len(at) - 1; i >= 0; i-- {
			prefix := contactField(i, "")
			if len(x.Name) > len(prefix) && x.Name[:len(prefix)] == prefix {
				x.Name = contactField(at[i], x.Name[len(prefix):])
				break
			}
		}
		out.Fields = append(out.Fields, x)
	}
	return &out
}
