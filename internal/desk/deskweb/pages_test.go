package deskweb_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

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

// TestPagesInBrowser looks at every page at both widths. With WATCHWORD_SCREENS it
// leaves pictures in that folder.
func TestPagesInBrowser(t *testing.T) {
	o := lively(t, dbtest.SQLite(t))
	for _, name := range []string{"Ending within a month", "Suspended at Quaymouth Homes"} {
		_, err := o.board.SaveFilter(t.Context(), o.Manager, "people", name, "due=30")
		accredtest.Must(t, err)
	}
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
		{"organisations", "/organisations", o.Manager}, {"search", "/search?q=Aldermere", o.Manager}, {"search-none", "/search?q=zzz", o.of(authz.Liaison)}, {"search-similar", "/search?q=hartnel", o.Manager}, {"filters", "/filters", o.Manager},
		{"filters-none", "/filters", o.Delegate}, {"filter-save", "/filters/save?list=people&query=due%3D30", o.Manager},
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
	o.actor = o.Manager
	typesIntoTheSearchBox(t, p, server.URL, "/people/"+string(o.joel))
}

// typesIntoTheSearchBox uses the search box by keyboard, as one does who reads its states out.
func typesIntoTheSearchBox(t *testing.T, p *browser.Page, server, joel string) {
	t.Helper()
	state := func() string {
		return browser.Eval[string](p, `(() => { const e = document.querySelector("#search"), on = document.getElementById(e.getAttribute("aria-activedescendant"));
			return [e.getAttribute("role"), e.getAttribute("aria-expanded"), on && on.getAttribute("aria-selected") === "true" ? on.textContent : "", document.querySelector(".ww-search [role=status]").textContent].join("|") })()`)
	}
	until := func(want string) {
		t.Helper()
		for range 100 {
			if state() == want {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Fatalf("the search box is %q, want %q", state(), want)
	}
	const one = "Hartnoll, Joel EM 4001, Aldermere City Council"
	for _, width := range []int{1280, 390} {
		p.Width(width)
		p.Go(server + "/people")
		p.Fill("#search", "joel")
		until("combobox|true||1 match")
		p.Axe()
		if p.Scrolls() {
			t.Errorf("with matches it scrolls sideways at %d", width)
		}
		if dir := os.Getenv("WATCHWORD_SCREENS"); dir != "" {
			p.Press(kb.ArrowDown)
			p.Save(filepath.Join(dir, fmt.Sprintf("search-matches-%d.png", width)))
			p.Press(kb.ArrowUp)
		}
	}
	p.Press(kb.ArrowDown)
	until("combobox|true|" + one + "|1 match")
	p.Press(kb.ArrowDown)
	until("combobox|true||1 match")
	p.Press(kb.Escape)
	until("combobox|false||1 match")
	if got := browser.Eval[string](p, `document.querySelector("#search").value`); got != "joel" {
		t.Errorf("Escape leaves %q", got)
	}
	p.Fill("#search", "zzz")
	until("combobox|false||No matches. Press Enter to search.")
	p.Fill("#search", "4001")
	until("combobox|true||1 match")
	p.Press(kb.ArrowUp)
	until("combobox|true|" + one + "|1 match")
	p.Press("\r")
	for range 100 {
		if strings.HasSuffix(p.URL(), joel) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("Enter leads to %s", p.URL())
}
