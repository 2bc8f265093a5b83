package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/account/accountweb"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/desk/deskweb"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
)

// publicNavigation is that of the public pages.
var publicNavigation = []web.Link{{Text: "Check a card", Href: "/check"}, {Text: "Your rights", Href: "/rights"},
	{Text: "Who is accredited", Href: "/register"}, {Text: "Powers", Href: "/powers"}, {Text: "Sign in", Href: "/sign-in"}}

// publicFigures counts the organisations in force and the persons accredited, for the
// front page.
func (s *Server) publicFigures(ctx context.Context, force id.Force) (int, int, error) {
	f, err := db.Find(ctx, s.DB, func(tx *db.Tx) (desk.Figures, error) { return s.Desk.Figures(tx, force) })
	return int(f.Orgs), int(f.Persons), err
}

// frame is what stands around every page of the request.
func (s *Server) frame(r *http.Request) web.Frame {
	who := account.From(r.Context())
	f := web.Frame{Force: who.Force.Name, SignIn: "/sign-in", Now: s.Clock.Now()}
	if who.Force.ID != "" {
		f.Checkpoint = s.lines.of(who.Force.ID)
		if s.isDemo(r.Context(), who) {
			f.Notice = "A demonstration county: every person in it is made up."
		}
	}
	if !who.SignedIn() {
		for _, n := range publicNavigation {
			if s.serves(n.Href) {
				f.Nav = append(f.Nav, n)
			}
		}
		return f
	}
	f.SignOut = "/sign-out"
	if reach, ok := who.Actor.Reach(authz.ReadPerson); (!ok || reach != authz.OwnPerson) && s.serves("/search") {
		f.Search = "/search"
	}
	f.Who = &web.Who{Name: who.Actor.Name, Role: who.Actor.Role.Title(), Href: "/account"}
	f.Nav = deskweb.Navigation(who.Actor, s.serves)
	return f
}

// isDemo reports whether the force is one of made-up people. A force that cannot be
// read shows no notice; the page itself will say what is wrong.
func (s *Server) isDemo(ctx context.Context, who account.Identity) bool {
	f, err := db.Find(ctx, s.DB, func(tx *db.Tx) (area.Force, error) { return s.Areas.Force(tx, who.Force.ID) })
	return err == nil && f.Settings.Demo
}

// orgChoices is the organisations a role can be given for.
func (s *Server) orgChoices(ctx context.Context, who authz.Actor) ([]accountweb.Choice, error) {
	if !who.Can(authz.ReadOrg) {
		return nil, nil
	}
	vs, err := db.Find(ctx, s.DB, func(tx *db.Tx) ([]org.Version, error) { return s.Orgs.AsAt(tx, who, register.Now(s.Clock.Now())) })
	var out []accountweb.Choice
	for _, v := range vs {
		out = append(out, accountweb.Choice{ID: v.ID, Name: v.State.Name})
	}
	slices.SortFunc(out, func(a, b accountweb.Choice) int { return cmp.Compare(a.Name, b.Name) })
	return out, err
}

// areaChoices is the areas a role can be given for: those of the police, and districts.
func (s *Server) areaChoices(ctx context.Context, who authz.Actor) ([]accountweb.Choice, error) {
	vs, err := db.Find(ctx, s.DB, func(tx *db.Tx) ([]area.Version, error) { return s.Areas.Of(tx, who.Force, "") })
	var out []accountweb.Choice
	for _, v := range vs {
		if k := v.State.Kind; k == area.LocalPolicingArea || k == area.District || k == area.Authority {
			out = append(out, accountweb.Choice{ID: v.ID, Name: v.State.Name})
		}
	}
	return out, err
}
