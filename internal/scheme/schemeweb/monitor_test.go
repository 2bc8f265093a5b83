package schemeweb_test

import (
	"net/url"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/scheme/monitor"
)

// TestApplicantsAnswerAndTheOfficeSeesNumbers answers on the page, and reads what is told.
func TestApplicantsAnswerAndTheOfficeSeesNumbers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		h.get("/equality-monitoring").Status(200).Sound().Says("Nothing can be told yet.", "Answers since 1 October 2026 are not told yet")
		at := "/equality/" + h.Monitor.Ticket(h.Force)
		h.get("/equality/none").Status(404)
		h.get(at).Status(200).Sound().Says("These questions are voluntary.", "Prefer not to say", "The answers on age, marriage and pregnancy are our own.")
		h.post(at, url.Values{}).Status(422).Sound().Says("Answer at least one question, or leave the page")
		h.post(at, url.Values{"sex": {"4"}}).Status(422).Sound().Says("Choose one of the answers")
		if to := h.to(at, url.Values{"sex": {"female"}, "age": {"35-44"}}); to != "/equality-answered" {
			t.Errorf("it leads to %s", to)
		}
		h.get("/equality-answered").Status(200).Sound().Says("Your answers are counted.")
		h.post(at, url.Values{"sex": {"female"}}).Status(409)
		h.get(at).Status(409).Says("Your answers are counted already.")
		for i := range 21 {
			a := monitor.Answers{"sex": "male", "age": []string{"25-34", "35-44"}[i%2]}
			if err := h.Monitor.Answer(t.Context(), h.Force, h.Monitor.Ticket(h.Force), a); err != nil {
				t.Fatal(err)
			}
		}
		h.Clock.Set(clock.OnClock(clock.MustDay("2027-01-05"), 9, 0))
		h.get("/equality-monitoring").Status(200).Sound().Says("October to December 2026: 22 answered", "25 to 34 11", "left out", "Not told: all gave the same answer.")
		h.get("/equality-monitoring?as_at=2026-12-30&period=2026-10-01").Status(200).Sound().Says("Nothing can be told yet.")
		h.get("/equality-monitoring.csv").Status(200).Says("2026-10-01,2026-12-31,22,Age,25 to 34,11", "22,Sex,Female,left out", "22,Sex,Male,left out")
		h.actor = h.Acting(authz.Commissioner)
		h.get("/equality-monitoring").Status(200).Sound()
		h.actor = h.Trainer
		h.get("/equality-monitoring").Status(403)
		h.Verify(t)
	})
}
