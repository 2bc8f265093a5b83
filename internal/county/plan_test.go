package county

import (
	"crypto/sha256"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
	"watchword/internal/county/countyface"
)

// pictures is the day of the page pictures.
var pictures = clock.MustDay("2026-11-17")

// otherDays are days on which the county must be sound as well: either side of
// changes in the law, a leap day, a week-end, the ends of months.
var otherDays = []string{"2026-11-22", "2026-12-31", "2027-01-01", "2027-03-31", "2027-07-31", "2028-02-29", "2029-10-28"}

var plans sync.Map // of clock.Day to func() *Plan

// on is the county of that day, made once for all tests, which only read it.
func on(day clock.Day) *Plan {
	f, _ := plans.LoadOrStore(day, sync.OnceValue(func() *Plan { return Make(1, day) }))
	return f.(func() *Plan)()
}

func eachDay(t *testing.T, f func(t *testing.T, p *Plan)) {
	for _, day := range append([]string{pictures.String()}, otherDays...) {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			f(t, on(clock.MustDay(day)))
		})
	}
}

func TestSameDaySameCounty(t *testing.T) {
	t.Parallel()
	a, b := Make(1, pictures), on(pictures)
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
}

func TestEveryEventIsLawfulAndInOrder(t *testing.T) {
	t.Parallel()
	eachDay(t, func(t *testing.T, p *Plan) {
		n := 0
		replayTo(p, p.Today.Start(), func(format string, args ...any) {
			if n++; n <= 15 {
				t.Errorf(format, args...)
			}
		})
		if !slices.IsSortedFunc(p.Events, func(a, b Event) int { return a.At.Compare(b.At) }) || !p.Events[len(p.Events)-1].At.Before(p.Today.Start()) {
			t.Error("events are out of order, or lie in the future")
		}
	})
}

func TestTheCountsOfTheCounty(t *testing.T) {
	t.Parallel()
	eachDay(t, func(t *testing.T, p *Plan) {
		now := p.Today.Start().Add(10 * time.Hour)
		r := replayTo(p, now, func(string, ...any) {})
		in := r.accredited(now)
		orgs, asbOrgs, pndOrgs := map[string]bool{}, map[string]bool{}, map[string]bool{}
		asb, withPND, photo, empty := 0, 0, 0, 0
		for _, k := range in {
			s := r.people[k]
			orgs[s.org] = true
			ids := powersOf(s.powers)
			if slices.Contains(ids, nameASB) && s.trained[nameASB] >= p.Today {
				asb++
				asbOrgs[s.org] = true
			}
			if slices.Contains(ids, pnd) {
				withPND++
				pndOrgs[s.org] = true
			}
			if slices.Contains(ids, photograph) {
				photo++
			}
			if len(ids) == 0 {
				empty++
			}
		}
		got := map[string]int{"organisations": len(orgs), "persons": len(in), "with para 3": asb, "organisations with para 3": len(asbOrgs),
			"with notices for disorder": withPND, "organisations with them": len(pndOrgs), "with photographs": photo, "with no power": empty}
		want := map[string]int{"organisations": 53, "persons": 538, "with para 3": 350, "organisations with para 3": 40,
			"with notices for disorder": 146, "organisations with them": 17, "with photographs": 9, "with no power": 8}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		ago := p.Today.AddMonths(-1).End()
		if n := len(replayTo(p, ago, func(string, ...any) {}).accredited(ago.Add(-time.Minute))); n != 531 {
			t.Errorf("a month ago %d were in force, want 531", n)
		}
	})
}

func TestTheStandingOfEmployers(t *testing.T) {
	t.Parallel()
	eachDay(t, func(t *testing.T, p *Plan) {
		r := replayTo(p, p.Today.Start(), func(string, ...any) {})
		count := map[string]int{}
		groups := map[Group]int{}
		for _, o := range p.Organisations {
			s := r.orgs[o.Key]
			switch {
			case s.ended:
				count["withdrawn"]++
			case len(s.periods) == 0:
				count["applying"]++
			case s.suspended:
				count["suspended"]++
			case covers(s.periods, p.Today):
				count["in force"]++
				groups[o.Group]++
			default:
				count["lapsed"]++
			}
		}
		if d := cmp.Diff(map[string]int{"in force": 53, "suspended": 1, "applying": 6, "withdrawn": 3}, count); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(map[Group]int{Councils: 17, Housing: 8, Health: 5, Security: 10, Transport: 5, Other: 8}, groups); d != "" {
			t.Error(d)
		}
	})
}

func TestWaitingForVetting(t *testing.T) {
	t.Parallel()
	eachDay(t, func(t *testing.T, p *Plan) {
		r := replayTo(p, p.Today.Start(), func(string, ...any) {})
		var weeks [4]int
		longest := clock.Day(0)
		for _, s := range r.people {
			if s.inVetting == clock.NoDay || s.number != "" {
				continue
			}
			d := p.Today - s.inVetting
			weeks[min(3, (int(d)-1)/28)]++
			longest = max(longest, d)
		}
		if weeks != [4]int{31, 28, 22, 13} || longest != 19*7 {
			t.Errorf("waiting %v, longest %d days", weeks, longest)
		}
	})
}

func TestAccreditationsThatEnd(t *testing.T) {
	t.Parallel()
	eachDay(t, func(t *testing.T, p *Plan) {
		now := p.Today.Start().Add(10 * time.Hour)
		r := replayTo(p, now, func(string, ...any) {})
		y, mon, _ := p.Today.Date()
		var got [6]int
		for _, k := range r.accredited(now) {
			ps := r.people[k].periods
			ey, em, _ := ps[len(ps)-1].to.Date()
			if i := 12*(ey-y) + int(em-mon); i < 6 {
				got[i]++
			}
		}
		if got != [6]int{9, 21, 34, 18, 47, 16} {
			t.Errorf("ends by month: %v", got)
		}
	})
}

func TestNumbersAreNeverUsedAgain(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	seen := map[string]bool{}
	form := regexp.MustCompile(`^EM [0-9]{4}$`)
	last := ""
	for _, e := range p.Events {
		if g, ok := e.Act.(Granted); ok {
			if seen[g.Number] || !form.MatchString(g.Number) || g.Number <= last {
				t.Errorf("%s after %s", g.Number, last)
			}
			seen[g.Number], last = true, g.Number
		}
	}
	if last != "EM 4560" {
		t.Errorf("the last number is %s", last)
	}
}

func TestNamesAreDistinctAndNobodyWellKnown(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	seen := map[string]bool{}
	for _, q := range p.People {
		if seen[q.Name()] || notTogether[q.Name()] {
			t.Errorf("%s again, or well known", q.Name())
		}
		seen[q.Name()] = true
	}
	for _, o := range p.Organisations {
		for _, c := range o.Contacts {
			if seen[c.Name] || notTogether[c.Name] {
				t.Errorf("%s of %s again, or well known", c.Name, o.Name)
			}
			seen[c.Name] = true
		}
	}
	if len(p.People) < 700 {
		t.Errorf("%d people", len(p.People))
	}
}

func TestContactsCannotReachAnybody(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	phone := regexp.MustCompile(`^(07700 900|01632 960)[0-9]{3}$`)
	mails := map[string]bool{}
	check := func(mail, number string) {
		if !strings.HasSuffix(mail, ".example") || mails[mail] || number != "" && !phone.MatchString(number) {
			t.Errorf("%q %q", mail, number)
		}
		mails[mail] = true
	}
	for _, q := range p.People {
		check(q.Email, q.Phone)
	}
	for _, o := range p.Organisations {
		kinds := map[ContactKind]int{}
		for _, c := range o.Contacts {
			check(c.Email, c.Phone)
			kinds[c.Kind]++
		}
		if kinds[Signatory] != 1 || kinds[LiaisonOfficer] != 2 || kinds[Supervisor] < 1 || o.Liaison == "" || o.Uniform.Description == "" || o.Purpose == "" || o.Insurance.Policy == "" || len(o.Criteria) < 8 {
			t.Errorf("%s lacks somebody or something: %v", o.Name, kinds)
		}
	}
}

func TestEveryRoleHasAnAccount(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	seen, mails := map[AccountRole]int{}, map[string]bool{}
	for _, a := range p.Accounts {
		seen[a.Role]++
		if mails[a.Email] || a.Email == "" || a.Name == "" || a.Post == "" {
			t.Errorf("%+v", a)
		}
		mails[a.Email] = true
	}
	for _, r := range []AccountRole{SchemeManager, Delegate, VettingUnit, Trainer, EmployerSignatory, EmployerLiaison, EmployerSuper, AccreditedPerson, Neighbourhood, ControlRoom,
		SafetyManager, HousingOfficer, RestorativeHub, Standards, DataOfficer, Commissioner} {
		if seen[r] == 0 {
			t.Errorf("nobody is %s", r)
		}
	}
}

func TestRolesGiveReasons(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	for _, o := range p.Organisations {
		for _, r := range o.Roles {
			if r.Duties == "" || len(r.Areas) == 0 {
				t.Errorf("%s has no duties or no area", r.Key)
			}
			for _, rp := range r.Powers {
				if len(rp.Why) < 40 || strings.ContainsAny(rp.Why, "{}") || rp.Answer != Yes && rp.Because == "" || rp.Answer == Condition && rp.Condition == "" {
					t.Errorf("%s %s: %q %q", r.Key, rp.Power, rp.Why, rp.Because)
				}
			}
		}
	}
}

func TestTheHistoryHasEverything(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	from := pictures.AddMonths(-30).Start()
	count := map[string]int{}
	for _, e := range p.Events {
		if e.At.After(from) {
			count[reflect.TypeOf(e.Act).Name()]++
		}
	}
	for act, least := range map[string]int{
		"OrgApproved": 4, "OrgRenewed": 20, "OrgSuspended": 3, "OrgReinstated": 2, "OrgWithdrawn": 3, "OrgNoted": 150, "OrgApplied": 4, "OrgStage": 12,
		"Nominated": 300, "VettingSent": 400, "VettingDecided": 400, "Trained": 400, "Tested": 1000, "Granted": 300, "Declined": 4, "Renewed": 100, "Modified": 10,
		"Suspended": 6, "Reinstated": 3, "Withdrawn": 2, "Left": 120, "CardIssued": 400, "CardLost": 5, "CardStolen": 2, "CardReturned": 120, "CardDestroyed": 100,
	} {
		if count[act] < least {
			t.Errorf("%s: %d in two and a half years, want at least %d", act, count[act], least)
		}
	}
	names := map[string]bool{}
	for _, q := range p.People {
		names[q.Name()] = true
	}
	if len(names) < 800 {
		t.Errorf("%d names", len(names))
	}
}

func TestNoTwoPortraitsAreAlike(t *testing.T) {
	t.Parallel()
	people := on(pictures).People
	sums := make([][32]byte, len(people))
	var work sync.WaitGroup
	for w := range 4 {
		work.Go(func() {
			for i := w; i < len(people); i += 4 {
				sums[i] = sha256.Sum256(countyface.Draw(people[i].Portrait).Pix)
			}
		})
	}
	work.Wait()
	seen := map[[32]byte]string{}
	for i, sum := range sums {
		if other, twice := seen[sum]; twice {
			t.Errorf("%s and %s are drawn alike", people[i].Name(), other)
		}
		seen[sum] = people[i].Name()
	}
}
