package agreementweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/org"
)

// TestTheDirectoryIsVerifiedFromItsPage verifies a contact, and takes the directory along.
func TestTheDirectoryIsVerifiedFromItsPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	o, protocol := h.inForce()
	contacts := h.Org(t, o).Contacts
	contacts[1].Post, contacts[1].Phone = "=HYPERLINK(1)", "+44 1700 900"
	h.Contacts(t, o, append(contacts, org.Contact{Kind: org.Complaints, Name: "Ann Lee", Email: "ann@example.org"})...)
	at := h.get(protocol).Says("7 contacts, 7 never verified").Link("Directory of contacts")
	h.actor = authz.Actor{Force: h.Force, Account: "acc_b", Name: "Joanne Birtwell", Role: authz.Liaison, Org: o}
	page := h.get(at).Status(200).Sound().Says("Never verified", "Police liaison officer", "ann@example.org")
	if n := page.Count("main form[method=post] button"); n != 5 {
		t.Errorf("%d contacts can be verified", n)
	}
	key := page.Form("main form[method=post]")
	h.post(at+"/verify", url.Values{"key": {key.Get("key")}}).Status(303)
	h.get(at).Sound().Says("Verified 17 Nov 2026 by Joanne Birtwell")
	h.post(at+"/verify", url.Values{"key": {key.Get("key")}}).Status(409).Sound().Has("h1", "This has changed meanwhile")
	csv := h.get(at + ".csv").Status(200)
	if text := csv.Source(); !strings.HasPrefix(csv.Header("Content-Type"), "text/csv") || !strings.Contains(text, "'=HYPERLINK(1)") || !strings.Contains(text, "'+44 1700 900") || !strings.Contains(text, "Aldermere City Council,Complaints,Ann Lee,,ann@example.org,,,,2027-05-17") {
		t.Errorf("%s", text)
	}
	h.Clock.Advance(24 * time.Hour)
	if got := h.get(at + "?as_at=2026-11-17"); got.Count("main form[method=post]") != 0 {
		t.Error("a day in the past is verified")
	}
	h.actor = h.Lead("org_other")
	for _, path := range []string{at, at + ".csv"} {
		h.get(path).Status(403)
	}
	h.post(at+"/verify", url.Values{"key": {key.Get("key")}}).Status(403)
}
