package trainingweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/desktest"
	"watchword/internal/id"
	"watchword/internal/training/course"
	"watchword/internal/training/coursetest"
	"watchword/internal/training/trainingweb"
	"watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { browser.Main(m) }

// TestPagesAtEveryWidth opens the pages as a browser shows them.
func TestPagesAtEveryWidth(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	o := h.Approved(t, "Aldermere City Council")
	ada, bo, cy := h.Warden(t, o, "Ada", accredtest.Today.AddYears(1)), h.Warden(t, o, "Bo", accredtest.Today.AddYears(1)), h.Warden(t, o, "Cy", accredtest.Today.AddYears(1))
	over := h.Session(t, h.Course, -4, 2)
	for _, x := range []id.CourseSession{over, h.Session(t, h.Course, 9, 2)} {
		accredtest.Must(t, h.Courses.Book(t.Context(), h.Manager, x, []id.Person{ada, bo, cy}))
	}
	h.actor = h.Trainer
	s := httptest.NewServer(h.handler)
	t.Cleanup(s.Close)
	at := "/training/sessions/" + string(over)
	desktest.Look(t, "training", s.URL, "/training/sessions", at, at+"/results", at+"/book?org="+string(o), "/training/courses/add", "/training/trainers")
}

// house is a force's pages of training as the server wires them, for the actor given.
type house struct {
	*coursetest.World
	t       testing.TB
	actor   authz.Actor
	handler http.Handler
}

func open(t testing.TB, d *db.DB) *house {
	t.Helper()
	w := desktest.New(t, d)
	h := &house{World: coursetest.Over(t, w.World), t: t}
	h.actor = h.Manager
	mux := desktest.Mux(trainingweb.New(w.Site, trainingweb.Deps{DB: d, Clock: h.Clock, Ledger: h.Ledger, Areas: h.Areas, Orgs: h.Orgs, Persons: h.Persons, Courses: h.Courses}))
	h.handler = w.Site.Guard(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { w.As(h.actor, mux).ServeHTTP(out, r) }))
	return h
}

func (h *house) get(address string) *webtest.Page {
	h.t.Helper()
	return webtest.Get(h.t, h.handler, address)
}

func (h *house) post(address string, form url.Values) *webtest.Page {
	h.t.Helper()
	return webtest.Post(h.t, h.handler, address, form)
}

// upload posts a form with a file.
func (h *house) upload(address string, form url.Values, content string) *webtest.Page {
	h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for k, v := range form {
		accredtest.Must(h.t, m.WriteField(k, v[0]))
	}
	f, err := m.CreateFormFile("file", "handbook.pdf")
	accredtest.Must(h.t, err)
	_, err = f.Write([]byte(content))
	accredtest.Must(h.t, err)
	accredtest.Must(h.t, m.Close())
	r := httptest.NewRequest("POST", address, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return webtest.Do(h.t, h.handler, r)
}

// day is the three fields of a day.
func day(form url.Values, name string, d clock.Day) {
	for field, layout := range map[string]int{"-day": 2, "-month": 1, "-year": 0} {
		form.Set(name+field, strings.Split(d.String(), "-")[layout])
	}
}

// TestACourseFromTheCalendarToTheCertificate plans a session, books people as their
// employer does, records results, and reads the certificate as the person does.
func TestACourseFromTheCalendarToTheCertificate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		ada, bo := h.Warden(t, o, "Ada", accredtest.Today.AddYears(1)), h.Warden(t, o, "Bo", accredtest.Today.AddYears(1))
		h.actor = h.Trainer
		h.get("/training/sessions").Status(200).Sound().Says("No session is planned.").Has("a", "Plan a session")
		h.get("/training/sessions/plan?course=" + string(h.Course)).Status(200).Sound()
		form := url.Values{"course": {string(h.Course)}, "trainer": {string(h.Marsh)}, "venue": {"Aldermere"}, "places": {"1"}}
		h.post("/training/sessions/plan", form).Status(422).Sound().Says("Enter the first day")
		day(form, "first", accredtest.Today.AddDays(6))
		day(form, "last", accredtest.Today.AddDays(9))
		at, _, _ := strings.Cut(h.post("/training/sessions/plan", form).Status(303).Header("Location"), "?")
		h.get(at).Status(200).Sound().Has("h1", "CSAS course").Says("23 to 26 November 2026, Aldermere", "Nobody has a place yet.", "0 of 1 taken")
		h.get(at + "/results").Status(409).Sound().Says("Its results are recorded when it is over.")
		h.get(at + "/book").Status(200).Sound().Says("Whose people?")

		h.actor = h.Employer(o)
		h.get("/training/sessions?show=free").Status(200).Sound().Has("a", "23 to 26 November 2026").Lacks("a", "Plan a session")
		h.get(at+"/book").Status(200).Sound().Says("1 place is free", "Ada Hartnoll", "Bo Hartnoll")
		h.post(at+"/book", url.Values{}).Status(422).Sound().Says("Choose at least one person")
		h.post(at+"/book", url.Values{"people": {string(ada), string(bo)}}).Status(303)
		h.get(at).Sound().Says("Your people with a place", "Waiting list", "1 of 1 taken").Lacks("a", "Change")
		h.get(at + "/book").Sound().Says("Everybody of this organisation has a place")
		session := id.CourseSession(strings.TrimPrefix(at, "/training/sessions/"))
		place := "/training/places/" + string(h.PlaceOf(t, session, ada))
		h.get(place).Status(200).Sound().Has("button", "Give the place up").Lacks("a", "Certificate")
		h.actor = h.Employer("org_other")
		h.get(place).Status(403)
		h.get(at).Status(200).Lacks("th", "Ada Hartnoll")
		h.actor = h.Trainer
		form.Set("places", "2")
		h.post(at+"/change", form).Status(303)
		h.get(at).Sound().Lacks("h2", "Waiting list").Says("2 of 2 taken")

		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(9), 17, 0))
		mine, his := string(h.PlaceOf(t, session, ada)), string(h.PlaceOf(t, session, bo))
		h.get(at + "/results").Status(200).Sound().Says("The pass mark is 70%.")
		h.post(at+"/results", url.Values{}).Status(422).Sound().Says("Choose what came of at least one place")
		h.post(at+"/results", url.Values{"results-" + mine: {"passed"}, "score-" + mine: {"69"}}).Status(422).Sound().Says("Ada Hartnoll passes with 70 percent or more.")
		h.post(at+"/results", url.Values{"results-" + mine: {"passed"}, "score-" + mine: {"x"}}).Status(422).Sound().Says("as a percentage")
		h.post(at+"/results", url.Values{"results-" + mine: {"passed"}, "score-" + mine: {"88"}}).Status(303)
		h.get("/training/places/"+his+"/result").Status(200).Sound().Says("Which modules were not passed?", "Antisocial behaviour")
		h.post("/training/places/"+his+"/result", url.Values{}).Status(422).Sound().Says("Choose what came of the place of Bo Hartnoll")
		h.post("/training/places/"+his+"/result", url.Values{"outcome": {"passed"}, "score": {"71"}, "missed": {"3"}}).Status(303)
		h.get(at).Sound().Says("Held", "88%, 3 powers to 25 Nov 2029", "without Traffic")
		h.get("/training/sessions?show=past").Sound().Has("a", "23 to 26 November 2026")

		h.actor = h.Own(o, ada)
		h.get("/my-training").Status(200).Sound().Says("0 of 6 hours in the last year", "The 999 rule", "Passed").Has("a", "Certificate")
		h.get(place+"/certificate").Status(200).Says("Community Safety Accredited Persons Training Certificate", "Ada Hartnoll", "Citizens in Policing", "Carys Marsh", "25 November 2029")
		if pdf := h.get(place + "/certificate.pdf").Status(200).Source(); !strings.HasPrefix(pdf, "%PDF-") {
			t.Error("the certificate is no PDF")
		}
		h.get("/my-training/999").Status(200).Sound().Says("In an emergency call 999 at once")
		h.post("/my-training/999", url.Values{}).Status(422).Sound().Says("Confirm that you have read the rule")
		h.post("/my-training/999", url.Values{"read": {"yes"}}).Status(303)
		h.get("/my-training").Sound().Says("Acknowledged 26 Nov 2026")
		h.get("/my-training/places/" + mine + "/review").Status(200).Sound()
		h.post("/my-training/places/"+mine+"/review", url.Values{"rating": {"5"}, "text": {"More role play"}}).Status(303)
		h.post("/my-training/places/"+his+"/review", url.Values{"rating": {"5"}}).Status(403)
		h.actor = h.Trainer
		h.get(at).Sound().Says("5.0 of 5, from 1 learner", "More role play")
		h.get(at+"?as_at=2026-11-20").Status(200).Sound().Lacks("a", "Record results").Says("Planned")
	})
}

// TestWhoTeachesAndWhatIsTaught keeps providers, trainers, courses and manuals by their pages.
func TestWhoTeachesAndWhatIsTaught(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/training/providers").Status(200).Sound().Has("a", "Citizens in Policing")
		h.get("/training/providers/add").Status(200).Sound()
		form := url.Values{"name": {"Lantern Training"}, "in_house": {"no"}, "evidence": {"Visited"}}
		h.post("/training/providers/add", form).Status(422).Sound().Says("Enter the day from which it is approved")
		day(form, "from", accredtest.Today)
		lantern, _, _ := strings.Cut(h.post("/training/providers/add", form).Status(303).Header("Location"), "?")
		h.get(lantern).Status(200).Sound().Says("It delivers no course.", "Visited")
		h.get(lantern + "/change").Status(200).Sound()
		h.get(lantern+"/close").Status(200).Sound().Says("Nobody: its courses end", "Citizens in Policing")
		h.post(lantern+"/close", url.Values{}).Status(422).Sound().Says("Enter the reason", "Enter its last day")

		h.get("/training/trainers/add").Status(200).Sound()
		h.post("/training/trainers/add", url.Values{}).Status(422).Sound().Says("Enter the trainer’s name", "Choose a provider that is approved")
		sam, _, _ := strings.Cut(h.post("/training/trainers/add", url.Values{"name": {"Sam Oke"}, "provider": {strings.TrimPrefix(lantern, "/training/providers/")}}).Status(303).Header("Location"), "?")
		h.get(sam).Status(200).Sound().Says("Shows no qualification yet", "No qualification is recorded.")
		h.get(sam + "/qualify").Status(200).Sound()
		h.post(sam+"/qualify", url.Values{}).Status(422).Sound().Says("Enter the qualification", "Enter who awarded it")
		award := url.Values{"what": {"Award"}, "awarded": {"City"}}
		day(award, "from", accredtest.Today.AddYears(-1))
		h.post(sam+"/qualify", award).Status(303)
		h.get("/training/trainers").Sound().Says("Sam Oke", "Award", "Qualified")
		h.get(sam + "/end").Status(200).Sound()
		h.post(sam+"/end", url.Values{"why": {"Retires"}}).Status(303)
		h.get(sam).Sound().Says("Teaches no longer").Lacks("a", "Record a qualification")
		h.get(sam + "/evidence/0").Status(404)

		h.actor = h.Trainer
		h.get("/training/providers").Sound().Lacks("a", "Approve a provider")
		h.get("/training/courses").Status(200).Sound().Says("CSAS course", "Training day 2026").Has(`a[href="/training/courses.csv"]`, "Save as a spreadsheet")
		h.get("/training/courses?sort=-course").Status(200).Sound().Has(`th[aria-sort=descending] a`, "Course")
		if got := h.get("/training/courses?sort=-course").All("tbody th"); len(got) != 2 || got[0] != "Training day 2026" {
			t.Errorf("sorted by course, backwards: %q", got)
		}
		h.get("/training/courses.csv").Status(200).Says("Course,For,Note,Length,Hours,Delivered by,Powers", "Training day 2026,Training day (CPD),,1 day,6 hours")
		h.get("/training/courses/add").Status(200).Sound()
		one := url.Values{"title": {"Traffic refresher"}, "kind": {"refresher"}, "provider": {string(h.House)}, "days": {"1"}, "hours": {"6"}, "places": {"12"}, "assessment": {"Exercise"}, "modules": {"six Traffic: 3A"}}
		h.post("/training/courses/add", one).Status(422).Sound().Says("Begin each line with the hours")
		one.Set("modules", "6 Traffic: 99Z")
		h.post("/training/courses/add", one).Status(422).Sound().Says("99Z is no paragraph of Schedule 5")
		one.Set("modules", "2 The law\r\n4 Traffic: 3A, 8B")
		made, _, _ := strings.Cut(h.post("/training/courses/add", one).Status(303).Header("Location"), "?")
		h.get(made).Status(200).Sound().Says("The law", "(3A); ", "A power is passed when every module", "36 months")
		if got := h.get(made + "/change").Sound().Form("form[novalidate]").Get("modules"); got != "2 The law\n4 Traffic: 3A, 8B" {
			t.Errorf("the modules come back as %q", got)
		}
		h.post(made+"/end", nil).Status(303)
		h.get(made).Sound().Says("Offered no longer since 17 Nov 2026").Lacks("button", "Offer it no longer")

		h.get("/training/manuals").Status(200).Sound().Says("No manual is kept.")
		h.get("/training/manuals/add").Status(200).Sound()
		h.post("/training/manuals/add", url.Values{"title": {"Handbook"}}).Status(422).Sound().Says("Choose a file")
		h.get("/training/due").Status(200).Sound().Says("Nobody is due a refresher in that time.", "36 months")
		h.actor = h.Vetter
		h.get("/training/sessions").Status(403)
		h.actor = h.Stranger(t, authz.SchemeManager)
		h.get(made).Status(404)
	})
}

// TestALearnerIsGivenTheManualOfTheDay publishes two versions, the second after a session.
func TestALearnerIsGivenTheManualOfTheDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		p := h.Warden(t, o, "Ada", accredtest.Today.AddYears(1))
		h.actor = h.Trainer
		file := func(note, content string) {
			of := id.Manual("")
			if note != "" {
				of = id.Manual(strings.TrimPrefix(h.get("/training/manuals").Link("Handbook"), "/training/manuals/"))
			}
			address := "/training/manuals/add"
			if of != "" {
				address = "/training/manuals/" + string(of) + "/publish"
			}
			h.upload(address, url.Values{"title": {"Handbook"}, "note": {note}}, "%PDF-1.4 "+content+" %%EOF").Status(303)
		}
		file("", "first")
		x := h.Session(t, h.Day, 0, 5)
		accredtest.Must(t, h.Courses.Book(t.Context(), h.Trainer, x, []id.Person{p}))
		accredtest.Must(t, h.Courses.Assess(t.Context(), h.Trainer, x, []course.Result{{Place: h.PlaceOf(t, x, p), Outcome: course.Attended}}))
		file("A chapter on noise", "second")
		at := h.get("/training/manuals").Sound().Says("Version 2", "All courses").Link("Handbook")
		h.get(at).Status(200).Sound().Says("A chapter on noise", "Version 1")
		h.actor = h.Own(o, p)
		h.get("/my-training").Sound().Says("6 of 6 hours in the last year", "Handbook, version 1")
		if got := h.get(at + "/files/1").Status(200).Source(); !strings.Contains(got, "first") {
			t.Errorf("the first version is %q", got)
		}
		h.get(at + "/files/3").Status(404)
	})
}
