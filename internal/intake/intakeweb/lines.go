package intakeweb

import (
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"watchword/internal/fault"
	"watchword/internal/intake"
	"watchword/internal/intake/draft"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// badQuery is the filter of the bad lines as the address has it.
type badQuery struct {
	Reason string `form:"reason" max:"60"`
	Column string `form:"column" max:"200"`
	Page   int    `form:"page"`
}

// badFilter is the two lists above the table.
type badFilter struct {
	Action string
	Shown  bool
	Fields []template.HTML
}

const badSize = 30

func (p *lookPage) badLines(r *http.Request, rd *draft.Reading, q badQuery) {
	all := rd.Result.Bad
	p.BadHead = part.Heading{Text: "Bad lines", ID: "bad", Count: web.Number(rd.Result.BadLines())}
	if len(all) == 0 {
		p.Bad = part.Table{Empty: "Every line can come in."}
		p.BadHead.Count = ""
		return
	}
	found := q.pass(all)
	p.filter(all, q)
	p.BadPaging = part.Paging{Path: p.At, Query: url.Values{}, Total: len(found), Size: badSize, Noun: "faults"}
	for name, v := range map[string]string{"reason": q.Reason, "column": q.Column} {
		if v != "" {
			p.BadPaging.Query.Set(name, v)
		}
	}
	p.BadPaging.Page = max(1, min(q.Page, p.BadPaging.Pages()))
	from := p.BadPaging.Offset()
	p.Bad = problemTable("Bad lines", found[from:min(len(found), from+badSize)])
	p.Bad.Empty = "No bad line fits the filter. Take it away."
}

func (q badQuery) pass(all []intake.Problem) []intake.Problem {
	var out []intake.Problem
	for _, x := range all {
		if (q.Reason == "" || string(x.Reason) == q.Reason) && (q.Column == "" || x.Column == q.Column) {
			out = append(out, x)
		}
	}
	return out
}

func (p *lookPage) filter(all []intake.Problem, q badQuery) {
	reasons, columns := map[string]int{}, map[string]int{}
	for _, x := range all {
		reasons[string(x.Reason)]++
		if x.Column != "" {
			columns[x.Column]++
		}
	}
	p.Filter = badFilter{Action: p.At, Shown: len(reasons) > 1 || len(columns) > 1 || q != badQuery{}}
	why := govuk.Select{ID: "filter-reason", Name: "reason", Label: govuk.Label{Text: "What is wrong"}, Value: q.Reason, Items: []govuk.Option{{Blank: true, Text: "Anything"}}}
	for _, k := range byCount(reasons) {
		why.Items = append(why.Items, govuk.Option{Value: k, Text: reasonWords(intake.Reason(k)) + " (" + strconv.Itoa(reasons[k]) + ")"})
	}
	where := govuk.Select{ID: "filter-column", Name: "column", Label: govuk.Label{Text: "In the column"}, Value: q.Column, Items: []govuk.Option{{Blank: true, Text: "Any"}}}
	for _, k := range byCount(columns) {
		where.Items = append(where.Items, govuk.Option{Value: k, Text: k + " (" + strconv.Itoa(columns[k]) + ")"})
	}
	p.Filter.Fields = []template.HTML{why.Render(), where.Render()}
	chip := func(text, keep, value string) {
		at := p.At
		if value != "" {
			at = web.With(at, keep, value)
		}
		p.Chips.Items = append(p.Chips.Items, moj.Tag{Text: text, Href: at})
	}
	if q.Reason != "" {
		chip(reasonWords(intake.Reason(q.Reason)), "column", q.Column)
	}
	if q.Column != "" {
		chip(q.Column, "reason", q.Reason)
	}
}

// reasonWords is a code of a reason in words: "AP number missing".
func reasonWords(r intake.Reason) string {
	s := strings.ReplaceAll(string(r), "-", " ")
	for _, x := range [][2]string{{"ap number", "AP number"}, {"pnd", "PND"}, {"nul byte", "NUL byte"}, {"schedule 5", "Schedule 5"}} {
		s = strings.ReplaceAll(s, x[0], x[1])
	}
	return upper(s)
}

// badCSV is every bad line as a file, to be mended.
func (h *Handlers) badCSV(w http.ResponseWriter, r *http.Request) error {
	return h.problems(w, r, "bad lines", func(rd *draft.Reading) []intake.Problem { return rd.Result.Bad })
}

// notesCSV is every note as a file.
func (h *Handlers) notesCSV(w http.ResponseWriter, r *http.Request) error {
	return h.problems(w, r, "notes", func(rd *draft.Reading) []intake.Problem { return rd.Result.Warnings })
}

func (h *Handlers) problems(w http.ResponseWriter, r *http.Request, what string, of func(*draft.Reading) []intake.Problem) error {
	d, err := h.drafts.Find(r.Context(), actor(r), draftOf(r))
	if err != nil {
		return err
	}
	rd := draft.Reading{Draft: d, Result: intake.Result{Bad: d.Outcome.Bad}}
	switch {
	case d.State == draft.Taken && what == "notes":
		return fault.New(fault.NotFound, "The notes of a file are kept until it is written.")
	case d.State != draft.Taken:
		if rd, err = h.drafts.Read(r.Context(), actor(r), d.ID); err != nil {
			return err
		}
	}
	base := strings.TrimSuffix(d.Name, path.Ext(d.Name))
	web.Attach(w, sheet.Media, "")
	w.Header().Set("Content-Disposition", "attachment; filename=\"import-"+strings.ReplaceAll(what, " ", "-")+".csv\"; filename*=UTF-8''"+url.PathEscape(base+" - "+what+".csv"))
	out := sheet.ForPeople(w)
	out.Line("Line", "Column", "What is wrong", "In the file", "Perhaps", "Reason")
	for _, x := range of(&rd) {
		out.Line(strconv.Itoa(x.Line), x.Column, x.Message, x.Value, x.Suggestion, string(x.Reason))
	}
	return out.End()
}
