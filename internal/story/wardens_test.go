package story_test

import (
	"net/url"
	"slices"
	"testing"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
)

// TestThreeWardensGetTheirCards is three-wardens.txtar as it is clicked through: by the
// authorised signatory, by Cy on a phone, who is refused and wins the appeal, and by the two
// of the vetting unit. Ann and Bo come beside, by HTTP.
func TestThreeWardensGetTheirCards(t *testing.T) {
	t.Parallel()
	needsChromium(t)
	h := newHouse(t)
	o := &office{url: h.URL(), area: h.areas["Aldermere"], people: map[string]*visitor{}}
	today := clock.DayOf(h.clock.Now())
	council, err := o.employer("Aldermere City Council", today)
	must(t, err)
	must(t, h.account(t.Context(), "priya", account.Post{Role: authz.Signatory, Org: id.Org(council.ID)}))
	must(t, h.account(t.Context(), "panel", account.Post{Role: authz.VettingUnit}))
	for _, name := range []string{"Ann", "Bo"} {
		o.straight(t, name, council, today)
	}

	signatory, unit, panel, phone := h.window(t, "priya", 1280), h.window(t, "vetting-unit", 1280), h.window(t, "panel", 1280), h.window(t, "", 390)
	cy := nominate(signatory, today)
	link := invite(unit, cy)
	phone.open(link)
	phone.fill("A word, or a few", "lantern quarry biscuit")
	phone.fill("The same again", "lantern quarry biscuit")
	phone.press("Begin")
	phone.says("You have completed 0 of 8 parts.")
	fillForm(phone)
	phone.says("You have completed 8 of 8 parts.")
	phone.press("Check your answers and send")
	phone.fill("Your full name", "Cy Pryce")
	phone.press("Send to the vetting unit")
	phone.says("With the vetting unit", "You can expect the decision about")

	// The employer looks at the papers, and sees where it stands.
	signatory.open(cy)
	signatory.press("Where the vetting stands")
	for _, label := range []string{"Passport", "Utility bill", "The photograph for the card"} {
		signatory.choose(label)
	}
	signatory.press("Record what I saw")
	signatory.says("With the vetting unit", "Passport, Utility bill. Seen on "+today.Long())

	at := openEnvelope(unit, cy, "To look at what came in")
	unit.says("An answer of Cy", "Passport, Utility bill")
	must(t, o.checks("vetting-unit", at, today))
	unit.open(at)
	unit.press("Decide")
	unit.choose("Refused")
	unit.fill("Reasons, for the file of the unit", "A record under that name")
	unit.fill("What the person is told", "We found a record that we think is yours. We cannot clear you.")
	unit.press("Record the decision")
	unit.says("Refused", "A record under that name")

	phone.open("/vetting-form")
	phone.says("We found a record that we think is yours.", "You may appeal to the end of")
	phone.press("Appeal against the decision")
	phone.fill("Why you think the decision wrong", "The record is of another Cy Pryce.")
	phone.fill("Your full name", "Cy Pryce")
	phone.press("Send the appeal")
	phone.says("Appeal with the vetting unit")
	unit.open(at)
	unit.says("Somebody else of the unit, or the panel, decides the appeal.")
	panel.open("/envelopes")
	panel.says("Appeals")
	openEnvelope(panel, cy, "To hear the appeal")
	panel.says("The record is of another Cy Pryce.")
	panel.press("Decide the appeal")
	panel.choose("The appeal is allowed: cleared")
	panel.choose("NPPV 2 abbreviated")
	panel.fill("Reasons, for the file of the unit", "The record is another’s")
	panel.fill("What the person is told", "You were right. You are cleared.")
	panel.press("Record the decision")
	panel.says("Cleared")
	phone.open("/vetting-form")
	phone.says("You are cleared at level NPPV 2 abbreviated", "You were right. You are cleared.")

	trainer, manager, delegate := h.window(t, "trainer", 1280), h.window(t, "scheme-manager", 1280), h.window(t, "delegate", 1280)
	train(trainer, cy, today, true)
	recommend(manager, cy)
	grant(delegate, cy, today, true)
	photograph(manager, cy)
	order(manager, cy)
	manager.open("/cards")
	manager.says("EM 4001", "EM 4002", "EM 4003")
	if out, code := watchword(t, append([]string{"verify"}, h.data()...)...); code != 0 {
		t.Errorf("verify: %s", out)
	}
}

// straight takes a warden from the nomination to the card without a hitch, over HTTP.
func (o *office) straight(t testing.TB, name string, council made, today clock.Day) {
	t.Helper()
	var person, acc made
	var link struct{ Case, Path string }
	to := today.AddYears(3).AddDays(-1).String()
	must(t, o.by("priya", "POST", "/people", object{"organisation": council.ID, "role": council.Roles[0].ID, "surname": "Fenn", "forenames": name, "born": "1990-05-01", "agreed": today.String(), "supervisor": "Gareth Lyle"}, &person))
	at := "/people/" + person.ID
	must(t, o.by("priya", "POST", at+"/vetting/request", object{"on": today.String()}, nil))
	must(t, o.by("vetting-unit", "POST", at+"/vetting-cases", object{"level": "NPPV 2"}, &link))
	v := newVisitor(o.url)
	if in, err := v.enter(link.Path, "something long enough"); err != nil || !in {
		t.Fatalf("%s is not let in: %v %s", name, err, v.body)
	}
	must(t, v.fillForm(name))
	must(t, v.sent("/vetting-form/check", url.Values{"signed": {name + " Fenn"}}))
	must(t, o.checks("vetting-unit", "/envelopes/"+link.Case, today))
	must(t, o.by("vetting-unit", "POST", "/vetting-cases/"+link.Case+"/decision", object{"outcome": "passed", "level": "NPPV 2", "expires": to, "reasons": "Nothing stands against it"}, nil))
	must(t, o.by("trainer", "POST", at+"/training", object{"passes": []object{{"power": "csas-fpn-litter", "passed": today.String(), "expires": to, "course": "Course 1"}}}, nil))
	must(t, o.by("scheme-manager", "POST", at+"/recommend", object{"evidence": "The supervisor’s report and the interview agree"}, &acc))
	must(t, o.by("delegate", "POST", "/accreditations/"+acc.ID+"/sign", object{"powers": []object{{"power": "csas-fpn-litter"}}, "from": today.String(), "to": to, "satisfied": true, "typed_name": "Chief Inspector Thorne"}, nil))
	_, _, err := o.card(person.ID, acc.ID)
	must(t, err)
}

// checks records that every check found nothing, for the envelope at that address.
func (o *office) checks(role, at string, today clock.Day) error {
	v, err := o.as(role)
	if err != nil {
		return err
	}
	return v.checked(at[len("/envelopes/"):], today.String())
}

// nominate puts Cy forward and asks for vetting; it is the address of the person's page.
func nominate(w *hands, today clock.Day) string {
	w.t.Helper()
	w.open("/people/add")
	w.choose("Community warden")
	w.fill("Forenames", "Cy")
	w.fill("Surname", "Pryce")
	w.date("Date of birth", clock.MustDay("1991-02-03"))
	w.fill("Immediate supervisor", "Gareth Lyle")
	w.date("On which day did the person agree", today)
	w.press("Put forward")
	person := w.path()
	w.open(person + "/vetting/ask")
	w.press("Ask for vetting")
	w.says("Vetting is asked for")
	return person
}

// invite makes the link to Cy's form.
func invite(w *hands, person string) string {
	w.t.Helper()
	w.open("/envelopes?show=none")
	w.says("Cy Pryce")
	w.open(person)
	w.press("The envelope")
	w.choose("NPPV 2 abbreviated")
	w.press("Make the link")
	address, err := url.Parse(w.Text(".vt-link-made"))
	must(w.t, err)
	return address.Path
}

// openEnvelope opens an envelope from the person's page, and says why; it is the envelope's address.
func openEnvelope(w *hands, person, why string) string {
	w.t.Helper()
	w.open(person)
	w.press("The envelope")
	w.choose(why)
	w.press("Open")
	w.says("The envelope is open to you until")
	return w.path()
}

// fillForm fills every part of the form from the list of tasks, and comes back to it.
func fillForm(w *hands) {
	w.t.Helper()
	for _, s := range envelope.Form(envelope.Ask{}) {
		w.open("/vetting-form")
		w.press(s.Title)
		for _, p := range s.Pages {
			if want := "/vetting-form/pages/" + p.Name; w.path() != want {
				w.t.Fatalf("the form is at %s, want %s: %s", w.path(), want, w.Text("main"))
			}
			w.give(p.Fields)
			for i := 0; p.List != nil && p.List.If == "" && i < p.List.Least; i++ {
				w.press("Add a")
				w.give(p.List.Fields)
				w.press("Save")
			}
			w.press("Save and continue")
		}
	}
}

// give answers the fields of a page: no where that can be said, and of what is asked only
// then nothing.
func (w *hands) give(fields []envelope.Field) {
	w.t.Helper()
	given := answers("cy", fields)
	for _, f := range fields {
		value := given.Get(f.Name)
		switch {
		case f.If != "" && f.Name != "ni":
		case f.Kind == envelope.Date && f.Name != "to":
			for _, part := range []string{"-day", "-month", "-year"} {
				w.Fill(`[name="`+f.Name+part+`"]`, given.Get(f.Name+part))
			}
		case value == "":
		case f.Kind == envelope.Tick:
			w.Click(`input[name="` + f.Name + `"]`)
		case f.Kind == envelope.Choose:
			if f.Name != "work-right" && slices.ContainsFunc(f.Options, func(o envelope.Option) bool { return o.Value == "no" }) {
				value = "no"
			}
			w.Click(`input[name="` + f.Name + `"][value="` + value + `"]`)
		default:
			w.Fill(`[name="`+f.Name+`"]`, value)
		}
	}
}
