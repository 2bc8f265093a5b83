package deskweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

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

// TestSearchBoxOffersWhatIsTypedSoFar types a little at a time, as several roles.
func TestSearchBoxOffersWhatIsTypedSoFar(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		const joel = `{"text":"Hartnoll, Joel","beside":"EM 4001, Aldermere City Council","href":"/people/`
		for _, typed := range []string{"joel", "hartn jo", "Jo, Hârtnoll", "EM 4001", "4001", "em400"} {
			o.get(o.Manager, "/search/matches?q="+url.QueryEscape(typed)).Status(200).Says(joel + string(o.joel))
		}
		o.get(o.Manager, "/search/matches?q=alderm").Says(`{"text":"Aldermere City Council"`, `{"text":"Aldermere","beside":"Policing district"`)
		for _, typed := range []string{"", "j", "zzz", "joel zzz", "9", "EM 9", "a b c d e f g h", "%", "__"} {
			if got := o.get(o.Manager, "/search/matches?q="+url.QueryEscape(typed)).Status(200).Source(); got != "{\"matches\":[]}\n" {
				t.Errorf("%q offers %s", typed, got)
			}
		}
		o.get(o.of(authz.Signatory), "/search/matches?q=joel").Says(joel)
		for _, who := range []authz.Actor{o.of(authz.Commissioner), o.Stranger(t, authz.SchemeManager)} {
			if got := o.get(who, "/search/matches?q=joel").Status(200).Source(); strings.Contains(got, "Joel") {
				t.Errorf("the %s is offered %s", who.Role, got)
			}
		}
		o.get(o.of(authz.AccreditedPerson), "/search/matches?q=joel").Status(403)
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

// TestMoreThanWereCountedIsSaid searches for a name that more than a hundred bear.
func TestMoreThanWereCountedIsSaid(t *testing.T) {
	t.Parallel()
	o := lively(t, dbtest.SQLite(t))
	accredtest.Must(t, o.DB.Write(t.Context(), func(tx *db.Tx) error {
		for i := range 101 {
			c := citizen{n: i, person: fmt.Sprintf("per_crowd%06d", i), org: o.council, employer: "Aldermere City Council", name: fmt.Sprintf("Quill, Ann %d", i), role: "Community warden", stage: "vetting", far: clock.Millis(clock.Forever), waiting: accredtest.Today}
			if err := c.write(tx, string(o.Force), string(o.City), clock.Millis(o.Clock.Now())); err != nil {
				return err
			}
		}
		return nil
	}))
	p := o.get(o.Manager, "/search?q=quill").Status(200).Sound().Has("h2", "People more than 100").Has("a", "All of them, more than 100")
	if n := p.Count("tbody tr"); n != 10 {
		t.Errorf("%d are shown, want the first ten", n)
	}
	o.get(o.Manager, p.Link("All of them, more than 100")).Status(200).Has("strong", "101 persons")
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
