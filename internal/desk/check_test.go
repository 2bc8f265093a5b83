package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
)

// check is every difference, each in a line.
func check(t *testing.T, w *accredtest.World, force id.Force) (int, string) {
	t.Helper()
	n := 0
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (all []desk.Difference, err error) {
		n, all, err = w.Desk.Check(tx, force)
		return all, err
	})
	accredtest.Must(t, err)
	var lines []string
	for _, d := range all {
		lines = append(lines, d.String())
	}
	return n, strings.Join(lines, "\n")
}

// TestWhatAHandChangesInTheListsIsNamedAndMended edits each derived table behind the
// program's back.
func TestWhatAHandChangesInTheListsIsNamedAndMended(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		joel, _ := w.Accredited(t, o, "Joel", "csas-name-address-asb", "csas-fpn-litter")
		w.Accredited(t, o, "Ann", "csas-fpn-litter")
		bea := w.Warden(t, o, "Bea", accredtest.Today.AddYears(3))
		n, wrong := check(t, w, w.Force)
		if n != 3 || wrong != "" {
			t.Fatalf("%d persons: %s", n, wrong)
		}
		for _, tt := range []struct{ name, sql, names string }{
			{"a stage", `UPDATE desk_line SET stage = 'ended' WHERE person_id = '` + string(joel) + `'`, `desk_line stage is "ended", and the registers say "granted"`},
			{"a name", `UPDATE desk_line SET name = 'Somebody, Else' WHERE person_id = '` + string(joel) + `'`, `desk_line name is "Somebody, Else", and the registers say "Hartnoll, Joel"`},
			{"an end", `UPDATE desk_line SET until_at = 253402214400000 WHERE person_id = '` + string(joel) + `'`, `desk_line until_at is without end, and the registers say `},
			{"when it was written", `UPDATE desk_line SET written_at = 0 WHERE person_id = '` + string(joel) + `'`, `desk_line_power csas-name-address-asb is `},
			{"a power more", `INSERT INTO desk_line_power SELECT force_id, 'csas-traffic-control', person_id, until_at FROM desk_line WHERE person_id = '` + string(joel) + `'`,
				`desk_line_power csas-traffic-control is `},
			{"a power less", `DELETE FROM desk_line_power WHERE power = 'csas-name-address-asb' AND person_id = '` + string(joel) + `'`, `desk_line_power csas-name-address-asb is not there`},
			{"an area more", `INSERT INTO desk_line_area SELECT force_id, 'are_elsewhere', person_id FROM desk_line WHERE person_id = '` + string(joel) + `'`,
				`desk_line_area are_elsewhere is there, of which the registers know nothing`},
			{"an area less", `DELETE FROM desk_line_area WHERE person_id = '` + string(joel) + `'`, `desk_line_area ` + string(w.City) + ` is not there`},
			{"a lapse less", `DELETE FROM desk_lapse WHERE what = 'vetting' AND person_id = '` + string(joel) + `'`, `desk_lapse vetting of `},
			{"the powers of a lapse", `UPDATE desk_lapse SET powers = 'csas-pnd' WHERE what = 'training' AND person_id = '` + string(joel) + `'`, `is "csas-pnd", and the registers say `},
			{"the whole line", `DELETE FROM desk_line WHERE person_id = '` + string(joel) + `'`, `desk_line stage is not there, and the registers say "granted"`},
		} {
			hand(t, d, tt.sql)
			_, wrong := check(t, w, w.Force)
			if !strings.Contains(wrong, tt.names) || strings.Contains(wrong, string(bea)) {
				t.Errorf("%s: %s\nwant %s", tt.name, wrong, tt.names)
			}
			for line := range strings.SplitSeq(wrong, "\n") {
				if !strings.HasPrefix(line, string(joel)+": ") {
					t.Errorf("%s: %s names another", tt.name, line)
				}
			}
			mended(t, w, 1)
		}
		hand(t, d, `INSERT INTO desk_line_area SELECT force_id, area_id, 'per_nobody' FROM desk_line_area WHERE person_id = '`+string(joel)+`'`)
		if _, wrong := check(t, w, w.Force); wrong != fmt.Sprintf("per_nobody: desk_line_area %s is there, of which the registers know nothing", w.City) {
			t.Errorf("a row of nobody: %s", wrong)
		}
		mended(t, w, 1)
		if _, err := w.Desk.Mend(t.Context(), w.Acting(authz.Delegate)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("anybody mends: %v", err)
		}
	})
}

func hand(t *testing.T, d *db.DB, sql string) {
	t.Helper()
	accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(sql)
		return err
	}))
}

// mended mends, holds how many persons that touched, and that nothing is wrong then.
func mended(t *testing.T, w *accredtest.World, want int) {
	t.Helper()
	got, err := w.Desk.Mend(t.Context(), w.Operator)
	accredtest.Must(t, err)
	if _, wrong := check(t, w, w.Force); got != want || wrong != "" {
		t.Errorf("mended %d, want %d; still wrong: %s", got, want, wrong)
	}
}

// TestWhatLapsesIsNoDifference takes people through years in which one thing after another
// lapses by itself, with and without acts between.
func TestWhatLapsesIsNoDifference(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		for i, p := range []law.PowerID{"csas-name-address-asb", "csas-fpn-litter", "csas-tobacco-u16"} {
			w.Accredited(t, o, fmt.Sprint("Joel", i), p)
		}
		w.Warden(t, o, "Bea", accredtest.Today.AddDays(20), "csas-fpn-litter")
		for day := 1; day < 48; day++ {
			w.Clock.Set(accredtest.Today.AddDays(30 * day).Start())
			if _, wrong := check(t, w, w.Force); wrong != "" {
				t.Fatalf("on %s: %s", clock.DayOf(w.Clock.Now()), wrong)
			}
			if day%12 == 7 {
				w.Warden(t, o, fmt.Sprint("Carys", day), clock.DayOf(w.Clock.Now()).AddYears(3))
			}
			if day == 20 {
				accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "Insurance"))
			}
			if day == 22 {
				hand(t, d, `UPDATE desk_line SET stage = 'ended'`)
				_, err := w.Desk.Mend(t.Context(), w.Operator)
				accredtest.Must(t, err)
			}
		}
	})
}
