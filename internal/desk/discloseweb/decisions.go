package discloseweb

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk/disclose"
	"watchword/internal/desk/discloseapi"
	"watchword/internal/fault"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

// pageSize is how many lines of the list a page has.
const pageSize = 50

type decisionsPage struct {
	web.Page
	Lede   string
	Force  string
	Keys   []string
	Table  part.Table
	Paging part.Paging
	Own    []ownView
}

// ownView is what opens the reader’s own lines.
type ownView struct{ Number, Blinded, Opening string }

var kinds = map[disclose.Kind]part.Status{disclose.Granted: {Kind: part.InForce, Text: "Granted", Plain: true}, disclose.Withdrawn: {Kind: part.NotInForce, Text: "Withdrawn", Plain: true}}

// decisions is the list of grants and withdrawals.
func (h *Handlers) decisions(w http.ResponseWriter, r *http.Request) error {
	got, err := h.Disclose.Record(r.Context(), force(r))
	if err != nil {
		return err
	}
	p := &decisionsPage{Page: web.Page{Title: "Grants and withdrawals", Active: "/register"}, Force: got.Force, Keys: got.Keys}
	granted := 0
	for _, l := range got.Lines {
		if l.Kind == disclose.Granted {
			granted++
		}
	}
	p.Lede = part.Count(granted, "grant", "grants") + " and " + part.Count(len(got.Lines)-granted, "withdrawal", "withdrawals") + " of accreditations, the newest first. No line says whose it is."
	at, _ := strconv.Atoi(r.URL.Query().Get("page"))
	p.Paging = part.Paging{Path: "/decisions", Query: r.URL.Query(), Total: len(got.Lines), Size: pageSize, Page: max(1, min(at, 1000000)), Noun: "lines"}
	p.Table = part.Table{Caption: "Grants and withdrawals", RowHeaders: true, Columns: []part.Column{{Text: "Decision"}, {Text: "Recorded"}, {Text: "Identifier"}, {Text: "Proof of the ledger entry"}},
		Empty: "No accreditation has been granted yet."}
	from := min(p.Paging.Offset(), len(got.Lines))
	for _, l := range got.Lines[from:min(from+pageSize, len(got.Lines))] {
		p.Table.Rows = append(p.Table.Rows, row(l))
	}
	if who := account.Actor(r.Context()); who.Role == authz.AccreditedPerson {
		mine, err := h.Disclose.Open(r.Context(), who, who.Person)
		if err != nil {
			return err
		}
		for _, x := range mine {
			p.Own = append(p.Own, ownView{x.Number, x.Lines[0].Blinded, x.Opening})
		}
		w.Header().Set("Cache-Control", "no-store")
	}
	return h.public.Render(w, r, "decisions.html", p)
}

func row(l disclose.Decision) part.Row {
	proof := part.Cell{Text: "Waits to be signed", Quiet: true}
	if l.Place >= 0 {
		n := strconv.FormatInt(l.Place, 10)
		proof = part.Cell{Text: "Proof of " + n, Href: "/decisions/" + n + "/proof"}
	}
	half := len(l.Blinded) / 2
	return part.Row{Cells: []part.Cell{{Status: kinds[l.Kind]}, part.DayCell(l.Day), {HTML: template.HTML(l.Blinded[:half] + "<wbr>" + l.Blinded[half:]), Mono: true}, proof}} // hexadecimal
}

func (h *Handlers) decisionsCSV(w http.ResponseWriter, r *http.Request) error {
	got, err := h.Disclose.Record(r.Context(), force(r))
	if err != nil {
		return err
	}
	download(w, "text/csv; charset=utf-8", "grants-and-withdrawals", clock.DayOf(h.Clock.Now()), "csv")
	out := sheet.To(w)
	out.Line("decision", "recorded", "identifier", "ledger entry", "leaf", "leaf hash")
	for i := range got.Lines {
		l := &got.Lines[i]
		place := ""
		if l.Place >= 0 {
			place = strconv.FormatInt(l.Place, 10)
		}
		hash := l.Hash()
		out.Line(string(l.Kind), l.Day.String(), l.Blinded, place, base64.StdEncoding.EncodeToString(l.Leaf), hex.EncodeToString(hash[:]))
	}
	return out.End()
}

// decisionsJSON is the whole list in one file, as the API has it.
func (h *Handlers) decisionsJSON(w http.ResponseWriter, r *http.Request) error {
	got, err := h.Disclose.Record(r.Context(), force(r))
	if err != nil {
		return err
	}
	download(w, "application/json", "grants-and-withdrawals", clock.DayOf(h.Clock.Now()), "json")
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(discloseapi.WireRecord(got))
}

func (h *Handlers) proof(w http.ResponseWriter, r *http.Request) error {
	place, err := strconv.ParseInt(r.PathValue("place"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "No line of the list stands at that place of the ledger.")
	}
	file, err := h.Disclose.Proof(r.Context(), force(r), place)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", web.Attachment("entry-"+strconv.FormatInt(place, 10)+".tlog-proof"))
	_, _ = w.Write(file) // the reader has gone; there is nobody to tell
	return nil
}
