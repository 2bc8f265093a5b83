package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/accountweb"
	"watchword/internal/accred"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/desk/deskweb"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/web"
)

// publicNavigation is that of the public pages.
var publicNavigation = []web.Link{{Text: "Check a card", Href: "/check"}, {Text: "Your rights", Href: "/rights"},
	{Text: "Who is accredited", Href: "/register"}, {Text: "Powers", Href: "/powers"}, {Text: "For employers", Href: "/for-employers"}, {Text: "Sign in", Href: "/sign-in"}}

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
	f.Nav, f.Under = deskweb.Navigation(who.Actor, s.serves), deskweb.Under(who.Actor.Role)
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

// areaChoices is the areas a role can be given for: those of the police, districts and
// local authorities. What bears the name of another says what it is.
func (s *Server) areaChoices(ctx context.Context, who authz.Actor) ([]accountweb.Choice, error) {
	vs, err := db.Find(ctx, s.DB, func(tx *db.Tx) ([]area.Version, error) { return s.Areas.Of(tx, who.Force, "") })
	var out []accountweb.Choice
	for _, kind := range []area.Kind{area.LocalPolicingArea, area.District, area.Authority} {
		for _, v := range vs {
			if v.State.Kind != kind {
				continue
			}
			name := v.State.Name
			if kind != area.LocalPolicingArea {
				name += " (" + strings.ToLower(kind.Title()) + ")"
			}
			out = append(out, accountweb.Choice{ID: v.ID, Name: name})
		}
	}
	return out, err
}

// personsFound is the first persons whose name or AP number fits, and whether there are
// more.
func (s *Server) personsFound(ctx context.Context, who authz.Actor, text string) ([]accountweb.Person, bool, error) {
	found, err := s.Board.Search(ctx, who, text)
	if err != nil {
		return nil, false, err
	}
	which := []id.Person{found.Exact}
	if found.Exact == "" {
		which = nil
		for _, l := range found.People.Lines {
			which = append(which, l.Person)
		}
	}
	out, err := s.personsNamed(ctx, who, which)
	return out, int(found.People.Total) > len(which), err
}

// personsNamed is persons by identity, of those the actor may see.
func (s *Server) personsNamed(ctx context.Context, who authz.Actor, which []id.Person) ([]accountweb.Person, error) {
	var out []accountweb.Person
	now := register.Now(s.Clock.Now())
	err := s.DB.Read(ctx, func(tx *db.Tx) error {
		for _, one := range which {
			v, err := s.Persons.Find(tx, who, one, now)
			if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
				continue
			}
			if err != nil {
				return err
			}
			o, err := s.Orgs.Any(tx, who.Force, v.State.Org, now)
			if err != nil {
				return err
			}
			number, err := s.number(tx, who.Force, one, now)
			if err != nil {
				return err
			}
			note := slices.DeleteFunc([]string{number, v.State.RoleTitle, o.State.Name}, func(s string) bool { return s == "" })
			out = append(out, accountweb.Person{ID: one, Name: v.State.Name(), Note: strings.Join(note, ", "), Email: v.State.Email, Org: v.State.Org})
		}
		return nil
	})
	return out, err
}

// number is a person's AP number, or empty.
func (s *Server) number(tx *db.Tx, force id.Force, of id.Person, w register.When) (string, error) {
	all, err := s.Accreds.Of(tx, force, of, w)
	chief, _ := accred.Chief(all)
	return chief.State.Number, err
}
