package area_test

import (
	"strings"
	"testing"

	"watchword/internal/accred/accredtest"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/db/dbtest"
	"watchword/internal/fault"
	"watchword/internal/ledger"
)

func TestEveryForceCanBeReachedAtItsHost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := accredtest.New(t, d)
		west := area.Force{ID: "for_west", Name: "West Police", Short: "west", Settings: area.Defaults()}
		add := func(host string) error {
			west.Host = host
			return w.Areas.AddForce(t.Context(), west)
		}
		for _, bad := range []string{"", "https://west.example", "west.example:8080", "west example"} {
			if err := add(bad); accredtest.Wrong(err) != "host" {
				t.Errorf("a second force at %q: %v", bad, err)
			}
		}
		accredtest.Must(t, d.Write(t.Context(), func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE force SET host = ''`); return err }))
		if err := add("west.example"); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "watchword force host --force eastmarch") {
			t.Errorf("beside a force without a host: %v", err)
		}
		give := func(who authz.Actor, host, why string) error { return w.Areas.GiveHost(t.Context(), who, host, why) }
		if err := give(w.Manager, "east.example", "Moved"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a scheme manager gives a host: %v", err)
		}
		if err := give(w.Operator, "east.example", " "); accredtest.Wrong(err) != "why" {
			t.Errorf("without a reason: %v", err)
		}
		accredtest.Must(t, give(w.Operator, " East.Example. ", "A second force joins"))
		accredtest.Must(t, add("west.example"))
		stranger := w.Operator
		stranger.Force = west.ID
		if err := give(stranger, "east.example", "Nearer"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the host of another force: %v", err)
		}
		for host, want := range map[string]string{"east.example": "eastmarch", "west.example": "west", "other.example": ""} {
			if f, err := w.Accounts.OfHost(t.Context(), host); err != nil || f.Short != want {
				t.Errorf("at %s is %q, %v; want %q", host, f.Short, err, want)
			}
		}
		_, err := w.Ledger.Sequence(t.Context())
		accredtest.Must(t, err)
		w.Verify(t)
		var said []string
		accredtest.Must(t, d.Read(t.Context(), func(tx *db.Tx) error {
			es, err := w.Ledger.List(tx, w.Force, ledger.Query{Act: "host.give", Outcome: ledger.Done, Limit: 10})
			for _, e := range es {
				said = append(said, e.Summary+" / "+e.Basis)
			}
			return err
		}))
		if len(said) != 1 || said[0] != "Host of the pages: from none to east.example / A second force joins" {
			t.Errorf("the ledger says %q", said)
		}
	})
}
