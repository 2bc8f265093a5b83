package ledgerweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

// TestHostileQuestionsAreAnswered asks the ledger for what nobody would type, on both
// databases: it answers, and never by a mistake of ours.
func TestHostileQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBook(t, d)
		for _, value := range []string{"\x00", "\xff\xfe", "'; DROP TABLE ledger_entry; --", strings.Repeat("ä", 5000), "person/", "person/\x00", "/", "%", "_", "9223372036854775808", "-1", "<script>", "31/12/9999", "0/0/0", "../../etc"} {
			for _, name := range []string{"about", "act", "by", "outcome", "from", "to", "before", "nothing"} {
				p := b.get(t, "/ledger?%s", url.Values{name: {value}}.Encode())
				if p.Count("h1") != 1 || strings.Contains(p.Source(), "This is our mistake") {
					t.Errorf("%s=%.20q: %s", name, value, p.Text("h1"))
				}
			}
			if p := b.get(t, "/ledger/%s", url.PathEscape(value)); strings.Contains(p.Source(), "This is our mistake") {
				t.Errorf("/ledger/%.20q is our mistake", value)
			}
		}
		b.get(t, "/ledger/%s/proof", fmt.Sprint(b.grant+1_000_000)).Status(404)
	})
}
