package law_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"watchword/internal/clock"
	"watchword/internal/law"
)

func TestEveryRowSaysWhatItRestsOn(t *testing.T) {
	t.Parallel()
	seen := map[law.PowerID]bool{}
	for _, p := range law.Powers() {
		if seen[p.ID] {
			t.Errorf("%s stands twice", p.ID)
		}
		seen[p.ID] = true
		for what, text := range map[string]string{"name": p.Name, "title": p.Title, "law": p.Law, "underlying": p.Underlying, "meaning": p.Meaning, "whom": p.Whom, "where": p.Where, "age": p.Age, "refused": p.Refused, "not allowed": p.NotAllowed} {
			if text == "" {
				t.Errorf("%s has no %s", p.ID, what)
			}
		}
		checkRow(t, string(p.ID), p.Periods, p.Sources)
		for _, c := range p.Certain {
			if c.Sure == 0 {
				t.Errorf("%s: %s has no confidence", p.ID, c.About)
			}
		}
		for i, h := range p.History {
			if h.Sure == 0 || law.Source(h.Source) == "" || i > 0 && h.On < p.History[i-1].On && h.In&p.History[i-1].In == h.In && h.In == law.EnglandAndWales {
				t.Errorf("%s: history %+v", p.ID, h)
			}
		}
		for _, u := range p.Turns {
			if u.Source == "" {
				t.Errorf("%s: %v has no section", p.ID, u.Fact)
			}
		}
		if len(p.Periods) == 0 && p.Authority != law.Nobody || len(p.History) == 0 || len(p.Certain) == 0 {
			t.Errorf("%s has no period, history or confidence", p.ID)
		}
	}
	for _, o := range law.Offences() {
		checkRow(t, string(o.ID), o.Periods, o.Sources)
		if o.Sure == 0 || o.Name == "" || o.CiteOn(clock.MustDay("2026-01-01")) == "" {
			t.Errorf("%s: %+v", o.ID, o)
		}
	}
	for _, b := range law.Bases() {
		checkRow(t, string(b.ID), b.Periods, b.Sources)
	}
	for _, x := range law.Transitions() {
		if x.Sure == 0 || len(x.Sources) == 0 {
			t.Errorf("%s says nothing of its source", x.What)
		}
		for _, id := range x.Powers {
			if _, ok := law.Find(id); !ok {
				t.Errorf("%s names %s", x.What, id)
			}
		}
	}
}

func checkRow(t *testing.T, id string, periods []law.Period, tags []string) {
	t.Helper()
	for _, p := range periods {
		if p.FromSure == 0 || p.In == 0 || p.By == "" || p.Until != clock.NoDay && (p.UntilSure == 0 || p.Until <= p.From || p.After != law.Spent && p.After != law.Repealed) {
			t.Errorf("%s: period %+v", id, p)
		}
	}
	if len(tags) == 0 {
		t.Errorf("%s has no source", id)
	}
	for _, tag := range tags {
		if law.Source(tag) == "" {
			t.Errorf("%s: source %s is not explained", id, tag)
		}
	}
}

func TestTheCatalogueIsComplete(t *testing.T) {
	t.Parallel()
	codes := strings.Fields("1(2)(a) 1(2)(aa) 1(2)(ab) 1(2)(ac) 1(2)(b) 1(2)(ba) 1(2)(c) 1(2)(d) 1A 2 3 3A 4 5 6 7 8 8A 8B 9 9ZA")
	var got []string
	for _, p := range law.Powers() {
		if p.Para != "" {
			got = append(got, p.Para)
		}
	}
	if !slices.Equal(got, codes) {
		t.Errorf("paragraphs %v", got)
	}
	if n := len(law.Offences()); n != 22+5 {
		t.Errorf("%d offences, want 27", n)
	}
	if n := len(law.Bases()); n != 4 {
		t.Errorf("%d bases", n)
	}
}

func TestHoldersOfAntisocialBehaviourPowersHoldParagraph3(t *testing.T) {
	t.Parallel()
	if got := law.Members(law.GroupASB); !slices.Equal(got, []law.PowerID{"csas-name-address-asb"}) {
		t.Errorf("Members(GroupASB) = %v", got)
	}
}

func TestPowersOn(t *testing.T) {
	t.Parallel()
	has := func(on string, in law.Territory, id law.PowerID) bool {
		return slices.ContainsFunc(law.PowersOn(clock.MustDay(on), in), func(p *law.Power) bool { return p.ID == id })
	}
	switch {
	case len(law.PowersOn(clock.MustDay("2002-12-01"), law.EnglandAndWales)) != 0:
		t.Error("a power before the scheme began")
	case !has("2026-12-31", law.England, "csas-tobacco-u16") || has("2027-01-01", law.England, "csas-tobacco-u16"):
		t.Error("tobacco does not end with 2026")
	case has("2026-12-31", law.Wales, "csas-pn-excluded") || !has("2026-12-31", law.England, "csas-pn-excluded"):
		t.Error("excluded pupils are England's alone")
	case has("2026-12-31", law.England, "none-dispersal"):
		t.Error("dispersal is offered")
	}
}

func TestCertaintyInTheWordsOfPages(t *testing.T) {
	t.Parallel()
	for id, want := range map[law.PowerID]string{
		"csas-name-address-asb": "Confirmed", "csas-fpn-litter": "Confirmed", "csas-fpn-dog-fouling": "Amount unconfirmed",
		"csas-alcohol-dppo": "Day unconfirmed", "csas-fpn-byelaw": "Not confirmed", "csas-abandoned-vehicle": "Not confirmed",
	} {
		if p, _ := law.Find(id); p.Certainty() != want {
			t.Errorf("%s: %s, want %s", id, p.Certainty(), want)
		}
	}
}

// ask is a penalty notice for disorder given on a day for an offence of a day.
func ask(given, committed string) *law.Question {
	at := clock.OnClock(clock.MustDay(given), 12, 0)
	open := law.Standing{State: law.Active, From: at.AddDate(-1, 0, 0), Until: clock.Forever}
	q := &law.Question{Power: "csas-pnd", Offence: "pnd-poa5", At: at, Territory: law.England, Accreditation: open, Employer: open, VettingUntil: clock.Forever,
		Grants:   []law.Grant{{Power: "csas-pnd", Offences: []law.OffenceID{"pnd-poa5"}}},
		Training: []law.Training{{Power: "csas-pnd", Until: clock.Forever}},
		Age:      law.Age{Years: 30, Basis: law.AgeStated}, OffenceOn: clock.MustDay(committed)}
	for _, f := range []law.Fact{law.Uniform, law.Badge, law.OnDuty, law.Employed, law.InForceArea, law.Belief, law.OffenceInArea} {
		q.Facts[f] = law.Yes
	}
	return q
}

func TestAbolitionSparesEarlierOffences(t *testing.T) {
	t.Parallel()
	after := law.Whole.Commence(law.AbolitionOfPND, clock.MustDay("2027-04-01"))
	for _, tt := range []struct {
		name, given, committed string
		want                   law.Answer
	}{
		{"the day before it begins", "2027-03-31", "2027-03-31", law.Allowed},
		{"the day it begins, for an offence of that day", "2027-04-01", "2027-04-01", law.Forbidden},
		{"the day it begins, for an offence of the day before", "2027-04-01", "2027-03-31", law.Allowed},
	} {
		if v := after.May(ask(tt.given, tt.committed)); v.Answer != tt.want {
			t.Errorf("%s: %v %v", tt.name, v.Answer, v.Reasons)
		}
	}
	if v := law.May(ask("2027-04-01", "2027-04-01")); v.Answer != law.Allowed {
		t.Errorf("without its commencement: %v %v", v.Answer, v.Reasons)
	}
	if r, ok := after.Grantable("csas-pnd", "", clock.MustDay("2027-04-01"), law.England); ok || r.Code != "power.repealed" {
		t.Errorf("abolished and grantable: %v", r)
	}
}

func TestCapOf500WaitsForItsDay(t *testing.T) {
	t.Parallel()
	later := law.Whole.Commence(law.CapOf500, clock.MustDay("2027-04-01"))
	q := &law.Question{Power: "la-pspo-fpn", At: clock.OnClock(clock.MustDay("2027-05-01"), 12, 0), Territory: law.England, CouncilID: "Aldermere",
		Councils: []law.Authorisation{{Section: "68", Council: "Aldermere"}}, Rate: law.Pounds(500), OffenceOn: clock.MustDay("2027-04-01")}
	for _, f := range []law.Fact{law.Belief, law.OrderInForce, law.OrderCovers, law.OrderBreached} {
		q.Facts[f] = law.Yes
	}
	if v := law.May(q); v.Answer != law.Forbidden || !v.Doubts.Has(law.DoubtCap) {
		t.Errorf("before its day is known: %v %v", v.Answer, v.Doubts.List())
	}
	if v := later.May(q); v.Answer != law.Allowed || v.Notice.Amount != law.Pounds(500) || v.Doubts.Has(law.DoubtCap) {
		t.Errorf("from its day: %v %v", v.Answer, v.Reasons)
	}
	q.OffenceOn = clock.MustDay("2027-03-31")
	if v := later.May(q); v.Answer != law.Forbidden {
		t.Errorf("for an offence of the day before: %v", v.Answer)
	}
}

func TestSecondWorkingDay(t *testing.T) {
	t.Parallel()
	holidays := []clock.Day{clock.MustDay("2026-12-28"), clock.MustDay("2027-01-01"), clock.MustDay("2027-03-29")}
	for _, tt := range []struct{ name, posted, want string }{
		{"Tuesday to Thursday", "2026-11-17", "2026-11-19"},
		{"Thursday to Monday", "2026-11-19", "2026-11-23"},
		{"Friday to Tuesday", "2026-11-20", "2026-11-24"},
		{"posted on a Sunday", "2026-11-22", "2026-11-24"},
		{"over Christmas", "2026-12-23", "2026-12-29"},
		{"over Good Friday and Easter Monday", "2027-03-25", "2027-03-31"},
	} {
		if got := law.SecondWorkingDay(clock.MustDay(tt.posted), holidays); got.String() != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
		}
	}
	if d := law.SecondWorkingDay(clock.MustDay("2030-04-17"), nil); d.String() != "2030-04-22" { // Good Friday was 19 April
		t.Errorf("Easter 2030: %v", d)
	}
}

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for p, want := range map[law.Pence]string{0: "£0", 10000: "£100", 9750: "£97.50", 5: "£0.05"} {
		if p.String() != want {
			t.Errorf("%d: %s", int(p), p)
		}
	}
}

func TestLawIsPure(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("go list is not at hand: ", err)
	}
	for _, dep := range strings.Fields(string(out)) {
		switch dep {
		case "fmt", "net", "net/http", "encoding/json", "database/sql", "os", "reflect":
			t.Errorf("law imports %s", dep)
		}
	}
	for _, dep := range strings.Fields(string(out)) {
		if strings.HasPrefix(dep, "watchword/") && dep != "watchword/internal/law" && dep != "watchword/internal/clock" {
			t.Errorf("law imports %s", dep)
		}
	}
}

func TestAnEmptyQuestionHasAnAnswer(t *testing.T) {
	t.Parallel()
	q := ask("2026-11-17", "2026-11-17")
	q.At = time.Time{}
	if v := law.May(q); v.Answer != law.OnlyIf {
		t.Errorf("without an instant: %v", v.Answer)
	}
	if v := law.May(&law.Question{}); v.Answer != law.Forbidden {
		t.Errorf("the empty question: %v", v.Answer)
	}
}

func TestPrice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		id   law.PowerID
		in   law.Territory
		rate law.Pence
		want law.Pence
	}{
		{"the council's rate", "csas-fpn-litter", law.England, 15000, 15000},
		{"none set", "csas-fpn-litter", law.England, 0, 10000},
		{"outside the range", "csas-fpn-graffiti", law.Wales, 20000, 7500},
		{"cycling has one price", "csas-fpn-cycling", law.England, 15000, 5000},
		{"a byelaw", "csas-fpn-byelaw", law.Wales, 0, 7500},
		{"no notice", "csas-stop-cycle", law.England, 0, 0},
	} {
		if got := law.Price(tt.id, clock.MustDay("2026-11-17"), tt.in, tt.rate); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
