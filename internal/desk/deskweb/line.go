package deskweb

import (
	"strconv"
	"time"

	"watchword/internal/accred"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/id"
	"watchword/internal/law"
	"watchword/internal/web/part"
)

func personURL(p id.Person) string        { return "/people/" + string(p) }
func orgURL(o id.Org) string              { return "/organisations/" + string(o) }
func decideURL(a id.Accreditation) string { return "/decide/" + string(a) }

// lineStatus is a person's state in one status, at an instant.
func lineStatus(l desk.Line, at time.Time) part.Status {
	switch l.Stage {
	case desk.PutForward:
		return part.Status{Kind: part.Waiting, Text: "Put forward"}
	case desk.InVetting:
		return part.Status{Kind: part.Waiting, Text: "Awaiting vetting"}
	case desk.VettingRefused:
		return part.Status{Kind: part.NotInForce, Text: "Vetting refused"}
	case desk.Cleared:
		return part.Status{Kind: part.Waiting, Text: "Vetting passed"}
	}
	s := l.Status(at)
	if s == accred.StatusNotYet {
		return part.Status{Kind: part.Waiting, Text: "From " + clock.DayOf(l.Begins).Short()}
	}
	text := map[accred.Status]string{accred.StatusInForce: "In force", accred.StatusOrgStopped: "Suspended with employer", accred.StatusVettingOver: "Stopped: vetting ended"}[s]
	if text == "" {
		text = s.Title()
	}
	return part.Status{Kind: statusKinds[s], Text: text}
}

var statusKinds = map[accred.Status]part.Kind{accred.StatusProposed: part.Waiting, accred.StatusInForce: part.InForce,
	accred.StatusSuspended: part.Suspended, accred.StatusOrgStopped: part.Suspended, accred.StatusExpired: part.Ended, accred.StatusVettingOver: part.Ended,
	accred.StatusWithdrawn: part.NotInForce, accred.StatusRefused: part.NotInForce, accred.StatusLeft: part.Ended, accred.StatusMerged: part.Ended, accred.StatusGivenUp: part.Ended, accred.StatusCeased: part.Ended}

// lineTable is persons as rows. sort makes the columns that sort, or is nil; link keeps
// the days of the as-at bar. Employers are links for those who may open them.
func lineTable(who authz.Actor, lines []desk.Line, at time.Time, sort func(text, key string) part.Column, link func(string) string) part.Table {
	if sort == nil {
		sort = func(text, _ string) part.Column { return part.Column{Text: text} }
	}
	t := part.Table{Caption: "People", Columns: []part.Column{sort("Person", "name"), sort("AP number", "number"), sort("Employer", "org"), {Text: "State"}, sort("Falls due", "due")}}
	for _, l := range lines {
		status := lineStatus(l, at)
		employer := part.Cell{Text: l.OrgName}
		if who.May(authz.ReadOrg, authz.Object{Org: l.Org}) == nil {
			employer.Href = link(orgURL(l.Org))
		}
		row := part.Row{Cells: []part.Cell{{Text: l.Name, Href: link(personURL(l.Person)), Sub: l.RoleAndTeam(), Strong: true}, {Text: l.Number}, employer,
			{Status: status}, dueCell(l, at)}}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// dueWords is what lapses, as it stands in lists.
var dueWords = map[string]string{"training": "Training ends", "law": "A power ends in law", "vetting": "Vetting ends", "period": "Accreditation ends", "arrangements": "Arrangements end"}

// dueCell is the nearest thing that lapses: its last day, set off when it is within 30
// days.
func dueCell(l desk.Line, at time.Time) part.Cell {
	switch {
	case l.Stage == desk.InVetting && l.Waiting != clock.NoDay:
		return part.Cell{Text: "Since " + l.Waiting.Short(), Quiet: true, Nowrap: true}
	case l.Due.Equal(clock.Forever) || !l.Due.After(at):
		return part.Cell{}
	}
	last := clock.LastDay(l.Due)
	if days := int(last - clock.DayOf(at)); days <= 30 {
		return part.Cell{Status: part.Status{Kind: part.Due, Text: inDays(days)}, Sub: dueWords[l.DueWhat] + " " + last.Short()}
	}
	return part.Cell{Text: last.Short(), Nowrap: true, Sub: dueWords[l.DueWhat]}
}

func inDays(n int) string {
	switch n {
	case 0:
		return "Ends tonight"
	case 1:
		return "Ends tomorrow"
	}
	return "Ends in " + strconv.Itoa(n) + " days"
}

// days is a number of days in words.
func days(n int) string { return part.Count(int(n), "day", "days") }

// powerName is a power as it stands in filters.
func powerName(p law.PowerID) string {
	if x, ok := law.Find(p); ok {
		return x.Name
	}
	return string(p)
}
