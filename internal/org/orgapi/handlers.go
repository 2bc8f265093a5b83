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
	registerapi.Read[id.Org, org.Organisation, OrgEntry]
	orgs *org.Service
}

// Register adds the operations of organisations.
func Register(a *api.API, d *db.DB, c clock.Clock, orgs *org.Service) {
	h := &handlers{orgs: orgs, Read: registerapi.Read[id.Org, org.Organisation, OrgEntry]{DB: d, Clock: c, Who: account.Actor, Find: orgs.Find, History: orgs.History,
		Wire: func(_ *db.Tx, _ authz.Actor, v org.Version, w register.When) (OrgEntry, error) {
			return wire(v, w.At), nil
		},
		Past: func(_ authz.Actor, v org.Version) OrgEntry { return wire(v, v.From) }, Tag: tag}}
	h.Register(a, "/organisations", "organisation", authz.ReadOrg, "An organisation, as it stood at any instant", "Every version of an organisation, oldest first")
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/organisations", ID: "organisation-add", Summary: "Enter an organisation that asks to be accredited", Needs: authz.AddOrg, Status: http.StatusCreated}, h.add)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/organisations/{id}", ID: "organisation-change", Summary: "Change particulars, contacts, area, roles and the powers asked for", Needs: authz.ChangeOrg,
		About: "What was decided stays. A power whose offences are changed is asked for again."}, h.change)
	api.Register(a, api.Operation{Method: http.MethodPut, Path: "/organisations/{id}/contacts", ID: "organisation-contacts", Summary: "Name an organisation’s contacts anew", Needs: authz.ChangeContacts,
		About: "What an employer changes itself is told to the scheme office. The police liaison officer is the force’s to name."}, h.contacts)
	api.Post(a, "/organisations/{id}/contacts/noted", "organisation-contacts-noted", "Note what an employer changed of its contacts", authz.ChangeOrg, h.noted)
	h.registerTeams(a)
	h.registerExit(a)
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
		registerapi.Act(a, &h.Read, x.act, x.summary, x.needs, func(ctx context.Context, who authz.Actor, of id.Org, b orgReason) error {
			return x.do(ctx, who, of, b.Why)
		})
	}
}

// tag changes with the version and with what has lapsed since it was written.
func tag(o OrgEntry) string {
	standing := "stopped"
	if o.InForce {
		standing = "in force"
	}
	return api.Tag(o.ID, o.Period.Entry, standing)
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
	return h.Now(ctx, added)
}

func (h *handlers) change(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body OrgChange
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
		return h.orgs.Alter(ctx, who, of, in.Body.into)
	})
}

func (h *handlers) contacts(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		Contacts []OrgContact `json:"contacts" maxItems:"100"`
	}
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
		return h.orgs.ChangeContacts(ctx, who, of, contacts(in.Body.Contacts))
	})
}

func (h *handlers) noted(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error { return h.orgs.NoteContacts(ctx, who, of) })
}

func (h *handlers) approve(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body OrgApproval
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
		d, err := in.Body.decide()
		if err != nil {
			return err
		}
		return h.orgs.Approve(ctx, who, of, d)
	})
}

func (h *handlers) powers(ctx context.Context, in *struct {
	registerapi.Entry
	api.If
	Body struct {
		Powers []OrgAnswer `json:"powers" minItems:"1" maxItems:"1000"`
	}
}) (*api.Body[OrgEntry], error) {
	return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
		return h.orgs.DecidePowers(ctx, who, of, answers(in.Body.Powers))
	})
}
