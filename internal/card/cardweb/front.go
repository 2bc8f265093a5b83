package cardweb

import (
	"net/http"
	"strings"

	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// door is one way on from the front page.
type door struct {
	Text string
	Href string
	Says string
}

// frontPage answers "Is the person in front of you genuine?"
type frontPage struct {
	web.Page
	Prefix  string
	Example string
	May     part.Points
	Never   part.Points
	Doors   []door
}

func (h *Handlers) force(r *http.Request) (area.Force, error) {
	return db.Find(r.Context(), h.DB, func(tx *db.Tx) (area.Force, error) { return h.Areas.Force(tx, force(r)) })
}

func (h *Handlers) front(w http.ResponseWriter, r *http.Request) error {
	f, err := h.force(r)
	if err != nil {
		return err
	}
	p := &frontPage{Page: web.Page{Title: "Is the person in front of you genuine?", Active: "/"}, Prefix: f.Settings.APPrefix, Example: "EM 4417",
		Never: mayNot(law.Nevers[:3])}
	if p.Prefix != "" {
		p.Example = p.Prefix + " 4417"
	}
	p.May = mayAsk(law.Asks(law.Askable(clock.DayOf(h.Cards.Now()), f.Settings.Law()), nil))
	if p.Doors, err = h.doors(r, f); err != nil {
		return err
	}
	return h.public.Render(w, r, "front.html", p)
}

func (h *Handlers) doors(r *http.Request, f area.Force) ([]door, error) {
	to := f.Settings.Complain("")
	out := []door{{"Complain, or say well done", to, complaintsGo(to)}}
	if h.Register != "" {
		says := "Organisations in the scheme, where, and with which powers."
		if h.Figures != nil {
			orgs, persons, err := h.Figures(r.Context(), f.ID)
			if err != nil {
				return nil, err
			}
			says = web.Number(orgs) + " organisations and " + web.Number(persons) + " people today, where, and with which powers."
		}
		out = append(out, door{"Who is accredited", h.Register, says})
	}
	return append(out,
		door{"Check without a connection", "/check/offline", "Open it once with a connection, and your phone can check cards without one."},
		door{"Sign in", "/sign-in", "For employers, accredited persons, police and partners."}), nil
}

// complaintsGo is what happens behind the address for complaints.
func complaintsGo(to string) string {
	how := "On the force’s page for it."
	switch {
	case to == "/complain":
		return "It goes to the employer and to the police. You see where it stands, and need not say who you are."
	case strings.HasPrefix(to, "mailto:"):
		how = "By e-mail to the force."
	}
	return how + " You can also tell the employer, which deals with complaints about its people."
}
