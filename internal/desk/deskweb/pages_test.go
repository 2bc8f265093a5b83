package deskweb_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clockwork/icaltest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/deskweb"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/web/browser"
)

func TestEveryRoleHasItsStartPage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, role := range authz.Roles {
			who := o.of(role)
			p := o.get(who, "/start")
			if role == authz.AccreditedPerson {
				p.Status(303).Leads("/people/" + string(o.joel))
				continue
			}
			p.Status(200).Sound()
			want := "Start"
			if role == authz.Commissioner {
				want = "Figures"
			}
			p.Has("h1", want)
			for _, a := range p.All("nav[aria-label=Main] a") {
				if a == "" {
					t.Errorf("%s: an item without words", role)
				}
			}
			if !who.Can(authz.ReadPerson) {
				for _, href := range []string{"/people", "/due", "/vetting"} {
					if n := p.Count(`a[href="` + href + `"]`); n > 0 {
						t.Errorf("%s may not open %s, and the page leads there", role, href)
					}
				}
			}
		}
	})
}

func TestNavigationHoldsOnlyPagesThatExist(t *testing.T) {
	t.Parallel()
	who := authz.Actor{Role: authz.Signatory, Org: "org_1"}
	got := deskweb.Navigation(who, func(href string) bool { return href == "/start" || href == "/organisations/org_1" })
	if len(got) != 2 || got[1].Href != "/organisations/org_1" || got[1].Text != "Our organisation" {
		t.Errorf("%v", got)
	}
	own := deskweb.Navigation(authz.Actor{Role: authz.AccreditedPerson}, nil)
	if len(own) != 5 || own[0].Href != "/me" || own[1].Href != "/my-card" {
		t.Errorf("an accredited person goes between %v", own)
	}
}

func TestFiguresOpenListsThatSayTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, role := range []authz.Role{authz.SchemeManager, authz.Delegate, authz.Signatory, authz.Neighbourhood, authz.Trainer} {
			who := o.of(role)
			p := o.get(who, "/start")
			figures, links := p.All(".ww-start__first .ww-figure"), p.Count(".ww-start__first a")
			if len(figures) != 5 || links != 5 || p.Count(".govuk-details dt") != 5 {
				t.Fatalf("%s: %d figures, %d links, %d definitions", role, len(figures), links, p.Count(".govuk-details dt"))
			}
			for i, n := range figures {
				n, _, _ = strings.Cut(n, " ")
				text := p.All(".ww-figures a")[i]
				href := p.Link(text)
				if strings.HasPrefix(href, "/decide") { // told by its own kinds
					continue
				}
				list := o.get(who, href).Status(200)
				if strings.HasPrefix(href, "/vetting") {
					if got := list.Count("tbody tr") - 4; fmt.Sprint(got) != n {
						t.Errorf("%s: %s says %s, its list has %d", role, text, n, got)
					}
					continue
				}
				if got, _, _ := strings.Cut(list.Text(".ww-bar strong"), " "); got != n {
					t.Errorf("%s: %s says %s, its list says %s", role, text, n, got)
				}
			}
		}
	})
}

func TestQueuesHoldWhatTheRoleDecides(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, tt := range []struct {
			name        string
			who         authz.Actor
			has, hasNot []string
		}{
			{"the delegate decides accreditations, suspensions, applications and powers", o.Delegate,
				[]string{"Bea Hartnoll", "Reinstate or withdraw", "Hallowdene District Council", "Powers asked for: 1 of 7 still to decide"}, []string{"Cleo Hartnoll", "Ask for vetting"}},
			{"the manager puts people before the delegate", o.Manager, []string{"Cleo Hartnoll", "Application with the delegate: 6 still to decide"}, []string{"Bea Hartnoll", "Reinstate"}},
			{"the employer sees its own alone", o.of(authz.Signatory), nil, []string{"Cleo Hartnoll", "Hallowdene"}},
		} {
			p := o.get(tt.who, "/decide").Status(200).Sound()
			for _, s := range tt.has {
				p.Has("tbody", s)
			}
			for _, s := range tt.hasNot {
				p.Lacks("tbody", s)
			}
		}
		if href := o.get(o.Delegate, "/start").Link("four tests"); href != "/decide/"+string(o.asked) {
			t.Errorf("the accreditation leads to %s", href)
		}
		o.get(o.of(authz.ControlRoom), "/decide").Status(403)
		o.Clock.Advance(9 * 24 * 3600e9)
		o.get(o.Delegate, "/start").Has("tbody", "Decide today")
		o.Clock.Advance(3 * 24 * 3600e9)
		o.get(o.Delegate, "/start").Has("tbody", "2 days late")
	})
}

func TestVettingQueueTellsHowLong(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	p := o.get(o.Vetter, "/vetting").Status(200).Sound()
	if got := p.All("table.ww-table tbody tr"); len(got) != 4 || !strings.Contains(got[0], "Wait3") || !strings.Contains(got[0], "20 weeks") || !strings.Contains(got[3], "7 days") {
		t.Errorf("%q", got)
	}
	p.Lacks("h2", "To be renewed")
	accredtest.Must(t, o.Vettings.Request(t.Context(), o.Manager, o.joel, accredtest.Today))
	o.later()
	o.get(o.Vetter, "/vetting").Sound().Has("h2", "To be renewed 1").Has("tbody", "Hartnoll, Joel")
	o.get(o.Vetter, "/start").Has("tbody", "Joel Hartnoll: renew the clearance")
	over := o.get(o.Vetter, "/vetting?waited=over")
	if n := over.Count("table.ww-table tbody tr") - 1; n != 2 {
		t.Errorf("%d over the aim, want 2", n)
	}
	over.Has(".moj-filter-tags", "Over the aim of 8 weeks")
	for band, want := range map[string]int{"0-4": 1, "5-8": 1, "9-12": 1, "13-0": 1} {
		if n := o.get(o.Vetter, "/vetting?waited="+band).Count("table.ww-table tbody tr") - 1; n != want {
			t.Errorf("%s: %d, want %d", band, n, want)
		}
	}
	o.get(o.Vetter, "/vetting?q=zzz").Says("Nobody who waits fits these filters")
	o.get(o.of(authz.Trainer), "/vetting").Status(403)
}

func TestFallsDueSaysWhatHappensByItself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		p := o.get(o.Manager, "/start")
		p.Has(".ww-due li", "Vetting of 2 persons, Aldermere City Council").Has(".ww-due li", "In 5 days. Their accreditations stop by themselves").Has(".ww-due li", "Vetting of End2 Hartnoll")
		p.Lacks(".ww-due", "End3")
		group := o.get(o.Manager, p.Link("2 persons")).Status(200).Sound()
		group.Has("h1", "Vetting: 22 November 2026").Says("Vetting of 2 persons, Aldermere City Council. In 5 days.")
		if n := group.Count("tbody tr"); n != 2 {
			t.Errorf("the group has %d persons", n)
		}
		all := o.get(o.Manager, "/due").Status(200).Sound()
		all.Has(".ww-due li", "End3").Has("h2", "November 2026")
		o.get(o.Manager, "/due?what=training").Status(200).Sound().Says("Nothing falls due that fits these filters.").Has(".moj-filter-tags", "Training")
		o.get(o.Manager, "/due?days=7").Has(".ww-due li", "Vetting of 2 persons").Lacks(".ww-due", "End2").Has(".moj-filter-tags", "The next 7 days")
		o.get(o.Trainer, "/start").Says("Nothing falls due in the next 30 days.")
		o.get(o.of(authz.Liaison), "/due").Has(".ww-due li", "Vetting of 2 persons")
		stranger := o.of(authz.Signatory)
		stranger.Org = o.homes
		o.get(stranger, "/due").Says("Nothing falls due in the next 90 days.")
		if n := o.get(stranger, p.Link("2 persons")).Count("tbody tr"); n != 0 {
			t.Errorf("another employer sees %d", n)
		}
		for _, bad := range []string{"/due?org=x&what=vetting&day=2026-02-30", "/due?org=x&day=2026-02-03", "/due?org=x&what=vetting&day=2030-01-01"} {
			o.get(o.Manager, bad).Status(404)
		}
		cal := o.get(o.Manager, "/due.ics").Status(200)
		got, err := icaltest.Parse([]byte(cal.Source()))
		if err != nil || !slices.ContainsFunc(got.Events, func(e icaltest.Event) bool { return e.Summary == "Vetting of 2 persons, Aldermere City Council" }) || strings.Contains(cal.Source(), "Hartnoll") {
			t.Errorf("%v\n%s", err, cal.Source())
		}
		lines := strings.Split(strings.TrimSpace(o.get(o.Manager, "/due.csv?days=30").Status(200).Source()), "\r\n")
		if len(lines) != 4 || !strings.HasPrefix(lines[1], `2026-11-22,5,Vetting,"Vetting of End0 Hartnoll, Aldermere City Council","Hartnoll, End0",EM 40`) || !strings.HasSuffix(lines[1], ",yes") {
			t.Errorf("%q", lines)
		}
		o.get(o.of(authz.Commissioner), "/due.csv").Status(403)
	})
}

// TestWhoActsIsToldFirst holds that a start page shows what its reader sees to; what
// others see to is shown to those who see to nothing, and to whoever asks for it.
func TestWhoActsIsToldFirst(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	o.board.Sources = append(o.board.Sources, func(_ *db.Tx, who authz.Actor, _ diary.Window) ([]diary.Item, error) {
		return []diary.Item{{Key: "a", Kind: "law", Title: "A power ends", Link: "/powers", Due: accredtest.Today.AddDays(7), Others: who.Role != authz.Delegate}}, nil
	})
	o.get(o.Delegate, "/start").Has(".ww-due li", "A power ends").Lacks(".ww-due", "Vetting of").Lacks("h2", "for others")
	o.get(o.Delegate, "/due").Has(".ww-due li", "A power ends").Lacks(".ww-due", "Vetting of")
	o.get(o.Delegate, "/due?whose=all").Has(".ww-due li", "Vetting of 2 persons").Has(".moj-filter-tags", "You and others")
	control := o.of(authz.ControlRoom)
	o.get(control, "/start").Has(".ww-due li", "Vetting of 2 persons").Has("h2", "for others to see to")
	o.get(control, "/due").Sound().Has(".ww-due li", "Vetting of 2 persons").Says("None of it is yours to see to")
}

// TestEveryRoomIsHeard holds that what any room says waits, or falls due, stands on the
// start page, once, counted down, and on pages of the list that do not grow.
func TestEveryRoomIsHeard(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	o.board.Sources = []diary.Source{func(_ *db.Tx, who authz.Actor, w diary.Window) ([]diary.Item, error) {
		items := []diary.Item{
			{Key: "a", Kind: "agreement-review", Title: "Review the protocol with Quaymouth", Link: "/agreements/agr_1", Due: accredtest.Today.AddDays(-3)},
			{Key: "b", Kind: "agreement-signature", Title: "Sign the protocol with Fenbury", Link: "/agreements/agr_2", Since: accredtest.Today.AddDays(-20).Start()},
			{Key: "c", Kind: "equipment", Title: "Answer about the radios", Link: "/radios", Since: accredtest.Today.AddDays(-30).Start(), Due: accredtest.Today.AddDays(2)},
		}
		for i := range 100 {
			items = append(items, diary.Item{Key: fmt.Sprint("d", i), Kind: "insurance", Title: fmt.Sprintf("Insurance of council %d ends", i), Link: fmt.Sprintf("/organisations/org_%d", i), Due: accredtest.Today.AddDays(1 + i/2)})
		}
		return items, nil
	}}
	o.later()
	p := o.get(o.Delegate, "/start").Sound()
	p.Has(".ww-due li", "Review the protocol with Quaymouth").Has(".ww-due li", "Overdue by 3 days").Has(".ww-due__day--late", "14").Has(".ww-due li", "Tomorrow").Lacks(".ww-due", "radios").Lacks(".ww-due", "Sign")
	p.Has("tbody tr", "Sign the protocol with Fenbury").Has("tbody tr", "Answer about the radios").Has("tbody tr", "Due in 2 days")
	if p.Count(".ww-due li") != 7 || p.Link("Sign the protocol") != "/agreements/agr_2" {
		t.Errorf("%d lines, %s", p.Count(".ww-due li"), p.Link("Sign the protocol"))
	}
	first := o.get(o.Delegate, "/due").Sound()
	if n := first.Count(".ww-due li"); n != 40 {
		t.Errorf("%d on the first page", n)
	}
	first.Has("h2", "Overdue").Has(".ww-paging", "1 to 40 of 102 lines").Has("option", "Insurance (100)")
	if n := o.get(o.Delegate, "/due?page=3").Count(".ww-due li"); n != 22 {
		t.Errorf("%d on the last", n)
	}
	if n := o.get(o.Delegate, "/due?what=insurance&days=7").Count(".ww-due li"); n != 14 {
		t.Errorf("%d insurances end in a week", n)
	}
	if n := o.get(o.Trainer, "/start").Has("h2", "Waits for you 2").Count("tbody tr"); n < 2 {
		t.Errorf("who decides nothing else is told of %d", n)
	}
}

func TestPeopleListFilters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, tt := range []struct {
			query string
			want  int
		}{
			{"", 12}, {"q=joel", 1}, {"q=em+4001", 1}, {"q=%25", 0}, {"state=in-force", 5}, {"state=suspended", 1}, {"state=vetting", 4}, {"state=to-decide", 1}, {"state=waiting", 1},
			{"employer=" + string(o.homes), 2}, {"power=csas-fpn-litter", 1}, {"power=csas-name-address-asb", 5}, {"role=Community+warden", 12}, {"role=Nobody", 0},
			{"area=" + string(o.City), 12}, {"area=" + string(o.Quay), 0}, {"due=7", 2}, {"due=30", 3}, {"due=90&employer=" + string(o.council), 4},
		} {
			p := o.get(o.Manager, "/people?"+tt.query).Status(200)
			if n := p.Count("table.ww-table tbody tr"); n != tt.want {
				t.Errorf("%s: %d, want %d", tt.query, n, tt.want)
			}
			if tt.query != "" && p.Count(".moj-filter__tag") == 0 {
				t.Errorf("%s: no chip", tt.query)
			}
		}
		p := o.get(o.Manager, "/people?state=in-force&q=End&sort=-due").Status(200).Sound()
		if got := p.Link("In force"); got != "/people?q=End&sort=-due" {
			t.Errorf("without the state the list is at %s", got)
		}
		if got := p.Link("Clear filters"); got != "/people?sort=-due" {
			t.Errorf("without filters the list is at %s", got)
		}
		if rows := p.All("table.ww-table tbody tr"); !strings.Contains(rows[0], "End3") {
			t.Errorf("the last to fall due first: %q", rows)
		}
		if p.Value("State") != "In force" || p.Value("Name or AP number") != "End" {
			t.Error("the panel does not show what is chosen")
		}
		o.get(o.Manager, "/people?state=in-force&q=nobody").Says("Nobody you may see fits these filters. Remove a filter.")
	})
}

func TestStrangersSeeNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		other := id.New[id.Force]()
		o.AddForce(t, other, "Westmarch Police", "westmarch")
		employer := o.of(authz.Signatory)
		employer.Org = "org_nowhere"
		team := o.of(authz.Neighbourhood)
		team.Areas = []id.Area{o.Quay}
		for name, who := range map[string]authz.Actor{"another force": {Force: other, Account: "acc_x", Name: "Kit Moss", Role: authz.SchemeManager}, "another employer": employer, "a team of another area": team} {
			for _, address := range []string{"/start", "/decide", "/vetting", "/due", "/people", "/people?as_at=2026-11-18", "/search?q=Hartnoll", "/search?q=EM+4001", "/people.csv", "/due.ics", "/people?employer=" + string(o.council)} {
				p := o.get(who, address)
				if s := p.Source(); strings.Contains(s, "Hartnoll,") || strings.Contains(s, "Joel") || p.Header("Location") != "" {
					t.Errorf("%s sees a person at %s", name, address)
				}
			}
			if name != "a team of another area" { // who may read every organisation
				for _, address := range []string{"/start", "/organisations", "/organisations?as_at=2026-11-18", "/organisations.csv", "/search?q=Aldermere", "/people"} {
					if strings.Contains(o.get(who, address).Source(), "City Council") {
						t.Errorf("%s sees an organisation at %s", name, address)
					}
				}
			}
		}
		o.get(o.of(authz.Commissioner), "/people").Status(403)
		o.get(o.of(authz.Commissioner), "/people.csv").Status(403)
		o.get(o.of(authz.Commissioner), "/organisations").Status(200).Lacks("a[href]", "Hartnoll")
		o.get(o.of(authz.ControlRoom), "/organisations").Status(403)
		o.get(authz.Actor{}, "/people").Status(401)
	})
}

// TestLinksLeadWhereTheRoleMayGo holds that no list of people leads to what would be
// refused, and the click written down as a refusal.
func TestLinksLeadWhereTheRoleMayGo(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	for _, path := range []string{"/people", "/search?q=h"} {
		p := o.get(o.Acting(authz.ControlRoom), path).Status(200).Has("td", "Council")
		if strings.Contains(p.Source(), `href="/organisations/`) {
			t.Errorf("%s: the control room is led to an organisation", path)
		}
		if !strings.Contains(o.get(o.Manager, path).Status(200).Source(), `href="/organisations/`) {
			t.Errorf("%s: the scheme office is not led to an organisation", path)
		}
	}
}

func TestBadAddressesAreAnswered(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	for address, status := range map[string]int{
		"/people?sort=born": 422, "/people?state=gone": 422, "/people?page=-3": 200, "/people?page=999999999999": 303, "/people?page=x": 200, "/people?q=" + strings.Repeat("a", 4000): 422,
		"/people?q=%ff": 422, "/people?due=99": 200, "/people?due=999999999": 422, "/people?due=-1": 200, "/people?as_at=30/2/2026": 200, "/people?employer=%27%20OR%201%3D1": 422, "/people?employer=zzz": 422, "/people?power=zzz": 422, "/organisations?sort=x": 422, "/organisations?page=99": 200,
		"/organisations?area=nowhere": 200, "/organisations?as_at=zzz": 200, "/vetting?waited=zzz": 200, "/search?q=%00": 422, "/search?q=": 200, "/people.csv?sort=born": 422, "/people.csv?as_at=zzz": 422,
		"/due?days=99999": 422, "/due?days=x": 200, "/due?what=%27": 200, "/due?whose=zz": 200, "/due?page=-1": 200, "/due?page=99": 200, "/due?org=x&what=vetting&day=1900-01-01": 200, "/due.csv?what=%ff": 422,
	} {
		o.get(o.Manager, address).Status(status)
	}
	o.get(o.Manager, "/people?as_at=30/2/2026").Has(".govuk-error-message", "February 2026 has 28 days")
}

func TestListsOfPastDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		past := accredtest.Today.AddDays(-1).String()
		p := o.get(o.Manager, "/people?as_at="+past).Status(200).Sound()
		p.Says("Nobody you may see was in the register on this day.").Has(".ww-asat--past", "As it stood on 16 November 2026")
		o.Clock.Advance(400 * 24 * 3600e9)
		p = o.get(o.Manager, "/people?as_at="+accredtest.Today.String()+"&state=in-force").Status(200)
		if n := p.Count("table.ww-table tbody tr"); n != 5 {
			t.Errorf("%d were in force then", n)
		}
		if href := p.Link("Hartnoll, Joel"); !strings.Contains(href, "as_at=2026-11-17") {
			t.Errorf("the link leaves the day: %s", href)
		}
		if n := o.get(o.Manager, "/people?state=in-force").Count("table.ww-table tbody tr"); n != 1 {
			t.Errorf("%d are in force now, clearances have ended", n)
		}
		orgs := o.get(o.Manager, "/organisations?as_at="+accredtest.Today.String()).Status(200)
		orgs.Has("tbody tr", "Aldermere City Council").Lacks("a", "Add an organisation")
		if row := orgs.All("tbody tr")[0]; !strings.Contains(row, " 5 ") {
			t.Errorf("%q does not say 5 persons", row)
		}
	})
}

func TestOrganisationsListFilters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, tt := range []struct {
			query string
			want  int
		}{
			{"", 3}, {"q=quay", 1}, {"q=ORG-003", 1}, {"q=guildhall", 3}, {"state=in-force", 2}, {"state=applying", 1}, {"state=lapsed", 0}, {"kind=Council", 3}, {"kind=Health", 0},
			{"area=" + string(o.City), 3}, {"area=" + string(o.Quay), 0}, {"power=csas-fpn-litter", 2}, {"power=csas-stop-cycle", 0},
		} {
			if n := o.get(o.Manager, "/organisations?"+tt.query).Status(200).Count("table.ww-table tbody tr"); n != tt.want {
				t.Errorf("%s: %d, want %d", tt.query, n, tt.want)
			}
		}
		p := o.get(o.Manager, "/organisations?sort=people").Sound()
		row := p.All("tbody tr")[0]
		for _, s := range []string{"Aldermere City Council", "5", "4 in vetting"} {
			if !strings.Contains(row, s) {
				t.Errorf("%q does not say %s", row, s)
			}
		}
		o.get(o.Manager, "/organisations?state=ended").Says("No organisation matches. Remove a filter.")
		if n := o.get(o.of(authz.Signatory), "/organisations").Count("tbody tr"); n != 1 {
			t.Errorf("an employer sees %d organisations", n)
		}
	})
}

func TestSearchSaysWhatItSearched(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, typed := range []string{"EM 4001", "em4001", "4001", " Em  4001 "} {
			o.get(o.Manager, "/search?q="+url.QueryEscape(typed)).Status(303).Leads("/people/" + string(o.joel))
		}
		o.get(o.Manager, "/search?q=Joel+Hartnoll").Status(200).Sound().Has("tbody", "Hartnoll, Joel").Says("12 persons")
		o.get(o.Manager, "/search?q=Aldermere").Has("h2", "Organisations").Has("h2", "Places").Has("h3", "Aldermere")
		none := o.get(o.of(authz.Liaison), "/search?q=zzz").Status(200).Sound()
		none.Says("Nothing was found", "Searched: the names, AP numbers and employers of 10 persons", "You see the people of your own organisation.")
		o.get(o.of(authz.Commissioner), "/search?q=Hartnoll").Says("Your role does not see people.").Lacks("tbody", "Hartnoll")
		o.get(o.of(authz.AccreditedPerson), "/search?q=x").Status(403)
	})
}

// TestSearchFindsNamesSpeltInAnotherWay types names as people hear them, and as they are
// called.
func TestSearchFindsNamesSpeltInAnotherWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, typed := range []string{"Hartnel", "Harntoll joel", "joe hartnell"} {
			o.get(o.Manager, "/search?q="+url.QueryEscape(typed)).Status(200).Sound().Has("h2", "People with similar names").Has("tbody", "Hartnoll, Joel")
		}
		for _, typed := range []string{"joe hartn", "Hârtnoll, Joel", "Hartnoll Joel"} { // found as typed, and once
			o.get(o.Manager, "/search?q="+url.QueryEscape(typed)).Has("h2", "People").Has("tbody", "Hartnoll, Joel").Lacks("h2", "People with similar names")
		}
		o.get(o.Manager, "/search?q=Bill+Hartnoll").Says("Nothing was found") // each word must be like one
		o.get(o.of(authz.Commissioner), "/search?q=Hartnel").Lacks("tbody", "Hartnoll")
		o.get(o.of(authz.Signatory), "/search?q=Hartnel").Has("tbody", "Hartnoll, Joel")
		o.get(o.Stranger(t, authz.SchemeManager), "/search?q=Hartnel").Says("Nothing was found")
	})
}

// TestAFilterIsKeptForOneself saves the filter of a list, opens it, and removes it.
func TestAFilterIsKeptForOneself(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		o.get(o.Manager, "/filters").Status(200).Sound().Says("You keep no filters")
		o.get(o.Manager, "/people").Lacks("a", "Save this filter") // nothing is set
		o.get(o.Manager, "/people?state=in-force&due=30").Has("a", "Save this filter")
		form := url.Values{"list": {"people"}, "query": {"state=in-force&due=30&page=2&as_at=2026-11-01"}}
		o.get(o.Manager, "/filters/save?"+form.Encode()).Status(200).Sound().Has("h1", "Save this filter")
		o.post(o.Manager, "/filters/save", form).Status(422).Sound().Says("Enter a name for this filter")
		form.Set("name", "Ending  soon")
		o.post(o.Manager, "/filters/save", form).Status(303)
		o.get(o.Manager, "/people").Has("a", "Ending soon").Has(`a[href="/people?due=30&state=in-force"]`, "Ending soon")
		o.get(o.Manager, "/organisations").Lacks("a", "Ending soon")
		o.get(o.of(authz.Delegate), "/people").Lacks("a", "Ending soon") // nobody else sees it
		form.Set("name", "ending soon")
		o.post(o.Manager, "/filters/save", form).Status(422).Says("You have a filter of this name")
		kept := o.get(o.Manager, "/filters").Status(200).Sound().Attr("section form", "action")
		o.post(o.of(authz.Delegate), kept, nil).Status(404)
		o.post(o.Manager, kept, nil).Status(303).Leads("/filters?done=filter-removed")
		o.get(o.Manager, "/people").Lacks("a", "Ending soon")
	})
}

func TestCSVIsTheListAsFiltered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		p := o.get(o.Manager, "/people.csv?state=in-force").Status(200)
		lines := strings.Split(strings.TrimSpace(p.Source()), "\r\n")
		if len(lines) != 6 || !strings.HasPrefix(lines[0], "\ufeffName,AP number") || p.Header("Content-Disposition") != `attachment; filename="people-2026-11-17.csv"` {
			t.Errorf("%d lines: %q", len(lines), lines)
		}
		if got := o.get(o.Manager, "/people.csv?as_at=2026-11-17&state=in-force").Source(); strings.Count(got, "\r\n") != 6 {
			t.Errorf("%q", got)
		}
		if got := o.get(o.Manager, "/organisations.csv").Source(); strings.Count(got, "\r\n") != 4 || !strings.Contains(got, "Aldermere City Council,District council,In force") {
			t.Errorf("%q", got)
		}
		evil := o.Council(t, "=HYPERLINK(1)")
		_ = evil
		if got := o.get(o.Manager, "/organisations.csv").Source(); !strings.Contains(got, ",'=HYPERLINK") {
			t.Errorf("%q", got)
		}
	})
}

// TestPagesInBrowser looks at every page at both widths. With WATCHWORD_SCREENS it
// leaves pictures in that folder.
func TestPagesInBrowser(t *testing.T) {
	o := lively(t, dbtest.SQLite(t))
	server := httptest.NewServer(o.handler)
	defer server.Close()
	p := browser.Window(t, 1280)
	for _, x := range []struct {
		name, address string
		who           authz.Actor
	}{
		{"start", "/start", o.Manager}, {"start-delegate", "/start", o.Delegate}, {"start-vetting", "/start", o.Vetter}, {"start-employer", "/start", o.of(authz.Signatory)},
		{"start-figures", "/start", o.of(authz.Commissioner)}, {"start-control", "/start", o.of(authz.ControlRoom)}, {"decide", "/decide", o.Delegate}, {"vetting", "/vetting?waited=over", o.Vetter}, {"due", "/due", o.Manager},
		{"people", "/people?state=in-force&sort=due", o.Manager}, {"people-past", "/people?as_at=2026-11-10", o.Manager}, {"people-none", "/people?q=zzz", o.Manager},
		{"organisations", "/organisations", o.Manager}, {"search", "/search?q=Aldermere", o.Manager}, {"search-none", "/search?q=zzz", o.of(authz.Liaison)},
	} {
		o.actor = x.who
		for _, width := range []int{1280, 390, 320} {
			p.Width(width)
			p.Go(server.URL + x.address)
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", x.name, width)
			}
			if width == 320 {
				continue
			}
			p.Axe()
			if dir := os.Getenv("WATCHWORD_SCREENS"); dir != "" {
				p.Save(filepath.Join(dir, fmt.Sprintf("%s-%d.png", x.name, width)))
			}
		}
	}
}
