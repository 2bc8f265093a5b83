package intakeweb

import (
	"io"
	"net/http"

	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type uploadForm struct {
	File web.File `form:"file" label:"Spreadsheet"`
}

type uploadPage struct {
	web.Page
	Head  part.Head
	About []string
}

func (h *Handlers) uploadOrganisations(w http.ResponseWriter, r *http.Request) error {
	return h.upload(w, r, intake.Organisations)
}

func (h *Handlers) uploadPeople(w http.ResponseWriter, r *http.Request) error {
	return h.upload(w, r, intake.People)
}

func (h *Handlers) uploadOrganisationsNow(w http.ResponseWriter, r *http.Request) error {
	return h.uploadNow(w, r, intake.Organisations)
}

func (h *Handlers) uploadPeopleNow(w http.ResponseWriter, r *http.Request) error {
	return h.uploadNow(w, r, intake.People)
}

var needed = map[intake.Kind][]string{
	intake.Organisations: {
		"Needed: a column with the name of each organisation. Everything else is read where it is there: reference, kind, other names, part of which organisation, address, contacts, authorised signatory, liaison officers, areas, roles with their powers, status, and the days of the arrangements.",
		"An organisation whose name is in the register already is left as it is.",
	},
	intake.People: {
		"Needed: AP number (not while vetting is awaited), name, date of birth, organisation and first day of accreditation. Read where it is there: role, supervisor, powers by paragraph of Schedule 5, offences, area, vetting, training, last day, status, telephone and e-mail.",
		"National Insurance numbers are never kept. Somebody whose AP number is in the register already is left as they are.",
	},
}

func newUpload(kind intake.Kind) *uploadPage {
	title := "Import " + noun(kind, 2)
	return &uploadPage{Page: frame(title, web.Crumb{Text: kindTitle(kind)}), Head: part.Head{Title: title}, About: needed[kind]}
}

func (h *Handlers) upload(w http.ResponseWriter, r *http.Request, kind intake.Kind) error {
	return h.page.Render(w, r, "upload.html", newUpload(kind))
}

func (h *Handlers) uploadNow(w http.ResponseWriter, r *http.Request, kind intake.Kind) error {
	form, err := web.Form[uploadForm](r)
	var kept id.Upload
	if err == nil {
		kept, err = h.keep(r, kind, form.File)
	}
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll() // what was too long for memory; the system clears what stays
	}
	if err != nil {
		return h.page.Again(w, r, "upload.html", newUpload(kind), err)
	}
	return web.SeeOther(w, r, draftURL(kept, ""), "")
}

func (h *Handlers) keep(r *http.Request, kind intake.Kind, sent web.File) (id.Upload, error) {
	if !sent.Given() {
		return "", fault.In("file", "Choose a spreadsheet")
	}
	if sent.Size > bring.FileLimit {
		return "", web.TooLarge(bring.FileLimit)
	}
	in, err := sent.Open()
	if err != nil {
		return "", err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, bring.FileLimit+1))
	if err != nil {
		return "", err
	}
	return h.drafts.Keep(r.Context(), actor(r), kind, sent.Name, "", content)
}
