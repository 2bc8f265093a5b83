package feeweb_test

import (
	"net/url"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestChargesAreInvoicedTogetherOrWaived chooses charges of two employers, waives one, and
// credits one whose card was called off after the invoice.
func TestChargesAreInvoicedTogetherOrWaived(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/charges").Status(200).Sound().Has("h1", "Charges to invoice").Says("No charge is to be invoiced.").Lacks("button", "Make invoices of the chosen charges")
		one, two := h.Charged(t, h.Council, "004001-01"), h.Charged(t, h.Council, "004002-01")
		three, four := h.Charged(t, h.Firm, "004003-01"), h.Charged(t, h.Firm, "004004-01")
		h.get("/charges").Status(200).Sound().Says("Card 004001-01 (lost)", "Aldermere City Council", "£25.00", "since 17 Oct 2026").Has("button", "Make invoices of the chosen charges")
		h.get("/charges?q=004003").Says("Harbourside").Lacks("td", "Aldermere City Council")
		h.get("/charges?org="+string(h.Council)+"&sort=-day").Says("Card 004002-01").Lacks("td", "Harbourside Security Ltd")
		h.get("/charges.csv").Status(200)
		h.get("/charges?as_at=2026-11-01").Status(200).Sound().Says("No charge is to be invoiced.")
		h.post("/charges", url.Values{}).Status(422).Sound().Says("Choose at least one charge", "Card 004001-01 (lost)")

		page := "/charges/" + string(four)
		h.get(page).Status(200).Sound().Says("To invoice", "For a private body, the amount since 17 October 2026", "004004-01").Has("a", "Waive the charge").Lacks("a", "Make the credit note")
		h.get(page + "/credit").Status(409).Sound()
		h.get(page + "/waive").Status(200).Sound().Says("The organisation is not asked for it.")
		h.post(page+"/waive", url.Values{}).Status(422).Sound().Says("Enter the reason")
		h.post(page+"/waive", url.Values{"why": {"Our printer spoiled it"}}).Status(303)
		h.get(page).Sound().Says("Waived", "Our printer spoiled it").Lacks("a", "Waive the charge")

		if to := at(h.post("/charges", url.Values{"charges": {string(one), string(three), string(two)}})); to != "/invoices" {
			t.Errorf("leads to %s", to)
		}
		h.get("/invoices").Sound().Says("INV-0001", "£50.00", "INV-0002", "£25.00")
		h.get("/charges?show=invoiced").Sound().Says("Card 004001-01", "INV-0001", "INV-0002").Lacks("button", "Make invoices of the chosen charges")
		h.post("/charges", url.Values{"charges": {string(one)}}).Status(409).Sound()
		h.CalledOff(t, "004002-01")
		page = "/charges/" + string(two)
		h.get("/charges?show=credit-due").Sound().Says("Credit proposed")
		h.get(page).Sound().Has("a", "Make the credit note").Has("a", "Let the charge stand")
		h.get(page + "/credit").Status(200).Sound().Says("The new card was destroyed")
		h.post(page+"/credit", url.Values{"why": {"The new card was destroyed"}}).Status(303)
		h.get(page).Sound().Says("Credited", "CRN-0001")

		h.actor = h.Signatory(h.Council)
		h.get("/charges?show=all").Status(200).Sound().Says("Card 004001-01").Lacks("td", "Harbourside Security Ltd")
		h.get("/charges/" + string(three)).Status(403)
		h.get(page).Status(200).Sound().Lacks("a", "Let the charge stand")
		h.post("/charges", url.Values{"charges": {string(one)}}).Status(403)
		h.actor = h.Acting(authz.Trainer)
		h.get("/charges").Status(403)
		h.Verify(t)
	})
}
