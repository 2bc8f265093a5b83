package visit

import (
	"net/http"

	"watchword/internal/authz"
	"watchword/internal/web"
)

// Door is one address of a room, and the permission without which nobody need come to it.
// H is the room's handlers.
type Door[H any] struct {
	Pattern string
	Needs   authz.Permission
	serve   func(H, http.ResponseWriter, *http.Request) error
	most    int64 // of the body, in bytes; 0: that of an ordinary form
	list    bool  // its list can be saved as a spreadsheet
}

// Doors is every address of a room.
type Doors[H any] []Door[H]

// To is a door to a page or an ordinary form.
func To[H any](pattern string, needs authz.Permission, serve func(H, http.ResponseWriter, *http.Request) error) Door[H] {
	return Door[H]{Pattern: pattern, Needs: needs, serve: serve}
}

// WithFile is a door to a form that may bring files, of at most so many bytes in all.
func WithFile[H any](pattern string, needs authz.Permission, serve func(H, http.ResponseWriter, *http.Request) error, most int64) Door[H] {
	return Door[H]{Pattern: pattern, Needs: needs, serve: serve, most: most}
}

// For is a handler of one of several acts that are served alike.
func For[H, A any](act A, serve func(H, http.ResponseWriter, *http.Request, A) error) func(H, http.ResponseWriter, *http.Request) error {
	return func(h H, w http.ResponseWriter, r *http.Request) error { return serve(h, w, r, act) }
}

// Open registers the doors. Pages shows what goes wrong behind them.
func (d Doors[H]) Open(mux *http.ServeMux, pages *web.Pages, h H) {
	for _, x := range d.All() {
		serve := func(w http.ResponseWriter, r *http.Request) error { return x.serve(h, w, r) }
		if x.most > 0 {
			mux.Handle(x.Pattern, pages.Upload(x.most, serve))
		} else {
			mux.Handle(x.Pattern, pages.Handle(serve))
		}
	}
}
