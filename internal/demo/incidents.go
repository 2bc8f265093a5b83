package demo

import (
	"crypto/sha256"
	"fmt"
	"math"

	"watchword/internal/clock"
	"watchword/internal/county"
	"watchword/internal/incident"
)

// months is the steps by which the scheme manager takes each month of incidents at ten on
// the day it is published.
func (l *loading) months(today clock.Day) []step {
	spots, months := county.Incidents(Seed, l.plan.Areas, today)
	var out []step
	for _, m := range months {
		out = append(out, step{int(today - m.Published), func(l *loading) error {
			name := m.First.String()[:7] + "-eastmarch-street.csv"
			_, err := l.Incidents.Take(l.ctx, l.manager(), l.published(spots, m), incident.Taking{Name: name, Source: "Made up for this demonstration"})
			return err
		}})
	}
	return out
}

// published is a month as its file would be read.
func (l *loading) published(spots []county.Spot, m county.IncidentMonth) *incident.Parsed {
	part := incident.Part{Month: incident.MonthOf(m.First), Reporter: l.force.Name}
	out := &incident.Parsed{Lines: len(m.Incidents)}
	for _, s := range spots {
		at := incident.Point{Lon: int32(math.Round(s.At[0] * 1e6)), Lat: int32(math.Round(s.At[1] * 1e6))}
		out.Places = append(out.Places, incident.Place{At: at, Street: "On or near " + s.Street, LSOA: s.Code, Name: s.Small})
	}
	for i, x := range m.Incidents {
		kind, _ := incident.KindOf(x.Kind)
		r := incident.Record{Line: i + 2, Kind: kind, Place: int64(x.Spot) + 1}
		if kind != incident.ASB {
			r.Crime = sha256.Sum256(fmt.Appendf(nil, "%s %d", m.First, i))
			r.Outcome = "Under investigation"
			if r.Crime[0] < 150 {
				r.Outcome = "Investigation complete; no suspect identified"
			}
		}
		part.Records = append(part.Records, r)
	}
	out.Parts = []incident.Part{part}
	return out
}
