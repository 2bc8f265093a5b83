package bring_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/intake"
	"watchword/internal/intake/bring"
	"watchword/internal/org"
	"watchword/internal/register"
)

// office is a world with its desk and its imports, at the reference day of the
// shared spreadsheets.
func office(t testing.TB, d *db.DB) (*accredtest.World, *desk.Desk, *bring.Service) {
	t.Helper()
	w := accredtest.New(t, d)
	w.Clock.Set(clock.OnClock(clock.MustDay("2026-11-20"), 9, 0))
	return w, w.Desk, w.Imports
}

// shared is a file of the shared data folder, or the test is skipped.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	root := os.Getenv("WATCHWORD_SHARED")
	if root == "" {
		dir, err := os.Getwd()
		accredtest.Must(t, err)
		for root = dir; filepath.Dir(root) != root; root = filepath.Dir(root) {
			if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
				break
			}
		}
		root = filepath.Join(root, "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(root, "data", name))
	if err != nil {
		t.Skip("needs the shared data folder")
	}
	return b
}

func take(t testing.TB, w *accredtest.World, b *bring.Service, f bring.File, goodAlone bool) bring.Outcome {
	t.Helper()
	out, err := b.Take(t.Context(), w.Manager, f, goodAlone)
	accredtest.Must(t, err)
	return out
}

func register26(t testing.TB) []byte { return shared(t, "spreadsheets/register-clean.xlsx") }

func TestAForceBringsInItsRegister(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		file := register26(t)
		w, k, b := office(t, d)
		orgs := bring.File{Name: "register-clean.xlsx", Content: file, Kind: intake.Organisations}
		people := bring.File{Name: "register-clean.xlsx", Content: file, Kind: intake.People}
		if out := take(t, w, b, orgs, false); !out.Written || out.Added != 53 {
			t.Fatalf("organisations: %d added, written %v, %d bad, %v", out.Added, out.Written, out.Left, out.Result.Questions)
		}
		out := take(t, w, b, people, false)
		if !out.Written || out.Added != 538 {
			t.Fatalf("people: %d added, %d bad, %v", out.Added, out.Left, out.Result.Bad)
		}
		for _, f := range []bring.File{orgs, people} {
			if again := take(t, w, b, f, false); again.Added != 0 || again.Known != len(again.Result.People)+len(again.Result.Organisations) {
				t.Errorf("a second time: %d added, %d known", again.Added, again.Known)
			}
		}
		want := out.Result.Summary.ByStatusAsAt
		for state, n := range map[desk.State]int{desk.StateVetting: want[intake.AwaitingVetting], desk.StateEnded: want[intake.Withdrawn] + want[intake.Left]} {
			p, err := k.People(t.Context(), w.Manager, desk.Filter{State: state})
			accredtest.Must(t, err)
			if p.Total != int64(n) {
				t.Errorf("%s: the register has %d, the file %d", state, p.Total, n)
			}
		}
		live, err := k.People(t.Context(), w.Manager, desk.Filter{State: desk.StateInForce})
		accredtest.Must(t, err)
		lapsed, err := k.People(t.Context(), w.Manager, desk.Filter{State: desk.StateLapsed})
		accredtest.Must(t, err)
		stopped, err := k.People(t.Context(), w.Manager, desk.Filter{State: desk.StateSuspended})
		accredtest.Must(t, err)
		if got, n := live.Total+lapsed.Total+stopped.Total, int64(want[intake.Active]+want[intake.Suspended]+want[intake.Expired]); got != n {
			t.Errorf("in force, lapsed or suspended: %d, by the file %d", got, n)
		}
		w.Verify(t)
	})
}

func TestTeamsComeInWithTheirPeople(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _, b := office(t, d)
		council := w.Approved(t, "Aldermere City Council")
		_, err := w.Orgs.SetTeam(t.Context(), w.Manager, council, org.Team{Name: "Quayside team", Supervisor: "Kim Ferrier"})
		accredtest.Must(t, err)
		file := "Surname,Forename,DOB,Employer,Role,Supervisor,Team,AP number,Start,End,Status,Powers\n"
		for i, team := range []string{"quayside  Team", "Night team", "Night team", ""} {
			file += fmt.Sprintf("Hartnoll,%s,1.2.1980,Aldermere City Council,Community warden,Al Holt,%s,07%02d,1/3/26,29/2/28,Live,3\n", []string{"Ann", "Bea", "Cass", "Dee"}[i], team, i)
		}
		if out := take(t, w, b, bring.File{Name: "wardens.csv", Content: []byte(file), Kind: intake.People}, false); !out.Written || out.Added != 4 {
			t.Fatalf("%d added, %v, %v", out.Added, out.Result.Bad, out.Result.Questions)
		}
		got := map[string]string{}
		accredtest.Must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			o, err := w.Orgs.Find(tx, w.Manager, council, register.Now(w.Clock.Now()))
			if err != nil {
				return err
			}
			for _, team := range o.State.Teams {
				got[team.Name] = team.Supervisor
			}
			all, err := w.Persons.OfOrg(tx, w.Force, council, register.Now(w.Clock.Now()))
			for _, p := range all {
				got[p.State.Forenames] = o.State.TeamName(p.State.Team)
			}
			return err
		}))
		want := map[string]string{"Quayside team": "Kim Ferrier", "Night team": "Al Holt", "Ann": "Quayside team", "Bea": "Night team", "Cass": "Night team", "Dee": ""}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.Verify(t)
	})
}

func TestABadLineHoldsBackTheWholeFileUnlessGoodOnesAreAskedFor(t *testing.T) {
	t.Parallel()
	file, bad := register26(t), shared(t, "spreadsheets/people-bad-lines.csv")
	w, k, b := office(t, dbtest.SQLite(t))
	take(t, w, b, bring.File{Name: "register-clean.xlsx", Content: file, Kind: intake.Organisations}, false)
	f := bring.File{Name: "people-bad-lines.csv", Content: bad, Kind: intake.People}
	out := take(t, w, b, f, false)
	if out.Written || out.Added != 0 || out.Left != 30 {
		t.Fatalf("written %v, added %d, bad %d", out.Written, out.Added, out.Left)
	}
	if p, err := k.People(t.Context(), w.Manager, desk.Filter{}); err != nil || p.Total != 0 {
		t.Fatalf("%d people are there, %v", p.Total, err)
	}
	if out = take(t, w, b, f, true); !out.Written || out.Added != 170 || out.Left != 30 {
		t.Errorf("written %v, added %d, bad %d", out.Written, out.Added, out.Left)
	}
	w.Verify(t)
}

func TestTheDryRunChangesNothingAndOthersMayNot(t *testing.T) {
	t.Parallel()
	w, _, b := office(t, dbtest.SQLite(t))
	f := bring.File{Name: "orgs.csv", Content: []byte("Organisation,Type,Status,Accredited from,Accredited to\nAldermere City Council,City council,Accredited,01/04/2024,31/03/2027\n"), Kind: intake.Organisations}
	res, err := b.Read(t.Context(), w.Manager, f)
	if err != nil || len(res.Organisations) != 1 || len(res.Bad) != 0 {
		t.Fatalf("%+v %v", res, err)
	}
	orgs, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (int64, error) { return db.Count(tx, `SELECT COUNT(*) FROM organisation`) })
	if err != nil || orgs != 0 {
		t.Errorf("the dry run left %d rows, %v", orgs, err)
	}
	for _, who := range []authz.Actor{w.Trainer, w.Delegate, {Force: w.Force, Role: authz.Signatory}} {
		if _, err := b.Take(t.Context(), who, f, false); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s imports: %v", who.Role, err)
		}
	}
	if _, err := b.Read(t.Context(), w.Manager, bring.File{Name: "x", Content: []byte("\x89PNG\r\n"), Kind: intake.People}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a picture is read as a spreadsheet: %v", err)
	}
}

func TestWhatWasTrueBeforeTheImportIsTrueFromItsOwnDay(t *testing.T) {
	t.Parallel()
	file := register26(t)
	w, k, b := office(t, dbtest.SQLite(t))
	before := w.Clock.Now()
	w.Clock.Advance(time.Hour)
	take(t, w, b, bring.File{Name: "r.xlsx", Content: file, Kind: intake.Organisations}, false)
	take(t, w, b, bring.File{Name: "r.xlsx", Content: file, Kind: intake.People}, false)
	year := clock.MustDay("2025-11-20").Start()
	now, err := k.PeopleAsAt(t.Context(), w.Manager, desk.Filter{State: desk.StateInForce}, register.When{At: year, Known: w.Clock.Now()})
	accredtest.Must(t, err)
	then, err := k.PeopleAsAt(t.Context(), w.Manager, desk.Filter{State: desk.StateInForce}, register.When{At: year, Known: before})
	accredtest.Must(t, err)
	if now.Total < 100 || then.Total != 0 {
		t.Errorf("a year ago: %d in force as we know now, %d as we knew before the import", now.Total, then.Total)
	}
}

func TestKindsAreFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ word, name, want string }{
		{"Housing association", "Quayside Homes", "housing"}, {"", "Vale Hospitals NHS Trust", "health"}, {"Private security", "Harbourside Ltd", "security"},
		{"", "Inglewater Parish Council", "parish-council"}, {"Town Council", "Pellmouth", "parish-council"}, {"", "Something Ltd", "other"},
	} {
		if got := bring.KindOf(tt.word, tt.name); string(got) != tt.want {
			t.Errorf("%q %q: %s, want %s", tt.word, tt.name, got, tt.want)
		}
	}
}

// BenchmarkTake is an import of 10,000 people, from the bytes of the file to the last
// entry durable.
func BenchmarkTake(b *testing.B) {
	file, people := register26(b), shared(b, "spreadsheets/people-10000.csv")
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				w, _, s := office(b, open(b))
				take(b, w, s, bring.File{Name: "r.xlsx", Content: file, Kind: intake.Organisations}, false)
				b.StartTimer()
				if out := take(b, w, s, bring.File{Name: "p.csv", Content: people, Kind: intake.People}, false); out.Added != 10000 {
					b.Fatalf("%d added, %d bad: %v", out.Added, out.Left, out.Result.Bad[:min(3, len(out.Result.Bad))])
				}
			}
		})
	}
}
