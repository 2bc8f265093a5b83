package nominate_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/intake/nominate"
	"watchword/internal/person"
)

func TestAFileIsReadAndNothingIsEnteredUntilItIsTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		ctx, o := t.Context(), w.Approved(t, "Aldermere City Council")
		w.Accredited(t, o, "Joel") // Joel Hartnoll, born 1 May 1990
		priya := authz.Actor{Force: w.Force, Account: "acc_priya", Name: "Priya Nair", Role: authz.Signatory, Org: o}
		read := func(who authz.Actor, of id.Org, file string) (nominate.Reading, error) {
			return db.Find(ctx, w.DB, func(tx *db.Tx) (nominate.Reading, error) { return w.Rooms.Nominate.Read(tx, who, of, []byte(file)) })
		}
		people := func() int {
			vs, err := db.Find(ctx, w.DB, func(tx *db.Tx) ([]person.Version, error) { return w.Persons.Under(tx, w.Force, o) })
			accredtest.Must(t, err)
			return len(vs)
		}
		const head = "Surname,Forenames,Date of birth,Role,E-mail\n"
		got, err := read(priya, o, head+
			"Fenn,Lee,1991-02-03,Community warden,lee@aldermere.example\n"+
			"Pugh,Ann,1992-02-03,community warden,\n"+
			"Young,Kit,2015-02-03,Community warden,\n"+
			"Roleless,Jo,1990-02-03,Astronaut,\n"+
			"Hartnoll,Joel,1990-05-01,Community warden,\n"+
			",Nobody,1990-02-03,Community warden,\n")
		accredtest.Must(t, err)
		if len(got.Asks) > 0 || len(got.Good) != 2 || got.BadLines() != 4 {
			t.Fatalf("%+v", got)
		}
		said := ""
		for _, x := range got.Bad {
			said += x.Message + "\n"
		}
		for _, want := range []string{"has no role \"Astronaut\"", "is put forward already"} {
			if !strings.Contains(said, want) {
				t.Errorf("%q is not told: %s", want, said)
			}
		}
		if people() != 1 {
			t.Error("something was entered by reading")
		}
		for name, x := range map[string]func() error{
			"no day":        func() error { _, err := w.Rooms.Nominate.Take(ctx, priya, o, got.Good, 0); return err },
			"a day to come": func() error { _, err := w.Rooms.Nominate.Take(ctx, priya, o, got.Good, accredtest.Today+1); return err },
			"nobody":        func() error { _, err := w.Rooms.Nominate.Take(ctx, priya, o, nil, accredtest.Today); return err },
			"a role of nobody": func() error {
				bad := append([]nominate.Line{}, got.Good...)
				bad[1].Role = "rol_none"
				_, err := w.Rooms.Nominate.Take(ctx, priya, o, bad, accredtest.Today)
				return err
			},
		} {
			if err := x(); !fault.Is(err, fault.Invalid) || people() != 1 {
				t.Errorf("%s: %v", name, err)
			}
		}
		n, err := w.Rooms.Nominate.Take(ctx, priya, o, got.Good, accredtest.Today)
		if err != nil || n != 2 || people() != 3 {
			t.Errorf("%d, %v, %d people", n, err, people())
		}
		if _, err := w.Rooms.Nominate.Take(ctx, priya, o, got.Good, accredtest.Today); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken twice: %v", err)
		}
		other := authz.Actor{Force: w.Force, Role: authz.Signatory, Org: "org_other"}
		if _, err := read(other, o, head); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another employer reads: %v", err)
		}
		if _, err := w.Rooms.Nominate.Take(ctx, other, o, got.Good, accredtest.Today); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another employer takes: %v", err)
		}
		w.Verify(t)
	})
}
