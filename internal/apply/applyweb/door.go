package applyweb

import (
	"net/http"

	"watchword/internal/apply"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web"
)

// cookieName is that of the cookie that keeps an application open.
func (h *Handlers) cookieName() string {
	if h.secure {
		return "__Host-application"
	}
	return "application"
}

func (h *Handlers) setCookie(w http.ResponseWriter, value string) {
	c := &http.Cookie{Name: h.cookieName(), Value: value, Path: "/", HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// holder is who has the application open. Browsers and whoever stands between keep nothing
// of its pages.
func (h *Handlers) holder(w http.ResponseWriter, r *http.Request) (apply.Holder, error) {
	w.Header().Set("Cache-Control", "no-store")
	value := ""
	if c, err := r.Cookie(h.cookieName()); err == nil {
		value = c.Value
	}
	return h.Applies.Holder(r.Context(), value)
}

// filled is the application that is open, for its holder.
func (h *Handlers) filled(w http.ResponseWriter, r *http.Request) (apply.Holder, apply.Filled, error) {
	holder, err := h.holder(w, r)
	if err != nil {
		return holder, apply.Filled{}, err
	}
	f, err := h.Applies.Filled(r.Context(), holder)
	return holder, f, err
}

// opened is filled, where the application may be changed.
func (h *Handlers) opened(w http.ResponseWriter, r *http.Request) (apply.Holder, apply.Filled, error) {
	holder, f, err := h.filled(w, r)
	if err == nil && !f.Open {
		err = fault.New(fault.Conflict, "The application has been sent. If something in it has changed, tell the scheme office.")
	}
	return holder, f, err
}

type doorPage struct {
	web.Page
	Name  string
	Until string
}

func (h *Handlers) doorPage(w http.ResponseWriter, r *http.Request) (*doorPage, error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	d, err := h.Applies.Door(r.Context(), r.PathValue("secret"))
	return &doorPage{Page: web.Page{Title: "Your application", Active: "/for-employers"}, Name: d.Name, Until: (clock.DayOf(d.Until) - 1).Long()}, err
}

// door is where a link leads. It is not used up by being looked at: mail programs do that.
func (h *Handlers) door(w http.ResponseWriter, r *http.Request) error {
	p, err := h.doorPage(w, r)
	if err != nil {
		return err
	}
	return h.public.Render(w, r, "door.html", p)
}

func (h *Handlers) doorNow(w http.ResponseWriter, r *http.Request) error {
	cookie, err := h.Applies.Enter(r.Context(), r.PathValue("secret"))
	if err != nil {
		return err
	}
	h.setCookie(w, cookie)
	return web.SeeOther(w, r, "/application", "")
}

type linkPage struct {
	web.Page
	Left bool // the applicant leaves; else it is for a colleague
	Made string
	Day  string
}

// link makes the next link: to come back by, or for a colleague.
func (h *Handlers) link(w http.ResponseWriter, r *http.Request) error {
	holder, err := h.holder(w, r)
	if err != nil {
		return err
	}
	l, err := h.Applies.Return(r.Context(), holder)
	if err != nil {
		return err
	}
	p := &linkPage{Page: web.Page{Title: "A link for a colleague", Active: "/for-employers"}, Made: h.address(r, "/apply/"+l.Secret), Day: (clock.DayOf(l.Until) - 1).Long()}
	if r.PathValue("to") == "leave" {
		if err := h.Applies.Leave(r.Context(), holder); err != nil {
			return err
		}
		h.setCookie(w, "")
		p.Left, p.Title = true, "Your application is saved"
	}
	return h.public.Render(w, r, "link.html", p)
}

// ownFile is a file that the applicant sent, inert.
func (h *Handlers) ownFile(w http.ResponseWriter, r *http.Request) error {
	holder, f, err := h.filled(w, r)
	if err != nil {
		return err
	}
	hash := blob.Hash(r.PathValue("hash"))
	got, err := h.Applies.OwnFile(r.Context(), holder, hash)
	if err != nil {
		return err
	}
	return got.Send(w, fileName(&f.Form, hash))
}

func fileName(f *apply.Form, hash blob.Hash) string {
	for _, u := range f.Uploads {
		if u.Hash == string(hash) {
			return u.Name
		}
	}
	return "file"
}

// address is where a path is reached from outside.
func (h *Handlers) address(r *http.Request, path string) string {
	if h.Origin != "" {
		return h.Origin + path
	}
	return "http://" + r.Host + path
}
