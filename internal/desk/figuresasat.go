package desk

import (
	"context"
	"slices"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/register"
)

// OverviewAsAt counts what the actor may see as it stood at an instant, as known at
// another, so that a published figure can be made again; with the unit in whose name the
// figures stood, empty if there was none. It works the registers through, and is slower
// than Overview.
func (b *Board) OverviewAsAt(ctx context.Context, who authz.Actor, w register.When) (Overview, string, error) {
	var o Overview
	var owner string
	err := b.DB.Read(ctx, func(tx *db.Tx) error {
		all, err := b.everybody(tx, who.Force, w)
		if err != nil {
			return err
		}
		asb := map[id.Org]bool{}
		for i := range all {
			o.count(who, &all[i], w, asb)
		}
		o.ASBOrgs = int64(len(asb))
		unit, _, err := b.Areas.Owner(tx, who.Force, w)
		owner = unit.Title()
		return err
	})
	if err != nil {
		return o, "", err
	}
	orgs, err := b.orgLines(ctx, who.Force, &w)
	for _, l := range orgs {
		if who.May(authz.ReadOrg, authz.Object{Org: l.ID}) == nil {
			o.addOrg(l)
		}
	}
	return o, owner, err
}

// count adds one person, if the actor may count them.
func (o *Overview) count(who authz.Actor, x *facts, w register.When, asb map[id.Org]bool) {
	if who.May(counting(who), x.state.Object(x.person, x.where())) != nil {
		return
	}
	l, _, s := x.line(w.At)
	live, over := int64(0), int64(0)
	if l.Until.After(w.At) && !l.Begins.After(w.At) {
		live = 1
	}
	if !l.Until.After(w.At) {
		over = 1
	}
	o.addOne(l, live, over)
	if l.Due.After(w.At) && !l.Due.After(clock.DayOf(w.At).AddDays(StartDays).End()) {
		o.Due++
	}
	group := law.Members(law.GroupASB)
	if s.Status == accred.StatusInForce && slices.ContainsFunc(s.Held(), func(p law.PowerID) bool { return slices.Contains(group, p) }) {
		o.ASBPersons++
		asb[l.Org] = true
	}
}

// addOne adds the line of one person.
func (o *Overview) addOne(l Line, live, over int64) {
	o.All++
	switch l.Stage {
	case Granted:
		o.Persons += live
		o.Lapsed += over
	case Suspended, OrgStopped:
		o.PersonsSuspended++
	case InVetting:
		o.Vetting++
		if o.VettingLongest == clock.NoDay || l.Waiting < o.VettingLongest {
			o.VettingLongest = l.Waiting
		}
	case Proposed:
		o.ToDecide++
	case PutForward:
		o.PutForward++
	case Cleared:
		o.Cleared++
	}
}

// addOrg adds one organisation.
func (o *Overview) addOrg(l OrgLine) {
	switch l.State {
	case OrgInForce:
		o.Orgs++
	case OrgSuspended:
		o.OrgsSuspended++
	case OrgApplying:
		o.OrgsApplying++
	}
}
