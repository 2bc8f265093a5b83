package feeapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fee"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// FeeCharge is what an employer is charged for something that happened, in JSON.
type FeeCharge struct {
	ID      string                     `json:"id"`
	State   string                     `json:"state" enum:"waiting,invoiced,waived,dropped,credit-due,credited"`
	Event   string                     `json:"event"`
	About   string                     `json:"about" doc:"The identity of what it is for: of the card that was replaced"`
	Number  string                     `json:"number" doc:"Its number"`
	What    string                     `json:"what"`
	Org     string                     `json:"organisation"`
	OrgName string                     `json:"organisation_name" doc:"When it was raised"`
	Sector  string                     `json:"sector" enum:"public,private"`
	Day     string                     `json:"day" format:"date" doc:"On which it was raised"`
	Pence   int64                      `json:"pence"`
	Since   string                     `json:"schedule_since" format:"date" doc:"From which day the schedule has had that amount"`
	Invoice string                     `json:"invoice,omitempty"`
	Credit  string                     `json:"credit_note,omitempty"`
	Why     string                     `json:"why,omitempty"`
	Period  *registerapi.VersionPeriod `json:"period"`
}

func wireCharge(v fee.ChargeVersion) FeeCharge {
	c, p := &v.State, registerapi.PeriodOf(v)
	return FeeCharge{ID: v.ID, State: string(c.State), Event: string(c.Event), About: c.About, Number: c.Number, What: c.What, Org: string(c.Org), OrgName: c.OrgName, Sector: string(c.Sector), Day: c.Day.String(),
		Pence: int64(c.Amount), Since: c.Since.String(), Invoice: string(c.Invoice), Credit: string(c.Credit), Why: c.Why, Period: &p}
}

type charges struct {
	registerapi.Read[id.Charge, fee.Charge, FeeCharge]
	fees *fee.Service
}

// registerCharges adds the operations of charges.
func registerCharges(a *api.API, d *db.DB, c clock.Clock, s *fee.Service) {
	h := &charges{fees: s, Read: registerapi.Read[id.Charge, fee.Charge, FeeCharge]{DB: d, Clock: c, Who: account.Actor, Find: s.Charge, History: s.ChargeHistory,
		Past: func(_ authz.Actor, v fee.ChargeVersion) FeeCharge { return wireCharge(v) },
		Wire: func(_ *db.Tx, _ authz.Actor, v fee.ChargeVersion, _ register.When) (FeeCharge, error) {
			return wireCharge(v), nil
		},
		Tag: func(c FeeCharge) string { return api.Tag(c.ID, c.Period.Entry) }}}
	h.Register(a, "/charges", "charge", authz.ReadFees, "A charge, as it stood at any instant", "Every version of its entry, oldest first")
	api.Get(a, "/charges", "charge-list", "Charges for what happened, the oldest first", authz.ReadFees, h.list)
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/charges/invoice", ID: "charge-invoice", Summary: "Make invoices of charges that wait, one for each employer; all or none", Needs: authz.KeepFees, Status: http.StatusCreated}, h.invoice)
	for _, x := range []struct {
		path, summary string
		do            func(ctx context.Context, who authz.Actor, of id.Charge, why string) error
	}{{"waive", "Waive a charge that waits", s.Waive}, {"stand", "Let a charge stand for which a credit is proposed", s.LetStand},
		{"credit", "Make the credit note that is proposed for a charge", func(ctx context.Context, who authz.Actor, of id.Charge, why string) error {
			_, err := s.CreditCharge(ctx, who, of, why)
			return err
		}}} {
		registerapi.Act(a, &h.Read, x.path, x.summary, authz.KeepFees, func(ctx context.Context, who authz.Actor, of id.Charge, b PaperWhy) error {
			return x.do(ctx, who, of, b.Why)
		})
	}
}

func (h *charges) list(ctx context.Context, in *struct {
	api.Paging
	registerapi.AsAt
	State string `query:"state" enum:"waiting,invoiced,waived,dropped,credit-due,credited" doc:"Only these"`
	Org   string `query:"organisation" maxLength:"64" doc:"Only those of this organisation"`
}) (*api.Body[api.Page[FeeCharge]], error) {
	after, err := api.ParseCursor(in.Cursor, 2)
	if err != nil {
		return nil, err
	}
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]fee.ChargeVersion, error) {
		all, _, err := h.fees.Charges(tx, account.Actor(ctx), fee.ChargeQuery{State: fee.ChargeState(in.State), Org: id.Org(in.Org)}, w)
		return all, err
	})
	if err != nil {
		return nil, err
	}
	if after != nil {
		all = slices.DeleteFunc(all, func(v fee.ChargeVersion) bool {
			return cmp.Or(cmp.Compare(v.State.Day.String(), after[0]), cmp.Compare(v.ID, after[1])) <= 0
		})
	}
	return api.PageOf(all[:min(len(all), in.Limit+1)], in.Limit, wireCharge, func(v fee.ChargeVersion) []string { return []string{v.State.Day.String(), v.ID} }), nil
}

// ChargeInvoices is the invoices that were made.
type ChargeInvoices struct {
	Invoices []string `json:"invoices"`
}

func (h *charges) invoice(ctx context.Context, in *struct {
	Body struct {
		Charges []string `json:"charges" maxItems:"500"`
	}
}) (*api.Body[ChargeInvoices], error) {
	chosen := make([]id.Charge, len(in.Body.Charges))
	for i, x := range in.Body.Charges {
		chosen[i] = id.Charge(x)
	}
	made, err := h.fees.InvoiceCharges(ctx, account.Actor(ctx), chosen)
	out := ChargeInvoices{Invoices: make([]string, len(made))}
	for i, x := range made {
		out.Invoices[i] = string(x)
	}
	return api.Of(out), err
}
