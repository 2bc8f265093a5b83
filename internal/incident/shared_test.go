package incident_test

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/incident"
	"watchword/internal/incident/incidenttest"
)

// table reads a CSV of the shared data folder without its heading.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(incidenttest.Shared(t, name))).ReadAll()
	accredtest.Must(t, err)
	return rows[1:]
}

// TestEssexCountsAreThoseOfItsReadme holds eight months of Essex to the published counts:
// by month and type, and by local authority.
func TestEssexCountsAreThoseOfItsReadme(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		incidenttest.Essex(t, w.Rooms, w.Manager)
		incidenttest.EssexMonths(t, w.Rooms, w.Manager)
		month := func(s string) incident.Month { m, _ := incident.ParseMonth(s); return m }
		for _, row := range table(t, "police-uk/counts-by-month-type.csv") {
			kind := incident.ASB
			for _, k := range incident.Kinds() {
				if k.Title() == row[1] {
					kind = k
				}
			}
			want, _ := strconv.Atoi(row[2])
			if c := count(t, w, incident.Query{From: month(row[0]), To: month(row[0]), Kinds: []incident.Kind{kind}}); c.Total != want {
				t.Errorf("%s, %s: %d, published %d", row[0], row[1], c.Total, want)
			}
		}
		for _, by := range []incident.By{incident.ByDivision, incident.ByWard} {
			for _, kinds := range [][]incident.Kind{{incident.ASB}, incident.Kinds()} {
				got := map[string]int{}
				for _, m := range incidenttest.Months {
					c := count(t, w, incident.Query{From: month(m), To: month(m), By: by, Kinds: kinds})
					for _, l := range c.Lines {
						got[m+" "+c.Ground.Divisions[l.Division].Area.Code] += l.N
					}
					got[m+" outside"], got[m+" nowhere"] = c.Outside, c.NoPlace
				}
				for _, row := range table(t, "police-uk/asb-counts-by-month-la.csv") {
					column, code := 3, row[1]
					if len(kinds) > 1 {
						column = 4
					}
					switch row[2] {
					case "(other areas)":
						code = "outside"
					case "(no location)":
						code = "nowhere"
					}
					if want, _ := strconv.Atoi(row[column]); got[row[0]+" "+code] != want {
						t.Errorf("%s by %s, %s of %d kinds: %d, published %d", row[0], by, row[2], len(kinds), got[row[0]+" "+code], want)
					}
				}
			}
		}
	})
}
