package account

import (
	"context"
	"time"

	"watchword/internal/authz"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/keyring"
)

// Identity is who a request comes from. The zero Identity is nobody, of no force.
type Identity struct {
	Force   Force       // of the page; its zero value when the server holds several and the request names none
	Actor   authz.Actor // its zero value, but for Force, when nobody is signed in
	Account Account
	Session id.Session // of a browser
	Token   id.Token   // or of another program
}

// SignedIn reports whether the request comes from an account.
func (i Identity) SignedIn() bool { return i.Actor.Account != "" }

// Force is as much of a police force as sign-in needs.
type Force struct {
	ID    id.Force
	Name  string // "Eastmarch Constabulary"
	Short string
	Host  string // host name of its pages; empty while it is the only one
}

type identityKey struct{}

// With is the context of a request that comes from i.
func With(ctx context.Context, i Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, i)
}

// From is who the request comes from. It is for handlers; use cases are given the actor.
func From(ctx context.Context) Identity {
	i, _ := ctx.Value(identityKey{}).(Identity)
	return i
}

// Actor is who acts in the request: what a handler gives to a use case.
func Actor(ctx context.Context) authz.Actor { return From(ctx).Actor }

// seenEvery is how often the last use of a session or token is written down.
const seenEvery = 5 * time.Minute

// OfSession is who holds the session of that cookie, and has now used it. It returns
// fault.Unauthorized if there is no such session, or it is over.
func (s *Service) OfSession(ctx context.Context, cookie string) (Identity, error) {
	force, secret, ok := keyring.ParseValue(cookie)
	if !ok {
		return Identity{}, errSignedOut
	}
	now := s.ledger.Now()
	h, err := db.Glance(ctx, s.db, func(tx *db.Tx) (holder, error) { return findSession(tx, force, bearer.Hash(secret)) })
	if db.NoRows(err) || err == nil && (!now.Before(h.until) || now.Sub(h.seen) >= s.config.Idle || h.account.Standing != Active) {
		return Identity{}, errSignedOut
	}
	if err != nil {
		return Identity{}, err
	}
	if now.Sub(h.seen) >= seenEvery {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return touchSession(tx, force, h.id, now) }); err != nil {
			return Identity{}, err
		}
	}
	post, ok := h.account.Post(h.post)
	if !ok {
		post = h.account.Posts[0]
	}
	who, err := s.reaching(ctx, force, h, post)
	return Identity{Force: h.force, Account: h.account, Session: id.Session(h.id), Actor: who}, err
}

// reaching is who acts when the holder acts in the post, with every area that it reaches.
func (s *Service) reaching(ctx context.Context, force id.Force, h holder, p Post) (authz.Actor, error) {
	a := actor(force, h.accountID, h.account, p, h.id)
	if len(p.Areas) == 0 || s.Reach == nil {
		return a, nil
	}
	var err error
	a.Areas, err = db.Find(ctx, s.db, func(tx *db.Tx) ([]id.Area, error) { return s.Reach(tx, force, p.Areas) })
	return a, err
}

var errSignedOut = fault.New(fault.Unauthorized, "Sign in to see this page.")

// OfToken is whose API token that is, in the post it was made for. It returns
// fault.Unauthorized if there is no such token, it is over, or its account no longer
// holds the post.
func (s *Service) OfToken(ctx context.Context, token string) (Identity, error) {
	force, secret, ok := keyring.ParseToken(token)
	if !ok {
		return Identity{}, errToken
	}
	now := s.ledger.Now()
	h, err := db.Glance(ctx, s.db, func(tx *db.Tx) (holder, error) { return findToken(tx, force, bearer.Hash(secret)) })
	if db.NoRows(err) || err == nil && (!now.Before(h.until) || h.account.Standing != Active) {
		return Identity{}, errToken
	}
	if err != nil {
		return Identity{}, err
	}
	post, ok := h.account.Post(h.post)
	if !ok {
		return Identity{}, errToken
	}
	if now.Sub(h.seen) >= seenEvery {
		if err := s.db.Write(ctx, func(tx *db.Tx) error { return touchToken(tx, force, h.id, now) }); err != nil {
			return Identity{}, err
		}
	}
	who, err := s.reaching(ctx, force, h, post)
	return Identity{Force: h.force, Account: h.account, Token: id.Token(h.id), Actor: who}, err
}

var errToken = fault.New(fault.Unauthorized, "This token is not known, has expired or was ended. Make a new one.")

// OfHost is the force whose pages stand at that host, or the only force there is; else
// the zero Force.
func (s *Service) OfHost(ctx context.Context, host string) (Force, error) {
	forces, err := db.Find(ctx, s.db, allForces)
	if err != nil {
		return Force{}, err
	}
	for _, f := range forces {
		if f.Host != "" && f.Host == host {
			return f, nil
		}
	}
	if len(forces) == 1 {
		return forces[0], nil
	}
	return Force{}, nil
}
