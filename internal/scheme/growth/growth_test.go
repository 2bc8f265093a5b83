package growth_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/register"
	"watchword/internal/scheme/growth"
)

// world is a force with two authorities in the register of areas.
type world struct {
	*accredtest.World
	t             *testing.T
	city, fenbury id.Area
}

func open(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{World: accredtest.New(t, d), t: t}
	_, err := w.Ledger.Do(t.Context(), w.Operator, "area.add", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
		if w.city, err = w.Areas.Put(tx, e, "", area.Area{Kind: area.Authority, Name: "City of Aldermere"}, e.At); err != nil {
			return err
		}
		w.fenbury, err = w.Areas.Put(tx, e, "", area.Area{Kind: area.Authority, Name: "Fenbury"}, e.At)
		return err
	})
	accredtest.Must(t, err)
	return w
}

func (w *world) coverage(day int) growth.Coverage {
	w.t.Helper()
	when := register.When{At: clock.OnClock(accredtest.Today.AddDays(day), 23, 0), Known: w.Clock.Now()}
	c, err := db.Find(w.t.Context(), w.DB, func(tx *db.Tx) (growth.Coverage, error) { return w.Growth.Coverage(tx, w.Manager, when) })
	accredtest.Must(w.t, err)
	return c
}

func (w *world) covered(day int, want string) growth.Coverage {
	w.t.Helper()
	c := w.coverage(day)
	if got := c.Says(); got != want {
		w.t.Errorf("day %d: %s are covered, want %s", day, got, want)
	}
	return c
}

func (w *world) day(n int) { w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(n), 9, 0)) }

// TestAnAuthorityIsCoveredWhileItIsAccreditedItself counts authorities on days of the past
// and the present: found by name, said by the office, suspended, and left out.
func TestAnAuthorityIsCoveredWhileItIsAccreditedItself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		w.covered(0, "0 of 2")
		w.day(1)
		council := w.Approved(t, "Aldermere City Council")
		w.Approved(t, "Fenbury Security Ltd") // named alike, and no council
		c := w.covered(1, "1 of 2")
		if l := c.Lines[0]; l.Org != council || !l.Found || l.Member != growth.In || l.Since != accredtest.Today {
			t.Errorf("the city is told as %+v", l)
		}
		if m := c.Missing(); len(m) != 1 || m[0].Name != "Fenbury" {
			t.Errorf("missing are %+v", m)
		}
		w.day(5)
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, council, "Insurance ran out"))
		if c := w.covered(5, "0 of 2"); c.Lines[0].Member != growth.Stopped {
			t.Errorf("a suspended council is told as %+v", c.Lines[0])
		}
		w.covered(4, "1 of 2")
		accredtest.Must(t, w.Orgs.Reinstate(t.Context(), w.Delegate, council, "Insured again"))
		w.day(9)
		other := w.Approved(t, "Marshland Joint Committee")
		_, err := w.Growth.Settle(t.Context(), w.Manager, id.Authority(w.fenbury), growth.Said{Org: other, From: accredtest.Today.AddDays(9)})
		accredtest.Must(t, err)
		w.covered(9, "2 of 2")
		w.covered(6, "1 of 2")
		entered, err := w.Growth.Settle(t.Context(), w.Manager, "", growth.Said{Name: "Eastmarch County Council"})
		accredtest.Must(t, err)
		w.covered(9, "2 of 3")
		_, err = w.Growth.Settle(t.Context(), w.Manager, entered, growth.Said{Left: "It is the upper tier"})
		accredtest.Must(t, err)
		if c := w.covered(9, "2 of 2"); len(c.Left) != 1 || c.Left[0].Name != "Eastmarch County Council" {
			t.Errorf("left out are %+v", c.Left)
		}
		accredtest.Must(t, w.Orgs.Withdraw(t.Context(), w.Delegate, council, "The council was abolished"))
		w.covered(9, "1 of 2")
		again := w.Approved(t, "Council of the City of Aldermere")
		if c := w.covered(9, "2 of 2"); c.Lines[0].Org != again {
			t.Errorf("a council made anew is told as %+v", c.Lines[0])
		}
		_, err = w.Growth.Settle(t.Context(), w.Manager, "", growth.Said{Org: "org_none", From: accredtest.Today.AddDays(99)})
		if f := fault.Of(err); f == nil || len(f.Fields) != 3 {
			t.Errorf("what is wrong is told as %v", err)
		}
		if _, err = w.Growth.Settle(t.Context(), w.Delegate, "", growth.Said{Name: "A"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the delegate settles: %v", err)
		}
		w.Verify(t)
	})
}

// TestATargetsFigureIsCountedNotTyped follows a target from the day it is set past its own
// day, and the log of contacts beside it.
func TestATargetsFigureIsCountedNotTyped(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		due := accredtest.Today.AddDays(40)
		of, err := w.Growth.Set(t.Context(), w.Manager, growth.Aim{Measure: growth.Persons, Goal: 2, By: due, How: "One course", Owner: "Ruth Adeyemi"})
		accredtest.Must(t, err)
		w.day(10)
		council := w.Approved(t, "Aldermere City Council")
		w.Accredited(t, council, "Joel", "csas-fpn-litter")
		w.day(30)
		w.Accredited(t, council, "Ann", "csas-fpn-litter")
		course := func(day int) []growth.Point {
			ps, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]growth.Point, error) {
				when := register.When{At: clock.OnClock(accredtest.Today.AddDays(day), 23, 0), Known: w.Clock.Now()}
				v, err := w.Growth.Target(tx, w.Manager, of, when)
				if err != nil {
					return nil, err
				}
				return w.Growth.Course(tx, w.Manager, &v.State, when)
			})
			accredtest.Must(t, err)
			return ps
		}
		ps := course(32)
		if first, last := ps[0], ps[len(ps)-1]; len(ps) != 9 || first != (growth.Point{Day: accredtest.Today, N: 0}) || last != (growth.Point{Day: accredtest.Today.AddDays(32), N: 2}) || ps[3] != (growth.Point{Day: accredtest.Today.AddDays(12), N: 1}) {
			t.Errorf("the course is %v", ps)
		}
		if ps := course(0); len(ps) != 1 || ps[0].N != 0 {
			t.Errorf("on its first day the course is %v", ps)
		}
		w.day(60)
		if ps := course(60); ps[len(ps)-1].Day != due {
			t.Errorf("it is followed past its day, to %v", ps[len(ps)-1])
		}
		said := growth.Recorded{Day: accredtest.Today.AddDays(60), Team: "Quaymouth CPT", With: "Insp Quill", Said: "Two venues asked", District: w.Quay, Step: growth.Step{Next: "Write to both", By: accredtest.Today.AddDays(70), Owner: "Ruth Adeyemi"}}
		talk, err := w.Growth.Record(t.Context(), w.Manager, said)
		accredtest.Must(t, err)
		told := func(who authz.Actor, day int) []diary.Item {
			items, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]diary.Item, error) {
				return w.Growth.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: accredtest.Today.AddDays(day), Limit: 9})
			})
			accredtest.Must(t, err)
			return items
		}
		if items := told(w.Manager, 70); len(items) != 2 || items[0].Kind != growth.TargetDue || items[1].Due != accredtest.Today.AddDays(70) {
			t.Errorf("the office is told %+v", items)
		}
		if len(told(w.Delegate, 70)) != 0 {
			t.Error("who does not keep the scheme is told")
		}
		accredtest.Must(t, w.Growth.Close(t.Context(), w.Manager, of, "Reached in time"))
		accredtest.Must(t, w.Growth.Follow(t.Context(), w.Manager, talk, "Both have written back", growth.Step{}))
		if items := told(w.Manager, 99); len(items) != 0 {
			t.Errorf("when all is done the office is told %+v", items)
		}
		for name, err := range map[string]error{
			"a closed target is changed":        w.Growth.Change(t.Context(), w.Manager, of, growth.Aim{Goal: 3}),
			"a closed target is closed":         w.Growth.Close(t.Context(), w.Manager, of, "Again"),
			"what is done after nothing is due": w.Growth.Follow(t.Context(), w.Manager, talk, "More", growth.Step{}),
		} {
			if !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v", name, err)
			}
		}
		said.District, said.Owner, said.Day = w.fenbury, "", accredtest.Today.AddDays(61)
		_, err = w.Growth.Record(t.Context(), w.Manager, said)
		if f := fault.Of(err); f == nil || len(f.Fields) != 3 {
			t.Errorf("a district that is none, a day to come and nobody to do it are told as %v", err)
		}
		w.Verify(t)
	})
}
