package dossierweb_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/law"
	"watchword/internal/training"
	"watchword/internal/web/webtest"
)

func TestPersonPageTellsWhatIsHeldNow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		p := h.get(h.person(h.Person, "")).Status(200).Sound()
		p.Has("h1", "Tamsin Hartnoll").Says("Accreditation in force", "EM 4001", "The four tests", "Behaviour likely to cause harassment, alarm or distress")
		for _, name := range []string{"Ask name and address: antisocial behaviour", "Notice: litter", "Penalty notice for disorder"} {
			p.Has("table th", name)
		}
		p.Lacks("table th", "Take tobacco")
		p.Says("Accredited as EM 4001 with 3 powers")
	})
}

func TestPowersStopByThemselvesOnThePage(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	accredtest.Must(t, h.Trainings.Record(t.Context(), h.Trainer, h.Person, []training.Pass{{Power: "csas-fpn-litter", Passed: accredtest.Today, Expires: accredtest.Today.AddDays(24), Course: "Refresher"}}))
	h.get(h.person(h.Person, "")).Says("Training ends in 24 days", "1 power needs training by 11 December 2026")
	h.pass(25)
	h.get(h.person(h.Person, "")).Says("Stopped: training ended", "Notice: litter: stopped by itself", "Training had ended")
}

func TestThePastIsReadOnlyAndSaysWhatWasKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		h.pass(10)
		p := h.get(h.person(h.Person, "?as_at=2026-11-16")).Status(200).Sound()
		p.Says("No power was held on this day.", "First accredited on 17 November 2026.", "as known then and as known now agree")
		p.Lacks("main a.govuk-button")

		p = h.get(h.person(h.Person, "?as_at=2026-11-20")).Status(200).Sound()
		p.Says("As it stood on 20 November 2026", "as known then and as known now agree").Lacks("main a.govuk-button")

		// Before the person was known of, nothing of what is known now is shown but the name asked about.
		p = h.get(h.person(h.Person, "?as_at=2026-11-20&as_known=2026-11-10")).Status(200).Sound()
		p.Says("was not yet in the register").Lacks("main", "Community warden").Lacks("main", "Aldermere City Council").Lacks("main", "Supervisor")
		if p.Count("main .ww-head__photo") != 0 {
			t.Error("a photograph is shown that was not known then")
		}

		// It comes out that the person had left on 19 November.
		accredtest.Must(t, h.Persons.Leave(t.Context(), h.Manager, h.Person, clock.MustDay("2026-11-19"), ""))
		p = h.get(h.person(h.Person, "?as_at=2026-11-20")).Status(200).Sound()
		p.Says("No power was held on this day.", "Known then", "Known now").Has("tr", "State differs Accreditation in force Left")
		h.get(h.person(h.Person, "?as_at=2026-11-20&as_known=2026-11-21")).Status(200).Says("Accreditation in force").Lacks("th", "Known then")
		h.get(h.person(h.Person, "?as_at=30/2/2026")).Status(422).Has(".govuk-error-message", "February 2026 has 28 days")
	})
}

// TestNobodyIsShownMoreThanTheyNeed reads every page about a person as every role and
// looks for the date of birth and for who in the unit decided.
func TestNobodyIsShownMoreThanTheyNeed(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	secret := []string{"1 May 1990", "1990-05-01", "01/05/1990", "1/5/1990"}
	for _, role := range authz.Roles {
		h.as(h.of(role))
		for _, path := range []string{"", "/history", "/letters", "/certificate", "/acts", "/ask", "/leaving", "/training", "/recommend", "/decide", "?as_at=2026-11-16"} {
			for _, of := range []string{h.person(h.Person, path), h.person(h.Asked, path)} {
				p := h.get(of)
				for _, s := range secret {
					if strings.Contains(p.Source(), s) {
						t.Errorf("%s sees the date of birth on %s", role, of)
						break
					}
				}
			}
		}
	}
	h.as(h.of(authz.Trainer)).get(h.person(h.Person, "/vetting")).Status(403).Says("You may not record vetting")
	h.as(h.of(authz.Delegate)).get(h.person(h.Person, "/change")).Status(403)
	h.as(h.Vetter).get(h.person(h.Person, "/vetting")).Status(200).Says("1 May 1990")
}

func TestEmployersSeeTheirOwnPeopleWithoutPoliceEntries(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	const question = "Was the interview held?"
	h.as(h.Delegate).post(h.person(h.Asked, "/decide"), values("decision", "ask", "why", question)).Status(303)
	for role, reads := range map[authz.Role]bool{authz.SchemeManager: true, authz.Liaison: true, authz.Signatory: true, authz.Supervisor: false, authz.ControlRoom: false, authz.Neighbourhood: false} {
		for _, path := range []string{"", "/history"} {
			p := h.as(h.of(role)).get(h.person(h.Asked, path)).Status(200).Sound()
			if told := strings.Contains(p.Source(), question); told && !reads || told != reads && path == "" {
				t.Errorf("%s reads on %q what the delegate asked: %v", role, path, told)
			}
			if role.OfEmployer() && strings.Contains(p.Source(), "is asked of the employer") != reads {
				t.Errorf("%s sees on %q that more was asked: %v", role, path, !reads)
			}
		}
	}
	if err := h.Orgs.Suspend(t.Context(), h.Manager, h.Org, "x"); err == nil {
		t.Fatal("the manager suspends")
	}
	if h.as(h.of(authz.Liaison)).get(h.org("/history")).Count(".moj-timeline__item") >= h.as(h.Manager).get(h.org("/history")).Count(".moj-timeline__item") {
		t.Error("the employer sees the refusals")
	}
	stranger := h.of(authz.Liaison)
	stranger.Org = "org_other"
	h.as(stranger).get(h.person(h.Asked, "")).Status(403).Says("You may not see people in the register of another organisation.")
	other := h.of(authz.SchemeManager)
	other.Force = "for_other"
	h.as(other).get(h.person(h.Asked, "")).Status(404)
}

func TestPuttingForwardKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	form := date(values("org", string(h.Org), "role", string(h.Role), "forenames", "Ngozi", "surname", "Adichie", "supervisor", "Gareth Lyle"), "agreed", accredtest.Today)
	form.Set("born-day", "30")
	form.Set("born-month", "2")
	form.Set("born-year", "1990")
	p := h.post("/people/add", form).Status(422).Sound()
	p.Says("Error", "February 1990 has 28 days")
	if p.Value("Forenames") != "Ngozi" || p.Value("Surname") != "Adichie" {
		t.Errorf("the form came back without what was typed")
	}
	form = date(form, "born", clock.MustDay("1990-02-28"))
	form.Set("surname", strings.Repeat("a", 4000))
	p = h.post("/people/add", form).Status(422)
	p.Says("Surname must be 120 characters or fewer. It has 4,000")
	if p.Value("Forenames") != "Ngozi" {
		t.Error("what else was typed is lost")
	}
	form.Set("surname", "Adichie")
	date(form, "born", accredtest.Today.AddYears(-17))
	h.post("/people/add", form).Status(422).Says("The person must be 18 or over. This person is 17")
	date(form, "born", clock.MustDay("1990-02-28"))
	p = h.post("/people/add", form).Status(303)
	h.get(p.Header("Location")).Status(200).Has("h1", "Ngozi Adichie").Says("The person is put forward. Next, ask for vetting.")
}

func TestPhotographsThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	bomb := func() []byte { // 40,000 by 40,000 pixels in a few bytes
		var b bytes.Buffer
		accredtest.Must(t, png.Encode(&b, image.NewGray(image.Rect(0, 0, 300, 300))))
		raw := b.Bytes()
		copy(raw[16:24], []byte{0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40})
		return raw
	}
	for _, tt := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"drawing.jpg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "This is an SVG drawing"},
		{"bomb.png", bomb(), "The photograph"},
		{"page.png", []byte("<!doctype html><p>hello"), "This is a web page or XML file"},
		{"zip.jpg", []byte("PK\x03\x04aaaa"), "This is a zip or office file"},
		{"small.jpg", portrait(t, 50, 60), "It must be at least 200 by 240"},
		{"", nil, "Choose a photograph"},
	} {
		p := h.send(h.person(h.Person, "/photograph"), "photo", tt.name, tt.content).Status(422).Sound()
		p.Has(".govuk-error-message", tt.says)
	}
	h.send(h.person(h.Person, "/photograph"), "photo", "me.jpg", portrait(t, 600, 720)).Status(303).Leads(h.person(h.Person, "?done=person.photo"))
	src := h.get(h.person(h.Person, "")).Attr("img.ww-head__photo", "src")
	pic := h.get(src).Status(200)
	if pic.Header("Content-Type") != "image/jpeg" || pic.Header("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the photograph is served as %q", pic.Header("Content-Type"))
	}
	h.get(h.person(h.Asked, strings.TrimPrefix(src, h.person(h.Person, "")))).Status(404)
}

// send sends a file.
func (h *house) send(address, field, name string, content []byte) *webtest.Page {
	h.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	w, err := m.CreateFormFile(field, name)
	accredtest.Must(h.t, err)
	_, err = w.Write(content)
	accredtest.Must(h.t, err)
	accredtest.Must(h.t, m.Close())
	r := httptest.NewRequest(http.MethodPost, address, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return webtest.Do(h.t, h.handler, r)
}

func TestSuspensionIsOnePressAndAReason(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Person, "/suspend")
	h.get(at).Status(200).Sound().Says("3 powers stop at once.", "Only the delegate can reinstate.")
	h.post(at, values("why", "")).Status(422).Says("Enter the reasons. The person will read them")
	h.post(at, values("why", "A complaint is looked into.")).Status(303)
	h.get(h.person(h.Person, "")).Says("Suspended").Lacks("main a.govuk-button", "Suspend now")
	h.post(at, values("why", "again")).Status(409)
	h.post(h.person(h.Person, "/reinstate"), values("why", "It was unfounded.")).Status(403)
	h.as(h.Delegate).post(h.person(h.Person, "/reinstate"), values("why", "It was unfounded.")).Status(303)
	h.get(h.person(h.Person, "")).Says("Accreditation in force")
	h.get(h.person(h.Person, "/letters")).Says("Your accreditation: suspended", "Your accreditation: reinstated")
	h.as(h.of(authz.Supervisor)).get(at).Status(403).Says("You may not suspend an accreditation.")
}

func TestTheOfficeTakesSomebodyToTheDelegate(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	form := date(date(values("org", string(h.Org), "role", string(h.Role), "forenames", "Idris", "surname", "Pugh"), "agreed", accredtest.Today), "born", clock.MustDay("1988-03-09"))
	at := h.post("/people/add", form).Status(303).Header("Location")
	at, _, _ = strings.Cut(at, "?")
	h.post(at+"/vetting/ask", nil).Status(303)
	h.get(at).Says("Waiting since today")
	h.post(at+"/vetting", values("outcome", "passed")).Status(403)
	h.as(h.Vetter).post(at+"/vetting", date(values("outcome", "passed"), "decided", accredtest.Today)).Status(422).Says("Choose the level of vetting", "Enter the last day of the clearance")
	h.post(at+"/vetting", date(date(values("outcome", "passed", "level", "NPPV 2"), "decided", accredtest.Today), "expires", accredtest.Today.AddYears(3))).Status(303)
	h.as(h.Trainer).post(at+"/training", date(values("course", "Course 7"), "passed", accredtest.Today)).Status(422).Says("Choose at least one power")
	h.post(at+"/training", date(date(values("passes", "csas-fpn-litter", "course", "Course 7"), "passed", accredtest.Today), "expires", accredtest.Today.AddYears(2))).Status(303)
	h.as(h.Manager).post(at+"/recommend", nil).Status(422).Says("Say what shows that the person is capable")
	h.post(at+"/recommend", values("evidence", "Interview.")).Status(303)
	h.get(at).Says("With the delegate")
}

func TestALawyerAsksAboutAPlaceAndInstant(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := func(power law.PowerID, area any) string {
		return h.person(h.Person, fmt.Sprintf("/ask?power=%s&day=17/11/2026&time=11:00&area=%v&proper=yes", power, area))
	}
	h.get(h.person(h.Person, "/ask")).Status(200).Sound()
	h.get(at("csas-name-address-asb", h.City)).Status(200).Sound().Says("may use this power there and then")
	h.get(at("csas-name-address-asb", h.Quay)).Says("may not use this power", "The place is outside the area of the accreditation.")
	h.get(at("csas-tobacco-u16", h.City)).Says("The accreditation does not give this power.")
	h.get(strings.Replace(at("csas-fpn-litter", h.City), "11:00", "25:00", 1)).Status(422).Says("Enter the time as hours and minutes")
	h.get(strings.Replace(at("csas-fpn-litter", h.City), "2026", "2020", 1)).Status(422).Says("was not in the register on that day")
	h.as(h.of(authz.Trainer)).get(h.person(h.Person, "/ask")).Status(403)
}

func TestOwnPageShowsWhatMayBeDone(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	p := h.as(h.of(authz.AccreditedPerson)).get("/me").Status(200).Sound()
	p.Says("What you may do now", "Notice: litter", "What you may never do", "Your accreditation").Lacks("h3", "Take tobacco")
	p.Says("You may require the name and address of anyone you have reason to believe").Lacks("p", "anyone they have reason")
	p.Has("dl", "City of Aldermere").Has("dl", "At work for Aldermere City Council").Has("dl", "to the end of").Has("dl", "the red, white and black badge on the chest")
	p.Has("h2", "Your employer").Has("h2", "History").Has("h2", "What is recorded of you").Has("h3", "If something is wrong").Lacks("svg[role=img]").Lacks("main form")
	for _, day := range p.All(".ww-due time") {
		if !strings.HasSuffix(day, "2026") && !strings.HasSuffix(day, "2027") && !strings.HasSuffix(day, "2029") {
			t.Errorf("%q has no year", day)
		}
	}
	h.get(p.Link("All of the history")).Status(200)
	h.get(p.Link("Your whole entry in the register")).Status(200)
	h.get(h.person(h.Asked, "")).Status(403).Says("about anybody but yourself")
}

func TestOwnPageHearsEveryRoom(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	own := h.of(authz.AccreditedPerson)
	h.Board.Sources = append(h.Board.Sources, func(_ *db.Tx, who authz.Actor, _ diary.Window) ([]diary.Item, error) {
		return []diary.Item{{Key: "a", Kind: "vetting-declaration", Title: "Make your yearly vetting declaration", Link: "/my-vetting/declaration", Due: accredtest.Today.AddDays(12), Others: who.Person != own.Person}}, nil
	})
	p := h.as(own).get("/me").Status(200).Sound().Has(".ww-due li", "Make your yearly vetting declaration")
	if href := p.Link("Make your yearly"); href != "/my-vetting/declaration" {
		t.Errorf("it leads to %s", href)
	}
}

func TestOwnPageHasTheCardAndAsksForTheWord(t *testing.T) {
	t.Parallel()
	h := lively(t)
	p := h.as(h.of(authz.AccreditedPerson)).get("/me").Status(200).Sound()
	p.Says("Held since 17 Nov 2026", "Number they read out").Has("a", "Report lost").Has(`svg[role=img]`, "")
	if got := p.Attr("main form", "action"); got != "/my-card" {
		t.Errorf("the number goes to %q", got)
	}
	if p.Header("Cache-Control") != "no-store" {
		t.Error("the page may be kept")
	}
}

func TestLettersAndCertificateAreReadAndPrinted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		letters := h.get(h.person(h.Person, "/letters")).Status(200).Sound()
		href := letters.Attr("td a, th a", "href")
		h.get(href).Status(200).Sound().Has("h1", "Your accreditation")
		pdf := h.get(href + "/letter.pdf").Status(200)
		if pdf.Header("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Source(), "%PDF") {
			t.Error("the letter is no PDF")
		}
		c := h.get(h.person(h.Person, "/certificate")).Status(200).Sound()
		c.Says("EM 4001 / 1", "grants accreditation to", "Tamsin Hartnoll", "Daniel Thorne", "1(2)(c)", "Ledger entry")
		if pdf := h.get(h.person(h.Person, "/certificate.pdf")).Status(200); !strings.HasPrefix(pdf.Source(), "%PDF") {
			t.Error("the certificate is no PDF")
		}
		h.get(h.person(h.Person, "/certificate?version=2")).Status(404)
		h.get(h.person(h.Asked, "/certificate")).Status(404)
		h.get(h.org("/letters")).Status(200).Sound().Says("Hartnoll, Tamsin", "Your accreditation, Hartnoll, Tamsin, 17 November 2026")
		h.as(h.of(authz.Trainer)).get(href).Status(403)
	})
}

func TestTheCardStandsBesideThePowers(t *testing.T) {
	t.Parallel()
	h := lively(t)
	p := h.get(h.person(h.Person, "")).Status(200).Sound().Has("h2", "Card").Says("Held since 17 Nov 2026", "Report lost")
	if strings.Contains(p.Source(), "data:image") {
		t.Error("the photograph on the card stands in the page, which its policy blocks")
	}
	h.pass(3)
	h.get(h.person(h.Person, "?as_at=2026-11-18")).Status(200).Has("h2", "Card").Lacks("a", "Report lost")
	h.get(h.person(h.Person, "?as_at=2026-11-16")).Status(200).Lacks("h2", "Card")
	h.as(h.of(authz.Trainer)).get(h.person(h.Person, "")).Status(200).Lacks("h2", "Card")
}

func TestACardIsMadeFromThePageOfWhoHasNone(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Person, "")
	h.get(at).Status(200).Sound().Has("h2", "Card").Has("main a", "Add a photograph").Lacks("main form[action='/cards']")
	h.Cards.Photograph(t, h.Person)
	form := h.get(at).Status(200).Sound().Form("main form[action='/cards']")
	if form.Get("accreditation") != string(h.Accred) {
		t.Errorf("the form makes a card for %v", form)
	}
	h.as(h.of(authz.Trainer)).get(at).Status(200).Lacks("main form[action='/cards']")
	h.as(h.Manager).get(h.person(h.Asked, "")).Status(200).Lacks("main form[action='/cards']")
	c, err := h.Cards.Cards.Issue(t.Context(), h.Manager, h.Accred)
	accredtest.Must(t, err)
	h.get(at).Lacks("main form[action='/cards']")
	h.Cards.HandOver(t, c)
	h.get(at).Lacks("main form[action='/cards']")
	accredtest.Must(t, h.Cards.Cards.Report(t.Context(), h.Manager, card.Lost, "On a bus", c))
	h.get(at).Has("main form[action='/cards'] button", "Make a card")
}
