package cardweb_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

func TestTheOfficeTakesACardFromOrderToHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		o := h.Approved(t, "Aldermere City Council")
		p, a := h.Accredited(t, o, "Joel", asb)
		h.acting(h.Manager)
		h.post(t, "/cards", url.Values{"accreditation": {string(a)}}).Status(409).Says("There is no photograph of Joel Hartnoll.")
		h.Photograph(t, p)
		made := h.post(t, "/cards", url.Values{"accreditation": {string(a)}}).Status(303).Header("Location")
		at, _, _ := strings.Cut(made, "?")
		c := id.Card(strings.TrimPrefix(at, "/cards/"))
		h.get(t, made).Status(200).Sound().Has("h1", "Card 004001-01").Says("The card is ordered. Print it next.", "Ordered 17 Nov 2026", "Print (PDF)").Lacks("button", "Hand over")
		h.get(t, "/cards?show=ordered").Status(200).Sound().Has("th", "004001-01").Says("Joel Hartnoll", "EM 4001")
		pdf := h.post(t, "/cards/print", url.Values{"card": {string(c)}, "sheet": {"yes"}}).Status(200)
		if pdf.Header("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Source(), "%PDF-") {
			t.Errorf("%s: %.20q", pdf.Header("Content-Type"), pdf.Source())
		}
		h.post(t, "/cards/print", url.Values{}).Status(422)
		h.post(t, at+"/hand-over", nil).Status(303)
		h.get(t, at).Has("a", "Replace").Says("Held since 17 Nov 2026", "Checked by the public never")
		h.post(t, at+"/hand-over", nil).Status(409)
		h.get(t, at+"/report").Status(200).Sound().Has("h1", "Report card 004001-01")
		h.post(t, at+"/report", url.Values{}).Status(422).Sound().Says("Choose lost, stolen or handed back")
		h.post(t, at+"/report", url.Values{"what": {"lost"}}).Status(422).Says("Say when and where the card was last seen")
		h.post(t, at+"/report", url.Values{"what": {"lost"}, "why": {"On the number 7 bus"}}).Status(303)
		h.get(t, at).Says("Lost 17 Nov 2026", "On the number 7 bus")
		h.get(t, "/cards?show=lost").Has("th", "004001-01")
		h.get(t, "/cards?show=held").Says("Nobody holds a card.")
		h.get(t, "/cards/crd_nothing").Status(404)
	})
}

func TestTheOfficeSaysWhyItReplacesAsksBackAndDestroys(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, _, c := h.Held(t, o, "Joel", asb)
	at := "/cards/" + string(c)
	h.acting(h.Manager)
	h.Clock.Advance(time.Minute)
	h.get(t, at+"/recall").Status(200).Sound().Has("h1", "Ask back card 004001-01")
	h.post(t, at+"/recall", nil).Status(422).Sound().Says("Say why. The employer and the holder read it")
	h.post(t, at+"/recall", url.Values{"why": {"The photograph is another person’s"}}).Status(303)
	h.get(t, at).Status(200).Sound().Says("Asked back 17 Nov 2026", "The photograph is another person’s").Has("button", "Take the recall back")
	h.get(t, h.address(t, c)).Status(200).Has("h1", "Not valid").Says("Asked back by the force on 17 November 2026")
	h.Clock.Advance(time.Minute)
	h.post(t, at+"/keep", nil).Status(303)
	h.get(t, h.address(t, c)).Has("h1", "Valid")
	h.get(t, at).Says("Not asked back any more").Has("a", "Ask it back")

	h.get(t, at+"/replace").Status(200).Sound().Has("h1", "Replace card 004001-01").Says("The fee of a lost card follows")
	h.post(t, at+"/replace", url.Values{"because": {"lost"}}).Status(422).Says("Say when and where the card was last seen")
	to := h.post(t, at+"/replace", url.Values{"because": {"lost"}, "note": {"On the number 7 bus"}}).Status(303).Header("Location")
	h.get(t, to).Status(200).Sound().Says("Takes the place of", "004001-01", "It was lost", "Fee")
	h.get(t, h.address(t, c)).Says("Reported lost")

	h.post(t, at+"/report", url.Values{"what": {"returned"}}).Status(303)
	h.get(t, at+"/destroy").Status(200).Sound().Has("h1", "Record that card 004001-01 was destroyed")
	h.post(t, at+"/destroy", url.Values{"how": {"Shredded"}}).Status(422).Sound().Says("Enter the name of who saw it")
	h.post(t, at+"/destroy", url.Values{"how": {"Shredded"}, "witness": {"Priya Nair"}}).Status(303)
	h.get(t, at).Status(200).Sound().Says("Shredded, witnessed by Priya Nair")
}

func TestWhoMayDoWhatWithCards(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	p, a, c := h.Held(t, o, "Joel", asb)
	other, _, _ := h.Held(t, o, "Ann", asb)
	at := "/cards/" + string(c)
	for _, tt := range []struct {
		name string
		who  authz.Actor
		want int
	}{
		{"the holder", h.Holder(p), 200},
		{"a colleague", h.Holder(other), 403},
		{"their employer", authz.Actor{Force: h.Force, Account: "acc_1", Role: authz.Signatory, Org: o}, 200},
		{"another employer", authz.Actor{Force: h.Force, Account: "acc_2", Role: authz.Signatory, Org: "org_other"}, 403},
		{"a trainer", h.Trainer, 403},
		{"another force", authz.Actor{Force: "for_other", Account: "acc_3", Role: authz.SchemeManager}, 404},
	} {
		h.acting(tt.who)
		h.get(t, at).Status(tt.want)
		h.get(t, at+"/photo").Status(tt.want)
		h.get(t, at+"/report").Status(tt.want)
		if got := h.post(t, at+"/replace", nil); tt.want == 200 {
			got.Status(403)
		}
	}
	h.acting(h.Holder(p))
	for _, path := range []string{at, at + "/report"} {
		if got := h.get(t, path).Attr(".govuk-breadcrumbs a", "href"); got != "/my-card" {
			t.Errorf("the holder's way back from %s leads to %q", path, got)
		}
	}
	h.post(t, "/cards", url.Values{"accreditation": {string(a)}}).Status(403)
	h.get(t, "/cards").Status(200).Has("th", "004001-01").Lacks("td input")
	h.acting(h.Manager)
	h.get(t, "/my-card").Status(403)
}

func TestASuspendedHolderReadsWhy(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	p, a, _ := h.Held(t, o, "Joel", asb)
	none, _ := h.Accredited(t, o, "Ann", asb)
	accredtest.Must(t, h.Accreds.Suspend(t.Context(), h.Delegate, a, "A complaint"))
	h.acting(h.Holder(p))
	h.get(t, "/my-card").Status(200).Sound().Says("Not valid now", "Suspended on 17 November 2026 at 10:42.", "Do not use your powers.")
	h.acting(h.Holder(none))
	h.get(t, "/my-card").Status(200).Sound().Says("There is no card for you yet.")
}

// call asks the API.
func (h *house) call(t testing.TB, method, path, body string, head ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

func TestCardsThroughTheAPI(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	p, a := h.Accredited(t, o, "Joel", asb)
	h.Photograph(t, p)
	h.acting(h.Manager)
	issue := `{"accreditation":"` + string(a) + `"}`
	made := h.call(t, "POST", "/cards", issue, "Idempotency-Key", "one")
	var c struct{ ID, Number, State string }
	if err := json.Unmarshal(made.Body.Bytes(), &c); err != nil || made.Code != http.StatusCreated || c.State != "ordered" || c.Number != "004001-01" {
		t.Fatalf("%d %s", made.Code, made.Body)
	}
	if again := h.call(t, "POST", "/cards", issue, "Idempotency-Key", "one"); again.Code != http.StatusCreated || again.Body.String() != made.Body.String() {
		t.Errorf("sent again: %d %s", again.Code, again.Body)
	}
	if second := h.call(t, "POST", "/cards", issue); second.Code != http.StatusConflict {
		t.Errorf("a second card: %d %s", second.Code, second.Body)
	}
	if pdf := h.call(t, "POST", "/cards/print", `{"cards":["`+c.ID+`"]}`); pdf.Code != 200 || pdf.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Body.String(), "%PDF-") {
		t.Errorf("%d %v", pdf.Code, pdf.Header())
	}
	found := h.call(t, "GET", "/cards/"+c.ID, "")
	tag := found.Header().Get("ETag")
	if same := h.call(t, "GET", "/cards/"+c.ID, "", "If-None-Match", tag); same.Code != http.StatusNotModified {
		t.Errorf("asked again: %d", same.Code)
	}
	if stale := h.call(t, "POST", "/cards/"+c.ID+"/hand-over", `{}`, "If-Match", `"old"`); stale.Code != http.StatusPreconditionFailed {
		t.Errorf("on what has changed: %d %s", stale.Code, stale.Body)
	}
	if held := h.call(t, "POST", "/cards/"+c.ID+"/hand-over", `{"where":"Aldermere"}`, "If-Match", tag); held.Code != 200 || !strings.Contains(held.Body.String(), `"held"`) {
		t.Errorf("%d %s", held.Code, held.Body)
	}
	h.acting(authz.Actor{})
	digits := strings.TrimPrefix(h.address(t, id.Card(c.ID)), "/C/")
	for _, code := range []string{digits, "HTTPS://EASTMARCH.EXAMPLE/C/" + digits} {
		got := h.call(t, "POST", "/cards/check", `{"code":"`+code+`"}`)
		for _, want := range []string{`"outcome":"valid"`, `"ap_number":"EM 4001"`, `"role":"Community warden"`, `"id":"csas-name-address-asb"`} {
			if got.Code != 200 || !strings.Contains(got.Body.String(), want) {
				t.Errorf("%d: no %s in %s", got.Code, want, got.Body)
			}
		}
		if strings.Contains(got.Body.String(), "Hartnoll") || strings.Contains(got.Body.String(), "Joel") {
			t.Error("the API says a name")
		}
	}
	for body, want := range map[string]int{`{"number":"em 4001"}`: 200, `{"code":"nonsense"}`: 200, `{}`: 422, `{"code":"1","number":"1"}`: 422, `{"number":"<b>"}`: 422,
		`{"code":"` + strings.Repeat("9", 5000) + `"}`: 422, `[]`: 422, `{"unknown":1}`: 422, "\xff": 400} {
		if got := h.call(t, "POST", "/cards/check", body); got.Code != want {
			t.Errorf("%.40q: %d, want %d: %s", body, got.Code, want, got.Body)
		}
	}
	for _, path := range []string{"/cards", "/cards/" + c.ID} {
		if got := h.call(t, "GET", path, ""); got.Code != http.StatusUnauthorized {
			t.Errorf("%s without a token: %d", path, got.Code)
		}
	}
	if got := h.call(t, "GET", "/status-lists/99", ""); got.Code != 404 {
		t.Errorf("a list that there is not: %d", got.Code)
	}
	h.acting(h.Manager)
	list := h.call(t, "GET", "/cards?state=held&limit=1", "")
	if list.Code != 200 || !strings.Contains(list.Body.String(), c.ID) {
		t.Errorf("%d %s", list.Code, list.Body)
	}
	lost := h.call(t, "POST", "/cards/"+c.ID+"/report", `{"what":"stolen","why":"From a van"}`)
	if lost.Code != 200 || h.Card(t, id.Card(c.ID)).State != card.Stolen {
		t.Errorf("%d %s", lost.Code, lost.Body)
	}
}

func TestHostileAddressesAreAnsweredCalmly(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, _, c := h.Held(t, o, "Joel", asb)
	good := h.address(t, c)
	for _, path := range []string{"/c/0", "/c/%2F%2F", "/c/" + strings.Repeat("9", 100_000), "/c/" + strings.Repeat("0", 17), "/c/%F0%9F%98%80", "/c/-1", good + "0", good + "%20", "/c/18446744073709551616", "/c/%00"} {
		p := h.get(t, path).Status(200)
		if path == good+"%20" {
			p.Has("h1", "Valid")
			continue
		}
		p.Has("h1", "Not valid").Says("This was not made by Eastmarch Constabulary.")
	}
}
