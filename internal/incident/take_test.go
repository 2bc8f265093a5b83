package incident_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"time"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/incident"
	"watchword/internal/incident/incidenttest"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/sign"
)

// january is ten incidents: five alike, two crimes, one crime without a place, two of
// antisocial behaviour elsewhere.
var january = incidenttest.Heading + incidenttest.ASB(5, "2018-01", "1.05", "52.05", "High Street", "Aldermere 001A") +
	incidenttest.Crime(1, "2018-01", "1.05", "52.05", "High Street", "Aldermere 001A", "Burglary") +
	incidenttest.Crime(2, "2018-01", "1.15", "52.05", "The Green", "Aldermere 002B", "Drugs") +
	incidenttest.Crime(3, "2018-01", "", "", "", "", "Drugs") + incidenttest.ASB(2, "2018-01", "1.25", "52.05", "Quay", "Quaymouth 001A")

func TestAMonthIsTakenOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		take := func(text string, how incident.Taking) incident.Taken {
			t.Helper()
			out, err := w.Incidents.Take(t.Context(), w.Manager, incidenttest.Parse(t, text), how)
			accredtest.Must(t, err)
			return out[0]
		}
		first := take(january, incident.Taking{Name: "2018-01.csv"})
		if f := first.File; !first.Written || f.Records != 10 || f.ASB != 7 || f.NoPlace != 1 || f.ASBLess != 0 {
			t.Errorf("first: %+v", first)
		}
		if s := first.Sentence(); s != "January 2018 of Eastmarch Constabulary was taken: 10 records, of them 7 antisocial behaviour; 1 without a place." {
			t.Error(s)
		}
		w.Clock.Advance(48 * time.Hour)
		again := take(strings.ReplaceAll(january, "\n", "\r\n"), incident.Taking{Name: "copy.csv.gz", Replace: true})
		if s := again.Sentence(); again.Written || s != "January 2018 of Eastmarch Constabulary was taken on 17 November 2026 from 2018-01.csv with the very same content. It is not taken again." {
			t.Errorf("%+v: %s", again, s)
		}
		more := january + incidenttest.ASB(1, "2018-01", "1.25", "52.05", "Quay", "Quaymouth 001A")
		other := take(more, incident.Taking{Name: "2018-01-later.csv"})
		if s := other.Sentence(); other.Written || !strings.Contains(s, "with other content: 10 records, here 11 records") {
			t.Errorf("%+v: %s", other, s)
		}
		before := w.Clock.Now()
		w.Clock.Advance(time.Hour)
		if got := take(more, incident.Taking{Name: "2018-01-later.csv", Replace: true}); !got.Written {
			t.Errorf("%+v", got)
		}
		files := func(when register.When) []incident.Version {
			vs, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]incident.Version, error) { return w.Incidents.Files(tx, w.Manager, when) })
			accredtest.Must(t, err)
			return vs
		}
		if now, then := files(register.Now(w.Clock.Now())), files(register.Now(before)); len(now) != 1 || now[0].State.Records != 11 || len(then) != 1 || then[0].State.Records != 10 {
			t.Errorf("now %+v, then %+v", now, then)
		}
		c, err := w.Incidents.Count(t.Context(), w.Manager, incident.Query{}, &register.When{At: w.Clock.Now(), Known: before})
		if err != nil || c.Total != 7 {
			t.Errorf("as known before: %+v, %v", c, err)
		}
		verify(t, w, "")
	})
}

func verify(t *testing.T, w *accredtest.World, fault string) {
	t.Helper()
	_, err := w.Ledger.Sequence(t.Context())
	accredtest.Must(t, err)
	keys, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (sign.Keys, error) { return w.Ring.Public(tx, w.Force) })
	accredtest.Must(t, err)
	r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Keys: keys, Origin: "watchword/eastmarch/ledger", Tables: w.Registers()})
	accredtest.Must(t, err)
	if fault == "" && r.Fault != "" || !strings.Contains(r.Fault, fault) {
		t.Errorf("verify finds %q, want %q", r.Fault, fault)
	}
}

func TestRecordsThatWereAlteredAreFound(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"a record taken away": `DELETE FROM incident_record WHERE line = 3`,
		"a type altered":      `UPDATE incident_record SET kind = 5 WHERE line = 3`,
		"a place moved":       `UPDATE incident_place SET lat = lat + 1`,
		"another place":       `UPDATE incident_record SET place = 2 WHERE line = 3`,
		"a place that is not": `UPDATE incident_record SET place = 99 WHERE line = 3`,
		"counts altered":      `UPDATE incident_tally SET tally = CAST('' AS BLOB)`,
		"counts gone":         `DELETE FROM incident_tally`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := accredtest.New(t, dbtest.SQLite(t))
			incidenttest.Take(t, w.Rooms, w.Manager, "a.csv", january)
			verify(t, w, "")
			accredtest.Must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(sql); return err }))
			verify(t, w, "its records are not those that were taken")
		})
	}
}

func TestSeveralMonthsAndForcesInOneFile(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		text := january + incidenttest.ASB(3, "2018-02", "1.05", "52.05", "High Street", "Aldermere 001A") +
			strings.ReplaceAll(incidenttest.ASB(1, "2018-02", "1.05", "52.05", "Station", "Aldermere 001A"), "Eastmarch Constabulary", "British Transport Police")
		out := incidenttest.Take(t, w.Rooms, w.Manager, "both.csv", text)
		if len(out) != 3 || !out[0].Written || !out[1].Written || !out[2].Written || out[2].File.Reporter != "British Transport Police" {
			t.Fatalf("%+v", out)
		}
		out = incidenttest.Take(t, w.Rooms, w.Manager, "again.csv", text+incidenttest.ASB(1, "2018-03", "1.05", "52.05", "High Street", "Aldermere 001A"))
		if len(out) != 4 || out[0].Written || !out[0].Same || !out[3].Written {
			t.Errorf("again with a month more: %+v", out)
		}
		verify(t, w, "")
	})
}

func TestBadLinesHoldAFileUpUnlessTheyAreLeftOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		p := incidenttest.Parse(t, january+",,,\n")
		if _, err := w.Incidents.Take(t.Context(), w.Manager, p, incident.Taking{Name: "a.csv"}); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "1 bad line") {
			t.Error(err)
		}
		out, err := w.Incidents.Take(t.Context(), w.Manager, p, incident.Taking{Name: "a.csv", Good: true})
		if err != nil || !out[0].Written || out[0].File.LeftOut != 1 || out[0].File.Records != 10 {
			t.Errorf("%+v, %v", out, err)
		}
		if _, err := w.Incidents.Take(t.Context(), w.Manager, incidenttest.Parse(t, incidenttest.Heading), incident.Taking{Name: "b.csv"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a heading alone: %v", err)
		}
	})
}

func TestWhoMayTakeAndSeeIncidents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		for _, role := range []authz.Role{authz.Delegate, authz.Signatory, authz.Commissioner, authz.Public} {
			who := authz.Actor{Force: w.Force, Account: "acc_x", Role: role}
			if _, err := w.Incidents.Take(t.Context(), who, incidenttest.Parse(t, january), incident.Taking{}); err == nil {
				t.Errorf("%q takes a month", role)
			}
		}
		for role, may := range map[authz.Role]bool{authz.SchemeManager: true, authz.Commissioner: true, authz.Neighbourhood: true, authz.Signatory: false, authz.AccreditedPerson: false, authz.Public: false} {
			if _, err := w.Incidents.Count(t.Context(), authz.Actor{Force: w.Force, Role: role}, incident.Query{}, nil); (err == nil) != may {
				t.Errorf("%q counts: %v", role, err)
			}
		}
	})
}

// TestManyMonthsAtOnce takes months with points of their own at the same time.
func TestManyMonthsAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		var desks sync.WaitGroup
		for i := range 6 {
			desks.Go(func() {
				text := incidenttest.Heading + incidenttest.ASB(2, fmt.Sprintf("2018-0%d", i+1), fmt.Sprintf("1.0%d", i), "52.05", "High Street", "Aldermere 001A")
				if _, err := w.Incidents.Take(t.Context(), w.Manager, incidenttest.Parse(t, text), incident.Taking{Name: "month.csv"}); err != nil {
					t.Error(err)
				}
			})
		}
		desks.Wait()
		if c := count(t, w, incident.Query{}); c.Total != 12 || len(c.Known) != 6 {
			t.Errorf("%d incidents of %v", c.Total, c.Known)
		}
		verify(t, w, "")
	})
}

// TestAMonthIsTakenOnceByManyAtOnce sends the same month from several desks at the same time.
func TestAMonthIsTakenOnceByManyAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		var written atomic.Int64
		var desks sync.WaitGroup
		for range 6 {
			desks.Go(func() {
				out, err := w.Incidents.Take(t.Context(), w.Manager, incidenttest.Parse(t, january), incident.Taking{Name: "2018-01.csv"})
				if err != nil {
					t.Error(err)
				} else if out[0].Written {
					written.Add(1)
				}
			})
		}
		desks.Wait()
		if c := count(t, w, incident.Query{}); written.Load() != 1 || c.Total != 7 {
			t.Errorf("written %d times, %d incidents", written.Load(), c.Total)
		}
		verify(t, w, "")
	})
}
