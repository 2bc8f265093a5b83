// Package retainapi offers what personal data is kept beyond its purpose to other programs.
package retainapi

import (
	"context"
	"time"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/fault"
	"watchword/internal/register/registerapi"
	"watchword/internal/retain"
)

// KeptRecord is a record with the day up to which its personal data is kept.
type KeptRecord struct {
	ID    string      `json:"id"`
	Kind  string      `json:"kind" example:"complaint"`
	Name  string      `json:"name" doc:"Without a person’s name"`
	Ended string      `json:"ended" format:"date" doc:"From which it is kept on"`
	Until string      `json:"kept_to" format:"date" doc:"The last day on which it is kept"`
	Hold  *RecordHold `json:"hold,omitempty" doc:"It is kept beyond that"`
}

// RecordHold is why a record is kept beyond its time.
type RecordHold struct {
	Why    string    `json:"why"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Review string    `json:"look_again_by,omitempty" format:"date"`
}

// HoldWanted is a hold that is asked for.
type HoldWanted struct {
	Why    string `json:"why" maxLength:"1000"`
	Review string `json:"look_again_by,omitempty" format:"date"`
}

// HoldLifted is why a hold is lifted.
type HoldLifted struct {
	Why string `json:"why" maxLength:"1000"`
}

// RecordOf names a record.
type RecordOf struct {
	ID string `path:"id" maxLength:"64"`
}

func wire(k retain.Kept) KeptRecord {
	out := KeptRecord{ID: k.ID, Kind: string(k.Kind), Name: k.Name, Ended: k.Ended.String(), Until: k.Until.String()}
	if h := k.Hold; h != nil {
		out.Hold = &RecordHold{h.Why, h.By, h.At, h.Review.String()}
	}
	return out
}

type handlers struct {
	db    *db.DB
	clock clock.Clock
	s     *retain.Service
}

// Register adds the operations of retention.
func Register(a *api.API, d *db.DB, c clock.Clock, s *retain.Service) {
	h := &handlers{d, c, s}
	api.Get(a, "/retention", "retention-list", "Records whose personal data falls due to be erased, and those that are held, the longest over first", authz.ReadRetention, h.list)
	api.Get(a, "/retention/{id}", "retention-find", "One of them", authz.ReadRetention, func(ctx context.Context, in *RecordOf) (*api.Body[KeptRecord], error) { return h.find(ctx, in.ID) })
	api.Post(a, "/retention/{id}/hold", "retention-hold", "Keep a record beyond its time", authz.KeepRetention, func(ctx context.Context, in *struct {
		RecordOf
		Body HoldWanted
	}) (*api.Body[KeptRecord], error) {
		var wrong fault.Fields
		review := registerapi.Day(in.Body.Review, "look_again_by", &wrong)
		if err := wrong.Err(); err != nil {
			return nil, err
		}
		if err := s.Hold(ctx, account.Actor(ctx), in.ID, in.Body.Why, review); err != nil {
			return nil, err
		}
		return h.find(ctx, in.ID)
	})
	api.Post(a, "/retention/{id}/lift", "retention-lift", "Lift a hold", authz.KeepRetention, func(ctx context.Context, in *struct {
		RecordOf
		Body HoldLifted
	}) (*api.Body[KeptRecord], error) {
		if err := s.Lift(ctx, account.Actor(ctx), in.ID, in.Body.Why); err != nil {
			return nil, err
		}
		return h.find(ctx, in.ID)
	})
	api.Post(a, "/retention/{id}/erase", "retention-erase", "Erase the personal data of a record whose time is over. It cannot be brought back", authz.KeepRetention, func(ctx context.Context, in *RecordOf) (*struct{}, error) {
		return nil, s.Erase(ctx, account.Actor(ctx), in.ID)
	})
}

func (h *handlers) list(ctx context.Context, in *struct {
	api.Paging
	By string `query:"by" format:"date" doc:"Over by that day; without it, in 90 days"`
}) (*api.Body[api.Page[KeptRecord]], error) {
	var wrong fault.Fields
	by := registerapi.Day(in.By, "by", &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	if by == clock.NoDay {
		by = clock.DayOf(h.clock.Now()).AddDays(90)
	}
	all, err := db.Find(ctx, h.db, func(tx *db.Tx) ([]retain.Kept, error) { return h.s.List(tx, account.Actor(ctx), by) })
	if err != nil {
		return nil, err
	}
	return api.PageBehind(all, in.Paging, wire, func(k retain.Kept) string { return k.ID })
}

func (h *handlers) find(ctx context.Context, of string) (*api.Body[KeptRecord], error) {
	k, err := db.Find(ctx, h.db, func(tx *db.Tx) (retain.Kept, error) { return h.s.Find(tx, account.Actor(ctx), of) })
	return api.Of(wire(k)), err
}
