package deskapi

import (
	"context"
	"net/http"

	"watchword/internal/account"
	"watchword/internal/api"
	"watchword/internal/authz"
	"watchword/internal/id"
)

// SavedFilter is a filter of a list that the caller keeps under a name.
type SavedFilter struct {
	ID    string `json:"id"`
	List  string `json:"list" enum:"people,organisations"`
	Name  string `json:"name"`
	Query string `json:"query" doc:"As in the address of the list’s page"`
}

func (h *handlers) saved(a *api.API) {
	api.Get(a, "/saved-filters", "saved-filter-list", "Filters of lists that you keep for yourself", authz.OwnAccount, func(ctx context.Context, _ *struct{}) (*api.Body[api.Page[SavedFilter]], error) {
		kept, err := h.board.SavedFilters(ctx, account.Actor(ctx), "")
		out := api.Page[SavedFilter]{Items: []SavedFilter{}}
		for _, f := range kept {
			out.Items = append(out.Items, SavedFilter{ID: string(f.ID), List: f.List, Name: f.Name, Query: f.Query})
		}
		return api.Of(out), err
	})
	api.Register(a, api.Operation{Method: http.MethodPost, Path: "/saved-filters", ID: "saved-filter-add", Summary: "Keep a filter of a list for yourself", Needs: authz.OwnAccount, Status: http.StatusCreated}, func(ctx context.Context, in *struct {
		Body struct {
			List  string `json:"list" enum:"people,organisations"`
			Name  string `json:"name" maxLength:"240" doc:"At most 60 letters"`
			Query string `json:"query" maxLength:"2000" doc:"As in the address of the list’s page, for example state=in-force&due=30"`
		}
	}) (*api.Body[SavedFilter], error) {
		f, err := h.board.SaveFilter(ctx, account.Actor(ctx), in.Body.List, in.Body.Name, in.Body.Query)
		return api.Of(SavedFilter{ID: string(f.ID), List: f.List, Name: f.Name, Query: f.Query}), err
	})
	api.Post(a, "/saved-filters/{id}/remove", "saved-filter-remove", "Remove a filter that you keep", authz.OwnAccount, func(ctx context.Context, in *struct {
		ID   string `path:"id" maxLength:"64" doc:"Identity of the filter"`
		Body struct{}
	}) (*api.Body[SavedFilter], error) {
		return api.Of(SavedFilter{ID: in.ID}), h.board.RemoveFilter(ctx, account.Actor(ctx), id.SavedFilter(in.ID))
	})
}
