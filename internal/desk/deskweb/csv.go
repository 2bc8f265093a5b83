package deskweb

import (
	"net/http"
	"strconv"
	"time"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/sheet"
	"watchword/internal/web"
)

// peopleCSV is the list of people as it is filtered, as CSV, line by line as it is read.
func (h *Handlers) peopleCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.board.Clock)
	if !v.Who.Can(authz.ReadPerson) {
		return v.Who.May(authz.ReadPerson, authz.Object{})
	}
	if v.Wrong != nil {
		return v.Wrong
	}
	q, err := web.Query[peopleQuery](r)
	if err == nil {
		err = q.check()
	}
	if err != nil {
		return err
	}
	out := file(w, "people", v.Day(), "Name", "AP number", "Employer", "Role", "Team", "State", "From", "Until", "Falls due", "What falls due", "Waiting for vetting since", "Area", "Powers")
	line := func(l desk.Line) error {
		return out.row(l.Name, l.Number, l.OrgName, l.Role, l.TeamName, lineStatus(l, v.When.At).Text, firstDay(l.Begins), lastDay(l.Until), lastDay(l.Due), l.DueWhat, l.Waiting.String(), l.Area, strconv.Itoa(l.Powers))
	}
	f := q.filter(v.Today())
	if !v.Bar.Past() {
		return out.end(h.board.EachLine(r.Context(), v.Who, f, line))
	}
	f.Limit = 1 << 30
	found, err := h.readPeople(v, f)
	if err != nil {
		return err
	}
	for _, l := range found.Lines {
		if err := line(l); err != nil {
			return out.end(err)
		}
	}
	return out.end(nil)
}

// organisationsCSV is the list of organisations as it is filtered, as CSV.
func (h *Handlers) organisationsCSV(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.board.Clock)
	if v.Wrong != nil {
		return v.Wrong
	}
	q, err := web.Query[orgsQuery](r)
	if err != nil {
		return err
	}
	f := q.filter()
	var all []desk.OrgLine
	for { // pages of what is in memory already
		f.Limit = 200
		found, err := h.board.Organisations(r.Context(), v.Who, f, v.Then())
		if err != nil {
			return err
		}
		all = append(all, found.Lines...)
		if f.After = found.Next; f.After == "" {
			break
		}
	}
	out := file(w, "organisations", v.Day(), "Number", "Name", "Kind", "State", "Area", "Accredited since", "In force from", "In force to", "Accredited persons", "Suspended persons", "Awaiting vetting")
	for _, l := range all {
		if err := out.row(l.Entry.Number, l.Entry.Name, l.Entry.Kind.Title(), orgStatus(l).Text, l.Entry.AreaText, l.Entry.Since.String(), l.Entry.From.String(), l.Entry.To.String(),
			strconv.FormatInt(l.Holders, 10), strconv.FormatInt(l.Suspended, 10), strconv.FormatInt(l.Vetting, 10)); err != nil {
			return out.end(err)
		}
	}
	return out.end(nil)
}

// rows writes CSV as it comes. Nothing is sent before the first line is known, so that
// what is wrong before it is shown as every error is.
type rows struct {
	http  http.ResponseWriter
	name  string
	heads []string
	out   *sheet.Out // nil before the first line
	n     int
}

// file is a table of that name and day.
func file(w http.ResponseWriter, name string, day clock.Day, heads ...string) *rows {
	return &rows{http: w, name: name + "-" + day.String() + ".csv", heads: heads}
}

func (o *rows) begin() {
	if o.out == nil {
		web.Attach(o.http, sheet.Media, o.name)
		o.out = sheet.ForPeople(o.http)
		o.out.Line(o.heads...)
	}
}

func (o *rows) row(cells ...string) error {
	o.begin()
	if o.n++; o.n%500 == 0 {
		o.out.Flush()
		_ = http.NewResponseController(o.http).Flush() // a writer that cannot is flushed at the end
	}
	return o.out.Line(cells...)
}

// end ends the file. A file that has begun and cannot be ended breaks off, so that it
// does not look whole.
func (o *rows) end(err error) error {
	if err != nil && o.out == nil {
		return err
	}
	o.begin()
	if o.out.End() != nil || err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

func firstDay(t time.Time) string {
	if t.Equal(clock.Forever) {
		return ""
	}
	return clock.DayOf(t).String()
}

// lastDay is the last day before an instant at which something ends.
func lastDay(t time.Time) string {
	if t.Equal(clock.Forever) {
		return ""
	}
	return clock.LastDay(t).String()
}
