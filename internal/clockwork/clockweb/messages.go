package clockweb

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/clock"
	"watchword/internal/diary"
	"watchword/internal/id"
	"watchword/internal/outbox"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

// messageSize is how many messages stand on a page.
const messageSize = 40

// states is the states of messages, those first that need somebody.
var states = []outbox.State{outbox.Failed, outbox.Queued, outbox.Kept, outbox.Sent, outbox.Delivered}

var stateShapes = map[outbox.State]part.Kind{outbox.Failed: part.NotInForce, outbox.Queued: part.Waiting, outbox.Kept: part.Ended, outbox.Sent: part.InForce, outbox.Delivered: part.InForce}

// kinds is what messages are, in plain words; others bear the word of their room.
var kinds = map[string]string{"digest": "Digest of what falls due", "letter": "Notice of a letter"}

func kindTitle(kind string) string {
	if t, ok := kinds[kind]; ok {
		return t
	}
	return diary.Kind(kind).Title()
}

type messagesPage struct {
	web.Page
	Head   part.Head
	Filter moj.Filter
	Chips  moj.Chips
	Says   string
	Table  part.Table
	Older  string
}

// Listing is the list as it is saved.
func (p *messagesPage) Listing() visit.Listing {
	return visit.Listing{Head: &p.Head, Table: &p.Table, Next: p.Older}
}

type messagesQuery struct {
	State string `form:"state" max:"20"`
	After string `form:"after" max:"64"`
}

// messages is what was sent, and what could not be.
func (h *Handlers) messages(w http.ResponseWriter, r *http.Request) error {
	q, err := web.Query[messagesQuery](r)
	if err != nil {
		return err
	}
	found, more, counts, err := h.Clockwork.Messages(r.Context(), who(r), outbox.Filter{State: outbox.State(q.State), After: q.After, Limit: visit.Size(r, messageSize)})
	if err != nil {
		return err
	}
	p := &messagesPage{Page: web.Page{Title: "Messages", Active: "/messages"}, Head: part.Head{Title: "Messages",
		Text: "The e-mails the program wrote, the newest first. Addresses and words are forgotten a month after a message is done, all of it after thirteen months."}}
	all := int64(0)
	pick := govuk.Select{Name: "state", Label: govuk.Label{Text: "State"}, Value: q.State, Items: []govuk.Option{{Blank: true, Text: "All states"}}}
	for _, s := range states {
		all += counts[s]
		pick.Items = append(pick.Items, govuk.Option{Value: string(s), Text: s.Title() + " (" + part.Number(int(counts[s])) + ")"})
	}
	p.Says = part.Count(int(all), "message", "messages")
	p.Filter = moj.Filter{Action: "/messages", Options: pick.Render()}
	if title := outbox.State(q.State).Title(); title != "" {
		p.Filter.Set, p.Says = 1, part.Number(int(counts[outbox.State(q.State)]))+" of "+p.Says
		p.Chips.Items = []moj.Tag{{Text: title, Href: "/messages"}}
	}
	p.Table = part.Table{Caption: "Messages", Columns: []part.Column{{Text: "Written"}, {Text: "What"}, {Text: "To"}, {Text: "State"}}, Empty: "No message was written yet. Digests of what falls due are written on the days the settings name."}
	if q.State != "" || q.After != "" {
		p.Table.Empty = "There is no such message. Remove the filter."
	}
	for _, m := range found {
		what := part.Cell{HTML: template.HTML(template.HTMLEscapeString(m.Subject) + `<span class="govuk-visually-hidden">, ` + clock.Moment(m.Made) + ", to " + template.HTMLEscapeString(to(m)) + `</span>`),
			Href: "/messages/" + string(m.ID), Sub: kindTitle(m.Kind)}
		p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: clock.Moment(m.Made), Nowrap: true}, what, {Text: to(m)}, {Status: part.Status{Kind: stateShapes[m.State], Text: stateWords(m.State)}, Sub: why(m)}}})
	}
	if more {
		p.Older = "/messages?" + url.Values{"state": {q.State}, "after": {string(found[len(found)-1].ID)}}.Encode()
	}
	return visit.Show(h.page, w, r, "messages.html", p)
}

// to is whom a message is for.
func to(m outbox.Message) string {
	if m.Address == "" {
		return "Forgotten"
	}
	return m.Address
}

// stateWords is a state in the list, where the reason stands below it.
func stateWords(s outbox.State) string {
	if s == outbox.Kept {
		return "Not sent"
	}
	return s.Title()
}

// why is the reason why a message was not sent.
func why(m outbox.Message) string {
	if m.State == outbox.Kept {
		return "Sending is not set up"
	}
	return m.Why
}

func shape(m outbox.Message) part.Status {
	return part.Status{Kind: stateShapes[m.State], Text: m.State.Title()}
}

type messagePage struct {
	web.Page
	Head  part.Head
	List  govuk.SummaryList
	Words string
	Quiet string // why there are no words
	Again bool
	At    string
}

// message is one message, with the cause if it could not be sent.
func (h *Handlers) message(w http.ResponseWriter, r *http.Request) error {
	p, err := h.messagePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "message.html", p)
}

func (h *Handlers) messagePage(r *http.Request) (*messagePage, error) {
	m, err := h.Clockwork.Message(r.Context(), who(r), id.Message(r.PathValue("message")))
	if err != nil {
		return nil, err
	}
	p := &messagePage{Page: web.Page{Title: m.Subject, Active: "/messages", Crumbs: []web.Crumb{{Text: "Messages", Href: "/messages"}, {Text: m.Subject}}},
		Head: part.Head{Caption: kindTitle(m.Kind), Title: m.Subject, Statuses: []part.Status{shape(m)}}, At: "/messages/" + string(m.ID) + "/again"}
	row := func(key, value string) {
		if value != "" {
			p.List.Rows = append(p.List.Rows, govuk.Row{Key: govuk.Words{Text: key}, Value: govuk.Words{Text: value}})
		}
	}
	row("To", to(m))
	row("Written", clock.Moment(m.Made))
	if !m.Done.IsZero() {
		row("Done", clock.Moment(m.Done))
	}
	if m.State == outbox.Queued && m.Attempts > 0 {
		row("Tried next", clock.Moment(m.Next))
	}
	row("Why not", m.Why)
	row("Sent by", m.Way)
	if m.Attempts > 0 {
		row("Tries", strconv.Itoa(m.Attempts))
	}
	row("Reference there", m.Ref)
	switch {
	case m.Body != "":
		p.Words = m.Text()
	case m.Address == "":
		p.Quiet = "What it said is no longer kept."
	default:
		p.Quiet = "What it said is its reader’s alone, and is not shown."
	}
	p.Again = (m.State == outbox.Failed || m.State == outbox.Kept) && m.Address != "" && who(r).Can(authz.SendMessages)
	return p, nil
}

// again has a message sent anew.
func (h *Handlers) again(w http.ResponseWriter, r *http.Request) error {
	p, err := h.messagePage(r)
	if err != nil {
		return err
	}
	if _, err = web.Form[struct{}](r); err == nil {
		err = h.Clockwork.SendAgain(r.Context(), who(r), id.Message(r.PathValue("message")))
	}
	if err != nil {
		return h.page.Again(w, r, "message.html", p, err)
	}
	return web.SeeOther(w, r, "/messages/"+r.PathValue("message"), "message.again")
}
