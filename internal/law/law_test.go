package law_test

import (
	"testing"

	"watchword/internal/clock"
	"watchword/internal/law"
)

func TestParseCodeReadsWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want law.PowerID
		err  error
	}{
		{"1(2)(a)", "csas-fpn-cycling", nil},
		{"1(2)(AA)", "csas-pnd", nil},
		{"1 2 aa", "csas-pnd", nil},
		{"para 8b", "csas-traffic-control", nil},
		{"Para. 8B", "csas-traffic-control", nil},
		{"Sch 5 para 3A", "csas-name-address-traffic", nil},
		{" 9za ", "csas-photograph", nil},
		{"p3", "csas-name-address-asb", nil},
		{"CSAS-PND", "csas-pnd", nil},
		{"1(2)(b)", "csas-fpn-dog-fouling", nil},
		{"4", "csas-alcohol-dppo", nil},
		{"seize tobacco", "csas-tobacco-u16", nil},
		{"Take alcohol from young people", "csas-alcohol-u18", nil},
		{"1A", "csas-fpn-byelaw", nil},
		{"para 1A", "csas-fpn-byelaw", nil},
		{"1a", "", law.ErrAmbiguous},
		{"para 1a", "", law.ErrAmbiguous},
		{"99Z", "", law.ErrCode},
		{"", "", law.ErrCode},
		{"1/2", "", law.ErrCode},
		{"2;3", "", law.ErrCode},
		{"3,A", "", law.ErrCode},
		{"((((", "", law.ErrCode},
	} {
		got, err := law.ParseCode(tt.text)
		if got != tt.want || err != tt.err {
			t.Errorf("ParseCode(%q) = %q, %v; want %q, %v", tt.text, got, err, tt.want, tt.err)
		}
	}
}

func TestGrantable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		power   law.PowerID
		offence law.OffenceID
		on      string
		in      law.Territory
		want    string // reason code, empty for yes
	}{
		{"name and address today", "csas-name-address", "", "2026-11-22", law.England, ""},
		{"nothing before the scheme began", "csas-name-address", "", "2002-12-01", law.England, "power.not-yet"},
		{"on the day the scheme began", "csas-name-address", "", "2002-12-02", law.England, ""},
		{"tobacco on its last day", "csas-tobacco-u16", "", "2026-12-31", law.England, ""},
		{"tobacco the day after", "csas-tobacco-u16", "", "2027-01-01", law.Wales, "power.repealed"},
		{"designated places are spent", "csas-alcohol-dppo", "", "2017-10-20", law.England, "power.spent"},
		{"dog fouling ends earlier in England", "csas-fpn-dog-fouling", "", "2006-04-06", law.England, "power.repealed"},
		{"dog fouling goes on in Wales", "csas-fpn-dog-fouling", "", "2007-03-14", law.Wales, ""},
		{"abandoned vehicles in England only", "csas-abandoned-vehicle", "", "2026-11-22", law.Wales, "power.territory"},
		{"dispersal never", "none-dispersal", "", "2026-11-22", law.England, "power.never"},
		{"council authority is no accreditation", "la-pspo-fpn", "", "2026-11-22", law.England, "power.council"},
		{"an offence that may be given", "csas-pnd", "pnd-poa5", "2026-11-22", law.England, ""},
		{"theft never", "csas-pnd", "pnd-theft", "2026-11-22", law.England, "offence.never"},
		{"a spent offence", "csas-pnd", "pnd-alc-designated", "2026-11-22", law.England, "offence.spent"},
		{"an offence of under-18s alone", "csas-pnd", "pnd-alc-buy-by-u18", "2013-04-08", law.England, "offence.spent"},
		{"cannabis is switched off", "csas-pnd", "pnd-cannabis", "2026-11-22", law.England, "offence.off"},
		{"byelaws are switched off in England", "csas-fpn-byelaw", "", "2026-11-22", law.England, "power.off"},
		{"byelaws in Wales", "csas-fpn-byelaw", "", "2026-11-22", law.Wales, ""},
		{"byelaws in Wales before the text was read in force", "csas-fpn-byelaw", "", "2012-01-01", law.Wales, "power.unsure"},
		{"litter names no offence", "csas-fpn-litter", "pnd-poa5", "2026-11-22", law.England, "offence.other"},
		{"no such power", "csas-arrest", "", "2026-11-22", law.England, "power.none"},
		{"no such offence", "csas-pnd", "pnd-murder", "2026-11-22", law.England, "offence.none"},
	} {
		r, ok := law.Grantable(tt.power, tt.offence, clock.MustDay(tt.on), tt.in)
		if r.Code != tt.want || ok != (tt.want == "") {
			t.Errorf("%s: %v %q, want %q", tt.name, ok, r.Code, tt.want)
		}
	}
}

func TestTrafficControlNeedsParagraph3A(t *testing.T) {
	t.Parallel()
	if r := law.Clear([]law.PowerID{"csas-traffic-control"}); len(r) != 1 || r[0].Code != "power.needs" || r[0].Source != "Police Reform Act 2002, Schedule 5, paragraph 8B(5)" {
		t.Errorf("8B alone: %+v", r)
	}
	if r := law.Clear([]law.PowerID{"csas-traffic-control", "csas-name-address-traffic"}); r != nil {
		t.Errorf("8B with 3A: %+v", r)
	}
}

func TestAsksSayEachThingOnce(t *testing.T) {
	t.Parallel()
	held := []law.PowerID{"csas-fpn-litter", "csas-stop-cycle", "csas-name-address", "csas-fpn-cycling", "csas-name-address-asb", "csas-fpn-graffiti", "csas-alcohol-u18", "csas-tobacco-u16"}
	prices := map[law.PowerID]law.Pence{"csas-fpn-litter": 10000, "csas-fpn-graffiti": 10000, "csas-fpn-cycling": 5000}
	var got []string
	for _, a := range law.Asks(held, func(id law.PowerID) law.Pence { return prices[id] }) {
		got = append(got, a.String())
	}
	want := []string{
		"Your name and address, if they reasonably believe you have behaved antisocially, or have committed certain offences. Refusing, or giving false details, is an offence.",
		"To hand over alcohol, if you are under 18, have it for someone under 18, or are with someone under 18 who recently drank.",
		"To hand over cigarettes or tobacco, if you seem to be under 16 and are smoking in a public place. Vapes are not included.",
		"To stop your bicycle, if they believe you rode it on the pavement.",
		"A fixed penalty for litter (£100), graffiti or fly-posting (£100), or cycling on the pavement (£50).",
	}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %q, want %q", i, got[i], want[i])
		}
	}
}
