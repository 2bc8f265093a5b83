package retainweb_test

import (
	"log/slog"
	"net/http"
	"net/url"
	"testing"
	"time"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/apply/applytest"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/retain/retainweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

func TestAnEnquiryIsHeldThenErased(t *testing.T) {
	t.Parallel()
	w := applytest.New(t, dbtest.SQLite(t))
	actor := w.Acting(authz.DataProtection)
	site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: w.Clock.Now(), Who: &web.Who{Name: actor.Name, Role: actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	retainweb.New(site, retainweb.Deps{DB: w.DB, Clock: w.Clock, Retention: w.Retention, Areas: w.Areas}).Routes(mux)
	handler := site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: actor})))
	}))
	get := func(address string, status int) *webtest.Page { return webtest.Get(t, handler, address).Status(status) }
	get("/retention", 200).Sound().Says("Nothing falls due to be erased within 90 days.", "Complaints and praise", "72 months", "our own")
	asked := w.Asked(t, applytest.Enquiry())
	accredtest.Must(t, w.Applies.Close(t.Context(), w.Manager, asked.Prospect, "They changed their mind"))
	at, name := "/retention/"+string(asked.Prospect), "Enquiry "+asked.Reference+" of Hallowdene District Council"
	get(at, 200).Sound().Has("h1", name).Lacks("button", "Erase it")
	w.Clock.Advance(300 * 24 * time.Hour)
	get("/retention", 200).Says(name, "Soon over")
	w.Clock.Advance(100 * 24 * time.Hour)
	get("/retention.csv", 200).Says("Over: to be erased")
	webtest.Post(t, handler, at+"/hold", url.Values{"why": {""}}).Status(422).Sound().Has(".govuk-error-summary", "Enter the reason")
	webtest.Post(t, handler, at+"/hold", url.Values{"why": {"A claim is before the county court"}}).Status(303).Leads(at + "?done=retention.hold")
	get("/retention?show=held", 200).Sound().Says(name, "A claim is before the county court")
	get(at, 200).Sound().Lacks("button", "Erase it").Has("button", "Lift the hold")
	w.Clock.Advance(time.Hour)
	webtest.Post(t, handler, at+"/lift", url.Values{"why": {"It was settled"}}).Status(303)
	get(at, 200).Sound().Has("button", "Erase it").Says("A claim is before the county court", "It was settled")
	webtest.Post(t, handler, at+"/erase", url.Values{}).Status(422).Sound().Has(".govuk-error-summary", "Tick the box")
	allowed := actor
	actor = w.Delegate
	get("/retention", 403)
	webtest.Post(t, handler, at+"/erase", url.Values{"sure": {"yes"}}).Status(403)
	actor = allowed
	webtest.Post(t, handler, at+"/erase", url.Values{"sure": {"yes"}}).Status(303).Leads("/retention?done=retention.erase")
	get(at, 404)
	w.Verify(t)
}
