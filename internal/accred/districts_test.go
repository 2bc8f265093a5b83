package accred_test

import (
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
)

// TestAnAccreditationMaySpanDistricts holds that one accreditation names several districts,
// lists each, and that its powers may be used in each and nowhere else.
func TestAnAccreditationMaySpanDistricts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		state := accredtest.CouncilState("Two Rivers Housing", w.City)
		state.Areas, state.AreaText = []id.Area{w.City, w.Quay}, "Aldermere and Quaymouth"
		o, err := w.Orgs.Add(t.Context(), w.Manager, state)
		accredtest.Must(t, err)
		w.Approve(t, o, accredtest.Today, accredtest.Today.AddYears(3).AddDays(-1))
		p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(3), asb)
		a, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Interview notes")
		accredtest.Must(t, err)
		s := w.Signing(asb)
		s.Areas = []id.Area{w.City, w.Quay}
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, a, s))

		accredtest.Must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			v, err := w.Accreds.Find(tx, w.Manager, a, w.Now())
			if err != nil {
				return err
			}
			if !slices.Equal(v.State.Areas, s.Areas) {
				t.Errorf("it names %v, want both districts", v.State.Areas)
			}
			if got := accred.Where([]accred.Version{v}, nil); !slices.Equal(got, s.Areas) {
				t.Errorf("the person may act in %v, want both districts", got)
			}
			letters, err := w.Accreds.LettersOf(tx, w.Manager, p)
			for _, l := range letters {
				if text := strings.Join(l.Body.Paragraphs, " "); !strings.Contains(text, "Aldermere") || !strings.Contains(text, "Quaymouth") {
					t.Errorf("the letter to the %s does not list every area: %s", l.To, text)
				}
			}
			return err
		}))
	})
}
