package card_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/card/cardtest"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
)

// contents is the words of every entry of the ledger.
func contents(t *testing.T, w *cardtest.World) []string {
	t.Helper()
	all, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]string, error) {
		return db.All(tx, func(sc db.Scanner) (s string, err error) {
			var b []byte
			err = sc.Scan(&b)
			return string(b), err
		}, `SELECT content FROM ledger_entry WHERE force_id = ?`, string(w.Force))
	})
	accredtest.Must(t, err)
	return all
}

func TestTheLedgerNeverHoldsWhatCopiesACard(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		_, _, c := w.Held(t, o, "Joel", asb)
		token := w.Token(t, c)
		said := strings.Join(contents(t, w), "\n")
		for name, form := range map[string]string{"base64": base64.StdEncoding.EncodeToString(token), "base64 for addresses": base64.RawURLEncoding.EncodeToString(token),
			"hexadecimal": hex.EncodeToString(token), "bytes": string(token)} {
			if strings.Contains(said, form[:40]) {
				t.Errorf("the ledger holds the credential as %s", name)
			}
		}
		if !strings.Contains(said, w.Card(t, c).Code) || len(w.Card(t, c).Code) != 64 {
			t.Error("the ledger lacks its fingerprint")
		}
		w.Verify(t)
	})
}

func TestACredentialThatWasChangedIsFoundAndNotPrinted(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"another's": `UPDATE card_mark SET credential = (SELECT o.credential FROM card_mark AS o WHERE o.card_id <> card_mark.card_id)`,
		"cut short": `UPDATE card_mark SET credential = SUBSTR(credential, 1, 100)`,
		"removed":   `DELETE FROM card_mark`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := cardtest.New(t, dbtest.SQLite(t))
			o := w.Approved(t, "Aldermere City Council")
			_, _, c := w.Issued(t, o, "Joel", asb)
			w.Issued(t, o, "Ann", asb)
			w.Verify(t)
			accredtest.Must(t, w.DB.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(change)
				return err
			}))
			keys, err := w.Cards.Keys(t.Context(), w.Force)
			accredtest.Must(t, err)
			r, err := w.Ledger.Verify(t.Context(), w.Force, ledger.Check{Keys: keys, Origin: "watchword/eastmarch/ledger", Tables: w.Registers()})
			accredtest.Must(t, err)
			if !strings.Contains(r.Fault, "the credential kept for it is not the one that was signed") {
				t.Errorf("verify: %q", r.Fault)
			}
			if pdf, err := w.Cards.Print(t.Context(), w.Manager, []id.Card{c}, false); err == nil || bytes.HasPrefix(pdf, []byte("%PDF")) {
				t.Error("it is printed")
			}
		})
	}
}

func TestWhoMayHaveTheCredentialOfACard(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := cardtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, _, c := w.Held(t, o, "Joel", asb)
		other, _, _ := w.Held(t, o, "Ann", asb)
		for _, tt := range []struct {
			name string
			who  authz.Actor
			want fault.Kind // zero: may
		}{
			{"the holder", w.Holder(p), 0},
			{"the scheme office", w.Manager, 0},
			{"a colleague", w.Holder(other), fault.Forbidden},
			{"data protection, who read the ledger", authz.Actor{Force: w.Force, Account: "acc_1", Role: authz.DataProtection}, fault.Forbidden},
			{"another force", authz.Actor{Force: "for_other", Account: "acc_2", Role: authz.SchemeManager}, fault.NotFound},
		} {
			_, err := db.Find(t.Context(), w.DB, func(tx *db.Tx) ([]byte, error) { return w.Cards.Credential(tx, tt.who, c) })
			if tt.want == 0 && err != nil || tt.want != 0 && !fault.Is(err, tt.want) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
	})
}
