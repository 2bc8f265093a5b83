package dossierweb_test

import (
	"testing"
	"time"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

func TestADocumentNamesTheUnitThatOwnedItOnItsDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := world(t, d)
		own := func(name string) {
			t.Helper()
			u, err := h.Areas.SetUnit(t.Context(), h.Manager, "", area.Unit{Name: name})
			accredtest.Must(t, err)
			accredtest.Must(t, h.Areas.OwnDocuments(t.Context(), h.Manager, u))
		}
		h.Org = h.Approved(t, "Aldermere City Council")
		early, _ := h.Accredited(t, h.Org, "Ann", "csas-fpn-litter")
		h.Clock.Advance(time.Hour)
		own("Local Policing Support Unit")
		h.Clock.Advance(time.Hour)
		h.Person, _ = h.Accredited(t, h.Org, "Tamsin", "csas-fpn-litter")
		h.Clock.Advance(time.Hour)
		own("Community Safety Command")
		h.get(h.person(h.Person, "/certificate")).Status(200).Says("Local Policing Support Unit").Lacks("main", "Community Safety Command")
		h.get(h.get(h.person(h.Person, "/letters")).Status(200).Attr("tbody a", "href")).Status(200).Says("Local Policing Support Unit, Eastmarch Constabulary")
		h.get(h.person(early, "/certificate")).Status(200).Lacks("main", "Local Policing Support Unit")
	})
}
