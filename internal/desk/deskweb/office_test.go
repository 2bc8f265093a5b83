package deskweb_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/desk/deskweb"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/vetting"
	"watchword/internal/web"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// office is a force with two employers and their people at every stage, and the pages as
// the server serves them; each request comes from the actor of the moment.
type office struct {
	*accredtest.World
	t       testing.TB
	board   *desk.Board
	handler http.Handler
	actor   authz.Actor

	council, homes, applicant id.Org
	joel, ann                 id.Person // accredited; ann is suspended
	asked                     id.Accreditation
}

func wire(t testing.TB, d *db.DB) *office {
	t.Helper()
	w := accredtest.New(t, d)
	o := &office{World: w, t: t, board: w.Board, actor: w.Manager}
	site := web.New(web.Config{Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Clock: w.Clock, Frame: o.frame})
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", web.Assets())
	deskweb.New(site, deskweb.Config{Board: o.board}).Routes(mux)
	o.handler = site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: o.actor})))
	}))
	return o
}

func (o *office) frame(*http.Request) web.Frame {
	return web.Frame{Force: "Eastmarch Constabulary", Now: o.Clock.Now(), Search: deskweb.Search(o.actor), SignOut: "/sign-out", Checkpoint: "Ledger checkpoint 10:42, signed, 48,231 entries",
		Who: &web.Who{Name: o.actor.Name, Role: o.actor.Role.Title(), Href: "/account"}, Ask: "Ruth Adeyemi", Nav: deskweb.Navigation(o.actor, nil),
		Footer: []web.Link{{Text: "Accessibility", Href: "/accessibility"}, {Text: "Privacy", Href: "/privacy"}, {Text: "Help", Href: "/help"}}}
}

// lively is the office with something at every stage.
func lively(t testing.TB, d *db.DB) *office {
	t.Helper()
	o := wire(t, d)
	o.council, o.homes = o.Approved(t, "Aldermere City Council"), o.Approved(t, "Quaymouth Homes")
	o.applicant = o.Council(t, "Hallowdene District Council")
	o.joel, _ = o.Accredited(t, o.council, "Joel", "csas-name-address-asb", "csas-fpn-litter")
	var ann id.Accreditation
	o.ann, ann = o.Accredited(t, o.homes, "Ann", "csas-fpn-litter")
	accredtest.Must(t, o.Accreds.Suspend(t.Context(), o.Manager, ann, "A complaint that touches honesty"))
	bea := o.Warden(t, o.council, "Bea", accredtest.Today.AddYears(1), "csas-fpn-litter")
	var err error
	o.asked, err = o.Accreds.Recommend(t.Context(), o.Manager, bea, "Interview and supervisor’s report")
	accredtest.Must(t, err)
	o.Warden(t, o.homes, "Cleo", accredtest.Today.AddYears(1))
	for i, weeks := range []int{1, 6, 10, 20} {
		p, err := o.Persons.Nominate(t.Context(), o.Manager, person.Person{Forenames: fmt.Sprint("Wait", i), Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: o.council,
			Role: o.Org(t, o.council).Roles[0].ID, Agreed: accredtest.Today})
		accredtest.Must(t, err)
		accredtest.Must(t, o.Vettings.Request(t.Context(), o.Manager, p, accredtest.Today.AddDays(-7*weeks)))
	}
	for i, n := range []int{5, 5, 20, 60} { // clearances that end in so many days
		p, _ := o.Accredited(t, o.council, fmt.Sprint("End", i), "csas-name-address-asb")
		accredtest.Must(t, o.Vettings.Record(t.Context(), o.Vetter, p, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: accredtest.Today.AddDays(n)}))
	}
	accredtest.Must(t, o.Orgs.Alter(t.Context(), o.Manager, o.homes, func(x *org.Organisation) error {
		x.Roles[0].Powers = append(x.Roles[0].Powers, org.Power{Power: "csas-stop-cycle", Answer: org.Asked, Reason: "Cycling on the quay"})
		return nil
	}))
	return o
}

// of is an actor in a role, for the council, the city or Joel where the role belongs to
// one.
func (o *office) of(role authz.Role) authz.Actor {
	a := authz.Actor{Force: o.Force, Account: id.Account("acc_" + string(role)), Name: "Sam Pike", Role: role}
	if role.OfEmployer() || role == authz.AccreditedPerson {
		a.Org = o.council
	}
	if role == authz.AccreditedPerson {
		a.Person = o.joel
	}
	if role.OfAreas() {
		a.Areas = []id.Area{o.City}
	}
	return a
}

// get reads a page as somebody.
func (o *office) get(who authz.Actor, address string) *webtest.Page {
	o.t.Helper()
	o.actor = who
	return webtest.Get(o.t, o.handler, address)
}

// post sends a form as somebody.
func (o *office) post(who authz.Actor, address string, form url.Values) *webtest.Page {
	o.t.Helper()
	o.actor = who
	return webtest.Post(o.t, o.handler, address, form)
}

// later moves the clock past what the board remembers.
func (o *office) later() { o.Clock.Advance(40_000_000_000) }
