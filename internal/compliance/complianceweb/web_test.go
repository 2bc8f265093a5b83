package complianceweb_test

import (
	"log/slog"
	"net/http"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/authz"
	"watchword/internal/compliance/complianceweb"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// TestTheSixStandardsOnPages reads the list, an organisation, its persons by a part and one
// person, as the office and others do.
func TestTheSixStandardsOnPages(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		actor := w.Manager
		site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
			return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: w.Clock.Now(), Who: &web.Who{Name: actor.Name, Role: actor.Role.Title()}}
		}})
		mux := http.NewServeMux()
		complianceweb.New(site, complianceweb.Deps{DB: d, Clock: w.Clock, Compliance: w.Rooms.Compliance}).Routes(mux)
		handler := site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: actor})))
		}))
		get := func(address string) *webtest.Page { t.Helper(); return webtest.Get(t, handler, address) }

		get("/standards").Status(200).Sound().Says("Nobody has arrangements in force")
		o := w.Approved(t, "Aldermere City Council")
		p, _ := w.Accredited(t, o, "Joel", law.PowerID("csas-name-address-asb"))
		one, who := "/organisations/"+string(o)+"/standards", "/people/"+string(p)+"/standards"
		get("/standards").Status(200).Sound().Has("th", "Aldermere City Council").Says("1 person accredited", "Met", "To be looked at")
		get(one+"/training.csv").Status(200).Says("\ufeffPerson,", "Hartnoll, Joel")
		get(one+"/training").Has("a", "Save as a spreadsheet")
		get(one + "/luck.csv").Status(404)
		get("/standards?show=red").Says("Nobody has a standard that is not met.")
		get("/standards?sort=-vetting&page=9").Status(200).Has("th", "Aldermere City Council")
		get(one).Status(200).Sound().Has("h2", "Accountability").Says("No joint operating protocol is in force.", "Met by all of 1 person.").Lacks("a", "Renew")
		get(one+"/training").Status(200).Sound().Has("th", "Hartnoll, Joel").Says("Trained for every power given.")
		get(one + "/luck").Status(404)
		get(who).Status(200).Sound().Says("Supervised by Gareth Lyle.", "Nobody stands in for Gareth Lyle.")
		accredtest.Must(t, w.Persons.Alter(t.Context(), w.Manager, p, func(p *person.Person) error { p.Supervisor = ""; return nil }))
		get(who).Sound().Says("One standard is not met", "Supervision is not met. Until it is put right, nothing here is renewed.")
		get(one).Sound().Says("1 person without a supervisor who is one.")
		get(who + "?as_at=16/11/2026").Status(404)
		actor = w.Lead(o)
		get(one).Status(200)
		get("/standards").Status(200).Has("th", "Aldermere City Council")
		actor = w.Lead(w.Approved(t, "Quaymouth Council"))
		for _, address := range []string{one, one + "/training", one + "/training.csv", who} {
			get(address).Status(403)
		}
		actor = w.Stranger(t, authz.SchemeManager)
		get(one).Status(404)
	})
}
