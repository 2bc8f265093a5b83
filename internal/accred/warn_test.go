package accred_test

import (
	"strings"
	"testing"

	"watchword/internal/accred"
	"watchword/internal/accred/accredtest"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/law"
	"watchword/internal/ledger"
)

func TestAComingLapseIsWrittenToPersonAndEmployer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		o := w.Approved(t, "Aldermere City Council")
		p, a := w.Accredited(t, o, "Joel", "csas-fpn-litter", "csas-name-address-asb")
		system := authz.ByItself(w.Force)
		warn := func() (ok bool) {
			_, err := w.Ledger.Do(t.Context(), system, "accreditation.warn", nil, func(tx *db.Tx, e *ledger.Draft) (err error) {
				_, ok, err = w.Accreds.WarnIn(tx, e, accred.Warning{Person: p, Due: clock.MustDay("2027-03-03"), Sentence: "Your training counts to 3 March 2027.", Powers: []law.PowerID{"csas-fpn-litter"}})
				return err
			})
			accredtest.Must(t, err)
			return ok
		}
		if !warn() {
			t.Fatal("the person is not written to")
		}
		read := func(who authz.Actor) accred.Letter {
			all, err := db.Find(t.Context(), d, func(tx *db.Tx) ([]accred.Letter, error) { return w.Accreds.LettersOf(tx, who, p) })
			accredtest.Must(t, err)
			for _, l := range all {
				if l.Kind == "accreditation.warn" {
					return l
				}
			}
			return accred.Letter{}
		}
		own, copied := read(authz.Actor{Force: w.Force, Role: authz.AccreditedPerson, Org: o, Person: p}), read(authz.Actor{Force: w.Force, Role: authz.Signatory, Org: o})
		if own.Subject != "Your accreditation: something ends on 3 March 2027" || own.Body.Paragraphs[0] != "Your training counts to 3 March 2027." || len(own.Body.Powers) != 1 || !strings.Contains(own.Body.Powers[0], "litter") {
			t.Errorf("%+v", own)
		}
		if copied.To != "employer" || copied.Body.Name != "Aldermere City Council" || !strings.HasPrefix(copied.Body.Paragraphs[0], "This is a copy of what was written to Joel") {
			t.Errorf("%+v", copied)
		}
		accredtest.Must(t, w.Accreds.Withdraw(t.Context(), w.Delegate, a, "At the employer’s wish"))
		if warn() {
			t.Error("who has no accreditation any more is written to")
		}
		w.Verify(t)
	})
}
