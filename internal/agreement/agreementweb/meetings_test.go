package agreementweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// TestThePartiesMeet plans a meeting from the page of the protocol, records it and writes
// its minutes, as the people of both sides do.
func TestThePartiesMeet(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.get("/meetings").Status(200).Sound().Says("No organisation has a protocol in force.")
		o, protocol := h.inForce()
		list := "/organisations/" + string(o) + "/meetings"
		if got := h.get(protocol).Sound().Says("Working together", "Next due by 17 Feb 2027").Link("Meetings with the neighbourhood team"); got != list {
			t.Errorf("the protocol leads to %s", got)
		}
		h.actor = authz.Actor{Force: h.Force, Account: "acc_b", Name: "Joanne Birtwell", Role: authz.Liaison, Org: o}
		h.get(list).Status(200).Sound().Says("at least every 3 months", "No meeting has been planned or recorded.")
		h.get(list+"/plan").Status(200).Sound().Has("h1", "Plan a meeting")
		h.post(list+"/plan", url.Values{}).Status(422).Sound().Says("Enter the day of the meeting")
		to := h.post(list+"/plan", url.Values{"day-day": {"20"}, "day-month": {"11"}, "day-year": {"2026"}, "place": {"Guildhall"}}).Status(303).Header("Location")
		at, _, _ := strings.Cut(to, "?")
		h.get(to).Status(200).Sound().Says("The meeting is planned.", "Guildhall", "Planned").Lacks("a", "Write the minutes")
		h.get(at+"/minutes").Status(409).Sound().Has("h1", "This cannot be done").Says("Record it once it has been held.")
		h.actor = h.Liaison()
		h.get("/meetings").Sound().Says("20 Nov 2026", "Never")
		h.post(at+"/plan", url.Values{"day-day": {"17"}, "day-month": {"11"}, "day-year": {"2026"}}).Status(303)
		h.get(at+"/record").Status(200).Sound().Has("h1", "Record a meeting")
		held := url.Values{"day-day": {"17"}, "day-month": {"11"}, "day-year": {"2026"}, "of_force": {"Sgt Askew"}, "of_org": {"J. Birtwell\r\nI. Pugh"}}
		h.post(at+"/record", url.Values{}).Status(422).Sound().Says("Enter who attended for the police", "Enter who attended for Aldermere City Council")
		h.post(at+"/record", held).Status(303)
		h.get(list).Sound().Says("Not written yet", "Next meeting due by 17 Feb 2027")
		h.post(at+"/minutes", url.Values{}).Status(422).Sound().Says("Enter the minutes, or choose a file")
		h.post(at+"/minutes", url.Values{"minutes": {"The market.\r\nThe square."}}).Status(303)
		h.get(at).Sound().Says("The market.", "The square.", "Minutes kept until 17 November 2032").Lacks("a", "Call it off")
		h.get(at + "/file").Status(404)
		h.get(at + "/call-off").Status(409)
		h.actor = h.Lead("org_other")
		for _, address := range []string{list, at, at + "/minutes", at + "/file", list + "/plan"} {
			h.get(address).Status(403)
		}
		h.get("/meetings").Status(200).Lacks("th", "Aldermere City Council")
		team := h.Liaison()
		team.Areas = []id.Area{h.Quay}
		h.actor = team
		h.get(at).Status(403)
	})
}
