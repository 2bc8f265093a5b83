package nominateweb_test

import (
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/db/dbtest"
	"watchword/internal/intake/nominate/nominateweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

func TestAnEmployerPutsSeveralForward(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w := cardtest.New(t, d)
	o := w.Approved(t, "Aldermere City Council")
	who := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
	site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", Who: &web.Who{Name: who.Name, Role: who.Role.Title()}, SignOut: "/sign-out", Now: w.Clock.Now()}
	}})
	mux := http.NewServeMux()
	nominateweb.New(site, nominateweb.Deps{DB: d, Clock: w.Clock, Orgs: w.Orgs, Nominate: w.Rooms.Nominate}).Routes(mux)
	handler := site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: who, Account: account.Account{Name: who.Name}})))
	}))
	at := "/organisations/" + string(o) + "/nominate"
	send := func(name, content string) *webtest.Page {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		if name != "" {
			f, err := m.CreateFormFile("file", name)
			accredtest.Must(t, err)
			_, err = f.Write([]byte(content))
			accredtest.Must(t, err)
		}
		accredtest.Must(t, m.Close())
		r := httptest.NewRequest("POST", at, &body)
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		return webtest.Do(t, handler, r)
	}
	webtest.Get(t, handler, at).Status(200).Sound().Has("h1", "Put several persons forward").Says("The roles are: Community warden.")
	send("", "").Status(422).Sound().Says("Choose a spreadsheet")
	p := send("people.csv", "Surname,Forenames,Date of birth,Role\nFenn,Lee,1991-02-03,Community warden\nPugh,Ann,1992-02-03,Astronaut\n").Status(200).Sound()
	p.Says("1 person can be put forward. 1 line is bad. Nothing is entered yet.", "Lee Fenn", "has no role")
	form := url.Values{"lines": {p.Attr("input[name=lines]", "value")}}
	webtest.Post(t, handler, at+"/take", form).Status(422).Sound().Says("Enter the day on which they agreed to take part", "Lee Fenn")
	form.Set("agreed-day", "16")
	form.Set("agreed-month", "11")
	form.Set("agreed-year", "2026")
	webtest.Post(t, handler, at+"/take", form).Status(303)
	webtest.Post(t, handler, at+"/take", form).Status(409)
	webtest.Post(t, handler, at+"/take", url.Values{"lines": {"{"}}).Status(422)
	who = authz.Actor{Force: w.Force, Account: "acc_2", Role: authz.Signatory, Org: "org_other"}
	webtest.Get(t, handler, at).Status(403)
}
