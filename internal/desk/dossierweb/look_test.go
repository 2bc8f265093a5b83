package dossierweb_test

import (
	"net/http/httptest"
	"testing"

	"watchword/internal/authz"
)

// TestPagesInABrowser looks at every page at both widths and asks axe what is wrong.
func TestPagesInABrowser(t *testing.T) {
	h := lively(t)
	server := httptest.NewServer(h.handler)
	defer server.Close()
	h.as(h.Manager)
	look(t, server, map[string]string{
		"person": h.person(h.Person, ""), "person-past": h.person(h.Person, "?as_at=2024-12-20"), "person-proposed": h.person(h.Asked, ""),
		"person-history": h.person(h.Person, "/history"), "person-acts": h.person(h.Person, "/acts"),
		"orgadd": "/organisations/add", "orgcontacts": h.org("/contacts/change"), "orgarea": h.org("/area"), "orgrole": h.org("/roles/" + string(h.Role)), "personadd": "/people/add?org=" + string(h.Org), "training": h.person(h.Asked, "/training"), "org": h.org(""), "org-people": h.org("/people"), "org-powers": h.org("/powers"), "org-contacts": h.org("/contacts"), "org-history": h.org("/history"),
	})
	h.as(h.Delegate)
	look(t, server, map[string]string{"grant": h.person(h.Asked, "/decide"), "modify": h.person(h.Person, "/modify"), "ask": h.person(h.Person, "/ask?power=csas-traffic-control&day=17/11/2026&time=10:00&area="+string(h.City)+"&proper=yes"), "certificate": h.person(h.Person, "/certificate"), "letters": h.person(h.Person, "/letters"), "orgletters": h.org("/letters"), "orgapprove": h.org("/approve"), "orgsuspend": h.org("/suspend"), "suspend": h.person(h.Person, "/suspend"), "person-delegate": h.person(h.Asked, "")})
	h.as(h.of(authz.AccreditedPerson))
	look(t, server, map[string]string{"me": "/me"})
}
