package vettingweb

import (
	"net/http"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/vetting"
	"watchword/internal/vetting/envelope"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// statePage is what everybody sees who may see the person: state, level and days.
type statePage struct {
	web.Page
	Bar       part.AsAt
	Head      part.Head
	Now       govuk.SummaryList
	Text      string
	Facts     *govuk.SummaryList
	Identity  bool // the actor may say what was seen
	Documents []govuk.Choice
	Form      identityForm
	Person    string
	Unit      string // the envelope, for the unit
}

type identityForm struct {
	Documents []string  `form:"documents" max:"40"`
	Likeness  bool      `form:"likeness"`
	Seen      clock.Day `form:"seen" label:"Day on which you saw them"`
}

// statePage reads where the vetting of a person stood.
func (h *Handlers) statePage(r *http.Request) (*statePage, id.Vetting, error) {
	of := id.Person(r.PathValue("person"))
	bar, err := web.AsAt(r, h.Clock.Now())
	if err != nil {
		return nil, "", err
	}
	at, known := bar.Instants()
	p := &statePage{Bar: bar, Person: string(of)}
	var current id.Vetting
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		actor := who(r)
		s, err := h.subject(tx, actor, of)
		if err != nil {
			return err
		}
		p.Page = web.Page{Title: "Vetting of " + s.person.Name(), Active: "/people", Past: bar.Past(), Crumbs: []web.Crumb{{Text: "People", Href: "/people"}, {Text: s.person.Name(), Href: bar.Link("/people/" + string(of))}, {Text: "Vetting"}}}
		p.Head = part.Head{Caption: s.person.RoleTitle + ", " + s.employer, Title: "Vetting of " + s.person.Name(), Text: "What was told and found is sealed. Here are state, level and days alone."}
		w := register.When{At: at, Known: known}
		v, err := h.Vettings.Of(tx, actor.Force, of, w)
		if err != nil {
			return err
		}
		p.Now = registered(v)
		if current, err = p.latest(tx, h, actor, of, w); err != nil {
			return err
		}
		if bar.Past() || v.Outcome != vetting.Waiting && v.Renewal == clock.NoDay {
			return nil
		}
		expected, err := h.Envelopes.Expected(tx, actor, of)
		if expected != clock.NoDay {
			p.Text = "The decision can be expected about " + expected.Long() + ", going by how fast the unit decides now."
		}
		return err
	})
	return p, current, err
}

// registered is what the register of vettings has, in words.
func registered(v vetting.Vetting) govuk.SummaryList {
	var l govuk.SummaryList
	add := func(key, value string) {
		if value != "" {
			l.Rows = append(l.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	outcome := v.Outcome.Title()
	if outcome == "" {
		outcome = "Not asked for"
	}
	add("Outcome", outcome)
	add("Level", v.Level)
	add("Asked for", v.Requested.Long())
	add("Renewal asked for", v.Renewal.Long())
	add("Decided", v.Decided.Long())
	add("Holds to the end of", v.Expires.Long())
	return l
}

// latest is the newest case of the person as it stood, in words.
func (p *statePage) latest(tx *db.Tx, h *Handlers, actor authz.Actor, of id.Person, w register.When) (id.Vetting, error) {
	all, err := h.Envelopes.Of(tx, actor, of)
	if err != nil {
		return "", err
	}
	for _, x := range all {
		v, err := h.Envelopes.Find(tx, actor, id.Vetting(x.ID), w)
		if fault.Is(err, fault.NotFound) {
			continue // it had not begun
		}
		if err != nil {
			return "", err
		}
		facts := factsOf(v.State, false)
		p.Facts = &facts
		p.Head.Statuses = []part.Status{statusOfCase(v.State, clock.DayOf(w.At))}
		open := v.State.State.Open() || v.State.State == envelope.Cleared
		p.Identity = !p.Bar.Past() && open && v.State.Kind != envelope.Kept && actor.May(authz.SeeIdentity, v.State.Object()) == nil
		for _, d := range envelope.Documents {
			p.Documents = append(p.Documents, govuk.Choice{Value: d, Text: d})
		}
		p.Form = identityForm{Documents: v.State.Identity.Documents, Likeness: v.State.Identity.Likeness, Seen: v.State.Identity.Seen}
		if p.Form.Seen == clock.NoDay {
			p.Form.Seen = h.today()
		}
		if actor.Can(authz.OpenVetting) {
			p.Unit = envelopeURL(x.ID)
		}
		return id.Vetting(x.ID), nil
	}
	return "", nil
}

func (h *Handlers) state(w http.ResponseWriter, r *http.Request) error {
	p, _, err := h.statePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "state.html", p)
}

// identityNow records which papers the employer saw.
func (h *Handlers) identityNow(w http.ResponseWriter, r *http.Request) error {
	p, current, err := h.statePage(r)
	if err != nil {
		return err
	}
	if current == "" {
		return fault.Because("The vetting unit has not given the person a form yet, so there is nothing to add to.")
	}
	if p.Form, err = web.Form[identityForm](r); err == nil {
		err = h.Envelopes.SeeIdentity(r.Context(), who(r), current, p.Form.Documents, p.Form.Likeness, p.Form.Seen)
	}
	if err != nil {
		return h.page.Again(w, r, "state.html", p, err)
	}
	return web.SeeOther(w, r, "/vetting/"+p.Person, "envelope.identity")
}
