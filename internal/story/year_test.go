package story_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"watchword/internal/account"
	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/agreement/liaison"
	"watchword/internal/agreement/supervision"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/outbox"
	"watchword/internal/register"
	"watchword/internal/server"
	"watchword/internal/vetting"
)

// TestAYearPasses runs the program day by day through a year, in which training, clearances,
// accreditations and one employer's arrangements end on days that chance chose, some of
// them are renewed in time, and agreements fall due for review. What must happen is worked
// out by the story itself, from those days alone, and compared with what did:
//
//   - whoever can see to a lapse was told of it 90, 60 and 30 days before, and nobody else;
//   - the powers stopped at the very midnight, by themselves, and none stopped else;
//   - person and employer have a letter of each lapse.
func TestAYearPasses(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		yearPasses(t, "", 1)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		yearPasses(t, dbtest.PostgresURL(t), 2)
	})
}

const (
	yearDays    = 365
	yearPersons = 14
)

var yearPowers = []law.PowerID{"csas-fpn-litter", "csas-name-address-asb"}

// holder is a warden of the year, and the last days of what they have.
type holder struct {
	id      id.Person
	acc     id.Accreditation
	org     *yearOrg
	mail    string // of their account; empty: they have none
	vetting clock.Day
	period  clock.Day
	trained map[law.PowerID]clock.Day
	renews  []renewal
}

// renewal is what is renewed on a day, a while before it ends.
type renewal struct {
	on    clock.Day
	power law.PowerID // empty: the clearance
}

type yearOrg struct {
	id      id.Org
	to      clock.Day
	liaison string
}

// alive reports whether the accreditation is in force on a day.
func (h *holder) alive(day clock.Day) bool { return day <= min(h.vetting, h.period, h.org.to) }

// ends is the last days of what a warden has, by kind.
func (h *holder) ends() map[string][]clock.Day {
	return map[string][]clock.Day{"vetting": {h.vetting}, "accreditation": {h.period}, "training": slices.Collect(maps.Values(h.trained))}
}

// year is the story under way.
type year struct {
	*agreementtest.World
	t       *testing.T
	house   *house
	token   string
	orgs    []*yearOrg
	people  []*holder
	reviews map[id.Agreement]clock.Day
	meets   clock.Day       // by which the first employer next meets its neighbourhood team
	checks  clock.Day       // by which its contacts are next verified
	met     clock.Day       // when it did last meet
	visits  clock.Day       // by which its persons are next visited, and their documents sampled
	visited clock.Day       // when they last were
	looks   clock.Day       // by which the work together is evaluated
	letters map[string]bool // that are to be there: person and last day
	wanted  map[string]bool // what is to be told: day, to whom, at which warning, of what
	told    map[string]bool
}

func yearPasses(t *testing.T, database string, seed uint64) {
	y := beginYear(t, database, rand.New(rand.NewPCG(2026, seed)))
	start := clock.DayOf(y.Clock.Now())
	for day := start.AddDays(1); day <= start.AddDays(yearDays); day++ {
		y.Clock.Set(clock.OnClock(day, 7, 5))
		accredtest.Must(t, y.house.Tend(t.Context()))
		y.announced(day)
		y.work(day)
		y.held(day, y.ending(day))
		if t.Failed() {
			t.Fatalf("on %s", day)
		}
	}
	y.heard()
	if diff := gocmp.Diff(slices.Sorted(maps.Keys(y.wanted)), slices.Sorted(maps.Keys(y.told))); diff != "" {
		t.Errorf("what was told, and what was to be told: %s", diff)
	}
	if len(y.letters) < yearPersons || len(y.wanted) < 10*yearPersons {
		t.Errorf("%d letters and %d warnings: too little lapses for this story", len(y.letters), len(y.wanted))
	}
	y.written()
	y.Verify(t)
	err := y.DB.Read(t.Context(), func(tx *db.Tx) error {
		_, wrong, err := y.Desk.Check(tx, y.Force)
		if len(wrong) > 0 {
			t.Errorf("the lists do not say what the registers say: %v", wrong)
		}
		return err
	})
	accredtest.Must(t, err)
}

// beginYear serves a force with two employers and their wardens.
func beginYear(t *testing.T, database string, chance *rand.Rand) *year {
	t.Helper()
	hand := clock.At(clock.OnClock(accredtest.Today, 10, 0))
	h, err := open(t.Context(), t.TempDir(), database, hand)
	accredtest.Must(t, err)
	t.Cleanup(func() {
		if err := h.stop(); err != nil {
			t.Error(err)
		}
	})
	actor := func(r authz.Role, name string) authz.Actor {
		return authz.Actor{Force: h.force, Account: id.Account("acc_" + string(r)), Name: name, Role: r}
	}
	w := &accredtest.World{Rooms: h.Rooms.Rooms, Clock: hand, Force: h.force, City: h.areas["Aldermere"], Manager: actor(authz.SchemeManager, "Ruth Adeyemi"), Delegate: actor(authz.Delegate, "C/Insp Daniel Thorne"),
		Vetter: actor(authz.VettingUnit, "Lesley Farrant"), Trainer: actor(authz.Trainer, "Carys Marsh"), Operator: server.Operator(h.force)}
	y := &year{World: &agreementtest.World{World: w}, t: t, house: h, reviews: map[id.Agreement]clock.Day{}, letters: map[string]bool{}, wanted: map[string]bool{}, told: map[string]bool{}}
	w.Set(t, "digest_on", "daily")
	y.token = y.tokenOf("scheme-manager@example.org")
	for i, to := range []int{1000, 150 + chance.IntN(60)} {
		o := &yearOrg{to: accredtest.Today.AddDays(to), liaison: fmt.Sprintf("liaison%d", i)}
		o.id = w.Council(t, []string{"Aldermere City Council", "Quaymouth Town Council"}[i])
		w.Approve(t, o.id, accredtest.Today, o.to)
		accredtest.Must(t, h.account(t.Context(), o.liaison, account.Post{Role: authz.Liaison, Org: o.id}))
		y.orgs = append(y.orgs, o)
	}
	for i := range yearPersons {
		y.warden(i, y.orgs[i%4/3], chance)
	}
	of := y.InForce(t, y.orgs[0].id)
	y.reviews[of], y.reviews[y.Find(t, of).Annex] = clock.NoDay, clock.NoDay
	y.meets, y.checks = clock.DayOf(y.Clock.Now()).AddMonths(3), clock.DayOf(y.Clock.Now()).AddMonths(6)
	y.visits, y.looks = y.meets, clock.DayOf(y.Clock.Now()).AddMonths(12)
	ahead, err := y.Board.Ahead(t.Context(), w.Manager, yearDays, diary.Everything)
	accredtest.Must(t, err)
	for _, x := range ahead.Due {
		if which := id.Agreement(strings.TrimPrefix(x.Link, "/agreements/")); x.Kind == agreement.ToReview {
			y.reviews[which] = x.Due
		}
	}
	return y
}

// tokenOf is a token of an account, by which the story reads over HTTP.
func (y *year) tokenOf(email string) string {
	y.t.Helper()
	all, err := db.Find(y.t.Context(), y.DB, func(tx *db.Tx) ([]account.Holder, error) { return y.Accounts.Everybody(tx, y.Force) })
	accredtest.Must(y.t, err)
	i := slices.IndexFunc(all, func(h account.Holder) bool { return h.Email == email })
	_, secret, err := y.Accounts.MakeToken(y.t.Context(), all[i].Acting[0], account.NewToken{Name: "The story", Days: yearDays + 1})
	accredtest.Must(y.t, err)
	return secret
}

// warden accredits a person, with last days that chance chooses, and chooses what will be
// renewed.
func (y *year) warden(i int, o *yearOrg, chance *rand.Rand) {
	y.t.Helper()
	later := func() clock.Day { return accredtest.Today.AddDays(95 + chance.IntN(400)) }
	x := &holder{org: o, vetting: later(), period: later(), trained: map[law.PowerID]clock.Day{}}
	if chance.IntN(2) == 0 {
		x.period = accredtest.Today.AddYears(3).AddDays(-1)
	}
	name := "Warden " + string(rune('A'+i))
	x.id = y.Warden(y.t, o.id, name, x.vetting)
	for _, p := range yearPowers {
		x.trained[p] = later()
		accredtest.Must(y.t, y.Train(y.t, x.id, x.trained[p], p))
	}
	a, err := y.Accreds.Recommend(y.t.Context(), y.Manager, x.id, "Supervisor’s report and interview agree.")
	accredtest.Must(y.t, err)
	sign := y.Signing(yearPowers...)
	sign.To, x.acc = x.period, a
	accredtest.Must(y.t, y.Accreds.Sign(y.t.Context(), y.Delegate, a, sign))
	if i%3 == 0 {
		x.mail = fmt.Sprintf("warden%d@example.org", i)
		accredtest.Must(y.t, y.house.account(y.t.Context(), fmt.Sprintf("warden%d", i), account.Post{Role: authz.AccreditedPerson, Org: o.id, Person: x.id}))
	}
	ends := map[law.PowerID]clock.Day{"": x.vetting}
	maps.Copy(ends, x.trained)
	for _, p := range append([]law.PowerID{""}, yearPowers...) {
		if chance.IntN(2) == 0 {
			x.renews = append(x.renews, renewal{ends[p].AddDays(-1 - chance.IntN(88)), p})
		}
	}
	y.people = append(y.people, x)
}

// announced works out who is to be told of what on a day.
func (y *year) announced(day clock.Day) {
	want := func(step int, due clock.Day, kind string, whom ...string) {
		for _, to := range whom {
			if to != "" {
				y.wanted[fmt.Sprintf("%s %s: within %d days, %s on %s", day, to, step, kind, due)] = true
			}
		}
	}
	const office, delegate = "scheme-manager@example.org", "delegate@example.org"
	second := map[string]string{"vetting": "vetting-unit@example.org", "training": "trainer@example.org", "accreditation": delegate}
	for _, step := range []int{90, 60, 30} {
		due := day.AddDays(step)
		for _, x := range y.people {
			for kind, days := range x.ends() {
				if !x.alive(day) || !slices.Contains(days, due) {
					continue
				}
				want(step, due, kind, office, second[kind], x.org.liaison+"@example.org", x.mail)
				if step == 90 {
					y.letters[string(x.id)+" "+due.Long()] = true
				}
			}
		}
		for _, o := range y.orgs {
			if o.to == due {
				want(step, due, "arrangements", office, delegate, o.liaison+"@example.org")
				for _, x := range y.people {
					if x.org == o {
						want(step, due, "arrangements", x.mail)
					}
				}
			}
		}
		for _, review := range y.reviews {
			if review == due {
				want(step, due, "review", office)
			}
		}
		if next := step == 90 && day == y.visited.AddDays(1) && y.visits < due; y.visits == due || next {
			want(step, y.visits, "visit", y.orgs[0].liaison+"@example.org")
			want(step, y.visits, "sample", y.orgs[0].liaison+"@example.org")
		}
		for kind, falls := range map[string]clock.Day{"meeting": y.meets, "contacts": y.checks, "evaluation": y.looks} {
			next := step == 90 && kind == "meeting" && day == y.met.AddDays(1) && falls < due // three months may be 89 days
			if falls == due || next {
				want(step, falls, kind, office, y.orgs[0].liaison+"@example.org")
			}
		}
	}
}

// work is what people do on a day: they renew, and hold reviews ten days before they are due.
func (y *year) work(day clock.Day) {
	for _, x := range y.people {
		for _, r := range x.renews {
			if r.on != day || !x.alive(day) {
				continue
			}
			until := day.AddYears(2)
			if r.power == "" {
				x.vetting = until
				accredtest.Must(y.t, y.Vettings.Record(y.t.Context(), y.Vetter, x.id, vetting.Vetting{Outcome: vetting.Passed, Level: "NPPV 2", Decided: day, Expires: until}))
				continue
			}
			x.trained[r.power] = until
			accredtest.Must(y.t, y.Train(y.t, x.id, until, r.power))
		}
	}
	if day == y.meets.AddDays(-10) {
		_, err := y.Rooms.Liaison.Hold(y.t.Context(), y.Manager, y.orgs[0].id, "", liaison.Attended{Day: day, OfForce: "The neighbourhood sergeant", OfOrg: "Both liaison officers", Minutes: "What was agreed."})
		accredtest.Must(y.t, err)
		y.meets, y.met = day.AddMonths(3), day
	}
	if day == y.checks.AddDays(-10) {
		y.verify(day)
	}
	if day == y.visits.AddDays(-10) {
		for _, kind := range []supervision.Kind{supervision.OnSite, supervision.Sample} {
			_, err := y.Rooms.Supervised.Record(y.t.Context(), y.Manager, "", supervision.Visit{Org: y.orgs[0].id, Kind: kind, Day: day, By: "Gareth Lyle", Reports: 5, Found: "All in order."})
			accredtest.Must(y.t, err)
		}
		y.visits, y.visited = day.AddMonths(3), day
	}
	for of, due := range y.reviews {
		if day == due.AddDays(-10) {
			accredtest.Must(y.t, y.Agreements.Review(y.t.Context(), y.Manager, of, agreement.Reviewed{Held: day, Present: "Both sides", Outcome: agreement.Stands}))
		}
	}
}

// verify is the office making sure of every contact of the first employer.
func (y *year) verify(day clock.Day) {
	with := y.orgs[0].id
	all, err := db.Find(y.t.Context(), y.DB, func(tx *db.Tx) ([]liaison.Entry, error) {
		return y.Rooms.Liaison.Directory(tx, y.Manager, with, register.Now(y.Clock.Now()))
	})
	accredtest.Must(y.t, err)
	for _, c := range all {
		accredtest.Must(y.t, y.Rooms.Liaison.Verify(y.t.Context(), y.Manager, with, c.Key))
	}
	y.checks = day.AddMonths(6)
}

// ending reports whether anything of anybody ends on a day.
func (y *year) ending(day clock.Day) bool {
	return slices.ContainsFunc(y.people, func(x *holder) bool {
		ends := append(slices.Collect(maps.Values(x.trained)), x.vetting, x.period, x.org.to)
		return slices.Contains(ends, day)
	})
}

// held asks the program who holds what, and compares: at noon, and where something ends on
// the day, at its last instant and at the first of the next.
func (y *year) held(day clock.Day, ends bool) {
	at := []time.Time{clock.OnClock(day, 12, 0)}
	if ends {
		at = append(at, day.End().Add(-time.Millisecond), day.End())
	}
	for _, now := range at {
		y.Clock.Set(now)
		want := map[string][]string{}
		for _, x := range y.people {
			for _, p := range yearPowers {
				if today := clock.DayOf(now); x.alive(today) && today <= x.trained[p] {
					want[string(x.id)] = append(want[string(x.id)], string(p))
				}
			}
		}
		var found struct {
			Items []struct {
				Person string
				Powers []string
			}
		}
		y.read("/who-held", &found)
		got := map[string][]string{}
		for _, x := range found.Items {
			if slices.Sort(x.Powers); len(x.Powers) > 0 {
				got[x.Person] = x.Powers
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			y.t.Errorf("at %s: %s", clock.Moment(now), diff)
		}
	}
}

// read asks the program over HTTP.
func (y *year) read(path string, out any) {
	y.t.Helper()
	r, err := http.NewRequestWithContext(y.t.Context(), http.MethodGet, y.house.URL()+"/api/v1"+path, nil)
	accredtest.Must(y.t, err)
	r.Header.Set("Authorization", "Bearer "+y.token)
	answer, err := http.DefaultClient.Do(r)
	accredtest.Must(y.t, err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		y.t.Fatalf("%s: %d", path, answer.StatusCode)
	}
	accredtest.Must(y.t, json.NewDecoder(answer.Body).Decode(out))
}

// kindsTold is what a line of a digest is about, by how it begins.
var kindsTold = map[string]string{"Training of": "training", "Your training": "training", "Vetting of": "vetting", "Your clearance": "vetting", "Accreditation of": "accreditation",
	"Your accreditation": "accreditation", "Arrangements end": "arrangements", "Your arrangements": "arrangements", "Your employer’s": "arrangements", "Review the": "review",
	"Plan the": "meeting", "Verify": "contacts", "Evaluate the": "evaluation", "Make a": "visit", "Look through": "sample"}

// heard reads every digest of the year.
func (y *year) heard() {
	all, err := db.Find(y.t.Context(), y.DB, func(tx *db.Tx) ([]outbox.Message, error) {
		return y.Outbox.List(tx, y.Manager, outbox.Filter{Kind: "digest", Limit: 1 << 20})
	})
	accredtest.Must(y.t, err)
	for _, m := range all {
		under := ""
		for line := range strings.Lines(m.Body) {
			line = strings.TrimSpace(line)
			if within, ok := strings.CutPrefix(line, "Within "); ok || line == "Overdue" {
				under = cmp.Or(within, line)
			}
			due, what, ok := strings.Cut(strings.TrimPrefix(line, "- "), ": ")
			if !ok || !strings.HasPrefix(line, "- ") {
				continue
			}
			last, err := time.Parse("2 January 2006", due)
			accredtest.Must(y.t, err)
			words := strings.Fields(what)
			y.told[fmt.Sprintf("%s %s: within %s, %s on %s", clock.DayOf(m.Made), m.Address, under, cmp.Or(kindsTold[words[0]], kindsTold[words[0]+" "+strings.TrimRight(words[1], ".,")]), last.Format(time.DateOnly))] = true
		}
	}
}

// written looks for the letters: each to the person, and to the employer.
func (y *year) written() {
	for _, x := range y.people {
		var found struct {
			Items []struct{ Kind, To, Subject string }
		}
		y.read("/people/"+string(x.id)+"/letters", &found)
		to := map[string]int{}
		for _, l := range found.Items {
			if day, ok := strings.CutPrefix(l.Subject, "Your accreditation: something ends on "); ok && l.Kind == "accreditation.warn" {
				to[string(x.id)+" "+day+" "+l.To]++
			}
		}
		for letter := range y.letters {
			if !strings.HasPrefix(letter, string(x.id)) {
				continue
			}
			for _, side := range []string{"person", "employer"} {
				if to[letter+" "+side] == 0 {
					y.t.Errorf("there is no letter to the %s: %s", side, letter)
				}
				delete(to, letter+" "+side)
			}
		}
		if len(to) > 0 {
			y.t.Errorf("letters of what does not lapse: %v", to)
		}
	}
}
