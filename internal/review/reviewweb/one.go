package reviewweb

import (
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/law"
	"watchword/internal/review"
	"watchword/internal/sheet"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

// onePage is one review: every power with what is known, said and decided of it.
type onePage struct {
	web.Page
	Bar   part.AsAt
	Head  part.Head
	Says  []string
	CSV   string
	Roles []roleTable
}

type roleTable struct {
	Title string
	Table part.Table
}

// found is a review with the organisation it is of.
type found struct {
	review.Version
	cycle review.Cycle
}

func (h *Handlers) find(v visit.Visit) (f found, err error) {
	return f, h.DB.Read(v.R.Context(), func(tx *db.Tx) error {
		if f.Version, err = h.Reviews.Find(tx, v.Who, of(v.R), v.When); err != nil {
			return err
		}
		f.cycle, err = h.Reviews.Of(tx, v.Who, f.State.Org, v.When)
		return err
	})
}

func (f *found) page(v visit.Visit, title, crumb string) web.Page {
	name, org := f.cycle.Org.State.Name, string(f.State.Org)
	p := web.Page{Title: title, Active: active(v), Past: v.Bar.Past(), Crumbs: []web.Crumb{{Text: name, Href: v.Link(orgURL(org))}, {Text: "Reviews of powers", Href: v.Link(orgURL(org) + "/power-reviews")}, {Text: f.State.Number}}}
	if crumb != "" {
		p.Crumbs[2].Href = url(f.ID)
		p.Crumbs = append(p.Crumbs, web.Crumb{Text: crumb})
	}
	return p
}

func (h *Handlers) one(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	f, err := h.find(v)
	if err != nil {
		return err
	}
	k := &f.State
	p := &onePage{Page: f.page(v, k.Number+": powers of "+f.cycle.Org.State.Name, ""), Bar: v.Bar, CSV: v.Link(url(f.ID) + "/lines.csv"), Says: says(k),
		Head: part.Head{Caption: f.cycle.Org.State.Name, Title: "Review of powers " + k.Number, Statuses: []part.Status{status(k, v.Day(), false)}}}
	if k.State == review.Decided {
		p.Head.Links = []part.Link{{Text: "Letter to the organisation", Href: v.Link(url(f.ID) + "/letter")}}
	}
	if v.May(authz.AnswerReviews) && k.Can("power-review.answer", v.Day()) {
		text := "Answer"
		if k.Answered != nil {
			text = "Change the answer"
		}
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: text, Href: url(f.ID) + "/answer"})
	}
	if v.May(authz.DecideOrg) && k.Can("power-review.decide", v.Day()) {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Decide", Href: url(f.ID) + "/decide"})
	}
	if v.May(authz.KeepReviews) && k.Can("power-review.call-off", v.Day()) {
		p.Head.Actions = append(p.Head.Actions, govuk.Button{Text: "Call it off", Href: url(f.ID) + "/call-off", Classes: "govuk-button--secondary"})
	}
	p.Roles = tables(k, v.Day())
	return v.Show(h.page, w, "one.html", p)
}

// says is the course of a review in sentences.
func says(k *review.Review) []string {
	out := []string{"Opened on " + clock.DayOf(k.Asked.At).Long() + " by " + k.Asked.By + ". Uses are told of " + k.From.Long() + " to " + k.To.Long() + "."}
	if k.State == review.Asked && k.Told == 0 {
		out = append(out, "No contact of the organisation has an e-mail address, so nobody was written to. Telephone, or write.")
	}
	switch {
	case k.Answered != nil:
		out = append(out, "Answered on "+clock.DayOf(k.Answered.At).Long()+" by "+k.Answered.By+".")
	case k.State == review.Asked:
		out = append(out, "The authorised signatory answers by "+k.Due.Long()+". After that day it may be decided without an answer.")
	default:
		out = append(out, "The organisation did not answer.")
	}
	if d := k.Decided; d != nil {
		out = append(out, "Decided on "+clock.DayOf(d.At).Long()+" by "+d.By+": "+tally(k)+".")
	}
	if d := k.CalledOff; d != nil {
		out = append(out, "Called off on "+clock.DayOf(d.At).Long()+" by "+d.By+". "+k.Why)
	}
	return out
}

// tables is the powers, a table for each role.
func tables(k *review.Review, today clock.Day) []roleTable {
	var out []roleTable
	for i := range k.Lines {
		l := &k.Lines[i]
		j := slices.IndexFunc(out, func(t roleTable) bool { return t.Title == l.RoleTitle })
		if j < 0 {
			j = len(out)
			out = append(out, roleTable{l.RoleTitle, part.Table{Caption: "Powers of the role " + l.RoleTitle, RowHeaders: true,
				Columns: []part.Column{{Text: "Power"}, {Text: "Held since"}, {Text: "In force in", Numeric: true}, {Text: "Trained", Numeric: true}, {Text: "Used"}, {Text: "Still needed"}, {Text: "Decision"}}}})
		}
		out[j].Table.Rows = append(out[j].Table.Rows, lineRow(l, k.State, today))
	}
	return out
}

func lineRow(l *review.Line, s review.State, today clock.Day) part.Row {
	name := part.Cell{Text: l.Name(), Href: "/powers/" + string(l.Power), Sub: "Para " + l.Para()}
	if l.Condition != "" {
		name.Sub += ". Condition: " + l.Condition
	}
	if p, ok := law.Find(l.Power); ok {
		if st := p.StatusOn(today, p.Territory()); st != law.InForce {
			name.Sub += ". " + st.String() + ": nobody can be given it"
		}
	}
	used, needed := part.Cell{Text: "Not told", Quiet: true}, part.Cell{Text: "Not told", Quiet: true}
	if w := l.Word; w != nil {
		used = part.Cell{Text: "Not counted", Quiet: true, Sub: capital(w.Source.Title())}
		if w.Counted {
			used = part.Cell{Text: part.Count(w.Uses, "time", "times"), Sub: capital(w.Source.Title())}
		}
		needed = part.Cell{Text: map[bool]string{true: "Yes", false: "No"}[w.Needed], Sub: w.Why, Strong: !w.Needed}
	}
	return part.Row{Ended: l.Gone, Cells: []part.Cell{name, part.DayCell(l.Since), {Text: web.Number(l.InForce)}, {Text: web.Number(l.Trained)}, used, needed, verdict(l, s)}}
}

func verdict(l *review.Line, s review.State) part.Cell {
	d := l.Decision
	switch {
	case l.Gone:
		return part.Cell{Text: "No longer held", Quiet: true}
	case d == nil && s == review.CalledOff:
		return part.Cell{Text: "None", Quiet: true}
	case d == nil:
		return part.Cell{Text: "Not decided", Quiet: true}
	}
	kind := map[review.Verdict]part.Kind{review.Keep: part.InForce, review.Condition: part.Due, review.Remove: part.NotInForce}[d.Verdict]
	var sub []string
	for _, t := range []string{d.Condition, d.Reason} {
		if t != "" {
			sub = append(sub, strings.TrimSuffix(t, "."))
		}
	}
	return part.Cell{Status: part.Status{Kind: kind, Text: d.Verdict.Done(), Plain: true}, Sub: strings.Join(sub, ". ")}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// oneCSV is the lines of one review, as a file.
func (h *Handlers) oneCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	f, err := h.find(v)
	if err != nil {
		return err
	}
	web.Attach(w, sheet.Media, strings.ToLower(f.State.Number)+".csv")
	out := sheet.ForPeople(w)
	out.Line(review.Heads...)
	for i := range f.State.Lines {
		out.Line(f.State.Cells(f.cycle.Org.State.Name, &f.State.Lines[i])...)
	}
	return out.End()
}
