package schemeweb_test

import (
	"net/url"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestTheOfficeFollowsHowTheSchemeGrows enters an authority, sets a target and writes the
// contact log on the pages, on both databases.
func TestTheOfficeFollowsHowTheSchemeGrows(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/coverage").Status(200).Sound().Says("No local authority is known.")
		h.post("/coverage/add", url.Values{}).Status(422).Sound().Says("Enter the name of the authority")
		h.to("/coverage/add", url.Values{"name": {"City of Aldermere"}})
		h.to("/coverage/add", url.Values{"name": {"Fenbury"}})
		h.Approved(t, "Aldermere City Council")
		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(3), 9, 0))
		page := h.get("/coverage").Status(200).Sound().Says("of 2", "is missing", "Aldermere City Council").Has("a", "Enter an enquiry")
		h.get("/coverage.csv").Status(200).Says("City of Aldermere,Yes,Yes,Aldermere City Council", "Fenbury,Yes,No,,,")
		h.get("/coverage?as_at=2026-11-01").Status(200).Sound().Says("No local authority is known.").Lacks("a", "Enter an authority")
		fenbury := page.Link("Fenbury")
		form := h.get(fenbury).Status(200).Sound().Form("form[novalidate]")
		form.Set("left", "It is being abolished")
		h.to(fenbury, form)
		h.get("/coverage").Sound().Says("of 1", "It is being abolished")

		h.get("/targets").Status(200).Sound().Says("No target has been set.")
		h.post("/targets/set", url.Values{"goal": {"many"}}).Status(422).Sound().Says("Choose what is counted", "Enter a whole number from 1 to 100,000", "Enter the day by which it is reached", "Enter who sees to it")
		at := h.to("/targets/set", day(url.Values{"measure": {"organisations"}, "goal": {"3"}, "how": {"Two enquiries a month"}, "owner": {"Ruth Adeyemi"}}, "by", "2027-03-31"))
		h.get(at).Status(200).Sound().Has("h1", "3 accredited organisations").Says("2 to go", "31 March 2027", "Two enquiries a month")
		form = h.get(at + "/change").Status(200).Sound().Form("form[novalidate]")
		form.Set("goal", "1")
		h.post(at+"/change", form).Status(422).Sound().Says("Enter why it is changed")
		form.Set("note", "One is enough this year")
		h.to(at+"/change", form)
		h.get(at).Sound().Says("Reached", "One is enough this year")
		h.get("/targets").Sound().Says("Accredited organisations", "Reached")
		h.post(at+"/close", url.Values{}).Status(422).Sound().Says("Enter what came of it")
		h.to(at+"/close", url.Values{"note": {"Done"}})
		h.get(at + "/change").Status(409).Sound().Says("The target is closed.")

		h.get("/growth-log").Status(200).Sound().Says("No contact has been recorded.")
		h.post("/growth-log/record", url.Values{"next": {"Write"}}).Status(422).Sound().Says("Enter the day", "Enter which team it was with", "Enter by when it is done")
		talk := h.to("/growth-log/record", day(day(url.Values{"team": {"Quaymouth CPT"}, "with": {"Insp Quill"}, "said": {"Two venues asked"}, "next": {"Write to both"}, "owner": {"Ruth Adeyemi"}}, "day", "2026-11-20"), "by", "2026-12-01"))
		h.get(talk).Status(200).Sound().Says("Two venues asked", "Write to both", "To do")
		h.get("/growth-log?show=open&q=venues").Sound().Says("Quaymouth CPT", "By 1 Dec 2026")
		h.get("/growth-log?q=stations").Sound().Says("Nothing in the log has these words.")
		h.post(talk+"/follow", url.Values{}).Status(422).Sound().Says("Enter what came of it")
		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(4), 9, 0))
		h.to(talk+"/follow", url.Values{"came": {"Both wrote back"}})
		h.get(talk).Sound().Says("Both wrote back").Lacks("button", "Save it")
		h.get("/growth-log?show=open").Sound().Says("Nothing is left to do.")
		h.get("/growth-log.csv").Status(200).Says("2026-11-20,Quaymouth CPT,Insp Quill,Two venues asked,,,,Both wrote back,Ruth Adeyemi")

		h.actor = h.Acting(authz.Commissioner)
		h.get("/coverage").Status(200).Sound().Lacks("a", "Enter an authority").Lacks("a", "Contact log")
		h.get(talk).Status(403)
		h.post("/targets/set", url.Values{}).Status(403)
		h.Verify(t)
	})
}
