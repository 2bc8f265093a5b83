package deskweb_test

import (
	"net/url"
	"strings"
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/desk/deskweb"
)

// TestHostileQuestionsAreAnswered asks each list for what nobody would type, on both
// databases.
func TestHostileQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := lively(t, d)
		for _, door := range deskweb.Doors {
			_, path, _ := strings.Cut(door.Pattern, " ")
			for _, value := range []string{"\x00", "\xff\xfe", "'; DROP TABLE desk_line; --", strings.Repeat("ä", 5000), "-1", "99999999999999999999", "%", "<script>"} {
				query := url.Values{}
				for _, name := range []string{"q", "page", "waited", "org", "what", "day", "as_at", "as_known", "state", "power", "role", "area", "due", "sort", "kind", "group", "cursor", "team"} {
					query.Set(name, value)
				}
				if p := o.get(o.of(authz.SchemeManager), path+"?"+query.Encode()); strings.Contains(p.Source(), "This is our mistake") {
					t.Errorf("%s with %.20q is our mistake", path, value)
				}
				for name := range query {
					if p := o.get(o.of(authz.SchemeManager), path+"?"+url.Values{name: {value}}.Encode()); strings.Contains(p.Source(), "This is our mistake") {
						t.Errorf("%s?%s=%.20q is our mistake", path, name, value)
					}
				}
			}
		}
	})
}
