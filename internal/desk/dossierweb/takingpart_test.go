package dossierweb_test

import (
	"net/url"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db/dbtest"
)

func TestThePersonAloneSaysWhetherTheyTakePart(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	own := h.as(h.of(authz.AccreditedPerson))
	own.get("/me").Status(200).Has("a", "Taking part")
	own.get("/me/taking-part").Status(200).Sound().Has("h1", "Taking part").Says("You have not said so yourself yet.", "Your card and your badge are asked back.").Has("a", "Answer nine questions")
	own.post("/me/taking-part", url.Values{"act": {"in"}}).Status(303)
	own.get("/me/taking-part").Status(200).Sound().Says("that you take part.").Lacks("button", "Say that I take part")
	h.pass(1)
	own.post("/me/taking-part", url.Values{"act": {"out"}}).Status(303)
	own.get("/me/taking-part").Status(200).Sound().Says("You opted out on", "Nothing is held against you.").Lacks("button", "Opt out now")
	own.post("/me/taking-part", url.Values{"act": {"out"}}).Status(409)
	h.as(h.Manager).get("/people/" + string(h.Person)).Status(200).Sound().Says("Given up")
}
