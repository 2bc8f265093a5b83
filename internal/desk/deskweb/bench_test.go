package deskweb_test

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/person/alike"
)

// crowd writes n lines straight into the tables that the lists and the charts read: 50
// employers, people at every stage, each accreditation with three versions and with three
// things that end. Registers
// and ledger know nothing of them.
func (o *office) crowd(t testing.TB, n int) {
	t.Helper()
	var orgs []id.Org
	var names []string
	for i := range 50 {
		names = append(names, fmt.Sprintf("%s %s", places[i%len(places)], kinds[i/len(places)%len(kinds)]))
		orgs = append(orgs, o.Approved(t, names[i]))
	}
	r := rand.New(rand.NewPCG(7, 11))
	now := o.Clock.Now()
	far := clock.Millis(clock.Forever)
	accredtest.Must(t, o.DB.Write(t.Context(), func(tx *db.Tx) error {
		for i := range n {
			c := citizen{n: i, person: fmt.Sprintf("per_crowd%06d", i), acc: fmt.Sprintf("acr_crowd%06d", i), org: orgs[i%50], employer: names[i%50], far: far}
			c.name = fmt.Sprintf("%s, %s %s", surname(r), forenames[r.IntN(len(forenames))], forenames[r.IntN(len(forenames))])
			c.role = roles[r.IntN(len(roles))]
			c.began = accredtest.Today.AddDays(-r.IntN(900) - 1)
			c.ends = accredtest.Today.AddDays(r.IntN(1000) + 1)
			c.waiting = accredtest.Today.AddDays(-r.IntN(130))
			c.stage = "granted"
			if x := r.IntN(100); x < 15 {
				c.stage = "vetting"
			} else if x < 16 {
				c.stage = "proposed"
			} else if x < 18 {
				c.stage = "suspended"
			} else if x < 24 {
				c.stage = "ended"
			}
			if err := c.write(tx, string(o.Force), string(o.City), clock.Millis(now)); err != nil {
				return err
			}
		}
		return nil
	}))
}

type citizen struct {
	n                              int
	person, acc, name, role, stage string
	org                            id.Org
	employer                       string
	began, ends, waiting           clock.Day
	far                            int64
}

func (c citizen) write(tx *db.Tx, force, area string, now int64) error {
	number, begins, until, due, what, ends := "", c.far, c.far, c.far, "", ""
	waiting := clock.NoDay
	switch c.stage {
	case "granted", "suspended":
		number, begins, until, ends = fmt.Sprintf("EM %04d", 4001+c.n), clock.Millis(c.began.Start()), clock.Millis(c.ends.End()), "expired"
		due, what = until, "period"
	case "vetting":
		waiting = c.waiting
	case "ended":
		number, ends = fmt.Sprintf("EM %04d", 4001+c.n), "left"
	}
	sortName := org.Fold(c.name)
	if _, err := tx.Exec(`INSERT INTO desk_line (force_id, person_id, accreditation_id, org_id, org_name, sort_org, name, sort_name, number, role_title, stage, begins_at, until_at, ends_as, due_at, due_what, waiting_day, area_text, powers, photo)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 2, '')`, force, c.person, c.acc, string(c.org), c.employer, org.Fold(c.employer), c.name, sortName, number, c.role, c.stage,
		begins, until, ends, due, what, waiting, "City of Aldermere"); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO desk_line_area (force_id, area_id, person_id) VALUES (?, ?, ?)`, force, area, c.person); err != nil {
		return err
	}
	for _, w := range alike.Words(c.name) {
		if _, err := tx.Exec(`INSERT INTO desk_word (force_id, word, person_id) VALUES (?, ?, ?)`, force, w, c.person); err != nil {
			return err
		}
	}
	if number == "" || c.stage == "ended" {
		return nil
	}
	for i, what := range []string{"period", "vetting", "training"} { // each ends by itself, on days of its own
		at := accredtest.Today.AddDays(1 + c.n*(7+4*i)%1095).End()
		if what == "period" {
			at = c.ends.End()
		}
		if _, err := tx.Exec(`INSERT INTO desk_lapse (force_id, person_id, what, at, powers) VALUES (?, ?, ?, ?, 'csas-fpn-litter')`, force, c.person, what, at); err != nil {
			return err
		}
	}
	for i, p := range []string{"csas-name-address-asb", "csas-fpn-litter", "csas-tobacco-u16"} {
		if c.n%(i+2) == 0 {
			continue
		}
		if _, err := tx.Exec(`INSERT INTO desk_line_power (force_id, power, person_id, until_at) VALUES (?, ?, ?, ?)`, force, p, c.person, until); err != nil {
			return err
		}
	}
	for v := range 3 { // what was known before, and what is known now
		superseded := c.far
		if v < 2 {
			superseded = now - int64(3-v)*1000
		}
		if _, err := tx.Exec(`INSERT INTO accreditation (force_id, id, version, from_at, until_at, known_at, superseded_at, entry_id, state, person_id, org_id, number, standing, begins_at, ends_at, powers)
			VALUES (?, ?, ?, ?, ?, ?, ?, 'ent_crowd', '{}', ?, ?, ?, 'in-force', ?, ?, ' csas-fpn-litter: ')`, force, c.acc, v+1, clock.Millis(c.began.Start()), c.far, now-10000, superseded,
			c.person, string(c.org), number, begins, until); err != nil {
			return err
		}
	}
	return nil
}

var (
	places    = []string{"Aldermere", "Fenbury", "Pellmouth", "Calderwick", "Merrowby", "Eskhaven", "Dunmarsh", "Otterhythe", "Kettlesea", "Inglewater"}
	kinds     = []string{"Borough Council", "Homes", "Hospitals NHS Trust", "Town Council", "Stewarding Ltd"}
	surnames  = []string{"Hartnoll", "Okafor", "Birtwell", "Pugh", "Lyle", "Askew", "Marsh", "Thorne", "Adeyemi", "Nair", "Sefton", "Quill", "Rudd", "Tansley"}
	forenames = []string{"Joel", "Tamsin", "Idris", "Priya", "Gareth", "Ruth", "Martin", "Joanne", "Kit", "Bea"}
	roles     = []string{"Community warden", "Park ranger", "Housing officer", "Hospital security officer", "Street ambassador"}
)

// surname is one of some 10,000, of which a seventh of all people bear one of fourteen.
func surname(r *rand.Rand) string {
	if r.IntN(7) == 0 {
		return surnames[r.IntN(len(surnames))]
	}
	return surnames[r.IntN(len(surnames))][:3] + endings[r.IntN(len(endings))] + endings[r.IntN(len(endings))] + endings[r.IntN(len(endings))]
}

var endings = []string{"ley", "ton", "ham", "er", "wick", "son", "field", "man", "a"}

const crowdSize = 10_000

func benchPage(b *testing.B, address string, cold bool) { benchOf(b, crowdSize, address, cold) }

func benchOf(b *testing.B, people int, address string, cold bool) {
	o := wire(b, dbtest.SQLite(b))
	o.crowd(b, people)
	r := httptest.NewRequest("GET", address, nil)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	if w.Code != 200 {
		b.Fatal(w.Code, w.Body.String())
	}
	b.ReportMetric(float64(w.Body.Len()), "bytes")
	b.ResetTimer()
	for b.Loop() {
		if cold { // nothing is remembered
			o.later()
		}
		o.handler.ServeHTTP(httptest.NewRecorder(), r)
	}
}

func BenchmarkPeoplePage(b *testing.B) { benchPage(b, "/people", false) }
func BenchmarkPeoplePageFiltered(b *testing.B) {
	benchPage(b, "/people?state=in-force&power=csas-fpn-litter&role=Park+ranger&sort=-due", false)
}
func BenchmarkPeoplePageText(b *testing.B)    { benchPage(b, "/people?q=okafor", false) }
func BenchmarkPeoplePageCold(b *testing.B)    { benchPage(b, "/people", true) }
func BenchmarkOrganisationsPage(b *testing.B) { benchPage(b, "/organisations", false) }
func BenchmarkStartPage(b *testing.B)         { benchPage(b, "/start", false) }
func BenchmarkStartPageCold(b *testing.B)     { benchPage(b, "/start", true) }
func BenchmarkDuePage(b *testing.B)           { benchPage(b, "/due", false) }
func BenchmarkDuePageCold(b *testing.B)       { benchPage(b, "/due", true) }
func BenchmarkPeopleAsAt(b *testing.B)        { benchPage(b, "/people?as_at=2026-11-18", false) }

// The search at 100,000 persons: as typed, which finds some; and a name spelt otherwise.
func BenchmarkSearch(b *testing.B)        { benchOf(b, 100_000, "/search?q=joel+quileyton", false) }
func BenchmarkMatchLetters(b *testing.B)  { benchOf(b, 100_000, "/search/matches?q=jo", false) }
func BenchmarkMatchNames(b *testing.B)    { benchOf(b, 100_000, "/search/matches?q=joel+qui", false) }
func BenchmarkMatchNumber(b *testing.B)   { benchOf(b, 100_000, "/search/matches?q=44", false) }
func BenchmarkSearchSimilar(b *testing.B) { benchOf(b, 100_000, "/search?q=joe+hartnel", false) }
