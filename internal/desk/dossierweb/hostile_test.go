package dossierweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/dossierweb"
	"watchword/internal/web/webtest"
)

// hostile is what nobody types, and what some will send.
var hostile = []string{"\x00", "\xff\xfe", "'; DROP TABLE person; --", strings.Repeat("ä", 9_000), "99999999999999999999", "<script>alert(1)</script>"}

// TestHostileValuesAreAnswered opens each address with hostile values and sends each form
// with every field hostile, as who may: what comes back is a page that says what is
// wrong, and never a mistake of ours.
func TestHostileValuesAreAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := peopled(t, d)
		fill := strings.NewReplacer("{org}", string(h.Org), "{person}", string(h.Asked), "{role}", string(h.Role), "{accreditation}", string(h.Accred))
		answered := func(p *webtest.Page, what string) {
			t.Helper()
			if h1 := p.Text("h1"); strings.Contains(p.Source(), "This is our mistake") || h1 == "" && p.Header("Location") == "" && p.Count("body") > 0 && strings.HasPrefix(p.Header("Content-Type"), "text/html") {
				t.Errorf("%s: %s", what, h1)
			}
		}
		for _, x := range dossierweb.Permissions() {
			who := h.Manager
			for _, role := range []authz.Role{authz.SchemeManager, authz.Delegate, authz.VettingUnit, authz.Trainer, authz.AccreditedPerson} {
				if who = h.of(role); who.Can(x.Permission) {
					break
				}
			}
			h.as(who)
			if strings.Contains(x.Pattern, "{letter}") || strings.Contains(x.Pattern, "{hash}") || strings.Contains(x.Pattern, "{team}") {
				continue
			}
			at := fill.Replace(x.Pattern)
			for _, value := range hostile {
				if x.Method == http.MethodGet {
					query := url.Values{}
					for _, name := range []string{"as_at", "as_known", "time", "page", "before", "sort", "version", "org", "power", "day", "area", "point", "offence", "basis", "done"} {
						query.Set(name, value)
					}
					answered(webtest.Get(t, h.handler, at+"?"+query.Encode()), x.Method+" "+x.Pattern)
					continue
				}
				form := url.Values{}
				for name := range h.get(at).Form("main form") {
					form.Set(name, value)
				}
				for _, name := range []string{"powers", "areas", "passes", "contacts[0].kind", "contacts[0].name", "more", "answer-1", "note-1", "answer", "why", "decision"} {
					form.Set(name, value)
				}
				answered(webtest.Post(t, h.handler, at, form), x.Method+" "+x.Pattern)
			}
		}
		h.Verify(t)
	})
}
