package orgapi

import (
	"context"

	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/org"
	"watchword/internal/register/registerapi"
)

// OrgExit is that an organisation leaves the scheme, or left it.
type OrgExit struct {
	Reason string `json:"reason" enum:"contract,staff,cost,need,closes,other"`
	Why    string `json:"why" maxLength:"2000" doc:"In words; the organisation and each person read it"`
	Day    string `json:"day" format:"date" doc:"The last day on which its people act. Today or before: everything ends now. Later: notice is kept, and it ends by itself"`
}

// registerExit adds the operations of leaving.
func (h *handlers) registerExit(a *api.API) {
	api.Post(a, "/organisations/{id}/exit", "organisation-exit", "Record that an organisation leaves the scheme, now or with notice", authz.ChangeOrg, func(ctx context.Context, in *struct {
		registerapi.Entry
		api.If
		Body OrgExit
	}) (*api.Body[OrgEntry], error) {
		return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error {
			var wrong fault.Fields
			x := org.Exit{Reason: org.ExitReason(in.Body.Reason), Why: in.Body.Why, Day: registerapi.Day(in.Body.Day, "day", &wrong)}
			if err := wrong.Err(); err != nil {
				return err
			}
			return h.orgs.Exit(ctx, who, of, x)
		})
	})
	api.Post(a, "/organisations/{id}/stay", "organisation-stay", "Take the notice of an organisation back", authz.ChangeOrg, func(ctx context.Context, in *struct {
		registerapi.Entry
		api.If
	}) (*api.Body[OrgEntry], error) {
		return h.Act(ctx, in.Entry, in.If, func(who authz.Actor, of id.Org) error { return h.orgs.Stay(ctx, who, of) })
	})
}
