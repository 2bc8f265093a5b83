package story_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	joining "watchword/internal/apply"
	"watchword/internal/clock"
	"watchword/internal/web/browser"
)

// The words of an application, beside those of TestStories:
//
//	applies private|public   fill in every page of the application that is open, with two powers for one role
//	finds APPLICATION        judge every criterion of an application met, record a visit, and the commissioner's consent
func (s *story) applies(_ bool, args []string) {
	s.need(args, 1, "applies private|public")
	s.check(s.applyWith(args[0] == "private", string(s.house.areas["Aldermere"])))
}

func (s *story) finds(_ bool, args []string) {
	s.need(args, 1, "finds APPLICATION")
	s.check(s.findAll("/applications/"+args[0], s.today()))
}

// answer is what somebody would write to a question.
func answer(q joining.Field) map[string]string {
	switch {
	case q.Optional && q.Kind != joining.Date && q.Kind != joining.Phone:
		return nil
	case q.Kind == joining.Choose:
		return map[string]string{q.Name: q.Options[len(q.Options)-1].Value}
	case q.Kind == joining.Date:
		return map[string]string{q.Name + "-day": "30", q.Name + "-month": "6", q.Name + "-year": "2028"}
	case q.Kind == joining.Email:
		return map[string]string{q.Name: "office@employer.example"}
	case q.Kind == joining.Phone:
		return map[string]string{q.Name: "01700 900 300"}
	}
	if known := map[string]string{"postcode": "EM7 2QP", "signatory_name": "Priya Nair", "liaison1_name": "Joanne Birtwell", "liaison2_name": "Idris Pugh", "registration": "07654321"}[q.Name]; known != "" {
		return map[string]string{q.Name: known}
	}
	return map[string]string{q.Name: "We answer this in full: " + strings.ToLower(q.Label)}
}

// applyWith fills in the application that the visitor has open.
func (v *visitor) applyWith(private bool, area string) error {
	for _, s := range joining.Sections(private) {
		for _, p := range s.Pages {
			if p.List != "" {
				continue
			}
			form := url.Values{}
			for _, q := range p.Fields {
				if q.Name == "legal_name" { // as the office knows it
					continue
				}
				for k, x := range answer(q) {
					form.Set(k, x)
				}
			}
			if p.Name == "identity" {
				name, err := v.legalName()
				if err != nil {
					return err
				}
				form.Set("legal_name", name)
			}
			if err := v.sent("/application/pages/"+p.Name, form); err != nil {
				return err
			}
		}
	}
	people := []string{"supervisors"}
	if private {
		people = append(people, "directors")
	}
	for _, list := range people {
		if err := v.sent("/application/pages/"+list+"/items/new", url.Values{"name": {"Gareth Lyle"}, "post": {"Team leader"}}); err != nil {
			return err
		}
	}
	return v.applyWork(area)
}

// legalName is the name that stands in the application already.
func (v *visitor) legalName() (string, error) {
	if err := v.ask(http.MethodGet, "/application/pages/identity", "", nil); err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(string(v.body), `id="legal_name"`)
	_, rest, _ = strings.Cut(rest, `value="`)
	name, _, _ := strings.Cut(rest, `"`)
	return name, nil
}

// applyWork is the pages with a role, its powers, the area and the uniform.
func (v *visitor) applyWork(area string) error {
	powers := []string{"csas-name-address-asb", "csas-fpn-litter"}
	if err := v.sent("/application/roles/new", url.Values{"title": {"Community warden"}, "staff": {"4"}, "powers": powers}); err != nil {
		return err
	}
	reasons := url.Values{}
	for _, p := range powers {
		reasons.Set("reason-"+p, "It happens on most patrols")
		reasons.Set("uses-"+p, "Weekly")
		reasons.Set("instead-"+p, "Calling 101 takes too long")
	}
	if err := v.sent(v.answer.Header.Get("Location"), reasons); err != nil {
		return err
	}
	kind, body := form("drawn", "", nil, "area_text=City of Aldermere", "areas="+area)
	if err := v.ask(http.MethodPost, "/application/pages/area", kind, body); err != nil {
		return err
	}
	kind, body = form("photo", "uniform.jpg", portrait(), "uniform=Green jacket marked Warden")
	if err := v.ask(http.MethodPost, "/application/pages/uniform", kind, body); err != nil {
		return err
	}
	if v.answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("the uniform is not taken: %d %s", v.answer.StatusCode, plain(v.body))
	}
	return nil
}

// findAll records what an approval needs, by the pages of the office.
func (v *visitor) findAll(at string, today clock.Day) error {
	for n := 0; ; n++ {
		page := at + "/judge?n=" + strconv.Itoa(n)
		if err := v.ask(http.MethodGet, page, "", nil); err != nil {
			return err
		}
		if v.answer.StatusCode == http.StatusNotFound {
			break
		}
		if err := v.sent(page, url.Values{"n": {strconv.Itoa(n)}, "outcome": {"met"}, "evidence": {"Seen when we visited"}}); err != nil {
			return err
		}
	}
	y, m, d := today.Date()
	on := url.Values{"on-day": {strconv.Itoa(d)}, "on-month": {strconv.Itoa(int(m))}, "on-year": {strconv.Itoa(y)}}
	visit := url.Values{"where": {"Their offices"}, "present": {"Priya Nair, Ruth Adeyemi"}, "found": {"Well run"}}
	consent := url.Values{"view": {"no-objection"}}
	for k, x := range on {
		visit[k], consent[k] = x, x
	}
	if err := v.sent(at+"/visit", visit); err != nil {
		return err
	}
	if err := v.sent(at+"/consult", url.Values{"with": {joining.Commissioner}}); err != nil {
		return err
	}
	return v.sent(at+"/answer?n=0", consent)
}

// TestACouncilJoins is a-council-joins.txtar as it is clicked through: by the employer on a
// phone, by the scheme manager, and by the delegate.
func TestACouncilJoins(t *testing.T) {
	t.Parallel()
	needsChromium(t)
	h := newHouse(t)
	today := clock.DayOf(h.clock.Now())
	employer, manager, delegate := h.window(t, "", 390), h.window(t, "scheme-manager", 1280), h.window(t, "delegate", 1280)
	employer.open("/for-employers")
	employer.press("Ask about joining")
	employer.fill("Name of the organisation", "Hallowdene District Council")
	employer.Fill("#kind", "district-council")
	employer.Fill("#contact", "Mina Sefton")
	employer.fill("E-mail address", "mina.sefton@hallowdene.example")
	employer.fill("What work do they do", "Four wardens patrol the town centre")
	employer.press("Send the enquiry")
	employer.says("We have your enquiry.", "Your reference is")
	progress := strings.TrimPrefix(employer.URL(), employer.home)

	manager.open("/prospects")
	manager.press("Hallowdene District Council")
	manager.press("Record a meeting")
	manager.date("When did you meet?", today)
	manager.fill("What did you find?", "Ready to apply")
	manager.press("Record the meeting")
	manager.press("Invite to apply")
	manager.press("Begin the application")
	link := strings.TrimSpace(manager.Text(".ap-made"))
	manager.press("To the application")
	application := manager.path()

	employer.Go(link)
	employer.sound()
	employer.press("Open the application")
	employer.says("You have completed 1 of 11 parts.")
	fillApplication(employer)
	employer.press("Check your answers and send")
	employer.says("Nothing is missing.")
	for _, x := range []string{"Our people will rely", "We tell the police", "We accept the fees", "The police may check"} {
		employer.choose(x)
	}
	employer.fill("Your full name", "Priya Nair")
	employer.press("Send the application")
	employer.says("With the scheme office")

	v := newVisitor(h.URL())
	must(t, v.signIn("scheme-manager@example.org"))
	must(t, v.findAll(application, today))
	manager.open(application)
	manager.press("Put before the delegate")
	manager.choose("That it is accredited")
	manager.fill("Why?", "All criteria are met")
	manager.press("Put it before the delegate")
	manager.says("With the delegate")

	delegate.open(application)
	delegate.press("Decide")
	delegate.says("Expected use: Weekly", "A council can authorise its own officers")
	delegate.Click(`input[name="answer-1"][value=refused]`)
	delegate.Fill("#note-1", "The council authorises its officers itself")
	delegate.Click(`input[name="answer-2"][value=allowed]`)
	delegate.fill("What shows that it is fit and proper", "All criteria are met")
	delegate.press("Accredit the organisation")
	delegate.press("The organisation in the register")
	delegate.says("Hallowdene District Council", "Community warden")

	employer.open("/application")
	employer.press("Read the letter")
	employer.says("Refused: The council authorises its officers itself")
	employer.open(progress)
	employer.says("You are accredited")
	if out, code := watchword(t, append([]string{"verify"}, h.data()...)...); code != 0 {
		t.Errorf("verify: %s", out)
	}
}

// fillApplication clicks through every part of an application.
func fillApplication(w *hands) {
	w.t.Helper()
	for _, s := range joining.Sections(false) {
		if s.Pages[0].List != "" {
			continue
		}
		w.open("/application")
		w.press(s.Title)
		for _, p := range s.Pages {
			for _, q := range p.Fields {
				if q.Name == "legal_name" {
					continue
				}
				for k, x := range answer(q) {
					if q.Kind == joining.Choose {
						w.Click(`input[name="` + k + `"][value="` + x + `"]`)
					} else {
						w.Fill(`[name="`+k+`"]`, x)
					}
				}
			}
			w.press("Save and continue")
		}
	}
	w.open("/application")
	w.press("Supervisors")
	w.press("Add a supervisor")
	w.fill("Name", "Gareth Lyle")
	w.press("Save")
	w.open("/application/pages/roles")
	w.press("Add a role")
	w.press("Community warden")
	w.fill("How many people", "4")
	if browser.Eval[bool](w.Page, `document.getElementById("power-csas-fpn-graffiti").checked`) {
		w.Click("#power-csas-fpn-graffiti") // usual for the role, and not asked here
	}
	w.press("Save and continue")
	for _, p := range []string{"csas-name-address-asb", "csas-fpn-litter"} {
		w.Fill("#reason-"+p, "It happens on most patrols")
		w.Fill("#uses-"+p, "Weekly")
		w.Fill("#instead-"+p, "Calling 101 takes too long")
	}
	w.press("Save and continue")
	w.open("/application/pages/area")
	w.fill("The area in words", "District of Hallowdene")
	w.choose("Aldermere")
	w.press("Save and continue")
	path := filepath.Join(w.t.TempDir(), "uniform.jpg")
	must(w.t, os.WriteFile(path, portrait(), 0o600))
	w.open("/application/pages/uniform")
	w.fill("Describe the uniform", "Green jacket marked Warden")
	w.Upload("input[type=file]", path)
	w.press("Save and continue")
}
