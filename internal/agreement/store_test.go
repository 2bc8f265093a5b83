package agreement_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/agreement"
	"watchword/internal/agreement/agreementtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
)

func TestVerifyFindsSignedTextsThatWereAlteredOrTakenAway(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := agreementtest.New(t, d)
		w.InForce(t, w.Approved(t, "Aldermere City Council"))
		found := func(text string) (wrong string) {
			t.Helper()
			accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error {
				if _, err := tx.Exec(text); err != nil {
					return err
				}
				var err error
				wrong, err = agreement.TextsFit(tx, w.Force)
				return err
			}))
			return wrong
		}
		for _, tt := range []struct{ name, text, want string }{
			{"nothing", `DELETE FROM agreement_text WHERE force_id = 'nobody'`, ""},
			{"words altered", `UPDATE agreement_text SET content = REPLACE(content, 'three months', 'nine months')`, "was altered: it no longer has that fingerprint"},
			{"words put back", `UPDATE agreement_text SET content = REPLACE(content, 'nine months', 'three months')`, ""},
			{"texts taken away", `DELETE FROM agreement_text`, "is missing"},
		} {
			if got := found(tt.text); !strings.Contains(got, tt.want) || tt.want == "" && got != "" {
				t.Errorf("%s: found %q, want something about %q", tt.name, got, tt.want)
			}
		}
	})
}
