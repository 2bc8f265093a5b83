package deskapi_test

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// kinds is what waits for somebody, by kind.
func (h *house) kinds(who authz.Actor) map[string]int {
	h.t.Helper()
	h.Clock.Advance(2e9) // nothing is remembered so long
	out := map[string]int{}
	for _, x := range items(h.call(who, "GET", "/tasks", "").is(200)) {
		m := x.(map[string]any)
		out[text(m, "kind")]++
		if m["more_asked"] == true {
			out["asked"]++
		}
	}
	return out
}

func TestRequestsGoBetweenDelegateAndEmployer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		p := h.Warden(t, o, "Joel", accredtest.Today.AddYears(2), "csas-fpn-litter")
		a, err := h.Accreds.Recommend(t.Context(), h.Manager, p, "Interview")
		accredtest.Must(t, err)
		acc := "/accreditations/" + string(a)
		employer := authz.Actor{Force: h.Force, Account: "acc_sig", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		if k := h.kinds(employer); k["answer"] != 0 {
			t.Errorf("something is to answer before it is asked: %v", k)
		}
		h.call(employer, "POST", acc+"/ask", `{"why": "x"}`).is(403)
		h.call(h.Delegate, "POST", acc+"/ask", `{"why": " "}`).is(422)
		h.call(h.Delegate, "POST", acc+"/ask", `{"why": "Was the reference taken up?"}`).is(200)
		h.call(h.Delegate, "POST", acc+"/ask", `{"why": "And the other?"}`).is(409)
		if k := h.kinds(employer); k["answer"] != 1 {
			t.Errorf("the employer is not told: %v", k)
		}
		if k := h.kinds(h.Delegate); k["accreditation"] != 1 || k["asked"] != 1 {
			t.Errorf("for the delegate the decision waits for the answer: %v", k)
		}
		person := authz.Actor{Force: h.Force, Account: "acc_p", Role: authz.AccreditedPerson, Org: o, Person: p}
		if got := h.call(person, "GET", acc, ""); strings.Contains(string(got.body), "reference") {
			t.Error("the person reads what is between others")
		}
		if got := h.call(person, "GET", acc+"/history", ""); strings.Contains(string(got.body), "reference") {
			t.Error("the person reads it in the history")
		}
		h.call(employer, "POST", acc+"/answer", `{"answer": ""}`).is(422)
		got := h.call(employer, "POST", acc+"/answer", `{"answer": "Yes, on 2 November."}`).is(200)
		if r := got["requests"].([]any)[0].(map[string]any); r["answer"] != "Yes, on 2 November." || r["answered_by"] != "Priya Nair" {
			t.Errorf("%v", r)
		}
		h.call(employer, "POST", acc+"/answer", `{"answer": "Again"}`).is(409)
		if k := h.kinds(employer); k["answer"] != 0 {
			t.Errorf("answered, and still to answer: %v", k)
		}
	})
}

func TestContactsAreNamedByTheEmployer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		o := h.Approved(t, "Aldermere City Council")
		path := "/organisations/" + string(o) + "/contacts"
		employer := authz.Actor{Force: h.Force, Account: "acc_sig", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		named := func(supervisor string) string {
			return fmt.Sprintf(`{"contacts": [{"kind": "signatory", "name": "Priya Nair"}, {"kind": "liaison", "name": "Joanne Birtwell"}, {"kind": "liaison", "name": "Idris Pugh"}, {"kind": "supervisor", "name": %q}]}`, supervisor)
		}
		got := h.call(employer, "PUT", path, named("Kit Sefton")).is(200)
		if told, ok := got["contacts_changed"].(map[string]any); !ok || told["by"] != "Priya Nair" {
			t.Errorf("the office is not told: %v", got["contacts_changed"])
		}
		h.call(employer, "PUT", path, `{"contacts": []}`).is(409)
		h.call(employer, "PUT", path, `{"contacts": [{"kind": "owner", "name": "Kit"}]}`).is(422)
		h.call(employer, "POST", path+"/noted", "").is(403)
		h.call(authz.Actor{Force: h.Force, Account: "acc_l", Role: authz.Liaison, Org: o}, "PUT", path, named("Bea Rudd")).is(403)
		if k := h.kinds(h.Manager); k["note-contacts"] != 1 {
			t.Errorf("nothing is to note: %v", k)
		}
		if k := h.kinds(employer); k["note-contacts"] != 0 {
			t.Errorf("the employer is to note its own change: %v", k)
		}
		h.call(h.Manager, "POST", path+"/noted", "").is(200)
		h.call(h.Manager, "POST", path+"/noted", "").is(409)
		if k := h.kinds(h.Manager); k["note-contacts"] != 0 {
			t.Errorf("noted, and still to note: %v", k)
		}
		h.Verify(t)
	})
}
