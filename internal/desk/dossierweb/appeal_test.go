package dossierweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// TestAnAppealFromThePersonToAnotherDelegate takes a withdrawal to an appeal, as the people
// of each side see it.
func TestAnAppealFromThePersonToAnotherDelegate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		own, other := h.of(authz.AccreditedPerson), h.Delegate
		other.Account, other.Name = "acc_holm", "Supt Grace Holm"
		at := h.person(h.Person, "")
		h.as(own).get(at + "/appeal").Status(409).Sound().Says("There is no decision about Tamsin Hartnoll")
		accredtest.Must(t, h.Accreds.Withdraw(t.Context(), h.Delegate, h.Accred, "Misuse of a notice"))
		h.as(own).get("/me").Status(200).Has("a", "Appeal against the decision")
		h.get(at+"/appeal").Status(200).Sound().Has("h1", "Appeal").Says("It is possible until 15 December 2026.")
		h.post(at+"/appeal", url.Values{"grounds": {" "}}).Status(422).Sound().Says("Enter what is to be looked at again")
		h.post(at+"/appeal", url.Values{"grounds": {"The notice was another warden’s"}}).Status(303)
		h.post(at+"/appeal", url.Values{"grounds": {"Again"}}).Status(409)
		h.as(h.Manager).get(at + "/appeal/decide").Status(403)
		h.as(h.Delegate).get(at + "/appeal/decide").Status(403).Says("You decided first")
		h.get(at+"/acts").Sound().Lacks("a", "Decide the appeal")
		h.as(other).get(at+"/acts").Sound().Has("a", "Decide the appeal")
		h.get(at+"/appeal/decide").Status(200).Sound().Says("The notice was another warden’s", "Misuse of a notice", "Withdrawal by C/Insp Daniel Thorne")
		h.post(at+"/appeal/decide", url.Values{}).Status(422).Sound().Says("Choose whether the appeal is allowed")
		h.post(at+"/appeal/decide", url.Values{"outcome": {"allow"}}).Status(422).Sound().Says("Enter the reasons.")
		h.post(at+"/appeal/decide", url.Values{"outcome": {"allow"}, "why": {"It was"}, "typed_name": {"Grace Holm"}}).Status(303)
		h.get(at).Sound().Says("Accreditation in force")
		h.get(at + "/appeal/decide").Status(409).Sound().Says("No appeal of Tamsin Hartnoll waits")
	})
}

// TestAPersonIsMovedToAnotherEmployer chooses the employer first, then the rest.
func TestAPersonIsMovedToAnotherEmployer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		q := h.Approved(t, "Quaymouth Council")
		at := h.person(h.Person, "") + "/move"
		h.as(h.of(authz.Signatory)).get(h.person(h.Person, "")+"/acts").Lacks("a", "Move to another employer")
		h.as(h.Manager).get(h.person(h.Person, "")+"/acts").Has("a", "Move to another employer")
		h.get(at).Status(200).Sound().Says("Quaymouth Council", "The new AP number is another.").Lacks("button", "Move the person")
		at += "?org=" + string(q)
		h.get(at).Status(200).Sound().Has("h2", "With Quaymouth Council").Has("button", "Move the person")
		form := url.Values{"role": {string(h.World.Org(t, q).Roles[0].ID)}, "last-day": {"17"}, "last-month": {"11"}, "last-year": {"2026"}}
		h.post(at, form).Status(422).Sound().Says("Enter the day on which the person agreed to take part")
		for k, v := range map[string]string{"agreed-day": "17", "agreed-month": "11", "agreed-year": "2026"} {
			form.Set(k, v)
		}
		to, _, _ := strings.Cut(h.post(at, form).Status(303).Header("Location"), "?")
		h.get(to).Status(200).Sound().Says("Tamsin Hartnoll", "Quaymouth Council")
		h.get(h.person(h.Person, "")).Sound().Says("Left")
		h.get(at).Status(409).Sound().Says("It is recorded already")
		if id.Person(strings.TrimPrefix(to, "/people/")) == h.Person {
			t.Error("the old entry is the new one")
		}
	})
}

// TestARenewalWarnsOfWhatIsLacking tells the delegate before anything is signed.
func TestARenewalWarnsOfWhatIsLacking(t *testing.T) {
	t.Parallel()
	h := peopled(t, dbtest.SQLite(t))
	h.as(h.Delegate).get(h.person(h.Person, "") + "/modify").Status(200).Sound().Says("Before you renew it to a later last day: Further training in the last year: 0 of 6 hours.")
}
