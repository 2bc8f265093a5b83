package agreementweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/agreement"
	"watchword/internal/agreement/liaison"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/org"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// directoryPage is the contacts of both sides.
type directoryPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Lede   string
	CSV    string
	Verify string // address to which a contact is sent
	Sides  []directorySide
}

type directorySide struct {
	Name  string
	Empty string
	Lines []directoryLine
}

// directoryLine is one contact, with its key where the reader may verify it now.
type directoryLine struct {
	Kind, Name, Post, Email, Phone, Sub string
	Status                              part.Status
	Key                                 string
}

// contactKinds is what each contact is.
var contactKinds = map[org.ContactKind]string{org.Signatory: "Authorised signatory", org.Liaison: "Liaison officer", org.Supervisor: "Supervisor", org.PoliceLiaison: "Police liaison officer",
	org.Complaints: "Complaints", liaison.Chief: "Chief Inspector who signed", liaison.Lead: "Lead who signed"}

// contacts is the directory of the address, with its organisation and the force's name.
func (h *Handlers) contacts(v visit.Visit) (all []liaison.Entry, o org.Version, force string, err error) {
	err = h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		if all, err = h.Liaison.Directory(tx, v.Who, with(v.R), v.When); err != nil {
			return err
		}
		f, err := h.Areas.Force(tx, v.Who.Force)
		if err != nil {
			return err
		}
		force = f.Name
		o, err = h.Orgs.Any(tx, v.Who.Force, with(v.R), v.When)
		return err
	})
	return all, o, force, err
}

func (h *Handlers) directory(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	all, o, force, err := h.contacts(v)
	if err != nil {
		return err
	}
	at := "/organisations/" + o.ID + "/directory"
	p := &directoryPage{Page: common(&o, "Contacts with "+o.State.Name, "Contacts", "/directory", ""), Bar: v.Bar, CSV: v.Bar.Link(at + ".csv"), Verify: at + "/verify",
		Head: part.Head{Caption: o.State.Name, Title: "Directory of contacts"}, Lede: "Each side makes sure now and then that its contacts can be reached (joint operating protocol, clause 3.1). A change of any detail ends it."}
	p.Page.Past = v.Bar.Past()
	today := clock.DayOf(v.When.At)
	p.Sides = []directorySide{{Name: force, Empty: "No police liaison officer is named."}, {Name: o.State.Name, Empty: "No contact is named."}}
	for _, e := range all {
		l := directoryLine{Kind: contactKinds[e.Kind], Name: e.Name, Post: e.Post, Email: e.Email, Phone: e.Phone, Sub: "Never verified", Status: near("Check", e.Due, today)}
		if e.Verified != clock.NoDay {
			l.Sub = "Verified " + e.Verified.Short() + " by " + e.By
		}
		if !p.Page.Past && e.Verified != today && liaison.MayVerify(v.Who, e.Side) {
			l.Key = e.Key
		}
		i := 1
		if e.Side == agreement.OfForce {
			i = 0
		}
		p.Sides[i].Lines = append(p.Sides[i].Lines, l)
	}
	return v.Show(h.page, w, "directory.html", p)
}

type verifyForm struct {
	Key string `form:"key" max:"16"`
}

func (h *Handlers) verifyNow(w http.ResponseWriter, r *http.Request) error {
	f, err := web.Form[verifyForm](r)
	if err != nil {
		return err
	}
	if err := h.Liaison.Verify(r.Context(), account.Actor(r.Context()), with(r), f.Key); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/organisations/"+string(with(r))+"/directory", "contact.verified")
}

// directoryCSV is the directory as a file.
func (h *Handlers) directoryCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	all, o, force, err := h.contacts(v)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, "contacts-"+v.Day().String()+".csv")
	out := sheet.ForPeople(w)
	out.Line("Side", "Contact", "Name", "Post", "E-mail", "Telephone", "Last verified", "By", "Verify by")
	for _, e := range all {
		party := o.State.Name
		if e.Side == agreement.OfForce {
			party = force
		}
		out.Line(party, contactKinds[e.Kind], e.Name, e.Post, e.Email, e.Phone, e.Verified.String(), e.By, e.Due.String())
	}
	return out.End()
}
