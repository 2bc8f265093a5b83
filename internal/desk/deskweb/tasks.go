package deskweb

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/area"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/desk"
	"watchword/internal/fault"
	"watchword/internal/web"
	"watchword/internal/web/part"
)

type settings = area.Settings

const pageSize = 30

// taskTable is tasks as rows: what, whom it is about, how long it waits, and the clock
// of the force's own interval.
func taskTable(caption string, tasks []desk.Task, who authz.Actor, today clock.Day, set settings) part.Table {
	t := part.Table{Caption: caption, Columns: []part.Column{{Text: "What"}, {Text: "Waiting"}, {Text: "Clock"}}}
	for _, x := range tasks {
		w := wordsOf(x, who)
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{HTML: linkText(w.text, w.of), Sub: w.sub, Href: w.href}, {Text: since(x, today), Nowrap: true}, {Status: taskClock(x, who, today, set), Nowrap: true}}})
	}
	return t
}

// linkText is the words of a link that stands among others with the same words: whose
// it is follows for those who hear it without its row.
func linkText(text, of string) template.HTML {
	out := template.HTMLEscapeString(text)
	if of != "" {
		out += `<span class="govuk-visually-hidden">: ` + template.HTMLEscapeString(of) + `</span>`
	}
	return template.HTML(out)
}

// words is a task in words: what to do, whom it is about, and where it is done.
type words struct {
	text string
	of   string // whose it is, unless the text says so
	sub  string
	href string
}

func wordsOf(x desk.Task, who authz.Actor) words {
	name := spoken(x.Name)
	w := words{of: name, sub: name + ", " + x.OrgName, href: personURL(x.Person)}
	if x.Item.Key != "" {
		w.href = x.Item.Link
	}
	switch x.Kind {
	case desk.DecideAccreditation:
		w.text, w.href = "Put forward for accreditation: are you satisfied of the four tests?", decideURL(x.Accreditation)
		if x.Asked {
			w.text = "Put forward for accreditation: you asked for more, and it is not answered"
		}
	case desk.AnswerRequest:
		w.text, w.href = "The delegate asks for more before deciding. Answer", personURL(x.Person)+"/answer"
	case desk.DecideSuspension:
		w.text, w.of, w.sub = "Suspended. Reinstate or withdraw?", x.Number+", "+name, x.Number+", "+w.sub
	case desk.PutBefore:
		w.text = "Vetting passed. Put before the chief officer’s delegate?"
	case desk.AskVetting:
		w.text = "Put forward. Ask for vetting"
	case desk.VetAgain:
		w.text, w.of, w.sub = name+": renew the clearance", "", x.OrgName
	case desk.Vet:
		w.text, w.of, w.sub = name, "", x.OrgName
		if x.Item.Key != "" {
			w.sub += ". The form is in"
		}
	case desk.AnswerPowers:
		w.text, w.of, w.sub, w.href = "Powers asked for: "+toDecide(x), x.OrgName, x.OrgName, orgURL(x.Org)
	case desk.NoteContacts:
		w.text, w.of, w.sub, w.href = "Contacts changed by "+x.By+". Look, then note it", x.OrgName, x.OrgName, orgURL(x.Org)+"/contacts"
	case desk.DecideApplication:
		w.text, w.of, w.sub, w.href = applicationWords(x, who), x.OrgName, x.OrgName+", asks to be accredited", orgURL(x.Org)
	default: // as its room says it
		w.text, w.of, w.sub = x.Item.Title, "", x.OrgName
	}
	return w
}

// applicationWords is what an application needs next.
func applicationWords(x desk.Task, who authz.Actor) string {
	switch {
	case who.Role.OfEmployer():
		return "Your application: " + toDecide(x)
	case x.Of == 0:
		return "Application: no powers are asked for yet"
	case who.Can(authz.DecideOrg) && x.N == 0:
		return "Application: every power is answered. Accredit the organisation?"
	case who.Can(authz.DecideOrg):
		return "Powers asked for: " + toDecide(x)
	}
	return "Application with the delegate: " + toDecide(x)
}

// toDecide is how many of the powers asked for are still to decide.
func toDecide(x desk.Task) string {
	switch {
	case x.N == x.Of && x.N == 1:
		return "1 still to decide"
	case x.N == x.Of:
		return strconv.Itoa(x.N) + " still to decide"
	}
	return fmt.Sprintf("%d of %d still to decide", x.N, x.Of)
}

// spoken is a name of a list as it is spoken: forenames first.
func spoken(name string) string {
	surname, forenames, ok := strings.Cut(name, ", ")
	if !ok {
		return name
	}
	return forenames + " " + surname
}

// since is when it began to wait: the hour of today, else the day.
func since(x desk.Task, today clock.Day) string {
	switch d := clock.DayOf(x.Since); {
	case d == today:
		return "since " + clock.Local(x.Since).Format("15:04")
	case d.AddMonths(6) < today:
		return "since " + d.Short()
	default:
		return "since " + clock.Local(x.Since).Format("2 Jan")
	}
}

// taskClock is the time waited against the interval that the force has set itself.
func taskClock(x desk.Task, who authz.Actor, today clock.Day, set settings) part.Status {
	n := x.Days(today)
	if x.Kind == desk.Vet || x.Kind == desk.VetAgain {
		return vettingClock(n, set.VettingAimWeeks)
	}
	if x.Item.Due != clock.NoDay {
		return dueClock(int(x.Item.Due - today))
	}
	notTheirs := x.Kind == desk.DecideApplication && !who.Can(authz.DecideOrg) || x.Kind == desk.DecideAccreditation && x.Asked
	if notTheirs || x.Kind == desk.NoteContacts || x.Kind == desk.AnswerRequest || x.Item.Key != "" { // the interval is the delegate's
		return part.Status{Kind: part.Waiting, Text: waited(n)}
	}
	within := max(1, set.DecideWithinDays)
	switch {
	case n > within:
		return part.Status{Kind: part.NotInForce, Text: days(n-within) + " late"}
	case n >= within-1:
		return part.Status{Kind: part.NotInForce, Text: "Decide today"}
	case n*5 >= within*2:
		return part.Status{Kind: part.Due, Text: strconv.Itoa(n) + " of " + days(within)}
	case n == 0:
		return part.Status{Kind: part.Waiting, Text: "Today"}
	}
	return part.Status{Kind: part.Waiting, Text: days(n)}
}

// dueClock is the days left until a thing is due.
func dueClock(n int) part.Status {
	switch {
	case n < 0:
		return part.Status{Kind: part.NotInForce, Text: days(-n) + " late"}
	case n == 0:
		return part.Status{Kind: part.NotInForce, Text: "Due today"}
	case n <= soon:
		return part.Status{Kind: part.Due, Text: "Due in " + days(n)}
	}
	return part.Status{Kind: part.Waiting, Text: "Due in " + days(n)}
}

// vettingClock is the time waited against the vetting unit's aim.
func vettingClock(n, aim int) part.Status {
	switch {
	case n > aim*7*3/2:
		return part.Status{Kind: part.NotInForce, Text: waited(n)}
	case n > aim*7:
		return part.Status{Kind: part.Due, Text: waited(n)}
	}
	return part.Status{Kind: part.Waiting, Text: waited(n)}
}

type decidePage struct {
	web.Page
	Head   part.Head
	Table  part.Table
	Paging part.Paging
	Links  []part.Link
}

// Listing is the list as it is saved.
func (p *decidePage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

// decide is everything that needs the actor's decision.
func (h *Handlers) decide(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	t, err := h.board.Tasks(r.Context(), who)
	if err != nil {
		return err
	}
	if !hasQueue(who) && t.Total == 0 {
		return fault.New(fault.Forbidden, "There is nothing that your role decides here.")
	}
	set, err := h.settings(r, who)
	if err != nil {
		return err
	}
	today := clock.DayOf(h.board.Clock.Now())
	title := "To decide"
	if who.Role.OfEmployer() {
		title = "Needs you"
	}
	p := &decidePage{Page: web.Page{Title: title, Active: "/decide"},
		Head: part.Head{Title: title, Text: "What waits longest stands first. The force has set itself " + days(set.DecideWithinDays) + " for a decision."}}
	p.Paging = part.Paging{Path: "/decide", Query: r.URL.Query(), Total: len(t.Items), Size: visit.Size(r, pageSize), Noun: "things"}
	p.Paging.Page = pageOf(r, p.Paging)
	from, to := min(p.Paging.Offset(), len(t.Items)), min(p.Paging.Offset()+p.Paging.Size, len(t.Items))
	p.Table = taskTable(title, t.Items[from:to], who, today, set)
	if t.Total == 0 {
		if p.Table.Empty, err = h.nothing(r, who); err != nil {
			return err
		}
	}
	if n := t.Total - int64(len(t.Items)); n > 0 {
		p.Head.Text += " " + number(n) + " more wait behind these."
	}
	return visit.Show(h.page, w, r, "decide.html", p)
}

// pageOf is the page asked for, within the pages there are.
func pageOf(r *http.Request, p part.Paging) int {
	n, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil {
		return 1
	}
	return min(max(1, n), p.Pages())
}

type vettingPage struct {
	web.Page
	Head   part.Head
	Bars   *part.Bars
	Chips  chips
	Search searchBox
	Table  part.Table
	Paging part.Paging

	RenewHead part.Heading
	Renew     *part.Table // nil: nobody asked for renewal
}

// Listing is the list as it is saved.
func (p *vettingPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Paging: &p.Paging}
}

type vettingQuery struct {
	Text   string `form:"q" label:"Name or employer" max:"120"`
	Waited string `form:"waited" max:"20"`
}

// vetting is who waits for vetting, the longest first.
func (h *Handlers) vetting(w http.ResponseWriter, r *http.Request) error {
	who := account.Actor(r.Context())
	if !who.Can(authz.RecordVetting) && !who.Can(authz.NominatePerson) && !who.Can(authz.Recommend) {
		return fault.New(fault.Forbidden, "You may not see who waits for vetting. That is for the vetting unit, the scheme manager and, of their own people, the employers.")
	}
	q, err := web.Query[vettingQuery](r)
	if err != nil {
		return err
	}
	set, err := h.settings(r, who)
	if err != nil {
		return err
	}
	c, err := h.board.Charts(r.Context(), who)
	if err != nil {
		return err
	}
	o, err := h.board.Overview(r.Context(), who)
	if err != nil {
		return err
	}
	p := &vettingPage{Page: web.Page{Title: "Vetting queue", Active: "/vetting"}, Head: part.Head{Title: "Vetting queue",
		Text: "Who waits for vetting, the longest first. What vetting found is sealed: here are names and days alone."},
		Bars: waitBars(c.Waits, o.Vetting, set.VettingAimWeeks, false), Search: searchBox{Action: "/vetting", Label: "Name or employer", Value: q.Text, Keep: [][2]string{{"waited", q.Waited}}}}
	f := desk.QueueFilter{Text: q.Text, Limit: visit.Size(r, pageSize)}
	p.bands(r, &f, q, c.Waits, set.VettingAimWeeks)
	p.Paging = part.Paging{Path: "/vetting", Query: r.URL.Query(), Size: visit.Size(r, pageSize), Noun: "persons", Page: max(1, atoi(r.URL.Query().Get("page")))}
	f.Offset = p.Paging.Offset()
	found, err := h.board.Queue(r.Context(), who, f)
	if err != nil {
		return err
	}
	p.Paging.Total = int(found.Total)
	p.Table = vettingTable(found.Lines, clock.DayOf(h.board.Clock.Now()), set.VettingAimWeeks)
	if len(p.Chips.Items) > 0 {
		p.Table.Empty = "Nobody who waits fits these filters. Remove a filter."
	}
	again, err := h.board.Renewals(r.Context(), who)
	if err != nil {
		return err
	}
	p.renewals(again, clock.DayOf(h.board.Clock.Now()))
	return visit.Show(h.page, w, r, "vetting.html", p)
}

// renewals is the clearances to be renewed, with what happens by itself.
func (p *vettingPage) renewals(all []desk.Renewal, today clock.Day) {
	if len(all) == 0 {
		return
	}
	p.RenewHead = part.Heading{Text: "To be renewed", Count: part.Number(len(all)), Beside: "a clearance that ends stops the accreditation by itself"}
	p.Renew = &part.Table{Caption: "Clearances to be renewed", Columns: []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Asked for on"}, {Text: "Clearance"}}}
	for _, x := range all {
		ends := part.Cell{Text: "Ends " + x.Expires.Short()}
		if n := int(x.Expires - today); n < 0 {
			ends = part.Cell{Status: part.Status{Kind: part.Ended, Text: "Ended"}, Sub: x.Expires.Short()}
		} else if n <= 30 {
			ends = part.Cell{Status: part.Status{Kind: part.Due, Text: inDays(n)}, Sub: x.Expires.Short()}
		}
		p.Renew.Rows = append(p.Renew.Rows, part.Row{Cells: []part.Cell{{Text: x.Name, Href: personURL(x.Person), Sub: x.Role, Strong: true}, {Text: x.OrgName}, part.DayCell(x.Asked), ends}})
	}
}

// bands takes the chosen band of waiting into the filter, and gives the bars their links.
func (p *vettingPage) bands(r *http.Request, f *desk.QueueFilter, q vettingQuery, waits []desk.Wait, aim int) {
	for i, w := range waits {
		key := fmt.Sprintf("%d-%d", w.From, w.To)
		p.Bars.Data[i].Href = "/vetting?waited=" + key
		if q.Waited == key {
			f.From, f.To = w.Days()
			p.Chips.add(r, "waited", "Waited "+lower(p.Bars.Data[i].Label))
		}
	}
	if q.Waited == "over" {
		f.From = aim*7 + 1
		p.Chips.add(r, "waited", "Over the aim of "+part.Count(int(aim), "week", "weeks"))
	}
	if q.Text != "" {
		p.Chips.add(r, "q", "“"+q.Text+"”")
	}
}

func vettingTable(lines []desk.Line, today clock.Day, aim int) part.Table {
	t := part.Table{Caption: "Who waits for vetting", Empty: "Nobody waits for vetting.", Columns: []part.Column{{Text: "Person"}, {Text: "Employer"}, {Text: "Asked for on"}, {Text: "Waited"}}}
	for _, l := range lines {
		n := max(0, int(today-l.Waiting))
		t.Rows = append(t.Rows, part.Row{Cells: []part.Cell{{Text: l.Name, Href: personURL(l.Person), Sub: l.Role, Strong: true}, {Text: l.OrgName}, part.DayCell(l.Waiting), {Status: vettingClock(n, aim)}}})
	}
	return t
}
