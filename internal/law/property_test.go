package law_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"watchword/internal/clock"
	"watchword/internal/law"
	"watchword/internal/law/lawjson"
)

var (
	someDays   = []string{"2002-12-01", "2002-12-02", "2005-07-01", "2010-01-27", "2013-04-08", "2014-10-20", "2017-10-20", "2024-08-19", "2026-06-29", "2026-11-17", "2027-01-01", "2040-01-01"}
	someAreas  = []law.AreaCode{"MARKET", "HARBOUR", "ALDERMERE"}
	someCounty = []string{"Aldermere", "Calderwick"}
)

// instant is any instant near a change of the law.
func instant() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		day := clock.MustDay(rapid.SampledFrom(someDays).Draw(t, "day"))
		return day.Start().Add(time.Duration(rapid.IntRange(-2*86400, 2*86400).Draw(t, "seconds")) * time.Second)
	})
}

// mostly is good three times in four, and anything else otherwise, so that "may"
// is met often enough to say something about it.
func mostly[T any](t *rapid.T, label string, good T, other *rapid.Generator[T]) T {
	if rapid.IntRange(0, 3).Draw(t, label+" good") > 0 {
		return good
	}
	return other.Draw(t, label)
}

func subset[T any](from []T, most int) *rapid.Generator[[]T] {
	return rapid.SliceOfN(rapid.SampledFrom(from), 0, most)
}

func powerIDs() []law.PowerID {
	var ids []law.PowerID
	for _, p := range law.Powers() {
		ids = append(ids, p.ID)
	}
	return ids
}

func offenceIDs() []law.OffenceID {
	var ids []law.OffenceID
	for _, o := range law.Offences() {
		ids = append(ids, o.ID)
	}
	return ids
}

func grants(power law.PowerID) *rapid.Generator[[]law.Grant] {
	one := rapid.Custom(func(t *rapid.T) law.Grant {
		return law.Grant{
			Power:    mostly(t, "power", power, rapid.SampledFrom(powerIDs())),
			Offences: mostly(t, "offences", offenceIDs(), subset(offenceIDs(), 4)),
			Bases:    mostly(t, "bases", nil, subset([]law.BasisID{"basis-harm", "basis-begging"}, 2)),
			Areas:    mostly(t, "areas", nil, subset(someAreas, 2)),
			From:     mostly(t, "from", time.Time{}, instant()),
			Until:    mostly(t, "until", time.Time{}, instant()),
			State:    mostly(t, "state", law.Active, rapid.Custom(func(t *rapid.T) law.State { return law.State(rapid.IntRange(0, 5).Draw(t, "state")) })),
			Conditions: mostly(t, "conditions", nil, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) law.Condition {
				return law.Condition{Text: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "text"), Met: law.Tri(rapid.IntRange(0, 2).Draw(t, "met"))}
			}), 1, 3)),
		}
	})
	return rapid.SliceOfN(one, 0, 4)
}

// question is any question, leaning towards what the law allows.
func question(t *rapid.T) *law.Question {
	q := &law.Question{
		Power:     rapid.SampledFrom(powerIDs()).Draw(t, "power"),
		Offence:   mostly(t, "offence", "pnd-poa5", rapid.SampledFrom(offenceIDs())),
		Basis:     mostly(t, "basis", "basis-harm", rapid.SampledFrom([]law.BasisID{"basis-begging", "basis-fixed-penalty", "basis-byelaw", "", "none"})),
		ForNotice: mostly(t, "notice", "csas-fpn-litter", rapid.SampledFrom(powerIDs())),
		At:        instant().Draw(t, "at"),
		Territory: mostly(t, "territory", law.England, rapid.Custom(func(t *rapid.T) law.Territory { return law.Territory(rapid.IntRange(0, 7).Draw(t, "territory")) })),
		Place:     mostly(t, "place", someAreas, subset(someAreas, 2)),
		Age:       law.Age{Years: rapid.IntRange(-1, 30).Draw(t, "years"), Basis: law.AgeBasis(rapid.IntRange(0, 3).Draw(t, "age basis"))},
		Limb:      law.Limb(rapid.IntRange(0, 4).Draw(t, "limb")),
		NoticeBy:  mostly(t, "by", law.BySelf, rapid.Just(law.ByUnknown)),
		Acting:    mostly(t, "acting", law.CouncilOfficer, rapid.Just(law.Contractor)),
		CouncilID: "Aldermere", Rate: law.Pence(rapid.IntRange(-1, 60000).Draw(t, "rate")), Earlier: []law.Earlier{},
	}
	q.Grants = grants(q.Power).Draw(t, "grants")
	open := law.Standing{State: law.Active, From: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), Until: clock.Forever}
	standing := rapid.Custom(func(t *rapid.T) law.Standing {
		return law.Standing{State: law.State(rapid.IntRange(0, 5).Draw(t, "state")), From: instant().Draw(t, "from"), Until: instant().Draw(t, "until")}
	})
	q.Accreditation, q.Employer = mostly(t, "accreditation", open, standing), mostly(t, "employer", open, standing)
	q.VettingUntil = mostly(t, "vetting", clock.Forever, instant())
	q.Training = []law.Training{{Power: q.Power, Until: mostly(t, "trained until", clock.Forever, instant())}}
	for range rapid.IntRange(0, 3).Draw(t, "councils") {
		q.Councils = append(q.Councils, law.Authorisation{Section: rapid.SampledFrom([]string{"53", "63", "68"}).Draw(t, "section"),
			Council: rapid.SampledFrom(someCounty).Draw(t, "council"), Until: mostly(t, "council until", time.Time{}, instant())})
	}
	q.OffenceOn = clock.DayOf(q.At).AddDays(-rapid.IntRange(-1, 30).Draw(t, "days ago"))
	bad := rapid.IntRange(0, 4).Draw(t, "facts amiss")
	for f := law.NoFact + 1; f < law.Facts; f++ {
		q.Facts[f] = f.Info().Want
	}
	for range bad {
		q.Facts[rapid.IntRange(1, int(law.Facts)-1).Draw(t, "fact")] = law.Tri(rapid.IntRange(0, 2).Draw(t, "tri"))
	}
	return q
}

// held reports whether some grant of the power is in force at the instant and, if
// it has areas and the power stops at them, reaches the place.
func held(q *law.Question, p *law.Power) bool {
	return slices.ContainsFunc(q.Grants, func(g law.Grant) bool {
		inArea := p.AnyArea || len(g.Areas) == 0 || slices.ContainsFunc(g.Areas, func(a law.AreaCode) bool { return slices.Contains(q.Place, a) })
		return g.Power == p.ID && g.State <= law.Active && !q.At.Before(g.From) && (g.Until.IsZero() || q.At.Before(g.Until)) && inArea
	})
}

func within(s law.Standing, at time.Time) bool {
	return s.State == law.Active && !s.From.IsZero() && !at.Before(s.From) && at.Before(s.Until)
}

func TestNeverMayWithoutAuthority(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := question(t)
		if v := law.May(q); v.Answer == law.Allowed {
			if wrong := unauthorised(q, &v); wrong != "" {
				t.Fatal(wrong)
			}
		}
	})
}

// TestNeverMayWithoutAuthorityIsAsked asks what never changes, so that the property is
// known to meet questions answered by may, of powers given in either way.
func TestNeverMayWithoutAuthorityIsAsked(t *testing.T) {
	t.Parallel()
	questions := rapid.Custom(question)
	allowed := map[law.Authority]int{}
	for seed := range 2000 {
		q := questions.Example(seed)
		v := law.May(q)
		if v.Answer != law.Allowed {
			continue
		}
		if wrong := unauthorised(q, &v); wrong != "" {
			t.Fatalf("%s: %+v", wrong, q)
		}
		p, _ := law.Find(q.Power)
		allowed[p.Authority]++
	}
	if allowed[law.Accreditation] == 0 || allowed[law.Council] == 0 {
		t.Errorf("answered by may: %v; the property says nothing of the others", allowed)
	}
}

// unauthorised is what is wrong with an answer of may to the question, or nothing.
func unauthorised(q *law.Question, v *law.Verdict) string {
	p, _ := law.Find(q.Power)
	if p.Authority == law.Nobody || len(v.Reasons) != 0 {
		return fmt.Sprintf("may: %v %v", p.ID, v.Reasons)
	}
	if p.Authority == law.Accreditation {
		switch {
		case !held(q, p):
			return "may without a grant, outside its period or outside its area"
		case !within(q.Accreditation, q.At) || !within(q.Employer, q.At) || !q.At.Before(q.VettingUntil):
			return "may outside the accreditation, the arrangements or the vetting"
		case q.Facts[law.Uniform] != law.Yes || q.Facts[law.Badge] != law.Yes || q.Facts[law.OnDuty] != law.Yes:
			return "may without uniform, badge or duty"
		case q.Facts[law.InForceArea] != law.Yes && !p.AnyArea:
			return "may outside the force area"
		}
	} else if !slices.ContainsFunc(q.Councils, func(a law.Authorisation) bool { return a.Council == q.CouncilID }) {
		return "may without the council's authority"
	}
	if rule := p.AgeOn(clock.DayOf(q.At)); rule != nil && (q.Age.Years < int(rule.Min) || rule.Max > 0 && q.Age.Years > int(rule.Max)) {
		return fmt.Sprintf("may at %d, which is outside the age limit", q.Age.Years)
	}
	if s := p.StatusOn(clock.DayOf(q.At), q.Territory); s != law.InForce {
		return fmt.Sprintf("may while %v", s)
	}
	return ""
}

func TestTheFiveAreNeverGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := question(t)
		q.Power, q.Offence = "csas-pnd", rapid.SampledFrom([]law.OffenceID{"pnd-theft", "pnd-litter", "pnd-criminal-damage", "pnd-drunk-highway", "pnd-drunk-disorderly"}).Draw(t, "offence")
		if v := law.May(q); v.Answer != law.Forbidden {
			t.Fatalf("%v: %v", q.Offence, v.Answer)
		}
	})
}

func TestLessNeverTurnsMayNotIntoMay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := question(t)
		before := law.May(q).Answer
		less := *q
		known := false // what is taken away may have been known to be wrong
		switch rapid.IntRange(0, 6).Draw(t, "less") {
		case 0: // a condition more, on every grant
			less.Grants = slices.Clone(q.Grants)
			for i := range less.Grants {
				less.Grants[i].Conditions = append(slices.Clone(less.Grants[i].Conditions), law.Condition{Text: "c", Met: law.Tri(rapid.IntRange(0, 2).Draw(t, "met"))})
			}
		case 1: // a good fact is not known, or is known to be otherwise
			f := law.Fact(rapid.IntRange(1, int(law.Facts)-1).Draw(t, "fact"))
			if f == law.FlyPosting || q.Facts[f] != f.Info().Want {
				return
			}
			less.Facts[f] = []law.Tri{law.Unknown, 3 - f.Info().Want}[rapid.IntRange(0, 1).Draw(t, "how")]
		case 2: // a grant less
			if len(q.Grants) == 0 {
				return
			}
			less.Grants = slices.Delete(slices.Clone(q.Grants), 0, 1)
		case 3: // training not known, or none
			known = true
			less.Training = [][]law.Training{nil, {}}[rapid.IntRange(0, 1).Draw(t, "how")]
		case 4: // a council's authorisation less
			less.Councils = nil
		case 5: // vetting not known
			known = true
			less.VettingUntil = time.Time{}
		case 6:
			less.Accreditation.State = law.State(rapid.IntRange(2, 4).Draw(t, "state"))
		}
		if after := law.May(&less).Answer; after < before && (!known || after == law.Allowed) {
			t.Fatalf("%v became %v", before, after)
		}
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := question(t)
		other := *q
		other.Grants = rapid.Permutation(q.Grants).Draw(t, "grants")
		for i := range other.Grants {
			g := &other.Grants[i]
			if len(g.Conditions) > 1 {
				g.Conditions = rapid.Permutation(g.Conditions).Draw(t, "conditions")
			}
			if len(g.Areas) > 1 {
				g.Areas = rapid.Permutation(g.Areas).Draw(t, "areas")
			}
		}
		if len(q.Place) > 0 {
			other.Place = rapid.Permutation(q.Place).Draw(t, "place")
		}
		if len(q.Councils) > 0 {
			other.Councils = rapid.Permutation(q.Councils).Draw(t, "councils")
		}
		if diff := cmp.Diff(law.May(q), law.May(&other)); diff != "" {
			t.Fatalf("the order of the facts changed the answer:\n%s", diff)
		}
	})
}

func TestReasonsAndAnswerAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := law.May(question(t))
		want := law.Allowed
		for _, r := range v.Reasons {
			if r.Code == "" || r.Text == "" {
				t.Fatalf("a reason without words: %+v", r)
			}
			if r.Bars {
				want = law.Forbidden
			} else if want == law.Allowed {
				want = law.OnlyIf
			}
		}
		if v.Answer != want {
			t.Fatalf("%v with %v", v.Answer, v.Reasons)
		}
		if v.Answer == law.Forbidden && v.Notice != (law.Notice{}) {
			t.Fatal("a notice that may not be given has an amount")
		}
	})
}

func TestMayAllocatesNothingWhenItSaysMay(t *testing.T) {
	for _, c := range readCases(t) {
		if c.answer != "may" {
			continue
		}
		q := c.question(t)
		if n := testing.AllocsPerRun(20, func() { law.May(q) }); n != 0 {
			t.Errorf("%s: %s: %v allocations", c.file, c.name, n)
		}
	}
}

// FuzzMay holds that any line that can be read has an answer.
func FuzzMay(f *testing.F) {
	f.Add([]byte(`{"power":"csas-fpn-litter","at":"2026-11-17T10:42:00Z","council_rate_pence":1}`))
	f.Add([]byte(`{"power":"csas-pn-truancy","at":"9999-12-31","served":"first_class_post","territory":"wales","earlier_notices":[{}]}`))
	f.Add([]byte(`{"power":"csas-name-address","at":"0001-01-01","grants":[{"power":"csas-name-address","conditions":[{"text":""}]}]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		q, _, err := lawjson.Question(line)
		if err != nil {
			return
		}
		for _, p := range law.Powers() {
			q.Power = p.ID
			if v := law.May(q); v.Answer == law.Allowed && len(q.Grants) == 0 && p.Authority != law.Council {
				t.Fatalf("%s: may without a grant", p.ID)
			}
		}
	})
}

func FuzzParseCode(f *testing.F) {
	for _, s := range []string{"1(2)(aa)", "para 8b", "1a", "1A", "sch 5 para 3", "\u00a0", "((("} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := law.ParseCode(s)
		if _, ok := law.Find(id); ok != (err == nil) {
			t.Fatalf("ParseCode(%q) = %q, %v", s, id, err)
		}
	})
}

func BenchmarkMay(b *testing.B) {
	asked := map[string][]*law.Question{}
	for _, c := range readCases(b) {
		asked[c.answer] = append(asked[c.answer], c.question(b))
	}
	for _, answer := range []string{"may", "may if", "may not"} {
		b.Run(answer, func(b *testing.B) {
			b.ReportAllocs()
			for i := range b.N {
				law.May(asked[answer][i%len(asked[answer])])
			}
		})
	}
}
