package schemeweb_test

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/scheme/policy"
	"watchword/internal/web/webtest"
)

// TestAPolicyIsDraftedAssessedAdoptedAndReviewed takes a policy through its pages, on both
// databases, and shows who may decide.
func TestAPolicyIsDraftedAssessedAdoptedAndReviewed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/policies").Status(200).Sound().Says("No policy is kept.")
		h.post("/policies/enter", url.Values{}).Status(422).Sound().Says("Enter what it is called", "Enter what it settles", "Enter who owns it")
		at := h.to("/policies/enter", url.Values{"name": {"Fees policy"}, "purpose": {"What is charged"}, "owner": {"Ruth Adeyemi"}})
		h.get(at).Status(200).Sound().Says("No version is in force", "No version has been drafted.")
		form := h.get(at + "/change").Status(200).Sound().Form("form[novalidate]")
		form.Set("name", "Fees and charges")
		h.to(at+"/change", form)
		h.post(at+"/draft", url.Values{}).Status(422).Sound().Says("Enter what it says, or choose a document")
		version := h.to(at+"/draft", url.Values{"text": {"Nothing is charged to councils.\nFirms pay."}})
		h.get(version).Status(200).Sound().Says("None has been entered.", "Firms pay.").Lacks("a", "Adopt it")
		h.get(at + "/draft").Status(409).Sound().Says("Version 1 is being drafted.")
		h.post(version+"/assess", url.Values{"age": {"Ages of applicants"}}).Status(422).Sound().Says("Enter what was looked at for Disability", "Choose what was found for Age", "Enter who approved the assessment")
		form = h.get(version + "/assess").Status(200).Sound().Form("form[novalidate]")
		for _, c := range policy.Characteristics {
			form.Set(string(c.Characteristic), "Looked at: "+c.Title)
			form.Set(string(c.Characteristic)+"-effect", "none")
		}
		for _, name := range []string{"eliminate", "advance", "foster"} {
			form.Set(name, "Regard to "+name)
		}
		form.Set("assessor", "Ruth Adeyemi")
		form.Set("approver", "ACC Helen Prowse")
		h.to(version+"/assess", day(form, "on", "2026-11-17"))
		h.get(version).Sound().Says("Looked at: Marriage and civil partnership", "Regard to foster", "ACC Helen Prowse, 17 November 2026").Has("a", "Adopt it")
		h.post(version+"/adopt", url.Values{}).Status(422).Sound().Says("Enter who approved the version", "Enter the day from which it is in force", "Enter by when it is looked at again")
		adopt := day(day(day(url.Values{"approved_by": {"ACC Helen Prowse"}}, "approved_on", "2026-11-17"), "from", "2026-12-01"), "review", "2027-12-01")
		h.get(version + "/adopt").Status(200).Sound()
		h.to(version+"/adopt", adopt)
		h.get(at).Sound().Says("No version is in force", "From 1 Dec 2026")
		h.Clock.Set(clock.OnClock(accredtest.Today.AddDays(20), 9, 0))
		h.get(at).Sound().Says("Version 1 in force", "Review by 1 December 2027", "Nothing is charged to councils.")
		h.get(at+"?as_at=2026-11-30").Sound().Says("No version is in force").Lacks("a", "Draft a version").Lacks("button", "End it")
		h.get("/policies").Sound().Says("Fees and charges", "Version 1", "1 Dec 2027")
		h.get("/policies.csv").Status(200).Says("Fees and charges,Ruth Adeyemi,1,In force,2026-12-01,ACC Helen Prowse,2026-11-17,Ruth Adeyemi,ACC Helen Prowse,2026-11-17,2027-12-01")
		h.get(version + "/assess").Status(409).Sound()
		h.post(at+"/review", url.Values{}).Status(422).Sound().Says("Enter what the review found")
		h.to(at+"/review", day(url.Values{"found": {"Still right"}}, "review", "2028-06-01"))
		h.get(at).Sound().Says("Still right", "1 June 2028")
		next := h.to(at+"/draft", url.Values{"text": {"Firms pay more."}, "changes": {"More"}})
		h.post(next+"/drop", url.Values{}).Status(422).Sound().Says("Enter why it is given up")
		h.to(next+"/drop", url.Values{"why": {"Not this year"}})
		h.get(next).Sound().Says("Not this year").Lacks("button", "Drop it")
		sent := h.upload(at+"/draft", "fees.pdf", "%PDF-1.4\n%%EOF\n", "changes", "As a document").Status(303).Header("Location")
		sent, _, _ = strings.Cut(sent, "?")
		h.get(sent).Sound().Has("a", "fees.pdf").Says("As a document")
		if got := h.get(sent + "/file").Status(200).Header("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
			t.Errorf("the document is served %q", got)
		}
		h.upload(sent+"/draft", "fees.pdf", "<script>", "changes", "As a page").Status(422).Sound().Says("PDF")
		h.to(at+"/end", url.Values{"why": {"The board keeps it now"}})
		h.get(at).Sound().Says("Ended", "The board keeps it now")
		for _, x := range []string{at + "/draft", sent + "/draft", sent + "/assess", sent + "/adopt"} {
			h.get(x).Status(409).Sound().Says("Fees and charges has ended")
		}

		h.get("/who-decides").Status(200).Sound().Says("Grant, refuse, modify and withdraw", "Nobody", "On appeal, who decided first")
		h.actor = h.Acting(authz.Commissioner)
		h.get("/policies").Status(200).Sound().Lacks("a", "Enter a policy")
		h.get("/who-decides.csv").Status(200).Says("Police Reform Act 2002, s40(9)")
		h.post("/policies/enter", url.Values{}).Status(403)
		h.actor = h.Trainer
		h.get("/policies").Status(403)
		h.Verify(t)
	})
}

// upload sends a form with a file and one more field.
func (h *house) upload(address, name, content, field, value string) *webtest.Page {
	h.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	accredtest.Must(h.t, err)
	_, err = part.Write([]byte(content))
	accredtest.Must(h.t, err)
	accredtest.Must(h.t, form.WriteField(field, value))
	accredtest.Must(h.t, form.Close())
	r := httptest.NewRequest("POST", address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return webtest.Do(h.t, h.handler, r)
}
