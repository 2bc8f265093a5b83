// Package orgapi offers the register of organisations to other programs: an entry as it
// stood, its history, and every act on it. The list, with counts of people, is in
// deskapi.
package orgapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

type handlers struct {
	db    *db.DB
	clock clock.Clock
	orgs  *org.Service
}

// Which is the organisation that the address names.
type Which struct {
	ID string `path:"id" maxLength:"64" doc:"Identity of the organisation"`
}

type allOf struct {
	Which
	All bool `query:"all" doc:"Also the versions that have ceased to be what is known, in the order in which they came to be known"`
}

// Register adds the operations of organisations.
func Register(a *api.API, d *db.DB, c clock.Clock, orgs *org.Service) {
	h := &handlers{db: d, clock: c, orgs: orgs}
	api.Get(a, "/organisations/{id}", "organisation-find", "An organisation, as it stood at any instant", authz.ReadOrg, h.find)
	api.Get(a, "/organisations/{id}/history", "organisation-history", "Every version of an organisation, oldest first", authz.ReadOrg, h.history)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations", ID: "organisation-add", Summary: "Enter an organisation that asks to be accredited", Needs: authz.AddOrg, Status: http.StatusCreated}, h.add)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/organisations/{id}", ID: "organisation-change", Summary: "Change particulars, contacts, area, roles and the powers asked for", Needs: authz.ChangeOrg,
		About: "What was decided stays. A power whose offences are changed is asked for again."}, h.change)
	api.Post(a, "/organisations/{id}/approve", "organisation-approve", "Accredit an organisation, or renew its arrangements", authz.DecideOrg, h.approve)
	api.Post(a, "/organisations/{id}/powers", "organisation-powers", "Answer powers asked for, or change an answer", authz.DecideOrg, h.powers)
	for _, x := range []struct {
		act, summary string
		needs        authz.Permission
		do           func(context.Context, authz.Actor, id.Org, string) error
	}{
		{"decline", "Refuse to accredit an organisation that applies", authz.DecideOrg, orgs.Decline},
		{"suspend", "Suspend the arrangements: everybody under them stops at once", authz.DecideOrg, orgs.Suspend},
		{"reinstate", "End a suspension", authz.DecideOrg, orgs.Reinstate},
		{"withdraw", "Withdraw the arrangements: every accreditation under them ceases", authz.DecideOrg, orgs.Withdraw},
		{"leave", "End the arrangements at the employer’s wish, with the same effect", authz.ChangeOrg, orgs.Leave},
	} {
		api.Post(a, "/organisations/{id}/"+x.act, "organisation-"+x.act, x.summary, x.needs, func(ctx context.Context, in *struct {
			Which
			api.If
			Body orgReason
		}) (*api.Body[OrgEntry], error) {
			return h.act(ctx, in.Which, in.If, func(who authz.Actor) error { return x.do(ctx, who, id.Org(in.ID), in.Body.Why) })
		})
	}
}

func (h *handlers) find(ctx context.Context, in *struct {
	Which
	registerapi.AsAt
	api.Unless
}) (*api.Body[OrgEntry], error) {
	w, err := in.When(h.clock.Now())
	if err != nil {
		return nil, err
	}
	out, err := h.read(ctx, id.Org(in.ID), w)
	if err != nil {
		return nil, err
	}
	return out, in.Same(out.ETag)
}

func (h *handlers) read(ctx context.Context, which id.Org, w register.When) (*api.Body[OrgEntry], error) {
	v, err := db.Find(ctx, h.db, func(tx *db.Tx) (org.Version, error) { return h.orgs.Find(tx, account.Actor(ctx), which, w) })
	if err != nil {
		return nil, err
	}
	out := wire(v, w.At)
	return &api.Body[OrgEntry]{ETag: tag(out), Body: out}, nil
}

// tag changes with the version and with what has lapsed since it was written.
func tag(o OrgEntry) string {
	standing := "stopped"
	if o.InForce {
		standing = "in force"
	}
	return api.Tag(o.ID, o.Period.Entry, standing)
}

func (h *handlers) history(ctx context.Context, in *allOf) (*api.Body[api.Page[OrgEntry]], error) {
	vs, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]org.Version, error) {
		return h.orgs.History(tx, account.Actor(ctx), id.Org(in.ID), in.All)
	})
	return api.PageOf(vs, len(vs), func(v org.Version) OrgEntry { return wire(v, v.From) }, nil), err
}

func (h *handlers) add(ctx context.Context, in *struct{ Body OrgChange }) (*api.Body[OrgEntry], error) {
	var o org.Organisation
	for i := range in.Body.Roles {
		in.Body.Roles[i].ID = ""
	}
	if err := in.Body.into(&o); err != nil {
		return nil, err
	}
	added, err := h.orgs.Add(ctx, account.Actor(ctx), o)
	if err != nil {
		return nil, err
	}
	return h.read(ctx, added, register.Now(h.clock.Now()))
}

func (h *handlers) change(ctx context.Context, in *struct {
	Which
	api.If
	Body OrgChange
}) (*api.Body[OrgEntry], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		return h.orgs.Alter(ctx, who, id.Org(in.ID), in.Body.into)
	})
}

func (h *handlers) approve(ctx context.Context, in *struct {
	Which
	api.If
	Body OrgApproval
}) (*api.Body[OrgEntry], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		d, err := in.Body.decide()
		if err != nil {
			return err
		}
		return h.orgs.Approve(ctx, who, id.Org(in.ID), d)
	})
}

func (h *handlers) powers(ctx context.Context, in *struct {
	Which
	api.If
	Body struct {
		Powers []OrgAnswer `json:"powers" minItems:"1" maxItems:"1000"`
	}
}) (*api.Body[OrgEntry], error) {
	return h.act(ctx, in.Which, in.If, func(who authz.Actor) error {
		return h.orgs.DecidePowers(ctx, who, id.Org(in.ID), answers(in.Body.Powers))
	})
}

// act does something to an organisation if it still is as the caller read it, and answers
// with what it then is.
func (h *handlers) act(ctx context.Context, in Which, still api.If, do func(authz.Actor) error) (*api.Body[OrgEntry], error) {
	if still.IfMatch != "" {
		now, err := h.read(ctx, id.Org(in.ID), register.Now(h.clock.Now()))
		if err != nil {
			return nil, err
		}
		if err := still.Holds(now.ETag); err != nil {
			return nil, err
		}
	}
	if err := do(account.Actor(ctx)); err != nil {
		return nil, err
	}
	return h.read(ctx, id.Org(in.ID), register.Now(h.clock.Now()))
}
