package dossierweb

import (
	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/ledger"
)

// askedForMore is the entry by which the delegate asks for more before deciding.
const askedForMore = "accreditation.ask"

// asked is a question of the delegate that stands open.
type asked struct{ By, On, Text string }

// askedOf is the questions put since the person was last put before the delegate, while
// the decision is open. They are between the delegate and the office.
func askedOf(who authz.Actor, d *dossier, list []ledger.Entry) []asked {
	if !d.has || d.chief.State.State != accred.Proposed || !ofForce(who) {
		return nil
	}
	var out []asked
	for _, e := range list {
		if e.Act == askedForMore && e.Outcome == ledger.Done && e.ErasedAt.IsZero() {
			out = append(out, asked{By: e.Name, On: clock.Moment(e.At), Text: e.Summary})
		}
	}
	return out
}
