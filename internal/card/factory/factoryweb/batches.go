package factoryweb

import (
	"context"
	"net/http"
	"strings"

	"watchword/internal/account"
	"watchword/internal/account/visit"
	"watchword/internal/authz"
	"watchword/internal/card"
	"watchword/internal/card/factory"
	"watchword/internal/clock"
	"watchword/internal/db"
	"watchword/internal/id"
	"watchword/internal/web"
	"watchword/internal/web/govuk"
	"watchword/internal/web/moj"
	"watchword/internal/web/part"
)

var batchTabs = []tab{{"", "All", "No batch has been made. Cards that are ordered wait until they are put into one."}, {"made", "To print", "No batch waits to be printed."}, {"printed", "To check", "No batch waits to be checked."},
	{"checked", "To hand out", "No batch waits to be sent or handed out."}, {"dispatched", "Sent", "No batch is on its way."}, {"collected", "Handed out", "No batch has been handed out."}}

var batchKinds = map[factory.BatchState]part.Kind{factory.Made: part.Waiting, factory.Printed: part.Waiting, factory.Checked: part.Waiting, factory.Dispatched: part.Due, factory.Collected: part.InForce, factory.Dropped: part.Ended}

func (h *Handlers) batches(w http.ResponseWriter, r *http.Request) error {
	form, err := web.Query[listForm](r)
	if err != nil {
		return err
	}
	who := account.Actor(r.Context())
	p := &listPage{Page: page(who, "Batches of cards", web.Crumb{Text: "Batches"}), Head: part.Head{Title: "Batches of cards"}, Query: form,
		Table: part.Table{Caption: "Batches", RowHeaders: true, Columns: []part.Column{{Text: "Batch"}, {Text: "Cards", Numeric: true}, {Text: "Put together"}, {Text: "Now"}}}}
	p.Tabs, p.Table.Empty = tabs("Batches by state", "/card-batches", form.Show, batchTabs)
	err = h.DB.Read(r.Context(), func(tx *db.Tx) error {
		vs, next, err := h.Factory.Batches(tx, who, factory.BatchState(form.Show), form.After, visit.Size(r, 50))
		if err != nil {
			return err
		}
		if next != "" {
			p.Next = web.With(r.URL.RequestURI(), "after", next)
		}
		for _, v := range vs {
			b := &v.State
			p.Table.Rows = append(p.Table.Rows, part.Row{Cells: []part.Cell{{Text: b.Number, Href: "/card-batches/" + v.ID, Nowrap: true}, {Text: part.Number(len(b.Cards))}, {Text: moment(b.Made)}, status(batchKinds[b.State], b.State.Title())}})
		}
		waiting, err := h.Factory.Waiting(tx, who)
		if n := len(waiting); n > 0 {
			p.Head.Actions = []govuk.Button{{Text: "Make a batch of " + part.Count(n, "card", "cards"), Href: "/card-batches/make"}}
		}
		return err
	})
	if err != nil {
		return err
	}
	return visit.Show(h.page, w, r, "list.html", p)
}

type makePage struct {
	web.Page
	Head  part.Head
	Table part.Table
	Form  makeForm
}

type makeForm struct {
	Cards []id.Card `form:"card" max:"64"`
}

func (h *Handlers) makePage(r *http.Request) (*makePage, error) {
	who := account.Actor(r.Context())
	p := &makePage{Page: page(who, "Make a batch", web.Crumb{Text: "Batches", Href: "/card-batches"}, web.Crumb{Text: "Make a batch"}), Head: part.Head{Title: "Make a batch"}}
	p.Table = part.Table{Caption: "Cards that wait to be printed", Empty: "No card waits to be printed. Make one on the page of the person.",
		Columns: []part.Column{{Text: "Choose"}, {Text: "Card"}, {Text: "Person"}, {Text: "Employer"}, {Text: "Ordered"}}}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		vs, err := h.Factory.Waiting(tx, who)
		if err != nil {
			return err
		}
		p.Table.Rows, err = h.cardRows(tx, who, vs[:min(len(vs), card.SheetCards)], true, func(c *card.Card) part.Cell { return part.DayCell(clock.DayOf(c.Since)) })
		return err
	})
	return p, err
}

// cardRows is cards in a table: chosen or not, number, person, employer, and a last cell.
func (h *Handlers) cardRows(tx *db.Tx, who authz.Actor, vs []card.Version, chosen bool, last func(*card.Card) part.Cell) ([]part.Row, error) {
	of := make([]id.Person, len(vs))
	for i, v := range vs {
		of[i] = v.State.Person
	}
	people, err := h.names(tx, who.Force, of)
	if err != nil {
		return nil, err
	}
	var rows []part.Row
	for i := range vs {
		c := &vs[i].State
		rows = append(rows, part.Row{Cells: []part.Cell{tick("card", vs[i].ID, "Card "+c.Number, chosen), {Text: c.Number, Href: "/cards/" + vs[i].ID, Nowrap: true},
			{Text: people[c.Person].Name(), Sub: c.AP}, {Text: c.Employer}, last(c)}})
	}
	return rows, nil
}

func (h *Handlers) make(w http.ResponseWriter, r *http.Request) error {
	p, err := h.makePage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "make.html", p)
}

func (h *Handlers) makeNow(w http.ResponseWriter, r *http.Request) error {
	p, err := h.makePage(r)
	if err != nil {
		return err
	}
	var made id.Batch
	if p.Form, err = web.Form[makeForm](r); err == nil {
		made, err = h.Factory.MakeBatch(r.Context(), account.Actor(r.Context()), p.Form.Cards)
	}
	if err != nil {
		return h.page.Again(w, r, "make.html", p, err)
	}
	return web.SeeOther(w, r, "/card-batches/"+string(made), "batch.made")
}

// batchPage is one batch and what is to be done with it next.
type batchPage struct {
	web.Page
	Head    part.Head
	Here    string
	Prints  string // what the button that prints says; empty: it cannot be printed
	Checks  bool
	Sends   bool
	Hands   bool
	Drops   bool
	Recalls bool
	Table   part.Table
	History moj.Timeline
	Form    batchForm
}

type batchForm struct {
	Cards []id.Card `form:"card" max:"64"`
	Why   string    `form:"why" label:"Reason" max:"500" text:"lines"`
	Way   string    `form:"way" label:"How it was sent" max:"100"`
	To    string    `form:"to" label:"To whom" max:"200"`
	Ref   string    `form:"ref" label:"Reference" max:"100"`
	By    string    `form:"by" label:"Who handed them out" max:"120"`
}

func batchOf(r *http.Request) id.Batch { return id.Batch(r.PathValue("batch")) }

func (h *Handlers) batchPage(r *http.Request) (*batchPage, error) {
	who := account.Actor(r.Context())
	p := &batchPage{Here: "/card-batches/" + string(batchOf(r))}
	err := h.DB.Read(r.Context(), func(tx *db.Tx) error {
		v, err := h.Factory.FindBatch(tx, who, batchOf(r), h.now())
		if err != nil {
			return err
		}
		b := &v.State
		cards, err := h.Factory.BatchCards(tx, who, b)
		if err != nil {
			return err
		}
		p.Checks, p.Sends, p.Drops = b.State.Can("card-batch.check"), b.State.Can("card-batch.dispatch"), b.State.Can("card-batch.drop")
		p.Hands = b.State.Can("card-batch.collect")
		if b.State.Can("card-batch.print") {
			p.Prints = map[factory.BatchState]string{factory.Made: "Print the batch (PDF)", factory.Printed: "Print again (PDF)"}[b.State]
		}
		p.Table = part.Table{Caption: "Cards of the batch", Empty: "No card is left in the batch.", Columns: []part.Column{{Text: "Choose"}, {Text: "Card"}, {Text: "Person"}, {Text: "Employer"}, {Text: "Now"}}}
		if p.Table.Rows, err = h.cardRows(tx, who, cards, p.Hands, func(c *card.Card) part.Cell { return cardState(c) }); err != nil {
			return err
		}
		for i := range cards {
			c := &cards[i].State
			p.Recalls = p.Recalls || c.State.Live() && c.Recalled == clock.NoDay && b.Printed != nil
			if p.Hands && c.State != card.Printed {
				p.Table.Rows[i].Cells[0] = part.Cell{}
			}
			if !p.Hands && !p.Checks {
				p.Table.Rows[i].Cells = p.Table.Rows[i].Cells[1:]
			}
		}
		if !p.Hands && !p.Checks { // nothing is to be chosen
			p.Table.Columns = p.Table.Columns[1:]
		}
		p.Page = page(who, "Batch "+b.Number, web.Crumb{Text: "Batches", Href: "/card-batches"}, web.Crumb{Text: b.Number})
		p.Head = part.Head{Title: "Batch " + b.Number, Text: part.Count(len(b.Cards), "card", "cards"), Statuses: []part.Status{{Kind: batchKinds[b.State], Text: b.State.Title()}}, Facts: batchFacts(b)}
		p.History = batchLife(b)
		return nil
	})
	return p, err
}

// cardState is where a card is, in shape and word.
func cardState(c *card.Card) part.Cell {
	kind := map[card.State]part.Kind{card.Ordered: part.Waiting, card.Printed: part.Waiting, card.Held: part.InForce, card.Lost: part.NotInForce, card.Stolen: part.NotInForce}[c.State]
	if kind == "" {
		kind = part.Ended
	}
	cell := status(kind, c.State.Title())
	if c.Recalled != clock.NoDay {
		cell.Sub = "Asked back " + c.Recalled.Short()
	}
	return cell
}

func batchFacts(b *factory.Batch) []part.Fact {
	var out []part.Fact
	if len(b.Blanks) > 0 {
		out = append(out, part.Fact{Key: "Blank cards taken", Value: strings.Join(b.Blanks, ", ")})
	}
	if b.Spoiled > 0 {
		out = append(out, part.Fact{Key: "Spoiled", Value: part.Number(b.Spoiled)})
	}
	if b.Dispatched != nil {
		to := b.Dispatched.Way + " to " + b.Dispatched.To
		if b.Dispatched.Ref != "" {
			to += ", " + b.Dispatched.Ref
		}
		out = append(out, part.Fact{Key: "Sent", Value: to})
	}
	return out
}

// batchLife is what was done with a batch, the latest first.
func batchLife(b *factory.Batch) moj.Timeline {
	t := moj.Timeline{}
	add := func(title, text string, d *factory.Done) {
		if d != nil {
			t.Items = append([]moj.Event{{Title: title, When: clock.Local(d.At).Format("2 Jan 2006, 15:04"), At: d.At, Byline: d.By, Text: text}}, t.Items...)
		}
	}
	add("Put together", "", b.Made)
	add("Printed", strings.Join(b.Blanks, ", "), b.Printed)
	add("Checked", "", b.Checked)
	if b.Dispatched != nil {
		add("Sent", b.Dispatched.Way+" to "+b.Dispatched.To, &b.Dispatched.Done)
	}
	for i := range b.Collected {
		c := &b.Collected[i]
		add(part.Count(len(c.Cards), "card", "cards")+" signed for", "Handed out by "+c.Who, &c.Done)
	}
	return t
}

func (h *Handlers) batch(w http.ResponseWriter, r *http.Request) error {
	p, err := h.batchPage(r)
	if err != nil {
		return err
	}
	return h.page.Render(w, r, "batch.html", p)
}

func (h *Handlers) printNow(w http.ResponseWriter, r *http.Request) error {
	pdf, err := h.Factory.PrintBatch(r.Context(), account.Actor(r.Context()), batchOf(r))
	if err != nil {
		return err
	}
	return web.Send(w, "application/pdf", "cards-"+string(batchOf(r))+".pdf", pdf)
}

// batchNow does what a form of the batch's page asks for.
func (h *Handlers) batchNow(w http.ResponseWriter, r *http.Request, done string, act func(ctx context.Context, who authz.Actor, of id.Batch, f batchForm) error) error {
	p, err := h.batchPage(r)
	if err != nil {
		return err
	}
	if p.Form, err = web.Form[batchForm](r); err == nil {
		err = act(r.Context(), account.Actor(r.Context()), batchOf(r), p.Form)
	}
	if err != nil {
		return h.page.Again(w, r, "batch.html", p, err)
	}
	return web.SeeOther(w, r, p.Here, done)
}

func (h *Handlers) checkNow(w http.ResponseWriter, r *http.Request) error {
	return h.batchNow(w, r, "batch.checked", func(ctx context.Context, who authz.Actor, of id.Batch, f batchForm) error {
		return h.Factory.CheckBatch(ctx, who, of, f.Cards, f.Why)
	})
}

func (h *Handlers) dispatchNow(w http.ResponseWriter, r *http.Request) error {
	return h.batchNow(w, r, "batch.dispatched", func(ctx context.Context, who authz.Actor, of id.Batch, f batchForm) error {
		return h.Factory.Dispatch(ctx, who, of, f.Way, f.To, f.Ref)
	})
}

func (h *Handlers) collectNow(w http.ResponseWriter, r *http.Request) error {
	return h.batchNow(w, r, "batch.collected", func(ctx context.Context, who authz.Actor, of id.Batch, f batchForm) error {
		return h.Factory.Collect(ctx, who, of, f.Cards, f.By)
	})
}

func (h *Handlers) dropNow(w http.ResponseWriter, r *http.Request) error {
	return h.batchNow(w, r, "batch.dropped", func(ctx context.Context, who authz.Actor, of id.Batch, _ batchForm) error {
		return h.Factory.Drop(ctx, who, of)
	})
}

func (h *Handlers) recallBatchNow(w http.ResponseWriter, r *http.Request) error {
	return h.batchNow(w, r, "recall.made", func(ctx context.Context, who authz.Actor, of id.Batch, f batchForm) error {
		_, err := h.Cards.Recall(ctx, who, card.Recall{Batch: of, Why: f.Why})
		return err
	})
}
