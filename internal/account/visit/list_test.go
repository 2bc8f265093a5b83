package visit_test

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
	"watchword/internal/web/webtest"
)

// shelf is a list of so many things, or of those whose number ends in a digit.
type shelf struct {
	page  *web.Pages
	total int
	reads int // pages that were read
	fails int // the page that cannot be read; 0: each can
}

type shelfPage struct {
	web.Page
	Head   part.Head
	Table  part.Table
	Paging part.Paging
}

func (p *shelfPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

func (h *shelf) list(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, clock.At(noon))
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	if h.reads++; h.reads == h.fails {
		return fault.New(fault.Refused, "Not today.")
	}
	p := &shelfPage{Page: web.Page{Title: "Things"}, Head: part.Head{Title: "Things"}}
	var all []int
	for i := range h.total {
		if q := r.URL.Query().Get("q"); q == "" || strings.HasSuffix(strconv.Itoa(i), q) {
			all = append(all, i)
		}
	}
	p.Paging = part.Paging{Path: "/things", Query: r.URL.Query(), Total: len(all), Page: max(1, page), Size: v.Size(2)}
	p.Table.Columns = []part.Column{{Text: "Thing"}, {Text: "Since", Under: "By"}, {Text: "Price", Numeric: true}, {Text: "State"}, {Text: "Press", Acts: true}, {}}
	for _, i := range all[min(len(all), p.Paging.Offset()):min(len(all), p.Paging.Offset()+p.Paging.Size)] {
		since := part.DayCell(clock.MustDay("2026-02-03"))
		since.Sub = "Ruth"
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: "=thing " + strconv.Itoa(i), Sub: "blue"}, since, {Text: "£1,234.50"}, {HTML: "<b>far &amp;</b> <i>wide</i>", Status: part.Status{Text: "Due"}}, {Text: "Throw away"}, {Text: "x"}}})
	}
	return v.Show(h.page, w, "list.html", p)
}

func (h *shelf) open() http.Handler {
	site := web.New(web.Config{Log: slog.New(slog.DiscardHandler), Clock: clock.At(noon)})
	h.page = site.Office(fstest.MapFS{"list.html": {Data: []byte(`{{define "main"}}{{.Head.Render}}{{.Table.Render}}{{end}}`)}}, "*.html", nil)
	mux := http.NewServeMux()
	visit.Doors[*shelf]{visit.List("GET /things", authz.ReadPerson, (*shelf).list)}.Open(mux, h.page, h)
	return mux
}

const heads = "\ufeffThing,Since,By,Price,State\r\n"

func line(n string) string {
	return "'=thing " + n + "; blue,2026-02-03,Ruth,1234.50,far & wide; Due\r\n"
}

func TestListIsSavedAsItIsShown(t *testing.T) {
	t.Parallel()
	h := &shelf{total: 5}
	pages := h.open()
	webtest.Get(t, pages, "/things").Status(200).Has(`a[href="/things.csv"]`, "Save as a spreadsheet")
	webtest.Get(t, pages, "/things?page=1&q=1").Has(`a[href="/things.csv?q=1"]`, "Save as a spreadsheet")
	webtest.Get(t, pages, "/things?q=x").Lacks("a", "Save as a spreadsheet")
	got := webtest.Get(t, pages, "/things.csv").Status(200)
	if want := heads + line("0") + line("1") + line("2") + line("3") + line("4"); got.Source() != want {
		t.Errorf("%q and not %q", got.Source(), want)
	}
	if name := got.Header("Content-Disposition"); name != `attachment; filename="things-2026-11-17.csv"` {
		t.Errorf("it is saved as %s", name)
	}
	if got := webtest.Get(t, pages, "/things.csv?q=3").Source(); got != heads+line("3") {
		t.Errorf("filtered: %q", got)
	}
	if got := webtest.Get(t, pages, "/things.csv?q=x").Status(200).Source(); got != heads {
		t.Errorf("of nothing: %q", got)
	}
	webtest.Get(t, pages, "/things.csv?as_at=2026-02-31").Status(422)
}

func TestLongListIsSavedPageByPage(t *testing.T) {
	t.Parallel()
	h := &shelf{total: 2500}
	if got := webtest.Get(t, h.open(), "/things.csv").Status(200).Source(); strings.Count(got, "\r\n") != 2501 || h.reads != 3 {
		t.Errorf("%d lines, read in %d pages", strings.Count(got, "\r\n"), h.reads)
	}
	h = &shelf{total: 2500, fails: 1}
	webtest.Get(t, h.open(), "/things.csv").Status(409).Says("Not today.")
	h = &shelf{total: 2500, fails: 2}
	pages := h.open()
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("a file that cannot be ended looks whole")
		}
	}()
	webtest.Get(t, pages, "/things.csv")
}
