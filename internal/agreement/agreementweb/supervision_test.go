package agreementweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestASupervisorRecordsVisitsAndSamples writes the plan, records a sample and puts right
// what was found, as the people of the organisation do.
func TestASupervisorRecordsVisitsAndSamples(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.get("/supervision").Status(200).Sound().Says("No organisation has arrangements in force.")
		o, protocol := h.inForce()
		at := h.get(protocol).Sound().Link("Supervision")
		if at != "/organisations/"+string(o)+"/supervision" {
			t.Errorf("the protocol leads to %s", at)
		}
		h.actor = h.Lead(o)
		h.get(at).Status(200).Sound().Says("No supervision plan is written.", "None has been planned or recorded.", "Nobody is named")
		h.get(at + "/plan").Status(200).Sound().Says("Who stands in for Gareth Lyle?")
		h.post(at+"/plan", url.Values{"cover[0].by": {"Gareth Lyle"}}).Status(422).Sound().Says("Enter how accredited persons are supervised on site", "Nobody stands in for themselves")
		h.post(at+"/plan", url.Values{"on_site": {"Weekly."}, "documents": {"Monthly."}, "cover[0].by": {"Idris Pugh"}}).Status(303)
		h.actor = authz.Actor{Force: h.Force, Account: "acc_l", Name: "Gareth Lyle", Role: authz.Supervisor, Org: o}
		h.get(at).Sound().Says("Weekly.", "Idris Pugh").Lacks("a", "Write the plan")
		h.get(at + "/plan").Status(403)
		h.get(at+"/record?kind=sample").Status(200).Sound().Has("h1", "Record a sample of documents").Says("How many notebooks were looked at?")
		h.post(at+"/record?kind=sample", url.Values{"by": {"G. Lyle"}}).Status(422).Sound().Says("Enter the day", "Enter what was found")
		day := url.Values{"day-day": {"17"}, "day-month": {"11"}, "day-year": {"2026"}, "by": {"G. Lyle"}, "notebooks": {"5"}, "wrong": {"1"}, "found": {"One not signed."}, "mend_by-day": {"24"}, "mend_by-month": {"11"}, "mend_by-year": {"2026"}}
		to := h.post(at+"/record?kind=sample", day).Status(303).Header("Location")
		one, _, _ := strings.Cut(to, "?")
		h.get(to).Status(200).Sound().Has("h1", "Sample of documents, 17 November 2026").Says("5 notebooks", "To be put right by 24 Nov 2026")
		h.get(one + "/record").Status(409)
		h.post(one+"/mend", url.Values{}).Status(422).Sound().Says("Enter how it was put right")
		h.post(one+"/mend", url.Values{"how": {"It is signed."}}).Status(303)
		h.get(one).Sound().Says("It is signed.", "Done")
		plan := h.post(at+"/schedule?kind=visit", url.Values{"day-day": {"20"}, "day-month": {"11"}, "day-year": {"2026"}, "by": {"G. Lyle"}}).Status(303).Header("Location")
		plan, _, _ = strings.Cut(plan, "?")
		h.get(plan + "/call-off").Status(200).Sound()
		h.post(plan+"/call-off", url.Values{"why": {"Snow"}}).Status(303)
		h.actor = h.Manager
		h.get("/supervision").Sound().Has("th", "Aldermere City Council").Says("In order", "17 Feb 2027")
		h.actor = h.Lead(h.Approved(t, "Quaymouth Council"))
		for _, address := range []string{at, one, at + "/plan", at + "/record", one + "/mend"} {
			h.get(address).Status(403)
		}
		h.get("/supervision").Status(200).Lacks("th", "Aldermere City Council")
	})
}
