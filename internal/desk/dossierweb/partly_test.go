package dossierweb_test

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestAPowerIsSuspendedForEverybody chooses a power, sees whom it takes in, suspends it and
// lets the delegate reinstate it.
func TestAPowerIsSuspendedForEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		at := h.org("/suspend-part")
		h.as(h.Manager).get(h.org("/acts")).Has("a", "Suspend a power or a team")
		h.get(at).Status(200).Sound().Has("h1", "Suspend a power or a team").Says("Everybody").Lacks("h2", "Suspended now")
		h.get(at+"?power=csas-fpn-litter").Status(200).Sound().Has("th", "Tamsin Hartnoll").Says("Stops at once")
		h.get(at + "?power=all").Status(422).Says("Choose a power or a team")
		h.post(at, values("power", "csas-fpn-litter", "why", "")).Status(422).Sound().Says("Enter the reasons")
		h.post(at, values("power", "csas-fpn-litter", "why", "Used without grounds.")).Status(303)
		h.get(at).Sound().Has("h2", "Suspended now").Says("Of 1 person, since 17 November 2026").Lacks("button", "Reinstate it")
		h.get(h.person(h.Person, "")).Says("Suspended")
		h.post(at, values("power", "csas-fpn-litter", "why", "Again.")).Status(409)
		h.post(h.org("/reinstate-part"), values("reinstate", "csas-fpn-litter", "why", "Grounds shown.")).Status(403)
		h.as(h.Delegate).get(at).Sound().Has("button", "Reinstate it")
		h.post(h.org("/reinstate-part"), values("reinstate", "csas-fpn-litter")).Status(422).Sound().Says("Enter the reasons")
		h.post(h.org("/reinstate-part"), values("reinstate", "csas-fpn-litter", "why", "Grounds shown.")).Status(303)
		h.get(at).Lacks("h2", "Suspended now")
		h.as(h.of(authz.Signatory)).get(at).Status(403)
	})
}
