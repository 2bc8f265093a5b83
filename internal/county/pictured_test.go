package county

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"watchword/internal/clock"
)

func find(t *testing.T, p *Plan, name string) Person {
	t.Helper()
	i := slices.IndexFunc(p.People, func(q Person) bool { return q.Name() == name })
	if i < 0 {
		t.Fatalf("no %s", name)
	}
	return p.People[i]
}

// of are the texts of all events about a person: the day and what happened.
func of(p *Plan, person string) (out []string) {
	for _, e := range p.Events {
		day := clock.DayOf(e.At).String()
		switch a := e.Act.(type) {
		case Nominated:
			if a.Person == person {
				out = append(out, day+" nominated by "+a.By)
			}
		case Agreed:
			if a.Person == person {
				out = append(out, day+" agreed")
			}
		case VettingSent:
			if a.Person == person {
				out = append(out, day+" vetting sent")
			}
		case VettingDecided:
			if a.Person == person {
				out = append(out, day+" vetted to "+a.Until.String())
			}
		case Trained:
			if a.Person == person {
				out = append(out, day+" trained to "+a.Until.String()+" "+strings.Join(a.Passed, " "))
			}
		case Tested:
			if a.Person == person {
				out = append(out, day+" test "+a.Test+" by "+e.By)
			}
		case Granted:
			if a.Person == person {
				out = append(out, day+" "+a.Number+" "+a.From.String()+" to "+a.To.String()+" "+strings.Join(powersOf(a.Powers), " "))
			}
		case CardIssued:
			if a.Person == person {
				out = append(out, day+" card "+a.Card)
			}
		}
	}
	return out
}

func TestTamsinOkaforIsThePersonOfThePictures(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	q := find(t, p, "Tamsin Okafor")
	want := []string{
		"2023-10-31 trained to 2026-10-31 csas-traffic-control",
		"2023-12-11 trained to 2026-12-11 csas-stop-cycle csas-fpn-cycling",
		"2025-02-24 nominated by Helen Prowse",
		"2025-02-26 agreed",
		"2025-02-28 vetting sent",
		"2026-01-12 vetted to 2029-01-11",
		"2026-01-12 test b by vetting-decisions",
		"2026-01-14 trained to 2029-01-14 csas-name-address csas-name-address-asb csas-name-address-traffic csas-alcohol-u18 csas-tobacco-u16 csas-fpn-graffiti csas-fpn-litter",
		"2026-01-14 test d by carys-marsh",
		"2026-01-26 test c by ruth-adeyemi",
		"2026-02-03 EM 4417 2026-02-03 to 2029-02-02 csas-name-address csas-name-address-asb csas-name-address-traffic csas-alcohol-u18 csas-tobacco-u16 csas-stop-cycle csas-traffic-control csas-fpn-cycling csas-fpn-graffiti csas-fpn-litter",
		"2026-02-09 card 4417/1",
	}
	if d := cmp.Diff(want, of(p, q.Key)); d != "" {
		t.Error(d)
	}
	for _, e := range p.Events {
		if g, ok := e.Act.(Granted); ok && g.Person == q.Key {
			if e.At != time.Date(2026, 2, 3, 9, 12, 44, 0, time.UTC) || e.By != delegate || !slices.Equal(g.Powers[0].Bases, []string{basisPenalty, basisHarm, basisBegging}) || g.Areas[0] != "authority/aldermere" {
				t.Errorf("%v %+v", e.At, g)
			}
		}
	}
	if q.Employed != clock.MustDay("2023-09-04") || q.Supervisor != "Gareth Lyle" || q.Role != "aldermere-city-council/community-warden" {
		t.Errorf("%+v", q)
	}
}

func TestJoelHartnollWaitsForTheDelegate(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	q := find(t, p, "Joel Hartnoll")
	r := replayTo(p, p.Today.Start(), func(string, ...any) {})
	s := r.people[q.Key]
	if !s.sentUp || s.number != "" || len(s.trained) != 8 || q.Role != "aldermere-city-council/park-ranger" {
		t.Errorf("%+v", s)
	}
	waiting := 0
	for _, s := range r.people {
		if s.sentUp && !s.declined && s.number == "" {
			waiting++
		}
	}
	if waiting != 4 {
		t.Errorf("%d wait for the delegate", waiting)
	}
}

func TestAldermereIsTheCouncilOfThePictures(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	now := p.Today.Start().Add(10 * time.Hour)
	r := replayTo(p, now, func(string, ...any) {})
	roles, left, vetting := map[string]int{}, 0, 0
	for _, k := range r.accredited(now) {
		if s := r.people[k]; s.org == "aldermere-city-council" {
			roles[s.role]++
		}
	}
	for _, s := range r.people {
		if s.org == "aldermere-city-council" && s.ended {
			left++
		}
		if s.org == "aldermere-city-council" && s.number == "" && s.inVetting != clock.NoDay {
			vetting++
		}
	}
	if d := cmp.Diff(map[string]int{"aldermere-city-council/community-warden": 14, "aldermere-city-council/park-ranger": 6, "aldermere-city-council/housing-officer": 4}, roles); d != "" || left > 11 || left < 8 || vetting != 3 {
		t.Errorf("%s; %d left, %d in vetting", d, left, vetting)
	}
	o := p.Organisations[slices.IndexFunc(p.Organisations, func(o Organisation) bool { return o.Key == "aldermere-city-council" })]
	if o.Reference != "ORG-007" || o.Uniform.Approved != clock.MustDay("2024-02-02") || len(o.Roles) != 3 || o.Liaison != "martin-askew" {
		t.Errorf("%+v", o)
	}
	var names []string
	for _, c := range o.Contacts[:4] {
		names = append(names, c.Name)
	}
	if d := cmp.Diff([]string{"Helen Prowse", "Joanne Birtwell", "Idris Pugh", "Gareth Lyle"}, names); d != "" {
		t.Error(d)
	}
	refused := 0
	for _, role := range o.Roles {
		for _, rp := range role.Powers {
			if rp.Answer == Refusal {
				refused++
			}
		}
	}
	if refused != 3 {
		t.Errorf("%d refusals, the picture has 3", refused)
	}
}

func TestWhoMayActInAldermereAndHallowdene(t *testing.T) {
	t.Parallel()
	eachDay(t, func(t *testing.T, p *Plan) {
		now := p.Today.Start().Add(10 * time.Hour)
		r := replayTo(p, now, func(string, ...any) {})
		orgs, persons := map[string]bool{}, 0
		for _, k := range r.accredited(now) {
			s := r.people[k]
			areas := strings.Join(r.roles[s.role].Areas, " ")
			if strings.Contains(areas, "aldermere") {
				orgs[s.org] = true
				persons++
			}
			if strings.Contains(areas, key(unaccredited)) || strings.Contains(areas, "marsh-side") || strings.Contains(areas, "dock-road") {
				t.Errorf("somebody may act where nobody should: %s", s.role)
			}
		}
		if len(orgs) != 5 || persons != 57 {
			t.Errorf("in Aldermere %d organisations, %d persons; the picture has 5 and 57", len(orgs), persons)
		}
		areas := map[string]bool{}
		for _, a := range p.Areas {
			areas[a.Key] = true
		}
		for _, o := range p.Organisations {
			for _, a := range o.Areas {
				if !areas[a] {
					t.Errorf("%s acts in %s, which there is not", o.Key, a)
				}
			}
		}
	})
}

func TestOtherThingsOfTheStartPage(t *testing.T) {
	t.Parallel()
	p := on(pictures)
	now := p.Today.Start().Add(10 * time.Hour)
	r := replayTo(p, now, func(string, ...any) {})
	at := map[string]string{}
	vetting, brightline, merrowby := 0, 0, 0
	for _, k := range r.accredited(now) {
		s := r.people[k]
		at[s.number] = s.org
		switch {
		case s.org == "calderwick-borough-council" && s.vetted == clock.MustDay("2026-11-24"):
			vetting++
		case s.org == "brightline-stewarding-ltd":
			brightline++
		case s.org == "merrowby-homes":
			merrowby++
		}
	}
	if vetting != 3 || brightline != 9 || merrowby != 12 {
		t.Errorf("vetting %d, Brightline %d, Merrowby Homes %d", vetting, brightline, merrowby)
	}
	for number, org := range map[string]string{"EM 4302": "harbourside-security-ltd", "EM 4088": "merrowby-homes", "EM 4390": "aldermere-city-council", "EM 4519": "pellmouth-town-council", "EM 4417": "aldermere-city-council"} {
		if at[number] != org {
			t.Errorf("%s is with %q", number, at[number])
		}
	}
	if r.people[find(t, p, "Dev Malik").Key].number != "EM 4390" {
		t.Error("EM 4390 is not Dev Malik")
	}
	for _, o := range p.Organisations {
		if o.Key == "brightline-stewarding-ltd" && o.Insurance.Ends != clock.MustDay("2026-11-19") {
			t.Errorf("insurance ends %v", o.Insurance.Ends)
		}
		if s := r.orgs[o.Key]; o.Key == "merrowby-homes" && s.periods[len(s.periods)-1].to != clock.MustDay("2026-12-14") {
			t.Errorf("arrangements end %v", s.periods)
		}
	}
	kettlesea, lost := false, false
	for _, e := range p.Events {
		if n, ok := e.Act.(Nominated); ok && n.Reference == "2026-318" {
			kettlesea = n.Org == "kettlesea-bid" && r.people[n.Person].refused
		}
		if l, ok := e.Act.(CardLost); ok && r.people[l.Person].number == "EM 4519" {
			lost = r.people[l.Person].cards[l.Card] == "lost"
		}
	}
	if !kettlesea || !lost {
		t.Errorf("nominee 2026-318: %v, lost card: %v", kettlesea, lost)
	}
}
