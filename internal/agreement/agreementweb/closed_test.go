package agreementweb_test

import (
	"net/url"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// TestAFormIsShownOnlyWhereItCanBeSent comes to every form in every state of an agreement:
// it is shown, or a page says why not and what to do instead.
func TestAFormIsShownOnlyWhereItCanBeSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	inForce := h.InForce(t, h.Approved(t, "Council a"))
	proposed := h.InForce(t, h.Approved(t, "Council b"))
	accredtest.Must(t, h.Agreements.Propose(t.Context(), h.Manager, proposed, "Saturdays", "Market"))
	ended := h.InForce(t, h.Approved(t, "Council c"))
	accredtest.Must(t, h.Agreements.End(t.Context(), h.Delegate, ended, "why"))
	half := h.Issued(t, h.Approved(t, "Council d"))
	accredtest.Must(t, h.Sign(t, half, h.Delegate))
	draft, issued := h.Filled(t, h.Approved(t, "Council e")), h.Issued(t, h.Approved(t, "Council f"))
	forms := map[string]authz.Actor{"fill": h.Manager, "sign": h.Delegate, "send-back": h.Delegate, "end": h.Delegate, "discard": h.Manager, "propose": h.Manager, "answer": h.Manager, "review": h.Manager}
	for _, tt := range []struct {
		name   string
		of     id.Agreement
		open   []string
		closed map[string]string // what the page says of some that are not open
	}{
		{"a draft", draft, []string{"fill", "discard"}, map[string]string{"send-back": "Only what is out for signature is sent back.", "end": "What is not signed yet is sent back or discarded."}},
		{"out for signature", issued, []string{"sign", "send-back", "discard"}, map[string]string{"propose": "What is out for signature is sent back", "review": "once both sides have signed", "fill": "Only the fields of a draft are filled in."}},
		{"signed by the reader’s side", half, []string{"send-back", "discard"}, map[string]string{"sign": "Your side has signed it already."}},
		{"in force", inForce, []string{"end", "propose", "review"}, map[string]string{"send-back": "To change what is in force, propose a change.", "answer": "No proposal waits for an answer.", "discard": "ended by one of its parties"}},
		{"in force with a proposal", proposed, []string{"end", "answer", "review"}, map[string]string{"propose": "A change is proposed already"}},
		{"ended", ended, nil, map[string]string{"end": "The agreement is ended", "propose": "The agreement is ended"}},
		{"an annex", h.Find(t, inForce).Annex, []string{"review"}, map[string]string{"end": "This is the annex of a protocol.", "propose": "go to the protocol"}},
	} {
		open := map[string]bool{}
		for _, f := range tt.open {
			open[f] = true
		}
		for form, who := range forms {
			h.actor = who
			at := "/agreements/" + string(tt.of) + "/" + form
			if page := h.get(at); open[form] {
				page.Status(200).Sound()
				continue
			} else {
				page.Status(409).Sound().Has("h1", "This cannot be done").Lacks("main form")
				page.Says(tt.closed[form])
			}
			h.post(at, url.Values{}).Status(409)
		}
	}
}

// TestWhatIsNotOpenToSomebodyIsNotToldToThem comes to closed forms without the permission.
func TestWhatIsNotOpenToSomebodyIsNotToldToThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	of := h.InForce(t, h.Approved(t, "Aldermere City Council"))
	h.actor = h.Liaison()
	for _, form := range []string{"send-back", "end", "propose", "review", "answer"} {
		h.get("/agreements/" + string(of) + "/" + form).Status(403)
	}
}

// TestWhatChangedMeanwhileIsToldSo has another act between the page and its sending.
func TestWhatChangedMeanwhileIsToldSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t, dbtest.SQLite(t))
	o := h.Approved(t, "Aldermere City Council")
	of := h.Issued(t, o)
	at := "/agreements/" + string(of)
	h.actor = h.Lead(o)
	h.get(at + "/send-back").Status(200)
	accredtest.Must(t, h.Sign(t, of, h.Delegate))
	accredtest.Must(t, h.Sign(t, of, h.Lead(o)))
	h.post(at+"/send-back", url.Values{"why": {"A name is wrong"}}).Status(409).Has("h1", "This has changed meanwhile").Says("The agreement is in force")
	h.get(at+"/send-back").Status(409).Has("h1", "This cannot be done")
	if h.Find(t, of).State != agreement.InForce {
		t.Error("it was sent back")
	}
}
