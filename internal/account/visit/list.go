package visit

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"

	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// Listing is the list of a page, as it is saved as a spreadsheet.
type Listing struct {
	Head   *part.Head // gets the link to the spreadsheet
	Link   *string    // gets its address, on a page without a Head
	Table  *part.Table
	Paging *part.Paging // nil where the table has all of the list
	Next   string       // where the list is not paged by numbers: the address of what follows; empty: nothing
}

// Listed is a page with a list that can be saved. Its handler renders it by Show.
type Listed interface {
	web.Paged
	Listing() Listing
}

// List is a door to a page whose list can be saved as a spreadsheet as well: at the same
// address with .csv behind it, by the same handler, and so with the same permission, filter
// and veil. The page is a Listed.
func List[H any](pattern string, needs authz.Permission, serve func(H, http.ResponseWriter, *http.Request) error) Door[H] {
	return Door[H]{Pattern: pattern, Needs: needs, serve: serve, list: true}
}

// All is every door, those to the spreadsheets of lists included.
func (d Doors[H]) All() Doors[H] {
	var out Doors[H]
	for _, x := range d {
		if !x.list {
			out = append(out, x)
			continue
		}
		show := func(h H, w http.ResponseWriter, r *http.Request) error {
			return x.serve(h, w, r.WithContext(context.WithValue(r.Context(), listKey{}, &listing{})))
		}
		keep := func(h H, w http.ResponseWriter, r *http.Request) error {
			return save(w, r, func(w http.ResponseWriter, r *http.Request) error { return x.serve(h, w, r) })
		}
		page, saved := x, x
		page.serve, saved.serve = show, keep
		saved.Pattern += extension
		if name, ok := lastName(x.Pattern); ok { // which takes what is behind it too
			page.serve = func(h H, w http.ResponseWriter, r *http.Request) error {
				value, saves := strings.CutSuffix(r.PathValue(name), extension)
				if !saves {
					return show(h, w, r)
				}
				r.SetPathValue(name, value)
				return keep(h, w, r)
			}
			out = append(out, page)
			continue
		}
		out = append(out, page, saved)
	}
	return out
}

const extension = ".csv"

// lastName is the name in which a pattern ends: part of /standards/{part}.
func lastName(pattern string) (string, bool) {
	name, ok := strings.CutSuffix(pattern[strings.LastIndex(pattern, "/")+1:], "}")
	return strings.TrimPrefix(name, "{"), ok
}

// listKey is where a request to a page with a list has its listing.
type listKey struct{}

// listing is a list on its way into a spreadsheet.
type listing struct {
	saves bool // else the page is shown, and offers to save
	out   *sheet.Out
	http  http.ResponseWriter
	took  bool   // a page of the list was taken
	next  string // the address of the page that follows
}

// savedPage is how many rows are read at once for a spreadsheet: as many are in memory.
const savedPage = 1000

// Size is how many rows a page of a list has: n where it is shown, more where it is saved.
func (v Visit) Size(n int) int { return Size(v.R, n) }

// Size is as the method of that name, for pages without an as-at bar.
func Size(r *http.Request, n int) int {
	if l, ok := r.Context().Value(listKey{}).(*listing); ok && l.saves {
		return savedPage
	}
	return n
}

// Show renders a page that has no as-at bar, as Visit.Show does one that has.
func Show(pages *web.Pages, w http.ResponseWriter, r *http.Request, name string, p web.Paged) error {
	if done, err := listed(r, p, clock.NoDay); done {
		return err
	}
	return pages.Render(w, r, name, p)
}

// listed takes the list of a page that is asked for as a spreadsheet, and reports whether
// it is; else it offers the spreadsheet on the page. The day is that for which the page
// speaks, if it has one.
func listed(r *http.Request, p web.Paged, day clock.Day) (bool, error) {
	l, ok := r.Context().Value(listKey{}).(*listing)
	page, has := p.(Listed)
	if !ok || !has {
		return false, nil
	}
	x := page.Listing()
	if l.saves {
		return true, l.take(r, x, day)
	}
	if len(x.Table.Rows) == 0 {
		return false, nil
	}
	q := r.URL.Query()
	for _, name := range []string{"page", "after", "before", "done"} {
		q.Del(name)
	}
	address := r.URL.Path + extension
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	if x.Head != nil {
		x.Head.Links = append(x.Head.Links, part.Link{Text: "Save as a spreadsheet", Href: address})
	} else {
		*x.Link = address
	}
	return false, nil
}

// take writes a page of the list and keeps what follows.
func (l *listing) take(r *http.Request, x Listing, day clock.Day) error {
	l.took, l.next = true, x.Next
	if g := x.Paging; g != nil && g.Page > 0 && g.Page < g.Pages() {
		l.next = g.Link(g.Page + 1)
	}
	if l.out == nil {
		name := path.Base(r.URL.Path)
		if day != clock.NoDay {
			name += "-" + day.String()
		}
		web.Attach(l.http, sheet.Media, name+extension)
		l.out = sheet.ForPeople(l.http)
		l.out.Line(x.Table.Heads()...)
	}
	for _, row := range x.Table.Rows {
		l.out.Line(x.Table.Line(row)...)
	}
	l.out.Flush()
	_ = http.NewResponseController(l.http).Flush() // a writer that cannot is flushed at the end
	return r.Context().Err()
}

// save sends a list as a spreadsheet, page after page as its handler finds them. What is
// wrong before the first line is shown as every error is; a file that has begun and cannot
// be ended breaks off, so that it does not look whole.
func save(w http.ResponseWriter, r *http.Request, serve func(http.ResponseWriter, *http.Request) error) error {
	at := *r.URL
	at.Path, at.RawPath = strings.TrimSuffix(at.Path, extension), ""
	l := &listing{saves: true, http: w}
	err := l.pages(r, &at, serve)
	switch {
	case err != nil && l.out == nil:
		return err
	case err != nil || l.out.End() != nil:
		panic(http.ErrAbortHandler)
	}
	return nil
}

func (l *listing) pages(r *http.Request, at *url.URL, serve func(http.ResponseWriter, *http.Request) error) error {
	for {
		page := r.Clone(context.WithValue(r.Context(), listKey{}, l))
		page.URL = at
		l.took, l.next = false, ""
		if err := serve(nowhere{}, page); err != nil {
			return err
		}
		switch {
		case !l.took && l.out == nil:
			return fault.New(fault.NotFound, "There is no list to be saved here.")
		case l.next == "" || !l.took: // the list has become shorter meanwhile
			return nil
		}
		next, err := at.Parse(l.next)
		if err != nil {
			return err
		}
		at = next
	}
}

// nowhere is where a handler writes what is not part of the list.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}
