package accred_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/org"
	"watchword/internal/register"
)

const asb, litter, traffic, control, tobacco = law.PowerID("csas-name-address-asb"), law.PowerID("csas-fpn-litter"), law.PowerID("csas-name-address-traffic"), law.PowerID("csas-traffic-control"), law.PowerID("csas-tobacco-u16")

// has reports whether err is a refusal that gives the reason of that code, with a source.
func has(err error, code string) bool {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Refused {
		return false
	}
	for _, r := range f.Reasons {
		if r.Code == code && r.Source != "" {
			return true
		}
	}
	return false
}

func held(s accred.Standing) string {
	var out []string
	for _, p := range s.Held() {
		out = append(out, string(p))
	}
	return strings.Join(out, " ")
}

func TestWhatLapsesEndsByItself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Council(t, "Aldermere City Council")
		w.Approve(t, o, accredtest.Today, clock.MustDay("2028-03-31"))
		p, a := w.Accredited(t, o, "Joel", asb, litter, traffic, control, tobacco)
		accredtest.Must(t, w.Train(t, p, clock.MustDay("2026-12-11"), litter))
		accredtest.Must(t, w.Train(t, p, clock.MustDay("2026-12-20"), traffic))
		all := "csas-name-address-asb csas-name-address-traffic csas-tobacco-u16 csas-traffic-control csas-fpn-litter"
		for _, tt := range []struct{ name, day, status, held string }{
			{"the day before it begins", "2026-11-16", "", ""},
			{"the last day of litter training", "2026-12-11", "in-force", all},
			{"the day after it", "2026-12-12", "in-force", strings.Replace(all, " csas-fpn-litter", "", 1)},
			{"traffic control stops with paragraph 3A", "2026-12-21", "in-force", "csas-name-address-asb csas-tobacco-u16"},
			{"tobacco ends in law on 1 January 2027", "2027-01-01", "in-force", "csas-name-address-asb"},
			{"the last day of the arrangements", "2028-03-31", "in-force", "csas-name-address-asb"},
			{"the day after it", "2028-04-01", "ceased", ""},
		} {
			at := clock.MustDay(tt.day).Start()
			if tt.day == "2026-11-16" {
				err := d.Read(t.Context(), func(tx *db.Tx) error {
					_, err := w.Accreds.Find(tx, w.Manager, a, register.When{At: at, Known: w.Clock.Now()})
					return err
				})
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %v", tt.name, err)
				}
				continue
			}
			at = at.Add(12 * time.Hour)
			s := w.Standing(t, a, register.When{At: at, Known: w.Clock.Now()})
			if string(s.Status) != tt.status || !sameWords(held(s), tt.held) {
				t.Errorf("%s: %s %q, want %s %q", tt.name, s.Status, held(s), tt.status, tt.held)
			}
		}
	})
}

func sameWords(a, b string) bool {
	count := map[string]int{}
	for _, w := range strings.Fields(a) {
		count[w]++
	}
	for _, w := range strings.Fields(b) {
		count[w]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestEffectOnEverybodyInTheSameTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, a := w.Accredited(t, o, "Joel", asb)
		p, b := w.Accredited(t, o, "Tamsin", asb)
		before := w.Clock.Now()
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, o, "Insurance lapsed"))
		letters, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersOf(tx, w.Manager, p) })
		accredtest.Must(t, err)
		if len(letters) != 4 || letters[0].Kind != "organisation.suspend" {
			t.Errorf("%d letters, the person and the employer are not told of the suspension", len(letters))
		}
		for _, x := range []id.Accreditation{a, b} {
			if s := w.Standing(t, x, w.Now()); s.Status != accred.StatusOrgStopped || held(s) != "" {
				t.Errorf("%+v", s)
			}
			if s := w.Standing(t, x, register.When{At: before, Known: w.Clock.Now()}); !s.InForce() {
				t.Error("it was in force an hour before")
			}
		}
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Orgs.Reinstate(t.Context(), w.Delegate, o, "Insurance shown"))
		if s := w.Standing(t, a, w.Now()); !s.InForce() {
			t.Errorf("not back: %+v", s)
		}
		accredtest.Must(t, w.Persons.Leave(t.Context(), w.Manager, p, accredtest.Today, "New post"))
		if s := w.Standing(t, b, w.Now()); s.Status != accred.StatusLeft {
			t.Errorf("left: %+v", s)
		}
		w.Clock.Advance(time.Hour)
		accredtest.Must(t, w.Orgs.Withdraw(t.Context(), w.Delegate, o, "No complaint procedure"))
		if s := w.Standing(t, a, w.Now()); s.Status != accred.StatusCeased {
			t.Errorf("withdrawn: %+v", s)
		}
		w.Verify(t)
	})
}

func TestNumbersAreNeverUsedAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Joel", asb)
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Asked for"))
		q := w.Warden(t, o, "Ann", accredtest.Today.AddYears(3), asb)
		again, err := w.Accreds.Recommend(t.Context(), w.Manager, q, "Interview notes")
		accredtest.Must(t, err)
		s := w.Signing(asb)
		s.Number = "EM 4001"
		if err := w.Accreds.Sign(t.Context(), w.Delegate, again, s); !fault.Is(err, fault.Invalid) {
			t.Errorf("a number that was given before is given again: %v", err)
		}
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, again, w.Signing(asb)))
		v := find(t, w, again)
		if v.Number != "EM 4002" {
			t.Errorf("got %s", v.Number)
		}
		back, err := w.Accreds.Recommend(t.Context(), w.Manager, p, "Reapplied")
		accredtest.Must(t, err)
		accredtest.Must(t, w.Accreds.Sign(t.Context(), w.Delegate, back, w.Signing(asb)))
		if v := find(t, w, back); v.Number != "EM 4001" {
			t.Errorf("the same person keeps the number, got %s", v.Number)
		}
	})
}

func find(t *testing.T, w *accredtest.World, a id.Accreditation) accred.Accreditation {
	t.Helper()
	v, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) (accred.Version, error) { return w.Accreds.Find(tx, w.Manager, a, w.Now()) })
	accredtest.Must(t, err)
	return v.State
}

// TestMovesAreTheTable tries every act from every state: those in the table are done,
// all others are refused as a conflict, and nothing changes.
func TestMovesAreTheTable(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		reach := map[accred.State]func(t *testing.T, a id.Accreditation){
			accred.InForce: func(*testing.T, id.Accreditation) {},
			accred.Suspended: func(t *testing.T, a id.Accreditation) {
				accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Manager, a, "Complaint"))
			},
			accred.Withdrawn: func(t *testing.T, a id.Accreditation) {
				accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "Misuse"))
			},
		}
		acts := map[string]func(a id.Accreditation) error{
			"accreditation.suspend":   func(a id.Accreditation) error { return w.Accreds.Suspend(t.Context(), w.Delegate, a, "x") },
			"accreditation.reinstate": func(a id.Accreditation) error { return w.Accreds.Reinstate(t.Context(), w.Delegate, a, "x") },
			"accreditation.withdraw":  func(a id.Accreditation) error { return w.Accreds.Withdraw(t.Context(), w.Delegate, a, "x") },
			"accreditation.refuse":    func(a id.Accreditation) error { return w.Accreds.Refuse(t.Context(), w.Delegate, a, "D. Thorne", "x") },
			"accreditation.grant":     func(a id.Accreditation) error { return w.Accreds.Sign(t.Context(), w.Delegate, a, w.Signing(asb)) },
		}
		for state, bring := range reach {
			for verb, act := range acts {
				t.Run(string(state)+" "+verb, func(t *testing.T) {
					_, a := w.Accredited(t, o, "Joel", asb)
					bring(t, a)
					want, allowed := state, false
					for _, m := range accred.Moves {
						if m.Verb == verb {
							for _, f := range m.From {
								if f == state {
									want, allowed = m.To, true
								}
							}
						}
					}
					err := act(a)
					if allowed != (err == nil) || !allowed && !fault.Is(err, fault.Conflict) {
						t.Errorf("err %v, allowed by the table: %v", err, allowed)
					}
					if got := find(t, w, a).State; got != want {
						t.Errorf("it is %s, want %s", got, want)
					}
				})
			}
		}
	})
}

func TestRetroactiveLeavingIsToldAsItWasKnown(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Joel", asb)
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(30), 9, 0))
		accredtest.Must(t, w.Persons.Leave(t.Context(), w.Manager, p, accredtest.Today.AddDays(10), "Told late"))
		noon := func(n int) time.Time { return clock.OnClock(accredtest.Today.AddDays(n), 12, 0) }
		for _, tt := range []struct {
			name      string
			at, known time.Time
			want      accred.Status
		}{
			{"on the last day of work", noon(10), noon(31), accred.StatusInForce},
			{"the day after, as we know now", noon(11), noon(31), accred.StatusLeft},
			{"the day after, as we knew then", noon(11), noon(11), accred.StatusInForce},
		} {
			if s := w.Standing(t, a, register.When{At: tt.at, Known: tt.known}); s.Status != tt.want {
				t.Errorf("%s: %s, want %s", tt.name, s.Status, tt.want)
			}
		}
	})
}

func TestApprovalNeedsWhatTheProtocolNeeds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		state := accredtest.CouncilState("Bare Council", w.City)
		state.Contacts, state.Uniform = nil, ""
		o, err := w.Orgs.Add(t.Context(), w.Manager, state)
		accredtest.Must(t, err)
		err = w.Orgs.Approve(t.Context(), w.Delegate, o, org.Approval{From: accredtest.Today, To: accredtest.Today.AddYears(3)})
		for _, code := range []string{"contact.signatory", "contact.liaison", "contact.supervisor", "uniform.missing", "power.unanswered"} {
			if !has(err, code) {
				t.Errorf("%s is not told: %v", code, err)
			}
		}
		if err := w.Orgs.Approve(t.Context(), w.Manager, o, org.Approval{From: accredtest.Today, To: accredtest.Today.AddYears(3)}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the manager approves: %v", err)
		}
	})
}

func TestWhoHeldIsWhatEachStandingSays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o, q := w.Approved(t, "Aldermere City Council"), w.Approved(t, "Quaymouth Homes")
		var all []id.Accreditation
		for i, powers := range [][]law.PowerID{{asb, litter}, {traffic, control}, {tobacco}, nil, {asb}} {
			p, a := w.Accredited(t, []id.Org{o, q}[i%2], "Joel", powers...)
			if i == 1 {
				accredtest.Must(t, w.Train(t, p, accredtest.Today.AddDays(20), traffic))
			}
			all = append(all, a)
		}
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(5), 9, 0))
		accredtest.Must(t, w.Accreds.Suspend(t.Context(), w.Delegate, all[4], "Complaint"))
		w.Clock.Set(clock.OnClock(accredtest.Today.AddDays(9), 9, 0))
		accredtest.Must(t, w.Orgs.Suspend(t.Context(), w.Delegate, q, "Insurance"))
		for _, n := range []int{0, 4, 6, 10, 30, 50, 1200} {
			when := register.When{At: clock.OnClock(accredtest.Today.AddDays(n), 12, 0), Known: w.Clock.Now()}
			hs, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]accred.Holding, error) { return w.Accreds.WhoHeld(tx, w.Force, when) })
			accredtest.Must(t, err)
			got := map[id.Accreditation]string{}
			for _, h := range hs {
				got[h.Accreditation] = strings.Join(strings.Fields(held(accred.Standing{Powers: standing(h.Held(when.At, law.England))})), " ")
			}
			for _, a := range all {
				s := w.Standing(t, a, when)
				list, there := got[a]
				if there != s.InForce() || there && list != held(s) {
					t.Errorf("day %d, %s: who held says %v %q, the standing %s %q", n, a, there, list, s.Status, held(s))
				}
			}
		}
	})
}

func standing(powers []law.PowerID) []accred.PowerStanding {
	var out []accred.PowerStanding
	for _, p := range powers {
		out = append(out, accred.PowerStanding{Grant: accred.Grant{Power: p}, Status: accred.PowerInForce})
	}
	return out
}

// TestLifePageIsTrue compares docs/life-of-an-accreditation.md with the tables of states.
// Run with UPDATE=1 to write it anew.
func TestLifePageIsTrue(t *testing.T) {
	t.Parallel()
	const path = "../../docs/life-of-an-accreditation.md"
	want := accred.LifePage()
	if os.Getenv("UPDATE") != "" {
		accredtest.Must(t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("docs/life-of-an-accreditation.md does not say what the tables say (UPDATE=1 writes it): %v", err)
	}
}
