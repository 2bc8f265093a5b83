package agreementapi

import (
	"context"

	"watchword/internal/account"
	"watchword/internal/agreement/liaison"
	"watchword/internal/api"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/register"
	"watchword/internal/register/registerapi"
)

// DirectoryEntry is a contact of either side.
type DirectoryEntry struct {
	Key      string `json:"key" doc:"Names the contact while its details are these"`
	Side     string `json:"side" enum:"force,organisation"`
	Kind     string `json:"kind" doc:"signatory, liaison, supervisor, complaints, lead, police-liaison or chief-inspector"`
	Name     string `json:"name"`
	Post     string `json:"post,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Verified string `json:"verified,omitempty" format:"date" doc:"Absent: never, with these details"`
	By       string `json:"verified_by,omitempty"`
	Due      string `json:"due,omitempty" format:"date" doc:"The last day in time to verify it; absent without a protocol in force"`
}

func wireEntry(e liaison.Entry) DirectoryEntry {
	return DirectoryEntry{Key: e.Key, Side: string(e.Side), Kind: string(e.Kind), Name: e.Name, Post: e.Post, Email: e.Email, Phone: e.Phone, Verified: e.Verified.String(), By: e.By, Due: e.Due.String()}
}

func (h *meetings) contacts(ctx context.Context, of string, w register.When) (*api.Body[api.Page[DirectoryEntry]], error) {
	all, err := db.Find(ctx, h.DB, func(tx *db.Tx) ([]liaison.Entry, error) {
		return h.s.Directory(tx, account.Actor(ctx), id.Org(of), w)
	})
	return api.PageOf(all, len(all), wireEntry, nil), err
}

func (h *meetings) directory(ctx context.Context, in *struct {
	registerapi.Entry
	registerapi.AsAt
}) (*api.Body[api.Page[DirectoryEntry]], error) {
	w, err := in.When(h.Clock.Now())
	if err != nil {
		return nil, err
	}
	return h.contacts(ctx, in.ID, w)
}

func (h *meetings) verify(ctx context.Context, in *struct {
	registerapi.Entry
	Body struct {
		Key string `json:"key" maxLength:"16" doc:"Of the contact, as it was read"`
	}
}) (*api.Body[api.Page[DirectoryEntry]], error) {
	if err := h.s.Verify(ctx, account.Actor(ctx), id.Org(in.ID), in.Body.Key); err != nil {
		return nil, err
	}
	return h.contacts(ctx, in.ID, register.Now(h.Clock.Now()))
}
