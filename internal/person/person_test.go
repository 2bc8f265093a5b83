package person_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/blob"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/person"
	"watchword/internal/register"
)

// warden is somebody fit to be put forward by the employer.
func warden(w *accredtest.World, t testing.TB, o id.Org) person.Person {
	t.Helper()
	return person.Person{Forenames: "Joel", Surname: "Hartnoll", Born: clock.MustDay("1990-05-01"), Org: o, Role: w.Org(t, o).Roles[0].ID, Agreed: accredtest.Today}
}

// now is a person as they stand.
func now(t testing.TB, w *accredtest.World, p id.Person) person.Person {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (person.Version, error) { return w.Persons.Any(tx, w.Force, p, w.Now()) })
	accredtest.Must(t, err)
	return v.State
}

func TestEachFieldThatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
	today := accredtest.Today
	for _, tt := range []struct {
		name   string
		change func(*person.Person)
		wrong  string
	}{
		{"nothing is wrong", func(*person.Person) {}, ""},
		{"a name of one letter", func(p *person.Person) { p.Surname = "O" }, ""},
		{"a name with accents and an apostrophe", func(p *person.Person) { p.Surname = "Ó Briain-D’Arcy" }, ""},
		{"no surname", func(p *person.Person) { p.Surname = " \t" }, "surname"},
		{"no forename", func(p *person.Person) { p.Forenames = "" }, "forenames"},
		{"a name of 4,000 letters", func(p *person.Person) { p.Surname = strings.Repeat("é", 4000) }, "surname"},
		{"a name of as many letters as may be", func(p *person.Person) { p.Surname = strings.Repeat("é", 120) }, ""},
		{"a name with a bell in it", func(p *person.Person) { p.Forenames = "Jo\aan" }, "forenames"},
		{"a name whose letters were lost", func(p *person.Person) { p.Forenames = "Ren\ufffd" }, "forenames"},
		{"no date of birth", func(p *person.Person) { p.Born = clock.NoDay }, "born"},
		{"born tomorrow", func(p *person.Person) { p.Born = today + 1 }, "born"},
		{"born more than a hundred years ago", func(p *person.Person) { p.Born = today.AddYears(-101) }, "born"},
		{"eighteen tomorrow", func(p *person.Person) { p.Born = today.AddYears(-18) + 1 }, "born"},
		{"eighteen today", func(p *person.Person) { p.Born = today.AddYears(-18) }, ""},
		{"an e-mail address that is none", func(p *person.Person) { p.Email = "joel" }, "email"},
		{"a telephone number without end", func(p *person.Person) { p.Phone = strings.Repeat("0", 41) }, "phone"},
		{"a note without end", func(p *person.Person) { p.Note = strings.Repeat("x", 2001) }, "note"},
		{"an employer that is not in the register", func(p *person.Person) { p.Org = "org_nobody" }, "org"},
		{"another employer's role", func(p *person.Person) { p.Role = w.Org(t, other).Roles[0].ID }, "role"},
		{"no agreement: joining is voluntary", func(p *person.Person) { p.Agreed = clock.NoDay }, "agreed"},
		{"several at once", func(p *person.Person) { p.Surname, p.Born, p.Email = "", clock.NoDay, "x" }, "surname born email"},
	} {
		p := warden(w, t, o)
		tt.change(&p)
		_, err := w.Persons.Nominate(t.Context(), w.Manager, p)
		if got := accredtest.Wrong(err); got != tt.wrong {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.wrong)
		}
	}
}

func TestTheLeastAgeIsASettingOfTheForce(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o := w.Approved(t, "Aldermere City Council")
	p := warden(w, t, o)
	p.Born = accredtest.Today.AddYears(-20)
	_, err := w.Areas.ChangeSettings(t.Context(), w.Manager, area.Changes{Values: map[string]string{"minimum_age": "21"}, Why: "The board decided"})
	accredtest.Must(t, err)
	if _, err := w.Persons.Nominate(t.Context(), w.Manager, p); accredtest.Wrong(err) != "born" {
		t.Errorf("at 20, where 21 is asked: %v", err)
	}
}

func TestWhoPutsPeopleForward(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
	may := map[authz.Role]bool{authz.SchemeManager: true, authz.Signatory: true, authz.Liaison: true}
	for _, role := range authz.Roles {
		who := w.Acting(role)
		if role.OfEmployer() {
			who.Org = o
		}
		_, err := w.Persons.Nominate(t.Context(), who, warden(w, t, o))
		if (err == nil) != may[role] || err != nil && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", role, err)
		}
		if !role.OfEmployer() {
			continue
		}
		if _, err := w.Persons.Nominate(t.Context(), who, warden(w, t, other)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s of another employer: %v", role, err)
		}
	}
	if _, err := w.Persons.Nominate(t.Context(), w.Stranger(t, authz.SchemeManager), warden(w, t, o)); accredtest.Wrong(err) != "org" {
		t.Errorf("for an employer of another force: %v", err)
	}
}

func TestAnAccreditationBelongsToAPersonWithOneEmployer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		p, err := w.Persons.Nominate(t.Context(), w.Manager, warden(w, t, o))
		accredtest.Must(t, err)
		again := warden(w, t, other)
		q, err := w.Persons.Nominate(t.Context(), w.Manager, again)
		if err != nil || q == p {
			t.Errorf("a second employer makes a second entry: %v", err)
		}
		accredtest.Must(t, w.Persons.Alter(t.Context(), w.Manager, p, func(x *person.Person) error {
			x.Org, x.Left, x.Supervisor = other, accredtest.Today, "Gareth Lyle"
			return nil
		}))
		if x := now(t, w, p); x.Org != o || x.Left != clock.NoDay || x.Supervisor != "Gareth Lyle" {
			t.Errorf("a change of particulars leaves the employer: %+v", x)
		}
		under, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]person.Version, error) { return w.Persons.Under(tx, w.Force, o) })
		if err != nil || len(under) != 1 || under[0].ID != string(p) {
			t.Errorf("%d under the council, %v", len(under), err)
		}
		w.Verify(t)
	})
}

func TestWhoChangesAnEntryAndWhoReportsALeaver(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
	p := w.Warden(t, o, "Joel", accredtest.Today.AddYears(1))
	note := func(x *person.Person) error { x.Note = "Moved desk"; return nil }
	photo, err := blob.Photo("photo", cardtest.Portrait(3))
	accredtest.Must(t, err)
	acts := []struct {
		name string
		may  map[authz.Role]bool
		do   func(authz.Actor) error
	}{
		{"changes", map[authz.Role]bool{authz.SchemeManager: true, authz.Signatory: true}, func(who authz.Actor) error { return w.Persons.Alter(t.Context(), who, p, note) }},
		{"photographs", map[authz.Role]bool{authz.SchemeManager: true, authz.Signatory: true}, func(who authz.Actor) error { return w.Persons.SetPhoto(t.Context(), who, p, photo) }},
		{"reports", map[authz.Role]bool{authz.SchemeManager: true, authz.Signatory: true, authz.Liaison: true}, func(who authz.Actor) error {
			return w.Persons.Leave(t.Context(), who, p, clock.NoDay, "") // no day, so nothing is done
		}},
	}
	for _, act := range acts {
		for _, role := range authz.Roles {
			who := w.Acting(role)
			who.Org, who.Person, who.Areas = o, p, []id.Area{w.City}
			err := act.do(who)
			if refused := fault.Is(err, fault.Forbidden); refused == act.may[role] {
				t.Errorf("%s %s: %v", role, act.name, err)
			}
			who.Org, who.Person, who.Areas = other, "per_other", []id.Area{w.Quay}
			if err := act.do(who); role.OfEmployer() && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s of another employer %s: %v", role, act.name, err)
			}
		}
		if err := act.do(w.Stranger(t, authz.SchemeManager)); !fault.Is(err, fault.NotFound) {
			t.Errorf("another force %s: %v", act.name, err)
		}
	}
	if now(t, w, p).Left != clock.NoDay {
		t.Error("the person left")
	}
}

func TestLeavingIsReportedOnceWithADayThatCanBe(t *testing.T) {
	t.Parallel()
	w := accredtest.New(t, dbtest.SQLite(t))
	p := w.Warden(t, w.Approved(t, "Aldermere City Council"), "Joel", accredtest.Today.AddYears(1))
	for _, tt := range []struct {
		name  string
		last  clock.Day
		wrong string
	}{
		{"no day", clock.NoDay, "last"},
		{"a day to come", accredtest.Today + 1, "last"},
		{"more than five years ago", accredtest.Today.AddYears(-5) - 1, "last"},
		{"today", accredtest.Today, ""},
		{"once more", accredtest.Today, "conflict"},
	} {
		if got := accredtest.Wrong(w.Persons.Leave(t.Context(), w.Manager, p, tt.last, "New post")); got != tt.wrong {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.wrong)
		}
	}
}

func TestWhoLeavesHoldsNothingFromTheEndOfTheLastDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Joel", "csas-fpn-litter")
		w.Clock.Advance(9 * 24 * time.Hour)
		last := accredtest.Today + 3
		reported := w.Clock.Now()
		accredtest.Must(t, w.Persons.Leave(t.Context(), w.Manager, p, last, "New post"))
		standing := func(at, known time.Time) accred.Status {
			return w.Standing(t, a, register.When{At: at, Known: known}).Status
		}
		for _, tt := range []struct {
			name      string
			at, known time.Time
			want      accred.Status
		}{
			{"on the last day", last.End().Add(-time.Millisecond), reported, accred.StatusInForce},
			{"when it was over", last.End(), reported, accred.StatusLeft},
			{"when it was over, as was known then", last.End(), last.End(), accred.StatusInForce},
			{"the day after, as was known just before the report", last.End().Add(24 * time.Hour), reported.Add(-time.Millisecond), accred.StatusInForce},
			{"now", reported, reported, accred.StatusLeft},
		} {
			if got := standing(tt.at, tt.known); got != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
			}
		}
		at := func(w2 register.When) clock.Day {
			v, err := db.Find(t.Context(), d, func(tx *db.Tx) (person.Version, error) { return w.Persons.Find(tx, w.Manager, p, w2) })
			accredtest.Must(t, err)
			return v.State.Left
		}
		if at(register.When{At: last.End(), Known: reported}) != last || at(register.When{At: last.End(), Known: reported.Add(-1)}) != clock.NoDay {
			t.Error("the entry does not tell the two clocks apart")
		}
		w.Verify(t)
	})
}

func TestARegisterKeptElsewhereIsTrueFromItsOwnDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		from := accredtest.Today.AddYears(-2).Start()
		enter := func(who authz.Actor, of id.Person, from time.Time) error {
			return d.Write(t.Context(), func(tx *db.Tx) error {
				e := w.Ledger.Begin(who, "person.import")
				if err := w.Persons.EnterIn(tx, e, who, of, warden(w, t, o), from); err != nil {
					return err
				}
				return w.Ledger.Record(tx, e)
			})
		}
		p, later := id.New[id.Person](), id.New[id.Person]()
		if err := enter(w.Delegate, p, from); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the delegate imports: %v", err)
		}
		accredtest.Must(t, enter(w.Manager, p, from))
		accredtest.Must(t, enter(w.Manager, later, w.Clock.Now().Add(time.Hour)))
		names := func(x register.When) int {
			all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]person.Version, error) { return w.Persons.AsAt(tx, w.Force, x) })
			accredtest.Must(t, err)
			return len(all)
		}
		seen := w.Clock.Now()
		for _, tt := range []struct {
			name      string
			at, known time.Time
			want      int
		}{
			{"two years ago, as known today", from, seen, 1}, {"before that", from.Add(-1), seen, 0}, {"two years ago, as known then", from, from, 0},
			{"today: nobody is entered for a day to come", seen, seen, 2},
		} {
			if got := names(register.When{At: tt.at, Known: tt.known}); got != tt.want {
				t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
			}
		}
		w.Verify(t)
	})
}

func TestWhoSeesAPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o, other := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		p, _ := w.Accredited(t, o, "Joel", "csas-fpn-litter")
		find := func(who authz.Actor) error {
			_, err := db.Find(t.Context(), d, func(tx *db.Tx) (person.Version, error) { return w.Persons.Find(tx, who, p, w.Now()) })
			return err
		}
		past := func(who authz.Actor) error {
			_, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]person.Version, error) { return w.Persons.History(tx, who, p, true) })
			return err
		}
		role := func(r authz.Role, o id.Org, of id.Person, areas ...id.Area) authz.Actor {
			a := w.Acting(r)
			a.Org, a.Person, a.Areas = o, of, areas
			return a
		}
		for _, tt := range []struct {
			name string
			who  authz.Actor
			want string
		}{
			{"the scheme manager", w.Manager, ""},
			{"the control room", w.Acting(authz.ControlRoom), ""},
			{"the employer's supervisor", role(authz.Supervisor, o, ""), ""},
			{"another employer's supervisor", role(authz.Supervisor, other, ""), "forbidden"},
			{"the person", role(authz.AccreditedPerson, o, p), ""},
			{"a colleague", role(authz.AccreditedPerson, o, "per_colleague"), "forbidden"},
			{"the team of the district", role(authz.Neighbourhood, "", "", w.City), ""},
			{"the team of another district", role(authz.Neighbourhood, "", "", w.Quay), "forbidden"},
			{"the commissioner's office, for figures only", w.Acting(authz.Commissioner), "forbidden"},
			{"another force's manager", w.Stranger(t, authz.SchemeManager), "not found"},
			{"the public", authz.Actor{Force: w.Force}, "unauthorized"},
		} {
			for _, read := range []func(authz.Actor) error{find, past} {
				if got := strings.ReplaceAll(accredtest.Wrong(read(tt.who)), "-", " "); got != tt.want {
					t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
				}
			}
		}
	})
}

func TestAPhotographIsPartOfTheEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		p := w.Warden(t, w.Approved(t, "Aldermere City Council"), "Joel", accredtest.Today.AddYears(1))
		before := now(t, w, p)
		f, err := blob.Photo("photo", cardtest.Portrait(5))
		accredtest.Must(t, err)
		accredtest.Must(t, w.Persons.SetPhoto(t.Context(), w.Manager, p, f))
		before.Photo = f.Hash
		if diff := cmp.Diff(before, now(t, w, p)); diff != "" || f.Hash == "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.Verify(t)
	})
}
