package applyweb_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/apply"
	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

func day(name, d, m, y string) url.Values {
	return url.Values{name + "-day": {d}, name + "-month": {m}, name + "-year": {y}}
}

func with(form url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return form
}

// assess finds by the pages of the office all that an approval needs.
func (h *house) assess(of id.Application, private bool) {
	h.t.Helper()
	at := "/applications/" + string(of)
	h.as(h.Manager)
	set, err := db.Find(h.t.Context(), h.DB, func(tx *db.Tx) (area.Settings, error) { return h.Areas.Settings(tx, h.Manager) })
	accredtest.Must(h.t, err)
	a := h.Application(h.t, of)
	for n := range a.Needs(set) {
		h.get(at + "/judge?n=" + strconv.Itoa(n)).Status(200).Sound()
		h.post(at+"/judge?n="+strconv.Itoa(n), url.Values{"n": {strconv.Itoa(n)}}).Status(422).Sound().Says("Choose whether it is met")
		h.post(at+"/judge?n="+strconv.Itoa(n), url.Values{"n": {strconv.Itoa(n)}, "outcome": {"met"}, "evidence": {"Seen on the visit"}}).Status(303)
	}
	h.get(at + "/visit").Status(200).Sound()
	h.post(at+"/visit", with(day("on", "17", "11", "2026"), "where", "")).Status(422).Sound()
	h.post(at+"/visit", with(day("on", "17", "11", "2026"), "where", "Their offices", "present", "Both", "found", "Well run")).Status(303)
	h.get(at + "/consult").Status(200).Sound().Says("The police and crime commissioner")
	h.post(at+"/consult", nil).Status(422).Sound().Says("Choose whom to ask")
	h.post(at+"/consult", url.Values{"with": {apply.Commissioner}}).Status(303)
	h.get(at + "/answer?n=0").Status(200).Sound()
	h.post(at+"/answer?n=0", with(day("on", "17", "11", "2026"), "view", "objects")).Status(422).Sound().Says("Write why they object")
	h.post(at+"/answer?n=0", with(day("on", "17", "11", "2026"), "view", "supports")).Status(303)
	if private {
		h.get(at + "/company").Status(200).Sound()
		h.post(at+"/company", nil).Status(422).Sound().Says("Choose where it stands")
		h.post(at+"/company", with(with(day("asked", "1", "11", "2026"), "approved", "yes", "reference", "CPI 1234"), "came-day", "10", "came-month", "11", "came-year", "2026")).Status(303)
	}
}

func TestTheOfficeAssessesAndTheDelegateDecides(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/applications").Status(200).Sound().Says("No application is under way.")
		of, holder := h.Sent(t, false)
		at := "/applications/" + string(of)
		h.get("/applications").Sound().Has("th", "Hallowdene District Council").Says("0 of 9 met", "Being assessed")
		h.get("/applications?show=delegate").Sound().Says("No application waits for the delegate.")
		h.get(at).Status(200).Sound().Has("h1", "Hallowdene District Council").Says("Not judged yet", "No visit is recorded yet.", "Nobody has been asked yet.", "Complaints come in weekly.", "A council can authorise its own officers").Lacks("a", "Decide")
		h.get(at+"/recommend").Status(200).Sound().Says("For approval it still lacks", "No visit to the applicant is recorded.")
		h.post(at+"/recommend", url.Values{"for": {"yes"}, "text": {"x"}}).Status(409).Sound().Says("It cannot be recommended for approval as things stand.")
		h.assess(of, false)
		h.get(at).Sound().Says("Supports it", "Well run", "Met")
		h.post(at+"/recommend", url.Values{}).Status(422).Sound().Says("Choose what you recommend")
		h.post(at+"/recommend", url.Values{"for": {"yes"}, "text": {"All criteria met."}}).Status(303)
		h.get(at + "/decide").Status(403)

		h.as(h.Delegate)
		page := h.get(at).Status(200).Sound().Says("For approval", "All criteria met.").Has("a", "Decide")
		h.get(at + "/files/" + strings.TrimPrefix(page.Link("See the photograph of the uniform"), at+"/files/")).Status(200)
		h.get(at+"/decide").Status(200).Sound().Has("h1", "Decide on Hallowdene District Council").Says("Expected use: Five times a month", "A council can authorise its own officers")
		period := func(pairs ...string) url.Values {
			f := with(day("from", "17", "11", "2026"), "to-day", "16", "to-month", "11", "to-year", "2029", "evidence", "All criteria met")
			return with(f, pairs...)
		}
		h.post(at+"/decide", period()).Status(422).Sound().Says("Notice: litter: choose yes, with a condition, or refuse")
		h.post(at+"/decide", period("answer-1", "refused", "answer-2", "conditional")).Status(422).Sound().Says("Notice: litter: enter the reason for refusing", "Ask name and address: antisocial behaviour: enter the condition")
		h.post(at+"/decide", period("answer-1", "refused", "note-1", "Authorised by the council", "answer-2", "allowed")).Status(303)
		h.get(at).Status(200).Sound().Says("Approved").Lacks("a", "Decide").Has("a", "The organisation in the register")
		h.get(at + "/decide").Status(409)
		h.get(at+"/letter").Status(200).Sound().Has("h1", "Hallowdene District Council is accredited").Says("Refused: Authorised by the council")
		if pdf := h.get(at + "/letter.pdf").Status(200); !strings.HasPrefix(pdf.Source(), "%PDF-") {
			t.Error("the letter is no PDF")
		}
		h.get(at + "?as_at=2026-11-16").Status(404)

		l, err := h.Applies.Return(t.Context(), holder)
		accredtest.Must(t, err)
		h.as(h.Public()).post("/apply/"+l.Secret, nil).Leads("/application")
		h.get("/application").Sound().Says("Your organisation is accredited.", "You are accredited")
		h.get("/application/letter").Status(200).Sound().Says("Refused: Authorised by the council")
		h.get("/application/letter.pdf").Status(200)
		h.get(at).Status(303) // to the sign-in page
	})
}

func TestAFirmReadsWhyItIsRefusedAndAppliesAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		of, holder := h.Sent(t, true)
		at := "/applications/" + string(of)
		h.get(at).Sound().Says("Nothing is recorded yet. Police Crime Prevention Initiatives must approve the company first.")
		h.get(at + "/ask").Status(200).Sound()
		h.post(at+"/ask", nil).Status(422).Sound().Says("Write what is missing")
		h.post(at+"/recommend", url.Values{"for": {"no"}, "text": {"Not approved by CPI"}}).Status(303)
		h.as(h.Delegate).get(at + "/refuse").Status(200).Sound()
		h.get(at + "/send-back").Status(200).Sound()
		h.post(at+"/refuse", nil).Status(422).Sound().Says("Enter the reason")
		h.post(at+"/refuse", url.Values{"why": {"The company is not approved yet."}}).Status(303)

		l, err := h.Applies.Return(t.Context(), holder)
		accredtest.Must(t, err)
		h.as(h.Public()).post("/apply/"+l.Secret, nil)
		h.get("/application").Sound().Says("was not accredited", "Apply again")
		h.get("/application/letter").Sound().Says("The company is not approved yet.")
		h.post("/application/again", nil).Leads("/application?done=form.again")
		h.get("/application?done=form.again").Sound().Says("A new application is begun", "You have completed 13 of 13 parts.")
		h.post("/application/check", url.Values{"signed": {"Sam Orrin"}, "area": {"yes"}, "changes": {"yes"}, "fees": {"yes"}, "checks": {"yes"}}).Status(303)
		p := h.Prospect(t, h.Application(t, of).Prospect)
		h.assess(p.Application, true)
		h.get("/applications/"+string(p.Application)).Sound().Says("Approved on 10 November 2026").Has("a", "The application before")
	})
}

func TestWhatIsLeftOnceTheTimeIsOver(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	of, _ := h.Sent(t, false)
	at := "/applications/" + string(of)
	h.post(at+"/recommend", url.Values{"for": {"no"}, "text": {"Too few people"}}).Status(303)
	h.as(h.Delegate).post(at+"/refuse", url.Values{"why": {"Too few people."}}).Status(303)
	h.Clock.Advance(25 * 31 * 24 * time.Hour)
	accredtest.Must(t, h.Retention.Erase(t.Context(), h.Manager, string(of)))
	from := "/prospects/" + string(h.Application(t, of).Prospect)
	for _, address := range []string{at, from} {
		page := h.as(h.Manager).get(address).Status(200).Sound().Says("Hallowdene District Council", "Personal data erased")
		if strings.Contains(page.Source(), "Mina Sefton") || strings.Contains(page.Source(), "Too few people") {
			t.Errorf("%s still says who it was", address)
		}
	}
	h.get("/applications?show=decided").Status(200).Sound()
	h.get(at + "/letter").Status(409)
}

func TestEveryPageOfTheDecisionOnAPhone(t *testing.T) {
	t.Parallel()
	h := open(t, dbtest.SQLite(t))
	sent, _ := h.Sent(t, true)
	of, _ := h.Ready(t, false)
	accredtest.Must(t, h.Applies.Recommend(t.Context(), h.Manager, of, true, "All criteria met."))
	h.look("office", "/applications", "/applications/"+string(sent), "/applications/"+string(sent)+"/judge?n=0", "/applications/"+string(sent)+"/consult")
	h.look("delegate", "/applications/"+string(of)+"/decide", "/applications/"+string(of)+"/refuse")
	accredtest.Must(t, h.Applies.Approve(t.Context(), h.Delegate, of, h.Yes(t, of)))
	h.look("delegate", "/applications/"+string(of), "/applications/"+string(of)+"/letter")
}
