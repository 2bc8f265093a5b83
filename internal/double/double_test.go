package double_test

import (
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/double"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/person"
	"watchword/internal/register"
	"watchword/internal/vetting"
)

var must = accredtest.Must

func wrong(t *testing.T, err error, want string) {
	t.Helper()
	if got := accredtest.Wrong(err); got != want {
		t.Errorf("%v (%s), want %s", err, got, want)
	}
}

// found is the pairs suggested to the actor.
func found(t *testing.T, w *accredtest.World, who authz.Actor) map[id.Pair]string {
	t.Helper()
	out := map[id.Pair]string{}
	must(t, w.DB.Read(t.Context(), func(tx *db.Tx) error {
		all, total, err := w.Doubles.Suggestions(tx, who, 0, 50)
		if int(total) != len(all) {
			t.Errorf("%d of %d", len(all), total)
		}
		for _, x := range all {
			out[x.Pair] = x.Why
		}
		return err
	}))
	return out
}

const litter = law.PowerID("csas-fpn-litter")

// TestWhoWasEnteredTwiceIsFoundMergedAndTakenApart finds entries of one person, says what they
// are, merges two and takes them apart again.
func TestWhoWasEnteredTwiceIsFoundMergedAndTakenApart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		ctx, s := t.Context(), w.Doubles
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Council")
		kate, number := w.Accredited(t, o, "Katherine", litter)
		w.Warden(t, o, "Mina", accredtest.Today.AddYears(2)) // the same surname and day of birth, and another forename
		enter := func(p person.Person) id.Person {
			t.Helper()
			p.Role, p.Agreed = w.Org(t, p.Org).Roles[0].ID, accredtest.Today
			of, err := w.Persons.Nominate(ctx, w.Manager, p)
			must(t, err)
			return of
		}
		born := clock.MustDay("1990-05-01")
		if got := found(t, w, w.Manager); len(got) != 0 {
			t.Errorf("nobody was entered twice: %v", got)
		}
		twice := enter(person.Person{Forenames: "Kate", Surname: "Hartnol", Born: born, Org: o, Phone: "01632 960 123"})
		away := enter(person.Person{Forenames: "Katherine", Surname: "Hartnoll", Born: born, Org: other})
		wed := enter(person.Person{Forenames: "Katherine", Surname: "Birtwell", Born: clock.MustDay("1990-01-05"), Org: o, Phone: "+44 1632 960123"})
		enter(person.Person{Forenames: "Ann", Surname: "Quill", Born: clock.MustDay("1980-01-05"), Org: o, Phone: "01632960123"}) // shares a telephone alone
		got := found(t, w, w.Manager)
		for _, x := range []struct {
			pair id.Pair
			why  string
		}{{double.Of(kate, twice), "Same day of birth and a close name"}, {double.Of(away, kate), "Same day of birth and a close name"}, {double.Of(twice, away), "Same day of birth and a close name"},
			{double.Of(wed, twice), "Same telephone number and a close name"}} {
			if got[x.pair] != x.why {
				t.Errorf("%s: %q, want %q", x.pair, got[x.pair], x.why)
			}
		}
		if len(got) != 4 {
			t.Errorf("%v", got)
		}
		items, err := db.Find(ctx, d, func(tx *db.Tx) ([]diary.Item, error) {
			return s.Diary(tx, w.Manager, diary.Window{At: w.Clock.Now(), To: accredtest.Today, Limit: 9})
		})
		if must(t, err); len(items) != 1 || items[0].Title != "4 pairs of entries may be one person each" {
			t.Errorf("%+v", items)
		}
		signatory := authz.Actor{Force: w.Force, Role: authz.Signatory, Org: o}
		_, err = db.Find(ctx, d, func(tx *db.Tx) (int, error) { _, _, err := s.Suggestions(tx, signatory, 0, 9); return 0, err })
		wrong(t, err, "forbidden")

		say := func(a, b id.Person, v double.Verdict, stays id.Person) error {
			w.Clock.Advance(1e9)
			return s.Say(ctx, w.Manager, double.Of(a, b), double.Saying{Verdict: v, Stays: stays, Why: "Asked the employer"})
		}
		wrong(t, s.Say(ctx, w.Manager, double.Of(kate, twice), double.Saying{}), "verdict why")
		wrong(t, s.Say(ctx, signatory, double.Of(kate, twice), double.Saying{Verdict: double.TwoPersons, Why: "x"}), "forbidden")
		wrong(t, s.Say(ctx, w.Stranger(t, authz.SchemeManager), double.Of(kate, twice), double.Saying{Verdict: double.TwoPersons, Why: "x"}), "not-found")
		wrong(t, say(kate, kate, double.TwoPersons, ""), "not-found")
		wrong(t, say(kate, twice, double.TwoEmployers, ""), "verdict")
		wrong(t, say(kate, twice, double.Merged, away), "stays")
		wrong(t, say(kate, away, double.Merged, kate), "two.employers")
		wrong(t, say(kate, twice, double.Merged, twice), "other.accreditation other.clearance")
		must(t, say(kate, away, double.TwoEmployers, ""))
		must(t, say(wed, twice, double.TwoPersons, ""))
		if got := found(t, w, w.Manager); len(got) != 2 {
			t.Errorf("what was said is suggested again: %v", got)
		}
		must(t, w.Persons.Alter(ctx, w.Manager, wed, func(p *person.Person) error { p.Phone = "01632 960123"; return nil }))
		if got := found(t, w, w.Manager); len(got) != 2 {
			t.Errorf("what was said is suggested again after a change: %v", got)
		}

		// Both entries were accredited: one must be withdrawn first.
		must(t, w.Vettings.Record(ctx, w.Vetter, twice, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: accredtest.Today, Expires: accredtest.Today.AddYears(2)}))
		must(t, w.Train(t, twice, accredtest.Today.AddYears(2), litter))
		second, err := w.Accreds.Recommend(ctx, w.Manager, twice, "Seen at work")
		must(t, err)
		wrong(t, say(kate, twice, double.Merged, kate), "both.accreditation")
		must(t, w.Accreds.Sign(ctx, w.Delegate, second, w.Signing(litter)))
		wrong(t, say(kate, twice, double.Merged, kate), "both.accreditation")
		must(t, w.Accreds.Withdraw(ctx, w.Delegate, second, "Entered twice"))
		before := w.Now()
		must(t, say(kate, twice, double.Merged, kate))
		wrong(t, say(kate, twice, double.Merged, kate), "conflict")

		also := func(who authz.Actor, of id.Person, at register.When) (string, int) {
			var into string
			var n int
			must(t, d.Read(ctx, func(tx *db.Tx) error {
				x, from, err := s.Also(tx, who, of, at)
				if x != nil {
					into = x.Person.Name()
				}
				if n = len(from); n == 1 && (from[0].ID != twice || len(from[0].Numbers) != 1) {
					t.Errorf("%+v", from[0])
				}
				return err
			}))
			return into, n
		}
		if into, n := also(w.Manager, kate, w.Now()); into != "" || n != 1 {
			t.Errorf("of who stays: %q %d", into, n)
		}
		if into, n := also(signatory, twice, w.Now()); into != "Katherine Hartnoll" || n != 0 {
			t.Errorf("of who goes: %q %d", into, n)
		}
		if into, n := also(w.Manager, kate, before); into != "" || n != 0 {
			t.Errorf("before it was merged: %q %d", into, n)
		}
		if held := w.Standing(t, number, w.Now()).Held(); len(held) != 1 {
			t.Errorf("who stays holds %v", held)
		}
		wrong(t, w.Vettings.Request(ctx, w.Manager, twice, accredtest.Today), "conflict")
		wrong(t, w.Train(t, twice, accredtest.Today.AddYears(2), litter), "conflict")
		wrong(t, w.Persons.Leave(ctx, w.Manager, twice, accredtest.Today, ""), "conflict")
		if got := found(t, w, w.Manager); len(got) != 0 {
			t.Errorf("an entry that went is suggested: %v", got)
		}
		lines, err := w.Board.People(ctx, w.Manager, desk.Filter{Text: "Hartnol, Kate", Limit: 9})
		if must(t, err); len(lines.Lines) != 1 || lines.Lines[0].Stage != desk.Ended {
			t.Errorf("it is not found, or not as ended: %+v", lines.Lines)
		}

		must(t, say(kate, twice, double.TwoPersons, ""))
		if into, n := also(w.Manager, twice, w.Now()); into != "" || n != 0 {
			t.Errorf("taken apart: %q %d", into, n)
		}
		must(t, w.Train(t, twice, accredtest.Today.AddYears(2), litter))
		if got := found(t, w, w.Manager); len(got) != 1 || got[double.Of(twice, away)] == "" {
			t.Errorf("taken apart: %v", got)
		}
		history, err := db.Find(ctx, d, func(tx *db.Tx) ([]double.Version, error) {
			return s.History(tx, w.Manager, double.Of(kate, twice), false)
		})
		if must(t, err); len(history) != 2 || history[0].State.Verdict != double.Merged {
			t.Errorf("%+v", history)
		}
		must(t, d.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(`DELETE FROM person_key`); return err }))
		must(t, w.Persons.Alter(ctx, w.Manager, wed, func(p *person.Person) error { p.Supervisor = "A. Coleman"; return nil }))
		if n, err := db.Find(ctx, d, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM person_key`) }); err != nil || n != 0 {
			t.Errorf("a change that tells nothing is looked into: %d keys, %v", n, err)
		}
		if _, err := s.Mend(ctx, w.Force); err != nil || len(found(t, w, w.Manager)) != 1 {
			t.Errorf("keys made anew: %v", err)
		}
		w.Verify(t)
	})
}
