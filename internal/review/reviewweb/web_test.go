package reviewweb_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
	"watchword/internal/review/reviewapi"
	"watchword/internal/review/reviewweb"
	"watchword/internal/web"
	"watchword/internal/web/webtest"
)

// TestAReviewOnThePagesAndThroughTheAPI opens a review on the page, answers it there as the
// employer, decides it as the delegate, and reads it on all of them and through the API.
func TestAReviewOnThePagesAndThroughTheAPI(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	w := accredtest.New(t, d)
	o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
	w.Accredited(t, o, "Joel", law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter"))
	actor := w.Manager
	priya := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
	site := web.New(web.Config{Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Frame: func(*http.Request) web.Frame {
		return web.Frame{Force: "Eastmarch Constabulary", SignIn: "/sign-in", SignOut: "/sign-out", Now: w.Clock.Now(), Who: &web.Who{Name: actor.Name, Role: actor.Role.Title()}}
	}})
	mux := http.NewServeMux()
	reviewweb.New(site, reviewweb.Deps{DB: d, Clock: w.Clock, Reviews: w.Reviews}).Routes(mux)
	handler := site.Guard(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(rw, r.WithContext(account.With(r.Context(), account.Identity{Actor: actor})))
	}))
	get := func(address string) *webtest.Page { t.Helper(); return webtest.Get(t, handler, address) }
	post := func(address string, form url.Values) *webtest.Page {
		t.Helper()
		return webtest.Post(t, handler, address, form)
	}
	of := "/organisations/" + string(o) + "/power-reviews"
	get("/power-reviews?show=open").Status(200).Sound().Says("No review is open.")
	get("/power-reviews?show=due").Status(200).Sound().Says("No review is due.")
	get("/power-reviews?sort=-name").Status(200).Sound().Has("a", "Quaymouth Council").Says("17 Nov 2028")
	get(of).Status(200).Sound().Has("button", "Open a review").Says("Its powers have not been reviewed yet.")
	at, _, _ := strings.Cut(post(of, nil).Status(303).Header("Location"), "?")
	opened := w.Clock.Now()
	get(at).Status(200).Sound().Has("h1", "Review of powers PR-001").Has("a", "Call it off").Lacks("a", "Answer").Says("nobody was written to", "Not told")
	get(at + "/letter").Status(404)

	actor = priya
	w.Clock.Advance(1e9)
	get("/power-reviews").Status(200).Sound().Lacks("a", "Quaymouth Council")
	get("/organisations/" + string(other) + "/power-reviews").Status(403)
	get(of).Status(200).Sound().Lacks("button", "Open a review")
	get(at + "/answer").Status(200).Sound().Says("Held since 17 November 2026. May be used by 1 person today; 1 trained.")
	post(at+"/answer", url.Values{"uses-0": {"many"}}).Status(422).Sound().Says("enter how often it was used, as a number")
	form := url.Values{}
	for _, n := range []string{"0", "1", "2", "3", "4", "5"} {
		form.Set("uses-"+n, "1,200")
		form.Set("needed-"+n, "yes")
		form.Set("why-"+n, "Market days")
	}
	form.Set("needed-1", "no")
	form.Set("uses-1", "")
	form.Set("why-5", "")
	if kept := post(at+"/answer", form).Status(422).Sound().Says("say why, in a sentence").Form("form[novalidate]"); kept.Get("uses-0") != "1,200" || kept.Get("needed-1") != "no" {
		t.Errorf("what was typed comes back as %v", kept)
	}
	form.Set("why-5", "Schools ask for it")
	post(at+"/answer", form).Status(303)
	get(at).Status(200).Sound().Has("a", "Change the answer").Says("1,200 times", "Told by the employer", "Not counted", "Answered on 17 November 2026 by Priya Nair.")

	actor = w.Delegate
	w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(3), 9, 0))
	get(at + "/decide").Status(200).Sound().Says("Used not counted, told by the employer. Still needed: no. Market days")
	form = url.Values{}
	for _, n := range []string{"0", "1", "2", "3", "4", "5"} {
		form.Set("verdict-"+n, "keep")
	}
	post(at+"/decide", form).Status(422).Sound().Says("give the reason. The organisation will read it")
	form.Set("verdict-1", "remove")
	form.Set("reason-1", "Not used")
	form.Set("verdict-0", "condition")
	post(at+"/decide", form).Status(422).Sound().Says("write the condition", "give the reason")
	form.Set("condition-0", "In pairs")
	form.Set("reason-0", "Two complaints")
	post(at+"/decide", form).Status(303)
	get(at).Status(200).Sound().Says("Removed", "Kept with a condition", "4 kept, 1 with a condition, 1 removed").Lacks("a", "Decide")
	get(at+"?as_at=2026-11-18").Status(200).Sound().Says("Not decided").Lacks("a", "Call it off")
	get(at+"/letter").Status(200).Sound().Says("You told us on 17 November 2026", "Removed. Reason: Not used", "Each who held it has been given notice")
	get(at + "/letter.pdf").Status(200)
	get(at + "/decide").Status(409).Sound()
	get("/power-reviews.csv").Status(200).Says("PR-001,decided,Aldermere City Council,Community warden", "told by the employer", "remove,,Not used,2026-11-20,C/Insp Daniel Thorne")
	get(at + "/lines.csv").Status(200).Says("Market days")

	actor = w.Manager
	get(of).Status(200).Sound().Has("button", "Open a review").Says("(review PR-001)", "Next review by 20 Nov 2028")
	get(at + "/call-off").Status(409).Sound()
	next, _, _ := strings.Cut(post(of, nil).Status(303).Header("Location"), "?")
	get(next + "/call-off").Status(200).Sound()
	post(next+"/call-off", url.Values{}).Status(422).Sound().Says("Enter the reason")
	post(next+"/call-off", url.Values{"why": {"Too early"}}).Status(303)
	get(next).Status(200).Sound().Says("Called off", "Too early")
	actor = w.Trainer
	get("/power-reviews").Status(403)

	programs := api.New(api.Config{DB: d, Clock: w.Clock, Log: slog.New(slog.DiscardHandler), Who: account.Actor, PerMinute: 1e6, Key: [32]byte{7}})
	reviewapi.Register(programs, d, w.Clock, w.Reviews)
	call := func(status int, who authz.Actor, method, path, body string, into any) {
		t.Helper()
		r := httptest.NewRequest(method, api.Prefix+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		got := httptest.NewRecorder()
		programs.ServeHTTP(got, r.WithContext(account.With(r.Context(), account.Identity{Actor: who})))
		if got.Code != status {
			t.Fatalf("%s %s: %d, want %d: %s", method, path, got.Code, status, got.Body)
		}
		if into != nil {
			accredtest.Must(t, json.Unmarshal(got.Body.Bytes(), into))
		}
	}
	var was, now, made reviewapi.PowerReview
	call(200, w.Manager, "GET", at, "", &now)
	call(200, w.Manager, "GET", at+"?as_at="+url.QueryEscape(opened.UTC().Format("2006-01-02T15:04:05.000Z07:00")), "", &was)
	if now.State != "decided" || was.State != "asked" || len(now.Lines) != 6 || now.Lines[1].Decision.Verdict != "remove" || now.Lines[1].Word.Uses != nil || *now.Lines[0].Word.Uses != 1200 || was.Lines[0].Word != nil {
		t.Errorf("%+v, and before %+v", now, was)
	}
	call(403, priya, "POST", of, "", nil)
	call(201, w.Manager, "POST", of, "", &made)
	if len(made.Lines) != 5 || made.Lines[0].Condition != "In pairs" {
		t.Errorf("what was removed is not reviewed again: %+v", made.Lines)
	}
	call(422, priya, "POST", "/power-reviews/"+made.ID+"/answer", `{"lines":[{"line":0,"still_needed":true,"why":"Daily"}]}`, nil)
	call(200, w.Manager, "POST", "/power-reviews/"+made.ID+"/call-off", `{"why":"Enough"}`, &made)
	var list []reviewapi.PowerReview
	call(200, priya, "GET", of, "", &list)
	if made.State != "called-off" || len(list) != 3 {
		t.Errorf("%s, %d", made.State, len(list))
	}
	var cycle api.Page[reviewapi.PowerReviewCycle]
	call(200, w.Delegate, "GET", "/power-reviews", "", &cycle)
	if len(cycle.Items) != 2 || cycle.Items[0].Due != "2028-11-20" || cycle.Items[0].By != "Review PR-001" {
		t.Errorf("%+v", cycle.Items)
	}
	w.Verify(t)
}
