package areaweb

import (
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

func unitURL(u id.Unit) string { return "/units/" + string(u) }

type unitsPage struct {
	web.Page
	Head    part.Head
	Sub     moj.SubNavigation
	Changes bool
	Table   part.Table
}

// Listing is the list as it is saved.
func (p *unitsPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table}
}

// units is the units of the force, each below the one it is part of.
func (h *Handlers) units(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	p := &unitsPage{Page: web.Page{Title: "Units of the force", Active: "/settings", Crumbs: []web.Crumb{{Text: "Settings", Href: "/settings"}, {Text: "Units"}}},
		Sub: sub(r, "/units"), Changes: who.Can(authz.ChangeSettings),
		Head: part.Head{Title: "Units of the force", Text: "Accounts of the force’s own people belong to a unit. One unit is the owner of documents and reports, which say so."}}
	p.Table = part.Table{Caption: "Units", RowHeaders: true, Columns: []part.Column{{Text: "Unit"}, {Text: "Part of"}, {Text: "Accounts", Numeric: true}, {Text: "Documents and reports"}},
		Empty: "No unit has been entered yet. Add the unit that runs the scheme, so that accounts can belong to it and documents name their owner."}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		vs, err := h.Areas.Units(tx, who, register.Now(h.Clock.Now()))
		if err != nil {
			return err
		}
		names := titles(vs)
		for _, l := range area.UnitTree(vs) {
			n, err := h.Accounts.InUnit(tx, who.Force, id.Unit(l.ID))
			if err != nil {
				return err
			}
			owner := part.Cell{}
			if l.State.Owns {
				owner = part.Cell{Status: part.Status{Kind: part.InForce, Text: "Owner"}}
			}
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: l.State.Title(), Href: unitURL(id.Unit(l.ID)), Strong: l.Depth == 0}, {Text: names[l.State.Parent]}, {Text: part.Number(n)}, owner}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "units.html", p)
}

// titles is the names of units by identity.
func titles(vs []area.UnitVersion) map[id.Unit]string {
	out := map[id.Unit]string{}
	for _, v := range vs {
		out[id.Unit(v.ID)] = v.State.Title()
	}
	return out
}

type unitPage struct {
	web.Page
	Head     part.Head
	ID       id.Unit
	Changes  bool // name, owner, closing
	Manages  bool // accounts
	Owns     bool
	Accounts []unitAccount
	Free     []govuk.Option // accounts that belong to no unit
	Form     accountForm
}

// unitAccount is an account that belongs to the unit.
type unitAccount struct {
	ID    string
	Name  string
	Roles string
}

type accountForm struct {
	Account id.Account `form:"account" max:"64"`
}

func (h *Handlers) unitPage(r *http.Request) (*unitPage, error) {
	who := account.Actor(r.Context())
	p := &unitPage{ID: id.Unit(r.PathValue("unit")), Changes: who.Can(authz.ChangeSettings), Manages: who.Can(authz.ManageAccounts)}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		now := register.Now(h.Clock.Now())
		v, err := h.Areas.FindUnit(tx, who, p.ID, now)
		if err != nil {
			return err
		}
		all, err := h.Areas.Units(tx, who, now)
		if err != nil {
			return err
		}
		p.head(v.State, titles(all))
		in, err := h.Accounts.OfUnit(tx, who, p.ID)
		for _, a := range in {
			p.Accounts = append(p.Accounts, unitAccount{a.ID, a.State.Name, roles(a.State)})
		}
		if err != nil || !p.Manages || v.State.Closed {
			return err
		}
		free, err := h.Accounts.OfUnit(tx, who, "")
		for _, a := range free {
			if !slices.ContainsFunc(a.State.Posts, func(x account.Post) bool { return x.Org != "" }) {
				p.Free = append(p.Free, govuk.Option{Value: a.ID, Text: a.State.Name + ", " + roles(a.State)})
			}
		}
		return err
	})
	return p, err
}

// head is the top of the page of a unit.
func (p *unitPage) head(u area.Unit, names map[id.Unit]string) {
	p.Page = web.Page{Title: u.Title(), Active: "/settings", Crumbs: []web.Crumb{{Text: "Settings", Href: "/settings"}, {Text: "Units", Href: "/units"}, {Text: u.Title()}}}
	p.Head = part.Head{Caption: "Unit of the force", Title: u.Title()}
	if above := names[u.Parent]; above != "" {
		p.Head.Text = "Part of " + above + "."
	}
	p.Owns = u.Owns
	switch {
	case u.Closed:
		p.Head.Statuses, p.Changes, p.Manages = []part.Status{{Kind: part.Ended, Text: "Closed"}}, false, false
	case u.Owns:
		p.Head.Statuses = []part.Status{{Kind: part.InForce, Text: "Owner of documents and reports"}}
	}
	if p.Changes {
		p.Head.Actions = []govuk.Button{{Text: "Change or close", Href: unitURL(p.ID) + "/change", Classes: "govuk-button--secondary"}}
	}
}

// roles is the roles that an account holds.
func roles(a account.Account) string {
	var out []string
	for _, p := range a.Posts {
		out = append(out, p.Role.Title())
	}
	return strings.Join(out, ", ")
}

func (h *Handlers) unit(w http.ResponseWriter, r *http.Request) error {
	p, err := h.unitPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "unit.html", p)
}

// unitOwn makes the unit the owner of documents and reports.
func (h *Handlers) unitOwn(w http.ResponseWriter, r *http.Request) error {
	return h.unitDo(w, r, "unit.owns", func(who authz.Actor, of id.Unit) error { return h.Areas.OwnDocuments(r.Context(), who, of) })
}

// unitTake puts an account into the unit.
func (h *Handlers) unitTake(w http.ResponseWriter, r *http.Request) error {
	return h.unitDo(w, r, "unit.account", func(who authz.Actor, of id.Unit) error {
		form, err := web.Form[accountForm](r)
		if err != nil {
			return err
		}
		if form.Account == "" {
			return fault.In("account", "Choose an account")
		}
		return h.Accounts.SetUnit(r.Context(), who, form.Account, of)
	})
}

// unitLet takes an account out of the unit.
func (h *Handlers) unitLet(w http.ResponseWriter, r *http.Request) error {
	return h.unitDo(w, r, "unit.account", func(who authz.Actor, _ id.Unit) error {
		return h.Accounts.SetUnit(r.Context(), who, id.Account(r.PathValue("account")), "")
	})
}

// unitDo does something about a unit and shows its page again.
func (h *Handlers) unitDo(w http.ResponseWriter, r *http.Request, done string, do func(authz.Actor, id.Unit) error) error {
	p, err := h.unitPage(r)
	if err != nil {
		return err
	}
	if err := do(account.Actor(r.Context()), p.ID); err != nil {
		return h.page.Again(w, r, "unit.html", p, err)
	}
	return web.SeeOther(w, r, unitURL(p.ID), done)
}

// unitForm is a unit as it is sent.
type unitForm struct {
	Name   string  `form:"name" label:"Name of the unit" max:"120"`
	Short  string  `form:"short" label:"Short form" max:"20"`
	Parent id.Unit `form:"parent" max:"64"`
}

type unitFormPage struct {
	web.Page
	Head    part.Head
	Back    string
	Save    string
	Close   string // address that closes it; empty: it is new
	Parents []govuk.Option
	Form    unitForm

	of id.Unit
}

func (h *Handlers) unitFormPage(r *http.Request) (*unitFormPage, error) {
	who := account.Actor(r.Context())
	p := &unitFormPage{of: id.Unit(r.PathValue("unit")), Back: "/units", Save: "Add the unit", Head: part.Head{Title: "Add a unit"}, Parents: []govuk.Option{{Blank: true, Text: "None: it stands on its own"}}}
	crumbs := []web.Crumb{{Text: "Settings", Href: "/settings"}, {Text: "Units", Href: "/units"}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		if err := who.May(authz.ChangeSettings, authz.Object{}); err != nil {
			return err
		}
		now := register.Now(h.Clock.Now())
		all, err := h.Areas.Units(tx, who, now)
		if err != nil {
			return err
		}
		for _, v := range all {
			if id.Unit(v.ID) != p.of {
				p.Parents = append(p.Parents, govuk.Option{Value: v.ID, Text: v.State.Title()})
			}
		}
		if p.of == "" {
			return nil
		}
		v, err := h.Areas.FindUnit(tx, who, p.of, now)
		if err == nil && v.State.Closed {
			err = fault.New(fault.NotFound, "This unit is closed.")
		}
		p.Form = unitForm{v.State.Name, v.State.Short, v.State.Parent}
		p.Head, p.Save, p.Back, p.Close = part.Head{Caption: v.State.Title(), Title: "Change a unit"}, "Save the unit", unitURL(p.of), unitURL(p.of)+"/close"
		crumbs = append(crumbs, web.Crumb{Text: v.State.Title(), Href: p.Back})
		return err
	})
	p.Page = web.Page{Title: p.Head.Title, Active: "/settings", Crumbs: append(crumbs, web.Crumb{Text: p.Head.Title})}
	return p, err
}

func (h *Handlers) unitChange(w http.ResponseWriter, r *http.Request) error {
	p, err := h.unitFormPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "unitform.html", p)
}

// unitChangeNow adds or changes a unit.
func (h *Handlers) unitChangeNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.unitFormPage(r)
	if err != nil {
		return err
	}
	of := p.of
	if p.Form, err = web.Form[unitForm](r); err == nil {
		of, err = h.Areas.SetUnit(r.Context(), account.Actor(r.Context()), of, area.Unit{Name: p.Form.Name, Short: p.Form.Short, Parent: p.Form.Parent})
	}
	if err != nil {
		return h.page.Again(w, r, "unitform.html", p, err)
	}
	return web.SeeOther(w, r, unitURL(of), "unit.saved")
}

// unitClose closes a unit for good.
func (h *Handlers) unitClose(w http.ResponseWriter, r *http.Request) error {
	p, err := h.unitFormPage(r)
	if err != nil {
		return err
	}
	if err := h.Areas.CloseUnit(r.Context(), account.Actor(r.Context()), p.of); err != nil {
		return h.page.Again(w, r, "unitform.html", p, err)
	}
	return web.SeeOther(w, r, "/units", "unit.closed")
}
