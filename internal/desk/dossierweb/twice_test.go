package dossierweb_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db/dbtest"
	"watchword/internal/double"
	"watchword/internal/law"
	"watchword/internal/person"
)

// TestTheEntriesOfWhoWasEnteredTwiceLeadToOneAnother reads both pages, and what may be done on
// them, before and after they are merged; an employer reads nothing of another's.
func TestTheEntriesOfWhoWasEnteredTwiceLeadToOneAnother(t *testing.T) {
	t.Parallel()
	h := world(t, dbtest.SQLite(t))
	o := h.Approved(t, "Aldermere City Council")
	stays, _ := h.Accredited(t, o, "Katherine", law.PowerID("csas-fpn-litter"))
	goes, err := h.Persons.Nominate(t.Context(), h.Manager, person.Person{Forenames: "Kate", Surname: "Hartnol", Born: clock.MustDay("1990-05-01"), Org: o, Role: h.World.Org(t, o).Roles[0].ID, Agreed: accredtest.Today})
	accredtest.Must(t, err)
	at := h.person(goes, "")
	h.as(h.Manager).get(at).Status(200).Sound().Has("h2", "The four tests").Has("a", "Ask for vetting")
	h.pass(1)
	accredtest.Must(t, h.Doubles.Say(t.Context(), h.Manager, double.Of(stays, goes), double.Saying{Verdict: double.Merged, Stays: stays, Why: "Asked"}))
	h.pass(1)
	h.get(at).Status(200).Sound().Says("Entered twice", "This entry was merged on 18 November 2026 into that of").Has(".govuk-inset-text a", "Katherine Hartnoll").Lacks("h2", "The four tests").Lacks("a", "Ask for vetting")
	h.get(at+"?as_at=2026-11-17").Status(200).Sound().Lacks(".govuk-inset-text a", "Katherine Hartnoll")
	h.get(h.person(stays, "")).Status(200).Sound().Says("merged into this entry on 18 November 2026. Its past is there: 2 acts.").Has(".govuk-inset-text a", "Kate Hartnol")
	h.as(authz.Actor{Force: h.Force, Account: "acc_s", Role: authz.Signatory, Org: o}).get(at).Status(200).Has(".govuk-inset-text a", "Katherine Hartnoll")
	h.as(authz.Actor{Force: h.Force, Account: "acc_t", Role: authz.Signatory, Org: "org_other"}).get(at).Status(403)
}
