package story_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/server"
	"watchword/internal/sign"
	"watchword/internal/web/browser"
)

// TestAResidentScansACard is a-card-is-scanned.txtar as it is seen on two phones: the
// resident's, and the warden's.
func TestAResidentScansACard(t *testing.T) {
	t.Parallel()
	needsChromium(t)
	h := newHouse(t)
	o := &office{url: h.URL(), area: h.areas["Aldermere"], people: map[string]*visitor{}}
	today := clock.DayOf(h.clock.Now())
	council, err := o.employer("Aldermere City Council", today)
	must(t, err)
	lee, accreditation, err := o.warden("Lee", council.ID, today, "csas-name-address-asb", "csas-fpn-litter")
	must(t, err)
	held, _, err := o.card(lee.ID, accreditation.ID)
	must(t, err)
	must(t, h.account(t.Context(), "lee", account.Post{Role: authz.AccreditedPerson, Org: id.Org(council.ID), Person: id.Person(lee.ID)}))
	scan := h.scan(t, id.Card(held.ID))

	resident := h.window(t, "", 390)
	resident.open(scan)
	resident.says("Valid", "A genuine card, in force now.", "Does the face match?", "Community warden", "Aldermere City Council", "A fixed penalty for litter.", "Arrest, detain or search you")
	word, number, ok := strings.Cut(resident.Text(".ww-code__big"), " · ")
	if !ok || strings.Contains(resident.Text("main"), "Fenn") {
		t.Errorf("there is no code, or a name: %s", resident.Text("main"))
	}
	warden := h.window(t, "lee", 390)
	warden.open("/my-card")
	warden.fill("Number they read out", number)
	warden.press("Show the word")
	warden.says(word)

	// A copied card in other hands: there is no phone that answers.
	resident.press("Check again")
	_, number, _ = strings.Cut(resident.Text(".ww-code__big"), " · ")
	copied := h.window(t, "", 390)
	copied.open("/my-card?number=" + number)
	if !strings.HasPrefix(copied.path(), "/sign-in") {
		t.Errorf("a stranger's phone is let in at %s", copied.path())
	}

	// While the resident looks, the warden is suspended; the next load says so.
	must(t, o.by("professional-standards", "POST", "/accreditations/"+accreditation.ID+"/suspend", object{"why": "A complaint is looked into"}, nil))
	resident.press("Check again")
	resident.says("Not valid", "This card is not valid now.", "Suspended on "+today.Long())
	warden.open("/my-card")
	warden.says("Not valid now")

	must(t, o.by("delegate", "POST", "/accreditations/"+accreditation.ID+"/withdraw", object{"why": "Conduct"}, nil))
	resident.open(scan)
	resident.says("This card is no longer any good.", "Withdrawn on "+today.Long())

	forged := []byte(scan)
	i := len(forged) / 2
	forged[i] = '0' + (forged[i]-'0'+1)%10
	resident.open(string(forged))
	resident.says("Not valid", "This was not made by Eastmarch Constabulary.")
}

func needsChromium(t *testing.T) {
	t.Helper()
	if browser.Path() == "" {
		t.Skip("needs Chromium")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// scan is the path of the address in a card's code.
func (h *house) scan(t testing.TB, which id.Card) string {
	t.Helper()
	signed, err := db.Find(t.Context(), h.DB, func(tx *db.Tx) ([]byte, error) { return h.Cards.Credential(tx, server.Operator(h.force), which) })
	must(t, err)
	address, err := sign.CardURL("https://eastmarch.example", signed)
	must(t, err)
	return address[strings.Index(address, "/C/"):]
}

// The spreadsheets of TestAForceBegins.
const (
	employers = `Name of organisation,Type,Address,Postcode,Authorised signatory,Liaison officers,Area,Role 1,Role 1 powers,Status
Aldermere City Council,City council,Guildhall,EM1 4AB,Priya Nair,Joanne Birtwell; Idris Pugh,Aldermere,Community warden,"3, 1(2)(c)",Application received
`
	people = `AP number,Surname,Forenames,Date of birth,Employer,Job title,Accredited from,Accredited to,Status
,HALE,Ann,04/03/1988,Aldermere City Council,Community warden,,,Awaiting vetting
,Pryce,Cy,03/02/1991,Aldermere City Council,Community warden,,,Awaiting vetting
`
)

// TestAForceBegins is a-force-begins.txtar as it is clicked through: by the scheme
// manager, the vetting unit, the trainer and the delegate, each in a window of their own.
func TestAForceBegins(t *testing.T) {
	t.Parallel()
	needsChromium(t)
	h := newHouse(t)
	manager, delegate := h.window(t, "scheme-manager", 1280), h.window(t, "delegate", 1280)
	vetter, trainer := h.window(t, "vetting-unit", 1280), h.window(t, "trainer", 1280)
	today := clock.DayOf(h.clock.Now())

	bring(manager, "Organisations", "employers.csv", employers)
	bring(manager, "People", "people.csv", people)

	manager.open("/organisations")
	manager.press("Aldermere City Council")
	council := manager.path()
	apply(manager, council)
	approve(delegate, council, today)
	manager.open(council)
	manager.says("Arrangements in force to")

	for _, who := range []struct {
		name   string
		litter bool
	}{{"Ann Hale", true}, {"Cy Pryce", false}} {
		manager.open("/people?q=" + strings.Fields(who.name)[1])
		manager.press(strings.Fields(who.name)[1])
		person := manager.path()
		clear(vetter, person, today)
		train(trainer, person, today, who.litter)
		recommend(manager, person)
		grant(delegate, person, today, who.litter)
		photograph(manager, person)
		order(manager, person)
	}
	manager.open("/cards")
	manager.says("EM 4001", "EM 4002")
	manager.open("/ledger")
	manager.says("Hale")
	if out, code := watchword(t, append([]string{"verify"}, h.data()...)...); code != 0 {
		t.Errorf("verify: %s", out)
	}
}

// bring takes a spreadsheet through its dry run into the register.
func bring(w *hands, kind, name, content string) {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), name)
	must(w.t, os.WriteFile(path, []byte(content), 0o600))
	w.open("/import")
	w.press(kind)
	w.Upload("input[type=file]", path)
	w.press("Read the file")
	w.says("Dry run: nothing is written yet.", "new to the register")
	w.press("Write")
}

// apply makes an employer's application whole: what a spreadsheet does not have.
func apply(w *hands, council string) {
	w.t.Helper()
	w.open(council + "/change")
	w.fill("Uniform", "Green jacket with the city’s badge")
	w.press("Save")
	w.open(council + "/area")
	w.fill("The area in words", "City of Aldermere")
	w.press("Save the area")
	w.open(council + "/contacts/change")
	for _, c := range [][2]string{{"supervisor", "Gareth Lyle"}, {"police-liaison", "Sgt Martin Askew"}} {
		name := browser.Eval[string](w.Page, `[...document.querySelectorAll('[name$=".kind"][value="`+c[0]+`"]')]
			.map(e => e.name.replace(/kind$/, "name")).find(n => document.getElementsByName(n)[0].value === "")`)
		w.Fill(`[name="`+name+`"]`, c[1])
	}
	w.press("Save the contacts")
}

// approve is the delegate's decision on the employer: every power asked for is allowed.
func approve(w *hands, council string, today clock.Day) {
	w.t.Helper()
	w.open(council + "/approve")
	for n := range browser.Eval[int](w.Page, `document.querySelectorAll('input[name^="answer-"][value=allowed]').length`) {
		w.Click(`input[name="answer-` + strconv.Itoa(n+1) + `"][value=allowed]`)
	}
	w.date("First day", today)
	w.date("Last day", today.AddYears(3).AddDays(-1))
	w.fill("What shows that it is fit and proper", "All eight criteria met")
	w.press("Put the arrangements in force")
}

// clear is the vetting unit's decision.
func clear(w *hands, person string, today clock.Day) {
	w.t.Helper()
	w.open(person + "/vetting")
	w.choose("Passed")
	w.choose("NPPV 2")
	w.date("Last day of the clearance", today.AddYears(3).AddDays(-1))
	w.press("Record the decision")
	w.says("Vetting passed")
}

// train records the courses passed.
func train(w *hands, person string, today clock.Day, litter bool) {
	w.t.Helper()
	w.open(person + "/training")
	w.choose("Ask name and address: antisocial behaviour")
	if litter {
		w.choose("Notice: litter")
	}
	w.fill("Course", "Course 1")
	w.date("Last day it counts", today.AddYears(3).AddDays(-1))
	w.press("Record the training")
}

func recommend(w *hands, person string) {
	w.t.Helper()
	w.open(person + "/recommend")
	w.fill("What shows that the person is capable", "The supervisor’s report and the interview agree")
	w.press("Put before the delegate")
	w.says("With the delegate")
}

// grant is the delegate's decision. What is not trained for cannot be ticked; who answers
// that all is given is told.
func grant(w *hands, person string, today clock.Day, litter bool) {
	w.t.Helper()
	w.open(person + "/decide")
	if off := browser.Eval[bool](w.Page, `document.getElementById("power-csas-fpn-litter").disabled`); off == litter {
		w.t.Errorf("%s: the notice for litter can be given: %v, trained: %v", person, !off, litter)
	}
	if !litter {
		w.says("Not passed")
	}
	w.choose("Accredit with")
	w.choose("I am satisfied of (a)")
	w.fill("Type your name to sign", "Chief Inspector Thorne")
	w.press("Sign the decision")
	w.says("Accreditation in force")
}

func photograph(w *hands, person string) {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "portrait.jpg")
	must(w.t, os.WriteFile(path, portrait(), 0o600))
	w.open(person + "/photograph")
	w.Upload("input[type=file]", path)
	w.press("Save the photograph")
}

// order makes a card, has it printed, and hands it over.
func order(w *hands, person string) {
	w.t.Helper()
	w.open(person)
	w.press("Make a card")
	w.says("The card is ordered. Print it next.")
	made := w.path()
	// The browser shows no PDF: what the button sends is sent, and the file is looked at.
	pdf := browser.Eval[string](w.Page, `(() => { const x = new XMLHttpRequest(), f = document.querySelector('form[action="/cards/print"]');
		x.open("POST", f.action, false); x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
		x.send(new URLSearchParams(new FormData(f))); return x.getResponseHeader("Content-Type") + " " + x.responseText.slice(0, 5) })()`)
	if pdf != "application/pdf %PDF-" {
		w.t.Errorf("printing gives %q", pdf)
	}
	w.open(made)
	w.press("Hand over")
	w.says("The card is handed over.")
}
