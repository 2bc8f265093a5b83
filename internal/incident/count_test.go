package incident_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/geo"
	"watchword/internal/id"
	"watchword/internal/incident"
	"watchword/internal/incident/incidenttest"
	"watchword/internal/register"
)

// square is ground between two corners, in tenths of a degree from 1 east, 52 north.
func square(t testing.TB, west, south, east, north float64) geo.Shape {
	t.Helper()
	c := func(x, y float64) string { return fmt.Sprintf("[%g,%g]", 1+x/10, 52+y/10) }
	s, err := geo.Read([]byte(`{"type":"Polygon","coordinates":[[`+strings.Join([]string{c(west, south), c(east, south), c(east, north), c(west, north), c(west, south)}, ",")+`]]}`), geo.Usual)
	accredtest.Must(t, err)
	return s
}

// land is Aldermere with two wards, west and east, and Quaymouth with one, beside it.
func land(t testing.TB, w *accredtest.World) {
	t.Helper()
	bring(t, w, area.Bring{Kind: area.Authority, From: clock.MustDay("2015-01-01"), Areas: []area.Area{
		{Name: "City of Aldermere", Code: "X1", Shape: square(t, 0, 0, 2, 1)}, {Name: "Quaymouth", Code: "X2", Shape: square(t, 2, 0, 4, 1)}}})
	bring(t, w, area.Bring{Kind: area.Ward, From: clock.MustDay("2015-01-01"), Areas: []area.Area{
		{Name: "Market", Code: "W1", Shape: square(t, 0, 0, 1, 1)}, {Name: "Castle", Code: "W2", Shape: square(t, 1, 0, 2, 1)}, {Name: "Quays", Code: "W3", Shape: square(t, 2, 0, 4, 1)}}})
}

func bring(t testing.TB, w *accredtest.World, b area.Bring) {
	t.Helper()
	_, err := w.Areas.Take(t.Context(), w.Manager, b)
	accredtest.Must(t, err)
}

func count(t testing.TB, w *accredtest.World, q incident.Query) *incident.Counts {
	t.Helper()
	c, err := w.Incidents.Count(t.Context(), w.Manager, q, nil)
	accredtest.Must(t, err)
	return c
}

// told is lines as "Market 5 was 0".
func told(c *incident.Counts) string {
	var out []string
	for _, l := range c.Lines {
		out = append(out, fmt.Sprintf("%s %d was %d", l.Name, l.N, l.Before))
	}
	return strings.Join(out, ", ")
}

var february = incidenttest.ASB(12, "2018-02", "1.05", "52.05", "High Street", "Aldermere 001A") + incidenttest.ASB(1, "2018-02", "9.9", "52", "Far away", "Elsewhere 001A")

func TestIncidentsAreCountedByArea(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		land(t, w)
		incidenttest.Take(t, w.Rooms, w.Manager, "a.csv", january+february)
		jan, feb := incident.MonthOf(clock.MustDay("2018-01-01")), incident.MonthOf(clock.MustDay("2018-02-01"))
		drugs, _ := incident.KindOf("drugs")
		burglary, _ := incident.KindOf("burglary")
		quays := areaNamed(t, w, "Quaymouth")
		for _, tt := range []struct {
			name                    string
			q                       incident.Query
			want                    string
			total, noPlace, outside int
		}{
			{"by district, of all months", incident.Query{}, "Aldermere 17 was 0, Quaymouth 2 was 0", 20, 0, 1},
			{"by ward", incident.Query{By: incident.ByWard}, "Castle 0 was 0, Market 17 was 0, Quays 2 was 0", 20, 0, 1},
			{"of one month, against another", incident.Query{From: feb, To: feb, Against: jan, By: incident.ByWard}, "Castle 0 was 0, Market 12 was 5, Quays 0 was 2", 13, 0, 1},
			{"crimes, told apart", incident.Query{From: jan, To: jan, Kinds: []incident.Kind{drugs, burglary}}, "Aldermere 2 was 0, Quaymouth 0 was 0", 3, 1, 0},
			{"in one district", incident.Query{From: jan, To: jan, By: incident.ByWard, Within: quays}, "Quays 2 was 0", 7, 0, 5},
			{"by cluster", incident.Query{By: incident.ByCluster}, "High Street 17 was 0, Quay 2 was 0", 20, 0, 1},
		} {
			c := count(t, w, tt.q)
			if got := told(c); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
			if c.Total != tt.total || c.NoPlace != tt.noPlace || c.Outside != tt.outside {
				t.Errorf("%s: %d in all, %d without a place, %d outside", tt.name, c.Total, c.NoPlace, c.Outside)
			}
			sum := 0
			for _, l := range c.Lines {
				sum += l.N
			}
			if sum != c.Placed() {
				t.Errorf("%s: the lines have %d, placed are %d", tt.name, sum, c.Placed())
			}
		}
	})
}

func areaNamed(t testing.TB, w *accredtest.World, name string) id.Area {
	t.Helper()
	var out id.Area
	accredtest.Must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
		vs, err := w.Areas.Of(tx, w.Force, "")
		for _, v := range vs {
			if v.State.Name == name && v.State.Kind != area.District {
				out = id.Area(v.ID)
			}
		}
		return err
	}))
	return out
}

func TestChangeIsReckonedByTheMonthTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		land(t, w)
		at := func(n int, month string) string {
			return incidenttest.ASB(n, month, "1.05", "52.05", "High Street", "Aldermere 001A")
		}
		incidenttest.Take(t, w.Rooms, w.Manager, "a.csv", incidenttest.Heading+at(20, "2018-01")+at(20, "2018-02")+at(30, "2018-04")+incidenttest.ASB(5, "2018-01", "1.25", "52.05", "Quay", "Quaymouth 001A"))
		m := incident.MonthOf(clock.MustDay("2018-01-01"))
		c := count(t, w, incident.Query{From: m + 2, To: m + 3, Against: m})
		if d := cmp.Diff([]incident.Month{m + 2}, c.Span.Missing); d != "" || len(c.Span.Taken) != 1 || len(c.Against.Taken) != 2 {
			t.Errorf("missing %s, taken %v, before %v", d, c.Span.Taken, c.Against.Taken)
		}
		if got := c.Change(c.Lines[0]); got != (incident.Change{Percent: 50, Known: true}) { // 30 a month after 20 a month
			t.Errorf("Aldermere: %+v", got)
		}
		if got := c.Change(c.Lines[1]); got.Known { // five are too few
			t.Errorf("Quaymouth: %+v", got)
		}
		if c := count(t, w, incident.Query{From: m, To: m, Against: m - 12}); c.Overall().Known || len(c.Against.Missing) != 1 {
			t.Errorf("against a month that was not taken: %+v", c.Overall())
		}
	})
}

func TestNewBordersCountOldIncidentsAnew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		land(t, w)
		incidenttest.Take(t, w.Rooms, w.Manager, "a.csv", january)
		if got := told(count(t, w, incident.Query{By: incident.ByWard})); got != "Castle 0 was 0, Market 5 was 0, Quays 2 was 0" {
			t.Error(got)
		}
		bring(t, w, area.Bring{Kind: area.Ward, From: clock.MustDay("2025-05-01"), Replace: true, Areas: []area.Area{
			{Name: "Castle and Market", Code: "W4", Shape: square(t, 0, 0, 2, 1)}, {Name: "Quays", Code: "W3", Shape: square(t, 2, 0, 4, 1)}}})
		if got := told(count(t, w, incident.Query{By: incident.ByWard})); got != "Castle and Market 5 was 0, Quays 2 was 0" {
			t.Error(got)
		}
		when := register.When{At: clock.MustDay("2020-01-01").Start(), Known: w.Clock.Now()}
		c, err := w.Incidents.Count(t.Context(), w.Manager, incident.Query{By: incident.ByWard}, &when)
		if err != nil || told(c) != "Castle 0 was 0, Market 5 was 0, Quays 2 was 0" {
			t.Errorf("on the old borders: %v, %v", told(c), err)
		}
	})
}

// TestAPointJustAcrossABorder holds points to the authority that their file names: the
// border is that of the lines drawn here, and police.uk has finer ones.
func TestAPointJustAcrossABorder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		land(t, w)
		text := incidenttest.Heading + incidenttest.ASB(2, "2018-01", "1.15", "52.05", "Castle Street", "Aldermere 001A") +
			incidenttest.ASB(2, "2018-01", "1.16", "52.05", "Keep", "Aldermere 001A") + incidenttest.ASB(1, "2018-01", "1.17", "52.05", "Moat", "Aldermere 001A") + incidenttest.ASB(3, "2018-01", "1.25", "52.05", "Quay", "Quaymouth 001A") +
			incidenttest.ASB(2, "2018-01", "1.26", "52.05", "Strand", "Quaymouth 001A") + incidenttest.ASB(1, "2018-01", "1.2001", "52.05", "Bridge", "Aldermere 001B") + // 7 m into Quaymouth
			incidenttest.ASB(1, "2018-01", "1.22", "52.05", "Mill", "Aldermere 001B") + // 1.4 km into it: the point is believed
			incidenttest.ASB(1, "2018-01", "1.4001", "52.05", "Pier", "Quaymouth 001C") + // 7 m out at sea
			incidenttest.ASB(2, "2018-01", "1.5", "52.05", "Over the border", "Elsewhere 001A") + incidenttest.ASB(1, "2018-01", "1.3999", "52.05", "Lane", "Elsewhere 001B") +
			incidenttest.ASB(1, "2018-01", "1.5", "52.09", "A lane", "Elsewhere 002B")
		incidenttest.Take(t, w.Rooms, w.Manager, "a.csv", text)
		c := count(t, w, incident.Query{By: incident.ByWard})
		if got := told(c); got != "Castle 6 was 0, Market 0 was 0, Quays 7 was 0" || c.Outside != 4 {
			t.Errorf("%s, %d outside", got, c.Outside)
		}
	})
}

func TestQuestionsThatCannotBe(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		land(t, w)
		if c := count(t, w, incident.Query{}); c.Total != 0 || len(c.Lines) != 2 || len(c.Known) != 0 {
			t.Errorf("with no month taken: %+v", c)
		}
		m := incident.MonthOf(clock.MustDay("2018-01-01"))
		for name, q := range map[string]incident.Query{
			"backwards":      {From: m + 1, To: m},
			"centuries":      {From: m - 2400, To: m},
			"by parish":      {From: m, To: m, By: "parish"},
			"in no district": {From: m, To: m, Within: "are_none"},
		} {
			if _, err := w.Incidents.Count(t.Context(), w.Manager, q, nil); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
