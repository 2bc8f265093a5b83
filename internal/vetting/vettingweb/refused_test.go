package vettingweb_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/vetting/envelope"
)

// TestNoFormIsShownThatCouldOnlyBeRefused opens every page with a form in every state, and
// sends what the page would send: the page is shown where that is more than refused, and
// says otherwise why not and what to do.
func TestNoFormIsShownThatCouldOnlyBeRefused(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	must := func(err error) { t.Helper(); accredtest.Must(t, err) }
	unit := []string{"ask", "decision", "review", "withdrawal"}
	person := []string{"/vetting-form/pages/name", "/vetting-form/change", "/vetting-form/declaration", "/vetting-form/appeal"}
	for _, tt := range []struct {
		name  string
		reach func(c id.Vetting, f envelope.Holder) // from a form that was sent
		shown string                                // of the pages above, by their last word
	}{
		{"with the unit", func(id.Vetting, envelope.Holder) {}, "ask decision change"},
		{"asked, while the answer may come", func(c id.Vetting, _ envelope.Holder) { must(h.Envelopes.Ask(t.Context(), h.Vetter, c, "Where?")) }, "ask change"},
		{"cleared", func(c id.Vetting, _ envelope.Holder) {
			h.Checked(t, c)
			must(h.Envelopes.Pass(t.Context(), h.Vetter, c, h.Passing()))
		}, "review withdrawal change declaration"},
		{"refused", func(c id.Vetting, _ envelope.Holder) {
			must(h.Envelopes.Refuse(t.Context(), h.Vetter, c, h.Against()))
		}, "appeal"},
		{"appealed, seen by who decided first", func(c id.Vetting, f envelope.Holder) {
			must(h.Envelopes.Refuse(t.Context(), h.Vetter, c, h.Against()))
			must(h.Envelopes.Appeal(t.Context(), f, "No", "Lee"))
		}, "change"},
		{"appealed, seen by another", func(c id.Vetting, f envelope.Holder) {
			must(h.Envelopes.Refuse(t.Context(), h.Other, c, h.Against()))
			must(h.Envelopes.Appeal(t.Context(), f, "No", "Lee"))
		}, "decision change"},
		{"upheld", func(c id.Vetting, f envelope.Holder) {
			must(h.Envelopes.Refuse(t.Context(), h.Other, c, h.Against()))
			must(h.Envelopes.Appeal(t.Context(), f, "No", "Lee"))
			must(h.Envelopes.Uphold(t.Context(), h.Vetter, c, h.Against()))
		}, ""},
		{"stopped", func(c id.Vetting, _ envelope.Holder) {
			must(h.Persons.Leave(t.Context(), h.Manager, h.Case(t, c).Person, accredtest.Today.AddDays(-1), "Moved away"))
		}, ""},
	} {
		p := h.Waiting(t, h.Org, "Lee")
		c, f := h.Sent(t, p)
		tt.reach(c, f)
		check := func(address, word string) {
			t.Helper()
			page, shown := h.get(address).Sound(), strings.Contains(" "+tt.shown+" ", " "+word+" ")
			if shown {
				page.Status(200)
				h.post(address).Status(422)
				return
			}
			page.Status(409).Has("h1", "This cannot be done").Lacks("main form")
			h.post(address).Status(409)
		}
		h.as(h.Vetter)
		for _, word := range unit {
			check("/envelopes/"+string(c)+"/"+word, word)
		}
		if h.Case(t, c).State == envelope.Stopped {
			continue // the link has ended with it
		}
		h.enter(t, c)
		for _, address := range person {
			check(address, address[strings.LastIndex(address, "/")+1:])
		}
	}
}

// TestWhatWasDoneMeanwhileIsToldSo has another decide between the page and its sending.
func TestWhatWasDoneMeanwhileIsToldSo(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	c, _ := h.Sent(t, h.Waiting(t, h.Org, "Lee"))
	at := "/envelopes/" + string(c)
	h.as(h.Other).get(at + "/decision").Status(200)
	accredtest.Must(t, h.Envelopes.Refuse(t.Context(), h.Vetter, c, h.Against()))
	h.post(at+"/decision", "outcome", "refused", "reasons", "So", "letter", "No.").Status(409).Has("h1", "This has changed meanwhile").Has("main", "stands at “refused”")
	h.get(at+"/decision").Status(409).Has("h1", "This cannot be done")
}

// TestALinkIsOfferedOnlyWhereOneCanBeMade holds the page on which a link is made.
func TestALinkIsOfferedOnlyWhereOneCanBeMade(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Waiting(t, h.Org, "Lee")
	at := "/people/" + string(p) + "/vetting/link"
	h.as(h.Vetter).get(at).Status(200)
	c, _ := h.Sent(t, p)
	h.get("/people/" + string(p) + "/envelope").Leads("/envelopes/" + string(c))
	mo := "/people/" + string(h.Waiting(t, h.Org, "Mo"))
	h.get(mo + "/envelope").Leads(mo + "/vetting/link")
	h.as(h.Manager).get(mo + "/envelope").Status(403)
	h.as(h.Vetter)
	h.get(at).Status(409).Sound().Has("h1", "This cannot be done").Has("main", "An envelope of this person is under way")
	h.post(at, "level", "NPPV 2").Status(409).Has("h1", "This has changed meanwhile")
}

// TestAnAccountIsOfferedOnlyWhatItCanTell holds a person's own pages: without a clearance
// nothing, while a renewal is under way the clearance that holds.
func TestAnAccountIsOfferedOnlyWhatItCanTell(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	p := h.Waiting(t, h.Org, "Lee")
	h.as(h.of(authz.AccreditedPerson, p)).get("/my-vetting").Sound().Has("main", "There is nothing to do here now").Lacks("a", "Yearly declaration")
	h.get("/my-vetting/declaration").Status(409).Sound().Has("h1", "This cannot be done")
	h.get("/my-vetting/change").Status(409)
	c, _ := h.Sent(t, p)
	h.get("/my-vetting/change").Status(200)
	h.get("/my-vetting/declaration").Status(409).Has("main", "The vetting unit looks at the form")
	h.Checked(t, c)
	accredtest.Must(t, h.Envelopes.Pass(t.Context(), h.Vetter, c, h.Passing()))
	accredtest.Must(t, h.Vettings.Request(t.Context(), h.Manager, p, accredtest.Today))
	_, err := h.Envelopes.Invite(t.Context(), h.Vetter, p, "NPPV 2")
	accredtest.Must(t, err)
	h.get("/my-vetting").Has("a", "Yearly declaration").Has("a", "Tell of a change")
	h.post("/my-vetting/declaration", "signed", "Lee Hartnoll").Leads("/my-vetting?done=envelope.told")
	if v := h.Case(t, c); v.Declaration != accredtest.Today.AddYears(1) {
		t.Errorf("the declaration did not go to the clearance that holds: %+v", v)
	}
}
