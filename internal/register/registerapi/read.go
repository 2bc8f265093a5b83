package registerapi

import (
	"context"

	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/register"
)

// Read is how a register is read by other programs: an entry as it stood at any instant,
// its history, and what it is after an act. I is the identity of an entry, S its state, W
// its shape in JSON.
type Read[I ~string, S, W any] struct {
	DB    *db.DB
	Clock clock.Clock
	Who   func(context.Context) authz.Actor
	// Find and History ask for permission themselves.
	Find    func(tx *db.Tx, who authz.Actor, of I, w register.When) (register.Version[S], error)
	History func(tx *db.Tx, who authz.Actor, of I, all bool) ([]register.Version[S], error)
	// Wire is a version in JSON for who reads it, as it stood at the instants; Past is one
	// of a history.
	Wire func(tx *db.Tx, who authz.Actor, v register.Version[S], w register.When) (W, error)
	Past func(who authz.Actor, v register.Version[S]) W
	// Tag changes with everything in the shape that may change.
	Tag func(W) string

	path, name string // as Register was told
}

// Entry is the entry that the address names.
type Entry struct {
	ID string `path:"id" maxLength:"64" doc:"Its identity"`
}

type entryAt struct {
	Entry
	AsAt
	api.Unless
}

type entryHistory struct {
	Entry
	All bool `query:"all" doc:"Also the versions that have ceased to be what is known, in the order in which they came to be known"`
}

// Register adds the two reads of the register. path is that of the list, name the first
// part of the operations' names; entry and history say in a few words what they give.
func (r *Read[I, S, W]) Register(a *api.API, path, name string, needs authz.Permission, entry, history string) {
	r.path, r.name = path, name
	api.Get(a, path+"/{id}", name+"-find", entry, needs, func(ctx context.Context, in *entryAt) (*api.Body[W], error) {
		w, err := in.When(r.Clock.Now())
		if err != nil {
			return nil, err
		}
		out, err := r.at(ctx, I(in.ID), w)
		if err != nil {
			return nil, err
		}
		return out, in.Same(out.ETag)
	})
	api.Get(a, path+"/{id}/history", name+"-history", history, needs, func(ctx context.Context, in *entryHistory) (*api.Body[api.Page[W]], error) {
		who := r.Who(ctx)
		vs, err := db.Find(ctx, r.DB, func(tx *db.Tx) ([]register.Version[S], error) { return r.History(tx, who, I(in.ID), in.All) })
		return api.PageOf(vs, len(vs), func(v register.Version[S]) W { return r.Past(who, v) }, nil), err
	})
}

func (r *Read[I, S, W]) at(ctx context.Context, of I, w register.When) (*api.Body[W], error) {
	who := r.Who(ctx)
	out, err := db.Find(ctx, r.DB, func(tx *db.Tx) (out W, err error) {
		v, err := r.Find(tx, who, of, w)
		if err != nil {
			return out, err
		}
		return r.Wire(tx, who, v, w)
	})
	if err != nil {
		return nil, err
	}
	return &api.Body[W]{ETag: r.Tag(out), Body: out}, nil
}

// Now is the entry as it stands.
func (r *Read[I, S, W]) Now(ctx context.Context, of I) (*api.Body[W], error) {
	return r.at(ctx, of, register.Now(r.Clock.Now()))
}

// Act does something to the entry if it still is as the caller read it, and answers with
// what it then is.
func (r *Read[I, S, W]) Act(ctx context.Context, of Entry, still api.If, do func(who authz.Actor, of I) error) (*api.Body[W], error) {
	if still.IfMatch != "" {
		now, err := r.Now(ctx, I(of.ID))
		if err != nil {
			return nil, err
		}
		if err := still.Holds(now.ETag); err != nil {
			return nil, err
		}
	}
	if err := do(r.Who(ctx), I(of.ID)); err != nil {
		return nil, err
	}
	return r.Now(ctx, I(of.ID))
}

// Act registers an act on an entry of a register that was registered itself: the operation
// takes what do needs in its body, and answers as Read.Act does. act is the last part of its
// path and of its name.
func Act[I ~string, S, W, B any](a *api.API, r *Read[I, S, W], act, summary string, needs authz.Permission, do func(ctx context.Context, who authz.Actor, of I, body B) error) {
	api.Post(a, r.path+"/{id}/"+act, r.name+"-"+act, summary, needs, func(ctx context.Context, in *struct {
		Entry
		api.If
		Body B
	}) (*api.Body[W], error) {
		return r.Act(ctx, in.Entry, in.If, func(who authz.Actor, of I) error { return do(ctx, who, of, in.Body) })
	})
}
