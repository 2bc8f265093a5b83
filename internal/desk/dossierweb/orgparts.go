package dossierweb

import (
	"html/template"
	"net/http"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/accred"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/id"
	"watchword/internal/ledger"
	"watchword/internal/org"
	"watchword/internal/web"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// orgPartPage is a part of an organisation's entry that is one table.
type orgPartPage struct {
	web.Page
	Bar    part.AsAt
	Head   part.Head
	Sub    moj.SubNavigation
	Note   string
	Filter template.HTML
	Table  part.Table
	Paging part.Paging
	Links  []part.Link
}

const peopleSize = 50

// orgPeople is the people of an organisation.
func (h *Handlers) orgPeople(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	var f *file
	err = h.read(r, func(tx *db.Tx) (err error) {
		f, err = h.file(tx, v.Who, orgOf(r), v.When)
		return err
	})
	sort, team := r.URL.Query().Get("sort"), id.Team(r.URL.Query().Get("team"))
	if err == nil {
		err = h.withPeople(&v, f, desk.Filter{Limit: peopleSize, Offset: (n - 1) * peopleSize, Sort: sort, Team: team})
	}
	if err != nil {
		return err
	}
	p := &orgPartPage{Page: f.page(&v, "People: "+f.org.Name, "People"), Bar: v.Bar, Head: f.head(&v), Sub: f.sub(&v, "/people")}
	p.Filter = f.teamFilter(r, team)
	p.Paging = part.Paging{Path: r.URL.Path, Query: r.URL.Query(), Total: int(f.people.Total), Page: n, Size: peopleSize, Noun: "people"}
	p.Table = part.Table{Caption: "People of " + f.org.Name, RowHeaders: true, Empty: "Nobody has been put forward by this day.",
		Columns: []part.Column{p.Paging.Sort("Name", "name"), p.Paging.Sort("AP number", "number"), p.Paging.Sort("Role", "role"), {Text: "State"}, p.Paging.Sort("Next due", "due")}}
	if team != "" {
		p.Table.Empty = "Nobody belongs to this team."
	}
	for _, l := range f.people.Lines {
		p.Table.Rows = append(p.Table.Rows, personRow(&v, l))
	}
	p.Links = nil
	for _, l := range f.peopleLinks(&v) {
		if l.Text == putForward {
			p.Links = append(p.Links, l)
		}
	}
	return v.Show(h.page, w, "orgpart.html", p)
}

// pageNumber is the page of a list that the address asks for.
func pageNumber(r *http.Request) (int, error) {
	text := r.URL.Query().Get("page")
	if text == "" {
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 100000 {
		return 1, fault.New(fault.NotFound, "There is no such page of the list.")
	}
	return n, nil
}

func personRow(v *visit.Visit, l desk.Line) part.Row {
	at := v.When.At
	due := part.Cell{}
	if soon(l.Due, at) {
		due = part.Cell{Text: clock.LastDay(l.Due).Short(), Sub: dueWords[l.DueWhat]}
	}
	return part.Row{Ended: l.Stage == desk.Ended, Cells: []part.Cell{{Text: l.Name, Href: v.Link(personURL(l.Person))}, {Text: l.Number}, {Text: l.RoleAndTeam()}, {Status: lineStatus(l, v)}, due}}
}

// lineStatus is where a person of a list stands.
func lineStatus(l desk.Line, v *visit.Visit) part.Status {
	if s := l.Status(v.When.At); s != "" {
		text := s.Title()
		if s == accred.StatusInForce {
			text = "In force"
		}
		return part.Status{Kind: standingKinds[s], Text: text, Plain: true}
	}
	switch l.Stage {
	case desk.InVetting:
		return part.Status{Kind: part.Waiting, Text: waited(l.Waiting, v.Day()) + " for vetting", Plain: true}
	case desk.VettingRefused:
		return part.Status{Kind: part.NotInForce, Text: "Vetting not passed", Plain: true}
	case desk.Cleared:
		return part.Status{Kind: part.Waiting, Text: "Vetting passed", Plain: true}
	}
	return part.Status{Kind: part.Waiting, Text: "Put forward", Plain: true}
}

// kindTitle is what one contact is to the scheme.
func kindTitle(k org.ContactKind) string {
	return map[org.ContactKind]string{org.Signatory: "Authorised signatory", org.Liaison: "Liaison officer", org.PoliceLiaison: "Police liaison officer",
		org.Supervisor: "Supervisor", org.Complaints: "Complaints"}[k]
}

// orgAddress is how to reach the organisation itself, in a line.
func orgAddress(o *org.Organisation) string {
	var out []string
	for _, s := range []string{o.Address, o.Postcode, o.Phone, o.Email} {
		if s != "" {
			out = append(out, s)
		}
	}
	text := ""
	for i, s := range out {
		if i > 0 {
			text += ", "
		}
		text += s
	}
	return text
}

// orgHistory is all that the ledger holds about an organisation.
func (h *Handlers) orgHistory(w http.ResponseWriter, r *http.Request) error {
	v := visit.At(r, h.Clock)
	from, err := before(r)
	if err != nil {
		return err
	}
	p := &historyPageData{Bar: v.Bar, Note: historyNote(v.Who)}
	err = h.read(r, func(tx *db.Tx) error {
		f, err := h.file(tx, v.Who, orgOf(r), v.When)
		if err != nil {
			return err
		}
		if !inside(v.Who) {
			return fault.New(fault.Forbidden, "You may not see the history of an organisation. It is for the force and for the organisation itself.")
		}
		list, more, err := h.entries(tx, &v, ledger.About("organisation", f.id), from, historyPage)
		p.Page, p.Head, p.Sub = f.page(&v, "History: "+f.org.Name, "History"), f.head(&v), f.sub(&v, "/history")
		p.Older = older(&v, list, more)
		lists := [][]moj.Event{events(v.Who, list, f.org.Name)}
		if from > 0 {
			p.Newest = v.Link(r.URL.Path)
		} else {
			lists = append(lists, f.lapses())
		}
		p.Timeline = moj.Timeline{Items: merged(0, lists...), HeadingLevel: 2, Empty: "Nothing was recorded by this day."}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show(h.page, w, "history.html", p)
}

// letterDay is the day of a letter in a table.
func letterDay(l accred.Letter) string { return clock.DayOf(l.At).Short() }

// dueWords is what lapses, in words.
var dueWords = map[string]string{"training": "Training ends", "law": "A power ends in law", "vetting": "Vetting ends", "period": "Accreditation ends", "arrangements": "Arrangements end"}
