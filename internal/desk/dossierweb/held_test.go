package dossierweb_test

import (
	"os/exec"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// checkpoint signs the ledger as it stands.
func (h *house) checkpoint() {
	h.t.Helper()
	_, err := h.Ledger.Checkpoint(h.t.Context(), h.Ring, h.Force, "watchword/eastmarch/ledger")
	accredtest.Must(h.t, err)
}

func TestAPaperForCourtSaysWhoHeldWhatByWhoseDecision(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		h.pass(30)
		accredtest.Must(t, h.Accreds.Suspend(t.Context(), h.Delegate, h.Accred, "A complaint"))
		h.checkpoint()
		at := h.person(h.Person, "/held")
		p := h.as(h.of(authz.Standards)).get(at + "?as_at=1/12/2026").Status(200).Sound()
		p.Has("h1", "What Tamsin Hartnoll held on 1 December 2026").Says("At the end of 1 December 2026 Tamsin Hartnoll (EM 4001)", "held 3 powers", "under an accreditation by the Chief Constable of Eastmarch Constabulary",
			"The person is capable", "Ruth Adeyemi", "To accredit, for the Chief Constable", "Daniel Thorne", "Nothing recorded since changes what was known", "leads to the root that the force has signed", "Its root")
		p.Has("td", "behaviour likely to cause").Has("td", "Accredited as EM 4001 with 3 powers").Lacks("td", "Suspended")

		p = h.get(at).Status(200).Sound()
		p.Says("held no power.", "State", "Suspended", "Last change: suspended", "A complaint")
		p.Has("td", "Suspended").Has("h2", "Named in the accreditation, and not to be used at that instant")
		p = h.get(at + "?as_at=17/12/2026&time=08:00").Status(200)
		p.Says("At 08:00 on 17 December 2026", "held 3 powers").Lacks("td", "suspended")
		p = h.get(at + "?as_at=17/12/2026&time=23:00").Status(200)
		p.Says("At 23:00 on 17 December 2026", "held no power.", "It changed on that day: when the day began, the state was “Accreditation in force”")
		h.get(at+"?as_at=1/11/2026").Status(200).Sound().Says("held no power.", "was not yet in the register")
	})
}

func TestNoPaperForCourtOfWhatIsToCome(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	h.checkpoint()
	at := h.person(h.Person, "/held")
	p := h.get(at+"?as_at=1/1/2031&time=14:30").Status(422).Sound().Has(".govuk-error-message", "Day must be today or in the past").Lacks("h1", "2031")
	if day, hour := p.Attr("#as_at", "value"), p.Attr("#time", "value"); day != "1/1/2031" || hour != "14:30" {
		t.Errorf("the form comes back with %q, %q", day, hour)
	}
	h.get(at + ".pdf?as_at=1/1/2031").Status(422)
}

func TestAPaperForCourtPrints(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("needs poppler-utils")
	}
	h := peopled(t, dbtest.SQLite(t))
	h.checkpoint()
	pdf := h.get(h.person(h.Person, "/held.pdf?as_at=17/11/2026&time=12:30")).Status(200)
	if got := pdf.Header("Content-Type"); got != "application/pdf" {
		t.Fatal(got)
	}
	run := exec.Command("pdftotext", "-layout", "-", "-")
	run.Stdin = strings.NewReader(pdf.Source())
	text, err := run.Output()
	accredtest.Must(t, err)
	for _, want := range []string{"What Tamsin Hartnoll held on 17 November 2026", "At 12:30 on 17 November 2026", "By whose decision", "Eastmarch Constabulary", "Its root"} {
		if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), want) {
			t.Errorf("the file does not say %q:\n%s", want, text)
		}
	}
}

func TestAPaperForCourtIsForThoseWhoReadTheLedger(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	at := h.person(h.Person, "/held")
	for _, role := range []authz.Role{authz.Signatory, authz.AccreditedPerson, authz.ControlRoom, authz.Trainer, authz.VettingUnit} {
		h.as(h.of(role)).get(at).Status(403)
		h.get(at + ".pdf").Status(403)
		if strings.Contains(h.get(h.person(h.Person, "")).Source(), "/held") {
			t.Errorf("%s is led to what they may not open", role)
		}
	}
	h.as(h.Manager)
	for query, says := range map[string]string{"?as_at=30/2/2026": "February", "?time=25:00": "Enter the time as hours and minutes", "?time=noon": "14:30", "?as_known=1/1/2040": "in the past", "?as_at=nonsense&time=1": "As at"} {
		h.get(at+query).Status(422).Sound().Has(".govuk-error-summary", says)
		h.get(at + ".pdf" + query).Status(422)
	}
	h.get("/people/per_nobody/held").Status(404)
	h.get(at + "?as_at=1/1/1800").Status(200)
	h.get(at + "?as_at=31/12/2199&time=23:59").Status(422)
}
