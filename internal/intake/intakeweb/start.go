package intakeweb

import (
	"net/http"

	"watchword/internal/clock"
	"watchword/internal/intake"
	"watchword/internal/intake/draft"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type startPage struct {
	web.Page
	Head        part.Head
	Doors       []door
	Waiting     part.Table
	WaitingHead part.Heading
	Past        part.Table
	PastHead    part.Heading
}

type door struct{ Href, Text, About string }

// pastShown is how many past imports the page lists.
const pastShown = 30

// start says what an import does, and shows what waits and what was written.
func (h *Handlers) start(w http.ResponseWriter, r *http.Request) error {
	who := actor(r)
	waiting, err := h.drafts.List(r.Context(), who)
	if err != nil {
		return err
	}
	past, err := h.drafts.Past(r.Context(), who)
	if err != nil {
		return err
	}
	p := &startPage{Page: web.Page{Title: "Import", Active: "/import"}, Head: part.Head{Title: "Import",
		Text: "Bring in the register you keep in a spreadsheet. The file is read first and shown as it was understood: nothing is written until you say so."}}
	p.Doors = []door{
		{"/import/organisations", "Organisations", "Employers with their roles, the powers of each role, contacts and arrangements. Import these first: people are read against them."},
		{"/import/people", "People", "Accredited persons and applicants, with AP number, powers, area, vetting, training and days."},
	}
	p.WaitingHead = part.Heading{Text: "Files of yours that are kept", Beside: "for a day each"}
	p.Waiting = waitingTable(waiting)
	p.PastHead = part.Heading{Text: "What was imported", Beside: "by the ledger"}
	p.Past = pastTable(past)
	return h.page.Render(w, r, "start.html", p)
}

func waitingTable(ds []draft.Draft) part.Table {
	t := part.Table{Caption: "Files that you sent in the last day", Columns: []part.Column{{Text: "File"}, {Text: "Lines are"}, {Text: "State"}, {Text: "Kept until"}}}
	for i := range ds {
		d := &ds[i]
		status, at := part.Status{Kind: part.Waiting, Text: "Not written"}, draftURL(d.ID, "")
		switch d.State {
		case draft.Taking:
			status = part.Status{Kind: part.Due, Text: "Being written"}
		case draft.Taken:
			status, at = part.Status{Kind: part.InForce, Text: "Written"}, draftURL(d.ID, "/done")
		}
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: d.Name, Href: at, Sub: size(d.Size)}, {Text: noun(d.Kind, 2)}, {Status: status}, {Text: clock.Moment(d.Until())}}})
	}
	return t
}

func pastTable(past []draft.Past) part.Table {
	t := part.Table{Caption: "Imports that were written, the newest first", Empty: "Nothing has been imported yet.",
		Columns: []part.Column{{Text: "When"}, {Text: "File"}, {Text: "Written"}, {Text: "By"}}}
	for _, x := range past[:min(len(past), pastShown)] {
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: clock.Moment(x.Began)}, {Text: x.Source}, {Text: counted(x.Kind, x.Lines)}, {Text: x.By}}})
	}
	return t
}

// size is a number of bytes as people say it.
func size(n int64) string {
	switch {
	case n < 1<<10:
		return web.Number(int(n)) + " bytes"
	case n < 1<<20:
		return web.Number(int(n>>10)) + " kB"
	}
	return web.Number(int(n>>20)) + " MB"
}

// kindTitle is the kind as the beginning of a heading.
func kindTitle(k intake.Kind) string {
	if k == intake.Organisations {
		return "Organisations"
	}
	return "People"
}
