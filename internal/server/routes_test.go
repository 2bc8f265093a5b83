package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/apply/applytest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/clock"
	"watchword/internal/complaint"
	"watchword/internal/db"
	"watchword/internal/double"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/reform"
	"watchword/internal/scheme"
	"watchword/internal/scheme/growth"
	"watchword/internal/scheme/policy"
	"watchword/internal/server"
	"watchword/internal/training/coursetest"
)

// fixtures are real things for the parts of addresses, by the part before them; others
// get an identity that nothing has.
type fixtures map[string]string

var part = regexp.MustCompile(`([a-z-]*)/\{([a-z]+)(\.\.\.)?\}`)

func (f fixtures) fill(path string) string {
	path = strings.ReplaceAll(path, "{$}", "")
	return part.ReplaceAllStringFunc(path, func(s string) string {
		m := part.FindStringSubmatch(s)
		if v, ok := f[m[1]+"/"+m[2]]; ok {
			return m[1] + "/" + v
		}
		return m[1] + "/none_0"
	})
}

// answered is what a door did, in a word.
func answered(w *httptest.ResponseRecorder) string {
	switch {
	case w.Code == http.StatusUnauthorized, w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/sign-in?back"),
		w.Code == http.StatusSeeOther && w.Header().Get("Location") == "/sign-in":
		return "sign in"
	case w.Code == http.StatusForbidden:
		return "refused"
	case w.Code >= 500:
		return fmt.Sprint("FAILED ", w.Code)
	}
	return "opens"
}

// walker is somebody who tries every door.
type walker struct {
	h      *house
	force  area.Force
	email  string
	cookie *http.Cookie
}

func (x *walker) try(t *testing.T, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	if x.email == "" {
		return x.h.ask(method, path, url.Values{}, nil)
	}
	if x.cookie == nil {
		x.cookie = x.h.cookie(t, x.force, x.email)
	}
	w := x.h.ask(method, path, url.Values{}, x.cookie)
	if path == "/sign-out" {
		x.cookie = nil
	}
	return w
}

// TestEveryRouteWithEveryRole walks every address of the program: nobody signed in,
// every role, a manager of another force, and a signatory of another organisation. What
// each meets stands in testdata/routes.txt, which is to be read by people.
func TestEveryRouteWithEveryRole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.clock.Set(morning)
	west := h.addForce(t, "West Constabulary", "west", "west.example")
	at, accreditation := h.scheme(t)
	other := h.account(t, h.forms, "fenn@example.org", "Lee Fenn", post(authz.Liaison, at))
	operator := server.Operator(h.forms.ID)
	var unit id.Unit
	team, err := h.Orgs.SetTeam(t.Context(), operator, at.org, org.Team{Name: "Town centre", Supervisor: "Gareth Lyle"})
	if err == nil {
		unit, err = h.Areas.SetUnit(t.Context(), operator, "", area.Unit{Name: "Scheme team"})
	}
	if err == nil {
		err = h.Areas.OwnDocuments(t.Context(), operator, unit)
	}
	if err == nil {
		err = h.Persons.Alter(t.Context(), operator, at.person, func(p *person.Person) error { p.Team = team; return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	signs := authz.Actor{Force: h.forms.ID, Account: "acc_signs", Name: "C/Insp Daniel Thorne", Role: authz.Delegate}
	office := authz.Actor{Force: h.forms.ID, Account: "acc_office", Name: "Ruth Adeyemi", Role: authz.SchemeManager}
	protocol := (&agreementtest.World{World: &accredtest.World{Rooms: h.Rooms.Rooms, Clock: h.clock, Force: h.forms.ID, City: at.area, Manager: office, Delegate: signs}}).InForce(t, at.org)
	asked, err := h.Applies.Enquire(t.Context(), authz.Actor{Force: h.forms.ID}, applytest.Enquiry())
	if err != nil {
		t.Fatal(err)
	}
	sent, _ := (&applytest.World{World: &accredtest.World{Rooms: h.Rooms.Rooms, Clock: h.clock, Force: h.forms.ID, City: at.area, Manager: office, Delegate: signs}}).Sent(t, true)
	told, err := h.Complaints.Tell(t.Context(), authz.Actor{Force: h.forms.ID}, complaint.Telling{Told: complaint.Told{Employer: at.org, Where: "Market Street", On: accredtest.Today, Matters: []complaint.Matter{complaint.Manner}}, Text: "They shouted."})
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := h.Envelopes.Invite(t.Context(), h.world().Vetter, at.person, "")
	if err != nil {
		t.Fatal(err)
	}
	met, err := h.Rooms.Liaison.Plan(t.Context(), office, at.org, "", accredtest.Today.AddDays(9), "")
	if err != nil {
		t.Fatal(err)
	}
	raised, err := h.Rooms.Liaison.Raise(t.Context(), office, liaison.Raised{Org: at.org, Kind: liaison.Issue, Subject: "Radios", Text: "Two are broken"})
	if err != nil {
		t.Fatal(err)
	}
	evaluated, err := h.Rooms.Liaison.Evaluate(t.Context(), office, "", liaison.Evaluation{Org: at.org, Day: accredtest.Today, OfForce: "Insp Quill", OfOrg: "J. Birtwell", Found: "All well"})
	if err != nil {
		t.Fatal(err)
	}
	looked, err := h.Rooms.Supervised.Schedule(t.Context(), office, "", supervision.Visit{Org: at.org, Kind: supervision.OnSite, Day: accredtest.Today.AddDays(9), By: "Gareth Lyle"})
	if err != nil {
		t.Fatal(err)
	}
	known := fixtures{"rolls/org": string(at.org), "decisions/place": "0", "answers/question": "roles.csv",
		"card-recalls/org": string(at.org), "card-photographs/person": string(at.person), "photo-checks/id": string(at.person), "complaints/complaint": string(told.Complaint), "complaints/id": string(told.Complaint), "complaint/secret": told.Secret, "complaint-links/secret": told.Secret,
		"standards/part": "training", "supervision-visits/visit": string(looked), "supervision-visits/id": string(looked), "issues/matter": string(raised), "issues/id": string(raised), "evaluations/evaluation": string(evaluated), "evaluations/id": string(evaluated), "meetings/meeting": string(met), "meetings/id": string(met), "envelopes/vetting": string(envelope.Case), "vetting-cases/id": string(envelope.Case), "vetting/person": string(at.person), "applications/application": string(sent), "applications/id": string(sent), "prospects/prospect": string(asked.Prospect), "prospects/id": string(asked.Prospect), "/act": "note", "enquiries/reference": asked.Reference, "agreements/agreement": string(protocol), "agreements/id": string(protocol), "agreement-templates/kind": "protocol", "teams/team": string(team), "units/unit": string(unit), "units/id": string(unit), "accounts/account": string(other), "accounts/id": string(other), "ledger/force": "eastmarch", "tile/level": "0", "/path": "000.p/1",
		"organisations/org": string(at.org), "organisations/id": string(at.org), "people/person": string(at.person), "people/id": string(at.person),
		"accreditations/accreditation": string(accreditation), "accreditations/id": string(accreditation), "powers/power": "csas-name-address-asb",
		"powers/id": "csas-name-address-asb", "register/organisation": string(at.org), "settings/setting": "minimum_age",
		"areas/id": string(at.area), "areas/area": string(at.area)}
	h.money(t, at.org, known)
	change, err := h.world().Reforms.Watch(t.Context(), office, reform.Note{Change: reform.Change{Kind: reform.Ends, Power: "csas-pnd"}, What: "Abolished.", Source: "Made up"})
	if err != nil {
		t.Fatal(err)
	}
	powers, err := h.world().Reviews.Open(t.Context(), office, at.org)
	if err != nil {
		t.Fatal(err)
	}
	risk, err := h.world().Scheme.Enter(t.Context(), office, scheme.Judged{Title: "A", Effect: "B", Owner: "C", Action: "D", Likelihood: 1, Impact: 1, Review: clock.DayOf(h.Clock.Now()).AddDays(30)})
	if err != nil {
		t.Fatal(err)
	}
	known["risks/risk"], known["risks/id"] = string(risk), string(risk)
	h.grown(t, office, known)
	over, err := h.Applies.Enquire(t.Context(), authz.Actor{Force: h.forms.ID}, applytest.Enquiry())
	if err == nil {
		err = h.Applies.Close(t.Context(), office, over.Prospect, "They changed their mind")
	}
	if err != nil {
		t.Fatal(err)
	}
	known["retention/record"], known["retention/id"] = string(over.Prospect), string(over.Prospect)
	alike := h.world().Warden(t, at.org, "Other", accredtest.Today.AddYears(1))
	pair := double.Of(at.person, alike)
	if err := h.world().Doubles.Say(t.Context(), office, pair, double.Saying{Verdict: double.TwoPersons, Why: "They are"}); err != nil {
		t.Fatal(err)
	}
	known["duplicates/pair"], known["duplicates/id"] = string(pair), string(pair)
	known["power-reviews/review"], known["power-reviews/id"] = string(powers), string(powers)
	known["changes/reform"], known["law-changes/id"] = string(change), string(change)
	maps.Copy(known, trained(t, h, at.person))

	var roles []*walker
	for _, r := range authz.Roles {
		email := string(r) + "@example.org"
		h.account(t, h.forms, email, r.Title(), post(r, at))
		roles = append(roles, &walker{h: h, force: h.forms, email: email})
	}
	h.account(t, west, "west@example.org", "A manager of another force", post(authz.SchemeManager, place{}))
	h.account(t, h.forms, "elsewhere@example.org", "A signatory of another organisation", post(authz.Signatory, place{org: h.world().Approved(t, "Harbourside Security Ltd")}))
	h.Tick(t.Context())
	nobody := &walker{h: h, force: h.forms}
	otherForce := &walker{h: h, force: west, email: "west@example.org"}
	otherOrg := &walker{h: h, force: h.forms, email: "elsewhere@example.org"}

	var b strings.Builder
	b.WriteString("# Every address, the permission its door asks for, and who gets through it and through what is asked behind it. The roles of an employer and\n" +
		"# of areas are those of the very organisation, person and district asked for; who is not named is refused.\n" +
		"# \"other force\" is a scheme manager of another force, \"other organisation\" a signatory of another employer, each sent to a thing of Eastmarch\n" +
		"# where the address names one; the number is the answer's status. Written by UPDATE=1 go test ./internal/server -run EveryRoute; read it before committing.\n\n")
	for _, r := range h.Doors() {
		path := known.fill(r.Path)
		line := fmt.Sprintf("%-6s %-46s %-23s nobody %-8s", r.Method, r.Path, r.Needs, answered(nobody.try(t, r.Method, path)))
		var through []string
		for i, role := range authz.Roles {
			got := answered(roles[i].try(t, r.Method, path))
			may := r.Needs == server.Anyone || authz.Actor{Role: role}.Can(r.Needs)
			if got == "opens" && !may || got == "sign in" && path != "/" || strings.HasPrefix(got, "FAILED") {
				t.Errorf("%s %s as %s: %s, and the permission says %v", r.Method, r.Path, role, got, may)
			}
			if got == "opens" {
				through = append(through, string(role))
			}
		}
		fmt.Fprintf(&b, "%s through: %s; other force %d, other organisation %d\n", line, inWords(through),
			otherForce.try(t, r.Method, path).Code, otherOrg.try(t, r.Method, path).Code)
	}
	trueFile(t, "testdata/routes.txt", []byte(b.String()))
}

// grown makes known a target, a contact, a local authority and a policy.
func (h *house) grown(t *testing.T, office authz.Actor, known fixtures) {
	t.Helper()
	w, today := h.world(), clock.DayOf(h.Clock.Now())
	target, err := w.Growth.Set(t.Context(), office, growth.Aim{Measure: growth.Persons, Goal: 9, By: today.AddDays(30), How: "A", Owner: "B"})
	accredtest.Must(t, err)
	talk, err := w.Growth.Record(t.Context(), office, growth.Recorded{Day: today, Team: "A", With: "B", Said: "C", Step: growth.Step{Next: "D", By: today.AddDays(9), Owner: "E"}})
	accredtest.Must(t, err)
	authority, err := w.Growth.Settle(t.Context(), office, "", growth.Said{Name: "Fenbury"})
	accredtest.Must(t, err)
	of, err := w.Policies.Enter(t.Context(), office, policy.Kind{Name: "A", Purpose: "B", Owner: "C"})
	accredtest.Must(t, err)
	version, err := w.Policies.Draft(t.Context(), office, of, policy.Words{Text: "D"})
	accredtest.Must(t, err)
	known["equality/ticket"] = h.Monitor.Ticket(office.Force)
	maps.Copy(known, fixtures{"policies/policy": string(of), "policies/id": string(of), "policy-versions/version": string(version), "policy-versions/id": string(version)})
	maps.Copy(known, fixtures{"targets/target": string(target), "targets/id": string(target), "growth-log/talk": string(talk), "growth-contacts/id": string(talk), "coverage/authority": string(authority), "local-authorities/id": string(authority)})
}

// trained is the things of training, with a place for the person.
func trained(t *testing.T, h *house, of id.Person) fixtures {
	t.Helper()
	school, office := coursetest.Over(t, h.world()), h.world().Manager
	session := school.Session(t, school.Day, 9, 9)
	if err := h.Courses.Book(t.Context(), office, session, []id.Person{of}); err != nil {
		t.Fatal(err)
	}
	manual, err := h.Courses.Publish(t.Context(), office, "", "Handbook", "", "", blob.New("application/pdf", []byte("%PDF- %%EOF")), "handbook.pdf")
	if err != nil {
		t.Fatal(err)
	}
	place := string(school.PlaceOf(t, session, of))
	return fixtures{"sessions/session": string(session), "training-sessions/id": string(session), "places/place": place, "training-places/id": place,
		"courses/course": string(school.Course), "courses/id": string(school.Course), "providers/provider": string(school.House), "training-providers/id": string(school.House),
		"trainers/trainer": string(school.Marsh), "trainers/id": string(school.Marsh), "manuals/manual": string(manual), "manuals/id": string(manual), "files/n": "1", "evidence/n": "0"}
}

// inWords names the roles, or those that are missing where they are few.
func inWords(through []string) string {
	var missing []string
	for _, r := range authz.Roles {
		if !slices.Contains(through, string(r)) {
			missing = append(missing, string(r))
		}
	}
	switch {
	case len(missing) == 0:
		return "every role"
	case len(through) == 0:
		return "no role"
	case len(missing) <= 4:
		return "every role but " + strings.Join(missing, " ")
	}
	return strings.Join(through, " ")
}

func TestAnAddressThatIsNotInTheTableIsNotThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.account(t, h.forms, "ines@example.org", "Ines Okafor", post(authz.SchemeManager, place{}))
	c := h.cookie(t, h.forms, "ines@example.org")
	for _, x := range []struct{ method, path string }{{"GET", "/accounts/"}, {"DELETE", "/accounts/acc_1"}, {"GET", "/api/v1/nothing"}, {"GET", "/.env"}} {
		w := h.ask(x.method, x.path, nil, c)
		if !slices.Contains([]int{404, 405}, w.Code) {
			t.Errorf("%s %s: %d", x.method, x.path, w.Code)
		}
	}
}

// money makes known an invoice, a line of the scheme account and a line of a bank's file.
func (h *house) money(t *testing.T, of id.Org, known fixtures) {
	t.Helper()
	w, today := h.world(), clock.DayOf(h.Clock.Now())
	accredtest.Must(t, w.Fees.Set(t.Context(), w.Manager, fee.NewTariff{Event: fee.Manual, Sector: fee.Public, Amount: "8", From: today, Basis: "Made up"}))
	invoice, err := w.Fees.Issue(t.Context(), w.Manager, fee.Order{Org: of, Items: []fee.Item{{Event: fee.Manual, Quantity: 1}}})
	accredtest.Must(t, err)
	_, err = w.Ledger.Do(t.Context(), w.Manager, "charge.raise", nil, func(tx *db.Tx, e *ledger.Draft) error {
		return w.Fees.Raise(tx, e, w.Manager, fee.Cause{Event: fee.Manual, About: "made-up", Number: "1", What: "Made up", Org: of})
	})
	accredtest.Must(t, err)
	known["charges/charge"], known["charges/id"] = "manual.made-up", "manual.made-up"
	posting, err := w.Fees.Begin(t.Context(), w.Manager, fee.Spending{Amount: "10", Day: today, What: "Made up"})
	accredtest.Must(t, err)
	file := []byte("Date,Description,Amount\n" + today.String() + ",INV-0001,8\n")
	_, err = w.Fees.TakeBankFile(t.Context(), w.Manager, "made-up.csv", file)
	accredtest.Must(t, err)
	lines, err := fee.ReadBankFile(file)
	accredtest.Must(t, err)
	for path, made := range map[string]string{"invoices/paper": string(invoice), "scheme-account/posting": string(posting), "bank/line": string(lines[0].ID())} {
		known[path] = made
	}
	known["invoices/id"], known["scheme-account/id"], known["bank-lines/id"] = string(invoice), string(posting), string(lines[0].ID())
}
