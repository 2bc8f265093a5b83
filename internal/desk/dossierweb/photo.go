package dossierweb

import (
	"io"
	"net/http"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// photograph serves a photograph that the person has or had, inert.
func (h *Handlers) photograph(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	hash := blob.Hash(r.PathValue("hash"))
	var f blob.File
	err := h.read(r, func(tx *db.Tx) error {
		versions, err := h.Persons.History(tx, v.Who, personOf(r), true)
		if err != nil {
			return err
		}
		for _, x := range versions {
			if x.State.Photo == hash && hash != "" {
				f, err = blob.Get(tx, v.Who.Force, hash)
				return err
			}
		}
		return fault.New(fault.NotFound, "There is no such photograph of this person.")
	})
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Content-Type", f.Type)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	head.Set("Cache-Control", "private, max-age=86400, immutable")
	_, _ = w.Write(f.Content) // the reader has gone; there is nobody to tell
	return nil
}

type photoForm struct {
	Photo web.File `form:"photo" label:"Photograph"`
}

type photoPage struct {
	web.Page
	Head part.Head
	Back string
}

func (h *Handlers) photoPage(r *http.Request) (*photoPage, error) {
	p := &photoPage{}
	_, err := h.about(r, authz.ChangePerson, "Change the photograph", &p.Page, &p.Head, &p.Back)
	return p, err
}

func (h *Handlers) photo(w http.ResponseWriter, r *http.Request) error {
	p, err := h.photoPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "photo.html", p)
}

// photoNow takes a photograph: a JPEG or PNG within bounds, drawn anew.
func (h *Handlers) photoNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.photoPage(r)
	if err != nil {
		return err
	}
	form, err := web.Form[photoForm](r)
	if err == nil {
		err = h.takePhoto(r, form.Photo)
	}
	if err != nil {
		return h.page.Again(w, r, "photo.html", p, err)
	}
	return web.SeeOther(w, r, personURL(personOf(r)), "person.photo")
}

func (h *Handlers) takePhoto(r *http.Request, sent web.File) error {
	if !sent.Given() {
		return fault.In("photo", "Choose a photograph")
	}
	in, err := sent.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, blob.PhotoBytes+1))
	if err != nil {
		return err
	}
	f, err := blob.Photo("photo", content)
	if err != nil {
		return err
	}
	v := visit.At(r, h.Clock)
	return h.Persons.SetPhoto(r.Context(), v.Who, personOf(r), f)
}
