package rollweb_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
	"watchword/internal/person/roll/rollweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

func TestAnEmployerConfirmsItsPeopleOnOnePage(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w := cardtest.New(t, d)
	o := w.Approved(t, "Aldermere City Council")
	joel, _ := w.Accredited(t, o, "Joel", law.PowerID("csas-name-address-asb"))
	mo, _ := w.Accredited(t, o, "Mo", law.PowerID("csas-name-address-asb"))
	role := string(w.Org(t, o).Roles[0].ID)
	who := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
	site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", Who: &web.Who{Name: who.Name, Role: who.Role.Title()}, SignOut: "/sign-out", Now: w.Clock.Now()}
	}})
	mux := http.NewServeMux()
	rollweb.New(site, rollweb.Deps{DB: d, Clock: w.Clock, Areas: w.Areas, Orgs: w.Orgs, Persons: w.Persons, Rolls: w.Rooms.Rolls}).Routes(mux)
	handler := site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: who, Account: account.Account{Name: who.Name}})))
	}))
	at := "/organisations/" + string(o) + "/roll"
	webtest.Get(t, handler, at).Status(200).Sound().Has("h1", "Who has left, who has moved").Says("Joel Hartnoll", "Mo Hartnoll", "The people have not been confirmed yet.")
	form := url.Values{"person": {string(joel), string(mo)}, "role": {role, role}, "left": {"2030-01-01", ""}}
	webtest.Post(t, handler, at, form).Status(422).Sound().Says("Joel Hartnoll: Report the person once they have left.")
	form["left"] = []string{"2026-11-16", ""}
	webtest.Post(t, handler, at, form).Status(303)
	webtest.Get(t, handler, at).Status(200).Sound().Says("Last confirmed on 17 November 2026 by Priya Nair.", "Mo Hartnoll").Lacks("th a", "Joel Hartnoll")
	webtest.Post(t, handler, at, form).Status(409)
	webtest.Post(t, handler, at, url.Values{"person": {string(mo)}}).Status(409)

	who = w.Manager
	webtest.Get(t, handler, "/rolls").Status(200).Sound().Says("No employer is asked to confirm who works for it.")
	_, err := w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{"roll_months": "6"}, Why: "The board decided"})
	accredtest.Must(t, err)
	w.Clock.Set(clock.OnClock(accredtest.Today.AddMonths(8), 9, 0))
	webtest.Get(t, handler, "/rolls").Status(200).Sound().Says("Aldermere City Council", "17 Nov 2026, by Priya Nair")
	webtest.Post(t, handler, "/rolls/"+string(o)+"/remind", nil).Status(409)
	who = authz.Actor{Force: w.Force, Account: "acc_2", Role: authz.Signatory, Org: "org_other"}
	webtest.Get(t, handler, at).Status(403)
}
