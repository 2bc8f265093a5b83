package accountweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/account"
	"watchword/internal/account/accounttest"
	"watchword/internal/authz"
	"watchword/internal/id"
	web "watchword/internal/web/browser"
	"watchword/internal/web/webtest"
)

func TestMain(m *testing.M) { web.Main(m) }

// manager is a browser in which somebody who manages accounts is signed in.
func manager(t *testing.T) *browser {
	t.Helper()
	w := newWorld(t, "")
	w.Add(t, "ines@example.org", "Ines Okafor", account.Post{Role: authz.SchemeManager})
	b := &browser{w: w}
	b.signIn(t, "ines@example.org")
	return b
}

func (b *browser) page(t *testing.T, method, path string, form url.Values, status int) *webtest.Page {
	t.Helper()
	out := b.do(method, path, form)
	p := webtest.Read(t, out.Result()).Status(status)
	if status != http.StatusSeeOther {
		p.Sound()
	}
	return p
}

func TestNoIdentityIsTypedOrShown(t *testing.T) {
	t.Parallel()
	b := manager(t)
	b.w.Add(t, "joel@example.org", "Joel Hartnoll", account.Post{Role: authz.AccreditedPerson, Org: "org_ferry", Person: "per_joel"})
	gone := b.w.Add(t, "sam@example.org", "Sam Pugh", account.Post{Role: authz.AccreditedPerson, Org: "org_other", Person: "per_gone"}, account.Post{Role: authz.HubManager, Areas: []id.Area{"are_gone"}})
	list := b.page(t, "GET", "/accounts", nil, 200).Has("td", "Accredited person Ferry Lane Council").Has("th", "joel@example.org")
	one := b.page(t, "GET", "/accounts/"+string(gone), nil, 200).Says("A person you may not see, an organisation you may not see", "An area that is no more")
	for name, p := range map[string]*webtest.Page{"the list": list, "one account": one} {
		for _, prefix := range []string{"per_", "org_", "are_"} {
			for _, seen := range append(append(p.All("td"), p.All("th")...), p.All("p")...) {
				if strings.Contains(seen, prefix) {
					t.Errorf("%s shows %q", name, seen)
				}
			}
		}
	}
	for _, path := range []string{"/accounts/add", "/accounts/add?role=accredited-person", "/accounts/add?role=liaison", "/accounts/add?role=hub-manager", "/accounts/" + string(gone) + "/roles?role=accredited-person&find=Bea"} {
		p := b.page(t, "GET", path, nil, 200)
		for _, hint := range append(p.All(".govuk-hint"), p.All("label")...) {
			if strings.Contains(hint, "dentity") || strings.Contains(hint, "per_") {
				t.Errorf("%s asks for an identity: %q", path, hint)
			}
		}
	}
}

func TestAnAccreditedPersonsAccountIsMadeFromTheRegister(t *testing.T) {
	t.Parallel()
	b := manager(t)
	const at = "/accounts/add?role=accredited-person"
	b.page(t, "GET", at, nil, 200).Has("label", "Person in the register").Lacks("[name=person]").Lacks("[name=email]")
	b.page(t, "GET", at+"&find=", nil, 422).Has(".govuk-error-message", "Enter a name or an AP number")
	b.page(t, "GET", at+"&find=nobody", nil, 422).Has(".govuk-error-message", "Nobody in the register has the name or number “nobody”")
	two := b.page(t, "GET", at+"&find=hartnoll", nil, 200).Has("label", "Joel Hartnoll").Has(".govuk-hint", "EM 4002, Park ranger, Ferry Lane Council").Lacks("p", "There are more who fit")
	if got := two.Form("form[method=post]"); got.Get("person") != "" || got.Get("role") != "accredited-person" {
		t.Errorf("of two nobody is chosen yet: %v", got)
	}
	b.page(t, "GET", at+"&find=e", nil, 200).Has("p", "There are more who fit")
	one := b.page(t, "GET", at+"&find=4001", nil, 200).Form("form[method=post]")
	if one.Get("person") != "per_joel" || one.Get("email") != "joel@example.org" || one.Has("name") {
		t.Errorf("the one found: %v", one)
	}
	without := url.Values{"role": {"accredited-person"}, "find": {"hartnoll"}, "email": {"x@example.org"}}
	b.page(t, "POST", "/accounts/add", without, 422).Has(".govuk-error-message", "Choose the person whose account this is").Has("label", "Ann Hartnoll")
	b.page(t, "POST", "/accounts/add", url.Values{"role": {"accredited-person"}, "person": {"per_forged"}, "email": {"x@example.org"}}, 422).Has(".govuk-error-message", "Choose the person")
	b.page(t, "POST", "/accounts/add", one, 200).Has("h1", "Joel Hartnoll").Says("An invitation for Joel Hartnoll").Has("td", "Joel Hartnoll, Ferry Lane Council")
	b.page(t, "POST", "/accounts/add", one, 409).Says("There is an account with this e-mail address already.")
}

func TestARoleIsGivenInTwoSteps(t *testing.T) {
	t.Parallel()
	b := manager(t)
	lee := "/accounts/" + string(b.w.Add(t, "lee@example.org", "Lee Fenn", account.Post{Role: authz.Trainer}))
	at := b.page(t, "GET", lee, nil, 200).Link("Give another role")
	b.page(t, "GET", at, nil, 200).Has("h1", "Give Lee Fenn another role").Has("label", "Liaison officer")
	b.page(t, "GET", at+"?role=", nil, 422).Has(".govuk-error-message", "Choose a role")
	b.page(t, "GET", at+"?role=made-up", nil, 422).Has(".govuk-error-message", "Choose a role")
	b.page(t, "GET", at+"?role=liaison", nil, 200).Has("option", "Ferry Lane Council").Lacks("[name=areas]").Lacks("[name=name]").Lacks("[name=email]")
	b.page(t, "POST", at, url.Values{"role": {"liaison"}}, 422).Has(".govuk-error-message", "Choose the organisation this role is for").Has("option", "Ferry Lane Council")
	b.page(t, "POST", at, url.Values{"role": {"liaison"}, "org": {"org_ferry"}}, 303)
	b.page(t, "POST", at, url.Values{"role": {"accredited-person"}, "person": {"per_bea"}}, 303)
	b.page(t, "GET", lee, nil, 200).Has("tr", "Liaison officer Ferry Lane Council").Has("tr", "Accredited person Bea Nair, Ferry Lane Council")
	b.page(t, "GET", "/accounts/acc_none/roles", nil, 404)
}

func TestAFormThatIsRefusedComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	b := manager(t)
	lee := "/accounts/" + string(b.w.Add(t, "lee@example.org", "Lee Fenn", account.Post{Role: authz.Trainer})) + "/roles"
	long := strings.Repeat("ŵ", 121)
	for _, tt := range []struct {
		name, path string
		typed      url.Values
		field      string // that is told to be wrong
		lost       string // that the step has not: those that are derived
	}{
		{"a name that is too long", "/accounts/add", url.Values{"role": {"trainer"}, "name": {long}, "email": {"x@example.org"}}, "name", ""},
		{"no name", "/accounts/add", url.Values{"role": {"trainer"}, "name": {""}, "email": {"x@example.org"}}, "name", ""},
		{"an address that is none, beside an organisation", "/accounts/add", url.Values{"role": {"liaison"}, "name": {"Mo"}, "email": {"x"}, "org": {"org_ferry"}}, "email", ""},
		{"an address that is too long, beside areas", "/accounts/add", url.Values{"role": {"hub-manager"}, "name": {"Mo"}, "email": {strings.Repeat("x", 300)}, "areas": {"are_north"}}, "email", ""},
		{"no role", "/accounts/add", url.Values{"role": {""}, "name": {"Mo"}, "email": {"x@example.org"}}, "role", ""},
		{"a role that is none", "/accounts/add", url.Values{"role": {"king"}, "name": {"Mo"}, "email": {"x@example.org"}, "org": {"org_ferry"}}, "role", "role"},
		{"no person of two", "/accounts/add", url.Values{"role": {"accredited-person"}, "find": {"hartnoll"}, "email": {"x@example.org"}}, "person", ""},
		{"a person and no address", "/accounts/add", url.Values{"role": {"accredited-person"}, "find": {"hartnoll"}, "person": {"per_ann"}, "email": {""}}, "email", ""},
		{"a person who is not there", "/accounts/add", url.Values{"role": {"accredited-person"}, "person": {"per_none"}, "email": {"x@example.org"}}, "find", "person"},
		{"areas with one that is not there, for another role", lee, url.Values{"role": {"hub-manager"}, "areas": {"are_north", "nonsense"}}, "areas", "areas"},
		{"no organisation for another role", lee, url.Values{"role": {"liaison"}, "org": {""}}, "org", ""},
	} {
		p := b.page(t, "POST", tt.path, tt.typed, 422)
		p.Has(".govuk-error-summary a[href=#"+tt.field+"]", "")
		step := "form[method=post]"
		if tt.field == "role" || tt.field == "find" {
			step = "form[action=" + tt.path + "]"
		}
		shown := p.Form(step)
		for field, want := range tt.typed {
			if field != tt.lost && strings.Join(shown[field], " ") != strings.Join(want, " ") {
				t.Errorf("%s: %s comes back as %q, was typed as %q", tt.name, field, shown[field], want)
			}
		}
	}
	p := b.page(t, "GET", "/accounts/add?role=trainer&name=Mo&email=x%40example.org", nil, 200).Form("form[method=post]")
	if p.Get("name") != "Mo" || p.Get("email") != "x@example.org" {
		t.Errorf("what was kept through the choice of a role is there in the next step: %v", p)
	}
}

func TestAccountsInABrowser(t *testing.T) {
	t.Parallel()
	b := manager(t)
	lee := "/accounts/" + string(b.w.Add(t, "frances.selwood-featherstone@commissioner.eastmarch.example", "Frances Selwood-Featherstone", account.Post{Role: authz.Trainer}, account.Post{Role: authz.Liaison, Org: "org_ferry"}))
	s := b.w.serve(t)
	p := web.Window(t, 1280)
	p.Go(s + "/sign-in")
	p.Fill("#email", "ines@example.org")
	p.Fill("#passphrase", accounttest.Passphrase)
	p.PressAndGo("\r")
	for _, width := range []int{1280, 390, 320} {
		p.Width(width)
		for _, path := range []string{"/accounts", "/accounts?q=frances&standing=active", "/accounts/add", "/accounts/add?role=accredited-person&find=hartnoll", "/accounts/add?role=hub-manager", lee, lee + "/roles", "/account"} {
			p.Go(s + path)
			if p.Scrolls() {
				t.Errorf("%s scrolls sideways at %d", path, width)
			}
			p.Axe()
		}
	}
	p.Width(1280)
	p.Go(s + "/accounts")
	if lines := web.Eval[int](p, `Math.max(...[...document.querySelectorAll("tbody th a")].map(a => a.getClientRects().length))`); lines > 1 {
		t.Errorf("a name takes %d lines in a wide window", lines)
	}
}
