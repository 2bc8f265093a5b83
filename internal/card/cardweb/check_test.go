package cardweb_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/sign"
	"watchword/internal/web/assets"
)

func TestAValidCardInFiveSeconds(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	h.Set(t, "complaints_to", "/complaints")
	o := h.Approved(t, "Aldermere City Council")
	_, _, c := h.Held(t, o, "Joel", asb, litter, tobacco)
	for _, path := range []string{h.address(t, c), strings.Replace(h.address(t, c), "/C/", "/c/", 1)} {
		p := h.get(t, path).Status(200).Sound()
		p.Has("h1", "Valid").Has("p", "A genuine card, in force now.").Has("title", "Valid: EM 4001")
		p.Says("Checked just now, live", "17 Nov 2026, 10:42:00", "Does the face match?", "Community warden", "Aldermere City Council", "EM 4001", "City of Aldermere",
			"Your name and address, if they reasonably believe you have behaved antisocially.", "A fixed penalty for litter.", "Arrest, detain or search you, or use force.",
			"Green jacket with the city’s badge, and the red, white and black badge on the chest. Without both, the powers cannot be used.", "Complain, or say well done", "999", "101")
		p.Lacks("script").Lacks("form").Lacks("[style]")
		nameless(t, p)
		if p.Header("Set-Cookie") != "" || p.Header("Cache-Control") != "no-store" {
			t.Error("the page sets a cookie or may be kept")
		}
		photo := fetch(t, h.handler, p.Attr(".ck-who img", "src"), nil)
		weight := p.Size() + len(assets.Content("check.css")) + len(photo)
		if !bytes.HasPrefix(photo, []byte("\xff\xd8")) || weight > 30_000 {
			t.Errorf("page %d, style %d, photo %d: %d bytes in all", p.Size(), len(assets.Content("check.css")), len(photo), weight)
		}
	}
}

// fetch is the body of an answer; want is the status, 200 if nil.
func fetch(t testing.TB, handler http.Handler, path string, head map[string]string) []byte {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for k, v := range head {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Errorf("%.60s: status %d: %s", path, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

func TestEveryScanHasACodeOfItsOwnAndThePhoneAnswers(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	holder, _, c := h.Held(t, o, "Joel", asb)
	first := h.get(t, h.address(t, c)).Text(".ww-code__big")
	second := h.get(t, h.address(t, c)).Text(".ww-code__big")
	word, number, ok := strings.Cut(first, " · ")
	if first == second || !ok || word != strings.ToUpper(word) {
		t.Fatalf("%q, then %q", first, second)
	}
	h.acting(h.Holder(holder))
	h.get(t, "/my-card").Status(200).Sound().Has("h1", "My card").Says("Valid", "EM 4001", "Number they read out").Lacks(".ww-code")
	p := h.get(t, "/my-card?number="+number).Status(200).Sound().Has(".ww-code__big", word)
	p.Says("A copied card cannot answer.")
	if got := fetch(t, h.handler, "/my-card/photo", nil); !bytes.HasPrefix(got, []byte("\xff\xd8")) {
		t.Error("the holder's page has no photograph")
	}
	h.get(t, "/my-card?number=1000").Status(422).Has(".govuk-error-message", "Enter the number they read out, for example 47").Lacks(".ww-code")
	h.Clock.Advance(6 * time.Minute)
	h.get(t, "/my-card?number="+number).Status(422).Has(".govuk-error-message", "No check of your card in the last five minutes").Lacks(".ww-code")

	other, _, _ := h.Held(t, o, "Ann", asb) // a copied card is answered by another phone
	h.acting(authz.Actor{})
	fresh := h.get(t, h.address(t, c)).Text(".ww-code__big")
	_, number, _ = strings.Cut(fresh, " · ")
	h.acting(h.Holder(other))
	h.get(t, "/my-card?number="+number).Status(422).Lacks(".ww-code")
}

func TestNotValidTellsWhySinceWhenAndNothingOfThePerson(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, a, c := h.Held(t, o, "Joel", asb)
	_, _, lost := h.Held(t, o, "Joel", asb)
	path := h.address(t, c)
	none := func(address, title, headline, reason string) {
		t.Helper()
		p := h.get(t, address).Status(200).Sound().Has("h1", "Not valid").Has("title", title).Says(headline, reason)
		p.Says("You need not pay or hand over anything because of it.", "Keep a safe distance.", "Call 101", "Check another").Lacks("img").Lacks(".ww-code").Lacks(".ck-role")
		nameless(t, p)
		for _, said := range []string{"Aldermere", "Community warden", "name and address, if"} {
			if strings.Contains(p.Source(), said) {
				t.Errorf("the page of a card that is not valid says %q", said)
			}
		}
	}
	h.Clock.Advance(time.Hour)
	accredtest.Must(t, h.Accreds.Suspend(t.Context(), h.Delegate, a, "A complaint is looked into"))
	none(path, "Not valid: EM 4001", "This card is not valid now.", "Suspended on 17 November 2026 at 11:42.")
	h.get(t, path+"/photo").Status(404)
	h.Clock.Advance(time.Hour)
	accredtest.Must(t, h.Accreds.Withdraw(t.Context(), h.Delegate, a, "Conduct"))
	none(path, "Not valid: EM 4001", "This card is no longer any good.", "Withdrawn on 17 November 2026 at 12:42. The person showing it is not accredited by Eastmarch Constabulary on the strength of this card.")
	none("/check?number=4001", "Not valid: EM 4001", "This card is no longer any good.", "Withdrawn on 17 November 2026 at 12:42.")
	accredtest.Must(t, h.Cards.Report(t.Context(), h.Manager, card.Lost, "On a bus", lost))
	none(h.address(t, lost), "Not valid: EM 4002", "This card is no longer any good.", "Reported lost on 17 November 2026 at 12:42.")
	for name, forged := range map[string]string{"another digit": path[:40] + "7" + path[41:], "letters": "/c/hello", "cut short": path[:100], "one digit": "/c/1", "a signature less": path[:len(path)-17]} {
		if forged == path {
			forged = path[:40] + "3" + path[41:]
		}
		t.Log(name)
		none(forged, "Not valid", "This was not made by Eastmarch Constabulary.", "It may be damaged or cut short")
	}
	none("/check?number=EM+9999", "Not valid: EM 9999", "There is no card with this number.", "Nobody was ever given the number EM 9999")
}

func TestEveryAnswerTellsHowToComplain(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, _, good := h.Held(t, o, "Joel", asb)
	_, _, lost := h.Held(t, o, "Ann", asb)
	accredtest.Must(t, h.Cards.Report(t.Context(), h.Manager, card.Lost, "On a bus", lost))
	for _, tt := range []struct {
		name, to           string
		valid, not, button string
	}{
		{"the page of this program", "", "Or tell us, with the button below.", "/complain?card=EM+4002", "Report this card"},
		{"a page of the force", "https://www.eastmarch.example/complaints", "Or tell us, with the button below.", "https://www.eastmarch.example/complaints", "Report this card"},
		{"an e-mail address", "mailto:csas@eastmarch.example", "Or tell us, with the button below.", "mailto:csas@eastmarch.example?subject=Card%20EM%204002", "Report this card"},
	} {
		if tt.to != "" {
			h.Set(t, "complaints_to", tt.to)
		}
		for _, path := range []string{h.address(t, good), "/check?number=4001"} {
			p := h.get(t, path).Status(200).Sound().Has("h2", "To complain, or say well done").Says("Tell Aldermere City Council, who deal with complaints about their people.", tt.valid, "Say the number EM 4001, the place and the time.")
			if got := p.Link("How to reach them"); got != "/register/"+h.Org(t, o).Number {
				t.Errorf("%s: the employer is to be found at %q", tt.name, got)
			}
			nameless(t, p)
		}
		p := h.get(t, h.address(t, lost)).Status(200).Sound().Has("a.ck-button--main", tt.button)
		if got := p.Attr("a.ck-button--main", "href"); got != tt.not {
			t.Errorf("%s: the button leads to %q", tt.name, got)
		}
	}
}

func TestTypedNumbersShowNoFaceAndCannotBeCounted(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	h.Held(t, o, "Joel", asb)
	p := h.get(t, "/check?number=em4001").Status(200).Sound().Has("h1", "Valid").Says("Ask to scan the square code on their card.", "Community warden").Lacks("img").Lacks(".ww-code")
	nameless(t, p)
	h.get(t, "/check").Status(200).Sound().Has("h1", "Check a card")
	for _, empty := range []string{"/check?number=", "/check?number=EM", "/check?number=hello", "/check?number=" + strings.Repeat("9", 5000)} {
		h.get(t, empty).Status(422).Sound().Has("title", "Error:").Lacks(".ww-verdict")
	}
	h.get(t, "/check?number=%FF").Status(422).Has(".govuk-error-message", "characters that cannot be read").Lacks(".ww-verdict")
	h.get(t, "/check?number=EM").Has(".govuk-error-message", "Enter the number under the photograph, for example EM 4417")
	var last int
	for n := range 40 {
		r := httptest.NewRequest("GET", "/check?number="+itoa(4001+n), nil)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		if last = w.Code; last == http.StatusTooManyRequests {
			if !strings.Contains(w.Body.String(), "Could not check") {
				t.Error("the page for too many numbers gives another answer")
			}
			break
		}
	}
	if last != http.StatusTooManyRequests {
		t.Error("40 numbers in a second are answered")
	}
	body := strings.NewReader(`{"number":"4001"}`)
	r := httptest.NewRequest("POST", "/api/v1/cards/check", body)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	if w.Code != http.StatusTooManyRequests {
		t.Errorf("the API goes on answering typed numbers: %d %s", w.Code, w.Body)
	}
}

func TestRecordsThatCannotBeReachedAreNoAnswer(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, _, c := h.Held(t, o, "Joel", asb)
	path := h.address(t, c)
	accredtest.Must(t, h.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`DROP TABLE card_mark`)
		return err
	}))
	h.get(t, path).Status(503).Sound().Has("h1", "Could not check").Says("This is neither a yes nor a no.", "Our records cannot be reached.", "Try again").Lacks("img")
}

func TestManyCodesAreNotGivenToOneAddress(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, _, c := h.Held(t, o, "Joel", asb)
	for range 20 {
		h.get(t, h.address(t, c)).Has("h1", "Valid").Has(".ww-code__big", "·")
	}
	h.get(t, h.address(t, c)).Has("h1", "Valid").Lacks(".ww-code").Says("Many codes were asked for from your address.")
}

func TestFrontPageNamesOnlyPowersOfToday(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	p := h.get(t, "/").Status(200).Sound().Has("h1", "Is the person in front of you genuine?")
	p.Says("Your name and address", "To hand over alcohol", "cigarettes", "A fixed penalty", "Arrest, detain or search you, or use force.", "Who is accredited", "Sign in", "Call 999")
	p.Says("are with someone under 18 who recently drank", "A penalty notice for disorder", "To stop your bicycle", "To follow their traffic directions")
	p.Lacks("main", "byelaw").Lacks("main", "receipt")
	h.Clock.Set(clock.MustDay("2027-01-01").Start())
	q := h.get(t, "/")
	if strings.Contains(q.Source(), "cigarettes") {
		t.Error("a power that the law has ended stays on the front page")
	}
	for _, power := range law.Powers() {
		if power.Authority == law.Accreditation && power.StatusOn(accredtest.Today, law.England) != law.InForce && power.Ask.Lead != "" && strings.Contains(p.Source(), power.Ask.String()) {
			t.Errorf("%s is offered", power.ID)
		}
	}
}

func TestKeysAndListsArePublishedForAnybody(t *testing.T) {
	t.Parallel()
	h := sqlite(t)
	o := h.Approved(t, "Aldermere City Council")
	_, a, c := h.Held(t, o, "Joel", asb)
	jwks := fetch(t, h.handler, "/api/v1/keys", nil)
	var set struct{ Keys []map[string]any }
	if err := json.Unmarshal(jwks, &set); err != nil || len(set.Keys) != 3 {
		t.Errorf("%d keys, %v: %s", len(set.Keys), err, jwks)
	}
	keys, err := sign.ParseCOSEKeySet(fetch(t, h.handler, "/api/v1/keys", map[string]string{"Accept": sign.MediaCOSEKeySet + ", */*;q=0.1"}))
	if err != nil || len(keys) != 3 {
		t.Fatalf("%d keys, %v", len(keys), err)
	}
	const uri = "https://eastmarch.example/api/v1/status-lists/1"
	status := func() sign.Status {
		t.Helper()
		ask := sign.StatusCheck{URI: uri, Now: h.Clock.Now(), MaxAge: time.Minute}
		byJWT, err := sign.VerifyStatusJWT(string(fetch(t, h.handler, "/api/v1/status-lists/1", map[string]string{"Accept": sign.MediaStatusJWT + ", */*;q=0.1"})), keys, ask)
		accredtest.Must(t, err)
		if _, err := sign.VerifyStatusCWT(fetch(t, h.handler, "/api/v1/status-lists/1", map[string]string{"Accept": sign.MediaStatusCWT + ", */*;q=0.1"}), keys, ask); err != nil {
			t.Error(err)
		}
		s, _ := byJWT.List.At(h.Card(t, c).Place)
		return s
	}
	if status() != sign.StatusValid {
		t.Error("the list does not say valid")
	}
	accredtest.Must(t, h.Accreds.Withdraw(t.Context(), h.Delegate, a, "Conduct"))
	if status() != sign.StatusInvalid {
		t.Error("a withdrawal does not show at once")
	}
	s := h.serve(t)
	for _, accept := range []string{sign.MediaStatusJWT, sign.MediaStatusCWT} {
		r, _ := http.NewRequest("GET", s.URL+"/api/v1/status-lists/1", nil)
		r.Header.Set("Accept", accept+", */*;q=0.1")
		answer, err := http.DefaultTransport.RoundTrip(r)
		accredtest.Must(t, err)
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.Header.Get("Content-Type") != accept || answer.Header.Get("Access-Control-Allow-Origin") != "*" || len(body) == 0 || !strings.Contains(answer.Header.Get("Vary"), "Accept") {
			t.Errorf("%s: %v", accept, answer.Header)
		}
		r.Header.Set("If-None-Match", answer.Header.Get("ETag"))
		again, err := http.DefaultTransport.RoundTrip(r)
		accredtest.Must(t, err)
		again.Body.Close()
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s asked again: %d", accept, again.StatusCode)
		}
	}
	var lists struct {
		Lists []string `json:"status_lists"`
	}
	accredtest.Must(t, json.Unmarshal(fetch(t, h.handler, "/api/v1/status-lists", nil), &lists))
	if len(lists.Lists) != 1 || lists.Lists[0] != uri {
		t.Errorf("%v", lists)
	}
}
