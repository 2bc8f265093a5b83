package dossierweb

import (
	"net/http"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// partForm is a part of what an organisation's people hold, and why it is suspended.
type partForm struct {
	Power law.PowerID `form:"power" max:"64"`
	Team  id.Team     `form:"team" max:"64"`
	Why   string      `form:"why" label:"Reason" max:"4000" text:"lines"`
	// Reinstate is the power of which the suspension ends.
	Reinstate law.PowerID `form:"reinstate" max:"64"`
}

// partPage suspends a power, of all or of a team, or a whole team: first what is chosen,
// then whom it takes in.
type partPage struct {
	web.Page
	Head      part.Head
	Powers    []govuk.Choice
	Teams     []govuk.Choice
	Chosen    bool
	What      string
	Table     part.Table
	Suspended []suspendedLine
	Lifts     []govuk.Choice
	Reinstate string // address; empty: it is not for who reads
	Here      string
	Back      string
	Form      partForm
}

// suspendedLine is a power that is suspended of some.
type suspendedLine struct{ Text, Sub string }

// everything stands for no power named.
const everything = law.PowerID("all")

func (h *Handlers) partPage(r *http.Request, form partForm) (*partPage, *file, error) {
	v := visit.At(r, h.Clock)
	p := &partPage{Form: form}
	f, err := h.aboutOrg(r, authz.SuspendNow, "Suspend a power or a team", &p.Page, &p.Head, &p.Back)
	if err != nil {
		return nil, nil, err
	}
	p.Here = orgURL(f.id) + "/suspend-part"
	if f.may(v.Who, authz.Grant) {
		p.Reinstate = orgURL(f.id) + "/reinstate-part"
	}
	p.Teams = []govuk.Choice{{Value: "", Text: "Everybody"}}
	for _, t := range f.org.Teams {
		p.Teams = append(p.Teams, govuk.Choice{Value: string(t.ID), Text: t.Name})
	}
	for _, x := range f.org.PowersAllowed() {
		p.Powers = append(p.Powers, govuk.Choice{Value: string(x), Text: powerName(x)})
	}
	if len(f.org.Teams) > 0 {
		p.Powers = append(p.Powers, govuk.Choice{Value: string(everything), Text: "Everything, of one team"})
	}
	return p, f, h.read(r, func(tx *db.Tx) error {
		now, err := h.Accreds.SuspendedPowers(tx, v.Who.Force, f.id, v.Now)
		if err != nil {
			return err
		}
		for _, x := range now {
			p.Lifts = append(p.Lifts, govuk.Choice{Value: string(x.Power), Text: powerName(x.Power)})
			p.Suspended = append(p.Suspended, suspendedLine{powerName(x.Power), "Of " + part.Count(x.Persons, "person", "persons") + ", since " + x.Since.Long()})
		}
		if form.Power == "" {
			return nil
		}
		all, err := h.Accreds.Affected(tx, v.Who, form.part(f.id))
		if err != nil {
			return err
		}
		p.Chosen, p.What = true, powerName(form.Power)
		if form.Power == everything {
			p.What = "Everything"
		}
		if t, ok := teamOf(f, form.Team); ok {
			p.What += ", of the team " + t
		}
		p.Table = part.Table{Caption: "Whom it takes in", RowHeaders: true, Empty: "Nobody holds it.", Columns: []part.Column{{Text: "Person"}, {Text: "AP number"}, {Text: "What follows"}}}
		for _, x := range all {
			st := part.Status{Kind: part.Suspended, Text: "Stops at once", Plain: true}
			if x.Suspended {
				st = part.Status{Kind: part.Ended, Text: "Is suspended already", Plain: true}
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: x.Name, Href: personURL(x.Person)}, {Text: x.Number}, {Status: st}}})
		}
		return nil
	})
}

// powerName is a power with its paragraph.
func powerName(p law.PowerID) string {
	if x, ok := law.Find(p); ok {
		return x.Name + " (" + x.Para + ")"
	}
	return string(p)
}

func teamOf(f *file, team id.Team) (string, bool) {
	for _, t := range f.org.Teams {
		if t.ID == team {
			return t.Name, true
		}
	}
	return "", false
}

// part is what was chosen, as the use case takes it.
func (f partForm) part(of id.Org) accred.Partly {
	out := accred.Partly{Org: of, Power: f.Power, Team: f.Team, Why: f.Why}
	if f.Power == everything {
		out.Power = ""
	}
	return out
}

func (h *Handlers) suspendPart(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[partForm](r)
	if err != nil {
		return err
	}
	p, _, err := h.partPage(r, form)
	if err != nil && p != nil {
		p.Chosen = false
		return h.page.Again(w, r, "partly.html", p, err)
	}
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "partly.html", p)
}

func (h *Handlers) suspendPartNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[partForm](r)
	if err != nil {
		return err
	}
	p, f, err := h.partPage(r, form)
	if err == nil {
		_, err = h.Accreds.SuspendPart(r.Context(), account.Actor(r.Context()), form.part(f.id))
	}
	if err != nil && p != nil {
		return h.page.Again(w, r, "partly.html", p, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, p.Here, "org.part")
}

func (h *Handlers) reinstatePartNow(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Form[partForm](r)
	if err != nil {
		return err
	}
	p, f, err := h.partPage(r, partForm{Reinstate: form.Reinstate, Why: form.Why})
	if err == nil && form.Reinstate == "" {
		err = fault.In("reinstate", "Choose a power")
	}
	if err == nil {
		_, err = h.Accreds.ReinstatePart(r.Context(), account.Actor(r.Context()), accred.Partly{Org: f.id, Power: form.Reinstate, Why: form.Why})
	}
	if err != nil && p != nil {
		return h.page.Again(w, r, "partly.html", p, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, p.Here, "org.part-reinstated")
}
