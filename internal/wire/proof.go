package wire

import (
	"context"
	"time"

	"watchword/internal/accred"
	"watchword/internal/agreement"
	"watchword/internal/area"
	"watchword/internal/blob"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/person"
	"watchword/internal/sign"
)

// Beside is what each room keeps beside its register and holds to it, for ledger.Verify.
func (r *Rooms) Beside() []ledger.Beside {
	return []ledger.Beside{org.NumbersFit, accred.NumbersFit, fee.NumbersFit, person.PhotosFit, r.Cards.Fit, agreement.TextsFit, blob.Fit, r.Monitor.Fit}
}

// Unsigned is for how long entries wait for their checkpoint at most, before Verify calls it
// a fault: the server signs three times a minute, and a command that wrote when it ends.
const Unsigned = 5 * time.Minute

// Verify checks everything that the force's ledger proves; see ledger.Verify. against is a
// signed checkpoint kept elsewhere, or nothing.
func (r *Rooms) Verify(ctx context.Context, f area.Force, against string) (ledger.Report, error) {
	keys, err := db.Find(ctx, r.DB, func(tx *db.Tx) (sign.Keys, error) { return r.Ring.Public(tx, f.ID) })
	if err != nil {
		return ledger.Report{}, err
	}
	return r.Ledger.Verify(ctx, f.ID, ledger.Check{Keys: keys, Origin: f.Origin(), Against: against, Tables: r.Registers(), Beside: r.Beside(), Unsigned: Unsigned})
}
