package main

import (
	"context"
	"errors"
	"fmt"

	"watchword/internal/server"
)

// rooms wires the rooms for a command. When it closes them, what it wrote, a refusal too,
// is under a signed checkpoint of each force: no entry waits for a server that may not run.
func (c *console) rooms(config server.Config) (*server.Rooms, error) {
	r, err := server.Open(c.ctx, config)
	if err != nil {
		return nil, err
	}
	r.Closing = func() {
		if r.Ledger.Wrote() {
			c.unsigned = errors.Join(c.unsigned, signAll(context.WithoutCancel(c.ctx), r))
		}
	}
	return r, nil
}

// signAll signs a checkpoint of every force.
func signAll(ctx context.Context, r *server.Rooms) error {
	forces, err := r.Forces(ctx)
	for _, f := range forces {
		if _, serr := r.Ledger.Checkpoint(ctx, r.Ring, f.ID, f.Origin()); serr != nil {
			err = errors.Join(err, fmt.Errorf("what was done is in the ledger of %s, but no checkpoint could be signed over it: %w", f.Name, serr))
		}
	}
	return err
}
