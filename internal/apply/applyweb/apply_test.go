package applyweb_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/apply/applytest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

var links = regexp.MustCompile(`/apply/([a-z0-9_.]+)`)

// secret is the link that a page shows.
func secret(t testing.TB, source string) string {
	t.Helper()
	m := links.FindStringSubmatch(source)
	if m == nil {
		t.Fatal("the page shows no link")
	}
	return m[0]
}

// invite lets the office invite a council, and returns the path of the link.
func (h *house) invite() string {
	h.t.Helper()
	at := "/prospects/" + string(h.Asked(h.t, applytest.Enquiry()).Prospect)
	h.get(at+"/invite").Status(200).Sound().Has("h1", "Invite to apply")
	page := h.post(at+"/invite", nil).Status(200).Sound().Says("It is shown only now")
	return secret(h.t, page.Source())
}

func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 60))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text fills every question of a page as somebody would.
func text(page apply.Page) url.Values {
	form := url.Values{}
	for _, q := range page.Fields {
		switch {
		case q.Kind == apply.Choose:
			form.Set(q.Name, q.Options[len(q.Options)-1].Value)
		case q.Kind == apply.Date:
			form.Set(q.Name+"-day", "30")
			form.Set(q.Name+"-month", "6")
			form.Set(q.Name+"-year", "2027")
		case q.Kind == apply.Email:
			form.Set(q.Name, "name@hallowdene.example")
		case q.Kind == apply.Phone:
			form.Set(q.Name, "01700 900 300")
		case q.Name == "postcode":
			form.Set(q.Name, "EM7 2QP")
		default:
			form.Set(q.Name, "As said: "+q.Label)
		}
	}
	if slices.ContainsFunc(page.Fields, func(q apply.Field) bool { return q.Name == "legal_name" }) {
		form.Set("legal_name", "Hallowdene District Council")
	}
	return form
}

// fill goes through every page of the application of a council.
func (h *house) fill() {
	h.t.Helper()
	for _, s := range apply.Sections(false) {
		for _, p := range s.Pages {
			if p.List == "" {
				h.get("/application/pages/" + p.Name).Status(200).Sound()
				h.post("/application/pages/"+p.Name, url.Values{}).Status(422).Sound()
				h.post("/application/pages/"+p.Name, text(p)).Status(303)
			}
		}
	}
	h.post("/application/pages/supervisors", nil).Status(422).Sound().Says("Name at least one supervisor")
	h.get("/application/pages/supervisors/items/new").Status(200).Sound().Has("h1", "Add a supervisor")
	h.post("/application/pages/supervisors/items/new", url.Values{"name": {""}}).Status(422).Sound().Says("Enter the name")
	h.post("/application/pages/supervisors/items/new", url.Values{"name": {"Gareth Lyle"}, "email": {"nonsense"}}).Status(422).Sound().Says("Enter an e-mail address")
	h.post("/application/pages/supervisors/items/new", url.Values{"name": {"Gareth Lyle"}, "post": {"Team leader"}}).Status(303)
	h.get("/application/pages/supervisors").Sound().Says("Gareth Lyle", "Team leader")

	h.post("/application/roles/new", url.Values{"title": {""}, "staff": {"0"}}).Status(422).Sound().Says("Enter the title of the role", "Enter how many people have this role")
	h.get("/application/roles/new?like=Park+ranger").Status(200).Sound().Says("Take tobacco, under 16", "What the chief officer cannot give")
	wants := h.post("/application/roles/new", url.Values{"title": {"Traffic marshal"}, "staff": {"3"}, "powers": {"csas-traffic-control"}}).Status(303).Header("Location")
	h.get(wants).Status(200).Sound().Says("Needs 3A")
	h.post(wants, url.Values{}).Status(422).Sound().Says("Say why the work needs it: Direct traffic")
	h.get("/application/pages/roles").Sound().Says("Conflicts", "Needs 3A").Has("th", "Direct traffic")
	role := strings.TrimSuffix(wants, "/powers")
	h.post(role, url.Values{"title": {"Traffic marshal"}, "staff": {"3"}, "powers": {"csas-traffic-control", "csas-name-address-traffic"}}).Status(303)
	form := url.Values{}
	for _, p := range []string{"csas-traffic-control", "csas-name-address-traffic"} {
		form.Set("reason-"+p, "Markets close the High Street.")
		form.Set("uses-"+p, "Weekly")
		form.Set("instead-"+p, "Signs are not obeyed.")
	}
	h.post(wants, form).Status(303)
	h.get("/application/pages/roles").Sound().Lacks("h2", "What conflicts, or is to be weighed")

	h.get("/application/pages/area").Status(200).Sound().Says("Policing districts", "Aldermere")
	h.send("/application/pages/area", url.Values{"area_text": {"Hallowdene"}}, "drawn", "area.geojson", []byte(`{"type":"Polygon","coordinates":[[[0,51],[1,51]]]}`)).Status(422).Sound().Says("The boundary cannot be used")
	h.send("/application/pages/area", url.Values{"area_text": {"District of Hallowdene"}, "areas": {string(h.City)}}, "", "", nil).Status(303)
	h.send("/application/pages/uniform", url.Values{"uniform": {"Green"}}, "photo", "me.png", []byte("<html>")).Status(422).Sound().Says("This is a web page")
	h.send("/application/pages/uniform", url.Values{"uniform": {"Green jacket"}}, "photo", "me.png", picture(h.t)).Status(303)
	h.get("/application/pages/uniform").Sound().Has("img[alt='The uniform as you sent it']", "")
	h.send("/application/pages/evidence", url.Values{"what": {"public_liability"}}, "file", "certificate.pdf", []byte("<!doctype html>")).Status(422).Sound().Says("certificate.pdf: ", "This is a web page")
	h.send("/application/pages/evidence", url.Values{"what": {""}}, "file", "certificate.pdf", []byte("%PDF-1.4 %%EOF")).Status(422).Says("Choose what the file shows")
	h.send("/application/pages/evidence", url.Values{"what": {"public_liability"}}, "file", "certificate.pdf", []byte("%PDF-1.4 %%EOF")).Status(303)
}

func TestAnEmployerAppliesBehindItsLink(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		at := h.invite()
		h.as(h.Public())
		h.get("/application").Status(404)
		h.get(at).Status(200).Sound().Has("h1", "Your application").Says("Hallowdene District Council", "opens the application once")
		h.post(at, nil).Leads("/application")
		h.get(at).Status(404)
		page := h.get("/application").Status(200).Sound().Has("h1", "Your application").Says("You have completed 1 of", "1. Your organisation", "Not yet started")
		if page.Header("Cache-Control") != "no-store" {
			t.Error("the application may be kept by a cache")
		}
		h.get("/application/check").Status(200).Sound().Says("What is still missing", "Answer this: Name")
		h.post("/application/check", url.Values{"signed": {"Priya Nair"}, "area": {"yes"}, "changes": {"yes"}, "fees": {"yes"}, "checks": {"yes"}}).Status(422).Sound().Says("Complete what is missing first")
		h.fill()

		pdf := h.get("/application/pages/evidence").Sound().Link("Open certificate.pdf")
		file := h.get(pdf).Status(200)
		if file.Header("Content-Disposition") != `attachment; filename=certificate.pdf` || !strings.Contains(file.Header("Content-Security-Policy"), "sandbox") {
			t.Errorf("the file is served with %q", file.Header("Content-Disposition"))
		}
		h.get("/application/files/0000").Status(404)

		left := h.post("/application/link/leave", nil).Status(200).Sound().Has("h1", "Your application is saved")
		h.get("/application").Status(404)
		h.post(secret(t, left.Source()), nil).Leads("/application")
		h.post("/application/link/colleague", nil).Status(200).Sound().Has("h1", "A link for a colleague")

		h.get("/application/check").Status(200).Sound().Says("Nothing is missing", "Markets close the High Street.", "Expected use: Weekly")
		h.post("/application/check", url.Values{}).Status(422).Sound().Says("Type your full name", "Say that checks may be made")
		h.post("/application/check", url.Values{"signed": {"Priya Nair"}, "area": {"yes"}, "changes": {"yes"}, "fees": {"yes"}, "checks": {"yes"}}).Leads("/application?done=form.sent")
		h.get("/application").Status(200).Sound().Says("With the scheme office", "You sent your application", "17 November 2026").Lacks("a", "Check your answers and send")
		h.get("/application/pages/identity").Status(409)
		h.get("/application/withdraw").Status(200).Sound()
		h.post("/application/withdraw", url.Values{"why": {"No money"}}).Leads("/application?done=form.withdrawn")
		h.get("/application").Says("The application was withdrawn")
		h.Verify(t)
	})
}

func TestEveryPageOfTheApplicationOnAPhone(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	_, holder := h.Invited(t, applytest.Enquiry())
	h.Filled(t, holder, h.Complete(false))
	l, err := h.Applies.Return(t.Context(), holder)
	accredtest.Must(t, err)
	h.as(h.Public()).post("/apply/"+l.Secret, nil)
	f, err := h.Applies.Filled(t.Context(), holder)
	accredtest.Must(t, err)
	role := "/application/roles/" + string(f.Form.Roles[0].ID)
	h.look("applicant", "/application", "/application/pages/identity", "/application/pages/policies", "/application/pages/roles", role, role+"/powers", "/application/pages/area", "/application/pages/evidence", "/application/check")
}
