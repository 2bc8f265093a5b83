package roll_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/person/roll"
	"watchword/internal/register"
)

const asb = law.PowerID("csas-name-address-asb")

func TestAnEmployerTellsWhoLeftAndMovedAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		priya := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		joel, _, card := w.Held(t, o, "Joel", asb)
		mo, _, _ := w.Held(t, o, "Mo", asb)
		team, err := w.Orgs.SetTeam(ctx, w.Manager, o, org.Team{Name: "Harbour", Supervisor: "Gareth Lyle"})
		accredtest.Must(t, err)
		role := w.Org(t, o).Roles[0].ID
		rolls := w.Rooms.Rolls
		for name, x := range map[string]struct {
			who  authz.Actor
			told roll.Told
			want fault.Kind
		}{
			"another employer":   {authz.Actor{Force: w.Force, Role: authz.Signatory, Org: "org_other"}, roll.Told{}, fault.Forbidden},
			"a supervisor":       {authz.Actor{Force: w.Force, Role: authz.Supervisor, Org: o}, roll.Told{}, fault.Forbidden},
			"a day to come":      {priya, roll.Told{Leavers: []roll.Leaver{{Person: joel, Last: accredtest.Today + 1}}}, fault.Invalid},
			"somebody else's":    {priya, roll.Told{Leavers: []roll.Leaver{{Person: "per_other", Last: accredtest.Today}}}, fault.Conflict},
			"a role of nobody's": {priya, roll.Told{Leavers: []roll.Leaver{{Person: joel, Last: accredtest.Today}}, Movers: []roll.Mover{{Person: mo, Role: "rol_none"}}}, fault.Invalid},
		} {
			if err := rolls.Confirm(ctx, x.who, o, x.told); !fault.Is(err, x.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := w.Card(t, card); got.Recalled != clock.NoDay {
			t.Error("part of what was wrong was recorded")
		}
		accredtest.Must(t, rolls.Confirm(ctx, priya, o, roll.Told{Leavers: []roll.Leaver{{Person: joel, Last: accredtest.Today}}, Movers: []roll.Mover{{Person: mo, Role: role, Team: team}}}))
		got, err := db.Find(ctx, w.DB, func(tx *db.Tx) (map[id.Person]person.Person, error) {
			return w.Persons.Several(tx, w.Force, []id.Person{joel, mo})
		})
		if err != nil || got[joel].Left != accredtest.Today || got[mo].Team != team || got[mo].Left != clock.NoDay {
			t.Errorf("%v %+v", err, got)
		}
		if got := w.Card(t, card); got.Recalled != accredtest.Today {
			t.Error("the card of whoever left is not asked back")
		}
		r, err := db.Find(ctx, w.DB, func(tx *db.Tx) (roll.Roll, error) { return rolls.Of(tx, priya, o, register.Now(w.Clock.Now())) })
		if diff := cmp.Diff(roll.Roll{Day: accredtest.Today, By: "Priya Nair", Here: 1, Leavers: 1, Movers: 1}, r); diff != "" || err != nil {
			t.Error(diff, err)
		}
		w.Verify(t)
	})
}

func TestASilentEmployerIsRemindedCountedAndDated(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		priya := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		rolls := w.Rooms.Rolls
		titles := func(who authz.Actor) (out []string) {
			items, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]diary.Item, error) {
				return rolls.Diary(tx, who, diary.Window{At: w.Clock.Now(), To: clock.DayOf(w.Clock.Now()).AddDays(30), Limit: 10})
			})
			accredtest.Must(t, err)
			for _, x := range items {
				out = append(out, x.Due.String()+" "+x.Title)
			}
			return out
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddMonths(7), 9, 0))
		if got := titles(priya); got != nil {
			t.Errorf("the force asks for none: %v", got)
		}
		_, err := w.Areas.ChangeSettings(ctx, w.Manager, area.Changes{Values: map[string]string{"roll_months": "6"}, Why: "The board decided"})
		accredtest.Must(t, err)
		due := accredtest.Today.AddMonths(6)
		if got := titles(priya); !cmp.Equal(got, []string{due.String() + " Confirm who works for you: who has left, who has moved"}) {
			t.Error(got)
		}
		if got := titles(w.Manager); !cmp.Equal(got, []string{due.AddDays(1).String() + " Remind Aldermere City Council to confirm who works for it"}) {
			t.Error(got)
		}
		if _, err := rolls.Remind(ctx, w.Manager, o); !fault.Is(err, fault.Conflict) {
			t.Errorf("no contact has an address: %v", err)
		}
		contacts := w.Org(t, o).Contacts
		for i := range contacts {
			contacts[i].Email = "office@aldermere.example"
		}
		accredtest.Must(t, w.Orgs.ChangeContacts(ctx, w.Manager, o, contacts))
		n, err := rolls.Remind(ctx, w.Manager, o)
		if err != nil || n != 1 {
			t.Errorf("%d, %v", n, err)
		}
		if _, err := rolls.Remind(ctx, w.Manager, o); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice a day: %v", err)
		}
		accredtest.Must(t, rolls.Confirm(ctx, priya, o, roll.Told{}))
		if got := titles(w.Manager); got != nil {
			t.Error(got)
		}
		w.Verify(t)
	})
}
