package areaweb_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func (o *office) post(address string, status int, pairs ...string) *webtest.Page {
	o.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return webtest.Post(o.t, o.handler, address, form).Status(status)
}

// unit adds a unit and returns its address.
func (o *office) unit(pairs ...string) string {
	o.t.Helper()
	address, _, _ := strings.Cut(o.post("/units/add", 303, pairs...).Header("Location"), "?")
	return address
}

func TestAUnitIsAddedFilledAndClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d)
		o.get("/units", 200).Says("No unit has been entered yet.")
		o.post("/units/add", 422, "name", "").Sound().Says("Enter the name of the unit")
		lpsu := o.unit("name", "Local Policing Support Unit", "short", "LPSU")
		team := o.unit("name", "Scheme team", "parent", strings.TrimPrefix(lpsu, "/units/"))
		ruth := accounttest.Add(t, o.Accounts, o.Manager, "ruth@eastmarch.example", "Ruth Adeyemi", account.Post{Role: authz.SchemeManager})
		accounttest.Add(t, o.Accounts, o.Manager, "helen@aldermere.example", "Helen Prowse", account.Post{Role: authz.Signatory, Org: o.Approved(t, "Aldermere City Council")})

		p := o.get(team, 200).Has("h1", "Scheme team").Says("Part of Local Policing Support Unit (LPSU).", "No account belongs to this unit yet.")
		if strings.Contains(p.Source(), "Helen Prowse") {
			t.Error("an employer’s account is offered")
		}
		o.post(team+"/accounts", 422).Sound().Says("Choose an account")
		o.post(team+"/accounts", 303, "account", string(ruth))
		o.get(team, 200).Has("th", "Ruth Adeyemi").Has("td", "Scheme manager")
		o.post(lpsu+"/own", 303)
		o.get(lpsu, 200).Says("Owner of documents and reports", "name this unit as their owner")
		if rows := o.get("/units", 200).All("tbody tr"); len(rows) != 2 || rows[0] != "Local Policing Support Unit (LPSU) 0 Owner" || rows[1] != "Scheme team Local Policing Support Unit (LPSU) 1" {
			t.Errorf("%q", rows)
		}

		o.post(team+"/close", 409).Sound().Says("Accounts belong to Scheme team. Move them first.")
		o.post(team+"/accounts/"+string(ruth)+"/out", 303)
		o.post(team+"/change", 422, "name", "Local policing support unit").Sound().Says("There is a unit named Local Policing Support Unit already")
		o.post(team+"/change", 303, "name", "Citizens in Policing")
		o.post(team+"/close", 303)
		o.get("/units", 200).Lacks("a", "Citizens in Policing")
		o.get(team, 200).Says("Closed").Lacks("main button")
		o.get(team+"/change", 404)
		o.get("/units/unt_none", 404)

		o.actor = o.Delegate
		o.get("/units", 200).Lacks("a", "Add a unit")
		o.get(lpsu, 200).Lacks("main button")
		o.post(lpsu+"/change", 403, "name", "Ours")
		o.actor = o.Trainer
		o.get("/units", 403)
	})
}

func TestUnitsPagesAreSoundInABrowser(t *testing.T) {
	t.Parallel()
	o := open(t, dbtest.SQLite(t))
	lpsu := o.unit("name", "Local Policing Support Unit", "short", "LPSU")
	ruth := accounttest.Add(t, o.Accounts, o.Manager, "ruth@eastmarch.example", "Ruth Adeyemi", account.Post{Role: authz.SchemeManager})
	accounttest.Add(t, o.Accounts, o.Manager, "owen@eastmarch.example", "Owen Tiller", account.Post{Role: authz.Delegate})
	o.post(lpsu+"/accounts", 303, "account", string(ruth))
	server := httptest.NewServer(o.handler)
	t.Cleanup(server.Close)
	p := browser.Window(t, 1280)
	for _, width := range []int{1280, 390} {
		p.Width(width)
		for _, address := range []string{"/units", lpsu, lpsu + "/change", "/units/add"} {
			p.Go(server.URL + address)
			p.Axe()
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", address, width)
			}
		}
	}
}
