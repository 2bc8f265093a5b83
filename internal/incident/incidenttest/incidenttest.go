// Package incidenttest helps tests with published incidents: files made up line by line,
// and, where the shared data folder is at hand, real ones on their real borders.
package incidenttest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/geo"
	"watchword/internal/incident"
	"watchword/internal/wire"
)

// Heading is the first line of a street-level file.
const Heading = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"

// ASB is n lines of antisocial behaviour at one point.
func ASB(n int, month, lon, lat, street, lsoa string) string {
	return strings.Repeat(fmt.Sprintf(",%s,Eastmarch Constabulary,Eastmarch Constabulary,%s,%s,On or near %s,E01000001,%s,Anti-social behaviour,,\n", month, lon, lat, street, lsoa), n)
}

// Crime is one line of a crime with the identity of that number.
func Crime(n int, month, lon, lat, street, lsoa, kind string) string {
	return fmt.Sprintf("%064x,%s,Eastmarch Constabulary,Eastmarch Constabulary,%s,%s,On or near %s,E01000001,%s,%s,Under investigation,\n", n, month, lon, lat, street, lsoa, kind)
}

// Parse reads the text of a file.
func Parse(t testing.TB, text string) *incident.Parsed {
	t.Helper()
	p, err := incident.Parse(strings.NewReader(text), incident.MonthOf(accredtest.Today), nil)
	accredtest.Must(t, err)
	return p
}

// Take takes the text of a file.
func Take(t testing.TB, r *wire.Rooms, who authz.Actor, name, text string) []incident.Taken {
	t.Helper()
	out, err := r.Incidents.Take(t.Context(), who, Parse(t, text), incident.Taking{Name: name})
	accredtest.Must(t, err)
	return out
}

// Shared is a file of the shared data folder; without the folder the test is skipped.
func Shared(t testing.TB, name string) []byte {
	t.Helper()
	root := os.Getenv("WATCHWORD_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		accredtest.Must(t, err)
		for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
		}
		root = filepath.Join(dir, "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Skip("needs the shared data folder")
	}
	return data
}

// Months is the months of Essex in the shared data folder.
var Months = []string{"2018-01", "2018-02", "2018-03", "2018-05", "2018-06", "2018-10", "2018-12", "2019-01"}

// Essex brings the wards and districts of Essex in, with how many people live in the
// districts.
func Essex(t testing.TB, r *wire.Rooms, who authz.Actor) {
	t.Helper()
	for _, x := range []struct {
		kind             area.Kind
		file, name, code string
	}{{area.Authority, "districts", "LAD25NM", "LAD25CD"}, {area.Ward, "wards", "WD25NM", "WD25CD"}} {
		fs, err := geo.ReadAll(Shared(t, "boundaries/essex-"+x.file+"-2025.geojson"), geo.Usual)
		accredtest.Must(t, err)
		b := area.Bring{Kind: x.kind, From: clock.MustDay("2010-01-01")}
		for _, f := range fs {
			b.Areas = append(b.Areas, area.Area{Name: f.Properties[x.name].(string), Code: f.Properties[x.code].(string), Shape: f.Shape})
		}
		_, err = r.Areas.Take(t.Context(), who, b)
		accredtest.Must(t, err)
	}
	rows, err := csv.NewReader(bytes.NewReader(Shared(t, "registers/essex-local-authorities.csv"))).ReadAll()
	accredtest.Must(t, err)
	people := map[string]int{}
	for _, row := range rows[1:] {
		var n int
		fmt.Sscan(row[7], &n)
		people[row[0]] = n
	}
	_, err = r.Areas.CountPeople(t.Context(), who, area.Population{Kind: area.Authority, Year: 2020, People: people})
	accredtest.Must(t, err)
}

// EssexMonth is a month of Essex, parsed.
func EssexMonth(t testing.TB, month string) *incident.Parsed {
	t.Helper()
	p, err := incident.Parse(bytes.NewReader(Shared(t, "police-uk/"+month+"-essex-street.csv.gz")), incident.MonthOf(accredtest.Today), nil)
	accredtest.Must(t, err)
	return p
}

// EssexMonths takes every month of Essex.
func EssexMonths(t testing.TB, r *wire.Rooms, who authz.Actor) {
	t.Helper()
	for _, m := range Months {
		_, err := r.Incidents.Take(t.Context(), who, EssexMonth(t, m), incident.Taking{Name: m + "-essex-street.csv.gz"})
		accredtest.Must(t, err)
	}
}
