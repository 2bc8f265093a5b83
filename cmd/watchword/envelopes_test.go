package main

import (
	"testing"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/server"
	"watchword/internal/vetting/envelope"
)

// envelopes of the county: somebody stands at every stage, and what was found is sealed.
func envelopes(t *testing.T, r *server.Rooms, force id.Force) {
	t.Helper()
	unit := authz.Actor{Force: force, Account: "acc_unit", Name: "Vetting unit", Role: authz.VettingUnit}
	err := r.DB.Read(t.Context(), func(tx *db.Tx) error {
		q, f, err := r.Envelopes.Queue(tx, unit)
		if err != nil {
			return err
		}
		stages, opened, begun := map[envelope.State]int{}, 0, 0
		for _, w := range q {
			stages[w.State]++
			if w.Case == "" {
				continue
			}
			seen, err := r.Envelopes.Openings(tx, unit, w.Case)
			if err != nil {
				return err
			}
			if w.State == envelope.Sent && len(seen) > 0 {
				opened++
			}
			v, err := r.Envelopes.Find(tx, unit, w.Case, register.Now(r.Clock.Now()))
			if err != nil {
				return err
			}
			if w.State == envelope.Invited && v.State.Begun != 0 {
				begun++
			}
		}
		if stages[""] == 0 || stages[envelope.Invited] < 12 || stages[envelope.Asked] < 3 || stages[envelope.Sent] < 50 || len(q) != 94 || opened < 10 || begun < 5 {
			t.Errorf("of %d who wait: %v; %d envelopes were opened, %d forms are half filled", len(q), stages, opened, begun)
		}
		see, err := r.Envelopes.ToSee(tx, unit, f.Today.AddDays(30))
		if err != nil || len(see.Appeals) != 1 || len(see.Reviews) != 1 {
			t.Errorf("%d appeals and %d changes wait, %v", len(see.Appeals), len(see.Reviews), err)
		}
		settled := map[envelope.State]int{}
		decided, err := r.Envelopes.Decided(tx, unit, 100)
		for _, v := range decided {
			settled[v.State.State]++
		}
		if settled[envelope.Cleared] < 5 || settled[envelope.Upheld] == 0 {
			t.Errorf("decided through envelopes: %v", settled)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
