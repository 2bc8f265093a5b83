package dossierweb_test

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestAnOrganisationLeavesTheScheme sees what follows, gives notice, takes it back, leaves,
// and sees what is still open.
func TestAnOrganisationLeavesTheScheme(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		h.as(h.Manager).get(h.org("/acts")).Status(200).Has("a", "Record that it leaves the scheme")
		h.get(h.org("/exit")).Status(200).Sound().Says("1 accreditation ends at once and for good", "5 letters in all", "What is open between the parties", "Settled", "No card that was asked back is still out.").Has("h2", "Whose accreditation ends")
		h.post(h.org("/exit"), values("why", "")).Status(422).Sound().Says("Choose why it leaves", "Enter the reason in words", "Enter the last day")
		h.post(h.org("/exit"), values("reason", "contract", "why", "The contract ends.", "day-day", "24", "day-month", "12", "day-year", "2026")).Status(303)
		h.get(h.org("/exit")).Sound().Says("Notice is given.", "24 December 2026", "It lost the contract").Has("button", "Take the notice back")
		h.get(h.person(h.Person, "")).Says("Accreditation in force")
		h.post(h.org("/stay"), nil).Status(303)
		h.get(h.org("/exit")).Lacks("button", "Take the notice back")
		h.post(h.org("/exit"), values("reason", "contract", "why", "The contract ends.", "day-day", "17", "day-month", "11", "day-year", "2026")).Status(303)
		h.get(h.person(h.Person, "")).Says("Ceased")
		h.get(h.org("/exit")).Status(200).Sound().Says("What is still open", "The arrangements have ended").Lacks("button", "Record the exit").Has("h2", "Cards that were asked back")
		letters := h.get(h.org("/letters")).Status(200).Sound().Says("The arrangements", "Your arrangements: ended", "Your arrangements: your notice")
		h.get(letters.Link("Your arrangements: ended, The arrangements, 17 November 2026")).Status(200).Says("At your wish", "Last day: 17 November 2026.", "It lost the contract")
		h.as(h.of(authz.Signatory)).get(h.org("/exit")).Status(200).Sound().Says("What is still open")
		h.as(h.of(authz.Trainer)).get(h.org("/exit")).Status(403)
	})
}
