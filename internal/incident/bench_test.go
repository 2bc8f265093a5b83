package incident_test

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/db/dbtest"
	"watchword/internal/incident"
	"watchword/internal/incident/incidenttest"
)

// BenchmarkTake reads and takes months of 17,000 made-up lines, a third of them antisocial
// behaviour, at 4,000 points, and tells the lines a second, durable.
func BenchmarkTake(b *testing.B) {
	w := accredtest.New(b, dbtest.SQLite(b))
	month, _ := incident.ParseMonth("2011-01")
	lines := 0
	for b.Loop() {
		text := strings.Builder{}
		text.WriteString(incidenttest.Heading)
		for i := range 17_000 {
			lon, lat := fmt.Sprintf("1.%06d", i%4000*97), fmt.Sprintf("52.%06d", i%4000*53)
			if i%3 == 0 {
				text.WriteString(incidenttest.ASB(1, month.String(), lon, lat, "High Street", "Aldermere 001A"))
			} else {
				text.WriteString(incidenttest.Crime(int(month)*20_000+i, month.String(), lon, lat, "High Street", "Aldermere 001A", "Burglary"))
			}
		}
		incidenttest.Take(b, w.Rooms, w.Manager, month.String(), text.String())
		lines, month = lines+17_000, month+1
	}
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "lines/s")
}
