package card_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/ledger"
)

// TestVerifyFindsWhatWasTouchedBesideTheRegisters has each hand that touches what is kept
// beside the registers, one after the other, each put right again.
func TestVerifyFindsWhatWasTouchedBesideTheRegisters(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		w.Held(t, o, "Joel", asb)
		w.Held(t, o, "Ann", asb)
		w.Verify(t)
		for _, tt := range []struct{ name, text, want string }{
			{"a file’s content", `UPDATE blob SET content = (SELECT b.content FROM blob b ORDER BY b.hash LIMIT 1) WHERE hash = (SELECT MAX(hash) FROM blob)`, "was altered"},
			{"a file’s size", `UPDATE blob SET size = size + 1`, "its size says"},
			{"files deleted", `DELETE FROM blob`, "the photograph "},
			{"AP numbers deleted", `DELETE FROM ap_number`, "is missing from the numbers that are never used again (ap_number)"},
			{"an AP number of somebody else", `UPDATE ap_number SET person_id = 'per_9'`, "is missing from the numbers that are never used again (ap_number)"},
			{"an AP number never given", `INSERT INTO ap_number (force_id, number, person_id) SELECT force_id, 'EM 9999', person_id FROM ap_number LIMIT 1`, "AP number EM 9999 of per_"},
			{"an organisation’s number deleted", `DELETE FROM organisation_number`, "(organisation_number)"},
			{"an organisation’s number changed", `UPDATE organisation_number SET number = 'ORG-777'`, "(organisation_number)"},
			{"one never given", `INSERT INTO organisation_number (force_id, number, organisation_id) SELECT force_id, 'ORG-777', organisation_id FROM organisation_number`, "ORG-777 of org_"},
			{"a card’s place", `UPDATE card_mark SET place = place + 1 WHERE number LIKE '%4001%'`, "the place kept for it"},
			{"a card’s number", `UPDATE card_mark SET number = number || '9'`, "the number kept for it"},
			{"a card’s identity", `UPDATE card_mark SET cti = '0' || cti`, "the identity kept for it"},
			{"a mark of no card", `INSERT INTO card_mark (force_id, card_id, number, cti, list, place, credential) SELECT force_id, 'crd_9', '9', '9', 9, 9, credential FROM card_mark LIMIT 1`,
				"something marks crd_9"},
			{"places given out", `UPDATE status_list SET used = used - 1`, "says that 1 places were given out, but 2 cards stand in it"},
			{"a status list’s address", `UPDATE status_list SET base = 'https://elsewhere.example'`, "stands at https://elsewhere.example, but its cards name https://"},
			{"a status list deleted", `DELETE FROM status_list`, "status list 1, in which crd_"},
			{"a status list that none stands in", `INSERT INTO status_list (force_id, n, used, base) SELECT force_id, 2, 0, base FROM status_list WHERE n = 1;
				UPDATE status_list SET used = 1 WHERE n = 2`, "status list 2 says that 1 places"},
			{"keys deleted", `DELETE FROM signing_key WHERE purpose = 'card'`, "row signing_key/"},
			{"a key that signs longer", `UPDATE signing_key SET until_at = until_at + 1`, "row signing_key/"},
			{"a key for another purpose", `UPDATE signing_key SET purpose = 'status' WHERE purpose = 'card'`, "row signing_key/"},
			{"a key slipped in", `INSERT INTO signing_key (force_id, id, purpose, from_at, until_at, public) SELECT force_id, '00', purpose, from_at, until_at, public FROM signing_key WHERE purpose = 'card'`,
				"row signing_key/00 stands in the register, but no entry"},
		} {
			if got := touched(t, w, tt.text); !strings.Contains(got, tt.want) {
				t.Errorf("%s: found %q, want something about %q", tt.name, got, tt.want)
			}
		}
		w.Verify(t)
	})
}

// besides is what the hands of the test touch.
var besides = []string{"blob", "ap_number", "organisation_number", "card_mark", "status_list", "signing_key"}

// touched is what verify finds after the text was run on the database. Then every table is
// as it was.
func touched(t *testing.T, w *cardtest.World, text string) string {
	t.Helper()
	run := func(texts ...string) {
		t.Helper()
		accredtest.Must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error {
			for _, text := range texts {
				if _, err := tx.Exec(text); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for _, name := range besides {
		run(`CREATE TABLE kept_` + name + ` AS SELECT * FROM ` + name)
		defer run(`DELETE FROM `+name, `INSERT INTO `+name+` SELECT * FROM kept_`+name, `DROP TABLE kept_`+name)
	}
	keys, err := w.Cards.Keys(t.Context(), w.Force)
	accredtest.Must(t, err)
	run(strings.Split(text, ";")...)
	r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Keys: keys, Origin: "watchword/eastmarch/ledger", Tables: w.Registers(), Beside: w.Beside()})
	accredtest.Must(t, err)
	return r.Fault
}
