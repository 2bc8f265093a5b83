package applyweb

import (
	"net/http"
	"slices"
	"strconv"

	"watchword/internal/apply"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/web"
)

// personForm is one supervisor or director.
type personForm struct {
	Name  string `form:"name" label:"Name" max:"200"`
	Post  string `form:"post" label:"Post" max:"200"`
	Email string `form:"email" label:"E-mail address" max:"254"`
	Phone string `form:"phone" label:"Telephone" max:"40"`
}

type itemPage struct {
	web.Page
	Section, Heading, Back string
	Form                   personForm
}

// listOf is the list of people on a page, and what one of them is called.
func listOf(f *apply.Form, page string) (*[]apply.Contact, string) {
	switch page {
	case "supervisors":
		return &f.Supervisors, "supervisor"
	case "directors":
		return &f.Directors, "director"
	}
	return nil, ""
}

func (h *Handlers) itemPage(w http.ResponseWriter, r *http.Request) (apply.Holder, int, *itemPage, error) {
	holder, f, err := h.opened(w, r)
	if err != nil {
		return holder, 0, nil, err
	}
	page := r.PathValue("page")
	_, _, ok := apply.FindPage(f.Application.Private, page)
	list, noun := listOf(&f.Form, page)
	n, at := r.PathValue("item"), -1
	if i, err := strconv.Atoi(n); err == nil && list != nil && i >= 0 && i < len(*list) {
		at = i
	}
	if !ok || list == nil || at < 0 && n != "new" {
		return holder, 0, nil, fault.New(fault.NotFound, "There is no such line in the list.")
	}
	p := &itemPage{Page: web.Page{Title: "Add a " + noun, Active: "/for-employers"}, Section: "Your organisation", Heading: "Add a " + noun, Back: pageURL(page)}
	if at >= 0 {
		c := (*list)[at]
		p.Form, p.Heading = personForm{c.Name, c.Post, c.Email, c.Phone}, "Change a "+noun
		p.Title = p.Heading
	}
	return holder, at, p, nil
}

func (h *Handlers) item(w http.ResponseWriter, r *http.Request) error {
	_, _, p, err := h.itemPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "person.html", p)
}

func (h *Handlers) itemNow(w http.ResponseWriter, r *http.Request) error {
	holder, at, p, err := h.itemPage(w, r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[personForm](r); err == nil && p.Form.Name == "" {
		err = fault.In("name", "Enter the name")
	}
	if err == nil {
		err = h.Applies.Save(r.Context(), holder, func(f *apply.Form) error {
			list, _ := listOf(f, r.PathValue("page"))
			c := apply.Contact{Name: p.Form.Name, Post: p.Form.Post, Email: p.Form.Email, Phone: p.Form.Phone}
			if at >= 0 && at < len(*list) {
				(*list)[at] = c
			} else {
				*list = append(*list, c)
			}
			return nil
		})
	}
	if err != nil {
		return h.public.Again(w, r, "person.html", p, atField(err, r.PathValue("page"), "email"))
	}
	return web.SeeOther(w, r, p.Back, "form.saved")
}

// atField names a control of the form in place of a list.
func atField(err error, from, to string) error {
	f := fault.Of(err)
	if f == nil {
		return err
	}
	out := *f
	out.Fields = slices.Clone(f.Fields)
	for i := range out.Fields {
		if out.Fields[i].Name == from {
			out.Fields[i].Name = to
		}
	}
	return &out
}

func (h *Handlers) itemRemove(w http.ResponseWriter, r *http.Request) error {
	holder, at, p, err := h.itemPage(w, r)
	if err != nil {
		return err
	}
	err = h.Applies.Save(r.Context(), holder, func(f *apply.Form) error {
		if list, _ := listOf(f, r.PathValue("page")); at >= 0 && at < len(*list) {
			*list = slices.Delete(*list, at, at+1)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, p.Back, "form.removed")
}

// evidenceRemove takes a file out of the application.
func (h *Handlers) evidenceRemove(w http.ResponseWriter, r *http.Request) error {
	holder, _, err := h.opened(w, r)
	if err != nil {
		return err
	}
	err = h.Applies.Save(r.Context(), holder, func(f *apply.Form) error {
		f.Uploads = slices.DeleteFunc(f.Uploads, func(u apply.Upload) bool { return u.ID == id.Upload(r.PathValue("upload")) })
		return nil
	})
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, pageURL("evidence"), "form.removed")
}
