package dossierweb

import (
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// about reads the person that a form is about and asks for the form's permission; it sets
// what all such pages have: title, way, head and the address to go back to.
func (h *Handlers) about(r *http.Request, p authz.Permission, title string, page *web.Page, head *part.Head, back *string) (*dossier, error) {
	v := visit.At(r, h.Clock)
	var d *dossier
	err := h.read(r, func(tx *db.Tx) (err error) {
		if d, err = h.dossier(tx, v.Who, personOf(r), v.Now); err != nil {
			return err
		}
		return v.Who.May(p, d.object())
	})
	if err != nil {
		return nil, h.refused(r, v, err)
	}
	v.Bar = part.AsAt{Now: v.Now.At}
	*page = d.page(&v, title+": "+d.person.Name(), title)
	*head = part.Head{Caption: d.person.Name(), Title: title, Statuses: []part.Status{d.state()}}
	*back = personURL(d.id)
	return d, nil
}

// aboutOrg is the same for an organisation.
func (h *Handlers) aboutOrg(r *http.Request, p authz.Permission, title string, page *web.Page, head *part.Head, back *string) (*file, error) {
	v := visit.At(r, h.Clock)
	var f *file
	err := h.read(r, func(tx *db.Tx) (err error) {
		if f, err = h.file(tx, v.Who, orgOf(r), v.Now); err != nil {
			return err
		}
		return v.Who.May(p, authz.Object{Org: f.id})
	})
	if err != nil {
		return nil, h.refused(r, v, err)
	}
	v.Bar = part.AsAt{Now: v.Now.At}
	*page = f.page(&v, title+": "+f.org.Name, title)
	*head = part.Head{Caption: f.org.Name, Title: title, Statuses: []part.Status{f.status()}}
	*back = orgURL(f.id)
	return f, nil
}

// refused records that a form was sent by somebody who may not, and returns err as it
// came. Pages that are only read are recorded at the door.
func (h *Handlers) refused(r *http.Request, v visit.Visit, err error) error {
	if r.Method == http.MethodGet {
		return err
	}
	return h.Ledger.DidNot(r.Context(), v.Who, "page.open", nil, err)
}
