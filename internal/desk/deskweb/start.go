package deskweb

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"watchword/internal/account"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/desk"
	"watchword/internal/diary"
	"watchword/internal/law"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/part"
)

const (
	startTasks = 7 // rows of the queue on the start page
	startDues  = 7 // rows of what falls due
)

type startPage struct {
	web.Page
	Head        part.Head
	Figures     part.Figures
	Definitions govuk.SummaryList
	Queue       *queuePart // nil: this role has none
	DueHead     part.Heading
	Due         part.DueList
	DueLinks    template.HTML
	ShowDue     bool
	Waits       *part.Bars
	Line        *part.Line
	Ends        *part.Columns
}

// queuePart is what waits for the actor.
type queuePart struct {
	Head  part.Heading
	Table part.Table
	Links template.HTML
}

// start is the first page of every role: the same frame, with its own figures and queue.
func (h *Handlers) start(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	if who.Role == authz.AccreditedPerson {
		return web.SeeOther(w, r, h.own(who), "")
	}
	title := "Start"
	if who.Role == authz.Commissioner {
		title = "Figures"
	}
	now := h.board.Clock.Now()
	today := clock.DayOf(now)
	p := &startPage{Page: web.Page{Title: title, Active: "/start"}, Head: part.Head{Title: title, Aside: today.Full()}}
	o, err := h.board.Overview(r.Context(), who)
	if err != nil {
		return err
	}
	s, err := h.board.Series(r.Context(), who)
	if err != nil {
		return err
	}
	p.figures(who, o, s, today)
	if err := h.startQueue(r, who, p, today); err != nil {
		return err
	}
	if who.Can(authz.ReadPerson) {
		a, err := h.board.Ahead(r.Context(), who, desk.StartDays, desk.StartMost)
		if err != nil {
			return err
		}
		p.falls(a, today)
	}
	if err := h.startCharts(r, who, p, o, s); err != nil {
		return err
	}
	return h.page.Render(w, r, "start.html", p)
}

// figure is a figure with what it counts.
type figure struct {
	part.Figure
	counts string
}

// figures chooses the five of the role.
func (p *startPage) figures(who authz.Actor, o desk.Overview, s desk.Series, today clock.Day) {
	persons := figure{part.Figure{Number: number(o.Persons), Text: "accredited persons", Href: "/people?state=in-force", Sub: moved(o.Persons, s.MonthAgo)},
		"Persons whose accreditation is in force at this instant. Suspended persons, and those whose accreditation has stopped by itself, are not among them."}
	vetting := figure{part.Figure{Number: number(o.Vetting), Text: "awaiting vetting", Href: "/people?state=vetting", Sub: longest(o.VettingLongest, today)},
		"Persons for whom vetting was asked and not yet decided. The time runs from the day it was asked for."}
	if who.Can(authz.RecordVetting) || who.Can(authz.Recommend) {
		vetting.Href = "/vetting"
	}
	decide := figure{part.Figure{Number: number(o.ToDecide), Text: "with the delegate", Href: "/people?state=to-decide", Sub: more(o.Cleared, "more is cleared by vetting", "more are cleared by vetting")},
		"Persons put before the chief officer’s delegate and not yet decided."}
	if who.Can(authz.Grant) {
		decide.Href = "/decide"
	}
	orgs := figure{part.Figure{Number: number(o.Orgs), Text: "accredited organisations", Href: "/organisations?state=in-force", Sub: orgsSub(o)},
		"Organisations whose arrangements with the chief officer are in force at this instant."}
	asb := figure{part.Figure{Number: number(o.ASBPersons), Beside: "in " + number(o.ASBOrgs), Text: "persons, organisations with antisocial behaviour powers", Href: "/people?power=" + string(law.Members(law.GroupASB)[0])},
		"Persons who may at this instant ask for a name and address of someone behaving antisocially, and the organisations they work for."}
	ending := figure{part.Figure{Number: number(o.Due), Text: "with something that ends", Href: "/people?due=30&sort=due", Sub: "in the next 30 days"},
		"Persons of whom training, vetting, accreditation or the employer’s arrangements end within 30 days, if nobody acts."}
	stopped := figure{part.Figure{Number: number(o.PersonsSuspended), Text: "suspended", Href: "/people?state=suspended", Sub: more(o.Lapsed, "more has stopped by itself", "more have stopped by themselves")},
		"Persons suspended by the chief officer, or stopped because their employer is suspended."}
	chosen := []figure{orgs, persons, vetting, asb, decide}
	switch {
	case who.Role.OfEmployer():
		chosen = []figure{persons, ending, vetting, decide, stopped}
	case who.Role == authz.Trainer, who.Role == authz.ControlRoom, who.Role == authz.Neighbourhood, who.Role == authz.Standards, who.Role == authz.DataProtection:
		chosen = []figure{persons, stopped, ending, asb, orgs}
	}
	for _, f := range chosen {
		if f.Href = open(who, f.Href); f.Href == "" && strings.HasPrefix(f.Text, "accredited organisations") && !who.Can(authz.ReadOrg) {
			continue
		}
		p.Figures.Items = append(p.Figures.Items, f.Figure)
		p.Definitions.Rows = append(p.Definitions.Rows, govuk.Row{Key: govuk.Words{Text: capital(f.Text)}, Value: govuk.Words{Text: f.counts}})
	}
}

// open is the address if the actor may open the list behind it.
func open(who authz.Actor, href string) string {
	if strings.HasPrefix(href, "/organisations") && !who.Can(authz.ReadOrg) || !strings.HasPrefix(href, "/organisations") && !who.Can(authz.ReadPerson) {
		return ""
	}
	return href
}

// more is a number of others with its words, or nothing for none.
func more(n int64, one, many string) string {
	if n == 0 {
		return ""
	}
	return part.Count(int(n), one, many)
}

func number(n int64) string { return part.Number(int(n)) }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func moved(now, before int64) string {
	switch d := now - before; {
	case d > 0:
		return number(d) + " more than a month ago"
	case d < 0:
		return number(-d) + " fewer than a month ago"
	}
	return "as many as a month ago"
}

func orgsSub(o desk.Overview) string {
	var parts []string
	if o.OrgsSuspended > 0 {
		parts = append(parts, number(o.OrgsSuspended)+" suspended")
	}
	if o.OrgsApplying > 0 {
		parts = append(parts, number(o.OrgsApplying)+" applying")
	}
	if len(parts) == 0 {
		return ""
	}
	return "and " + strings.Join(parts, ", ")
}

func longest(since, today clock.Day) string {
	if since == clock.NoDay || since > today {
		return "nobody waits"
	}
	return "longest " + waited(int(today-since))
}

// waited is a time of waiting: days in the first fortnight, then weeks begun, as the
// bands of the chart count them.
func waited(n int) string {
	if n < 14 {
		return days(n)
	}
	return part.Count(int(n+6)/7, "week", "weeks")
}

func (h *Handlers) startQueue(r *http.Request, who authz.Actor, p *startPage, today clock.Day) error {
	t, err := h.board.Tasks(r.Context(), who)
	if err != nil {
		return err
	}
	if !hasQueue(who) && t.Total == 0 {
		return nil
	}
	set, err := h.settings(r, who)
	if err != nil {
		return err
	}
	q := &queuePart{Head: part.Heading{Text: queueTitle(who)}, Table: taskTable(queueTitle(who), t.Items[:min(len(t.Items), startTasks)], who, today, set)}
	if t.Total > 0 {
		q.Head.Count = number(t.Total)
	}
	all := "/decide"
	if who.Can(authz.RecordVetting) {
		all = "/vetting"
	}
	if t.Total > startTasks {
		q.Links = part.Links(part.Link{HTML: linkText("All "+number(t.Total), q.Head.Text), Href: all})
	}
	if t.Total == 0 {
		q.Table.Empty, err = h.nothing(r, who)
	}
	p.Queue = q
	return err
}

// nothing says that nothing waits, and what is coming.
func (h *Handlers) nothing(r *http.Request, who authz.Actor) (string, error) {
	a, err := h.board.Ahead(r.Context(), who, desk.StartDays, desk.StartMost)
	if a.Cut {
		return emptyQueue(who) + " What falls due stands beside it.", err
	}
	return emptyQueue(who) + " " + fallDue(len(a.Due), desk.StartDays), err
}

// hasQueue reports whether the role ever has something to decide or do here.
func hasQueue(who authz.Actor) bool {
	for _, p := range []authz.Permission{authz.Grant, authz.DecideOrg, authz.Recommend, authz.RecordVetting, authz.NominatePerson} {
		if who.Can(p) {
			return true
		}
	}
	return false
}

func queueTitle(who authz.Actor) string {
	switch {
	case who.Can(authz.RecordVetting):
		return "Vetting queue"
	case who.Role.OfEmployer():
		return "Needs you"
	case !hasQueue(who):
		return "Waits for you"
	}
	return "Needs your decision"
}

func emptyQueue(who authz.Actor) string {
	if who.Can(authz.RecordVetting) {
		return "Nobody waits for vetting."
	}
	if who.Role.OfEmployer() {
		return "Nothing waits for you."
	}
	return "Nothing needs your decision."
}

func fallDue(n, days int) string {
	switch n {
	case 0:
		return fmt.Sprintf("Nothing falls due in the next %d days.", days)
	case 1:
		return fmt.Sprintf("One thing falls due in the next %d days.", days)
	}
	return fmt.Sprintf("%s things fall due in the next %d days.", part.Number(n), days)
}

// falls shows what falls due. What stands in the queue, with its clock, stands there alone.
func (p *startPage) falls(a desk.Ahead, today clock.Day) {
	items, theirs := a.Shown()
	items = slices.DeleteFunc(slices.Clone(items), func(x diary.Item) bool { return !x.Since.IsZero() })
	groups := diary.Groups(items)
	p.ShowDue = true
	p.DueHead = part.Heading{Text: "Falls due", Beside: fmt.Sprintf("next %d days", desk.StartDays)}
	if !theirs {
		p.DueHead.Beside += ", for others to see to"
	}
	p.Due = dueList(groups[:min(len(groups), startDues)], today)
	p.Due.Empty = fallDue(0, desk.StartDays)
	text := fmt.Sprintf("What falls due in the next %d days", dueDays)
	if len(groups) > startDues && !a.Cut {
		text = fmt.Sprintf("All %s, and the next %d days", part.Number(len(groups)), dueDays)
	}
	p.DueLinks = part.Links(part.Link{Text: text, Href: "/due"}, part.Link{Text: "Calendar file", Href: "/due.ics"})
}

func (h *Handlers) startCharts(r *http.Request, who authz.Actor, p *startPage, o desk.Overview, s desk.Series) error {
	c, err := h.board.Charts(r.Context(), who)
	if err != nil {
		return err
	}
	set, err := h.settings(r, who)
	if err != nil {
		return err
	}
	if c.Owner != "" {
		p.Definitions.Rows = append(p.Definitions.Rows, govuk.Row{Key: govuk.Words{Text: "Owner of these figures"}, Value: govuk.Words{Text: c.Owner}})
	}
	queue := who.Can(authz.RecordVetting) || who.Can(authz.Recommend)
	p.Waits = waitBars(c.Waits, o.Vetting, set.VettingAimWeeks, queue)
	p.Line = &part.Line{Title: "Accredited persons", Sub: "On the last day of each month", Labels: "Last day of", Values: "Accredited persons"}
	for i, m := range s.Months {
		n := m.N
		if i == len(s.Months)-1 {
			n = o.Persons // the present month is counted now
		}
		y, month, _ := m.Last.Date()
		p.Line.Data = append(p.Line.Data, part.Datum{Label: fmt.Sprintf("%s %d", month.String()[:3], y), Value: float64(n)})
	}
	p.Ends = &part.Columns{Title: "Accreditations that end", Sub: "By month, if nobody renews them", Labels: "Month", Values: "Accreditations"}
	for i, e := range c.Ends {
		_, m, _ := e.Month.Date()
		d := part.Datum{Label: m.String()[:3], Value: float64(e.N)}
		if i == 0 {
			d.Kind = part.Due
		}
		p.Ends.Data = append(p.Ends.Data, d)
	}
	return nil
}

// waitBars is the chart of how long people have waited for vetting.
func waitBars(waits []desk.Wait, all int64, aim int, queue bool) *part.Bars {
	b := &part.Bars{Title: "Vetting: how long people have waited", Sub: fmt.Sprintf("%s. The unit’s aim is %s", part.Count(int(all), "person", "persons"), part.Count(int(aim), "week", "weeks")),
		Labels: "Waited", Values: "Persons"}
	var over int64
	for i, w := range waits {
		d := part.Datum{Label: fmt.Sprintf("%d to %d weeks", w.From, w.To), Value: float64(w.N)}
		switch {
		case i == 0:
			d.Label = "Up to " + part.Count(int(w.To), "week", "weeks")
		case w.To == 0:
			d.Label, d.Kind = fmt.Sprintf("%d and more", w.From), part.NotInForce
		case w.From > aim:
			d.Kind = part.Due
		}
		if w.From > aim {
			over += w.N
		}
		b.Data = append(b.Data, d)
	}
	if over > 0 {
		b.Note = template.HTML(number(over) + " over the aim. ")
		if queue {
			b.Note += part.Link{Text: "See who", Href: "/vetting?waited=over"}.Render()
		}
	}
	return b
}

// settings is what the force has decided for itself.
func (h *Handlers) settings(r *http.Request, who authz.Actor) (settings, error) {
	return db.Find(r.Context(), h.board.DB, func(tx *db.Tx) (settings, error) {
		f, err := h.board.Areas.Force(tx, who.Force)
		return f.Settings, err
	})
}
